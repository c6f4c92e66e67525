#include "tui/plain/plain_impl.h"

#include "common/money.h"
#include "tui/screens/case_words.h"
#include "tui/widgets/figure.h"

#include <stdlib.h>
#include <string.h>

enum { PREVIEW_MS = 15000, OUTCOME_MS = 15000, REASONS = 80 };

/* ---- which cases, why ---- */

static bool add_choice(struct bc_decision *d, const struct bc_choice *choice)
{
    for (int i = 0; i < d->count; i++) {
        if (strcmp(d->choices[i].id, choice->id) == 0) {
            plain_text(_("a case is named twice; nothing was done"));
            return false;
        }
    }
    if (d->count == BC_BATCH_MAX) {
        plain_say(
            safe_textf(_("%d cases are the most one decision takes"), BC_BATCH_MAX));
        return false;
    }
    d->choices[d->count++] = *choice;
    return true;
}

static bool take_choices(struct plain *plain, const char *words, struct bc_decision *d)
{
    int64_t number;
    if (!*words && plain->place == PLAIN_CASE) {
        return add_choice(d, &plain->open);
    }
    while (plain_number(&words, &number)) {
        const struct plain_shown *shown = plain_shown_at(plain, number);
        if (!shown) {
            plain_say(safe_textf(_("number %lld was not listed yet; nothing was done"),
                                 (long long)number));
            return false;
        }
        if (!add_choice(d, &shown->choice)) {
            return false;
        }
    }
    if (*words || d->count == 0) {
        plain_say(
            safe_textf(_("say which numbers of the list, such as: %s 1 3"), d->decision));
        return false;
    }
    return true;
}

static bool word_in(const char *words, const char *word)
{
    size_t len = strlen(word);
    for (const char *at = words; (at = strstr(at, word)); at += len) {
        bool begins = at == words || at[-1] == ' ';
        if (begins && (at[len] == ' ' || !at[len])) {
            return true;
        }
    }
    return false;
}

/* The reasons of this decision, numbered. Approving and the like need none. */
static bool ask_reason(struct plain *plain, struct bc_decision *d)
{
    const struct bc_reason *all;
    int fits[REASONS], count = 0, total = bc_reasons(plain->session, &all);
    char line[PLAIN_LINE];
    const char *at = line;
    int64_t number;
    if (strcmp(d->decision, "reject") != 0 && strcmp(d->decision, "return") != 0) {
        return true;
    }
    for (int i = 0; i < total && count < REASONS; i++) {
        if (word_in(all[i].decisions, d->decision)) {
            fits[count++] = i;
            plain_say(
                safe_textf("%d. %s", count, tui_lang_is_zh() ? all[i].zh : all[i].en));
        }
    }
    if (!plain_ask(plain, N_("Number of the reason, Enter to leave it:"), line,
                   sizeof line)) {
        return false;
    }
    if (!plain_number(&at, &number) || *at || number > count) {
        plain_text(_("no reason was chosen; nothing was done"));
        return false;
    }
    total = bc_reasons(plain->session, &all); /* they may have moved while it was asked */
    if (fits[number - 1] >= total) {
        return false;
    }
    memcpy(d->reason_code, all[fits[number - 1]].code, sizeof d->reason_code);
    return plain_ask(plain, N_("A note for the file, or Enter for none:"), d->note,
                     sizeof d->note);
}

static bool ask_amount(struct plain *plain, struct bc_decision *d)
{
    char line[PLAIN_LINE];
    struct err err = {0};
    if (strcmp(d->decision, "approve") != 0 || d->count != 1) {
        return true;
    }
    if (!plain_ask(plain, N_("Grant in yuan, or Enter for what the rules give:"), line,
                   sizeof line)) {
        return false;
    }
    if (*line && !money_parse(line, &d->amount_fen, &err)) {
        plain_text(err.text);
        return false;
    }
    return true;
}

/* ---- what would happen ---- */

static bool preview_came(struct plain *plain, int64_t ticket)
{
    const struct bc_preview *preview = bc_preview(plain->session);
    return preview && preview->ticket == ticket && preview->ready;
}

static void say_item(const struct bc_preview_item *item)
{
    if (item->problem.kind != ERR_NONE) {
        plain_say(safe_textf(_("%s, %s: would be refused: %s"), item->number,
                             item->applicant_name, tui_problem(&item->problem).bytes));
    } else if (item->grant_fen > 0) {
        plain_say(safe_textf(_("%s, %s: would become: %s, grant %s yuan"), item->number,
                             item->applicant_name, tui_word(item->status),
                             tui_yuan(item->grant_fen).bytes));
    } else {
        plain_say(safe_textf(_("%s, %s: would become: %s"), item->number,
                             item->applicant_name, tui_word(item->status)));
    }
    if (item->seen_revision != item->current_revision && *item->changed) {
        plain_say(safe_textf(_("it was changed since you looked: %s"), item->changed));
    }
}

static void say_preview(const struct bc_preview *p)
{
    for (int i = 0; i < p->item_count; i++) {
        say_item(&p->items[i]);
    }
    for (int i = 0; i < p->budget_count; i++) {
        const struct bc_budget_change *b = &p->budgets[i];
        plain_say(safe_textf(_("budget %s: free %s yuan before, %s after"), b->name,
                             tui_yuan(b->available_before).bytes,
                             tui_yuan(b->available_after).bytes));
    }
    for (int i = 0; i < p->control_count; i++) {
        const struct bc_control *c = &p->controls[i];
        plain_say(safe_textf("%s: %s", tui_word(c->control), tui_word(c->outcome)));
    }
    if (p->notice_count > 0) {
        plain_say(safe_textf(_("notices to applicants: %d"), p->notice_count));
    }
}

/* True when there is something to confirm. */
static bool preview(struct plain *plain, const struct bc_decision *d)
{
    int64_t ticket = bc_preview_ask(plain->session, d);
    if (!plain_await(plain, preview_came, ticket, PREVIEW_MS)) {
        plain_text(
            _("there is no answer about what would happen; try again when the link "
              "is back. Nothing was done."));
        return false;
    }
    const struct bc_preview *p = bc_preview(plain->session);
    if (p->error.kind != ERR_NONE) {
        plain_say(tui_problem(&p->error));
        return false;
    }
    say_preview(p);
    if (p->done + p->awaiting == 0) {
        plain_text(_("nothing would come of it; nothing was done"));
        return false;
    }
    return true;
}

/* ---- doing it ---- */

struct safe_text plain_outcome(const struct bc_intent *intent)
{
    struct err problem = {.kind = ERR_REFUSED};
    struct safe_text title = safe_text(intent->title);
    switch (intent->state) {
    case BC_INTENT_CONFIRMED:
        if (intent->count > 1) {
            return safe_textf(_("%s, %s: %d done, %d awaiting a second signature, %d "
                                "refused"),
                              tui_decision_title(intent->what), title.bytes, intent->done,
                              intent->awaiting, intent->refused);
        }
        return intent->awaiting > 0
                   ? safe_textf(_("signed, awaits a second signature: %s"), title.bytes)
                   : safe_textf("%s: %s", tui_decision_done(intent->what), title.bytes);
    case BC_INTENT_REFUSED:
    case BC_INTENT_CONFLICT:
        memcpy(problem.type, intent->problem, sizeof problem.type);
        memcpy(problem.text, intent->text, sizeof problem.text);
        return safe_textf(_("not done: %s: %s"), title.bytes,
                          tui_problem(&problem).bytes);
    case BC_INTENT_QUEUED:
    case BC_INTENT_SENT:
    case BC_INTENT_UNKNOWN:
    case BC_INTENT_HELD:
    case BC_INTENT_DISCARDED:
        break;
    }
    return safe_textf(_("%s: %s, number %lld of the outbox"), title.bytes,
                      tui_word(bc_intent_state_name(intent->state)),
                      (long long)intent->number);
}

static bool settled(struct plain *plain, int64_t number)
{
    struct bc_intent intent;
    return bc_intent_get(plain->session, number, &intent) &&
           (intent.state == BC_INTENT_CONFIRMED || intent.state == BC_INTENT_REFUSED ||
            intent.state == BC_INTENT_CONFLICT || intent.state == BC_INTENT_DISCARDED);
}

static void carry_out(struct plain *plain, const struct bc_decision *d)
{
    struct err err = {0};
    struct bc_intent intent;
    int64_t number;
    if (!bc_decide(plain->session, d, &number, &err)) {
        plain_text(err.text);
        return;
    }
    if (!plain_await(plain, settled, number, OUTCOME_MS)) {
        plain_text(
            _("written down and not answered yet: it is sent once, as soon as that "
              "can be; outbox tells what became of it"));
    }
    if (bc_intent_get(plain->session, number, &intent)) {
        plain_say(plain_outcome(&intent));
    }
}

/* Typed in full: the word that began it does not also end it. */
static bool confirmed(struct plain *plain, const struct bc_decision *d)
{
    char line[PLAIN_LINE], wanted[BC_WORD + 16];
    snprintf(wanted, sizeof wanted, "yes %s", d->decision);
    const struct bc_preview *p = bc_preview(plain->session);
    plain_say(safe_textf(_("This acts on cases: %d. To do it type: %s"),
                         p->done + p->awaiting, wanted));
    if (!plain_ask(plain, N_("Anything else leaves it:"), line, sizeof line)) {
        return false;
    }
    if (strcmp(line, wanted) != 0) {
        plain_text(_("left; nothing was done"));
        return false;
    }
    return true;
}

void plain_decide(struct plain *plain, const char *decision, const char *words)
{
    struct bc_decision *d = calloc(1, sizeof *d);
    if (!d) {
        plain_text(_("there is no memory left for this"));
        return;
    }
    snprintf(d->decision, sizeof d->decision, "%s", decision);
    if (take_choices(plain, words, d) && ask_reason(plain, d) && ask_amount(plain, d) &&
        preview(plain, d) && confirmed(plain, d)) {
        carry_out(plain, d);
    }
    free(d);
}
