#include "tui/screens/budget_detail.h"

#include "tui/widgets/figure.h"

#include "common/date.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    PANEL = 36,
    WEEK_CELL = 22,
    WEEKS_AHEAD = 13,
    WIDE = 150,
    SERIES = 26,
    CHART_MOST = 22
};

static void add_tranche(struct bc_tranche *sum, const struct bc_tranche *t)
{
    sum->appropriated += t->appropriated;
    sum->available += t->available;
    sum->reserved += t->reserved;
    sum->committed += t->committed;
    sum->payable += t->payable;
    sum->disbursed += t->disbursed;
    sum->lapsed += t->lapsed;
    sum->recovered += t->recovered;
    sum->pace_fen_week += t->pace_fen_week > 0 ? t->pace_fen_week : 0;
    sum->series_count =
        t->series_count < sum->series_count ? t->series_count : sum->series_count;
    for (int i = 0; i < sum->series_count; i++) {
        sum->series[i] += t->series[i];
    }
}

void tui_budget_view_of(const struct bc_tranche *tranches,
                        const struct tui_budget_rows *rows, int index,
                        struct tui_budget_view *out)
{
    const struct tui_budget_row *row = &rows->rows[index];
    out->tranche = tranches[row->tranche];
    out->sum = row->kind == TUI_BUDGET_PROGRAMME;
    if (out->sum) {
        int first = rows->rows[index + 1].tranche;
        out->tranche = tranches[first];
        for (int i = index + 2;
             i < rows->count && rows->rows[i].kind == TUI_BUDGET_TRANCHE; i++) {
            add_tranche(&out->tranche, &tranches[rows->rows[i].tranche]);
        }
    }
}

/* "2026-W40" is week 40. */
static int week_number(const char *week)
{
    const char *w = strchr(week, 'W');
    return w ? (int)strtol(w + 1, NULL, 10) : 0;
}

static int weeks_ahead(const struct bc_tranche *t, int32_t today)
{
    if (t->opens_on > today || (t->closes_on != 0 && t->closes_on < today)) {
        return 0;
    }
    int weeks = t->closes_on == 0 ? WEEKS_AHEAD : (t->closes_on - today) / 7 + 1;
    return weeks < WEEKS_AHEAD ? weeks : WEEKS_AHEAD;
}

void tui_budget_burn(const struct tui_budget_view *view, int32_t today,
                     struct tui_burn *out)
{
    const struct bc_tranche *t = &view->tranche;
    *out = (struct tui_burn){0};
    out->known = t->series_count < SERIES ? t->series_count : SERIES;
    int week = 0;
    for (int i = 0; i < out->known; i++) {
        out->fen[i] = t->series[i];
        week = week_number(t->series_week[i]);
        snprintf(out->week[i], sizeof out->week[i], "W%02d", week % 100);
    }
    if (!view->sum) {
        tui_burn_ahead(out, t->pace_fen_week, weeks_ahead(t, today), week);
    }
}

/* ---- the panel of figures ---- */

struct panel {
    struct tui_canvas *canvas;
    struct tui_rect rect;
    int used;
};

static void say(struct panel *p, const char *label, struct safe_text value,
                enum tui_role role)
{
    if (p->used < p->rect.rows) {
        tui_figure(p->canvas, p->rect.row + p->used++, p->rect.col, p->rect.cols,
                   safe_text(label), value, role);
    }
}

static void say_forecast(struct tui_app *app, struct panel *p,
                         const struct tui_budget_view *view)
{
    const struct bc_tranche *t = &view->tranche;
    int32_t today = date_of(tui_now(app), tui_zone(app));
    enum tui_role role;
    char day[16];
    if (view->sum) {
        say(p, _("forecast"), safe_text(_("of each tranche alone")), TUI_DIM);
        return;
    }
    struct safe_text end = tui_runs_out(t, today, &role);
    say(p, _("free money runs out"), end, role == TUI_DIM ? TUI_TEXT : role);
    say(p, _("tranche closes on"),
        safe_text(t->closes_on ? date_format(t->closes_on, day) : _("no date")),
        TUI_TEXT);
    if (t->pace_fen_week > 0) {
        say(p,
            safe_textf(_("pace (%s), ¥m/week"), *t->method ? tui_word(t->method) : "?")
                .bytes,
            tui_million(t->pace_fen_week, 3), TUI_TEXT);
    }
}

static void say_accounts(struct panel *p, const struct bc_tranche *t)
{
    const struct {
        const char *label;
        int64_t fen;
        bool always;
        enum tui_role role;
    } accounts[] = {
        {_("appropriated, ¥"), t->appropriated, true, TUI_STRONG},
        {_("  available"), t->available, true, TUI_STRONG},
        {_("  reserved"), t->reserved, true, TUI_TEXT},
        {_("  committed"), t->committed, true, TUI_TEXT},
        {_("  payable"), t->payable, true, TUI_TEXT},
        {_("  disbursed"), t->disbursed, true, TUI_TEXT},
        {_("  lapsed"), t->lapsed, false, TUI_TEXT},
        {_("  recovered (less)"), t->recovered, false, TUI_TEXT},
    };
    for (size_t i = 0; i < sizeof accounts / sizeof *accounts; i++) {
        if (accounts[i].always || accounts[i].fen != 0) {
            say(p, accounts[i].label, tui_yuan(accounts[i].fen), accounts[i].role);
        }
    }
}

/* ---- the weeks as a table ---- */

static void draw_week(struct tui_canvas *canvas, int row, int col,
                      const struct tui_burn *burn, int i, int digits)
{
    bool ahead = i >= burn->known;
    enum tui_role role = ahead ? TUI_FORECAST : TUI_TEXT;
    tui_puts(canvas, row, col, burn->week[i], TUI_DIM);
    tui_put_fit(canvas, row, col + 4, 7, tui_million(burn->fen[i], digits), role, true);
    if (ahead) {
        tui_put_fit(canvas, row, col + 12, 8, safe_text(_("forecast")), role, true);
    } else if (i > 0) {
        int64_t moved = burn->fen[i] - burn->fen[i - 1];
        tui_put_fit(
            canvas, row, col + 12, 8,
            safe_textf("%s%s", moved > 0 ? "+" : "", tui_million(moved, digits).bytes),
            moved == 0 ? TUI_DIM : role, true);
    }
}

void tui_budget_weeks_draw(struct tui_canvas *canvas, struct tui_rect rect,
                           const struct tui_burn *burn)
{
    int all = burn->known + burn->ahead, rows = rect.rows - 1;
    int64_t largest = 0;
    for (int i = 0; i < all; i++) {
        largest = burn->fen[i] > largest ? burn->fen[i] : largest;
    }
    int digits = tui_million_digits(largest);
    int columns = rect.cols / WEEK_CELL > 0 ? rect.cols / WEEK_CELL : 1;
    if (rows < 1) {
        return;
    }
    int even = (all + columns - 1) / columns;
    rows = even < rows ? even : rows;
    int fit = rows * columns;
    int first = all > fit ? all - fit : 0;
    for (int i = first; i < all; i++) {
        int at = i - first;
        int col = rect.col + at / rows * WEEK_CELL;
        if (at % rows == 0) {
            tui_puts(canvas, rect.row, col, _("week"), TUI_DIM);
            tui_put_fit(canvas, rect.row, col + 4, 7, safe_text(_("free ¥m")), TUI_DIM,
                        true);
            tui_put_fit(canvas, rect.row, col + 12, 8, safe_text(_("change")), TUI_DIM,
                        true);
        }
        draw_week(canvas, rect.row + 1 + at % rows, col, burn, i, digits);
    }
}

/* ---- the pane ---- */

static void draw_head(struct tui_canvas *canvas, struct tui_rect rect,
                      const struct tui_budget_view *view)
{
    const struct bc_tranche *t = &view->tranche;
    struct safe_text programme = safe_text(tui_budget_programme(t));
    struct safe_text name = safe_text(t->name);
    struct safe_text year =
        t->fiscal_year > 0 ? safe_textf("%d", t->fiscal_year) : (struct safe_text){0};
    tui_heading(
        canvas, rect.row, rect.col, rect.cols,
        view->sum ? programme : safe_textf("%s · %s", programme.bytes, name.bytes), year);
}

static void draw_chart(struct tui_canvas *canvas, struct tui_rect rect,
                       const struct tui_burn *burn, bool table)
{
    if (burn->known == 0) {
        tui_put_wrapped(canvas, rect,
                        safe_text(_("its history is not known yet; it comes with the "
                                    "dashboard")),
                        TUI_DIM);
        return;
    }
    const char *title = burn->ahead == 0 ? _("free at week's end, ¥m")
                        : canvas->ascii  ? _("free at week's end, ¥m; : is forecast")
                                         : _("free at week's end, ¥m; ░ is forecast");
    tui_put_fit(canvas, rect.row, rect.col, rect.cols, safe_text(title), TUI_DIM, false);
    struct tui_rect body = {rect.row + 1, rect.col, rect.rows - 1, rect.cols};
    /* Very high places have room for both. */
    int under = burn->known + burn->ahead + 2 < body.rows - CHART_MOST
                    ? burn->known + burn->ahead + 2
                    : body.rows - CHART_MOST;
    if (table) {
        tui_budget_weeks_draw(canvas, body, burn);
        return;
    }
    if (under > 4) {
        struct tui_rect below = {body.row + CHART_MOST + 1, body.col, under - 1,
                                 body.cols};
        body.rows = CHART_MOST;
        tui_budget_weeks_draw(canvas, below, burn);
    }
    tui_burn_draw(canvas, body, burn);
}

void tui_budget_detail_draw(struct tui_app *app, struct tui_canvas *canvas,
                            struct tui_rect rect, const struct tui_budget_view *view,
                            bool table)
{
    bool wide = rect.cols >= WIDE;
    int chart = rect.cols - (PANEL + 2) * (wide ? 2 : 1);
    struct tui_burn burn;
    tui_budget_burn(view, date_of(tui_now(app), tui_zone(app)), &burn);
    draw_head(canvas, rect, view);
    struct tui_rect left = {rect.row + 1, rect.col, rect.rows - 1, chart};
    struct panel panel = {
        canvas, {rect.row + 1, rect.col + chart + 2, rect.rows - 1, PANEL}, 0};
    if (chart >= 24) {
        draw_chart(canvas, left, &burn, table);
    } else {
        panel.rect.col = rect.col;
        panel.rect.cols = rect.cols;
    }
    say_forecast(app, &panel, view);
    if (wide) {
        panel.rect.col += PANEL + 2;
        panel.used = 0;
    }
    say_accounts(&panel, &view->tranche);
}
