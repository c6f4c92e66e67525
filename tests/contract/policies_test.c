/* Versions of a policy, on both engines: proposed by one supervisor, signed by another,
 * in force for what comes after; what was decided stays as it was. */
#include "tests/support/life.h"
#include "tests/support/postgres.h"

#include "clearinghouse/service/replay.h"

#define POLICIES "/v1/programmes/pre/policies"
#define TO_20                                                                            \
    "{\"set\":{\"rate_bp\":\"20%\"},\"source\":\"notice 9\",\"note\":\"less money\"}"

struct place {
    struct life l;
    char store[256];
};

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

static int open_in(void **state, const char *store)
{
    struct place *p = calloc(1, sizeof *p);
    assert_non_null(p);
    snprintf(p->store, sizeof p->store, "%s", store);
    life_open_in(&p->l, store);
    *state = p;
    return 0;
}

static int open_memory(void **state)
{
    return open_in(state, ":memory:");
}

static int open_postgres(void **state)
{
    char url[256];
    postgres_database(&server, url, sizeof url);
    return open_in(state, url);
}

/* Every verdict comes out again by the version it names. */
static bool replays(struct place *p, struct err *err)
{
    struct ch_head *heads = NULL;
    struct ch_replayed replayed;
    size_t count;
    bool ok = ch_journal_heads(p->l.o.db, &heads, &count, err) &&
              ch_replay(p->store, p->l.o.db, heads, count, &replayed, err);
    free(heads);
    return ok;
}

static int close_place(void **state)
{
    struct place *p = *state;
    struct err err = {0};
    life_verify(&p->l);
    assert_ok(replays(p, &err), err);
    life_close(&p->l);
    free(p);
    return 0;
}

static void propose(struct life *l, const char *as, const char *body, char id[ID_MAX])
{
    life_post(l, as, POLICIES, -1, body);
    if (id) {
        life_expect(l, 201);
        snprintf(id, ID_MAX, "%s", life_text(l, "id"));
    }
}

static int settle(struct life *l, const char *as, const char *id, const char *decision)
{
    char path[160], body[64];
    snprintf(path, sizeof path, POLICIES "/%s/decisions", id);
    snprintf(body, sizeof body, "{\"decision\":\"%s\"}", decision);
    return life_post(l, as, path, 1, body);
}

static int64_t version(struct life *l)
{
    life_get(l, "officer", "/v1/programmes/pre", NULL);
    life_expect(l, 200);
    return life_int(l, "version");
}

static void accept(struct life *l, char id[ID_MAX])
{
    life_submit(l, &(struct life_case){.programme = "pre"}, id);
    life_decide(l, "officer", id, "accept", NULL);
    life_expect(l, 201);
}

static const json_t *listed(struct life *l, size_t i)
{
    life_get(l, "auditor", POLICIES, NULL);
    life_expect(l, 200);
    return json_array_get(json_obj(l->answer, "items"), i);
}

static void policies__a_second_supervisor_puts_in_force(void **state)
{
    struct life *l = &((struct place *)*state)->l;
    char before[ID_MAX], open[ID_MAX], after[ID_MAX], id[ID_MAX];
    accept(l, before);
    life_decide(l, "officer", before, "approve", NULL);
    life_expect(l, 201);
    accept(l, open);
    propose(l, "supervisor", TO_20, id);
    assert_string_equal(life_text(l, "status"), "proposed");
    assert_int_equal(life_int(l, "version"), 2);
    const json_t *change = json_array_get(json_obj(l->answer, "changes"), 0);
    assert_string_equal(json_str(change, "key"), "rate_bp");
    assert_string_equal(json_str(change, "before"), "30%");
    assert_string_equal(json_str(change, "after"), "20%");
    change = json_array_get(json_obj(l->answer, "changes"), 1);
    assert_string_equal(json_str(change, "key"), "rate_bp.source");
    assert_string_equal(json_str(change, "after"), "notice 9");
    assert_int_equal(json_array_size(json_obj(l->answer, "changes")), 2);
    assert_int_equal(version(l), 1);
    settle(l, "supervisor", id, "sign");
    life_refused(l, "two-supervisors");
    assert_int_equal(version(l), 1);
    settle(l, "supervisor2", id, "sign");
    life_expect(l, 201);
    assert_string_equal(life_text(l, "status"), "signed");
    assert_string_equal(life_text(l, "settler"), "supervisor2");
    assert_int_equal(version(l), 2);
    assert_int_equal(life_int(l, "figures.rate_bp.value"), 2000);
    /* What was decided stays; what is decided from here on goes by the new version. */
    life_get(l, "auditor", "/v1/applications", NULL);
    json_decref(l->answer);
    l->answer = office_application(&l->o, before);
    assert_string_equal(life_text(l, "verdict.policy"), "pre@1");
    assert_int_equal(life_int(l, "grant.amount_fen"), 6000000);
    life_decide(l, "officer", open, "approve", NULL);
    life_expect(l, 201);
    assert_int_equal(life_int(l, "application.grant.amount_fen"), 4000000);
    accept(l, after);
    json_decref(l->answer);
    l->answer = office_application(&l->o, after);
    assert_string_equal(life_text(l, "verdict.policy"), "pre@2");
    life_day(l, "2026-03-05");
}

static void policies__are_listed_newest_first(void **state)
{
    struct life *l = &((struct place *)*state)->l;
    char id[ID_MAX], none[ID_MAX];
    propose(l, "supervisor2", TO_20, none);
    settle(l, "supervisor2", none, "refuse");
    life_expect(l, 201);
    life_day(l, "2026-03-03");
    propose(l, "supervisor", TO_20, id);
    settle(l, "supervisor2", id, "sign");
    life_expect(l, 201);
    const json_t *one = listed(l, 0);
    assert_string_equal(json_str(one, "id"), id);
    assert_string_equal(json_str(one, "status"), "signed");
    assert_int_equal(json_int(one, "version", 0), 2);
    assert_string_equal(json_str(one, "note"), "less money");
    assert_string_equal(json_str(json_obj(one, "policy"), "id"), "pre");
    assert_string_equal(json_str(listed(l, 1), "status"), "refused");
    one = listed(l, 2);
    assert_true(json_is_null(json_object_get(one, "id")));
    assert_int_equal(json_int(one, "version", 0), 1);
    assert_true(*json_str(one, "settled_at"));
    assert_null(listed(l, 3));
}

static void policies__of_the_ledger_outlive_the_daemon(void **state)
{
    struct place *p = *state;
    struct life *l = &p->l;
    struct ch_service again = {.demo = true};
    struct ch_policy_set *files;
    struct err err = {0};
    char id[ID_MAX];
    propose(l, "supervisor", TO_20, id);
    settle(l, "supervisor2", id, "sign");
    life_expect(l, 201);
    assert_ok(ch_policies_load(VD_SOURCE_DIR "/tests/data/life", &files, &err), err);
    again.policies = files;
    assert_ok(ch_policies_follow(&again, l->o.db, &err), err);
    const struct ch_policy *now = ch_policies_find(again.policies, "pre");
    assert_int_equal(now->version, 2);
    assert_int_equal(now->rate_bp.value, 2000);
    assert_string_equal(now->rate_bp.source, "notice 9");
    const struct ch_policy_set *set = again.policies;
    assert_ok(ch_policies_follow(&again, l->o.db, &err), err);
    assert_ptr_equal(set, again.policies); /* nothing changed: nothing is read */
    ch_policies_free((struct ch_policy_set *)(uintptr_t)set);
}

static void policies__take_one_draft_at_a_time_and_settle_it_once(void **state)
{
    struct life *l = &((struct place *)*state)->l;
    char id[ID_MAX];
    propose(l, "supervisor", TO_20, id);
    propose(l, "supervisor2", TO_20, NULL);
    life_refused(l, "already-open");
    life_sql_refused(l,
                     "UPDATE policy_drafts SET status = 'signed', settler = proposer, "
                     "revision = revision + 1",
                     "signed_by_another");
    life_sql_refused(l, "DELETE FROM policy_drafts", "drafts-stay");
    settle(l, "supervisor2", id, "refuse");
    life_expect(l, 201);
    life_sql_refused(l, "UPDATE policy_drafts SET status = 'signed'", "draft-is-settled");
    char path[160];
    snprintf(path, sizeof path, POLICIES "/%s/decisions", id);
    life_post(l, "supervisor2", path, 2, "{\"decision\":\"sign\"}");
    life_refused(l, "wrong-state");
    propose(l, "supervisor2", TO_20, id);
    assert_int_equal(version(l), 1);
}

static void policies__are_for_supervisors_in_person(void **state)
{
    struct life *l = &((struct place *)*state)->l;
    char id[ID_MAX];
    struct ch_reply reply;
    propose(l, "officer", TO_20, NULL);
    life_refused(l, "wrong-role");
    life_post(l, "supervisor", "/v1/delegations", -1,
              "{\"programme\":\"pre\",\"to\":\"officer2\",\"role\":\"supervisor\","
              "\"cap_fen\":100000000,\"until_at\":\"2026-03-20T00:00:00Z\"}");
    life_expect(l, 201);
    office_ask(&l->o,
               &(struct ask){.as = "officer2",
                             .acting_for = "supervisor",
                             .path = POLICIES,
                             .body = TO_20},
               &reply);
    life_take(l, &reply);
    life_expect(l, 403);
    assert_contains(life_text(l, "detail"), "cannot be delegated");
    propose(l, "supervisor", TO_20, id);
    char path[160];
    snprintf(path, sizeof path, "/v1/programmes/post/policies/%s/decisions", id);
    life_post(l, "supervisor2", path, 1, "{\"decision\":\"sign\"}");
    life_refused(l, "not-found");
    snprintf(path, sizeof path, POLICIES "/%s/decisions", id);
    life_post(l, "supervisor2", path, 7, "{\"decision\":\"sign\"}");
    life_refused(l, "stale-revision");
    life_get(l, "desk", POLICIES, NULL);
    life_refused(l, "wrong-role");
    assert_int_equal(version(l), 1);
}

static void assert_found(struct place *p, const char *sql, const char *undo,
                         const char *what)
{
    struct err err = {0};
    assert_ok(ch_exec(p->l.o.db, sql, &err), err);
    assert_refused(replays(p, &err), err, ERR_INVALID, what);
    err = (struct err){0};
    assert_ok(ch_exec(p->l.o.db, undo, &err), err);
}

static void policies__changed_behind_the_journal_are_found(void **state)
{
    struct place *p = *state;
    struct err err = {0};
    char id[ID_MAX];
    bool sqlite = strcmp(p->store, ":memory:") == 0;
    propose(&p->l, "supervisor", TO_20, id);
    settle(&p->l, "supervisor2", id, "sign");
    life_expect(&p->l, 201);
    assert_ok(ch_exec(p->l.o.db,
                      sqlite ? "DROP TRIGGER policy_drafts_keep"
                             : "ALTER TABLE policy_drafts DISABLE TRIGGER ALL",
                      &err),
              err);
    assert_found(p, "UPDATE policy_drafts SET settler = 'officer'",
                 "UPDATE policy_drafts SET settler = 'supervisor2'", "policy draft");
    assert_found(p, "UPDATE programmes SET version = 7 WHERE id = 'pre'",
                 "UPDATE programmes SET version = 2 WHERE id = 'pre'", "the version");
    assert_found(p, "UPDATE programmes SET version = 1, entry_seq = 1 WHERE id = 'pre'",
                 "UPDATE programmes SET version = 2, entry_seq = (SELECT max(seq) FROM "
                 "journal WHERE stream = 'pre' AND action = 'programme.publish') WHERE "
                 "id = 'pre'",
                 "programme pre");
}

static void policies__refuse_what_is_no_change(void **state)
{
    struct life *l = &((struct place *)*state)->l;
    propose(l, "supervisor",
            "{\"set\":{\"rate_bp\":\"30%\"},\"source\":\"tests\",\"note\":\"n\"}", NULL);
    life_refused(l, "invalid");
    assert_contains(life_text(l, "detail"), "nothing changes");
    propose(l, "supervisor", "{\"set\":{\"rate_bp\":\"20%\"},\"note\":\"n\"}", NULL);
    life_refused(l, "invalid");
    assert_contains(life_text(l, "detail"), "source");
    propose(l, "supervisor",
            "{\"set\":{\"rate_bp\":\"2\"},\"source\":\"s\",\"note\":\"n\"}", NULL);
    life_refused(l, "invalid-policy");
    propose(l, "supervisor", "{\"set\":{\"rate_bp\":\"20%\"},\"source\":\"s\"}", NULL);
    life_refused(l, "invalid-fields");
}

#define BOTH(name)                                                                       \
    cmocka_unit_test_setup_teardown(name, open_memory, close_place),                     \
        cmocka_unit_test_setup_teardown(name, open_postgres, close_place)

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOTH(policies__a_second_supervisor_puts_in_force),
        BOTH(policies__are_listed_newest_first),
        BOTH(policies__of_the_ledger_outlive_the_daemon),
        BOTH(policies__take_one_draft_at_a_time_and_settle_it_once),
        BOTH(policies__are_for_supervisors_in_person),
        BOTH(policies__changed_behind_the_journal_are_found),
        BOTH(policies__refuse_what_is_no_change),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
