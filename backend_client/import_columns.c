#include "backend_client/import_columns.h"

#include "common/buf.h"
#include "common/date.h"
#include "common/hash.h"
#include "common/money.h"

#include <ctype.h>
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TEXT(name, required)                                                             \
    {                                                                                    \
        name, name, BC_CELL_TEXT, 0, required                                            \
    }
#define DATE(name, required)                                                             \
    {                                                                                    \
        name, name, BC_CELL_DATE, 0, required                                            \
    }
#define COUNT(name, required)                                                            \
    {                                                                                    \
        name, name, BC_CELL_INT, 0, required                                             \
    }
#define FLAG(name)                                                                       \
    {                                                                                    \
        name, name, BC_CELL_BOOL, 0, false                                               \
    }
#define MONEY(name)                                                                      \
    {name "_yuan", name "_fen", BC_CELL_YUAN, 0, true},                                  \
    {                                                                                    \
        name "_fen", name "_fen", BC_CELL_INT, 0, true                                   \
    }

static const struct bc_column application[] = {
    TEXT("programme", true),
    TEXT("tranche", true),
    TEXT("applicant", true),
    TEXT("provider", true),
    TEXT("contract.number", true),
    DATE("contract.signed_on", true),
    DATE("contract.starts_on", true),
    DATE("contract.ends_on", true),
    MONEY("contract.total"),
    MONEY("contract.eligible"),
    TEXT("request.kind", true),
    TEXT("request.accelerator", false),
    COUNT("request.gpu_hours", true),
    MONEY("request.amount"),
    TEXT("request.purpose", true),
    FLAG("declared.related"),
    TEXT("declared.other_subsidy", false),
    FLAG("declared.fees_paid"),
    COUNT("usage.gpu_hours", false),
    DATE("usage.from", false),
    DATE("usage.to", false),
    {"document.", "documents", BC_CELL_DOCUMENT, 0, false},
};
static const struct bc_column reading[] = {
    {"at", "at", BC_CELL_TIME, 0, false},
    TEXT("source", false),
    TEXT("accelerator", true),
    COUNT("installed", true),
    COUNT("powered", true),
    COUNT("allocatable", true),
    COUNT("allocated", true),
    COUNT("active", true),
    COUNT("power_w", false),
    {"power_kw", "power_w", BC_CELL_FIXED, 3, false},
    COUNT("energy_kwh", false),
    COUNT("rack_fill_bp", false),
    {"rack_fill_percent", "rack_fill_bp", BC_CELL_FIXED, 2, false},
    COUNT("pue_milli", false),
    {"pue", "pue_milli", BC_CELL_FIXED, 3, false},
};

const struct bc_column *bc_columns(enum bc_import_kind kind, size_t *count)
{
    bool cases = kind == BC_IMPORT_APPLICATIONS;
    *count = cases ? COUNT_OF(application) : COUNT_OF(reading);
    return cases ? application : reading;
}

const struct bc_column *bc_column_find(enum bc_import_kind kind, const char *name)
{
    size_t count;
    const struct bc_column *columns = bc_columns(kind, &count);
    for (size_t i = 0; i < count; i++) {
        size_t len = strlen(columns[i].name);
        bool prefix = columns[i].name[len - 1] == '.';
        if (prefix ? strncmp(columns[i].name, name, len) == 0 && name[len]
                   : strcmp(columns[i].name, name) == 0) {
            return &columns[i];
        }
    }
    return NULL;
}

/* Set "a.b" of `record`; steals `value`. */
static bool put(json_t *record, const char *member, json_t *value, struct err *why)
{
    const char *dot = strchr(member, '.');
    json_t *object = record;
    char outer[32];
    if (dot) {
        snprintf(outer, sizeof outer, "%.*s", (int)(dot - member), member);
        object = json_object_get(record, outer);
        if (!object) {
            object = json_object();
            json_object_set_new(record, outer, object);
        }
        member = dot + 1;
    }
    return (value && json_object_set_new(object, member, value) == 0) ||
           err_set(why, ERR_INTERNAL, "out of memory");
}

static bool read_int(const char *cell, int64_t *out, struct err *why)
{
    char *end;
    long long value = strtoll(cell, &end, 10);
    if (isspace((unsigned char)*cell) || end == cell || *end ||
        value > INT64_C(1000000000000000) || value < 0) {
        return err_set(why, ERR_INVALID, "\"%.40s\" is not a whole number", cell);
    }
    *out = value;
    return true;
}

/* "1.25" with 3 places: 1250. */
static bool read_fixed(const char *cell, int places, int64_t *out, struct err *why)
{
    int64_t value = 0;
    int after = -1;
    const char *at = cell;
    for (; *at && value < INT64_C(1000000000000); at++) {
        if (*at == '.' && after < 0 && at > cell) {
            after = 0;
        } else if (*at >= '0' && *at <= '9' && after < places) {
            value = value * 10 + (*at - '0');
            after += after >= 0;
        } else {
            break;
        }
    }
    if (*at || at == cell) {
        return err_set(why, ERR_INVALID,
                       "\"%.40s\" is not a number with at most %d decimals", cell,
                       places);
    }
    for (int i = after < 0 ? 0 : after; i < places; i++) {
        value *= 10;
    }
    *out = value;
    return true;
}

static bool read_date(const char *cell, char out[16], struct err *why)
{
    date_day day;
    int year, month, date, used = 0;
    char text[16] = "";
    if (sscanf(cell, "%4d%*1[-/]%2d%*1[-/]%2d%n", &year, &month, &date, &used) == 3 &&
        !cell[used] && year > 0 && month > 0 && date > 0) {
        snprintf(text, sizeof text, "%04d-%02d-%02d", year % 10000, month % 100,
                 date % 100);
    }
    if (!date_parse(text, &day)) {
        return err_set(why, ERR_INVALID,
                       "\"%.40s\" is not a date that exists; write 2026-03-01", cell);
    }
    date_format(day, out);
    return true;
}

static bool read_time(const char *cell, char out[32], struct err *why)
{
    int64_t at;
    int hour, minute, used = 0;
    char day_text[16], day[16];
    date_day date;
    if (date_time_parse(cell, &at)) {
        date_time_format(at, out);
        return true;
    }
    if (sscanf(cell, "%10[0-9/-]%*1[ T]%2d:%2d%n", day_text, &hour, &minute, &used) ==
            3 &&
        (!cell[used] || strcmp(cell + used, ":00") == 0) &&
        read_date(day_text, day, NULL) && date_parse(day, &date) && hour >= 0 &&
        hour < 24 && minute >= 0 && minute < 60) {
        at = date_start(date, DATE_ZONE_CHINA) +
             (hour * INT64_C(60) + minute) * 60 * DATE_SECOND;
        date_time_format(at, out);
        return true;
    }
    return err_set(why, ERR_INVALID,
                   "\"%.40s\" is not an instant; write 2026-03-01 14:00 (China time) or "
                   "2026-03-01T06:00:00Z",
                   cell);
}

static bool read_bool(const char *cell, bool *out, struct err *why)
{
    static const char *const yes[] = {"true", "yes", "1", "TRUE", "是"};
    static const char *const no[] = {"false", "no", "0", "FALSE", "否"};
    for (size_t i = 0; i < COUNT_OF(yes); i++) {
        if (strcmp(cell, yes[i]) == 0 || strcmp(cell, no[i]) == 0) {
            *out = strcmp(cell, yes[i]) == 0;
            return true;
        }
    }
    return err_set(why, ERR_INVALID, "\"%.40s\" is neither yes nor no", cell);
}

/* ---- documents ---- */

enum { DOCUMENT_BYTES = 256 << 20 };

static bool hash_file(const char *cell, const char *table, char out[HASH_HEX],
                      struct err *why)
{
    const char *slash = strrchr(table, '/');
    char path[1024];
    struct buf bytes = {0};
    size_t got;
    char block[65536];
    int folder = slash && *cell != '/' ? (int)(slash - table) + 1 : 0;
    snprintf(path, sizeof path, "%.*s%s", folder, table, cell);
    FILE *file = fopen(path, "rb");
    if (!file) {
        return err_set(why, ERR_INVALID,
                       "cannot read the document \"%.100s\"; name a file beside the "
                       "table, or write NAME#SHA256",
                       cell);
    }
    while ((got = fread(block, 1, sizeof block, file)) > 0 &&
           bytes.len <= DOCUMENT_BYTES) {
        buf_add(&bytes, block, got);
    }
    bool ok = !ferror(file) && buf_ok(&bytes) && bytes.len <= DOCUMENT_BYTES;
    fclose(file);
    if (ok) {
        hash_hex(buf_str(&bytes), bytes.len, out);
    }
    buf_clear(&bytes);
    return ok || err_set(why, ERR_INVALID, "cannot read all of \"%.100s\"", cell);
}

static bool put_document(const char *kind, const char *cell, const char *table,
                         json_t *record, struct err *why)
{
    const char *mark = strrchr(cell, '#');
    const char *base = strrchr(cell, '/');
    char hash[HASH_HEX], name[256];
    if (mark && strlen(mark + 1) == 64 && strspn(mark + 1, "0123456789abcdef") == 64) {
        snprintf(hash, sizeof hash, "%s", mark + 1);
        snprintf(name, sizeof name, "%.*s", (int)(mark - cell), cell);
    } else if (hash_file(cell, table, hash, why)) {
        snprintf(name, sizeof name, "%s", base ? base + 1 : cell);
    } else {
        return false;
    }
    json_t *list = json_object_get(record, "documents");
    if (!list) {
        list = json_array();
        json_object_set_new(record, "documents", list);
    }
    json_t *item =
        json_pack("{s:s, s:s, s:s}", "kind", kind, "name", name, "sha256", hash);
    return (item && json_array_append_new(list, item) == 0) ||
           err_set(why, ERR_INVALID, "\"%.40s\" is not UTF-8", name);
}

bool bc_cell_put(const struct bc_column *column, const char *name, const char *cell,
                 const char *path, struct json_t *record, struct err *why)
{
    int64_t number = 0;
    char text[32];
    bool flag = false;
    switch (column->kind) {
    case BC_CELL_TEXT:
        return put(record, column->member, json_string(cell), why);
    case BC_CELL_INT:
        return read_int(cell, &number, why) &&
               put(record, column->member, json_integer(number), why);
    case BC_CELL_FIXED:
        return read_fixed(cell, column->places, &number, why) &&
               put(record, column->member, json_integer(number), why);
    case BC_CELL_YUAN:
        return money_parse(cell, &number, why) &&
               put(record, column->member, json_integer(number), why);
    case BC_CELL_DATE:
        return read_date(cell, text, why) &&
               put(record, column->member, json_string(text), why);
    case BC_CELL_TIME:
        return read_time(cell, text, why) &&
               put(record, column->member, json_string(text), why);
    case BC_CELL_BOOL:
        return read_bool(cell, &flag, why) &&
               put(record, column->member, json_boolean(flag), why);
    case BC_CELL_DOCUMENT:
        return put_document(name + strlen(column->name), cell, path, record, why);
    }
    return false;
}
