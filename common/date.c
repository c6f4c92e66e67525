#include "common/date.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

int64_t date_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * DATE_SECOND + now.tv_nsec / 1000;
}

static int64_t floor_div(int64_t a, int64_t b)
{
    int64_t q = a / b;
    return a % b != 0 && (a < 0) != (b < 0) ? q - 1 : q;
}

/* Civil calendar by eras of 400 years (proleptic Gregorian); March starts the year. */
date_day date_from_civil(int year, int month, int day)
{
    int64_t y = month <= 2 ? (int64_t)year - 1 : year;
    int64_t era = floor_div(y, 400);
    int64_t year_of_era = y - era * 400;
    int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int64_t day_of_era =
        year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return (date_day)(era * 146097 + day_of_era - 719468);
}

static void civil_from_day(date_day day, int *year, int *month, int *mday)
{
    int64_t z = (int64_t)day + 719468;
    int64_t era = floor_div(z, 146097);
    int64_t doe = z - era * 146097;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int64_t mp = (5 * doy + 2) / 153;
    *mday = (int)(doy - (153 * mp + 2) / 5 + 1);
    *month = (int)(mp < 10 ? mp + 3 : mp - 9);
    *year = (int)(yoe + era * 400 + (*month <= 2));
}

date_day date_of(int64_t at, int zone_s)
{
    return (date_day)floor_div(at + zone_s * DATE_SECOND, DATE_DAY);
}

int64_t date_start(date_day day, int zone_s)
{
    return (int64_t)day * DATE_DAY - zone_s * DATE_SECOND;
}

struct date_parts date_split(int64_t at, int zone_s)
{
    struct date_parts parts = {0};
    date_day day = date_of(at, zone_s);
    civil_from_day(day, &parts.year, &parts.month, &parts.day);
    int64_t seconds = (at - date_start(day, zone_s)) / DATE_SECOND;
    parts.hour = (int)(seconds / 3600);
    parts.minute = (int)(seconds / 60 % 60);
    parts.second = (int)(seconds % 60);
    parts.weekday = (int)(((int64_t)day % 7 + 10) % 7); /* 1970-01-01 was a Thursday */
    return parts;
}

/* `count` decimal digits at *at; advances it. */
static bool digits(const char **at, int count, int *out)
{
    int value = 0;
    for (int i = 0; i < count; i++, (*at)++) {
        if (**at < '0' || **at > '9') {
            return false;
        }
        value = value * 10 + (**at - '0');
    }
    *out = value;
    return true;
}

static bool expect(const char **at, char c)
{
    if (**at != c) {
        return false;
    }
    (*at)++;
    return true;
}

static bool parse_day(const char **at, date_day *out)
{
    int year, month, day, y, m, d;
    if (!digits(at, 4, &year) || !expect(at, '-') || !digits(at, 2, &month) ||
        !expect(at, '-') || !digits(at, 2, &day) || year < 1900 || year > 2200 ||
        month < 1 || month > 12 || day < 1) {
        return false;
    }
    date_day value = date_from_civil(year, month, day);
    civil_from_day(value, &y, &m, &d);
    if (y != year || m != month || d != day) {
        return false;
    }
    *out = value;
    return true;
}

bool date_parse(const char *text, date_day *out)
{
    date_day day;
    if (!parse_day(&text, &day) || *text) {
        return false;
    }
    *out = day;
    return true;
}

const char *date_format(date_day day, char out[16])
{
    int y, m, d;
    civil_from_day(day, &y, &m, &d);
    snprintf(out, 16, "%04d-%02d-%02d", y % 10000, m, d);
    return out;
}

/* ".123456": up to six digits, as microseconds. */
static bool fraction(const char **at, int64_t *out)
{
    int64_t value = 0, scale = 100000;
    if (**at != '.') {
        *out = 0;
        return true;
    }
    (*at)++;
    int n = 0;
    for (; **at >= '0' && **at <= '9'; (*at)++, n++) {
        value += (**at - '0') * scale;
        scale /= 10;
    }
    *out = value;
    return n >= 1 && n <= 6;
}

static bool offset(const char **at, int *out)
{
    if (**at == 'Z' || **at == 'z') {
        (*at)++;
        *out = 0;
        return true;
    }
    int sign = **at == '-' ? -1 : 1, hours, minutes;
    if (**at != '+' && **at != '-') {
        return false;
    }
    (*at)++;
    if (!digits(at, 2, &hours) || !expect(at, ':') || !digits(at, 2, &minutes) ||
        hours > 23 || minutes > 59) {
        return false;
    }
    *out = sign * (hours * 3600 + minutes * 60);
    return true;
}

bool date_time_parse(const char *text, int64_t *out)
{
    date_day day;
    int hour, minute, second, zone;
    int64_t micros;
    if (!parse_day(&text, &day) || (*text != 'T' && *text != 't')) {
        return false;
    }
    text++;
    if (!digits(&text, 2, &hour) || !expect(&text, ':') || !digits(&text, 2, &minute) ||
        !expect(&text, ':') || !digits(&text, 2, &second) || !fraction(&text, &micros) ||
        !offset(&text, &zone) || *text || hour > 23 || minute > 59 || second > 60) {
        return false;
    }
    second = second == 60 ? 59 : second;
    *out = (int64_t)day * DATE_DAY +
           ((int64_t)hour * 3600 + minute * 60 + second - zone) * DATE_SECOND + micros;
    return true;
}

const char *date_time_format(int64_t at, char out[32])
{
    struct date_parts p = date_split(at, 0);
    int64_t micros = at - floor_div(at, DATE_SECOND) * DATE_SECOND;
    snprintf(out, 32, "%04d-%02d-%02dT%02d:%02d:%02d.%06" PRId64 "Z", p.year % 10000,
             p.month, p.day, p.hour, p.minute, p.second, micros);
    return out;
}

const char *date_week_format(date_day day, char out[16])
{
    int weekday = (int)(((int64_t)day % 7 + 10) % 7);
    date_day thursday = day - weekday + 3; /* its year is the week's year */
    int y, m, d;
    civil_from_day(thursday, &y, &m, &d);
    int week = (thursday - date_from_civil(y, 1, 1)) / 7 + 1;
    snprintf(out, 16, "%04d-W%02d", y % 10000, week % 100);
    return out;
}

const char *date_age_format(int64_t age_us, char out[16])
{
    int64_t seconds = age_us < 0 ? 0 : age_us / DATE_SECOND;
    static const struct {
        int64_t below, unit;
        const char *name;
    } steps[] = {
        {60, 1, "s"}, {3600, 60, "min"}, {86400, 3600, "h"}, {INT64_MAX, 86400, "d"}};
    size_t i = 0;
    while (seconds >= steps[i].below) {
        i++;
    }
    snprintf(out, 16, "%" PRId64 " %s", seconds / steps[i].unit, steps[i].name);
    return out;
}
