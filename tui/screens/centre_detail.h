/* One centre: when it is busy, what stands in it, and what its papers say. */
#ifndef TUI_SCREENS_CENTRE_DETAIL_H
#define TUI_SCREENS_CENTRE_DETAIL_H

#include "tui/screen.h"
#include "tui/widgets/heat.h"

enum {
    TUI_CENTRE_DETAIL_ROWS = 10, /* the heading and a heat map */
    TUI_CENTRE_SERIES = 168,
};

/* A week of hourly buckets by day and hour in `zone_s`; hours after `now` are blank. */
void tui_centre_heat(const struct bc_bucket *buckets, int count, int64_t now, int zone_s,
                     struct tui_heat *out);

/* What the pane shows where there is room for one thing; a wide one has the papers
 * beside it. */
enum tui_centre_pane {
    TUI_CENTRE_HEAT,   /* the week by hour */
    TUI_CENTRE_HOURS,  /* the last day as numbers */
    TUI_CENTRE_PAPERS, /* readings and batches */
};
/* `skip` lines of the papers are scrolled away; returns how many do not fit after that.
 */
int tui_centre_detail_draw(struct tui_app *app, struct tui_canvas *canvas,
                           struct tui_rect rect, const struct bc_centre *centre,
                           enum tui_centre_pane pane, int skip);

#endif
