/* outbox.db: intents on disk. Nothing is ever deleted from it; each row carries a
 * checksum over all of its columns, and a row that fails it is shown but never sent. */
#ifndef BACKEND_CLIENT_OUTBOX_FILE_H
#define BACKEND_CLIENT_OUTBOX_FILE_H

#include "backend_client/decisions.h"

#include <stddef.h>

struct bc_outbox_file;

/* One intent, whole. `{0}` is empty; strings are owned. */
struct bc_row {
    struct bc_intent seen; /* what screens get */
    char target[512];      /* which clearinghouse it is for */
    char principal[BC_WORD];
    char *path, *body; /* the request, exactly as it is sent */
    int64_t if_match;  /* -1 none */
    int64_t agreed_at; /* when a person last said yes: its age counts from here */
    bool damaged;      /* fails its checksum */
};
void bc_row_clear(struct bc_row *row);

/* `path` is made when missing. When the file is damaged beyond opening it is renamed and
 * a new one begun, with one intent that says so. */
MUST_CHECK bool bc_outbox_file_open(const char *path, struct bc_outbox_file **out,
                                    struct err *err);
void bc_outbox_file_close(struct bc_outbox_file *file);

/* Add a row; its number is set. Durable when it returns true. */
MUST_CHECK bool bc_outbox_file_add(struct bc_outbox_file *file, struct bc_row *row,
                                   struct err *err);
/* Write what may change of it: state, times, attempts, outcome. Durable. */
MUST_CHECK bool bc_outbox_file_save(struct bc_outbox_file *file, const struct bc_row *row,
                                    struct err *err);
/* False (ERR_NOT_FOUND) when there is none of this number. Clear `out` after use. */
MUST_CHECK bool bc_outbox_file_get(struct bc_outbox_file *file, int64_t number,
                                   struct bc_row *out, struct err *err);

/* Rows of one target and principal, newest first, or those not final yet, oldest first.
 * `principal` "" any. The row is lent; false stops. */
typedef bool bc_row_fn(void *ctx, const struct bc_row *row);
MUST_CHECK bool bc_outbox_file_each(struct bc_outbox_file *file, bool pending,
                                    const char *target, const char *principal,
                                    bc_row_fn *each, void *ctx, struct err *err);

/* Hold intent `number` for this session alone, until it lets go or ends, however it ends.
 * False when another session holds it. */
MUST_CHECK bool bc_outbox_file_hold(struct bc_outbox_file *file, int64_t number);
void bc_outbox_file_let_go(struct bc_outbox_file *file, int64_t number);

/* A word to keep beside the intents; "" when there is none. */
void bc_outbox_file_note(struct bc_outbox_file *file, const char *key, const char *value);
void bc_outbox_file_noted(struct bc_outbox_file *file, const char *key, char *out,
                          size_t size);

#endif
