#include "backend_client/import.h"

#include "backend_client/csv.h"
#include "backend_client/import_columns.h"
#include "common/json.h"
#include "common/text.h"

#include <errno.h>
#include <jansson.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FILE_BYTES = 64 << 20, RECORD_BYTES = 64 << 10 };

struct job {
    struct bc_import *import;
    const struct bc_fault_sink *sink;
    enum bc_import_kind kind;
};

void bc_import_fault(struct bc_import *import, const struct bc_fault_sink *sink, int line,
                     const char *field, const char *format, ...)
{
    char text[400];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    import->faults++;
    sink->tell(sink->ctx, line, field, text);
}

void bc_import_clear(struct bc_import *import)
{
    for (size_t i = 0; i < import->count; i++) {
        free(import->records[i].json);
    }
    free(import->records);
    *import = (struct bc_import){0};
}

static bool add_record(struct bc_import *import, int line, const json_t *value,
                       struct err *err)
{
    struct buf text = {0};
    if (import->count == import->room) {
        size_t room = import->room ? import->room * 2 : 64;
        struct bc_record *records = realloc(import->records, room * sizeof *records);
        if (!records) {
            return err_set(err, ERR_INTERNAL, "out of memory");
        }
        import->records = records;
        import->room = room;
    }
    json_canonical(value, &text);
    char *json = buf_take(&text);
    if (!json) {
        return err_set(err, ERR_INTERNAL, "out of memory");
    }
    import->records[import->count++] = (struct bc_record){.line = line, .json = json};
    return true;
}

/* ---- tables ---- */

struct header {
    const struct bc_column *columns[BC_CSV_CELLS];
    char names[BC_CSV_CELLS][48];
    int count;
};

static bool gives(const struct header *header, const char *member)
{
    for (int i = 0; i < header->count; i++) {
        if (header->columns[i] && strcmp(header->columns[i]->member, member) == 0) {
            return true;
        }
    }
    return false;
}

static void read_header(const struct job *job, const struct bc_csv_row *row,
                        struct header *header)
{
    size_t count;
    const struct bc_column *columns = bc_columns(job->kind, &count);
    header->count = row->count;
    for (int i = 0; i < row->count; i++) {
        snprintf(header->names[i], sizeof header->names[i], "%s", row->cells[i]);
        header->columns[i] = bc_column_find(job->kind, row->cells[i]);
        if (!header->columns[i]) {
            bc_import_fault(job->import, job->sink, row->line, row->cells[i],
                            "is not a column; see the manual for the names");
        }
    }
    for (size_t i = 0; i < count; i++) {
        if (columns[i].required && !gives(header, columns[i].member)) {
            bc_import_fault(job->import, job->sink, row->line, columns[i].name,
                            "the column is missing");
            while (i + 1 < count &&
                   strcmp(columns[i + 1].member, columns[i].member) == 0) {
                i++; /* the same member by another name */
            }
        }
    }
}

static bool add_row(const struct job *job, const struct header *header,
                    const struct bc_csv_row *row, struct err *err)
{
    int faults = job->import->faults;
    if (row->count != header->count) {
        bc_import_fault(job->import, job->sink, row->line, "",
                        "has %d cells, the header has %d", row->count, header->count);
        return true;
    }
    json_t *record = json_object();
    for (int i = 0; record && i < row->count; i++) {
        struct err why = {0};
        if (*row->cells[i] && header->columns[i] &&
            !bc_cell_put(header->columns[i], header->names[i], row->cells[i],
                         job->import->path, record, &why)) {
            bc_import_fault(job->import, job->sink, row->line, header->names[i], "%s",
                            why.text);
        }
    }
    bool ok = record && (job->import->faults > faults ||
                         add_record(job->import, row->line, record, err));
    json_decref(record);
    return ok || err_set(err, ERR_INTERNAL, "out of memory");
}

static bool read_table(const struct job *job, const char *text, size_t len,
                       struct err *err)
{
    struct bc_csv csv;
    struct bc_csv_row row = {0};
    struct header header = {.count = 0};
    struct err why = {0};
    bool ok = true;
    bc_csv_open(&csv, text, len);
    if (bc_csv_next(&csv, &row, &why)) {
        read_header(job, &row, &header);
        while (ok && bc_csv_next(&csv, &row, &why)) {
            ok = add_row(job, &header, &row, err);
        }
    }
    if (why.kind != ERR_NONE) {
        bc_import_fault(job->import, job->sink, row.line ? row.line : 1, "", "%s",
                        why.text);
    }
    bc_csv_row_clear(&row);
    return ok;
}

/* ---- JSON ---- */

static bool add_json(const struct job *job, int line, const char *text, size_t len,
                     struct err *err)
{
    json_t *value = NULL;
    struct err why = {0};
    bool ok = true;
    if (!json_read(text, len, RECORD_BYTES, &value, &why)) {
        bc_import_fault(job->import, job->sink, line, "", "not JSON: %s", why.text);
    } else if (!json_is_object(value)) {
        bc_import_fault(job->import, job->sink, line, "", "is not an object {…}");
    } else {
        ok = add_record(job->import, line, value, err);
    }
    json_decref(value);
    return ok;
}

static bool read_lines(const struct job *job, const char *text, size_t len,
                       struct err *err)
{
    const char *end = text + len;
    int line = 1;
    for (const char *at = text; at < end; line++) {
        const char *newline = memchr(at, '\n', (size_t)(end - at));
        const char *stop = newline ? newline : end;
        size_t size = (size_t)(stop - at);
        if (strspn(at, " \t\r") < size && !add_json(job, line, at, size, err)) {
            return false;
        }
        at = newline ? newline + 1 : end;
    }
    return true;
}

struct scan {
    const char *at, *end;
    int line;
};

static void skip(struct scan *scan, const char *what)
{
    while (scan->at < scan->end && strchr(what, *scan->at) && *scan->at) {
        scan->line += *scan->at++ == '\n';
    }
}

/* Past one value: to where its brackets are even again. */
static void pass_value(struct scan *scan)
{
    int depth = 0;
    bool string = false;
    while (scan->at < scan->end) {
        char c = *scan->at++;
        scan->line += c == '\n';
        if (string) {
            string = c != '"';
            scan->at += c == '\\' && scan->at < scan->end;
        } else if (c == '"') {
            string = true;
        } else if (c == '{' || c == '[') {
            depth++;
        } else if ((c == '}' || c == ']') && --depth <= 0) {
            return;
        } else if (depth == 0 && scan->at < scan->end && strchr(",]\n", *scan->at)) {
            return;
        }
    }
}

/* The values of an array, or one after another, without reading the whole into one tree:
 * so each keeps its line. */
static bool read_values(const struct job *job, const char *text, size_t len,
                        struct err *err)
{
    struct scan scan = {.at = text, .end = text + len, .line = 1};
    skip(&scan, " \t\r\n");
    bool array = scan.at < scan.end && *scan.at == '[';
    scan.at += array;
    for (;;) {
        skip(&scan, array ? " \t\r\n," : " \t\r\n");
        if (scan.at == scan.end) {
            break;
        }
        if (array && *scan.at == ']') {
            scan.at++;
            skip(&scan, " \t\r\n");
            array = false;
            if (scan.at < scan.end) {
                bc_import_fault(job->import, job->sink, scan.line, "",
                                "there is more after the array");
            }
            break;
        }
        const char *from = scan.at;
        int line = scan.line;
        pass_value(&scan);
        if (!add_json(job, line, from, (size_t)(scan.at - from), err)) {
            return false;
        }
    }
    if (array) {
        bc_import_fault(job->import, job->sink, scan.line, "", "the array is not closed");
    }
    return true;
}

/* ---- the file ---- */

static bool read_all(const char *path, struct buf *out, struct err *err)
{
    char block[65536];
    size_t got;
    FILE *file = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
    if (!file) {
        return err_set(err, ERR_INVALID, "cannot open \"%.200s\": %s", path,
                       strerror(errno));
    }
    while ((got = fread(block, 1, sizeof block, file)) > 0 && out->len <= FILE_BYTES) {
        buf_add(out, block, got);
    }
    bool failed = ferror(file) != 0;
    if (file != stdin) {
        fclose(file);
    }
    if (failed || !buf_ok(out)) {
        return err_set(err, ERR_INVALID, "cannot read \"%.200s\": %s", path,
                       failed ? strerror(errno) : "out of memory");
    }
    return out->len <= FILE_BYTES ||
           err_set(err, ERR_INVALID, "\"%.200s\" is larger than 64 MiB; split it", path);
}

static bool ends_with(const char *path, const char *suffix)
{
    size_t len = strlen(path), tail = strlen(suffix);
    return len > tail && strcmp(path + len - tail, suffix) == 0;
}

static bool check_text(const char *path, const struct buf *text, struct err *err)
{
    if (!text_valid(buf_str(text), text->len)) {
        return err_set(err, ERR_INVALID,
                       "\"%.200s\" is not UTF-8 (GBK?); save it again as \"CSV UTF-8\"",
                       path);
    }
    return memchr(buf_str(text), '\0', text->len) == NULL ||
           err_set(err, ERR_INVALID, "\"%.200s\" has zero bytes: it is no text file",
                   path);
}

bool bc_import_read(const char *path, enum bc_import_kind kind, struct bc_import *out,
                    const struct bc_fault_sink *sink, struct err *err)
{
    struct job job = {.import = out, .sink = sink, .kind = kind};
    struct buf text = {0};
    out->path = path;
    bool ok = read_all(path, &text, err) && check_text(path, &text, err);
    if (ok) {
        const char *bytes = buf_str(&text);
        const char *first = bytes + strspn(bytes, " \t\r\n");
        ok = ends_with(path, ".ndjson") || ends_with(path, ".jsonl")
                 ? read_lines(&job, bytes, text.len, err)
             : ends_with(path, ".csv") || (*first != '{' && *first != '[')
                 ? read_table(&job, bytes, text.len, err)
                 : read_values(&job, bytes, text.len, err);
    }
    buf_clear(&text);
    return ok && (out->count > 0 || out->faults > 0 ||
                  err_set(err, ERR_INVALID, "there is nothing in \"%.200s\"", path));
}
