#include "tui/screens/propose.h"

#include "backend_client/payments.h"
#include "backend_client/versions.h"
#include "tui/screens/case_words.h"
#include "tui/widgets/field.h"

#include <stdio.h>
#include <string.h>

enum { SOURCE, NOTE, FIELDS };
enum { LABEL = 10, WIDEST = 96, ROWS = 11 };

struct propose {
    struct bc_whatif_ask ask;
    char name[BC_NAME];
    struct safe_text changes;
    struct tui_field text[FIELDS];
    int at;
    struct bc_deed deed;
    int64_t ticket; /* of the trial, 0: none */
    bool tried;
    struct err refusal;
};

static bool whole(const struct propose *p)
{
    return p->text[SOURCE].len > 0 && p->text[NOTE].len > 0;
}

/* What it would do is asked whenever the form is whole. */
static void changed(struct tui_app *app, struct propose *p)
{
    struct err err = {0};
    p->ticket = 0;
    p->tried = false;
    bc_deed_clear(&p->deed);
    if (!whole(p)) {
        return;
    }
    if (bc_deed_propose_policy(&p->deed, &p->ask, p->text[SOURCE].text,
                               p->text[NOTE].text, &err)) {
        p->ticket = bc_deed_try(tui_session(app), &p->deed);
    } else {
        p->tried = true;
        p->refusal = err;
    }
}

static void open_form(struct tui_app *app, void *state, const void *arg)
{
    struct propose *p = state;
    const struct tui_propose_arg *wish = arg;
    (void)app;
    p->ask = *wish->ask;
    p->changes = wish->changes;
    p->deed.if_match = -1;
    p->text[SOURCE].most = 159;
    p->text[NOTE].most = 599;
    snprintf(p->name, sizeof p->name, "%s", wish->name);
}

static void close_form(struct tui_app *app, void *state)
{
    struct propose *p = state;
    (void)app;
    bc_deed_clear(&p->deed);
}

/* ---- drawing ---- */

static void draw_field(const struct propose *p, struct tui_canvas *canvas,
                       struct tui_rect line, int field)
{
    static const char *const labels[FIELDS] = {N_("SOURCE"), N_("WHY")};
    bool focus = p->at == field;
    int cells = line.cols - LABEL - 2;
    tui_put_fit(canvas, line.row, line.col, 1, safe_text(focus ? ">" : ""), TUI_KEY,
                false);
    tui_put_fit(canvas, line.row, line.col + 2, LABEL - 3, safe_text(_(labels[field])),
                focus ? TUI_STRONG : TUI_DIM, false);
    tui_puts(canvas, line.row, line.col + LABEL, "[", TUI_BORDER);
    tui_field_draw(&p->text[field], canvas, line.row, line.col + LABEL + 1, cells, focus);
    tui_puts(canvas, line.row, line.col + LABEL + 1 + cells, "]", TUI_BORDER);
}

static struct safe_text news(const struct propose *p, enum tui_role *role)
{
    *role = TUI_DIM;
    if (!whole(p)) {
        return safe_text(p->text[SOURCE].len == 0
                             ? _("name the paper that lays these values down, such as "
                                 "\"notice of 2026-11-20, article 4\"")
                             : _("say why, for whom signs and for the journal"));
    }
    if (!p->tried) {
        return safe_text(_("asking what it would do…"));
    }
    if (p->refusal.kind != ERR_NONE) {
        *role = TUI_FAIL;
        return tui_problem(&p->refusal);
    }
    *role = TUI_OK;
    return safe_text(_("it would be taken. F8 proposes it; nothing is in force before "
                       "another supervisor has signed"));
}

static void draw(struct tui_app *app, void *state, struct tui_canvas *canvas,
                 struct tui_rect body)
{
    struct propose *p = state;
    int cols = body.cols < WIDEST ? body.cols : WIDEST;
    int rows = body.rows < ROWS ? body.rows : ROWS;
    enum tui_role role;
    struct safe_text said = news(p, &role);
    (void)app;
    struct tui_rect box = {body.row + (body.rows - rows) / 2,
                           body.col + (body.cols - cols) / 2, rows, cols};
    struct tui_rect line = {box.row + 1, box.col + 2, 1, box.cols - 4};
    tui_fill(canvas, box, TUI_DIALOG);
    tui_box(canvas, box, TUI_BORDER);
    tui_put(canvas, box.row, box.col + 2,
            safe_textf(_(" Propose a version of %s "), safe_text(p->name).bytes),
            TUI_DIALOG_TITLE);
    line.row +=
        tui_put_wrapped(canvas, (struct tui_rect){line.row, line.col, 3, line.cols},
                        p->changes, TUI_STRONG);
    for (int field = 0; field < FIELDS; field++, line.row++) {
        draw_field(p, canvas, line, field);
    }
    (void)tui_put_wrapped(canvas,
                          (struct tui_rect){line.row + 1, line.col + 2,
                                            box.row + box.rows - line.row - 2,
                                            line.cols - 4},
                          said, role);
}

/* ---- acting ---- */

static const char *why_not(struct tui_app *app, void *state, enum tui_action action)
{
    const struct propose *p = state;
    (void)app;
    if (action != TUI_ACT_CONFIRM) {
        return NULL;
    }
    return !whole(p)   ? _("fill in the source and the reason first")
           : !p->tried ? _("the preview is on its way; confirm when you have read it")
           : p->refusal.kind != ERR_NONE
               ? _("the clearinghouse would refuse this; the reason stands in the form")
               : NULL;
}

static void confirm(struct tui_app *app, struct propose *p)
{
    struct err err = {0};
    int64_t intent = 0;
    if (!bc_deed_put(tui_session(app), &p->deed, &intent, &err)) {
        tui_say(app, TUI_SAY_ERROR, safe_text(err.text));
        return;
    }
    tui_say(
        app, TUI_SAY_INFO,
        safe_textf(_("%s: proposed, number %lld in the outbox; v on the Policy screen "
                     "shows the draft"),
                   safe_text(p->name).bytes, (long long)intent));
    tui_back(app);
}

static bool act(struct tui_app *app, void *state, enum tui_action action)
{
    struct propose *p = state;
    switch (action) {
    case TUI_ACT_CONFIRM:
        confirm(app, p);
        return true;
    case TUI_ACT_NEXT_FIELD:
    case TUI_ACT_PREV_FIELD:
        p->at = (p->at + 1) % FIELDS;
        break;
    case TUI_ACT_REFRESH:
        changed(app, p);
        break;
    default:
        return false;
    }
    tui_touch(app);
    return true;
}

static void text(struct tui_app *app, void *state, uint32_t key)
{
    struct propose *p = state;
    if (tui_field_key(&p->text[p->at], key)) {
        changed(app, p);
    }
    tui_touch(app);
}

static void event(struct tui_app *app, void *state, const struct bc_event *e)
{
    struct propose *p = state;
    if (e->kind == BC_EVENT_FETCH && p->ticket && e->ticket == p->ticket) {
        p->tried = bc_fetched(tui_session(app), p->ticket, &p->refusal) != NULL;
        tui_touch(app);
    } else if (e->kind == BC_EVENT_LINK && p->tried &&
               p->refusal.kind == ERR_UNREACHABLE) {
        changed(app, p);
        tui_touch(app);
    }
}

const struct tui_screen tui_propose_screen = {
    .name = "propose-policy",
    .title = N_("Propose"),
    .action = TUI_ACT_NONE,
    .context = TUI_CTX_REPORT,
    .dialog = true,
    .state_size = sizeof(struct propose),
    .open = open_form,
    .close = close_form,
    .draw = draw,
    .act = act,
    .why_not = why_not,
    .wants_text = tui_wants_text_always,
    .text = text,
    .event = event,
};
