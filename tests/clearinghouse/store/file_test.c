/* A ledger's file in the hands of others: edited past the daemon, damaged, opened twice.
 */
#include "tests/clearinghouse/office.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

struct file {
    char folder[64], path[96];
    char id[ID_MAX]; /* of a case that holds money */
};

static int set_up(void **state)
{
    static struct file f;
    struct office o;
    char applicant[ID_MAX], provider[ID_MAX];
    *state = &f;
    snprintf(f.folder, sizeof f.folder, "/tmp/vd-file-XXXXXX");
    assert_non_null(mkdtemp(f.folder));
    snprintf(f.path, sizeof f.path, "%s/ledger.db", f.folder);
    office_open(&o, f.path);
    office_tranche(&o, "shanghai-compute", "t1", 100000000);
    office_org(&o, "firm", "上海市", applicant);
    office_org(&o, "provider", "", provider);
    office_submit(&o, "desk",
                  &(struct case_body){.programme = "shanghai-compute",
                                      .tranche = "t1",
                                      .applicant = applicant,
                                      .provider = provider,
                                      .ask_fen = 1000000},
                  f.id);
    assert_int_equal(
        office_decide(&o, "officer", f.id, 1, "{\"decision\":\"accept\"}", NULL), 201);
    assert_int_equal(
        office_decide(&o, "officer", f.id, 2, "{\"decision\":\"approve\"}", NULL), 201);
    office_verify(&o);
    office_close(&o);
    return 0;
}

static int tear_down(void **state)
{
    const struct file *f = *state;
    static const char *const suffixes[] = {"", "-wal", "-shm", ".lock"};
    for (size_t i = 0; i < COUNT_OF(suffixes); i++) {
        char name[128];
        snprintf(name, sizeof name, "%s%s", f->path, suffixes[i]);
        unlink(name);
    }
    return rmdir(f->folder);
}

/* What somebody with the file and a database shell would do. */
static void meddle(const struct file *f, const char *sql)
{
    sqlite3 *db;
    char *why = NULL;
    assert_int_equal(sqlite3_open(f->path, &db), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK) {
        fail_msg("%s: %s", sql, why);
    }
    sqlite3_close(db);
}

static bool verify(const struct file *f, struct err *err)
{
    struct ch_db *db;
    int64_t entries;
    if (!ch_db_open(f->path, CH_DB_READ, &db, err)) {
        return false;
    }
    bool ok = ch_journal_verify(db, &entries, err) && ch_ledger_verify(db, err) &&
              ch_sums_verify(db, err);
    ch_db_close(db);
    return ok;
}

static void found(void **state, const char *sql, const char *what)
{
    const struct file *f = *state;
    struct err err = {0};
    assert_ok(verify(f, &err), err);
    meddle(f, sql);
    assert_refused(verify(f, &err), err, ERR_INVALID, what);
}

static void verify__finds_an_edited_body(void **state)
{
    found(state,
          "DROP TRIGGER journal_keeps; UPDATE journal SET body = replace(body, "
          "'1000000', '9000000') WHERE stream = 'shanghai-compute' AND seq = 6",
          "journal shanghai-compute: entry 6 (application.approve of app_");
}

static void verify__finds_an_edited_actor(void **state)
{
    found(
        state,
        "DROP TRIGGER journal_keeps; UPDATE journal SET actor = 'nobody' WHERE stream = "
        "'shanghai-compute' AND seq = 4",
        "journal shanghai-compute: entry 4 ");
}

static void verify__finds_an_entry_taken_out(void **state)
{
    found(state,
          "DROP TRIGGER journal_stays; DELETE FROM journal WHERE stream = "
          "'shanghai-compute' AND seq = 5",
          "journal shanghai-compute: entry 5 is missing");
}

static void verify__finds_the_end_taken_off(void **state)
{
    found(state,
          "DROP TRIGGER journal_stays; DELETE FROM journal WHERE stream = "
          "'shanghai-compute' AND seq = 6",
          "journal shanghai-compute: ends at entry 5, its head says 6");
}

static void verify__finds_a_stream_without_its_head(void **state)
{
    found(state, "DROP TRIGGER heads_stay; DELETE FROM heads WHERE stream = 'henan'",
          "the head of a stream is missing");
}

static void verify__finds_two_entries_exchanged(void **state)
{
    found(
        state,
        "DROP TRIGGER journal_keeps; UPDATE journal SET seq = seq + 100 WHERE stream = "
        "'registry' AND seq IN (2, 3); UPDATE journal SET seq = 105 - seq WHERE stream = "
        "'registry' AND seq > 100",
        "journal registry: entry ");
}

static void verify__finds_moved_money(void **state)
{
    found(state,
          "UPDATE tranches SET reserved = reserved - 5, available = available + 5 WHERE "
          "id = 't1'",
          "tranche shanghai-compute/t1: available is ");
}

static void verify__finds_a_transfer_taken_out(void **state)
{
    found(state, "DROP TRIGGER transfers_stay; DELETE FROM transfers WHERE seq = 1",
          "tranche shanghai-compute/t1: transfer 1 is missing");
}

static void verify__finds_a_case_that_holds_another_sum(void **state)
{
    found(state, "UPDATE applications SET reserved_fen = reserved_fen + 1",
          "shanghai-compute/t1: reserved is not what its cases hold: 1000000 fen, not "
          "1000001");
}

/* ---- opening ---- */

static void open__lets_one_process_write(void **state)
{
    const struct file *f = *state;
    struct ch_db *one, *two;
    struct err err = {0};
    assert_ok(ch_db_open(f->path, CH_DB_WRITE, &one, &err), err);
    assert_refused(ch_db_open(f->path, CH_DB_WRITE, &two, &err), err, ERR_BUSY,
                   "another clearinghoused");
    assert_ok(ch_db_open(f->path, CH_DB_READ, &two, &err), err);
    assert_refused(ch_exec(two, "DELETE FROM caps", &err), err, ERR_INTERNAL, "readonly");
    ch_db_close(two);
    ch_db_close(one);
}

static void open__refuses_a_changed_schema_history(void **state)
{
    const struct file *f = *state;
    struct ch_db *db;
    struct err err;
    meddle(f, "UPDATE meta SET value = 'x' WHERE key = '0002_money.sql'");
    assert_refused(ch_db_open(f->path, CH_DB_WRITE, &db, &err), err, ERR_CONFIG,
                   "0002_money.sql");
    meddle(f, "PRAGMA user_version = 99");
    assert_refused(ch_db_open(f->path, CH_DB_READ, &db, &err), err, ERR_CONFIG, "");
}

static void open__refuses_a_damaged_file(void **state)
{
    const struct file *f = *state;
    struct ch_db *db;
    struct err err;
    char junk[20000];
    memset(junk, 0x5A, sizeof junk);
    int fd = open(f->path, O_WRONLY);
    assert_true(fd >= 0);
    assert_int_equal(pwrite(fd, junk, sizeof junk, 8192), sizeof junk);
    close(fd);
    err = (struct err){0};
    assert_false(ch_db_open(f->path, CH_DB_WRITE, &db, &err));
    assert_true(*err.text);
}

static void open__refuses_what_is_no_ledger(void **state)
{
    const struct file *f = *state;
    char path[128];
    struct ch_db *db;
    struct err err;
    snprintf(path, sizeof path, "%s/none.db", f->folder);
    assert_refused(ch_db_open(path, CH_DB_READ, &db, &err), err, ERR_CONFIG, "none.db");
    assert_int_equal(access(path, F_OK), -1);
}

/* A reader's view stands still while the writer commits. */
static void read_begin__sees_one_instant(void **state)
{
    const struct file *f = *state;
    struct ch_db *writer, *reader;
    struct err err = {0};
    char value[16];
    assert_ok(ch_db_open(f->path, CH_DB_WRITE, &writer, &err), err);
    assert_ok(ch_db_open(f->path, CH_DB_READ, &reader, &err), err);
    assert_ok(ch_read_begin(reader, &err), err);
    assert_ok(ch_meta_get(reader, "x", value, sizeof value, &err), err);
    assert_ok(ch_begin(writer, &err), err);
    assert_ok(ch_meta_set(writer, "x", "new", &err), err);
    assert_ok(ch_commit(writer, &err), err);
    assert_ok(ch_meta_get(reader, "x", value, sizeof value, &err), err);
    assert_string_equal(value, "");
    ch_read_end(reader);
    assert_ok(ch_meta_get(reader, "x", value, sizeof value, &err), err);
    assert_string_equal(value, "new");
    ch_db_close(reader);
    ch_db_close(writer);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(verify__finds_an_edited_body),
        TEST(verify__finds_an_edited_actor),
        TEST(verify__finds_an_entry_taken_out),
        TEST(verify__finds_the_end_taken_off),
        TEST(verify__finds_a_stream_without_its_head),
        TEST(verify__finds_two_entries_exchanged),
        TEST(verify__finds_moved_money),
        TEST(verify__finds_a_transfer_taken_out),
        TEST(verify__finds_a_case_that_holds_another_sum),
        TEST(open__lets_one_process_write),
        TEST(open__refuses_a_changed_schema_history),
        TEST(open__refuses_a_damaged_file),
        TEST(open__refuses_what_is_no_ledger),
        TEST(read_begin__sees_one_instant),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
