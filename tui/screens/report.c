/* The operator's report: one form for all models of a centre, checked while it is typed,
 * sent by way of the outbox. */
#include "tui/screens/centre_rows.h"
#include "tui/screens/report_form.h"
#include "tui/widgets/figure.h"

#include "common/date.h"

#include <stdio.h>
#include <string.h>

enum { LABEL = 22, CELL = 14, BOX = 12, EXTRA_ROWS = 7, WIDEST = 110 };

struct report {
    char centre[BC_ID], name[BC_NAME], source[BC_WORD];
    int64_t last_at;
    struct tui_report_form form;
    int model, field; /* in focus */
    bool untouched;   /* the first digit replaces what is there */
    char fault[SAFE_TEXT_MAX];
};

static void open_screen(struct tui_app *app, void *state, const void *arg)
{
    struct report *r = state;
    const struct tui_report_arg *wish = arg;
    const struct bc_centre *c =
        wish ? tui_centre_find(tui_session(app), wish->centre_id) : NULL;
    r->untouched = true;
    r->field = TUI_REPORT_ALLOCATED; /* what changes most */
    if (c) {
        snprintf(r->centre, sizeof r->centre, "%s", c->id);
        snprintf(r->name, sizeof r->name, "%s", c->name);
        snprintf(r->source, sizeof r->source, "%s", c->source);
        r->last_at = c->at;
        tui_report_form_begin(&r->form, c);
    }
}

/* ---- drawing ---- */

/* First model in view when `fit` fit. */
static int first_model(const struct report *r, int fit)
{
    return r->model < fit ? 0 : r->model - fit + 1;
}

static void draw_field(const struct report *r, struct tui_canvas *canvas, int row,
                       int col, int model, int field,
                       const struct tui_report_fault *fault)
{
    const struct tui_report_model *m = &r->form.model[model];
    bool focus = model == r->model && field == r->field;
    bool wrong = fault && fault->model == model && (int)fault->field == field;
    bool moved = strcmp(m->text[field], m->was[field]) != 0;
    enum tui_role role = wrong   ? TUI_ERROR
                         : focus ? TUI_INPUT
                         : moved ? TUI_CHANGED
                                 : TUI_TEXT;
    struct safe_text text = safe_text(m->text[field]);
    tui_fill(canvas, (struct tui_rect){row, col, 1, BOX + 1}, focus ? TUI_INPUT : role);
    if (text.len == 0 && !focus) {
        text = safe_text("–");
    }
    tui_put_fit(canvas, row, col, BOX, text, focus && !wrong ? TUI_INPUT : role, true);
    if (wrong) {
        tui_puts(canvas, row, col + BOX, "!", TUI_ERROR);
    }
    if (focus) {
        tui_puts(canvas, row, col - 1, ">", TUI_SELECTED);
        tui_cursor(canvas, row, col + BOX);
    }
}

static void draw_grid(const struct report *r, struct tui_canvas *canvas,
                      struct tui_rect rect, const struct tui_report_fault *fault)
{
    int fit = (rect.cols - LABEL) / (CELL + 2);
    fit = fit < 1 ? 1 : fit;
    int first = first_model(r, fit);
    for (int field = 0; field < TUI_REPORT_FIELDS; field++) {
        tui_put_fit(canvas, rect.row + 1 + field, rect.col, LABEL - 2,
                    safe_text(_(tui_report_label((enum tui_report_field)field))),
                    field == r->field ? TUI_STRONG : TUI_DIM, false);
    }
    for (int i = first; i < r->form.models && i < first + fit; i++) {
        int col = rect.col + LABEL + (i - first) * (CELL + 2);
        tui_put_fit(canvas, rect.row, col - 1, CELL,
                    safe_text(r->form.model[i].accelerator), TUI_HEADER, true);
        for (int field = 0; field < TUI_REPORT_FIELDS; field++) {
            draw_field(r, canvas, rect.row + 1 + field, col, i, field, fault);
        }
    }
    int more = r->form.models - first - fit;
    if (more > 0 || first > 0) {
        tui_put_fit(canvas, rect.row, rect.col, LABEL - 2,
                    safe_textf(_("model %d of %d"), r->model + 1, r->form.models),
                    TUI_DIM, false);
    }
}

static struct safe_text last_report(struct tui_app *app, const struct report *r)
{
    if (r->last_at == 0) {
        return safe_text(_("first report of this centre"));
    }
    return safe_textf(_("filled in from the last report: %s, %s ago"),
                      tui_word(r->source), tui_age(tui_now(app) - r->last_at).bytes);
}

static void draw_foot(struct tui_app *app, const struct report *r,
                      struct tui_canvas *canvas, struct tui_rect rect,
                      const struct tui_report_fault *fault)
{
    bool live = bc_link(tui_session(app))->state == BC_LINK_LIVE;
    const struct tui_report_model *m = &r->form.model[r->model];
    if (fault) {
        tui_put_fit(canvas, rect.row, rect.col, rect.cols, fault->text, TUI_ERROR, false);
    } else {
        tui_put_fit(canvas, rect.row, rect.col, rect.cols,
                    safe_text(_("the figures fit together")), TUI_OK, false);
    }
    struct safe_text was =
        strcmp(m->text[r->field], m->was[r->field]) != 0 && *m->was[r->field]
            ? safe_textf(_("last reported here: %s"), m->was[r->field])
            : safe_text(live
                            ? _("F8 sends it now, as typed by you")
                            : _("no link: F8 keeps it in the outbox and sends it later"));
    tui_put_fit(canvas, rect.row + 1, rect.col, rect.cols, was, TUI_DIM, false);
}

/* Where the dialog is; the whole body where that is small. */
static struct tui_rect place(const struct report *r, struct tui_rect body)
{
    int models = r->form.models > 0 ? r->form.models : 1;
    int cols = 4 + LABEL + models * (CELL + 2), rows = TUI_REPORT_FIELDS + EXTRA_ROWS;
    cols = cols < 64 ? 64 : cols > WIDEST ? WIDEST : cols;
    cols = cols < body.cols ? cols : body.cols;
    rows = rows < body.rows ? rows : body.rows;
    return (struct tui_rect){body.row + (body.rows - rows) / 2,
                             body.col + (body.cols - cols) / 2, rows, cols};
}

static void draw(struct tui_app *app, void *state, struct tui_canvas *canvas,
                 struct tui_rect body)
{
    struct report *r = state;
    struct tui_rect box = place(r, body);
    struct bc_reading readings[BC_LATEST];
    struct tui_report_fault fault;
    bool ok = tui_report_form_read(&r->form, tui_now(app), readings, &fault);
    bool roomy = box.rows >= TUI_REPORT_FIELDS + EXTRA_ROWS;
    tui_fill(canvas, box, TUI_DIALOG);
    int row = box.row, col = box.col + (roomy ? 2 : 0);
    int cols = box.cols - (roomy ? 4 : 0);
    struct safe_text title = safe_textf(_("Report of %s"), safe_text(r->name).bytes);
    if (roomy) {
        tui_box(canvas, box, TUI_BORDER);
        tui_put_fit(canvas, row, box.col + 2, title.cells + 2,
                    safe_textf(" %s ", title.bytes), TUI_DIALOG_TITLE, false);
        tui_put_fit(canvas, row + 1, col, cols, last_report(app, r), TUI_DIM, false);
        row += 2;
    }
    draw_grid(r, canvas, (struct tui_rect){row, col, TUI_REPORT_FIELDS + 1, cols},
              ok ? NULL : &fault);
    row += TUI_REPORT_FIELDS + 1 + (roomy ? 1 : 0);
    draw_foot(app, r, canvas, (struct tui_rect){row, col, 2, cols}, ok ? NULL : &fault);
}

/* ---- acting ---- */

static void step(struct report *r, int by)
{
    int all = r->form.models * TUI_REPORT_FIELDS;
    if (all > 0) {
        int at = (r->model * TUI_REPORT_FIELDS + r->field + by + all) % all;
        r->model = at / TUI_REPORT_FIELDS;
        r->field = at % TUI_REPORT_FIELDS;
        r->untouched = true;
    }
}

static const char *why_not(struct tui_app *app, void *state, enum tui_action action)
{
    struct report *r = state;
    struct bc_reading readings[BC_LATEST];
    struct tui_report_fault fault;
    if (action != TUI_ACT_CONFIRM) {
        return NULL;
    }
    if (!*r->centre) {
        return _("this centre is not known here any more; Esc goes back");
    }
    if (!tui_centre_may_report(tui_session(app), r->centre)) {
        return _("only this centre's own operator or a supervisor can report for it");
    }
    if (!tui_report_form_read(&r->form, tui_now(app), readings, &fault)) {
        snprintf(r->fault, sizeof r->fault, "%s", fault.text.bytes);
        return r->fault;
    }
    return NULL;
}

static void send(struct tui_app *app, struct report *r)
{
    struct bc_reading readings[BC_LATEST];
    struct tui_report_fault fault;
    struct err err = {0};
    int64_t intent = 0;
    const char *why = why_not(app, r, TUI_ACT_CONFIRM);
    if (why) {
        tui_say(app, TUI_SAY_WARN, safe_text(why));
        if (!tui_report_form_read(&r->form, tui_now(app), readings, &fault) &&
            r->form.models > 0) {
            r->model = fault.model;
            r->field = (int)fault.field;
            r->untouched = true;
        }
        return;
    }
    (void)tui_report_form_read(&r->form, tui_now(app), readings, &fault);
    if (!bc_report(tui_session(app), r->centre, readings, r->form.models, &intent,
                   &err)) {
        tui_say(app, TUI_SAY_ERROR, safe_text(err.text));
        return;
    }
    bool live = bc_link(tui_session(app))->state == BC_LINK_LIVE;
    tui_say(app, TUI_SAY_INFO,
            safe_textf(live ? _("report of %s: sent, number %lld in the outbox")
                            : _("report of %s: kept as number %lld in the outbox until "
                                "the link is back"),
                       safe_text(r->name).bytes, (long long)intent));
    tui_back(app);
}

static bool act(struct tui_app *app, void *state, enum tui_action action)
{
    struct report *r = state;
    switch (action) {
    case TUI_ACT_NEXT_FIELD:
    case TUI_ACT_DOWN:
        step(r, 1);
        break;
    case TUI_ACT_PREV_FIELD:
    case TUI_ACT_UP:
        step(r, -1);
        break;
    case TUI_ACT_PAGE_DOWN:
    case TUI_ACT_RIGHT:
        step(r, TUI_REPORT_FIELDS);
        break;
    case TUI_ACT_PAGE_UP:
    case TUI_ACT_LEFT:
        step(r, -TUI_REPORT_FIELDS);
        break;
    case TUI_ACT_CONFIRM:
        send(app, r);
        return true;
    default:
        return false;
    }
    tui_touch(app);
    return true;
}

static bool wants_text(struct tui_app *app, void *state)
{
    (void)app;
    const struct report *r = state;
    return r->form.models > 0;
}

static void text(struct tui_app *app, void *state, uint32_t key)
{
    struct report *r = state;
    enum tui_report_field field = (enum tui_report_field)r->field;
    bool back = key == TUI_KEY_BACKSPACE || key == TUI_KEY_DELETE;
    if (key == TUI_KEY_LEFT || key == TUI_KEY_RIGHT) {
        step(r, key == TUI_KEY_RIGHT ? TUI_REPORT_FIELDS : -TUI_REPORT_FIELDS);
    } else if (back || (key >= '0' && key <= '9') || key == '.') {
        if (r->untouched && !back) {
            *r->form.model[r->model].text[field] = '\0';
        }
        r->untouched = false;
        (void)tui_report_form_type(&r->form, r->model, field, key, back);
    }
    tui_touch(app);
}

static void event(struct tui_app *app, void *state, const struct bc_event *e)
{
    (void)state;
    if (e->kind == BC_EVENT_LINK) {
        tui_touch(app);
    }
}

const struct tui_screen tui_report_screen = {
    .name = "report",
    .title = N_("Report"),
    .action = TUI_ACT_NONE,
    .context = TUI_CTX_REPORT,
    .dialog = true,
    .state_size = sizeof(struct report),
    .open = open_screen,
    .draw = draw,
    .act = act,
    .why_not = why_not,
    .wants_text = wants_text,
    .text = text,
    .event = event,
};
