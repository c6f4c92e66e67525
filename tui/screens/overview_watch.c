#include "tui/screens/case_words.h"
#include "tui/screens/overview_parts.h"
#include "tui/widgets/figure.h"

#include <stdio.h>

/* So many, and what they are worth: "3 · 1.2". */
static struct tui_block_line *add_worth(struct tui_block *block, const char *label,
                                        int64_t count, int64_t fen)
{
    return overview_add_line(
        block, safe_text(label),
        count < 0    ? safe_text("?")
        : count == 0 ? tui_count(0)
                     : safe_textf("%s · %s", tui_count(count).bytes,
                                  tui_million(fen, tui_million_digits(fen)).bytes));
}

void overview_vouchers(struct tui_app *app, struct tui_blocks *out)
{
    const struct bc_dashboard *d = bc_dashboard(tui_session(app));
    struct tui_block *block =
        overview_add_block(out, N_("At risk"), N_("count · ¥m"), d->at);
    const struct {
        const char *label;
        int64_t count, fen;
        enum tui_target target;
        const char *view;
        bool bad;
    } lines[] = {
        {_("end within 7 days, unused"), d->expiring_7d, d->expiring_7d_fen,
         TUI_TO_VOUCHERS, "expiring", true},
        {_("end within 30 days, unused"), d->expiring_30d, d->expiring_30d_fen,
         TUI_TO_VOUCHERS, "expiring", false},
        {_("asked back, not returned"), d->recovering, d->recovering_fen, TUI_TO_PAYMENTS,
         "recoveries", false},
        {_("asked back, overdue"), d->overdue, d->overdue_fen, TUI_TO_PAYMENTS,
         "recoveries", true},
    };
    for (size_t i = 0; i < COUNT_OF(lines); i++) {
        struct tui_block_line *line =
            add_worth(block, lines[i].label, lines[i].count, lines[i].fen);
        line->target = lines[i].target;
        line->papers = lines[i].view;
        line->role = lines[i].bad && lines[i].count > 0 ? TUI_WARN : TUI_STRONG;
    }
}

/* Open cases the rules have stopped, the oldest of them by number. */
void overview_controls(struct tui_app *app, int most, struct tui_blocks *out)
{
    const struct bc_dashboard *d = bc_dashboard(tui_session(app));
    struct tui_block *block =
        overview_add_block(out, N_("Stopped by rules"), N_("cases"), d->at);
    overview_add_line(block, safe_text(_("contract used before")),
                      tui_count(d->contract_used))
        ->role = d->contract_used > 0 ? TUI_WARN : TUI_STRONG;
    overview_add_line(block, safe_text(_("related parties")), tui_count(d->related_party))
        ->role = d->related_party > 0 ? TUI_WARN : TUI_STRONG;
    int shown = d->stopped_count < most ? d->stopped_count : most;
    for (int i = 0; i < shown; i++) {
        const struct bc_count *c = &d->stopped[i];
        struct bc_case row;
        bool known = bc_case_get(tui_session(app), c->key, &row);
        struct tui_block_line *line = overview_add_line(
            block,
            safe_textf("  %s %s", c->name,
                       known ? safe_text(row.applicant_name).bytes : ""),
            safe_textf("¥%sk", tui_thousand(c->amount_fen).bytes));
        line->role = TUI_TEXT;
        line->target = TUI_TO_QUEUE;
        overview_word(line->statuses, "*");
        snprintf(line->text, sizeof line->text, "%s", c->name);
    }
    overview_add_more(block, d->stopped_count - shown, TUI_TO_NOTHING);
}

/* Names with a bar against the largest, and their share of the whole. */
static struct tui_block_line *add_top(struct tui_block *block, const struct bc_count *c,
                                      int64_t largest, int64_t whole)
{
    struct safe_text million =
        tui_million(c->amount_fen, tui_million_digits(largest) > 1 ? 2 : 1);
    struct tui_block_line *line = overview_add_line(
        block, safe_text(c->name),
        whole > 0 ? safe_textf("%s · %s", million.bytes,
                               tui_percent(tui_share_bp(c->amount_fen, whole)).bytes)
                  : million);
    line->bar = (struct tui_bar){.count = 2,
                                 .parts = {{c->amount_fen, TUI_FILL_FULL},
                                           {largest - c->amount_fen, TUI_FILL_EMPTY}}};
    return line;
}

/* What all tranches have paid, and what they have promised or paid. */
static int64_t paid(struct tui_app *app, int64_t *bound)
{
    const struct bc_tranche *all;
    int count = bc_tranches(tui_session(app), &all);
    int64_t sum = 0;
    *bound = 0;
    for (int i = 0; i < count; i++) {
        sum += all[i].disbursed;
        *bound += all[i].committed + all[i].payable + all[i].disbursed;
    }
    return sum;
}

void overview_payees(struct tui_app *app, int most, struct tui_blocks *out)
{
    const struct bc_dashboard *d = bc_dashboard(tui_session(app));
    struct tui_block *block =
        overview_add_block(out, N_("Largest payees"), N_("¥m, share"), d->at);
    int64_t bound, whole = paid(app, &bound);
    int shown = d->payee_count < most ? d->payee_count : most;
    for (int i = 0; i < shown; i++) {
        struct tui_block_line *line =
            add_top(block, &d->payees[i], d->payees[0].amount_fen, whole);
        line->target = TUI_TO_CLAIMS;
        line->papers = "paid";
        snprintf(line->text, sizeof line->text, "%s", d->payees[i].key);
    }
    if (d->at != 0 && d->payee_count == 0) {
        overview_add_sentence(block, _("nothing is paid yet"));
    }
}

void overview_groups(struct tui_app *app, int most, struct tui_blocks *out)
{
    const struct bc_dashboard *d = bc_dashboard(tui_session(app));
    struct tui_block *block =
        overview_add_block(out, N_("Largest groups"), N_("¥m, share"), d->at);
    int64_t bound;
    (void)paid(app, &bound);
    int shown = d->group_count < most ? d->group_count : most;
    for (int i = 0; i < shown; i++) {
        const struct bc_count *c = &d->groups[i];
        struct tui_block_line *line = add_top(block, c, d->groups[0].amount_fen, bound);
        if (c->count > 1) {
            line->label =
                safe_textf(tui_text_n("%s, %lld firm", "%s, %lld firms", c->count),
                           safe_text(c->name).bytes, (long long)c->count);
        }
        line->target = TUI_TO_VOUCHERS;
        line->papers = "all";
        snprintf(line->text, sizeof line->text, "%s", c->key);
    }
    if (d->at != 0 && d->group_count == 0) {
        overview_add_sentence(block, _("no voucher is issued yet"));
    }
}

/* More claimed than a centre's meters saw of all its users is not possible. */
void overview_usage(struct tui_app *app, int most, struct tui_blocks *out)
{
    const struct bc_dashboard *d = bc_dashboard(tui_session(app));
    struct tui_block *block =
        overview_add_block(out, N_("GPU-hours claimed"), N_("30 days"), d->at);
    int shown = d->usage_count < most ? d->usage_count : most;
    for (int i = 0; i < shown; i++) {
        const struct bc_count *c = &d->usage[i];
        int64_t metered = c->amount_fen;
        struct tui_block_line *line = overview_add_line(
            block, safe_text(c->name),
            metered < 0 ? safe_textf(_("%s of ?"), tui_count(c->count).bytes)
                        : safe_textf(_("%s of %s"), tui_count(c->count).bytes,
                                     tui_count(metered).bytes));
        line->role = metered >= 0 && c->count > metered ? TUI_WARN : TUI_STRONG;
        line->target = TUI_TO_CENTRES;
        line->view = TUI_CENTRES_ALL;
        snprintf(line->id, sizeof line->id, "%s", c->key);
    }
    if (d->at != 0 && d->usage_count == 0) {
        overview_add_sentence(block, _("no use of these days is claimed"));
    }
}
