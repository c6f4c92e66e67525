/* Policy: what each programme's rules are, where every figure comes from, what is
 * contested, and what nobody has published. */
#include "tui/screens/policy.h"

#include "tui/screens/audit.h"
#include "tui/widgets/figure.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BESIDE = 110, LEAST_PAGE = 6, TWO_PAGES = 150 };
enum { NAME, RATE, BUDGET, CASE_CAP, YEAR_CAP, MODE, WINDOW, CONTESTED, COLUMNS };

static const struct tui_column columns[COLUMNS] = {
    [NAME] = {.title = N_("PROGRAMME"), .least = 20},
    [RATE] = {.title = N_("RATE"), .width = 6, .right = true},
    [BUDGET] = {.title = N_("BUDGET ¥m"), .width = 9, .right = true, .drop = 1},
    [CASE_CAP] = {.title = N_("CASE ¥m"), .width = 8, .right = true, .drop = 3},
    [YEAR_CAP] = {.title = N_("YEAR ¥m"), .width = 8, .right = true, .drop = 2},
    [MODE] = {.title = N_("WHEN PAID"), .width = 11, .drop = 5},
    [CONTESTED] = {.title = N_("OPEN POINTS"), .width = 16, .drop = 4},
    [WINDOW] = {.title = N_("WINDOW"), .width = 24, .drop = 6},
};

struct policy {
    struct bc_policy *all; /* owned */
    int count;
    int64_t at;
    int *rows, row_count; /* those the filter lets through; owned */
    struct tui_cursor cursor;
    char selected[BC_WORD], filter[64];
    bool full;
    int page, skip, more;
};

/* ---- rows ---- */

static bool fits(const struct bc_policy *p, const char *text)
{
    return !*text || strcasestr(p->id, text) || strcasestr(p->name_en, text) ||
           strcasestr(p->name_zh, text) || strcasestr(p->owner, text) ||
           strcasestr(p->mode, text) || strcasestr(p->subject, text);
}

static void choose(struct policy *p)
{
    p->row_count = 0;
    for (int i = 0; p->rows && i < p->count; i++) {
        if (fits(&p->all[i], p->filter)) {
            if (strcmp(p->all[i].id, p->selected) == 0) {
                p->cursor.at = p->row_count;
            }
            p->rows[p->row_count++] = i;
        }
    }
    tui_cursor_clamp(&p->cursor, p->row_count, p->page);
}

static void read_all(struct tui_app *app, struct policy *p)
{
    struct bc_policy *all;
    int count;
    int64_t at;
    struct err err = {0};
    if (!bc_policies_read(tui_session(app), &all, &count, &at, &err)) {
        tui_say(app, TUI_SAY_ERROR, safe_text(err.text));
        return;
    }
    int *rows = calloc((size_t)count + 1, sizeof *rows);
    free(p->all);
    free(p->rows);
    p->all = all;
    p->rows = rows;
    p->count = rows ? count : 0;
    p->at = at;
    choose(p);
}

static const struct bc_policy *selected(const struct policy *p)
{
    return p->cursor.at < p->row_count ? &p->all[p->rows[p->cursor.at]] : NULL;
}

static void remember(struct policy *p)
{
    const struct bc_policy *one = selected(p);
    if (one) {
        snprintf(p->selected, sizeof p->selected, "%s", one->id);
    }
}

/* ---- the table ---- */

static struct safe_text open_points(const struct bc_policy *p, enum tui_role *role)
{
    int contested = 0, unknown = 0;
    for (int i = 0; i < p->figure_count; i++) {
        contested += *p->figures[i].contested != '\0';
        unknown += p->figures[i].known == BC_UNKNOWN;
    }
    *role = contested ? TUI_WARN : TUI_WAIT;
    if (contested && unknown) {
        return safe_textf(_("%d cont., %d unkn."), contested, unknown);
    }
    return contested ? safe_textf(_("%d contested"), contested)
           : unknown ? safe_textf(_("%d unknown"), unknown)
                     : (struct safe_text){0};
}

static struct safe_text cell(void *ctx, int64_t row, int column, enum tui_role *role)
{
    const struct policy *p = ctx;
    const struct bc_policy *one = &p->all[p->rows[row]];
    switch (column) {
    case NAME:
        return safe_text(tui_policy_name(one));
    case RATE:
        return tui_policy_short(bc_policy_figure(one, "rate_bp"), role);
    case BUDGET:
        return tui_policy_short(bc_policy_figure(one, "budget_fen"), role);
    case CASE_CAP:
        return tui_policy_short(bc_policy_figure(one, "case_cap_fen"), role);
    case YEAR_CAP:
        return tui_policy_short(bc_policy_figure(one, "year_cap_fen"), role);
    case MODE:
        *role = strcmp(one->mode, "unknown") == 0 ? TUI_WAIT : TUI_TEXT;
        return safe_text(*role == TUI_WAIT ? "?" : tui_word(one->mode));
    case WINDOW:
        *role = TUI_DIM;
        return safe_text(one->window_note);
    default:
        return open_points(one, role);
    }
}

/* ---- drawing ---- */

static void draw_page(struct policy *p, struct tui_canvas *canvas, struct tui_rect rect)
{
    const struct bc_policy *one = selected(p);
    struct tui_pane measure = {.rect = rect};
    if (!one || rect.rows < 1) {
        return;
    }
    tui_policy_page(one, &measure);
    p->skip = tui_pane_clamp(p->skip, measure.line, rect.rows);
    struct tui_pane pane = {.canvas = canvas, .rect = rect, .top = p->skip};
    tui_policy_page(one, &pane);
    p->more = measure.line - p->skip - rect.rows;
    if (p->more > 0 && rect.rows > 3) {
        struct safe_text more =
            safe_textf(_("%d more lines below, J scrolls"), p->more + 1);
        struct tui_rect foot = {rect.row + rect.rows - 1, rect.col, 1, rect.cols};
        tui_fill(canvas, foot, TUI_TEXT);
        tui_put_fit(canvas, foot.row, foot.col, foot.cols, more, TUI_DIM, true);
    }
}

/* Announced packages stand apart: they are in no sum. */
static void draw_announced(const struct policy *p, struct tui_canvas *canvas,
                           struct tui_rect rect)
{
    int row = rect.row + 1;
    for (int i = 0; i < p->count; i++) {
        const struct bc_figure *f = bc_policy_figure(&p->all[i], "announced_fen");
        if (f && f->known == BC_KNOWN && row < rect.row + rect.rows) {
            tui_figure(canvas, row++, rect.col + 2, rect.cols - 3,
                       safe_text(tui_policy_name(&p->all[i])), tui_million(f->value, 1),
                       TUI_DIM);
        }
    }
    if (row > rect.row + 1) {
        tui_heading(canvas, rect.row, rect.col + 2, rect.cols - 3,
                    safe_text(_("Announced, not money")), safe_text(_("¥m")));
    }
}

static void draw_legend(struct tui_canvas *canvas, struct tui_rect line)
{
    int col = line.col + 2;
    col += tui_puts(canvas, line.row, col, "!", TUI_WARN) + 1;
    col += tui_puts(canvas, line.row, col, _("contested by another source"), TUI_DIM) + 3;
    col += tui_puts(canvas, line.row, col, "?", TUI_WAIT) + 1;
    tui_puts(canvas, line.row, col, _("not published"), TUI_DIM);
}

static void draw_empty(const struct policy *p, struct tui_canvas *canvas,
                       struct tui_rect body)
{
    tui_put_wrapped(canvas,
                    (struct tui_rect){body.row + 1, body.col + 2, 3, body.cols - 4},
                    safe_text(*p->filter   ? _("no programme matches the filter; Esc "
                                                 "clears it")
                              : p->at == 0 ? _("the programmes are being loaded")
                                           : _("this clearinghouse runs no programme")),
                    TUI_DIM);
}

static void draw(struct tui_app *app, void *state, struct tui_canvas *canvas,
                 struct tui_rect body)
{
    struct policy *p = state;
    struct tui_rect list = body,
                    page = {body.row, body.col + 1, body.rows, body.cols - 2};
    bool beside = body.cols >= BESIDE && !tui_is_slow(app);
    if (p->row_count == 0) {
        draw_empty(p, canvas, body);
        return;
    }
    if (p->full) {
        draw_page(p, canvas, page);
        return;
    }
    if (beside) {
        list.cols = body.cols * 48 / 100;
        page.col = body.col + list.cols + 3;
        page.cols = body.cols - list.cols - 4;
        tui_vline(canvas, body.row, page.col - 2, body.rows, TUI_BORDER);
    } else {
        int half = (body.rows - 1) / 2, need = p->row_count + 1;
        list.rows = body.rows - LEAST_PAGE - 1 < 5 ? body.rows
                    : need < half                  ? need
                                                   : half;
        page.row = list.row + list.rows + 1;
        page.rows = body.rows - list.rows - 1;
        if (page.rows > 0) {
            tui_hline(canvas, page.row - 1, body.col, body.cols, TUI_BORDER);
        }
    }
    p->page = tui_list_page(list.rows);
    struct tui_list table = {.columns = columns,
                             .column_count = COLUMNS,
                             .rows = p->row_count,
                             .ctx = p,
                             .cell = cell};
    tui_list_draw(&table, &p->cursor, canvas, list);
    int used = p->row_count + 2;
    if (beside && list.rows - used >= 4) {
        struct tui_rect before = tui_clip(canvas, list);
        draw_legend(canvas, (struct tui_rect){list.row + used, list.col, 1, list.cols});
        draw_announced(p, canvas,
                       (struct tui_rect){list.row + used + 2, list.col,
                                         list.rows - used - 2, list.cols});
        tui_clip(canvas, before);
    }
    draw_page(p, canvas, page);
}

/* ---- acting ---- */

static void open_screen(struct tui_app *app, void *state, const void *arg)
{
    struct policy *p = state;
    const struct tui_policy_arg *wish = arg;
    snprintf(p->selected, sizeof p->selected, "%s", wish ? wish->programme : "");
    read_all(app, p);
}

static void close_screen(struct tui_app *app, void *state)
{
    struct policy *p = state;
    (void)app;
    free(p->all);
    free(p->rows);
}

static const char *why_not(struct tui_app *app, void *state, enum tui_action action)
{
    (void)app;
    return (action == TUI_ACT_OPEN || action == TUI_ACT_HISTORY) && !selected(state)
               ? _("there is no programme to open")
               : NULL;
}

static bool act(struct tui_app *app, void *state, enum tui_action action)
{
    struct policy *p = state;
    const struct bc_policy *one = selected(p);
    bool scrolls = p->full && (action == TUI_ACT_DOWN || action == TUI_ACT_UP ||
                               action == TUI_ACT_PAGE_DOWN || action == TUI_ACT_PAGE_UP);
    if (scrolls) {
        bool page = action == TUI_ACT_PAGE_DOWN || action == TUI_ACT_PAGE_UP;
        bool down = action == TUI_ACT_DOWN || action == TUI_ACT_PAGE_DOWN;
        p->skip += (page ? 10 : 1) * (down ? 1 : -1);
        p->skip = p->skip < 0 ? 0 : p->skip;
    } else if (tui_cursor_act(&p->cursor, action, p->row_count, p->page)) {
        p->skip = 0;
        remember(p);
    } else if (action == TUI_ACT_DETAIL_DOWN) {
        p->skip += p->more > 0;
    } else if (action == TUI_ACT_DETAIL_UP) {
        p->skip -= p->skip > 0;
    } else if (action == TUI_ACT_OPEN && one) {
        p->full = !p->full;
        p->skip = 0;
    } else if (action == TUI_ACT_BACK && p->full) {
        p->full = false;
        p->skip = 0;
    } else if (action == TUI_ACT_HISTORY && one) {
        tui_open(app, &tui_audit_screen,
                 &(struct tui_audit_arg){.stream = one->id,
                                         .subject = one->id,
                                         .title = tui_policy_name(one)});
    } else if (action == TUI_ACT_REFRESH) {
        bc_collection_refresh(tui_session(app), BC_PROGRAMMES);
    } else {
        return false;
    }
    tui_touch(app);
    return true;
}

static void filter(struct tui_app *app, void *state, const char *text)
{
    struct policy *p = state;
    snprintf(p->filter, sizeof p->filter, "%.63s", text ? text : "");
    choose(p);
    tui_touch(app);
}

static void filter_count(struct tui_app *app, void *state, int64_t *shown, int64_t *total)
{
    const struct policy *p = state;
    (void)app;
    *shown = p->row_count;
    *total = p->count;
}

static void status(struct tui_app *app, void *state, struct tui_status *out)
{
    const struct policy *p = state;
    const struct bc_policy *one = selected(p);
    out->view = p->full && one ? safe_text(tui_policy_name(one))
                               : tui_data_age(tui_now(app), p->at);
    out->filter = safe_text(p->filter);
    if (p->row_count > 0) {
        out->place =
            safe_textf(_("%lld of %d"), (long long)p->cursor.at + 1, p->row_count);
    }
}

static void event(struct tui_app *app, void *state, const struct bc_event *e)
{
    if (e->kind == BC_EVENT_TRANCHES) {
        read_all(app, state);
        tui_touch(app);
    }
}

static void place(struct tui_app *app, void *state, struct tui_place *out)
{
    const struct policy *p = state;
    const struct bc_policy *one = selected(p);
    (void)app;
    snprintf(out->view, sizeof out->view, "%s", p->full ? "page" : "");
    snprintf(out->filter, sizeof out->filter, "%s", p->filter);
    if (one) {
        snprintf(out->id, sizeof out->id, "%s", one->id);
        snprintf(out->number, sizeof out->number, "%s", one->id);
    }
}

static void go(struct tui_app *app, void *state, const struct tui_place *to)
{
    struct policy *p = state;
    snprintf(p->filter, sizeof p->filter, "%.63s", to->filter);
    snprintf(p->selected, sizeof p->selected, "%.47s", to->id);
    p->full = strcmp(to->view, "page") == 0;
    choose(p);
    tui_touch(app);
}

const struct tui_screen tui_policy_screen = {
    .name = "policy",
    .title = N_("Policy"),
    .action = TUI_ACT_POLICY,
    .context = TUI_CTX_POLICY,
    .tab = 7,
    .state_size = sizeof(struct policy),
    .open = open_screen,
    .close = close_screen,
    .draw = draw,
    .status = status,
    .act = act,
    .why_not = why_not,
    .filter = filter,
    .filter_count = filter_count,
    .event = event,
    .place = place,
    .go = go,
};
