/* What the console remembers from one session to the next, for one server and person:
 * where they were, their bookmarks, the commands they typed. A file of lines in the state
 * folder, 0600; losing it loses comfort, never work. */
#ifndef TUI_MEMORY_H
#define TUI_MEMORY_H

#include "common/attr.h"
#include "common/err.h"
#include "tui/screen.h"

enum {
    TUI_BOOKMARKS = 20,
    TUI_COMMANDS_KEPT = 50,
    TUI_COMMAND_MAX = 160,
    TUI_BOOKMARK_TITLE = 120,
};

/* A screen and where it is in it. */
struct tui_visit {
    char screen[24]; /* "": nowhere */
    struct tui_place place;
};

struct tui_bookmark {
    struct tui_visit visit;
    char title[TUI_BOOKMARK_TITLE];
};

/* `{0}` remembers nothing and is kept nowhere. */
struct tui_memory {
    char path[4200]; /* "": it is not kept */
    bool toured;     /* the tour of the first start has been shown */
    bool mouse;
    char link[8];          /* "auto", "slow", "full"; "": auto */
    struct tui_visit last; /* where the session before ended */
    int bookmark_count, command_count;
    struct tui_bookmark bookmarks[TUI_BOOKMARKS];
    char commands[TUI_COMMANDS_KEPT][TUI_COMMAND_MAX]; /* oldest first */
};

/* Read what is kept in `folder` of this server and person. A file that is not there or
 * not ours is an empty memory. */
void tui_memory_read(struct tui_memory *memory, const char *folder, const char *server,
                     const char *person);
/* Put it in the place of the file there was, whole or not at all. */
MUST_CHECK bool tui_memory_write(const struct tui_memory *memory, struct err *err);

/* The oldest gives way to it; the same as the newest is not kept again. */
void tui_memory_command(struct tui_memory *memory, const char *line);
/* False when there are too many. The same place replaces its bookmark. */
bool tui_memory_bookmark(struct tui_memory *memory, const struct tui_visit *visit,
                         const char *title);
void tui_memory_forget(struct tui_memory *memory, int bookmark);

#endif
