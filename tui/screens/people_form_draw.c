#include "tui/screens/people_form_impl.h"

#include "tui/screens/case_words.h"
#include "tui/screens/people.h"
#include "tui/widgets/figure.h"

#include <string.h>

enum { LABEL = 15, WIDEST = 96, NEWS_ROWS = 3 };

static void draw_choice(const struct people_choices *c, struct tui_canvas *canvas,
                        struct tui_rect line, bool focus)
{
    struct safe_text text = safe_text(c->list[c->at].text),
                     place = safe_textf(_("%d of %d"), c->at + 1, c->count);
    int col = line.col + LABEL, room = line.cols - LABEL - place.cells - 4;
    tui_puts(canvas, line.row, col, focus ? "<" : " ", TUI_KEY);
    int used = text.cells < room ? text.cells : room;
    tui_put_fit(canvas, line.row, col + 2, used, text, focus ? TUI_STRONG : TUI_TEXT,
                false);
    tui_puts(canvas, line.row, col + 3 + used, focus ? ">" : " ", TUI_KEY);
    if (focus) {
        tui_put(canvas, line.row, line.col + line.cols - place.cells, place, TUI_DIM);
        tui_cursor(canvas, line.row, col + 2);
    }
}

static void draw_field(const struct people_form *f, struct tui_canvas *canvas,
                       struct tui_rect line, int field)
{
    const struct people_field *spec = &f->form->fields[field];
    bool focus = f->at == field && f->stage == PEOPLE_FILLING;
    int col = line.col + LABEL, cells = spec->cells;
    tui_put_fit(canvas, line.row, line.col, 1, safe_text(focus ? ">" : ""), TUI_KEY,
                false);
    tui_put_fit(canvas, line.row, line.col + 2, LABEL - 3, safe_text(_(spec->label)),
                focus ? TUI_STRONG : TUI_DIM, false);
    if (people_form_chosen(f, field)) {
        draw_choice(&f->choices[field], canvas, line, focus);
        return;
    }
    tui_puts(canvas, line.row, col, "[", TUI_BORDER);
    tui_field_draw(&f->text[field], canvas, line.row, col + 1, cells, focus);
    tui_puts(canvas, line.row, col + 1 + cells, "]", TUI_BORDER);
    struct safe_text help = safe_text(*spec->help ? _(spec->help) : "");
    tui_put_fit(canvas, line.row, col + cells + 4, line.cols - LABEL - cells - 4, help,
                TUI_DIM, false);
}

/* What a deed without fields is about. */
static struct safe_text about(struct tui_app *app, const struct people_form *f)
{
    switch (f->kind) {
    case PEOPLE_CONFIRM:
    case PEOPLE_REFUSE: {
        bool ends = strcmp(f->proposal.act, "revoke") == 0;
        struct safe_text where = people_scope(app, f->proposal.scope);
        return safe_textf("%s: %s %s %s", f->proposal.principal,
                          ends ? _("take away") : _("give"), tui_word(f->proposal.role),
                          where.len ? where.bytes : _("everywhere"));
    }
    case PEOPLE_END:
        return safe_textf(
            _("%s acts for %s as %s of %s"), f->delegation.to, f->delegation.from,
            tui_word(f->delegation.role),
            tui_programme_name(tui_session(app), f->delegation.programme).bytes);
    case PEOPLE_REVOKE:
        return safe_textf("%s · %s", safe_text(f->token.label).bytes, f->token.principal);
    case PEOPLE_LIFT:
        return safe_textf("%s: %s",
                          tui_programme_name(tui_session(app), f->freeze.programme).bytes,
                          people_decisions(f->freeze.decisions).bytes);
    case PEOPLE_TAKE_OUT:
        return safe_textf(_("%s, of the draw by %s"), f->sampled.number, f->seed);
    default:
        return safe_text("");
    }
}

static struct safe_text news(const struct people_form *f, enum tui_role *role)
{
    *role = TUI_DIM;
    if (f->stage == PEOPLE_MAKING) {
        return safe_text(_("being made…"));
    }
    if (f->problem.kind != ERR_NONE) {
        *role = TUI_FAIL;
        return tui_problem(&f->problem);
    }
    if (!f->whole) {
        return safe_text(f->fault);
    }
    if (f->kind == PEOPLE_TOKEN) {
        return safe_text(_("F8 makes it"));
    }
    if (!f->answered) {
        return safe_text(_("asking what it would do…"));
    }
    *role = TUI_OK;
    return safe_text(_("the clearinghouse would do it. F8 sends it"));
}

static void draw_frame(struct tui_canvas *canvas, struct tui_rect box, const char *title,
                       const char *left, const char *right, enum tui_role role)
{
    struct safe_text keys = safe_text(right);
    tui_fill(canvas, box, TUI_DIALOG);
    tui_box(canvas, box, TUI_BORDER);
    tui_put(canvas, box.row, box.col + 2, safe_textf(" %s ", title), TUI_DIALOG_TITLE);
    tui_puts(canvas, box.row + box.rows - 1, box.col + 2, left, TUI_DIM);
    tui_put(canvas, box.row + box.rows - 1, box.col + box.cols - keys.cells - 2, keys,
            role);
}

static struct tui_rect middle(struct tui_rect body, int rows, int widest)
{
    int cols = body.cols - 4 < widest ? body.cols - 4 : widest;
    rows = rows < body.rows ? rows : body.rows;
    return (struct tui_rect){body.row + (body.rows - rows) / 2,
                             body.col + (body.cols - cols) / 2, rows, cols};
}

/* The token, in as few lines as it takes; nothing else stands in them. */
static void draw_secret(const struct people_form *f, struct tui_canvas *canvas,
                        struct tui_rect body)
{
    int most = body.cols - 8, len = (int)strlen(f->secret);
    int lines = (len + most - 1) / most, cells = (len + lines - 1) / lines;
    struct tui_rect box = middle(body, lines + 6, cells + 4 > 60 ? cells + 4 : 60);
    draw_frame(canvas, box, _("The token, this once"), _(" Esc closes "), "", TUI_DIM);
    for (int i = 0; i < lines; i++) {
        tui_put(canvas, box.row + 2 + i, box.col + 2,
                safe_text_n(f->secret + i * cells,
                            (size_t)(i * cells + cells < len ? cells : len - i * cells)),
                TUI_STRONG);
    }
    (void)tui_put_wrapped(
        canvas, (struct tui_rect){box.row + lines + 3, box.col + 2, 2, box.cols - 4},
        safe_text(lines > 1 ? _("One word, without a break between its lines. It is not "
                                "shown again: put it into a file of mode 600 now.")
                            : _("It is not shown again and kept nowhere: put it into a "
                                "file of mode 600 now.")),
        TUI_WARN);
}

void people_form_draw(struct tui_app *app, void *state, struct tui_canvas *canvas,
                      struct tui_rect body)
{
    struct people_form *f = state;
    enum tui_role role;
    if (!f->choices) {
        return;
    }
    if (f->stage == PEOPLE_SHOWING) {
        draw_secret(f, canvas, body);
        return;
    }
    struct safe_text what = about(app, f), said = news(f, &role);
    int head = what.len > 0;
    struct tui_rect box = middle(body, f->form->count + head + 3 + 2 + NEWS_ROWS, WIDEST);
    bool off = people_form_why_not(app, f, TUI_ACT_CONFIRM) != NULL;
    draw_frame(canvas, box, _(f->form->title),
               f->form->count > 0 ? _(" Esc cancel  Tab fields  ← → choose ")
                                  : _(" Esc cancel "),
               _(" F8 confirm "), off ? TUI_KEY_OFF : TUI_KEY);
    struct tui_rect line = {box.row + 1, box.col + 2, 1, box.cols - 4};
    if (head) {
        tui_put_fit(canvas, line.row++, line.col, line.cols, what, TUI_STRONG, false);
    }
    for (int i = 0; i < f->form->count; i++, line.row++) {
        draw_field(f, canvas, line, i);
    }
    line.row++;
    if (f->form->know) {
        line.row += tui_put_wrapped(
            canvas, (struct tui_rect){line.row, line.col + 2, 2, line.cols - 4},
            safe_text(_(f->form->know)), TUI_DIM);
    }
    int left = box.row + box.rows - 1 - line.row;
    (void)tui_put_wrapped(canvas,
                          (struct tui_rect){line.row, line.col + 2, left, line.cols - 4},
                          said, role);
}
