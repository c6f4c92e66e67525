#include "tests/bench/timing.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

static int64_t read_clock(clockid_t which)
{
    struct timespec t;
    clock_gettime(which, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

int64_t bench_now_us(void)
{
    return read_clock(CLOCK_MONOTONIC);
}

int64_t bench_cpu_us(void)
{
    return read_clock(CLOCK_THREAD_CPUTIME_ID);
}

void bench_note(struct bench_sample *sample, int64_t us)
{
    if (sample->count == sample->room) {
        sample->room = sample->room ? sample->room * 2 : 1024;
        sample->us = realloc(sample->us, sample->room * sizeof *sample->us);
        if (!sample->us) {
            bench_give_up("out of memory", "");
        }
    }
    sample->us[sample->count++] = us;
}

static int compare(const void *left, const void *right)
{
    const int64_t *a = left, *b = right;
    return (*a > *b) - (*a < *b);
}

int64_t bench_quantile(struct bench_sample *sample, int permille)
{
    if (sample->count == 0) {
        return 0;
    }
    qsort(sample->us, sample->count, sizeof *sample->us, compare);
    return sample->us[(sample->count - 1) * (size_t)permille / 1000];
}

void bench_clear(struct bench_sample *sample)
{
    free(sample->us);
    *sample = (struct bench_sample){.us = NULL};
}

void bench_rate(const char *name, int64_t done, int64_t us)
{
    printf("%-46s %9" PRId64 " per second  (%" PRId64 " in %" PRId64 " ms)\n", name,
           us > 0 ? done * 1000000 / us : 0, done, us / 1000);
    fflush(stdout);
}

void bench_spread(const char *name, struct bench_sample *sample)
{
    int64_t half = bench_quantile(sample, 500), most = bench_quantile(sample, 990);
    printf("%-46s %9" PRId64 " us p50, %" PRId64 " p99, %" PRId64 " worst  (%zu)\n", name,
           half, most, bench_quantile(sample, 1000), sample->count);
    fflush(stdout);
}

int64_t bench_peak_kib(void)
{
    struct rusage use;
    return getrusage(RUSAGE_SELF, &use) == 0 ? use.ru_maxrss : 0;
}

void bench_give_up(const char *what, const char *why)
{
    fprintf(stderr, "bench: %s%s%s\n", what, *why ? ": " : "", why);
    exit(1);
}
