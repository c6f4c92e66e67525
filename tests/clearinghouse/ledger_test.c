#include "tests/support/test.h"

#include "clearinghouse/ledger.h"
#include "clearinghouse/service/policy.h"

#include <ftw.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

struct place {
    char folder[64], state[96];
    struct ch_options options;
};

static int set_up(void **state)
{
    static struct place place;
    struct err err = {0};
    *state = &place;
    snprintf(place.folder, sizeof place.folder, "/tmp/vd-ledger-XXXXXX");
    assert_non_null(mkdtemp(place.folder));
    snprintf(place.state, sizeof place.state, "%s/a/b", place.folder);
    place.options =
        (struct ch_options){.command = CH_INIT,
                            .state = place.state,
                            .grants = {"31337:officer", "31338:supervisor:henan"},
                            .grant_count = 2};
    assert_ok(ch_ledger_init(&place.options, &err), err);
    place.options = (struct ch_options){.command = CH_SERVE, .state = place.state};
    return 0;
}

static int remove_one(const char *path, const struct stat *info, int kind,
                      struct FTW *where)
{
    (void)info;
    (void)kind;
    (void)where;
    return remove(path);
}

static int tear_down(void **state)
{
    const struct place *p = *state;
    return nftw(p->folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static bool opens(const struct place *p, struct err *err)
{
    struct ch_ledger ledger;
    bool ok = ch_ledger_open(&p->options, &ledger, err);
    ch_ledger_close(&ledger);
    return ok;
}

static void copy_programme(const struct place *p, const char *name)
{
    char path[256], text[8192];
    snprintf(path, sizeof path, "%s/programmes", p->state);
    mkdir(path, 0700);
    snprintf(path, sizeof path, VD_SOURCE_DIR "/clearinghouse/programmes/%s.ini", name);
    FILE *in = fopen(path, "r");
    snprintf(path, sizeof path, "%s/programmes/%s.ini", p->state, name);
    FILE *out = fopen(path, "w");
    assert_true(in && out);
    size_t n = fread(text, 1, sizeof text, in);
    assert_int_equal(fwrite(text, 1, n, out), n);
    fclose(in);
    fclose(out);
}

static void init__makes_an_office_with_its_people(void **state)
{
    const struct place *p = *state;
    struct ch_ledger ledger;
    struct ch_principal who;
    struct stat info;
    struct err err = {0};
    unsigned roles;
    assert_ok(ch_ledger_open(&p->options, &ledger, &err), err);
    assert_false(ledger.service.demo);
    assert_ok(ch_principal_by_uid(ledger.db, 31338, &who, &err), err);
    assert_ok(ch_grant_roles(ledger.db, who.id, "henan", &roles, &err), err);
    assert_int_equal(roles, CH_ROLE_SUPERVISOR);
    assert_ok(ch_grant_roles(ledger.db, who.id, "chengdu", &roles, &err), err);
    assert_int_equal(roles, 0);
    assert_int_equal(stat(p->state, &info), 0);
    assert_int_equal(info.st_mode & 077, 0);
    ch_ledger_close(&ledger);
}

static void open__refuses_a_demo_on_an_office(void **state)
{
    struct place *p = *state;
    struct err err;
    p->options.demo = true;
    assert_refused(opens(p, &err), err, ERR_CONFIG, "real office");
}

static void open__says_how_to_make_a_ledger(void **state)
{
    struct place *p = *state;
    char none[128];
    struct err err;
    snprintf(none, sizeof none, "%s/none", p->folder);
    p->options.state = none;
    assert_refused(opens(p, &err), err, ERR_CONFIG, "clearinghoused init");
}

static void open__misses_a_programme_whose_file_is_gone(void **state)
{
    const struct place *p = *state;
    struct err err = {0};
    assert_ok(opens(p, &err), err);
    copy_programme(p, "henan");
    assert_refused(opens(p, &err), err, ERR_CONFIG, ".ini is not there");
}

static void init__refuses_root_and_roles_that_do_not_go_together(void **state)
{
    struct place *p = *state;
    static const char *const bad[][2] = {
        {"0:officer", "root"},
        {"x:officer", "write UID:ROLE"},
        {"5:king", "write UID:ROLE"},
        {"31337:admin", "somebody else"},
        {"31337:operator:c1", "somebody else"},
    };
    struct err err;
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        p->options = (struct ch_options){.command = CH_INIT,
                                         .state = p->state,
                                         .grants = {bad[i][0]},
                                         .grant_count = 1};
        err = (struct err){0};
        assert_false(ch_ledger_init(&p->options, &err));
        assert_contains(err.text, bad[i][1]);
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(init__makes_an_office_with_its_people),
        TEST(open__refuses_a_demo_on_an_office),
        TEST(open__says_how_to_make_a_ledger),
        TEST(open__misses_a_programme_whose_file_is_gone),
        TEST(init__refuses_root_and_roles_that_do_not_go_together),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
