/* Deciding: a preview asks the server what would happen; confirming writes an intent to
 * the outbox before anything is sent. */
#ifndef BACKEND_CLIENT_DECISIONS_H
#define BACKEND_CLIENT_DECISIONS_H

#include "backend_client/session.h"

enum { BC_BATCH_MAX = 200, BC_CONTROLS = 8 };

/* One case of a decision, bound to the revision that was looked at. */
struct bc_choice {
    char id[BC_ID];
    int64_t revision;
};

struct bc_decision {
    char decision[BC_WORD]; /* accept approve reject return undo assign withdraw resubmit
                               notice object uphold dismiss issue lapse */
    char reason_code[BC_WORD];
    char note[640];
    char assignee[BC_WORD];
    char objector[BC_NAME], evidence[640]; /* of an objection */
    char title[BC_NAME]; /* of its entry in the outbox; "": as the replica knows the case
                          */
    int64_t amount_fen;  /* 0: what the rules give */
    int count;           /* 1..BC_BATCH_MAX */
    struct bc_choice choices[BC_BATCH_MAX]; /* of `assign` to "next" the id "next": the
                                               clearinghouse chooses the case */
};

struct bc_control {
    char control[BC_WORD], outcome[BC_WORD]; /* ok needed blocked */
    char detail[BC_NAME];
};

struct bc_preview_item {
    char id[BC_ID], number[BC_NUMBER], applicant_name[BC_NAME];
    int64_t amount_fen, grant_fen;
    char outcome[BC_WORD];                   /* done awaiting refused */
    char status[BC_WORD];                    /* the state it would have */
    struct err problem;                      /* why refused; kind ERR_NONE otherwise */
    int64_t seen_revision, current_revision; /* differ: changed since it was looked at */
    char changed[BC_NAME];                   /* fields that changed, comma-separated */
};

struct bc_budget_change {
    char programme[BC_WORD], tranche[BC_WORD], name[BC_NAME];
    int64_t available_before, available_after, reserved_before, reserved_after;
};

struct bc_preview {
    int64_t ticket;
    bool ready;
    struct err error; /* the preview as a whole failed */
    int64_t at;
    int item_count, budget_count, control_count, notice_count;
    struct bc_preview_item items[BC_BATCH_MAX];
    struct bc_budget_change budgets[16];
    struct bc_control controls[BC_CONTROLS];
    char notice_to[BC_NAME], notice_kind[BC_WORD];
    int done, awaiting, refused; /* sums of the items */
};

/* Ask for a preview; the answer is in bc_preview() after BC_EVENT_PREVIEW with this
 * ticket. A new request forgets the one before. */
int64_t bc_preview_ask(struct bc_session *session, const struct bc_decision *decision);
const struct bc_preview *bc_preview(const struct bc_session *session);

/* Write the intent durably, then send it. `*intent` is its number in the outbox. */
MUST_CHECK bool bc_decide(struct bc_session *session, const struct bc_decision *decision,
                          int64_t *intent, struct err *err);

/* An operator's report: the newest occupancy of one centre (also by way of the outbox).
 */
MUST_CHECK bool bc_report(struct bc_session *session, const char *centre_id,
                          const struct bc_reading *readings, int count, int64_t *intent,
                          struct err *err);

/* ---- the outbox ---- */

enum bc_intent_state {
    BC_INTENT_QUEUED,
    BC_INTENT_SENT,
    BC_INTENT_CONFIRMED,
    BC_INTENT_REFUSED,
    BC_INTENT_CONFLICT,
    BC_INTENT_UNKNOWN, /* sent, no answer: asked again under the same operation id */
    BC_INTENT_HELD,    /* older than 24 h: waits for the person to say yes */
    BC_INTENT_DISCARDED,
};
const char *bc_intent_state_name(enum bc_intent_state state);

struct bc_intent {
    int64_t number;
    enum bc_intent_state state;
    char what[BC_WORD];    /* "approve", "report" */
    char title[BC_NAME];   /* "26-000418-K 星河智算…", or "3 cases" */
    char operation[BC_ID]; /* the Idempotency-Key */
    int count;
    int attempts;
    int64_t created_at, updated_at, next_at;
    int64_t undo_until;          /* of a confirmed single decision; 0 none */
    char case_id[BC_ID];         /* of a single decision */
    int done, awaiting, refused; /* of a confirmed batch */
    char text[400];              /* the outcome or the error, as the server said it */
    char problem[BC_WORD];       /* problem type: "budget-exceeded", "stale-revision" */
};

/* Newest first; returns how many were written, at most `max`. */
int bc_intents(struct bc_session *session, struct bc_intent *out, int max);
bool bc_intent_get(struct bc_session *session, int64_t number, struct bc_intent *out);
int bc_intents_pending(struct bc_session *session); /* queued, sent, unknown, held */
MUST_CHECK bool bc_intent_retry(struct bc_session *session, int64_t number,
                                struct err *err);
/* Only a queued or held intent can be discarded; a sent one may have happened. */
MUST_CHECK bool bc_intent_discard(struct bc_session *session, int64_t number,
                                  struct err *err);

#endif
