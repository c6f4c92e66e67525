#include "tui/screens/centre_hubs.h"

#include "tui/widgets/bar.h"
#include "tui/widgets/figure.h"
#include "tui/widgets/heat.h"
#include "tui/widgets/list.h"

#include <stdlib.h>
#include <string.h>

enum { ACROSS = 3, BLOCK_ROWS = 6, BLOCK_LEAST = 24, BLOCK_MOST = 22 };

/* Row by row as they lie: the far west is outside the hubs. */
static const struct {
    const char *key, *clusters; /* msgid */
} places[TUI_HUBS] = {
    {"", N_("Xinjiang, Qinghai, Henan, Shandong…")},
    {"Inner Mongolia", N_("Horinger")},
    {"Beijing-Tianjin-Hebei", N_("Zhangjiakou")},
    {"Gansu", N_("Qingyang")},
    {"Ningxia", N_("Zhongwei")},
    {"Yangtze River Delta", N_("Qingpu-Wujiang-Jiashan, Wuhu")},
    {"Chengdu-Chongqing", N_("Tianfu, Chongqing")},
    {"Guizhou", N_("Gui'an")},
    {"Greater Bay Area", N_("Shaoguan")},
};

const char *tui_hub_name(const struct tui_hub *hub)
{
    return *hub->key ? tui_word(hub->key) : _("Outside the hubs");
}

/* ---- sums ---- */

static int hub_of(const struct bc_centre *c)
{
    for (int i = 1; i < TUI_HUBS; i++) {
        if (strcmp(places[i].key, c->hub) == 0) {
            return i;
        }
    }
    return 0;
}

bool tui_hub_has(const char *key, const struct bc_centre *centre)
{
    return strcmp(places[hub_of(centre)].key, key) == 0;
}

static int busiest_first(const void *a, const void *b)
{
    const struct tui_hub_centre *x = a, *y = b;
    return x->busy_bp != y->busy_bp ? (x->busy_bp < y->busy_bp ? 1 : -1) : x->at - y->at;
}

static void add(struct tui_hub *hub, const struct bc_centre *c, int at, int64_t now)
{
    unsigned flags = tui_centre_flags(c, now);
    bool silent = flags & (TUI_CENTRE_STALE | TUI_CENTRE_NO_DATA);
    hub->centres++;
    hub->silent += silent;
    hub->under_used += (flags & TUI_CENTRE_UNDER_USED) != 0;
    hub->contested += (flags & TUI_CENTRE_CONTESTED) != 0;
    hub->installed += c->installed > 0 ? c->installed : 0;
    if (!silent && c->allocatable > 0 && c->allocated >= 0) {
        hub->allocatable += c->allocatable;
        hub->allocated += c->allocated;
    }
    if (hub->shown < TUI_HUB_CENTRES) {
        hub->of[hub->shown++] =
            (struct tui_hub_centre){at, silent || c->busy_bp < 0 ? -1 : c->busy_bp};
    }
}

void tui_hubs_sum(const struct bc_centre *all, int count, int64_t now,
                  struct tui_hub out[TUI_HUBS])
{
    for (int i = 0; i < TUI_HUBS; i++) {
        out[i] = (struct tui_hub){.key = places[i].key};
    }
    for (int i = 0; i < count; i++) {
        add(&out[hub_of(&all[i])], &all[i], i, now);
    }
    for (int i = 0; i < TUI_HUBS; i++) {
        out[i].busy_bp = tui_share_bp(out[i].allocated, out[i].allocatable);
        qsort(out[i].of, (size_t)out[i].shown, sizeof out[i].of[0], busiest_first);
    }
}

/* ---- the map ---- */

static enum tui_role heat_role(int digit)
{
    return digit < 3 ? TUI_HEAT_LOW : digit < 7 ? TUI_HEAT_MID : TUI_HEAT_HIGH;
}

static void draw_digits(struct tui_canvas *canvas, int row, int col, int cells,
                        const struct tui_hub *hub)
{
    int step = hub->shown * 2 <= cells ? 2 : 1;
    for (int i = 0; i < hub->shown && (i + 1) * step <= cells; i++) {
        int at = col + i * step, digit = tui_heat_digit(hub->of[i].busy_bp);
        if (digit < 0) {
            tui_puts(canvas, row, at, canvas->ascii ? "." : "·", TUI_STALE);
        } else {
            tui_fill(canvas, (struct tui_rect){row, at, 1, step}, heat_role(digit));
            tui_put(canvas, row, at, safe_textf("%d", digit), heat_role(digit));
        }
    }
}

static struct safe_text trouble(const struct tui_hub *hub, enum tui_role *role)
{
    *role = TUI_WARN;
    if (hub->silent && hub->contested) {
        return safe_textf(_("%d silent, %d contested"), hub->silent, hub->contested);
    }
    if (hub->silent) {
        return safe_textf(_("%d silent"), hub->silent);
    }
    if (hub->contested) {
        return safe_textf(_("%d contested"), hub->contested);
    }
    *role = TUI_OK;
    return safe_text(hub->centres ? _("all report") : "");
}

static struct safe_text size_text(const struct tui_hub *hub, int cells)
{
    struct safe_text cards = tui_count(hub->installed);
    struct safe_text whole = safe_textf(
        tui_text_n("%s cards in %d centre", "%s cards in %d centres", hub->centres),
        cards.bytes, hub->centres);
    return whole.cells <= cells
               ? whole
               : safe_textf(_("%s cards in %d"), cards.bytes, hub->centres);
}

/* A block with room to spare names its centres. */
static void draw_centres(struct tui_canvas *canvas, struct tui_rect in,
                         const struct tui_hub *hub, const struct bc_centre *all)
{
    enum { SHARE = 5 };
    int name = in.cols / 2 < 24 ? in.cols / 2 : 24;
    int lines = hub->shown <= in.rows ? hub->shown : in.rows - 1;
    for (int i = 0; i < lines; i++) {
        int row = in.row + i, bar = in.cols - name - SHARE - 2;
        int64_t bp = hub->of[i].busy_bp;
        tui_put_fit(canvas, row, in.col, name, safe_text(all[hub->of[i].at].name),
                    TUI_TEXT, false);
        if (bar >= 4) {
            tui_gauge(canvas, row, in.col + name + 1, bar, bp);
        }
        tui_put_fit(canvas, row, in.col + in.cols - SHARE, SHARE, tui_percent(bp),
                    bp < 0 ? TUI_STALE : TUI_TEXT, true);
    }
    if (lines >= 0 && hub->centres > lines && lines < in.rows) {
        tui_put_fit(canvas, in.row + lines, in.col, in.cols,
                    safe_textf(_("… %d more"), hub->centres - lines), TUI_DIM, false);
    }
}

static void draw_inside(struct tui_canvas *canvas, struct tui_rect in,
                        const struct tui_hub *hub, const char *clusters,
                        const struct bc_centre *all)
{
    enum tui_role role;
    struct safe_text busy =
        hub->busy_bp < 0 ? safe_text(_("no data")) : tui_percent(hub->busy_bp);
    int row = in.row, value = busy.cells + 1;
    if (hub->centres == 0) {
        tui_put_fit(canvas, row, in.col, in.cols, safe_text(_("no centre here")), TUI_DIM,
                    false);
        return;
    }
    tui_put_fit(canvas, row, in.col + in.cols - busy.cells, busy.cells, busy,
                hub->busy_bp < 0 ? TUI_STALE : TUI_STRONG, true);
    if (hub->busy_bp >= 0) {
        tui_gauge(canvas, row, in.col, in.cols - value, hub->busy_bp);
    }
    tui_put_fit(canvas, row + 1, in.col, in.cols, size_text(hub, in.cols), TUI_TEXT,
                false);
    draw_digits(canvas, row + 2, in.col, in.cols, hub);
    struct safe_text words = trouble(hub, &role);
    if (in.rows > 3) {
        tui_put_fit(canvas, row + 3, in.col, in.cols, words, role, false);
    }
    if (in.rows > 4) {
        tui_put_fit(
            canvas, row + 4, in.col, in.cols,
            safe_textf(tui_text_n("%d under-used", "%d under-used", hub->under_used),
                       hub->under_used),
            TUI_DIM, false);
    }
    if (in.rows > 7) {
        struct tui_rect rest = {row + 5, in.col, in.rows - 6, in.cols};
        draw_centres(canvas, rest, hub, all);
    }
    if (in.rows > 5) {
        tui_put_fit(canvas, row + in.rows - 1, in.col, in.cols, safe_text(_(clusters)),
                    TUI_DIM, false);
    }
}

static void draw_block(struct tui_canvas *canvas, struct tui_rect rect,
                       const struct tui_hub *hub, const char *clusters,
                       const struct bc_centre *all, bool selected)
{
    struct safe_text name = safe_textf(" %s ", tui_hub_name(hub));
    struct tui_rect in = {rect.row + 1, rect.col + 2, rect.rows - 2, rect.cols - 4};
    tui_box(canvas, rect, TUI_BORDER);
    struct safe_text shown = safe_clip(name, rect.cols - 4, canvas->ascii);
    tui_put(canvas, rect.row, rect.col + 2, shown, TUI_TITLE);
    draw_inside(canvas, in, hub, clusters, all);
    if (selected) {
        tui_puts(canvas, rect.row, rect.col + 1, ">", TUI_SELECTED);
        tui_restyle(canvas, (struct tui_rect){rect.row, rect.col + 1, 1, shown.cells + 1},
                    TUI_SELECTED);
    }
}

static void draw_map(struct tui_canvas *canvas, struct tui_rect body,
                     const struct tui_hub hubs[TUI_HUBS], const struct bc_centre *all,
                     int at)
{
    int rows = (body.rows - 1) / ACROSS, wide = (body.cols - 2) / ACROSS;
    rows = rows > BLOCK_MOST ? BLOCK_MOST : rows;
    for (int i = 0; i < TUI_HUBS; i++) {
        struct tui_rect block = {body.row + i / ACROSS * rows,
                                 body.col + 1 + i % ACROSS * wide, rows, wide - 1};
        draw_block(canvas, block, &hubs[i], places[i].clusters, all, i == at);
    }
    tui_put_fit(canvas, body.row + rows * ACROSS, body.col + 1, body.cols - 2,
                safe_text(canvas->ascii
                              ? _("digit = a centre, tens of % busy, . = silent; placed "
                                  "as they lie, not to scale")
                              : _("digit = a centre, tens of % busy, · = silent; placed "
                                  "as they lie, not to scale")),
                TUI_DIM, false);
}

/* ---- the table ---- */

enum { NAME, CENTRES, CARDS, USED, BUSY, LOAD, SILENT, UNDER, CONTESTED, COLUMNS };

static const struct tui_column columns[COLUMNS] = {
    [NAME] = {.title = N_("HUB"), .least = 20},
    [CENTRES] = {.title = N_("CENTRES"), .width = 7, .right = true, .drop = 3},
    [CARDS] = {.title = N_("CARDS"), .width = 7, .right = true},
    [USED] = {.title = N_("IN USE"), .width = 7, .right = true, .drop = 4},
    [BUSY] = {.title = N_("BUSY"), .width = 4, .right = true},
    [LOAD] = {.title = N_("LOAD"), .width = 10, .drop = 6},
    [SILENT] = {.title = N_("SILENT"), .width = 6, .right = true, .drop = 2},
    [UNDER] = {.title = N_("UNDER"), .width = 5, .right = true, .drop = 5},
    [CONTESTED] = {.title = N_("CONTESTED"), .width = 9, .right = true, .drop = 1},
};

static struct safe_text cell(void *ctx, int64_t row, int column, enum tui_role *role)
{
    const struct tui_hub *hub = (const struct tui_hub *)ctx + row;
    switch (column) {
    case NAME:
        return safe_text(tui_hub_name(hub));
    case CENTRES:
        return tui_count(hub->centres);
    case CARDS:
        return tui_count(hub->installed);
    case USED:
        return hub->allocatable ? tui_count(hub->allocated) : safe_text("?");
    case BUSY:
        *role = hub->busy_bp < 0 ? TUI_STALE : TUI_STRONG;
        return tui_percent(hub->busy_bp);
    case SILENT:
        *role = hub->silent ? TUI_WARN : TUI_DIM;
        return tui_count(hub->silent);
    case UNDER:
        return tui_count(hub->under_used);
    default:
        *role = hub->contested ? TUI_WARN : TUI_DIM;
        return tui_count(hub->contested);
    }
}

static bool paint(void *ctx, struct tui_canvas *canvas, int64_t row, int column,
                  struct tui_rect rect)
{
    const struct tui_hub *hub = (const struct tui_hub *)ctx + row;
    if (column == LOAD) {
        tui_gauge(canvas, rect.row, rect.col, rect.cols, hub->busy_bp);
    }
    return column == LOAD;
}

/* ---- the view ---- */

static bool has_room(struct tui_rect body)
{
    return body.rows >= ACROSS * (BLOCK_ROWS - 1) + 1 &&
           body.cols >= ACROSS * BLOCK_LEAST + 2;
}

void tui_hubs_draw(struct tui_app *app, const struct tui_hubs_view *view,
                   struct tui_canvas *canvas, struct tui_rect body)
{
    struct tui_hub hubs[TUI_HUBS];
    const struct bc_centre *all;
    int count = bc_centres(tui_session(app), &all);
    tui_hubs_sum(all, count, tui_now(app), hubs);
    if (!view->table && has_room(body)) {
        draw_map(canvas, body, hubs, all, view->at);
        return;
    }
    struct tui_column fitted[COLUMNS];
    struct tui_cursor cursor = {.at = view->at};
    memcpy(fitted, columns, sizeof columns);
    fitted[LOAD].width = body.cols >= 110 ? 24 : 10;
    struct tui_list list = {.columns = fitted,
                            .column_count = COLUMNS,
                            .rows = TUI_HUBS,
                            .ctx = hubs,
                            .cell = cell,
                            .paint = paint};
    tui_list_draw(&list, &cursor, canvas, body);
}

bool tui_hubs_move(struct tui_hubs_view *view, enum tui_action action)
{
    int column = view->at % ACROSS, row = view->at / ACROSS;
    switch (action) {
    case TUI_ACT_UP:
    case TUI_ACT_DOWN:
        if (view->table) {
            view->at += action == TUI_ACT_DOWN ? 1 : -1;
            view->at = view->at < 0 ? 0 : view->at >= TUI_HUBS ? TUI_HUBS - 1 : view->at;
            return true;
        }
        row += action == TUI_ACT_DOWN ? 1 : -1;
        break;
    case TUI_ACT_LEFT:
    case TUI_ACT_RIGHT:
        column += action == TUI_ACT_RIGHT ? 1 : -1;
        break;
    case TUI_ACT_FIRST:
        row = column = 0;
        break;
    case TUI_ACT_LAST:
        row = column = ACROSS - 1;
        break;
    default:
        return false;
    }
    if (row >= 0 && row < ACROSS && column >= 0 && column < ACROSS) {
        view->at = row * ACROSS + column;
    }
    return true;
}
