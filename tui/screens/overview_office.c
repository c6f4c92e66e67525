#include "tui/screens/budget_rows.h"
#include "tui/screens/overview_parts.h"
#include "tui/widgets/figure.h"

#include "common/date.h"

#include <stdio.h>
#include <string.h>

static struct tui_block_line *add_cases(struct tui_block *block, const char *label,
                                        int64_t count, const char *statuses,
                                        const char *verdict)
{
    struct tui_block_line *line =
        overview_add_line(block, safe_text(label), tui_count(count));
    line->target = TUI_TO_QUEUE;
    overview_word(line->statuses, statuses);
    overview_word(line->verdict, verdict);
    return line;
}

/* Where the office's clock runs. */
static const char waits_for_us[] = "submitted,under_review,awaiting_second";

static struct safe_text waiting(const struct bc_dashboard *d, int64_t seconds)
{
    return d->at == 0 ? safe_text("?") : tui_age(seconds * DATE_SECOND);
}

void overview_applications(struct tui_app *app, const struct bc_case_counts *counts,
                           struct tui_blocks *out)
{
    const struct bc_dashboard *d = bc_dashboard(tui_session(app));
    struct tui_block *block = overview_add_block(out, N_("Applications"), N_("cases"),
                                                 bc_link(tui_session(app))->data_at);
    add_cases(block, _("open cases"), counts->open, "", "");
    add_cases(block, _("every rule passed"), counts->pass, "", "pass")->role = TUI_PASS;
    add_cases(block, _("open question"), counts->query, "", "query")->role = TUI_QUERY;
    add_cases(block, _("a rule says no"), counts->fail, "", "fail")->role = TUI_FAIL;
    add_cases(block, _("await a second signature"), counts->awaiting_second,
              "awaiting_second", "")
        ->role = TUI_WAIT;
    struct tui_block_line *line =
        add_cases(block, _("overdue"), counts->overdue, waits_for_us, "");
    line->role = counts->overdue > 0 ? TUI_WARN : TUI_STRONG;
    snprintf(line->text, sizeof line->text, "due<0");
    line = add_cases(block, _("due within 3 days"), counts->due_3d, waits_for_us, "");
    snprintf(line->text, sizeof line->text, "due>0 due<3d");
    overview_add_line(block, safe_text(_("oldest has waited")), waiting(d, d->oldest_s));
    overview_add_line(block, safe_text(_("9 of 10 wait less than")),
                      waiting(d, d->p90_s));
    overview_add_line(block, safe_text(_("asked for, ¥m")),
                      tui_million(counts->open_amount_fen,
                                  tui_million_digits(counts->open_amount_fen)));
}

void overview_decisions(struct tui_app *app, const struct bc_case_counts *counts,
                        int most, struct tui_blocks *out)
{
    const struct bc_dashboard *d = bc_dashboard(tui_session(app));
    struct tui_block *block =
        overview_add_block(out, N_("Decisions"), N_("cases"), d->at);
    const struct bc_reason *reasons;
    int known = bc_reasons(tui_session(app), &reasons);
    overview_add_line(block, safe_text(_("decided today")),
                      tui_count(d->at == 0 ? -1 : d->decided_today));
    overview_add_line(block, safe_text(_("mean time to decide, 28 days")),
                      d->at == 0 || d->mean_hours_28d < 0
                          ? safe_text("?")
                          : safe_textf(_("%lld h"), (long long)d->mean_hours_28d));
    add_cases(block, _("approved so far"), counts->approved, "approved", "");
    add_cases(block, _("on public notice"), counts->on_notice, "on_notice", "");
    add_cases(block, _("objection open"), counts->objected, "objected", "")->role =
        counts->objected > 0 ? TUI_WARN : TUI_STRONG;
    add_cases(block, _("voucher issued"), counts->issued, "issued", "");
    add_cases(block, _("rejected so far"), counts->rejected, "rejected", "");
    int shown = d->rejection_count < most ? d->rejection_count : most;
    for (int i = 0; i < shown; i++) {
        const char *text = d->rejections[i].key;
        for (int k = 0; k < known; k++) {
            if (strcmp(reasons[k].code, d->rejections[i].key) == 0) {
                text = tui_lang_is_zh() ? reasons[k].zh : reasons[k].en;
            }
        }
        struct tui_block_line *line =
            overview_add_line(block, safe_textf("  %s", safe_text(text).bytes),
                              tui_count(d->rejections[i].count));
        line->role = TUI_TEXT;
        line->target = TUI_TO_AUDIT; /* the entries that say so */
        snprintf(line->text, sizeof line->text, "action:application.reject reason:%s",
                 d->rejections[i].key);
    }
    overview_add_more(block, d->rejection_count - shown, TUI_TO_NOTHING);
}

static struct tui_block_line *budget_line(struct tui_block *block, struct safe_text name,
                                          const struct tui_money *m)
{
    int digits = tui_million_digits(m->appropriated) > 1 ? 1 : 0;
    struct tui_block_line *line =
        overview_add_line(block, name,
                          safe_textf("%s / %s", tui_million(m->available, digits).bytes,
                                     tui_million(m->appropriated, digits).bytes));
    line->bar = tui_money_bar(m);
    line->target = TUI_TO_BUDGETS;
    if (m->appropriated > 0 && tui_share_bp(m->available, m->appropriated) < 1000) {
        line->role = TUI_WARN;
    }
    return line;
}

void overview_budgets(struct tui_app *app, int most, struct tui_blocks *out)
{
    const struct bc_tranche *tranches;
    struct tui_budget_rows rows = {0};
    struct tui_block *block =
        overview_add_block(out, N_("Budgets"), N_("¥m free / all"),
                           bc_collection_at(tui_session(app), BC_TRANCHES));
    int count = bc_tranches(tui_session(app), &tranches), programmes = 0;
    tui_budget_rows_make(tranches, count, NULL, &rows);
    for (int i = 0; i < rows.count; i++) {
        if (rows.rows[i].kind != TUI_BUDGET_TRANCHE && programmes++ < most) {
            const struct bc_tranche *t = &tranches[rows.rows[i].tranche];
            struct tui_money money = tui_budget_row_money(tranches, &rows, i);
            overview_word(
                budget_line(block, safe_text(tui_budget_programme(t)), &money)->programme,
                t->programme);
        }
    }
    overview_add_more(block, programmes - most, TUI_TO_BUDGETS);
    if (programmes > 1) {
        budget_line(block, safe_text(_("all programmes")), &rows.total);
    } else if (programmes == 0 && block->at != 0) {
        overview_add_sentence(block, _("no tranche is open yet"));
    }
    tui_budget_rows_clear(&rows);
}

/* The tranches whose free money ends first, soonest at the top. */
void overview_run_out(struct tui_app *app, int most, struct tui_blocks *out)
{
    const struct bc_tranche *all;
    int soonest[TUI_BLOCK_LINES];
    int count = bc_tranches(tui_session(app), &all);
    int32_t today = date_of(tui_now(app), tui_zone(app));
    struct tui_block *block =
        overview_add_block(out, N_("Money that runs out first"), "",
                           bc_collection_at(tui_session(app), BC_TRANCHES));
    int shown = tui_soonest_out(all, count, today, soonest,
                                most < TUI_BLOCK_LINES ? most : TUI_BLOCK_LINES);
    for (int i = 0; i < shown; i++) {
        enum tui_role role;
        const struct bc_tranche *t = &all[soonest[i]];
        struct tui_block_line *line = overview_add_line(
            block, tui_tranche_label(all, count, t), tui_runs_out(t, today, &role));
        line->role = role == TUI_DIM ? TUI_STRONG : role;
        line->target = TUI_TO_BUDGETS;
        overview_word(line->programme, t->programme);
    }
    if (block->count == 0 && block->at != 0) {
        overview_add_sentence(block, _("no tranche's money runs out in sight"));
    }
}

void overview_programmes(struct tui_app *app, int most, struct tui_blocks *out)
{
    const struct bc_dashboard *d = bc_dashboard(tui_session(app));
    const struct bc_programme *known;
    int known_count = bc_programmes(tui_session(app), &known);
    struct tui_block *block =
        overview_add_block(out, N_("Open cases by programme"), N_("cases"), d->at);
    int shown = d->programme_count < most ? d->programme_count : most;
    for (int i = 0; i < shown; i++) {
        const struct bc_count *c = &d->programmes[i];
        const char *name = *c->name ? c->name : c->key;
        for (int k = 0; k < known_count; k++) {
            if (strcmp(known[k].id, c->key) == 0) {
                name = tui_lang_is_zh() ? known[k].name_zh : known[k].name_en;
            }
        }
        struct tui_block_line *line =
            overview_add_line(block, safe_text(name), tui_count(c->count));
        line->target = TUI_TO_QUEUE;
        overview_word(line->programme, c->key);
    }
    overview_add_more(block, d->programme_count - shown, TUI_TO_QUEUE);
}

/* What all tranches have promised or paid: the whole a provider has its share of. */
static int64_t all_bound(struct tui_app *app)
{
    const struct bc_tranche *all;
    int count = bc_tranches(tui_session(app), &all);
    int64_t sum = 0;
    for (int i = 0; i < count; i++) {
        sum += all[i].reserved + all[i].committed + all[i].payable + all[i].disbursed;
    }
    return sum;
}

void overview_providers(struct tui_app *app, int most, struct tui_blocks *out)
{
    const struct bc_dashboard *d = bc_dashboard(tui_session(app));
    struct tui_block *block =
        overview_add_block(out, N_("Largest providers"), N_("¥m and share"), d->at);
    int64_t largest = d->provider_count > 0 ? d->providers[0].amount_fen : 0;
    int64_t bound = all_bound(app);
    int shown = d->provider_count < most ? d->provider_count : most;
    for (int i = 0; i < shown; i++) {
        const struct bc_count *c = &d->providers[i];
        struct safe_text million =
            tui_million(c->amount_fen, tui_million_digits(largest) > 1 ? 1 : 0);
        struct tui_block_line *line = overview_add_line(
            block, safe_text(c->name),
            bound > 0 ? safe_textf("%s · %s", million.bytes,
                                   tui_percent(tui_share_bp(c->amount_fen, bound)).bytes)
                      : million);
        line->target = TUI_TO_QUEUE;
        overview_word(line->statuses, "*");
        snprintf(line->text, sizeof line->text, "provider:\"%.140s\"", c->name);
        line->bar =
            (struct tui_bar){.count = 2,
                             .parts = {{c->amount_fen, TUI_FILL_FULL},
                                       {largest - c->amount_fen, TUI_FILL_EMPTY}}};
    }
    if (d->at != 0 && d->provider_count == 0) {
        overview_add_sentence(block, _("nothing is committed yet"));
    }
}

void overview_ledger(struct tui_app *app, struct tui_blocks *out)
{
    const struct bc_dashboard *d = bc_dashboard(tui_session(app));
    struct tui_block *block = overview_add_block(out, N_("Ledger"), "", d->at);
    overview_add_line(block, safe_text(_("journal entries")),
                      tui_count(d->at == 0 ? -1 : d->journal_entries))
        ->target = TUI_TO_AUDIT;
    overview_add_line(block, safe_text(_("accounts against transfers")),
                      safe_text(d->at == 0    ? "?"
                                : d->balanced ? _("balanced")
                                              : _("DOES NOT BALANCE")))
        ->role = d->at == 0    ? TUI_DIM
                 : d->balanced ? TUI_OK
                               : TUI_ERROR;
}
