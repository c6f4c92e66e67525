/* Voucher, applicant, invoice, contract: the papers of a claim. */
#include "clearinghouse/service/claim_rules.h"

#include "common/date.h"

#include <string.h>

static void judge_voucher(const struct ch_claim_facts *f, struct ch_finding *finding)
{
    const char *status = f->voucher->status;
    CH_FINDING_INPUT(finding, "%s %s", f->voucher->number, status);
    if (strcmp(status, "frozen") == 0 || strcmp(status, "revoked") == 0) {
        ch_finding_flip(finding, CH_FAIL, NULL, "voucher.status", "=", "active");
    } else if (f->claim->lodged_at >= f->voucher->expires_at) {
        ch_finding_flip(finding, CH_FAIL, "late", "claim.lodged_at", "<", "expiry");
    }
}

static void judge_standing(const struct ch_claim_facts *f, struct ch_finding *finding)
{
    char text[16];
    date_day until = f->applicant.debarred_until,
             today = date_of(f->now, DATE_ZONE_CHINA);
    CH_FINDING_INPUT(finding, "%s", until ? date_format(until, text) : "none");
    if (f->policy->good_standing && until >= today) {
        ch_finding_flip(finding, CH_FAIL, "debarred", "applicant.debarred_until",
                        "<=", date_format(today - 1, text));
    }
}

static void judge_arrears(const struct ch_claim_facts *f, struct ch_finding *finding)
{
    CH_FINDING_INPUT(finding, "%s", f->arrears ? "overdue" : "none");
    if (f->arrears) {
        ch_finding_flip(finding, CH_FAIL, "in-arrears", "applicant.arrears", "=", "none");
    }
}

static void judge_invoice(const struct ch_claim_facts *f, struct ch_finding *finding)
{
    char text[16];
    date_day day = f->claim->invoice_on, today = date_of(f->now, DATE_ZONE_CHINA);
    if (!*f->claim->invoice_number) {
        CH_FINDING_INPUT(finding, "none");
        ch_finding_flip(finding, CH_QUERY, "document-missing", "invoice.number", "known",
                        "");
        return;
    }
    CH_FINDING_INPUT(finding, "%s, %s", f->claim->invoice_number, date_format(day, text));
    if (day < f->a->contract.signed_on) {
        ch_finding_flip(finding, CH_FAIL, "outside-usage-period", "invoice.date",
                        ">=", date_format(f->a->contract.signed_on, text));
    } else if (day > today) {
        ch_finding_flip(finding, CH_FAIL, "invoice-void", "invoice.date",
                        "<=", date_format(today, text));
    }
}

/* All invoices of a contract together are not above its price. */
static void judge_price(const struct ch_claim_facts *f, struct ch_finding *finding)
{
    char text[48];
    int64_t left = f->a->contract.total_fen - f->others.invoice_fen;
    CH_FINDING_INPUT(finding, "%s", ch_finding_money(f->claim->invoice_fen, text));
    if (f->claim->invoice_fen > left) {
        ch_finding_flip(finding, CH_FAIL, "amount-mismatch", "invoice.amount_fen",
                        "<=", ch_finding_money(left > 0 ? left : 0, text));
    }
}

/* Nor is what was subsidised above its eligible part. */
static void judge_base(const struct ch_claim_facts *f, struct ch_finding *finding)
{
    char text[48];
    int64_t left = f->a->contract.eligible_fen - f->others.base_fen;
    CH_FINDING_INPUT(finding, "%s", ch_finding_money(f->claim->base_fen, text));
    if (f->claim->base_fen > left) {
        ch_finding_flip(finding, CH_FAIL, "amount-mismatch", "base_fen",
                        "<=", ch_finding_money(left > 0 ? left : 0, text));
    }
}

static void judge_amount(const struct ch_claim_facts *f, struct ch_finding *finding)
{
    char text[48];
    int64_t most = ch_claim_most(f->policy, f->voucher, f->claim->base_fen);
    CH_FINDING_INPUT(finding, "%s", ch_finding_money(f->claim->asked_fen, text));
    if (f->claim->asked_fen > most) {
        ch_finding_flip(finding, CH_CAP, "amount-mismatch", "amount_fen",
                        "<=", ch_finding_money(most, text));
    }
}

const struct ch_claim_rule ch_claim_rules_papers[] = {
    {"voucher-good", "ledger", judge_voucher},
    {"good-standing", "registry", judge_standing},
    {"no-arrears", "ledger", judge_arrears},
    {"invoice-dated", "claim", judge_invoice},
    {"invoice-in-contract", "contract", judge_price},
    {"base-in-contract", "contract", judge_base},
    {"amount-in-rate", "policy", judge_amount},
    {.name = NULL},
};
