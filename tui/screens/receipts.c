/* Taking in the treasury's receipts: a file is read and checked line by line, tried on
 * the server, and booked as a whole or not at all. */
#include "tui/screens/receipts.h"

#include "backend_client/payments.h"
#include "tui/screen.h"
#include "tui/screens/case_words.h"
#include "tui/widgets/field.h"
#include "tui/widgets/figure.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WIDEST = 100, FAULTS = 8, LABEL = 12 };

struct receipts {
    char programme[BC_WORD];
    struct tui_field path;
    struct bc_receipts *read; /* owned; NULL: no file read yet */
    int fault_count;
    char faults[FAULTS][160];
    int64_t ticket; /* of the trial */
    bool tried;     /* the server would book it */
    char said[SAFE_TEXT_MAX];
    enum tui_role said_role;
    bool sent;
};

static void say(struct receipts *r, struct safe_text text, enum tui_role role)
{
    memcpy(r->said, text.bytes, sizeof r->said);
    r->said_role = role;
}

static void open_receipts(struct tui_app *app, void *state, const void *arg)
{
    struct receipts *r = state;
    const struct tui_receipts_arg *wish = arg;
    const struct bc_programme *programmes;
    int count = bc_programmes(tui_session(app), &programmes);
    const char *programme = wish && *wish->programme ? wish->programme
                            : count > 0              ? programmes[0].id
                                                     : "";
    snprintf(r->programme, sizeof r->programme, "%s", programme);
    r->path.most = 400;
    say(r,
        safe_text(_("Enter reads the file. Columns: claim, outcome (paid, failed, "
                    "recovered), amount_yuan, on, reference, reason.")),
        TUI_DIM);
}

static void close_receipts(struct tui_app *app, void *state)
{
    struct receipts *r = state;
    (void)app;
    free(r->read);
}

/* ---- reading and trying ---- */

static void tell_fault(void *ctx, int line, const char *field, const char *text)
{
    struct receipts *r = ctx;
    if (r->fault_count < FAULTS) {
        snprintf(r->faults[r->fault_count], sizeof r->faults[0], _("line %d: %s: %.100s"),
                 line, field, text);
    }
    r->fault_count++;
}

static void try_it(struct tui_app *app, struct receipts *r)
{
    struct buf body = {0};
    struct err err = {0};
    if (bc_receipts_request(r->read, r->programme, &body, &err)) {
        r->ticket =
            bc_fetch_ask(tui_session(app), "/v1/payments?dry_run=true", buf_str(&body));
        say(r, safe_text(_("asking what it would do…")), TUI_DIM);
    } else {
        say(r, safe_text(err.text), TUI_FAIL);
    }
    buf_clear(&body);
}

static void read_file(struct tui_app *app, struct receipts *r)
{
    const struct bc_fault_sink sink = {tell_fault, r};
    struct err err = {0};
    r->fault_count = 0;
    r->tried = false;
    r->ticket = 0;
    r->read = r->read ? r->read : calloc(1, sizeof *r->read);
    if (!r->read) {
        say(r, safe_text(_("out of memory; close other programs")), TUI_FAIL);
        return;
    }
    if (!bc_receipts_read(r->path.text, r->read, &sink, &err)) {
        r->read->count = 0;
        say(r, safe_text(err.text), TUI_FAIL);
    } else if (r->read->faults > 0) {
        say(r,
            safe_textf(
                tui_text_n("%d fault: mend the file and read it again. Nothing is "
                           "taken.",
                           "%d faults: mend the file and read it again. Nothing is "
                           "taken.",
                           r->read->faults),
                r->read->faults),
            TUI_FAIL);
    } else {
        try_it(app, r);
    }
}

/* The server names the line by its place among the receipts; people look for that of the
 * file. */
static void on_tried(struct tui_app *app, struct receipts *r)
{
    struct err err = {0};
    int index = 0;
    const struct buf *answer = bc_fetched(tui_session(app), r->ticket, &err);
    if (!answer) {
        return;
    }
    r->tried = err.kind == ERR_NONE;
    if (r->tried) {
        say(r, safe_text(_("The clearinghouse would book every line. F8 does.")), TUI_OK);
    } else if (sscanf(err.text, "line %d", &index) == 1 && index >= 1 &&
               index <= r->read->count) {
        say(r,
            safe_textf(_("line %d of the file: %s"), r->read->list[index - 1].line,
                       tui_problem(&err).bytes),
            TUI_FAIL);
    } else {
        say(r, tui_problem(&err), TUI_FAIL);
    }
}

/* ---- drawing ---- */

static void figure(struct tui_canvas *canvas, int row, int col, const char *what,
                   int64_t fen)
{
    tui_put_fit(canvas, row, col, LABEL, safe_text(what), TUI_DIM, false);
    tui_put_fit(canvas, row, col + LABEL, 18, tui_yuan(fen), TUI_STRONG, true);
}

static void draw_sums(const struct receipts *r, struct tui_canvas *canvas,
                      struct tui_rect in)
{
    tui_put_fit(canvas, in.row, in.col, in.cols,
                safe_textf(tui_text_n("%d receipt", "%d receipts", r->read->count),
                           r->read->count),
                TUI_STRONG, false);
    figure(canvas, in.row + 1, in.col, _("paid ¥"), r->read->paid_fen);
    figure(canvas, in.row + 2, in.col, _("failed ¥"), r->read->failed_fen);
    figure(canvas, in.row + 3, in.col, _("recovered ¥"), r->read->recovered_fen);
    tui_put_fit(canvas, in.row + 4, in.col, in.cols,
                safe_textf("SHA-256 %s", r->read->sha256), TUI_DIM, false);
}

static void draw(struct tui_app *app, void *state, struct tui_canvas *canvas,
                 struct tui_rect body)
{
    struct receipts *r = state;
    int cols = body.cols < WIDEST ? body.cols : WIDEST;
    int rows = 18 < body.rows ? 18 : body.rows;
    struct tui_rect box = {body.row + (body.rows - rows) / 2,
                           body.col + (body.cols - cols) / 2, rows, cols};
    struct tui_rect in = {box.row + 1, box.col + 2, box.rows - 2, box.cols - 4};
    tui_fill(canvas, box, TUI_DIALOG);
    tui_box(canvas, box, TUI_BORDER);
    tui_put(canvas, box.row, box.col + 2,
            safe_textf(" %s ", _("Receipts of the treasury")), TUI_DIALOG_TITLE);
    tui_put_fit(canvas, in.row, in.col, in.cols,
                safe_textf(_("programme %s · ← → another"),
                           tui_programme_name(tui_session(app), r->programme).bytes),
                TUI_TEXT, false);
    tui_puts(canvas, in.row + 1, in.col, _("file"), TUI_STRONG);
    tui_puts(canvas, in.row + 1, in.col + LABEL - 1, "[", TUI_BORDER);
    tui_field_draw(&r->path, canvas, in.row + 1, in.col + LABEL, in.cols - LABEL - 1,
                   true);
    tui_puts(canvas, in.row + 1, in.col + in.cols - 1, "]", TUI_BORDER);
    int row = in.row + 3;
    row += tui_put_wrapped(canvas, (struct tui_rect){row, in.col, 3, in.cols},
                           safe_text(r->said), r->said_role);
    if (r->read && r->read->count > 0 && r->fault_count == 0) {
        draw_sums(r, canvas, (struct tui_rect){row + 1, in.col, 5, in.cols});
    }
    for (int i = 0; i < r->fault_count && i < FAULTS; i++) {
        tui_put_fit(canvas, row + 1 + i, in.col, in.cols, safe_text(r->faults[i]),
                    TUI_FAIL, false);
    }
}

/* ---- acting ---- */

static const char *why_not(struct tui_app *app, void *state, enum tui_action action)
{
    struct receipts *r = state;
    (void)app;
    if (action != TUI_ACT_CONFIRM || r->tried) {
        return NULL;
    }
    return r->read ? _("the clearinghouse has not said yes to this file; what is wrong "
                       "stands in the dialog")
                   : _("type the path of a file and press Enter first");
}

static void confirm(struct tui_app *app, struct receipts *r)
{
    struct err err = {0};
    int64_t intent;
    const char *why = why_not(app, r, TUI_ACT_CONFIRM);
    if (r->sent) {
        return;
    }
    if (why) {
        tui_say(app, TUI_SAY_WARN, safe_text(why));
        return;
    }
    if (!bc_receipts_put(tui_session(app), r->read, r->programme, &intent, &err)) {
        tui_say(app, TUI_SAY_ERROR, safe_text(err.text));
        return;
    }
    r->sent = true;
    tui_say(app, TUI_SAY_INFO,
            safe_textf(tui_text_n("%d receipt is sent, number %lld in the outbox",
                                  "%d receipts are sent, number %lld in the outbox",
                                  r->read->count),
                       r->read->count, (long long)intent));
    tui_back(app);
}

static void next_programme(struct tui_app *app, struct receipts *r, int by)
{
    const struct bc_programme *programmes;
    int count = bc_programmes(tui_session(app), &programmes), at = 0;
    while (at < count && strcmp(programmes[at].id, r->programme) != 0) {
        at++;
    }
    if (count > 0) {
        at = (at + by + count) % count;
        snprintf(r->programme, sizeof r->programme, "%s", programmes[at].id);
        r->tried = false;
        if (r->read && r->read->count > 0 && r->read->faults == 0) {
            try_it(app, r);
        }
    }
}

static bool act(struct tui_app *app, void *state, enum tui_action action)
{
    struct receipts *r = state;
    switch (action) {
    case TUI_ACT_CONFIRM:
        confirm(app, r);
        return true;
    case TUI_ACT_NEXT_FIELD:
        read_file(app, r);
        break;
    default:
        return false;
    }
    tui_touch(app);
    return true;
}

static void text(struct tui_app *app, void *state, uint32_t key)
{
    struct receipts *r = state;
    if ((key == TUI_KEY_LEFT || key == TUI_KEY_RIGHT) && r->path.at == r->path.len) {
        next_programme(app, r, key == TUI_KEY_LEFT ? -1 : 1);
    } else if (tui_field_key(&r->path, key)) {
        r->tried = false;
        r->ticket = 0;
    }
    tui_touch(app);
}

static void event(struct tui_app *app, void *state, const struct bc_event *e)
{
    struct receipts *r = state;
    if (e->kind == BC_EVENT_FETCH && r->ticket && e->ticket == r->ticket) {
        on_tried(app, r);
    }
    tui_touch(app);
}

const struct tui_screen tui_receipts_screen = {
    .name = "receipts",
    .title = N_("Receipts"),
    .action = TUI_ACT_NONE,
    .context = TUI_CTX_REPORT,
    .dialog = true,
    .state_size = sizeof(struct receipts),
    .open = open_receipts,
    .close = close_receipts,
    .draw = draw,
    .act = act,
    .why_not = why_not,
    .wants_text = tui_wants_text_always,
    .text = text,
    .event = event,
};
