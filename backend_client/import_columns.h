/* The columns a table may have, and how a cell becomes a JSON member. */
#ifndef BACKEND_CLIENT_IMPORT_COLUMNS_H
#define BACKEND_CLIENT_IMPORT_COLUMNS_H

#include "backend_client/import.h"

struct json_t;

enum bc_cell_kind {
    BC_CELL_TEXT,
    BC_CELL_INT,
    BC_CELL_FIXED, /* a decimal number, kept as a whole number of 10^-places */
    BC_CELL_YUAN,  /* yuan as people write them, kept in fen */
    BC_CELL_DATE,  /* 2026-03-01 or 2026/3/1 */
    BC_CELL_TIME,  /* RFC 3339, or 2026-03-01 14:00 in China */
    BC_CELL_BOOL,
    BC_CELL_DOCUMENT, /* NAME#SHA256, or a file beside the table that is hashed here */
};

struct bc_column {
    const char *name;   /* in the header row; ending in '.': a prefix */
    const char *member; /* "contract.total_fen" */
    enum bc_cell_kind kind;
    int places;    /* of BC_CELL_FIXED */
    bool required; /* unless another column gives the same member */
};

const struct bc_column *bc_columns(enum bc_import_kind kind, size_t *count);

/* The column a header cell names, or NULL. */
const struct bc_column *bc_column_find(enum bc_import_kind kind, const char *name);

/* Put a cell that is not empty into `record`. `name` is the header cell, `path` the
 * table's. False: `why` says what is wrong. */
MUST_CHECK bool bc_cell_put(const struct bc_column *column, const char *name,
                            const char *cell, const char *path, struct json_t *record,
                            struct err *why);

#endif
