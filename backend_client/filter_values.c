#include "backend_client/filter.h"

#include "backend_client/fields_read.h"
#include "common/date.h"
#include "common/money.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Words a value may be typed as, and what the record says. */
struct word {
    const char *typed, *wire;
};
static const struct word states[] = {
    {"new", "submitted"},
    {"submitted", "submitted"},
    {"待受理", "submitted"},
    {"ready", "under_review"},
    {"review", "under_review"},
    {"under_review", "under_review"},
    {"审核中", "under_review"},
    {"returned", "returned"},
    {"补正", "returned"},
    {"second", "awaiting_second"},
    {"awaiting_second", "awaiting_second"},
    {"复核", "awaiting_second"},
    {"approved", "approved"},
    {"通过", "approved"},
    {"rejected", "rejected"},
    {"驳回", "rejected"},
    {"withdrawn", "withdrawn"},
    {"撤回", "withdrawn"},
    {"notice", "on_notice"},
    {"on_notice", "on_notice"},
    {"公示", "on_notice"},
    {"objected", "objected"},
    {"异议", "objected"},
    {"issued", "issued"},
    {"已发券", "issued"},
    {"lapsed", "lapsed"},
    {"逾期作废", "lapsed"},
    {"open", "submitted,under_review,returned,awaiting_second"},
    {"未决", "submitted,under_review,returned,awaiting_second"},
    {"decided", "approved,rejected,withdrawn,on_notice,objected,issued,lapsed"},
    {"已决", "approved,rejected,withdrawn,on_notice,objected,issued,lapsed"},
};
static const struct word outcomes[] = {
    {"pass", "pass"}, {"通过", "pass"}, {"query", "query"}, {"补正", "query"},
    {"cap", "cap"},   {"超限", "cap"},  {"fail", "fail"},   {"不符", "fail"},
    {"wait", "wait"}, {"待核", "wait"},
};

/* The wire words of a comma-separated list, or false at the first that is none. */
static bool translate(const char *value, const struct word *words, size_t count,
                      char out[BC_NAME])
{
    size_t used = 0;
    out[0] = '\0';
    for (const char *at = value; *at;) {
        size_t len = strcspn(at, ","), i = 0;
        while (i < count && (strlen(words[i].typed) != len ||
                             strncasecmp(words[i].typed, at, len) != 0)) {
            i++;
        }
        if (i == count) {
            return false;
        }
        int more =
            snprintf(out + used, BC_NAME - used, "%s%s", used ? "," : "", words[i].wire);
        used += (size_t)more < BC_NAME - used ? (size_t)more : 0;
        at += len + (at[len] == ',');
    }
    return used > 0;
}

/* "me" and "none" among the people. */
static void name_people(const char *value, const char *me, char out[BC_NAME])
{
    size_t used = 0;
    out[0] = '\0';
    for (const char *at = value; *at;) {
        size_t len = strcspn(at, ",");
        bool self = (len == 2 && strncasecmp(at, "me", 2) == 0) ||
                    (len == 3 && strncmp(at, "我", 3) == 0);
        bool none = (len == 4 && strncasecmp(at, "none", 4) == 0) ||
                    (len == 3 && strncmp(at, "无", 3) == 0);
        int more = self   ? snprintf(out + used, BC_NAME - used, ",%s", me)
                   : none ? snprintf(out + used, BC_NAME - used, ",")
                          : snprintf(out + used, BC_NAME - used, ",%.*s", (int)len, at);
        used += (size_t)more < BC_NAME - used ? (size_t)more : 0;
        at += len + (at[len] == ',');
    }
    memmove(out, out + 1, strlen(out)); /* the comma before the first */
}

/* "150万" and "1.2亿" as money_parse() reads them. */
static bool read_money(const char *value, int64_t *out)
{
    static const struct {
        const char *sign;
        int64_t times;
    } units[] = {{"万", 10000}, {"亿", 100000000}};
    char number[64];
    size_t len = strlen(value);
    for (size_t i = 0; i < COUNT_OF(units); i++) {
        size_t size = strlen(units[i].sign);
        if (len > size && len < sizeof number &&
            strcmp(value + len - size, units[i].sign) == 0) {
            bc_text_copy(number, len - size + 1, value);
            return money_parse(number, out, NULL) && *out <= MONEY_MAX / units[i].times &&
                   (*out *= units[i].times, true);
        }
    }
    return money_parse(value, out, NULL) && *out <= MONEY_MAX;
}

/* Whole and tenths of a unit of time; a bare number is days. */
static bool read_span(const char *value, int64_t *out)
{
    static const struct {
        const char *unit;
        int64_t seconds;
    } units[] = {{"", 86400},    {"d", 86400},   {"天", 86400},
                 {"h", 3600},    {"小时", 3600}, {"w", 604800},
                 {"周", 604800}, {"min", 60},    {"分钟", 60}};
    char *end;
    bool negative = *value == '-';
    value += negative;
    if (*value < '0' || *value > '9') {
        return false;
    }
    long number = strtol(value, &end, 10);
    long tenths = 0;
    if (*end == '.' && end[1] >= '0' && end[1] <= '9') {
        tenths = end[1] - '0';
        end += 2;
    }
    for (size_t i = 0; i < COUNT_OF(units) && number < 100000; i++) {
        if (strcasecmp(end, units[i].unit) == 0) {
            int64_t span = number * units[i].seconds * DATE_SECOND +
                           tenths * units[i].seconds * DATE_SECOND / 10;
            *out = negative ? -span : span;
            return true;
        }
    }
    return false;
}

/* `due<3d` is less than three days from now; `age>3d` came more than three days ago, so
 * that its order turns round. A day is its beginning, or its end for "up to" and
 * "after"; `due:3d` is up to. */
static bool read_time(struct bc_term *term, const char *value, int64_t now)
{
    static const enum bc_relation turned[] = {
        [BC_IS] = BC_IS,       [BC_BELOW] = BC_ABOVE, [BC_UP_TO] = BC_FROM,
        [BC_ABOVE] = BC_BELOW, [BC_FROM] = BC_UP_TO,
    };
    date_day day;
    int64_t span;
    if (term->relation == BC_IS) {
        term->relation = BC_UP_TO;
    }
    if (date_parse(value, &day)) {
        bool end = term->relation == BC_UP_TO || term->relation == BC_ABOVE;
        term->value = date_start(day + (end ? 1 : 0), DATE_ZONE_CHINA) - (end ? 1 : 0);
        return true;
    }
    if (!read_span(value, &span)) {
        return false;
    }
    bool ago = term->field != BC_FILTER_DUE;
    term->value = ago ? now - span : now + span;
    term->relation = ago ? turned[term->relation] : term->relation;
    return true;
}

static bool read_number(const char *value, int64_t *out)
{
    char *end;
    *out = strtoll(value, &end, 10);
    return *value >= '0' && *value <= '9' && *end == '\0' && *out < MONEY_MAX;
}

bool bc_filter_value(struct bc_term *term, const char *value, int64_t now, const char *me,
                     enum bc_fault_kind *fault)
{
    switch (term->field) {
    case BC_FILTER_STATE:
        *fault = BC_FAULT_STATE;
        return translate(value, states, COUNT_OF(states), term->text);
    case BC_FILTER_RULES:
        *fault = BC_FAULT_RULES;
        return translate(value, outcomes, COUNT_OF(outcomes), term->text);
    case BC_FILTER_WITH:
        name_people(value, me, term->text);
        return true;
    case BC_FILTER_ASK:
    case BC_FILTER_GRANT:
        *fault = BC_FAULT_AMOUNT;
        return read_money(value, &term->value);
    case BC_FILTER_HOURS:
        *fault = BC_FAULT_NUMBER;
        return read_number(value, &term->value);
    case BC_FILTER_DUE:
    case BC_FILTER_AGE:
    case BC_FILTER_CHANGED:
        *fault = BC_FAULT_TIME;
        return read_time(term, value, now);
    default:
        bc_text_copy(term->text, BC_NAME, value);
        return true;
    }
}
