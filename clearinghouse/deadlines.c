#include "clearinghouse/deadlines.h"

#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void ch_deadlines_init(struct ch_deadlines *all)
{
    pthread_mutex_init(&all->lock, NULL);
    all->first = NULL;
}

void ch_deadlines_clear(struct ch_deadlines *all)
{
    pthread_mutex_destroy(&all->lock);
}

struct ch_deadline *ch_deadline_watch(struct ch_deadlines *all, int fd, int ms)
{
    struct ch_deadline *d = calloc(1, sizeof *d);
    if (!d) {
        return NULL;
    }
    d->fd = fd;
    d->all = all;
    d->until_ms = now_ms() + ms;
    d->link = &all->first;
    pthread_mutex_lock(&all->lock);
    d->next = all->first;
    if (d->next) {
        d->next->link = &d->next;
    }
    all->first = d;
    pthread_mutex_unlock(&all->lock);
    return d;
}

void ch_deadline_drop(struct ch_deadline *d)
{
    if (!d) {
        return;
    }
    struct ch_deadlines *all = d->all;
    pthread_mutex_lock(&all->lock);
    *d->link = d->next;
    if (d->next) {
        d->next->link = d->link;
    }
    pthread_mutex_unlock(&all->lock);
    free(d);
}

void ch_deadline_set(struct ch_deadline *d, int ms)
{
    if (!d) {
        return;
    }
    pthread_mutex_lock(&d->all->lock);
    d->until_ms = ms ? now_ms() + ms : 0;
    pthread_mutex_unlock(&d->all->lock);
}

/* Under the lock, so that no fd is closed and used anew between the look and the act. */
int ch_deadlines_sweep(struct ch_deadlines *all, int most_ms)
{
    int64_t now = now_ms(), next = now + most_ms;
    pthread_mutex_lock(&all->lock);
    for (struct ch_deadline *d = all->first; d; d = d->next) {
        if (d->until_ms && d->until_ms <= now) {
            shutdown(d->fd, SHUT_RDWR);
            d->until_ms = 0;
        } else if (d->until_ms && d->until_ms < next) {
            next = d->until_ms;
        }
    }
    pthread_mutex_unlock(&all->lock);
    return (int)(next - now);
}
