#include "tui/export/report_parts.h"

#include "common/date.h"
#include "tui/screens/case_words.h"
#include "tui/widgets/figure.h"

/* ---- ages ---- */

static const struct {
    const char *words; /* msgid */
    int days;          /* younger than that; 0: any age */
} ages[] = {
    {N_("under 1 day"), 1},   {N_("1 to 3 days"), 3},    {N_("3 to 7 days"), 7},
    {N_("7 to 14 days"), 14}, {N_("14 to 30 days"), 30}, {N_("30 days and more"), 0},
};

struct age_counts {
    int64_t count[COUNT_OF(ages)], amount[COUNT_OF(ages)];
    int64_t late[COUNT_OF(ages)];
    int64_t total, most;
};

static void count_case(const struct report *r, const struct bc_case *c,
                       struct age_counts *out)
{
    int64_t days = (r->now - c->submitted_at) / DATE_DAY;
    size_t at = 0;
    while (ages[at].days > 0 && days >= ages[at].days) {
        at++;
    }
    out->count[at]++;
    out->amount[at] += c->amount_fen;
    out->late[at] += c->due_at > 0 && c->due_at < r->now;
    out->total++;
    out->most = out->count[at] > out->most ? out->count[at] : out->most;
}

static bool count_ages(const struct report *r, struct age_counts *out)
{
    const struct bc_query query = {.sort = BC_SORT_DUE};
    struct bc_view *view;
    struct bc_case row;
    if (!bc_view_open(r->session, &query, &view, NULL)) {
        return false;
    }
    for (int64_t i = 0; bc_view_row(view, i, &row); i++) {
        count_case(r, &row, out);
    }
    bc_view_close(view);
    return true;
}

static void count_bar(struct report *r, const char *kind, int64_t count, int64_t most)
{
    const struct tui_html_part part = {kind, count};
    tui_html_bar(r->out, &part, 1, most, tui_count(count));
}

void report_queue(struct report *r)
{
    const struct tui_html_column columns[] = {
        {_("waiting since submission"), false},
        {_("cases"), true},
        {"", false},
        {_("past due"), true},
        {_("asked, ¥ million"), true},
    };
    const struct bc_dashboard *d = bc_dashboard(r->session);
    struct age_counts counts = {.total = 0};
    bool known = count_ages(r, &counts);
    tui_html_section(r->out, _("How long open cases have waited"),
                     report_note(r, N_("cases"), bc_link(r->session)->data_at));
    tui_html_table(r->out, columns, COUNT_OF(columns));
    for (size_t i = 0; known && i < COUNT_OF(ages); i++) {
        tui_html_row(r->out, false);
        tui_html_cell(r->out, safe_text(tui_text(ages[i].words)), false);
        tui_html_cell(r->out, tui_count(counts.count[i]), true);
        count_bar(r, "free", counts.count[i], counts.most);
        tui_html_cell(r->out, tui_count(counts.late[i]), true);
        tui_html_cell(r->out, tui_million(counts.amount[i], 1), true);
        tui_html_row_end(r->out);
    }
    tui_html_table_end(r->out);
    tui_html_paragraph(
        r->out,
        safe_textf(_("%s cases are open; 9 of 10 have waited less than %s; the "
                     "oldest %s; %s are past their due time."),
                   tui_count(d->open).bytes, tui_age(d->p90_s * DATE_SECOND).bytes,
                   tui_age(d->oldest_s * DATE_SECOND).bytes,
                   tui_count(d->breached).bytes));
    tui_html_section_end(r->out);
}

/* ---- decisions ---- */

static void state_row(struct report *r, const char *state, int64_t count, int64_t most)
{
    tui_html_row(r->out, false);
    tui_html_cell(r->out, safe_text(tui_word(state)), false);
    tui_html_cell(r->out, tui_count(count), true);
    count_bar(r, "due", count, most);
    tui_html_row_end(r->out);
}

void report_decisions(struct report *r)
{
    const struct tui_html_column columns[] = {
        {_("status"), false}, {_("cases"), true}, {"", false}};
    const struct bc_dashboard *d = bc_dashboard(r->session);
    struct bc_case_counts c;
    bc_case_counts(r->session, &c);
    tui_html_section(r->out, _("Decisions"),
                     report_note(r, N_("cases"), bc_link(r->session)->data_at));
    tui_html_table(r->out, columns, COUNT_OF(columns));
    state_row(r, "submitted", c.submitted, c.total);
    state_row(r, "under_review", c.under_review, c.total);
    state_row(r, "returned", c.returned, c.total);
    state_row(r, "awaiting_second", c.awaiting_second, c.total);
    state_row(r, "approved", c.approved, c.total);
    state_row(r, "rejected", c.rejected, c.total);
    tui_html_table_end(r->out);
    struct safe_text mean = d->mean_hours_28d < 0
                                ? safe_text("?")
                                : safe_textf("%lld", (long long)d->mean_hours_28d);
    tui_html_paragraph(r->out,
                       safe_textf(_("%s decided today; a decision took %s hours on the "
                                    "mean of the last 28 days."),
                                  tui_count(d->decided_today).bytes, mean.bytes));
    tui_html_section_end(r->out);
}

/* ---- lists of the dashboard ---- */

struct listing {
    const char *title, *unit, *name; /* msgids */
    const struct bc_count *items;
    int count;
    bool money;
    struct safe_text (*words)(struct report *r, const struct bc_count *item);
};

static int64_t value_of(const struct listing *list, int i)
{
    return list->money ? list->items[i].amount_fen : list->items[i].count;
}

static void print_list(struct report *r, const struct listing *list)
{
    const struct tui_html_column columns[] = {{tui_text(list->name), false},
                                              {tui_text(list->unit), true},
                                              {"", false},
                                              {_("share"), true}};
    int64_t most = 0, sum = 0;
    tui_html_section(r->out, tui_text(list->title),
                     report_note(r, list->unit, bc_dashboard(r->session)->at));
    tui_html_table(r->out, columns, COUNT_OF(columns));
    for (int i = 0; i < list->count; i++) {
        most = value_of(list, i) > most ? value_of(list, i) : most;
        sum += value_of(list, i);
    }
    for (int i = 0; i < list->count; i++) {
        int64_t value = value_of(list, i);
        tui_html_row(r->out, false);
        tui_html_cell(r->out, list->words(r, &list->items[i]), false);
        tui_html_cell(r->out, list->money ? tui_million(value, 3) : tui_count(value),
                      true);
        count_bar(r, "free", value, most);
        tui_html_cell(r->out, tui_percent(tui_share_bp(value, sum)), true);
        tui_html_row_end(r->out);
    }
    tui_html_table_end(r->out);
    if (list->count == 0) {
        tui_html_paragraph(r->out, safe_text(_("none")));
    }
    tui_html_section_end(r->out);
}

static struct safe_text reason_words(struct report *r, const struct bc_count *item)
{
    return tui_reason_name(r->session, item->key);
}

static struct safe_text programme_words(struct report *r, const struct bc_count *item)
{
    return tui_programme_name(r->session, item->key);
}

static struct safe_text own_name(struct report *r, const struct bc_count *item)
{
    (void)r;
    return safe_text(item->name);
}

void report_rejections(struct report *r)
{
    const struct bc_dashboard *d = bc_dashboard(r->session);
    const struct listing list = {
        N_("Rejected because"), N_("cases"), N_("reason"), d->rejections,
        d->rejection_count,     false,       reason_words};
    print_list(r, &list);
}

void report_programmes(struct report *r)
{
    const struct bc_dashboard *d = bc_dashboard(r->session);
    const struct listing list = {N_("Asked for in open cases"),
                                 N_("¥ million"),
                                 N_("programme"),
                                 d->programmes,
                                 d->programme_count,
                                 true,
                                 programme_words};
    print_list(r, &list);
}

void report_providers(struct report *r)
{
    const struct bc_dashboard *d = bc_dashboard(r->session);
    const struct listing list = {N_("Largest providers by money granted"),
                                 N_("¥ million"),
                                 N_("provider"),
                                 d->providers,
                                 d->provider_count,
                                 true,
                                 own_name};
    print_list(r, &list);
}
