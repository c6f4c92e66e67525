/* A console without a terminal on a real clearinghouse: press keys, wait for words. */
#ifndef TESTS_TUI_DESK_H
#define TESTS_TUI_DESK_H

#include "tests/support/test.h"
#include "tests/support/world.h"

#include "tui/app.h"

#include <stdlib.h>
#include <time.h>

struct desk {
    struct bc_session *session;
    struct tui_app *app;
    struct buf text; /* the screen, after desk_look() */
    char state[160];
};

enum { DESK_PATIENCE_MS = 20000 };

/* Sit down at `world` as `who`, on the given screen. */
static inline void desk_open(struct desk *desk, const struct world *world,
                             const char *who, const char *screen, int rows, int cols)
{
    struct err err = {0};
    memset(desk, 0, sizeof *desk);
    snprintf(desk->state, sizeof desk->state, "%s/console-%s", world->folder, who);
    const struct bc_config config = {
        .socket = world->socket, .state = desk->state, .as = who, .memory_replica = true};
    const struct tui_config look = {.screen = screen};
    assert_ok(bc_open(&config, &desk->session, &err), err);
    assert_ok(tui_app_new(desk->session, &look, rows, cols, &desk->app, &err), err);
}

static inline void desk_close(struct desk *desk)
{
    tui_app_free(desk->app);
    bc_close(desk->session);
    buf_clear(&desk->text);
}

/* One turn of the loop. */
static inline void desk_turn(struct desk *desk)
{
    (void)bc_wait(desk->session, -1, -1, 20);
    tui_app_events(desk->app);
    tui_touch(desk->app);
    (void)tui_app_draw(desk->app);
}

static inline const char *desk_look(struct desk *desk)
{
    tui_touch(desk->app);
    (void)tui_app_draw(desk->app);
    buf_reset(&desk->text);
    tui_canvas_text(tui_app_canvas(desk->app), &desk->text);
    return buf_str(&desk->text);
}

static inline int64_t desk_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Until the words are on the screen (or, with `gone`, no longer are). */
static inline void desk_await(struct desk *desk, const char *words, bool gone)
{
    int64_t until = desk_ms() + DESK_PATIENCE_MS;
    while ((strstr(desk_look(desk), words) == NULL) != gone) {
        if (desk_ms() > until) {
            fail_msg("\"%s\" %s:\n%s", words, gone ? "stayed" : "never came",
                     buf_str(&desk->text));
        }
        desk_turn(desk);
    }
}

static inline void desk_wait(struct desk *desk, const char *words)
{
    desk_await(desk, words, false);
}

static inline void desk_gone(struct desk *desk, const char *words)
{
    desk_await(desk, words, true);
}

static inline void desk_key(struct desk *desk, uint32_t key)
{
    tui_app_key(desk->app, key);
    tui_app_events(desk->app);
}

static inline void desk_type(struct desk *desk, const char *text)
{
    for (const char *c = text; *c; c++) {
        desk_key(desk, (uint32_t)*c);
    }
}

/* F8 */
static inline void desk_confirm(struct desk *desk)
{
    desk_key(desk, TUI_KEY_F1 + 7);
}

#endif
