/* The console's side on a clearinghouse of CASES generated cases: the first visit, what a
 * key asks of the local copy, and the program itself in a terminal.
 *
 *   console_bench [CASES]
 */
#include "backend_client/cases.h"
#include "backend_client/session.h"
#include "tests/bench/timing.h"
#include "tests/support/world.h"

#include <inttypes.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ROWS = 48, STARTS = 15, LOOPS = 200, PATIENCE_S = 600, STILL_MS = 60 };

struct bench {
    struct world world;
    char state[128]; /* of the console */
    struct bc_session *session;
};

static void forget_events(struct bc_session *session)
{
    struct bc_event event;
    while (bc_event_next(session, &event)) {
    }
}

static void open_session(struct bench *bench)
{
    struct err err = {0};
    struct bc_config config = {
        .socket = bench->world.socket, .state = bench->state, .as = "officer"};
    if (!bc_open(&config, &bench->session, &err)) {
        bench_give_up("the session", err.text);
    }
}

/* ---- the first visit ---- */

/* From nothing to all cases here. "busy" is what one turn of the loop takes away from the
 * keyboard, in time of this thread. */
static void visit(struct bench *bench, int cases)
{
    struct bench_sample busy = {.us = NULL};
    int64_t start = bench_now_us(), first = 0, cpu = bench_cpu_us();
    open_session(bench);
    const struct bc_link *link = bc_link(bench->session);
    while (link->state != BC_LINK_LIVE) {
        int64_t before = bench_cpu_us();
        bc_wait(bench->session, -1, -1, 100);
        bench_note(&busy, bench_cpu_us() - before);
        forget_events(bench->session);
        first = first || link->done < ROWS ? first : bench_now_us() - start;
        if (bench_now_us() - start > PATIENCE_S * INT64_C(1000000) ||
            link->state == BC_LINK_REFUSED) {
            bench_give_up("the first visit", link->error.text);
        }
    }
    int64_t all = bench_now_us() - start;
    bench_rate("first visit: cases", cases, all);
    printf("%-46s %9" PRId64 " ms\n", "  until a screenful is here", first / 1000);
    printf("%-46s %9" PRId64 " ms\n", "  of it, work of the console",
           (bench_cpu_us() - cpu) / 1000);
    bench_spread("  busy in one turn of the loop", &busy);
    bench_clear(&busy);
}

/* ---- what keys ask ---- */

static struct bc_view *open_view(struct bench *bench, const struct bc_query *query)
{
    struct err err = {0};
    struct bc_view *view;
    if (!bc_view_open(bench->session, query, &view, &err)) {
        bench_give_up("a view", err.text);
    }
    return view;
}

static void read_rows(struct bc_view *view, int64_t from)
{
    struct bc_case row;
    for (int64_t i = from; i < from + ROWS; i++) {
        if (i >= 0 && !bc_view_row(view, i, &row)) {
            break;
        }
    }
}

/* Open, page down, the end, the beginning. */
static void page_through(struct bench *bench)
{
    struct bench_sample open = {.us = NULL}, page = {.us = NULL}, end = {.us = NULL},
                        home = {.us = NULL};
    const struct bc_query query = {.statuses = "*"};
    for (int i = 0; i < LOOPS / 10; i++) {
        int64_t t0 = bench_now_us();
        struct bc_view *view = open_view(bench, &query);
        read_rows(view, 0);
        int64_t t1 = bench_now_us(), count = bc_view_count(view);
        read_rows(view, count - ROWS);
        int64_t t2 = bench_now_us();
        read_rows(view, 0);
        int64_t t3 = bench_now_us();
        for (int k = 1; k < 20; k++) {
            int64_t before = bench_now_us();
            read_rows(view, (int64_t)k * ROWS);
            bench_note(&page, bench_now_us() - before);
        }
        bench_note(&open, t1 - t0);
        bench_note(&end, t2 - t1);
        bench_note(&home, t3 - t2);
        bc_view_close(view);
    }
    bench_spread("open the list of all, first screen", &open);
    bench_spread("page down", &page);
    bench_spread("end", &end);
    bench_spread("home", &home);
    struct bench_sample *all[] = {&open, &page, &end, &home};
    for (size_t i = 0; i < 4; i++) {
        bench_clear(all[i]);
    }
}

static void filter(struct bench *bench)
{
    static const char *const words[] = {"星", "科技", "star", "26-0000", "智算", "x"};
    struct bench_sample first = {.us = NULL}, whole = {.us = NULL};
    for (int i = 0; i < LOOPS; i++) {
        const struct bc_query query = {.text = words[i % 6], .statuses = "*"};
        int64_t start = bench_now_us();
        struct bc_view *view = open_view(bench, &query);
        read_rows(view, 0);
        bench_note(&first, bench_now_us() - start);
        while (!bc_view_counted(view)) {
            bc_wait(bench->session, -1, -1, 0);
            forget_events(bench->session);
        }
        bench_note(&whole, bench_now_us() - start);
        bc_view_close(view);
    }
    bench_spread("filter key, first screen", &first);
    bench_spread("filter key, counted", &whole);
    bench_clear(&first);
    bench_clear(&whole);
}

static void count(struct bench *bench)
{
    struct bench_sample times = {.us = NULL};
    struct bc_case_counts counts;
    for (int i = 0; i < LOOPS; i++) {
        int64_t start = bench_now_us();
        bc_case_counts(bench->session, &counts);
        bench_note(&times, bench_now_us() - start);
    }
    bench_spread("the counts of the overview", &times);
    bench_clear(&times);
}

/* ---- the program ---- */

static void drain_until_still(int fd)
{
    char bytes[65536];
    struct pollfd p = {.fd = fd, .events = POLLIN};
    while (poll(&p, 1, STILL_MS) == 1 && read(fd, bytes, sizeof bytes) > 0) {
    }
}

static void start_program(const struct bench *bench, struct bench_sample *times)
{
    struct winsize size = {.ws_row = 50, .ws_col = 200};
    char program[4096], byte;
    int fd, status;
    world_program("voucherdesk", program, sizeof program);
    int64_t start = bench_now_us();
    pid_t pid = forkpty(&fd, NULL, NULL, &size);
    if (pid == 0) {
        setenv("TERM", "xterm-256color", 1);
        execl(program, program, "--socket", bench->world.socket, "--state", bench->state,
              "--as", "officer", (char *)NULL);
        _exit(127);
    }
    if (pid < 0 || read(fd, &byte, 1) != 1) {
        bench_give_up("the console did not start", program);
    }
    bench_note(times, bench_now_us() - start);
    drain_until_still(fd);
    kill(pid, SIGTERM);
    drain_until_still(fd);
    close(fd);
    waitpid(pid, &status, 0);
}

int main(int argc, char **argv)
{
    int cases = argc > 1 ? atoi(argv[1]) : 2000;
    struct bench bench = {.session = NULL};
    struct bench_sample starts = {.us = NULL};
    if (!world_begin(&bench.world, &(struct world_options){.cases = cases})) {
        bench_give_up("the clearinghouse did not start", bench.world.failed);
    }
    snprintf(bench.state, sizeof bench.state, "%s/console", bench.world.folder);
    visit(&bench, cases);
    count(&bench);
    page_through(&bench);
    filter(&bench);
    bc_close(bench.session);
    for (int i = 0; i < STARTS; i++) {
        start_program(&bench, &starts);
    }
    bench_spread("start of the program, first byte", &starts);
    bench_clear(&starts);
    printf("%-46s %9" PRId64 " KiB\n", "peak memory of the console's side",
           bench_peak_kib());
    world_end(&bench.world);
    return 0;
}
