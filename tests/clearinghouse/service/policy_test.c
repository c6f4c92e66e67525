#include "tests/support/test.h"

#include "clearinghouse/service/policy.h"
#include "clearinghouse/service/policy_file.h"
#include "common/json.h"

#include <dirent.h>
#include <jansson.h>
#include <stdio.h>

#define DATA VD_SOURCE_DIR "/tests/data/policies"
#define SHIPPED VD_SOURCE_DIR "/clearinghouse/programmes"

static void policies__load_every_shipped_programme(void **state)
{
    static const char *const wanted[] = {
        "beijing-etown",  "beijing-municipal", "chengdu",          "henan",
        "ningbo",         "shandong",          "shanghai-compute", "shanghai-corpus",
        "shanghai-model", "shenzhen-corpus",   "shenzhen-model",   "shenzhen-training"};
    struct ch_policy_set *set;
    struct err err = {0};
    (void)state;
    assert_ok(ch_policies_load(SHIPPED, &set, &err), err);
    assert_int_equal(ch_policies_count(set), COUNT_OF(wanted));
    for (size_t i = 0; i < COUNT_OF(wanted); i++) {
        assert_string_equal(ch_policies_at(set, i)->id, wanted[i]);
        assert_ptr_equal(ch_policies_find(set, wanted[i]), ch_policies_at(set, i));
    }
    assert_null(ch_policies_find(set, "atlantis"));
    ch_policies_free(set);
}

/* Every known figure says who published it; what nobody published has no value. */
static void policies__source_every_figure(void **state)
{
    struct ch_policy_set *set;
    struct err err = {0};
    (void)state;
    assert_ok(ch_policies_load(SHIPPED, &set, &err), err);
    for (size_t i = 0; i < ch_policies_count(set); i++) {
        const struct ch_policy *p = ch_policies_at(set, i);
        for (size_t k = 0; k < ch_policy_key_count; k++) {
            const struct ch_figure *f = ch_policy_figure(p, &ch_policy_keys[k]);
            assert_true(f->known != CH_KNOWN || *f->source);
            assert_true(f->known == CH_KNOWN || f->value == 0);
        }
        assert_true(p->budget_fen.known != CH_ABSENT);
        assert_true(*p->rules_source);
    }
    ch_policies_free(set);
}

static void policy_json__is_canonical_and_keeps_unknown_null(void **state)
{
    struct ch_policy_set *set;
    struct err err = {0};
    (void)state;
    assert_ok(ch_policies_load(SHIPPED, &set, &err), err);
    for (size_t i = 0; i < ch_policies_count(set); i++) {
        struct buf text = {0}, again = {0};
        json_t *doc;
        ch_policy_json(ch_policies_at(set, i), &text);
        assert_ok(json_read(buf_str(&text), text.len, 65536, &doc, &err), err);
        json_canonical(doc, &again);
        assert_string_equal(buf_str(&text), buf_str(&again));
        json_decref(doc);
        buf_clear(&text);
        buf_clear(&again);
    }
    struct buf text = {0};
    ch_policy_json(ch_policies_find(set, "ningbo"), &text);
    assert_contains(buf_str(&text),
                    "\"rate_bp\":{\"contested\":null,\"known\":\"unknown\","
                    "\"source\":null,\"value\":null}");
    buf_clear(&text);
    ch_policies_free(set);
}

static void policy_read__takes_every_key(void **state)
{
    struct ch_policy p;
    struct err err = {0};
    const char *source;
    (void)state;
    assert_ok(ch_policy_read(DATA "/all-rules.ini", &p, &err), err);
    assert_int_equal(p.budget_fen.value, 1000000000);
    assert_int_equal(p.rate_bp.value, 3000);
    assert_string_equal(p.rate_bp.contested, "80% in a newspaper");
    assert_int_equal(p.contract_max_days.value, 366);
    assert_int_equal(p.undo_minutes.value, 30);
    assert_int_equal(p.rounding_unit_fen.value, 100);
    assert_true(ch_policy_has(&p, "region", &source));
    assert_string_equal(source, "operating parameter of this installation");
    assert_true(ch_policy_has(&p, "usage_proof", &source));
    assert_string_equal(source, "notice 9");
    assert_true(ch_policy_has(&p, "case_cap_fen", &source));
    assert_string_equal(source, "notice 2");
    assert_false(ch_policy_has(&p, "no_such_key", &source));
}

/* Each file says in its first line what it must be refused with: "LINE: KEY: text". */
static void check_bad(const char *name)
{
    char path[512], first[300] = "", wanted[900];
    struct ch_policy p;
    struct err err = {0};
    snprintf(path, sizeof path, DATA "/bad/%s", name);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    assert_non_null(fgets(first, sizeof first, file));
    fclose(file);
    assert_memory_equal(first, "; expect: ", 10);
    first[strcspn(first, "\n")] = '\0';
    snprintf(wanted, sizeof wanted, "%s:%s", path, first + 10);
    assert_refused(ch_policy_read(path, &p, &err), err, ERR_CONFIG, wanted);
}

static void policy_read__names_file_line_and_key_of_each_fault(void **state)
{
    DIR *dir = opendir(DATA "/bad");
    struct dirent *entry;
    int count = 0;
    (void)state;
    assert_non_null(dir);
    while ((entry = readdir(dir))) {
        if (strstr(entry->d_name, ".ini")) {
            check_bad(entry->d_name);
            count++;
        }
    }
    closedir(dir);
    assert_true(count >= 20);
}

static void policies_load__names_a_folder_without_any(void **state)
{
    struct ch_policy_set *set;
    struct err err;
    (void)state;
    assert_refused(ch_policies_load(DATA "/no-such", &set, &err), err, ERR_CONFIG,
                   "no-such");
    assert_refused(ch_policies_load(VD_SOURCE_DIR "/tests/support", &set, &err), err,
                   ERR_CONFIG, "no programme");
    assert_refused(ch_policies_load(DATA "/bad", &set, &err), err, ERR_CONFIG, ".ini:");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(policies__load_every_shipped_programme),
        cmocka_unit_test(policies__source_every_figure),
        cmocka_unit_test(policy_json__is_canonical_and_keeps_unknown_null),
        cmocka_unit_test(policy_read__takes_every_key),
        cmocka_unit_test(policy_read__names_file_line_and_key_of_each_fault),
        cmocka_unit_test(policies_load__names_a_folder_without_any),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
