/* `voucherdesk VERB …`: whatever the screens can do, without a screen. */
#ifndef TUI_VERBS_VERBS_H
#define TUI_VERBS_VERBS_H

#include "backend_client/direct.h"
#include "tui/lang.h"

#include <stddef.h>
#include <stdio.h>

struct tui_config;

/* What a verb is given: its arguments, already split into options and operands. */
struct tui_call {
    struct bc_session *session;
    const struct tui_config *console; /* how screens are to look; lent */
    bool json, ascii, dry_run;
    bool svg, text, csv, ansi, html;
    const char *reason, *note, *amount, *status, *query, *programme;
    const char *until, *objector, *evidence;
    const char *invoice, *invoice_date, *invoice_amount, *hours, *from, *to, *centre;
    const char *size, *keys, *at;
    const char *principal;
    bool read_only;
    int64_t days;    /* -1: not given */
    int64_t limit;   /* -1: not given */
    char **operands; /* after the verb's own words; lent */
    int operand_count;
};

struct tui_verb {
    const char *words; /* "applications list" */
    const char *usage; /* what follows: "ID… [--reason CODE]" */
    const char *help;  /* msgid */
    int least, most;   /* operands; most -1: any number */
    bool offline;      /* works without a server */
    bool (*run)(struct tui_call *call, struct err *err);
};

extern const struct tui_verb tui_verbs[];
extern const size_t tui_verb_count;

/* The verb whose words begin argv, and how many words it took; NULL when there is none.
 */
const struct tui_verb *tui_verb_find(int argc, char **argv, int *words);

/* Split what follows the verb's words into options and operands; the operands are moved
 * to the front of argv. A verb takes the options its usage names, and --json.
 * `call->session` and `call->ascii` are left to the caller. ERR_USAGE names what is wrong
 * and the verb's usage. */
MUST_CHECK bool tui_call_parse(int argc, char **argv, const struct tui_verb *verb,
                               struct tui_call *call, struct err *err);

/* Every verb with its usage and what it does, in the reader's language. */
void tui_verbs_help(FILE *out);

bool tui_verb_overview(struct tui_call *call, struct err *err);
bool tui_verb_applications_list(struct tui_call *call, struct err *err);
bool tui_verb_applications_show(struct tui_call *call, struct err *err);
bool tui_verb_applications_submit(struct tui_call *call, struct err *err);
bool tui_verb_approve(struct tui_call *call, struct err *err);
bool tui_verb_reject(struct tui_call *call, struct err *err);
bool tui_verb_return(struct tui_call *call, struct err *err);
bool tui_verb_accept(struct tui_call *call, struct err *err);
bool tui_verb_undo(struct tui_call *call, struct err *err);
bool tui_verb_notice(struct tui_call *call, struct err *err);
bool tui_verb_object(struct tui_call *call, struct err *err);
bool tui_verb_uphold(struct tui_call *call, struct err *err);
bool tui_verb_dismiss(struct tui_call *call, struct err *err);
bool tui_verb_issue(struct tui_call *call, struct err *err);
bool tui_verb_vouchers_list(struct tui_call *call, struct err *err);
bool tui_verb_vouchers_show(struct tui_call *call, struct err *err);
bool tui_verb_vouchers_freeze(struct tui_call *call, struct err *err);
bool tui_verb_vouchers_unfreeze(struct tui_call *call, struct err *err);
bool tui_verb_vouchers_extend(struct tui_call *call, struct err *err);
bool tui_verb_vouchers_revoke(struct tui_call *call, struct err *err);
bool tui_verb_claims_list(struct tui_call *call, struct err *err);
bool tui_verb_claims_show(struct tui_call *call, struct err *err);
bool tui_verb_claims_submit(struct tui_call *call, struct err *err);
bool tui_verb_claims_match(struct tui_call *call, struct err *err);
bool tui_verb_claims_query(struct tui_call *call, struct err *err);
bool tui_verb_claims_approve(struct tui_call *call, struct err *err);
bool tui_verb_claims_reject(struct tui_call *call, struct err *err);
bool tui_verb_claims_pay(struct tui_call *call, struct err *err);
bool tui_verb_claims_fail(struct tui_call *call, struct err *err);
bool tui_verb_claims_recover(struct tui_call *call, struct err *err);
bool tui_verb_payments_list(struct tui_call *call, struct err *err);
bool tui_verb_payments_export(struct tui_call *call, struct err *err);
bool tui_verb_payments_import(struct tui_call *call, struct err *err);
bool tui_verb_budgets(struct tui_call *call, struct err *err);
bool tui_verb_centres_list(struct tui_call *call, struct err *err);
bool tui_verb_centres_show(struct tui_call *call, struct err *err);
bool tui_verb_centres_report(struct tui_call *call, struct err *err);
bool tui_verb_outbox_list(struct tui_call *call, struct err *err);
bool tui_verb_outbox_retry(struct tui_call *call, struct err *err);
bool tui_verb_outbox_discard(struct tui_call *call, struct err *err);
bool tui_verb_people_list(struct tui_call *call, struct err *err);
bool tui_verb_tokens_list(struct tui_call *call, struct err *err);
bool tui_verb_tokens_create(struct tui_call *call, struct err *err);
bool tui_verb_tokens_revoke(struct tui_call *call, struct err *err);
bool tui_verb_login(struct tui_call *call, struct err *err);
bool tui_verb_audit_list(struct tui_call *call, struct err *err);
bool tui_verb_audit_export(struct tui_call *call, struct err *err);
bool tui_verb_audit_verify(struct tui_call *call, struct err *err);
bool tui_verb_doctor(struct tui_call *call, struct err *err);
bool tui_verb_export(struct tui_call *call, struct err *err);
bool tui_verb_completion(struct tui_call *call, struct err *err);

#endif
