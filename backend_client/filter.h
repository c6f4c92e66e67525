/* What is typed after "/": words to look for, and conditions on fields.
 *
 *   星河 nov xhzs     words, number or code beginnings, pinyin initials: all must match
 *   -词 !词           not this word
 *   "two words"       one word with a space in it
 *   state:ready,new   one of these; !state:new none of these
 *   ask>1m due<3d     amounts in yuan (k, m, 万, 亿), times from now (h, d, w) or a day
 */
#ifndef BACKEND_CLIENT_FILTER_H
#define BACKEND_CLIENT_FILTER_H

#include "backend_client/records.h"
#include "backend_client/search.h"
#include "common/attr.h"
#include "common/buf.h"
#include "common/err.h"

#include <stdbool.h>
#include <stdint.h>

enum bc_filter_field {
    BC_FILTER_STATE,
    BC_FILTER_RULES,
    BC_FILTER_PROGRAMME,
    BC_FILTER_TRANCHE,
    BC_FILTER_WITH,
    BC_FILTER_PROVIDER,
    BC_FILTER_HARDWARE,
    BC_FILTER_ASK,
    BC_FILTER_GRANT,
    BC_FILTER_HOURS,
    BC_FILTER_DUE,
    BC_FILTER_AGE,
    BC_FILTER_CHANGED,
    BC_FILTER_COUNT,
};

enum bc_relation { BC_IS, BC_BELOW, BC_UP_TO, BC_ABOVE, BC_FROM };

/* One condition. Of a field of words `text` holds those it may be, comma-separated as the
 * record has them; of the others `value` is fen, hours or an instant. */
struct bc_term {
    enum bc_filter_field field;
    enum bc_relation relation;
    bool negate;
    int64_t value;
    char text[BC_NAME];
};

enum { BC_TERMS = 12 };

struct bc_filter_text {
    int count;
    struct bc_term terms[BC_TERMS];
    struct bc_search words; /* all of them must match */
    struct bc_search never; /* none of these may */
    bool states;            /* says itself which states it wants */
};

/* What is wrong with it, for a sentence in the reader's language: `word` is the piece as
 * it was typed, `field` the name of its field. */
enum bc_fault_kind {
    BC_FAULT_NONE,
    BC_FAULT_FIELD,    /* there is no such field */
    BC_FAULT_EMPTY,    /* a value is missing, perhaps still to be typed */
    BC_FAULT_AMOUNT,   /* not an amount of money */
    BC_FAULT_NUMBER,   /* not a number */
    BC_FAULT_TIME,     /* not a time */
    BC_FAULT_STATE,    /* not a state */
    BC_FAULT_RULES,    /* not an outcome of the rules */
    BC_FAULT_RELATION, /* a field of words has no order */
    BC_FAULT_QUOTE,    /* the quotation mark is not closed */
    BC_FAULT_MANY,     /* too many conditions */
};
struct bc_fault {
    enum bc_fault_kind kind;
    char word[BC_WORD * 2], field[BC_WORD];
};

/* Read it as of `now` for the person `me` ("with:me"). False: `out` is not to be used,
 * and `fault` (may be NULL) says what is wrong. */
MUST_CHECK bool bc_filter_read(const char *text, int64_t now, const char *me,
                               struct bc_filter_text *out, struct bc_fault *fault);
/* Text ends in what may become the name of a field: the fault it is until then (kind
 * BC_FAULT_EMPTY). */
bool bc_filter_unfinished(const char *text, struct bc_fault *fault);
/* The fault as an error for programs. */
bool bc_filter_fault(const struct bc_fault *fault, struct err *err); /* returns false */

/* The names of the fields, in the order of the enumeration, for completion. */
const char *bc_filter_name(enum bc_filter_field field);

/* filter_values.c: a value as typed. */
MUST_CHECK bool bc_filter_value(struct bc_term *term, const char *value, int64_t now,
                                const char *me, enum bc_fault_kind *fault);

/* ---- filter_match.c: does a row fit? ---- */

/* By what its tally knows: programme, tranche, status, verdict, assignee. */
bool bc_filter_fits_tally(const struct bc_filter_text *filter, const char *programme,
                          const char *tranche, const char *status, const char *verdict,
                          const char *assignee);
/* By all that is asked. */
bool bc_filter_fits(const struct bc_filter_text *filter, const struct bc_case *row,
                    struct buf *scratch);

/* The conditions on what only the row itself knows, as an SQL expression whose values are
 * parameters from ?`first` on; "1" when there are none. */
void bc_filter_sql(const struct bc_filter_text *filter, int first, struct buf *out);
bool bc_filter_needs_row(const struct bc_filter_text *filter);
struct sqlite3_stmt;
void bc_filter_bind(const struct bc_filter_text *filter, int first,
                    struct sqlite3_stmt *statement);

#endif
