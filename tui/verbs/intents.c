#include "tui/verbs/intents.h"

#include "common/json.h"
#include "tui/lang.h"
#include "tui/verbs/print.h"

#include <stdio.h>

void tui_print_intent_json(const struct bc_intent *intent)
{
    struct buf text = {0};
    struct jsonw w;
    jsonw_start(&w, &text);
    jsonw_object(&w);
    jsonw_kint(&w, "attempts", intent->attempts);
    jsonw_kint(&w, "count", intent->count);
    jsonw_ktime(&w, "created_at", intent->created_at);
    jsonw_kint(&w, "number", intent->number);
    jsonw_kstr(&w, "operation", intent->operation);
    jsonw_kstr_opt(&w, "problem", intent->problem);
    jsonw_kstr(&w, "state", bc_intent_state_name(intent->state));
    jsonw_kstr(&w, "text", intent->text);
    jsonw_kstr(&w, "title", intent->title);
    jsonw_ktime(&w, "undo_until", intent->undo_until);
    jsonw_ktime(&w, "updated_at", intent->updated_at);
    jsonw_kstr(&w, "what", intent->what);
    jsonw_object_end(&w);
    if (jsonw_end(&w)) {
        tui_print_json(stdout, buf_str(&text));
    }
    buf_clear(&text);
}

bool tui_intent_settled(const struct bc_intent *intent, const struct err *waiting,
                        struct err *err)
{
    switch (intent->state) {
    case BC_INTENT_CONFIRMED:
    case BC_INTENT_DISCARDED:
        return true;
    case BC_INTENT_REFUSED:
        return err_set(err, ERR_REFUSED, "%s", intent->text);
    case BC_INTENT_CONFLICT:
        return err_set(err, ERR_CONFLICT, "%s", intent->text);
    case BC_INTENT_HELD:
        return err_set(err, ERR_BUSY,
                       _("number %lld is older than a day and waits for your word: "
                         "voucherdesk outbox retry %lld"),
                       (long long)intent->number, (long long)intent->number);
    case BC_INTENT_QUEUED:
    case BC_INTENT_SENT:
    case BC_INTENT_UNKNOWN:
        break;
    }
    bool far = waiting && waiting->kind == ERR_UNREACHABLE;
    (void)err_set(err, far ? ERR_UNREACHABLE : ERR_UNKNOWN,
                  _("no outcome yet; it is kept in the outbox as number %lld and is sent "
                    "once: voucherdesk outbox retry"),
                  (long long)intent->number);
    if (waiting) {
        err_prefix(err, "%s", waiting->text);
    }
    return false;
}
