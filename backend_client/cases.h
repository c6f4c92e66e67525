/* Cases in the replica: a view is a filter and an order, frozen when it is opened, so
 * that rows never move under the cursor; reopening takes the new order. */
#ifndef BACKEND_CLIENT_CASES_H
#define BACKEND_CLIENT_CASES_H

#include "backend_client/session.h"

enum bc_sort {
    BC_SORT_DUE,
    BC_SORT_NUMBER,
    BC_SORT_APPLICANT,
    BC_SORT_AMOUNT,
    BC_SORT_UPDATED,
    BC_SORT_VERDICT
};

struct bc_query {
    const char *text; /* as typed after "/" (filter.h); NULL or "" all */
    const char *statuses; /* comma-separated; NULL: open ones; "*": all */
    const char *programme, *verdict, *tranche, *assigned_to; /* NULL: any */
    enum bc_sort sort;
    bool descending;
};

struct bc_view;

/* Opens at once (the first rows), and extends itself as later rows are asked for. */
MUST_CHECK bool bc_view_open(struct bc_session *session, const struct bc_query *query,
                             struct bc_view **out, struct err *err);
void bc_view_close(struct bc_view *view);

/* Rows in the view: exact, save that a text which very many cases match is counted behind
 * the screen: until bc_view_counted() it is what is known so far (BC_EVENT_LINK when it
 * is done). */
int64_t bc_view_count(struct bc_view *view);
bool bc_view_counted(const struct bc_view *view);

/* Row by position, with its present values (a row that left the filter keeps its place;
 * its status says so). False past the end. */
bool bc_view_row(struct bc_view *view, int64_t index, struct bc_case *out);
/* Position of an id, or -1. */
int64_t bc_view_find(struct bc_view *view, const char *id);
/* Changes since it was opened that a reopening would show as moves (for "= re-sorts"). */
int bc_view_moves(const struct bc_view *view);

bool bc_case_get(struct bc_session *session, const char *id, struct bc_case *out);

/* The whole record from the replica when it is there and current; else false, and it is
 * fetched (BC_EVENT_DETAIL follows). */
bool bc_case_detail(struct bc_session *session, const char *id, struct bc_detail *out);

/* Known in the replica: all of them, and how many are open, overdue or of one status. */
struct bc_case_counts {
    int64_t total, open, submitted, under_review, returned, awaiting_second, approved,
        rejected, overdue, due_3d, pass, query, cap, fail,
        wait; /* the verdicts of open cases */
    int64_t open_amount_fen;
    int64_t on_notice, objected, issued;
};
void bc_case_counts(struct bc_session *session, struct bc_case_counts *out);

#endif
