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
    {"accept", "CASE… [--dry-run]", N_("take submitted cases into review"), 1, -1, false,
     tui_verb_accept},
    {"approve", "CASE… [--amount YUAN] [--reason CODE] [--note TEXT] [--dry-run]",
     N_("approve cases under review"), 1, -1, false, tui_verb_approve},
    {"reject", "CASE… --reason CODE [--note TEXT] [--dry-run]", N_("reject cases"), 1, -1,
     false, tui_verb_reject},
    {"return", "CASE… --reason CODE [--note TEXT] [--dry-run]",
     N_("send cases back for missing items"), 1, -1, false, tui_verb_return},
    {"undo", "CASE… [--reason CODE] [--note TEXT] [--dry-run]",
     N_("take a decision back within its undo window"), 1, -1, false, tui_verb_undo},
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
    {"payments list", "--programme ID [--status payable|sent|all]",
     N_("what is to be paid"), 0, 0, false, tui_verb_payments_list},
    {"payments export", "[FILE] --programme ID [--status payable|sent|all]",
     N_("the treasury's list as CSV, its checksum last"), 0, 1, false,
     tui_verb_payments_export},
    {"payments import", "FILE --programme ID [--dry-run]",
     N_("book the treasury's receipts, all or none"), 1, 1, false,
     tui_verb_payments_import},
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
    {"people list", "", N_("people and what they may do"), 0, 0, false,
     tui_verb_people_list},
    {"tokens list", "", N_("your tokens, without their secrets"), 0, 0, false,
     tui_verb_tokens_list},
    {"tokens create", "LABEL [--days N] [--read-only] [--principal NAME]",
     N_("make a token for use over the network; it is shown once"), 1, 1, false,
     tui_verb_tokens_create},
    {"tokens revoke", "TOKEN…", N_("end tokens at once"), 1, -1, false,
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
