/* What the files of the outbox share: outbox_file.c and outbox_rows.c the file, outbox.c
 * and intents.c what is made of it. */
#ifndef BACKEND_CLIENT_OUTBOX_IMPL_H
#define BACKEND_CLIENT_OUTBOX_IMPL_H

#include "backend_client/outbox.h"
#include "backend_client/outbox_file.h"
#include "backend_client/session_impl.h"
#include "common/id.h"

struct sqlite3;

struct bc_outbox_file {
    struct sqlite3 *db;
    int locks; /* a byte of this file for each intent on its way */
    struct id_source ids;
};

enum { BC_FLIGHTS = 4, BC_OWN = 64 };

/* One intent on its way. */
struct bc_flight {
    struct bc_session *session;
    int64_t number; /* 0: free */
};

struct bc_outbox {
    struct bc_outbox_file *file;
    char target[512];
    char principal[BC_WORD]; /* of earlier visits, until the server says who we are */
    struct bc_flight flights[BC_FLIGHTS];
    int64_t look_us; /* when to look for due intents, of CLOCK_MONOTONIC */
    bool hurry;      /* the next look does not mind back-offs */
    int pending;
    int64_t counted_us; /* 0: to be counted again */
    char own[BC_OWN][BC_ID];
    int own_next;
    int64_t kept; /* the intent whose answer is kept */
    bool kept_final;
    struct buf answer;
    struct err answer_err;
};

/* Queue the news of an intent that moved. */
void bc_outbox_tell(struct bc_session *session, const struct bc_row *row);
/* The person intents are made as and, only ever, sent as; "" while nobody knows. */
const char *bc_outbox_principal(const struct bc_session *session);
bool bc_outbox_is_flying(const struct bc_outbox *outbox, int64_t number);

/* Writing is for one console at a time. ERR_BUSY after two seconds of waiting. */
MUST_CHECK bool bc_outbox_turn(struct bc_outbox_file *file, struct err *err);
void bc_outbox_turn_over(struct bc_outbox_file *file);

/* Fill `err` from the database's last error; false. */
bool bc_outbox_failed(const struct bc_outbox_file *file, struct err *err);

#endif
