/* Which centres the centres screen shows, in which order, and what is said about one. */
#ifndef TUI_SCREENS_CENTRE_ROWS_H
#define TUI_SCREENS_CENTRE_ROWS_H

#include "tui/screen.h"

enum tui_centre_view {
    TUI_CENTRES_ALL,
    TUI_CENTRES_OWN,
    TUI_CENTRES_STALE,
    TUI_CENTRES_UNDER_USED,
    TUI_CENTRES_CONTESTED,
    TUI_CENTRE_VIEWS,
};

enum tui_centre_sort {
    TUI_CENTRES_BY_NAME,
    TUI_CENTRES_BY_SIZE,
    TUI_CENTRES_BY_BUSY,
    TUI_CENTRES_BY_PRICE,
    TUI_CENTRES_BY_LATENCY,
    TUI_CENTRES_BY_AGE,
    TUI_CENTRE_SORTS,
};

const char *tui_centre_view_name(enum tui_centre_view view); /* msgid */
const char *tui_centre_sort_name(enum tui_centre_sort sort); /* msgid */

/* What holds of a centre now; bits. */
enum tui_centre_flag {
    TUI_CENTRE_NO_DATA = 1,    /* it has never reported */
    TUI_CENTRE_STALE = 2,      /* silent for more than two hours */
    TUI_CENTRE_UNDER_USED = 4, /* below 30% */
    TUI_CENTRE_HOT = 8,        /* 85% and more */
    TUI_CENTRE_CONTESTED = 16, /* a batch whose papers are not plain */
    TUI_CENTRE_NOT_LISTED = 32,
};
unsigned tui_centre_flags(const struct bc_centre *centre, int64_t now);
/* The flags in words, most urgent first; the role is that of the first. */
struct safe_text tui_centre_words(const struct bc_centre *centre, int64_t now, int zone_s,
                                  enum tui_role *role);

/* Positions in bc_centres(), filtered and sorted. `{0}` is empty; clear it. */
struct tui_centre_rows {
    int *at;
    char (*id)[BC_ID]; /* what was at each position */
    int count, total;
};
struct tui_centre_wish {
    enum tui_centre_view view;
    enum tui_centre_sort sort;
    bool descending;
    const char *hub;  /* NULL any; "" outside the hubs */
    const char *text; /* in name, province or hub; letters of any case */
    int64_t now;
};
void tui_centre_rows_make(struct bc_session *session, const struct tui_centre_wish *wish,
                          struct tui_centre_rows *rows);
/* True while the positions still mean the centres they were made for: new figures alone
 * must not move rows under the cursor. */
bool tui_centre_rows_hold(struct bc_session *session, const struct tui_centre_rows *rows);
void tui_centre_rows_clear(struct tui_centre_rows *rows);

/* A young demo is being filled: how many centres have not reported yet; 0 otherwise. */
int tui_centres_incoming(struct bc_session *session);

/* May the person at the keyboard report for this centre? */
bool tui_centre_own(struct bc_session *session, const char *centre_id);
bool tui_centre_may_report(struct bc_session *session, const char *centre_id);
const struct bc_centre *tui_centre_find(struct bc_session *session,
                                        const char *centre_id);

#endif
