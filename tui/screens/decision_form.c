#include "tui/screens/decision.h"

#include "tui/screens/case_words.h"
#include "tui/widgets/figure.h"

enum { LABEL = 10 };

static void label(struct tui_canvas *canvas, struct tui_rect line, const char *text,
                  bool focus)
{
    tui_put_fit(canvas, line.row, line.col, 1, safe_text(focus ? ">" : ""), TUI_KEY,
                false);
    tui_put_fit(canvas, line.row, line.col + 1, LABEL - 2, safe_text(text),
                focus ? TUI_STRONG : TUI_DIM, false);
}

/* "[text    ] remark", so that a field is a field without colour too. */
static void draw_field(struct tui_canvas *canvas, struct tui_rect line,
                       const struct tui_field *field, int cells, bool focus,
                       struct safe_text remark, enum tui_role role)
{
    int col = line.col + LABEL, room = line.cols - LABEL - 2;
    cells = cells < room ? cells : room;
    tui_puts(canvas, line.row, col, "[", TUI_BORDER);
    tui_field_draw(field, canvas, line.row, col + 1, cells, focus);
    tui_puts(canvas, line.row, col + 1 + cells, "]", TUI_BORDER);
    int left = line.cols - LABEL - cells - 4;
    if (left > 4) {
        tui_put_fit(canvas, line.row, col + cells + 4, left, remark, role, false);
    }
}

static struct safe_text reason_text(const struct bc_reason *reason)
{
    struct safe_text text = safe_text(tui_lang_is_zh() ? reason->zh : reason->en);
    return safe_textf("%s  %s", text.bytes, reason->code);
}

static void draw_reason(struct tui_app *app, const struct decision *decision,
                        struct tui_canvas *canvas, struct tui_rect line)
{
    const struct tui_reasons *reasons = &decision->reasons;
    const struct bc_reason *all;
    int at = tui_reasons_at(reasons, tui_session(app));
    bool focus = decision->focus == DECISION_REASON;
    struct safe_text text, remark;
    (void)bc_reasons(tui_session(app), &all);
    if (at >= 0) {
        text = reason_text(&all[reasons->order[at]]);
    } else if (*reasons->chosen) {
        text = tui_reason_name(tui_session(app), reasons->chosen);
    } else {
        text = safe_text(reasons->count > 0 ? _("choose one: ↑ ↓, or type a word of it")
                                            : _("the reason codes are being loaded"));
    }
    struct safe_text search = safe_text(reasons->search);
    remark = search.cells > 0
                 ? safe_textf(_("\"%s\" %d of %d"), search.bytes, at + 1, reasons->count)
                 : safe_textf(_("%d of %d"), at + 1, reasons->count);
    label(canvas, line, _("REASON"), focus);
    int room = line.cols - LABEL - remark.cells - 2;
    tui_put_fit(canvas, line.row, line.col + LABEL, room, text,
                at >= 0 ? TUI_STRONG : TUI_WARN, false);
    tui_put_fit(canvas, line.row, line.col + line.cols - remark.cells, remark.cells,
                remark, TUI_DIM, false);
    if (focus) {
        tui_cursor(canvas, line.row, line.col + LABEL);
    }
}

void decision_reasons(struct tui_app *app, const struct decision *decision,
                      struct tui_canvas *canvas, struct tui_rect rect)
{
    const struct tui_reasons *reasons = &decision->reasons;
    const struct bc_reason *all;
    int at = tui_reasons_at(reasons, tui_session(app));
    int count = bc_reasons(tui_session(app), &all), top = at - rect.rows / 2;
    top = top > reasons->count - rect.rows ? reasons->count - rect.rows : top;
    top = top < 0 ? 0 : top;
    for (int i = 0; i < rect.rows && top + i < reasons->count; i++) {
        int index = reasons->order[top + i], row = rect.row + i;
        struct safe_text named = reasons->fitting[top + i] > 0
                                     ? safe_text(_("named by the rules"))
                                     : safe_text("");
        struct tui_rect line = {row, rect.col + LABEL - 2, 1, rect.cols - LABEL + 2};
        if (index >= count) {
            continue;
        }
        tui_puts(canvas, row, line.col, top + i == at ? ">" : " ", TUI_TEXT);
        tui_put_fit(canvas, row, line.col + 2, line.cols - 2 - named.cells - 1,
                    reason_text(&all[index]), TUI_TEXT, false);
        tui_put_fit(canvas, row, line.col + line.cols - named.cells, named.cells, named,
                    TUI_QUERY, false);
        if (top + i == at) {
            tui_restyle(canvas, line, TUI_SELECTED);
        }
    }
}

static void draw_amount(const struct decision *decision, struct tui_canvas *canvas,
                        struct tui_rect line)
{
    bool focus = decision->focus == DECISION_AMOUNT,
         wrong = decision->amount_err.kind != ERR_NONE;
    struct safe_text rules = tui_yuan(decision->cases[0].grant_fen);
    label(canvas, line, _("AMOUNT ¥"), focus);
    draw_field(canvas, line, &decision->amount, 16, focus,
               wrong ? safe_text(decision->amount_err.text)
                     : safe_textf(_("empty: what the rules give, %s"), rules.bytes),
               wrong ? TUI_FAIL : TUI_DIM);
}

static void draw_note(const struct decision *decision, struct tui_canvas *canvas,
                      struct tui_rect line)
{
    bool focus = decision->focus == DECISION_NOTE;
    label(canvas, line, _("NOTE"), focus);
    draw_field(canvas, line, &decision->note, line.cols - LABEL - 2, focus, safe_text(""),
               TUI_DIM);
}

static void draw_typed(struct tui_app *app, const struct decision *decision,
                       struct tui_canvas *canvas, struct tui_rect line)
{
    const struct bc_preview *preview = decision_preview(app, decision);
    bool focus = decision->focus == DECISION_TYPED;
    struct safe_text ask = safe_text(_("how many cases this acts on, then F8"));
    if (preview && preview->error.kind == ERR_NONE) {
        ask = safe_textf(_("how many cases this acts on (%d), then F8"),
                         decision_acts_on(preview));
    }
    label(canvas, line, _("TYPE"), focus);
    draw_field(canvas, line, &decision->typed, 4, focus, ask, TUI_DIM);
}

static void draw_form_field(struct tui_app *app, const struct decision *decision,
                            enum decision_focus focus, struct tui_canvas *canvas,
                            struct tui_rect line)
{
    switch (focus) {
    case DECISION_TYPED:
        draw_typed(app, decision, canvas, line);
        break;
    case DECISION_NOTE:
        draw_note(decision, canvas, line);
        break;
    case DECISION_AMOUNT:
        draw_amount(decision, canvas, line);
        break;
    default:
        draw_reason(app, decision, canvas, line);
        break;
    }
}

int decision_form(struct tui_app *app, const struct decision *decision,
                  struct tui_canvas *canvas, struct tui_rect rect, bool only_focus)
{
    int rows = 0;
    for (int f = DECISION_TYPED; f > DECISION_CASES; f--) {
        enum decision_focus focus = (enum decision_focus)f;
        if (!decision_has(decision, focus) || (only_focus && focus != decision->focus)) {
            continue;
        }
        rows++;
        if (canvas) {
            struct tui_rect line = {rect.row + rect.rows - rows, rect.col, 1, rect.cols};
            draw_form_field(app, decision, focus, canvas, line);
        }
    }
    return rows;
}
