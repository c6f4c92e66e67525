/* Files a person hands over: a table (.csv), JSON (.json: an object, an array, or objects
 * one after another) or NDJSON (.ndjson). Every record keeps the line it starts on, and
 * every fault is told with its line and field before anything is sent. */
#ifndef BACKEND_CLIENT_IMPORT_H
#define BACKEND_CLIENT_IMPORT_H

#include "backend_client/session.h"

#include <stddef.h>

enum bc_import_kind {
    BC_IMPORT_APPLICATIONS,
    BC_IMPORT_READINGS,
};

struct bc_record {
    int line;
    char *json; /* owned; canonical, one object */
};

/* `{0}` is empty and safe to clear. */
struct bc_import {
    struct bc_record *records;
    size_t count, room;
    int faults; /* told so far */
    const char *path;
};

/* `field` is "" when the fault is of the whole line. */
typedef void bc_fault_fn(void *ctx, int line, const char *field, const char *text);

/* Who hears of faults. */
struct bc_fault_sink {
    bc_fault_fn *tell;
    void *ctx;
};

/* Read and convert. False (ERR_INVALID) when the file as a whole cannot be read; faults
 * of single lines are told, counted in out->faults, and reading goes on. `path` is lent.
 */
MUST_CHECK bool bc_import_read(const char *path, enum bc_import_kind kind,
                               struct bc_import *out, const struct bc_fault_sink *sink,
                               struct err *err);
void bc_import_clear(struct bc_import *import);
void bc_import_fault(struct bc_import *import, const struct bc_fault_sink *sink, int line,
                     const char *field, const char *format, ...) PRINTF_LIKE(5, 6);

/* Applications may name applicant and provider by credit code: ask the server for their
 * ids and put those in. */
MUST_CHECK bool bc_import_parties(struct bc_session *session, struct bc_import *import,
                                  const struct bc_fault_sink *sink, struct err *err);

/* Send applications in pages the server takes. A dry run tells every fault and takes
 * nothing. For real, each page lands whole or not at all, under an operation id made from
 * its content, so that sending the same file again takes nothing twice. */
typedef void bc_taken_fn(void *ctx, int line, const char *id, const char *number);
struct bc_import_answers {
    struct bc_fault_sink faults;
    bc_taken_fn *taken;
    void *ctx;
};
MUST_CHECK bool bc_import_send(struct bc_session *session, struct bc_import *import,
                               bool dry_run, const struct bc_import_answers *answers,
                               struct err *err);

/* Readings as values, checked (each level within the one above); at most `max`. A record
 * without "at" gets `now`, one without "source" is "typed". */
MUST_CHECK bool bc_import_readings(struct bc_import *import, int64_t now,
                                   struct bc_reading *out, int max, int *count,
                                   const struct bc_fault_sink *sink, struct err *err);

#endif
