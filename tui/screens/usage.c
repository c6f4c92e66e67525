#include "tui/screens/usage.h"

#include "backend_client/orders.h"
#include "common/date.h"
#include "tui/screens/centre_rows.h"
#include "tui/screens/papers.h"
#include "tui/widgets/field.h"
#include "tui/widgets/figure.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum usage_field { HOURS, NOTE, FIELDS };

enum { LABEL = 12, WIDEST = 76, NOTE_BYTES = 319, ROWS = 8 };

struct usage {
    struct bc_claim claim;
    bool deny;
    struct tui_field text[FIELDS];
    int at;
    int64_t hours; /* as typed; 0: they do not read */
    bool sent;
};

struct usage_arg {
    const struct bc_claim *claim;
    bool deny;
};

const char *tui_usage_why_not(struct tui_app *app, const struct bc_claim *claim)
{
    if (!tui_centre_own(tui_session(app), claim->centre)) {
        return _("only an operator of the centre says what was used there");
    }
    return papers_has_word("lodged queried", claim->status)
               ? NULL
               : _("the office has gone on with this claim; tell it what you know");
}

/* ---- reading ---- */

static int64_t read_hours(const char *text)
{
    char digits[32];
    size_t n = 0;
    for (; *text && n + 1 < sizeof digits; text++) {
        if (*text != ',') {
            digits[n++] = *text;
        }
    }
    digits[n] = '\0';
    char *end;
    long long hours = strtoll(digits, &end, 10);
    return n > 0 && n < 10 && !*end && hours > 0 ? hours : 0;
}

static const char *owed(const struct usage *u)
{
    if (!u->deny && u->hours == 0) {
        return _("GPU-hours: a whole number above 0");
    }
    return u->deny && u->text[NOTE].len == 0
               ? _("say in the remark why the use is denied")
               : NULL;
}

/* ---- opening ---- */

static void open_usage(struct tui_app *app, void *state, const void *arg)
{
    struct usage *u = state;
    const struct usage_arg *wish = arg;
    char text[32];
    (void)app;
    u->claim = *wish->claim;
    u->deny = wish->deny;
    u->at = u->deny ? NOTE : HOURS;
    u->text[HOURS].digits = true;
    u->text[HOURS].most = 12;
    u->text[NOTE].most = NOTE_BYTES;
    snprintf(text, sizeof text, "%lld", (long long)u->claim.usage_hours);
    tui_field_set(&u->text[HOURS], text);
    u->hours = read_hours(text);
}

void tui_usage_open(struct tui_app *app, const struct bc_claim *claim, bool deny)
{
    tui_open(app, &tui_usage_screen, &(struct usage_arg){.claim = claim, .deny = deny});
}

/* ---- drawing ---- */

static void draw_field(const struct usage *u, struct tui_canvas *canvas,
                       struct tui_rect line, enum usage_field field)
{
    bool focus = u->at == (int)field;
    int cells = field == HOURS ? 12 : line.cols - LABEL - 2;
    tui_put_fit(canvas, line.row, line.col, 1, safe_text(focus ? ">" : ""), TUI_KEY,
                false);
    tui_put_fit(canvas, line.row, line.col + 2, LABEL - 3,
                safe_text(field == HOURS ? _("GPU-hours") : _("remark")),
                focus ? TUI_STRONG : TUI_DIM, false);
    tui_puts(canvas, line.row, line.col + LABEL, "[", TUI_BORDER);
    tui_field_draw(&u->text[field], canvas, line.row, line.col + LABEL + 1, cells, focus);
    tui_puts(canvas, line.row, line.col + LABEL + 1 + cells, "]", TUI_BORDER);
}

static struct safe_text news(struct tui_app *app, const struct usage *u,
                             enum tui_role *role)
{
    const char *why = owed(u);
    *role = TUI_WARN;
    if (why) {
        return safe_text(why);
    }
    if (u->deny) {
        return safe_text(_("the office is asked about the claim before it goes on"));
    }
    if (u->hours != u->claim.usage_hours) {
        return safe_textf(_("the claim says %s h: the office is asked about the "
                            "difference"),
                          tui_count(u->claim.usage_hours).bytes);
    }
    *role = TUI_OK;
    return safe_text(bc_link(tui_session(app))->state == BC_LINK_LIVE
                         ? _("as the claim says; F8 sends it now")
                         : _("no link: F8 keeps it in the outbox and sends it later"));
}

static struct safe_text days(const struct bc_claim *c)
{
    char from[16], to[16];
    return c->usage_from == 0 ? safe_text(_("the claim names no days"))
                              : safe_textf(_("claimed: %s h from %s to %s"),
                                           tui_count(c->usage_hours).bytes,
                                           date_format(c->usage_from, from),
                                           date_format(c->usage_to, to));
}

static void draw(struct tui_app *app, void *state, struct tui_canvas *canvas,
                 struct tui_rect body)
{
    struct usage *u = state;
    enum tui_role role;
    struct safe_text name = safe_text(u->claim.applicant_name),
                     said = news(app, u, &role);
    int cols = body.cols < WIDEST ? body.cols : WIDEST;
    int rows = body.rows < ROWS ? body.rows : ROWS;
    struct tui_rect box = {body.row + (body.rows - rows) / 2,
                           body.col + (body.cols - cols) / 2, rows, cols};
    tui_fill(canvas, box, TUI_DIALOG);
    tui_box(canvas, box, TUI_BORDER);
    tui_put(canvas, box.row, box.col + 2,
            safe_textf(" %s ", u->deny ? _("Deny usage") : _("Confirm usage")),
            TUI_DIALOG_TITLE);
    struct tui_rect line = {box.row + 1, box.col + 2, 1, box.cols - 4};
    tui_put_fit(canvas, line.row++, line.col, line.cols,
                safe_textf("%s  %s", u->claim.number, name.bytes), TUI_STRONG, false);
    tui_put_fit(canvas, line.row++, line.col, line.cols, days(&u->claim), TUI_DIM, false);
    if (!u->deny) {
        draw_field(u, canvas, line, HOURS);
        line.row++;
    }
    draw_field(u, canvas, line, NOTE);
    line.row++;
    (void)tui_put_wrapped(
        canvas, (struct tui_rect){line.row, line.col + 2, 2, line.cols - 4}, said, role);
}

/* ---- acting ---- */

static const char *why_not(struct tui_app *app, void *state, enum tui_action action)
{
    const struct usage *u = state;
    (void)app;
    return action == TUI_ACT_CONFIRM ? owed(u) : NULL;
}

static void confirm(struct tui_app *app, struct usage *u)
{
    struct bc_order order = {.subject = BC_ON_USE,
                             .revision = u->claim.revision,
                             .usage = {.hours = u->deny ? 0 : u->hours}};
    struct safe_text name = safe_text(u->claim.applicant_name);
    struct err err = {0};
    int64_t intent;
    const char *why = owed(u);
    if (u->sent) {
        return;
    }
    if (why) {
        tui_say(app, TUI_SAY_WARN, safe_text(why));
        u->at = u->deny ? NOTE : HOURS;
        tui_touch(app);
        return;
    }
    memcpy(order.id, u->claim.id, sizeof order.id);
    snprintf(order.action, sizeof order.action, "%s",
             u->deny ? "deny-usage" : "confirm-usage");
    snprintf(order.title, sizeof order.title, "%s %.180s", u->claim.number, name.bytes);
    snprintf(order.note, sizeof order.note, "%s", u->text[NOTE].text);
    if (!bc_order_put(tui_session(app), &order, &intent, &err)) {
        tui_say(app, TUI_SAY_ERROR, safe_text(err.text));
        return;
    }
    u->sent = true;
    bool live = bc_link(tui_session(app))->state == BC_LINK_LIVE;
    tui_say(app, TUI_SAY_INFO,
            safe_textf(live ? _("the use of %s: sent, number %lld in the outbox")
                            : _("the use of %s: kept as number %lld in the outbox until "
                                "the link is back"),
                       u->claim.number, (long long)intent));
    tui_back(app);
}

static bool act(struct tui_app *app, void *state, enum tui_action action)
{
    struct usage *u = state;
    switch (action) {
    case TUI_ACT_CONFIRM:
        confirm(app, u);
        return true;
    case TUI_ACT_NEXT_FIELD:
    case TUI_ACT_DOWN:
    case TUI_ACT_PREV_FIELD:
    case TUI_ACT_UP:
        u->at = u->deny || u->at == HOURS ? NOTE : HOURS;
        break;
    default:
        return false;
    }
    tui_touch(app);
    return true;
}

static void text(struct tui_app *app, void *state, uint32_t key)
{
    struct usage *u = state;
    if (tui_field_key(&u->text[u->at], key)) {
        u->hours = read_hours(u->text[HOURS].text);
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

const struct tui_screen tui_usage_screen = {
    .name = "usage",
    .title = N_("Usage"),
    .action = TUI_ACT_NONE,
    .context = TUI_CTX_REPORT,
    .dialog = true,
    .state_size = sizeof(struct usage),
    .open = open_usage,
    .draw = draw,
    .act = act,
    .why_not = why_not,
    .wants_text = tui_wants_text_always,
    .text = text,
    .event = event,
};
