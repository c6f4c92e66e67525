/* Rows of one table as plain structs: each column's name and where it lives, in one list
 * from which insert, update and select are written. */
#ifndef CLEARINGHOUSE_STORE_ROW_H
#define CLEARINGHOUSE_STORE_ROW_H

#include "clearinghouse/store/db.h"

enum ch_shape { CH_COLUMN_TEXT, CH_COLUMN_INT, CH_COLUMN_DAY, CH_COLUMN_BOOL };

struct ch_column {
    const char *name;
    enum ch_shape shape; /* char[size], int64_t, int32_t, bool */
    size_t offset, size;
};

/* The first column is the id; one is named "revision" and one "programme". */
struct ch_table {
    const char *name;
    const char *noun; /* "voucher", for errors */
    const struct ch_column *columns;
    size_t count;
};

#define CH_TEXT_COLUMN(type, column, field)                                              \
    {                                                                                    \
        column, CH_COLUMN_TEXT, offsetof(type, field), sizeof((type *)0)->field          \
    }
#define CH_INT_COLUMN(type, column, field)                                               \
    {                                                                                    \
        column, CH_COLUMN_INT, offsetof(type, field), 0                                  \
    }
#define CH_DAY_COLUMN(type, column, field)                                               \
    {                                                                                    \
        column, CH_COLUMN_DAY, offsetof(type, field), 0                                  \
    }
#define CH_BOOL_COLUMN(type, column, field)                                              \
    {                                                                                    \
        column, CH_COLUMN_BOOL, offsetof(type, field), 0                                 \
    }

/* Insert (`revision` 1) or replace the row of revision `revision` - 1; ERR_STALE when
 * another is there; a violated constraint is ERR_CONFLICT with its name in the text. */
MUST_CHECK bool ch_row_put(struct ch_db *db, const struct ch_table *table,
                           const void *row, int64_t revision, struct err *err);
/* The row whose `column` is `key`; ERR_NOT_FOUND. */
MUST_CHECK bool ch_row_get(struct ch_db *db, const struct ch_table *table,
                           const char *column, const char *key, void *out,
                           struct err *err);
/* Append the whole record, the body of the row's journal entry. */
MUST_CHECK bool ch_row_doc(struct ch_db *db, const struct ch_table *table, const char *id,
                           struct buf *out, struct err *err);

/* Lend each row of SELECT … `rest` ("WHERE a = $1 ORDER BY id"), read into `row`, and
 * with `bodies` the record its entry_seq points at ("" when there is none). `params` is
 * NULL-ended. False from `each` ends it. */
typedef bool ch_row_fn(void *ctx, const void *row, const char *body);
MUST_CHECK bool ch_row_each(struct ch_db *db, const struct ch_table *table,
                            const char *rest, const char *const *params, bool bodies,
                            void *row, ch_row_fn *each, void *ctx, struct err *err);
/* The first column in which two rows differ, or NULL; "entry_seq" is passed over. */
const char *ch_row_differs(const struct ch_table *table, const void *a, const void *b);

/* ---- lists ---- */

enum { CH_WHERE_MAX = 10 };

/* A keyset page over a table. Column names are literals of ours; values are bound. */
struct ch_page {
    struct {
        const char *column, *value; /* value NULL: not asked */
        bool list;                  /* value is several, with commas */
    } where[CH_WHERE_MAX];
    int where_count;
    const char *search[6]; /* columns looked through for `query`, NULL-ended */
    const char *query;     /* or NULL */
    const char *order;     /* column */
    bool number;           /* `order` is an integer */
    bool descending;
    const char *key, *id; /* after this row; NULL: the first page */
    int limit;
};

/* Lend each row's id, sort key as text and record, in order; `each` returns false to
 * stop. */
typedef bool ch_page_fn(void *ctx, const char *id, const char *key, const char *body);
MUST_CHECK bool ch_page_read(struct ch_db *db, const struct ch_table *table,
                             const struct ch_page *page, ch_page_fn *each, void *ctx,
                             struct err *err);
MUST_CHECK bool ch_page_count(struct ch_db *db, const struct ch_table *table,
                              const struct ch_page *page, int64_t *out, struct err *err);

#endif
