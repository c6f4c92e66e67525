/* What `voucherdesk doctor` looks at on this side: libraries and local files. */
#ifndef BACKEND_CLIENT_HEALTH_H
#define BACKEND_CLIENT_HEALTH_H

#include "backend_client/session.h"

/* A file or folder of ours. */
struct bc_health_file {
    char path[512];
    bool exists, ours; /* owned by this user */
    unsigned mode;     /* permission bits */
    int64_t bytes;
};

struct bc_health {
    char curl[64], sqlite[32], jansson[32], sodium[32], unistring[32];
    struct bc_health_file state, replica, outbox;
    int64_t free_bytes; /* where the state folder lies; -1 unknown */
    bool embedded;      /* this console starts its own clearinghouse */
    char place[512];    /* the server or socket spoken to; "" embedded */
};

void bc_health(const struct bc_session *session, struct bc_health *out);

#endif
