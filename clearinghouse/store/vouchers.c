#include "clearinghouse/store/vouchers.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define T(field) CH_TEXT_COLUMN(struct ch_voucher, #field, field)
#define I(field) CH_INT_COLUMN(struct ch_voucher, #field, field)
#define D(field) CH_DAY_COLUMN(struct ch_voucher, #field, field)

static const struct ch_column columns[] = {
    T(id),           T(number),         T(programme),
    T(tranche),      T(application),    T(application_number),
    I(round),        T(status),         I(revision),
    T(applicant),    T(applicant_name), T(credit_code),
    T(group_id),     T(provider),       T(provider_name),
    T(mode),         I(rate_bp),        I(base_fen),
    I(face_fen),     I(unused_fen),     I(in_claim_fen),
    I(redeemed_fen), I(expired_fen),    I(revoked_fen),
    D(valid_from),   D(valid_until),    I(expires_at),
    T(issuer),       I(issued_at),      I(updated_at),
    T(revoker),      T(last_action),    T(last_by),
    T(reason_code),  T(reason_note),    I(entry_seq),
};

const struct ch_table ch_voucher_table = {"vouchers", "voucher", columns,
                                          COUNT_OF(columns)};

bool ch_voucher_get(struct ch_db *db, const char *id_or_number, struct ch_voucher *out,
                    struct err *err)
{
    char number[VOUCHER_CODE_MAX];
    bool typed = voucher_code_normal(id_or_number, number);
    return ch_row_get(db, &ch_voucher_table, typed ? "number" : "id",
                      typed ? number : id_or_number, out, err);
}

static const struct {
    const char *constraint, *type, *text;
} refusals[] = {
    {"approver-is-issuer", "approver-is-issuer",
     "who approved a case does not issue its voucher; a colleague must"},
    {"revoked-by-one", "signed-twice",
     "a revocation needs two persons; another supervisor must sign it"},
    {"vouchers.application", "already-issued", "this case has its voucher already"},
    {"vouchers_application", "already-issued", "this case has its voucher already"},
};

bool ch_voucher_put(struct ch_db *db, const struct ch_voucher *voucher, struct err *err)
{
    struct err why = {0};
    if (ch_row_put(db, &ch_voucher_table, voucher, voucher->revision, &why)) {
        return true;
    }
    for (size_t i = 0; i < COUNT_OF(refusals); i++) {
        if (strstr(why.text, refusals[i].constraint)) {
            return err_set_type(err, ERR_REFUSED, refusals[i].type, "%s",
                                refusals[i].text);
        }
    }
    if (err) {
        *err = why;
    }
    return false;
}

bool ch_voucher_serial(struct ch_db *db, const char *programme, int year, int64_t *out,
                       struct err *err)
{
    struct ch_stmt *stmt;
    if (!ch_prepare(
            db,
            "INSERT INTO voucher_serials (programme, year, last) VALUES ($1, $2, 0) ON "
            "CONFLICT (programme, year) DO UPDATE SET last = voucher_serials.last + 1 "
            "RETURNING last",
            &stmt, err)) {
        return false;
    }
    ch_bind_text(stmt, 1, programme);
    ch_bind_int(stmt, 2, year);
    enum ch_step step = ch_step(stmt, err);
    if (step == CH_ROW) {
        *out = ch_col_int(stmt, 0);
        step = ch_step(stmt, err);
    }
    ch_finish(stmt);
    return step == CH_DONE;
}

bool ch_voucher_expiring(struct ch_db *db, int64_t now, int limit, ch_id_fn *each,
                         void *ctx, struct err *err)
{
    struct ch_stmt *stmt;
    if (!ch_prepare(
            db,
            "SELECT id FROM vouchers WHERE status IN ('active', 'frozen') AND expires_at "
            "<= $1 ORDER BY expires_at, id LIMIT $2",
            &stmt, err)) {
        return false;
    }
    ch_bind_int(stmt, 1, now);
    ch_bind_int(stmt, 2, limit);
    enum ch_step step;
    while ((step = ch_step(stmt, err)) == CH_ROW) {
        each(ctx, ch_col_text(stmt, 0));
    }
    ch_finish(stmt);
    return step == CH_DONE;
}

/* ---- limits ---- */

bool ch_limit_used(struct ch_db *db, const char *programme, const char *kind,
                   const char *holder, int year, int64_t *out, struct err *err)
{
    struct ch_stmt *stmt;
    if (!ch_prepare(
            db,
            "SELECT used FROM limits WHERE programme = $1 AND kind = $2 AND holder = $3 "
            "AND year = $4",
            &stmt, err)) {
        return false;
    }
    ch_bind_text(stmt, 1, programme);
    ch_bind_text(stmt, 2, kind);
    ch_bind_text(stmt, 3, holder);
    ch_bind_int(stmt, 4, year);
    enum ch_step step = ch_step(stmt, err);
    *out = step == CH_ROW ? ch_col_int(stmt, 0) : 0;
    ch_finish(stmt);
    return step != CH_STEP_ERROR;
}

bool ch_limit_use(struct ch_db *db, const char *programme, const char *kind,
                  const char *holder, int year, int64_t amount, int64_t limit,
                  struct err *err)
{
    struct ch_stmt *stmt;
    int64_t changed;
    if (!ch_prepare(db,
                    "INSERT INTO limits (programme, kind, holder, year, used) VALUES "
                    "($1, $2, $3, $4, 0) ON CONFLICT DO NOTHING",
                    &stmt, err)) {
        return false;
    }
    ch_bind_text(stmt, 1, programme);
    ch_bind_text(stmt, 2, kind);
    ch_bind_text(stmt, 3, holder);
    ch_bind_int(stmt, 4, year);
    if (!ch_run(stmt, NULL, err) ||
        !ch_prepare(db,
                    "UPDATE limits SET used = used + $5 WHERE programme = $1 AND kind = "
                    "$2 AND holder = $3 AND year = $4 AND used + $5 >= 0 AND ($6 < 0 OR "
                    "$5 <= 0 OR used + $5 <= $6)",
                    &stmt, err)) {
        return false;
    }
    ch_bind_text(stmt, 1, programme);
    ch_bind_text(stmt, 2, kind);
    ch_bind_text(stmt, 3, holder);
    ch_bind_int(stmt, 4, year);
    ch_bind_int(stmt, 5, amount);
    ch_bind_int(stmt, 6, limit);
    if (!ch_run(stmt, &changed, err)) {
        return false;
    }
    return changed == 1 ||
           err_set_type(err, ERR_REFUSED, "cap-reached",
                        "this would pass the %s limit of %" PRId64 ".%02" PRId64
                        " yuan for %d in %s; take a smaller amount",
                        kind, limit / 100, limit % 100, year, programme);
}
