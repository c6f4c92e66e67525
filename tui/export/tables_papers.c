#include "tui/export/tables_impl.h"

#include "tui/screens/notices.h"
#include "tui/screens/papers.h"

/* ---- vouchers ---- */

void tui_vouchers_table(struct tui_table_call *t)
{
    const struct papers *papers = t->state;
    struct bc_voucher v;
    tui_sheet_head(t->sheet,
                   "number,applicant,credit_code,programme,tranche,status,face_yuan,"
                   "unused_yuan,in_claim_yuan,redeemed_yuan,expired_yuan,revoked_yuan,"
                   "valid_from,valid_until,provider,application,issued_at,id,revision");
    for (int i = 0; bc_voucher_at(papers->list, i, &v); i++) {
        const int64_t amounts[] = {v.face,     v.unused,  v.in_claim,
                                   v.redeemed, v.expired, v.revoked};
        tui_sheet_text(t->sheet, v.number);
        tui_sheet_text(t->sheet, v.applicant_name);
        tui_sheet_text(t->sheet, v.credit_code);
        tui_sheet_text(t->sheet, v.programme);
        tui_sheet_text(t->sheet, v.tranche);
        tui_sheet_text(t->sheet, v.status);
        for (size_t k = 0; k < COUNT_OF(amounts); k++) {
            tui_sheet_yuan(t->sheet, amounts[k]);
        }
        tui_sheet_day(t->sheet, v.valid_from);
        tui_sheet_day(t->sheet, v.valid_until);
        tui_sheet_text(t->sheet, v.provider_name);
        tui_sheet_text(t->sheet, v.application_number);
        tui_sheet_time(t->sheet, v.issued_at);
        tui_sheet_text(t->sheet, v.id);
        tui_sheet_int(t->sheet, v.revision);
        tui_sheet_end(t->sheet);
    }
}

/* ---- claims and payments ---- */

static void add_claim(struct tui_sheet *sheet, const struct bc_claim *c)
{
    tui_sheet_text(sheet, c->number);
    tui_sheet_text(sheet, c->voucher_number);
    tui_sheet_text(sheet, c->applicant_name);
    tui_sheet_text(sheet, c->credit_code);
    tui_sheet_text(sheet, c->programme);
    tui_sheet_text(sheet, c->tranche);
    tui_sheet_text(sheet, c->status);
    tui_sheet_text(sheet, c->match);
    tui_sheet_yuan(sheet, c->asked);
    tui_sheet_yuan(sheet, c->amount);
    tui_sheet_text(sheet, c->invoice_number);
    tui_sheet_day(sheet, c->invoice_on);
    tui_sheet_yuan(sheet, c->invoice_fen);
    tui_sheet_int(sheet, c->usage_hours);
    tui_sheet_time(sheet, c->lodged_at);
    tui_sheet_time(sheet, c->updated_at);
    tui_sheet_day(sheet, c->paid_on);
    tui_sheet_text(sheet, c->reference);
    tui_sheet_yuan(sheet, c->recover);
    tui_sheet_day(sheet, c->recover_due);
    tui_sheet_text(sheet, c->id);
    tui_sheet_int(sheet, c->revision);
    tui_sheet_end(sheet);
}

void tui_claims_table(struct tui_table_call *t)
{
    const struct papers *papers = t->state;
    struct bc_claim c;
    tui_sheet_head(t->sheet,
                   "number,voucher,applicant,credit_code,programme,tranche,status,match,"
                   "asked_yuan,approved_yuan,invoice,invoice_on,invoice_yuan,gpu_hours,"
                   "lodged_at,updated_at,paid_on,reference,recover_yuan,recover_due,id,"
                   "revision");
    for (int i = 0; bc_claim_at(papers->list, i, &c); i++) {
        add_claim(t->sheet, &c);
    }
}

/* ---- notices ---- */

void tui_notices_table(struct tui_table_call *t)
{
    struct bc_case row;
    tui_cases_head(t->sheet);
    for (int64_t i = 0; notices_row(t->state, i, &row); i++) {
        tui_cases_add(t->sheet, &row);
    }
}
