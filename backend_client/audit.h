/* The journal as people read it: entries of one stream or of all merged by time, newest
 * first, read back page by page as far as somebody looks. Entries never change, so what
 * was read stays true; what came since is a new reading. Lent rows live until the next
 * bc_wait(). BC_EVENT_AUDIT follows whatever arrives. */
#ifndef BACKEND_CLIENT_AUDIT_H
#define BACKEND_CLIENT_AUDIT_H

#include "backend_client/session.h"
#include "common/hash.h"

enum { BC_AUDIT_STREAMS = 64, BC_AUDIT_MAX = 120000, BC_AUDIT_FIELDS = 400 };

struct bc_audit;

/* What a row shows; the rest of an entry is read when it is looked at. */
struct bc_audit_entry {
    int stream; /* for bc_audit_stream() */
    int64_t seq, at, revision;
    char who[BC_WORD], role[24], action[BC_WORD];
    char kind[24], subject[BC_ID];
    char number[BC_NUMBER], name[96]; /* of the subject, where its record has them */
    char reason[BC_WORD];
    char hash[HASH_HEX];
};

/* NULL: all. `text` is words that must all be found; who: action: case: reason: stream:
 * look in one place, since: and until: take a date, a leading - excludes. */
struct bc_audit_query {
    const char *stream;
    const char *subject; /* id of one record: its history */
    const char *text;
    int zone_s;
    const char *(*word)(const char *wire); /* what readers call an action; may be NULL */
};

MUST_CHECK bool bc_audit_open(struct bc_session *session,
                              const struct bc_audit_query *query, struct bc_audit **out,
                              struct err *err);
void bc_audit_close(struct bc_audit *audit);

/* Another text over what was read already. False, and nothing changed, when a date in it
 * cannot be understood: `err` says which. */
MUST_CHECK bool bc_audit_filter(struct bc_audit *audit, const char *text,
                                struct err *err);

/* After the link came back, or a failure: go on reading. */
void bc_audit_resume(struct bc_audit *audit);
/* Read until `rows` match, or all was read. */
void bc_audit_want(struct bc_audit *audit, int64_t rows);

/* How far it is. Entries there are (-1 until the heads are here), read, and shown. */
struct bc_audit_progress {
    int64_t known, read, shown;
    bool complete; /* nothing more to read for this query */
    bool capped;   /* BC_AUDIT_MAX were read: a stream or a filter leads further */
    bool refused;  /* no stream may be read by this caller */
    struct err err;
};
void bc_audit_progress(const struct bc_audit *audit, struct bc_audit_progress *out);

/* By position, newest first; asks for more when it is near the end of what is read. */
const struct bc_audit_entry *bc_audit_row(struct bc_audit *audit, int64_t index);
const char *bc_audit_stream(const struct bc_audit *audit, int stream);

/* One field of a record, before and after; "" where it was not there. Values are as on
 * the wire. */
struct bc_audit_field {
    char path[112], before[160], after[160];
    bool changed;
};

struct bc_audit_detail {
    int64_t seq, before_seq; /* before_seq 0: the first entry of its subject */
    bool added;              /* it adds to its subject, it is not its new state */
    bool ready;
    struct err err; /* it could not be read */
    char acting_for[BC_WORD], operation[BC_NAME], policy[BC_NAME], note[640];
    char prev[HASH_HEX], hash[HASH_HEX];
    int changed, count; /* fields; the changed ones first */
    struct bc_audit_field fields[BC_AUDIT_FIELDS];
};

/* The whole entry beside the one before it about the same subject; NULL until it is
 * here. Asking for another forgets this one. */
const struct bc_audit_detail *bc_audit_detail(struct bc_audit *audit,
                                              const struct bc_audit_entry *entry);

#endif
