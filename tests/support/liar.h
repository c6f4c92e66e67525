/* A server on a Unix socket that answers as told, and lies as told: for what a client
 * must survive. A process of its own; it ends with the test. */
#ifndef TESTS_SUPPORT_LIAR_H
#define TESTS_SUPPORT_LIAR_H

#include <stddef.h>

enum liar_lie {
    LIAR_HONEST,      /* `status` and `body` as JSON */
    LIAR_HUGE,        /* announces 1 GiB and sends it */
    LIAR_ENDLESS,     /* chunks without end */
    LIAR_UNANNOUNCED, /* no length: bytes until nobody listens */
    LIAR_DRIP,        /* a byte now and then */
    LIAR_CUT,         /* closes in the middle of the body */
    LIAR_HANG_UP,     /* reads the request, closes without a word */
    LIAR_SILENT,      /* reads the request, says nothing */
    LIAR_BAD_STATUS,  /* garbage instead of a status line */
    LIAR_HTML,        /* 200 and a web page */
    LIAR_REDIRECT,    /* to another server */
    LIAR_HEADERS,     /* header lines without end */
    LIAR_DEEP,        /* JSON nested 100,000 deep */
};

/* What the first matching line of the table says is answered. */
struct liar_answer {
    const char *path; /* the request's path begins so; NULL ends the table */
    enum liar_lie lie;
    int status; /* 0: 200 */
    const char *body;
    int times; /* how often this line is used; 0: always */
};

struct liar;

/* Serves when it returns; NULL when it could not. The table is lent for good. */
struct liar *liar_start(const char *socket, const struct liar_answer *answers);
void liar_stop(struct liar *liar);

/* How many requests came whose first line or headers hold `text`. */
int liar_count(const struct liar *liar, const char *text);

#endif
