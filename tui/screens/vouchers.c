/* Vouchers: what has been issued, what is left of it, and what is done to it. */
#include "tui/screens/lodge.h"
#include "tui/screens/papers.h"

#include "common/voucher_code.h"
#include "tui/screens/case_words.h"
#include "tui/widgets/bar.h"
#include "tui/widgets/figure.h"

#include "common/date.h"

#include <stdio.h>
#include <string.h>

enum { NUMBER, HOLDER, FACE, USE, LEFT, UNTIL, STATE, PROGRAMME, COLUMNS };

static const struct tui_column columns[COLUMNS] = {
    [NUMBER] = {.title = N_("VOUCHER"), .width = 22},
    [HOLDER] = {.title = N_("HOLDER"), .least = 12},
    [FACE] = {.title = N_("FACE ¥k"), .width = 8, .right = true},
    [USE] = {.title = N_("USED"), .width = 8, .drop = 1},
    [LEFT] = {.title = N_("LEFT ¥k"), .width = 8, .right = true, .drop = 3},
    [UNTIL] = {.title = N_("UNTIL"), .width = 10, .drop = 2},
    [STATE] = {.title = N_("STATE"), .width = 7},
    [PROGRAMME] = {.title = N_("PROGRAMME"), .width = 18, .drop = 4},
};

static const struct papers_view views[] = {
    {"live", N_("live"), "active,frozen", 0},
    {"expiring", N_("next to expire"), "active", 1},
    {"frozen", N_("frozen"), "frozen", 3},
    {"used-up", N_("used up"), "used_up", 3},
    {"over", N_("expired or revoked"), "expired,revoked", 3},
    {"all", N_("all"), "", 0},
};

static const struct papers_sort sorts[] = {
    {"id", N_("issued"), true},         {"expires", N_("valid until"), false},
    {"face", N_("face value"), true},   {"updated", N_("changed"), true},
    {"applicant", N_("holder"), false},
};

#define OFFICE "officer supervisor"
static const struct papers_action actions[] = {
    {TUI_ACT_FREEZE, "freeze", "active", N_("only a live voucher can be frozen"), OFFICE,
     N_("only an officer or a supervisor can freeze a voucher")},
    {TUI_ACT_UNFREEZE, "unfreeze", "frozen", N_("only a frozen voucher can be unfrozen"),
     "supervisor", N_("only a supervisor can unfreeze a voucher")},
    {TUI_ACT_EXTEND, "extend", "active frozen",
     N_("only a live or frozen voucher can be extended"), "supervisor",
     N_("only a supervisor can extend a voucher")},
    {TUI_ACT_REVOKE, "revoke", "active frozen",
     N_("only a live or frozen voucher can be revoked"), "supervisor",
     N_("only supervisors can revoke a voucher, two of them")},
};

/* ---- rows ---- */

static struct safe_text until(const struct bc_voucher *v, int64_t now,
                              enum tui_role *role)
{
    int64_t left = v->expires_at - now;
    bool live = strcmp(v->status, "active") == 0;
    *role = live && left < 14 * DATE_DAY ? TUI_WARN : TUI_TEXT;
    return tui_day(v->valid_until, date_of(now, DATE_ZONE_CHINA));
}

static struct safe_text cell(struct tui_app *app, const struct papers *papers,
                             int64_t row, int column, enum tui_role *role)
{
    struct bc_voucher v;
    if (!bc_voucher_at(papers->list, row, &v)) {
        return safe_text("");
    }
    switch (column) {
    case NUMBER:
        return safe_text(v.number);
    case HOLDER:
        return safe_text(v.applicant_name);
    case FACE:
        return tui_thousand(v.face);
    case LEFT:
        return tui_thousand(v.unused);
    case UNTIL:
        return until(&v, tui_now(app), role);
    case PROGRAMME:
        *role = TUI_DIM;
        return tui_programme_name(tui_session(app), v.programme);
    default:
        *role = papers_status_role(v.status);
        return safe_text(papers_word(v.status));
    }
}

static struct tui_bar bar_of(const struct bc_voucher *v)
{
    return (struct tui_bar){
        4,
        {{v->redeemed, TUI_FILL_FULL},
         {v->in_claim, TUI_FILL_PART},
         {v->expired + v->revoked, TUI_FILL_LIGHT},
         {v->unused, TUI_FILL_EMPTY}},
    };
}

static bool paint(const struct papers *papers, struct tui_canvas *canvas, int64_t row,
                  int column, struct tui_rect rect)
{
    struct bc_voucher v;
    if (column != USE || !bc_voucher_at(papers->list, row, &v)) {
        return false;
    }
    const struct tui_bar bar = bar_of(&v);
    tui_bar_draw(canvas, rect.row, rect.col, rect.cols, &bar);
    return true;
}

static bool item(const struct papers *papers, int64_t row, struct tui_order_item *out)
{
    struct bc_voucher v;
    if (!bc_voucher_at(papers->list, row, &v)) {
        return false;
    }
    *out = (struct tui_order_item){.revision = v.revision, .amount_fen = v.unused};
    memcpy(out->id, v.id, sizeof out->id);
    memcpy(out->number, v.number, sizeof out->number);
    memcpy(out->name, v.applicant_name, sizeof out->name);
    memcpy(out->status, v.status, sizeof out->status);
    return true;
}

/* ---- the detail ---- */

static struct safe_text part(const char *what, int64_t fen, int64_t face)
{
    return safe_textf("%s ¥%s  %s", what, tui_yuan(fen).bytes,
                      tui_percent(tui_share_bp(fen, face)).bytes);
}

static void amounts(struct tui_pane *pane, const struct bc_voucher *v)
{
    const struct {
        const char *what;
        int64_t fen;
        enum tui_role role;
    } parts[] = {
        {N_("unused"), v->unused, TUI_TEXT},   {N_("in claim"), v->in_claim, TUI_WAIT},
        {N_("redeemed"), v->redeemed, TUI_OK}, {N_("expired"), v->expired, TUI_DIM},
        {N_("revoked"), v->revoked, TUI_FAIL},
    };
    papers_yuan(pane, _("face value"), v->face);
    for (size_t i = 0; i < COUNT_OF(parts); i++) {
        if (parts[i].fen > 0 || i == 0) {
            tui_pane_pair(pane, "", part(_(parts[i].what), parts[i].fen, v->face),
                          parts[i].role);
        }
    }
}

static void conditions(struct tui_app *app, struct tui_pane *pane,
                       const struct bc_voucher *v)
{
    char from[16], to[16], normal[VOUCHER_CODE_MAX];
    int64_t left = v->expires_at - tui_now(app);
    bool live = strcmp(v->status, "active") == 0 || strcmp(v->status, "frozen") == 0;
    bool sound = voucher_code_normal(v->number, normal) && strcmp(normal, v->number) == 0;
    date_format(v->valid_from, from);
    date_format(v->valid_until, to);
    tui_pane_pair(pane, _("valid"),
                  live && left > 0
                      ? safe_textf(_("%s to %s, %s left"), from, to, tui_age(left).bytes)
                      : safe_textf(_("%s to %s"), from, to),
                  live && left < 14 * DATE_DAY ? TUI_WARN : TUI_TEXT);
    tui_pane_pair(pane, _("use with"), safe_text(v->provider_name), TUI_TEXT);
    tui_pane_pair(pane, _("reckoned"),
                  safe_textf(_("%s of ¥%s eligible"), tui_percent(v->rate_bp).bytes,
                             tui_yuan(v->base_fen).bytes),
                  TUI_TEXT);
    tui_pane_pair(pane, _("code check"),
                  safe_text(sound ? _("check digits agree")
                                  : _("check digits do NOT agree: not one of ours")),
                  sound ? TUI_OK : TUI_ERROR);
    tui_pane_pair(pane, _("issued"),
                  safe_textf(_("%s by %s, case %s"),
                             tui_clock(v->issued_at, tui_now(app), tui_zone(app)).bytes,
                             v->issuer, v->application_number),
                  TUI_TEXT);
}

static void claims(struct tui_app *app, struct papers *papers, struct tui_pane *pane,
                   const struct bc_voucher *v)
{
    struct bc_papers *list = papers_claims_of(app, papers, v->id);
    struct bc_claim c;
    tui_pane_gap(pane);
    int count = bc_papers_count(list);
    tui_pane_heading(pane, safe_text(_("CLAIMS ON IT")),
                     count ? safe_textf(_("%d · c opens them"), count) : safe_text(""));
    if (count == 0) {
        tui_pane_line(pane,
                      safe_text(bc_papers_whole(list) ? _("none yet") : _("loading…")),
                      TUI_DIM);
    }
    for (int i = 0; i < count && bc_claim_at(list, i, &c); i++) {
        int64_t fen = c.amount > 0 ? c.amount : c.asked;
        tui_pane_word(pane, safe_text(papers_word(c.status)), 12,
                      papers_status_role(c.status),
                      safe_textf("%s  ¥%s", c.number, tui_yuan(fen).bytes),
                      tui_clock(c.updated_at, tui_now(app), tui_zone(app)));
    }
}

static void detail(struct tui_app *app, struct papers *papers, int64_t row,
                   struct tui_pane *pane)
{
    struct bc_voucher v;
    if (!bc_voucher_at(papers->list, row, &v)) {
        return;
    }
    struct safe_text name = safe_text(v.applicant_name);
    tui_pane_heading(pane, safe_text(v.number),
                     safe_textf(_("rev %lld"), (long long)v.revision));
    tui_pane_text(pane, 0, safe_textf("%s  %s", name.bytes, v.credit_code), TUI_TEXT);
    tui_pane_pair(pane, _("state"), safe_text(papers_word(v.status)),
                  papers_status_role(v.status));
    if (*v.revoker && strcmp(v.status, "revoked") != 0) {
        tui_pane_text(pane, 0,
                      safe_textf(_("%s has signed its revocation; another supervisor "
                                   "must sign, or unfreeze it"),
                                 v.revoker),
                      TUI_WARN);
    }
    papers_reason(app, pane, v.reason_code, v.reason_note, v.last_by);
    amounts(pane, &v);
    conditions(app, pane, &v);
    tui_pane_pair(
        pane, _("programme"),
        safe_textf("%s · %s", tui_programme_name(tui_session(app), v.programme).bytes,
                   tui_tranche_name(tui_session(app), v.programme, v.tranche).bytes),
        TUI_DIM);
    claims(app, papers, pane, &v);
}

static struct safe_text foot(struct tui_app *app, const struct papers *papers)
{
    int64_t face = 0, unused = 0;
    struct bc_voucher v;
    int count = bc_papers_count(papers->list);
    (void)app;
    for (int i = 0; i < count && bc_voucher_at(papers->list, i, &v); i++) {
        face += v.face;
        unused += v.unused;
    }
    return safe_textf(_("%s%s shown   face ¥%sm   unused ¥%sm   █ redeemed ▒ in claim"),
                      tui_count(count).bytes, bc_papers_whole(papers->list) ? "" : "+",
                      tui_million(face, 2).bytes, tui_million(unused, 2).bytes);
}

/* ---- acting ---- */

static bool act(struct tui_app *app, struct papers *papers, enum tui_action action)
{
    struct bc_voucher v;
    int64_t row = papers_selected(papers);
    if (row < 0 || !bc_voucher_at(papers->list, row, &v)) {
        return false;
    }
    if (action == TUI_ACT_CLAIMS_OF) {
        tui_open(app, &tui_claims_screen,
                 &(struct papers_arg){.view = "all", .voucher = v.id});
    } else if (action == TUI_ACT_LODGE) {
        tui_lodge_open(app, &v);
    } else {
        return false;
    }
    return true;
}

static const char *why_not(struct tui_app *app, struct papers *papers,
                           enum tui_action action)
{
    struct bc_voucher v;
    int64_t row = papers_selected(papers);
    if (action == TUI_ACT_LODGE || action == TUI_ACT_CLAIMS_OF) {
        if (row < 0 || !bc_voucher_at(papers->list, row, &v)) {
            return _("nothing is selected; v changes the view");
        }
    }
    return action == TUI_ACT_LODGE ? tui_lodge_why_not(app, &v) : NULL;
}

static const struct papers_kind kind = {
    .paper = BC_VOUCHERS,
    .subject = BC_ON_VOUCHER,
    .pane = 34,
    .none = N_("No voucher is here. A case becomes one after its public notice: see "
               "Notices. v shows the next view."),
    .columns = columns,
    .column_count = COLUMNS,
    .views = views,
    .view_count = COUNT_OF(views),
    .sorts = sorts,
    .sort_count = COUNT_OF(sorts),
    .actions = actions,
    .action_count = COUNT_OF(actions),
    .cell = cell,
    .paint = paint,
    .detail = detail,
    .item = item,
    .foot = foot,
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

const struct tui_screen tui_vouchers_screen = {
    .name = "vouchers",
    .title = N_("Vouchers"),
    .action = TUI_ACT_VOUCHERS,
    .context = TUI_CTX_VOUCHERS,
    .tab = 9,
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
