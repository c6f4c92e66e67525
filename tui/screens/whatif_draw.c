#include "tui/screens/whatif.h"

#include "common/money.h"
#include "tui/screens/case_words.h"
#include "tui/screens/policy.h"
#include "tui/widgets/figure.h"

#include <string.h>

enum { LABEL = 12, BOX = 26, DAY = 11, FORM = 4, CRAMPED = 12, TRANCHES_SHOWN = 3 };

/* ---- what there is ---- */

const char *tui_whatif_key(const struct tui_whatif *w, int n)
{
    const char *typed = w->fields[TUI_WHATIF_KEY].text, *key;
    for (int i = 0; (key = tui_policy_key(i)); i++) {
        bool fits = strcasestr(key, typed) || strcasestr(tui_policy_key_name(key), typed);
        if (fits && n-- == 0) {
            return key;
        }
    }
    return NULL;
}

const struct bc_whatif_run *tui_whatif_answer(struct tui_app *app,
                                              const struct tui_whatif *w)
{
    const struct bc_whatif_run *run = bc_whatif_run(tui_session(app));
    return w->ticket && run->ticket == w->ticket ? run : NULL;
}

const struct bc_whatif_row *tui_whatif_row(struct tui_app *app,
                                           const struct tui_whatif *w, int64_t at)
{
    const struct bc_whatif_run *run = tui_whatif_answer(app, w);
    return run && at >= 0 && at < w->order_count ? &run->answer.rows[w->order[at]] : NULL;
}

/* ---- the form ---- */

static void draw_field(const struct tui_whatif *w, struct tui_canvas *canvas, int row,
                       int col, int cells, enum tui_whatif_focus focus)
{
    tui_puts(canvas, row, col, "[", TUI_BORDER);
    tui_field_draw(&w->fields[focus], canvas, row, col + 1, cells, w->focus == focus);
    tui_puts(canvas, row, col + 1 + cells, "]", TUI_BORDER);
}

static void draw_label(struct tui_canvas *canvas, struct tui_rect line, const char *text,
                       bool focus)
{
    tui_put_fit(canvas, line.row, line.col, 1, safe_text(focus ? ">" : ""), TUI_KEY,
                false);
    tui_put_fit(canvas, line.row, line.col + 2, LABEL - 3, safe_text(text),
                focus ? TUI_STRONG : TUI_DIM, false);
}

static void remark(struct tui_canvas *canvas, struct tui_rect line, int used,
                   struct safe_text text, enum tui_role role)
{
    if (line.cols > used + 2) {
        tui_put_fit(canvas, line.row, line.col + used + 2, line.cols - used - 2, text,
                    role, false);
    }
}

/* What is typed, when it is a key whole. */
static const char *whole_key(const struct tui_whatif *w)
{
    const char *key;
    for (int i = 0; (key = tui_policy_key(i)); i++) {
        if (strcmp(key, w->fields[TUI_WHATIF_KEY].text) == 0) {
            return key;
        }
    }
    return NULL;
}

static struct safe_text key_remark(const struct tui_whatif *w)
{
    const char *key = whole_key(w);
    if (key) {
        return safe_textf(_("%s; now %s"), tui_policy_key_name(key),
                          tui_policy_key_value(&w->policy, key).bytes);
    }
    key = w->fields[TUI_WHATIF_KEY].text;
    return safe_text(w->ask.count > 0 && !*key
                         ? _("Backspace takes the last change back")
                         : _("type a word of it, ↓ and Enter choose"));
}

static void draw_form(const struct tui_whatif *w, struct tui_canvas *canvas,
                      struct tui_rect rect)
{
    struct tui_rect line = {rect.row, rect.col, 1, rect.cols};
    const char *key = whole_key(w);
    int used = LABEL + BOX + 2;
    draw_label(canvas, line, _("CHANGE"), w->focus == TUI_WHATIF_KEY);
    draw_field(w, canvas, line.row, line.col + LABEL, BOX, TUI_WHATIF_KEY);
    remark(canvas, line, used, key_remark(w), TUI_DIM);
    line.row++;
    draw_label(canvas, line, _("TO"), w->focus == TUI_WHATIF_VALUE);
    draw_field(w, canvas, line.row, line.col + LABEL, BOX, TUI_WHATIF_VALUE);
    remark(canvas, line, used, safe_text(key ? tui_policy_key_help(key) : ""), TUI_DIM);
    line.row++;
    draw_label(canvas, line, _("DECIDED"),
               w->focus == TUI_WHATIF_FROM || w->focus == TUI_WHATIF_TO);
    draw_field(w, canvas, line.row, line.col + LABEL, DAY, TUI_WHATIF_FROM);
    tui_puts(canvas, line.row, line.col + LABEL + DAY + 2, "–", TUI_DIM);
    draw_field(w, canvas, line.row, line.col + LABEL + DAY + 3, DAY, TUI_WHATIF_TO);
    remark(canvas, line, used + 1,
           safe_text(w->fields[TUI_WHATIF_FROM].len || w->fields[TUI_WHATIF_TO].len
                         ? _("first and last day of decision")
                         : _("empty: the open cases")),
           TUI_DIM);
}

/* "1000000 yuan" of a file as amounts are written on screens. */
static struct safe_text shown(const char *value)
{
    char number[64];
    int64_t fen;
    const char *unit = strstr(value, " yuan");
    size_t len = unit ? (size_t)(unit - value) : sizeof number;
    if (len < sizeof number) {
        memcpy(number, value, len);
        number[len] = '\0';
        if (money_parse(number, &fen, NULL)) {
            return tui_yuan(fen);
        }
    }
    return safe_text(*value ? value : "–");
}

/* "rate: 30% → 25%; cap per case, ¥: none → 2,000,000.00" */
struct safe_text tui_whatif_changes(const struct tui_whatif *w)
{
    struct safe_text all = {0};
    for (int i = 0; i < w->ask.count; i++) {
        const struct bc_whatif_change *c = &w->ask.set[i];
        all = safe_textf(
            "%s%s%s: %s → %s", all.bytes, i ? _("; ") : "", tui_policy_key_name(c->key),
            tui_policy_key_value(&w->policy, c->key).bytes, shown(c->value).bytes);
    }
    return all;
}

/* ---- keys to choose from ---- */

static void draw_keys(const struct tui_whatif *w, struct tui_canvas *canvas,
                      struct tui_rect rect)
{
    int top = w->candidate >= rect.rows ? w->candidate - rect.rows + 1 : 0;
    const char *key;
    if (!tui_whatif_key(w, 0)) {
        tui_puts(canvas, rect.row, rect.col + 2, _("no figure or rule is called that"),
                 TUI_DIM);
    }
    for (int i = 0; i < rect.rows && (key = tui_whatif_key(w, top + i)); i++) {
        struct tui_rect line = {rect.row + i, rect.col, 1, rect.cols};
        bool chosen = top + i == w->candidate;
        int half = line.cols > 100 ? 44 : line.cols * 45 / 100;
        tui_puts(canvas, line.row, line.col, chosen ? ">" : " ", TUI_KEY);
        tui_put_fit(canvas, line.row, line.col + 2, half,
                    safe_text(tui_policy_key_name(key)), TUI_TEXT, false);
        int rest = line.cols - half - 4, code = rest > 60 ? 24 : 0;
        tui_put_fit(canvas, line.row, line.col + half + 4, rest - code,
                    tui_policy_key_value(&w->policy, key), TUI_DIM, false);
        if (code) {
            tui_put_fit(canvas, line.row, line.col + line.cols - code, code,
                        safe_text(key), TUI_DIM, false);
        }
        if (chosen) {
            tui_restyle(canvas, line, TUI_SELECTED);
        }
    }
}

/* ---- the answer ---- */

static const struct tui_column columns[] = {
    {.title = N_("CASE"), .width = 11},
    {.title = N_("APPLICANT"), .least = 14},
    {.title = N_("STATUS"), .width = 13, .drop = 2},
    {.title = N_("NOW"), .width = 5},
    {.title = N_("THEN"), .width = 5},
    {.title = N_("¥ NOW"), .width = 13, .right = true},
    {.title = N_("¥ THEN"), .width = 13, .right = true},
    {.title = N_("BECAUSE OF"), .least = 26, .drop = 1},
};

struct frame {
    struct tui_app *app;
    const struct tui_whatif *w;
};

static struct safe_text because(const struct bc_whatif_row *r)
{
    if (r->flips == 0) {
        return safe_text(*r->after.limited_by ? tui_word(r->after.limited_by) : "");
    }
    /* THEN says how it stands; a rule that stood in the way and passes is said so. */
    bool stands = *r->rule_after && strcmp(r->rule_after, "pass") != 0;
    struct safe_text text =
        stands ? safe_text(tui_word(r->rule))
               : safe_textf("%s → %s", tui_word(r->rule),
                            *r->rule_after ? tui_word(r->rule_after) : "–");
    return r->flips == 1 ? text : safe_textf("%s +%d", text.bytes, r->flips - 1);
}

static struct safe_text cell(void *ctx, int64_t row, int column, enum tui_role *role)
{
    const struct frame *f = ctx;
    const struct bc_whatif_row *r = tui_whatif_row(f->app, f->w, row);
    if (!r) {
        return safe_text("");
    }
    switch (column) {
    case 0:
        return safe_text(r->number);
    case 1:
        return safe_text(r->name);
    case 2:
        *role = TUI_DIM;
        return safe_text(tui_word(r->status));
    case 3:
        *role = TUI_DIM;
        return tui_verdict(r->before.outcome, 0);
    case 4:
        *role = tui_verdict_role(r->after.outcome);
        return tui_verdict(r->after.outcome, 0);
    case 5:
        *role = TUI_DIM;
        return tui_yuan(r->before.grant_fen);
    case 6:
        *role = r->after.grant_fen < r->before.grant_fen ? TUI_WARN : TUI_STRONG;
        return tui_yuan(r->after.grant_fen);
    default:
        *role = TUI_DIM;
        return because(r);
    }
}

/* Those that would run short first. */
static int draw_tranches(const struct bc_whatif *answer, struct tui_canvas *canvas,
                         struct tui_rect rect)
{
    int row = 0;
    for (int lacking = 1; lacking >= 0; lacking--) {
        for (int i = 0; i < answer->tranche_count && row < rect.rows; i++) {
            const struct bc_whatif_tranche *t = &answer->tranches[i];
            int64_t lacks = bc_whatif_short(t), more = t->after_fen - t->held_fen;
            struct safe_text name = safe_text(t->name);
            if ((lacks > 0) != lacking) {
                continue;
            }
            tui_put_fit(canvas, rect.row + row++, rect.col, rect.cols,
                        lacks > 0
                            ? safe_textf(_("%s: ¥%s to give, ¥%s free: ¥%s short"),
                                         name.bytes, tui_yuan(more).bytes,
                                         tui_yuan(t->available_fen).bytes,
                                         tui_yuan(lacks).bytes)
                            : safe_textf(_("%s: ¥%s to give, ¥%s free: it suffices"),
                                         name.bytes, tui_yuan(more > 0 ? more : 0).bytes,
                                         tui_yuan(t->available_fen).bytes),
                        lacks > 0 ? TUI_FAIL : TUI_DIM, false);
        }
    }
    return row;
}

static struct safe_text summary(const struct bc_whatif_run *run)
{
    const struct bc_whatif *a = &run->answer;
    int64_t by = a->after_fen - a->before_fen;
    if (!run->done) {
        return safe_textf(_("looking… %s cases so far, %s would change"),
                          tui_count(a->looked_at).bytes, tui_count(a->changed).bytes);
    }
    struct safe_text sums = safe_textf("¥%s → ¥%s (%s¥%s)", tui_yuan(a->before_fen).bytes,
                                       tui_yuan(a->after_fen).bytes, by < 0 ? "−" : "+",
                                       tui_yuan(by < 0 ? -by : by).bytes);
    return safe_textf(
        strcmp(a->cases, "open") == 0 ? _("%s of %s open cases would change: %s")
                                      : _("%s of %s decided cases would change: %s"),
        tui_count(a->changed).bytes, tui_count(a->looked_at).bytes, sums.bytes);
}

static struct safe_text failure(const struct err *err)
{
    return err->kind == ERR_UNREACHABLE || err->kind == ERR_UNKNOWN
               ? safe_text(_("the clearinghouse does not answer; when the link is back, "
                             "Enter asks again"))
               : tui_problem(err);
}

static void draw_answer(struct tui_app *app, struct tui_whatif *w,
                        const struct bc_whatif_run *run, struct tui_canvas *canvas,
                        struct tui_rect rect)
{
    struct frame frame = {app, w};
    if (run->done && run->err.kind != ERR_NONE) {
        (void)tui_put_wrapped(canvas, rect, failure(&run->err), TUI_ERROR);
        return;
    }
    int used =
        tui_put_wrapped(canvas, (struct tui_rect){rect.row, rect.col, 2, rect.cols},
                        summary(run), run->done ? TUI_STRONG : TUI_DIM);
    if (run->done) {
        int room = rect.rows > 14 ? TRANCHES_SHOWN : rect.rows > 8 ? 1 : 0;
        used +=
            draw_tranches(&run->answer, canvas,
                          (struct tui_rect){rect.row + used, rect.col, room, rect.cols});
    }
    rect.row += used;
    rect.rows -= used;
    if (rect.rows < 2 || w->order_count == 0) {
        return;
    }
    const struct tui_list list = {.columns = columns,
                                  .column_count = (int)COUNT_OF(columns),
                                  .rows = w->order_count,
                                  .ctx = &frame,
                                  .cell = cell};
    w->page = tui_list_page(rect.rows);
    tui_list_draw(&list, &w->cursor, canvas, rect);
}

void tui_whatif_draw(struct tui_app *app, void *state, struct tui_canvas *canvas,
                     struct tui_rect body)
{
    struct tui_whatif *w = ((struct tui_whatif_dialog *)state)->whatif;
    const struct bc_whatif_run *run = tui_whatif_answer(app, w);
    struct tui_rect in = {body.row, body.col + 1, body.rows, body.cols - 2};
    tui_fill(canvas, body, TUI_TEXT);
    if (body.rows < CRAMPED && w->focus == TUI_WHATIF_LIST && run) {
        draw_answer(app, w, run, canvas, in); /* there is room for one of the two */
        return;
    }
    tui_heading(canvas, in.row, in.col, in.cols,
                safe_textf(_("What if · %s"), tui_policy_name(&w->policy)),
                safe_text(_("nothing is written")));
    draw_form(w, canvas, (struct tui_rect){in.row + 1, in.col, FORM - 1, in.cols});
    in.row += FORM;
    in.rows -= FORM;
    struct safe_text said = *w->fault ? safe_text(w->fault) : tui_whatif_changes(w);
    int lines =
        said.len ? tui_put_wrapped(canvas, (struct tui_rect){in.row, in.col, 2, in.cols},
                                   said, *w->fault ? TUI_ERROR : TUI_CHANGED)
                 : 0;
    in.row += lines;
    in.rows -= lines;
    if (in.rows < 1) {
        return;
    }
    tui_hline(canvas, in.row, body.col, body.cols, TUI_BORDER);
    in.row++;
    in.rows--;
    bool choosing = w->focus == TUI_WHATIF_KEY &&
                    (w->fields[TUI_WHATIF_KEY].len > 0 || w->ask.count == 0);
    if (choosing) {
        draw_keys(w, canvas, in);
    } else if (run) {
        draw_answer(app, w, run, canvas, in);
    }
}
