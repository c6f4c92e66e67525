/* The journal in the hands of whoever owns the file: rows edited, taken out, exchanged,
 * cut off; the whole chain made anew; and tables that say something else than it. */
#include "tests/clearinghouse/office.h"

#include "clearinghouse/secrets.h"
#include "clearinghouse/service/checkpoints.h"
#include "clearinghouse/service/duties.h"
#include "clearinghouse/service/replay.h"

#include <sqlite3.h>
#include <unistd.h>

struct trust {
    char folder[64], path[96], witness[96];
    char id[ID_MAX];
};

static void witness(struct office *o, const char *file, const char *stream)
{
    char path[128];
    json_t *doc;
    struct buf text = {0};
    snprintf(path, sizeof path, "/v1/journal/%s/checkpoints", stream);
    doc = office_json(o, &(struct ask){.as = "auditor", .path = path, .body = "{}"}, 201);
    json_canonical(doc, &text);
    FILE *out = fopen(file, "a");
    assert_non_null(out);
    fprintf(out, "%s\n", buf_str(&text));
    fclose(out);
    buf_clear(&text);
    json_decref(doc);
}

static void tell(struct office *o, struct trust *t)
{
    char applicant[ID_MAX], provider[ID_MAX];
    office_tranche(o, "shanghai-compute", "t1", 100000000);
    office_org(o, "firm", "上海市", applicant);
    office_org(o, "provider", "", provider);
    office_submit(o, "desk",
                  &(struct case_body){.programme = "shanghai-compute",
                                      .tranche = "t1",
                                      .applicant = applicant,
                                      .provider = provider,
                                      .ask_fen = 1000000},
                  t->id);
    assert_int_equal(
        office_decide(o, "officer", t->id, 1, "{\"decision\":\"accept\"}", NULL), 201);
    assert_int_equal(
        office_decide(o, "officer", t->id, 2, "{\"decision\":\"approve\"}", NULL), 201);
}

static int set_up(void **state)
{
    static struct trust t;
    struct office o;
    struct err err = {0};
    *state = &t;
    snprintf(t.folder, sizeof t.folder, "/tmp/vd-trust-XXXXXX");
    assert_non_null(mkdtemp(t.folder));
    snprintf(t.path, sizeof t.path, "%s/ledger.db", t.folder);
    snprintf(t.witness, sizeof t.witness, "%s/witness", t.folder);
    office_open(&o, t.path);
    struct ch_ctx ctx = {.service = &o.service, .db = o.db, .now = ch_clock(&o.service)};
    assert_ok(ch_begin(o.db, &err), err);
    assert_ok(ch_checkpoint_key(&ctx, &err), err);
    assert_ok(ch_commit(o.db, &err), err);
    tell(&o, &t);
    witness(&o, t.witness, "shanghai-compute");
    witness(&o, t.witness, "root");
    assert_int_equal(
        office_decide(&o, "officer", t.id, 3, "{\"decision\":\"undo\"}", NULL), 201);
    office_close(&o);
    return 0;
}

static int tear_down(void **state)
{
    const struct trust *t = *state;
    static const char *const names[] = {"ledger.db", "ledger.db-wal", "ledger.db-shm",
                                        "ledger.db.lock", "witness"};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        char name[128];
        snprintf(name, sizeof name, "%s/%s", t->folder, names[i]);
        unlink(name);
    }
    return rmdir(t->folder);
}

static void meddle(const struct trust *t, const char *sql)
{
    sqlite3 *db;
    char *why = NULL;
    assert_int_equal(sqlite3_open(t->path, &db), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK) {
        fail_msg("%s: %s", sql, why);
    }
    sqlite3_close(db);
}

/* As `clearinghoused verify --witness` does it. */
static bool verify(const struct trust *t, struct err *err)
{
    struct ch_db *db;
    struct ch_head *heads = NULL;
    struct ch_replayed replayed;
    size_t count;
    int64_t witnessed;
    if (!ch_db_open(t->path, CH_DB_READ, &db, err)) {
        return false;
    }
    bool ok = ch_read_begin(db, err) && ch_journal_heads(db, &heads, &count, err) &&
              ch_journal_counted(db, heads, count, err) &&
              ch_replay(t->path, db, heads, count, &replayed, err) &&
              ch_duties_lint(db, err) &&
              ch_checkpoint_file(db, t->witness, &witnessed, err);
    free(heads);
    ch_db_close(db);
    return ok;
}

static void found(void **state, const char *sql, const char *what)
{
    const struct trust *t = *state;
    struct err err = {0};
    assert_ok(verify(t, &err), err);
    meddle(t, sql);
    assert_refused(verify(t, &err), err, ERR_INVALID, what);
}

static void verify__finds_an_edited_entry(void **state)
{
    found(
        state,
        "DROP TRIGGER journal_keeps; UPDATE journal SET body = replace(body, '1000000', "
        "'9000000') WHERE stream = 'shanghai-compute' AND seq = 6",
        "journal shanghai-compute: entry 6 (application.approve of app_");
}

static void verify__finds_edited_transfers(void **state)
{
    found(state,
          "DROP TRIGGER journal_keeps; UPDATE journal SET transfers = replace(transfers, "
          "'reserved', 'lapsed') WHERE stream = 'shanghai-compute' AND seq = 6",
          "journal shanghai-compute: entry 6 (application.approve of app_");
}

static void verify__finds_an_entry_taken_out(void **state)
{
    found(state,
          "DROP TRIGGER journal_stays; DELETE FROM journal WHERE stream = "
          "'shanghai-compute' AND seq = 5",
          "journal");
}

static void verify__finds_two_entries_exchanged(void **state)
{
    found(
        state,
        "DROP TRIGGER journal_keeps; UPDATE journal SET seq = seq + 100 WHERE stream = "
        "'shanghai-compute' AND seq IN (4, 5); UPDATE journal SET seq = 109 - seq WHERE "
        "stream = 'shanghai-compute' AND seq > 100",
        "journal shanghai-compute: entry 4 ");
}

/* The end cut off cleanly, head and tables too: only a witness knows. */
static void verify__finds_history_cut_off(void **state)
{
    found(
        state,
        "DROP TRIGGER journal_stays; DROP TRIGGER heads_stay; DELETE FROM journal WHERE "
        "stream = 'registry'; DELETE FROM heads WHERE stream = 'registry'; DELETE FROM "
        "organisations",
        "journal registry: the root witnessed at entry ");
}

/* ---- the chain made anew ---- */

struct forger {
    struct ch_db *db;
    struct buf changes;
    char prev[HASH_HEX];
};

static bool forge(void *ctx, const struct ch_entry *e)
{
    struct forger *forger = ctx;
    struct ch_entry other = *e;
    struct buf text = {0};
    if (e->seq == 4) {
        other.actor_id = "nobody"; /* who entered the case? */
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

static void verify__names_the_lost_root_of_a_chain_made_anew(void **state)
{
    const struct trust *t = *state;
    struct forger forger = {.db = NULL};
    struct err err = {0};
    memcpy(forger.prev, hash_zero, sizeof forger.prev);
    buf_adds(&forger.changes, "DROP TRIGGER journal_keeps; DROP TRIGGER heads_rise;");
    assert_ok(ch_db_open(t->path, CH_DB_READ, &forger.db, &err), err);
    assert_ok(
        ch_journal_read(forger.db, "shanghai-compute", 0, 1000, forge, &forger, &err),
        err);
    ch_db_close(forger.db);
    buf_printf(&forger.changes,
               "UPDATE heads SET hash = '%s' WHERE stream = 'shanghai-compute'",
               forger.prev);
    meddle(t, buf_str(&forger.changes));
    buf_clear(&forger.changes);
    /* Within itself it is whole; only the witness knows better. */
    struct ch_db *db;
    int64_t entries;
    assert_ok(ch_db_open(t->path, CH_DB_READ, &db, &err), err);
    assert_ok(ch_journal_verify(db, &entries, &err), err);
    ch_db_close(db);
    assert_refused(verify(t, &err), err, ERR_INVALID,
                   "journal shanghai-compute: the root witnessed at entry ");
    assert_string_equal(err.type, "lost-root");
}

static void verify__refuses_a_witness_nobody_signed(void **state)
{
    const struct trust *t = *state;
    struct err err = {0};
    char line[4096];
    FILE *file = fopen(t->witness, "r+");
    assert_non_null(file);
    assert_non_null(fgets(line, sizeof line, file));
    char *seq = strstr(line, "\"seq\":");
    assert_non_null(seq);
    seq[6] = seq[6] == '9' ? '8' : (char)(seq[6] + 1);
    rewind(file);
    fputs(line, file);
    fclose(file);
    assert_refused(verify(t, &err), err, ERR_INVALID, "is not signed by the key");
}

/* ---- tables against the journal ---- */

static void replay__finds_a_moved_balance(void **state)
{
    found(state,
          "UPDATE tranches SET reserved = reserved + 5, available = available - 5 WHERE "
          "id = 't1'",
          "tranche shanghai-compute/t1: available is ");
}

static void replay__finds_a_transfer_the_journal_does_not_know(void **state)
{
    found(state,
          "DROP TRIGGER transfers_keep; UPDATE transfers SET subject = 'app_other'",
          "tranche shanghai-compute/t1: its transfers are not those");
}

static void replay__finds_a_case_with_another_status(void **state)
{
    found(state, "UPDATE applications SET status = 'approved'", "status is not what");
}

static void replay__finds_a_case_with_another_amount(void **state)
{
    found(state, "UPDATE applications SET amount_fen = amount_fen + 1",
          "amount_fen is not what its newest entry says");
}

static void replay__finds_a_case_that_points_elsewhere(void **state)
{
    found(state, "UPDATE applications SET entry_seq = entry_seq - 1",
          "the entry it points at is not what");
}

static void replay__finds_a_case_taken_out_of_the_table(void **state)
{
    found(state, "DELETE FROM applications", "knows 1 records of kind application");
}

static void replay__finds_an_organisation_with_another_account(void **state)
{
    found(state, "UPDATE organisations SET account = '6222' WHERE kind = 'firm'",
          "organisation org_");
}

static void verify__names_who_holds_roles_that_never_meet(void **state)
{
    found(state, "INSERT INTO grants VALUES ('officer', 16, '*')",
          "\"officer\" cannot be officer (*) and admin (*)");
}

/* An entry made by somebody who knows the format, with a verdict of their own. */
static void replay__finds_a_verdict_the_rules_do_not_give(void **state)
{
    const struct trust *t = *state;
    struct office o = {.serial = 0};
    struct err err = {0};
    struct buf doc = {0};
    struct ch_application_row row;
    assert_ok(ch_db_open(t->path, CH_DB_WRITE, &o.db, &err), err);
    assert_ok(ch_application_get(o.db, t->id, &row, &err), err);
    assert_ok(ch_application_doc(o.db, t->id, &doc, &err), err);
    char *rate = strstr(doc.data, "\"rate_bp\":3000,\"rules\"");
    assert_non_null(rate);
    rate[10] = '9';
    struct ch_entry forged = {.stream = row.programme,
                              .at = 1,
                              .actor_id = "officer",
                              .actor_role = "officer",
                              .action = "application.assign",
                              .subject_kind = "application",
                              .subject_id = row.id,
                              .subject_revision = row.revision + 1,
                              .body = doc.data};
    assert_ok(ch_begin(o.db, &err), err);
    assert_ok(ch_journal_append(o.db, &forged, &err), err);
    assert_ok(ch_commit(o.db, &err), err);
    ch_db_close(o.db);
    buf_clear(&doc);
    assert_refused(verify(t, &err), err, ERR_INVALID,
                   "its verdict is not what the rules give");
}

static void commit__refuses_money_moved_without_an_entry(void **state)
{
    const struct trust *t = *state;
    struct ch_db *db;
    struct err err = {0};
    struct ch_transfer secret = {.programme = "shanghai-compute",
                                 .tranche = "t1",
                                 .from = CH_AVAILABLE,
                                 .to = CH_LAPSED,
                                 .amount = 1,
                                 .subject = "nobody",
                                 .at = 1};
    assert_ok(ch_db_open(t->path, CH_DB_WRITE, &db, &err), err);
    assert_ok(ch_begin(db, &err), err);
    assert_ok(ch_ledger_post(db, &secret, &err), err);
    assert_refused(ch_commit(db, &err), err, ERR_INTERNAL, "without a journal entry");
    ch_rollback(db);
    ch_db_close(db);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(verify__finds_an_edited_entry),
        TEST(verify__finds_edited_transfers),
        TEST(verify__finds_an_entry_taken_out),
        TEST(verify__finds_two_entries_exchanged),
        TEST(verify__finds_history_cut_off),
        TEST(verify__names_the_lost_root_of_a_chain_made_anew),
        TEST(verify__refuses_a_witness_nobody_signed),
        TEST(replay__finds_a_moved_balance),
        TEST(replay__finds_a_transfer_the_journal_does_not_know),
        TEST(replay__finds_a_case_with_another_status),
        TEST(replay__finds_a_case_with_another_amount),
        TEST(replay__finds_a_case_that_points_elsewhere),
        TEST(replay__finds_a_case_taken_out_of_the_table),
        TEST(replay__finds_an_organisation_with_another_account),
        TEST(replay__finds_a_verdict_the_rules_do_not_give),
        TEST(verify__names_who_holds_roles_that_never_meet),
        TEST(commit__refuses_money_moved_without_an_entry),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
