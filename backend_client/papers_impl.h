/* Inside the lists of papers. */
#ifndef BACKEND_CLIENT_PAPERS_IMPL_H
#define BACKEND_CLIENT_PAPERS_IMPL_H

#include "backend_client/claims.h"
#include "backend_client/papers.h"
#include "backend_client/sync_impl.h"
#include "backend_client/vouchers.h"

struct json_t;

/* What every paper has, whatever it is. */
struct bc_paper_head {
    char id[BC_ID], number[BC_NUMBER * 2], name[BC_NAME], status[BC_WORD];
    char programme[BC_WORD], voucher[BC_ID];
    int64_t revision;
};

struct bc_paper_row {
    struct bc_paper_head head;
    char *json;   /* owned, canonical */
    void *record; /* owned: struct bc_voucher or struct bc_claim */
};

struct bc_papers {
    struct bc_session *session;
    struct bc_papers *next_list;
    enum bc_paper paper;
    char statuses[BC_NAME], programme[BC_WORD], voucher[BC_ID], application[BC_ID];
    char sort[BC_WORD];
    struct buf text; /* the search, ready for a path */
    struct bc_paper_row *rows;
    int count, room;
    int64_t total, ticket;
    char next[BC_CURSOR]; /* of the page to ask for */
    bool begun, whole;
    int moves;
    struct err err;
};

/* One journal entry about a paper, as the change feed brought it. */
struct bc_paper_change {
    const char *kind, *action, *by;
    bool own, announce;
    const struct json_t *body;
};
void bc_papers_changed(struct bc_session *session, const struct bc_paper_change *change);
/* The server answers again: lists that wait for a page ask for it. */
void bc_papers_start(struct bc_session *session);
void bc_papers_stop(struct bc_session *session);

#endif
