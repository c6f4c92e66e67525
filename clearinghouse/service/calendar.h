/* Working days: weekends, public holidays and the weekends worked in exchange for them,
 * one file a year (clearinghouse/calendar/cn-YEAR.ini). A year without a file has no
 * working days to count: a deadline that reaches into it is refused, never guessed. */
#ifndef CLEARINGHOUSE_SERVICE_CALENDAR_H
#define CLEARINGHOUSE_SERVICE_CALENDAR_H

#include "common/date.h"
#include "common/err.h"

struct ch_calendar;
struct ch_ctx;
struct ch_figure;

/* Read every *.ini of `folder`. ERR_CONFIG names file, line and what would be right. */
MUST_CHECK bool ch_calendar_load(const char *folder, struct ch_calendar **out,
                                 struct err *err);
void ch_calendar_free(struct ch_calendar *calendar); /* NULL is harmless */

/* The day that is `days` (>= 0) working days after `from`, which itself does not count;
 * 0 gives `from`. ERR_REFUSED "calendar-missing" naming the file that is missing for a year not known;
 * `calendar` NULL knows no year. */
MUST_CHECK bool ch_calendar_add(const struct ch_calendar *calendar, date_day from,
                                int64_t days, date_day *out, struct err *err);

/* The instant a deadline of `figure` (or `otherwise`, when it is not known) ends that
 * begins now: a number of 24 hours, or 24:00 in China of the last working day. */
MUST_CHECK bool ch_deadline(const struct ch_ctx *ctx, const struct ch_figure *figure,
                            const struct ch_figure *otherwise, int64_t *out,
                            struct err *err);

#endif
