/* The outbox: everything this console was asked to do, and what became of it. */
#include "tui/screens/outbox_words.h"
#include "tui/widgets/figure.h"
#include "tui/widgets/list.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SHOWN = 500, DETAIL = 8 };

enum { NUMBER, WHEN, WHAT, TITLE, STATE, TRIES, OUTCOME, COLUMNS };

static const struct tui_column columns[COLUMNS] = {
    [NUMBER] = {.title = N_("NO."), .width = 5, .right = true},
    [WHEN] = {.title = N_("TIME"), .width = 11, .drop = 2},
    [WHAT] = {.title = N_("WHAT"), .width = 9},
    [TITLE] = {.title = N_("ABOUT"), .least = 18},
    [STATE] = {.title = N_("STATE"), .width = 9},
    [TRIES] = {.title = N_("TRIES"), .width = 5, .right = true, .drop = 3},
    [OUTCOME] = {.title = N_("OUTCOME"), .least = 34, .drop = 4},
};

struct outbox {
    struct bc_intent *intents; /* newest first, owned */
    int count;
    struct tui_cursor cursor;
    int64_t selected; /* number */
    int page;
};

struct drawing {
    struct tui_app *app;
    const struct outbox *o;
};

static void refresh(struct tui_app *app, struct outbox *o)
{
    o->intents = o->intents ? o->intents : calloc(SHOWN, sizeof *o->intents);
    o->count = o->intents ? bc_intents(tui_session(app), o->intents, SHOWN) : 0;
    for (int i = 0; o->selected != 0 && i < o->count; i++) {
        if (o->intents[i].number == o->selected) {
            o->cursor.at = i;
        }
    }
    tui_cursor_clamp(&o->cursor, o->count, o->page);
}

static const struct bc_intent *selected(const struct outbox *o)
{
    return o->cursor.at < o->count ? &o->intents[o->cursor.at] : NULL;
}

/* ---- drawing ---- */

static struct safe_text outcome(const struct bc_intent *i)
{
    if (i->state == BC_INTENT_CONFIRMED && i->count > 1) {
        return safe_textf(_("%d done, %d await, %d refused"), i->done, i->awaiting,
                          i->refused);
    }
    return safe_text(i->text);
}

static struct safe_text cell(void *ctx, int64_t row, int column, enum tui_role *role)
{
    const struct drawing *d = ctx;
    const struct bc_intent *i = &d->o->intents[row];
    switch (column) {
    case NUMBER:
        return safe_textf("%" PRId64, i->number);
    case WHEN:
        *role = TUI_DIM;
        return tui_clock(i->created_at, tui_now(d->app), tui_zone(d->app));
    case WHAT:
        return safe_text(tui_word(i->what));
    case TITLE:
        return safe_text(i->title);
    case STATE:
        return safe_text(tui_intent_word(i->state, role));
    case TRIES:
        return tui_count(i->attempts);
    default:
        *role = TUI_DIM;
        return outcome(i);
    }
}

static struct safe_text times(struct tui_app *app, const struct bc_intent *i)
{
    int64_t now = tui_now(app);
    int zone = tui_zone(app);
    if (i->next_at > now &&
        (i->state == BC_INTENT_QUEUED || i->state == BC_INTENT_UNKNOWN)) {
        return safe_textf(_("asked %s, next try in %s"),
                          tui_clock(i->created_at, now, zone).bytes,
                          tui_age(i->next_at - now).bytes);
    }
    if (i->undo_until > now) {
        return safe_textf(_("asked %s, can be undone for %s"),
                          tui_clock(i->created_at, now, zone).bytes,
                          tui_age(i->undo_until - now).bytes);
    }
    return safe_textf(_("asked %s, last news %s"),
                      tui_clock(i->created_at, now, zone).bytes,
                      tui_clock(i->updated_at, now, zone).bytes);
}

static void draw_detail(struct tui_app *app, struct tui_canvas *canvas,
                        struct tui_rect rect, const struct bc_intent *i)
{
    enum tui_role role;
    const char *word = tui_intent_word(i->state, &role);
    tui_heading(canvas, rect.row, rect.col, rect.cols,
                safe_textf("%" PRId64 "  %s  %s", i->number, tui_word(i->what),
                           safe_text(i->title).bytes),
                times(app, i));
    int row = rect.row + 1, col = rect.col + 2;
    int used = tui_puts(canvas, row, col, word, role);
    if (*i->problem) {
        tui_put(canvas, row, col + used + 2, safe_text(tui_word(i->problem)), TUI_DIM);
    }
    row++;
    struct safe_text text = outcome(i);
    int left = rect.row + rect.rows - row;
    if (text.len > 0) {
        row += tui_put_wrapped(
            canvas, (struct tui_rect){row, col, left > 4 ? left - 3 : 1, rect.cols - 4},
            text, TUI_TEXT);
    }
    left = rect.row + rect.rows - row;
    row += tui_put_wrapped(canvas, (struct tui_rect){row, col, left, rect.cols - 4},
                           safe_text(tui_intent_next(i)), TUI_STRONG);
    if (row < rect.row + rect.rows) {
        tui_put(canvas, row, col, safe_textf(_("operation %s"), i->operation), TUI_DIM);
    }
}

static void draw_empty(struct tui_canvas *canvas, struct tui_rect body)
{
    struct tui_rect text = {body.row + 1, body.col + 2, 2, body.cols - 4};
    text.row +=
        tui_put_wrapped(canvas, text, safe_text(_("The outbox is empty.")), TUI_STRONG);
    text.rows = body.rows - 4;
    tui_put_wrapped(
        canvas, text,
        safe_text(_("Every decision and report is written here before it is "
                    "sent, and stays with what became of it. It is sent once, "
                    "even if the link fails on the way.")),
        TUI_DIM);
}

static void draw(struct tui_app *app, void *state, struct tui_canvas *canvas,
                 struct tui_rect body)
{
    struct outbox *o = state;
    refresh(app, o);
    if (o->count == 0) {
        draw_empty(canvas, body);
        return;
    }
    struct drawing d = {app, o};
    struct tui_list list = {.columns = columns,
                            .column_count = COLUMNS,
                            .rows = o->count,
                            .ctx = &d,
                            .cell = cell};
    int spare = body.rows - DETAIL - 1;
    int rows = spare < 5 ? body.rows : o->count + 1 < spare ? o->count + 1 : spare;
    o->page = tui_list_page(rows);
    tui_list_draw(&list, &o->cursor, canvas,
                  (struct tui_rect){body.row, body.col, rows, body.cols});
    if (body.rows - rows > DETAIL) {
        draw_detail(app, canvas,
                    (struct tui_rect){body.row + rows + 1, body.col + 1,
                                      body.rows - rows - 1, body.cols - 2},
                    selected(o));
    }
}

/* ---- acting ---- */

static void close_screen(struct tui_app *app, void *state)
{
    struct outbox *o = state;
    (void)app;
    free(o->intents);
}

static const char *why_not(struct tui_app *app, void *state, enum tui_action action)
{
    struct outbox *o = state;
    if (action != TUI_ACT_SEND_AGAIN && action != TUI_ACT_DISCARD) {
        return NULL;
    }
    refresh(app, o);
    const struct bc_intent *i = selected(o);
    if (!i) {
        return _("the outbox is empty");
    }
    return action == TUI_ACT_DISCARD ? tui_intent_no_discard(i) : tui_intent_no_retry(i);
}

static void change(struct tui_app *app, const struct bc_intent *i, bool discard)
{
    struct err err = {0};
    bool ok = discard ? bc_intent_discard(tui_session(app), i->number, &err)
                      : bc_intent_retry(tui_session(app), i->number, &err);
    if (!ok) {
        tui_say(app, TUI_SAY_ERROR, safe_text(err.text));
    } else if (discard) {
        tui_say(app, TUI_SAY_OK,
                safe_textf(_("%s %s was discarded; it is never sent"), tui_word(i->what),
                           safe_text(i->title).bytes));
    } else {
        tui_say(app, TUI_SAY_INFO,
                safe_textf(_("%s %s is being sent again"), tui_word(i->what),
                           safe_text(i->title).bytes));
    }
}

/* The case a decision was about, or the centres for a report. */
static void open_subject(struct tui_app *app, const struct bc_intent *i)
{
    char number[BC_NUMBER];
    size_t len = strcspn(i->title, " ");
    if (strcmp(i->what, "report") == 0) {
        tui_open(app, &tui_centres_screen, NULL);
    } else if (i->count == 1 && len > 0 && len < sizeof number) {
        snprintf(number, sizeof number, "%.*s", (int)len, i->title);
        tui_open(app, &tui_queue_screen,
                 &(struct tui_queue_arg){.statuses = "*", .text = number});
    } else {
        tui_open(app, &tui_queue_screen, NULL);
    }
}

static bool act(struct tui_app *app, void *state, enum tui_action action)
{
    struct outbox *o = state;
    refresh(app, o);
    const struct bc_intent *i = selected(o);
    if (tui_cursor_act(&o->cursor, action, o->count, o->page)) {
        i = selected(o);
        o->selected = i ? i->number : 0;
    } else if (action == TUI_ACT_SEND_AGAIN || action == TUI_ACT_DISCARD) {
        const char *why = why_not(app, state, action);
        if (why) {
            tui_say(app, TUI_SAY_WARN, safe_text(why));
        } else if (i) {
            change(app, i, action == TUI_ACT_DISCARD);
        }
    } else if (action == TUI_ACT_OPEN && i) {
        open_subject(app, i);
    } else {
        return false;
    }
    tui_touch(app);
    return true;
}

static void status(struct tui_app *app, void *state, struct tui_status *out)
{
    struct outbox *o = state;
    int pending = bc_intents_pending(tui_session(app));
    out->view = pending > 0 ? safe_textf(_("%d without an answer"), pending)
                            : safe_text(_("all answered"));
    if (o->count == SHOWN) {
        out->place = safe_textf(_("newest %d"), SHOWN);
    } else if (o->count > 0) {
        out->place = safe_textf(_("%lld of %d"), (long long)o->cursor.at + 1, o->count);
    }
}

static void event(struct tui_app *app, void *state, const struct bc_event *e)
{
    (void)state;
    if (e->kind == BC_EVENT_INTENT || e->kind == BC_EVENT_LINK) {
        tui_touch(app);
    }
}

const struct tui_screen tui_outbox_screen = {
    .name = "outbox",
    .title = N_("Outbox"),
    .action = TUI_ACT_OUTBOX,
    .context = TUI_CTX_OUTBOX,
    .tab = 5,
    .state_size = sizeof(struct outbox),
    .close = close_screen,
    .draw = draw,
    .status = status,
    .act = act,
    .why_not = why_not,
    .event = event,
};
