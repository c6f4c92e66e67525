/* The one thread that writes. Requests that have queued up are run together in one
 * transaction, committed durably once, and only then answered. */
#ifndef CLEARINGHOUSE_WRITER_H
#define CLEARINGHOUSE_WRITER_H

#include "clearinghouse/routes.h"

struct ch_writer;

/* A queued request. The owner keeps it alive until `answer` was called, on the writer's
 * thread. */
struct ch_job {
    struct ch_request request;
    struct ch_reply reply;
    void (*answer)(struct ch_job *job);
    void *owner;
    struct ch_job *next;
};

/* `committed` is called after each commit that changed something (to wake long polls). */
MUST_CHECK bool ch_writer_start(struct ch_service *service, struct ch_db *db,
                                void (*committed)(void *ctx), void *ctx,
                                struct ch_writer **out, struct err *err);
void ch_writer_push(struct ch_writer *writer, struct ch_job *job);
/* Finish what is queued, then end the thread. The database stays open. */
void ch_writer_stop(struct ch_writer *writer);

#endif
