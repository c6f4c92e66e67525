#include "tui/verbs/verbs.h"

#include "common/date.h"
#include "tui/verbs/centres.h"
#include "tui/verbs/print.h"
#include "tui/verbs/reasons.h"
#include "tui/verbs/tranches.h"
#include "tui/widgets/figure.h"

#include <stdio.h>
#include <stdlib.h>

enum { LARGEST = 10 };

static void print_who(struct tui_call *call)
{
    const struct bc_me *me = bc_me(call->session);
    struct buf roles = {0};
    char word[BC_WORD];
    int took;
    for (const char *at = me->roles; sscanf(at, "%47s%n", word, &took) == 1; at += took) {
        buf_printf(&roles, "%s%s", roles.len ? ", " : "", tui_word(word));
    }
    tui_print_line(stdout,
                   safe_textf("voucherdesk · %s · %s · %s", me->name, buf_str(&roles),
                              tui_cell_time(bc_clock(call->session)).bytes));
    buf_clear(&roles);
}

static void print_queue(const struct bc_dashboard *d)
{
    tui_print_heading(stdout, _("QUEUE, cases"));
    tui_print_field(stdout, _("open cases"), tui_cell_count(d->open));
    tui_print_field(stdout, _("past their due time"), tui_cell_count(d->breached));
    tui_print_field(stdout, _("oldest has waited"), tui_age(d->oldest_s * DATE_SECOND));
    tui_print_field(stdout, _("9 of 10 wait less than"), tui_age(d->p90_s * DATE_SECOND));
    tui_print_field(stdout, _("decided today"), tui_cell_count(d->decided_today));
    tui_print_field(stdout, _("mean hours to decide"),
                    d->mean_hours_28d < 0 ? safe_text("-")
                                          : safe_textf(_("%lld (of 28 days)"),
                                                       (long long)d->mean_hours_28d));
}

static void print_programmes(const struct bc_dashboard *d, bool ascii)
{
    struct tui_table t = {.ascii = ascii, .indent = 2};
    fputc('\n', stdout);
    tui_table_column(&t, _("PROGRAMME"), false);
    tui_table_column(&t, _("OPEN CASES"), true);
    tui_table_column(&t, _("ASKED ¥m"), true);
    for (int i = 0; i < d->programme_count; i++) {
        tui_table_add(&t, safe_text(d->programmes[i].key));
        tui_table_add(&t, tui_cell_count(d->programmes[i].count));
        tui_table_add(&t, tui_cell_million(d->programmes[i].amount_fen));
    }
    tui_table_print(&t, stdout);
}

static void print_centres(const struct bc_dashboard *d)
{
    tui_print_heading(stdout, _("CENTRES"));
    tui_print_field(stdout, _("centres"), tui_cell_count(d->centres));
    tui_print_field(stdout, _("cards installed"), tui_cell_count(d->installed));
    tui_print_field(stdout, _("busy"), tui_cell_percent(d->busy_bp));
    tui_print_field(stdout, _("no fresh data"), tui_cell_count(d->stale));
    tui_print_field(stdout, _("under-used"), tui_cell_count(d->under_used));
    tui_print_field(stdout, _("contested hardware"), tui_cell_count(d->contested));
}

static void print_rejections(struct tui_call *call, const struct bc_dashboard *d)
{
    struct tui_table t = {.ascii = call->ascii, .indent = 2};
    struct tui_reasons reasons = {.count = 0};
    if (d->rejection_count == 0) {
        return;
    }
    fputc('\n', stdout);
    tui_reasons_load(call, &reasons);
    tui_table_column(&t, _("REJECTED BECAUSE"), false);
    tui_table_column(&t, _("CASES"), true);
    for (int i = 0; i < d->rejection_count && i < LARGEST; i++) {
        tui_table_add(&t, safe_text(tui_reason_words(&reasons, d->rejections[i].key)));
        tui_table_add(&t, tui_cell_count(d->rejections[i].count));
    }
    tui_table_print(&t, stdout);
    tui_reasons_clear(&reasons);
}

static void print_providers(const struct bc_dashboard *d, bool ascii)
{
    struct tui_table t = {.ascii = ascii, .indent = 2};
    if (d->provider_count == 0) {
        return;
    }
    fputc('\n', stdout);
    tui_table_column(&t, _("LARGEST PROVIDERS"), false);
    tui_table_column(&t, _("GRANTED ¥m"), true);
    for (int i = 0; i < d->provider_count && i < LARGEST; i++) {
        tui_table_add(&t, safe_text(d->providers[i].name));
        tui_table_add(&t, tui_cell_million(d->providers[i].amount_fen));
    }
    tui_table_print(&t, stdout);
}

static void print_ledger(const struct bc_dashboard *d)
{
    tui_print_heading(stdout, _("LEDGER"));
    tui_print_field(stdout, _("journal entries"), tui_cell_count(d->journal_entries));
    tui_print_field(stdout, _("books balance"),
                    safe_text(d->balanced ? _("yes") : _("NO: stop and look")));
}

static bool print_page(struct tui_call *call, const char *json, struct err *err)
{
    struct bc_dashboard *d = calloc(1, sizeof *d);
    bool ok =
        d ? bc_dashboard_read(json, d, err) : err_set(err, ERR_INTERNAL, "out of memory");
    if (ok) {
        print_who(call);
        print_queue(d);
        print_programmes(d, call->ascii);
        tui_print_heading(stdout, _("BUDGETS"));
        ok = tui_print_tranches(call, json, err);
    }
    if (ok) {
        print_centres(d);
        print_rejections(call, d);
        print_providers(d, call->ascii);
        print_ledger(d);
    }
    free(d);
    return ok;
}

/* Who has no part in the office sees the centres, an operator its own. */
static bool print_own(struct tui_call *call, struct err *err)
{
    if (!call->json) {
        print_who(call);
        tui_print_heading(stdout, _("YOUR CENTRES"));
    }
    return tui_print_centres(call, bc_has_role(call->session, "operator"), err);
}

bool tui_verb_overview(struct tui_call *call, struct err *err)
{
    struct buf dashboard = {0};
    if (!tui_is_office(call)) {
        return print_own(call, err);
    }
    bool ok = tui_get(call, "/v1/dashboard", &dashboard, err);
    if (ok && call->json) {
        tui_print_json(stdout, buf_str(&dashboard));
    } else if (ok) {
        ok = print_page(call, buf_str(&dashboard), err);
    }
    buf_clear(&dashboard);
    return ok;
}
