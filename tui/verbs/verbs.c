#include "tui/verbs/verbs.h"

#include "common/attr.h"

#include <string.h>

const struct tui_verb tui_verbs[] = {
    {"overview", "", N_("budgets, queue and centres on one page"), 0, 0, false,
     tui_verb_overview},
    {"applications list", "[--status WORD,…] [--programme ID] [--query TEXT] [--limit N]",
     N_("cases, open ones unless --status says otherwise"), 0, 0, false,
     tui_verb_applications_list},
    {"applications show", "CASE", N_("one case with its evidence, rule by rule"), 1, 1,
     false, tui_verb_applications_show},
    {"applications submit", "FILE [--dry-run]",
     N_("submit cases from a .csv, .json or .ndjson file"), 1, 1, false,
     tui_verb_applications_submit},
    {"accept", "CASE… [--file FILE] [--dry-run]", N_("take submitted cases into review"),
     0, -1, false, tui_verb_accept},
    {"approve",
     "CASE… [--file FILE] [--amount YUAN] [--reason CODE] [--note TEXT] [--dry-run]",
     N_("approve cases under review"), 0, -1, false, tui_verb_approve},
    {"reject", "CASE… [--file FILE] --reason CODE [--note TEXT] [--dry-run]",
     N_("reject cases"), 0, -1, false, tui_verb_reject},
    {"return", "CASE… [--file FILE] --reason CODE [--note TEXT] [--dry-run]",
     N_("send cases back for missing items"), 0, -1, false, tui_verb_return},
    {"resubmit", "CASE… [--file FILE] [--dry-run]",
     N_("take cases up again that were sent back and put right"), 0, -1, false,
     tui_verb_resubmit},
    {"withdraw", "CASE… [--file FILE] --reason CODE [--note TEXT] [--dry-run]",
     N_("withdraw cases at the applicant's wish"), 0, -1, false, tui_verb_withdraw},
    {"undo", "CASE… [--file FILE] [--reason CODE] [--note TEXT] [--dry-run]",
     N_("take a decision back within its undo window"), 0, -1, false, tui_verb_undo},
    {"notice", "CASE… [--dry-run]", N_("put approved cases on public notice"), 1, -1,
     false, tui_verb_notice},
    {"object",
     "CASE --objector NAME --evidence TEXT --reason CODE [--note TEXT] [--dry-run]",
     N_("record an objection during the notice"), 1, 1, false, tui_verb_object},
    {"uphold", "CASE… --reason CODE [--note TEXT] [--dry-run]",
     N_("the objection is well founded: reject"), 1, -1, false, tui_verb_uphold},
    {"dismiss", "CASE… --reason CODE [--note TEXT] [--dry-run]",
     N_("the objection is not founded: back on notice"), 1, -1, false, tui_verb_dismiss},
    {"issue", "CASE… [--dry-run]", N_("issue vouchers when the notice is over"), 1, -1,
     false, tui_verb_issue},
    {"vouchers list", "[--status WORD,…] [--programme ID] [--query TEXT] [--limit N]",
     N_("vouchers, newest first"), 0, 0, false, tui_verb_vouchers_list},
    {"vouchers show", "VOUCHER", N_("one voucher: face, use, validity"), 1, 1, false,
     tui_verb_vouchers_show},
    {"vouchers freeze", "VOUCHER… --reason CODE [--note TEXT] [--dry-run]",
     N_("stop the use of vouchers"), 1, -1, false, tui_verb_vouchers_freeze},
    {"vouchers unfreeze", "VOUCHER… --reason CODE [--note TEXT] [--dry-run]",
     N_("let frozen vouchers be used again"), 1, -1, false, tui_verb_vouchers_unfreeze},
    {"vouchers extend", "VOUCHER… --until DATE --reason CODE [--note TEXT] [--dry-run]",
     N_("give vouchers a later last day"), 1, -1, false, tui_verb_vouchers_extend},
    {"vouchers revoke", "VOUCHER… --reason CODE [--note TEXT] [--dry-run]",
     N_("revoke vouchers; a second supervisor signs, too"), 1, -1, false,
     tui_verb_vouchers_revoke},
    {"claims list", "[--status WORD,…] [--programme ID] [--query TEXT] [--limit N]",
     N_("claims, newest first"), 0, 0, false, tui_verb_claims_list},
    {"claims show", "CLAIM", N_("one claim with its three-way match"), 1, 1, false,
     tui_verb_claims_show},
    {"claims submit",
     "VOUCHER --amount YUAN --invoice NUMBER --invoice-date DATE --invoice-amount YUAN "
     "--hours N --from DATE --to DATE --centre NAME [--dry-run]",
     N_("lodge a claim on a voucher"), 1, 1, false, tui_verb_claims_submit},
    {"claims match", "CLAIM… [--reason CODE] [--note TEXT] [--dry-run]",
     N_("contract, invoice and usage agree"), 1, -1, false, tui_verb_claims_match},
    {"claims query", "CLAIM… --reason CODE [--note TEXT] [--dry-run]",
     N_("ask for what is missing"), 1, -1, false, tui_verb_claims_query},
    {"claims approve", "CLAIM… [--amount YUAN] [--reason CODE] [--note TEXT] [--dry-run]",
     N_("approve matched claims"), 1, -1, false, tui_verb_claims_approve},
    {"claims reject", "CLAIM… --reason CODE [--note TEXT] [--dry-run]",
     N_("reject claims"), 1, -1, false, tui_verb_claims_reject},
    {"claims pay", "CLAIM… [--dry-run]", N_("send approved claims to the treasury"), 1,
     -1, false, tui_verb_claims_pay},
    {"claims fail", "CLAIM… --reason CODE [--note TEXT] [--dry-run]",
     N_("the treasury could not pay them"), 1, -1, false, tui_verb_claims_fail},
    {"claims recover",
     "CLAIM… --reason CODE [--amount YUAN] [--until DATE] [--note TEXT] [--dry-run]",
     N_("ask back what was paid"), 1, -1, false, tui_verb_claims_recover},
    {"notices list", "--programme ID", N_("what is on public notice"), 0, 0, false,
     tui_verb_notices_list},
    {"notices export", "[FILE] --programme ID",
     N_("the public notice as CSV, its checksum last"), 0, 1, false,
     tui_verb_notices_export},
    {"payments list", "--programme ID [--status payable|sent|all]",
     N_("what is to be paid"), 0, 0, false, tui_verb_payments_list},
    {"payments export", "[FILE] --programme ID [--status payable|sent|all]",
     N_("the treasury's list as CSV, its checksum last"), 0, 1, false,
     tui_verb_payments_export},
    {"payments import", "FILE --programme ID [--dry-run]",
     N_("book the treasury's receipts, all or none"), 1, 1, false,
     tui_verb_payments_import},
    {"what-if",
     "PROGRAMME [--set KEY=VALUE]… [--file FILE] [--from DATE --to DATE] [--limit N]",
     N_("who would change under another policy: open cases, or those decided on days"), 1,
     1, false, tui_verb_whatif},
    {"budgets", "[--programme ID]", N_("tranches, their accounts and when they run out"),
     0, 0, false, tui_verb_budgets},
    {"centres list", "", N_("data centres and how busy they are"), 0, 0, false,
     tui_verb_centres_list},
    {"centres show", "CENTRE", N_("one data centre and its last 24 hours"), 1, 1, false,
     tui_verb_centres_show},
    {"centres report", "CENTRE FILE [--dry-run]",
     N_("report occupancy from a .csv, .json or .ndjson file"), 2, 2, false,
     tui_verb_centres_report},
    {"outbox list", "", N_("what this console has sent, and what became of it"), 0, 0,
     true, tui_verb_outbox_list},
    {"outbox retry", "[NUMBER…]", N_("send again what has no outcome yet"), 0, -1, false,
     tui_verb_outbox_retry},
    {"outbox discard", "NUMBER…", N_("give up what was never sent"), 1, -1, true,
     tui_verb_outbox_discard},
    {"audit list", "[--programme ID] [--limit N]", N_("the newest journal entries"), 0, 0,
     false, tui_verb_audit_list},
    {"audit export", "[--programme ID]",
     N_("write signed checkpoints and every journal entry, one a line"), 0, 0, false,
     tui_verb_audit_export},
    {"audit verify", "[FILE…]",
     N_("check hash chains and checkpoints: of the server, or of a witness's file and an "
        "export"),
     0, -1, true, tui_verb_audit_verify},
    {"audit checkpoint", "[--programme ID]",
     N_("a signed checkpoint of the journal now, for an auditor to keep"), 0, 0, false,
     tui_verb_audit_checkpoint},
    {"audit sample", "--programme ID --seed TEXT [--rate PERCENT]",
     N_("the granted cases to audit, drawn by a published seed"), 0, 0, false,
     tui_verb_audit_sample},
    {"audit take-out", "CASE --seed TEXT --note TEXT [--dry-run]",
     N_("leave a case out of a sample, by name and with a reason"), 1, 1, false,
     tui_verb_audit_take_out},
    {"people list", "", N_("people and what they may do"), 0, 0, false,
     tui_verb_people_list},
    {"people admit", "NAME PERSON [--uid N] [--dry-run]",
     N_("make somebody known here, without a role yet"), 2, 2, false,
     tui_verb_people_admit},
    {"grants list", "[--status proposed|confirmed|refused]",
     N_("proposals of roles, open ones unless --status says otherwise"), 0, 0, false,
     tui_verb_grants_list},
    {"grants propose", "NAME ROLE [PROGRAMME|CENTRE] [--end] [--dry-run]",
     N_("propose a role for somebody, or its end; another administrator confirms"), 2, 3,
     false, tui_verb_grants_propose},
    {"grants accept", "PROPOSAL… [--dry-run]",
     N_("confirm what another administrator proposed"), 1, -1, false,
     tui_verb_grants_accept},
    {"grants refuse", "PROPOSAL… [--dry-run]", N_("refuse or take back a proposal"), 1,
     -1, false, tui_verb_grants_refuse},
    {"delegations list", "[--programme ID]", N_("who acts for whom"), 0, 0, false,
     tui_verb_delegations_list},
    {"delegations give",
     "NAME officer|supervisor --programme ID --amount YUAN --until DATE [--note TEXT] "
     "[--dry-run]",
     N_("let a colleague act for you, up to an amount, for 31 days at most"), 2, 2, false,
     tui_verb_delegations_give},
    {"delegations end", "DELEGATION… [--dry-run]",
     N_("end delegations you gave or were given"), 1, -1, false,
     tui_verb_delegations_end},
    {"conflicts list", "", N_("who keeps away from whose cases"), 0, 0, false,
     tui_verb_conflicts_list},
    {"conflicts declare", "ORGANISATION [--until DATE] [--note TEXT] [--dry-run]",
     N_("declare an interest: you decide nothing on this organisation and its group"), 1,
     1, false, tui_verb_conflicts_declare},
    {"freezes list", "[--programme ID]", N_("periods in which something is not decided"),
     0, 0, false, tui_verb_freezes_list},
    {"freezes set",
     "--programme ID --from DATE --until DATE --note TEXT [--decisions "
     "approve,issue,pay] [--dry-run]",
     N_("decide nothing of these kinds for a period"), 0, 0, false, tui_verb_freezes_set},
    {"freezes lift", "FREEZE… [--dry-run]", N_("end freezes before their time"), 1, -1,
     false, tui_verb_freezes_lift},
    {"tokens list", "", N_("your tokens, without their secrets"), 0, 0, false,
     tui_verb_tokens_list},
    {"tokens create", "LABEL [--days N] [--read-only] [--principal NAME]",
     N_("make a token for use over the network; it is shown once"), 1, 1, false,
     tui_verb_tokens_create},
    {"tokens revoke", "TOKEN… [--dry-run]", N_("end tokens at once"), 1, -1, false,
     tui_verb_tokens_revoke},
    {"login", "[FILE]",
     N_("keep a token for --server, from a file or from standard input"), 0, 1, true,
     tui_verb_login},
    {"export",
     "SCREEN|report [--svg|--text|--csv|--ansi|--html] [--size COLSxROWS] [--keys KEYS] "
     "[--at TIME] [FILE]",
     N_("write a screen or the supervisor's report to a file"), 1, 2, true,
     tui_verb_export},
    {"completion", "bash|zsh|fish", N_("write completion for a shell"), 1, 1, true,
     tui_verb_completion},
    {"doctor", "", N_("check this installation and say what to mend"), 0, 0, true,
     tui_verb_doctor},
};

const size_t tui_verb_count = COUNT_OF(tui_verbs);

/* Words of `verb` that argv begins with; 0 when it is another verb. */
static int words_matched(const struct tui_verb *verb, int argc, char **argv)
{
    const char *rest = verb->words;
    int words = 0;
    while (*rest) {
        size_t len = strcspn(rest, " ");
        if (words >= argc || strlen(argv[words]) != len ||
            strncmp(argv[words], rest, len) != 0) {
            return 0;
        }
        words++;
        rest += len + strspn(rest + len, " ");
    }
    return words;
}

const struct tui_verb *tui_verb_find(int argc, char **argv, int *words)
{
    for (size_t i = 0; i < tui_verb_count; i++) {
        *words = words_matched(&tui_verbs[i], argc, argv);
        if (*words > 0) {
            return &tui_verbs[i];
        }
    }
    *words = 0;
    return NULL;
}
