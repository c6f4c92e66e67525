#include "tui/screens/notices.h"

#include "common/date.h"
#include "common/hash.h"
#include "tui/export/sheet.h"
#include "tui/screens/case_words.h"
#include "tui/screens/handout.h"
#include "tui/screens/papers.h"
#include "tui/widgets/figure.h"
#include "tui/widgets/pane.h"

#include <stdio.h>
#include <string.h>

enum { CASE, APPLICANT, GRANT, STATE, LEFT, UNTIL, PROGRAMME, COLUMNS };
enum { WIDE = 100, LIST_ROWS = 9, PANE_LEAST = 5 };

static const struct tui_column columns[COLUMNS] = {
    [CASE] = {.title = N_("CASE"), .width = 11},
    [APPLICANT] = {.title = N_("APPLICANT"), .least = 16},
    [GRANT] = {.title = N_("GRANT ¥k"), .width = 9, .right = true},
    [STATE] = {.title = N_("STATE"), .width = 13},
    [LEFT] = {.title = N_("LEFT"), .width = 11, .right = true},
    [UNTIL] = {.title = N_("LAST DAY"), .width = 10, .drop = 1},
    [PROGRAMME] = {.title = N_("PROGRAMME"), .width = 18, .drop = 2},
};

int tui_weekdays(int64_t now, int64_t until)
{
    int days = 0;
    date_day last = date_of(until - 1, DATE_ZONE_CHINA);
    for (date_day d = date_of(now, DATE_ZONE_CHINA) + 1; d <= last; d++) {
        days += (d + 3) % 7 < 5; /* 1970-01-01 was a Thursday */
    }
    return until > now ? days : 0;
}

/* ---- the list ---- */

struct drawing {
    struct tui_app *app;
    struct notices *n;
};

/* What is to be waited for: the undo window, then the notice. */
static struct safe_text left_of(const struct bc_case *row, int64_t now,
                                enum tui_role *role)
{
    if (strcmp(row->status, "approved") == 0) {
        *role = row->undo_until > now ? TUI_DIM : TUI_OK;
        return row->undo_until > now
                   ? safe_textf(_("undo %s"), tui_age(row->undo_until - now).bytes)
                   : safe_text(_("ready"));
    }
    if (strcmp(row->status, "on_notice") != 0) {
        return safe_text("");
    }
    int days = tui_weekdays(now, row->due_at);
    *role = row->due_at <= now ? TUI_OK : TUI_WAIT;
    return row->due_at <= now ? safe_text(_("over: issue"))
           : days == 0        ? safe_text(tui_age(row->due_at - now).bytes)
                       : safe_textf(tui_text_n("%d weekday", "%d weekdays", days), days);
}

static struct safe_text cell(void *ctx, int64_t at, int column, enum tui_role *role)
{
    const struct drawing *d = ctx;
    struct bc_case row;
    if (!notices_row(d->n, at, &row)) {
        return safe_text("");
    }
    switch (column) {
    case CASE:
        return safe_text(row.number);
    case APPLICANT:
        return safe_text(row.applicant_name);
    case GRANT:
        return tui_thousand(row.grant_fen);
    case STATE:
        *role = papers_status_role(row.status);
        return safe_text(tui_word(row.status));
    case LEFT:
        return left_of(&row, tui_now(d->app), role);
    case UNTIL:
        *role = TUI_DIM;
        return strcmp(row.status, "on_notice") == 0
                   ? tui_day(date_of(row.due_at - 1, tui_zone(d->app)),
                             date_of(tui_now(d->app), tui_zone(d->app)))
                   : safe_text("");
    default:
        *role = TUI_DIM;
        return tui_programme_name(tui_session(d->app), row.programme);
    }
}

static void look(void *ctx, int64_t at, struct tui_list_look *out)
{
    const struct drawing *d = ctx;
    struct bc_case row;
    out->marked = notices_row(d->n, at, &row) && notices_is_marked(d->n, row.id);
}

static void draw_list(struct tui_app *app, struct notices *n, struct tui_canvas *canvas,
                      struct tui_rect rect)
{
    struct drawing d = {app, n};
    const struct tui_list list = {.columns = columns,
                                  .column_count = COLUMNS,
                                  .rows = notices_count(n),
                                  .marks = true,
                                  .ctx = &d,
                                  .cell = cell,
                                  .look = look};
    n->page = tui_list_page(rect.rows);
    tui_list_draw(&list, &n->cursor, canvas, rect);
    if (list.rows == 0 && rect.rows > 2) {
        (void)tui_put_wrapped(
            canvas,
            (struct tui_rect){rect.row + 2, rect.col + 3, rect.rows - 2, rect.cols - 6},
            safe_text(*n->text ? _("No case here matches the filter. / changes it.")
                               : _("No case is here. Approved cases are put on public "
                                   "notice from the view \"approved\"; v shows the next "
                                   "view.")),
            TUI_DIM);
    }
}

/* ---- the detail ---- */

static void objections(struct tui_pane *pane, const struct bc_detail *d)
{
    tui_pane_gap(pane);
    tui_pane_heading(pane, safe_text(_("OBJECTIONS")),
                     safe_textf("%d", d->objection_count));
    if (d->objection_count == 0) {
        tui_pane_line(pane, safe_text(_("none")), TUI_DIM);
    }
    for (int i = 0; i < d->objection_count; i++) {
        const struct bc_objection *o = &d->objections[i];
        struct safe_text by = safe_text(o->by), evidence = safe_text(o->evidence);
        bool open = !*o->outcome;
        tui_pane_word(pane, safe_text(open ? _("open") : tui_word(o->outcome)), 9,
                      open ? TUI_QUERY : TUI_DIM, by,
                      safe_textf(_("taken in by %s"), o->recorded_by));
        tui_pane_text(pane, 11, evidence, TUI_TEXT);
    }
}

static void detail(struct tui_app *app, const struct bc_case *row, struct tui_pane *pane)
{
    struct bc_session *session = tui_session(app);
    struct bc_detail d;
    struct safe_text name = safe_text(row->applicant_name);
    bool known = bc_case_detail(session, row->id, &d);
    int64_t now = tui_now(app);
    enum tui_role role = TUI_TEXT;
    struct safe_text left = left_of(row, now, &role);
    tui_pane_heading(pane, safe_textf("%s  %s", row->number, name.bytes),
                     safe_textf(_("rev %lld"), (long long)row->revision));
    tui_pane_pair(pane, _("state"),
                  left.cells ? safe_textf("%s · %s", tui_word(row->status), left.bytes)
                             : safe_text(tui_word(row->status)),
                  papers_status_role(row->status));
    papers_yuan(pane, _("grant"), row->grant_fen);
    if (known && d.notice_until) {
        char from[16], to[16];
        date_format(date_of(d.notice_from, tui_zone(app)), from);
        date_format(date_of(d.notice_until - 1, tui_zone(app)), to);
        tui_pane_pair(pane, _("on notice"),
                      safe_textf(_("%s to the end of %s"), from, to), TUI_TEXT);
    }
    tui_pane_pair(pane, _("provider"), safe_text(row->provider_name), TUI_TEXT);
    if (known) {
        struct safe_text who = {0};
        for (int i = 0; i < d.signature_count; i++) {
            who = safe_textf("%s%s%s", who.bytes, who.cells ? ", " : "",
                             d.signatures[i].by);
        }
        tui_pane_pair(pane, _("signed by"),
                      safe_textf(_("%s; somebody else issues"), who.bytes), TUI_DIM);
        objections(pane, &d);
    } else {
        tui_pane_line(pane, safe_text(_("loading evidence…")), TUI_DIM);
    }
}

static int draw_detail(struct tui_app *app, struct notices *n, struct tui_canvas *canvas,
                       struct tui_rect rect)
{
    struct bc_case row;
    if (rect.rows <= 0 || !notices_row(n, n->cursor.at, &row)) {
        return 0;
    }
    struct tui_pane pane = {.rect = rect, .label = 12};
    detail(app, &row, &pane);
    int lines = pane.line;
    n->detail_top = tui_pane_clamp(n->detail_top, lines, rect.rows);
    n->detail_rows = rect.rows;
    pane = (struct tui_pane){
        .canvas = canvas, .rect = rect, .top = n->detail_top, .label = 12};
    detail(app, &row, &pane);
    return lines - n->detail_top - rect.rows;
}

static struct safe_text foot(const struct notices *n)
{
    int64_t fen = 0, count = 0;
    struct bc_case row;
    for (int64_t i = 0; i < BC_BATCH_MAX && notices_row(n, i, &row); i++) {
        if (n->mark_count == 0 || notices_is_marked(n, row.id)) {
            fen += row.grant_fen;
            count++;
        }
    }
    if (n->mark_count > 0) {
        return safe_textf(_("marked %d   grant ¥%s"), n->mark_count, tui_yuan(fen).bytes);
    }
    return notices_count(n) > count
               ? safe_textf(_("%s shown"), tui_count(notices_count(n)).bytes)
               : safe_textf(_("%s shown   grant ¥%s"), tui_count(count).bytes,
                            tui_yuan(fen).bytes);
}

void notices_draw(struct tui_app *app, void *state, struct tui_canvas *canvas,
                  struct tui_rect body)
{
    struct notices *n = state;
    struct tui_rect list = body, pane = body;
    bool beside = body.cols >= WIDE && !tui_is_slow(app);
    if (beside) {
        pane.cols = body.cols * 38 / 100;
        pane.col = body.col + body.cols - pane.cols;
        list.cols -= pane.cols + 3;
        list.rows = body.rows - 1;
    } else {
        int most = body.rows * 45 / 100, rows = body.rows - LIST_ROWS - 2;
        pane.rows = rows < most ? rows : most;
        pane.rows = pane.rows >= PANE_LEAST ? pane.rows : 0;
        pane.row = body.row + body.rows - pane.rows;
        list.cols--;
        list.rows = body.rows - 1 - (pane.rows ? pane.rows + 1 : 0);
    }
    draw_list(app, n, canvas, list);
    tui_put_fit(canvas, list.row + list.rows, list.col + 1, list.cols - 1, foot(n),
                n->mark_count ? TUI_MARKED : TUI_DIM, false);
    if (beside) {
        tui_vline(canvas, body.row, pane.col - 2, body.rows, TUI_BORDER);
        pane.rows--;
        pane.cols--;
    } else if (pane.rows > 0) {
        tui_hline(canvas, pane.row - 1, body.col, body.cols, TUI_BORDER);
        pane.col++;
        pane.cols -= 2;
    }
    int more = draw_detail(app, n, canvas, pane);
    if (more > 0) {
        struct safe_text text = safe_textf(_(" %d more lines · ] scrolls "), more);
        tui_put(canvas, beside ? pane.row + pane.rows : pane.row - 1,
                pane.col + pane.cols - text.cells, text, TUI_DIM);
    }
}

/* ---- the notice itself ---- */

/* Names and amounts, as the rules ask for; the checksum is of all lines before its own.
 */
void notices_handout(struct tui_app *app, const struct notices *n)
{
    struct tui_sheet sheet = {0};
    struct bc_case row;
    struct err err = {0};
    char hash[HASH_HEX], name[64], day[16], path[HANDOUT_PATH];
    tui_sheet_head(&sheet,
                   "case,applicant,credit_code,grant_yuan,programme,notice_until");
    for (int64_t i = 0; notices_row(n, i, &row); i++) {
        if (strcmp(row.status, "on_notice") != 0) {
            continue;
        }
        tui_sheet_text(&sheet, row.number);
        tui_sheet_text(&sheet, row.applicant_name);
        tui_sheet_text(&sheet, row.credit_code);
        tui_sheet_yuan(&sheet, row.grant_fen);
        tui_sheet_text(&sheet, row.programme);
        tui_sheet_time(&sheet, row.due_at);
        tui_sheet_end(&sheet);
    }
    hash_hex(buf_str(&sheet.text), sheet.text.len, hash);
    buf_printf(&sheet.text, "sha256,%s\r\n", hash);
    snprintf(name, sizeof name, "notice-%s",
             date_format(date_of(tui_now(app), DATE_ZONE_CHINA), day));
    if (!buf_ok(&sheet.text)) {
        tui_say(app, TUI_SAY_ERROR, safe_text(_("out of memory; mark fewer cases")));
    } else if (tui_handout(name, &sheet.text, path, &err)) {
        tui_say(app, TUI_SAY_OK,
                safe_textf(_("the public notice is in %s · SHA-256 %s"), path, hash));
    } else {
        tui_say(app, TUI_SAY_ERROR, safe_text(err.text));
    }
    tui_sheet_clear(&sheet);
}
