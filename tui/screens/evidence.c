#include "tui/screens/evidence.h"

#include "common/date.h"
#include "tui/inputs.h"
#include "tui/lang.h"
#include "tui/screens/case_words.h"
#include "tui/widgets/figure.h"
#include "tui/widgets/pane.h"

#include <stdlib.h>
#include <string.h>

enum { SHORT = 12, WIDE = 100, WARNINGS = 8 };

static bool is_short(const struct tui_pane *pane)
{
    return pane->rect.rows < SHORT;
}

static void gap(struct tui_pane *pane)
{
    if (!is_short(pane)) {
        tui_pane_gap(pane);
    }
}

static void yuan(struct tui_pane *pane, const char *label, int64_t fen)
{
    tui_pane_pair(pane, label, safe_textf("¥%s", tui_yuan(fen).bytes), TUI_TEXT);
}

/* Values of the record joined by " · ", leaving out the empty ones. */
static struct safe_text join(struct safe_text a, struct safe_text b)
{
    return b.cells == 0 ? a : a.cells == 0 ? b : safe_textf("%s · %s", a.bytes, b.bytes);
}

static struct safe_text moment(const struct tui_evidence *e, int64_t at)
{
    return tui_clock(at, e->now, e->zone_s);
}

/* ---- who and in which state ---- */

static void draw_case(struct tui_pane *pane, const struct tui_evidence *e)
{
    const struct bc_detail *d = e->detail;
    const struct bc_case *row = &d->row;
    struct safe_text name = safe_text(row->applicant_name), due;
    bool late;
    tui_pane_heading(pane, safe_textf("%s  %s", row->number, name.bytes),
                     safe_textf(_("rev %lld"), (long long)row->revision));
    struct safe_text who = safe_text(row->credit_code);
    who = join(who, safe_text(tui_word(d->kind)));
    who = join(who, safe_text(strcmp(d->kind, "firm") == 0 ? tui_word(d->size) : ""));
    who = join(who, safe_text(d->startup ? _("start-up") : ""));
    tui_pane_text(pane, 0, join(who, safe_text(d->region)), TUI_TEXT);
    if (is_short(pane)) {
        return;
    }
    tui_pane_text(pane, 0, join(e->programme, e->tranche), TUI_DIM);
    due = tui_due(row->due_at, e->now, row->status, &late);
    struct safe_text state = safe_text(tui_word(row->status));
    if (due.cells > 0) {
        state =
            late ? join(state, due) : join(state, safe_textf(_("due in %s"), due.bytes));
    }
    if (*row->assigned_to) {
        struct safe_text whose = safe_text(row->assigned_to);
        state = join(state, safe_textf(_("with %s"), whose.bytes));
    }
    tui_pane_text(pane, 0, state, late ? TUI_WARN : TUI_TEXT);
}

static void draw_warnings(struct tui_pane *pane, const struct tui_evidence *e)
{
    struct safe_text texts[WARNINGS];
    int count = tui_text_warnings(e->detail, texts, WARNINGS);
    for (int i = 0; i < count; i++) {
        tui_pane_text(pane, 0, safe_textf(_("warning: %s"), texts[i].bytes), TUI_WARN);
    }
}

/* ---- rule by rule ---- */

static struct safe_text tally(const struct bc_detail *d)
{
    static const char *const outcomes[] = {"fail", "query", "cap", "wait", "pass"};
    struct safe_text out = {0};
    for (size_t o = 0; o < COUNT_OF(outcomes); o++) {
        int count = 0;
        for (int i = 0; i < d->finding_count; i++) {
            count += strcmp(d->findings[i].outcome, outcomes[o]) == 0;
        }
        if (count > 0) {
            struct safe_text word = tui_verdict(outcomes[o], 0);
            out = safe_textf("%s%s%d %s", out.bytes, out.cells ? "  " : "", count,
                             word.bytes);
        }
    }
    return out;
}

/* The clause stands at the right where it is short and there is room; else below, for the
 * rules that do not pass or when the whole record is read. */
static void draw_finding(struct tui_pane *pane, const struct bc_finding *f, bool whole)
{
    enum { WORD = 5, INDENT = WORD + 4 };
    bool passes = strcmp(f->outcome, "pass") == 0;
    int short_clause = pane->rect.cols >= WIDE ? 64 : 32;
    struct safe_text rule = safe_text(tui_word(f->rule)), input = tui_input(f->input),
                     source = safe_text(tui_word(f->source)), flip = tui_flip(f),
                     clause = safe_text(f->clause);
    struct safe_text said = safe_textf("%s: %s", rule.bytes, input.bytes),
                     remark =
                         clause.cells <= short_clause ? join(source, clause) : source;
    int room = pane->rect.cols - WORD - 4 - said.cells;
    bool beside = remark.cells <= room;
    if (!beside) {
        remark = source;
        bool tight = passes && !whole; /* Enter shows where it comes from */
        said = source.cells <= room || tight ? said : join(said, source);
    }
    tui_pane_word(pane, tui_verdict(f->outcome, 0), WORD, tui_verdict_role(f->outcome),
                  said, remark);
    if (flip.cells > 0) {
        tui_pane_text(pane, INDENT, flip, TUI_STRONG);
    }
    if (clause.cells > 0 && (whole || !passes) &&
        (!beside || clause.cells > short_clause)) {
        tui_pane_text(pane, INDENT, safe_textf(_("clause: %s"), clause.bytes), TUI_DIM);
    }
}

static void draw_rules(struct tui_pane *pane, const struct tui_evidence *e)
{
    const struct bc_detail *d = e->detail;
    int order[BC_FINDINGS];
    gap(pane);
    struct safe_text counts = tally(d);
    tui_pane_heading(pane, safe_textf("%s  %s", _("ELIGIBILITY"), counts.bytes),
                     safe_text(d->policy));
    tui_findings_order(d, order);
    for (int i = 0; i < d->finding_count && i < BC_FINDINGS; i++) {
        draw_finding(pane, &d->findings[order[i]], e->whole);
    }
}

/* ---- money, contract, use ---- */

static void draw_money(struct tui_pane *pane, const struct bc_detail *d)
{
    gap(pane);
    tui_pane_heading(pane, safe_text(_("MONEY")), (struct safe_text){0});
    yuan(pane, _("ask"), d->row.amount_fen);
    struct safe_text base = tui_yuan(d->verdict_eligible_fen);
    tui_pane_pair(pane, _("base × rate"),
                  safe_textf("¥%s × %lld.%02lld%%", base.bytes,
                             (long long)d->rate_bp / 100, (long long)d->rate_bp % 100),
                  TUI_TEXT);
    if (*d->limited_by) {
        tui_pane_pair(pane, _("limited by"), safe_text(tui_word(d->limited_by)),
                      TUI_TEXT);
    }
    struct safe_text grant = tui_yuan(d->granted_fen ? d->granted_fen : d->row.grant_fen);
    tui_pane_pair(pane, d->granted_fen ? _("granted") : _("grant"),
                  safe_textf("¥%s", grant.bytes), TUI_STRONG);
}

static void draw_contract(struct tui_pane *pane, const struct bc_detail *d)
{
    char signed_on[16], from[16], to[16];
    gap(pane);
    tui_pane_heading(pane, safe_text(_("CONTRACT")), safe_text(d->contract_number));
    tui_pane_pair(pane, _("provider"), safe_text(d->row.provider_name), TUI_TEXT);
    tui_pane_pair(pane, _("signed"), safe_text(date_format(d->signed_on, signed_on)),
                  TUI_TEXT);
    tui_pane_pair(pane, _("runs"),
                  safe_textf(_("%s to %s, %d d"), date_format(d->starts_on, from),
                             date_format(d->ends_on, to), d->ends_on - d->starts_on),
                  TUI_TEXT);
    yuan(pane, _("total"), d->total_fen);
    yuan(pane, _("eligible"), d->eligible_fen);
}

static void draw_use(struct tui_pane *pane, const struct bc_detail *d)
{
    char from[16], to[16];
    gap(pane);
    tui_pane_heading(pane, safe_text(_("COMPUTE")), (struct safe_text){0});
    struct safe_text hours = tui_count(d->row.gpu_hours),
                     model = safe_text(d->row.accelerator);
    tui_pane_pair(pane, _("asked for"),
                  join(safe_text(tui_word(d->row.kind)),
                       join(model, safe_textf(_("%s GPU-hours"), hours.bytes))),
                  TUI_TEXT);
    if (*d->purpose) {
        tui_pane_pair(pane, _("purpose"), safe_text(d->purpose), TUI_TEXT);
    }
    if (d->usage_gpu_hours < 0) {
        tui_pane_pair(pane, _("used"), safe_text(_("nothing proven yet")), TUI_DIM);
    } else {
        hours = tui_count(d->usage_gpu_hours);
        tui_pane_pair(pane, _("used"),
                      safe_textf(_("%s GPU-hours, %s to %s"), hours.bytes,
                                 date_format(d->usage_from, from),
                                 date_format(d->usage_to, to)),
                      TUI_TEXT);
    }
}

/* ---- declarations, papers, people ---- */

static void draw_declared(struct tui_pane *pane, const struct bc_detail *d)
{
    gap(pane);
    tui_pane_heading(pane, safe_text(_("DECLARED")), (struct safe_text){0});
    tui_pane_pair(pane, _("related"), safe_text(d->declared_related ? _("yes") : _("no")),
                  d->declared_related ? TUI_WARN : TUI_TEXT);
    tui_pane_pair(pane, _("fees paid"),
                  safe_text(d->declared_fees_paid ? _("yes") : _("no")),
                  d->declared_fees_paid ? TUI_TEXT : TUI_WARN);
    bool other = *d->declared_other_subsidy != '\0';
    tui_pane_pair(pane, _("other money"),
                  safe_text(other ? d->declared_other_subsidy : _("none")),
                  other ? TUI_WARN : TUI_TEXT);
}

static void draw_documents(struct tui_pane *pane, const struct bc_detail *d)
{
    gap(pane);
    tui_pane_heading(pane, safe_textf("%s  %d", _("DOCUMENTS"), d->document_count),
                     (struct safe_text){0});
    for (int i = 0; i < d->document_count && i < BC_DOCUMENTS; i++) {
        const struct bc_document *doc = &d->documents[i];
        bool ok = strcmp(doc->state, "ok") == 0;
        struct safe_text name = safe_text(doc->name);
        struct safe_text state = safe_text(ok ? _("in order") : tui_word(doc->state));
        tui_pane_pair(pane, tui_word(doc->kind),
                      safe_textf("%s · %s", state.bytes, name.bytes),
                      ok ? TUI_TEXT : TUI_WARN);
    }
}

static void draw_people(struct tui_pane *pane, const struct tui_evidence *e)
{
    const struct bc_detail *d = e->detail;
    gap(pane);
    tui_pane_heading(pane, safe_text(_("PEOPLE")), (struct safe_text){0});
    struct safe_text at = moment(e, d->row.submitted_at);
    tui_pane_pair(pane, _("entered by"), join(safe_text(d->maker), at), TUI_TEXT);
    for (int i = 0; i < d->signature_count && i < BC_SIGNATURES; i++) {
        const struct bc_signature *s = &d->signatures[i];
        tui_pane_pair(
            pane, _("signed by"),
            join(join(safe_text(s->by), safe_text(tui_word(s->role))), moment(e, s->at)),
            TUI_TEXT);
    }
    if (*d->last_decision) {
        tui_pane_pair(pane, _("last"),
                      join(safe_text(tui_decision_done(d->last_decision)),
                           join(safe_text(d->last_by), moment(e, d->row.updated_at))),
                      TUI_TEXT);
    }
    if (*d->reason_code) {
        tui_pane_pair(pane, _("reason"), join(e->reason, safe_text(d->reason_note)),
                      TUI_TEXT);
    }
    if (d->row.undo_until > e->now) {
        struct safe_text left = tui_age(d->row.undo_until - e->now);
        tui_pane_pair(pane, _("undo"), safe_textf(_("possible for %s more"), left.bytes),
                      TUI_OK);
    }
}

static void draw_all(struct tui_pane *pane, const struct tui_evidence *e)
{
    draw_case(pane, e);
    draw_warnings(pane, e);
    draw_rules(pane, e);
    draw_money(pane, e->detail);
    draw_contract(pane, e->detail);
    draw_use(pane, e->detail);
    draw_declared(pane, e->detail);
    draw_documents(pane, e->detail);
    draw_people(pane, e);
}

int tui_evidence_draw(const struct tui_evidence *evidence, struct tui_canvas *canvas,
                      struct tui_rect rect, int *top)
{
    struct tui_pane pane = {.rect = rect, .label = 14};
    draw_all(&pane, evidence);
    *top = tui_pane_clamp(*top, pane.line, rect.rows);
    struct tui_rect before = tui_clip(canvas, rect);
    pane = (struct tui_pane){.canvas = canvas, .rect = rect, .top = *top, .label = 14};
    draw_all(&pane, evidence);
    tui_clip(canvas, before);
    return pane.line;
}
