#include "tui/screens/case_words.h"
#include "tui/screens/evidence.h"
#include "tui/screens/queue.h"
#include "tui/widgets/figure.h"

#include <string.h>

enum {
    WIDE = 100, /* columns from which the evidence stands at the right */
    PANE_WIDEST = 90,
    LIST_ROWS = 11, /* header and ten cases are kept before the evidence gets any */
    PANE_LEAST = 4,
};

struct layout {
    struct tui_rect list, foot, pane; /* 0 rows: not drawn */
    bool beside;
};

static struct layout lay_out(struct tui_rect body)
{
    struct layout out = {.list = body, .foot = body, .pane = body};
    out.beside = body.cols >= WIDE;
    if (out.beside) {
        int wide = body.cols * 38 / 100;
        out.pane.cols = wide < PANE_WIDEST ? wide : PANE_WIDEST;
        out.pane.col = body.col + body.cols - out.pane.cols;
        out.list.cols = out.foot.cols = body.cols - out.pane.cols - 3;
        out.list.rows = body.rows - 1;
    } else {
        int most = body.rows * 45 / 100, rows = body.rows - LIST_ROWS - 2;
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

/* ---- evidence ---- */

/* What the row itself knows, while the whole record cannot be had. */
static void draw_row_only(struct tui_app *app, struct tui_canvas *canvas,
                          struct tui_rect rect, const struct bc_case *row)
{
    const struct bc_link *link = bc_link(tui_session(app));
    bool offline = link->state == BC_LINK_RETRYING || link->state == BC_LINK_REFUSED;
    struct safe_text name = safe_text(row->applicant_name);
    struct tui_rect rest = {rect.row + 2, rect.col, rect.rows - 2, rect.cols};
    tui_put_fit(canvas, rect.row, rect.col, rect.cols,
                safe_textf("%s  %s", row->number, name.bytes), TUI_TITLE, false);
    tui_put_fit(canvas, rect.row + 1, rect.col, rect.cols,
                tui_verdict(row->verdict, row->issues), tui_verdict_role(row->verdict),
                false);
    (void)tui_put_wrapped(
        canvas, rest,
        safe_text(offline ? _("its evidence has not been loaded and the clearinghouse "
                              "does not answer; it comes when the link is back (^R "
                              "tries now)")
                          : _("loading evidence…")),
        TUI_DIM);
}

/* The pane before stays, quiet and marked, until the new record is there. */
static void draw_loading(struct tui_canvas *canvas, struct tui_rect rect,
                         const struct bc_case *row)
{
    struct tui_rect line = {rect.row, rect.col, 1, rect.cols};
    tui_restyle(canvas, rect, TUI_DIM);
    tui_fill(canvas, line, TUI_STALE);
    tui_put_fit(canvas, rect.row, rect.col, rect.cols,
                safe_textf(_("loading evidence of %s…"), row->number), TUI_STALE, false);
}

/* Returns the lines below what is shown. */
static int draw_evidence(struct tui_app *app, struct queue *queue,
                         struct tui_canvas *canvas, struct tui_rect rect)
{
    struct bc_session *session = tui_session(app);
    struct bc_case row;
    if (rect.rows <= 0 || !queue_selected(queue, &row)) {
        return 0;
    }
    struct bc_detail fresh;
    bool current = bc_case_detail(session, row.id, &fresh);
    if (current) {
        queue->detail = fresh;
    }
    bool same = current || strcmp(queue->detail.row.id, row.id) == 0;
    queue->has_detail = queue->has_detail || current;
    bool offline = bc_link(session)->state == BC_LINK_RETRYING ||
                   bc_link(session)->state == BC_LINK_REFUSED;
    if (!queue->has_detail || (offline && !same)) {
        draw_row_only(app, canvas, rect, &row);
        return 0;
    }
    const struct bc_detail *d = &queue->detail;
    struct tui_evidence evidence = {
        .detail = d,
        .programme = tui_programme_name(session, d->row.programme),
        .tranche = tui_tranche_name(session, d->row.programme, d->row.tranche),
        .reason =
            *d->reason_code ? tui_reason_name(session, d->reason_code) : safe_text(""),
        .now = tui_now(app),
        .zone_s = tui_zone(app),
        .whole = queue->whole};
    queue->detail_rows = rect.rows;
    int lines = tui_evidence_draw(&evidence, canvas, rect, &queue->detail_top);
    if (!current) {
        draw_loading(canvas, rect, &row);
        return 0;
    }
    return lines - queue->detail_top - rect.rows;
}

/* How much there is below, on a row of its own. */
static void draw_more(struct tui_canvas *canvas, int row, struct tui_rect rect, int more)
{
    if (more > 0) {
        struct safe_text text = safe_textf(_(" %d more lines · ] scrolls "), more);
        tui_put(canvas, row, rect.col + rect.cols - text.cells, text, TUI_DIM);
    }
}

/* ---- the list's last row and its emptiness ---- */

static struct safe_text figures(struct tui_app *app, const struct queue *queue)
{
    struct bc_case_counts counts;
    bc_case_counts(tui_session(app), &counts);
    const struct bc_dashboard *board = bc_dashboard(tui_session(app));
    struct safe_text shown = tui_count(queue_count(queue)), open = tui_count(counts.open),
                     late = tui_count(counts.overdue),
                     money = tui_million(counts.open_amount_fen, 1);
    struct safe_text text = safe_textf(_("%s shown  %s open ¥%sm  %s overdue"),
                                       shown.bytes, open.bytes, money.bytes, late.bytes);
    if (board && board->at > 0) {
        struct safe_text today = tui_count(board->decided_today);
        text = safe_textf(_("%s  %s decided today"), text.bytes, today.bytes);
    }
    return text;
}

static void draw_foot(struct tui_app *app, const struct queue *queue,
                      struct tui_canvas *canvas, struct tui_rect foot)
{
    bool marks = queue->mark_count > 0;
    tui_put_fit(canvas, foot.row, foot.col + 1, foot.cols - 1,
                marks ? queue_marks_text(app, queue) : figures(app, queue),
                marks ? TUI_MARKED : TUI_DIM, false);
}

static struct safe_text empty_text(struct tui_app *app, const struct queue *queue)
{
    const struct bc_link *link = bc_link(tui_session(app));
    struct safe_text text = safe_text(queue->text);
    if (*queue->text) {
        return safe_textf(_("Nothing in \"%s\" matches \"%s\". / changes the filter; an "
                            "empty one shows all."),
                          queue_view_name(queue), text.bytes);
    }
    if (link->state == BC_LINK_STARTING || link->state == BC_LINK_LOADING) {
        return safe_text(_("The applications are being loaded. They appear here as they "
                           "come."));
    }
    if (link->state != BC_LINK_LIVE && queue->total == 0 && link->data_at == 0) {
        return safe_text(_("No application has been loaded yet, and the clearinghouse "
                           "does not answer. ^R tries again now."));
    }
    return safe_textf(_("No case is in \"%s\". v shows the next view."),
                      queue_view_name(queue));
}

static void draw_list(struct tui_app *app, struct queue *queue, struct tui_canvas *canvas,
                      struct tui_rect rect)
{
    queue_list(app, queue, canvas, rect);
    if (queue_count(queue) == 0 && rect.rows > 2) {
        struct tui_rect area = {rect.row + 2, rect.col + 3, rect.rows - 2, rect.cols - 6};
        (void)tui_put_wrapped(canvas, area, empty_text(app, queue), TUI_DIM);
    }
}

static void draw_whole(struct tui_app *app, struct queue *queue,
                       struct tui_canvas *canvas, struct tui_rect body)
{
    struct tui_rect inside = {body.row, body.col + 1, body.rows - 1, body.cols - 2};
    int more = draw_evidence(app, queue, canvas, inside);
    draw_more(canvas, body.row + body.rows - 1, inside, more);
}

void queue_draw(struct tui_app *app, void *state, struct tui_canvas *canvas,
                struct tui_rect body)
{
    struct queue *queue = state;
    if (queue->whole) {
        draw_whole(app, queue, canvas, body);
        return;
    }
    struct layout at = lay_out(body);
    draw_list(app, queue, canvas, at.list);
    draw_foot(app, queue, canvas, at.foot);
    if (at.beside) {
        tui_vline(canvas, body.row, at.pane.col - 2, body.rows, TUI_BORDER);
        at.pane.rows--;
        at.pane.cols--;
    } else if (at.pane.rows > 0) {
        tui_hline(canvas, at.pane.row - 1, body.col, body.cols, TUI_BORDER);
        at.pane.col++;
        at.pane.cols -= 2;
    }
    int more = draw_evidence(app, queue, canvas, at.pane);
    draw_more(canvas, at.beside ? at.pane.row + at.pane.rows : at.pane.row - 1, at.pane,
              more);
}
