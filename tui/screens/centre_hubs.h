/* The eight hubs of the national computing network on one page, each where it lies, and
 * what stands outside them; or the same figures as a plain table. */
#ifndef TUI_SCREENS_CENTRE_HUBS_H
#define TUI_SCREENS_CENTRE_HUBS_H

#include "tui/screens/centre_rows.h"

enum { TUI_HUBS = 9, TUI_HUB_CENTRES = 24 };

/* Sums over a hub's centres. Figures of silent ones say nothing about now: they are
 * counted as silent and left out of what is busy. */
struct tui_hub {
    const char *key; /* the wire's word; "" outside the hubs */
    int centres, silent, under_used, contested;
    int64_t installed, allocatable, allocated;
    int64_t busy_bp; /* -1: nobody there has reported lately */
    /* its centres, busiest first: position in bc_centres(), and how busy; -1 silent */
    int shown;
    struct tui_hub_centre {
        int at;
        int64_t busy_bp;
    } of[TUI_HUB_CENTRES];
};

void tui_hubs_sum(const struct bc_centre *all, int count, int64_t now,
                  struct tui_hub out[TUI_HUBS]);
/* Whether a centre stands in a hub; "": in none. */
bool tui_hub_has(const char *key, const struct bc_centre *centre);
/* "Ningxia", or the words for what is outside. */
const char *tui_hub_name(const struct tui_hub *hub);

/* The hub with the cursor; `table`: figures instead of the map. */
struct tui_hubs_view {
    int at;
    bool table;
};
/* Move by TUI_ACT_UP…RIGHT as the hubs lie. */
bool tui_hubs_move(struct tui_hubs_view *view, enum tui_action action);
void tui_hubs_draw(struct tui_app *app, const struct tui_hubs_view *view,
                   struct tui_canvas *canvas, struct tui_rect body);

#endif
