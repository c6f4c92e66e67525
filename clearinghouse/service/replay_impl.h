/* What the files of replaying share. Only replay*.c include it. */
#ifndef CLEARINGHOUSE_SERVICE_REPLAY_IMPL_H
#define CLEARINGHOUSE_SERVICE_REPLAY_IMPL_H

#include "clearinghouse/service/application.h"
#include "clearinghouse/service/policy.h"
#include "clearinghouse/service/replay.h"
#include "clearinghouse/service/verdict_facts.h"

/* The newest entry about each record, by kind and id. */
struct ch_seen {
    uint64_t name; /* hash; 0: free */
    int64_t seq, revision;
};
struct ch_seen_map {
    struct ch_seen *slots;
    size_t count, room; /* room a power of two */
};
/* The record's place, made when it is not there (seq 0); NULL: out of memory. */
struct ch_seen *ch_seen_at(struct ch_seen_map *map, const char *kind, const char *id);
const struct ch_seen *ch_seen_find(const struct ch_seen_map *map, const char *kind,
                                   const char *id);

/* A tranche as its entries tell it. */
struct ch_told {
    char id[CH_SLUG_MAX];
    int64_t seq; /* transfers so far */
    int64_t balance[CH_ACCOUNT_COUNT];
    char hash[HASH_HEX]; /* over its transfers, in order */
};
enum { CH_TOLD_MAX = 64 };

/* One stream while it is replayed, and what is known of it afterwards. */
struct ch_tale {
    struct ch_head head;
    struct ch_seen_map seen;
    struct ch_told told[CH_TOLD_MAX];
    int told_count;
    struct ch_policy *policies; /* versions, as they were published */
    int policy_count;
    struct ch_application *a; /* scratch */
    struct ch_replayed sums;
    struct {
        size_t applications, vouchers, claims, organisations;
    } kinds; /* records met */
    struct err *err;
};

MUST_CHECK bool ch_tale_begin(struct ch_tale *tale, const struct ch_head *head);
void ch_tale_clear(struct ch_tale *tale);
/* Take one entry; `ctx` is the tale. */
bool ch_tale_entry(void *ctx, const struct ch_entry *entry);

/* Continue the hash of a tranche's transfers. */
void ch_told_add(struct ch_told *told, int64_t seq, int from, int to, int64_t amount,
                 const char *subject);

/* The tables against the tales. */
MUST_CHECK bool ch_replay_tables(struct ch_db *db, const struct ch_tale *tales,
                                 size_t count, struct ch_replayed *out, struct err *err);
MUST_CHECK bool ch_replay_transfers(struct ch_db *db, const struct ch_tale *tales,
                                    size_t count, struct err *err);

#endif
