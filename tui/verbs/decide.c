#include "tui/verbs/verbs.h"

#include "backend_client/items.h"
#include "common/money.h"
#include "tui/verbs/print.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What is decided, with the names an answer to a batch does not repeat. */
struct deciding {
    struct bc_decision decision;
    char numbers[BC_BATCH_MAX][BC_NUMBER];
    char names[BC_BATCH_MAX][BC_NAME];
    struct bc_preview outcome;
    int64_t undo_until;
};

static bool fill_words(const struct tui_call *call, const char *word,
                       struct bc_decision *d, struct err *err)
{
    const struct {
        const char *option, *value;
        char *to;
        size_t size;
    } words[] = {
        {"--reason", call->reason, d->reason_code, sizeof d->reason_code},
        {"--note", call->note, d->note, sizeof d->note},
        {"--objector", call->objector, d->objector, sizeof d->objector},
        {"--evidence", call->evidence, d->evidence, sizeof d->evidence},
    };
    snprintf(d->decision, sizeof d->decision, "%s", word);
    for (size_t i = 0; i < COUNT_OF(words); i++) {
        if (words[i].value && strlen(words[i].value) >= words[i].size) {
            return err_set(err, ERR_USAGE, _("%s is longer than %zu bytes"),
                           words[i].option, words[i].size - 1);
        }
        snprintf(words[i].to, words[i].size, "%s", words[i].value ? words[i].value : "");
    }
    static const char *const owed[] = {"reject", "return", "object", "uphold", "dismiss"};
    bool owes = false;
    for (size_t i = 0; i < COUNT_OF(owed); i++) {
        owes = owes || strcmp(word, owed[i]) == 0;
    }
    if (!call->reason && owes) {
        return err_set(err, ERR_USAGE,
                       _("say why: --reason CODE, such as document-missing; the manual "
                         "lists the codes"));
    }
    if (call->amount && !money_parse(call->amount, &d->amount_fen, err)) {
        err->kind = ERR_USAGE;
        return false;
    }
    return !call->amount || d->amount_fen > 0 ||
           err_set(err, ERR_USAGE, _("--amount must be above 0"));
}

static bool add_case(struct tui_call *call, struct deciding *d, const char *name,
                     struct bc_detail *detail, struct err *err)
{
    struct bc_decision *decision = &d->decision;
    if (!bc_direct_find(call->session, name, detail, err)) {
        return false;
    }
    for (int i = 0; i < decision->count; i++) {
        if (strcmp(decision->choices[i].id, detail->row.id) == 0) {
            return err_set(err, ERR_USAGE, _("case %s is named twice"),
                           detail->row.number);
        }
    }
    int at = decision->count++;
    struct bc_choice *choice = &decision->choices[at];
    snprintf(choice->id, sizeof choice->id, "%s", detail->row.id);
    choice->revision = detail->row.revision;
    snprintf(d->numbers[at], sizeof d->numbers[at], "%s", detail->row.number);
    snprintf(d->names[at], sizeof d->names[at], "%s", detail->row.applicant_name);
    struct safe_text title = safe_textf("%s %s", d->numbers[at], d->names[at]);
    snprintf(decision->title, sizeof decision->title, "%.200s", title.bytes);
    return true;
}

static bool add_cases(struct tui_call *call, struct deciding *d, struct err *err)
{
    struct bc_detail *detail = calloc(1, sizeof *detail);
    bool ok = detail != NULL || err_set(err, ERR_INTERNAL, "out of memory");
    if (call->operand_count > BC_BATCH_MAX) {
        ok = err_set(err, ERR_USAGE, _("%d cases are more than one decision takes (%d)"),
                     call->operand_count, BC_BATCH_MAX);
    }
    for (int i = 0; ok && i < call->operand_count; i++) {
        ok = add_case(call, d, call->operands[i], detail, err);
    }
    free(detail);
    return ok;
}

static const char *name_of(const struct deciding *d, const char *id)
{
    for (int i = 0; i < d->decision.count; i++) {
        if (strcmp(d->decision.choices[i].id, id) == 0) {
            return d->names[i];
        }
    }
    return "";
}

static void print_items(const struct deciding *d, bool ascii)
{
    struct tui_table t = {.ascii = ascii};
    tui_table_column(&t, _("CASE"), false);
    tui_table_column(&t, _("APPLICANT"), false);
    tui_table_column(&t, _("OUTCOME"), false);
    tui_table_column(&t, _("STATUS"), false);
    tui_table_column(&t, _("GRANT ¥"), true);
    for (int i = 0; i < d->outcome.item_count; i++) {
        const struct bc_preview_item *item = &d->outcome.items[i];
        tui_table_add(&t, safe_text(item->number));
        tui_table_add(&t, safe_text(name_of(d, item->id)));
        tui_table_add(&t, safe_text(tui_word(item->outcome)));
        tui_table_add(&t, safe_text(tui_word(item->status)));
        tui_table_add(&t, item->grant_fen > 0 ? tui_cell_yuan(item->grant_fen)
                                              : safe_text("-"));
    }
    tui_table_print(&t, stdout);
    for (int i = 0; i < d->outcome.item_count; i++) {
        const struct bc_preview_item *item = &d->outcome.items[i];
        if (item->problem.kind != ERR_NONE) {
            tui_print_line(stdout,
                           safe_textf("%s: %s", item->number, item->problem.text));
        }
    }
}

static void add_account(struct tui_table *t, const struct bc_budget_change *b,
                        const char *account, int64_t before, int64_t after)
{
    tui_table_add(t, safe_textf("%s · %s", b->programme, b->tranche));
    tui_table_add(t, safe_text(tui_word(account)));
    tui_table_add(t, tui_cell_yuan(before));
    tui_table_add(t, tui_cell_yuan(after));
}

static void print_budgets(const struct bc_preview *outcome, bool ascii)
{
    struct tui_table t = {.ascii = ascii};
    if (outcome->budget_count == 0) {
        return;
    }
    fputc('\n', stdout);
    tui_table_column(&t, _("BUDGET ¥"), false);
    tui_table_column(&t, _("ACCOUNT"), false);
    tui_table_column(&t, _("BEFORE"), true);
    tui_table_column(&t, _("AFTER"), true);
    for (int i = 0; i < outcome->budget_count; i++) {
        const struct bc_budget_change *b = &outcome->budgets[i];
        add_account(&t, b, "available", b->available_before, b->available_after);
        add_account(&t, b, "reserved", b->reserved_before, b->reserved_after);
    }
    tui_table_print(&t, stdout);
}

static void print_rest(const struct deciding *d, bool dry_run)
{
    const struct bc_preview *outcome = &d->outcome;
    for (int i = 0; i < outcome->control_count; i++) {
        const struct bc_control *control = &outcome->controls[i];
        tui_print_field(stdout, tui_word(control->control),
                        safe_textf("%s %s", tui_word(control->outcome), control->detail));
    }
    if (outcome->notice_count > 0) {
        tui_print_field(stdout, tui_word(outcome->notice_kind),
                        safe_text(outcome->notice_to));
    }
    if (d->undo_until > 0 && !dry_run) {
        tui_print_line(stdout,
                       safe_textf(_("can be undone until %s: voucherdesk undo %s"),
                                  tui_cell_time(d->undo_until).bytes,
                                  outcome->items[0].number));
    }
    if (dry_run) {
        puts(_("nothing was changed: this is what would happen"));
    }
}

static bool show(struct tui_call *call, struct deciding *d, const char *answer,
                 struct err *err)
{
    if (!bc_answer_read(answer, &d->outcome, &d->undo_until, err)) {
        return false;
    }
    if (call->json) {
        tui_print_json(stdout, answer);
    } else {
        print_items(d, call->ascii);
        print_budgets(&d->outcome, call->ascii);
        print_rest(d, call->dry_run);
    }
    return d->outcome.refused == 0 ||
           err_set(err, ERR_REFUSED, _("%d of %d cases were refused"), d->outcome.refused,
                   d->outcome.item_count);
}

static bool decide(struct tui_call *call, const char *word, struct err *err)
{
    struct deciding *d = calloc(1, sizeof *d);
    struct buf answer = {0};
    if (!d) {
        return err_set(err, ERR_INTERNAL, "out of memory");
    }
    bool ok = fill_words(call, word, &d->decision, err) && add_cases(call, d, err);
    if (ok) {
        ok = bc_direct_decide(call->session, &d->decision, call->dry_run, &answer, err);
        if (ok) {
            ok = show(call, d, buf_str(&answer), err);
        } else if (call->json && answer.len > 0) {
            tui_print_json(stdout, buf_str(&answer)); /* the problem, as a document */
        }
    }
    buf_clear(&answer);
    free(d);
    return ok;
}

bool tui_verb_accept(struct tui_call *call, struct err *err)
{
    return decide(call, "accept", err);
}

bool tui_verb_approve(struct tui_call *call, struct err *err)
{
    return decide(call, "approve", err);
}

bool tui_verb_reject(struct tui_call *call, struct err *err)
{
    return decide(call, "reject", err);
}

bool tui_verb_return(struct tui_call *call, struct err *err)
{
    return decide(call, "return", err);
}

bool tui_verb_notice(struct tui_call *call, struct err *err)
{
    return decide(call, "notice", err);
}

bool tui_verb_object(struct tui_call *call, struct err *err)
{
    if (!call->objector || !call->evidence) {
        return err_set(
            err, ERR_USAGE,
            _("an objection names who objects (--objector) and what it rests on "
              "(--evidence)"));
    }
    return decide(call, "object", err);
}

bool tui_verb_uphold(struct tui_call *call, struct err *err)
{
    return decide(call, "uphold", err);
}

bool tui_verb_dismiss(struct tui_call *call, struct err *err)
{
    return decide(call, "dismiss", err);
}

bool tui_verb_issue(struct tui_call *call, struct err *err)
{
    return decide(call, "issue", err);
}

bool tui_verb_undo(struct tui_call *call, struct err *err)
{
    return decide(call, "undo", err);
}
