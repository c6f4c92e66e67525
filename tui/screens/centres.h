/* What tui_centres_screen is opened with: a reason to look, or NULL for all centres. */
#ifndef TUI_SCREENS_CENTRES_H
#define TUI_SCREENS_CENTRES_H

#include "tui/screens/centre_rows.h"

struct tui_centres_arg {
    enum tui_centre_view view;
    const char *centre_id; /* to begin at; NULL or "": the first */
    bool hubs;             /* the map of the hubs first */
};

#endif
