/* Who opened and exported what: entries of the stream "access". A read notes it and goes
 * on; the writer writes what was noted once a second, one entry for each person and kind.
 * When the writer cannot keep up, nothing is opened any more rather than opened unseen.
 */
#ifndef CLEARINGHOUSE_ACCESS_H
#define CLEARINGHOUSE_ACCESS_H

#include "clearinghouse/routes.h"

struct ch_access;

struct ch_access *ch_access_new(void); /* NULL: out of memory */
void ch_access_free(struct ch_access *access);

/* "open", "list" or "export" for a route that is recorded, else NULL. */
const char *ch_access_kind(const struct ch_route *route);
/* `subject` is the id that was opened, or what was listed. False when too much waits. */
bool ch_access_note(struct ch_access *access, const struct ch_principal *who,
                    const char *kind, const char *subject, int64_t now);
/* Something is noted that was not written yet. */
bool ch_access_pending(struct ch_access *access);
/* Write what was noted, inside the writer's transaction. */
MUST_CHECK bool ch_access_write(struct ch_access *access, const struct ch_ctx *ctx,
                                struct err *err);
/* The transaction that wrote it is durable: forget it. */
void ch_access_written(struct ch_access *access);

#endif
