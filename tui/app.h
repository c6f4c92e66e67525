/* The program around the screens: the loop, the rows every screen shares, prompts,
 * messages. */
#ifndef TUI_APP_H
#define TUI_APP_H

#include "tui/screen.h"
#include "tui/theme.h"

struct tui_config {
    const char *theme; /* NULL: default */
    bool ascii, no_color;
    const char *screen; /* first screen; NULL: by role */
    bool freeze_clock;  /* tests: tui_now() stays at `frozen_now` */
    int64_t frozen_now;
    /* What is remembered between sessions: in this folder, for this server; NULL: nothing
     * is. `fresh` begins anew all the same. */
    const char *memory, *server;
    bool fresh, tour; /* tour: shown at the first start of a person */
};

/* An app without a terminal, for tests and pictures: keys in, canvas out. The session is
 * lent. */
MUST_CHECK bool tui_app_new(struct bc_session *session, const struct tui_config *config,
                            int rows, int cols, struct tui_app **out, struct err *err);
void tui_app_free(struct tui_app *app);
void tui_app_key(struct tui_app *app, uint32_t key);
void tui_app_mouse(struct tui_app *app, const struct tui_mouse *mouse);
/* Something a person should see at the start, such as a fault in their key file. */
void tui_app_warn(struct tui_app *app, const char *text);
void tui_app_resize(struct tui_app *app, int rows, int cols);
/* Take the session's events to the screens. */
void tui_app_events(struct tui_app *app);
/* Draw if anything changed; true when it did. */
bool tui_app_draw(struct tui_app *app);
const struct tui_canvas *tui_app_canvas(const struct tui_app *app);
bool tui_app_quit(const struct tui_app *app); /* asked to end */

/* The whole console on the terminal, until it is left. Returns the exit status. */
int tui_run(struct bc_session *session, const struct tui_config *config, struct err *err);

#endif
