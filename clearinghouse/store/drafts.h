/* Proposed versions of policies. */
#ifndef CLEARINGHOUSE_STORE_DRAFTS_H
#define CLEARINGHOUSE_STORE_DRAFTS_H

#include "clearinghouse/store/records.h"
#include "clearinghouse/store/row.h"

struct ch_draft {
    char id[ID_MAX];
    char programme[CH_SLUG_MAX];
    int64_t base;    /* the version it changes; signed, it is the one after */
    char status[16]; /* proposed signed refused */
    char note[600];  /* why */
    char proposer[CH_SLUG_MAX];
    int64_t proposed_at;
    char settler[CH_SLUG_MAX]; /* "" not yet */
    int64_t settled_at;
    int64_t revision, entry_seq;
};
extern const struct ch_table ch_draft_table;

/* The sum of all programmes' versions: another one when any of them has a new one. */
MUST_CHECK bool ch_programme_versions(struct ch_db *db, int64_t *out, struct err *err);
/* The body of one entry; ERR_NOT_FOUND. */
MUST_CHECK bool ch_entry_body(struct ch_db *db, const char *stream, int64_t seq,
                              struct buf *out, struct err *err);

#endif
