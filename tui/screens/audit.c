/* The audit trail: the journal newest first, what each entry changed, and the chain
 * walked from here. Nothing can be changed on this screen, by anybody. */
#include "tui/screens/audit_state.h"

#include <stdio.h>
#include <string.h>

enum {
    BESIDE = 150,
    LEAST_DETAIL = 7,
    LEAST_LIST = 6,
    REST_MS = 80,
    FOUND_WITHIN = 4096
};

/* ---- opening ---- */

static void open_screen(struct tui_app *app, void *state, const void *arg)
{
    struct audit *a = state;
    const struct tui_audit_arg *wish = arg;
    if (wish) {
        snprintf(a->stream, sizeof a->stream, "%s", wish->stream ? wish->stream : "");
        snprintf(a->subject, sizeof a->subject, "%s", wish->subject ? wish->subject : "");
        snprintf(a->title, sizeof a->title, "%s", wish->title ? wish->title : "");
        snprintf(a->filter, sizeof a->filter, "%s", wish->text ? wish->text : "");
    }
    audit_read_again(app, a);
}

static void close_screen(struct tui_app *app, void *state)
{
    struct audit *a = state;
    (void)app;
    bc_audit_close(a->audit);
    bc_verify_close(a->verify);
}

/* ---- drawing ---- */

static void find_sought(struct audit *a, int64_t rows)
{
    for (int64_t i = 0; a->sought != 0 && i < rows && i < FOUND_WITHIN; i++) {
        const struct bc_audit_entry *e = bc_audit_row(a->audit, i);
        if (e && e->seq == a->sought &&
            strcmp(bc_audit_stream(a->audit, e->stream), a->sought_stream) == 0) {
            a->cursor.at = i;
            a->sought = 0;
        }
    }
}

static void clamp(struct audit *a)
{
    struct bc_audit_progress p = audit_progress(a);
    if (a->audit && a->sought != 0) {
        find_sought(a, p.shown);
    }
    if (a->to_last) {
        a->cursor.at = p.shown - 1;
        a->to_last = !p.complete && !p.capped;
    }
    tui_cursor_clamp(&a->cursor, p.shown, a->page);
}

static const char *empty_text(const struct bc_audit_progress *p, const struct audit *a)
{
    if (p->refused) {
        return _("the journal is read by officers, supervisors and auditors; your role "
                 "does not include it");
    }
    if (!p->complete) {
        return *a->filter || *a->subject ? _("looking through the journal…")
                                         : _("the journal is being read…");
    }
    return *a->filter    ? _("no entry matches the filter; Esc clears it")
           : *a->subject ? _("there is no entry about this record that you may read")
                         : _("the journal is empty");
}

static void draw_empty(const struct audit *a, const struct bc_audit_progress *p,
                       struct tui_canvas *canvas, struct tui_rect body)
{
    bool failed = p->err.kind != ERR_NONE;
    tui_put_wrapped(
        canvas, (struct tui_rect){body.row + 2, body.col + 2, 4, body.cols - 4},
        safe_text(failed ? p->err.text : empty_text(p, a)), failed ? TUI_ERROR : TUI_DIM);
}

struct layout {
    struct tui_rect list, detail; /* 0 rows: not drawn */
    bool beside;
};

static struct layout lay_out(const struct tui_app *app, const struct audit *a,
                             struct tui_rect body)
{
    struct layout out = {.list = body, .detail = body};
    out.list.row++;
    out.list.rows--;
    out.beside = body.cols >= BESIDE && !tui_is_slow(app);
    if (a->full) {
        out.list.rows = 0;
    } else if (out.beside) {
        out.detail.cols = body.cols * 45 / 100;
        out.detail.col = body.col + body.cols - out.detail.cols;
        out.list.cols -= out.detail.cols + 3;
    } else {
        int rows = out.list.rows * 55 / 100;
        rows =
            out.list.rows - rows - 1 < LEAST_LIST ? out.list.rows - LEAST_LIST - 1 : rows;
        out.detail.rows = rows >= LEAST_DETAIL ? rows : 0;
        out.detail.row = body.row + body.rows - out.detail.rows;
        out.list.rows -= out.detail.rows ? out.detail.rows + 1 : 0;
    }
    out.detail.col += !out.beside;
    out.detail.cols -= out.beside ? 1 : 2;
    return out;
}

/* While the cursor moves the entries it passes are not fetched. */
static void draw_detail(struct tui_app *app, struct audit *a, struct tui_canvas *canvas,
                        struct tui_rect rect)
{
    const struct bc_audit_entry *e = audit_selected(a);
    if (e && rect.rows > 0) {
        const struct bc_audit_detail *d = a->moving ? NULL : bc_audit_detail(a->audit, e);
        a->more = tui_audit_detail_draw(app, canvas, rect, e, d, a->unfolded, a->skip);
        if (a->moving) {
            tui_wake(app, REST_MS);
        }
        a->moving = false;
    }
}

static void draw(struct tui_app *app, void *state, struct tui_canvas *canvas,
                 struct tui_rect body)
{
    struct audit *a = state;
    struct bc_verify_progress chain;
    struct layout at = lay_out(app, a, body);
    a->page = tui_list_page(at.list.rows > 0 ? at.list.rows : body.rows);
    clamp(a);
    struct bc_audit_progress p = audit_progress(a);
    if (a->verify) {
        bc_verify_progress(a->verify, &chain);
    }
    if (!a->full) {
        tui_audit_banner(app, canvas, (struct tui_rect){body.row, body.col, 1, body.cols},
                         &p, a->verify ? &chain : NULL);
    }
    if (p.shown == 0) {
        draw_empty(a, &p, canvas, body);
        return;
    }
    if (at.list.rows > 0) {
        tui_audit_table_draw(app, a->audit, p.shown, !*a->stream && !*a->subject,
                             &a->cursor, canvas, at.list);
    }
    if (at.beside && !a->full) {
        tui_vline(canvas, body.row, at.detail.col - 2, body.rows, TUI_BORDER);
    } else if (at.detail.rows > 0 && !a->full) {
        tui_hline(canvas, at.detail.row - 1, body.col, body.cols, TUI_BORDER);
    }
    draw_detail(app, a, canvas, at.detail);
}

/* ---- acting ---- */

static const char *why_not(struct tui_app *app, void *state, enum tui_action action)
{
    struct audit *a = state;
    struct bc_verify_progress chain;
    (void)app;
    clamp(a);
    bool about_entry =
        action == TUI_ACT_OPEN || action == TUI_ACT_HISTORY || action == TUI_ACT_TABLE;
    if (about_entry && !audit_selected(a) && !*a->subject) {
        return _("there is no entry to look at");
    }
    if (action == TUI_ACT_VERIFY && a->verify) {
        bc_verify_progress(a->verify, &chain);
        return chain.state == BC_VERIFY_RUNNING ? _("the chain is being walked already")
                                                : NULL;
    }
    return NULL;
}

static void verify(struct tui_app *app, struct audit *a)
{
    struct err err = {0};
    bc_verify_close(a->verify);
    a->verify = NULL;
    if (!bc_verify_start(tui_session(app), *a->stream ? a->stream : NULL, &a->verify,
                         &err)) {
        tui_say(app, TUI_SAY_ERROR, safe_text(err.text));
    }
}

static bool move(struct audit *a, enum tui_action action)
{
    struct bc_audit_progress p = audit_progress(a);
    if (!tui_cursor_act(&a->cursor, action, p.shown, a->page)) {
        return false;
    }
    a->skip = 0;
    a->sought = 0;
    a->moving = true;
    a->to_last = action == TUI_ACT_LAST && a->audit && !p.complete && !p.capped;
    if (a->to_last) {
        bc_audit_want(a->audit, BC_AUDIT_MAX);
    }
    return true;
}

static bool act_on_journal(struct tui_app *app, struct audit *a, enum tui_action action)
{
    switch (action) {
    case TUI_ACT_HISTORY:
        audit_history(app, a);
        return true;
    case TUI_ACT_VIEW:
        audit_next_stream(app, a);
        return true;
    case TUI_ACT_VERIFY:
        verify(app, a);
        return true;
    case TUI_ACT_RESORT:
    case TUI_ACT_REFRESH:
        audit_seek_selected(a);
        audit_read_again(app, a);
        return true;
    case TUI_ACT_BACK:
        return audit_leave_history(app, a);
    default:
        return false;
    }
}

static bool act(struct tui_app *app, void *state, enum tui_action action)
{
    struct audit *a = state;
    const struct bc_audit_entry *e;
    clamp(a);
    if (move(a, action)) {
        tui_touch(app);
    } else if (action == TUI_ACT_DETAIL_DOWN) {
        a->skip += a->more > 0;
    } else if (action == TUI_ACT_DETAIL_UP) {
        a->skip -= a->skip > 0;
    } else if (action == TUI_ACT_TABLE) {
        a->unfolded = !a->unfolded;
        a->skip = 0;
    } else if (action == TUI_ACT_OPEN && (e = audit_selected(a)) != NULL) {
        audit_open_subject(app, a->audit, e);
    } else if (!act_on_journal(app, a, action)) {
        return false;
    }
    tui_touch(app);
    return true;
}

static void filter(struct tui_app *app, void *state, const char *text)
{
    struct audit *a = state;
    struct err err = {0};
    if (a->audit && !bc_audit_filter(a->audit, text ? text : "", &err)) {
        tui_say(app, TUI_SAY_WARN, safe_text(err.text)); /* the last good one stays */
        return;
    }
    snprintf(a->filter, sizeof a->filter, "%s", text ? text : "");
    a->cursor = (struct tui_cursor){0};
    tui_touch(app);
}

static void filter_count(struct tui_app *app, void *state, int64_t *shown, int64_t *total)
{
    struct bc_audit_progress p = audit_progress(state);
    (void)app;
    *shown = p.shown;
    *total = p.known < 0 ? 0 : p.known;
}

static void status(struct tui_app *app, void *state, struct tui_status *out)
{
    struct audit *a = state;
    clamp(a);
    struct bc_audit_progress p = audit_progress(a);
    out->view = *a->subject  ? safe_textf(_("history of %s"), safe_text(a->title).bytes)
                : *a->stream ? safe_text(tui_audit_stream(tui_session(app), a->stream))
                             : safe_text(_("all streams"));
    out->filter = safe_text(a->filter);
    if (a->newer > 0) {
        out->marks = safe_textf(_("%d newer, = shows"), a->newer);
    }
    if (p.shown > 0) {
        bool exact = p.complete || (!*a->filter && !*a->subject);
        int64_t total = p.complete ? p.shown : p.known;
        out->place = exact ? safe_textf(_("%lld of %lld"), (long long)a->cursor.at + 1,
                                        (long long)total)
                           : safe_textf("%lld", (long long)a->cursor.at + 1);
    }
}

static void chain_news(struct tui_app *app, const struct audit *a)
{
    struct bc_verify_progress chain;
    if (!a->verify) {
        return;
    }
    bc_verify_progress(a->verify, &chain);
    if (chain.state == BC_VERIFY_BROKEN) {
        tui_say(app, TUI_SAY_ERROR,
                safe_textf(_("the chain is BROKEN: %s"), chain.err.text));
    }
}

static void event(struct tui_app *app, void *state, const struct bc_event *e)
{
    struct audit *a = state;
    const struct bc_programme *all;
    switch (e->kind) {
    case BC_EVENT_AUDIT:
        chain_news(app, a);
        tui_touch(app);
        break;
    case BC_EVENT_CASE:
        a->newer++;
        tui_touch(app);
        break;
    case BC_EVENT_LINK:
    case BC_EVENT_ME:
        if (a->audit && bc_link(tui_session(app))->state == BC_LINK_LIVE) {
            bc_audit_resume(a->audit);
        }
        break;
    case BC_EVENT_TRANCHES:
        if (bc_programmes(tui_session(app), &all) != a->programmes) {
            audit_read_again(app, a);
        }
        break;
    default:
        break;
    }
}

const struct tui_screen tui_audit_screen = {
    .name = "audit",
    .title = N_("Audit"),
    .action = TUI_ACT_AUDIT,
    .context = TUI_CTX_AUDIT,
    .tab = 6,
    .state_size = sizeof(struct audit),
    .open = open_screen,
    .close = close_screen,
    .draw = draw,
    .status = status,
    .act = act,
    .why_not = why_not,
    .filter = filter,
    .filter_count = filter_count,
    .event = event,
    .place = audit_place,
    .go = audit_go,
};
