/* What the console sends over the line, counted byte by byte: budgets for slow links, and
 * that nothing but drawing is ever sent, whatever the data says. */
#include "tests/support/pty.h"
#include "tests/support/test.h"
#include "tests/support/world.h"

#include "tui/app_impl.h"
#include "tui/term.h"

#include <stdlib.h>
#include <unistd.h>

enum { EDGE_KEYS = 24 };

static struct world world;

static int begin(void **state)
{
    (void)state;
    if (!world_begin(&world, &(struct world_options){.cases = 700})) {
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

/* ---- what the child does on its terminal ---- */

static void mark(const char *text)
{
    fputs(text, stdout);
    fflush(stdout);
}

struct sitting {
    struct bc_session *session;
    struct tui_app *app;
    struct tui_term *term;
};

static void turn(struct sitting *s)
{
    (void)bc_wait(s->session, -1, -1, 20);
    tui_app_events(s->app);
    tui_touch(s->app);
    (void)tui_app_draw(s->app);
}

static void show(struct sitting *s)
{
    tui_touch(s->app);
    (void)tui_app_draw(s->app);
    tui_term_show(s->term, &s->app->canvas);
}

static void key(struct sitting *s, uint32_t pressed)
{
    tui_app_key(s->app, pressed);
    show(s);
}

/* The queue, all of it here, at a clock that stands still. */
static void sit_down(struct sitting *s)
{
    static char folder[200];
    struct tui_theme theme;
    struct err err = {0};
    int rows, cols;
    setenv("LC_ALL", "C.UTF-8", 1);
    tui_lang_set("en");
    snprintf(folder, sizeof folder, "%s/bytes-%ld", world.folder, (long)getpid());
    const struct bc_config backend = {
        .socket = world.socket, .state = folder, .as = "officer", .memory_replica = true};
    struct tui_config look = {.screen = "queue", .freeze_clock = true};
    if (!bc_open(&backend, &s->session, &err) ||
        !tui_theme_load("default", &theme, &err) ||
        !tui_term_open(&theme, false, &s->term, &err)) {
        printf("%s\n", err.text);
        _exit(98);
    }
    tui_term_size(s->term, &rows, &cols);
    look.frozen_now = bc_clock(s->session);
    if (!tui_app_new(s->session, &look, rows, cols, &s->app, &err)) {
        _exit(97);
    }
    for (int quiet = 0, i = 0; quiet < 15 && i < 1000; i++) {
        turn(s);
        quiet = bc_link(s->session)->state == BC_LINK_LIVE ? quiet + 1 : 0;
    }
    s->app->config.frozen_now = bc_link(s->session)->data_at + INT64_C(61000000);
    (void)app_take_pace(s->app, "slow");
    show(s);
}

static void leave(struct sitting *s)
{
    mark("<end>");
    tui_app_free(s->app);
    tui_term_close(s->term);
    bc_close(s->session);
}

/* Decide the first case for good; the instant until which it can be undone. */
static int64_t decide(struct sitting *s)
{
    struct bc_intent intent = {.number = 0};
    tui_app_key(s->app, 'r');
    for (const char *c = "missing"; *c; c++) {
        tui_app_key(s->app, (uint32_t)*c);
    }
    for (int i = 0; i < 400 && intent.state != BC_INTENT_CONFIRMED; i++) {
        turn(s);
        if (i > 0 && i % 60 == 0) { /* oftener would be a key that is held */
            tui_app_key(s->app, TUI_KEY_F1 + 7);
        }
        (void)bc_intents(s->session, &intent, 1);
    }
    for (int i = 0; i < 20; i++) {
        turn(s);
    }
    return intent.undo_until;
}

/* The last minute of an undo window counts seconds. */
static void play_countdown(void)
{
    struct sitting s;
    sit_down(&s);
    int64_t until = decide(&s);
    s.app->config.frozen_now = until - INT64_C(50000000);
    show(&s);
    show(&s);
    mark("<tick>");
    s.app->config.frozen_now += INT64_C(1000000);
    show(&s);
    mark(until > 0 ? "<ticked>" : "<never decided>");
    leave(&s);
}

static void play(void)
{
    struct sitting s;
    sit_down(&s);
    mark("<idle>");
    show(&s);
    mark("<move>");
    key(&s, 'j');
    mark("<tick>");
    s.app->config.frozen_now += INT64_C(60000000);
    show(&s);
    mark("<dialog>");
    key(&s, '!');
    key(&s, TUI_KEY_ESC);
    mark("<full>");
    tui_term_redraw(s.term);
    show(&s);
    leave(&s);
}

/* A list as wide as the screen, past its foot: on a slow line it leaps and stands still,
 * on another one each key scrolls it by a row. */
static void play_edge(const char *pace)
{
    struct sitting s;
    int rows, cols;
    sit_down(&s);
    tui_term_size(s.term, &rows, &cols);
    (void)app_take_pace(s.app, pace);
    for (int i = 0; i < rows; i++) {
        key(&s, 'j');
    }
    mark("<edge>");
    for (int i = 0; i < EDGE_KEYS; i++) {
        key(&s, 'j');
    }
    leave(&s);
}

static void play_slow_edge(void)
{
    play_edge("slow");
}

static void play_full_edge(void)
{
    play_edge("full");
}

/* What a hostile ledger would like to send to the terminal. */
static void play_hostile(void)
{
    static const char evil[] = "\033]0;title\a\033[2J\033P1$r\033\\\x9b"
                               "31m\xe2\x80\xae\xe2\x80\x8b\xc2\x9b"
                               "5n\xf3\xa0\x81\x81\033]52;c;QQ==\a\xc2\x90q\x7f\b\r\n";
    struct tui_canvas canvas = {0};
    struct tui_theme theme;
    struct tui_term *term;
    struct err err = {0};
    setenv("LC_ALL", "C.UTF-8", 1);
    tui_lang_set("en");
    if (!tui_theme_load("default", &theme, &err) ||
        !tui_term_open(&theme, false, &term, &err) ||
        !tui_canvas_resize(&canvas, 24, 80)) {
        _exit(98);
    }
    tui_clear(&canvas);
    tui_term_show(term, &canvas); /* what takes the terminal over is not counted */
    for (int row = 0; row < 24; row++) {
        tui_puts(&canvas, row, row, evil, (enum tui_role)(row % TUI_ROLE_COUNT));
        tui_puts(&canvas, row, 60, evil + row, TUI_TEXT);
    }
    mark("<evil>");
    tui_term_show(term, &canvas);
    mark("<end>");
    tui_term_close(term);
    tui_canvas_free(&canvas);
}

/* ---- budgets ---- */

static size_t between(const struct pty *pty, const char *from, const char *to)
{
    const char *a = strstr(buf_str(&pty->output), from),
               *b = strstr(buf_str(&pty->output), to);
    assert_true(a && b && b > a);
    return (size_t)(b - a) - strlen(from);
}

static void budgets_at(int rows, int cols)
{
    struct pty pty;
    pty_start(&pty, "xterm-256color", rows, cols, play);
    pty_wait(&pty, "<end>");
    assert_int_equal(pty_end(&pty), 0);
    assert_int_equal(between(&pty, "<idle>", "<move>"), 0);
    size_t columns = (size_t)cols;
    assert_in_range(between(&pty, "<move>", "<tick>"), 1, 2 * columns + 60);
    assert_in_range(between(&pty, "<tick>", "<dialog>"), 1, 40);
    assert_in_range(between(&pty, "<dialog>", "<full>"), 1, columns > 80 ? 3000 : 2500);
    assert_in_range(between(&pty, "<full>", "<end>"), 1000, columns > 80 ? 8000 : 4000);
    buf_clear(&pty.output);
}

static void bytes__stay_within_their_budgets(void **state)
{
    (void)state;
    budgets_at(24, 80);
    budgets_at(36, 120);
}

/* For each key, on the average: never a page. */
static void assert_edge(void (*child)(void), size_t most)
{
    struct pty pty;
    pty_start(&pty, "xterm-256color", 24, 80, child);
    pty_wait(&pty, "<end>");
    assert_int_equal(pty_end(&pty), 0);
    assert_in_range(between(&pty, "<edge>", "<end>"), EDGE_KEYS, EDGE_KEYS * most);
    buf_clear(&pty.output);
}

static void edge__of_a_list_scrolls_for_little(void **state)
{
    (void)state;
    assert_edge(play_slow_edge, 2 * 80 + 80);
    assert_edge(play_full_edge, 2 * 80 + 240);
}

static void countdown__of_an_undo_window_sends_little(void **state)
{
    struct pty pty;
    (void)state;
    pty_start(&pty, "xterm-256color", 36, 120, play_countdown);
    pty_wait(&pty, "<end>");
    assert_int_equal(pty_end(&pty), 0);
    assert_in_range(between(&pty, "<tick>", "<ticked>"), 1, 40);
    assert_contains(buf_str(&pty.output), "for 50 s more");
    buf_clear(&pty.output);
}

/* ---- nothing but drawing ---- */

/* The length of a sequence a screen is drawn with, or 0. */
static size_t drawing(const char *at)
{
    if (strncmp(at, "\033(", 2) == 0) {
        return at[2] == 'B' || at[2] == '0' ? 3 : 0;
    }
    if (strncmp(at, "\033[", 2) != 0) {
        return 0;
    }
    size_t len = 2 + strspn(at + 2, "0123456789;?");
    return at[len] && strchr("ABCDGHJKXdhlmrbP@LM", at[len]) ? len + 1 : 0;
}

static void hostile__data_sends_nothing_but_drawing(void **state)
{
    struct pty pty;
    (void)state;
    pty_start(&pty, "xterm-256color", 24, 80, play_hostile);
    pty_wait(&pty, "<end>");
    assert_int_equal(pty_end(&pty), 0);
    const char *at = strstr(buf_str(&pty.output), "<evil>");
    const char *stop = strstr(buf_str(&pty.output), "<end>");
    assert_true(at && stop);
    while (at < stop) {
        uint32_t c;
        size_t len =
            *at == '\033' ? drawing(at) : text_decode(at, (size_t)(stop - at), &c);
        bool fine =
            *at == '\033' ? len > 0 : strchr("\r\n\b", (int)c) || !text_is_hostile(c);
        if (!fine) {
            fail_msg("this was sent: %.12s", at + (*at == '\033'));
        }
        at += len;
    }
    buf_clear(&pty.output);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bytes__stay_within_their_budgets),
        cmocka_unit_test(edge__of_a_list_scrolls_for_little),
        cmocka_unit_test(countdown__of_an_undo_window_sends_little),
        cmocka_unit_test(hostile__data_sends_nothing_but_drawing),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
