#include "tui/verbs/verbs.h"

#include "tui/verbs/intents.h"
#include "tui/verbs/print.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

enum { LISTED = 1000, WAIT_MS = 30000 };

static bool read_all(struct tui_call *call, struct bc_intent **out, int *count,
                     struct err *err)
{
    *out = calloc(LISTED, sizeof **out);
    if (!*out) {
        return err_set(err, ERR_INTERNAL, "out of memory");
    }
    *count = bc_intents(call->session, *out, LISTED);
    return true;
}

static void print(const struct bc_intent *intents, int count, const struct tui_call *call)
{
    struct tui_table t = {.ascii = call->ascii};
    if (call->json) {
        for (int i = 0; i < count; i++) {
            tui_print_intent_json(&intents[i]);
        }
        return;
    }
    if (count == 0) {
        puts(_("the outbox is empty: this console has sent nothing yet"));
        return;
    }
    tui_table_column(&t, _("NUMBER"), true);
    tui_table_column(&t, _("TIME"), false);
    tui_table_column(&t, _("WHAT"), false);
    tui_table_column(&t, _("OF"), false);
    tui_table_column(&t, _("STATE"), false);
    tui_table_column(&t, _("TRIES"), true);
    tui_table_column(&t, _("OUTCOME"), false);
    for (int i = 0; i < count; i++) {
        const struct bc_intent *intent = &intents[i];
        tui_table_add(&t, safe_textf("%lld", (long long)intent->number));
        tui_table_add(&t, tui_cell_time(intent->created_at));
        tui_table_add(&t, safe_text(tui_word(intent->what)));
        tui_table_add(&t, safe_text(intent->title));
        tui_table_add(&t, safe_text(tui_word(bc_intent_state_name(intent->state))));
        tui_table_add(&t, safe_textf("%d", intent->attempts));
        tui_table_add(&t, safe_text(intent->text));
    }
    tui_table_print(&t, stdout);
}

bool tui_verb_outbox_list(struct tui_call *call, struct err *err)
{
    struct bc_intent *intents;
    int count;
    if (!read_all(call, &intents, &count, err)) {
        return false;
    }
    print(intents, count, call);
    free(intents);
    return true;
}

static bool number_of(const char *text, int64_t *out, struct err *err)
{
    char *end;
    errno = 0;
    *out = strtoll(text, &end, 10);
    return (*text >= '0' && *text <= '9' && !*end && errno == 0) ||
           err_set(err, ERR_USAGE,
                   _("\"%.40s\" is not a number of the outbox; voucherdesk outbox list "
                     "shows them"),
                   text);
}

typedef bool act_fn(struct bc_session *session, int64_t number, struct err *err);

/* Do it to each number named, and read back what became of them. */
static bool act_on_named(struct tui_call *call, act_fn *act, struct bc_intent *out,
                         struct err *err)
{
    for (int i = 0; i < call->operand_count; i++) {
        int64_t number;
        if (!number_of(call->operands[i], &number, err) ||
            !act(call->session, number, err)) {
            return false;
        }
        out[i].number = number;
    }
    return true;
}

static bool is_waiting(const struct bc_intent *intent)
{
    return intent->state == BC_INTENT_QUEUED || intent->state == BC_INTENT_SENT ||
           intent->state == BC_INTENT_UNKNOWN || intent->state == BC_INTENT_HELD;
}

/* Without numbers: everything that has no outcome. */
static bool act_on_waiting(struct tui_call *call, struct bc_intent **out, int *count,
                           struct err *err)
{
    int waiting = 0;
    if (!read_all(call, out, count, err)) {
        return false;
    }
    for (int i = 0; i < *count; i++) {
        if (is_waiting(&(*out)[i])) {
            (*out)[waiting++] = (*out)[i];
        }
    }
    *count = waiting;
    for (int i = 0; i < waiting; i++) {
        if (!bc_intent_retry(call->session, (*out)[i].number, err)) {
            return false;
        }
    }
    return true;
}

bool tui_verb_outbox_retry(struct tui_call *call, struct err *err)
{
    struct bc_intent *intents = NULL;
    struct err waiting = {0};
    int count = call->operand_count;
    bool ok, answered = true;
    if (count == 0) {
        ok = act_on_waiting(call, &intents, &count, err);
    } else {
        intents = calloc((size_t)count, sizeof *intents);
        ok = intents ? act_on_named(call, bc_intent_retry, intents, err)
                     : err_set(err, ERR_INTERNAL, "out of memory");
    }
    if (ok && count > 0) {
        answered = bc_direct_flush(call->session, WAIT_MS, &waiting);
        for (int i = 0; i < count; i++) {
            (void)bc_intent_get(call->session, intents[i].number, &intents[i]);
        }
        print(intents, count, call);
    } else if (ok && !call->json) {
        puts(_("everything in the outbox has its outcome"));
    }
    for (int i = 0; ok && i < count; i++) {
        ok = tui_intent_settled(&intents[i], answered ? NULL : &waiting, err);
    }
    free(intents);
    return ok;
}

bool tui_verb_outbox_discard(struct tui_call *call, struct err *err)
{
    int count = call->operand_count;
    struct bc_intent *intents = calloc((size_t)count, sizeof *intents);
    bool ok = intents ? act_on_named(call, bc_intent_discard, intents, err)
                      : err_set(err, ERR_INTERNAL, "out of memory");
    if (ok) {
        for (int i = 0; i < count; i++) {
            (void)bc_intent_get(call->session, intents[i].number, &intents[i]);
        }
        print(intents, count, call);
    }
    free(intents);
    return ok;
}
