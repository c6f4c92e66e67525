#include "tui/screens/sample.h"

#include "backend_client/items.h"
#include "backend_client/payments.h"
#include "tui/screens/case_words.h"
#include "tui/screens/outcome.h"
#include "tui/screens/papers.h"
#include "tui/screens/people_choices.h"
#include "tui/widgets/field.h"
#include "tui/widgets/figure.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PROGRAMME, SEED, RATE, LIST, PARTS };
enum { CASES_MAX = 2000, LABEL = 12, FORM_ROWS = 6 };
enum { NUMBER, WHY, ISSUES, GRANT, STATE, TICKET, REMARK, COLUMNS };

static const struct tui_column columns[COLUMNS] = {
    [NUMBER] = {.title = N_("CASE"), .width = 12},
    [WHY] = {.title = N_("WHY"), .width = 9},
    [ISSUES] = {.title = N_("ISSUES"), .width = 6, .right = true},
    [GRANT] = {.title = N_("GRANT ¥k"), .width = 9, .right = true},
    [STATE] = {.title = N_("STATE"), .width = 13},
    [TICKET] = {.title = N_("TICKET"), .width = 16, .drop = 1},
    [REMARK] = {.title = N_("REMARK"), .least = 12, .drop = 2},
};

struct sample {
    struct people_choices programmes;
    struct tui_field seed, rate;
    int at; /* the part that has the focus */
    struct bc_sample drawn;
    struct bc_sampled *cases; /* owned */
    int count, page;
    struct tui_cursor cursor;
    int64_t ticket; /* of the draw that is on its way */
    bool here;      /* what is shown was drawn by what stands in the form */
    struct err problem;
};

const char *tui_sample_why_not(struct tui_app *app)
{
    return papers_has_role(app, "officer supervisor auditor")
               ? NULL
               : _("the audit sample is drawn by officers, supervisors and auditors");
}

/* ---- drawing lots ---- */

static const char *programme(const struct sample *s)
{
    return s->programmes.count > 0 ? s->programmes.list[s->programmes.at].value : "";
}

/* NULL, or what is missing. */
static const char *missing(const struct sample *s, int64_t *rate)
{
    char *end;
    *rate = strtoll(s->rate.text, &end, 10);
    if (!*programme(s)) {
        return _("the programmes are being loaded");
    }
    if (s->seed.len == 0) {
        return _("type the seed that was published before the draw, such as 2026-w48");
    }
    if (strspn(s->seed.text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                             "0123456789-_.") != (size_t)s->seed.len) {
        return _("a seed is of letters, digits, - _ and .");
    }
    return s->rate.len > 0 && !*end && *rate >= 0 && *rate <= 100
               ? NULL
               : _("the share is percent, 0 to 100");
}

static void draw_lots(struct tui_app *app, struct sample *s)
{
    char path[320];
    int64_t rate;
    const char *what = missing(s, &rate);
    if (what) {
        tui_say(app, TUI_SAY_WARN, safe_text(what));
        return;
    }
    snprintf(path, sizeof path,
             "/v1/audit/sample?programme=%.60s&rate_bp=%" PRId64 "&seed=%.96s",
             programme(s), rate * 100, s->seed.text);
    s->problem = (struct err){0};
    s->ticket = bc_fetch_ask(tui_session(app), path, NULL);
    tui_touch(app);
}

static bool add(void *ctx, const char *json)
{
    struct sample *s = ctx;
    return s->count < CASES_MAX &&
           bc_sampled_read(json, &s->cases[s->count], &s->problem) && ++s->count;
}

static void take(struct tui_app *app, struct sample *s)
{
    const struct buf *answer = bc_fetched(tui_session(app), s->ticket, &s->problem);
    s->ticket = 0;
    s->count = 0;
    s->here = answer && s->problem.kind == ERR_NONE &&
              bc_sample_read(buf_str(answer), &s->drawn, &s->problem) &&
              bc_items_each(buf_str(answer), "items", add, s, &s->problem) &&
              s->problem.kind == ERR_NONE;
    tui_cursor_clamp(&s->cursor, s->count, s->page);
    s->at = s->here && s->count > 0 ? LIST : s->at;
}

/* ---- drawing ---- */

static struct safe_text cell(void *ctx, int64_t row, int column, enum tui_role *role)
{
    const struct sample *s = ctx;
    const struct bc_sampled *one = &s->cases[row];
    bool out = *one->removed_by != '\0';
    *role = out ? TUI_DIM : TUI_TEXT;
    switch (column) {
    case NUMBER:
        return safe_text(one->number);
    case WHY:
        return safe_text(strcmp(one->because, "top-risk") == 0 ? _("top risk")
                                                               : _("drawn"));
    case ISSUES:
        return tui_count(one->issues);
    case GRANT:
        return tui_thousand(one->grant_fen);
    case STATE:
        return safe_text(tui_word(one->status));
    case TICKET:
        *role = TUI_DIM;
        return safe_text(one->ticket);
    default:
        *role = out ? TUI_WARN : TUI_DIM;
        return out ? safe_textf(_("taken out by %s: %s"), one->removed_by,
                                safe_text(one->reason).bytes)
                   : safe_text("");
    }
}

static void label(struct tui_canvas *canvas, struct tui_rect line, const char *text,
                  bool focus)
{
    tui_put_fit(canvas, line.row, line.col, 1, safe_text(focus ? ">" : ""), TUI_KEY,
                false);
    tui_put_fit(canvas, line.row, line.col + 2, LABEL - 3, safe_text(text),
                focus ? TUI_STRONG : TUI_DIM, false);
}

static void box(const struct sample *s, int part, const struct tui_field *field,
                struct tui_canvas *canvas, struct tui_rect line, int cells,
                const char *help)
{
    int col = line.col + LABEL;
    tui_puts(canvas, line.row, col, "[", TUI_BORDER);
    tui_field_draw(field, canvas, line.row, col + 1, cells, s->at == part);
    tui_puts(canvas, line.row, col + 1 + cells, "]", TUI_BORDER);
    tui_put_fit(canvas, line.row, col + cells + 4, line.cols - LABEL - cells - 4,
                safe_text(help), TUI_DIM, false);
}

static void draw_form(const struct sample *s, struct tui_canvas *canvas,
                      struct tui_rect line)
{
    struct safe_text name = safe_text(
        s->programmes.count > 0 ? s->programmes.list[s->programmes.at].text : "…");
    bool focus = s->at == PROGRAMME;
    label(canvas, line, _("programme"), focus);
    tui_puts(canvas, line.row, line.col + LABEL, focus ? "<" : " ", TUI_KEY);
    int used = tui_put(canvas, line.row, line.col + LABEL + 2,
                       safe_clip(name, line.cols - LABEL - 6, canvas->ascii),
                       focus ? TUI_STRONG : TUI_TEXT);
    tui_puts(canvas, line.row, line.col + LABEL + 3 + used, focus ? ">" : " ", TUI_KEY);
    line.row++;
    label(canvas, line, _("seed"), s->at == SEED);
    box(s, SEED, &s->seed, canvas, line, 24,
        _("published before the draw; the same for everybody"));
    line.row++;
    label(canvas, line, _("share %"), s->at == RATE);
    box(s, RATE, &s->rate, canvas, line, 4,
        _("of the cases below the top risk decile; Enter draws"));
}

static struct safe_text news(const struct sample *s, enum tui_role *role)
{
    int64_t rate;
    const char *what = missing(s, &rate);
    *role = TUI_DIM;
    if (s->problem.kind != ERR_NONE) {
        *role = TUI_FAIL;
        return tui_problem(&s->problem);
    }
    if (s->ticket) {
        return safe_text(_("being drawn…"));
    }
    if (!s->here) {
        return safe_text(what ? what : _("Enter draws"));
    }
    if (s->drawn.population == 0) {
        return safe_text(_("This programme has granted nothing yet: there is nothing to "
                           "audit."));
    }
    *role = TUI_OK;
    return safe_textf(
        _("%d of %s granted cases: all %s of the top risk, %s%% of the rest by ticket. "
          "Whoever draws with this seed gets this list."),
        s->count, tui_count(s->drawn.population).bytes, tui_count(s->drawn.top).bytes,
        tui_count(s->drawn.rate_bp / 100).bytes);
}

static void draw(struct tui_app *app, void *state, struct tui_canvas *canvas,
                 struct tui_rect body)
{
    struct sample *s = state;
    enum tui_role role;
    struct safe_text said = news(s, &role);
    (void)app;
    tui_fill(canvas, body, TUI_TEXT);
    struct tui_rect line = {body.row, body.col + 1, 1, body.cols - 2};
    draw_form(s, canvas, line);
    (void)tui_put_wrapped(canvas,
                          (struct tui_rect){body.row + 3, line.col + 2, 2, line.cols - 4},
                          said, role);
    struct tui_rect rect = {body.row + FORM_ROWS, body.col, body.rows - FORM_ROWS,
                            body.cols - 1};
    if (!s->here || s->count == 0 || rect.rows < 2) {
        return;
    }
    const struct tui_list list = {.columns = columns,
                                  .column_count = COLUMNS,
                                  .rows = s->count,
                                  .ctx = s,
                                  .cell = cell};
    s->page = tui_list_page(rect.rows);
    tui_list_draw(&list, &s->cursor, canvas, rect);
}

/* ---- acting ---- */

static void fill(struct tui_app *app, struct sample *s)
{
    people_choices_fill(app, NULL, PEOPLE_PROGRAMMES, NULL, &s->programmes);
}

static void open_sample(struct tui_app *app, void *state, const void *arg)
{
    struct sample *s = state;
    (void)arg;
    s->cases = calloc(CASES_MAX, sizeof *s->cases);
    s->seed.most = 90;
    s->rate.most = 3;
    s->rate.digits = true;
    s->at = SEED;
    tui_field_set(&s->rate, "10");
    fill(app, s);
    if (!s->cases) {
        tui_say(app, TUI_SAY_ERROR, safe_text(_("out of memory; close something")));
        tui_back(app);
    }
}

static void close_sample(struct tui_app *app, void *state)
{
    struct sample *s = state;
    (void)app;
    free(s->cases);
}

/* The form says something else than what is shown. */
static void changed(struct tui_app *app, struct sample *s)
{
    s->here = false;
    s->problem = (struct err){0};
    tui_touch(app);
}

static void choose(struct tui_app *app, struct sample *s, int by)
{
    people_choices_step(&s->programmes, by, 0);
    changed(app, s);
}

static void next_part(struct sample *s, int by)
{
    do {
        s->at = (s->at + by + PARTS) % PARTS;
    } while (s->at == LIST && (!s->here || s->count == 0));
}

static const struct bc_sampled *selected(const struct sample *s)
{
    return s->here && s->cursor.at < s->count ? &s->cases[s->cursor.at] : NULL;
}

static const char *why_not(struct tui_app *app, void *state, enum tui_action action)
{
    const struct sample *s = state;
    const struct bc_sampled *one = selected(s);
    if (action != TUI_ACT_TAKE_OUT) {
        return NULL;
    }
    if (!papers_has_role(app, "supervisor")) {
        return _("only a supervisor leaves a case out, by name and with a reason");
    }
    return !one               ? _("draw the sample first, and select a case")
           : *one->removed_by ? _("this case was taken out already")
                              : NULL;
}

static void open_case(struct tui_app *app, const struct sample *s)
{
    char number[BC_NUMBER];
    snprintf(number, sizeof number, "%s", s->cases[s->cursor.at].number);
    tui_open(app, &tui_queue_screen,
             &(struct tui_queue_arg){.statuses = "*", .text = number});
}

static bool on_list(struct tui_app *app, struct sample *s, enum tui_action action)
{
    if (s->at != LIST) {
        return false;
    }
    if (action == TUI_ACT_TAKE_OUT && selected(s)) {
        tui_open(app, &people_form_screen,
                 &(struct people_form_arg){.deed = PEOPLE_TAKE_OUT,
                                           .sampled = selected(s),
                                           .seed = s->drawn.seed});
        return true;
    }
    if (action == TUI_ACT_OPEN && selected(s)) {
        open_case(app, s);
        return true; /* the state is gone */
    }
    return tui_cursor_act(&s->cursor, action, s->count, s->page);
}

static bool act(struct tui_app *app, void *state, enum tui_action action)
{
    struct sample *s = state;
    if (on_list(app, s, action)) {
        tui_touch(app);
        return true;
    }
    switch (action) {
    case TUI_ACT_NEXT_FIELD:
    case TUI_ACT_PREV_FIELD:
        next_part(s, action == TUI_ACT_NEXT_FIELD ? 1 : -1);
        break;
    case TUI_ACT_DOWN:
    case TUI_ACT_UP:
        next_part(s, action == TUI_ACT_DOWN ? 1 : -1);
        break;
    case TUI_ACT_LEFT:
    case TUI_ACT_RIGHT:
        if (s->at != PROGRAMME) {
            return false;
        }
        choose(app, s, action == TUI_ACT_RIGHT ? 1 : -1);
        break;
    case TUI_ACT_OPEN:
    case TUI_ACT_REFRESH:
        draw_lots(app, s);
        break;
    default:
        return false;
    }
    tui_touch(app);
    return true;
}

static bool wants_text(struct tui_app *app, void *state)
{
    const struct sample *s = state;
    (void)app;
    return s->at != LIST;
}

static void text(struct tui_app *app, void *state, uint32_t key)
{
    struct sample *s = state;
    struct tui_field *field = s->at == SEED ? &s->seed : &s->rate;
    if (s->at == PROGRAMME) {
        people_choices_step(&s->programmes, 1, key > ' ' && key < 0x80 ? key : 0);
        changed(app, s);
    } else if (tui_field_key(field, key)) {
        changed(app, s);
    }
    tui_touch(app);
}

static void event(struct tui_app *app, void *state, const struct bc_event *event)
{
    struct sample *s = state;
    struct bc_intent intent;
    enum tui_message level;
    struct safe_text said;
    if (event->kind == BC_EVENT_FETCH && s->ticket && event->ticket == s->ticket) {
        take(app, s);
    } else if (event->kind == BC_EVENT_TRANCHES && s->programmes.count == 0) {
        fill(app, s);
    } else if (event->kind == BC_EVENT_INTENT &&
               bc_intent_get(tui_session(app), event->ticket, &intent) &&
               strcmp(intent.what, "take-out") == 0 &&
               tui_outcome(app, &intent, &level, &said)) {
        tui_say(app, level, said);
        if (s->here && intent.state == BC_INTENT_CONFIRMED) {
            draw_lots(app, s);
        }
    }
    tui_touch(app);
}

const struct tui_screen tui_sample_screen = {
    .name = "sample",
    .title = N_("Audit sample"),
    .action = TUI_ACT_NONE,
    .context = TUI_CTX_SAMPLE,
    .dialog = true,
    .state_size = sizeof(struct sample),
    .open = open_sample,
    .close = close_sample,
    .draw = draw,
    .act = act,
    .why_not = why_not,
    .wants_text = wants_text,
    .text = text,
    .event = event,
};
