#include "tests/support/race.h"

#include "tests/support/test.h"

#include <stdlib.h>
#include <unistd.h>

static void *run(void *arg)
{
    struct racer *r = arg;
    struct world_reply reply = {.status = 0};
    char text[16];
    int fd = world_connect(r->world);
    r->status = 0;
    pthread_barrier_wait(r->start);
    if (fd >= 0 && world_exchange(fd,
                                  &(struct world_request){.path = r->path,
                                                          .as = r->as,
                                                          .body = r->body,
                                                          .key = *r->key ? r->key : NULL,
                                                          .if_match = r->if_match},
                                  &reply)) {
        r->status = reply.status;
    }
    const char *type = strstr(buf_str(&reply.body), "\"type\":\"/problems/");
    snprintf(r->type, sizeof r->type, "%.*s", type ? (int)strcspn(type + 18, "\"") : 0,
             type ? type + 18 : "");
    snprintf(r->answer, sizeof r->answer, "%s", buf_str(&reply.body));
    r->replayed = *world_header(&reply, "Idempotent-Replayed", text, sizeof text);
    world_reply_clear(&reply);
    if (fd >= 0) {
        close(fd);
    }
    return NULL;
}

void race_run(struct racer *racers, int count)
{
    pthread_t threads[RACE_MOST];
    pthread_barrier_t start;
    assert_in_range(count, 1, RACE_MOST);
    pthread_barrier_init(&start, NULL, (unsigned)count);
    for (int i = 0; i < count; i++) {
        racers[i].start = &start;
        assert_int_equal(pthread_create(&threads[i], NULL, run, &racers[i]), 0);
    }
    for (int i = 0; i < count; i++) {
        pthread_join(threads[i], NULL);
    }
    pthread_barrier_destroy(&start);
}

int race_winner(const struct racer *racers, int count)
{
    int winner = -1;
    for (int i = 0; i < count; i++) {
        if (racers[i].status == 201) {
            winner = winner == -1 ? i : -2;
        }
    }
    return winner;
}
