#include "tui/app_impl.h"

#include "common/date.h"

#include <stdlib.h>
#include <string.h>

static bool load_theme(const struct tui_config *config, struct tui_theme *out,
                       struct err *err)
{
    return tui_theme_load(config->theme ? config->theme : "default", out, err);
}

/* Each on a line of its own in :messages; the first is seen last, and stays. */
static void say_faults(struct tui_app *app)
{
    const char *text = app->config.faults;
    if (!text) {
        return;
    }
    for (const char *end = text + strlen(text); end > text;) {
        const char *line = end - 1;
        while (line > text && line[-1] != '\n') {
            line--;
        }
        tui_say(app, TUI_SAY_WARN, safe_text_n(line, (size_t)(end - 1 - line)));
        end = line;
    }
}

bool tui_app_new(struct bc_session *session, const struct tui_config *config, int rows,
                 int cols, struct tui_app **out, struct err *err)
{
    if (config->screen && app_tab_named(config->screen) < 0) {
        return err_set(
            err, ERR_USAGE,
            "there is no screen '%.40s'; overview, queue, budgets, centres, outbox, "
            "audit and policy are there",
            config->screen);
    }
    struct tui_app *app = calloc(1, sizeof *app);
    if (!app) {
        return err_set(err, ERR_INTERNAL, "out of memory");
    }
    app->session = session;
    app->config = *config;
    app->canvas.ascii = config->ascii;
    app->link_before = bc_link(session)->state;
    if (!load_theme(config, &app->theme, err)) {
        free(app);
        return false;
    }
    if (!tui_canvas_resize(&app->canvas, rows, cols)) {
        free(app);
        return err_set(err, ERR_INTERNAL, "out of memory");
    }
    app_measure(app);
    app_first_tab(app);
    if (!app->tabs[app->tab].screen) {
        tui_app_free(app);
        return err_set(err, ERR_INTERNAL, "out of memory");
    }
    app_remember(app);
    say_faults(app);
    app->dirty = true;
    *out = app;
    return true;
}

void tui_app_free(struct tui_app *app)
{
    if (!app) {
        return;
    }
    app_here(app, &app->memory.last);
    app_keep(app);
    app_close_all(app);
    tui_canvas_free(&app->canvas);
    free(app);
}

void tui_app_key(struct tui_app *app, uint32_t key)
{
    if (key != TUI_KEY_RESIZE) {
        app_key(app, key);
    }
}

void tui_app_resize(struct tui_app *app, int rows, int cols)
{
    if (rows == app->canvas.rows && cols == app->canvas.cols) {
        return;
    }
    if (tui_canvas_resize(&app->canvas, rows, cols)) {
        tui_touch(app);
    }
}

void tui_app_events(struct tui_app *app)
{
    struct bc_event event;
    while (bc_event_next(app->session, &event)) {
        if (event.kind == BC_EVENT_LINK) {
            app_link_news(app);
            app_measure(app);
        }
        if (event.kind == BC_EVENT_ME) {
            app_remember(app);
        }
        if (event.kind == BC_EVENT_ME && !app->placed && !app->touched_by_key) {
            app_first_tab(app);
        }
        app_event(app, &event);
        tui_touch(app);
    }
    app_resume(app);
    app_tour_offer(app);
}

/* ---- drawing ---- */

static void draw_too_small(struct tui_app *app)
{
    tui_puts(&app->canvas, 0, 0,
             safe_textf(_("needs %dx%d, this is %dx%d"), APP_LEAST_COLS, APP_LEAST_ROWS,
                        app->canvas.cols, app->canvas.rows)
                 .bytes,
             TUI_TEXT);
}

static void draw_screen(struct tui_app *app, struct app_open *open)
{
    struct tui_canvas *canvas = &app->canvas;
    struct tui_rect body = app_body(app);
    if (open->screen->draw) {
        struct tui_rect before = tui_clip(canvas, body);
        open->screen->draw(app, open->state, canvas, body);
        tui_clip(canvas, before);
    }
}

bool tui_app_draw(struct tui_app *app)
{
    struct tui_canvas *canvas = &app->canvas;
    if (!app->dirty) {
        return false;
    }
    app->dirty = false;
    app->wake_ms = 0;
    app->hit_count = 0;
    canvas->slow = app->slow;
    tui_clear(canvas);
    if (canvas->rows < APP_LEAST_ROWS || canvas->cols < APP_LEAST_COLS) {
        draw_too_small(app);
        return true;
    }
    draw_screen(app, &app->tabs[app->tab]);
    app_starting(app);
    for (int i = 0; i < app->dialog_count; i++) {
        /* only the dialog in front has a caret */
        canvas->cursor_row = canvas->cursor_col = -1;
        draw_screen(app, &app->dialogs[i]);
    }
    if (app->prompt.kind) {
        canvas->cursor_row = canvas->cursor_col = -1;
    }
    app_chrome(app);
    app_tour_draw(app);
    return true;
}

const struct tui_canvas *tui_app_canvas(const struct tui_app *app)
{
    return &app->canvas;
}

bool tui_app_quit(const struct tui_app *app)
{
    return app->quit;
}

/* ---- what screens ask for ---- */

struct bc_session *tui_session(struct tui_app *app)
{
    return app->session;
}

int64_t tui_now(const struct tui_app *app)
{
    return app->config.freeze_clock ? app->config.frozen_now : bc_clock(app->session);
}

bool tui_is_ascii(const struct tui_app *app)
{
    return app->canvas.ascii;
}

int tui_zone(const struct tui_app *app)
{
    (void)app;
    return DATE_ZONE_CHINA;
}

void tui_touch(struct tui_app *app)
{
    app->dirty = true;
}

bool tui_is_slow(const struct tui_app *app)
{
    return app->slow;
}

void tui_wake(struct tui_app *app, int ms)
{
    if (app->wake_ms == 0 || ms < app->wake_ms) {
        app->wake_ms = ms > 0 ? ms : 1;
    }
}
