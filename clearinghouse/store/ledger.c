#include "clearinghouse/store/ledger.h"

#include "clearinghouse/store/engine.h"
#include "common/json.h"

#include "common/money.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static const char *const names[CH_ACCOUNT_COUNT] = {
    [CH_APPROPRIATED] = "appropriated",
    [CH_AVAILABLE] = "available",
    [CH_RESERVED] = "reserved",
    [CH_COMMITTED] = "committed",
    [CH_PAYABLE] = "payable",
    [CH_DISBURSED] = "disbursed",
    [CH_LAPSED] = "lapsed",
    [CH_RECOVERED] = "recovered",
};

const char *ch_account_name(enum ch_account account)
{
    return names[account];
}

/* What a transfer does to each column: money leaves `from` and enters `to`; the contra
 * account counts the other way (appropriating raises both), and so does recovered, which
 * the identity subtracts. */
static int64_t change(enum ch_account account, const struct ch_transfer *t)
{
    bool contra = account == CH_APPROPRIATED || account == CH_RECOVERED;
    int64_t amount = 0;
    if (account == t->from) {
        amount = contra ? t->amount : -t->amount;
    } else if (account == t->to) {
        amount = contra ? -t->amount : t->amount;
    }
    return amount;
}

static bool refuse(const struct ch_transfer *t, struct err *err)
{
    char amount[32];
    return err_set_type(err, ERR_BUDGET, "budget-exceeded",
                        "tranche %s/%s has less than %s yuan %s: approve a smaller "
                        "amount, or ask for an appropriation",
                        t->programme, t->tranche,
                        money_format(t->amount, MONEY_YUAN, amount), names[t->from]);
}

static bool move(struct ch_db *db, struct ch_transfer *t, struct err *err)
{
    struct ch_stmt *stmt;
    /* The WHERE is the limit: a balance that would fall below zero changes no row. */
    if (!ch_prepare(
            db,
            "UPDATE tranches SET transfers = transfers + 1, "
            "appropriated = appropriated + $1, available = available + $2, "
            "reserved = reserved + $3, committed = committed + $4, "
            "payable = payable + $5, disbursed = disbursed + $6, "
            "lapsed = lapsed + $7, recovered = recovered + $8 "
            "WHERE programme = $9 AND id = $10 AND appropriated + $1 >= 0 "
            "AND available + $2 >= 0 AND reserved + $3 >= 0 AND committed + $4 >= 0 "
            "AND payable + $5 >= 0 AND disbursed + $6 >= 0 AND lapsed + $7 >= 0 "
            "AND recovered + $8 >= 0 RETURNING transfers",
            &stmt, err)) {
        return false;
    }
    for (int i = 0; i < CH_ACCOUNT_COUNT; i++) {
        ch_bind_int(stmt, i + 1, change((enum ch_account)i, t));
    }
    ch_bind_text(stmt, 9, t->programme);
    ch_bind_text(stmt, 10, t->tranche);
    enum ch_step step = ch_step(stmt, err);
    if (step == CH_ROW) {
        t->seq = ch_col_int(stmt, 0);
        step = ch_step(stmt, err);
        ch_finish(stmt);
        return step == CH_DONE;
    }
    ch_finish(stmt);
    return step == CH_DONE ? refuse(t, err) : false;
}

/* For the journal entry that comes next: it says, under its hash, what it moved. */
static bool note(struct ch_db *db, const struct ch_transfer *t, struct err *err)
{
    struct jsonw w;
    buf_adds(&db->moved, db->moved.len ? "," : "");
    jsonw_start(&w, &db->moved);
    jsonw_object(&w);
    jsonw_kint(&w, "amount_fen", t->amount);
    jsonw_kstr(&w, "from", names[t->from]);
    jsonw_kstr(&w, "programme", t->programme);
    jsonw_kint(&w, "seq", t->seq);
    jsonw_kstr(&w, "subject", t->subject);
    jsonw_kstr(&w, "to", names[t->to]);
    jsonw_kstr(&w, "tranche", t->tranche);
    jsonw_object_end(&w);
    return jsonw_end(&w) || err_set(err, ERR_INTERNAL, "cannot note a transfer");
}

bool ch_ledger_post(struct ch_db *db, struct ch_transfer *t, struct err *err)
{
    struct ch_stmt *stmt;
    if (t->amount <= 0 || t->from == t->to) {
        return err_set(err, ERR_INTERNAL, "a transfer of %" PRId64 " fen", t->amount);
    }
    if (!move(db, t, err) ||
        !ch_prepare(
            db,
            "INSERT INTO transfers (programme, tranche, seq, source, target, amount, "
            "subject, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            &stmt, err)) {
        return false;
    }
    ch_bind_text(stmt, 1, t->programme);
    ch_bind_text(stmt, 2, t->tranche);
    ch_bind_int(stmt, 3, t->seq);
    ch_bind_int(stmt, 4, t->from);
    ch_bind_int(stmt, 5, t->to);
    ch_bind_int(stmt, 6, t->amount);
    ch_bind_text(stmt, 7, t->subject);
    ch_bind_int(stmt, 8, t->at);
    return ch_run(stmt, NULL, err) && note(db, t, err);
}

bool ch_ledger_flow(struct ch_db *db, const char *programme, const char *tranche,
                    enum ch_account from, enum ch_account to, int64_t since,
                    int64_t until, int64_t *out, struct err *err)
{
    struct ch_stmt *stmt;
    if (!ch_prepare(
            db,
            "SELECT coalesce(sum(amount), 0) FROM transfers WHERE programme = $1 AND "
            "tranche = $2 AND source = $3 AND target = $4 AND at >= $5 AND at < $6",
            &stmt, err)) {
        return false;
    }
    ch_bind_text(stmt, 1, programme);
    ch_bind_text(stmt, 2, tranche);
    ch_bind_int(stmt, 3, from);
    ch_bind_int(stmt, 4, to);
    ch_bind_int(stmt, 5, since);
    ch_bind_int(stmt, 6, until);
    enum ch_step step = ch_step(stmt, err);
    *out = step == CH_ROW ? ch_col_int(stmt, 0) : 0;
    ch_finish(stmt);
    return step == CH_ROW;
}

bool ch_transfer_each(struct ch_db *db, const char *programme, const char *tranche,
                      ch_transfer_fn *each, void *ctx, struct err *err)
{
    struct ch_stmt *stmt;
    if (!ch_prepare(db,
                    "SELECT seq, source, target, amount, subject FROM transfers WHERE "
                    "programme = $1 AND tranche = $2 ORDER BY seq",
                    &stmt, err)) {
        return false;
    }
    ch_bind_text(stmt, 1, programme);
    ch_bind_text(stmt, 2, tranche);
    enum ch_step step;
    while ((step = ch_step(stmt, err)) == CH_ROW) {
        each(ctx, ch_col_int(stmt, 0), (int)ch_col_int(stmt, 1), (int)ch_col_int(stmt, 2),
             ch_col_int(stmt, 3), ch_col_text(stmt, 4));
    }
    ch_finish(stmt);
    return step == CH_DONE;
}

/* ---- verify ---- */

static bool add_transfer(struct ch_stmt *stmt, int64_t balance[CH_ACCOUNT_COUNT])
{
    int64_t from = ch_col_int(stmt, 0), to = ch_col_int(stmt, 1);
    if (from < 0 || from >= CH_ACCOUNT_COUNT || to < 0 || to >= CH_ACCOUNT_COUNT) {
        return false;
    }
    struct ch_transfer t = {.from = (enum ch_account)from,
                            .to = (enum ch_account)to,
                            .amount = ch_col_int(stmt, 2)};
    for (int i = 0; i < CH_ACCOUNT_COUNT; i++) {
        balance[i] += change((enum ch_account)i, &t);
    }
    return true;
}

static bool rebuild(struct ch_db *db, const char *programme, const char *tranche,
                    int64_t balance[CH_ACCOUNT_COUNT], struct err *err)
{
    struct ch_stmt *stmt;
    if (!ch_prepare(
            db,
            "SELECT source, target, amount, seq FROM transfers WHERE programme = $1 "
            "AND tranche = $2 ORDER BY seq",
            &stmt, err)) {
        return false;
    }
    ch_bind_text(stmt, 1, programme);
    ch_bind_text(stmt, 2, tranche);
    enum ch_step step;
    int64_t seq = 0;
    while ((step = ch_step(stmt, err)) == CH_ROW) {
        if (ch_col_int(stmt, 3) != ++seq || !add_transfer(stmt, balance)) {
            err_set(err, ERR_INVALID,
                    "tranche %s/%s: transfer %" PRId64 " is missing or bad", programme,
                    tranche, seq);
            step = CH_STEP_ERROR;
            break;
        }
    }
    ch_finish(stmt);
    return step == CH_DONE;
}

bool ch_ledger_verify(struct ch_db *db, struct err *err)
{
    struct ch_stmt *stmt;
    if (!ch_prepare(
            db,
            "SELECT programme, id, appropriated, available, reserved, committed, "
            "payable, disbursed, lapsed, recovered FROM tranches ORDER BY programme, id",
            &stmt, err)) {
        return false;
    }
    enum ch_step step;
    while ((step = ch_step(stmt, err)) == CH_ROW) {
        const char *programme = ch_col_text(stmt, 0), *tranche = ch_col_text(stmt, 1);
        int64_t balance[CH_ACCOUNT_COUNT] = {0};
        bool same = rebuild(db, programme, tranche, balance, err);
        for (int i = 0; same && i < CH_ACCOUNT_COUNT; i++) {
            same = balance[i] == ch_col_int(stmt, i + 2) ||
                   err_set(err, ERR_INVALID,
                           "tranche %s/%s: %s is %" PRId64
                           " fen, its transfers give %" PRId64,
                           programme, tranche, names[i], ch_col_int(stmt, i + 2),
                           balance[i]);
        }
        if (!same) {
            step = CH_STEP_ERROR;
            break;
        }
    }
    ch_finish(stmt);
    return step == CH_DONE;
}

/* ---- yearly caps ---- */

bool ch_cap_used(struct ch_db *db, const char *programme, const char *organisation,
                 int year, int64_t *out, struct err *err)
{
    struct ch_stmt *stmt;
    if (!ch_prepare(
            db,
            "SELECT used FROM caps WHERE programme = $1 AND organisation = $2 AND "
            "year = $3",
            &stmt, err)) {
        return false;
    }
    ch_bind_text(stmt, 1, programme);
    ch_bind_text(stmt, 2, organisation);
    ch_bind_int(stmt, 3, year);
    enum ch_step step = ch_step(stmt, err);
    *out = step == CH_ROW ? ch_col_int(stmt, 0) : 0;
    ch_finish(stmt);
    return step != CH_STEP_ERROR;
}

bool ch_cap_use(struct ch_db *db, const char *programme, const char *organisation,
                int year, int64_t amount, int64_t limit, struct err *err)
{
    struct ch_stmt *stmt;
    int64_t changed;
    if (!ch_prepare(db,
                    "INSERT INTO caps (programme, organisation, year, used) VALUES "
                    "($1, $2, $3, 0) ON CONFLICT DO NOTHING",
                    &stmt, err)) {
        return false;
    }
    ch_bind_text(stmt, 1, programme);
    ch_bind_text(stmt, 2, organisation);
    ch_bind_int(stmt, 3, year);
    if (!ch_run(stmt, NULL, err) ||
        !ch_prepare(
            db,
            "UPDATE caps SET used = used + $4 WHERE programme = $1 AND organisation = "
            "$2 AND year = $3 AND used + $4 >= 0 AND ($5 < 0 OR $4 <= 0 OR used + $4 "
            "<= $5)",
            &stmt, err)) {
        return false;
    }
    ch_bind_text(stmt, 1, programme);
    ch_bind_text(stmt, 2, organisation);
    ch_bind_int(stmt, 3, year);
    ch_bind_int(stmt, 4, amount);
    ch_bind_int(stmt, 5, limit);
    if (!ch_run(stmt, &changed, err)) {
        return false;
    }
    return changed == 1 || err_set_type(err, ERR_REFUSED, "cap-reached",
                                        "this would pass the applicant's cap of %" PRId64
                                        " yuan for %d in %s; approve a smaller amount",
                                        limit / 100, year, programme);
}
