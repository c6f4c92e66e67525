#include "clearinghouse/service/policy_versions.h"

#include "clearinghouse/service/policy_file.h"
#include "common/date.h"
#include "common/json.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { VALUE = 256 };

static void known_text(const struct ch_figure *f, char kind, char out[VALUE])
{
    char day[16];
    int64_t whole = f->value / 100, rest = f->value % 100;
    const char *unit = kind == 'm' ? " yuan" : "%";
    switch (kind) {
    case 'D':
        snprintf(out, VALUE, "%s", date_format((date_day)f->value, day));
        break;
    case 'd':
        snprintf(out, VALUE, "%" PRId64 "%s", f->value,
                 f->working ? " working days" : " days");
        break;
    case 't':
        snprintf(out, VALUE, "%" PRId64 " minutes", f->value);
        break;
    default:
        if (rest) {
            snprintf(out, VALUE, "%" PRId64 ".%02" PRId64 "%s", whole, rest, unit);
        } else {
            snprintf(out, VALUE, "%" PRId64 "%s", whole, unit);
        }
    }
}

static void figure_text(const struct ch_figure *f, char kind, char out[VALUE])
{
    static const char *const words[] = {"", "", "unknown", "none"};
    if (f->known == CH_KNOWN) {
        known_text(f, kind, out);
    } else {
        snprintf(out, VALUE, "%s", words[f->known]);
    }
}

static void word_text(const struct ch_policy *policy, const struct ch_policy_word *word,
                      char out[VALUE])
{
    const char *at = (const char *)policy + word->offset;
    bool flag = false;
    if (word->size == 0) {
        memcpy(&flag, at, sizeof flag);
        at = flag ? "yes" : "no";
    }
    snprintf(out, VALUE, "%.255s", at);
}

static int change(struct jsonw *w, const char *key, const char *part, const char *before,
                  const char *after)
{
    char name[64];
    if (strcmp(before, after) == 0) {
        return 0;
    }
    snprintf(name, sizeof name, "%.40s%s", key, part);
    jsonw_object(w);
    jsonw_kstr(w, "after", after);
    jsonw_kstr(w, "before", before);
    jsonw_kstr(w, "key", name);
    jsonw_object_end(w);
    return 1;
}

int ch_policy_changes_json(const struct ch_policy *before, const struct ch_policy *after,
                           struct jsonw *w)
{
    char was[VALUE], is[VALUE];
    int count = 0;
    jsonw_array(w);
    for (size_t i = 0; i < ch_policy_key_count; i++) {
        const struct ch_policy_key *key = &ch_policy_keys[i];
        const struct ch_figure *a = ch_policy_figure(before, key),
                               *b = ch_policy_figure(after, key);
        figure_text(a, key->kind, was);
        figure_text(b, key->kind, is);
        count += change(w, key->key, "", was, is);
        count += change(w, key->key, ".source", a->source, b->source);
        count += change(w, key->key, ".contested", a->contested, b->contested);
    }
    for (size_t i = 0; i < ch_policy_word_count; i++) {
        word_text(before, &ch_policy_words[i], was);
        word_text(after, &ch_policy_words[i], is);
        count += change(w, ch_policy_words[i].key, "", was, is);
    }
    jsonw_array_end(w);
    return count;
}
