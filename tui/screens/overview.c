/* The first page: what waits, what money is left, how the centres stand. Every figure
 * says its unit and age, and Enter opens the rows behind it. */
#include "tui/screens/audit.h"
#include "tui/screens/budget_detail.h"
#include "tui/screens/centres.h"
#include "tui/screens/overview_blocks.h"
#include "tui/widgets/figure.h"

#include "common/date.h"

#include <stdlib.h>

enum { COLUMN_LEAST = 38, COLUMNS_MOST = 4, GAP = 2, GUTTER = 2, BAR_LEAST = 6 };
enum { PICTURE_LEAST = 9, PICTURE_MOST = 18 };

/* Where a block is drawn, rows counted from the top of the page. */
struct place {
    int column, row;
};

struct overview {
    struct tui_blocks blocks;
    struct place places[TUI_BLOCKS];
    int block, line; /* selected */
    int top;         /* first row of the page in view */
    int page, height;
    bool table, pictured; /* weeks as numbers; there was room for pictures */
};

static bool can_open(const struct overview *o, int block, int line)
{
    return block >= 0 && block < o->blocks.count && line >= 0 &&
           line < o->blocks.blocks[block].count &&
           o->blocks.blocks[block].lines[line].target != TUI_TO_NOTHING;
}

/* ---- layout ---- */

/* Each block goes to the shortest column, in order of importance. */
static int lay_out(struct overview *o, int columns)
{
    int used[COLUMNS_MOST] = {0}, height = 0;
    for (int i = 0; i < o->blocks.count; i++) {
        int shortest = 0;
        for (int k = 1; k < columns; k++) {
            shortest = used[k] < used[shortest] ? k : shortest;
        }
        o->places[i] = (struct place){shortest, used[shortest]};
        used[shortest] += 1 + o->blocks.blocks[i].count;
        height = used[shortest] > height ? used[shortest] : height;
        used[shortest]++;
    }
    return height;
}

static void select_first(struct overview *o)
{
    for (int b = 0; b < o->blocks.count; b++) {
        for (int l = 0; l < o->blocks.blocks[b].count; l++) {
            if (can_open(o, b, l)) {
                o->block = b;
                o->line = l;
                return;
            }
        }
    }
}

static int row_of(const struct overview *o, int block, int line)
{
    return o->places[block].row + 1 + line;
}

static void scroll(struct overview *o)
{
    int row = can_open(o, o->block, o->line) ? row_of(o, o->block, o->line) : 0;
    int last = o->height > o->page ? o->height - o->page : 0;
    /* The heading above the first line comes into view with it. */
    o->top = row - 1 < o->top ? row - 1 : o->top;
    o->top = row >= o->top + o->page ? row - o->page + 1 : o->top;
    o->top = o->top > last ? last : o->top;
    o->top = o->top < 0 ? 0 : o->top;
}

/* ---- drawing ---- */

/* Widths of the parts of a line that has a bar, the same for all lines of a block. */
struct shape {
    int label, bar, value;
};

static struct shape shape_of(const struct tui_block *block, int cells)
{
    struct shape s = {0};
    int longest = 0;
    for (int i = 0; i < block->count; i++) {
        const struct tui_block_line *line = &block->lines[i];
        if (line->bar.count > 0) {
            s.value = line->value.cells > s.value ? line->value.cells : s.value;
        }
        if (!line->plain) {
            longest = line->label.cells > longest ? line->label.cells : longest;
        }
    }
    int room = cells - s.value - 1;
    s.label = longest < room / 2 ? longest : room - room / 3;
    s.bar = room - s.label - 1;
    if (s.bar < BAR_LEAST) {
        s.bar = 0;
        s.label = room;
    }
    s.bar = s.bar > 30 ? 30 : s.bar;
    return s;
}

static void draw_line(struct tui_canvas *canvas, const struct tui_block_line *line,
                      struct tui_rect at, const struct shape *shape)
{
    if (line->plain) {
        tui_put_fit(canvas, at.row, at.col, at.cols, line->label, line->role, false);
        return;
    }
    if (line->bar.count == 0 || shape->bar == 0) {
        tui_figure(canvas, at.row, at.col, at.cols, line->label, line->value, line->role);
        return;
    }
    int value = at.col + at.cols - shape->value;
    tui_put_fit(canvas, at.row, at.col, shape->label, line->label, TUI_DIM, false);
    tui_bar_draw(canvas, at.row, value - 1 - shape->bar, shape->bar, &line->bar);
    tui_put_fit(canvas, at.row, value, shape->value, line->value, line->role, true);
}

static void draw_block(struct tui_app *app, struct overview *o, int index,
                       struct tui_canvas *canvas, struct tui_rect column)
{
    const struct tui_block *block = &o->blocks.blocks[index];
    struct shape shape = shape_of(block, column.cols - GUTTER);
    int row = column.row + o->places[index].row - o->top;
    struct safe_text age =
        block->ours ? (struct safe_text){0} : tui_data_age(tui_now(app), block->at);
    const char *unit = *block->unit ? _(block->unit) : "";
    bool both = *unit && age.cells > 0;
    tui_heading(canvas, row, column.col, column.cols, safe_text(_(block->title)),
                safe_textf("%s%s%s", unit, both ? " · " : "", age.bytes));
    for (int i = 0; i < block->count; i++) {
        struct tui_rect line = {row + 1 + i, column.col + GUTTER, 1,
                                column.cols - GUTTER};
        draw_line(canvas, &block->lines[i], line, &shape);
        if (index == o->block && i == o->line) {
            tui_puts(canvas, line.row, column.col, ">", TUI_SELECTED);
            tui_restyle(canvas, (struct tui_rect){line.row, column.col, 1, column.cols},
                        TUI_SELECTED);
        }
    }
}

static void draw_more(const struct overview *o, struct tui_canvas *canvas,
                      struct tui_rect foot)
{
    bool below = o->top + o->page < o->height;
    struct safe_text text = safe_text(below && o->top > 0 ? _("more above and below")
                                      : below             ? _("more below")
                                                          : _("more above"));
    tui_hline(canvas, foot.row, foot.col, foot.cols - text.cells - 3, TUI_BORDER);
    tui_put(canvas, foot.row, foot.col + foot.cols - text.cells - 2, text, TUI_DIM);
    tui_glyph(canvas, foot.row, foot.col + foot.cols - 1,
              below ? TUI_ARROW_DOWN : TUI_ARROW_UP, TUI_DIM);
}

/* Where the terminal is high: the burn-down of what runs out first, one a column. */
static void draw_pictures(struct tui_app *app, struct tui_canvas *canvas,
                          struct tui_rect rest, int columns, int wide, bool table)
{
    const struct bc_tranche *all;
    int soonest[COLUMNS_MOST];
    int count = bc_tranches(tui_session(app), &all);
    int32_t today = date_of(tui_now(app), tui_zone(app));
    int shown = tui_soonest_out(all, count, today, soonest, columns);
    int rows = rest.rows < PICTURE_MOST ? rest.rows : PICTURE_MOST;
    for (int i = 0; i < shown; i++) {
        struct tui_budget_view view = {.tranche = all[soonest[i]]};
        struct tui_burn burn;
        int col = rest.col + i * (wide + GAP);
        tui_budget_burn(&view, today, &burn);
        tui_heading(canvas, rest.row, col, wide,
                    tui_tranche_label(all, count, &view.tranche),
                    safe_text(_("free ¥m, weeks")));
        struct tui_rect picture = {rest.row + 1, col, rows - 1, wide};
        if (table) {
            tui_budget_weeks_draw(canvas, picture, &burn);
        } else {
            tui_burn_draw(canvas, picture, &burn);
        }
    }
}

static void draw(struct tui_app *app, void *state, struct tui_canvas *canvas,
                 struct tui_rect body)
{
    struct overview *o = state;
    int columns = (body.cols + GAP) / (COLUMN_LEAST + GAP);
    columns = columns < 1 ? 1 : columns > COLUMNS_MOST ? COLUMNS_MOST : columns;
    int most = body.rows / 4;
    tui_blocks_make(app, most < 5 ? 5 : most > 20 ? 20 : most, &o->blocks);
    o->height = lay_out(o, columns);
    o->page = o->height > body.rows ? body.rows - 1 : body.rows;
    if (!can_open(o, o->block, o->line)) {
        select_first(o);
    }
    scroll(o);
    struct tui_rect page = {body.row, body.col, o->page, body.cols};
    struct tui_rect before = tui_clip(canvas, page);
    int wide = (body.cols - GAP * (columns - 1)) / columns;
    for (int i = 0; i < o->blocks.count; i++) {
        struct tui_rect column = {body.row, body.col + o->places[i].column * (wide + GAP),
                                  o->page, wide};
        draw_block(app, o, i, canvas, column);
    }
    tui_clip(canvas, before);
    struct tui_rect rest = {body.row + o->height + 1, body.col, body.rows - o->height - 1,
                            body.cols};
    o->pictured = rest.rows >= PICTURE_LEAST;
    if (o->pictured) {
        draw_pictures(app, canvas, rest, columns, wide, o->table);
    }
    if (o->page < body.rows) {
        draw_more(o, canvas,
                  (struct tui_rect){body.row + o->page, body.col, 1, body.cols});
    }
}

/* ---- acting ---- */

/* The nearest line that can be opened: `down` rows further in this column, or in the
 * column `side` steps away. */
static void move(struct overview *o, int down, int side)
{
    int row = row_of(o, o->block, o->line), column = o->places[o->block].column + side;
    int best = 0, best_block = -1, best_line = 0;
    for (int b = 0; b < o->blocks.count; b++) {
        for (int l = 0; l < o->blocks.blocks[b].count; l++) {
            int away = row_of(o, b, l) - row;
            away = down != 0 ? away * down : abs(away);
            if (o->places[b].column != column || !can_open(o, b, l) ||
                (down != 0 && away <= 0) || (best_block >= 0 && away >= best)) {
                continue;
            }
            best = away;
            best_block = b;
            best_line = l;
        }
    }
    if (best_block >= 0) {
        o->block = best_block;
        o->line = best_line;
    }
}

static void open_line(struct tui_app *app, const struct tui_block_line *line)
{
    switch (line->target) {
    case TUI_TO_QUEUE:
        tui_open(app, &tui_queue_screen,
                 &(struct tui_queue_arg){
                     .statuses = *line->statuses ? line->statuses : NULL,
                     .verdict = *line->verdict ? line->verdict : NULL,
                     .programme = *line->programme ? line->programme : NULL,
                     .text = *line->text ? line->text : NULL});
        break;
    case TUI_TO_AUDIT:
        tui_open(app, &tui_audit_screen, &(struct tui_audit_arg){.text = line->text});
        break;
    case TUI_TO_BUDGETS:
        tui_open(app, &tui_budgets_screen, *line->programme ? line->programme : NULL);
        break;
    case TUI_TO_CENTRES:
        tui_open(app, &tui_centres_screen,
                 &(struct tui_centres_arg){.view = line->view, .centre_id = line->id});
        break;
    case TUI_TO_REPORT:
        tui_open(app, &tui_report_screen, &(struct tui_report_arg){line->id});
        break;
    case TUI_TO_OUTBOX:
        tui_open(app, &tui_outbox_screen, NULL);
        break;
    case TUI_TO_NOTHING:
        break;
    }
}

static bool act(struct tui_app *app, void *state, enum tui_action action)
{
    struct overview *o = state;
    if (!can_open(o, o->block, o->line)) {
        return false;
    }
    switch (action) {
    case TUI_ACT_UP:
    case TUI_ACT_DOWN:
        move(o, action == TUI_ACT_DOWN ? 1 : -1, 0);
        break;
    case TUI_ACT_LEFT:
    case TUI_ACT_RIGHT:
        move(o, 0, action == TUI_ACT_RIGHT ? 1 : -1);
        break;
    case TUI_ACT_PAGE_UP:
    case TUI_ACT_PAGE_DOWN:
        for (int i = 1; i < o->page; i++) {
            move(o, action == TUI_ACT_PAGE_DOWN ? 1 : -1, 0);
        }
        break;
    case TUI_ACT_FIRST:
        select_first(o);
        break;
    case TUI_ACT_LAST:
        for (int i = 0; i < o->height; i++) {
            move(o, 1, 0);
        }
        break;
    case TUI_ACT_TABLE:
        o->table = !o->table;
        break;
    case TUI_ACT_OPEN:
        open_line(app, &o->blocks.blocks[o->block].lines[o->line]);
        return true;
    default:
        return false;
    }
    tui_touch(app);
    return true;
}

static const char *why_not(struct tui_app *app, void *state, enum tui_action action)
{
    const struct overview *o = state;
    (void)app;
    return action == TUI_ACT_TABLE && !o->pictured
               ? _("there is no picture here: all of it is figures already")
               : NULL;
}

static void event(struct tui_app *app, void *state, const struct bc_event *e)
{
    (void)state;
    switch (e->kind) {
    case BC_EVENT_CASE:
    case BC_EVENT_CASES:
    case BC_EVENT_TRANCHES:
    case BC_EVENT_CENTRES:
    case BC_EVENT_DASHBOARD:
    case BC_EVENT_ME:
    case BC_EVENT_INTENT:
        tui_touch(app);
        break;
    default:
        break;
    }
}

const struct tui_screen tui_overview_screen = {
    .name = "overview",
    .title = N_("Overview"),
    .action = TUI_ACT_OVERVIEW,
    .context = TUI_CTX_OVERVIEW,
    .tab = 1,
    .state_size = sizeof(struct overview),
    .draw = draw,
    .act = act,
    .why_not = why_not,
    .event = event,
};
