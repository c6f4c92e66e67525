#include "tui/export/report_parts.h"

#include "tui/export/markup.h"
#include "tui/screens/budget_rows.h"
#include "tui/widgets/burn.h"
#include "tui/widgets/figure.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { AHEAD = 13, COLUMN = 12, COLUMNS = 26, HEIGHT = 90, FOOT = 24, AXIS = 40 };

static const struct {
    const char *kind, *words; /* words: msgid */
} keys[] = {
    {"free", N_("free")},
    {"held", N_("reserved")},
    {"due", N_("committed and payable")},
    {"paid", N_("disbursed")},
    {"lost", N_("lapsed")},
};

/* ---- budgets ---- */

static void money_cells(struct report *r, const struct tui_money *m)
{
    const int64_t amounts[] = {m->appropriated, m->available, m->reserved,
                               m->committed + m->payable, m->disbursed};
    for (size_t i = 0; i < COUNT_OF(amounts); i++) {
        tui_html_cell(r->out, tui_million(amounts[i], 3), true);
    }
    const struct tui_html_part parts[] = {{"free", m->available},
                                          {"held", m->reserved},
                                          {"due", m->committed + m->payable},
                                          {"paid", m->disbursed},
                                          {"lost", m->lapsed}};
    int64_t whole = 0;
    for (size_t i = 0; i < COUNT_OF(parts); i++) {
        whole += parts[i].value;
    }
    int64_t bp = tui_share_bp(m->available, m->appropriated);
    tui_html_bar(r->out, parts, COUNT_OF(parts), whole,
                 safe_textf(_("%s free"), tui_percent(bp).bytes));
    tui_html_cell(r->out, tui_percent(bp), true);
}

void report_budgets(struct report *r)
{
    const struct tui_html_column columns[] = {
        {_("programme"), false}, {_("tranche"), false}, {_("appropriated"), true},
        {_("free"), true},       {_("reserved"), true}, {_("committed"), true},
        {_("disbursed"), true},  {"", false},           {_("free, share"), true},
        {_("runs out"), false},
    };
    const struct bc_tranche *all;
    struct tui_money total = {0};
    enum tui_role role;
    int count = bc_tranches(r->session, &all);
    tui_html_section(
        r->out, _("Budgets"),
        report_note(r, N_("¥ million"), bc_collection_at(r->session, BC_TRANCHES)));
    tui_html_table(r->out, columns, COUNT_OF(columns));
    for (int i = 0; i < count; i++) {
        struct tui_money money = {0};
        tui_money_add(&money, &all[i]);
        tui_money_add(&total, &all[i]);
        tui_html_row(r->out, false);
        tui_html_cell(r->out, safe_text(tui_budget_programme(&all[i])), false);
        tui_html_cell(r->out, safe_text(all[i].name), false);
        money_cells(r, &money);
        tui_html_cell(r->out, tui_runs_out(&all[i], r->today, &role), false);
        tui_html_row_end(r->out);
    }
    tui_html_row(r->out, true);
    tui_html_cell(r->out, safe_text(_("total")), false);
    tui_html_cell(r->out, safe_text(""), false);
    money_cells(r, &total);
    tui_html_cell(r->out, safe_text(""), false);
    tui_html_row_end(r->out);
    tui_html_table_end(r->out);
    buf_adds(r->out, "<p>");
    for (size_t i = 0; i < COUNT_OF(keys); i++) {
        tui_html_key(r->out, keys[i].kind, tui_text(keys[i].words));
    }
    buf_adds(r->out, "</p>\n");
    tui_html_section_end(r->out);
}

/* ---- burn-down ---- */

static void fill_burn(const struct bc_tranche *t, struct tui_burn *burn)
{
    int week = 1;
    for (int i = 0; i < t->series_count; i++) {
        const char *name = strchr(t->series_week[i], 'W');
        int at = burn->known;
        if (at == 0 && t->series[i] <= 0) {
            continue; /* before there was any money */
        }
        burn->fen[at] = t->series[i];
        snprintf(burn->week[at], sizeof burn->week[at], "%.6s", name ? name : "");
        week = name ? atoi(name + 1) : week;
        burn->known++;
    }
    tui_burn_ahead(burn, t->pace_fen_week, AHEAD, week);
}

static void text_at(struct buf *out, int x, int y, const char *anchor,
                    struct safe_text text)
{
    buf_printf(out, "<text class=\"d\" x=\"%d\" y=\"%d\" text-anchor=\"%s\">", x, y,
               anchor);
    tui_markup(out, text);
    buf_adds(out, "</text>");
}

static void column(struct buf *out, const struct tui_burn *burn, int i, int64_t top)
{
    int64_t tall = tui_share_bp(burn->fen[i], top) * HEIGHT / 10000;
    int x = AXIS + i * COLUMN;
    tall = tall > 0 || burn->fen[i] <= 0 ? tall : 1;
    if (tall > 0) {
        buf_printf(out,
                   "<rect class=\"%s\" x=\"%d\" y=\"%" PRId64 "\" width=\"%d\" "
                   "height=\"%" PRId64 "\"/>",
                   i < burn->known ? "free" : "ahead", x, HEIGHT - tall + 10, COLUMN - 3,
                   tall);
    }
    if (i % 4 == 0) {
        text_at(out, x + COLUMN / 2 - 1, HEIGHT + 20, "middle", safe_text(burn->week[i]));
    }
}

static void chart(struct report *r, const struct bc_tranche *t, struct safe_text label)
{
    struct tui_burn burn = {0};
    int64_t top = 1;
    fill_burn(t, &burn);
    int columns = burn.known + burn.ahead;
    for (int i = 0; i < columns; i++) {
        top = burn.fen[i] > top ? burn.fen[i] : top;
    }
    buf_printf(r->out, "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"",
               AXIS + (columns > COLUMNS ? columns : COLUMNS) * COLUMN, HEIGHT + FOOT);
    tui_markup(r->out, label);
    buf_adds(r->out, "\">");
    text_at(r->out, AXIS - 4, 18, "end", tui_million(top, 1));
    text_at(r->out, AXIS - 4, HEIGHT + 10, "end", safe_text("0"));
    for (int i = 0; i < columns; i++) {
        column(r->out, &burn, i, top);
    }
    buf_adds(r->out, "</svg>\n");
}

static struct safe_text pace_words(const struct report *r, const struct bc_tranche *t)
{
    enum tui_role role;
    if (t->pace_fen_week <= 0) {
        return safe_text(_("no pace yet: nothing was granted lately"));
    }
    return safe_textf(_("¥%s million a week (%s) · runs out: %s"),
                      tui_million(t->pace_fen_week, 3).bytes, tui_word(t->method),
                      tui_runs_out(t, r->today, &role).bytes);
}

void report_burn(struct report *r)
{
    const struct bc_tranche *all;
    int count = bc_tranches(r->session, &all);
    tui_html_section(
        r->out, _("Free money at the end of each week, and where its pace leads"),
        report_note(r, N_("¥ million"), bc_collection_at(r->session, BC_DASHBOARD)));
    buf_adds(r->out, "<p>");
    tui_html_key(r->out, "free", _("was free"));
    tui_html_key(r->out, "ahead", _("forecast"));
    buf_adds(r->out, "</p>\n<div class=\"grid\">\n");
    for (int i = 0; i < count; i++) {
        const struct bc_tranche *t = &all[i];
        if (t->series_count == 0 || t->closes_on < r->today || t->opens_on > r->today) {
            continue;
        }
        struct safe_text pace = pace_words(r, t);
        buf_adds(r->out, "<figure><figcaption><strong>");
        tui_markup(r->out, tui_tranche_label(all, count, t));
        buf_adds(r->out, "</strong><br>");
        tui_markup(r->out, pace);
        buf_adds(r->out, "</figcaption>");
        chart(r, t, pace);
        buf_adds(r->out, "</figure>\n");
    }
    buf_adds(r->out, "</div>\n");
    tui_html_section_end(r->out);
}

/* ---- ledger ---- */

/* The identity every tranche must hold, worked out here from what was sent. */
static bool adds_up(const struct bc_tranche *t)
{
    return t->appropriated == t->available + t->reserved + t->committed + t->payable +
                                  t->disbursed + t->lapsed - t->recovered;
}

void report_ledger(struct report *r)
{
    const struct bc_dashboard *d = bc_dashboard(r->session);
    const struct bc_tranche *all;
    int count = bc_tranches(r->session, &all), sound = 0;
    for (int i = 0; i < count; i++) {
        sound += adds_up(&all[i]);
    }
    tui_html_section(r->out, _("Ledger, checked against itself"),
                     report_note(r, N_("entries"), d->at));
    tui_html_paragraph(
        r->out,
        safe_textf(_("%s entries are in the journal. The clearinghouse says that "
                     "its books %s. Reckoned again here, %d of %d tranches add up: "
                     "appropriated = free + reserved + committed + payable + "
                     "disbursed + lapsed - recovered."),
                   tui_count(d->journal_entries).bytes,
                   d->balanced ? _("balance") : _("DO NOT BALANCE"), sound, count));
    tui_html_section_end(r->out);
}
