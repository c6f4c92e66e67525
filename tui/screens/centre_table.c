#include "tui/screens/centre_table.h"

#include "tui/widgets/bar.h"
#include "tui/widgets/figure.h"
#include "tui/widgets/spark.h"

#include <string.h>

enum {
    NAME,
    GPUS,
    BUSY,
    USED,
    BAR,
    DAY,
    PRICE,
    LATENCY,
    FLAGS,
    AGE,
    SOURCE,
    PLACE,
    COLUMNS
};

static const struct tui_column columns[COLUMNS] = {
    [NAME] = {.title = N_("CENTRE"), .width = 16},
    [GPUS] = {.title = N_("CARDS"), .width = 6, .right = true},
    [BUSY] = {.title = N_("BUSY"), .width = 4, .right = true},
    [USED] = {.title = N_("IN USE"), .width = 6, .right = true, .drop = 3},
    [BAR] = {.title = N_("LOAD"), .width = 8, .drop = 4},
    [DAY] = {.title = N_("24 h"), .width = 8, .drop = 2},
    [PRICE] = {.title = N_("¥/h"), .width = 5, .right = true, .drop = 1},
    [LATENCY] = {.title = N_("ms"), .width = 3, .right = true, .drop = 5},
    [FLAGS] = {.title = N_("REMARKS"), .least = 14},
    [AGE] = {.title = N_("AGE"), .width = 6, .right = true, .drop = 7},
    [SOURCE] = {.title = N_("SOURCE"), .width = 6, .drop = 8},
    [PLACE] = {.title = N_("PROVINCE"), .width = 10, .drop = 9},
};

struct drawing {
    struct tui_app *app;
    const struct tui_centre_rows *rows;
    const struct bc_centre *all;
    int64_t now;
    bool numbers;
};

/* Lowest and highest of what is known. */
static struct safe_text range(const int64_t *values, int count)
{
    int64_t low = -1, high = -1;
    for (int i = 0; i < count; i++) {
        low = values[i] >= 0 && (low < 0 || values[i] < low) ? values[i] : low;
        high = values[i] > high ? values[i] : high;
    }
    return high < 0
               ? safe_text("?")
               : safe_textf("%lld-%lld%%", (long long)low / 100, (long long)high / 100);
}

static struct safe_text price(const struct bc_centre *c)
{
    return c->price_fen < 0 ? safe_text("?") : tui_yuan(c->price_fen);
}

static struct safe_text cell(void *ctx, int64_t row, int column, enum tui_role *role)
{
    const struct drawing *d = ctx;
    const struct bc_centre *c = &d->all[d->rows->at[row]];
    unsigned flags = tui_centre_flags(c, d->now);
    bool old = flags & (TUI_CENTRE_STALE | TUI_CENTRE_NO_DATA);
    switch (column) {
    case NAME:
        return safe_text(c->name);
    case GPUS:
        return tui_count(c->installed);
    case BUSY:
        *role = old ? TUI_STALE : flags & TUI_CENTRE_HOT ? TUI_WARN : TUI_STRONG;
        return old ? safe_text("?") : tui_percent(c->busy_bp);
    case USED:
        *role = old ? TUI_STALE : TUI_TEXT;
        return old ? safe_text("?") : tui_count(c->allocated);
    case PRICE:
        return price(c);
    case LATENCY:
        return tui_count(c->latency_ms);
    case FLAGS:
        return tui_centre_words(c, d->now, tui_zone(d->app), role);
    case AGE:
        *role = old ? TUI_STALE : TUI_DIM;
        return c->at == 0 ? safe_text("–") : tui_age(d->now - c->at);
    case SOURCE:
        *role = TUI_DIM;
        return safe_text(tui_word(c->source));
    case PLACE:
        *role = TUI_DIM;
        return safe_text(c->province);
    default:
        return (struct safe_text){0};
    }
}

static void paint_day(const struct drawing *d, const struct bc_centre *c,
                      struct tui_canvas *canvas, struct tui_rect rect)
{
    const struct bc_bucket *buckets;
    int64_t values[24];
    int count = bc_centre_series(tui_session(d->app), c->id, 24, &buckets);
    if (count == 0) {
        tui_put_fit(canvas, rect.row, rect.col, rect.cols, safe_text("…"), TUI_DIM, true);
        return;
    }
    int from = count > 24 ? count - 24 : 0;
    for (int i = from; i < count; i++) {
        values[i - from] = buckets[i].mean_bp;
    }
    if (d->numbers) {
        tui_put_fit(canvas, rect.row, rect.col, rect.cols, range(values, count - from),
                    TUI_TEXT, true);
        return;
    }
    tui_spark(canvas, rect.row, rect.col, rect.cols, values, count - from);
}

static bool paint(void *ctx, struct tui_canvas *canvas, int64_t row, int column,
                  struct tui_rect rect)
{
    const struct drawing *d = ctx;
    const struct bc_centre *c = &d->all[d->rows->at[row]];
    unsigned flags = tui_centre_flags(c, d->now);
    if (column == DAY) {
        paint_day(d, c, canvas, rect);
        return true;
    }
    if (column == BAR && flags & TUI_CENTRE_STALE && c->busy_bp >= 0) {
        tui_put_fit(canvas, rect.row, rect.col, rect.cols,
                    safe_textf(_("last %s"), tui_percent(c->busy_bp).bytes), TUI_STALE,
                    false);
        return true;
    }
    if (column == BAR) {
        tui_gauge(canvas, rect.row, rect.col, rect.cols,
                  flags & TUI_CENTRE_NO_DATA ? -1 : c->busy_bp);
        return true;
    }
    return false;
}

/* What a wider terminal is used for: longer pictures and names. */
static void widen(struct tui_column fitted[COLUMNS], int cols)
{
    memcpy(fitted, columns, sizeof columns);
    if (cols >= 90) {
        fitted[FLAGS].least = 19;
    }
    if (cols >= 110) {
        fitted[BAR].title = N_("0   BUSY   100");
        fitted[BAR].width = 16;
        fitted[DAY].width = 12;
        fitted[NAME].width = 20;
        fitted[FLAGS].least = 22;
    }
    if (cols >= 150) {
        fitted[BAR].width = 24;
        fitted[DAY].width = 24;
        fitted[NAME].width = 28;
    }
}

void tui_centre_table_draw(struct tui_app *app, const struct tui_centre_rows *rows,
                           bool numbers, struct tui_cursor *cursor,
                           struct tui_canvas *canvas, struct tui_rect rect)
{
    struct tui_column fitted[COLUMNS];
    struct drawing d = {
        .app = app, .rows = rows, .now = tui_now(app), .numbers = numbers};
    bc_centres(tui_session(app), &d.all);
    widen(fitted, rect.cols);
    struct tui_list list = {.columns = fitted,
                            .column_count = COLUMNS,
                            .rows = rows->count,
                            .ctx = &d,
                            .cell = cell,
                            .paint = paint};
    tui_list_draw(&list, cursor, canvas, rect);
}
