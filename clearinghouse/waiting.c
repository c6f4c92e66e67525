#include "clearinghouse/waiting.h"

#include "common/date.h"

#include <time.h>

void ch_waiting_init(struct ch_waiting *w)
{
    *w = (struct ch_waiting){.first = NULL};
    pthread_mutex_init(&w->lock, NULL);
    pthread_cond_init(&w->changed, NULL);
}

void ch_waiting_clear(struct ch_waiting *w)
{
    pthread_mutex_destroy(&w->lock);
    pthread_cond_destroy(&w->changed);
}

void ch_waiting_look(struct ch_waiting *w, struct ch_waiter *waiter)
{
    pthread_mutex_lock(&w->lock);
    waiter->seen = w->commits;
    pthread_mutex_unlock(&w->lock);
}

void ch_waiting_park(struct ch_waiting *w, struct ch_waiter *waiter)
{
    pthread_mutex_lock(&w->lock);
    if (w->stopping || w->commits != waiter->seen) {
        waiter->last = w->stopping;
        waiter->wake(waiter);
    } else {
        waiter->next = w->first;
        w->first = waiter;
        if (waiter->until_us < w->asleep_until_us) {
            pthread_cond_signal(&w->changed);
        }
    }
    pthread_mutex_unlock(&w->lock);
}

void ch_waiting_commit(struct ch_waiting *w)
{
    pthread_mutex_lock(&w->lock);
    w->commits++;
    pthread_cond_signal(&w->changed);
    pthread_mutex_unlock(&w->lock);
}

void ch_waiting_stop(struct ch_waiting *w)
{
    pthread_mutex_lock(&w->lock);
    w->stopping = true;
    pthread_cond_signal(&w->changed);
    pthread_mutex_unlock(&w->lock);
}

/* All after a commit, those whose time is up otherwise. */
static void wake_due(struct ch_waiting *w)
{
    int64_t now = date_now();
    bool committed = w->woken_for != w->commits;
    for (struct ch_waiter **at = &w->first; *at;) {
        struct ch_waiter *waiter = *at;
        bool last = w->stopping || waiter->until_us <= now;
        if (!committed && !last) {
            at = &waiter->next;
            continue;
        }
        *at = waiter->next;
        waiter->last = last;
        waiter->wake(waiter);
    }
    w->woken_for = w->commits;
}

bool ch_waiting_turn(struct ch_waiting *w, int ms)
{
    pthread_mutex_lock(&w->lock);
    int64_t until_us = date_now() + (int64_t)ms * 1000;
    for (const struct ch_waiter *waiter = w->first; waiter; waiter = waiter->next) {
        until_us = waiter->until_us < until_us ? waiter->until_us : until_us;
    }
    const struct timespec until = {.tv_sec = until_us / 1000000,
                                   .tv_nsec = until_us % 1000000 * 1000};
    w->asleep_until_us = until_us;
    if (w->woken_for == w->commits && !w->stopping) {
        pthread_cond_timedwait(&w->changed, &w->lock, &until);
    }
    w->asleep_until_us = 0;
    wake_due(w);
    bool go_on = !w->stopping;
    pthread_mutex_unlock(&w->lock);
    return go_on;
}
