#include "tui/plain/plain_impl.h"

#include "common/date.h"
#include "tui/screens/budget_rows.h"
#include "tui/screens/centre_rows.h"
#include "tui/widgets/figure.h"

#include <stdlib.h>
#include <string.h>

enum { INTENTS = 10 };

void plain_overview(struct plain *plain, const char *words)
{
    const struct bc_dashboard *d = bc_dashboard(plain->session);
    struct bc_case_counts c;
    (void)words;
    plain->place = PLAIN_MENU;
    bc_case_counts(plain->session, &c);
    plain_say(safe_textf(_("cases: %lld open, %lld past due, %lld due within 3 days"),
                         (long long)c.open, (long long)c.overdue, (long long)c.due_3d));
    plain_say(
        safe_textf(_("of them: %lld to take up, %lld in review, %lld sent back, %lld "
                     "awaiting a second signature"),
                   (long long)c.submitted, (long long)c.under_review,
                   (long long)c.returned, (long long)c.awaiting_second));
    if (d->at == 0) {
        plain_text(_("the figures of the office are not here"));
        return;
    }
    plain_say(safe_textf(_("decided today: %lld; the oldest open case has waited %s"),
                         (long long)d->decided_today,
                         tui_age(d->oldest_s * DATE_SECOND).bytes));
    plain_say(safe_textf(_("centres: %s busy, %lld of %lld without fresh data"),
                         tui_percent(d->busy_bp).bytes, (long long)d->stale,
                         (long long)d->centres));
    plain_text(d->balanced ? _("the books balance") : _("THE BOOKS DO NOT BALANCE"));
    plain_say(tui_data_age(bc_clock(plain->session), d->at));
}

void plain_budgets(struct plain *plain, const char *words)
{
    const struct bc_tranche *all;
    int count = bc_tranches(plain->session, &all);
    int32_t today = date_of(bc_clock(plain->session), DATE_ZONE_CHINA);
    enum tui_role role;
    (void)words;
    plain->place = PLAIN_MENU;
    for (int i = 0; i < count; i++) {
        const struct bc_tranche *t = &all[i];
        plain_say(safe_textf(
            _("%s, %s: %s million yuan, free %s (%s), reserved %s, committed %s, "
              "disbursed "
              "%s, runs out: %s"),
            tui_budget_programme(t), t->name, tui_million(t->appropriated, 3).bytes,
            tui_million(t->available, 3).bytes,
            tui_percent(tui_share_bp(t->available, t->appropriated)).bytes,
            tui_million(t->reserved, 3).bytes,
            tui_million(t->committed + t->payable, 3).bytes,
            tui_million(t->disbursed, 3).bytes, tui_runs_out(t, today, &role).bytes));
    }
    if (count == 0) {
        plain_text(_("there is no tranche"));
    }
}

/* ---- centres ---- */

void plain_centres(struct plain *plain, const char *words)
{
    const struct bc_centre *all;
    int count = bc_centres(plain->session, &all);
    enum tui_role role;
    int64_t now = bc_clock(plain->session), at, from = plain->centre_next;
    if (strcmp(words, "next") != 0 || plain->place != PLAIN_CENTRES) {
        from = 0;
    }
    plain->place = PLAIN_CENTRES;
    for (at = from; at < from + PLAIN_PAGE && at < count; at++) {
        const struct bc_centre *c = &all[at];
        struct safe_text words_of = tui_centre_words(c, now, DATE_ZONE_CHINA, &role);
        plain_say(safe_textf(_("%lld. %s: %s busy, %s cards%s%s"), (long long)at + 1,
                             c->name, tui_percent(c->busy_bp).bytes,
                             tui_count(c->installed).bytes, words_of.len ? ", " : "",
                             words_of.bytes));
    }
    plain->centre_next = at;
    if (at == from) {
        plain_text(from ? _("that was the end of the list")
                        : _("no centre is registered yet"));
    } else {
        plain_say(safe_textf(_("%lld to %lld of %d. A number opens; next."),
                             (long long)from + 1, (long long)at, count));
    }
}

void plain_centre(struct plain *plain, int64_t number)
{
    const struct bc_centre *all;
    int count = bc_centres(plain->session, &all);
    int64_t now = bc_clock(plain->session);
    if (number > count) {
        plain_text(_("there is no such number in the list"));
        return;
    }
    const struct bc_centre *c = &all[number - 1];
    plain_say(safe_textf("%s, %s, %s", c->name, c->province, tui_word(c->status)));
    if (c->at == 0) {
        plain_text(_("it has never reported"));
    } else {
        plain_say(safe_textf(_("newest figures: %s, from: %s"),
                             tui_data_age(now, c->at).bytes, tui_word(c->source)));
    }
    for (int i = 0; i < c->latest_count; i++) {
        const struct bc_reading *r = &c->latest[i];
        plain_say(safe_textf(_("%s: installed %s, powered %s, allocatable %s, allocated "
                               "%s, active %s"),
                             r->accelerator, tui_count(r->installed).bytes,
                             tui_count(r->powered).bytes, tui_count(r->allocatable).bytes,
                             tui_count(r->allocated).bytes, tui_count(r->active).bytes));
    }
    for (int i = 0; i < c->batch_count; i++) {
        const struct bc_batch *b = &c->batches[i];
        plain_say(safe_textf(_("hardware: %s cards %s, export status %s, state funds %s"),
                             tui_count(b->count).bytes, b->accelerator,
                             tui_word(b->export_status),
                             tui_word(b->state_fund_eligible)));
    }
}

/* ---- outbox ---- */

void plain_outbox(struct plain *plain, const char *words)
{
    struct bc_intent *intents = calloc(INTENTS, sizeof *intents);
    int count = intents ? bc_intents(plain->session, intents, INTENTS) : 0;
    (void)words;
    plain->place = PLAIN_OUTBOX;
    for (int i = 0; i < count; i++) {
        plain_say(safe_textf(_("number %lld, %s: %s"), (long long)intents[i].number,
                             tui_word(intents[i].what),
                             plain_outcome(&intents[i]).bytes));
    }
    if (count == 0) {
        plain_text(_("the outbox is empty: this console has sent nothing yet"));
    }
    free(intents);
}

static void act(struct plain *plain, const char *words,
                bool (*what)(struct bc_session *session, int64_t number, struct err *err))
{
    struct err err = {0};
    struct bc_intent intent;
    int64_t number;
    if (!plain_number(&words, &number)) {
        plain_text(_("say which number of the outbox"));
    } else if (!what(plain->session, number, &err)) {
        plain_text(err.text);
    } else if (bc_intent_get(plain->session, number, &intent)) {
        plain_say(plain_outcome(&intent));
    }
}

void plain_retry(struct plain *plain, const char *words)
{
    act(plain, words, bc_intent_retry);
}

void plain_discard(struct plain *plain, const char *words)
{
    act(plain, words, bc_intent_discard);
}
