#include "clearinghouse/store/controls.h"

#include <stdio.h>
#include <string.h>

enum { UNTAKEN_MAX = 500 };

#define T(type, field) CH_TEXT_COLUMN(struct type, #field, field)
#define I(type, field) CH_INT_COLUMN(struct type, #field, field)
#define D(type, field) CH_DAY_COLUMN(struct type, #field, field)

static const struct ch_column conflicts[] = {
    T(ch_conflict, id),
    T(ch_conflict, programme),
    T(ch_conflict, principal),
    T(ch_conflict, organisation),
    T(ch_conflict, organisation_name),
    T(ch_conflict, note),
    D(ch_conflict, until_on),
    I(ch_conflict, declared_at),
    T(ch_conflict, declared_by),
    I(ch_conflict, revision),
    I(ch_conflict, entry_seq),
};
const struct ch_table ch_conflict_table = {"conflicts", "declaration", conflicts,
                                           COUNT_OF(conflicts)};

static const struct ch_column delegations[] = {
    T(ch_delegation, id),      T(ch_delegation, programme), T(ch_delegation, from_who),
    T(ch_delegation, to_who),  T(ch_delegation, role),      I(ch_delegation, cap_fen),
    I(ch_delegation, from_at), I(ch_delegation, until_at),  I(ch_delegation, ended_at),
    T(ch_delegation, note),    I(ch_delegation, revision),  I(ch_delegation, entry_seq),
};
const struct ch_table ch_delegation_table = {"delegations", "delegation", delegations,
                                             COUNT_OF(delegations)};

static const struct ch_column freezes[] = {
    T(ch_freeze, id),        T(ch_freeze, programme), D(ch_freeze, from_on),
    D(ch_freeze, until_on),  T(ch_freeze, decisions), T(ch_freeze, note),
    T(ch_freeze, made_by),   I(ch_freeze, made_at),   I(ch_freeze, revision),
    I(ch_freeze, entry_seq),
};
const struct ch_table ch_freeze_table = {"freezes", "freeze", freezes, COUNT_OF(freezes)};

bool ch_conflict_with(struct ch_db *db, const char *principal, const char *applicant,
                      const char *provider, int32_t today, char name[CH_NAME_MAX],
                      struct err *err)
{
    struct ch_stmt *stmt;
    if (!ch_prepare(
            db,
            "SELECT k.organisation_name FROM conflicts k JOIN organisations o ON o.id = "
            "k.organisation WHERE k.principal = $1 AND (k.until_on = 0 OR k.until_on >= "
            "$4) AND (k.organisation = $2 OR k.organisation = $3 OR o.group_id = (SELECT "
            "group_id FROM organisations WHERE id = $2)) ORDER BY k.id LIMIT 1",
            &stmt, err)) {
        return false;
    }
    ch_bind_text(stmt, 1, principal);
    ch_bind_text(stmt, 2, applicant);
    ch_bind_text(stmt, 3, provider);
    ch_bind_int(stmt, 4, today);
    enum ch_step step = ch_step(stmt, err);
    snprintf(name, CH_NAME_MAX, "%s", step == CH_ROW ? ch_col_text(stmt, 0) : "");
    ch_finish(stmt);
    return step != CH_STEP_ERROR;
}

bool ch_delegation_in_force(struct ch_db *db, const char *from_who, const char *to_who,
                            const char *programme, int64_t now, bool *found,
                            struct ch_delegation *out, struct err *err)
{
    struct ch_stmt *stmt;
    char id[ID_MAX] = "";
    if (!ch_prepare(db,
                    "SELECT id FROM delegations WHERE from_who = $1 AND to_who = $2 AND "
                    "($3 = '' OR programme = $3) AND from_at <= $4 AND until_at > $4 AND "
                    "ended_at = 0 ORDER BY role DESC, cap_fen DESC, id LIMIT 1",
                    &stmt, err)) {
        return false;
    }
    ch_bind_text(stmt, 1, from_who);
    ch_bind_text(stmt, 2, to_who);
    ch_bind_text(stmt, 3, programme ? programme : "");
    ch_bind_int(stmt, 4, now);
    enum ch_step step = ch_step(stmt, err);
    *found = step == CH_ROW;
    if (*found) {
        snprintf(id, sizeof id, "%s", ch_col_text(stmt, 0));
    }
    ch_finish(stmt);
    return step != CH_STEP_ERROR &&
           (!*found || ch_row_get(db, &ch_delegation_table, "id", id, out, err));
}

bool ch_freeze_on(struct ch_db *db, const char *programme, const char *decision,
                  int32_t today, int32_t *until, struct err *err)
{
    struct ch_stmt *stmt;
    *until = 0;
    if (!ch_prepare(db,
                    "SELECT until_on, decisions FROM freezes WHERE programme = $1 AND "
                    "from_on <= $2 AND until_on >= $2 ORDER BY until_on DESC",
                    &stmt, err)) {
        return false;
    }
    ch_bind_text(stmt, 1, programme);
    ch_bind_int(stmt, 2, today);
    enum ch_step step;
    while ((step = ch_step(stmt, err)) == CH_ROW) {
        if (*until == 0 && strstr(ch_col_text(stmt, 1), decision)) {
            *until = (int32_t)ch_col_int(stmt, 0);
        }
    }
    ch_finish(stmt);
    return step == CH_DONE;
}

bool ch_application_untaken(struct ch_db *db, const char *not_maker, ch_untaken_fn *each,
                            void *ctx, struct err *err)
{
    struct ch_stmt *stmt;
    if (!ch_prepare(
            db,
            "SELECT id, programme, applicant, provider FROM applications WHERE status IN "
            "('submitted', 'under_review') AND assigned_to = '' AND maker <> $1 ORDER BY "
            "due_at, verdict_issues DESC, id LIMIT $2",
            &stmt, err)) {
        return false;
    }
    ch_bind_text(stmt, 1, not_maker);
    ch_bind_int(stmt, 2, UNTAKEN_MAX);
    enum ch_step step;
    bool more = true;
    while (more && (step = ch_step(stmt, err)) == CH_ROW) {
        more = each(ctx, ch_col_text(stmt, 0), ch_col_text(stmt, 1), ch_col_text(stmt, 2),
                    ch_col_text(stmt, 3));
    }
    ch_finish(stmt);
    return !more || step == CH_DONE;
}
