#include "backend_client/policies.h"

#include "backend_client/fields_read.h"
#include "backend_client/replica.h"
#include "backend_client/session_impl.h"
#include "common/date.h"
#include "common/json.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

enum { PROGRAMMES_MAX = 512, BYTES = 16 << 20 };

static bool wrong(struct err *err, const struct bc_policy *policy, const char *key)
{
    return err_set(err, ERR_INVALID, "the server's programme \"%s\" has no usable \"%s\"",
                   policy->id, key);
}

static bool read_known(const char *word, enum bc_known *out)
{
    static const char *const words[] = {[BC_ABSENT] = "absent",
                                        [BC_KNOWN] = "known",
                                        [BC_UNKNOWN] = "unknown",
                                        [BC_NONE] = "none"};
    for (size_t i = 0; i < COUNT_OF(words); i++) {
        if (strcmp(words[i], word) == 0) {
            *out = (enum bc_known)i;
            return true;
        }
    }
    return false;
}

static bool read_figure(const char *key, const json_t *value, struct bc_figure *out)
{
    const json_t *number = json_object_get(value, "value");
    date_day day = 0;
    *out = (struct bc_figure){.working = json_flag(value, "working", false)};
    bc_text_copy(out->key, sizeof out->key, key);
    bc_text_copy(out->source, sizeof out->source, json_str(value, "source"));
    bc_text_copy(out->contested, sizeof out->contested, json_str(value, "contested"));
    if (!read_known(json_str(value, "known"), &out->known)) {
        return false;
    }
    if (out->known != BC_KNOWN) {
        return json_is_null(number);
    }
    bool dated = json_is_string(number) && date_parse(json_string_value(number), &day);
    out->day = day;
    out->value = json_integer_value(number);
    return dated || (json_is_integer(number) && out->value >= 0);
}

static bool read_figures(const json_t *value, struct bc_policy *out, struct err *err)
{
    const char *key;
    json_t *item;
    json_t *figures = json_obj(value, "figures");
    json_object_foreach(figures, key, item)
    {
        if (out->figure_count < BC_POLICY_FIGURES &&
            !read_figure(key, item, &out->figures[out->figure_count++])) {
            return wrong(err, out, key);
        }
    }
    return true;
}

/* The names of the rules that are true. */
static void read_checks(const json_t *rules, struct bc_policy *out)
{
    const char *key;
    json_t *item;
    json_object_foreach((json_t *)(uintptr_t)rules, key, item)
    {
        size_t len = strlen(out->checks);
        if (json_is_true(item) && len + strlen(key) + 2 < sizeof out->checks) {
            out->checks[len] = ',';
            memcpy(out->checks + len + (len > 0), key, strlen(key) + 1);
        }
    }
}

bool bc_policy_from_json(const struct json_t *value, struct bc_policy *out,
                         struct err *err)
{
#define TEXT(member) BC_FIELD(TEXT, #member, struct bc_policy, member)
#define RULE(member) BC_FIELD(TEXT, "rules." #member, struct bc_policy, member)
    static const struct bc_field fields[] = {
        BC_FIELD_NEEDED(TEXT, "id", struct bc_policy, id),
        TEXT(name_en),
        TEXT(name_zh),
        TEXT(city_en),
        TEXT(city_zh),
        TEXT(owner),
        TEXT(subject),
        TEXT(mode),
        TEXT(payee),
        TEXT(recovered_to),
        TEXT(window_note),
        TEXT(rules_source),
        BC_FIELD(NUMBER, "version", struct bc_policy, version),
        RULE(applicant_kinds),
        RULE(applicant_sizes),
        RULE(documents),
        RULE(region),
        BC_FIELD(TEXT, "rules.operating_rules", struct bc_policy, own_checks),
    };
#undef TEXT
#undef RULE
    memset(out, 0, sizeof *out);
    if (!bc_fields_read(value, "programme", fields, COUNT_OF(fields), out, err) ||
        !read_figures(value, out, err)) {
        return false;
    }
    read_checks(json_obj(value, "rules"), out);
    return true;
}

static bool read_all(const json_t *doc, struct bc_policy **out, int *count,
                     struct err *err)
{
    const json_t *items = json_object_get(doc, "items");
    size_t total = json_array_size(items);
    if (!json_is_array(items) || total > PROGRAMMES_MAX) {
        return err_set(err, ERR_INVALID, "the server's programmes are no list");
    }
    struct bc_policy *all = calloc(total + 1, sizeof *all);
    bool ok = all || err_set(err, ERR_INTERNAL, "out of memory for programmes");
    for (size_t i = 0; ok && i < total; i++) {
        ok = bc_policy_from_json(json_array_get(items, i), &all[i], err);
    }
    if (!ok) {
        free(all);
        return false;
    }
    *out = all;
    *count = (int)total;
    return true;
}

bool bc_policies_read(struct bc_session *session, struct bc_policy **out, int *count,
                      int64_t *at, struct err *err)
{
    struct buf json = {0};
    json_t *doc = NULL;
    *out = NULL;
    *count = 0;
    *at = 0;
    if (!session->replica ||
        !bc_replica_document(session->replica, "programmes", &json, at)) {
        buf_clear(&json);
        return true;
    }
    bool ok = json_read(buf_str(&json), json.len, BYTES, &doc, err) &&
              read_all(doc, out, count, err);
    json_decref(doc);
    buf_clear(&json);
    return ok;
}

const struct bc_figure *bc_policy_figure(const struct bc_policy *policy, const char *key)
{
    for (int i = 0; i < policy->figure_count; i++) {
        if (strcmp(policy->figures[i].key, key) == 0) {
            return &policy->figures[i];
        }
    }
    return NULL;
}
