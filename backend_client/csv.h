/* Comma-separated text (RFC 4180): quotes, quoted newlines, CRLF, a leading byte-order
 * mark. */
#ifndef BACKEND_CLIENT_CSV_H
#define BACKEND_CLIENT_CSV_H

#include "common/buf.h"
#include "common/err.h"

enum { BC_CSV_CELLS = 64 };

/* Where the reader is. The text is lent. */
struct bc_csv {
    const char *at, *end;
    int line; /* of the next row, from 1 */
};

/* One row. `{0}` is empty; its cells are lent until the next row or bc_csv_row_clear().
 */
struct bc_csv_row {
    int line; /* where it starts */
    int count;
    const char *cells[BC_CSV_CELLS];
    struct buf text; /* owned; the cells lie in it */
};

void bc_csv_open(struct bc_csv *csv, const char *text, size_t len);

/* The next row that is not empty. False at the end (err->kind stays ERR_NONE) or on a
 * fault of form, after which nothing more can be read. */
bool bc_csv_next(struct bc_csv *csv, struct bc_csv_row *row, struct err *err);
void bc_csv_row_clear(struct bc_csv_row *row);

#endif
