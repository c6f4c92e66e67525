#include "tui/screens/case_words.h"
#include "tui/screens/decision.h"
#include "tui/widgets/figure.h"

#include <string.h>

enum {
    FULL_COLS = 60, /* below either the dialog takes the whole screen */
    FULL_ROWS = 20,
    WIDEST = 108,
    CASES_MOST = 14,
    REASONS_SHOWN = 8,
    PROBLEM_ROWS = 2,
};

/* ---- the cases ---- */

enum column { COL_CASE, COL_APPLICANT, COL_ASK, COL_GRANT, COL_RESULT, COL_STATUS };

static const struct tui_column columns[] = {
    {N_("CASE"), 11, 0, 0, false},   {N_("APPLICANT"), 0, 12, 0, false},
    {N_("ASK ¥k"), 8, 0, 2, true},   {N_("GRANT ¥k"), 8, 0, 1, true},
    {N_("RESULT"), 10, 0, 0, false}, {N_("THEN"), 16, 0, 3, false},
};

struct frame {
    const struct decision *decision;
    const struct bc_preview *preview; /* NULL: not there yet */
};

static enum tui_role outcome_role(const char *outcome)
{
    return strcmp(outcome, "done") == 0       ? TUI_OK
           : strcmp(outcome, "awaiting") == 0 ? TUI_WAIT
                                              : TUI_FAIL;
}

static struct safe_text result(const struct bc_preview_item *item, enum tui_role *role)
{
    if (!item) {
        *role = TUI_DIM;
        return safe_text("…");
    }
    *role = outcome_role(item->outcome);
    return safe_text(tui_word(item->outcome));
}

/* The state it would be in; of a refused one what changed since it was looked at. */
static struct safe_text then(const struct bc_case *row,
                             const struct bc_preview_item *item, enum tui_role *role)
{
    if (!item) {
        return safe_text("");
    }
    if (item->current_revision != 0 && item->seen_revision != item->current_revision) {
        *role = TUI_WARN;
        return safe_textf(_("now rev %lld"), (long long)item->current_revision);
    }
    if (strcmp(item->outcome, "refused") == 0) {
        *role = TUI_DIM;
        return safe_textf(_("stays %s"), tui_word(row->status));
    }
    return safe_text(tui_word(item->status));
}

/* Only an approval gives anything. */
static struct safe_text grant(const struct frame *frame, const struct bc_case *row,
                              const struct bc_preview_item *item)
{
    if (strcmp(frame->decision->ask.decision, "approve") != 0 ||
        (item && strcmp(item->outcome, "refused") == 0)) {
        return safe_text("·");
    }
    return tui_thousand(item ? item->grant_fen : row->grant_fen);
}

static struct safe_text cell(void *ctx, int64_t index, int column, enum tui_role *role)
{
    const struct frame *frame = ctx;
    const struct bc_case *row = &frame->decision->cases[index];
    const struct bc_preview_item *item = decision_item(frame->preview, row->id);
    switch (column) {
    case COL_CASE:
        return safe_text(row->number);
    case COL_APPLICANT:
        return safe_text(row->applicant_name);
    case COL_ASK:
        return tui_thousand(row->amount_fen);
    case COL_GRANT:
        return grant(frame, row, item);
    case COL_RESULT:
        return result(item, role);
    default:
        return then(row, item, role);
    }
}

static void look(void *ctx, int64_t index, struct tui_list_look *out)
{
    const struct frame *frame = ctx;
    (void)index;
    out->quiet = frame->decision->count == 1;
}

static void draw_cases(struct decision *decision, const struct bc_preview *preview,
                       struct tui_canvas *canvas, struct tui_rect rect)
{
    struct frame frame = {decision, preview};
    struct tui_list list = {.columns = columns,
                            .column_count = (int)COUNT_OF(columns),
                            .rows = decision->count,
                            .ctx = &frame,
                            .cell = cell,
                            .look = look};
    decision->page = tui_list_page(rect.rows);
    tui_list_draw(&list, &decision->cursor, canvas, rect);
}

/* Why the selected case would be refused. */
static void draw_problem(const struct decision *decision,
                         const struct bc_preview *preview, struct tui_canvas *canvas,
                         struct tui_rect rect)
{
    const struct bc_case *row = &decision->cases[decision->cursor.at];
    const struct bc_preview_item *item = decision_item(preview, row->id);
    if (!item || strcmp(item->outcome, "refused") != 0 || rect.rows <= 0) {
        return;
    }
    struct safe_text why = tui_problem(&item->problem),
                     changed = safe_text(item->changed);
    struct safe_text text =
        changed.cells
            ? safe_textf(_("%s changed: %s. %s"), row->number, changed.bytes, why.bytes)
            : why;
    rect.col += 2;
    rect.cols -= 4;
    (void)tui_put_wrapped(canvas, rect, text, TUI_FAIL);
}

/* ---- the frame ---- */

static struct tui_rect place(struct tui_rect body, const struct decision *decision)
{
    int cases = decision->count < CASES_MOST ? decision->count : CASES_MOST;
    int rows = cases + (decision->count > 1 ? 20 : 17);
    rows += decision->reasons.needed ? REASONS_SHOWN - 3 : 0;
    int cols = body.cols - 4 < WIDEST ? body.cols - 4 : WIDEST;
    if (body.cols < FULL_COLS || body.rows < FULL_ROWS) {
        return body;
    }
    rows = rows < body.rows ? rows : body.rows;
    return (struct tui_rect){body.row + (body.rows - rows) / 2,
                             body.col + (body.cols - cols) / 2, rows, cols};
}

static void draw_edge(struct tui_canvas *canvas, struct tui_rect box, int row,
                      struct safe_text left, struct safe_text right,
                      enum tui_role left_role, enum tui_role right_role)
{
    int room = box.cols - 6;
    struct safe_text a = safe_clip(left, room, canvas->ascii);
    tui_put(canvas, row, box.col + 2, safe_textf(" %s ", a.bytes), left_role);
    room -= a.cells + 4;
    if (right.cells > 0 && right.cells <= room) {
        tui_put(canvas, row, box.col + box.cols - right.cells - 4,
                safe_textf(" %s ", right.bytes), right_role);
    }
}

static struct safe_text title_text(const struct decision *decision)
{
    struct safe_text title = safe_text(tui_decision_title(decision->ask.decision));
    if (*decision->ask.assignee) {
        struct safe_text who = safe_text(decision->ask.assignee);
        title = safe_textf(_("%s to %s:"), title.bytes, who.bytes);
    }
    return decision->count == 1
               ? safe_textf("%s %s", title.bytes, decision->cases[0].number)
               : safe_textf(_("%s: %d cases"), title.bytes, decision->count);
}

static void draw_box(struct tui_app *app, struct decision *decision,
                     struct tui_canvas *canvas, struct tui_rect box)
{
    enum decision_focus where;
    const char *missing = decision_blocked(app, decision, &where);
    struct tui_rect around = {box.row, box.col - 1, box.rows, box.cols + 2};
    tui_fill(canvas, around, TUI_DIALOG);
    tui_box(canvas, box, TUI_BORDER);
    draw_edge(canvas, box, box.row, title_text(decision),
              safe_text(_("nothing is sent until you confirm")), TUI_DIALOG_TITLE,
              TUI_DIM);
    draw_edge(canvas, box, box.row + box.rows - 1, safe_text(_("Esc cancels")),
              safe_text(missing ? _("F8 not yet") : _("F8 or ^X confirms")), TUI_DIM,
              missing ? TUI_KEY_OFF : TUI_KEY);
}

/* Where each part of the dialog is. */
struct parts {
    struct tui_rect cases, problem, middle, reasons, form;
    bool only_focus; /* of the form, where rows are few: what it does comes first */
};

/* Rows go first to the form and the consequences, then to cases, then to the reasons. */
static struct parts divide(struct tui_app *app, const struct decision *decision,
                           const struct bc_preview *preview, struct tui_rect in)
{
    struct parts out = {.cases = in, .problem = in, .middle = in, .reasons = in};
    int middle = decision_consequences(app, decision, NULL, in);
    int form = decision_form(app, decision, NULL, in, false);
    int problem = preview && preview->refused > 0 ? PROBLEM_ROWS : 0;
    out.only_focus = form + middle + problem + 2 > in.rows;
    form = decision_form(app, decision, NULL, in, out.only_focus);
    int spare = in.rows - form - middle - problem - 2;
    int cases = decision->count + 1;
    cases = cases > spare ? spare : cases;
    cases = cases < 2 ? 2 : cases;
    spare -= cases;
    out.cases.rows = cases;
    out.problem.row = in.row + cases;
    out.problem.rows = problem;
    out.middle.row = out.problem.row + problem + (spare >= 0);
    int left = in.row + in.rows - form - out.middle.row;
    out.middle.rows = middle < left ? middle : left;
    out.reasons.rows = spare >= 3 ? spare : 0;
    out.reasons.rows =
        out.reasons.rows < REASONS_SHOWN ? out.reasons.rows : REASONS_SHOWN;
    out.reasons.row = in.row + in.rows - form - out.reasons.rows;
    out.form = in;
    return out;
}

void decision_draw(struct tui_app *app, void *state, struct tui_canvas *canvas,
                   struct tui_rect body)
{
    struct decision *decision = state;
    const struct bc_preview *preview = decision_preview(app, decision);
    struct tui_rect box = place(body, decision);
    struct tui_rect in = {box.row + 1, box.col + 2, box.rows - 2, box.cols - 4};
    draw_box(app, decision, canvas, box);
    struct tui_rect before = tui_clip(canvas, in);
    struct parts at = divide(app, decision, preview, in);
    draw_cases(decision, preview, canvas, at.cases);
    draw_problem(decision, preview, canvas, at.problem);
    (void)decision_consequences(app, decision, canvas, at.middle);
    (void)decision_form(app, decision, canvas, at.form, at.only_focus);
    if (decision->focus == DECISION_REASON) {
        decision_reasons(app, decision, canvas, at.reasons);
    }
    tui_clip(canvas, before);
}
