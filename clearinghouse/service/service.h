/* What every command and query of the daemon works with, below HTTP and above SQL. */
#ifndef CLEARINGHOUSE_SERVICE_SERVICE_H
#define CLEARINGHOUSE_SERVICE_SERVICE_H

#include "clearinghouse/store/db.h"
#include "clearinghouse/store/journal.h"
#include "clearinghouse/store/records.h"
#include "common/id.h"

#include <stdatomic.h>

struct ch_access;
struct ch_calendar;
struct ch_delegation;
struct ch_secrets;
struct ch_penalties;
struct ch_policy_set;

/* One per process. The policies are read-only once the daemon serves. */
struct ch_service {
    const struct ch_policy_set *policies;
    const struct ch_calendar *calendar; /* NULL: no year's working days are known */
    const struct ch_secrets *secrets;   /* NULL: nothing can be signed, no token made */
    struct ch_penalties *penalties; /* NULL: nobody is locked out */
    struct ch_access *access;       /* NULL: nobody notes who reads what */
    bool demo;                          /* a ledger made with --demo: demo doors open */
    atomic_bool draining;               /* stopping: readyz says so */
    _Atomic int64_t clock_offset_us;    /* the ledger's clock minus the wall clock */
    _Atomic int64_t clock_stopped_at; /* while a demo is told: the clock stands here; 0 */
    struct id_source ids;             /* the writer's only */
};

/* One command or query. Lives for one request. */
struct ch_ctx {
    struct ch_service *service;
    struct ch_db *db;
    const struct ch_principal *who;     /* NULL: the ledger's own clock ("system") */
    const struct ch_delegation *acting; /* for somebody else, in its role only; or NULL */
    const char *operation;              /* Idempotency-Key, or NULL */
    int64_t now;                        /* the ledger's clock, microseconds */
    bool by_token; /* identified by a bearer token, not by a Unix user */
    bool dry_run;  /* the caller rolls the savepoint back afterwards */
};

/* The ledger's clock now. */
int64_t ch_clock(const struct ch_service *service);

/* Move a demo's clock forward, for good: kept in the ledger. */
MUST_CHECK bool ch_clock_advance(const struct ch_ctx *ctx, int64_t by_us,
                                 struct err *err);

/* The roles of ctx->who in `scope` (programme, centre, "*"): acting for somebody, the
 * delegated one in its programme and no other; every role for the clock. */
MUST_CHECK bool ch_ctx_roles(const struct ch_ctx *ctx, const char *scope, unsigned *roles,
                             struct err *err);

/* The word of a single role bit: "officer". */
const char *ch_role_name(enum ch_role role);
/* The bit of a word; 0 when there is no such role. */
enum ch_role ch_role_from_name(const char *word);

/* A change to be journalled. Members not needed are NULL. */
struct ch_change {
    const char *stream;
    const char *action; /* "application.approve" */
    const char *kind;   /* "application" */
    const char *id;
    int64_t revision;
    enum ch_role acting_as; /* 0: the first role the actor has */
    const char *reason_code, *reason_note;
    const char *policy;
    const char *body; /* canonical JSON of the record after the change */
};

/* Where a change landed. */
struct ch_landed {
    char stream[CH_SLUG_MAX];
    int64_t seq;
    char hash[HASH_HEX];
};

/* Append the change to its stream under the actor, operation and time of `ctx`. */
MUST_CHECK bool ch_record(const struct ch_ctx *ctx, const struct ch_change *change,
                          struct ch_landed *landed, struct err *err);

/* A new id ("app", "org", "ctr", "dec", "bat", "apr"). Writer only. */
const char *ch_new_id(const struct ch_ctx *ctx, const char *prefix, char out[ID_MAX]);

/* Work that has fallen due by ctx->now, at most `limit` records of a kind, each as a
 * written entry by the clock: returned cases past their deadline are deemed withdrawn,
 * undo windows close, vouchers expire, receivables become overdue. `*done` counts. Inside
 * the writer's transaction. */
MUST_CHECK bool ch_due_run(const struct ch_ctx *ctx, int limit, int *done,
                           struct err *err);

#endif
