/* Whether a request's headers leave one way to read it. Two parties that read a request
 * differently let one smuggle a second one past the other; what is ambiguous is refused,
 * and its connection closed, before a byte of its body is read. */
#ifndef CLEARINGHOUSE_FRAMING_H
#define CLEARINGHOUSE_FRAMING_H

#include <stdbool.h>

enum { CH_SINGLE_HEADERS = 10 };

/* `{0}` has seen no header. */
struct ch_framing {
    int seen[CH_SINGLE_HEADERS]; /* of each header that may be there once */
    const char *length, *coding; /* values, lent */
    const char *problem;         /* the first thing wrong, or NULL */
};

void ch_framing_add(struct ch_framing *framing, const char *name, const char *value);

/* Once all headers were added: what is wrong, or NULL. */
const char *ch_framing_problem(const struct ch_framing *framing, const char *method);

#endif
