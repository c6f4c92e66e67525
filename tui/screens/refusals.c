#include "tui/screens/case_words.h"

#include "common/attr.h"
#include "tui/lang.h"

#include <string.h>

/* Why the clearinghouse says no, by the type of its problem, and what to do next. */
static const struct {
    const char *type, *text; /* msgid */
} problems[] = {
    {"budget-exceeded",
     N_("not enough money in the tranche; drop the case, approve less, or "
        "ask for an appropriation")},
    {"stale-revision", N_("it was changed since you looked; close this, read it again, "
                          "then decide")},
    {"wrong-state", N_("its state does not allow this any more; close this and look")},
    {"wrong-role", N_("your role may not do this to it")},
    {"rules-not-met",
     N_("a rule is not met; reject it, return it, or have it put right")},
    {"cap-reached", N_("the applicant's cap for the year is used up; reject it, or "
                       "approve less")},
    {"amount-too-high", N_("the rules give less than this amount; type a smaller one")},
    {"amount-differs",
     N_("another amount was signed first; sign that one, or reject it")},
    {"signed-twice", N_("you signed it first; somebody else has to sign second")},
    {"maker-is-signer", N_("you entered it; somebody else has to decide")},
    {"same-person", N_("you took part in it before; somebody else has to decide")},
    {"approver-is-issuer", N_("you approved it; somebody else has to issue it")},
    {"conflict-of-interest",
     N_("you declared a conflict of interest; a colleague decides")},
    {"undo-closed", N_("the undo window is over; the decision stands")},
    {"undo-open", N_("its undo window is still open; wait until it is over")},
    {"notice-runs", N_("the public notice still runs; wait until it is over")},
    {"notice-over", N_("the public notice is over; it is too late for this")},
    {"too-many-objections", N_("it has as many objections as can be kept")},
    {"objection-incomplete", N_("an objection needs its author and its grounds")},
    {"reason-missing", N_("choose a reason first")},
    {"reason-unknown", N_("this reason is not for this decision; choose another")},
    {"note-missing", N_("the reason \"other\" needs a note that says what it is")},
    {"answer-empty", N_("an answer is needed; write it in the note")},
    {"debarred", N_("the applicant is on the list of dishonest firms")},
    {"in-arrears", N_("the applicant owes money back; it comes first")},
    {"voucher-not-active", N_("the voucher is not active; look at its state")},
    {"amount-mismatch", N_("the amounts do not agree; look at the papers again")},
    {"match-failed", N_("contract, invoice and usage do not agree; send it back")},
    {"paid-twice", N_("it has been paid already")},
    {"calendar-missing", N_("the calendar of working days does not reach so far; the "
                            "administrator adds the year")},
    {"not-found", N_("it is not there, or not for you")},
    {"idempotency-mismatch", N_("this was sent before with another content; begin anew")},
    {"unknown-principal",
     N_("the clearinghouse does not know you; ask the administrator")},
    {"no-identity",
     N_("the clearinghouse does not know who you are; ask the administrator")},
    {"busy", N_("the clearinghouse is busy; try again in a moment")},
    {"draining", N_("the clearinghouse is about to stop; try again in a moment")},
    {"operation-running", N_("it is being done at this moment; wait for the outcome")},
    {"outcome-unknown", N_("its outcome is not known; it is asked again by itself")},
    {"internal", N_("the clearinghouse has a fault; tell the administrator")},
};

/* For types not known here: by what kind of thing it is. */
static const struct {
    enum err_kind kind;
    const char *text; /* msgid */
} kinds[] = {
    {ERR_UNREACHABLE, N_("the clearinghouse does not answer")},
    {ERR_UNKNOWN, N_("its outcome is not known; it is asked again by itself")},
    {ERR_BUSY, N_("the clearinghouse is busy; try again in a moment")},
    {ERR_PERMISSION, N_("your role may not do this to it")},
    {ERR_STALE, N_("it was changed since you looked; close this, read it again, then "
                   "decide")},
    {ERR_CONFLICT, N_("its state does not allow this any more; close this and look")},
    {ERR_BUDGET, N_("not enough money in the tranche; drop the case, approve less, or "
                    "ask for an appropriation")},
    {ERR_NOT_FOUND, N_("it is not there, or not for you")},
    {ERR_INVALID, N_("the clearinghouse cannot read what was sent")},
    {ERR_INTERNAL, N_("the clearinghouse has a fault; tell the administrator")},
};

/* English readers are told in the server's own words, which have the figures; others by
 * the type, in theirs. What the server said stands in the outbox. */
struct safe_text tui_problem(const struct err *problem)
{
    if (*problem->text && !tui_lang_is_zh()) {
        return safe_text(problem->text);
    }
    for (size_t i = 0; i < COUNT_OF(problems); i++) {
        if (strcmp(problem->type, problems[i].type) == 0) {
            return safe_text(_(problems[i].text));
        }
    }
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        if (problem->kind == kinds[i].kind) {
            return safe_text(_(kinds[i].text));
        }
    }
    struct safe_text type = safe_text(problem->type);
    return safe_textf(_("a rule of the clearinghouse forbids it (%s)"), type.bytes);
}
