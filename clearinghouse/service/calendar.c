#include "clearinghouse/service/calendar.h"

#include "clearinghouse/service/policy.h"
#include "clearinghouse/service/service.h"

#include <dirent.h>
#include <errno.h>
#include <ini.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { YEARS_MAX = 32, YEAR_DAYS = 366 };

struct year {
    int year;
    bool off[YEAR_DAYS];
};

struct ch_calendar {
    struct year years[YEARS_MAX];
    int count;
};

/* ---- reading a file ---- */

struct reader {
    FILE *file;
    const char *path;
    int line;
    struct year *year;
    bool sourced, failed;
    struct err *err;
};

static int fault(struct reader *r, const char *key, const char *right)
{
    if (!r->failed) {
        err_set(r->err, ERR_CONFIG, "%s:%d: \"%.60s\": %s", r->path, r->line, key, right);
    }
    r->failed = true;
    return 0;
}

static char *next_line(char *text, int size, void *stream)
{
    struct reader *r = stream;
    r->line++;
    return fgets(text, size, r->file);
}

static bool weekend(date_day day)
{
    return (day + 3) % 7 >= 5; /* 1970-01-01 was a Thursday */
}

static int begin_year(struct reader *r, const char *value)
{
    int year = atoi(value);
    if (year < 2000 || year > 2200 || r->year->year) {
        return fault(r, value, "give one year, such as 2026, and give it first");
    }
    r->year->year = year;
    date_day first = date_from_civil(year, 1, 1);
    for (int i = 0; i < YEAR_DAYS; i++) {
        r->year->off[i] = weekend(first + i);
    }
    return 1;
}

/* "2026-10-01..2026-10-07", or one day. */
static int mark(struct reader *r, const char *key, bool off)
{
    char text[16];
    date_day from, to, first = date_from_civil(r->year->year, 1, 1);
    const char *dots = strstr(key, "..");
    snprintf(text, sizeof text, "%.10s", key);
    if (!r->year->year || !date_parse(text, &from) ||
        !date_parse(dots ? dots + 2 : text, &to) || to < from || from < first ||
        to >= date_from_civil(r->year->year + 1, 1, 1)) {
        return fault(r, key, "write a day of the file's year, or FROM..TO");
    }
    for (date_day day = from; day <= to; day++) {
        if (!off && !weekend(day)) {
            return fault(r, key, "is no weekend; [workdays] lists weekends worked");
        }
        r->year->off[day - first] = off;
    }
    return 1;
}

static int on_pair(void *user, const char *section, const char *key, const char *value)
{
    struct reader *r = user;
    if (strcmp(section, "calendar") == 0 && strcmp(key, "year") == 0) {
        return begin_year(r, value);
    }
    if (strcmp(section, "calendar") == 0 && strcmp(key, "source") == 0) {
        r->sourced = *value != '\0';
        return 1;
    }
    if (strcmp(section, "holidays") == 0) {
        return mark(r, key, true);
    }
    if (strcmp(section, "workdays") == 0) {
        return mark(r, key, false);
    }
    return fault(r, key, "is not a key of a calendar");
}

static bool read_file(const char *path, struct year *out, struct err *err)
{
    struct reader r = {.path = path, .year = out, .err = err};
    *out = (struct year){.year = 0};
    r.file = fopen(path, "re");
    if (!r.file) {
        return err_set(err, ERR_CONFIG, "cannot read \"%s\": %s", path, strerror(errno));
    }
    int line = ini_parse_stream(next_line, &r, on_pair, &r);
    fclose(r.file);
    if (line != 0 && !r.failed) {
        r.line = line;
        fault(&r, "line", "is neither [section] nor key = value");
    }
    if (!r.failed && (!out->year || !r.sourced)) {
        fault(&r, "[calendar]", "needs year and source");
    }
    return !r.failed;
}

bool ch_calendar_load(const char *folder, struct ch_calendar **out, struct err *err)
{
    DIR *dir = opendir(folder);
    if (!dir) {
        return err_set(err, ERR_CONFIG, "cannot read the calendar in \"%s\": %s", folder,
                       strerror(errno));
    }
    struct ch_calendar *calendar = calloc(1, sizeof *calendar);
    bool ok = calendar || err_set(err, ERR_INTERNAL, "out of memory");
    struct dirent *entry;
    while (ok && (entry = readdir(dir)) && calendar->count < YEARS_MAX) {
        size_t len = strlen(entry->d_name);
        char path[4096];
        if (len > 4 && strcmp(entry->d_name + len - 4, ".ini") == 0) {
            snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
            ok = read_file(path, &calendar->years[calendar->count++], err);
        }
    }
    closedir(dir);
    if (!ok) {
        free(calendar);
        return false;
    }
    *out = calendar;
    return true;
}

void ch_calendar_free(struct ch_calendar *calendar)
{
    free(calendar);
}

/* ---- counting ---- */

static const struct year *year_of(const struct ch_calendar *calendar, date_day day)
{
    int year = date_split(date_start(day, 0), 0).year;
    for (int i = 0; calendar && i < calendar->count; i++) {
        if (calendar->years[i].year == year) {
            return &calendar->years[i];
        }
    }
    return NULL;
}

bool ch_calendar_add(const struct ch_calendar *calendar, date_day from, int64_t days,
                     date_day *out, struct err *err)
{
    date_day day = from;
    while (days > 0) {
        const struct year *year = year_of(calendar, ++day);
        if (!year) {
            int missing = date_split(date_start(day, 0), 0).year;
            return err_set_type(err, ERR_REFUSED, "calendar-missing",
                                "the working days of %d are not known: put the file "
                                "cn-%d.ini into the calendar folder and restart",
                                missing, missing);
        }
        days -= !year->off[day - date_from_civil(year->year, 1, 1)];
    }
    *out = day;
    return true;
}

bool ch_deadline(const struct ch_ctx *ctx, const struct ch_figure *figure,
                 const struct ch_figure *otherwise, int64_t *out, struct err *err)
{
    const struct ch_figure *f = figure->known == CH_KNOWN ? figure : otherwise;
    date_day last;
    if (!f->working) {
        *out = ctx->now + f->value * DATE_DAY;
        return true;
    }
    if (!ch_calendar_add(ctx->service->calendar, date_of(ctx->now, DATE_ZONE_CHINA),
                         f->value, &last, err)) {
        return false;
    }
    *out = date_start(last + 1, DATE_ZONE_CHINA);
    return true;
}
