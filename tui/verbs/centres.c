#include "tui/verbs/centres.h"

#include "backend_client/items.h"
#include "common/date.h"
#include "tui/verbs/path.h"
#include "tui/verbs/print.h"
#include "tui/verbs/tranches.h"
#include "tui/widgets/figure.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STALE_HOURS = 2, UNDER_USED_BP = 3000, HOT_BP = 8500 };

struct listing {
    struct tui_call *call;
    struct tui_table table;
    struct bc_centre centre;
    int64_t now;
    bool own;
    int count;
    struct err err;
};

static void columns(struct tui_table *t)
{
    tui_table_column(t, _("CENTRE"), false);
    tui_table_column(t, _("NAME"), false);
    tui_table_column(t, _("HUB"), false);
    tui_table_column(t, _("CARDS"), true);
    tui_table_column(t, _("BUSY"), true);
    tui_table_column(t, _("¥/GPU-h"), true);
    tui_table_column(t, _("ms"), true);
    tui_table_column(t, _("FROM"), false);
    tui_table_column(t, _("AGE"), true);
    tui_table_column(t, _("REMARKS"), false);
}

static void remark(struct buf *out, const char *text)
{
    buf_printf(out, "%s%s", out->len ? ", " : "", text);
}

static struct safe_text remarks(const struct bc_centre *c, int64_t now)
{
    struct buf text = {0};
    if (strcmp(c->status, "listed") != 0) {
        remark(&text, tui_word(c->status));
    }
    if (c->at == 0) {
        remark(&text, _("no data yet"));
    } else if (now - c->at > STALE_HOURS * INT64_C(3600) * DATE_SECOND) {
        remark(&text, _("no fresh data"));
    }
    if (c->busy_bp >= HOT_BP) {
        remark(&text, _("hot"));
    } else if (c->busy_bp >= 0 && c->busy_bp < UNDER_USED_BP) {
        remark(&text, _("under-used"));
    }
    if (c->contested) {
        remark(&text, _("contested hardware"));
    }
    struct safe_text safe = safe_text(buf_str(&text));
    buf_clear(&text);
    return safe;
}

static struct safe_text age(const struct bc_centre *c, int64_t now)
{
    return c->at ? tui_age(now - c->at) : safe_text("-");
}

static void add_row(struct listing *list)
{
    const struct bc_centre *c = &list->centre;
    struct tui_table *t = &list->table;
    tui_table_add(t, safe_text(c->slug));
    tui_table_add(t, safe_text(c->name));
    tui_table_add(t, safe_text(*c->hub ? tui_word(c->hub) : "-"));
    tui_table_add(t, tui_cell_count(c->installed));
    tui_table_add(t, tui_cell_percent(c->busy_bp));
    tui_table_add(t, c->price_fen >= 0 ? tui_cell_yuan(c->price_fen) : safe_text("-"));
    tui_table_add(t, tui_cell_count(c->latency_ms));
    tui_table_add(t, safe_text(*c->source ? tui_word(c->source) : "-"));
    tui_table_add(t, age(c, list->now));
    tui_table_add(t, remarks(c, list->now));
}

static bool take(void *ctx, const char *json)
{
    struct listing *list = ctx;
    if (!list->own && list->call->json) {
        tui_print_json(stdout, json);
        return true;
    }
    if (!bc_centre_read(json, &list->centre, &list->err)) {
        return false;
    }
    if (!list->own || strstr(bc_me(list->call->session)->centres, list->centre.id)) {
        list->count++;
        if (list->call->json) {
            tui_print_json(stdout, json);
        } else {
            add_row(list);
        }
    }
    return true;
}

bool tui_print_centres(struct tui_call *call, bool own, struct err *err)
{
    struct listing *list = calloc(1, sizeof *list);
    if (!list) {
        return err_set(err, ERR_INTERNAL, "out of memory");
    }
    list->call = call;
    list->own = own;
    list->table.ascii = call->ascii;
    list->now = bc_clock(call->session);
    columns(&list->table);
    bool ok = bc_direct_list(call->session, "/v1/centres", 0, take, list, err);
    if (ok && list->err.kind != ERR_NONE) {
        *err = list->err;
        ok = false;
    }
    if (ok && list->count > 0) {
        tui_table_print(&list->table, stdout);
    } else if (ok && !call->json) {
        puts(_("no centre is registered yet"));
    }
    free(list->table.cells);
    free(list);
    return ok;
}

bool tui_verb_centres_list(struct tui_call *call, struct err *err)
{
    return tui_print_centres(call, false, err);
}

/* ---- one centre ---- */

static void print_head(const struct bc_centre *c, int64_t now)
{
    tui_print_line(stdout, safe_textf("%s  %s", c->slug, c->name));
    tui_print_field(stdout, _("status"), safe_text(tui_word(c->status)));
    tui_print_field(stdout, _("where"),
                    safe_textf("%s · %s", c->province, *c->hub ? tui_word(c->hub) : "-"));
    tui_print_field(stdout, _("¥ a GPU-hour"),
                    c->price_fen >= 0 ? tui_cell_yuan(c->price_fen) : safe_text("-"));
    tui_print_field(stdout, _("latency ms"), tui_cell_count(c->latency_ms));
    tui_print_field(stdout, _("busy"), tui_cell_percent(c->busy_bp));
    tui_print_field(stdout, _("data from"), tui_cell_time(c->at));
    tui_print_field(stdout, _("remarks"), remarks(c, now));
}

static void print_latest(const struct bc_centre *c, bool ascii)
{
    struct tui_table t = {.ascii = ascii, .indent = 2};
    tui_print_heading(stdout, _("NEWEST READING of each accelerator, cards"));
    tui_table_column(&t, _("ACCELERATOR"), false);
    tui_table_column(&t, _("TIME"), false);
    tui_table_column(&t, _("FROM"), false);
    tui_table_column(&t, _("INSTALLED"), true);
    tui_table_column(&t, _("POWERED"), true);
    tui_table_column(&t, _("ALLOCATABLE"), true);
    tui_table_column(&t, _("ALLOCATED"), true);
    tui_table_column(&t, _("ACTIVE"), true);
    for (int i = 0; i < c->latest_count; i++) {
        const struct bc_reading *r = &c->latest[i];
        tui_table_add(&t, safe_text(r->accelerator));
        tui_table_add(&t, tui_cell_time(r->at));
        tui_table_add(&t, safe_text(tui_word(r->source)));
        tui_table_add(&t, tui_cell_count(r->installed));
        tui_table_add(&t, tui_cell_count(r->powered));
        tui_table_add(&t, tui_cell_count(r->allocatable));
        tui_table_add(&t, tui_cell_count(r->allocated));
        tui_table_add(&t, tui_cell_count(r->active));
    }
    tui_table_print(&t, stdout);
}

static void print_batches(const struct bc_centre *c, bool ascii)
{
    struct tui_table t = {.ascii = ascii, .indent = 2};
    if (c->batch_count == 0) {
        return;
    }
    tui_print_heading(stdout, _("HARDWARE"));
    tui_table_column(&t, _("ACCELERATOR"), false);
    tui_table_column(&t, _("CARDS"), true);
    tui_table_column(&t, _("EXPORT STATUS"), false);
    tui_table_column(&t, _("STATE FUNDS"), false);
    tui_table_column(&t, _("EVIDENCE"), false);
    for (int i = 0; i < c->batch_count; i++) {
        const struct bc_batch *b = &c->batches[i];
        tui_table_add(&t, safe_text(b->accelerator));
        tui_table_add(&t, tui_cell_count(b->count));
        tui_table_add(&t, safe_text(tui_word(b->export_status)));
        tui_table_add(&t, safe_text(tui_word(b->state_fund_eligible)));
        tui_table_add(&t, safe_text(b->evidence));
    }
    tui_table_print(&t, stdout);
}

static bool add_bucket(void *ctx, const char *json)
{
    struct tui_table *t = ctx;
    struct bc_bucket bucket;
    if (bc_bucket_read(json, &bucket, NULL)) {
        tui_table_add(t, tui_cell_time(bucket.at));
        tui_table_add(t, tui_cell_percent(bucket.min_bp));
        tui_table_add(t, tui_cell_percent(bucket.mean_bp));
        tui_table_add(t, tui_cell_percent(bucket.max_bp));
    }
    return true;
}

static bool print_series(const char *series, bool ascii, struct err *err)
{
    struct tui_table t = {.ascii = ascii, .indent = 2};
    tui_print_heading(stdout, _("LAST 24 HOURS, busy"));
    tui_table_column(&t, _("HOUR"), false);
    tui_table_column(&t, _("LEAST"), true);
    tui_table_column(&t, _("MEAN"), true);
    tui_table_column(&t, _("MOST"), true);
    bool ok = bc_items_each(series, "items", add_bucket, &t, err);
    if (t.count == 0) {
        puts(_("  nothing was reported in that time"));
        free(t.cells);
    } else {
        tui_table_print(&t, stdout);
    }
    return ok;
}

static bool show(struct tui_call *call, const char *centre_json, const char *series,
                 struct err *err)
{
    struct bc_centre *centre = calloc(1, sizeof *centre);
    bool ok = centre ? bc_centre_read(centre_json, centre, err)
                     : err_set(err, ERR_INTERNAL, "out of memory");
    if (ok) {
        print_head(centre, bc_clock(call->session));
        print_latest(centre, call->ascii);
        print_batches(centre, call->ascii);
        ok = print_series(series, call->ascii, err);
    }
    free(centre);
    return ok;
}

bool tui_verb_centres_show(struct tui_call *call, struct err *err)
{
    struct buf path = {0}, centre = {0}, series = {0}, document = {0};
    buf_adds(&path, "/v1/centres/");
    tui_path_escape(&path, call->operands[0]);
    bool ok = tui_get(call, buf_str(&path), &centre, err);
    buf_adds(&path, "/readings?step=3600");
    ok = ok && tui_get(call, buf_str(&path), &series, err);
    if (ok && call->json) {
        buf_printf(&document, "{\"centre\":%s,\"series\":%s}", buf_str(&centre),
                   buf_str(&series));
        tui_print_json(stdout, buf_str(&document));
    } else if (ok) {
        ok = show(call, buf_str(&centre), buf_str(&series), err);
    }
    buf_clear(&path);
    buf_clear(&centre);
    buf_clear(&series);
    buf_clear(&document);
    return ok;
}
