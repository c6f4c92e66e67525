/* The contract of a store, whichever engine is behind clearinghouse/store/db.h. Each way
 * to open one runs the same tests; a second engine is a second row of `openers`. */
#include "tests/support/postgres.h"
#include "tests/support/test.h"

#include "clearinghouse/store/figures.h"
#include "clearinghouse/store/journal.h"
#include "clearinghouse/store/operations.h"
#include "clearinghouse/store/records.h"
#include "common/date.h"

#include <stdlib.h>
#include <unistd.h>

struct store {
    struct ch_db *db;
    char folder[64], path[96];
};

static void open_file(struct store *s)
{
    struct err err = {0};
    snprintf(s->folder, sizeof s->folder, "/tmp/vd-store-XXXXXX");
    assert_non_null(mkdtemp(s->folder));
    snprintf(s->path, sizeof s->path, "%s/ledger.db", s->folder);
    assert_ok(ch_db_open(s->path, CH_DB_WRITE, &s->db, &err), err);
}

static void open_memory(struct store *s)
{
    struct err err = {0};
    assert_ok(ch_db_open(":memory:", CH_DB_WRITE, &s->db, &err), err);
}

static void close_store(struct store *s)
{
    static const char *const suffixes[] = {"", "-wal", "-shm", ".lock"};
    ch_db_close(s->db);
    for (size_t i = 0; *s->folder && i < COUNT_OF(suffixes); i++) {
        char name[128];
        snprintf(name, sizeof name, "%s%s", s->path, suffixes[i]);
        unlink(name);
    }
    if (*s->folder) {
        rmdir(s->folder);
    }
}

static struct postgres server;

static void open_postgres(struct store *s)
{
    struct err err = {0};
    char url[256];
    postgres_database(&server, url, sizeof url);
    assert_ok(ch_db_open(url, CH_DB_WRITE, &s->db, &err), err);
}

static int begin(void **state)
{
    (void)state;
    return postgres_begin(&server) ? 0 : -1;
}

static int end(void **state)
{
    (void)state;
    postgres_end(&server);
    return 0;
}

static const struct opener {
    const char *name;
    void (*open)(struct store *);
} openers[] = {{"sqlite file", open_file},
               {"sqlite memory", open_memory},
               {"postgres", open_postgres}};

static struct err err;     /* of the call under test */
static const char *engine; /* of the store under test */

static void run(struct ch_db *db, const char *sql)
{
    assert_ok(ch_exec(db, sql, &err), err);
}

/* The statement is refused by the database itself, naming why. */
static void refused_sql(struct ch_db *db, const char *sql, const char *why)
{
    assert_refused(ch_exec(db, sql, &err), err, ERR_CONFLICT, why);
}

static void make_tranche(struct ch_db *db, const char *id, int64_t fen)
{
    struct ch_tranche t = {.programme = "p",
                           .name = "T",
                           .fiscal_year = 2026,
                           .opens_on = 20454,
                           .closes_on = 20818,
                           .revision = 1,
                           .funders = "[]"};
    snprintf(t.id, sizeof t.id, "%s", id);
    assert_ok(ch_programme_put(db, "p", 1, 1, &err), err);
    assert_ok(ch_tranche_put(db, &t, &err), err);
    struct ch_transfer in = {.programme = "p",
                             .tranche = id,
                             .from = CH_APPROPRIATED,
                             .to = CH_AVAILABLE,
                             .amount = fen,
                             .subject = "apr_1",
                             .at = 1};
    assert_ok(ch_ledger_post(db, &in, &err), err);
}

static bool post(struct ch_db *db, const char *id, enum ch_account from,
                 enum ch_account to, int64_t amount)
{
    struct ch_transfer t = {.programme = "p",
                            .tranche = id,
                            .from = from,
                            .to = to,
                            .amount = amount,
                            .subject = "app_1",
                            .at = 2};
    err = (struct err){0};
    return ch_ledger_post(db, &t, &err);
}

/* ---- ledger ---- */

static void ledger__gives_the_last_fen_and_no_more(struct ch_db *db)
{
    struct ch_tranche t;
    make_tranche(db, "t1", 100);
    assert_true(post(db, "t1", CH_AVAILABLE, CH_RESERVED, 99));
    assert_false(post(db, "t1", CH_AVAILABLE, CH_RESERVED, 2));
    assert_string_equal(err.type, "budget-exceeded");
    assert_true(post(db, "t1", CH_AVAILABLE, CH_RESERVED, 1));
    assert_false(post(db, "t1", CH_AVAILABLE, CH_RESERVED, 1));
    assert_false(post(db, "t1", CH_RESERVED, CH_AVAILABLE, 101));
    assert_ok(ch_tranche_get(db, "p", "t1", &t, &err), err);
    assert_int_equal(t.balance[CH_AVAILABLE], 0);
    assert_int_equal(t.balance[CH_RESERVED], 100);
    assert_ok(ch_ledger_verify(db, &err), err);
}

/* Every way money may go keeps the identity; recovered money is no new appropriation. */
static void ledger__keeps_its_identity_along_every_path(struct ch_db *db)
{
    static const enum ch_account path[] = {CH_AVAILABLE, CH_RESERVED, CH_COMMITTED,
                                           CH_PAYABLE, CH_DISBURSED};
    struct ch_tranche t;
    make_tranche(db, "t1", 1000);
    for (size_t i = 0; i + 1 < COUNT_OF(path); i++) {
        assert_true(post(db, "t1", path[i], path[i + 1], 600));
    }
    assert_true(post(db, "t1", CH_AVAILABLE, CH_LAPSED, 100));
    assert_true(post(db, "t1", CH_RECOVERED, CH_AVAILABLE, 50));
    assert_ok(ch_tranche_get(db, "p", "t1", &t, &err), err);
    assert_int_equal(t.balance[CH_APPROPRIATED],
                     t.balance[CH_AVAILABLE] + t.balance[CH_RESERVED] +
                         t.balance[CH_COMMITTED] + t.balance[CH_PAYABLE] +
                         t.balance[CH_DISBURSED] + t.balance[CH_LAPSED] -
                         t.balance[CH_RECOVERED]);
    assert_int_equal(t.balance[CH_APPROPRIATED], 1000);
    assert_int_equal(t.balance[CH_AVAILABLE], 350);
    assert_ok(ch_ledger_verify(db, &err), err);
}

static void ledger__refuses_transfers_without_meaning(struct ch_db *db)
{
    make_tranche(db, "t1", 100);
    assert_false(post(db, "t1", CH_AVAILABLE, CH_RESERVED, 0));
    assert_false(post(db, "t1", CH_AVAILABLE, CH_RESERVED, -5));
    assert_false(post(db, "t1", CH_AVAILABLE, CH_AVAILABLE, 5));
    assert_false(post(db, "no-such", CH_AVAILABLE, CH_RESERVED, 5));
}

static void ledger__is_guarded_by_the_database_itself(struct ch_db *db)
{
    make_tranche(db, "t1", 100);
    refused_sql(db, "UPDATE tranches SET available = available + 1", "accounts_balance");
    refused_sql(db, "UPDATE tranches SET available = -1, reserved = 101", "available");
    refused_sql(db, "UPDATE transfers SET amount = 1", "append-only");
    refused_sql(db, "DELETE FROM transfers", "append-only");
    refused_sql(db, "INSERT INTO transfers VALUES ('p', 't1', 1, 1, 2, 5, 's', 1)",
                "UNIQUE");
    refused_sql(db, "UPDATE tranches SET opens_on = closes_on + 1", "window_is_ordered");
}

static void ledger_verify__names_tranche_and_account(struct ch_db *db)
{
    make_tranche(db, "t1", 100);
    run(db, "UPDATE tranches SET available = available - 1, reserved = reserved + 1");
    assert_refused(ch_ledger_verify(db, &err), err, ERR_INVALID,
                   "tranche p/t1: available is 99 fen, its transfers give 100");
}

static void ledger_flow__sums_between_two_instants(struct ch_db *db)
{
    int64_t sum;
    make_tranche(db, "t1", 100);
    assert_true(post(db, "t1", CH_AVAILABLE, CH_RESERVED, 30));
    assert_true(post(db, "t1", CH_AVAILABLE, CH_RESERVED, 12));
    assert_ok(ch_ledger_flow(db, "p", "t1", CH_AVAILABLE, CH_RESERVED, 2, 3, &sum, &err),
              err);
    assert_int_equal(sum, 42);
    assert_ok(ch_ledger_flow(db, "p", "t1", CH_AVAILABLE, CH_RESERVED, 0, 2, &sum, &err),
              err);
    assert_int_equal(sum, 0);
}

static void caps__are_used_and_given_back_within_their_limit(struct ch_db *db)
{
    int64_t used;
    assert_ok(ch_cap_use(db, "p", "org_1", 2026, 60, 100, &err), err);
    assert_refused(ch_cap_use(db, "p", "org_1", 2026, 41, 100, &err), err, ERR_REFUSED,
                   "cap");
    assert_string_equal(err.type, "cap-reached");
    assert_ok(ch_cap_use(db, "p", "org_1", 2026, 40, 100, &err), err);
    assert_ok(ch_cap_use(db, "p", "org_1", 2027, 100, 100, &err), err);
    assert_ok(ch_cap_use(db, "q", "org_1", 2026, 1000, -1, &err), err);
    assert_ok(ch_cap_use(db, "p", "org_1", 2026, -100, 100, &err), err);
    assert_refused(ch_cap_use(db, "p", "org_1", 2026, -1, 100, &err), err, ERR_REFUSED,
                   "");
    assert_ok(ch_cap_used(db, "p", "org_1", 2026, &used, &err), err);
    assert_int_equal(used, 0);
}

/* ---- journal ---- */

static struct ch_entry entry_of(const char *stream, int64_t at, const char *body)
{
    return (struct ch_entry){.stream = stream,
                             .at = at,
                             .actor_id = "officer",
                             .actor_role = "officer",
                             .action = "application.submit",
                             .subject_kind = "application",
                             .subject_id = "app_1",
                             .subject_revision = 1,
                             .body = body};
}

static void journal__chains_each_stream_and_never_runs_backwards(struct ch_db *db)
{
    char hash[HASH_HEX], last[HASH_HEX];
    int64_t seq, entries, at = 0;
    memcpy(last, hash_zero, sizeof last);
    for (int i = 0; i < 20; i++) {
        /* The clock stands still, and is set back half way. */
        struct ch_entry e = entry_of("p", i < 10 ? 1000 : 10, "{\"n\":1}");
        struct ch_entry other = entry_of("q", 5, "{}");
        assert_ok(ch_journal_append(db, &e, &err), err);
        assert_ok(ch_journal_append(db, &other, &err), err);
        assert_int_equal(e.seq, i + 1);
        assert_string_equal(e.prev, last);
        assert_true(e.at > at);
        at = e.at;
        memcpy(last, e.hash, sizeof last);
    }
    assert_ok(ch_journal_head(db, "p", &seq, hash, &err), err);
    assert_int_equal(seq, 20);
    assert_string_equal(hash, last);
    assert_ok(ch_journal_verify(db, &entries, &err), err);
    assert_int_equal(entries, 40);
    assert_ok(ch_journal_head(db, "empty", &seq, hash, &err), err);
    assert_int_equal(seq, 0);
    assert_string_equal(hash, hash_zero);
}

static void journal__is_append_only_in_the_database_itself(struct ch_db *db)
{
    struct ch_entry e = entry_of("p", 1, "{}");
    assert_ok(ch_journal_append(db, &e, &err), err);
    refused_sql(db, "UPDATE journal SET body = '{\"x\":1}'", "append-only");
    refused_sql(db, "DELETE FROM journal", "append-only");
    refused_sql(db, "DELETE FROM heads", "append-only");
    refused_sql(db, "UPDATE heads SET seq = 1", "append-only");
    refused_sql(db, "UPDATE heads SET seq = 7", "append-only");
    refused_sql(
        db,
        "INSERT INTO journal SELECT * FROM journal WHERE 1 = 1 ON CONFLICT (stream, "
        "seq) DO UPDATE SET body = '{}'",
        "append-only");
    if (strncmp(engine, "sqlite", 6) == 0) { /* which has a word for both at once */
        refused_sql(db, "REPLACE INTO journal SELECT * FROM journal", "append-only");
    }
}

static bool count_entry(void *ctx, const struct ch_entry *entry)
{
    int64_t *seqs = ctx;
    seqs[++seqs[0]] = entry->seq;
    return seqs[0] < 3;
}

static void journal_read__goes_on_after_a_seq_and_stops_when_told(struct ch_db *db)
{
    int64_t seqs[8] = {0};
    for (int i = 0; i < 6; i++) {
        struct ch_entry e = entry_of("p", i, "{}");
        assert_ok(ch_journal_append(db, &e, &err), err);
    }
    assert_ok(ch_journal_read(db, "p", 2, 100, count_entry, seqs, &err), err);
    assert_int_equal(seqs[0], 3);
    assert_int_equal(seqs[1], 3);
    assert_int_equal(seqs[3], 5);
    seqs[0] = 0;
    assert_ok(ch_journal_read(db, "p", 0, 2, count_entry, seqs, &err), err);
    assert_int_equal(seqs[0], 2);
}

/* ---- operations, settings, savepoints ---- */

static void operations__are_kept_once_for_each_person_and_key(struct ch_db *db)
{
    struct ch_operation put = {.fingerprint = "f", .status = 201, .etag = 7},
                        got = {.etag = 0};
    bool found;
    buf_adds(&put.answer, "{\"id\":\"x\"}");
    assert_ok(ch_operation_put(db, "officer", "k", &put, 1, &err), err);
    assert_refused(ch_operation_put(db, "officer", "k", &put, 2, &err), err, ERR_CONFLICT,
                   "");
    assert_ok(ch_operation_get(db, "officer", "k", &found, &got, &err), err);
    assert_true(found);
    assert_int_equal(got.status, 201);
    assert_int_equal(got.etag, 7);
    assert_string_equal(buf_str(&got.answer), "{\"id\":\"x\"}");
    ch_operation_clear(&got);
    assert_ok(ch_operation_get(db, "officer2", "k", &found, &got, &err), err);
    assert_false(found);
    ch_operation_clear(&put);
}

static void meta__is_set_and_read_back(struct ch_db *db)
{
    char value[32];
    assert_ok(ch_meta_get(db, "kind", value, sizeof value, &err), err);
    assert_string_equal(value, "");
    assert_ok(ch_meta_set(db, "kind", "a", &err), err);
    assert_ok(ch_meta_set(db, "kind", "b", &err), err);
    assert_ok(ch_meta_get(db, "kind", value, sizeof value, &err), err);
    assert_string_equal(value, "b");
}

static void savepoint__takes_back_one_command_of_a_batch(struct ch_db *db)
{
    char value[32];
    assert_ok(ch_begin(db, &err), err);
    assert_ok(ch_savepoint(db, &err), err);
    assert_ok(ch_meta_set(db, "first", "1", &err), err);
    assert_ok(ch_savepoint_release(db, &err), err);
    assert_ok(ch_savepoint(db, &err), err);
    assert_ok(ch_meta_set(db, "second", "1", &err), err);
    ch_savepoint_rollback(db);
    assert_true(ch_in_transaction(db));
    assert_ok(ch_commit(db, &err), err);
    assert_false(ch_in_transaction(db));
    assert_ok(ch_meta_get(db, "first", value, sizeof value, &err), err);
    assert_string_equal(value, "1");
    assert_ok(ch_meta_get(db, "second", value, sizeof value, &err), err);
    assert_string_equal(value, "");
    assert_ok(ch_begin(db, &err), err);
    assert_ok(ch_meta_set(db, "third", "1", &err), err);
    ch_rollback(db);
    ch_rollback(db); /* twice is harmless */
    assert_ok(ch_meta_get(db, "third", value, sizeof value, &err), err);
    assert_string_equal(value, "");
}

/* An engine that can trust says that it must begin again; one that cannot makes a
 * savepoint all the same. */
static void trust__is_torn_by_what_must_be_taken_back(struct ch_db *db)
{
    char value[32];
    ch_trust(db, true);
    assert_ok(ch_begin(db, &err), err);
    assert_ok(ch_savepoint_lightly(db, &err), err);
    assert_ok(ch_meta_set(db, "kept", "1", &err), err);
    assert_ok(ch_savepoint_release(db, &err), err);
    assert_ok(ch_savepoint_lightly(db, &err), err);
    ch_savepoint_rollback(db); /* it had written nothing */
    assert_false(ch_torn(db));
    assert_ok(ch_savepoint_lightly(db, &err), err);
    assert_ok(ch_meta_set(db, "gone", "1", &err), err);
    ch_savepoint_rollback(db);
    assert_ok(ch_meta_get(db, "gone", value, sizeof value, &err), err);
    assert_true(ch_torn(db) == (*value != '\0'));
    ch_rollback(db);
    ch_trust(db, false);
    assert_ok(ch_begin(db, &err), err);
    assert_false(ch_torn(db));
    assert_ok(ch_savepoint_lightly(db, &err), err);
    assert_ok(ch_meta_set(db, "gone", "1", &err), err);
    ch_savepoint_rollback(db);
    assert_false(ch_torn(db));
    assert_ok(ch_commit(db, &err), err);
    assert_ok(ch_meta_get(db, "gone", value, sizeof value, &err), err);
    assert_string_equal(value, "");
}

/* ---- records ---- */

static struct ch_application_row case_row(int n)
{
    struct ch_application_row row = {.programme = "p",
                                     .tranche = "t1",
                                     .status = "submitted",
                                     .revision = 1,
                                     .maker = "desk",
                                     .applicant = "org_1",
                                     .group_id = "org_1",
                                     .provider = "org_2",
                                     .kind = "compute",
                                     .verdict = "pass"};
    snprintf(row.id, sizeof row.id, "app_%03d", n);
    snprintf(row.number, sizeof row.number, "26-%06d-X", n);
    snprintf(row.applicant_name, sizeof row.applicant_name, "Name %d", n % 4);
    snprintf(row.fingerprint, sizeof row.fingerprint, "print-%d", n % 5);
    row.amount_fen = n % 3 * 100;
    row.due_at = n % 2;
    row.updated_at = 1000 - n;
    return row;
}

static void put_cases(struct ch_db *db, int count)
{
    for (int i = 0; i < count; i++) {
        struct ch_application_row row = case_row(i);
        assert_ok(ch_application_put(db, &row, &err), err);
    }
}

struct page {
    int count, limit;
    char ids[64][ID_MAX], key[CH_NAME_MAX];
};

static bool add_row(void *ctx, const struct ch_application_row *row, const char *key)
{
    struct page *page = ctx;
    snprintf(page->ids[page->count++], ID_MAX, "%s", row->id);
    snprintf(page->key, sizeof page->key, "%s", key);
    return true;
}

/* Page after page, in every order: each case once. */
static void application_list__pages_through_everything_once(struct ch_db *db)
{
    put_cases(db, 37);
    for (int sort = CH_SORT_ID; sort <= CH_SORT_APPLICANT; sort++) {
        for (int descending = 0; descending < 2; descending++) {
            struct page page = {.count = 0};
            int before = -1;
            while (page.count != before) {
                before = page.count;
                char key[CH_NAME_MAX], id[ID_MAX];
                snprintf(key, sizeof key, "%s", page.key);
                snprintf(id, sizeof id, "%s", before ? page.ids[before - 1] : "");
                assert_ok(ch_application_list(db, &(struct ch_application_filter){0},
                                              (enum ch_application_sort)sort, descending,
                                              before ? key : NULL, before ? id : NULL, 5,
                                              add_row, &page, &err),
                          err);
            }
            assert_int_equal(page.count, 37);
            for (int i = 0; i < 37; i++) {
                for (int k = 0; k < i; k++) {
                    assert_string_not_equal(page.ids[i], page.ids[k]);
                }
            }
        }
    }
}

static void application_list__filters_and_counts_alike(struct ch_db *db)
{
    static const struct ch_application_filter filters[] = {
        {.programme = "p"},       {.programme = "q"},
        {.programmes = "x,p"},    {.programmes = "x,y"},
        {.statuses = "rejected"}, {.statuses = "rejected,submitted"},
        {.query = "Name 2"},      {.query = "26-000003"},
        {.query = "%"},           {.tranche = "t1", .verdict = "pass"},
        {.applicant = "org_1"},   {.assigned_to = "nobody"},
    };
    static const int wanted[] = {12, 0, 12, 0, 0, 12, 3, 1, 0, 12, 12, 0};
    put_cases(db, 12);
    for (size_t i = 0; i < COUNT_OF(filters); i++) {
        struct page page = {.count = 0};
        int64_t count;
        assert_ok(ch_application_list(db, &filters[i], CH_SORT_ID, false, NULL, NULL, 50,
                                      add_row, &page, &err),
                  err);
        assert_ok(ch_application_count(db, &filters[i], &count, &err), err);
        assert_int_equal(page.count, wanted[i]);
        assert_int_equal(count, wanted[i]);
    }
}

static void add_count(void *ctx, const char *programme, const char *status, int64_t count,
                      int64_t amount)
{
    int64_t *sums = ctx;
    (void)programme;
    sums[0] += strcmp(status, "submitted") == 0 ? count : 0;
    sums[1] += strcmp(status, "rejected") == 0 ? count : 0;
    sums[2] += amount;
}

static void application_put__wants_the_revision_before(struct ch_db *db)
{
    struct ch_application_row row = case_row(1), back;
    int64_t sums[3] = {0};
    memset(&back, 0, sizeof back);
    assert_ok(ch_application_put(db, &row, &err), err);
    assert_refused(ch_application_put(db, &row, &err), err, ERR_CONFLICT, "");
    row.revision = 3;
    assert_refused(ch_application_put(db, &row, &err), err, ERR_STALE, "changed");
    row.revision = 2;
    snprintf(row.status, sizeof row.status, "rejected");
    assert_ok(ch_application_put(db, &row, &err), err);
    assert_refused(ch_application_put(db, &row, &err), err, ERR_STALE, "changed");
    assert_ok(ch_application_get(db, row.id, &back, &err), err);
    assert_memory_equal(&back, &row, sizeof row);
    assert_ok(ch_application_counters(db, add_count, sums, &err), err);
    assert_int_equal(sums[0], 0);
    assert_int_equal(sums[1], 1);
    assert_int_equal(sums[2], 100);
    assert_refused(ch_application_get(db, "app_none", &back, &err), err, ERR_NOT_FOUND,
                   "app_none");
}

static void signatures__are_one_a_person_and_never_the_makers(struct ch_db *db)
{
    put_cases(db, 1);
    assert_refused(ch_signature_put(db, "p", "app_000", 1, "desk", 1, &err), err,
                   ERR_REFUSED, "cannot sign");
    assert_string_equal(err.type, "maker-is-signer");
    assert_ok(ch_signature_put(db, "p", "app_000", 1, "officer", 1, &err), err);
    assert_refused(ch_signature_put(db, "p", "app_000", 1, "officer", 2, &err), err,
                   ERR_REFUSED, "another person");
    assert_ok(ch_signature_put(db, "p", "app_000", 2, "officer", 3, &err), err);
    refused_sql(db, "UPDATE signatures SET principal = 'x'", "append-only");
    refused_sql(db, "DELETE FROM signatures", "append-only");
    refused_sql(db,
                "INSERT INTO signatures (programme, application, round, principal, at) "
                "VALUES ('p', 'app_000', 9, 'desk', 1)",
                "maker-is-signer");
}

static void same_contract__looks_past_settled_cases(struct ch_db *db)
{
    struct ch_application_row row = case_row(0), twin;
    bool found;
    put_cases(db, 6); /* 0 and 5 have one contract */
    assert_ok(ch_application_same_contract(db, "print-0", "app_005", &found, &twin, &err),
              err);
    assert_true(found);
    assert_string_equal(twin.id, "app_000");
    row.revision = 2;
    snprintf(row.status, sizeof row.status, "withdrawn");
    assert_ok(ch_application_put(db, &row, &err), err);
    assert_ok(ch_application_same_contract(db, "print-0", "app_005", &found, &twin, &err),
              err);
    assert_false(found);
}

static void serials__count_by_year(struct ch_db *db)
{
    int64_t serial;
    for (int i = 1; i < 4; i++) {
        assert_ok(ch_application_serial(db, 2026, &serial, &err), err);
        assert_int_equal(serial, i);
    }
    assert_ok(ch_application_serial(db, 2027, &serial, &err), err);
    assert_int_equal(serial, 1);
}

static void organisations__are_one_a_code_and_show_what_they_share(struct ch_db *db)
{
    struct ch_organisation a = {.id = "org_a",
                                .credit_code = "CODE-A",
                                .name = "甲",
                                .group_id = "org_a",
                                .phone = "021",
                                .legal_person = "",
                                .revision = 1},
                           b = a, got;
    const char *what;
    snprintf(b.id, sizeof b.id, "org_b");
    assert_ok(ch_organisation_put(db, &a, &err), err);
    assert_refused(ch_organisation_put(db, &b, &err), err, ERR_CONFLICT, "credit_code");
    snprintf(b.credit_code, sizeof b.credit_code, "CODE-B");
    snprintf(b.group_id, sizeof b.group_id, "org_b");
    assert_ok(ch_organisation_put(db, &b, &err), err);
    assert_ok(ch_organisation_by_code(db, "CODE-B", &got, &err), err);
    assert_string_equal(got.id, "org_b");
    assert_ok(ch_relation_between(db, "org_a", "org_b", &what, &err), err);
    assert_string_equal(what, "phone");
    assert_refused(ch_organisation_get(db, "org_c", &got, &err), err, ERR_NOT_FOUND, "");
}

/* ---- centres ---- */

static void add_reading(void *ctx, const struct ch_reading *r)
{
    int64_t *sums = ctx;
    sums[0]++;
    sums[1] = r->at;
}

static void readings__are_one_an_instant_and_card(struct ch_db *db)
{
    struct ch_centre c = {
        .id = "ctr_1", .slug = "c1", .name = "C", .status = "listed", .revision = 1};
    struct ch_reading r = {.at = 100,
                           .source = "meter",
                           .accelerator = "h800",
                           .installed = 8,
                           .powered = 8,
                           .allocatable = 8,
                           .allocated = 4,
                           .active = 2};
    int64_t sums[2] = {0};
    bool added;
    assert_ok(ch_centre_put(db, &c, &err), err);
    assert_ok(ch_reading_put(db, "ctr_1", &r, &added, &err), err);
    assert_true(added);
    assert_ok(ch_reading_put(db, "ctr_1", &r, &added, &err), err);
    assert_false(added);
    r.active = 3;
    assert_refused(ch_reading_put(db, "ctr_1", &r, &added, &err), err, ERR_CONFLICT,
                   "already there");
    r.at = 50; /* late, and not the newest */
    assert_ok(ch_reading_put(db, "ctr_1", &r, &added, &err), err);
    assert_ok(ch_reading_latest(db, "ctr_1", add_reading, sums, &err), err);
    assert_int_equal(sums[0], 1);
    assert_int_equal(sums[1], 100);
    sums[0] = 0;
    assert_ok(ch_reading_each(db, "ctr_1", 50, 100, add_reading, sums, &err), err);
    assert_int_equal(sums[0], 1); /* from is within, to is not */
    refused_sql(db, "UPDATE readings SET allocated = 9", "allocated");
    r.at = 200;
    r.active = 9;
    assert_refused(ch_reading_put(db, "ctr_1", &r, &added, &err), err, ERR_CONFLICT,
                   "active");
}

static void grants__hold_in_their_scope_and_everywhere_for_a_star(struct ch_db *db)
{
    struct ch_principal p = {.id = "li", .name = "Li", .uid = 1000}, got;
    unsigned roles;
    assert_ok(ch_principal_put(db, &p, &err), err);
    assert_ok(ch_grant_put(db, "li", CH_ROLE_OFFICER, "p", &err), err);
    assert_ok(ch_grant_put(db, "li", CH_ROLE_OFFICER, "p", &err), err);
    assert_ok(ch_grant_put(db, "li", CH_ROLE_AUDITOR, "*", &err), err);
    assert_ok(ch_grant_roles(db, "li", "p", &roles, &err), err);
    assert_int_equal(roles, CH_ROLE_OFFICER | CH_ROLE_AUDITOR);
    assert_ok(ch_grant_roles(db, "li", "q", &roles, &err), err);
    assert_int_equal(roles, CH_ROLE_AUDITOR);
    assert_ok(ch_principal_by_uid(db, 1000, &got, &err), err);
    assert_int_equal(got.roles, CH_ROLE_OFFICER | CH_ROLE_AUDITOR);
    assert_refused(ch_principal_by_uid(db, 1001, &got, &err), err, ERR_NOT_FOUND, "");
    assert_refused(ch_principal_get(db, "wang", &got, &err), err, ERR_NOT_FOUND, "");
}

static void statements__may_not_be_used_twice_at_once(struct ch_db *db)
{
    static const char sql[] = "SELECT 1";
    struct ch_stmt *one, *two;
    assert_ok(ch_prepare(db, sql, &one, &err), err);
    assert_refused(ch_prepare(db, sql, &two, &err), err, ERR_INTERNAL, "in use");
    ch_finish(one);
    assert_ok(ch_prepare(db, sql, &one, &err), err);
    assert_int_equal(ch_step(one, &err), CH_ROW);
    ch_finish(one);
    assert_refused(ch_exec(db, "SELECT \"no such column\"", &err), err, ERR_INTERNAL, "");
}

/* ---- running them all on each store ---- */

static void on_every_store(void (*test)(struct ch_db *))
{
    for (size_t i = 0; i < COUNT_OF(openers); i++) {
        struct store store = {.db = NULL};
        engine = openers[i].name;
        print_message("%s\n", engine);
        openers[i].open(&store);
        test(store.db);
        close_store(&store);
    }
}

#define ON_EVERY_STORE(name)                                                             \
    static void store_##name(void **state)                                               \
    {                                                                                    \
        (void)state;                                                                     \
        on_every_store(name);                                                            \
    }
#define TESTS(each)                                                                                    \
    each(ledger__gives_the_last_fen_and_no_more) each(                                                 \
        ledger__keeps_its_identity_along_every_path) each(ledger__refuses_transfers_without_meaning)   \
        each(ledger__is_guarded_by_the_database_itself) each(                                          \
            ledger_verify__names_tranche_and_account) each(ledger_flow__sums_between_two_instants)     \
            each(caps__are_used_and_given_back_within_their_limit) each(                               \
                journal__chains_each_stream_and_never_runs_backwards)                                  \
                each(journal__is_append_only_in_the_database_itself) each(                             \
                    journal_read__goes_on_after_a_seq_and_stops_when_told)                             \
                    each(operations__are_kept_once_for_each_person_and_key) each(                      \
                        meta__is_set_and_read_back)                                                    \
                        each(savepoint__takes_back_one_command_of_a_batch) each(                       \
                            trust__is_torn_by_what_must_be_taken_back)                                 \
                            each(application_list__pages_through_everything_once) each(                \
                                application_list__filters_and_counts_alike)                            \
                                each(application_put__wants_the_revision_before) each(                 \
                                    signatures__are_one_a_person_and_never_the_makers)                 \
                                    each(same_contract__looks_past_settled_cases)                      \
                                        each(serials__count_by_year) each(                             \
                                            organisations__are_one_a_code_and_show_what_they_share)    \
                                            each(readings__are_one_an_instant_and_card) each(          \
                                                grants__hold_in_their_scope_and_everywhere_for_a_star) \
                                                each(                                                  \
                                                    statements__may_not_be_used_twice_at_once)

TESTS(ON_EVERY_STORE)

#define LISTED(name) cmocka_unit_test(store_##name),

int main(void)
{
    const struct CMUnitTest tests[] = {TESTS(LISTED)};
    return cmocka_run_group_tests(tests, begin, end);
}
