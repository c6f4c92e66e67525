#include "clearinghouse/service/policy.h"

#include "clearinghouse/service/policy_file.h"
#include "common/date.h"
#include "common/json.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct ch_policy_set {
    struct ch_policy *policies;
    size_t count, room;
};

static int by_id(const void *a, const void *b)
{
    const struct ch_policy *left = a, *right = b;
    return strcmp(left->id, right->id);
}

static bool add_file(struct ch_policy_set *set, const char *path, struct err *err)
{
    if (set->count == set->room) {
        size_t room = set->room ? set->room * 2 : 16;
        struct ch_policy *grown = realloc(set->policies, room * sizeof *grown);
        if (!grown) {
            return err_set(err, ERR_INTERNAL, "out of memory");
        }
        set->policies = grown;
        set->room = room;
    }
    if (!ch_policy_read(path, &set->policies[set->count], err)) {
        return false;
    }
    set->count++;
    return true;
}

bool ch_policies_load(const char *folder, struct ch_policy_set **out, struct err *err)
{
    DIR *dir = opendir(folder);
    if (!dir) {
        return err_set(err, ERR_CONFIG, "cannot read the programmes in \"%s\": %s",
                       folder, strerror(errno));
    }
    struct ch_policy_set *set = calloc(1, sizeof *set);
    bool ok = set || err_set(err, ERR_INTERNAL, "out of memory");
    struct dirent *entry;
    while (ok && (entry = readdir(dir))) {
        size_t len = strlen(entry->d_name);
        char path[4096];
        if (len > 4 && strcmp(entry->d_name + len - 4, ".ini") == 0) {
            snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
            ok = add_file(set, path, err);
        }
    }
    closedir(dir);
    if (ok && set->count == 0) {
        ok = err_set(err, ERR_CONFIG, "there is no programme (*.ini) in \"%s\"", folder);
    }
    if (!ok) {
        ch_policies_free(set);
        return false;
    }
    qsort(set->policies, set->count, sizeof *set->policies, by_id);
    *out = set;
    return true;
}

void ch_policies_free(struct ch_policy_set *set)
{
    if (set) {
        free(set->policies);
        free(set);
    }
}

size_t ch_policies_count(const struct ch_policy_set *set)
{
    return set->count;
}

const struct ch_policy *ch_policies_at(const struct ch_policy_set *set, size_t index)
{
    return &set->policies[index];
}

const struct ch_policy *ch_policies_find(const struct ch_policy_set *set, const char *id)
{
    for (size_t i = 0; i < set->count; i++) {
        if (strcmp(set->policies[i].id, id) == 0) {
            return &set->policies[i];
        }
    }
    return NULL;
}

/* True when `word` is one of the comma-separated `list`. */
static bool in_list(const char *list, const char *word)
{
    size_t len = strlen(word);
    for (const char *at = list; (at = strstr(at, word)) != NULL; at += len) {
        if ((at == list || at[-1] == ',') && (at[len] == ',' || at[len] == '\0')) {
            return true;
        }
    }
    return false;
}

bool ch_policy_has(const struct ch_policy *policy, const char *key, const char **source)
{
    for (size_t i = 0; i < ch_policy_key_count; i++) {
        const struct ch_figure *figure = ch_policy_figure(policy, &ch_policy_keys[i]);
        if (strcmp(ch_policy_keys[i].key, key) == 0) {
            *source = figure->source;
            return figure->known == CH_KNOWN;
        }
    }
    for (size_t i = 0; i < ch_policy_word_count; i++) {
        const struct ch_policy_word *word = &ch_policy_words[i];
        if (strcmp(word->key, key) == 0) {
            *source = in_list(policy->operating_rules, key)
                          ? "operating parameter of this installation"
                          : policy->rules_source;
            /* A text's first byte and a flag alike: zero is "not part of it". */
            return *((const char *)policy + word->offset) != 0;
        }
    }
    return false;
}

static void figure_json(struct jsonw *w, const struct ch_policy_key *key,
                        const struct ch_policy *policy)
{
    static const char *const known[] = {"absent", "known", "unknown", "none"};
    const struct ch_figure *figure = ch_policy_figure(policy, key);
    jsonw_key(w, key->key);
    jsonw_object(w);
    jsonw_kstr_opt(w, "contested", figure->contested);
    jsonw_kstr(w, "known", known[figure->known]);
    jsonw_kstr_opt(w, "source", figure->source);
    if (figure->known != CH_KNOWN) {
        jsonw_knull(w, "value");
    } else if (key->kind == 'D') {
        jsonw_kday(w, "value", (int32_t)figure->value);
    } else {
        jsonw_kint(w, "value", figure->value);
    }
    if (key->kind == 'd') {
        jsonw_kbool(w, "working", figure->working);
    }
    jsonw_object_end(w);
}

static void rules_json(struct jsonw *w, const struct ch_policy *p)
{
    jsonw_key(w, "rules");
    jsonw_object(w);
    jsonw_kstr(w, "applicant_kinds", p->applicant_kinds);
    jsonw_kstr(w, "applicant_sizes", p->applicant_sizes);
    jsonw_kbool(w, "compute_only", p->compute_only);
    jsonw_kstr(w, "documents", p->documents);
    jsonw_kbool(w, "fees_paid", p->fees_paid);
    jsonw_kbool(w, "good_standing", p->good_standing);
    jsonw_kbool(w, "listed_provider", p->listed_provider);
    jsonw_kstr(w, "operating_rules", p->operating_rules);
    jsonw_kstr(w, "region", p->region);
    jsonw_kbool(w, "single_subsidy", p->single_subsidy);
    jsonw_kbool(w, "unrelated_parties", p->unrelated_parties);
    jsonw_kbool(w, "usage_proof", p->usage_proof);
    jsonw_object_end(w);
}

void ch_policy_json(const struct ch_policy *p, struct buf *out)
{
    struct jsonw w;
    jsonw_start(&w, out);
    jsonw_object(&w);
    jsonw_kstr(&w, "city_en", p->city_en);
    jsonw_kstr(&w, "city_zh", p->city_zh);
    jsonw_key(&w, "figures");
    jsonw_object(&w);
    for (size_t i = 0; i < ch_policy_key_count; i++) {
        figure_json(&w, &ch_policy_keys[i], p);
    }
    jsonw_object_end(&w);
    jsonw_kstr(&w, "id", p->id);
    jsonw_kstr(&w, "mode", p->mode);
    jsonw_kstr(&w, "name_en", p->name_en);
    jsonw_kstr(&w, "name_zh", p->name_zh);
    jsonw_kstr(&w, "owner", p->owner);
    jsonw_kstr(&w, "payee", p->payee);
    jsonw_kstr(&w, "recovered_to", *p->recovered_to ? p->recovered_to : "treasury");
    rules_json(&w, p);
    jsonw_kstr_opt(&w, "rules_source", p->rules_source);
    jsonw_kstr(&w, "subject", p->subject);
    jsonw_kint(&w, "version", p->version);
    jsonw_kstr_opt(&w, "window_note", p->window_note);
    jsonw_object_end(&w);
    if (!jsonw_end(&w)) {
        out->failed = true;
    }
}
