#include "clearinghouse/penalties.h"

#include "common/date.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SOURCES = 1024, FAILURES = 5, WINDOW_S = 60, FIRST_S = 60, MOST_S = 900 };

struct source {
    char name[64];
    int64_t since; /* of the window the failures are counted in */
    int64_t until; /* locked out till then */
    int64_t used;  /* last heard of */
    int failures;
    int penalty_s; /* of the last lock-out */
};

struct ch_penalties {
    pthread_mutex_t lock;
    struct source sources[SOURCES];
};

struct ch_penalties *ch_penalties_new(void)
{
    struct ch_penalties *p = calloc(1, sizeof *p);
    if (p) {
        pthread_mutex_init(&p->lock, NULL);
    }
    return p;
}

void ch_penalties_free(struct ch_penalties *p)
{
    if (p) {
        pthread_mutex_destroy(&p->lock);
        free(p);
    }
}

/* The source's place; for a new one that of whoever was quiet the longest. */
static struct source *place(struct ch_penalties *p, const char *name)
{
    struct source *oldest = &p->sources[0];
    for (size_t i = 0; i < SOURCES; i++) {
        struct source *s = &p->sources[i];
        if (strncmp(s->name, name, sizeof s->name - 1) == 0) {
            return s;
        }
        oldest = s->used < oldest->used ? s : oldest;
    }
    *oldest = (struct source){.since = 0};
    snprintf(oldest->name, sizeof oldest->name, "%s", name);
    return oldest;
}

int ch_penalty_left(struct ch_penalties *p, const char *name, int64_t now)
{
    pthread_mutex_lock(&p->lock);
    int64_t left = 0;
    for (size_t i = 0; i < SOURCES; i++) {
        if (strncmp(p->sources[i].name, name, sizeof p->sources[i].name - 1) == 0) {
            left = p->sources[i].until - now;
        }
    }
    pthread_mutex_unlock(&p->lock);
    return left > 0 ? (int)((left + DATE_SECOND - 1) / DATE_SECOND) : 0;
}

void ch_penalty_add(struct ch_penalties *p, const char *name, int64_t now)
{
    pthread_mutex_lock(&p->lock);
    struct source *s = place(p, name);
    if (now - s->until > MOST_S * DATE_SECOND) { /* long quiet: forgiven */
        s->penalty_s = 0;
    }
    if (now - s->since > WINDOW_S * DATE_SECOND) {
        s->since = now;
        s->failures = 0;
    }
    s->used = now;
    if (++s->failures >= FAILURES) {
        s->penalty_s = s->penalty_s == 0           ? FIRST_S
                       : 2 * s->penalty_s < MOST_S ? 2 * s->penalty_s
                                                   : MOST_S;
        s->until = now + s->penalty_s * DATE_SECOND;
        s->failures = 0;
    }
    pthread_mutex_unlock(&p->lock);
}
