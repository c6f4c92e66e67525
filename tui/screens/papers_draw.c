#include "tui/screens/papers.h"

#include "tui/screens/case_words.h"
#include "tui/widgets/figure.h"

#include "common/date.h"

#include <string.h>

enum {
    WIDE = 100, /* columns from which the detail stands at the right */
    PANE_WIDEST = 96,
    LIST_ROWS = 9,
    PANE_LEAST = 5,
    FRESH_S = 4,
};

/* ---- the list ---- */

struct drawing {
    struct tui_app *app;
    struct papers *papers;
};

static struct safe_text cell(void *ctx, int64_t row, int column, enum tui_role *role)
{
    const struct drawing *d = ctx;
    return d->papers->kind->cell(d->app, d->papers, row, column, role);
}

static bool paint(void *ctx, struct tui_canvas *canvas, int64_t row, int column,
                  struct tui_rect rect)
{
    const struct drawing *d = ctx;
    return d->papers->kind->paint &&
           d->papers->kind->paint(d->papers, canvas, row, column, rect);
}

static bool just_changed(const struct drawing *d, const char *id)
{
    for (int i = 0; i < PAPERS_CHANGED; i++) {
        if (strcmp(d->papers->changed[i].id, id) == 0 && *id &&
            tui_now(d->app) - d->papers->changed[i].at < FRESH_S * DATE_SECOND) {
            return true;
        }
    }
    return false;
}

static void look(void *ctx, int64_t row, struct tui_list_look *out)
{
    const struct drawing *d = ctx;
    struct tui_order_item item;
    if (d->papers->kind->item(d->papers, row, &item)) {
        out->marked = papers_is_marked(d->papers, item.id);
        out->role = just_changed(d, item.id) ? TUI_CHANGED : TUI_TEXT;
    }
}

static struct safe_text empty_text(struct tui_app *app, const struct papers *papers)
{
    const struct err *err = bc_papers_error(papers->list);
    const struct bc_link *link = bc_link(tui_session(app));
    struct safe_text text = safe_text(papers->text);
    if (err->status == 403) {
        return safe_text(_("Your role does not see these."));
    }
    if (err->kind != ERR_NONE) {
        return safe_textf(_("They cannot be had just now: %s F5 asks again."),
                          tui_problem(err).bytes);
    }
    if (!bc_papers_whole(papers->list)) {
        bool down = link->state == BC_LINK_RETRYING || link->state == BC_LINK_REFUSED;
        return safe_text(down ? _("They have not been loaded yet, and the clearinghouse "
                                  "does not answer. ^R tries again now.")
                              : _("They are being loaded…"));
    }
    if (text.cells > 0) {
        return safe_textf(_("Nothing here matches \"%s\". / changes the filter; an empty "
                            "one shows all."),
                          text.bytes);
    }
    return safe_text(_(papers->kind->none));
}

static void draw_list(struct tui_app *app, struct papers *papers,
                      struct tui_canvas *canvas, struct tui_rect rect)
{
    struct drawing d = {app, papers};
    struct tui_list list = {.columns = papers->kind->columns,
                            .column_count = papers->kind->column_count,
                            .rows = bc_papers_count(papers->list),
                            .marks = true,
                            .shift = papers->shift,
                            .ctx = &d,
                            .cell = cell,
                            .paint = paint,
                            .look = look};
    papers->page = tui_list_page(rect.rows);
    papers->hidden = tui_list_draw(&list, &papers->cursor, canvas, rect);
    bc_papers_want(papers->list, papers->cursor.top + papers->page);
    if (list.rows == 0 && rect.rows > 2) {
        (void)tui_put_wrapped(
            canvas,
            (struct tui_rect){rect.row + 2, rect.col + 3, rect.rows - 2, rect.cols - 6},
            empty_text(app, papers), TUI_DIM);
    }
}

/* ---- the last row of the list ---- */

static struct safe_text foot_text(struct tui_app *app, const struct papers *papers)
{
    struct tui_order_item item;
    int64_t sum = 0;
    if (papers->mark_count > 0) {
        for (int i = 0; i < papers->mark_count; i++) {
            int at = bc_papers_find(papers->list, papers->marks[i]);
            sum += at >= 0 && papers->kind->item(papers, at, &item) ? item.amount_fen : 0;
        }
        return safe_textf(_("marked %d   ¥%s"), papers->mark_count, tui_yuan(sum).bytes);
    }
    if (papers->kind->foot) {
        return papers->kind->foot(app, papers);
    }
    int64_t total = bc_papers_total(papers->list);
    int count = bc_papers_count(papers->list), moves = bc_papers_moves(papers->list);
    struct safe_text text =
        safe_textf(_("%s shown"), tui_count(total > count ? total : count).bytes);
    if (count == BC_PAPERS_MAX) {
        text = safe_textf(_("the first %d of %s; / finds the others"), count,
                          tui_count(total).bytes);
    }
    return moves > 0
               ? safe_textf(_("%s  %d came or left; = reads again"), text.bytes, moves)
               : text;
}

/* ---- the detail ---- */

/* Returns the lines below what is shown. */
static int draw_detail(struct tui_app *app, struct papers *papers,
                       struct tui_canvas *canvas, struct tui_rect rect)
{
    int64_t row = papers_selected(papers);
    if (row < 0 || rect.rows <= 0) {
        return 0;
    }
    struct tui_pane measure = {.rect = rect, .label = 14};
    papers->kind->detail(app, papers, row, &measure);
    papers->detail_top = tui_pane_clamp(papers->detail_top, measure.line, rect.rows);
    papers->detail_rows = rect.rows;
    struct tui_pane pane = {
        .canvas = canvas, .rect = rect, .top = papers->detail_top, .label = 14};
    papers->kind->detail(app, papers, row, &pane);
    return measure.line - papers->detail_top - rect.rows;
}

static void draw_more(struct tui_canvas *canvas, int row, struct tui_rect rect, int more)
{
    if (more > 0) {
        struct safe_text text = safe_textf(_(" %d more lines · ] scrolls "), more);
        tui_put(canvas, row, rect.col + rect.cols - text.cells, text, TUI_DIM);
    }
}

/* ---- where each part is ---- */

struct layout {
    struct tui_rect list, foot, pane;
    bool beside;
};

static struct layout lay_out(struct tui_app *app, const struct papers *papers,
                             struct tui_rect body)
{
    struct layout out = {.list = body, .foot = body, .pane = body};
    out.beside = body.cols >= WIDE && !tui_is_slow(app);
    if (out.beside) {
        int wide = body.cols * papers->kind->pane / 100;
        out.pane.cols = wide < PANE_WIDEST ? wide : PANE_WIDEST;
        out.pane.col = body.col + body.cols - out.pane.cols;
        out.list.cols = out.foot.cols = body.cols - out.pane.cols - 3;
        out.list.rows = body.rows - 1;
    } else {
        int most = body.rows * 50 / 100, rows = body.rows - LIST_ROWS - 2;
        rows = rows < most ? rows : most;
        out.pane.rows = rows >= PANE_LEAST ? rows : 0;
        out.pane.row = body.row + body.rows - out.pane.rows;
        out.list.cols--;
        out.list.rows = body.rows - 1 - (out.pane.rows ? out.pane.rows + 1 : 0);
    }
    out.foot.row = body.row + out.list.rows;
    out.foot.rows = 1;
    return out;
}

void papers_draw(struct tui_app *app, void *state, struct tui_canvas *canvas,
                 struct tui_rect body)
{
    struct papers *papers = state;
    if (papers->whole && papers_selected(papers) >= 0) {
        struct tui_rect inside = {body.row, body.col + 1, body.rows - 1, body.cols - 2};
        int more = draw_detail(app, papers, canvas, inside);
        draw_more(canvas, body.row + body.rows - 1, inside, more);
        return;
    }
    struct layout at = lay_out(app, papers, body);
    draw_list(app, papers, canvas, at.list);
    tui_put_fit(canvas, at.foot.row, at.foot.col + 1, at.foot.cols - 1,
                foot_text(app, papers), papers->mark_count ? TUI_MARKED : TUI_DIM, false);
    if (at.beside) {
        tui_vline(canvas, body.row, at.pane.col - 2, body.rows, TUI_BORDER);
        at.pane.rows--;
        at.pane.cols--;
    } else if (at.pane.rows > 0) {
        tui_hline(canvas, at.pane.row - 1, body.col, body.cols, TUI_BORDER);
        at.pane.col++;
        at.pane.cols -= 2;
    }
    int more = draw_detail(app, papers, canvas, at.pane);
    draw_more(canvas, at.beside ? at.pane.row + at.pane.rows : at.pane.row - 1, at.pane,
              more);
}

/* ---- shared pieces of details ---- */

const char *papers_word(const char *status)
{
    return strcmp(status, "paid") == 0 ? _("paid") : tui_word(status);
}

enum tui_role papers_status_role(const char *status)
{
    static const struct {
        const char *status;
        enum tui_role role;
    } roles[] = {
        {"active", TUI_OK},       {"frozen", TUI_WARN},    {"revoked", TUI_FAIL},
        {"expired", TUI_DIM},     {"used_up", TUI_DIM},    {"lodged", TUI_WAIT},
        {"queried", TUI_QUERY},   {"matched", TUI_PASS},   {"approved", TUI_OK},
        {"in_payment", TUI_WAIT}, {"paid", TUI_OK},        {"failed", TUI_ERROR},
        {"rejected", TUI_FAIL},   {"recovered", TUI_WARN}, {"on_notice", TUI_WAIT},
        {"objected", TUI_QUERY},
    };
    for (size_t i = 0; i < COUNT_OF(roles); i++) {
        if (strcmp(roles[i].status, status) == 0) {
            return roles[i].role;
        }
    }
    return TUI_TEXT;
}

void papers_yuan(struct tui_pane *pane, const char *label, int64_t fen)
{
    tui_pane_pair(pane, label, safe_textf("¥%s", tui_yuan(fen).bytes), TUI_TEXT);
}

void papers_reason(struct tui_app *app, struct tui_pane *pane, const char *code,
                   const char *note, const char *by)
{
    if (!*code) {
        return;
    }
    struct safe_text words = tui_reason_name(tui_session(app), code),
                     said = safe_text(note), who = safe_text(by);
    tui_pane_pair(pane, _("reason"),
                  said.cells
                      ? safe_textf("%s — %s (%s)", words.bytes, said.bytes, who.bytes)
                      : safe_textf("%s (%s)", words.bytes, who.bytes),
                  TUI_TEXT);
}
