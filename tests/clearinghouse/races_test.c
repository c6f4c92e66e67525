#include "tests/clearinghouse/client.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CLIENTS = 32 };

struct scene {
    struct world world;
    char applicant[ID_MAX], provider[ID_MAX];
};

static int set_up(void **state)
{
    static struct scene scene;
    *state = &scene;
    if (!world_begin(&scene.world, &(struct world_options){.cases = 0})) {
        print_error("%s\n", scene.world.failed);
        return -1;
    }
    client_org(&scene.world, "firm", scene.applicant);
    client_org(&scene.world, "provider", scene.provider);
    return 0;
}

static int tear_down(void **state)
{
    struct scene *s = *state;
    world_end(&s->world);
    return 0;
}

static void make_case(struct scene *s, const char *tranche, int64_t ask_fen,
                      char id[ID_MAX])
{
    client_case(&s->world,
                &(struct case_body){.programme = "shanghai-compute",
                                    .tranche = tranche,
                                    .applicant = s->applicant,
                                    .provider = s->provider,
                                    .ask_fen = ask_fen},
                id);
}

/* ---- many at once ---- */

struct racer {
    const struct scene *scene;
    pthread_barrier_t *start;
    const char *as;
    char path[128], key[48], body[160];
    int64_t if_match;
    int status;
    char type[64], answer[400];
    bool replayed;
};

static void *race(void *arg)
{
    struct racer *r = arg;
    struct world_reply reply = {.status = 0};
    char text[16];
    int fd = world_connect(&r->scene->world);
    pthread_barrier_wait(r->start);
    if (fd >= 0 && world_exchange(fd,
                                  &(struct world_request){.path = r->path,
                                                          .as = r->as,
                                                          .body = r->body,
                                                          .key = r->key,
                                                          .if_match = r->if_match},
                                  &reply)) {
        r->status = reply.status;
    }
    const char *type = strstr(buf_str(&reply.body), "\"type\":\"/problems/");
    snprintf(r->type, sizeof r->type, "%.*s", type ? (int)strcspn(type + 18, "\"") : 0,
             type ? type + 18 : "");
    snprintf(r->answer, sizeof r->answer, "%.399s", buf_str(&reply.body));
    r->replayed = *world_header(&reply, "Idempotent-Replayed", text, sizeof text);
    world_reply_clear(&reply);
    if (fd >= 0) {
        close(fd);
    }
    return NULL;
}

static void run_race(struct racer *racers, int count)
{
    pthread_t threads[CLIENTS];
    pthread_barrier_t start;
    pthread_barrier_init(&start, NULL, (unsigned)count);
    for (int i = 0; i < count; i++) {
        racers[i].start = &start;
        assert_int_equal(pthread_create(&threads[i], NULL, race, &racers[i]), 0);
    }
    for (int i = 0; i < count; i++) {
        pthread_join(threads[i], NULL);
    }
    pthread_barrier_destroy(&start);
}

static void enter(struct racer *r, struct scene *s, const char *as, const char *id,
                  const char *key)
{
    *r = (struct racer){.scene = s, .as = as, .if_match = 2};
    snprintf(r->path, sizeof r->path, "/v1/applications/%s/decisions", id);
    snprintf(r->key, sizeof r->key, "%s", key);
    snprintf(r->body, sizeof r->body, "{\"decision\":\"approve\"}");
}

/* Two clients, each for its own case, and money for one of them: to the last fen. */
static void budget__gives_the_last_fen_once(void **state)
{
    struct scene *s = *state;
    for (int round = 0; round < 8; round++) {
        struct racer racers[2];
        char tranche[32], one[ID_MAX], two[ID_MAX];
        int64_t available, reserved;
        snprintf(tranche, sizeof tranche, "last-%d", round);
        client_tranche(&s->world, tranche, 1000000);
        make_case(s, tranche, 1000000, one);
        make_case(s, tranche, 1000000, two);
        enter(&racers[0], s, "officer", one, tranche);
        enter(&racers[1], s, "officer2", two, tranche);
        run_race(racers, 2);
        const struct racer *loser = racers[0].status == 201 ? &racers[1] : &racers[0];
        assert_int_equal(racers[0].status + racers[1].status, 201 + 409);
        assert_string_equal(loser->type, "budget-exceeded");
        assert_contains(loser->answer, "\"available_fen\":0");
        assert_contains(loser->answer, "\"requested_fen\":1000000");
        client_budget(&s->world, tranche, &available, &reserved);
        assert_int_equal(available, 0);
        assert_int_equal(reserved, 1000000);
    }
}

static void decide__lets_one_of_many_win(void **state)
{
    static const char *const people[] = {"officer", "officer2", "supervisor",
                                         "supervisor2"};
    struct scene *s = *state;
    client_tranche(&s->world, "many", 1000000000);
    for (int round = 0; round < 4; round++) {
        struct racer racers[CLIENTS];
        char id[ID_MAX], key[48];
        int won = 0;
        make_case(s, "many", 1000000, id);
        for (int i = 0; i < CLIENTS; i++) {
            snprintf(key, sizeof key, "many-%d-%d", round, i);
            enter(&racers[i], s, people[i % 4], id, key);
        }
        run_race(racers, CLIENTS);
        for (int i = 0; i < CLIENTS; i++) {
            won += racers[i].status == 201;
            if (racers[i].status != 201) {
                assert_int_equal(racers[i].status, 412);
                assert_string_equal(racers[i].type, "stale-revision");
            }
        }
        assert_int_equal(won, 1);
    }
    int64_t available, reserved;
    client_budget(&s->world, "many", &available, &reserved);
    assert_int_equal(reserved, 4 * 1000000);
}

/* The same operation from many connections: done once, answered alike. */
static void operation__is_done_once_however_often_it_is_sent(void **state)
{
    struct scene *s = *state;
    struct racer racers[CLIENTS];
    char id[ID_MAX];
    int64_t available, reserved;
    int first = 0;
    client_tranche(&s->world, "same", 1000000000);
    make_case(s, "same", 1000000, id);
    for (int i = 0; i < CLIENTS; i++) {
        enter(&racers[i], s, "officer", id, "the-same-key");
    }
    run_race(racers, CLIENTS);
    for (int i = 0; i < CLIENTS; i++) {
        assert_int_equal(racers[i].status, 201);
        assert_string_equal(racers[i].answer, racers[0].answer);
        first += !racers[i].replayed;
    }
    assert_int_equal(first, 1);
    client_budget(&s->world, "same", &available, &reserved);
    assert_int_equal(reserved, 1000000);
    snprintf(racers[0].body, sizeof racers[0].body,
             "{\"decision\":\"approve\",\"amount_fen\":5}");
    run_race(racers, 1);
    assert_int_equal(racers[0].status, 422);
    assert_string_equal(racers[0].type, "idempotency-mismatch");
}

/* ---- in step ---- */

struct walker {
    const struct scene *scene;
    pthread_barrier_t *step;
    int rounds, done;
};

static void *walk(void *arg)
{
    struct walker *w = arg;
    struct world_reply reply = {.status = 0};
    int fd = world_connect(&w->scene->world);
    for (int i = 0; i < w->rounds; i++) {
        char body[512], key[32];
        pthread_barrier_wait(w->step);
        snprintf(key, sizeof key, "walk-%" PRId64, client_serial());
        struct world_request get = {.path = "/v1/me", .as = "officer"};
        struct world_request post = {
            .path = "/v1/organisations",
            .as = "officer",
            .body = body_org(client_serial(), "firm", "上海市", body, sizeof body),
            .key = key};
        w->done += fd >= 0 && world_exchange(fd, i % 2 ? &post : &get, &reply) &&
                   reply.status == (i % 2 ? 201 : 200);
    }
    if (fd >= 0) {
        close(fd);
    }
    world_reply_clear(&reply);
    return NULL;
}

/* All clients send at the same instant, again and again. A lost wake-up would leave one
 * waiting until its patience of 40 s ends, and it would not count. */
static void walk_in_step(struct scene *s, int clients, int rounds)
{
    pthread_t *threads = calloc((size_t)clients, sizeof *threads);
    struct walker *walkers = calloc((size_t)clients, sizeof *walkers);
    pthread_barrier_t step;
    pthread_barrier_init(&step, NULL, (unsigned)clients);
    for (int i = 0; i < clients; i++) {
        walkers[i] = (struct walker){.scene = s, .step = &step, .rounds = rounds};
        assert_int_equal(pthread_create(&threads[i], NULL, walk, &walkers[i]), 0);
    }
    int done = 0;
    for (int i = 0; i < clients; i++) {
        pthread_join(threads[i], NULL);
        done += walkers[i].done;
    }
    pthread_barrier_destroy(&step);
    free(walkers);
    free(threads);
    assert_int_equal(done, clients * rounds);
}

static void http__does_not_stall_with_128_clients_in_step(void **state)
{
    walk_in_step(*state, 128, 12);
}

static void http__does_not_stall_with_256_clients_in_step(void **state)
{
    walk_in_step(*state, 256, 6);
}

/* ---- killed under load ---- */

struct worker {
    struct scene *scene;
    const char *tranche;
    int number, acknowledged;
    char ids[256][ID_MAX];
    atomic_int *total;
};

/* Submit one case after the other until the daemon is gone; remember what was answered.
 */
static void *submit_until_gone(void *arg)
{
    struct worker *w = arg;
    struct world_reply reply = {.status = 0};
    int fd = world_connect(&w->scene->world);
    while (fd >= 0 && w->acknowledged < 256) {
        char body[2000], key[48];
        snprintf(key, sizeof key, "load-%d-%d", w->number, w->acknowledged);
        body_case(client_serial(),
                  &(struct case_body){.programme = "shanghai-compute",
                                      .tranche = w->tranche,
                                      .applicant = w->scene->applicant,
                                      .provider = w->scene->provider,
                                      .ask_fen = 100},
                  body, sizeof body);
        if (!world_exchange(
                fd,
                &(struct world_request){
                    .path = "/v1/applications", .as = "desk", .body = body, .key = key},
                &reply) ||
            reply.status != 201) {
            break;
        }
        const char *id = strstr(buf_str(&reply.body), "\"id\":\"app_");
        snprintf(w->ids[w->acknowledged++], ID_MAX, "%.36s", id ? id + 6 : "");
        atomic_fetch_add(w->total, 1);
    }
    if (fd >= 0) {
        close(fd);
    }
    world_reply_clear(&reply);
    return NULL;
}

static int verify(const struct world *w)
{
    char program[512];
    world_program("clearinghoused", program, sizeof program);
    fflush(NULL);
    pid_t pid = fork();
    if (pid == 0) {
        execl(program, program, "verify", "--state", w->state, (char *)NULL);
        _exit(127);
    }
    int status = -1;
    waitpid(pid, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void check_acknowledged(struct scene *s, const struct worker *workers, int count)
{
    struct world_reply reply = {.status = 0};
    for (int i = 0; i < count; i++) {
        for (int k = 0; k < workers[i].acknowledged; k++) {
            char path[128];
            snprintf(path, sizeof path, "/v1/applications/%s", workers[i].ids[k]);
            world_call(&s->world, &(struct world_request){.path = path, .as = "auditor"},
                       &reply);
            if (reply.status != 200) {
                fail_msg("%s was acknowledged and is gone", workers[i].ids[k]);
            }
        }
    }
    world_reply_clear(&reply);
}

static void daemon__keeps_what_it_acknowledged_when_killed(void **state)
{
    enum { WORKERS = 8 };
    struct scene *s = *state;
    struct worker *workers = calloc(WORKERS, sizeof *workers);
    assert_non_null(workers);
    client_tranche(&s->world, "killed", 1000000000);
    for (int round = 0; round < 3; round++) {
        pthread_t threads[WORKERS];
        atomic_int total = 0;
        for (int i = 0; i < WORKERS; i++) {
            workers[i] = (struct worker){.scene = s,
                                         .tranche = "killed",
                                         .number = round * WORKERS + i,
                                         .total = &total};
            pthread_create(&threads[i], NULL, submit_until_gone, &workers[i]);
        }
        while (atomic_load(&total) < 100 * (round + 1)) {
            usleep(1000);
        }
        world_signal(&s->world, SIGKILL);
        for (int i = 0; i < WORKERS; i++) {
            pthread_join(threads[i], NULL);
        }
        assert_int_equal(verify(&s->world), 0);
        if (!world_restart(&s->world)) {
            fail_msg("%s", s->world.failed);
        }
        check_acknowledged(s, workers, WORKERS);
    }
    free(workers);
}

/* A decision sent and never answered: the retry under its key gives one answer, and the
 * money has moved once. */
static void operation__survives_a_kill_between_commit_and_answer(void **state)
{
    struct scene *s = *state;
    struct world_reply reply = {.status = 0};
    char id[ID_MAX], path[128];
    int64_t available, reserved;
    client_tranche(&s->world, "cut", 1000000000);
    make_case(s, "cut", 1000000, id);
    snprintf(path, sizeof path, "/v1/applications/%s/decisions", id);
    const struct world_request q = {.path = path,
                                    .as = "officer",
                                    .body = "{\"decision\":\"approve\"}",
                                    .key = "cut-1",
                                    .if_match = 2};
    assert_int_equal(world_call(&s->world, &q, &reply), 201);
    world_signal(&s->world, SIGKILL);
    assert_true(world_restart(&s->world));
    assert_int_equal(world_call(&s->world, &q, &reply), 201);
    client_budget(&s->world, "cut", &available, &reserved);
    assert_int_equal(reserved, 1000000);
    world_reply_clear(&reply);
}

/* TERM: whatever was begun is answered, nothing is half done, the file is left whole. */
static void daemon__ends_cleanly_under_load(void **state)
{
    enum { WORKERS = 8 };
    struct scene *s = *state;
    struct worker *workers = calloc(WORKERS, sizeof *workers);
    pthread_t threads[WORKERS];
    atomic_int total = 0;
    assert_non_null(workers);
    client_tranche(&s->world, "ended", 1000000000);
    for (int i = 0; i < WORKERS; i++) {
        workers[i] = (struct worker){
            .scene = s, .tranche = "ended", .number = 1000 + i, .total = &total};
        pthread_create(&threads[i], NULL, submit_until_gone, &workers[i]);
    }
    while (atomic_load(&total) < 60) {
        usleep(1000);
    }
    kill(s->world.pid, SIGTERM);
    int status = -1;
    waitpid(s->world.pid, &status, 0);
    s->world.pid = 0;
    world_signal(&s->world, 0);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    for (int i = 0; i < WORKERS; i++) {
        pthread_join(threads[i], NULL);
    }
    assert_int_equal(verify(&s->world), 0);
    assert_true(world_restart(&s->world));
    check_acknowledged(s, workers, WORKERS);
    free(workers);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(budget__gives_the_last_fen_once),
        cmocka_unit_test(decide__lets_one_of_many_win),
        cmocka_unit_test(operation__is_done_once_however_often_it_is_sent),
        cmocka_unit_test(http__does_not_stall_with_128_clients_in_step),
        cmocka_unit_test(http__does_not_stall_with_256_clients_in_step),
        cmocka_unit_test(operation__survives_a_kill_between_commit_and_answer),
        cmocka_unit_test(daemon__keeps_what_it_acknowledged_when_killed),
        cmocka_unit_test(daemon__ends_cleanly_under_load),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
