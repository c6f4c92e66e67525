/* The daemon killed, ended and starved of disk while decisions are under way, over its
 * real socket. What it said yes to is there, once; what it said nothing to is there once
 * or not at all, and is settled by asking again under the same key; the ledger verifies
 * each time. FAULTS=n repeats each n times (`make faults`). */
#include "tests/clearinghouse/client.h"
#include "tests/clearinghouse/client_life.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { FAULTS = 6, CLERKS = 16, KILLED_LATEST_MS = 120 };

static int faults(void)
{
    const char *text = getenv("FAULTS");
    int number = text ? atoi(text) : 0;
    return number > 0 ? number : FAULTS;
}

static void wait_ms(int64_t ms)
{
    nanosleep(&(struct timespec){.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000},
              NULL);
}

/* Somebody who approves a case and takes it back, for as long as there are answers. */
struct clerk {
    struct world *world;
    char id[ID_MAX];
    int64_t revision; /* as far as they were told */
    struct sent {
        char key[48], body[64];
        int64_t revision;
        int status; /* 0: no answer */
    } last;
    int64_t told; /* answers with yes */
    pthread_t thread;
};

static bool is_approved(const struct clerk *c)
{
    return c->revision % 2 != 0; /* accepted at revision 2, approved at 3, back at 4 */
}

static bool send_last(struct clerk *c, struct world_reply *reply)
{
    char path[160];
    snprintf(path, sizeof path, "/v1/applications/%s/decisions", c->id);
    c->last.status = world_call(c->world,
                                &(struct world_request){.path = path,
                                                        .as = "supervisor",
                                                        .body = c->last.body,
                                                        .key = c->last.key,
                                                        .if_match = c->last.revision},
                                reply);
    return c->last.status == 201;
}

static void *work(void *arg)
{
    struct clerk *c = arg;
    struct world_reply reply = {.status = 0};
    do {
        snprintf(c->last.key, sizeof c->last.key, "fault-%" PRId64, client_serial());
        snprintf(c->last.body, sizeof c->last.body, "{\"decision\":\"%s\"}",
                 is_approved(c) ? "undo" : "approve");
        c->last.revision = c->revision;
        if (send_last(c, &reply)) {
            c->revision++;
            c->told++;
        }
    } while (c->last.status == 201);
    world_reply_clear(&reply);
    return NULL;
}

struct place {
    struct world world;
    struct clerk clerks[CLERKS];
    char applicant[ID_MAX], provider[ID_MAX], tranche[32];
    uint64_t random;
};

static int64_t pick(struct place *p, int64_t below)
{
    p->random ^= p->random << 13;
    p->random ^= p->random >> 7;
    p->random ^= p->random << 17;
    return (int64_t)(p->random >> 11) % below;
}

static int begin(void **state)
{
    static struct place p;
    const char *seed = getenv("SEED");
    p.random = UINT64_C(88172645463325252) + (seed ? strtoull(seed, NULL, 10) : 0);
    *state = &p;
    if (!world_begin(&p.world, &(struct world_options){.cases = 0})) {
        print_error("%s\n", p.world.failed);
        return -1;
    }
    client_org(&p.world, "firm", p.applicant);
    client_org(&p.world, "provider", p.provider);
    snprintf(p.tranche, sizeof p.tranche, "faults");
    client_tranche(&p.world, p.tranche, INT64_C(100000000000));
    for (int i = 0; i < CLERKS; i++) {
        struct clerk *c = &p.clerks[i];
        *c = (struct clerk){.world = &p.world, .revision = 2};
        client_case(&p.world,
                    &(struct case_body){.programme = "shanghai-compute",
                                        .tranche = p.tranche,
                                        .applicant = p.applicant,
                                        .provider = p.provider,
                                        .ask_fen = CLIENT_FACE},
                    c->id);
    }
    return 0;
}

static int end(void **state)
{
    struct place *p = *state;
    world_end(&p->world);
    return 0;
}

static void all_at_work(struct place *p)
{
    for (int i = 0; i < CLERKS; i++) {
        assert_int_equal(pthread_create(&p->clerks[i].thread, NULL, work, &p->clerks[i]),
                         0);
    }
}

static void all_home(struct place *p)
{
    for (int i = 0; i < CLERKS; i++) {
        pthread_join(p->clerks[i].thread, NULL);
    }
}

/* Asked again under the same key, what had no answer is done now, or was done then. */
static void settle(struct clerk *c)
{
    struct world_reply reply = {.status = 0};
    char text[16];
    if (!send_last(c, &reply)) {
        fail_msg("%s of %s at %" PRId64 ": %d %s", c->last.body, c->id, c->last.revision,
                 c->last.status, buf_str(&reply.body));
    }
    c->revision = c->last.revision + 1;
    /* And once more: the same answer, and nothing done. */
    assert_true(send_last(c, &reply));
    assert_string_equal(world_header(&reply, "Idempotent-Replayed", text, sizeof text),
                        "true");
    world_reply_clear(&reply);
    assert_int_equal(client_revision(c->world, c->id), c->revision);
}

/* Every yes is there once, every question is settled, and the money adds up. */
static void expect_all(struct place *p)
{
    int64_t available, reserved, held = 0;
    assert_int_equal(world_verify(&p->world), 0);
    for (int i = 0; i < CLERKS; i++) {
        settle(&p->clerks[i]);
        held += is_approved(&p->clerks[i]) ? CLIENT_FACE : 0;
    }
    client_budget(&p->world, p->tranche, &available, &reserved);
    assert_int_equal(reserved, held);
    assert_int_equal(available + reserved, INT64_C(100000000000));
}

static int64_t told(const struct place *p)
{
    int64_t sum = 0;
    for (int i = 0; i < CLERKS; i++) {
        sum += p->clerks[i].told;
    }
    return sum;
}

static void ended_by(struct place *p, int signal_number)
{
    int64_t before = told(p);
    for (int i = 0; i < faults(); i++) {
        all_at_work(p);
        wait_ms(10 + pick(p, KILLED_LATEST_MS));
        world_signal(&p->world, signal_number);
        all_home(p);
        if (!world_restart(&p->world)) {
            fail_msg("it did not start again: %s", p->world.failed);
        }
        expect_all(p);
    }
    print_message("%d times in the middle of it; %" PRId64 " decisions said yes to\n",
                  faults(), told(p) - before);
    assert_true(told(p) > before);
}

static void kill__loses_nothing_and_doubles_nothing(void **state)
{
    ended_by(*state, SIGKILL);
    assert_int_equal(world_verify(&((struct place *)*state)->world), 0);
}

static void term__finishes_what_is_under_way(void **state)
{
    ended_by(*state, SIGTERM);
}

/* ---- no room left ---- */

static int64_t size_of(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 ? (int64_t)info.st_size : 0;
}

static void limit_files(pid_t pid, rlim_t bytes)
{
    struct rlimit limit = {.rlim_cur = bytes, .rlim_max = RLIM_INFINITY};
    assert_int_equal(prlimit(pid, RLIMIT_FSIZE, &limit, NULL), 0);
}

/* The log of changes may grow no further: writes are refused and can be tried again,
 * reads go on, and once there is room it goes on by itself. */
static void full_disk__refuses_writes_and_mends_by_itself(void **state)
{
    struct place *p = *state;
    char wal[200];
    snprintf(wal, sizeof wal, "%s/ledger.db-wal", p->world.state);
    for (int i = 0; i < faults(); i++) {
        struct world_reply reply = {.status = 0};
        limit_files(p->world.pid, (rlim_t)(size_of(wal) + pick(p, 40000)));
        all_at_work(p); /* each ends at the first answer that is no yes */
        all_home(p);
        for (int k = 0; k < CLERKS; k++) {
            assert_int_equal(p->clerks[k].last.status, 503);
        }
        json_decref(client_record(&p->world, p->clerks[0].id));
        limit_files(p->world.pid, RLIM_INFINITY);
        world_reply_clear(&reply);
        expect_all(p);
    }
}

/* ---- while it begins ---- */

struct killer {
    struct world *world;
    int64_t ms;
    pthread_t thread;
};

static void *kill_later(void *arg)
{
    const struct killer *killer = arg;
    wait_ms(killer->ms);
    if (killer->world->pid > 0) {
        kill(killer->world->pid, SIGKILL);
    }
    return NULL;
}

/* A demo killed while it is made, or a ledger while it is opened, starts the next time.
 */
static void kill__while_it_begins_is_mended_by_the_next_start(void **state)
{
    struct place *p = *state;
    struct world young;
    for (int i = 0; i < faults(); i++) {
        struct killer killer = {.world = &young, .ms = 5 + pick(p, 300)};
        assert_true(world_begin(&young, &(struct world_options){.cases = 0}));
        world_signal(&young, SIGKILL);
        snprintf(young.state, sizeof young.state, "%s/other", young.folder);
        snprintf(young.cases, sizeof young.cases, "--demo=200");
        assert_int_equal(pthread_create(&killer.thread, NULL, kill_later, &killer), 0);
        bool was_ready = world_restart(&young);
        pthread_join(killer.thread, NULL);
        world_signal(&young, SIGKILL);
        if (!world_restart(&young)) {
            fail_msg("killed after %" PRId64 " ms (%s), it does not start: %s", killer.ms,
                     was_ready ? "ready" : "not ready", young.failed);
        }
        assert_int_equal(world_verify(&young), 0);
        world_end(&young);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kill__loses_nothing_and_doubles_nothing),
        cmocka_unit_test(term__finishes_what_is_under_way),
        cmocka_unit_test(full_disk__refuses_writes_and_mends_by_itself),
        cmocka_unit_test(kill__while_it_begins_is_mended_by_the_next_start),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
