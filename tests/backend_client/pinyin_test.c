#include "backend_client/pinyin.h"

#include "common/attr.h"
#include "tests/support/test.h"

#include <stdlib.h>

static const struct {
    const char *text, *initials;
    bool matches;
} cases[] = {
    {"星河智算科技有限公司", "xhzs", true},
    {"星河智算科技有限公司", "XHZS", true},
    {"星河智算科技有限公司", "zskj", true},   /* from the middle on */
    {"星河智算科技有限公司", "kjyxgs", true}, /* into the ending */
    {"星河智算科技有限公司", "yxgs", false},  /* but not the ending alone */
    {"星河智算科技有限公司", "xzs", false},   /* nothing is left out */
    {"星河智算科技有限公司", "x", false},     /* one letter would match most names */
    {"星河智算", "xhzsk", false},
    {"重庆长安", "cqca", true}, /* every reading counts, in any combination */
    {"重庆长安", "zqza", true},
    {"重庆长安", "cqza", true},
    {"上海（徐汇）数字", "shxhsz", true}, /* signs between do not count */
    {"上海AI算力", "shsl", false},        /* Latin words do */
    {"上海AI算力", "sl", true},
    {"Nova Labs", "nl", false},
    {"", "xh", false},
    {"星河智算", "", false},
    {"星河智算", "x1", false},
    {"𠀀星河", "hxh", true}, /* beyond the first plane */
};

static void match__reads_initials_of_characters_in_a_row(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        if (bc_pinyin_match(cases[i].text, cases[i].initials) != cases[i].matches) {
            fail_msg("%s %s", cases[i].text, cases[i].initials);
        }
    }
}

static void initials__know_heteronyms(void **state)
{
    uint32_t chang = bc_pinyin_initials(0x957F), latin = bc_pinyin_initials('x');
    (void)state;
    assert_int_equal(chang, 1u << ('c' - 'a') | 1u << ('z' - 'a'));
    assert_int_equal(latin, 0);
    assert_int_equal(bc_pinyin_initials(0x10FFFF), 0);
}

static void words__are_the_beginnings_an_index_needs(void **state)
{
    struct buf out = {0};
    (void)state;
    bc_pinyin_words("星河智算有限公司", &out);
    assert_string_equal(buf_str(&out), " xhzsyx hzsyxg zsyxgs syxgs ");
    buf_reset(&out);
    bc_pinyin_words("长河", &out);
    assert_string_equal(buf_str(&out), " ch zh ");
    buf_reset(&out);
    bc_pinyin_words("Nova Labs 算", &out);
    assert_string_equal(buf_str(&out), " ");
    buf_clear(&out);
}

/* What matches begins with a word of the index, for names made of anything. */
static void words__lead_to_every_match(void **state)
{
    static const char *const parts[] = {"星", "重", "长",       "行", "单", "A",
                                        "（", "算", "有限公司", "7",  "𠀀", "乐"};
    char name[200], asked[8];
    (void)state;
    srand(5);
    for (int i = 0; i < 4000; i++) {
        struct buf out = {0};
        int len = 0, letters = 2 + rand() % 4;
        for (int k = 1 + rand() % 9; k > 0; k--) {
            len += snprintf(name + len, sizeof name - (size_t)len, "%s",
                            parts[(size_t)rand() % COUNT_OF(parts)]);
        }
        for (int k = 0; k < letters; k++) {
            asked[k] = "xhzcsdlyg"[rand() % 9];
            asked[k + 1] = '\0';
        }
        char word[16];
        snprintf(word, sizeof word, " %s", asked);
        bc_pinyin_words(name, &out);
        bool indexed = strstr(buf_str(&out), word) != NULL;
        if (bc_pinyin_match(name, asked) != indexed) {
            fail_msg("%s %s: index %d, \"%s\"", name, asked, indexed, buf_str(&out));
        }
        buf_clear(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(match__reads_initials_of_characters_in_a_row),
        cmocka_unit_test(initials__know_heteronyms),
        cmocka_unit_test(words__are_the_beginnings_an_index_needs),
        cmocka_unit_test(words__lead_to_every_match),
    };
    return cmocka_run_group_tests_name("backend_client/pinyin", tests, NULL, NULL);
}
