/* What ^P offers: everything that can be done or gone to here, each with its key, or why
 * it cannot be done now. */
#ifndef TUI_FINDER_H
#define TUI_FINDER_H

#include "tui/app_impl.h"

enum { FINDER_FOUND = 60, FINDER_RECORDS = 12, FINDER_LABEL = 200 };

enum finder_kind {
    FINDER_ACTION,   /* an action of what is in front */
    FINDER_COMMAND,  /* a command line, such as "theme mono" */
    FINDER_VISIT,    /* a place: a view, a record */
    FINDER_BOOKMARK, /* one of the memory's */
};

struct finder_found {
    enum finder_kind kind;
    int score;
    enum tui_action action;
    char command[64];
    struct tui_visit visit;
    int bookmark;
    char label[FINDER_LABEL], about[FINDER_LABEL]; /* what it is, and more about it */
    bool off; /* it cannot be done now; `about` says why */
    uint32_t key;
};

struct finder_list {
    int count, total; /* shown, and how many there are */
    struct finder_found found[FINDER_FOUND];
};

/* What matches, best first. */
void finder_search(struct tui_app *app, const char *typed, bool bookmarks_only,
                   struct finder_list *out);

#endif
