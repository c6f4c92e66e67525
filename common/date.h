/* Instants and dates. An instant is int64 microseconds since 1970-01-01T00:00:00Z. A date
 * is a day in the programme's zone; zones are a fixed offset from UTC in seconds (China:
 * 28800). */
#ifndef COMMON_DATE_H
#define COMMON_DATE_H

#include "common/attr.h"

#include <stdbool.h>
#include <stdint.h>

#define DATE_SECOND INT64_C(1000000)
#define DATE_DAY (INT64_C(86400) * DATE_SECOND)
#define DATE_ZONE_CHINA 28800

/* A calendar day as days since 1970-01-01. */
typedef int32_t date_day;

struct date_parts {
    int year, month, day; /* month 1..12 */
    int hour, minute, second;
    int weekday; /* 0 Monday .. 6 Sunday */
};

int64_t date_now(void); /* the wall clock */

date_day date_from_civil(int year, int month, int day);
struct date_parts date_split(int64_t at, int zone_s);
date_day date_of(int64_t at, int zone_s);
int64_t date_start(date_day day, int zone_s); /* 00:00 of that day */

/* "2025-08-14" <-> day. Parsing refuses days that do not exist, and years outside
 * 1900..2200. */
MUST_CHECK bool date_parse(const char *text, date_day *out);
const char *date_format(date_day day, char out[16]);

/* "2025-08-14T06:02:41.123456Z" <-> instant. Parsing takes RFC 3339 with any offset and
 * 0..6 fraction digits; leap second 60 is read as 59. Formatting always gives 6 digits,
 * Z. */
MUST_CHECK bool date_time_parse(const char *text, int64_t *out);
const char *date_time_format(int64_t at, char out[32]);

/* ISO 8601 week: "2025-W33". */
const char *date_week_format(date_day day, char out[16]);

/* How long, for people: "4 s", "12 min", "3 h", "2 d". Negative is treated as 0. */
const char *date_age_format(int64_t age_us, char out[16]);

#endif
