/* What the benches share: a clock, a sample of times, and how a figure is printed. They
 * print, and never judge: a figure depends on the machine, so the reader compares two
 * runs on one machine, or one line with another. */
#ifndef TESTS_BENCH_TIMING_H
#define TESTS_BENCH_TIMING_H

#include <stddef.h>
#include <stdint.h>

int64_t bench_now_us(void);
int64_t bench_cpu_us(void); /* of this thread */

/* Times of one thing done over and over. `{0}` is empty. */
struct bench_sample {
    int64_t *us; /* owned */
    size_t count, room;
};
void bench_note(struct bench_sample *sample, int64_t us);
/* The time `permille` of a thousand stay below; 0 of an empty sample. Sorts it. */
int64_t bench_quantile(struct bench_sample *sample, int permille);
void bench_clear(struct bench_sample *sample);

/* "name  1,234 per second": so many of them in so long. */
void bench_rate(const char *name, int64_t done, int64_t us);
/* "name  p50 12 us, p99 30 us, worst 50 us" */
void bench_spread(const char *name, struct bench_sample *sample);

/* Peak memory of this process so far, in KiB. */
int64_t bench_peak_kib(void);

/* The end of a bench that cannot go on. */
_Noreturn void bench_give_up(const char *what, const char *why);

#endif
