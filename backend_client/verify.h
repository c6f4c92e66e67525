/* The chain check from where one sits: every entry is fetched in order, hashed here and
 * compared, without trusting the server's word for it; a page at a time, behind the
 * screens. BC_EVENT_AUDIT follows each page. */
#ifndef BACKEND_CLIENT_VERIFY_H
#define BACKEND_CLIENT_VERIFY_H

#include "backend_client/session.h"

struct bc_verify;

enum bc_verify_state {
    BC_VERIFY_RUNNING,
    BC_VERIFY_WHOLE,  /* every chain holds to its head */
    BC_VERIFY_BROKEN, /* `err` names the stream and the first bad entry */
    BC_VERIFY_FAILED, /* could not be done: `err` says why */
};

struct bc_verify_progress {
    enum bc_verify_state state;
    int64_t walked, total; /* entries; total -1 until the heads are known */
    int streams, stream;   /* how many, and which is being walked, from 1 */
    int64_t at;            /* when it ended */
    char head[72];         /* of a single stream: its newest hash */
    struct err err;
};

/* Of one stream, or NULL for all the caller may read. */
MUST_CHECK bool bc_verify_start(struct bc_session *session, const char *stream,
                                struct bc_verify **out, struct err *err);
void bc_verify_progress(const struct bc_verify *verify, struct bc_verify_progress *out);
void bc_verify_close(struct bc_verify *verify); /* also ends a running one */

#endif
