/* What the console sends over the line, counted byte by byte: budgets for slow links, and
 * that nothing but drawing is ever sent, whatever the data says. */
#include "tests/support/pty.h"
#include "tests/support/test.h"
#include "tests/support/world.h"

#include "tui/app_impl.h"
#include "tui/term.h"

#include <stdlib.h>
#include <unistd.h>

static struct world world;

static int begin(void **state)
{
    (void)state;
    if (!world_begin(&world, &(struct world_options){.cases = 120})) {
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
    leave(&s);
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
    assert_in_range(between(&pty, "<move>", "<tick>"), 1, 300);
    assert_in_range(between(&pty, "<tick>", "<dialog>"), 1, 40);
    assert_in_range(between(&pty, "<dialog>", "<end>"), 1, 2500);
    buf_clear(&pty.output);
}

static void bytes__stay_within_their_budgets(void **state)
{
    (void)state;
    budgets_at(24, 80);
    budgets_at(36, 120);
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
        cmocka_unit_test(hostile__data_sends_nothing_but_drawing),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
