#include "tui/screens/case_words.h"
#include "tui/screens/decision.h"
#include "tui/widgets/figure.h"
#include "tui/widgets/pane.h"

#include <string.h>

enum { LABEL = 12, AMOUNT = 15, NARROW = 52 };

/* ---- what confirming does ---- */

static struct safe_text add(struct safe_text list, int count, const char *what)
{
    return count == 0
               ? list
               : safe_textf("%s%s%d %s", list.bytes, list.cells ? ", " : "", count, what);
}

static struct safe_text sums(const struct decision *decision,
                             const struct bc_preview *preview)
{
    struct safe_text list = safe_text("");
    list = add(list, preview->done, tui_decision_done(decision->ask.decision));
    list = add(list, preview->awaiting, _("awaiting a second signature"));
    return add(list, preview->refused, _("refused"));
}

/* "free ¥   23,600,000.00 → 23,048,000.00   −552,000.00" */
static void change(struct tui_pane *pane, struct safe_text label, int64_t before,
                   int64_t after)
{
    struct safe_text from = tui_yuan(before), to = tui_yuan(after),
                     by = tui_yuan(after > before ? after - before : before - after);
    struct safe_text moved =
        after == before ? safe_text(_("unchanged"))
                        : safe_textf("%s%s", after > before ? "+" : "−", by.bytes);
    int row = pane->line++ - pane->top, cells = pane->rect.cols;
    if (!pane->canvas || row < 0 || row >= pane->rect.rows) {
        return;
    }
    if (cells < NARROW) { /* what there would be is all there is room for */
        int left = cells - to.cells - 3;
        tui_put_fit(pane->canvas, pane->rect.row + row, pane->rect.col + 1, left, label,
                    TUI_TEXT, false);
        tui_put(pane->canvas, pane->rect.row + row, pane->rect.col + cells - to.cells, to,
                TUI_STRONG);
        return;
    }
    bool wide = from.cells > AMOUNT || to.cells > AMOUNT, difference = cells >= 64;
    int amount = wide ? AMOUNT + 4 : AMOUNT, at = pane->rect.row + row;
    int name = cells - (difference ? 3 : 2) * amount - 4, col = pane->rect.col + name;
    tui_put_fit(pane->canvas, at, pane->rect.col + 1, name - 2, label, TUI_TEXT, false);
    tui_put_fit(pane->canvas, at, col, amount, from, TUI_TEXT, true);
    tui_glyph(pane->canvas, at, col + amount + 1, TUI_ARROW_RIGHT, TUI_DIM);
    tui_put_fit(pane->canvas, at, col + amount + 2, amount, to, TUI_STRONG, true);
    if (difference) {
        tui_put_fit(pane->canvas, at, col + 2 * amount + 3, amount, moved, TUI_DIM, true);
    }
}

static struct safe_text budget_name(struct tui_app *app, const struct bc_budget_change *b)
{
    struct bc_session *session = tui_session(app);
    struct safe_text programme = tui_programme_name(session, b->programme),
                     tranche = *b->name
                                   ? safe_text(b->name)
                                   : tui_tranche_name(session, b->programme, b->tranche);
    return safe_textf("%s · %s", programme.bytes, tranche.bytes);
}

static void budgets(struct tui_app *app, struct tui_pane *pane,
                    const struct bc_preview *preview)
{
    int moved = 0;
    for (int i = 0; i < preview->budget_count && i < (int)COUNT_OF(preview->budgets);
         i++) {
        const struct bc_budget_change *b = &preview->budgets[i];
        if (b->available_before == b->available_after &&
            b->reserved_before == b->reserved_after) {
            continue;
        }
        moved++;
        if (pane->rect.cols >= NARROW) {
            tui_pane_text(pane, 1, budget_name(app, b), TUI_TEXT);
        }
        change(pane, safe_text(_("  free ¥")), b->available_before, b->available_after);
        change(pane, safe_text(_("  reserved ¥")), b->reserved_before, b->reserved_after);
    }
    if (moved == 0) {
        tui_pane_text(pane, 1, safe_text(_("no money moves")), TUI_DIM);
    }
}

static void consequences(struct tui_app *app, const struct decision *decision,
                         struct tui_pane *pane, const struct bc_preview *preview)
{
    struct safe_text what = sums(decision, preview);
    struct safe_text at = tui_clock(preview->at, tui_now(app), tui_zone(app));
    tui_pane_heading(pane, safe_textf("%s   %s", _("IF YOU CONFIRM"), what.bytes),
                     safe_textf(_("checked %s"), at.bytes));
    budgets(app, pane, preview);
}

/* ---- controls ---- */

static enum tui_role control_role(const char *outcome)
{
    return strcmp(outcome, "ok") == 0       ? TUI_OK
           : strcmp(outcome, "needed") == 0 ? TUI_WAIT
                                            : TUI_ERROR;
}

/* What a control found, before its detail: "second signature needed above 500,000 CNY".
 */
static const struct {
    const char *control, *outcome; /* NULL: any */
    const char *text;              /* msgid */
} control_texts[] = {
    {"four-eyes", "needed", N_("second signature needed above")},
    {"four-eyes", NULL, N_("one signature is enough up to")},
    {"maker-checker", "ok", N_("entered by somebody else:")},
    {"undo-window", NULL, N_("can be undone for")},
};

static struct safe_text control_text(const struct bc_control *c)
{
    struct safe_text detail = safe_text(c->detail),
                     name = safe_text(tui_word(c->control));
    for (size_t i = 0; detail.cells > 0 && i < COUNT_OF(control_texts); i++) {
        const char *outcome = control_texts[i].outcome;
        if (strcmp(c->control, control_texts[i].control) == 0 &&
            (!outcome || strcmp(c->outcome, outcome) == 0)) {
            return safe_textf("%s %s", _(control_texts[i].text), detail.bytes);
        }
    }
    return detail.cells > 0 ? safe_textf("%s: %s", name.bytes, detail.bytes) : name;
}

static void controls(struct tui_pane *pane, const struct bc_preview *preview)
{
    for (int i = 0; i < preview->control_count && i < BC_CONTROLS; i++) {
        const struct bc_control *c = &preview->controls[i];
        tui_pane_word(pane, safe_text(tui_word(c->outcome)), LABEL - 3,
                      control_role(c->outcome), control_text(c), safe_text(""));
    }
}

/* The answer to a batch has no list of controls: what it says of the cases stands for
 * it. */
static void batch_controls(const struct decision *decision, struct tui_pane *pane,
                           const struct bc_preview *preview)
{
    static const char *const told[] = {"approve", "reject", "return"};
    if (preview->awaiting > 0) {
        struct safe_text name = safe_text(tui_word("four-eyes"));
        tui_pane_word(pane, safe_text(tui_word("needed")), LABEL - 3, TUI_WAIT,
                      safe_textf(_("%s · %d of these need a second person"), name.bytes,
                                 preview->awaiting),
                      safe_text(""));
    }
    for (size_t i = 0; i < COUNT_OF(told); i++) {
        if (preview->done > 0 && strcmp(decision->ask.decision, told[i]) == 0) {
            tui_pane_word(
                pane, safe_text(_("notice")), LABEL - 3, TUI_DIM,
                safe_textf(tui_text_n("%d notice to the applicant",
                                      "%d notices to applicants", preview->done),
                           preview->done),
                safe_text(""));
        }
    }
}

static void notices(struct tui_pane *pane, const struct bc_preview *preview)
{
    struct safe_text kind = safe_text(tui_word(preview->notice_kind)),
                     to = safe_text(preview->notice_to);
    if (preview->notice_count == 1 && to.cells > 0) {
        tui_pane_word(pane, safe_text(_("notice")), LABEL - 3, TUI_DIM,
                      safe_textf(_("%s to %s"), kind.bytes, to.bytes), safe_text(""));
    }
}

/* ---- while there is no preview ---- */

static void waiting(struct tui_app *app, const struct decision *decision,
                    struct tui_pane *pane)
{
    enum decision_focus where;
    const struct bc_link *link = bc_link(tui_session(app));
    tui_pane_heading(pane, safe_text(_("IF YOU CONFIRM")), safe_text(""));
    if (decision->ticket == 0) {
        const char *missing =
            decision_blocked(app, (struct decision *)(uintptr_t)decision, &where);
        tui_pane_text(pane, 1, safe_text(missing ? missing : ""), TUI_WARN);
    } else if (link->state == BC_LINK_RETRYING || link->state == BC_LINK_REFUSED) {
        struct safe_text why = safe_text(link->error.text);
        tui_pane_text(
            pane, 1,
            safe_textf(_("the clearinghouse does not answer: %s. Nothing can be "
                         "confirmed until it has said what this would do"),
                       why.bytes),
            TUI_WARN);
    } else {
        tui_pane_text(pane, 1,
                      safe_text(_("asking the clearinghouse what this would do…")),
                      TUI_DIM);
    }
}

static void failed(struct tui_pane *pane, const struct bc_preview *preview)
{
    struct safe_text why = tui_problem(&preview->error);
    tui_pane_heading(pane, safe_text(_("IF YOU CONFIRM")), safe_text(""));
    tui_pane_text(pane, 1,
                  safe_textf(_("the clearinghouse did not say what this would do: %s. F5 "
                               "asks again"),
                             why.bytes),
                  TUI_FAIL);
}

int decision_consequences(struct tui_app *app, const struct decision *decision,
                          struct tui_canvas *canvas, struct tui_rect rect)
{
    const struct bc_preview *preview = decision_preview(app, decision);
    struct tui_pane pane = {.canvas = canvas, .rect = rect, .label = LABEL};
    if (!preview) {
        waiting(app, decision, &pane);
    } else if (preview->error.kind != ERR_NONE) {
        failed(&pane, preview);
    } else {
        consequences(app, decision, &pane, preview);
        controls(&pane, preview);
        notices(&pane, preview);
        if (decision->count > 1) {
            batch_controls(decision, &pane, preview);
        }
    }
    return pane.line;
}
