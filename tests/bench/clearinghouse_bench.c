/* The clearinghouse: demo, list pages, decisions over its socket and in process, verify.
 *
 *   clearinghouse_bench [CASES]
 *
 * "In process" runs the same requests through the same routes, without the socket and the
 * threads: one to a transaction, and 64 to a transaction, which is the limit of the group
 * commit. */
#include "clearinghouse/ledger.h"
#include "clearinghouse/routes.h"
#include "clearinghouse/store/journal.h"
#include "common/json.h"
#include "tests/bench/timing.h"
#include "tests/support/world.h"

#include <inttypes.h>
#include <jansson.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { CLIENTS = 32, TOGETHER = 64, PAGES = 1000, ID = 64 };

struct open_case {
    char id[ID];
    int64_t revision;
    const char *body; /* approve what the rules pass, reject the rest */
};

/* Cases in order of what is asked first; each is decided once. */
struct work {
    struct world *world;
    struct open_case *cases; /* owned */
    int count, until;
    atomic_int next, done;
    struct bench_sample times;
    pthread_mutex_t lock;
};

static const char approve[] = "{\"decision\":\"approve\"}";
static const char reject[] = "{\"decision\":\"reject\",\"reason\":{\"code\":\"other\","
                             "\"note\":\"a figure of the bench\"}}";

/* ---- what there is to decide ---- */

static void take_page(struct work *work, const struct world_reply *reply, char *after,
                      size_t size)
{
    struct err err = {0};
    json_t *page;
    size_t i;
    json_t *item;
    if (!json_read(buf_str(&reply->body), reply->body.len, SIZE_MAX, &page, &err)) {
        bench_give_up("a page of cases", err.text);
    }
    json_array_foreach(json_object_get(page, "items"), i, item)
    {
        struct open_case *one = &work->cases[work->count++];
        snprintf(one->id, sizeof one->id, "%s", json_str(item, "id"));
        one->revision = json_integer_value(json_object_get(item, "revision"));
        bool passes = strcmp(json_str(item, "status"), "under_review") == 0 &&
                      strcmp(json_str(item, "verdict"), "pass") == 0;
        one->body = passes ? approve : reject;
    }
    snprintf(after, size, "%s", json_str(page, "next"));
    json_decref(page);
}

static void find_work(struct work *work, int cases)
{
    struct world_reply reply = {.status = 0};
    char after[4096] = "";
    work->cases = calloc((size_t)cases + 1000, sizeof *work->cases);
    do {
        char path[4200];
        snprintf(path, sizeof path,
                 "/v1/applications?status=submitted,under_review&limit=500&sort=id%s%s",
                 *after ? "&after=" : "", after);
        int status = world_call(
            work->world, &(struct world_request){.path = path, .as = "officer"}, &reply);
        if (status != 200 || !work->cases) {
            bench_give_up("the list of cases", buf_str(&reply.body));
        }
        take_page(work, &reply, after, sizeof after);
    } while (*after && work->count < cases);
    world_reply_clear(&reply);
}

/* ---- over the socket ---- */

static void *decide_all(void *arg)
{
    struct work *work = arg;
    struct world_reply reply = {.status = 0};
    int fd = world_connect(work->world), at;
    while (fd >= 0 && (at = atomic_fetch_add(&work->next, 1)) < work->until) {
        const struct open_case *one = &work->cases[at];
        char path[160], key[32];
        snprintf(path, sizeof path, "/v1/applications/%s/decisions", one->id);
        snprintf(key, sizeof key, "bench-%d", at);
        int64_t start = bench_now_us();
        if (!world_exchange(fd,
                            &(struct world_request){.path = path,
                                                    .as = "officer",
                                                    .body = one->body,
                                                    .key = key,
                                                    .if_match = one->revision},
                            &reply)) {
            break;
        }
        pthread_mutex_lock(&work->lock);
        bench_note(&work->times, bench_now_us() - start);
        pthread_mutex_unlock(&work->lock);
        work->done += reply.status == 201;
    }
    if (fd >= 0) {
        close(fd);
    }
    world_reply_clear(&reply);
    return NULL;
}

static void decide_by(struct work *work, int clients, int share)
{
    pthread_t threads[CLIENTS];
    char name[64];
    int first = work->next;
    work->until = first + share < work->count ? first + share : work->count;
    work->done = 0;
    int64_t start = bench_now_us();
    for (int i = 0; i < clients; i++) {
        if (pthread_create(&threads[i], NULL, decide_all, work) != 0) {
            bench_give_up("cannot start a client", "");
        }
    }
    for (int i = 0; i < clients; i++) {
        pthread_join(threads[i], NULL);
    }
    snprintf(name, sizeof name, "decisions, %d client%s", clients,
             clients > 1 ? "s" : "");
    bench_rate(name, work->done, bench_now_us() - start);
    bench_spread("  each", &work->times);
    bench_clear(&work->times);
    work->next = work->until; /* each client took one too many */
}

static void read_pages(struct world *world)
{
    static const char *const sorts[] = {"due", "-updated", "-amount", "id"};
    struct bench_sample times = {.us = NULL};
    struct world_reply reply = {.status = 0};
    int fd = world_connect(world);
    for (int i = 0; fd >= 0 && i < PAGES; i++) {
        char path[120];
        snprintf(path, sizeof path, "/v1/applications?limit=50&sort=%s", sorts[i % 4]);
        int64_t start = bench_now_us();
        if (!world_exchange(fd, &(struct world_request){.path = path, .as = "officer"},
                            &reply) ||
            reply.status != 200) {
            bench_give_up(path, buf_str(&reply.body));
        }
        bench_note(&times, bench_now_us() - start);
    }
    if (fd >= 0) {
        close(fd);
    }
    bench_spread("a list page of 50", &times);
    bench_clear(&times);
    world_reply_clear(&reply);
}

/* ---- in process ---- */

static bool decide_one(struct ch_ledger *ledger, const struct open_case *one, int at)
{
    struct ch_reply reply = {.status = 0};
    char path[160], key[32], match[32];
    snprintf(path, sizeof path, "/v1/applications/%s/decisions", one->id);
    snprintf(key, sizeof key, "bench-%d", at);
    snprintf(match, sizeof match, "\"%" PRId64 "\"", one->revision);
    struct ch_request request = {.method = "POST",
                                 .path = path,
                                 .body = one->body,
                                 .body_len = strlen(one->body),
                                 .content_type = "application/json",
                                 .idempotency_key = key,
                                 .if_match = match,
                                 .demo_principal = "officer",
                                 .uid = (int64_t)getuid()};
    ch_routes_run(&ledger->service, ledger->db, &request, &reply);
    bool done = reply.status == 201;
    ch_reply_clear(&reply);
    return done;
}

/* As the writer does: again with savepoints when it is torn. */
static int decide_together(struct ch_ledger *ledger, const struct work *work, int from,
                           int to, bool trusting)
{
    struct err err = {0};
    int done = 0;
    for (int trust = trusting; trust >= 0; trust--) {
        done = 0;
        ch_trust(ledger->db, trust == 1);
        if (!ch_begin(ledger->db, &err)) {
            bench_give_up("a transaction", err.text);
        }
        for (int at = from; at < to; at++) {
            done += decide_one(ledger, &work->cases[at], at);
        }
        if (!ch_torn(ledger->db)) {
            break;
        }
        ch_rollback(ledger->db);
    }
    if (!ch_commit(ledger->db, &err)) {
        bench_give_up("a commit", err.text);
    }
    ch_checkpoint(ledger->db);
    return done;
}

static void decide_inside(struct ch_ledger *ledger, struct work *work, int together,
                          bool trusting, int share)
{
    char name[80];
    int at = work->next, done = 0;
    work->until = at + share < work->count ? at + share : work->count;
    int64_t start = bench_now_us(), cpu = bench_cpu_us();
    while (at < work->until) {
        int to = at + together < work->until ? at + together : work->until;
        done += decide_together(ledger, work, at, to, trusting);
        at = to;
    }
    snprintf(name, sizeof name, "in process, %d to a transaction%s", together,
             trusting ? "" : ", savepoints");
    bench_rate(name, done, bench_now_us() - start);
    printf("%-46s %9" PRId64 " us\n", "  processor for each",
           done ? (bench_cpu_us() - cpu) / done : 0);
    work->next = work->until;
}

static void verify(struct ch_ledger *ledger)
{
    struct err err = {0};
    int64_t entries = 0, start = bench_now_us();
    if (!ch_journal_verify(ledger->db, &entries, &err)) {
        bench_give_up("verify", err.text);
    }
    bench_rate("journal entries verified", entries, bench_now_us() - start);
}

int main(int argc, char **argv)
{
    int cases = argc > 1 ? atoi(argv[1]) : 2000;
    struct world world;
    struct ch_ledger ledger;
    struct err err = {0};
    struct work work = {.world = &world, .lock = PTHREAD_MUTEX_INITIALIZER};
    int64_t start = bench_now_us();
    if (!world_begin(&world, &(struct world_options){.cases = cases})) {
        bench_give_up("the clearinghouse did not start", world.failed);
    }
    bench_rate("demo cases made", cases, bench_now_us() - start);
    find_work(&work, cases);
    int share = work.count / 5;
    read_pages(&world);
    decide_by(&work, 1, share < 1000 ? share : 1000);
    decide_by(&work, CLIENTS, share);
    world_signal(&world, SIGTERM);
    struct ch_options options = {.state = world.state, .demo = true, .demo_cases = cases};
    if (!ch_ledger_open(&options, &ledger, &err)) {
        bench_give_up("the ledger", err.text);
    }
    decide_inside(&ledger, &work, 1, true, share < 1000 ? share : 1000);
    decide_inside(&ledger, &work, TOGETHER, false, share);
    decide_inside(&ledger, &work, TOGETHER, true, share);
    verify(&ledger);
    ch_ledger_close(&ledger);
    world_end(&world);
    free(work.cases);
    return 0;
}
