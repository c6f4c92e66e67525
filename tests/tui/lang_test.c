#include "tests/support/test.h"

#include "tui/catalogue.h"
#include "tui/lang.h"

#include <locale.h>
#include <stdlib.h>
#include <unistd.h>
#include <wchar.h>

/* ---- a catalogue of our own, written byte by byte ---- */

struct entry {
    const char *text, *translation;
    size_t text_len; /* 0: strlen */
};

static const char *write_catalogue(const struct entry *entries, uint32_t count,
                                   uint32_t damage)
{
    static char path[64];
    unsigned char file[2048] = {0};
    uint32_t originals = 28, translations = originals + count * 8,
             at = translations + count * 8;
    uint32_t head[] = {0x950412de, 0, count, originals, translations, 0, 0};
    memcpy(file, head, sizeof head);
    for (int table = 0; table < 2; table++) {
        for (uint32_t i = 0; i < count; i++) {
            const char *s = table ? entries[i].translation : entries[i].text;
            size_t len = !table && entries[i].text_len ? entries[i].text_len : strlen(s);
            uint32_t row[] = {(uint32_t)len, at};
            memcpy(file + (table ? translations : originals) + i * 8, row, sizeof row);
            memcpy(file + at, s, len);
            at += (uint32_t)len + 1;
        }
    }
    if (damage) {
        memset(file + damage, 0xFF, 4);
    }
    snprintf(path, sizeof path, "/tmp/lang_test_%ld.mo", (long)getpid());
    FILE *out = fopen(path, "wb");
    assert_non_null(out);
    assert_int_equal(fwrite(file, 1, at, out), at);
    fclose(out);
    return path;
}

static const struct entry some[] = {
    {"", "Content-Type: text/plain; charset=UTF-8\n", 0},
    {"approve…", "批准…", 0},
    {"one row\0%d rows", "%d 行", 15},
    {"queue", "申请", 0},
};

static void catalogue__finds_what_is_in_it(void **state)
{
    struct tui_catalogue c = {0};
    (void)state;
    assert_true(tui_catalogue_read(&c, write_catalogue(some, 4, 0)));
    assert_string_equal(tui_catalogue_find(&c, "approve…"), "批准…");
    assert_string_equal(tui_catalogue_find(&c, "queue"), "申请");
    assert_string_equal(tui_catalogue_find(&c, "one row"), "%d 行");
    assert_null(tui_catalogue_find(&c, "reject…"));
    assert_null(tui_catalogue_find(&c, "")); /* the header is not a translation */
    tui_catalogue_clear(&c);
    assert_null(tui_catalogue_find(&c, "queue"));
}

static void catalogue__a_damaged_file_is_refused_whole(void **state)
{
    (void)state;
    for (uint32_t at = 8; at < 28 + 4 * 16; at += 4) {
        struct tui_catalogue c = {0};
        if (at == 20 || at == 24) {
            continue; /* the hash table, which is not used */
        }
        assert_false(tui_catalogue_read(&c, write_catalogue(some, 4, at)));
        assert_null(tui_catalogue_find(&c, "queue"));
    }
    unlink(write_catalogue(some, 4, 0));
}

static void catalogue__no_file_is_no_catalogue(void **state)
{
    struct tui_catalogue c = {0};
    (void)state;
    assert_false(tui_catalogue_read(&c, "/nowhere/at/all.mo"));
}

/* ---- which language ---- */

static void clean_environment(void)
{
    static const char *const names[] = {"LANGUAGE", "LC_ALL", "LC_MESSAGES", "LC_CTYPE",
                                        "LANG"};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        unsetenv(names[i]);
    }
}

static void set__english_is_always_there(void **state)
{
    (void)state;
    clean_environment();
    assert_true(tui_lang_set(NULL));
    assert_string_equal(tui_lang(), "en");
    assert_true(tui_lang_set("en_GB.UTF-8"));
    assert_false(tui_lang_is_zh());
    assert_string_equal(_("no such text"), "no such text");
    assert_string_equal(tui_text_n("a case", "cases", 1), "a case");
    assert_string_equal(tui_text_n("a case", "cases", 3), "cases");
}

static void set__a_language_we_do_not_have_is_english(void **state)
{
    (void)state;
    clean_environment();
    assert_false(tui_lang_set("tlh"));
    assert_string_equal(tui_lang(), "en");
}

/* On a machine that has no Chinese locale, in the C locale. */
static void set__chinese_needs_no_locale_of_the_machine(void **state)
{
    (void)state;
    clean_environment();
    setenv("LC_ALL", "C", 1);
    if (!tui_lang_set("zh_CN")) {
        skip(); /* the catalogue is not built */
    }
    assert_true(tui_lang_is_zh());
    assert_string_not_equal(tui_word("approved"), "approved");
    assert_true(tui_lang_set("en"));
    assert_string_equal(tui_word("approved"), "approved");
    clean_environment();
}

static void set__the_environment_chooses(void **state)
{
    (void)state;
    clean_environment();
    setenv("LANG", "zh_CN.UTF-8", 1);
    bool there = tui_lang_set(NULL);
    assert_int_equal(tui_lang_is_zh(), there);
    setenv("LANGUAGE", "en", 1);
    assert_true(tui_lang_set(NULL));
    assert_false(tui_lang_is_zh());
    clean_environment();
}

static void set__chinese_has_a_width_in_any_locale(void **state)
{
    (void)state;
    clean_environment();
    setenv("LC_ALL", "C", 1);
    tui_lang_set(NULL);
    assert_int_equal(wcwidth(0x4E2D), 2);
    assert_false(tui_lang_utf8());
    setenv("LC_ALL", "C.UTF-8", 1);
    tui_lang_set(NULL);
    assert_true(tui_lang_utf8());
    clean_environment();
}

static void word__unknown_ones_stay_as_they_are(void **state)
{
    (void)state;
    tui_lang_set("en");
    assert_string_equal(tui_word("under_review"), "in review");
    assert_string_equal(tui_word("ascend-910b"), "ascend-910b");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(catalogue__finds_what_is_in_it),
        cmocka_unit_test(catalogue__a_damaged_file_is_refused_whole),
        cmocka_unit_test(catalogue__no_file_is_no_catalogue),
        cmocka_unit_test(set__english_is_always_there),
        cmocka_unit_test(set__a_language_we_do_not_have_is_english),
        cmocka_unit_test(set__chinese_needs_no_locale_of_the_machine),
        cmocka_unit_test(set__the_environment_chooses),
        cmocka_unit_test(set__chinese_has_a_width_in_any_locale),
        cmocka_unit_test(word__unknown_ones_stay_as_they_are),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
