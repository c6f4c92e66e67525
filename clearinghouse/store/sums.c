/* What must add up across tables, beyond what a constraint of one table can say. */
#include "clearinghouse/store/ledger.h"

#include "common/attr.h"

#include <inttypes.h>
#include <string.h>

/* Each gives the rows that do not agree: whose they are, what is, what should be. */
static const struct {
    const char *what, *sql;
} sums[] = {
    {"reserved is not what its cases hold",
     "SELECT t.programme || '/' || t.id, t.reserved, coalesce(sum(a.reserved_fen), 0) "
     "FROM tranches t LEFT JOIN applications a ON a.programme = t.programme AND "
     "a.tranche = t.id GROUP BY t.programme, t.id, t.reserved HAVING t.reserved <> "
     "coalesce(sum(a.reserved_fen), 0)"},
    {"committed is not what its vouchers and their claims hold",
     "SELECT t.programme || '/' || t.id, t.committed, v.held - c.payable FROM tranches t "
     "JOIN (SELECT t.programme, t.id, coalesce(sum(v.unused_fen + v.in_claim_fen), 0) AS "
     "held FROM tranches t LEFT JOIN vouchers v ON v.programme = t.programme AND "
     "v.tranche = t.id GROUP BY t.programme, t.id) v ON v.programme = t.programme AND "
     "v.id = t.id JOIN (SELECT t.programme, t.id, coalesce(sum(c.amount_fen), 0) AS "
     "payable FROM tranches t LEFT JOIN claims c ON c.programme = t.programme AND "
     "c.tranche = t.id AND c.status IN ('approved', 'in_payment', 'failed') GROUP BY "
     "t.programme, t.id) c ON c.programme = t.programme AND c.id = t.id WHERE "
     "t.committed <> v.held - c.payable"},
    {"payable is not what its approved claims add up to",
     "SELECT t.programme || '/' || t.id, t.payable, coalesce(sum(c.amount_fen), 0) FROM "
     "tranches t LEFT JOIN claims c ON c.programme = t.programme AND c.tranche = t.id "
     "AND "
     "c.status IN ('approved', 'in_payment', 'failed') GROUP BY t.programme, t.id, "
     "t.payable HAVING t.payable <> coalesce(sum(c.amount_fen), 0)"},
    {"disbursed is not what its receipts add up to",
     "SELECT t.programme || '/' || t.id, t.disbursed, coalesce(sum(r.amount), 0) FROM "
     "tranches t LEFT JOIN receipts r ON r.programme = t.programme AND r.tranche = t.id "
     "AND r.kind = 'paid' GROUP BY t.programme, t.id, t.disbursed HAVING t.disbursed <> "
     "coalesce(sum(r.amount), 0)"},
    {"recovered is not what its receipts add up to",
     "SELECT t.programme || '/' || t.id, t.recovered, coalesce(sum(r.amount), 0) FROM "
     "tranches t LEFT JOIN receipts r ON r.programme = t.programme AND r.tranche = t.id "
     "AND r.kind = 'recovered' GROUP BY t.programme, t.id, t.recovered HAVING "
     "t.recovered <> coalesce(sum(r.amount), 0)"},
    {"what is in claims is not what its claims hold",
     "SELECT v.number, v.in_claim_fen, coalesce(sum(CASE WHEN c.amount_fen > 0 THEN "
     "c.amount_fen ELSE c.asked_fen END), 0) FROM vouchers v LEFT JOIN claims c ON "
     "c.voucher = v.id AND c.status IN ('lodged', 'queried', 'matched', 'approved', "
     "'in_payment', 'failed') GROUP BY v.id, v.number, v.in_claim_fen HAVING "
     "v.in_claim_fen <> coalesce(sum(CASE WHEN c.amount_fen > 0 THEN c.amount_fen ELSE "
     "c.asked_fen END), 0)"},
    {"what is redeemed is not what its receipts add up to",
     "SELECT v.number, v.redeemed_fen, coalesce(sum(r.amount), 0) FROM vouchers v LEFT "
     "JOIN claims c ON c.voucher = v.id LEFT JOIN receipts r ON r.claim = c.id AND "
     "r.kind "
     "= 'paid' GROUP BY v.id, v.number, v.redeemed_fen HAVING v.redeemed_fen <> "
     "coalesce(sum(r.amount), 0)"},
    {"is said to be paid without its receipt",
     "SELECT c.number, c.amount_fen, coalesce(sum(r.amount), 0) FROM claims c LEFT JOIN "
     "receipts r ON r.claim = c.id AND r.kind = 'paid' WHERE c.status IN ('paid', "
     "'recovered') GROUP BY c.id, c.number, c.amount_fen HAVING c.amount_fen <> "
     "coalesce(sum(r.amount), 0)"},
    {"received back is not what its receipts add up to",
     "SELECT c.number, c.recovered_fen, coalesce(sum(r.amount), 0) FROM claims c LEFT "
     "JOIN receipts r ON r.claim = c.id AND r.kind = 'recovered' GROUP BY c.id, "
     "c.number, "
     "c.recovered_fen HAVING c.recovered_fen <> coalesce(sum(r.amount), 0)"},
    {"redeemed is not what its claims add up to",
     "SELECT l.programme || ', ' || l.holder || ', ' || l.year, l.used, "
     "coalesce(sum(c.amount_fen), 0) FROM limits l LEFT JOIN claims c ON c.programme = "
     "l.programme AND c.applicant = l.holder AND c.claim_year = l.year WHERE l.kind = "
     "'redeemed' GROUP BY l.programme, l.holder, l.year, l.used HAVING l.used <> "
     "coalesce(sum(c.amount_fen), 0)"},
    {"redeemed by the group is not what its claims add up to",
     "SELECT l.programme || ', ' || l.holder || ', ' || l.year, l.used, "
     "coalesce(sum(c.amount_fen), 0) FROM limits l LEFT JOIN claims c ON c.programme = "
     "l.programme AND c.group_id = l.holder AND c.claim_year = l.year WHERE l.kind = "
     "'group-redeemed' GROUP BY l.programme, l.holder, l.year, l.used HAVING l.used <> "
     "coalesce(sum(c.amount_fen), 0)"},
};

bool ch_sums_verify(struct ch_db *db, struct err *err)
{
    for (size_t i = 0; i < COUNT_OF(sums); i++) {
        struct ch_stmt *stmt;
        if (!ch_prepare(db, sums[i].sql, &stmt, err)) {
            return false;
        }
        enum ch_step step = ch_step(stmt, err);
        if (step == CH_ROW) {
            err_set(err, ERR_INVALID, "%s: %s: %" PRId64 " fen, not %" PRId64,
                    ch_col_text(stmt, 0), sums[i].what, ch_col_int(stmt, 1),
                    ch_col_int(stmt, 2));
        }
        ch_finish(stmt);
        if (step != CH_DONE) {
            return false;
        }
    }
    return true;
}
