#include "tui/export/report.h"

#include "common/date.h"
#include "tui/export/markup.h"
#include "tui/export/report_parts.h"
#include "tui/widgets/figure.h"

#include <time.h>

enum { SERIES_MS = 5000, WEEK_HOURS = 168, STEP_MS = 20 };

struct safe_text report_note(const struct report *report, const char *unit, int64_t at)
{
    return safe_textf("%s · %s", tui_text(unit), tui_data_age(report->now, at).bytes);
}

static struct safe_text instant(int64_t at)
{
    struct date_parts p = date_split(at, DATE_ZONE_CHINA);
    return safe_textf("%04d-%02d-%02d %02d:%02d (UTC+8)", p.year, p.month, p.day, p.hour,
                      p.minute);
}

static void header(struct report *r)
{
    const struct bc_me *me = bc_me(r->session);
    buf_adds(r->out, "<header><h1>");
    tui_markup(r->out, safe_text(_("Computing-power vouchers: supervisor's report")));
    buf_adds(r->out, "</h1><p>");
    tui_markup(r->out,
               safe_textf(_("As of %s · made by %s"), instant(r->now).bytes, me->name));
    buf_adds(r->out, "</p>");
    if (me->demo) {
        buf_adds(r->out, "<p><strong>");
        tui_markup(r->out,
                   safe_text(_("Demo ledger: every name and figure is invented.")));
        buf_adds(r->out, "</strong></p>");
    }
    buf_adds(r->out, "</header>\n");
}

static void money_figures(struct report *r)
{
    const struct bc_tranche *all;
    int64_t free = 0, whole = 0;
    int count = bc_tranches(r->session, &all);
    for (int i = 0; i < count; i++) {
        bool open = all[i].opens_on <= r->today && all[i].closes_on >= r->today;
        free += open ? all[i].available : 0;
        whole += open ? all[i].appropriated : 0;
    }
    tui_html_figure(r->out, _("free in open tranches"), tui_million(free, 1),
                    safe_textf(_("of ¥%s million"), tui_million(whole, 1).bytes), false);
}

static void figures(struct report *r)
{
    const struct bc_dashboard *d = bc_dashboard(r->session);
    struct safe_text cases = safe_text(_("cases"));
    buf_adds(r->out, "<dl class=\"figures\">\n");
    tui_html_figure(r->out, _("open"), tui_count(d->open), cases, false);
    tui_html_figure(r->out, _("past their due time"), tui_count(d->breached), cases,
                    d->breached > 0);
    tui_html_figure(r->out, _("oldest has waited"), tui_age(d->oldest_s * DATE_SECOND),
                    safe_text(""), false);
    tui_html_figure(r->out, _("decided today"), tui_count(d->decided_today), cases,
                    false);
    money_figures(r);
    tui_html_figure(r->out, _("centres are busy"), tui_percent(d->busy_bp),
                    safe_textf(_("of %s cards"), tui_count(d->installed).bytes), false);
    tui_html_figure(r->out, _("centres without fresh data"), tui_count(d->stale),
                    safe_textf(_("of %s"), tui_count(d->centres).bytes), d->stale > 0);
    tui_html_figure(r->out, _("the books"),
                    safe_text(d->balanced ? _("balance") : _("DO NOT BALANCE")),
                    safe_text(""), !d->balanced);
    buf_adds(r->out, "</dl>\n");
}

static void footer(struct report *r)
{
    buf_adds(r->out, "<footer>");
    tui_html_paragraph(
        r->out, safe_text(_("Money is in yuan as its unit says, rounded down; ages "
                            "are counted to the instant in the heading. \"?\" is a "
                            "figure nobody knows and never zero. A forecast is the "
                            "mean of the weeks its method names, carried on.")));
    tui_html_paragraph(r->out, safe_textf("voucherdesk %s", VD_VERSION));
    buf_adds(r->out, "</footer>\n");
}

/* ---- what has to come first ---- */

static int64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static bool series_there(struct bc_session *session)
{
    const struct bc_centre *all;
    const struct bc_bucket *buckets;
    int count = bc_centres(session, &all), missing = 0;
    for (int i = 0; i < count; i++) {
        missing += all[i].at != 0 &&
                   bc_centre_series(session, all[i].id, WEEK_HOURS, &buckets) == 0;
    }
    return missing == 0;
}

/* A centre whose series does not come is told as such in its place. */
static void fetch_series(struct bc_session *session)
{
    struct bc_event event;
    int64_t until = now_ms() + SERIES_MS;
    while (!series_there(session) && now_ms() < until) {
        bc_wait(session, -1, -1, STEP_MS);
        while (bc_event_next(session, &event)) {
        }
    }
}

bool tui_report_html(struct bc_session *session, int64_t at, struct buf *out,
                     struct err *err)
{
    static void (*const sections[])(struct report * report) = {
        report_budgets,    report_burn,       report_queue,     report_decisions,
        report_rejections, report_programmes, report_providers, report_centres,
        report_heat,       report_ledger,
    };
    if (bc_dashboard(session)->at == 0) {
        return err_set(
            err, ERR_PERMISSION,
            _("the report is made of the office's figures, which only officers, "
              "supervisors and auditors may see"));
    }
    fetch_series(session);
    struct report report = {session, out, at ? at : bc_clock(session), 0};
    report.today = date_of(report.now, DATE_ZONE_CHINA);
    tui_html_begin(out, tui_lang_is_zh() ? "zh-CN" : "en",
                   safe_text(_("Computing-power vouchers: supervisor's report")));
    header(&report);
    figures(&report);
    for (size_t i = 0; i < COUNT_OF(sections); i++) {
        sections[i](&report);
    }
    footer(&report);
    tui_html_end(out);
    return buf_ok(out) || err_set(err, ERR_INTERNAL, "out of memory");
}
