/* People, roles, tokens, standing in, keeping away, freezes and the audit sample, as
 * somebody does it in a script. */
#include "tests/e2e/verbs.h"

#include "common/date.h"

#include <fcntl.h>
#include <sys/stat.h>

/* A member of the first line that was printed. */
static void keep(struct desk *desk, const char *member, char *text, size_t size)
{
    json_t *first;
    assert_true(read_lines(desk, &first) >= 1);
    snprintf(text, size, "%s", json_str(first, member));
    assert_true(*text);
    json_decref(first);
}

/* VERB VALUE, and what follows. */
static void ends(struct desk *desk, const char *who, int status, const char *verb,
                 const char *value, const char *rest)
{
    char line[300];
    snprintf(line, sizeof line, "%s %s %s", verb, value, rest);
    assert_ends(desk, who, line, status);
}

/* ---- people and roles ---- */

static void grants__come_into_force_by_two_administrators(void **state)
{
    struct desk *desk = *state;
    char proposal[64];
    assert_ends(desk, "admin", "people admit lin Lin --uid 4711", 0);
    assert_ends(desk, "admin", "people admit lin Lin", 1);
    assert_contains(err(desk), "is known here already");
    assert_ends(desk, "admin", "grants propose lin officer henan --dry-run", 0);
    assert_contains(out(desk), "possible; nothing was changed");
    assert_ends(desk, "admin", "grants list --json", 0);
    assert_string_equal(out(desk), "");
    assert_ends(desk, "admin", "grants list", 0);
    assert_string_equal(out(desk), "there is none\n");
    assert_ends(desk, "admin", "grants propose lin officer henan --json", 0);
    keep(desk, "id", proposal, sizeof proposal);
    ends(desk, "admin", 1, "grants accept", proposal, "");
    assert_contains(err(desk), "another administrator must confirm it");
    ends(desk, "admin2", 0, "grants accept", proposal, "");
    assert_contains(out(desk), "lin + officer henan: in force");
    ends(desk, "admin2", 1, "grants accept", proposal, "");
    assert_contains(err(desk), "'voucherdesk grants list' shows them");
    assert_ends(desk, "auditor", "people list", 0);
    assert_contains(out(desk), "officer henan");
    assert_ends(desk, "admin", "grants propose lin officer henan --end --json", 0);
    keep(desk, "id", proposal, sizeof proposal);
    ends(desk, "admin2", 0, "grants refuse", proposal, "");
    assert_ends(desk, "admin", "grants list --status refused --json", 0);
    assert_contains(out(desk), proposal);
}

static void grants__tell_what_nobody_may_be_at_once(void **state)
{
    struct desk *desk = *state;
    assert_ends(desk, "admin", "grants propose officer auditor --dry-run", 1);
    assert_contains(err(desk), "whoever audits does nothing that is audited");
    assert_ends(desk, "admin", "grants propose officer officer atlantis", 1);
    assert_contains(err(desk), "is no scope of that role");
    assert_ends(desk, "officer", "grants list", 77);
    assert_string_equal(out(desk), "");
    assert_ends(desk, "admin", "grants propose officer", 2);
}

/* ---- tokens ---- */

static void tokens__are_shown_once_and_end_at_once(void **state)
{
    struct desk *desk = *state;
    char token[64];
    assert_ends(desk, "officer", "tokens create laptop --days 7", 0);
    assert_int_equal(strncmp(out(desk), "vdt1_", 5), 0);
    assert_contains(err(desk), "it is not shown again");
    assert_ends(desk, "officer", "tokens list --json", 0);
    assert_null(strstr(out(desk), "vdt1_"));
    keep(desk, "id", token, sizeof token);
    assert_ends(desk, "officer", "tokens list", 0);
    assert_contains(out(desk), "in force");
    ends(desk, "officer2", 1, "tokens revoke", token, "");
    ends(desk, "officer", 0, "tokens revoke", token, "--dry-run");
    assert_contains(out(desk), "possible; nothing was changed");
    ends(desk, "officer", 0, "tokens revoke", token, "");
    assert_ends(desk, "officer", "tokens list", 0);
    assert_contains(out(desk), "revoked by officer");
    assert_ends(desk, "officer", "tokens revoke laptop", 2);
    assert_contains(err(desk), "'voucherdesk tokens list' shows them");
    assert_ends(desk, "officer", "tokens create x --days 91", 65);
}

/* 77: somebody else could read it; 78: it is no token at all. */
static void login__takes_a_token_only_its_owner_can_read(void **state)
{
    struct desk *desk = *state;
    char path[160], kept[300];
    struct stat st;
    put_file(desk, "token", "vdt1_abc\n", path);
    const char *args[] = {"--server", "https://clearing.example",
                          "--state",  desk->state,
                          "login",    path,
                          "--json",   NULL};
    assert_int_equal(chmod(path, 0644), 0);
    console_run(&desk->console, args);
    assert_int_equal(desk->console.status, 77);
    assert_contains(err(desk), "chmod 600");
    assert_int_equal(chmod(path, 0600), 0);
    console_run(&desk->console, args);
    assert_int_equal(desk->console.status, 0);
    keep(desk, "token_file", kept, sizeof kept);
    assert_int_equal(stat(kept, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    put_file(desk, "token", "two words\n", path);
    console_run(&desk->console, args);
    assert_int_equal(desk->console.status, 78);
    assert_ends(desk, "officer", "login", 2);
    assert_contains(err(desk), "on this machine you are who you are");
}

/* ---- standing in, keeping away, freezing ---- */

static void delegations__are_given_and_ended(void **state)
{
    struct desk *desk = *state;
    char delegation[64];
    assert_ends(desk, "supervisor", "delegations give officer2 supervisor", 2);
    assert_contains(err(desk), "--programme is missing");
    assert_ends(desk, "supervisor",
                "delegations give officer2 supervisor --programme henan --amount 50k "
                "--until 2099-01-01",
                1);
    assert_contains(err(desk), "by 31 days at most");
    char until[16], line[200];
    date_format(date_of(date_now(), DATE_ZONE_CHINA) + 5, until);
    snprintf(
        line, sizeof line,
        "delegations give officer2 supervisor --programme henan --amount 50k --until "
        "%s --json",
        until);
    assert_ends(desk, "supervisor", line, 0);
    keep(desk, "id", delegation, sizeof delegation);
    assert_ends(desk, "officer", "delegations list --programme henan", 0);
    assert_contains(out(desk), "50,000.00");
    ends(desk, "officer", 77, "delegations end", delegation, "");
    ends(desk, "officer2", 0, "delegations end", delegation, "");
    assert_contains(out(desk), "supervisor > officer2: supervisor henan: ended");
    ends(desk, "officer2", 1, "delegations end", delegation, "");
}

static void conflicts__are_declared_by_credit_code(void **state)
{
    struct desk *desk = *state;
    json_t *first;
    char code[40];
    assert_ends(desk, "officer", "applications list --json --limit 1 --status all", 0);
    assert_int_equal(read_lines(desk, &first), 1);
    snprintf(code, sizeof code, "%s", json_str(first, "credit_code"));
    json_decref(first);
    ends(desk, "officer2", 0, "conflicts declare", code, "--note sister --json");
    assert_ends(desk, "auditor", "conflicts list --json", 0);
    assert_int_equal(read_lines(desk, &first), 1);
    assert_string_equal(json_str(first, "principal"), "officer2");
    assert_string_equal(json_str(first, "note"), "sister");
    json_decref(first);
    assert_ends(desk, "officer2", "conflicts declare nobody-here", 65);
    assert_ends(desk, "auditor", "conflicts declare nobody-here", 77);
}

static void freezes__are_set_and_lifted_by_supervisors(void **state)
{
    struct desk *desk = *state;
    char freeze[64];
    assert_ends(desk, "officer",
                "freezes set --programme henan --from 2098-12-25 --until 2098-12-31 "
                "--note year",
                77);
    assert_ends(desk, "supervisor",
                "freezes set --programme henan --from 2098-12-25 --until 2098-12-31 "
                "--decisions pay,eat --note year",
                65);
    assert_ends(desk, "supervisor",
                "freezes set --programme henan --from 2098-12-25 --until 2098-12-31 "
                "--decisions pay --note year --json",
                0);
    keep(desk, "id", freeze, sizeof freeze);
    assert_ends(desk, "operator", "freezes list --programme henan", 0);
    assert_contains(out(desk), "to come");
    ends(desk, "officer", 77, "freezes lift", freeze, "");
    ends(desk, "supervisor2", 0, "freezes lift", freeze, "");
    assert_ends(desk, "operator", "freezes list", 0);
    assert_contains(out(desk), "lifted");
}

/* ---- audit ---- */

static void sample__is_the_same_for_whoever_draws_it(void **state)
{
    struct desk *desk = *state;
    struct buf first = {0};
    char number[40];
    static const char draw[] =
        "audit sample --programme shanghai-compute --seed 2026-w47 --json";
    assert_ends(desk, "auditor", draw, 0);
    buf_adds(&first, out(desk));
    keep(desk, "number", number, sizeof number);
    assert_ends(desk, "supervisor", draw, 0);
    assert_string_equal(out(desk), buf_str(&first));
    assert_ends(desk, "auditor",
                "audit sample --programme shanghai-compute --seed 2026-w48 --json", 0);
    assert_string_not_equal(out(desk), buf_str(&first));
    assert_ends(desk, "auditor",
                "audit sample --programme shanghai-compute --seed 2026-w47", 0);
    assert_contains(out(desk), "Whoever draws with the seed 2026-w47 gets this list.");
    ends(desk, "officer", 77, "audit take-out", number, "--seed 2026-w47 --note again");
    ends(desk, "supervisor", 2, "audit take-out", number, "--seed 2026-w47");
    ends(desk, "supervisor", 0, "audit take-out", number, "--seed 2026-w47 --note again");
    assert_ends(desk, "auditor",
                "audit sample --programme shanghai-compute --seed 2026-w47", 0);
    assert_contains(out(desk), "taken out by supervisor: again");
    assert_ends(desk, "auditor", "audit sample --programme shanghai-compute", 2);
    assert_ends(desk, "operator", draw, 77);
    buf_clear(&first);
}

/* An auditor keeps checkpoints; an export of later must meet them. */
static void checkpoint__is_met_by_a_later_export(void **state)
{
    struct desk *desk = *state;
    char witness[160], journal[160], line[400];
    assert_ends(desk, "auditor", "audit checkpoint --programme henan", 0);
    put_file(desk, "witness.ndjson", out(desk), witness);
    assert_ends(desk, "auditor", "audit export --programme henan", 0);
    put_file(desk, "journal.ndjson", out(desk), journal);
    snprintf(line, sizeof line, "audit verify %s %s", witness, journal);
    assert_ends(desk, "auditor", line, 0);
    assert_contains(out(desk), "signed checkpoints, each met");
    assert_ends(desk, "operator", "audit checkpoint", 77);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(grants__come_into_force_by_two_administrators),
        cmocka_unit_test(grants__tell_what_nobody_may_be_at_once),
        cmocka_unit_test(tokens__are_shown_once_and_end_at_once),
        cmocka_unit_test(login__takes_a_token_only_its_owner_can_read),
        cmocka_unit_test(delegations__are_given_and_ended),
        cmocka_unit_test(conflicts__are_declared_by_credit_code),
        cmocka_unit_test(freezes__are_set_and_lifted_by_supervisors),
        cmocka_unit_test(sample__is_the_same_for_whoever_draws_it),
        cmocka_unit_test(checkpoint__is_met_by_a_later_export),
    };
    return cmocka_run_group_tests(tests, open_desk, close_desk);
}
