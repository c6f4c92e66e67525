#include "tests/support/test.h"

#include "backend_client/versions.h"

static void version_read__keeps_what_changed_and_who_signed(void **state)
{
    static const char json[] =
        "{\"base\":1,\"changes\":[{\"after\":\"20%\",\"before\":\"30%\",\"key\":"
        "\"rate_bp\"},{\"after\":\"\",\"before\":\"x\",\"key\":\"region\"}],\"id\":null,"
        "\"note\":\"less\",\"policy\":{},\"programme\":\"pre\",\"proposed_at\":"
        "\"2026-03-02T04:00:00Z\",\"proposer\":\"lin\",\"revision\":2,\"settled_at\":"
        "null,\"settler\":null,\"status\":\"proposed\",\"version\":2}";
    struct bc_version v;
    struct err err = {0};
    (void)state;
    assert_ok(bc_version_read(json, &v, &err), err);
    assert_string_equal(v.id, "");
    assert_int_equal(v.version, 2);
    assert_int_equal(v.changed, 2);
    assert_string_equal(v.changes[0].before, "30%");
    assert_string_equal(v.changes[1].after, "");
    assert_string_equal(v.proposer, "lin");
    assert_string_equal(v.settler, "");
    assert_true(v.proposed_at > 0);
    assert_int_equal(v.settled_at, 0);
    assert_refused(bc_version_read("{\"version\":2}", &v, &err), err, ERR_INVALID,
                   "programme");
}

static void deed_propose_policy__is_what_the_api_takes(void **state)
{
    struct bc_whatif_ask ask = {
        .programme = "pre",
        .count = 2,
        .set = {{"region", "北京市"}, {"rate_bp", "25%"}},
    };
    struct bc_deed deed = {.if_match = -1};
    struct err err = {0};
    (void)state;
    assert_ok(bc_deed_propose_policy(&deed, &ask, "notice 9", "why", &err), err);
    assert_string_equal(deed.path, "/v1/programmes/pre/policies");
    assert_string_equal(buf_str(&deed.body),
                        "{\"note\":\"why\",\"set\":{\"rate_bp\":\"25%\",\"region\":"
                        "\"北京市\"},\"source\":\"notice 9\"}");
    assert_int_equal(deed.if_match, -1);
    assert_true(bc_deed_word(deed.what));
    ask.file = "[programme]\n";
    assert_ok(bc_deed_propose_policy(&deed, &ask, NULL, "why", &err), err);
    assert_string_equal(buf_str(&deed.body),
                        "{\"note\":\"why\",\"policy\":\"[programme]\\n\"}");
    bc_deed_clear(&deed);
}

static void deed_settle_policy__names_the_revision_that_was_seen(void **state)
{
    struct bc_version v = {.id = "pol_01a20d7127077000a09e1a9df7f04570",
                           .programme = "pre",
                           .version = 2,
                           .revision = 1};
    struct bc_deed deed = {.if_match = -1};
    struct err err = {0};
    (void)state;
    assert_ok(bc_deed_settle_policy(&deed, &v, true, &err), err);
    assert_string_equal(deed.path, "/v1/programmes/pre/policies/"
                                   "pol_01a20d7127077000a09e1a9df7f04570/decisions");
    assert_string_equal(buf_str(&deed.body), "{\"decision\":\"sign\"}");
    assert_int_equal(deed.if_match, 1);
    assert_string_equal(deed.title, "pre, version 2");
    assert_ok(bc_deed_settle_policy(&deed, &v, false, &err), err);
    assert_string_equal(buf_str(&deed.body), "{\"decision\":\"refuse\"}");
    v.id[0] = '\0'; /* the file the ledger began with is no draft */
    assert_refused(bc_deed_settle_policy(&deed, &v, true, &err), err, ERR_USAGE,
                   "no draft's id");
    bc_deed_clear(&deed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(version_read__keeps_what_changed_and_who_signed),
        cmocka_unit_test(deed_propose_policy__is_what_the_api_takes),
        cmocka_unit_test(deed_settle_policy__names_the_revision_that_was_seen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
