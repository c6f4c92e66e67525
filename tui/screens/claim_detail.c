#include "tui/screens/claim_detail.h"

#include "tui/inputs.h"
#include "tui/screens/case_words.h"
#include "tui/screens/evidence.h"
#include "tui/screens/papers.h"
#include "tui/widgets/figure.h"

#include "common/date.h"

#include <string.h>

enum { LABEL = 10, FINDINGS = 20, LOW = 14 };

struct safe_text tui_claim_payee(const struct bc_claim *claim)
{
    return safe_text(strcmp(claim->payee, "provider") == 0 ? claim->provider_name
                                                           : claim->applicant_name);
}

/* ---- side by side ---- */

static void three(struct tui_pane *pane, const char *label, struct safe_text a,
                  struct safe_text b, struct safe_text c, enum tui_role role)
{
    int cells = (pane->rect.cols - LABEL) / 3;
    if (cells < 12) { /* too narrow for columns: one below the other */
        tui_pane_pair(pane, label, safe_textf("%s · %s · %s", a.bytes, b.bytes, c.bytes),
                      role);
        return;
    }
    struct safe_text name = safe_fit(safe_text(label), LABEL, false, false);
    a = safe_fit(safe_clip(a, cells - 1, false), cells, false, false);
    b = safe_fit(safe_clip(b, cells - 1, false), cells, false, false);
    tui_pane_line(pane,
                  safe_textf("%s%s%s%s", name.bytes, a.bytes, b.bytes,
                             safe_clip(c, cells, false).bytes),
                  role);
}

static struct safe_text day(int32_t at)
{
    char text[16];
    return safe_text(at ? date_format(at, text) : "–");
}

static struct safe_text hours(int64_t n)
{
    return n > 0 ? safe_textf("%s h", tui_count(n).bytes) : safe_text("–");
}

static struct safe_text fen(int64_t n)
{
    struct safe_text yuan = tui_yuan(n);
    bool whole = n % 100 == 0 && yuan.len > 3; /* 1,940,000.00: the fen say nothing */
    return n > 0 ? safe_textf("¥%.*s", yuan.len - (whole ? 3 : 0), yuan.bytes)
                 : safe_text("–");
}

static struct safe_text centre_name(struct tui_app *app, const char *id)
{
    const struct bc_centre *centres;
    int count = bc_centres(tui_session(app), &centres);
    for (int i = 0; i < count; i++) {
        if (strcmp(centres[i].id, id) == 0) {
            return safe_text(centres[i].name);
        }
    }
    return safe_text(*id ? id : "–");
}

static void side_by_side(struct tui_app *app, const struct bc_claim *c,
                         struct tui_pane *pane)
{
    struct bc_detail d;
    bool known = *c->application && bc_case_detail(tui_session(app), c->application, &d);
    struct safe_text none = safe_text(known ? "–" : "…");
    three(pane, "", safe_text(_("CONTRACT")), safe_text(_("INVOICE")),
          safe_text(_("USAGE")), TUI_HEADER);
    three(pane, _("number"), known ? safe_text(d.contract_number) : none,
          safe_text(*c->invoice_number ? c->invoice_number : "–"),
          centre_name(app, c->centre), TUI_TEXT);
    three(pane, _("money"), known ? fen(d.total_fen) : none, fen(c->invoice_fen),
          safe_text("–"), TUI_TEXT);
    three(pane, _("eligible"), known ? fen(d.eligible_fen) : none, fen(c->base),
          safe_text("–"), TUI_TEXT);
    three(pane, _("from"), known ? day(d.starts_on) : none, day(c->invoice_on),
          day(c->usage_from), TUI_TEXT);
    three(pane, _("to"), known ? day(d.ends_on) : none, safe_text(""), day(c->usage_to),
          TUI_TEXT);
    three(pane, _("GPU-hours"), known ? hours(d.row.gpu_hours) : none, safe_text("–"),
          hours(c->usage_hours), TUI_TEXT);
}

/* ---- what the match found ---- */

static void finding(struct tui_pane *pane, const struct bc_finding *f)
{
    struct safe_text rule = safe_text(tui_word(f->rule)), input = tui_input(f->input),
                     flip = tui_flip(f);
    tui_pane_word(pane, tui_verdict(f->outcome, 0), 5, tui_verdict_role(f->outcome),
                  safe_textf("%s: %s", rule.bytes, input.bytes),
                  safe_text(tui_word(f->source)));
    if (flip.cells > 0) {
        tui_pane_text(pane, 9, flip, TUI_DIM);
    }
}

static void findings(struct tui_app *app, const struct bc_claim *c, const char *json,
                     struct tui_pane *pane)
{
    static const char *const order[] = {"fail", "cap", "query", "wait", "pass"};
    struct bc_finding list[FINDINGS];
    int count = bc_claim_findings(json, list, FINDINGS), odd = 0;
    for (int i = 0; i < count; i++) {
        odd += strcmp(list[i].outcome, "pass") != 0;
    }
    tui_pane_gap(pane);
    tui_pane_heading(
        pane, safe_text(_("THREE-WAY MATCH")),
        safe_textf(_("%d of %d agree, checked %s"), count - odd, count,
                   tui_clock(c->updated_at, tui_now(app), tui_zone(app)).bytes));
    for (size_t o = 0; o < COUNT_OF(order); o++) {
        for (int i = 0; i < count; i++) {
            if (strcmp(list[i].outcome, order[o]) == 0) {
                finding(pane, &list[i]);
            }
        }
    }
}

/* ---- people, money ---- */

static void people(struct tui_pane *pane, const struct bc_claim *c)
{
    const struct {
        const char *what, *who;
    } steps[] = {{N_("lodged"), c->maker},
                 {N_("matched"), c->reviewer},
                 {N_("approved"), c->approver},
                 {N_("sent to pay"), c->payer}};
    struct safe_text text = {0};
    for (size_t i = 0; i < COUNT_OF(steps); i++) {
        if (*steps[i].who) {
            text = safe_textf("%s%s%s %s", text.bytes, text.cells ? " · " : "",
                              _(steps[i].what), steps[i].who);
        }
    }
    tui_pane_pair(pane, _("signed"), text, TUI_DIM);
}

static void recovery(struct tui_app *app, const struct bc_claim *c, struct tui_pane *pane)
{
    char due[16];
    if (c->recover <= 0) {
        return;
    }
    int64_t left = c->recover - (c->recovered > 0 ? c->recovered : 0);
    int32_t today = date_of(tui_now(app), DATE_ZONE_CHINA);
    date_format(c->recover_due, due);
    tui_pane_pair(
        pane, _("to pay back"),
        left == 0 ? safe_textf(_("¥%s, all of it came back"), tui_yuan(c->recover).bytes)
        : c->overdue || c->recover_due < today
            ? safe_textf(_("¥%s, OVERDUE since %s: the applicant gets nothing "
                           "until it is paid"),
                         tui_yuan(left).bytes, due)
            : safe_textf(_("¥%s, by %s"), tui_yuan(left).bytes, due),
        left == 0    ? TUI_OK
        : c->overdue ? TUI_ERROR
                     : TUI_WARN);
}

void tui_claim_brief(struct tui_app *app, const struct bc_claim *c, struct tui_pane *pane)
{
    struct safe_text name = safe_text(c->applicant_name);
    char on[16];
    tui_pane_heading(pane, safe_textf("%s  %s", c->number, name.bytes),
                     safe_textf(_("rev %lld"), (long long)c->revision));
    tui_pane_pair(pane, _("state"), safe_text(papers_word(c->status)),
                  papers_status_role(c->status));
    tui_pane_pair(pane, _("asks"),
                  c->amount > 0 && c->amount != c->asked
                      ? safe_textf(_("¥%s, approved ¥%s"), tui_yuan(c->asked).bytes,
                                   tui_yuan(c->amount).bytes)
                      : safe_textf("¥%s", tui_yuan(c->asked).bytes),
                  TUI_STRONG);
    papers_reason(app, pane, c->reason_code, c->reason_note, c->last_by);
    recovery(app, c, pane);
    tui_pane_pair(pane, _("payee"), tui_claim_payee(c), TUI_TEXT);
    if (c->paid_on) {
        tui_pane_pair(pane, _("paid"),
                      safe_textf(_("%s, treasury reference %s"),
                                 date_format(c->paid_on, on), c->reference),
                      TUI_OK);
    }
    if (c->failures > 0) {
        tui_pane_pair(pane, _("came back"),
                      safe_textf(tui_text_n("%lld payment failed", "%lld payments failed",
                                            (long long)c->failures),
                                 (long long)c->failures),
                      TUI_WARN);
    }
    people(pane, c);
}

static void years(struct tui_pane *pane, const struct bc_claim *c)
{
    struct safe_text text = {0};
    const struct {
        const char *what;
        int64_t year;
    } list[] = {{N_("used"), c->usage_year},
                {N_("claimed"), c->claim_year},
                {N_("paid"), c->payment_year}};
    for (size_t i = 0; i < COUNT_OF(list); i++) {
        if (list[i].year > 0) {
            text = safe_textf("%s%s%s %lld", text.bytes, text.cells ? " · " : "",
                              _(list[i].what), (long long)list[i].year);
        }
    }
    tui_pane_pair(pane, _("years"), text, TUI_DIM);
}

void tui_claim_detail(struct tui_app *app, const struct bc_claim *claim, const char *json,
                      struct tui_pane *pane)
{
    bool low = pane->rect.rows < LOW; /* the papers first: they are what is compared */
    if (low) {
        tui_pane_heading(pane,
                         safe_textf("%s  ¥%s  %s", claim->number,
                                    tui_yuan(claim->asked).bytes,
                                    safe_text(claim->applicant_name).bytes),
                         safe_text(papers_word(claim->status)));
    } else {
        tui_claim_brief(app, claim, pane);
        tui_pane_gap(pane);
    }
    side_by_side(app, claim, pane);
    findings(app, claim, json, pane);
    if (low) {
        tui_pane_gap(pane);
        tui_claim_brief(app, claim, pane);
    }
    tui_pane_gap(pane);
    tui_pane_pair(pane, _("voucher"), safe_text(claim->voucher_number), TUI_TEXT);
    tui_pane_pair(pane, _("provider"), safe_text(claim->provider_name), TUI_TEXT);
    years(pane, claim);
}
