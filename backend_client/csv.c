#include "backend_client/csv.h"

#include <string.h>

void bc_csv_open(struct bc_csv *csv, const char *text, size_t len)
{
    size_t mark = len >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    *csv = (struct bc_csv){.at = text + mark, .end = text + len, .line = 1};
}

/* The part of a cell between quotes, doubled quotes undone. */
static bool read_quoted(struct bc_csv *csv, struct buf *out, struct err *err)
{
    int from = csv->line;
    csv->at++;
    while (csv->at < csv->end) {
        char c = *csv->at++;
        if (c == '"' && (csv->at == csv->end || *csv->at != '"')) {
            return true;
        }
        csv->at += c == '"';
        csv->line += c == '\n';
        buf_addc(out, c);
    }
    return err_set(err, ERR_INVALID,
                   "a quote opened on line %d is not closed before the end of the file",
                   from);
}

static bool at_row_end(const struct bc_csv *csv)
{
    return csv->at == csv->end || *csv->at == '\n' ||
           (*csv->at == '\r' && csv->at + 1 < csv->end && csv->at[1] == '\n');
}

static bool read_cell(struct bc_csv *csv, struct buf *out, struct err *err)
{
    if (csv->at < csv->end && *csv->at == '"') {
        return read_quoted(csv, out, err) &&
               (at_row_end(csv) || *csv->at == ',' ||
                err_set(err, ERR_INVALID,
                        "text follows a closing quote; double the quotes inside a cell"));
    }
    while (!at_row_end(csv) && *csv->at != ',') {
        buf_addc(out, *csv->at++);
    }
    return true;
}

static void end_row(struct bc_csv *csv)
{
    csv->at += csv->at < csv->end && *csv->at == '\r';
    csv->line += csv->at < csv->end;
    csv->at += csv->at < csv->end;
}

/* Cells one after another in `text`, each with its NUL; pointers are set at the end since
 * the text moves while it grows. */
static bool read_row(struct bc_csv *csv, struct bc_csv_row *row, struct err *err)
{
    size_t starts[BC_CSV_CELLS];
    buf_reset(&row->text);
    row->line = csv->line;
    row->count = 0;
    for (;;) {
        if (row->count == BC_CSV_CELLS) {
            return err_set(err, ERR_INVALID, "a row has more than %d cells",
                           BC_CSV_CELLS);
        }
        starts[row->count++] = row->text.len;
        if (!read_cell(csv, &row->text, err)) {
            return false;
        }
        buf_addc(&row->text, '\0');
        if (at_row_end(csv)) {
            break;
        }
        csv->at++;
    }
    end_row(csv);
    for (int i = 0; i < row->count && buf_ok(&row->text); i++) {
        row->cells[i] = row->text.data + starts[i];
    }
    return buf_ok(&row->text) || err_set(err, ERR_INTERNAL, "out of memory");
}

/* A spreadsheet writes an emptied row as commas alone. */
static bool is_empty(const struct bc_csv_row *row)
{
    for (int i = 0; i < row->count; i++) {
        if (*row->cells[i]) {
            return false;
        }
    }
    return true;
}

bool bc_csv_next(struct bc_csv *csv, struct bc_csv_row *row, struct err *err)
{
    while (csv->at < csv->end) {
        if (!read_row(csv, row, err)) {
            return false;
        }
        if (!is_empty(row)) {
            return true;
        }
    }
    return false;
}

void bc_csv_row_clear(struct bc_csv_row *row)
{
    buf_clear(&row->text);
    *row = (struct bc_csv_row){0};
}
