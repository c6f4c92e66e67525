/* The replica on disk: the cases this person may see, what screens sort, filter and
 * search by, whole records where known, the small collections as they came, and the place
 * in the change feed. Everything in it can be fetched again, so a file that is damaged,
 * foreign or of another version is made anew.
 *
 * Writes gather in one transaction until bc_replica_commit(); reads on the same replica
 * see them at once. */
#ifndef BACKEND_CLIENT_REPLICA_H
#define BACKEND_CLIENT_REPLICA_H

#include "backend_client/records.h"
#include "common/attr.h"
#include "common/buf.h"
#include "common/err.h"

#include <stdbool.h>
#include <stdint.h>

struct bc_replica;

/* `path` NULL: in memory. `server` and `as` say whose rows these are. A file another
 * console holds is ERR_BUSY. */
MUST_CHECK bool bc_replica_open(const char *path, const char *server, const char *as,
                                struct bc_replica **out, struct err *err);
void bc_replica_close(struct bc_replica *replica); /* commits */

/* Forget everything but whose it is; open views become empty. */
MUST_CHECK bool bc_replica_empty(struct bc_replica *replica, struct err *err);

MUST_CHECK bool bc_replica_commit(struct bc_replica *replica, struct err *err);
/* Give up what was not committed; open views may show it until they are reopened. */
void bc_replica_rollback(struct bc_replica *replica);

/* While very many rows come: no journal is kept, which halves the writing. A program
 * that is killed meanwhile finds its file made anew. */
void bc_replica_bulk(struct bc_replica *replica, bool on);

/* ---- small values ---- */

/* "" when there is none. */
MUST_CHECK bool bc_replica_meta(struct bc_replica *replica, const char *key,
                                struct buf *out, struct err *err);
MUST_CHECK bool bc_replica_set_meta(struct bc_replica *replica, const char *key,
                                    const char *value, struct err *err);

/* A collection's document and when it was true. False when there is none. */
bool bc_replica_document(struct bc_replica *replica, const char *name, struct buf *out,
                         int64_t *at);
MUST_CHECK bool bc_replica_set_document(struct bc_replica *replica, const char *name,
                                        const char *json, int64_t at, struct err *err);

/* ---- cases ---- */

enum bc_put { BC_PUT_OLD, BC_PUT_CHANGED, BC_PUT_NEW };

/* Keep the row unless the same or a newer revision is there (BC_PUT_OLD). */
MUST_CHECK bool bc_replica_put(struct bc_replica *replica, const struct bc_case *row,
                               enum bc_put *what, struct err *err);
bool bc_replica_get(struct bc_replica *replica, const char *id, struct bc_case *out);
int64_t bc_replica_total(const struct bc_replica *replica);

/* Whole records: the newest few thousand are kept. */
MUST_CHECK bool bc_replica_put_detail(struct bc_replica *replica, const char *id,
                                      int64_t revision, const char *json,
                                      struct err *err);
/* The record of at least `revision`; false when it is not there. */
bool bc_replica_detail(struct bc_replica *replica, const char *id, int64_t revision,
                       struct buf *out);

/* The last entry seen of a stream of the feed; seq 0 none. */
MUST_CHECK bool bc_replica_head(struct bc_replica *replica, const char *stream,
                                int64_t *seq, char hash[72], struct err *err);
MUST_CHECK bool bc_replica_set_head(struct bc_replica *replica, const char *stream,
                                    int64_t seq, const char *hash, struct err *err);

/* Views that are not complete go on gathering until the deadline of CLOCK_MONOTONIC.
 * True: more is to do. `*finished`: a count that was not known before is now. */
bool bc_replica_gather(struct bc_replica *replica, int64_t deadline_us, bool *finished);
bool bc_replica_gathering(const struct bc_replica *replica);

#endif
