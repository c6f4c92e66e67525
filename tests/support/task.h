/* A person's task from beginning to end: the console in a real terminal, on a
 * clearinghouse of its own, at two sizes and in two languages. What is to be seen is
 * named by its English text and looked for in the reader's language; what was done is
 * asked of the clearinghouse. */
#ifndef TESTS_SUPPORT_TASK_H
#define TESTS_SUPPORT_TASK_H

#include "tests/support/terminal.h"
#include "tests/support/test.h"
#include "tests/support/world.h"

#include <jansson.h>

enum { TASK_SOON = 20000 };

struct task {
    struct world world;
    struct terminal t;
    int cols, rows;
    const char *lang;
    bool sitting;
};

/* Run the tests once for each size and language, all four at the same time, and print
 * what they say one after another ($TASK_ONLY, 0 to 3, runs one of them alone); the state
 * of each test is its struct task. Returns what main() returns. */
int task_main(const char *name, const struct CMUnitTest *tests, size_t count, int cases);

/* Sit down at a console as `who`, whose local files last from one sitting to the next, in
 * the world's folder, and get up again (it must be left in order). */
void task_sit(struct task *task, const char *who, const char *options);
void task_rise(struct task *task);

void task_keys(struct task *task, const char *keys);
/* Type, and wait until it stands there; fill: instead of what a field holds. */
void task_type(struct task *task, const char *text);
void task_fill(struct task *task, const char *text);
/* A command line: ":" and this, and Enter. */
void task_command(struct task *task, const char *line);
/* When the dialog says what would happen: F8, and wait until it has closed. */
void task_confirm_decision(struct task *task); /* of cases */
void task_confirm_order(struct task *task);    /* of vouchers, claims, objections */
/* Wait until it is on the screen, or off it: an English text of the interface; of a
 * format its longest part without a %. */
void task_see(struct task *task, const char *text);
void task_not(struct task *task, const char *text);
/* The same of anything else: a number, a name. */
void task_see_exactly(struct task *task, const char *text);
/* The row that is selected has this in it. */
void task_row(struct task *task, const char *text);
/* The message `text` of the interface in the reader's language, for formats. */
const char *task_says(struct task *task, const char *text) __attribute__((format_arg(2)));

/* What the clearinghouse answers `who`: a new reference; fails the test on another status
 * than 200. */
json_t *task_get(struct task *task, const char *who, const char *path);
/* POST; fails the test on another status than 200 or 201. */
void task_post(struct task *task, const char *who, const char *path, int64_t if_match,
               const char *body);
/* The n-th record of a list that has these words in its members, as "status=queried
 * verdict=pass"; a new reference. Fails the test when there is none. */
json_t *task_find(struct task *task, const char *path, const char *wanted, int nth);
/* Wait until the member of the record (dots go inside) is this text. */
void task_until(struct task *task, const char *path, const char *member,
                const char *wanted);
/* The day in China so many days from now, "2026-11-24". Returns `out`. */
const char *task_day(int days, char out[16]);
/* Go on to that day of the demo's story: its clock never goes back. */
void task_days_on(struct task *task, int days);

#endif
