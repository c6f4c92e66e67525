#include "tui/export/tables_impl.h"

#include "common/date.h"
#include "tui/screens/budget_detail.h"
#include "tui/screens/budget_rows.h"
#include "tui/screens/centre_detail.h"
#include "tui/screens/centres.h"
#include "tui/screens/overview_blocks.h"
#include "tui/screens/queue.h"

#include <stdlib.h>
#include <string.h>

/* ---- overview ---- */

static void overview_table(struct tui_table_call *t)
{
    struct tui_blocks *blocks = calloc(1, sizeof *blocks);
    if (!blocks) {
        t->sheet->text.failed = true;
        return;
    }
    tui_blocks_make(t->app, TUI_BLOCK_LINES, blocks);
    tui_sheet_head(t->sheet, "block,unit,figure,value,as_of");
    for (int i = 0; i < blocks->count; i++) {
        const struct tui_block *block = &blocks->blocks[i];
        for (int k = 0; k < block->count; k++) {
            tui_sheet_text(t->sheet, tui_text(block->title));
            tui_sheet_text(t->sheet, *block->unit ? tui_text(block->unit) : "");
            tui_sheet_text(t->sheet, block->lines[k].label.bytes);
            tui_sheet_text(t->sheet, block->lines[k].value.bytes);
            tui_sheet_time(t->sheet, block->at);
            tui_sheet_end(t->sheet);
        }
    }
    free(blocks);
}

/* ---- queue ---- */

void tui_cases_add(struct tui_sheet *sheet, const struct bc_case *c)
{
    tui_sheet_text(sheet, c->number);
    tui_sheet_text(sheet, c->applicant_name);
    tui_sheet_text(sheet, c->credit_code);
    tui_sheet_text(sheet, c->programme);
    tui_sheet_text(sheet, c->tranche);
    tui_sheet_text(sheet, c->status);
    tui_sheet_text(sheet, c->verdict);
    tui_sheet_int(sheet, c->issues);
    tui_sheet_text(sheet, c->provider_name);
    tui_sheet_text(sheet, c->kind);
    tui_sheet_text(sheet, c->accelerator);
    tui_sheet_int(sheet, c->gpu_hours);
    tui_sheet_yuan(sheet, c->amount_fen);
    tui_sheet_yuan(sheet, c->grant_fen);
    tui_sheet_text(sheet, c->assigned_to);
    tui_sheet_time(sheet, c->submitted_at);
    tui_sheet_time(sheet, c->due_at);
    tui_sheet_time(sheet, c->updated_at);
    tui_sheet_text(sheet, c->id);
    tui_sheet_int(sheet, c->revision);
    tui_sheet_end(sheet);
}

void tui_cases_head(struct tui_sheet *sheet)
{
    tui_sheet_head(sheet,
                   "number,applicant,credit_code,programme,tranche,status,verdict,issues,"
                   "provider,kind,accelerator,gpu_hours,amount_yuan,grant_yuan,"
                   "assigned_to,submitted_at,due_at,updated_at,id,revision");
}

static void queue_table(struct tui_table_call *t)
{
    struct bc_case row;
    tui_cases_head(t->sheet);
    for (int64_t i = 0; queue_row(t->state, i, &row); i++) {
        tui_cases_add(t->sheet, &row);
    }
}

/* ---- budgets ---- */

static void add_tranche(struct tui_sheet *sheet, const struct bc_tranche *t)
{
    const int64_t accounts[] = {t->appropriated, t->available, t->reserved, t->committed,
                                t->payable,      t->disbursed, t->lapsed,   t->recovered};
    tui_sheet_text(sheet, t->programme);
    tui_sheet_text(sheet, tui_budget_programme(t));
    tui_sheet_text(sheet, t->id);
    tui_sheet_text(sheet, t->name);
    tui_sheet_int(sheet, t->fiscal_year);
    tui_sheet_day(sheet, t->opens_on);
    tui_sheet_day(sheet, t->closes_on);
    for (size_t i = 0; i < COUNT_OF(accounts); i++) {
        tui_sheet_yuan(sheet, accounts[i]);
    }
    if (t->pace_fen_week < 0) {
        tui_sheet_int(sheet, -1);
    } else {
        tui_sheet_yuan(sheet, t->pace_fen_week);
    }
    tui_sheet_text(sheet, t->method);
    tui_sheet_day(sheet, t->exhausted_on);
    tui_sheet_end(sheet);
}

/* What the burn-down shows of one tranche. */
static void weeks_table(struct tui_table_call *t, const struct tui_budget_view *view)
{
    struct tui_burn burn = {0};
    tui_budget_burn(view, date_of(tui_now(t->app), tui_zone(t->app)), &burn);
    tui_sheet_head(t->sheet, "programme,tranche,week,free_yuan,known");
    for (int i = 0; i < burn.known + burn.ahead; i++) {
        tui_sheet_text(t->sheet, view->tranche.programme);
        tui_sheet_text(t->sheet, view->sum ? "" : view->tranche.id);
        tui_sheet_text(t->sheet, burn.week[i]);
        tui_sheet_yuan(t->sheet, burn.fen[i]);
        tui_sheet_text(t->sheet, i < burn.known ? "yes" : "forecast");
        tui_sheet_end(t->sheet);
    }
}

static void budgets_table(struct tui_table_call *t)
{
    const struct bc_tranche *all;
    struct tui_budget_view view;
    if (tui_budgets_as_table(t->app, t->state, &view)) {
        weeks_table(t, &view);
        return;
    }
    struct tui_budget_rows rows = {0};
    int count = bc_tranches(tui_session(t->app), &all);
    tui_sheet_head(t->sheet,
                   "programme,programme_name,tranche,name,fiscal_year,opens_on,closes_on,"
                   "appropriated_yuan,available_yuan,reserved_yuan,committed_yuan,"
                   "payable_yuan,disbursed_yuan,lapsed_yuan,recovered_yuan,"
                   "pace_yuan_week,method,exhausted_on");
    tui_budget_rows_make(all, count, t->filter, &rows);
    for (int i = 0; i < rows.count; i++) {
        if (rows.rows[i].kind != TUI_BUDGET_PROGRAMME) {
            add_tranche(t->sheet, &all[rows.rows[i].tranche]);
        }
    }
    tui_budget_rows_clear(&rows);
}

/* ---- centres ---- */

static void add_centre(struct tui_sheet *sheet, const struct bc_centre *c)
{
    tui_sheet_text(sheet, c->slug);
    tui_sheet_text(sheet, c->name);
    tui_sheet_text(sheet, c->hub);
    tui_sheet_text(sheet, c->province);
    tui_sheet_text(sheet, c->status);
    tui_sheet_int(sheet, c->installed);
    tui_sheet_int(sheet, c->powered);
    tui_sheet_int(sheet, c->allocatable);
    tui_sheet_int(sheet, c->allocated);
    tui_sheet_int(sheet, c->active);
    tui_sheet_percent(sheet, c->busy_bp);
    if (c->price_fen < 0) {
        tui_sheet_int(sheet, -1);
    } else {
        tui_sheet_yuan(sheet, c->price_fen);
    }
    tui_sheet_int(sheet, c->latency_ms);
    tui_sheet_text(sheet, c->source);
    tui_sheet_time(sheet, c->at);
    tui_sheet_text(sheet, c->contested ? "yes" : "no");
    tui_sheet_text(sheet, c->id);
    tui_sheet_end(sheet);
}

/* What the heat map shows of one centre. */
static void hours_table(struct tui_table_call *t, const struct bc_centre *centre)
{
    const struct bc_bucket *hours;
    int count =
        bc_centre_series(tui_session(t->app), centre->id, TUI_CENTRE_SERIES, &hours);
    tui_sheet_head(t->sheet, "centre,hour,mean_percent,min_percent,max_percent");
    for (int i = 0; i < count; i++) {
        tui_sheet_text(t->sheet, centre->slug);
        tui_sheet_time(t->sheet, hours[i].at);
        tui_sheet_percent(t->sheet, hours[i].mean_bp);
        tui_sheet_percent(t->sheet, hours[i].min_bp);
        tui_sheet_percent(t->sheet, hours[i].max_bp);
        tui_sheet_end(t->sheet);
    }
}

static void centres_table(struct tui_table_call *t)
{
    const struct bc_centre *all, *one = tui_centres_as_table(t->app, t->state);
    if (one) {
        hours_table(t, one);
        return;
    }
    struct tui_centre_rows rows = {0};
    struct tui_centre_wish wish = {.view = TUI_CENTRES_ALL,
                                   .sort = TUI_CENTRES_BY_NAME,
                                   .text = t->filter,
                                   .now = tui_now(t->app)};
    tui_sheet_head(t->sheet,
                   "centre,name,hub,province,status,installed,powered,allocatable,"
                   "allocated,active,busy_percent,price_yuan_gpu_hour,latency_ms,source,"
                   "read_at,contested,id");
    tui_centre_rows_make(tui_session(t->app), &wish, &rows);
    bc_centres(tui_session(t->app), &all);
    for (int i = 0; i < rows.count; i++) {
        add_centre(t->sheet, &all[rows.at[i]]);
    }
    tui_centre_rows_clear(&rows);
}

/* ---- outbox ---- */

static void add_intent(struct tui_sheet *sheet, const struct bc_intent *intent)
{
    tui_sheet_int(sheet, intent->number);
    tui_sheet_time(sheet, intent->created_at);
    tui_sheet_text(sheet, intent->what);
    tui_sheet_text(sheet, intent->title);
    tui_sheet_int(sheet, intent->count);
    tui_sheet_text(sheet, bc_intent_state_name(intent->state));
    tui_sheet_int(sheet, intent->attempts);
    tui_sheet_text(sheet, intent->problem);
    tui_sheet_text(sheet, intent->text);
    tui_sheet_time(sheet, intent->updated_at);
    tui_sheet_time(sheet, intent->undo_until);
    tui_sheet_text(sheet, intent->operation);
    tui_sheet_end(sheet);
}

static void outbox_table(struct tui_table_call *t)
{
    enum { MOST = 1000 };
    struct bc_intent *intents = calloc(MOST, sizeof *intents);
    int count = intents ? bc_intents(tui_session(t->app), intents, MOST) : 0;
    t->sheet->text.failed = t->sheet->text.failed || !intents;
    tui_sheet_head(t->sheet,
                   "number,created_at,what,of,count,state,tries,problem,outcome,"
                   "updated_at,undo_until,operation");
    for (int i = 0; i < count; i++) {
        add_intent(t->sheet, &intents[i]);
    }
    free(intents);
}

/* ---- which ---- */

static const struct {
    const char *screen;
    void (*fill)(struct tui_table_call *table);
} tables[] = {
    {"overview", overview_table},     {"queue", queue_table},
    {"budgets", budgets_table},       {"centres", centres_table},
    {"outbox", outbox_table},         {"notices", tui_notices_table},
    {"vouchers", tui_vouchers_table}, {"claims", tui_claims_table},
    {"payments", tui_claims_table},
};

bool tui_export_table(struct tui_app *app, const char *screen, void *state,
                      const char *filter, struct tui_sheet *out)
{
    struct tui_table_call table = {app, state, filter, out};
    for (size_t i = 0; i < COUNT_OF(tables); i++) {
        if (strcmp(tables[i].screen, screen) == 0) {
            tables[i].fill(&table);
            return true;
        }
    }
    return false;
}
