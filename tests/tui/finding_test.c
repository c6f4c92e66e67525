/* Moving and finding on a real clearinghouse: the palette, commands with a view and a
 * filter, jumps, back and forward, bookmarks, the next session, why, mouse, tour. */
#include "tests/tui/desk.h"

#include "backend_client/cases.h"
#include "tui/app_impl.h"

enum { CTRL_P = 'P' & 0x1F };

static struct world world;
static struct desk desk;

static int begin(void **state)
{
    (void)state;
    if (!world_begin(&world, &(struct world_options){.cases = 200})) {
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

/* As desk_open(), remembering what it is told. */
static void sit_down(const struct tui_config *look)
{
    struct err err = {0};
    memset(&desk, 0, sizeof desk);
    tui_lang_set("en");
    snprintf(desk.state, sizeof desk.state, "%s/console", world.folder);
    const struct bc_config config = {.socket = world.socket,
                                     .state = desk.state,
                                     .as = "officer",
                                     .memory_replica = true};
    struct tui_config console = *look;
    assert_ok(bc_open(&config, &desk.session, &err), err);
    console.memory = console.memory ? bc_state_folder(desk.session) : NULL;
    assert_ok(tui_app_new(desk.session, &console, 30, 110, &desk.app, &err), err);
    desk_wait(&desk, "LIVE");
    desk_wait(&desk, "\n>");
}

static int open_desk(void **state)
{
    (void)state;
    sit_down(&(struct tui_config){.screen = "queue"});
    return 0;
}

static int close_desk(void **state)
{
    (void)state;
    desk_close(&desk);
    return 0;
}

static void command(const char *line)
{
    desk_type(&desk, ":");
    for (size_t i = 0, len = strlen(line); i < len;) {
        uint32_t c;
        i += text_decode(line + i, len - i, &c);
        desk_key(&desk, c);
    }
    desk_key(&desk, TUI_KEY_ENTER);
}

/* The number in the selected row. */
static void selected(char out[16])
{
    struct tui_visit here;
    app_here(desk.app, &here);
    snprintf(out, 16, "%.15s", here.place.number);
}

/* ---- the palette ---- */

static void finder__finds_an_action_by_a_few_letters_and_does_it(void **state)
{
    (void)state;
    desk_key(&desk, CTRL_P);
    assert_contains(desk_look(&desk), "approve…");
    desk_type(&desk, "budg");
    assert_contains(desk_look(&desk), "> budgets");
    desk_key(&desk, TUI_KEY_ENTER);
    assert_contains(desk_look(&desk), "3 Budgets]");
    assert_int_equal(desk.app->dialog_count, 0);
}

static void finder__says_why_an_action_cannot_be_done(void **state)
{
    (void)state;
    command("cases decided");
    desk_wait(&desk, "decided");
    desk_key(&desk, CTRL_P);
    desk_type(&desk, "approve");
    assert_contains(desk_look(&desk), "is \"");
}

static void finder__finds_a_case_and_never_offers_to_confirm(void **state)
{
    char number[16];
    (void)state;
    selected(number);
    desk_key(&desk, '3');
    desk_key(&desk, CTRL_P);
    desk_type(&desk, number);
    assert_contains(desk_look(&desk), number);
    desk_key(&desk, TUI_KEY_ENTER);
    assert_contains(desk_look(&desk), "2 Applications]");
    char now[16];
    selected(now);
    assert_string_equal(now, number);
    desk_key(&desk, CTRL_P);
    desk_type(&desk, "confirm");
    assert_null(strstr(desk_look(&desk), "F8"));
    desk_key(&desk, TUI_KEY_ESC);
}

/* ---- commands ---- */

static void noun__takes_a_view_and_a_filter(void **state)
{
    (void)state;
    command("budgets");
    command("cases all 上海");
    const char *screen = desk_look(&desk);
    assert_contains(screen, "2 Applications]");
    assert_contains(screen, "/上海");
    assert_contains(screen, "  all  ");
}

static void jump__by_number_and_by_code_from_anywhere(void **state)
{
    const struct bc_query query = {.statuses = "*", .sort = BC_SORT_NUMBER};
    struct bc_view *view;
    struct bc_case row;
    struct err err = {0};
    char now[16];
    (void)state;
    assert_ok(bc_view_open(desk.session, &query, &view, &err), err);
    assert_true(bc_view_row(view, 7, &row));
    bc_view_close(view);
    desk_key(&desk, '4');
    command(row.number);
    selected(now);
    assert_string_equal(now, row.number);
    desk_key(&desk, '4');
    command(row.credit_code);
    assert_contains(desk_look(&desk), row.credit_code);
    command("26-000001-0");
    assert_contains(desk_look(&desk), "mistyped");
}

/* ---- places ---- */

static void places__lead_back_and_forward(void **state)
{
    (void)state;
    command("cases all 上海");
    desk_key(&desk, '3');
    assert_contains(desk_look(&desk), "Applications › Budgets");
    desk_key(&desk, '<');
    assert_contains(desk_look(&desk), "/上海");
    desk_key(&desk, '>');
    assert_contains(desk_look(&desk), "3 Budgets]");
    desk_key(&desk, '>');
    assert_contains(desk_look(&desk), "no later place");
}

static void bookmark__is_gone_to_and_forgotten(void **state)
{
    char number[16], now[16];
    (void)state;
    desk_key(&desk, 'j');
    selected(number);
    desk_key(&desk, 'b');
    assert_contains(desk_look(&desk), "bookmarked: Applications");
    desk_key(&desk, '3');
    desk_key(&desk, '\'');
    assert_contains(desk_look(&desk), number);
    desk_key(&desk, TUI_KEY_ENTER);
    selected(now);
    assert_string_equal(now, number);
    desk_key(&desk, '\'');
    desk_key(&desk, TUI_KEY_DELETE);
    assert_contains(desk_look(&desk), "no bookmark yet");
}

static void session__begins_where_the_one_before_ended(void **state)
{
    char number[16], now[16];
    (void)state;
    const struct tui_config look = {.memory = "state"},
                            fresh = {.memory = "state", .fresh = true};
    sit_down(&look);
    command("cases all");
    desk_key(&desk, 'j');
    desk_key(&desk, 'j');
    selected(number);
    desk_close(&desk);
    sit_down(&look);
    desk_wait(&desk, "  all  ");
    desk_wait(&desk, number);
    selected(now);
    assert_string_equal(now, number);
    desk_type(&desk, ":");
    desk_key(&desk, TUI_KEY_UP);
    assert_string_equal(desk.app->prompt.field.text, "cases all");
    desk_close(&desk);
    sit_down(&fresh);
    assert_contains(desk_look(&desk), "ready to decide");
    desk_close(&desk);
}

/* ---- why ---- */

static void why__explains_what_was_refused(void **state)
{
    (void)state;
    command("why");
    assert_contains(desk_look(&desk), "Nothing has been refused");
    desk_key(&desk, TUI_KEY_ESC);
    command("cases decided");
    desk_key(&desk, 'a');
    assert_contains(desk_look(&desk), "! says more");
    desk_key(&desk, '!');
    const char *screen = desk_look(&desk);
    assert_contains(screen, "asked");
    assert_contains(screen, "Approve: preview");
    assert_contains(screen, "is \"");
    assert_contains(screen, "you are");
}

/* ---- mouse and clipboard ---- */

static void mouse__selects_rows_and_presses_keys_of_the_frame(void **state)
{
    (void)state;
    char before[16], after[16];
    selected(before);
    int row = 0;
    const struct tui_canvas *canvas = tui_app_canvas(desk.app);
    while (canvas->cells[row * canvas->cols].base != '>') {
        row++;
    }
    tui_app_mouse(desk.app, &(struct tui_mouse){TUI_MOUSE_PRESS, row + 3, 10});
    selected(after);
    assert_string_not_equal(before, after);
    assert_int_equal(desk.app->tabs[desk.app->tab].screen == &tui_queue_screen, 1);
    (void)desk_look(&desk);
    assert_int_equal(canvas->cells[(row + 3) * canvas->cols].base, '>');
    tui_app_mouse(desk.app, &(struct tui_mouse){TUI_MOUSE_PRESS, 500, 5000});
    tui_app_mouse(desk.app, &(struct tui_mouse){TUI_MOUSE_PRESS, 1, 1});
    assert_contains(desk_look(&desk), "[1 Overview]");
}

static void mouse__never_confirms(void **state)
{
    (void)state;
    command("cases ready");
    desk_key(&desk, 'r');
    (void)desk_look(&desk);
    for (int i = 0; i < desk.app->hit_count; i++) {
        assert_int_not_equal(desk.app->hits[i].action, TUI_ACT_CONFIRM);
    }
}

static void copy__takes_the_number_and_says_how_much(void **state)
{
    char number[16];
    (void)state;
    selected(number);
    desk_key(&desk, 'y');
    assert_string_equal(desk.app->copied, number);
    assert_contains(desk_look(&desk), "copied 11 characters");
}

/* ---- the tour ---- */

static void tour__is_shown_once_and_any_key_leaves_it(void **state)
{
    (void)state;
    const struct tui_config look = {.memory = "state", .tour = true};
    char command_line[200];
    snprintf(command_line, sizeof command_line, "rm -f '%s'/console/screen-*",
             world.folder);
    assert_int_equal(system(command_line), 0);
    sit_down(&look);
    desk_wait(&desk, "1 of 5");
    desk_key(&desk, TUI_KEY_ENTER);
    assert_contains(desk_look(&desk), "2 of 5");
    desk_key(&desk, 'j'); /* leaves, and moves */
    assert_null(strstr(desk_look(&desk), "of 5 ·"));
    desk_close(&desk);
    sit_down(&look);
    desk_turn(&desk);
    assert_null(strstr(desk_look(&desk), "1 of 5"));
    command("tour");
    assert_contains(desk_look(&desk), "1 of 5");
    desk_close(&desk);
}

/* ---- the pace ---- */

static void link__slow_marks_the_row_at_its_edge(void **state)
{
    (void)state;
    const struct tui_canvas *canvas = tui_app_canvas(desk.app);
    command("link slow");
    assert_contains(desk_look(&desk), "slow");
    int turned = 0;
    for (int i = 3 * canvas->cols; i < canvas->rows * canvas->cols; i++) {
        turned += canvas->cells[i].reverse;
    }
    assert_int_equal(turned, 0);
    command("link full");
    (void)desk_look(&desk);
    assert_false(canvas->slow);
    command("link");
    assert_contains(desk_look(&desk), "link slow, full or auto sets it");
}

#define AT_DESK(test) cmocka_unit_test_setup_teardown(test, open_desk, close_desk)

int main(void)
{
    const struct CMUnitTest tests[] = {
        AT_DESK(finder__finds_an_action_by_a_few_letters_and_does_it),
        AT_DESK(finder__says_why_an_action_cannot_be_done),
        AT_DESK(finder__finds_a_case_and_never_offers_to_confirm),
        AT_DESK(noun__takes_a_view_and_a_filter),
        AT_DESK(jump__by_number_and_by_code_from_anywhere),
        AT_DESK(places__lead_back_and_forward),
        AT_DESK(bookmark__is_gone_to_and_forgotten),
        cmocka_unit_test(session__begins_where_the_one_before_ended),
        AT_DESK(why__explains_what_was_refused),
        AT_DESK(mouse__selects_rows_and_presses_keys_of_the_frame),
        AT_DESK(mouse__never_confirms),
        AT_DESK(copy__takes_the_number_and_says_how_much),
        cmocka_unit_test(tour__is_shown_once_and_any_key_leaves_it),
        AT_DESK(link__slow_marks_the_row_at_its_edge),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
