/* Payments: what waits to be sent, what the treasury has, what came back, and what is to
 * be paid back. */
#include "tui/screens/claim_detail.h"
#include "tui/screens/handout.h"
#include "tui/screens/papers.h"
#include "tui/screens/receipts.h"

#include "backend_client/payments.h"
#include "common/date.h"
#include "tui/screens/case_words.h"
#include "tui/widgets/figure.h"

#include <stdio.h>
#include <string.h>

enum { NUMBER, PAYEE, AMOUNT, STATE, TRANCHE, AGE, DUE, INVOICE, COLUMNS };
enum { SUMS = 12 };

static const struct tui_column columns[COLUMNS] = {
    [NUMBER] = {.title = N_("CLAIM"), .width = 12},
    [PAYEE] = {.title = N_("PAYEE"), .least = 16},
    [AMOUNT] = {.title = N_("¥"), .width = 14, .right = true},
    [STATE] = {.title = N_("STATE"), .width = 12},
    [TRANCHE] = {.title = N_("TRANCHE"), .width = 14, .drop = 2},
    [AGE] = {.title = N_("SINCE"), .width = 7, .right = true, .drop = 1},
    [DUE] = {.title = N_("BACK BY"), .width = 10, .drop = 3},
    [INVOICE] = {.title = N_("INVOICE"), .width = 14, .drop = 4},
};

static const struct papers_view views[] = {
    {"payable", N_("payable"), "approved,failed", 0},
    {"sent", N_("with the treasury"), "in_payment", 0},
    {"failed", N_("came back"), "failed", 1},
    {"recoveries", N_("to be paid back"), "recovered", 1},
    {"paid", N_("paid"), "paid,recovered", 1},
};

static const struct papers_sort sorts[] = {
    {"lodged", N_("lodged"), false},
    {"updated", N_("changed"), true},
    {"asked", N_("amount"), true},
    {"applicant", N_("applicant"), false},
};

#define OFFICE "officer supervisor"
#define BY_OFFICE N_("only an officer or a supervisor handles payments")
static const struct papers_action actions[] = {
    {TUI_ACT_PAY, "pay", "approved failed",
     N_("only an approved claim goes to the treasury"), OFFICE, BY_OFFICE},
    {TUI_ACT_FAILED, "fail", "in_payment",
     N_("only a claim that is with the treasury can come back"), OFFICE, BY_OFFICE},
    {TUI_ACT_RECOVER, "recover", "paid", N_("only what was paid is asked back"),
     "supervisor", N_("only a supervisor asks money back")},
};

/* ---- rows ---- */

static int64_t amount_of(const struct bc_claim *c)
{
    return c->recover > 0  ? c->recover - (c->recovered > 0 ? c->recovered : 0)
           : c->amount > 0 ? c->amount
                           : c->asked;
}

static struct safe_text state_of(const struct bc_claim *c, enum tui_role *role)
{
    bool back = c->recover > 0;
    bool whole = back && amount_of(c) <= 0;
    *role = c->overdue && !whole ? TUI_ERROR : papers_status_role(c->status);
    return safe_text(whole                ? _("paid back")
                     : back && c->overdue ? _("overdue")
                                          : papers_word(c->status));
}

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
    case PAYEE:
        return tui_claim_payee(&c);
    case AMOUNT:
        return tui_yuan(amount_of(&c));
    case STATE:
        return state_of(&c, role);
    case TRANCHE:
        *role = TUI_DIM;
        return tui_tranche_name(tui_session(app), c.programme, c.tranche);
    case AGE:
        *role = TUI_DIM;
        return tui_age(tui_now(app) - c.updated_at);
    case DUE:
        return c.recover_due
                   ? tui_day(c.recover_due, date_of(tui_now(app), DATE_ZONE_CHINA))
                   : safe_text("");
    default:
        return safe_text(c.invoice_number);
    }
}

static bool item(const struct papers *papers, int64_t row, struct tui_order_item *out)
{
    struct bc_claim c;
    if (!bc_claim_at(papers->list, row, &c)) {
        return false;
    }
    *out = (struct tui_order_item){.revision = c.revision, .amount_fen = amount_of(&c)};
    memcpy(out->id, c.id, sizeof out->id);
    memcpy(out->number, c.number, sizeof out->number);
    memcpy(out->name, c.applicant_name, sizeof out->name);
    memcpy(out->status, c.status, sizeof out->status);
    return true;
}

/* ---- sums by tranche ---- */

struct sum {
    char programme[BC_WORD], tranche[BC_WORD];
    int count;
    int64_t fen;
};

static int add_sums(const struct papers *papers, struct sum out[SUMS])
{
    int sums = 0;
    struct bc_claim c;
    for (int i = 0; bc_claim_at(papers->list, i, &c); i++) {
        int at = 0;
        while (at < sums && (strcmp(out[at].programme, c.programme) != 0 ||
                             strcmp(out[at].tranche, c.tranche) != 0)) {
            at++;
        }
        if (at == SUMS) {
            continue;
        }
        if (at == sums) {
            out[sums] = (struct sum){.count = 0};
            memcpy(out[sums].programme, c.programme, sizeof c.programme);
            memcpy(out[sums].tranche, c.tranche, sizeof c.tranche);
            sums++;
        }
        out[at].count++;
        out[at].fen += amount_of(&c);
    }
    return sums;
}

static void detail(struct tui_app *app, struct papers *papers, int64_t row,
                   struct tui_pane *pane)
{
    struct sum sums[SUMS];
    struct bc_claim c;
    struct bc_session *session = tui_session(app);
    int count = add_sums(papers, sums);
    if (bc_claim_at(papers->list, row, &c)) {
        tui_claim_brief(app, &c, pane);
        tui_pane_gap(pane);
    }
    tui_pane_heading(
        pane, safe_text(_("BY TRANCHE")),
        safe_text(bc_papers_whole(papers->list) ? "" : _("of those loaded")));
    for (int i = 0; i < count; i++) {
        struct safe_text programme = tui_programme_name(session, sums[i].programme),
                         tranche = tui_tranche_name(session, sums[i].programme,
                                                    sums[i].tranche);
        tui_pane_word(pane, safe_text(tui_yuan(sums[i].fen).bytes), 15, TUI_STRONG,
                      safe_textf("%s · %s", programme.bytes, tranche.bytes),
                      safe_textf(tui_text_n("%d claim", "%d claims", sums[i].count),
                                 sums[i].count));
    }
}

static struct safe_text foot(struct tui_app *app, const struct papers *papers)
{
    int64_t total = 0;
    struct bc_claim c;
    int count = bc_papers_count(papers->list);
    (void)app;
    for (int i = 0; bc_claim_at(papers->list, i, &c); i++) {
        total += amount_of(&c);
    }
    return safe_textf(_("%d%s shown   sum ¥%s"), count,
                      bc_papers_whole(papers->list) ? "" : "+", tui_yuan(total).bytes);
}

/* ---- the list for the treasury ---- */

static const char *programme_of(struct papers *papers, struct bc_claim *c)
{
    int64_t row = papers_selected(papers);
    return row >= 0 && bc_claim_at(papers->list, row, c) ? c->programme : NULL;
}

static void export_list(struct tui_app *app, struct papers *papers)
{
    struct bc_claim c;
    char path[200];
    const char *programme = programme_of(papers, &c);
    const char *view = views[papers->view_at].name;
    if (!programme) {
        return;
    }
    snprintf(path, sizeof path, "/v1/payments?programme=%s&state=%s&format=csv",
             programme, strcmp(view, "sent") == 0 ? "sent" : "payable");
    snprintf(papers->fetching, sizeof papers->fetching, "%s", programme);
    papers->ticket = bc_fetch_ask(tui_session(app), path, NULL);
}

/* The last line of the list is its checksum. */
static struct safe_text checksum_of(const struct buf *csv)
{
    const char *at = strstr(buf_str(csv), "\nsha256,");
    return at ? safe_text_n(at + 8, strcspn(at + 8, "\n")) : safe_text("");
}

static void keep_list(struct tui_app *app, struct papers *papers, const struct buf *csv)
{
    char name[120], path[HANDOUT_PATH], day[16];
    struct err err = {0};
    snprintf(name, sizeof name, "payments-%s-%s", papers->fetching,
             date_format(date_of(tui_now(app), DATE_ZONE_CHINA), day));
    if (!tui_handout(name, csv, path, &err)) {
        tui_say(app, TUI_SAY_ERROR, safe_text(err.text));
        return;
    }
    tui_say(app, TUI_SAY_OK,
            safe_textf(_("payment list of %s is in %s · SHA-256 %s"), papers->fetching,
                       path, checksum_of(csv).bytes));
}

static void event(struct tui_app *app, struct papers *papers, const struct bc_event *e)
{
    struct err err = {0};
    if (e->kind != BC_EVENT_FETCH || !papers->ticket || e->ticket != papers->ticket) {
        return;
    }
    const struct buf *csv = bc_fetched(tui_session(app), papers->ticket, &err);
    papers->ticket = 0;
    if (csv && err.kind == ERR_NONE) {
        keep_list(app, papers, csv);
    } else {
        tui_say(app, TUI_SAY_ERROR, tui_problem(&err));
    }
}

static bool act(struct tui_app *app, struct papers *papers, enum tui_action action)
{
    struct bc_claim c;
    if (action == TUI_ACT_HANDOUT) {
        export_list(app, papers);
    } else if (action == TUI_ACT_RECEIPTS) {
        const char *programme = programme_of(papers, &c);
        tui_open(app, &tui_receipts_screen,
                 &(struct tui_receipts_arg){programme ? programme : ""});
    } else {
        return false;
    }
    return true;
}

static const char *why_not(struct tui_app *app, struct papers *papers,
                           enum tui_action action)
{
    struct bc_claim c;
    if (action == TUI_ACT_HANDOUT && !programme_of(papers, &c)) {
        return _(
            "nothing is selected: the list is made for the programme of the selected "
            "claim");
    }
    if (action == TUI_ACT_RECEIPTS && !papers_has_role(app, "officer supervisor")) {
        return _("only an officer or a supervisor takes in receipts");
    }
    return NULL;
}

static const struct papers_kind kind = {
    .paper = BC_CLAIMS,
    .subject = BC_ON_CLAIM,
    .pane = 40,
    .none = N_("Nothing is here: no approved claim waits for this. v shows the next "
               "view, I takes in the treasury's receipts."),
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
    .foot = foot,
    .act = act,
    .why_not = why_not,
    .event = event,
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

const struct tui_screen tui_payments_screen = {
    .name = "payments",
    .title = N_("Payments"),
    .action = TUI_ACT_PAYMENTS,
    .context = TUI_CTX_PAYMENTS,
    .tab = 11,
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
