/* Lists of vouchers and claims, asked of the server page by page while a screen looks at
 * them. Rows keep their place once they are here, and follow the change feed in place;
 * opening the list again takes the new order. Nothing of it is kept on disk. */
#ifndef BACKEND_CLIENT_PAPERS_H
#define BACKEND_CLIENT_PAPERS_H

#include "backend_client/session.h"

enum bc_paper { BC_VOUCHERS, BC_CLAIMS, BC_PAPER_KINDS };

enum { BC_PAPERS_MAX = 2000 }; /* rows of one list kept here */

/* NULL or "": any. `sort` is a word of the API: "expires", "-asked". */
struct bc_papers_query {
    enum bc_paper paper;
    const char *statuses, *programme, *text, *voucher, *application, *sort;
};

struct bc_papers;

/* Asks for the first page as soon as the server answers; BC_EVENT_PAPERS when rows came.
 * Close every list before its session. */
MUST_CHECK bool bc_papers_open(struct bc_session *session,
                               const struct bc_papers_query *query,
                               struct bc_papers **out, struct err *err);
void bc_papers_close(struct bc_papers *papers); /* NULL is harmless */

int bc_papers_count(const struct bc_papers *papers); /* rows here */
/* Rows there are, as the server counted; -1 not known yet. */
int64_t bc_papers_total(const struct bc_papers *papers);
/* Every row of the list is here. */
bool bc_papers_whole(const struct bc_papers *papers);
/* Why the last page did not come; kind ERR_NONE otherwise. */
const struct err *bc_papers_error(const struct bc_papers *papers);
/* Row `index` is looked at: the next page is fetched when it is near the end. */
void bc_papers_want(struct bc_papers *papers, int64_t index);
/* Position of an id, or -1. */
int bc_papers_find(const struct bc_papers *papers, const char *id);
/* Changes that opening it again would show as rows come or gone. */
int bc_papers_moves(const struct bc_papers *papers);
/* The record as the server wrote it: lent until the next bc_wait(). */
const char *bc_papers_json(const struct bc_papers *papers, int64_t index);

#endif
