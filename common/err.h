/* What went wrong, in a shape every layer can pass on: a kind programs branch on and a
 * sentence people read. Fixed size, no allocation on the error path. `{0}` is "no error".
 */
#ifndef COMMON_ERR_H
#define COMMON_ERR_H

#include "common/attr.h"

#include <stdbool.h>

enum err_kind {
    ERR_NONE,
    ERR_USAGE,       /* the caller asked wrongly: exit 2 */
    ERR_TERMINAL,    /* this terminal cannot be used: exit 64 */
    ERR_INVALID,     /* data that breaks its own rules: exit 65 */
    ERR_NOT_FOUND,   /* no such record, or not for this caller: exit 1 */
    ERR_CONFLICT,    /* the record is not in a state that allows it: exit 1 */
    ERR_STALE,       /* the record has a newer revision: exit 1 */
    ERR_BUDGET,      /* there is not enough money for it: exit 1 */
    ERR_REFUSED,     /* a rule of the programme says no: exit 1 */
    ERR_UNREACHABLE, /* the server did not answer: exit 69 */
    ERR_UNKNOWN,     /* sent, but the outcome is not known; retry is safe: exit 75 */
    ERR_BUSY,        /* try again: exit 75 */
    ERR_PERMISSION,  /* not for this role: exit 77 */
    ERR_CONFIG,      /* configuration or a policy file: exit 78 */
    ERR_INTERNAL,    /* a fault of ours or of the machine: exit 70 */
};

struct err {
    enum err_kind kind;
    int status;     /* HTTP status where one is known, else 0 */
    char type[48];  /* problem type such as "budget-exceeded", or "" */
    char text[400]; /* lower case, cause first, subject in quotes, says what to do next */
};

/* Fill `err` (NULL is allowed) and return false, so that callers can
 * `return err_set(err, ERR_INVALID, "…")`. `type` and `status` are left empty.
 * Text that does not fit is cut at a whole UTF-8 character. */
bool err_set(struct err *err, enum err_kind kind, const char *format, ...)
    PRINTF_LIKE(3, 4);

/* As err_set(), with the problem type, for refusals the API names. */
bool err_set_type(struct err *err, enum err_kind kind, const char *type,
                  const char *format, ...) PRINTF_LIKE(4, 5);

/* Put "context: " before the text that is there. No effect on an empty or NULL err. */
void err_prefix(struct err *err, const char *format, ...) PRINTF_LIKE(2, 3);

/* The exit status a verb ends with for this kind (sysexits where they fit). */
int err_exit_status(enum err_kind kind);

/* The kind's word, such as "conflict"; never NULL. */
const char *err_kind_name(enum err_kind kind);

#endif
