#include "tests/support/forger.h"

#include "tests/support/test.h"

#include "clearinghouse/store/journal.h"

#include <inttypes.h>
#include <sqlite3.h>

struct forger {
    const char *actor;
    int64_t seq;
    struct buf changes;
    char prev[HASH_HEX];
};

void forger_run(const char *path, const char *sql)
{
    sqlite3 *db;
    char *why = NULL;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK) {
        fail_msg("%s: %s", sql, why);
    }
    sqlite3_close(db);
}

static bool rewrite(void *ctx, const struct ch_entry *e)
{
    struct forger *forger = ctx;
    struct ch_entry other = *e;
    struct buf text = {0};
    if (e->seq == forger->seq) {
        other.actor_id = forger->actor;
    }
    memcpy(other.prev, forger->prev, sizeof other.prev);
    ch_entry_json(&other, false, &text);
    hash_hex(buf_str(&text), text.len, other.hash);
    buf_printf(&forger->changes,
               "UPDATE journal SET actor = '%s', prev = '%s', hash = '%s' WHERE stream = "
               "'%s' AND seq = %" PRId64 ";",
               other.actor_id, other.prev, other.hash, e->stream, e->seq);
    memcpy(forger->prev, other.hash, sizeof forger->prev);
    buf_clear(&text);
    return true;
}

void forger_rebuild(const char *path, const char *stream, int64_t seq, const char *actor)
{
    struct forger forger = {.actor = actor, .seq = seq};
    struct ch_db *db;
    struct err err = {0};
    memcpy(forger.prev, hash_zero, sizeof forger.prev);
    buf_adds(&forger.changes, "DROP TRIGGER journal_keeps; DROP TRIGGER heads_rise;");
    assert_ok(ch_db_open(path, CH_DB_READ, &db, &err), err);
    assert_ok(ch_journal_read(db, stream, 0, 1000000, rewrite, &forger, &err), err);
    ch_db_close(db);
    buf_printf(&forger.changes, "UPDATE heads SET hash = '%s' WHERE stream = '%s'",
               forger.prev, stream);
    assert_true(buf_ok(&forger.changes));
    forger_run(path, buf_str(&forger.changes));
    buf_clear(&forger.changes);
}
