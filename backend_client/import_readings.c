#include "backend_client/import.h"

#include "common/date.h"
#include "common/json.h"

#include <inttypes.h>
#include <jansson.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#define AT(field) offsetof(struct bc_reading, field)

static const struct {
    const char *name;
    size_t offset;
    bool required;
} numbers[] = {
    {"installed", AT(installed), true},     {"powered", AT(powered), true},
    {"allocatable", AT(allocatable), true}, {"allocated", AT(allocated), true},
    {"active", AT(active), true},           {"power_w", AT(power_w), false},
    {"energy_kwh", AT(energy_kwh), false},  {"rack_fill_bp", AT(rack_fill_bp), false},
    {"pue_milli", AT(pue_milli), false},
};

struct job {
    struct bc_import *import;
    const struct bc_fault_sink *sink;
    int line;
};

static void read_number(const struct job *job, const json_t *value, size_t i,
                        struct bc_reading *out)
{
    int64_t *number = (int64_t *)(void *)((char *)out + numbers[i].offset);
    const json_t *given = json_object_get(value, numbers[i].name);
    *number = -1;
    if (json_is_integer(given) && json_integer_value(given) >= 0) {
        *number = json_integer_value(given);
    } else if (given && !json_is_null(given)) {
        bc_import_fault(job->import, job->sink, job->line, numbers[i].name,
                        "must be a whole number from 0");
    } else if (numbers[i].required) {
        bc_import_fault(job->import, job->sink, job->line, numbers[i].name, "is missing");
    }
}

static bool is_known(const char *name)
{
    for (size_t i = 0; i < COUNT_OF(numbers); i++) {
        if (strcmp(numbers[i].name, name) == 0) {
            return true;
        }
    }
    return strcmp(name, "at") == 0 || strcmp(name, "source") == 0 ||
           strcmp(name, "accelerator") == 0;
}

/* Each level lies within the one above it. */
static void check_levels(const struct job *job, const struct bc_reading *r)
{
    const struct {
        const char *name, *above;
        int64_t value, limit;
    } levels[] = {
        {"powered", "installed", r->powered, r->installed},
        {"allocatable", "powered", r->allocatable, r->powered},
        {"allocated", "allocatable", r->allocated, r->allocatable},
        {"active", "allocated", r->active, r->allocated},
    };
    for (size_t i = 0; i < COUNT_OF(levels); i++) {
        if (levels[i].limit >= 0 && levels[i].value > levels[i].limit) {
            bc_import_fault(job->import, job->sink, job->line, levels[i].name,
                            "%" PRId64 " is above %s, %" PRId64, levels[i].value,
                            levels[i].above, levels[i].limit);
        }
    }
}

static void read_words(const struct job *job, const json_t *value, int64_t now,
                       struct bc_reading *out)
{
    const char *at = json_str(value, "at"), *source = json_str(value, "source");
    out->at = now;
    if (*at && !date_time_parse(at, &out->at)) {
        bc_import_fault(job->import, job->sink, job->line, "at",
                        "\"%.40s\" is not an instant like 2026-03-01T06:00:00Z", at);
    }
    source = *source ? source : "typed";
    if (strcmp(source, "typed") != 0 && strcmp(source, "meter") != 0 &&
        strcmp(source, "agent") != 0) {
        bc_import_fault(job->import, job->sink, job->line, "source",
                        "\"%.40s\" is none of: meter, agent, typed", source);
    }
    snprintf(out->source, sizeof out->source, "%s", source);
    snprintf(out->accelerator, sizeof out->accelerator, "%s",
             json_str(value, "accelerator"));
    if (!*out->accelerator) {
        bc_import_fault(job->import, job->sink, job->line, "accelerator", "is missing");
    }
}

static bool read_one(struct job *job, const struct bc_record *record, int64_t now,
                     struct bc_reading *out, struct err *err)
{
    json_t *value = NULL, *member;
    const char *name;
    if (!json_read(record->json, strlen(record->json), 1 << 16, &value, err)) {
        return false;
    }
    job->line = record->line;
    json_object_foreach(value, name, member)
    {
        if (!is_known(name)) {
            bc_import_fault(job->import, job->sink, job->line, name,
                            "is not a field of a reading");
        }
    }
    read_words(job, value, now, out);
    for (size_t i = 0; i < COUNT_OF(numbers); i++) {
        read_number(job, value, i, out);
    }
    check_levels(job, out);
    json_decref(value);
    return true;
}

bool bc_import_readings(struct bc_import *import, int64_t now, struct bc_reading *out,
                        int max, int *count, const struct bc_fault_sink *sink,
                        struct err *err)
{
    struct job job = {.import = import, .sink = sink};
    if (import->count > (size_t)max) {
        return err_set(err, ERR_INVALID,
                       "%zu readings are more than one report takes (%d); split the file",
                       import->count, max);
    }
    for (size_t i = 0; i < import->count; i++) {
        out[i] = (struct bc_reading){.at = now};
        if (!read_one(&job, &import->records[i], now, &out[i], err)) {
            return false;
        }
    }
    *count = (int)import->count;
    return true;
}
