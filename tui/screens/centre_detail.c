#include "tui/screens/centre_detail.h"

#include "tui/screens/centre_rows.h"
#include "tui/widgets/bar.h"
#include "tui/widgets/figure.h"

#include "common/date.h"

#include <string.h>

enum { SIDE_BY_SIDE = 116, GAP = 2, WEEK_CELLS = 55, PAPER_CELLS = 60, LEAST_PAPERS = 5 };

/* ---- the week ---- */

static const char *day_name(int weekday)
{
    static const char *const names[] = {N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"),
                                        N_("Fri"), N_("Sat"), N_("Sun")};
    return _(names[weekday]);
}

void tui_centre_heat(const struct bc_bucket *buckets, int count, int64_t now, int zone_s,
                     struct tui_heat *out)
{
    const int64_t hour_us = 3600 * DATE_SECOND;
    date_day first = date_of(now, zone_s) - 6;
    for (int day = 0; day < 7; day++) {
        int64_t start = date_start(first + day, zone_s);
        struct date_parts p = date_split(start, zone_s);
        out->days[day] = safe_textf("%s %02d", day_name(p.weekday), p.day);
        for (int hour = 0; hour < 24; hour++) {
            bool ahead = start + hour * hour_us > now;
            out->bp[day][hour] = ahead ? TUI_HEAT_AHEAD : TUI_HEAT_NO_DATA;
        }
    }
    for (int i = 0; i < count; i++) {
        int day = (int)(date_of(buckets[i].at, zone_s) - first);
        if (buckets[i].at != 0 && day >= 0 && day < 7 && buckets[i].mean_bp >= 0) {
            out->bp[day][date_split(buckets[i].at, zone_s).hour] = buckets[i].mean_bp;
        }
    }
}

static void draw_hour(struct tui_app *app, struct tui_canvas *canvas,
                      struct tui_rect cell, const struct bc_bucket *b)
{
    struct date_parts p = date_split(b->at, tui_zone(app));
    tui_put(canvas, cell.row, cell.col, safe_textf("%02d:00", p.hour), TUI_DIM);
    if (b->mean_bp < 0) {
        tui_put(canvas, cell.row, cell.col + 7, safe_text(_("no data")), TUI_STALE);
        return;
    }
    tui_put_fit(canvas, cell.row, cell.col + 6, 5, tui_percent(b->mean_bp), TUI_TEXT,
                true);
    tui_put(
        canvas, cell.row, cell.col + 12,
        safe_textf("%s-%s", tui_percent(b->min_bp).bytes, tui_percent(b->max_bp).bytes),
        TUI_DIM);
}

/* The last day in columns: hour, mean, range. */
static void draw_hours(struct tui_app *app, struct tui_canvas *canvas,
                       struct tui_rect rect, const struct bc_bucket *buckets, int count)
{
    enum { HOUR_CELLS = 22 };
    int columns = rect.cols / HOUR_CELLS > 1 ? rect.cols / HOUR_CELLS : 1;
    int rows = (24 + columns - 1) / columns;
    rows = rows < rect.rows ? rows : rect.rows;
    int from = count > rows * columns ? count - rows * columns : 0;
    from = count - from > 24 ? count - 24 : from;
    for (int i = from; i < count && rows > 0; i++) {
        int at = i - from;
        draw_hour(app, canvas,
                  (struct tui_rect){rect.row + at % rows,
                                    rect.col + at / rows * HOUR_CELLS, 1, HOUR_CELLS},
                  &buckets[i]);
    }
}

enum { NUMBERS_CELLS = 7 + 24 * 3, NUMBERS_ROWS = 9, NUMBER = 3 };

static int day_cells(const struct tui_heat *heat)
{
    int widest = 0;
    for (int day = 0; day < 7; day++) {
        widest = heat->days[day].cells > widest ? heat->days[day].cells : widest;
    }
    return widest;
}

/* The week as numbers: what the map shows in digits of ten, to the percent. */
static void draw_numbers(struct tui_canvas *canvas, struct tui_rect rect,
                         const struct tui_heat *heat)
{
    int label = day_cells(heat);
    for (int hour = 0; hour < 24; hour++) {
        tui_put_fit(canvas, rect.row, rect.col + label + hour * NUMBER, NUMBER,
                    safe_textf("%02d", hour), TUI_HEADER, true);
    }
    for (int day = 0; day < 7; day++) {
        tui_put(canvas, rect.row + 1 + day, rect.col, heat->days[day], TUI_DIM);
        for (int hour = 0; hour < 24; hour++) {
            int64_t bp = heat->bp[day][hour];
            if (bp != TUI_HEAT_AHEAD) {
                tui_put_fit(
                    canvas, rect.row + 1 + day, rect.col + label + hour * NUMBER, NUMBER,
                    bp < 0 ? safe_text("?") : safe_textf("%lld", (long long)bp / 100),
                    bp < 0 ? TUI_STALE : TUI_TEXT, true);
            }
        }
    }
    tui_put_fit(canvas, rect.row + 8, rect.col, rect.cols,
                safe_text(_("percent of the hour's mean; ? no data")), TUI_DIM, false);
}

static void draw_week(struct tui_app *app, struct tui_canvas *canvas,
                      struct tui_rect rect, const struct bc_centre *c, bool hours)
{
    const struct bc_bucket *buckets;
    struct tui_heat heat;
    int count = bc_centre_series(tui_session(app), c->id, TUI_CENTRE_SERIES, &buckets);
    if (count == 0) {
        tui_put_wrapped(canvas, rect, safe_text(_("loading its last 7 days…")), TUI_DIM);
        return;
    }
    tui_centre_heat(buckets, count, tui_now(app), tui_zone(app), &heat);
    if (hours && rect.cols >= day_cells(&heat) + 24 * NUMBER &&
        rect.rows >= NUMBERS_ROWS) {
        draw_numbers(canvas, rect, &heat);
    } else if (hours) {
        draw_hours(app, canvas, rect, buckets, count);
    } else {
        tui_heat_draw(canvas, rect, &heat);
    }
}

/* ---- the papers ---- */

struct pane {
    struct tui_canvas *canvas;
    struct tui_rect rect;
    int used; /* lines said; below zero: scrolled away */
};

static void say(struct pane *p, struct safe_text text, enum tui_role role)
{
    if (p->used >= 0 && p->used < p->rect.rows) {
        tui_put_fit(p->canvas, p->rect.row + p->used, p->rect.col, p->rect.cols, text,
                    role, false);
    }
    p->used++;
}

static bool plain_papers(const struct bc_batch *b)
{
    bool free_to_use = strcmp(b->export_status, "unrestricted") == 0 ||
                       strcmp(b->export_status, "licensed") == 0;
    return free_to_use && (strcmp(b->state_fund_eligible, "yes") == 0 ||
                           strcmp(b->state_fund_eligible, "no") == 0);
}

static void say_reading(struct tui_app *app, struct pane *p, const struct bc_reading *r)
{
    say(p,
        safe_textf(_("%s  installed %s  powered %s  allocatable %s"),
                   safe_text(r->accelerator).bytes, tui_count(r->installed).bytes,
                   tui_count(r->powered).bytes, tui_count(r->allocatable).bytes),
        TUI_TEXT);
    struct safe_text power =
        r->power_w < 0 ? (struct safe_text){0}
                       : safe_textf(_("  %lld kW"), (long long)r->power_w / 1000);
    struct safe_text pue =
        r->pue_milli < 0 ? (struct safe_text){0}
                         : safe_textf("  PUE %lld.%02lld", (long long)r->pue_milli / 1000,
                                      (long long)r->pue_milli % 1000 / 10);
    say(p,
        safe_textf(_("  allocated %s  active %s%s%s  · %s %s"),
                   tui_count(r->allocated).bytes, tui_count(r->active).bytes, power.bytes,
                   pue.bytes, tui_word(r->source),
                   tui_clock(r->at, tui_now(app), tui_zone(app)).bytes),
        TUI_DIM);
}

static void say_batch(struct pane *p, const struct bc_batch *b)
{
    say(p,
        safe_textf(_("%s × %s  export: %s  state funds: %s"), tui_count(b->count).bytes,
                   safe_text(b->accelerator).bytes, tui_word(b->export_status),
                   tui_word(b->state_fund_eligible)),
        plain_papers(b) ? TUI_TEXT : TUI_WARN);
    say(p,
        safe_textf(_("  evidence: %s"),
                   *b->evidence ? safe_text(b->evidence).bytes : _("none given")),
        TUI_DIM);
}

static void say_place(struct pane *p, const struct bc_centre *c)
{
    say(p,
        safe_textf("%s%s%s  %s", safe_text(tui_word(c->hub)).bytes,
                   *c->hub && *c->province ? " · " : "", safe_text(c->province).bytes,
                   tui_word(c->status)),
        TUI_TEXT);
}

static void draw_hardware(struct tui_app *app, struct pane *p, const struct bc_centre *c)
{
    say_place(p, c);
    if (c->latest_count == 0) {
        say(p,
            safe_text(tui_centres_incoming(tui_session(app)) > 0
                          ? _("its readings are coming in")
                          : _("no reading was ever reported")),
            TUI_STALE);
    }
    for (int i = 0; i < c->latest_count && i < BC_LATEST; i++) {
        say_reading(app, p, &c->latest[i]);
    }
}

static void draw_batches(struct pane *p, const struct bc_centre *c)
{
    if (c->batch_count == 0) {
        say(p, safe_text(_("no batch of hardware is registered")), TUI_STALE);
    }
    for (int i = 0; i < c->batch_count && i < BC_BATCHES; i++) {
        say_batch(p, &c->batches[i]);
    }
}

/* ---- the pane ---- */

static void draw_head(struct tui_app *app, struct tui_canvas *canvas,
                      struct tui_rect line, const struct bc_centre *c)
{
    enum tui_role role;
    int64_t now = tui_now(app);
    struct safe_text words = tui_centre_words(c, now, tui_zone(app), &role);
    struct safe_text age = c->at == 0 ? (struct safe_text){0}
                                      : safe_textf(_("%s, %s old"), tui_word(c->source),
                                                   tui_age(now - c->at).bytes);
    struct safe_text title =
        words.len == 0 ? safe_text(c->name)
                       : safe_textf("%s · %s", safe_text(c->name).bytes, words.bytes);
    tui_heading(canvas, line.row, line.col, line.cols, title, age);
}

/* Beside the hours, under them, or instead of them. */
static int draw_papers(struct tui_app *app, struct tui_canvas *canvas,
                       struct tui_rect rect, const struct bc_centre *c, int skip)
{
    bool apart = rect.cols >= 2 * PAPER_CELLS;
    struct pane papers = {canvas, rect, -skip};
    papers.rect.cols = apart ? rect.cols / 2 - GAP : rect.cols;
    draw_hardware(app, &papers, c);
    int used = papers.used;
    if (apart) {
        papers.rect.col += papers.rect.cols + GAP;
        papers.used = -skip;
    }
    draw_batches(&papers, c);
    used = used > papers.used ? used : papers.used;
    return used > rect.rows ? used - rect.rows : 0;
}

int tui_centre_detail_draw(struct tui_app *app, struct tui_canvas *canvas,
                           struct tui_rect rect, const struct bc_centre *c,
                           enum tui_centre_pane pane, int skip)
{
    struct tui_rect week = {rect.row + 1, rect.col, rect.rows - 1, rect.cols};
    struct tui_rect papers = week;
    bool beside = rect.cols >= SIDE_BY_SIDE;
    bool below = !beside && week.rows >= TUI_HEAT_ROWS + LEAST_PAPERS;
    draw_head(app, canvas, (struct tui_rect){rect.row, rect.col, 1, rect.cols}, c);
    if (beside) {
        bool numbers = pane == TUI_CENTRE_HOURS && rect.cols >= NUMBERS_CELLS + GAP + 36;
        week.cols = numbers ? NUMBERS_CELLS : WEEK_CELLS;
        papers.col += week.cols + GAP;
        papers.cols -= week.cols + GAP;
    } else if (below) {
        week.rows = TUI_HEAT_ROWS;
        papers.row += TUI_HEAT_ROWS + 1;
        papers.rows -= TUI_HEAT_ROWS + 1;
    }
    if (beside || below || pane != TUI_CENTRE_PAPERS) {
        draw_week(app, canvas, week, c, pane == TUI_CENTRE_HOURS);
    }
    return beside || below || pane == TUI_CENTRE_PAPERS
               ? draw_papers(app, canvas, papers, c, skip)
               : 0;
}
