#include "tui/screens/lodge.h"

#include "backend_client/orders.h"
#include "common/date.h"
#include "common/money.h"
#include "tui/screens/case_words.h"
#include "tui/screens/papers.h"
#include "tui/widgets/field.h"
#include "tui/widgets/figure.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COPY(to, from) snprintf(to, sizeof(to), "%s", from)

enum lodge_field { AMOUNT, NUMBER, DAY, INVOICED, HOURS, FROM, TO, CENTRE, FIELDS };

enum { LABEL = 14, WIDEST = 92 };

static const struct {
    const char *label, *help; /* msgids */
    int cells;
    bool digits;
} fields[FIELDS] = {
    [AMOUNT] = {N_("asks ¥"), N_("what is claimed on the voucher"), 18, true},
    [NUMBER] = {N_("invoice no."), N_("as printed on it"), 26, false},
    [DAY] = {N_("invoice day"), N_("such as 2026-11-24"), 12, false},
    [INVOICED] = {N_("invoice ¥"), N_("its whole amount"), 18, true},
    [HOURS] = {N_("GPU-hours"), N_("used, as the centre's record says"), 14, true},
    [FROM] = {N_("used from"), N_("first day"), 12, false},
    [TO] = {N_("used to"), N_("last day"), 12, false},
    [CENTRE] = {N_("centre"), N_("its short name, such as lingang-c2"), 20, false},
};

struct lodge {
    bool answer;    /* of a query; else a new claim */
    char id[BC_ID]; /* of the claim, or of the voucher */
    int64_t revision;
    char number[BC_NUMBER], name[BC_NAME];
    int64_t most; /* fen unused on the voucher */
    struct tui_field text[FIELDS];
    int at;
    struct bc_order order;
    bool whole; /* every field reads */
    char fault[SAFE_TEXT_MAX];
    int fault_at;
    int64_t ticket;
    bool sent;
};

struct lodge_arg {
    const struct bc_voucher *voucher;
    const struct bc_claim *claim;
};

const char *tui_lodge_why_not(struct tui_app *app, const struct bc_voucher *voucher)
{
    if (!papers_has_role(app, "officer desk")) {
        return _("only the applicant's desk or an officer lodges a claim");
    }
    if (strcmp(voucher->status, "active") != 0) {
        return _("only a live voucher takes a claim");
    }
    return voucher->unused > 0 ? NULL : _("nothing is left unused on this voucher");
}

/* ---- reading what was typed ---- */

static bool fault(struct lodge *l, int field, const char *text)
{
    struct safe_text safe = safe_textf(_("%s: %s"), _(fields[field].label), text);
    memcpy(l->fault, safe.bytes, sizeof l->fault);
    l->fault_at = field;
    return false;
}

static bool filled(struct lodge *l, int field)
{
    return l->text[field].len > 0 || fault(l, field, _("is still empty"));
}

static bool read_money(struct lodge *l, int field, int64_t *out)
{
    return filled(l, field) &&
           (money_parse(l->text[field].text, out, NULL) ||
            fault(l, field, _("an amount is 500k, 1.5m or 12,000 (yuan)")));
}

static bool read_day(struct lodge *l, int field, int32_t *out)
{
    return filled(l, field) && (date_parse(l->text[field].text, out) ||
                                fault(l, field, _("a day is written as 2026-11-24")));
}

static bool read_text(struct lodge *l, int field, char *out, size_t size)
{
    if (!filled(l, field)) {
        return false;
    }
    if ((size_t)l->text[field].len >= size) {
        return fault(l, field, _("is too long"));
    }
    snprintf(out, size, "%s", l->text[field].text);
    return true;
}

static bool read_hours(struct lodge *l, int64_t *out)
{
    char digits[32];
    size_t n = 0;
    for (const char *c = l->text[HOURS].text; *c && n + 1 < sizeof digits; c++) {
        if (*c != ',') {
            digits[n++] = *c;
        }
    }
    digits[n] = '\0';
    char *end;
    *out = strtoll(digits, &end, 10);
    return filled(l, HOURS) && ((n > 0 && n < 12 && !*end && *out > 0) ||
                                fault(l, HOURS, _("a whole number above 0")));
}

static bool read_papers(struct lodge *l, struct bc_order *o)
{
    return read_text(l, NUMBER, o->invoice.number, sizeof o->invoice.number) &&
           read_day(l, DAY, &o->invoice.on) && read_money(l, INVOICED, &o->invoice.fen) &&
           read_hours(l, &o->usage.hours) && read_day(l, FROM, &o->usage.from) &&
           read_day(l, TO, &o->usage.to) &&
           (o->usage.to >= o->usage.from ||
            fault(l, TO, _("the last day is before the first"))) &&
           read_text(l, CENTRE, o->usage.centre, sizeof o->usage.centre);
}

static bool read_form(struct lodge *l)
{
    struct bc_order *o = &l->order;
    struct safe_text name = safe_text(l->name);
    *o = (struct bc_order){.subject = l->answer ? BC_ON_CLAIM : BC_NEW_CLAIM,
                           .revision = l->revision,
                           .has_invoice = true,
                           .has_usage = true};
    l->fault[0] = '\0';
    COPY(o->id, l->id);
    COPY(o->action, l->answer ? "answer" : "lodge");
    snprintf(o->title, sizeof o->title, "%s %.180s", l->number, name.bytes);
    bool ok = l->answer || (read_money(l, AMOUNT, &o->amount_fen) &&
                            (o->amount_fen <= l->most ||
                             fault(l, AMOUNT, _("more than is unused on the voucher"))));
    return ok && read_papers(l, o);
}

static void changed(struct tui_app *app, struct lodge *l)
{
    l->whole = read_form(l);
    l->ticket = l->whole ? bc_trial_ask(tui_session(app), &l->order, 1) : 0;
    tui_touch(app);
}

/* ---- opening ---- */

static void fill_from_claim(struct lodge *l, const struct bc_claim *c)
{
    char text[32];
    tui_field_set(&l->text[NUMBER], c->invoice_number);
    if (c->invoice_on) {
        tui_field_set(&l->text[DAY], date_format(c->invoice_on, text));
        tui_field_set(&l->text[INVOICED], money_format(c->invoice_fen, MONEY_YUAN, text));
    }
    if (c->usage_from) {
        snprintf(text, sizeof text, "%lld", (long long)c->usage_hours);
        tui_field_set(&l->text[HOURS], text);
        tui_field_set(&l->text[FROM], date_format(c->usage_from, text));
        tui_field_set(&l->text[TO], date_format(c->usage_to, text));
    }
}

static void open_lodge(struct tui_app *app, void *state, const void *arg)
{
    struct lodge *l = state;
    const struct lodge_arg *wish = arg;
    (void)app;
    for (int i = 0; i < FIELDS; i++) {
        l->text[i].digits = fields[i].digits;
        l->text[i].most = i == NUMBER || i == CENTRE ? 46 : 20;
    }
    if (wish->claim) {
        const struct bc_claim *c = wish->claim;
        l->answer = true;
        l->revision = c->revision;
        l->at = NUMBER;
        memcpy(l->id, c->id, sizeof l->id);
        memcpy(l->number, c->number, sizeof l->number);
        memcpy(l->name, c->applicant_name, sizeof l->name);
        fill_from_claim(l, c);
        const struct bc_centre *centres;
        int count = bc_centres(tui_session(app), &centres);
        for (int i = 0; i < count; i++) {
            if (strcmp(centres[i].id, c->centre) == 0) {
                tui_field_set(&l->text[CENTRE], centres[i].slug);
            }
        }
    } else {
        const struct bc_voucher *v = wish->voucher;
        l->most = v->unused;
        memcpy(l->id, v->id, sizeof l->id);
        memcpy(l->number, v->number, sizeof l->number);
        memcpy(l->name, v->applicant_name, sizeof l->name);
    }
    changed(app, l);
}

void tui_lodge_open(struct tui_app *app, const struct bc_voucher *voucher)
{
    tui_open(app, &tui_lodge_screen, &(struct lodge_arg){.voucher = voucher});
}

void tui_answer_open(struct tui_app *app, const struct bc_claim *claim)
{
    tui_open(app, &tui_lodge_screen, &(struct lodge_arg){.claim = claim});
}

/* ---- drawing ---- */

static const char *centre_known(struct tui_app *app, const char *slug)
{
    const struct bc_centre *centres;
    int count = bc_centres(tui_session(app), &centres);
    for (int i = 0; *slug && i < count; i++) {
        if (strcmp(centres[i].slug, slug) == 0) {
            return centres[i].name;
        }
    }
    return NULL;
}

static void draw_field(struct tui_app *app, const struct lodge *l,
                       struct tui_canvas *canvas, struct tui_rect line, int field)
{
    bool focus = l->at == field;
    int col = line.col + LABEL, cells = fields[field].cells;
    struct safe_text help = safe_text(_(fields[field].help));
    const char *centre = field == CENTRE ? centre_known(app, l->text[CENTRE].text) : NULL;
    if (field == AMOUNT) {
        help = safe_textf(_("at most ¥%s, what is unused"), tui_yuan(l->most).bytes);
    }
    tui_put_fit(canvas, line.row, line.col, 1, safe_text(focus ? ">" : ""), TUI_KEY,
                false);
    tui_put_fit(canvas, line.row, line.col + 2, LABEL - 3,
                safe_text(_(fields[field].label)), focus ? TUI_STRONG : TUI_DIM, false);
    tui_puts(canvas, line.row, col, "[", TUI_BORDER);
    tui_field_draw(&l->text[field], canvas, line.row, col + 1, cells, focus);
    tui_puts(canvas, line.row, col + 1 + cells, "]", TUI_BORDER);
    tui_put_fit(canvas, line.row, col + cells + 4, line.cols - LABEL - cells - 4,
                centre ? safe_text(centre) : help, centre ? TUI_OK : TUI_DIM, false);
}

static struct safe_text news(struct tui_app *app, const struct lodge *l,
                             enum tui_role *role)
{
    const struct bc_trial *trial = bc_trial(tui_session(app));
    *role = TUI_DIM;
    if (!l->whole) {
        return safe_text(l->fault);
    }
    if (trial->ticket != l->ticket || trial->ready < 1) {
        return safe_text(_("asking what it would do…"));
    }
    if (trial->items[0].problem.kind != ERR_NONE) {
        *role = TUI_FAIL;
        return tui_problem(&trial->items[0].problem);
    }
    *role = TUI_OK;
    return safe_textf(_("it would be taken; the claim is %s then. F8 sends it"),
                      papers_word(trial->items[0].status));
}

static void draw(struct tui_app *app, void *state, struct tui_canvas *canvas,
                 struct tui_rect body)
{
    struct lodge *l = state;
    int first = l->answer ? NUMBER : AMOUNT, rows = FIELDS - first + 6;
    int cols = body.cols < WIDEST ? body.cols : WIDEST;
    enum tui_role role;
    struct safe_text name = safe_text(l->name), said = news(app, l, &role);
    rows = rows < body.rows ? rows : body.rows;
    struct tui_rect box = {body.row + (body.rows - rows) / 2,
                           body.col + (body.cols - cols) / 2, rows, cols};
    tui_fill(canvas, box, TUI_DIALOG);
    tui_box(canvas, box, TUI_BORDER);
    tui_put(canvas, box.row, box.col + 2,
            safe_textf(" %s ", l->answer ? _("Answer a query") : _("Lodge a claim")),
            TUI_DIALOG_TITLE);
    tui_put_fit(canvas, box.row + 1, box.col + 2, box.cols - 4,
                safe_textf("%s  %s", l->number, name.bytes), TUI_STRONG, false);
    struct tui_rect line = {box.row + 2, box.col + 2, 1, box.cols - 4};
    for (int field = first; field < FIELDS; field++, line.row++) {
        draw_field(app, l, canvas, line, field);
    }
    (void)tui_put_wrapped(
        canvas, (struct tui_rect){line.row, line.col + 2, 2, line.cols - 4}, said, role);
}

/* ---- acting ---- */

static void step(struct lodge *l, int by)
{
    int first = l->answer ? NUMBER : AMOUNT, count = FIELDS - first;
    l->at = first + (l->at - first + by + count) % count;
}

static const char *why_not(struct tui_app *app, void *state, enum tui_action action)
{
    struct lodge *l = state;
    const struct bc_trial *trial = bc_trial(tui_session(app));
    if (action != TUI_ACT_CONFIRM) {
        return NULL;
    }
    if (!l->whole) {
        return l->fault;
    }
    if (trial->ticket != l->ticket || trial->ready < 1) {
        return _("the preview is on its way; confirm when you have read it");
    }
    return trial->possible > 0 ? NULL
                               : _("the clearinghouse would refuse this; the reason "
                                   "stands in the form");
}

static void confirm(struct tui_app *app, struct lodge *l)
{
    struct err err = {0};
    int64_t intent;
    const char *why = why_not(app, l, TUI_ACT_CONFIRM);
    if (l->sent) {
        return;
    }
    if (why) {
        tui_say(app, TUI_SAY_WARN, safe_text(why));
        l->at = l->whole ? l->at : l->fault_at;
        tui_touch(app);
        return;
    }
    if (!bc_order_put(tui_session(app), &l->order, &intent, &err)) {
        tui_say(app, TUI_SAY_ERROR, safe_text(err.text));
        return;
    }
    l->sent = true;
    tui_say(app, TUI_SAY_INFO,
            safe_textf(l->answer
                           ? _("the answer on %s is sent, number %lld in the outbox")
                           : _("the claim on %s is sent, number %lld in the outbox"),
                       l->number, (long long)intent));
    tui_back(app);
}

static bool act(struct tui_app *app, void *state, enum tui_action action)
{
    struct lodge *l = state;
    switch (action) {
    case TUI_ACT_CONFIRM:
        confirm(app, l);
        return true;
    case TUI_ACT_NEXT_FIELD:
    case TUI_ACT_DOWN:
        step(l, 1);
        break;
    case TUI_ACT_PREV_FIELD:
    case TUI_ACT_UP:
        step(l, -1);
        break;
    case TUI_ACT_REFRESH:
        changed(app, l);
        break;
    default:
        return false;
    }
    tui_touch(app);
    return true;
}

static void text(struct tui_app *app, void *state, uint32_t key)
{
    struct lodge *l = state;
    if (tui_field_key(&l->text[l->at], key)) {
        changed(app, l);
    }
    tui_touch(app);
}

static void event(struct tui_app *app, void *state, const struct bc_event *event)
{
    struct lodge *l = state;
    if (event->kind == BC_EVENT_PAPER && strcmp(event->id, l->id) == 0) {
        changed(app, l);
    }
    tui_touch(app);
}

const struct tui_screen tui_lodge_screen = {
    .name = "lodge",
    .title = N_("Claim"),
    .action = TUI_ACT_NONE,
    .context = TUI_CTX_REPORT,
    .dialog = true,
    .state_size = sizeof(struct lodge),
    .open = open_lodge,
    .draw = draw,
    .act = act,
    .why_not = why_not,
    .wants_text = tui_wants_text_always,
    .text = text,
    .event = event,
};
