/* What an officer keeps and takes along: views, columns, the file of a result; and the
 * decisions that are not made every day. */
#include "tests/tui/desk.h"

#include "backend_client/cases.h"
#include "tui/app_impl.h"

#include <unistd.h>

static struct world world;
static struct desk desk;
static char home[160];

static int begin(void **state)
{
    (void)state;
    if (!world_begin(&world, &(struct world_options){.cases = 400})) {
        fprintf(stderr, "%s\n", world.failed);
        return -1;
    }
    snprintf(home, sizeof home, "%s/config", world.folder);
    return setenv("XDG_CONFIG_HOME", home, 1);
}

static int end(void **state)
{
    (void)state;
    world_end(&world);
    return 0;
}

static void sit(const char *who)
{
    desk_open(&desk, &world, who, "queue", 36, 120);
    desk_wait(&desk, "LIVE");
    desk_wait(&desk, " shown ");
}

static int sit_down(void **state)
{
    (void)state;
    sit("officer");
    return 0;
}

/* What is on its way arrives. */
static void settle(void)
{
    int64_t until = desk_ms() + DESK_PATIENCE_MS;
    while (bc_intents_pending(desk.session) > 0 && desk_ms() < until) {
        desk_turn(&desk);
    }
    desk_turn(&desk);
}

static int stand_up(void **state)
{
    (void)state;
    settle();
    desk_close(&desk);
    return 0;
}

static void command(const char *line)
{
    desk_type(&desk, ":");
    desk_type(&desk, line);
    desk_key(&desk, TUI_KEY_ENTER);
}

static void filter(const char *text)
{
    desk_type(&desk, "/");
    for (int i = 0; i < 80; i++) {
        desk_key(&desk, TUI_KEY_BACKSPACE);
    }
    if (!desk.app->prompt.kind) {
        desk_type(&desk, "/");
    }
    desk_type(&desk, text);
    desk_key(&desk, TUI_KEY_ENTER);
}

static void selected(struct bc_case *out)
{
    struct tui_visit here;
    app_here(desk.app, &here);
    assert_true(bc_case_get(desk.session, here.place.id, out));
}

static void await_status(const char *id, const char *status)
{
    int64_t until = desk_ms() + DESK_PATIENCE_MS;
    struct bc_case row = {.id = ""};
    while (!bc_case_get(desk.session, id, &row) || strcmp(row.status, status) != 0) {
        if (desk_ms() > until) {
            fail_msg("%s is %s, not %s", row.number, row.status, status);
        }
        desk_turn(&desk);
    }
}

/* ---- views ---- */

static void view__is_kept_renamed_numbered_and_forgotten(void **state)
{
    (void)state;
    command("view list");
    assert_contains(desk_look(&desk), "no view is kept yet");
    filter("ask>1m");
    desk_type(&desk, "s");
    command("columns ask,due,applicant:30");
    command("view save big");
    assert_contains(desk_look(&desk), "view big kept");
    command("view open");
    filter("rules:fail");
    command("view save failing");
    command("view list");
    assert_contains(desk_look(&desk), "1 big  2 failing");
    command("view 1");
    assert_contains(desk_look(&desk), "/ask>1m");
    assert_contains(desk_look(&desk), "ask ↓");
    command("view rename large");
    assert_contains(desk_look(&desk), "view big is called large now");
    command("view 2");
    command("view delete failing");
    command("view list");
    assert_contains(desk_look(&desk), "views kept: 1 large");
    command("view failing");
    assert_contains(desk_look(&desk), "there is no view 'failing'");
}

/* It is there in the next session, with its columns; coming back to its place finds it.
 */
static void view__is_there_again_and_recognised(void **state)
{
    (void)state;
    command("view large");
    const char *screen = desk_look(&desk);
    assert_contains(screen, "  large  ");
    assert_non_null(strstr(screen, "ASK ¥k"));
    assert_true(strstr(screen, "ASK ¥k") < strstr(screen, "APPLICANT"));
    desk_type(&desk, "3");
    assert_contains(desk_look(&desk), "3 Budgets]");
    desk_type(&desk, "<");
    screen = desk_look(&desk);
    assert_contains(screen, "  large  ");
    assert_true(strstr(screen, "ASK ¥k") < strstr(screen, "APPLICANT"));
    command("view delete large");
}

static void columns__say_what_there_is_when_one_is_wrong(void **state)
{
    (void)state;
    command("columns ask,colour");
    assert_contains(desk_look(&desk), "there is no column 'colour'");
    command("columns applicant:300");
    assert_contains(desk_look(&desk), "there is no column 'applicant:300'");
    command("columns grant:12,applicant:14");
    const char *screen = desk_look(&desk);
    assert_null(strstr(screen, "RULES"));
    assert_non_null(strstr(screen, "    GRANT ¥k  APPLICANT"));
    command("columns");
    assert_contains(desk_look(&desk), "columns: grant:12,applicant:14 ");
    command("columns default");
    assert_contains(desk_look(&desk), "RULES");
}

/* ---- a result that is taken up again ---- */

static void result__is_written_and_marks_what_was_not_done(void **state)
{
    struct bc_case cases[2];
    char path[200], line[240], text[2000];
    (void)state;
    command("view ready");
    filter("rules:pass");
    for (int i = 0; i < 2; i++) {
        selected(&cases[i]);
        desk_type(&desk, " ");
    }
    desk_type(&desk, "a");
    desk_wait(&desk, "how many cases this acts on (2)");
    desk_type(&desk, "2");
    desk_confirm(&desk);
    desk_gone(&desk, "nothing is sent until you confirm");
    snprintf(path, sizeof path, "%s/result.csv", world.folder);
    snprintf(line, sizeof line, "result %s", path);
    command(line); /* nobody knows yet */
    assert_contains(desk_look(&desk), "is still on its way");
    settle();
    command(line);
    desk_wait(&desk, "2 cases written to");
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    size_t len = fread(text, 1, sizeof text - 1, file);
    fclose(file);
    text[len] = '\0';
    assert_contains(text, "number,applicant,decision,outcome");
    assert_contains(text, cases[0].number);
    assert_contains(text, ",approve,done,");
    command(line); /* never over a file that is there */
    assert_contains(desk_look(&desk), "cannot be written");
    file = fopen(path, "a");
    assert_non_null(file);
    selected(&cases[1]);
    fprintf(file, "%s,,approve,not-done,,,\r\n26-999999-Z,,approve,not-done,,,\r\n",
            cases[1].number);
    fclose(file);
    snprintf(line, sizeof line, "result load %s", path);
    command(line);
    assert_contains(desk_look(&desk), "are marked; 1 are not known here");
    assert_contains(desk_look(&desk), "1 marked");
}

/* ---- less frequent decisions ---- */

static void returned__is_put_right_and_resubmitted(void **state)
{
    struct bc_case row;
    (void)state;
    command("view returned");
    desk_wait(&desk, "sent back");
    selected(&row);
    desk_type(&desk, "a");
    assert_contains(desk_look(&desk), "only a case in review");
    desk_type(&desk, "R");
    desk_wait(&desk, "1 resubmitted");
    assert_null(strstr(desk_look(&desk), "NOTE"));
    desk_confirm(&desk);
    await_status(row.id, "under_review");
}

static void open__is_withdrawn_with_a_reason(void **state)
{
    struct bc_case row;
    (void)state;
    command("view ready");
    selected(&row);
    desk_type(&desk, "w");
    desk_wait(&desk, "choose a reason first");
    desk_type(&desk, "request");
    desk_wait(&desk, "1 withdrawn");
    desk_confirm(&desk);
    await_status(row.id, "withdrawn");
    desk_type(&desk, "w");
    desk_wait(&desk, "can be withdrawn");
}

static void assign__goes_to_oneself_or_to_who_is_named(void **state)
{
    struct bc_case row;
    (void)state;
    command("view ready");
    selected(&row);
    desk_type(&desk, "A");
    desk_wait(&desk, "Assign to officer:");
    desk_wait(&desk, "1 assigned");
    desk_key(&desk, TUI_KEY_TAB);
    assert_contains(desk_look(&desk), ">TO");
    desk_type(&desk, "99");
    desk_wait(&desk, "refused");
    desk_confirm(&desk);
    assert_contains(desk_look(&desk), "would refuse this");
    desk_key(&desk, TUI_KEY_BACKSPACE);
    desk_key(&desk, TUI_KEY_BACKSPACE);
    desk_type(&desk, "2");
    desk_wait(&desk, "Assign to officer2:");
    desk_wait(&desk, "1 assigned");
    desk_confirm(&desk);
    settle();
    assert_true(bc_case_get(desk.session, row.id, &row));
    assert_string_equal(row.assigned_to, "officer2");
}

static void notice__is_objected_to_where_one_stands(void **state)
{
    (void)state;
    command("cases all state:approved");
    desk_wait(&desk, " shown ");
    desk_type(&desk, "O");
    assert_contains(desk_look(&desk), "while the notice runs");
}

/* ---- case after case ---- */

/* Until a case of one's own is shown that is not the one before. */
static void mine(struct bc_case *out, const char *before)
{
    int64_t until = desk_ms() + DESK_PATIENCE_MS;
    do {
        desk_turn(&desk);
        selected(out);
    } while (desk_ms() < until &&
             (strcmp(out->assigned_to, "officer") != 0 || strcmp(out->id, before) == 0));
    desk_wait(&desk, "ELIGIBILITY");
}

/* Case by case until one has not been taken up yet; false when there is none. */
static bool to_submitted(struct bc_case *out)
{
    char before[BC_ID] = "";
    desk_type(&desk, "n");
    for (int i = 0; i < 12; i++) {
        mine(out, before);
        if (strcmp(out->status, "submitted") == 0) {
            return true;
        }
        memcpy(before, out->id, sizeof before);
        desk_type(&desk, "n");
    }
    return false;
}

static void flow__stays_on_a_case_that_is_taken_up(void **state)
{
    struct bc_case row, now;
    (void)state;
    assert_true(to_submitted(&row));
    desk_type(&desk, "u");
    desk_wait(&desk, "1 taken up");
    desk_confirm(&desk);
    await_status(row.id, "under_review");
    desk_turn(&desk);
    selected(&now);
    assert_string_equal(now.id, row.id);
    assert_contains(desk_look(&desk), "0 done, ");
}

static void flow__takes_two_keys_a_case(void **state)
{
    struct bc_case first, second;
    (void)state;
    desk_type(&desk, "n");
    desk_wait(&desk, "0 done, ");
    mine(&first, "");
    assert_string_equal(first.assigned_to, "officer");
    desk_type(&desk, "r");
    desk_wait(&desk, "REASON");
    desk_type(&desk, "missing");
    desk_wait(&desk, "1 rejected");
    desk_confirm(&desk);
    desk_wait(&desk, "1 done, ");
    await_status(first.id, "rejected");
    mine(&second, first.id);
    assert_string_not_equal(second.id, first.id);
    assert_string_equal(second.assigned_to, "officer");
    desk_key(&desk, TUI_KEY_ESC);
    desk_wait(&desk, "APPLICANT");
    assert_contains(desk_look(&desk), "1 case decided in a row");
}

#define AT_DESK(test) cmocka_unit_test_setup_teardown(test, sit_down, stand_up)

int main(void)
{
    const struct CMUnitTest tests[] = {
        AT_DESK(view__is_kept_renamed_numbered_and_forgotten),
        AT_DESK(view__is_there_again_and_recognised),
        AT_DESK(columns__say_what_there_is_when_one_is_wrong),
        AT_DESK(result__is_written_and_marks_what_was_not_done),
        AT_DESK(returned__is_put_right_and_resubmitted),
        AT_DESK(open__is_withdrawn_with_a_reason),
        AT_DESK(assign__goes_to_oneself_or_to_who_is_named),
        AT_DESK(notice__is_objected_to_where_one_stands),
        AT_DESK(flow__stays_on_a_case_that_is_taken_up),
        AT_DESK(flow__takes_two_keys_a_case),
    };
    tui_lang_set("en");
    return cmocka_run_group_tests_name("tui/queue_keep", tests, begin, end);
}
