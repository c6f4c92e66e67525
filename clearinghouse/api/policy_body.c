#include "clearinghouse/api/policy_body.h"

#include "clearinghouse/service/policy_file.h"
#include "common/text.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

/* A fault of the changed policy: where it is, and what would be right. */
static void policy_fault(struct ch_call *call, const char *pointer,
                         const struct ch_policy_fault *where, const struct err *why)
{
    struct err err = {0};
    struct buf list = {0};
    struct jsonw w;
    jsonw_start(&w, &list);
    jsonw_array(&w);
    jsonw_object(&w);
    jsonw_kstr(&w, "key", where->key);
    if (where->line > 0) {
        jsonw_kint(&w, "line", where->line);
    }
    jsonw_kstr(&w, "message", why->text);
    jsonw_kstr(&w, "pointer", pointer);
    jsonw_object_end(&w);
    jsonw_array_end(&w);
    err_set_type(&err, ERR_INVALID, "invalid-policy", "%s", why->text);
    if (jsonw_end(&w)) {
        ch_call_fail_with(call, &err, "errors", buf_str(&list));
    } else {
        ch_call_fail(call, &err);
    }
    buf_clear(&list);
}

static bool read_set(struct ch_call *call, const json_t *set, const char *source,
                     struct ch_policy *changed)
{
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)(uintptr_t)set, key, value)
    {
        struct ch_policy_fault where = {.line = 0};
        struct err err = {0};
        const char *text = json_string_value(value);
        struct safe_text name = safe_textf("%.60s", key);
        struct safe_text pointer = safe_textf("/set/%s", name.bytes);
        if (!text) {
            err_set(&err, ERR_CONFIG, "%s: must be text, as a programme file has it",
                    name.bytes);
            snprintf(where.key, sizeof where.key, "%.60s", name.bytes);
        } else if (ch_policy_set(changed, key, text, source, &where, &err)) {
            continue;
        }
        policy_fault(call, pointer.bytes, &where, &err);
        return false;
    }
    return true;
}

bool ch_policy_body(struct ch_call *call, const json_t *set, const char *text,
                    const char *source, const struct ch_policy *now,
                    struct ch_policy *changed)
{
    struct ch_policy_fault where = {.line = 0};
    struct err err = {0};
    *changed = *now;
    if ((set == NULL) == (text == NULL) || (set && json_object_size(set) == 0)) {
        ch_call_problem(call, 422, "invalid",
                        "give either set, with at least one key, or policy, a whole "
                        "programme file");
        return false;
    }
    if (set) {
        return read_set(call, set, source, changed);
    }
    if (ch_policy_read_text(text, strlen(text), now->id, changed, &where, &err)) {
        changed->version = now->version;
        return true;
    }
    policy_fault(call, "/policy", &where, &err);
    return false;
}
