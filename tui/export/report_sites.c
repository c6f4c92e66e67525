#include "tui/export/report_parts.h"

#include "common/date.h"
#include "tui/export/markup.h"
#include "tui/screens/centre_rows.h"
#include "tui/widgets/figure.h"
#include "tui/widgets/heat.h"

#include <inttypes.h>

enum { DAYS = 7, HOURS = 24, WEEK_HOURS = DAYS * HOURS, CELL = 14, LEFT = 62 };

/* ---- the table ---- */

static void centre_row(struct report *r, const struct bc_centre *c)
{
    enum tui_role role;
    const struct tui_html_part part = {"free", c->busy_bp > 0 ? c->busy_bp : 0};
    tui_html_row(r->out, false);
    tui_html_cell(r->out, safe_text(c->name), false);
    tui_html_cell(r->out, safe_text(*c->hub ? tui_word(c->hub) : "-"), false);
    tui_html_cell(r->out, tui_count(c->installed), true);
    tui_html_cell(r->out, tui_percent(c->busy_bp), true);
    tui_html_bar(r->out, &part, 1, 10000,
                 safe_textf(_("%s busy"), tui_percent(c->busy_bp).bytes));
    tui_html_cell(r->out, c->price_fen < 0 ? safe_text("?") : tui_yuan(c->price_fen),
                  true);
    tui_html_cell(r->out, tui_count(c->latency_ms), true);
    tui_html_cell(r->out, safe_text(*c->source ? tui_word(c->source) : "-"), false);
    tui_html_cell(r->out, c->at ? tui_age(r->now - c->at) : safe_text("?"), true);
    tui_html_cell(r->out, tui_centre_words(c, r->now, DATE_ZONE_CHINA, &role), false);
    tui_html_row_end(r->out);
}

void report_centres(struct report *r)
{
    const struct tui_html_column columns[] = {
        {_("centre"), false},
        {_("hub"), false},
        {_("cards"), true},
        {_("busy"), true},
        {"", false},
        {_("¥ a GPU-hour"), true},
        {_("latency, ms"), true},
        {_("data from"), false},
        {_("age"), true},
        {_("remarks"), false},
    };
    const struct bc_centre *all;
    int count = bc_centres(r->session, &all);
    tui_html_section(r->out, _("Data centres"),
                     report_note(r, N_("cards; busy = allocated of allocatable"),
                                 bc_collection_at(r->session, BC_CENTRES)));
    tui_html_table(r->out, columns, COUNT_OF(columns));
    for (int i = 0; i < count; i++) {
        centre_row(r, &all[i]);
    }
    tui_html_table_end(r->out);
    tui_html_section_end(r->out);
}

/* ---- heat maps ---- */

static const char *heat_kind(int digit)
{
    static const char *const kinds[] = {"h0", "h0", "h1", "h1", "h2",
                                        "h2", "h3", "h3", "h4", "h4"};
    return digit < 0 ? "none" : kinds[digit];
}

/* The hour of the week that ends now: row 0 is six days ago. False outside it. */
static bool place_of(const struct report *r, int64_t at, int *day, int *hour)
{
    struct date_parts p = date_split(at, DATE_ZONE_CHINA);
    *day = DAYS - 1 - (int)(r->today - date_of(at, DATE_ZONE_CHINA));
    *hour = p.hour;
    return *day >= 0 && *day < DAYS;
}

static void heat_cell(struct buf *out, int day, int hour, int64_t bp)
{
    int digit = tui_heat_digit(bp), x = LEFT + hour * CELL, y = day * CELL;
    buf_printf(out, "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>",
               heat_kind(digit), x, y, CELL - 1, CELL - 1);
    if (digit >= 0) {
        buf_printf(out, "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%d</text>",
                   x + CELL / 2, y + CELL - 4, digit);
    }
}

static void heat_axes(struct report *r)
{
    char text[16];
    for (int day = 0; day < DAYS; day++) {
        buf_printf(r->out, "<text class=\"d\" x=\"%d\" y=\"%d\" text-anchor=\"end\">",
                   LEFT - 4, day * CELL + CELL - 4);
        tui_markup(r->out, safe_text(date_format(r->today - (DAYS - 1 - day), text)));
        buf_adds(r->out, "</text>");
    }
    for (int hour = 0; hour < HOURS; hour += 3) {
        buf_printf(r->out,
                   "<text class=\"d\" x=\"%d\" y=\"%d\" text-anchor=\"middle\">%d</text>",
                   LEFT + hour * CELL + CELL / 2, DAYS * CELL + 10, hour);
    }
}

static void heat_map(struct report *r, const struct bc_centre *c,
                     const struct bc_bucket *buckets, int count)
{
    int day, hour;
    buf_adds(r->out, "<figure><figcaption><strong>");
    tui_markup(r->out, safe_text(c->name));
    buf_adds(r->out, "</strong> ");
    tui_markup(r->out, safe_textf(_("now %s"), tui_percent(c->busy_bp).bytes));
    buf_printf(r->out,
               "</figcaption><svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"",
               LEFT + HOURS * CELL, DAYS * CELL + 14);
    tui_markup(r->out, safe_textf(_("%s, busy by hour"), c->name));
    buf_adds(r->out, "\">");
    heat_axes(r);
    for (int i = 0; i < count; i++) {
        if (place_of(r, buckets[i].at, &day, &hour)) {
            heat_cell(r->out, day, hour, buckets[i].mean_bp);
        }
    }
    buf_adds(r->out, "</svg></figure>\n");
}

void report_heat(struct report *r)
{
    const struct bc_centre *all;
    const struct bc_bucket *buckets;
    int count = bc_centres(r->session, &all);
    tui_html_section(r->out, _("Busy by hour, last seven days"),
                     report_note(r,
                                 N_("a digit is tens of percent; an empty field is an "
                                    "hour without data"),
                                 bc_collection_at(r->session, BC_CENTRES)));
    buf_adds(r->out, "<div class=\"grid\">\n");
    for (int i = 0; i < count; i++) {
        int hours = bc_centre_series(r->session, all[i].id, WEEK_HOURS, &buckets);
        if (hours > 0) {
            heat_map(r, &all[i], buckets, hours);
        } else {
            tui_html_paragraph(r->out, safe_textf(_("%s: no data"), all[i].name));
        }
    }
    buf_adds(r->out, "</div>\n");
    tui_html_section_end(r->out);
}
