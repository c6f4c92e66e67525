/* The journal: one hash-chained entry for each change, per stream. A stream is a
 * programme's id, or "registry" for organisations, centres and people. The body of the
 * newest entry about a record is that record: there is no second copy of it. */
#ifndef CLEARINGHOUSE_STORE_JOURNAL_H
#define CLEARINGHOUSE_STORE_JOURNAL_H

#include "clearinghouse/store/db.h"
#include "common/hash.h"

#define CH_STREAM_REGISTRY "registry"
#define CH_STREAM_ACCESS "access" /* who opened and exported what */
enum { CH_STREAM_NAME_MAX = 64 };

/* Strings are lent to append, and valid only during the callback on reading. */
struct ch_entry {
    const char *stream;
    int64_t seq;
    int64_t at; /* microseconds; strictly rising within the ledger */
    const char *actor_id;
    const char *actor_role;
    const char *acting_for; /* NULL: for themselves */
    const char *action;     /* "application.approve" */
    const char *subject_kind;
    const char *subject_id;
    int64_t subject_revision;
    const char *operation;   /* Idempotency-Key, or NULL for due work */
    const char *reason_code; /* NULL: none */
    const char *reason_note; /* NULL: none */
    const char *policy;      /* "shanghai-compute@1", or NULL */
    const char *body;        /* canonical JSON: the subject's new state */
    const char *transfers;   /* canonical JSON array of the money it moved, or NULL */
    char prev[HASH_HEX];
    char hash[HASH_HEX];
};

/* Append with the next seq of the stream: fills seq, at (never below the last one + 1),
 * prev and hash, and takes with it the transfers posted since the entry before. Must run
 * inside the command's transaction. */
MUST_CHECK bool ch_journal_append(struct ch_db *db, struct ch_entry *entry,
                                  struct err *err);

/* Lend each entry of `stream` with seq > after, ascending, at most `limit`, to `each`; it
 * returns false to stop early. */
typedef bool ch_entry_fn(void *ctx, const struct ch_entry *entry);
MUST_CHECK bool ch_journal_read(struct ch_db *db, const char *stream, int64_t after,
                                int limit, ch_entry_fn *each, void *ctx, struct err *err);

/* Seq and hash of the newest entry; 0 and zeros for an empty stream. */
MUST_CHECK bool ch_journal_head(struct ch_db *db, const char *stream, int64_t *seq,
                                char hash[HASH_HEX], struct err *err);

/* Lend each stream's name, head seq and head hash, by name. */
typedef void ch_stream_fn(void *ctx, const char *stream, int64_t seq, const char *hash);
MUST_CHECK bool ch_journal_streams(struct ch_db *db, ch_stream_fn *each, void *ctx,
                                   struct err *err);

/* Append the entry as canonical JSON; without "hash" it is what is hashed. */
void ch_entry_json(const struct ch_entry *entry, bool with_hash, struct buf *out);

/* ---- checking; journal_verify.c ---- */

struct ch_head {
    char stream[CH_STREAM_NAME_MAX];
    int64_t seq;
    char hash[HASH_HEX];
};

/* Every head, by stream; the caller frees `*out`. */
MUST_CHECK bool ch_journal_heads(struct ch_db *db, struct ch_head **out, size_t *count,
                                 struct err *err);
/* Walk one chain from its start to `head`, and lend each entry that fits (`each` may be
 * NULL; false from it, which then has filled `err`, ends the walk as a break does). On
 * the first break: false, ERR_INVALID, and the text names stream and seq. */
MUST_CHECK bool ch_journal_walk(struct ch_db *db, const struct ch_head *head,
                                ch_entry_fn *each, void *ctx, struct err *err);
/* A stream whose head was taken away would not be walked, and so not be missed. */
MUST_CHECK bool ch_journal_counted(struct ch_db *db, const struct ch_head *heads,
                                   size_t count, struct err *err);
/* Walk every chain. `*entries` counts them. */
MUST_CHECK bool ch_journal_verify(struct ch_db *db, int64_t *entries, struct err *err);

#endif
