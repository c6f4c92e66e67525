#include "clearinghouse/store/journal.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PAGE = 2000 }; /* entries read at once: a page is held in memory by one engine */

struct walk {
    const char *stream;
    int64_t seq, until;
    char hash[HASH_HEX];
    struct buf text;
    ch_entry_fn *each;
    void *ctx;
    struct err *err;
    bool broken;
};

static bool check_entry(void *ctx, const struct ch_entry *e)
{
    struct walk *walk = ctx;
    char hash[HASH_HEX];
    if (e->seq > walk->until) {
        return false;
    }
    if (e->seq != walk->seq + 1) {
        walk->broken =
            !err_set(walk->err, ERR_INVALID, "journal %s: entry %" PRId64 " is missing",
                     walk->stream, walk->seq + 1);
        return false;
    }
    buf_reset(&walk->text);
    ch_entry_json(e, false, &walk->text);
    hash_hex(buf_str(&walk->text), walk->text.len, hash);
    if (strcmp(e->prev, walk->hash) != 0 || strcmp(e->hash, hash) != 0) {
        walk->broken = !err_set(walk->err, ERR_INVALID,
                                "journal %s: entry %" PRId64
                                " (%s of %s) was changed after it was written",
                                walk->stream, e->seq, e->action, e->subject_id);
        return false;
    }
    walk->seq = e->seq;
    memcpy(walk->hash, hash, sizeof hash);
    walk->broken = walk->each && !walk->each(walk->ctx, e);
    return !walk->broken;
}

bool ch_journal_walk(struct ch_db *db, const struct ch_head *head, ch_entry_fn *each,
                     void *ctx, struct err *err)
{
    struct walk walk = {
        .stream = head->stream, .until = head->seq, .each = each, .ctx = ctx, .err = err};
    int64_t before = -1;
    memcpy(walk.hash, hash_zero, sizeof walk.hash);
    bool ok = true;
    while (ok && walk.seq < head->seq && walk.seq != before) {
        before = walk.seq;
        ok = ch_journal_read(db, head->stream, walk.seq, PAGE, check_entry, &walk, err) &&
             !walk.broken;
    }
    buf_clear(&walk.text);
    if (ok && (head->seq != walk.seq || strcmp(head->hash, walk.hash) != 0)) {
        return err_set(err, ERR_INVALID,
                       "journal %s: ends at entry %" PRId64 ", its head says %" PRId64,
                       head->stream, walk.seq, head->seq);
    }
    return ok;
}

static void note_head(void *ctx, const char *stream, int64_t seq, const char *hash)
{
    struct buf *list = ctx;
    struct ch_head head = {.seq = seq};
    snprintf(head.stream, sizeof head.stream, "%s", stream);
    snprintf(head.hash, sizeof head.hash, "%s", hash);
    buf_add(list, &head, sizeof head);
}

bool ch_journal_heads(struct ch_db *db, struct ch_head **out, size_t *count,
                      struct err *err)
{
    struct buf list = {0};
    *out = NULL;
    *count = 0;
    if (!ch_journal_streams(db, note_head, &list, err)) {
        buf_clear(&list);
        return false;
    }
    *count = list.len / sizeof(struct ch_head);
    *out = (void *)buf_take(&list);
    return *out || err_set(err, ERR_INTERNAL, "out of memory");
}

bool ch_journal_counted(struct ch_db *db, const struct ch_head *heads, size_t count,
                        struct err *err)
{
    struct ch_stmt *stmt;
    int64_t walked = 0;
    for (size_t i = 0; i < count; i++) {
        walked += heads[i].seq;
    }
    if (!ch_prepare(db, "SELECT count(*) FROM journal", &stmt, err)) {
        return false;
    }
    enum ch_step step = ch_step(stmt, err);
    int64_t there = step == CH_ROW ? ch_col_int(stmt, 0) : -1;
    ch_finish(stmt);
    return step == CH_ROW &&
           (there == walked ||
            err_set(err, ERR_INVALID,
                    "the journal has %" PRId64 " entries, its streams only %" PRId64
                    ": the head of a stream is missing",
                    there, walked));
}

bool ch_journal_verify(struct ch_db *db, int64_t *entries, struct err *err)
{
    struct ch_head *heads;
    size_t count;
    bool ok = ch_journal_heads(db, &heads, &count, err);
    *entries = 0;
    for (size_t i = 0; ok && i < count; i++) {
        ok = ch_journal_walk(db, &heads[i], NULL, NULL, err);
        *entries += heads[i].seq;
    }
    ok = ok && ch_journal_counted(db, heads, count, err);
    free(heads);
    return ok;
}
