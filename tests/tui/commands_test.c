/* The frame around the screens: commands, prompts, pastes, held keys, tabs, messages. The
 * clearinghouse is out of reach throughout, which the console has to stand. */
#include "tests/support/test.h"

#include "tui/app_impl.h"

#include <stdlib.h>
#include <unistd.h>

struct frame {
    struct bc_session *session;
    struct tui_app *app;
    struct buf text;
    char folder[64];
};

static int open_frame(void **state)
{
    static struct frame frame;
    struct err err = {0};
    memset(&frame, 0, sizeof frame);
    tui_lang_set("en");
    snprintf(frame.folder, sizeof frame.folder, "/tmp/commands_test_XXXXXX");
    if (!mkdtemp(frame.folder)) {
        return -1;
    }
    const struct bc_config backend = {
        .socket = "/nonexistent/socket", .state = frame.folder, .memory_replica = true};
    const struct tui_config look = {.screen = "overview",
                                    .freeze_clock = true,
                                    .frozen_now = INT64_C(1790000000000000)};
    if (!bc_open(&backend, &frame.session, &err) ||
        !tui_app_new(frame.session, &look, 24, 80, &frame.app, &err)) {
        fprintf(stderr, "%s\n", err.text);
        return -1;
    }
    *state = &frame;
    return 0;
}

static int close_frame(void **state)
{
    struct frame *frame = *state;
    char command[128];
    tui_app_free(frame->app);
    bc_close(frame->session);
    buf_clear(&frame->text);
    snprintf(command, sizeof command, "rm -rf '%s'", frame->folder);
    return system(command);
}

static const char *look(struct frame *frame)
{
    tui_touch(frame->app);
    assert_true(tui_app_draw(frame->app));
    buf_reset(&frame->text);
    tui_canvas_text(tui_app_canvas(frame->app), &frame->text);
    return buf_str(&frame->text);
}

static void type(struct frame *frame, const char *text)
{
    for (; *text; text++) {
        tui_app_key(frame->app, (uint32_t)(unsigned char)*text);
    }
}

static void command(struct frame *frame, const char *line)
{
    type(frame, ":");
    type(frame, line);
    tui_app_key(frame->app, TUI_KEY_ENTER);
}

static void assert_said(struct frame *frame, const char *part)
{
    enum tui_message level;
    struct safe_text text = {0};
    int64_t at;
    tui_said(frame->app, tui_said_count(frame->app) - 1, &level, &at, &text);
    assert_contains(text.bytes, part);
}

/* ---- commands ---- */

static void command__names_go_where_their_keys_go(void **state)
{
    struct frame *frame = *state;
    command(frame, "budgets");
    assert_contains(look(frame), "[3 Budgets]");
    command(frame, "applications");
    assert_contains(look(frame), "[2 Applications]");
    command(frame, "outb"); /* the only one that begins so */
    assert_contains(look(frame), "[5 Outbox]");
}

static void command__quit_leaves_from_anywhere(void **state)
{
    struct frame *frame = *state;
    command(frame, "help");
    assert_false(tui_app_quit(frame->app));
    command(frame, "q");
    assert_true(tui_app_quit(frame->app));
}

static void command__an_unknown_one_says_what_to_do(void **state)
{
    struct frame *frame = *state;
    command(frame, "thaw");
    assert_said(frame, "no command 'thaw'");
    assert_said(frame, "'theme'");
    command(frame, "lang tlh");
    assert_said(frame, "en and zh_CN are there");
    command(frame, "theme nonesuch");
    assert_said(frame, "themes there are: colour-blind, default");
}

static void command__theme_is_taken_and_said(void **state)
{
    struct frame *frame = *state;
    command(frame, "theme mono");
    assert_string_equal(frame->app->theme.name, "mono");
    assert_true(frame->app->theme_changed);
    assert_said(frame, "theme: mono");
}

static void completion__goes_through_all_that_begin_so(void **state)
{
    struct frame *frame = *state;
    char out[80];
    assert_true(app_completions("theme ") >= 8);
    assert_true(app_completion("theme h", 0, out, sizeof out));
    assert_string_equal(out, "theme high-contrast");
    assert_false(app_completion("zzz", 0, out, sizeof out));
    type(frame, ":re");
    tui_app_key(frame->app, TUI_KEY_TAB);
    assert_string_equal(frame->app->prompt.field.text, "redraw");
    tui_app_key(frame->app, TUI_KEY_TAB);
    assert_string_equal(frame->app->prompt.field.text, "retry");
    tui_app_key(frame->app, TUI_KEY_BACKTAB);
    assert_string_equal(frame->app->prompt.field.text, "redraw");
}

static void prompt__earlier_commands_come_back(void **state)
{
    struct frame *frame = *state;
    command(frame, "budgets");
    command(frame, "centres");
    type(frame, ":");
    tui_app_key(frame->app, TUI_KEY_UP);
    tui_app_key(frame->app, TUI_KEY_UP);
    assert_string_equal(frame->app->prompt.field.text, "budgets");
    tui_app_key(frame->app, TUI_KEY_ESC);
    assert_contains(look(frame), "[4 Centres]");
}

/* ---- pastes ---- */

static void paste__never_acts_as_keys(void **state)
{
    struct frame *frame = *state;
    tui_app_key(frame->app, TUI_KEY_PASTE_BEGIN);
    type(frame, "3q:quit\n");
    tui_app_key(frame->app, TUI_KEY_ENTER);
    tui_app_key(frame->app, TUI_KEY_PASTE_END);
    assert_false(tui_app_quit(frame->app));
    assert_contains(look(frame), "[1 Overview]");
    assert_said(frame, "pasted text was left out");
}

static void paste__into_a_prompt_is_text_and_enter_is_not_pressed(void **state)
{
    struct frame *frame = *state;
    type(frame, ":");
    tui_app_key(frame->app, TUI_KEY_PASTE_BEGIN);
    type(frame, "quit");
    tui_app_key(frame->app, TUI_KEY_ENTER);
    tui_app_key(frame->app, TUI_KEY_PASTE_END);
    assert_false(tui_app_quit(frame->app));
    assert_string_equal(frame->app->prompt.field.text, "quit");
}

/* ---- a dialog of our own ---- */

struct probe {
    int confirmed;
    char typed[32];
    bool field;
};
static struct probe *probe;

static void probe_open(struct tui_app *app, void *state, const void *arg)
{
    (void)app;
    probe = state;
    probe->field = arg != NULL;
}

static bool probe_act(struct tui_app *app, void *state, enum tui_action action)
{
    (void)app;
    ((struct probe *)state)->confirmed += action == TUI_ACT_CONFIRM;
    return action == TUI_ACT_CONFIRM;
}

static bool probe_wants_text(struct tui_app *app, void *state)
{
    (void)app;
    return ((struct probe *)state)->field;
}

static void probe_text(struct tui_app *app, void *state, uint32_t key)
{
    struct probe *p = state;
    size_t len = strlen(p->typed);
    (void)app;
    if (len + 1 < sizeof p->typed) {
        p->typed[len] = key < 0x80 ? (char)key : '!';
    }
}

static const char *probe_why_not(struct tui_app *app, void *state, enum tui_action action)
{
    (void)app;
    (void)state;
    return action == TUI_ACT_DROP ? "there is only one" : NULL;
}

static const struct tui_screen probe_screen = {
    .name = "probe",
    .title = "Probe",
    .context = TUI_CTX_DECISION,
    .dialog = true,
    .state_size = sizeof(struct probe),
    .open = probe_open,
    .act = probe_act,
    .wants_text = probe_wants_text,
    .text = probe_text,
    .why_not = probe_why_not,
};

static void confirm__a_held_key_confirms_once(void **state)
{
    struct frame *frame = *state;
    tui_open(frame->app, &probe_screen, NULL);
    for (int i = 0; i < 20; i++) {
        tui_app_key(frame->app, TUI_KEY_F1 + 7);
    }
    assert_int_equal(probe->confirmed, 1);
    tui_app_key(frame->app, TUI_KEY_DOWN);
    tui_app_key(frame->app, TUI_KEY_F1 + 7);
    assert_int_equal(probe->confirmed, 2);
}

static void field__letters_are_text_and_function_keys_act(void **state)
{
    struct frame *frame = *state;
    tui_open(frame->app, &probe_screen, "with a field");
    type(frame, "dq:?3");
    tui_app_key(frame->app, TUI_KEY_LEFT);
    tui_app_key(frame->app, TUI_KEY_F1 + 7);
    tui_app_key(frame->app, TUI_KEY_PASTE_BEGIN);
    type(frame, "pq");
    tui_app_key(frame->app, TUI_KEY_PASTE_END);
    assert_string_equal(probe->typed, "dq:?3!pq");
    assert_int_equal(probe->confirmed, 1);
    assert_int_equal(frame->app->dialog_count, 1);
}

static void dialog__is_not_left_by_a_digit(void **state)
{
    struct frame *frame = *state;
    tui_open(frame->app, &probe_screen, NULL);
    type(frame, "3");
    assert_int_equal(frame->app->dialog_count, 1);
    assert_said(frame, "finish this first");
    tui_app_key(frame->app, TUI_KEY_ESC);
    assert_int_equal(frame->app->dialog_count, 0);
    assert_contains(look(frame), "[1 Overview]");
}

static void why_not__is_said_when_the_key_is_tried(void **state)
{
    struct frame *frame = *state;
    tui_open(frame->app, &probe_screen, NULL);
    type(frame, "d");
    assert_said(frame, "there is only one");
    look(frame);
    const struct tui_canvas *canvas = tui_app_canvas(frame->app);
    bool dimmed = false;
    for (int col = 0; col < canvas->cols; col++) {
        const struct tui_cell *cell = &canvas->cells[23 * canvas->cols + col];
        dimmed = dimmed || (cell->base == 'd' && cell->role == TUI_KEY_OFF);
    }
    assert_true(dimmed);
}

/* ---- getting about ---- */

static void tabs__keep_their_history(void **state)
{
    struct frame *frame = *state;
    type(frame, "34");
    tui_app_key(frame->app, TUI_KEY_TAB);
    assert_contains(look(frame), "[5 Outbox]");
    tui_app_key(frame->app, TUI_KEY_ESC);
    assert_contains(look(frame), "[4 Centres]");
    tui_app_key(frame->app, TUI_KEY_ESC);
    tui_app_key(frame->app, TUI_KEY_ESC);
    assert_contains(look(frame), "[1 Overview]");
    tui_app_key(frame->app, TUI_KEY_ESC);
    assert_false(tui_app_quit(frame->app));
    assert_said(frame, "q leaves the console");
    type(frame, "q");
    assert_true(tui_app_quit(frame->app));
}

static void help__is_made_from_the_bindings_in_front(void **state)
{
    struct frame *frame = *state;
    tui_app_resize(frame->app, 60, 120);
    type(frame, "2?");
    assert_contains(look(frame), "Keys: Applications");
    assert_contains(look(frame), "Approve: preview with budget and controls.");
    type(frame, "?");
    assert_int_equal(frame->app->dialog_count, 0);
}

static void key__one_that_does_nothing_says_so(void **state)
{
    struct frame *frame = *state;
    type(frame, "%");
    assert_said(frame, "% does nothing here");
}

/* ---- messages ---- */

static void message__too_long_for_a_row_keeps_its_end(void **state)
{
    struct frame *frame = *state;
    tui_say(frame->app, TUI_SAY_ERROR,
            safe_text("the tranche has 1,000 yuan left and this asks for 2,000, which is "
                      "more than there is; choose another tranche or a smaller amount"));
    assert_contains(look(frame), "smaller amount");
}

static void message__all_are_kept_newest_first(void **state)
{
    struct frame *frame = *state;
    for (int i = 0; i < APP_SAID + 5; i++) {
        tui_say(frame->app, TUI_SAY_INFO, safe_textf("message %d", i));
    }
    assert_int_equal(tui_said_count(frame->app), APP_SAID);
    type(frame, "m");
    const char *screen = look(frame);
    assert_contains(screen, "message 204");
    assert_true(strstr(screen, "message 204") < strstr(screen, "message 203"));
}

/* ---- any size ---- */

static void resize__no_size_is_too_odd(void **state)
{
    struct frame *frame = *state;
    for (int n = 0; n < 400; n++) {
        int rows = 1 + (n * 7919) % 70, cols = 1 + (n * 104729) % 220;
        tui_app_resize(frame->app, rows, cols);
        if (n % 5 == 0) {
            tui_app_key(frame->app, (uint32_t)('1' + n / 5 % 5));
        }
        look(frame);
    }
    tui_app_resize(frame->app, 7, 39);
    assert_contains(look(frame), "needs 40x8, this is 39x7");
}

#define T(name) cmocka_unit_test_setup_teardown(name, open_frame, close_frame)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(command__names_go_where_their_keys_go),
        T(command__quit_leaves_from_anywhere),
        T(command__an_unknown_one_says_what_to_do),
        T(command__theme_is_taken_and_said),
        T(completion__goes_through_all_that_begin_so),
        T(prompt__earlier_commands_come_back),
        T(paste__never_acts_as_keys),
        T(paste__into_a_prompt_is_text_and_enter_is_not_pressed),
        T(confirm__a_held_key_confirms_once),
        T(field__letters_are_text_and_function_keys_act),
        T(dialog__is_not_left_by_a_digit),
        T(why_not__is_said_when_the_key_is_tried),
        T(tabs__keep_their_history),
        T(help__is_made_from_the_bindings_in_front),
        T(key__one_that_does_nothing_says_so),
        T(message__too_long_for_a_row_keeps_its_end),
        T(message__all_are_kept_newest_first),
        T(resize__no_size_is_too_odd),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
