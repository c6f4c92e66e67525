#include "backend_client/fields_read.h"
#include "backend_client/records_read.h"

#include "common/text.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

#define MONEY(key, member) BC_FIELD(INT, key, struct bc_tranche, member)

static bool read_series(const json_t *value, struct bc_tranche *out, struct err *err)
{
    struct week {
        int64_t available;
        char week[12];
    } weeks[COUNT_OF(out->series)];
    static const struct bc_field fields[] = {
        BC_FIELD(INT, "available_fen", struct week, available),
        BC_FIELD(TEXT, "week", struct week, week),
    };
    memset(weeks, 0, sizeof weeks);
    if (!bc_fields_read_list(value, "series", fields, COUNT_OF(fields), weeks,
                             sizeof *weeks, (int)COUNT_OF(weeks), &out->series_count,
                             err)) {
        return false;
    }
    for (int i = 0; i < out->series_count; i++) {
        out->series[i] = weeks[i].available;
        memcpy(out->series_week[i], weeks[i].week, sizeof weeks[i].week);
    }
    return true;
}

bool bc_tranche_from_json(const struct json_t *value, struct bc_tranche *out,
                          struct err *err)
{
    static const struct bc_field fields[] = {
        BC_FIELD_NEEDED(TEXT, "programme", struct bc_tranche, programme),
        BC_FIELD_NEEDED(TEXT, "id", struct bc_tranche, id),
        BC_FIELD(TEXT, "name", struct bc_tranche, name),
        BC_FIELD(NUMBER, "fiscal_year", struct bc_tranche, fiscal_year),
        BC_FIELD(DAY, "opens_on", struct bc_tranche, opens_on),
        BC_FIELD(DAY, "closes_on", struct bc_tranche, closes_on),
        MONEY("revision", revision),
        BC_FIELD_NEEDED(INT, "appropriated_fen", struct bc_tranche, appropriated),
        MONEY("accounts.available_fen", available),
        MONEY("accounts.reserved_fen", reserved),
        MONEY("accounts.committed_fen", committed),
        MONEY("accounts.payable_fen", payable),
        MONEY("accounts.disbursed_fen", disbursed),
        MONEY("accounts.lapsed_fen", lapsed),
        MONEY("accounts.recovered_fen", recovered),
        MONEY("pace_fen_week", pace_fen_week),
        BC_FIELD(DAY, "exhausted_on", struct bc_tranche, exhausted_on),
        BC_FIELD(TEXT, "method", struct bc_tranche, method),
    };
    memset(out, 0, sizeof *out);
    out->pace_fen_week = -1;
    return bc_fields_read(value, "tranche", fields, COUNT_OF(fields), out, err) &&
           read_series(value, out, err);
}

/* ---- centres ---- */

#define CARDS(key, member) BC_FIELD(INT, key, struct bc_centre, member)

static bool read_hardware(const json_t *value, struct bc_centre *out, struct err *err)
{
#define TEXT(member) BC_FIELD(TEXT, #member, struct bc_batch, member)
    static const struct bc_field batch[] = {
        TEXT(id),
        TEXT(accelerator),
        TEXT(export_status),
        TEXT(state_fund_eligible),
        TEXT(evidence),
        TEXT(author),
        BC_FIELD(INT, "count", struct bc_batch, count),
        BC_FIELD(TIME, "at", struct bc_batch, at),
    };
#undef TEXT
#define INT(member) BC_FIELD(INT, #member, struct bc_reading, member)
    static const struct bc_field reading[] = {
        BC_FIELD(TIME, "at", struct bc_reading, at),
        BC_FIELD(TEXT, "accelerator", struct bc_reading, accelerator),
        BC_FIELD(TEXT, "source", struct bc_reading, source),
        INT(installed),
        INT(powered),
        INT(allocatable),
        INT(allocated),
        INT(active),
        INT(power_w),
        INT(energy_kwh),
        INT(rack_fill_bp),
        INT(pue_milli),
    };
#undef INT
    return bc_fields_read_list(value, "batches", batch, COUNT_OF(batch), out->batches,
                               sizeof *out->batches, BC_BATCHES, &out->batch_count,
                               err) &&
           bc_fields_read_list(value, "latest", reading, COUNT_OF(reading), out->latest,
                               sizeof *out->latest, BC_LATEST, &out->latest_count, err);
}

static bool plain(const struct bc_batch *batch)
{
    static const char *const doubtful[] = {"restricted", "unknown", "case-review"};
    for (size_t i = 0; i < COUNT_OF(doubtful); i++) {
        if (strcmp(batch->export_status, doubtful[i]) == 0 ||
            strcmp(batch->state_fund_eligible, doubtful[i]) == 0) {
            return false;
        }
    }
    return true;
}

bool bc_centre_from_json(const struct json_t *value, struct bc_centre *out,
                         struct err *err)
{
    static const struct bc_field fields[] = {
        BC_FIELD_NEEDED(TEXT, "id", struct bc_centre, id),
        BC_FIELD(TEXT, "slug", struct bc_centre, slug),
        BC_FIELD(TEXT, "name", struct bc_centre, name),
        BC_FIELD(TEXT, "hub", struct bc_centre, hub),
        BC_FIELD(TEXT, "province", struct bc_centre, province),
        BC_FIELD(TEXT, "status", struct bc_centre, status),
        CARDS("revision", revision),
        CARDS("latency_ms", latency_ms),
        CARDS("price_fen", price_fen),
        CARDS("total.installed", installed),
        CARDS("total.powered", powered),
        CARDS("total.allocatable", allocatable),
        CARDS("total.allocated", allocated),
        CARDS("total.active", active),
        CARDS("total.busy_bp", busy_bp),
        BC_FIELD(TIME, "total.at", struct bc_centre, at),
        BC_FIELD(TEXT, "total.source", struct bc_centre, source),
    };
    memset(out, 0, sizeof *out);
    out->latency_ms = out->price_fen = out->busy_bp = -1;
    out->installed = out->powered = out->allocatable = out->allocated = out->active = -1;
    if (!bc_fields_read(value, "centre", fields, COUNT_OF(fields), out, err) ||
        !read_hardware(value, out, err)) {
        return false;
    }
    for (int i = 0; i < out->batch_count; i++) {
        out->contested = out->contested || !plain(&out->batches[i]);
    }
    return true;
}

bool bc_bucket_from_json(const struct json_t *value, struct bc_bucket *out,
                         struct err *err)
{
    static const struct bc_field fields[] = {
        BC_FIELD_NEEDED(TIME, "at", struct bc_bucket, at),
        BC_FIELD_NEEDED(INT, "busy_min_bp", struct bc_bucket, min_bp),
        BC_FIELD_NEEDED(INT, "busy_mean_bp", struct bc_bucket, mean_bp),
        BC_FIELD_NEEDED(INT, "busy_max_bp", struct bc_bucket, max_bp),
    };
    memset(out, 0, sizeof *out);
    return bc_fields_read(value, "reading series", fields, COUNT_OF(fields), out, err);
}

/* ---- programmes, reasons ---- */

bool bc_programme_from_json(const struct json_t *value, struct bc_programme *out,
                            struct err *err)
{
#define TEXT(member) BC_FIELD(TEXT, #member, struct bc_programme, member)
    static const struct bc_field fields[] = {
        BC_FIELD_NEEDED(TEXT, "id", struct bc_programme, id),
        TEXT(name_en),
        TEXT(name_zh),
        TEXT(mode),
        TEXT(payee),
        TEXT(subject),
        BC_FIELD(NUMBER, "version", struct bc_programme, version),
    };
#undef TEXT
    memset(out, 0, sizeof *out);
    return bc_fields_read(value, "programme", fields, COUNT_OF(fields), out, err);
}

bool bc_reason_from_json(const struct json_t *value, struct bc_reason *out,
                         struct err *err)
{
    static const struct bc_field fields[] = {
        BC_FIELD_NEEDED(TEXT, "code", struct bc_reason, code),
        BC_FIELD(TEXT, "en", struct bc_reason, en),
        BC_FIELD(TEXT, "zh", struct bc_reason, zh),
    };
    memset(out, 0, sizeof *out);
    if (!bc_fields_read(value, "reason", fields, COUNT_OF(fields), out, err)) {
        return false;
    }
    size_t i;
    const json_t *word;
    json_array_foreach(json_object_get(value, "decisions"), i, word)
    {
        const char *text = json_string_value(word);
        size_t at = strlen(out->decisions);
        if (!text) {
            return err_set(err, ERR_INVALID,
                           "the server's reason \"%s\" has a decision that is no text",
                           out->code);
        }
        if (at + strlen(text) + 2 <= sizeof out->decisions) {
            snprintf(out->decisions + at, sizeof out->decisions - at, "%s%s",
                     at ? " " : "", text);
        }
    }
    return true;
}

/* ---- dashboard ---- */

static bool read_counts(const json_t *value, struct bc_dashboard *out, struct err *err)
{
    static const struct bc_field rejection[] = {
        BC_FIELD(TEXT, "code", struct bc_count, key),
        BC_FIELD(INT, "count", struct bc_count, count),
    };
    static const struct bc_field provider[] = {
        BC_FIELD(TEXT, "name", struct bc_count, name),
        BC_FIELD(INT, "amount_fen", struct bc_count, amount_fen),
    };
    static const struct bc_field programme[] = {
        BC_FIELD(TEXT, "id", struct bc_count, key),
        BC_FIELD(TEXT, "id", struct bc_count, name),
        BC_FIELD(INT, "open", struct bc_count, count),
        BC_FIELD(INT, "amount_fen", struct bc_count, amount_fen),
    };
    return bc_fields_read_list(json_object_get(value, "decisions"), "rejections",
                               rejection, COUNT_OF(rejection), out->rejections,
                               sizeof *out->rejections, (int)COUNT_OF(out->rejections),
                               &out->rejection_count, err) &&
           bc_fields_read_list(value, "top_providers", provider, COUNT_OF(provider),
                               out->providers, sizeof *out->providers,
                               (int)COUNT_OF(out->providers), &out->provider_count,
                               err) &&
           bc_fields_read_list(value, "programmes", programme, COUNT_OF(programme),
                               out->programmes, sizeof *out->programmes,
                               (int)COUNT_OF(out->programmes), &out->programme_count,
                               err);
}

bool bc_dashboard_from_json(const struct json_t *value, struct bc_dashboard *out,
                            struct err *err)
{
#define FIGURE(key, member) BC_FIELD(INT, key, struct bc_dashboard, member)
    static const struct bc_field fields[] = {
        BC_FIELD_NEEDED(TIME, "at", struct bc_dashboard, at),
        FIGURE("queue.open", open),
        FIGURE("queue.breached", breached),
        FIGURE("queue.oldest_s", oldest_s),
        FIGURE("queue.p90_s", p90_s),
        FIGURE("decisions.today", decided_today),
        FIGURE("decisions.mean_hours_28d", mean_hours_28d),
        FIGURE("centres.count", centres),
        FIGURE("centres.installed", installed),
        FIGURE("centres.busy_bp", busy_bp),
        FIGURE("centres.stale", stale),
        FIGURE("centres.under_used", under_used),
        FIGURE("centres.contested", contested),
        FIGURE("ledger.entries", journal_entries),
        BC_FIELD(FLAG, "ledger.balanced", struct bc_dashboard, balanced),
    };
    memset(out, 0, sizeof *out);
    out->mean_hours_28d = out->busy_bp = -1;
    return bc_fields_read(value, "dashboard", fields, COUNT_OF(fields), out, err) &&
           read_counts(value, out, err);
}
