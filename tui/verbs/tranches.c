#include "tui/verbs/tranches.h"

#include "backend_client/items.h"
#include "common/date.h"
#include "tui/verbs/path.h"
#include "tui/verbs/print.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool tui_is_office(const struct tui_call *call)
{
    return bc_has_role(call->session, "officer") ||
           bc_has_role(call->session, "supervisor") ||
           bc_has_role(call->session, "auditor");
}

bool tui_get(struct tui_call *call, const char *path, struct buf *out, struct err *err)
{
    struct bc_request request = {.path = path, .if_match = -1};
    return bc_direct(call->session, &request, out, err);
}

struct walk {
    struct tui_call *call;
    bc_item_fn *each;
    void *ctx;
    struct err err;
};

static bool walk_programme(void *ctx, const char *json)
{
    struct walk *walk = ctx;
    struct bc_programme programme;
    struct buf path = {0}, body = {0};
    bool ok = bc_programme_read(json, &programme, &walk->err);
    if (ok) {
        buf_adds(&path, "/v1/programmes/");
        tui_path_escape(&path, programme.id);
        buf_adds(&path, "/tranches");
        ok = tui_get(walk->call, buf_str(&path), &body, &walk->err) &&
             bc_items_each(buf_str(&body), "items", walk->each, walk->ctx, &walk->err);
    }
    buf_clear(&path);
    buf_clear(&body);
    return ok;
}

bool tui_tranches_each(struct tui_call *call, const char *dashboard, bc_item_fn *each,
                       void *ctx, struct err *err)
{
    struct walk walk = {.call = call, .each = each, .ctx = ctx};
    struct buf body = {0};
    if (dashboard) {
        return bc_items_each(dashboard, "tranches", each, ctx, err);
    }
    bool ok = tui_get(call, "/v1/programmes", &body, err) &&
              bc_items_each(buf_str(&body), "items", walk_programme, &walk, err);
    buf_clear(&body);
    if (ok && walk.err.kind != ERR_NONE) {
        *err = walk.err;
        ok = false;
    }
    return ok;
}

/* ---- the table ---- */

struct board {
    struct tui_call *call;
    struct tui_table table;
    struct bc_tranche total, tranche;
    date_day today;
    int count;
    struct err err;
};

static void add_money(struct board *board, const struct bc_tranche *t)
{
    tui_table_add(&board->table, tui_cell_million(t->appropriated));
    tui_table_add(&board->table, tui_cell_million(t->reserved));
    tui_table_add(&board->table, tui_cell_million(t->committed + t->payable));
    tui_table_add(&board->table, tui_cell_million(t->disbursed));
    tui_table_add(&board->table, tui_cell_million(t->available));
}

static struct safe_text runs_out(const struct board *board, const struct bc_tranche *t)
{
    if (t->closes_on < board->today) {
        return safe_text(_("closed"));
    }
    if (t->opens_on > board->today) {
        return safe_textf(_("opens %s"), tui_cell_day(t->opens_on).bytes);
    }
    return t->exhausted_on        ? safe_textf("~%s", tui_cell_day(t->exhausted_on).bytes)
           : t->pace_fen_week < 0 ? safe_text("-")
                                  : safe_text(_("not in sight"));
}

static bool add_tranche(void *ctx, const char *json)
{
    struct board *board = ctx;
    struct bc_tranche *t = &board->tranche, *total = &board->total;
    if (!bc_tranche_read(json, t, &board->err)) {
        return false;
    }
    if (board->call->programme && strcmp(board->call->programme, t->programme) != 0) {
        return true;
    }
    board->count++;
    tui_table_add(&board->table, safe_text(t->programme));
    tui_table_add(&board->table, safe_text(t->name));
    add_money(board, t);
    tui_table_add(&board->table, runs_out(board, t));
    total->appropriated += t->appropriated;
    total->reserved += t->reserved;
    total->committed += t->committed;
    total->payable += t->payable;
    total->disbursed += t->disbursed;
    total->available += t->available;
    return true;
}

static void columns(struct tui_table *t)
{
    tui_table_column(t, _("PROGRAMME"), false);
    tui_table_column(t, _("TRANCHE"), false);
    tui_table_column(t, _("APPROPRIATED ¥m"), true);
    tui_table_column(t, _("RESERVED"), true);
    tui_table_column(t, _("COMMITTED"), true);
    tui_table_column(t, _("DISBURSED"), true);
    tui_table_column(t, _("FREE"), true);
    tui_table_column(t, _("RUNS OUT"), false);
}

static void finish(struct board *board)
{
    if (board->count == 0) {
        puts(_("there is no tranche"));
        return;
    }
    tui_table_add(&board->table, safe_text(_("TOTAL")));
    tui_table_add(&board->table, safe_text(""));
    add_money(board, &board->total);
    tui_table_add(&board->table, safe_text(""));
    tui_table_print(&board->table, stdout);
}

bool tui_print_tranches(struct tui_call *call, const char *dashboard, struct err *err)
{
    struct board *board = calloc(1, sizeof *board);
    if (!board) {
        return err_set(err, ERR_INTERNAL, "out of memory");
    }
    board->call = call;
    board->table.ascii = call->ascii;
    board->today = date_of(bc_clock(call->session), DATE_ZONE_CHINA);
    columns(&board->table);
    bool ok = tui_tranches_each(call, dashboard, add_tranche, board, err);
    if (ok && board->err.kind != ERR_NONE) {
        *err = board->err;
        ok = false;
    }
    if (ok) {
        finish(board);
    }
    free(board->table.cells);
    free(board);
    return ok;
}
