/* What the overview says: blocks of figures, each with what opens the rows behind it. */
#ifndef TUI_SCREENS_OVERVIEW_BLOCKS_H
#define TUI_SCREENS_OVERVIEW_BLOCKS_H

#include "tui/screen.h"
#include "tui/screens/centre_rows.h"
#include "tui/widgets/bar.h"

enum { TUI_BLOCKS = 12, TUI_BLOCK_LINES = 28 };

enum tui_target {
    TUI_TO_NOTHING,
    TUI_TO_QUEUE,
    TUI_TO_BUDGETS,
    TUI_TO_CENTRES,
    TUI_TO_REPORT,
    TUI_TO_OUTBOX,
    TUI_TO_AUDIT,
};

struct tui_block_line {
    struct safe_text label, value;
    enum tui_role role;
    struct tui_bar bar; /* count 0: none */
    bool plain;         /* a sentence: the label takes the whole line */
    enum tui_target target;
    /* of the queue: "" is any; of a report: id is the centre */
    char statuses[BC_WORD], verdict[BC_WORD], programme[BC_WORD], id[BC_ID];
    enum tui_centre_view view;
    char text[160]; /* filter of the queue or the journal */
};

struct tui_block {
    const char *title; /* msgid */
    const char *unit;  /* msgid, or "" */
    int64_t at;        /* when the figures were true; 0 not loaded */
    bool ours;         /* from this console's own files: no age to tell */
    int count;
    struct tui_block_line lines[TUI_BLOCK_LINES];
};

struct tui_blocks {
    int count;
    struct tui_block blocks[TUI_BLOCKS];
};

/* `most`: lines of a list within a block before it says how many more there are. */
void tui_blocks_make(struct tui_app *app, int most, struct tui_blocks *out);

#endif
