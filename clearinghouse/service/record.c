#include "clearinghouse/service/record.h"

#include "common/date.h"
#include "common/json.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

static int64_t number_at(const struct ch_member *m, const char *at)
{
    int64_t number = 0;
    int32_t day;
    bool flag;
    switch (m->kind) {
    case CH_MEMBER_INT:
    case CH_MEMBER_TIME:
        memcpy(&number, at, sizeof number);
        return number;
    case CH_MEMBER_DAY:
        memcpy(&day, at, sizeof day);
        return day;
    case CH_MEMBER_BOOL:
        memcpy(&flag, at, sizeof flag);
        return flag;
    default:
        return *at != '\0';
    }
}

static void write_member(struct jsonw *w, const struct ch_member *m, const char *at)
{
    switch (m->kind) {
    case CH_MEMBER_TEXT:
        jsonw_kstr(w, m->name, at);
        break;
    case CH_MEMBER_OPT:
        jsonw_kstr_opt(w, m->name, at);
        break;
    case CH_MEMBER_INT:
        jsonw_kint(w, m->name, number_at(m, at));
        break;
    case CH_MEMBER_DAY:
        jsonw_kday(w, m->name, (int32_t)number_at(m, at));
        break;
    case CH_MEMBER_TIME:
        jsonw_ktime(w, m->name, number_at(m, at));
        break;
    case CH_MEMBER_BOOL:
        jsonw_kbool(w, m->name, number_at(m, at) != 0);
        break;
    default:
        jsonw_kraw(w, m->name, *at ? at : "null");
    }
}

static bool same_group(const struct ch_member *a, const struct ch_member *b)
{
    return a->group && b->group && strcmp(a->group, b->group) == 0;
}

bool ch_record_encode(const struct ch_member *members, size_t count, const void *record,
                      struct buf *out, struct err *err)
{
    const char *base = record;
    struct jsonw w;
    jsonw_start(&w, out);
    jsonw_object(&w);
    for (size_t i = 0; i < count;) {
        size_t end = i + 1;
        bool speaks = number_at(&members[i], base + members[i].offset) != 0;
        while (end < count && same_group(&members[i], &members[end])) {
            speaks |= number_at(&members[end], base + members[end].offset) != 0;
            end++;
        }
        if (members[i].group) {
            jsonw_key(&w, members[i].group);
        }
        if (members[i].group && !speaks) {
            jsonw_null(&w);
            i = end;
            continue;
        }
        if (members[i].group) {
            jsonw_object(&w);
        }
        bool grouped = members[i].group != NULL;
        for (; i < end; i++) {
            write_member(&w, &members[i], base + members[i].offset);
        }
        if (grouped) {
            jsonw_object_end(&w);
        }
    }
    jsonw_object_end(&w);
    return jsonw_end(&w) || err_set(err, ERR_INTERNAL, "cannot write a record");
}

static void read_member(const struct ch_member *m, const json_t *object, char *at)
{
    const json_t *value = json_object_get(object, m->name);
    const char *text = json_string_value(value);
    struct buf raw = {0};
    date_day day = 0;
    int64_t number = json_integer_value(value);
    bool flag = json_is_true(value);
    switch (m->kind) {
    case CH_MEMBER_TEXT:
    case CH_MEMBER_OPT:
        snprintf(at, m->size, "%s", text ? text : "");
        break;
    case CH_MEMBER_INT:
        memcpy(at, &number, sizeof number);
        break;
    case CH_MEMBER_DAY:
        day = text && date_parse(text, &day) ? day : 0;
        memcpy(at, &day, sizeof day);
        break;
    case CH_MEMBER_TIME:
        number = text && date_time_parse(text, &number) ? number : 0;
        memcpy(at, &number, sizeof number);
        break;
    case CH_MEMBER_BOOL:
        memcpy(at, &flag, sizeof flag);
        break;
    default:
        if (value && !json_is_null(value)) {
            json_canonical(value, &raw);
        }
        snprintf(at, m->size, "%s", raw.len < m->size ? buf_str(&raw) : "");
        buf_clear(&raw);
    }
}

bool ch_record_decode(const struct ch_member *members, size_t count, const char *text,
                      size_t len, void *record, size_t record_size, struct err *err)
{
    json_t *doc;
    if (!json_read(text, len, SIZE_MAX, &doc, err)) {
        return false;
    }
    memset(record, 0, record_size);
    for (size_t i = 0; i < count; i++) {
        const json_t *in =
            members[i].group ? json_object_get(doc, members[i].group) : doc;
        read_member(&members[i], in, (char *)record + members[i].offset);
    }
    json_decref(doc);
    return true;
}
