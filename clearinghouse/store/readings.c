#include "clearinghouse/store/records.h"

#include <stdio.h>
#include <string.h>

#define COLUMNS                                                                          \
    "r.at, r.accelerator, r.source, r.installed, r.powered, r.allocatable, "             \
    "r.allocated, "                                                                      \
    "r.active, r.power_w, r.energy_kwh, r.rack_fill_bp, r.pue_milli "

static void read_row(struct ch_stmt *stmt, struct ch_reading *out)
{
    int64_t *const numbers[] = {&out->installed,  &out->powered,      &out->allocatable,
                                &out->allocated,  &out->active,       &out->power_w,
                                &out->energy_kwh, &out->rack_fill_bp, &out->pue_milli};
    out->at = ch_col_int(stmt, 0);
    snprintf(out->accelerator, sizeof out->accelerator, "%s", ch_col_text(stmt, 1));
    snprintf(out->source, sizeof out->source, "%s", ch_col_text(stmt, 2));
    for (int i = 0; i < (int)COUNT_OF(numbers); i++) {
        *numbers[i] = ch_col_int(stmt, 3 + i);
    }
}

static bool existing(struct ch_db *db, const char *centre,
                     const struct ch_reading *reading, struct ch_reading *out,
                     bool *found, struct err *err)
{
    struct ch_stmt *stmt;
    if (!ch_prepare(db,
                    "SELECT " COLUMNS
                    "FROM readings r WHERE r.centre = $1 AND r.at = $2 AND "
                    "r.accelerator = $3",
                    &stmt, err)) {
        return false;
    }
    ch_bind_text(stmt, 1, centre);
    ch_bind_int(stmt, 2, reading->at);
    ch_bind_text(stmt, 3, reading->accelerator);
    enum ch_step step = ch_step(stmt, err);
    *found = step == CH_ROW;
    if (*found) {
        read_row(stmt, out);
    }
    ch_finish(stmt);
    return step != CH_STEP_ERROR;
}

static bool same(const struct ch_reading *a, const struct ch_reading *b)
{
    return strcmp(a->source, b->source) == 0 && a->installed == b->installed &&
           a->powered == b->powered && a->allocatable == b->allocatable &&
           a->allocated == b->allocated && a->active == b->active &&
           a->power_w == b->power_w && a->energy_kwh == b->energy_kwh &&
           a->rack_fill_bp == b->rack_fill_bp && a->pue_milli == b->pue_milli;
}

static bool note_latest(struct ch_db *db, const char *centre, const struct ch_reading *r,
                        struct err *err)
{
    struct ch_stmt *stmt;
    if (!ch_prepare(db,
                    "INSERT INTO latest (centre, accelerator, at) VALUES ($1, $2, $3) ON "
                    "CONFLICT (centre, accelerator) DO UPDATE SET at = CASE WHEN "
                    "excluded.at > latest.at THEN excluded.at ELSE latest.at END",
                    &stmt, err)) {
        return false;
    }
    ch_bind_text(stmt, 1, centre);
    ch_bind_text(stmt, 2, r->accelerator);
    ch_bind_int(stmt, 3, r->at);
    return ch_run(stmt, NULL, err);
}

bool ch_reading_put(struct ch_db *db, const char *centre, const struct ch_reading *r,
                    bool *added, struct err *err)
{
    struct ch_reading before;
    struct ch_stmt *stmt;
    bool found;
    if (!existing(db, centre, r, &before, &found, err)) {
        return false;
    }
    if (found) {
        *added = false;
        return same(&before, r) ||
               err_set_type(
                   err, ERR_CONFLICT, "reading-differs",
                   "another reading of %s at that instant is already there; report "
                   "a correction under a new instant",
                   r->accelerator);
    }
    if (!ch_prepare(
            db,
            "INSERT INTO readings (centre, at, accelerator, source, installed, "
            "powered, allocatable, allocated, active, power_w, energy_kwh, "
            "rack_fill_bp, pue_milli) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, "
            "$10, $11, $12, $13)",
            &stmt, err)) {
        return false;
    }
    const int64_t numbers[] = {r->installed,  r->powered,      r->allocatable,
                               r->allocated,  r->active,       r->power_w,
                               r->energy_kwh, r->rack_fill_bp, r->pue_milli};
    ch_bind_text(stmt, 1, centre);
    ch_bind_int(stmt, 2, r->at);
    ch_bind_text(stmt, 3, r->accelerator);
    ch_bind_text(stmt, 4, r->source);
    for (int i = 0; i < (int)COUNT_OF(numbers); i++) {
        ch_bind_int(stmt, 5 + i, numbers[i]);
    }
    *added = true;
    return ch_run(stmt, NULL, err) && note_latest(db, centre, r, err);
}

static bool each_of(struct ch_stmt *stmt, ch_reading_fn *each, void *ctx, struct err *err)
{
    enum ch_step step;
    while ((step = ch_step(stmt, err)) == CH_ROW) {
        struct ch_reading reading;
        read_row(stmt, &reading);
        each(ctx, &reading);
    }
    ch_finish(stmt);
    return step == CH_DONE;
}

bool ch_reading_each(struct ch_db *db, const char *centre, int64_t from, int64_t to,
                     ch_reading_fn *each, void *ctx, struct err *err)
{
    struct ch_stmt *stmt;
    if (!ch_prepare(db,
                    "SELECT " COLUMNS
                    "FROM readings r WHERE r.centre = $1 AND r.at >= $2 AND "
                    "r.at < $3 ORDER BY r.at, r.accelerator",
                    &stmt, err)) {
        return false;
    }
    ch_bind_text(stmt, 1, centre);
    ch_bind_int(stmt, 2, from);
    ch_bind_int(stmt, 3, to);
    return each_of(stmt, each, ctx, err);
}

bool ch_reading_latest(struct ch_db *db, const char *centre, ch_reading_fn *each,
                       void *ctx, struct err *err)
{
    struct ch_stmt *stmt;
    if (!ch_prepare(
            db,
            "SELECT " COLUMNS "FROM latest l JOIN readings r ON r.centre = l.centre "
            "AND r.at = l.at AND r.accelerator = l.accelerator WHERE l.centre = $1 "
            "ORDER BY r.accelerator",
            &stmt, err)) {
        return false;
    }
    ch_bind_text(stmt, 1, centre);
    return each_of(stmt, each, ctx, err);
}
