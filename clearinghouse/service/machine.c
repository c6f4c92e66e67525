#include "clearinghouse/service/machine.h"

#include "clearinghouse/service/service.h"

#include <stdio.h>
#include <string.h>

enum {
    DESK = CH_ROLE_APPLICANT_DESK | CH_ROLE_OFFICER,
    OFFICE = CH_ROLE_OFFICER | CH_ROLE_SUPERVISOR,
};

/* decision, from, to, who, reason owed, can be undone. Two rows for one approval: the
 * second is taken instead of the first when four-eyes is needed. */
const struct ch_transition ch_transitions[] = {
    {"accept", "submitted", "under_review", OFFICE, false, true},
    {"return", "submitted", "returned", OFFICE, true, true},
    {"return", "under_review", "returned", OFFICE, true, true},
    {"resubmit", "returned", "under_review", DESK, false, false},
    {"approve", "under_review", "approved", OFFICE, false, true},
    {"approve", "under_review", "awaiting_second", OFFICE, false, true},
    {"approve", "awaiting_second", "approved", CH_ROLE_SUPERVISOR, false, true},
    {"reject", "submitted", "rejected", OFFICE, true, true},
    {"reject", "under_review", "rejected", OFFICE, true, true},
    {"reject", "awaiting_second", "rejected", OFFICE, true, true},
    {"withdraw", "submitted", "withdrawn", DESK, true, false},
    {"withdraw", "under_review", "withdrawn", DESK, true, false},
    {"withdraw", "returned", "withdrawn", DESK, true, false},
    {"assign", "submitted", "submitted", OFFICE, false, false},
    {"assign", "under_review", "under_review", OFFICE, false, false},
    {"assign", "awaiting_second", "awaiting_second", OFFICE, false, false},
    {"undo", "under_review", "submitted", OFFICE, false, false},
    {"undo", "returned", "under_review", OFFICE, false, false},
    {"undo", "awaiting_second", "under_review", OFFICE, false, false},
    {"undo", "returned", "submitted", OFFICE, false, false},
    {"undo", "rejected", "submitted", OFFICE, false, false},
    {"undo", "approved", "under_review", OFFICE, false, false},
    {"undo", "rejected", "under_review", OFFICE, false, false},
    {"lapse", "returned", "withdrawn", 0, false, false},
    /* From here on the undo window has closed: what is public is not taken back. */
    {"notice", "approved", "on_notice", OFFICE, false, false},
    {"object", "on_notice", "objected", DESK | OFFICE, true, false},
    {"uphold", "objected", "rejected", CH_ROLE_SUPERVISOR, true, false},
    {"dismiss", "objected", "on_notice", CH_ROLE_SUPERVISOR, true, false},
    {"issue", "on_notice", "issued", OFFICE, false, false},
    {"withdraw", "approved", "withdrawn", DESK, true, false},
    {"withdraw", "on_notice", "withdrawn", DESK, true, false},
    {"lapse", "approved", "lapsed", CH_ROLE_SUPERVISOR, true, false},
    {"lapse", "on_notice", "lapsed", CH_ROLE_SUPERVISOR, true, false},
};
const size_t ch_transition_count = COUNT_OF(ch_transitions);

const char *const ch_statuses[] = {
    "submitted", "under_review", "returned", "awaiting_second", "approved", "rejected",
    "withdrawn", "on_notice",    "objected", "issued",          "lapsed",   NULL};

const struct ch_machine ch_application_machine = {"case", ch_transitions,
                                                  COUNT_OF(ch_transitions), ch_statuses};

/* The first signature of a revocation freezes, the second revokes. */
static const struct ch_transition voucher_steps[] = {
    {"freeze", "active", "frozen", OFFICE, true, false},
    {"unfreeze", "frozen", "active", CH_ROLE_SUPERVISOR, true, false},
    {"extend", "active", "active", CH_ROLE_SUPERVISOR, true, false},
    {"extend", "frozen", "frozen", CH_ROLE_SUPERVISOR, true, false},
    {"revoke", "active", "frozen", CH_ROLE_SUPERVISOR, true, false},
    {"revoke", "frozen", "frozen", CH_ROLE_SUPERVISOR, true, false},
    {"revoke", "frozen", "revoked", CH_ROLE_SUPERVISOR, true, false},
    {"use", "active", "used_up", 0, false, false},
    {"expire", "active", "expired", 0, false, false},
    {"expire", "frozen", "expired", 0, false, false},
};
static const char *const voucher_statuses[] = {"active",  "frozen",  "used_up",
                                               "expired", "revoked", NULL};
const struct ch_machine ch_voucher_machine = {"voucher", voucher_steps,
                                              COUNT_OF(voucher_steps), voucher_statuses};

/* `pay` sends the payment to the treasury; `settle` is its receipt. */
static const struct ch_transition claim_steps[] = {
    {"match", "lodged", "matched", OFFICE, false, false},
    {"match", "queried", "matched", OFFICE, false, false},
    {"query", "lodged", "queried", OFFICE, true, false},
    {"query", "matched", "queried", OFFICE, true, false},
    {"answer", "queried", "lodged", DESK, false, false},
    {"approve", "matched", "approved", OFFICE, false, false},
    {"reject", "lodged", "rejected", OFFICE, true, false},
    {"reject", "queried", "rejected", OFFICE, true, false},
    {"reject", "matched", "rejected", OFFICE, true, false},
    {"reject", "approved", "rejected", CH_ROLE_SUPERVISOR, true, false},
    {"reject", "failed", "rejected", CH_ROLE_SUPERVISOR, true, false},
    {"pay", "approved", "in_payment", OFFICE, false, false},
    {"pay", "failed", "in_payment", OFFICE, false, false},
    {"fail", "in_payment", "failed", OFFICE, true, false},
    {"settle", "in_payment", "paid", 0, false, false},
    {"recover", "paid", "recovered", CH_ROLE_SUPERVISOR, true, false},
};
static const char *const claim_statuses[] = {
    "lodged", "queried", "matched",  "approved",  "in_payment",
    "paid",   "failed",  "rejected", "recovered", NULL};
const struct ch_machine ch_claim_machine = {"claim", claim_steps, COUNT_OF(claim_steps),
                                            claim_statuses};

const struct ch_transition *ch_machine_find(const struct ch_machine *machine,
                                            const char *from, const char *decision)
{
    for (size_t i = 0; i < machine->count; i++) {
        if (strcmp(machine->steps[i].from, from) == 0 &&
            strcmp(machine->steps[i].decision, decision) == 0) {
            return &machine->steps[i];
        }
    }
    return NULL;
}

bool ch_machine_knows(const struct ch_machine *machine, const char *decision)
{
    for (size_t i = 0; i < machine->count; i++) {
        if (machine->steps[i].roles &&
            strcmp(machine->steps[i].decision, decision) == 0) {
            return true;
        }
    }
    return false;
}

static bool wrong_state(const struct ch_machine *machine, const char *number,
                        const char *status, const char *decision, struct err *err)
{
    char possible[160] = "";
    for (size_t i = 0; i < machine->count; i++) {
        const struct ch_transition *t = &machine->steps[i];
        if (t->roles && strcmp(t->from, status) == 0 && !strstr(possible, t->decision)) {
            size_t at = strlen(possible);
            snprintf(possible + at, sizeof possible - at, "%s%s", at ? ", " : "",
                     t->decision);
        }
    }
    return err_set_type(err, ERR_CONFLICT, "wrong-state",
                        "%s %s is %s: %s is not possible; possible now: %s",
                        machine->noun, number, status, decision,
                        *possible ? possible : "nothing more");
}

bool ch_machine_allows(const struct ch_ctx *ctx, const struct ch_machine *machine,
                       const struct ch_transition *step, const char *programme,
                       const char *number, const char *status, const char *decision,
                       struct err *err)
{
    unsigned roles;
    if (!step || (step->roles == 0 && ctx->who)) {
        return wrong_state(machine, number, status, decision, err);
    }
    if (!ch_ctx_roles(ctx, programme, &roles, err)) {
        return false;
    }
    if ((roles & step->roles) == 0 && ctx->who) {
        return err_set_type(
            err, ERR_PERMISSION, "wrong-role", "%s may not %s a %s that is %s%s",
            ctx->who->id, decision, machine->noun, status,
            step->roles == CH_ROLE_SUPERVISOR ? "; a supervisor must" : "");
    }
    return true;
}

const struct ch_transition *ch_transition_find(const char *from, const char *decision)
{
    return ch_machine_find(&ch_application_machine, from, decision);
}

bool ch_decision_known(const char *decision)
{
    return ch_machine_knows(&ch_application_machine, decision);
}

bool ch_status_granted(const char *status)
{
    return strcmp(status, "approved") == 0 || strcmp(status, "on_notice") == 0 ||
           strcmp(status, "objected") == 0 || strcmp(status, "issued") == 0;
}

bool ch_status_open(const char *status)
{
    return strcmp(status, "submitted") == 0 || strcmp(status, "under_review") == 0 ||
           strcmp(status, "returned") == 0 || strcmp(status, "awaiting_second") == 0;
}
