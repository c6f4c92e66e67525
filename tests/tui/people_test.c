/* People on screen: roles by two administrators, tokens shown once, standing in, keeping
 * away, freezes; and what each role sees and may not do. */
#include "tests/tui/desk.h"

#include <fcntl.h>
#include <unistd.h>

static struct world world;
static struct desk desk;

static int begin(void **state)
{
    (void)state;
    tui_lang_set("en");
    if (!world_begin(&world, &(struct world_options){.cases = 60})) {
        fprintf(stderr, "%s\n", world.failed);
        return -1;
    }
    return 0;
}

static int end(void **state)
{
    (void)state;
    world_end(&world);
    return 0;
}

static int leave(void **state)
{
    (void)state;
    desk_close(&desk);
    return 0;
}

static void sit(const char *who)
{
    desk_open(&desk, &world, who, "people", 36, 120);
    desk_wait(&desk, "LIVE");
}

/* On through the views until its name stands in row 2. */
static void go_to(const char *view)
{
    for (int i = 0; i < 6 && !strstr(desk_look(&desk), view); i++) {
        desk_type(&desk, "v");
    }
    assert_contains(desk_look(&desk), view);
}

static void to_field(int times)
{
    for (int i = 0; i < times; i++) {
        desk_key(&desk, TUI_KEY_TAB);
    }
}

static void confirm_and_wait(const char *words)
{
    desk_wait(&desk, "the clearinghouse would do it");
    desk_confirm(&desk);
    desk_wait(&desk, words);
}

static void filter(const char *text)
{
    desk_type(&desk, "/");
    desk_key(&desk, 'U' & 0x1F);
    desk_type(&desk, text);
    desk_key(&desk, TUI_KEY_ENTER);
}

/* ---- people and roles ---- */

static void people__are_admitted_and_get_a_role_by_two(void **state)
{
    (void)state;
    sit("admin");
    desk_wait(&desk, "supervisor2");
    desk_type(&desk, "n");
    desk_wait(&desk, "Admit a person");
    desk_type(&desk, "lin");
    to_field(1);
    desk_type(&desk, "Lin Xiao");
    confirm_and_wait("admitted: lin (Lin Xiao)");
    filter("Lin Xiao");
    desk_wait(&desk, "no role");
    desk_type(&desk, "p");
    desk_wait(&desk, "Propose a role");
    assert_contains(desk_look(&desk), "lin  Lin Xiao"); /* who was selected */
    confirm_and_wait("another administrator confirms it: lin + officer *");
    filter("");
    go_to("proposed roles");
    desk_wait(&desk, "a role is to be given");
    desk_type(&desk, "a");
    assert_contains(desk_look(&desk),
                    "you proposed this; another administrator confirms");
    desk_close(&desk);

    sit("admin2");
    go_to("proposed roles");
    desk_wait(&desk, "a role is to be given");
    desk_type(&desk, "a");
    desk_wait(&desk, "Confirm a proposal");
    confirm_and_wait("in force: lin + officer *");
    go_to("people");
    filter("Lin Xiao");
    desk_gone(&desk, "no role");
}

static void roles__that_must_not_meet_are_refused_before_f8(void **state)
{
    (void)state;
    sit("admin");
    desk_wait(&desk, "supervisor2");
    filter("officer2");
    desk_type(&desk, "p");
    desk_wait(&desk, "Propose a role");
    to_field(2);
    desk_type(&desk, "a"); /* auditor */
    desk_wait(&desk, "whoever audits does nothing");
    desk_confirm(&desk);
    assert_contains(desk_look(&desk), "the clearinghouse would refuse this");
    assert_contains(desk_look(&desk), "Propose a role");
}

static void proposals__can_be_taken_back_by_who_made_them(void **state)
{
    (void)state;
    sit("admin");
    desk_wait(&desk, "supervisor2");
    filter("auditor");
    desk_type(&desk, "p");
    desk_wait(&desk, "Propose a role");
    desk_key(&desk, TUI_KEY_RIGHT); /* take away */
    to_field(2);
    desk_type(&desk, "a");
    confirm_and_wait("another administrator confirms it: auditor - auditor *");
    filter("");
    go_to("proposed roles");
    desk_wait(&desk, "a role is to end");
    desk_type(&desk, "r");
    desk_wait(&desk, "Refuse a proposal");
    confirm_and_wait("refused: auditor - auditor *");
    desk_wait(&desk, "No proposal waits");
}

/* ---- tokens ---- */

static bool file_has(const char *folder, const char *name, const char *text)
{
    char path[256];
    struct buf bytes = {0};
    snprintf(path, sizeof path, "%s/%s", folder, name);
    int fd = open(path, O_RDONLY);
    char block[4096];
    ssize_t n;
    while (fd >= 0 && (n = read(fd, block, sizeof block)) > 0) {
        buf_add(&bytes, block, (size_t)n);
    }
    close(fd);
    bool found = bytes.len > 0 && memmem(bytes.data, bytes.len, text, strlen(text));
    buf_clear(&bytes);
    return found;
}

static void token__is_shown_once_and_kept_nowhere(void **state)
{
    (void)state;
    sit("officer");
    go_to("tokens");
    desk_wait(&desk, "There is no token");
    desk_type(&desk, "t");
    desk_wait(&desk, "label: is still empty");
    desk_type(&desk, "laptop");
    desk_wait(&desk, "F8 makes it");
    desk_confirm(&desk);
    desk_wait(&desk, "The token, this once");
    assert_contains(desk_look(&desk), "vdt1_");
    assert_contains(desk_look(&desk), "It is not shown again");
    desk_confirm(&desk); /* nothing more comes of it */
    desk_key(&desk, TUI_KEY_ESC);
    desk_gone(&desk, "vdt1_");
    desk_wait(&desk, "laptop");
    assert_contains(desk_look(&desk), "1 shown");
    assert_false(file_has(desk.state, "outbox.db", "vdt1_"));
    assert_false(file_has(desk.state, "outbox.db-wal", "vdt1_"));
    desk_type(&desk, "x");
    desk_wait(&desk, "Revoke a token");
    confirm_and_wait("revoked: laptop");
    desk_gone(&desk, "in force");
    desk_type(&desk, "x");
    desk_wait(&desk, "this token has ended already");
}

/* ---- standing in, keeping away, freezing ---- */

static void delegation__is_given_and_ended(void **state)
{
    (void)state;
    sit("supervisor");
    desk_wait(&desk, "supervisor2");
    desk_type(&desk, "d");
    desk_wait(&desk, "Let somebody act for you");
    to_field(1);
    desk_type(&desk, "o"); /* officer */
    to_field(2);
    desk_type(&desk, "500k");
    confirm_and_wait("delegated: officer");
    go_to("who stands in");
    desk_wait(&desk, "500.0");
    desk_type(&desk, "x");
    desk_wait(&desk, "End a delegation");
    confirm_and_wait("ended: supervisor > officer");
    desk_gone(&desk, "in force");
    desk_type(&desk, "x");
    desk_wait(&desk, "this delegation is over");
}

static void freeze__is_set_and_lifted(void **state)
{
    (void)state;
    sit("supervisor");
    desk_wait(&desk, "supervisor2");
    desk_type(&desk, "f");
    desk_wait(&desk, "Freeze a programme for a period");
    to_field(4);
    desk_type(&desk, "stock-taking");
    confirm_and_wait("frozen for a period:");
    go_to("freeze periods");
    desk_wait(&desk, "stock-taking");
    desk_type(&desk, "x");
    desk_wait(&desk, "Lift a freeze");
    confirm_and_wait("lifted:");
    desk_wait(&desk, "by supervisor");
}

static void conflict__is_declared_for_good(void **state)
{
    (void)state;
    struct bc_case row;
    struct bc_view *view;
    struct err err = {0};
    const struct bc_query query = {.statuses = "*"};
    sit("officer");
    go_to("conflicts of interest");
    desk_wait(&desk, "Nobody has declared an interest");
    assert_ok(bc_view_open(desk.session, &query, &view, &err), err);
    assert_true(bc_view_row(view, 0, &row));
    bc_view_close(view);
    desk_type(&desk, "c");
    desk_wait(&desk, "Declare a conflict of interest");
    desk_type(&desk, "91310000");
    desk_wait(&desk, "is registered here");
    desk_key(&desk, 'U' & 0x1F);
    desk_type(&desk, row.credit_code);
    confirm_and_wait("declared:");
    desk_wait(&desk, "keeps away from");
    desk_type(&desk, "x");
    desk_wait(&desk, "a declaration is never taken back");
}

/* ---- who sees what ---- */

static void roles__say_what_is_not_theirs(void **state)
{
    (void)state;
    sit("officer");
    desk_wait(&desk, "who stands in");
    desk_type(&desk, "p");
    desk_wait(&desk, "only an administrator proposes roles; you are officer");
    desk_type(&desk, "f");
    desk_wait(&desk, "only a supervisor freezes a programme; you are officer");
    for (int i = 0; i < 6; i++) { /* lists of others are passed over */
        desk_type(&desk, "v");
        assert_null(strstr(desk_look(&desk), "proposed roles"));
    }
    desk_close(&desk);
    sit("supervisor"); /* what they may not know is no zero */
    desk_wait(&desk, "Tokens and proposals of others are seen by");
    assert_null(strstr(desk_look(&desk), "TO SETTLE"));
    desk_close(&desk);
    sit("operator");
    desk_wait(&desk, "There is no token");
    desk_type(&desk, "d");
    desk_wait(&desk, "only an officer or a supervisor lets somebody act");
}

/* ---- audit ---- */

static void sample__is_drawn_by_a_seed_and_a_case_taken_out(void **state)
{
    (void)state;
    desk_open(&desk, &world, "supervisor", "audit", 36, 120);
    desk_wait(&desk, "LIVE");
    desk_type(&desk, "S");
    desk_wait(&desk, "type the seed that was published");
    desk_type(&desk, "2026 w48");
    desk_wait(&desk, "a seed is of letters");
    desk_key(&desk, 'U' & 0x1F);
    desk_type(&desk, "2026-w48");
    desk_key(&desk, TUI_KEY_UP);
    for (int i = 0; i < 20 && !strstr(desk_look(&desk), "Shanghai compute"); i++) {
        desk_key(&desk, TUI_KEY_RIGHT);
    }
    desk_key(&desk, TUI_KEY_ENTER);
    desk_wait(&desk, "Whoever draws with this seed");
    desk_wait(&desk, "top risk");
    desk_type(&desk, "x");
    desk_wait(&desk, "Leave a case out of the sample");
    desk_type(&desk, "audited in May");
    confirm_and_wait("taken out of the sample:");
    desk_wait(&desk, "taken out by supervisor: audited in");
    desk_type(&desk, "x");
    desk_wait(&desk, "this case was taken out already");
}

/* Who opened what is a stream of its own, and only auditors come to it. */
static void reads__are_a_stream_for_auditors(void **state)
{
    (void)state;
    desk_open(&desk, &world, "auditor", "audit", 36, 120);
    desk_wait(&desk, "LIVE");
    for (int i = 0; i < 40 && !strstr(desk_look(&desk), "who read what"); i++) {
        desk_type(&desk, "v");
        desk_turn(&desk);
    }
    desk_wait(&desk, "who read what");
    /* What was read is written down a moment later: look again, as a person would. */
    for (int i = 0; i < 200 && !strstr(desk_look(&desk), "listed"); i++) {
        desk_type(&desk, i % 10 == 9 ? "=" : "");
        desk_turn(&desk);
    }
    desk_wait(&desk, "listed");
    desk_type(&desk, "v");
    desk_wait(&desk, "all streams");
    desk_close(&desk);
    desk_open(&desk, &world, "supervisor", "audit", 36, 120);
    desk_wait(&desk, "LIVE");
    for (int i = 0; i < 40; i++) {
        desk_type(&desk, "v");
        assert_null(strstr(desk_look(&desk), "who read what"));
    }
}

/* Several screens tell how an order ended; the messages keep it once. */
static void messages__keep_the_same_news_once(void **state)
{
    (void)state;
    sit("officer");
    desk_type(&desk, "2");
    desk_wait(&desk, "CASE");
    desk_type(&desk, "0");
    desk_wait(&desk, "CLAIM");
    desk_type(&desk, "+");
    go_to("tokens");
    desk_type(&desk, "t");
    desk_wait(&desk, "label: is still empty");
    desk_type(&desk, "once");
    desk_wait(&desk, "F8 makes it");
    desk_confirm(&desk);
    desk_wait(&desk, "The token, this once");
    desk_key(&desk, TUI_KEY_ESC);
    filter("once");
    desk_wait(&desk, "1 shown");
    desk_type(&desk, "x");
    confirm_and_wait("revoked: once");
    desk_gone(&desk, "in force");
    desk_type(&desk, "m");
    desk_wait(&desk, "revoked: once");
    int count = 0;
    for (const char *at = desk_look(&desk); (at = strstr(at, "revoked: once")); at++) {
        count++;
    }
    assert_int_equal(count, 2); /* in the list, and in the message line */
}

/* The desk's role is called "desk" by the server, and that is what the console asks for.
 */
static void desk__lodges_claims(void **state)
{
    (void)state;
    desk_open(&desk, &world, "desk", "vouchers", 36, 120);
    desk_wait(&desk, "LIVE");
    desk_wait(&desk, "CLAIMS ON IT");
    desk_type(&desk, "l");
    desk_wait(&desk, "Lodge a claim");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(people__are_admitted_and_get_a_role_by_two, leave),
        cmocka_unit_test_teardown(roles__that_must_not_meet_are_refused_before_f8, leave),
        cmocka_unit_test_teardown(proposals__can_be_taken_back_by_who_made_them, leave),
        cmocka_unit_test_teardown(token__is_shown_once_and_kept_nowhere, leave),
        cmocka_unit_test_teardown(delegation__is_given_and_ended, leave),
        cmocka_unit_test_teardown(freeze__is_set_and_lifted, leave),
        cmocka_unit_test_teardown(conflict__is_declared_for_good, leave),
        cmocka_unit_test_teardown(sample__is_drawn_by_a_seed_and_a_case_taken_out, leave),
        cmocka_unit_test_teardown(reads__are_a_stream_for_auditors, leave),
        cmocka_unit_test_teardown(messages__keep_the_same_news_once, leave),
        cmocka_unit_test_teardown(desk__lodges_claims, leave),
        cmocka_unit_test_teardown(roles__say_what_is_not_theirs, leave),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
