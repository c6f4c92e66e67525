/* A list route by table: its filters, sorts and search over one table of records. */
#ifndef CLEARINGHOUSE_API_LISTING_H
#define CLEARINGHOUSE_API_LISTING_H

#include "clearinghouse/api/call.h"
#include "clearinghouse/store/row.h"

struct ch_listing_filter {
    const char *name, *column; /* NULL ends the table */
    const char *const *words;  /* what it may be, NULL-ended; NULL: anything */
    bool several;              /* with commas */
};

struct ch_listing_sort {
    const char *word, *column; /* NULL ends the table; the first is the default */
    bool number;
};

struct ch_listing {
    const struct ch_table *table;
    const struct ch_listing_filter *filters;
    const struct ch_listing_sort *sorts;
    const char *search[6]; /* columns q= looks through, NULL-ended */
};

/* Answer the call: {"items":[record…],"next":…}, with count=exact on request. */
void ch_listing_answer(struct ch_call *call, const struct ch_listing *listing);
/* The same, of those rows only whose `column` is `value`. */
void ch_listing_answer_of(struct ch_call *call, const struct ch_listing *listing,
                          const char *column, const char *value);

#endif
