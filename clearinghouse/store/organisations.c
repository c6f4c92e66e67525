#include "clearinghouse/store/records.h"

#include "clearinghouse/store/journal.h"

#include <stdio.h>
#include <string.h>

#define COLUMNS                                                                          \
    "id, credit_code, name, kind, size, region, startup, listed, group_id, "             \
    "legal_person, "                                                                     \
    "address, phone, account, debarred_until, revision, entry_seq "

#define TEXT(field, column) snprintf(field, sizeof field, "%s", ch_col_text(stmt, column))

static void read_row(struct ch_stmt *stmt, struct ch_organisation *out)
{
    TEXT(out->id, 0);
    TEXT(out->credit_code, 1);
    TEXT(out->name, 2);
    TEXT(out->kind, 3);
    TEXT(out->size, 4);
    TEXT(out->region, 5);
    out->startup = ch_col_int(stmt, 6) != 0;
    out->listed = ch_col_int(stmt, 7) != 0;
    TEXT(out->group_id, 8);
    TEXT(out->legal_person, 9);
    TEXT(out->address, 10);
    TEXT(out->phone, 11);
    TEXT(out->account, 12);
    out->debarred_until = (int32_t)ch_col_int(stmt, 13);
    out->revision = ch_col_int(stmt, 14);
    out->entry_seq = ch_col_int(stmt, 15);
}

static bool one(struct ch_stmt *stmt, const char *key, struct ch_organisation *out,
                struct err *err)
{
    ch_bind_text(stmt, 1, key);
    enum ch_step step = ch_step(stmt, err);
    if (step == CH_ROW) {
        read_row(stmt, out);
    } else if (step == CH_DONE) {
        err_set(err, ERR_NOT_FOUND, "no organisation \"%s\" is registered here", key);
    }
    ch_finish(stmt);
    return step == CH_ROW;
}

bool ch_organisation_get(struct ch_db *db, const char *id, struct ch_organisation *out,
                         struct err *err)
{
    struct ch_stmt *stmt;
    return ch_prepare(db, "SELECT " COLUMNS "FROM organisations WHERE id = $1", &stmt,
                      err) &&
           one(stmt, id, out, err);
}

bool ch_organisation_by_code(struct ch_db *db, const char *code,
                             struct ch_organisation *out, struct err *err)
{
    struct ch_stmt *stmt;
    return ch_prepare(db, "SELECT " COLUMNS "FROM organisations WHERE credit_code = $1",
                      &stmt, err) &&
           one(stmt, code, out, err);
}

bool ch_organisation_put(struct ch_db *db, const struct ch_organisation *org,
                         struct err *err)
{
    struct ch_stmt *stmt;
    if (!ch_prepare(
            db,
            "INSERT INTO organisations (" COLUMNS
            ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, "
            "$15, $16) ON CONFLICT (id) DO UPDATE SET credit_code = "
            "excluded.credit_code, name = excluded.name, kind = excluded.kind, size = "
            "excluded.size, region = excluded.region, startup = excluded.startup, "
            "listed = excluded.listed, group_id = excluded.group_id, legal_person = "
            "excluded.legal_person, address = excluded.address, phone = "
            "excluded.phone, account = excluded.account, debarred_until = "
            "excluded.debarred_until, revision = excluded.revision, entry_seq = "
            "excluded.entry_seq",
            &stmt, err)) {
        return false;
    }
    const char *const texts[] = {org->id,   org->credit_code, org->name,
                                 org->kind, org->size,        org->region};
    for (int i = 0; i < 6; i++) {
        ch_bind_text(stmt, i + 1, texts[i]);
    }
    ch_bind_int(stmt, 7, org->startup);
    ch_bind_int(stmt, 8, org->listed);
    ch_bind_text(stmt, 9, org->group_id);
    ch_bind_text(stmt, 10, org->legal_person);
    ch_bind_text(stmt, 11, org->address);
    ch_bind_text(stmt, 12, org->phone);
    ch_bind_text(stmt, 13, org->account);
    ch_bind_int(stmt, 14, org->debarred_until);
    ch_bind_int(stmt, 15, org->revision);
    ch_bind_int(stmt, 16, org->entry_seq);
    return ch_run(stmt, NULL, err);
}

bool ch_organisation_doc(struct ch_db *db, const char *id, struct buf *out,
                         struct err *err)
{
    struct ch_stmt *stmt;
    if (!ch_prepare(
            db,
            "SELECT body FROM journal WHERE stream = 'registry' AND seq = (SELECT "
            "entry_seq FROM organisations WHERE id = $1)",
            &stmt, err)) {
        return false;
    }
    ch_bind_text(stmt, 1, id);
    enum ch_step step = ch_step(stmt, err);
    if (step == CH_ROW) {
        buf_adds(out, ch_col_text(stmt, 0));
    } else if (step == CH_DONE) {
        err_set(err, ERR_NOT_FOUND, "no organisation \"%s\" is registered here", id);
    }
    ch_finish(stmt);
    return step == CH_ROW;
}

bool ch_organisation_list(struct ch_db *db, const char *query, const char *after,
                          int limit, ch_organisation_fn *each, void *ctx, struct err *err)
{
    struct ch_stmt *stmt;
    if (!ch_prepare(
            db,
            "SELECT " COLUMNS
            "FROM organisations WHERE id > $1 AND (CAST($2 AS TEXT) IS NULL OR "
            "instr(name, $2) > 0 OR instr(credit_code, $2) = 1) ORDER BY id LIMIT $3",
            &stmt, err)) {
        return false;
    }
    ch_bind_text(stmt, 1, after ? after : "");
    ch_bind_text(stmt, 2, query);
    ch_bind_int(stmt, 3, limit);
    enum ch_step step;
    while ((step = ch_step(stmt, err)) == CH_ROW) {
        struct ch_organisation org;
        read_row(stmt, &org);
        if (!each(ctx, &org)) {
            step = CH_DONE;
            break;
        }
    }
    ch_finish(stmt);
    return step == CH_DONE;
}

/* What two organisations share, the strongest tie first; NULL: nothing. */
static const char *shared(const struct ch_organisation *a,
                          const struct ch_organisation *b)
{
    const struct {
        const char *what, *left, *right;
    } ties[] = {
        {"group", a->group_id, b->group_id},
        {"legal-person", a->legal_person, b->legal_person},
        {"account", a->account, b->account},
        {"address", a->address, b->address},
        {"phone", a->phone, b->phone},
    };
    for (size_t i = 0; i < COUNT_OF(ties); i++) {
        if (*ties[i].left && strcmp(ties[i].left, ties[i].right) == 0) {
            return ties[i].what;
        }
    }
    return NULL;
}

bool ch_relation_between(struct ch_db *db, const char *id, const char *other,
                         const char **what, struct err *err)
{
    struct ch_organisation a, b;
    if (!ch_organisation_get(db, id, &a, err) ||
        !ch_organisation_get(db, other, &b, err)) {
        return false;
    }
    *what = shared(&a, &b);
    return true;
}
