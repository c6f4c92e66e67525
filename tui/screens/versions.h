/* Versions of a programme's policy: what each changed, and the second signature. */
#ifndef TUI_SCREENS_VERSIONS_H
#define TUI_SCREENS_VERSIONS_H

#include "backend_client/policies.h"
#include "backend_client/versions.h"
#include "tui/screen.h"
#include "tui/widgets/list.h"

struct tui_versions {
    char programme[BC_WORD], name[BC_NAME];
    struct bc_version *all; /* newest first; owned */
    int count;
    int64_t in_force; /* the version */
    int64_t ticket;   /* of the list being fetched, 0 none */
    bool loaded;
    struct err err; /* why it could not be */
    struct tui_cursor cursor;
    int page;
    /* A draft about to be settled; `deed.what` "" none. */
    struct bc_deed deed;
    int64_t trying; /* ticket */
    bool tried;
    struct err refusal; /* kind ERR_NONE: it would be done */
};

/* What tui_versions_screen is opened with. */
struct tui_versions_arg {
    const struct bc_policy *policy;
};

/* ---- versions_draw.c ---- */

const struct bc_version *tui_versions_selected(const struct tui_versions *versions);
void tui_versions_draw(struct tui_app *app, void *state, struct tui_canvas *canvas,
                       struct tui_rect body);

#endif
