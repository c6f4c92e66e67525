/* Audit and people on both engines: the same walk, the same tampering, the same finds. */
#include "tests/clearinghouse/office.h"
#include "tests/support/postgres.h"

#include "clearinghouse/service/checkpoints.h"
#include "clearinghouse/service/duties.h"
#include "clearinghouse/service/replay.h"
#include "clearinghouse/service/tokens.h"

#include <unistd.h>

static struct postgres server;

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

struct place {
    char where[256], folder[64];
    bool postgres;
};

static void open_place(struct place *p, bool postgres)
{
    *p = (struct place){.postgres = postgres};
    if (postgres) {
        postgres_database(&server, p->where, sizeof p->where);
        return;
    }
    snprintf(p->folder, sizeof p->folder, "/tmp/vd-trust-XXXXXX");
    assert_non_null(mkdtemp(p->folder));
    snprintf(p->where, sizeof p->where, "%s/ledger.db", p->folder);
}

static void close_place(struct place *p)
{
    static const char *const names[] = {"ledger.db", "ledger.db-wal", "ledger.db-shm",
                                        "ledger.db.lock"};
    for (size_t i = 0; *p->folder && i < COUNT_OF(names); i++) {
        char name[128];
        snprintf(name, sizeof name, "%s/%s", p->folder, names[i]);
        unlink(name);
    }
    if (*p->folder) {
        rmdir(p->folder);
    }
}

static void run(struct office *o, const char *sql)
{
    struct err err = {0};
    assert_ok(ch_exec(o->db, sql, &err), err);
}

/* Triggers out of the way, as the owner of the database can have it. */
static void unguard(struct office *o, const struct place *p)
{
    run(o, p->postgres ? "ALTER TABLE journal DISABLE TRIGGER ALL"
                       : "DROP TRIGGER journal_keeps; DROP TRIGGER journal_stays");
}

static bool verify(struct office *o, const struct place *p,
                   const struct checkpoint *witnessed, struct err *err)
{
    struct ch_head *heads;
    struct ch_replayed replayed;
    size_t count;
    bool ok = ch_journal_heads(o->db, &heads, &count, err) &&
              ch_journal_counted(o->db, heads, count, err) &&
              ch_replay(p->where, o->db, heads, count, &replayed, err) &&
              ch_duties_lint(o->db, err) && ch_checkpoint_holds(o->db, witnessed, err);
    free(heads);
    return ok;
}

static void tell(struct office *o, char id[ID_MAX])
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
                  id);
    assert_int_equal(
        office_decide(o, "officer", id, 1, "{\"decision\":\"accept\"}", NULL), 201);
    assert_int_equal(
        office_decide(o, "officer", id, 2, "{\"decision\":\"approve\"}", NULL), 201);
}

static void witness(struct office *o, struct checkpoint *out)
{
    struct err err = {0};
    struct ch_ctx ctx = {
        .service = &o->service, .db = o->db, .now = ch_clock(&o->service)};
    assert_ok(ch_begin(o->db, &err), err);
    assert_ok(ch_checkpoint_key(&ctx, &err), err);
    assert_ok(ch_checkpoint_make(&ctx, CHECKPOINT_ROOT, out, &err), err);
    assert_ok(ch_commit(o->db, &err), err);
}

static void people(struct office *o)
{
    char path[128], text[CH_TOKEN_TEXT];
    struct ch_token token;
    struct err err = {0};
    json_decref(office_json(o,
                            &(struct ask){.as = "admin",
                                          .path = "/v1/principals",
                                          .body = "{\"id\":\"lin\",\"name\":\"林\"}"},
                            201));
    json_t *doc = office_json(o,
                              &(struct ask){.as = "admin",
                                            .path = "/v1/grants",
                                            .body = "{\"principal\":\"lin\",\"role\":"
                                                    "\"officer\",\"scope\":\"*\"}"},
                              201);
    snprintf(path, sizeof path, "/v1/grants/%s/decisions", json_str(doc, "id"));
    json_decref(doc);
    json_decref(office_json(o,
                            &(struct ask){.as = "admin2",
                                          .path = path,
                                          .if_match = "\"1\"",
                                          .body = "{\"decision\":\"confirm\"}"},
                            201));
    doc = office_json(
        o, &(struct ask){.as = "lin", .path = "/v1/tokens", .body = "{\"label\":\"a\"}"},
        201);
    snprintf(text, sizeof text, "%s", json_str(doc, "token"));
    json_decref(doc);
    assert_ok(
        ch_token_check(&o->service, o->db, text, ch_clock(&o->service), &token, &err),
        err);
    assert_string_equal(token.principal, "lin");
    snprintf(path, sizeof path, "/v1/tokens/%s", token.id);
    json_decref(office_json(
        o, &(struct ask){.as = "lin", .method = "DELETE", .path = path}, 200));
    assert_refused(
        ch_token_check(&o->service, o->db, text, ch_clock(&o->service), &token, &err),
        err, ERR_PERMISSION, "revoked");
    assert_refused(ch_exec(o->db, "UPDATE tokens SET revoked_at = 0", &err), err,
                   ERR_CONFLICT, "tokens-only-end");
}

static void signatures(struct office *o, const char *id)
{
    struct err err = {0};
    /* officer has signed: nobody may sign for them, nor they for somebody. */
    assert_refused(ch_signature_put_for(o->db, "shanghai-compute", id, 1, "officer2",
                                        "officer", 1, &err),
                   err, ERR_REFUSED, "another person");
    assert_refused(ch_signature_put_for(o->db, "shanghai-compute", id, 1, "officer2",
                                        "desk", 1, &err),
                   err, ERR_REFUSED, "entered this case");
    assert_ok(ch_signature_put_for(o->db, "shanghai-compute", id, 2, "officer2",
                                   "supervisor", 1, &err),
              err);
    assert_refused(ch_signature_put_for(o->db, "shanghai-compute", id, 2, "supervisor",
                                        NULL, 1, &err),
                   err, ERR_REFUSED, "another person");
}

static void tampering(struct office *o, const struct place *p,
                      const struct checkpoint *witnessed)
{
    struct err err = {0};
    assert_ok(verify(o, p, witnessed, &err), err);
    run(o, "UPDATE applications SET amount_fen = amount_fen + 1");
    assert_refused(verify(o, p, witnessed, &err), err, ERR_INVALID, "amount_fen");
    run(o, "UPDATE applications SET amount_fen = amount_fen - 1");
    run(o, "INSERT INTO grants (principal, role, scope) VALUES ('auditor', 1, 'henan')");
    assert_refused(verify(o, p, witnessed, &err), err, ERR_INVALID, "\"auditor\" cannot");
    run(o, "DELETE FROM grants WHERE principal = 'auditor' AND role = 1");
    assert_ok(verify(o, p, witnessed, &err), err);
    unguard(o, p);
    run(o, "UPDATE journal SET actor = 'x' WHERE stream = 'registry' AND seq = 3");
    assert_refused(verify(o, p, witnessed, &err), err, ERR_INVALID,
                   "journal registry: entry 3 ");
    run(o,
        "UPDATE journal SET hash = prev WHERE stream = 'shanghai-compute' AND seq >= 4");
    assert_refused(ch_checkpoint_holds(o->db, witnessed, &err), err, ERR_INVALID,
                   "journal shanghai-compute: the root witnessed");
}

static void on_engine(bool postgres)
{
    struct office o;
    struct place p;
    struct checkpoint witnessed;
    char id[ID_MAX];
    open_place(&p, postgres);
    office_open(&o, p.where);
    tell(&o, id);
    people(&o);
    witness(&o, &witnessed);
    signatures(&o, id);
    tampering(&o, &p, &witnessed);
    office_close(&o);
    close_place(&p);
}

static void trust__holds_on_sqlite(void **state)
{
    (void)state;
    on_engine(false);
}

static void trust__holds_on_postgres(void **state)
{
    (void)state;
    on_engine(true);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(trust__holds_on_sqlite),
        cmocka_unit_test(trust__holds_on_postgres),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
