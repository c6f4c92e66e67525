/* Inside the audit screen: audit.c draws and acts, audit_view.c reads the journal. */
#ifndef TUI_SCREENS_AUDIT_STATE_H
#define TUI_SCREENS_AUDIT_STATE_H

#include "tui/screens/audit.h"

struct audit {
    struct bc_audit *audit; /* NULL until the journal can be asked */
    struct bc_verify *verify;
    char stream[BC_WORD], subject[BC_ID], title[BC_NAME], filter[128];
    struct tui_cursor cursor;
    char sought_stream[BC_WORD]; /* the entry to put the cursor on, once it is there */
    int64_t sought;
    int programmes; /* how many there were when it was opened */
    int newer;      /* changes seen since */
    bool unfolded, full, to_last, moving;
    int page, skip, more;
};

struct bc_audit_progress audit_progress(const struct audit *a);
const struct bc_audit_entry *audit_selected(const struct audit *a);

/* Read the journal anew by stream, subject and filter. */
void audit_read_again(struct tui_app *app, struct audit *a);
/* The cursor goes back to the entry it is on, after the next reading. */
void audit_seek_selected(struct audit *a);
/* The history of the selected entry's record; from a history, back to all. */
void audit_history(struct tui_app *app, struct audit *a);
bool audit_leave_history(struct tui_app *app, struct audit *a);
/* The next stream: all, the registry, each programme. */
void audit_next_stream(struct tui_app *app, struct audit *a);
/* The record itself, on the screen that shows its kind. */
void audit_open_subject(struct tui_app *app, const struct bc_audit *audit,
                        const struct bc_audit_entry *entry);

void audit_place(struct tui_app *app, void *state, struct tui_place *out);
void audit_go(struct tui_app *app, void *state, const struct tui_place *to);

#endif
