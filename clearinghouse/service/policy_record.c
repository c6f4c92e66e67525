#include "clearinghouse/service/policy.h"

#include "clearinghouse/service/policy_file.h"
#include "common/date.h"
#include "common/json.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

static void read_figure(const struct json_t *doc, const struct ch_policy_key *key,
                        struct ch_figure *out)
{
    static const char *const words[] = {"absent", "known", "unknown", "none"};
    date_day day = 0;
    for (size_t i = 0; i < COUNT_OF(words); i++) {
        if (strcmp(json_str(doc, "known"), words[i]) == 0) {
            out->known = (enum ch_known)i;
        }
    }
    snprintf(out->source, sizeof out->source, "%s", json_str(doc, "source"));
    snprintf(out->contested, sizeof out->contested, "%s", json_str(doc, "contested"));
    out->working = json_flag(doc, "working", false);
    out->value = key->kind != 'D'                           ? json_int(doc, "value", 0)
                 : date_parse(json_str(doc, "value"), &day) ? day
                                                            : 0;
}

void ch_policy_from_json(const struct json_t *doc, struct ch_policy *out)
{
    const struct json_t *rules = json_obj(doc, "rules");
    memset(out, 0, sizeof *out);
    out->version = (int)json_int(doc, "version", 0);
    for (size_t i = 0; i < ch_policy_key_count; i++) {
        const struct ch_policy_key *key = &ch_policy_keys[i];
        read_figure(json_obj(json_obj(doc, "figures"), key->key), key,
                    (void *)((char *)out + key->offset));
    }
    for (size_t i = 0; i < ch_policy_word_count; i++) {
        const struct ch_policy_word *word = &ch_policy_words[i];
        const struct json_t *in = json_object_get(rules, word->key) ? rules : doc;
        char *at = (char *)out + word->offset;
        bool flag = json_flag(in, word->key, false);
        if (word->size == 0) {
            memcpy(at, &flag, sizeof flag);
        } else {
            snprintf(at, word->size, "%s", json_str(in, word->key));
        }
    }
}
