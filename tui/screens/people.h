/* Who may do what: people with their roles and tokens, proposals, who stands in for whom,
 * who keeps away from what, and when nothing is decided. */
#ifndef TUI_SCREENS_PEOPLE_H
#define TUI_SCREENS_PEOPLE_H

#include "backend_client/deeds.h"
#include "backend_client/staff.h"
#include "tui/screen.h"
#include "tui/widgets/list.h"
#include "tui/widgets/pane.h"

enum { PEOPLE_COLUMNS = 8 };

struct people {
    struct bc_staff *staff; /* owned; NULL: could not be opened */
    enum bc_staff_list view;
    int *rows; /* those the filter lets through; owned, BC_STAFF_MAX of them */
    int row_count;
    char filter[128];
    struct tui_cursor cursor;
    char selected[BC_ID]; /* the record the cursor belongs to */
    int page, detail_top, detail_rows;
    bool whole; /* the detail over the full screen */
    char why[SAFE_TEXT_MAX];
};

/* ---- people.c ---- */

/* The number in its list of the row the cursor is on, or -1. */
int people_selected(const struct people *people);

/* ---- people_rows.c ---- */

/* Columns of the view; returns how many. What the caller may not know has none. */
int people_columns(const struct people *people, const struct tui_column **out);
/* Proposals and the tokens of others are between administrators and auditors. */
bool people_sees_all(const struct people *people);
struct safe_text people_cell(struct tui_app *app, const struct people *people, int index,
                             int column, enum tui_role *role);
/* The record's id, and what people call it. */
const char *people_id(const struct people *people, int index, struct safe_text *name);
/* What the last row says of a list that came empty, and why. */
struct safe_text people_empty(struct tui_app *app, const struct people *people);
/* "officer, auditor henan": roles in the reader's language. */
struct safe_text people_roles(struct tui_app *app, const char *grants);
/* A scope as people say it: the programme, the centre, "" for everywhere. */
struct safe_text people_scope(struct tui_app *app, const char *scope);
const char *people_token_state(const struct bc_token_row *token, int64_t now,
                               enum tui_role *role);
const char *people_delegation_state(const struct bc_delegation *d, int64_t now,
                                    enum tui_role *role);
const char *people_freeze_state(const struct bc_freeze *f, int32_t today,
                                enum tui_role *role);
/* "approvals, payments" for "approve,pay". */
struct safe_text people_decisions(const char *decisions);

/* ---- people_act.c ---- */

const char *people_why_not(struct tui_app *app, void *state, enum tui_action action);
/* Open the dialog of an action; false: it has none. */
bool people_begin(struct tui_app *app, struct people *people, enum tui_action action);
/* What the journal says of the selected record. */
void people_history(struct tui_app *app, struct people *people);

/* ---- people_detail.c ---- */

void people_detail(struct tui_app *app, const struct people *people, int index,
                   struct tui_pane *pane);

#endif
