#include "tui/screens/case_words.h"

#include "tui/widgets/bilingual.h"

#include "backend_client/collections.h"
#include "common/money.h"
#include "tui/lang.h"
#include "tui/widgets/figure.h"

#include <string.h>

struct safe_text tui_verdict(const char *verdict, int issues)
{
    const char *word = tui_word(verdict);
    return issues > 0 ? safe_textf("%s %d", word, issues) : safe_text(word);
}

enum tui_role tui_verdict_role(const char *verdict)
{
    static const struct {
        const char *verdict;
        enum tui_role role;
    } roles[] = {{"pass", TUI_PASS},
                 {"query", TUI_QUERY},
                 {"cap", TUI_CAP},
                 {"fail", TUI_FAIL},
                 {"wait", TUI_WAIT}};
    for (size_t i = 0; i < COUNT_OF(roles); i++) {
        if (strcmp(verdict, roles[i].verdict) == 0) {
            return roles[i].role;
        }
    }
    return TUI_TEXT;
}

bool tui_status_open(const char *status)
{
    static const char *const open[] = {"submitted", "under_review", "returned",
                                       "awaiting_second"};
    for (size_t i = 0; i < COUNT_OF(open); i++) {
        if (strcmp(status, open[i]) == 0) {
            return true;
        }
    }
    return false;
}

struct safe_text tui_due(int64_t due_at, int64_t now, const char *status, bool *late)
{
    bool over = due_at > 0 && due_at < now;
    if (late) {
        *late = false;
    }
    if (due_at <= 0 || !tui_status_open(status)) {
        return (struct safe_text){0};
    }
    if (late) {
        *late = over;
    }
    struct safe_text age = tui_age(over ? now - due_at : due_at - now);
    return over ? safe_textf(_("%s late"), age.bytes) : age;
}

struct safe_text tui_thousand(int64_t fen)
{
    char text[32];
    return safe_text(money_format(fen, MONEY_THOUSAND, text));
}

static const struct {
    const char *decision, *title, *done;
} decisions[] = {
    {"approve", N_("Approve"), N_("approved")},
    {"reject", N_("Reject"), N_("rejected")},
    {"return", N_("Send back"), N_("sent back")},
    {"accept", N_("Take up"), N_("taken up")},
    {"undo", N_("Undo"), N_("undone")},
    {"assign", N_("Assign"), N_("assigned")},
    {"withdraw", N_("Withdraw"), N_("withdrawn")},
    {"resubmit", N_("Resubmit"), N_("resubmitted")},
    {"submit", N_("Submit"), N_("submitted")},
    {"lapse", N_("Lapse"), N_("lapsed")},
    {"settle", N_("Settle"), N_("final: its undo window closed")},
    {"notice", N_("Give notice"), N_("put on notice")},
    {"object", N_("Objection"), N_("objected to")},
    {"uphold", N_("Uphold the objection"), N_("rejected on the objection")},
    {"dismiss", N_("Dismiss the objection"), N_("back on notice")},
    {"issue", N_("Issue"), N_("issued")},
    {"freeze", N_("Freeze"), N_("frozen")},
    {"unfreeze", N_("Unfreeze"), N_("unfrozen")},
    {"extend", N_("Extend"), N_("extended")},
    {"revoke", N_("Revoke"), N_("revoked")},
    {"match", N_("Match"), N_("matched")},
    {"query", N_("Query"), N_("queried")},
    {"answer", N_("Answer"), N_("answered")},
    {"pay", N_("Send to pay"), N_("sent to the treasury")},
    {"fail", N_("Came back"), N_("came back unpaid")},
    {"recover", N_("Ask back"), N_("asked back")},
    {"lodge", N_("Lodge"), N_("lodged on")},
    {"receipts", N_("Receipts"), N_("receipts booked:")},
};

const char *tui_decision_title(const char *decision)
{
    for (size_t i = 0; i < COUNT_OF(decisions); i++) {
        if (strcmp(decision, decisions[i].decision) == 0) {
            return _(decisions[i].title);
        }
    }
    return decision;
}

const char *tui_decision_done(const char *decision)
{
    for (size_t i = 0; i < COUNT_OF(decisions); i++) {
        if (strcmp(decision, decisions[i].decision) == 0) {
            return _(decisions[i].done);
        }
    }
    return decision;
}

struct safe_text tui_programme_name(struct bc_session *session, const char *id)
{
    const struct bc_programme *programmes;
    int count = bc_programmes(session, &programmes);
    for (int i = 0; i < count; i++) {
        if (strcmp(programmes[i].id, id) == 0) {
            return safe_text(tui_lang_is_zh() && *programmes[i].name_zh
                                 ? programmes[i].name_zh
                                 : programmes[i].name_en);
        }
    }
    return safe_text(id);
}

struct safe_text tui_tranche_name(struct bc_session *session, const char *programme,
                                  const char *id)
{
    const struct bc_tranche *tranches;
    int count = bc_tranches(session, &tranches);
    for (int i = 0; i < count; i++) {
        if (strcmp(tranches[i].id, id) == 0 &&
            strcmp(tranches[i].programme, programme) == 0 && *tranches[i].name) {
            return tui_bilingual(tranches[i].name);
        }
    }
    return safe_text(id);
}

struct safe_text tui_reason_name(struct bc_session *session, const char *code)
{
    const struct bc_reason *reasons;
    int count = bc_reasons(session, &reasons);
    for (int i = 0; i < count; i++) {
        if (strcmp(reasons[i].code, code) == 0) {
            return safe_text(tui_lang_is_zh() ? reasons[i].zh : reasons[i].en);
        }
    }
    return safe_text(code);
}
