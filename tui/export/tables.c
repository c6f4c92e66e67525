#include "tui/export/tables.h"

#include "tui/screens/budget_rows.h"
#include "tui/screens/overview_blocks.h"
#include "tui/screens/queue.h"

#include <stdlib.h>
#include <string.h>

struct table {
    struct tui_app *app;
    void *state;
    const char *filter;
    struct tui_sheet *sheet;
};

/* ---- overview ---- */

static void overview_table(struct table *t)
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

static void add_case(struct tui_sheet *sheet, const struct bc_case *c)
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

static void queue_table(struct table *t)
{
    struct bc_case row;
    tui_sheet_head(t->sheet,
                   "number,applicant,credit_code,programme,tranche,status,verdict,issues,"
                   "provider,kind,accelerator,gpu_hours,amount_yuan,grant_yuan,"
                   "assigned_to,submitted_at,due_at,updated_at,id,revision");
    for (int64_t i = 0; queue_row(t->state, i, &row); i++) {
        add_case(t->sheet, &row);
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

static void budgets_table(struct table *t)
{
    const struct bc_tranche *all;
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

static void centres_table(struct table *t)
{
    const struct bc_centre *all;
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

static void outbox_table(struct table *t)
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
    void (*fill)(struct table *table);
} tables[] = {
    {"overview", overview_table}, {"queue", queue_table},   {"budgets", budgets_table},
    {"centres", centres_table},   {"outbox", outbox_table},
};

bool tui_export_table(struct tui_app *app, const char *screen, void *state,
                      const char *filter, struct tui_sheet *out)
{
    struct table table = {app, state, filter, out};
    for (size_t i = 0; i < COUNT_OF(tables); i++) {
        if (strcmp(tables[i].screen, screen) == 0) {
            tables[i].fill(&table);
            return true;
        }
    }
    return false;
}
