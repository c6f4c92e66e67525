/* What a changed policy would do: the question as the API takes it, and its answer, page
 * after page, added up. */
#ifndef BACKEND_CLIENT_WHATIF_H
#define BACKEND_CLIENT_WHATIF_H

#include "backend_client/records.h"
#include "common/attr.h"
#include "common/buf.h"
#include "common/err.h"

#include <stdbool.h>
#include <stdint.h>

struct bc_session;

enum { BC_WHATIF_SET = 12, BC_WHATIF_ROWS = 20000, BC_WHATIF_TRANCHES = 32 };

struct bc_whatif_change {
    char key[64], value[400];
};

struct bc_whatif_ask {
    char programme[BC_WORD];
    int count;
    struct bc_whatif_change set[BC_WHATIF_SET];
    const char *file; /* a whole programme file instead; lent, or NULL */
    int32_t from, to; /* days of decision, both included; 0: open cases */
};

struct bc_whatif_side {
    char outcome[16], limited_by[16];
    int64_t grant_fen, rate_bp;
};

struct bc_whatif_row {
    char id[BC_ID], number[BC_NUMBER], name[96];
    char status[BC_WORD], tranche[BC_WORD];
    int64_t decided_at; /* 0: open */
    struct bc_whatif_side before, after;
    int flips; /* rules with another outcome that do not pass now or did not; one of
                  them, rather one that stands in the way now */
    char rule[BC_WORD], rule_before[16], rule_after[16]; /* "" not part of that policy */
};

struct bc_whatif_tranche {
    char id[BC_WORD], name[BC_NAME];
    int64_t available_fen, before_fen, after_fen, held_fen;
};

struct bc_whatif {
    char cases[16], policy[BC_NAME]; /* "open"; "shanghai-compute@1" */
    int64_t looked_at, changed, before_fen, after_fen;
    int tranche_count;
    struct bc_whatif_tranche tranches[BC_WHATIF_TRANCHES];
    int count, room;            /* rows kept: the first BC_WHATIF_ROWS that changed */
    struct bc_whatif_row *rows; /* owned */
    char next[512];             /* of the page to be asked for; "" none */
};
void bc_whatif_clear(struct bc_whatif *whatif);

/* "/v1/programmes/ID/what-if" and the body; `after`: the cursor of the page, "" the
 * first. */
MUST_CHECK bool bc_whatif_request(const struct bc_whatif_ask *ask, const char *after,
                                  char path[128], struct buf *body, struct err *err);
/* The changes by key, as JSON wants them. */
void bc_whatif_sorted(const struct bc_whatif_ask *ask,
                      struct bc_whatif_change set[BC_WHATIF_SET]);
/* Add one page to what is there. */
MUST_CHECK bool bc_whatif_add(struct bc_whatif *whatif, const char *json,
                              struct err *err);

/* What a tranche would lack, 0: it suffices. */
int64_t bc_whatif_short(const struct bc_whatif_tranche *tranche);

/* ---- for screens: ask without waiting ---- */

struct bc_whatif_run {
    int64_t ticket;          /* of the question asked last, 0 none */
    bool done;               /* answered whole, or failed */
    struct err err;          /* kind ERR_NONE: well */
    struct bc_whatif answer; /* as far as it has come */
};

/* Ask, page after page: BC_EVENT_WHATIF as each comes. The question before is forgotten.
 * `ask->file` is not taken here. Returns its ticket, 0 when out of memory. */
int64_t bc_whatif_start(struct bc_session *session, const struct bc_whatif_ask *ask);
/* Forget question and answer. */
void bc_whatif_stop(struct bc_session *session);
const struct bc_whatif_run *bc_whatif_run(const struct bc_session *session);

/* A value as a programme file writes it, from what a person types: "25" of a rate is
 * "25%", "2m" of money "2000000 yuan", "30" of days "30 days". Others stay as they are.
 */
void bc_whatif_value(const char *key, const char *typed, char *out, size_t size);

#endif
