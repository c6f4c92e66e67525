#include "tests/support/test.h"

#include "common/json.h"
#include "common/json_parse.h"

#include <jansson.h>

/* What is accepted here, jansson accepts, and reads as the same. Returns whether it is.
 */
static bool agrees(const char *text, size_t len)
{
    json_t *plain = json_parse_plain(text, len);
    if (plain) {
        json_t *theirs = json_loadb(text, len, JSON_REJECT_DUPLICATES, NULL);
        if (!theirs || !json_equal(plain, theirs)) {
            fail_msg("read otherwise than jansson does: %.*s", (int)len, text);
        }
        json_decref(theirs);
        json_decref(plain);
    }
    return plain != NULL;
}

static void json_parse_plain__takes_what_our_wire_has(void **state)
{
    static const char *const good[] = {
        "{}",
        "[]",
        " [ ] \n",
        "{\"a\":1,\"b\":[true,false,null],\"c\":{\"d\":\"星火\"}}",
        "[0,-1,999999999999999999,-999999999999999999]",
        "[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\",\"a\\nb\\nc\",\"\"]",
        "{\"\":\"\xF0\xA0\x80\x80\",\"~ !\":\"\x7F\"}",
        "[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]",
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(good); i++) {
        assert_true(agrees(good[i], strlen(good[i])));
    }
}

/* Some are wrong and some only unusual: all are left to jansson. */
static void json_parse_plain__leaves_the_rest_alone(void **state)
{
    static const char *const rest[] = {
        "",
        "1",
        "\"a\"",
        "{",
        "[1",
        "[1,]",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{\"a\":1 \"b\":2}",
        "{,}",
        "[] []",
        "[]x",
        "{\"a\":1,\"a\":2}",
        "{\"\xE6\x98\x9F\":1}",
        "{\"a\\n\":1}",
        "[1.5]",
        "[1e3]",
        "[01]",
        "[-0]",
        "[-]",
        "[+1]",
        "[1000000000000000000]",
        "[9223372036854775808]",
        "[\"\\u4e00\"]",
        "[\"\\u0000\"]",
        "[\"\\x\"]",
        "[\"\\",
        "[\"a\nb\"]",
        "[\"a",
        "[\"\xC0\xAF\"]",
        "[\"\xED\xA0\x80\"]",
        "[\"\\n\xFF\"]",
        "[tru]",
        "[nul",
        "[\v1]",
        "[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]",
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rest); i++) {
        if (agrees(rest[i], strlen(rest[i]))) {
            fail_msg("was taken: %s", rest[i]);
        }
    }
    assert_false(agrees("[\"a\0b\"]", 7));
    assert_false(agrees("[]\0", 3));
}

/* Bytes changed, dropped and doubled at random, always the same ones: whatever comes of
 * it, nothing is read that jansson reads otherwise. */
static void json_parse_plain__is_never_of_another_opinion(void **state)
{
    static const char seed[] =
        "{\"items\":[{\"id\":\"app_1\",\"name\":\"星火 \\\"智\\\" \\n\",\"n\":-120,"
        "\"ok\":true,\"no\":null,\"deep\":{\"a\":[{\"b\":[1,2,3]}]}}],\"next\":\"\"}";
    static const char odd[] = "\"\\{}[]:,.-0u1eEtfn \t\n\x01\x7F\x80\xE6\xFF";
    uint64_t dice = 20261;
    int taken = 0;
    (void)state;
    for (int round = 0; round < 60000; round++) {
        char text[256];
        size_t len = sizeof seed - 1;
        memcpy(text, seed, len);
        for (int change = 0; change <= round % 3; change++) {
            dice = dice * UINT64_C(6364136223846793005) + 1442695040888963407;
            size_t at = (size_t)(dice >> 33) % len;
            char byte = odd[(dice >> 20) % (sizeof odd - 1)];
            if (dice >> 62 == 0) {
                memmove(text + at, text + at + 1, --len - at);
            } else if (dice >> 62 == 1) {
                memmove(text + at + 1, text + at, len++ - at);
            } else {
                text[at] = byte;
            }
        }
        taken += agrees(text, len);
    }
    assert_in_range(taken, 1000, 59000); /* both kinds were tried */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(json_parse_plain__takes_what_our_wire_has),
        cmocka_unit_test(json_parse_plain__leaves_the_rest_alone),
        cmocka_unit_test(json_parse_plain__is_never_of_another_opinion),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
