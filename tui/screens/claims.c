/* Claims: from the invoice to the treasury, each step by another person. */
#include "tui/screens/claim_detail.h"
#include "tui/screens/lodge.h"
#include "tui/screens/papers.h"

#include "tui/screens/case_words.h"
#include "tui/widgets/figure.h"

#include <stdio.h>
#include <string.h>

enum { NUMBER, HOLDER, ASKED, MATCH, STATE, AGE, INVOICE, PROGRAMME, COLUMNS };

static const struct tui_column columns[COLUMNS] = {
    [NUMBER] = {.title = N_("CLAIM"), .width = 12},
    [HOLDER] = {.title = N_("APPLICANT"), .least = 16},
    [ASKED] = {.title = N_("ASKS ¥k"), .width = 9, .right = true},
    [MATCH] = {.title = N_("MATCH"), .width = 6},
    [STATE] = {.title = N_("STATE"), .width = 12},
    [AGE] = {.title = N_("SINCE"), .width = 7, .right = true, .drop = 1},
    [INVOICE] = {.title = N_("INVOICE"), .width = 14, .drop = 3},
    [PROGRAMME] = {.title = N_("PROGRAMME"), .width = 18, .drop = 4},
};

static const struct papers_view views[] = {
    {"to-match", N_("to match"), "lodged,queried", 0},
    {"to-approve", N_("to approve"), "matched", 0},
    {"open", N_("all open"), "lodged,queried,matched,approved,in_payment,failed", 0},
    {"to-pay", N_("to pay"), "approved,failed", 0},
    {"paid", N_("paid"), "paid,recovered", 1},
    {"rejected", N_("rejected"), "rejected", 1},
    {"all", N_("all"), "", 1},
};

static const struct papers_sort sorts[] = {
    {"lodged", N_("lodged"), false},
    {"updated", N_("changed"), true},
    {"asked", N_("amount"), true},
    {"applicant", N_("applicant"), false},
};

#define OFFICE "officer supervisor"
#define BY_OFFICE N_("only an officer or a supervisor decides a claim")
static const struct papers_action actions[] = {
    {TUI_ACT_MATCH, "match", "lodged queried",
     N_("only a claim that came in can be matched"), OFFICE, BY_OFFICE},
    {TUI_ACT_QUERY, "query", "lodged matched",
     N_("only a claim that came in or is matched can be queried"), OFFICE, BY_OFFICE},
    {TUI_ACT_APPROVE, "approve", "matched", N_("match it first (t)"), OFFICE, BY_OFFICE},
    {TUI_ACT_REJECT, "reject", "lodged queried matched approved failed",
     N_("what is with the treasury or paid is not rejected"), OFFICE, BY_OFFICE},
    {TUI_ACT_PAY, "pay", "approved failed",
     N_("only an approved claim goes to the treasury"), OFFICE, BY_OFFICE},
    {TUI_ACT_FAILED, "fail", "in_payment",
     N_("only a claim that is with the treasury can come back"), OFFICE, BY_OFFICE},
    {TUI_ACT_RECOVER, "recover", "paid", N_("only what was paid is asked back"),
     "supervisor", N_("only a supervisor asks money back")},
};

static struct safe_text cell(struct tui_app *app, const struct papers *papers,
                             int64_t row, int column, enum tui_role *role)
{
    struct bc_claim c;
    if (!bc_claim_at(papers->list, row, &c)) {
        return safe_text("");
    }
    switch (column) {
    case NUMBER:
        return safe_text(c.number);
    case HOLDER:
        return safe_text(c.applicant_name);
    case ASKED:
        return tui_thousand(c.amount > 0 ? c.amount : c.asked);
    case MATCH:
        *role = tui_verdict_role(c.match);
        return tui_verdict(c.match, 0);
    case STATE:
        *role = c.overdue ? TUI_ERROR : papers_status_role(c.status);
        return safe_text(c.overdue ? _("overdue") : papers_word(c.status));
    case AGE:
        *role = TUI_DIM;
        return tui_age(tui_now(app) - c.updated_at);
    case INVOICE:
        return safe_text(*c.invoice_number ? c.invoice_number : "–");
    default:
        *role = TUI_DIM;
        return tui_programme_name(tui_session(app), c.programme);
    }
}

static bool item(const struct papers *papers, int64_t row, struct tui_order_item *out)
{
    struct bc_claim c;
    if (!bc_claim_at(papers->list, row, &c)) {
        return false;
    }
    *out = (struct tui_order_item){.revision = c.revision,
                                   .amount_fen = c.amount > 0 ? c.amount : c.asked};
    memcpy(out->id, c.id, sizeof out->id);
    memcpy(out->number, c.number, sizeof out->number);
    memcpy(out->name, c.applicant_name, sizeof out->name);
    memcpy(out->status, c.status, sizeof out->status);
    return true;
}

static void detail(struct tui_app *app, struct papers *papers, int64_t row,
                   struct tui_pane *pane)
{
    struct bc_claim c;
    if (bc_claim_at(papers->list, row, &c)) {
        tui_claim_detail(app, &c, bc_papers_json(papers->list, row), pane);
    }
}

static bool act(struct tui_app *app, struct papers *papers, enum tui_action action)
{
    struct bc_claim c;
    int64_t row = papers_selected(papers);
    if (action != TUI_ACT_ANSWER || row < 0 || !bc_claim_at(papers->list, row, &c)) {
        return false;
    }
    tui_answer_open(app, &c);
    return true;
}

static const char *why_not(struct tui_app *app, struct papers *papers,
                           enum tui_action action)
{
    struct bc_claim c;
    int64_t row = papers_selected(papers);
    if (action != TUI_ACT_ANSWER) {
        return NULL;
    }
    if (row < 0 || !bc_claim_at(papers->list, row, &c)) {
        return _("nothing is selected; v changes the view");
    }
    if (!papers_has_role(app, "officer applicant_desk")) {
        return _("only the applicant's desk or an officer answers a query");
    }
    return strcmp(c.status, "queried") == 0
               ? NULL
               : _("only a queried claim is answered; it asks for invoice and usage");
}

static const struct papers_kind kind = {
    .paper = BC_CLAIMS,
    .subject = BC_ON_CLAIM,
    .pane = 44,
    .none = N_("No claim is here. One is lodged from a voucher (l in Vouchers). v shows "
               "the next view."),
    .columns = columns,
    .column_count = COLUMNS,
    .views = views,
    .view_count = COUNT_OF(views),
    .sorts = sorts,
    .sort_count = COUNT_OF(sorts),
    .actions = actions,
    .action_count = COUNT_OF(actions),
    .cell = cell,
    .detail = detail,
    .item = item,
    .act = act,
    .why_not = why_not,
};

static void open_screen(struct tui_app *app, void *state, const void *arg)
{
    papers_open(app, state, &kind, arg);
}

static bool view(int n, const char **name, const char **title)
{
    if (n < 0 || n >= (int)COUNT_OF(views)) {
        return false;
    }
    *name = views[n].name;
    *title = views[n].title;
    return true;
}

const struct tui_screen tui_claims_screen = {
    .name = "claims",
    .title = N_("Claims"),
    .action = TUI_ACT_CLAIMS,
    .context = TUI_CTX_CLAIMS,
    .tab = 10,
    .state_size = sizeof(struct papers),
    .open = open_screen,
    .close = papers_close,
    .draw = papers_draw,
    .status = papers_status,
    .act = papers_act,
    .why_not = papers_why_not,
    .filter = papers_filter,
    .filter_count = papers_filter_count,
    .event = papers_event,
    .place = papers_place,
    .go = papers_go,
    .view = view,
};
