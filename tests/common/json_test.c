#include "tests/support/test.h"

#include "common/json.h"

#include <jansson.h>

static bool reads(const char *text, struct err *err)
{
    json_t *out = NULL;
    bool ok = json_read(text, strlen(text), 65536, &out, err);
    json_decref(out);
    return ok;
}

static void json_read__refuses_what_our_wire_never_has(void **state)
{
    static const char *const bad[][2] = {
        {"", "line 1"},
        {"{\"a\":1,\"a\":2}", "duplicate"},
        {"{\"a\":{\"b\":1,\"b\":1}}", "duplicate"},
        {"{\"amount_fen\":1.5}", "whole numbers"},
        {"[100.0]", "whole numbers"},
        {"[1e2]", "whole numbers"},
        {"[1E400]", ""},
        {"[9223372036854775808]", "too big"},
        {"[-9223372036854775809]", "too"},
        {"{} {}", "end of file"},
        {"\xEF\xBB\xBF{}", ""},
        {"{\"a\":\"\xC0\xAF\"}", "decode byte"},
        {"[\"\\ud800\"]", ""},
        {"[\"\\u0000\"]", ""},
        {"{\"a\":1,}", ""},
        {"// c\n{}", ""},
        {"[01]", ""},
        {"[NaN]", ""},
        {"{'a':1}", ""},
        {"[\"a\nb\"]", ""},
    };
    struct err err;
    (void)state;
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        assert_refused(reads(bad[i][0], &err), err, ERR_INVALID, bad[i][1]);
    }
}

static void json_read__limits_depth_and_size(void **state)
{
    char text[64];
    struct err err = {0};
    json_t *out;
    (void)state;
    memset(text, '[', 17);
    memset(text + 17, ']', 17);
    text[34] = '\0';
    assert_refused(reads(text, &err), err, ERR_INVALID, "deeper than 16");
    assert_ok(json_read(text + 1, 32, 64, &out, &err), err);
    json_decref(out);
    assert_refused(json_read("{}   ", 5, 4, &out, &err), err, ERR_INVALID,
                   "more than the limit");
    /* Brackets within a string nest nothing. */
    assert_ok(reads("[\"[[[[[[[[[[[[[[[[[[[[\\\"[[\"]", &err), err);
}

static void json_read__takes_the_whole_of_int64(void **state)
{
    struct err err = {0};
    json_t *out;
    const char text[] = "{\"high\":9223372036854775807,\"low\":-9223372036854775808}";
    (void)state;
    assert_ok(json_read(text, strlen(text), 100, &out, &err), err);
    assert_true(json_int(out, "high", 0) == INT64_MAX);
    assert_true(json_int(out, "low", 0) == INT64_MIN);
    json_decref(out);
}

static void json_str__gives_defaults_for_absent_null_and_other_types(void **state)
{
    struct err err = {0};
    json_t *out;
    const char text[] = "{\"b\":true,\"n\":null,\"o\":{\"x\":1},\"s\":\"t\",\"i\":3}";
    (void)state;
    assert_ok(json_read(text, strlen(text), 100, &out, &err), err);
    assert_string_equal(json_str(out, "s"), "t");
    assert_string_equal(json_str(out, "n"), "");
    assert_string_equal(json_str(out, "i"), "");
    assert_string_equal(json_str(NULL, "s"), "");
    assert_int_equal(json_int(out, "s", -7), -7);
    assert_true(json_flag(out, "b", false));
    assert_true(json_flag(out, "absent", true));
    assert_non_null(json_obj(out, "o"));
    assert_null(json_obj(out, "s"));
    json_decref(out);
}

/* Written, read, written again: the same bytes, sorted and without spaces. */
static void json_canonical__is_a_fixed_point(void **state)
{
    static const char *const cases[][2] = {
        {"{ \"b\" : 1 , \"a\" : [ true , null ] }", "{\"a\":[true,null],\"b\":1}"},
        {"{\"\\u4e2d\":\"\\/\\n\\u00e9\"}", "{\"中\":\"/\\né\"}"},
        {"[\"\\u0001\\u001f\\b\\t\\f\\r\\\"\\\\\"]",
         "[\"\\u0001\\u001f\\b\\t\\f\\r\\\"\\\\\"]"},
        {"[\"\\ud83d\\ude00\",\"\xE2\x80\xA8\",\"\x7f\"]",
         "[\"😀\",\"\xE2\x80\xA8\",\"\x7f\"]"},
        {"-0", "0"},
        {"[]", "[]"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct err err = {0};
        json_error_t why;
        struct buf text = {0};
        json_t *value =
            json_loads(cases[i][0], JSON_DECODE_ANY | JSON_REJECT_DUPLICATES, &why);
        assert_non_null(value);
        json_canonical(value, &text);
        assert_string_equal(buf_str(&text), cases[i][1]);
        json_decref(value);
        if (*cases[i][1] == '{' || *cases[i][1] == '[') {
            struct buf again = {0};
            assert_ok(json_read(text.data, text.len, 1000, &value, &err), err);
            json_canonical(value, &again);
            assert_string_equal(buf_str(&again), buf_str(&text));
            json_decref(value);
            buf_clear(&again);
        }
        buf_clear(&text);
    }
}

/* What jsonw writes is what the canonical form of it is. */
static void jsonw__writes_canonical_documents(void **state)
{
    struct buf text = {0}, again = {0};
    struct err err = {0};
    struct jsonw w;
    json_t *value;
    (void)state;
    jsonw_start(&w, &text);
    jsonw_object(&w);
    jsonw_key(&w, "array");
    jsonw_array(&w);
    jsonw_int(&w, INT64_MIN);
    jsonw_string(&w, "\x01\x1f\b\t\n\f\r\"\\/é中😀\x7f");
    jsonw_object(&w);
    jsonw_object_end(&w);
    jsonw_array_end(&w);
    jsonw_kbool(&w, "bool", false);
    jsonw_kday(&w, "day", 20314);
    jsonw_kday(&w, "day0", 0);
    jsonw_kstr_opt(&w, "opt", "");
    jsonw_kraw(&w, "raw", "{\"x\":1}");
    jsonw_ktime(&w, "time", 1);
    jsonw_knull(&w, "z");
    jsonw_object_end(&w);
    assert_true(jsonw_end(&w));
    assert_ok(json_read(text.data, text.len, 1000, &value, &err), err);
    json_canonical(value, &again);
    assert_string_equal(buf_str(&text), buf_str(&again));
    assert_string_equal(json_str(value, "day"), "2025-08-14");
    assert_string_equal(json_str(value, "time"), "1970-01-01T00:00:00.000001Z");
    json_decref(value);
    buf_clear(&text);
    buf_clear(&again);
}

static void jsonw__notices_our_own_faults(void **state)
{
    struct buf text = {0};
    struct jsonw w;
    (void)state;
    jsonw_start(&w, &text); /* keys out of order */
    jsonw_object(&w);
    jsonw_kint(&w, "b", 1);
    jsonw_kint(&w, "a", 1);
    jsonw_object_end(&w);
    assert_false(jsonw_end(&w));
    jsonw_start(&w, &text); /* a key twice */
    jsonw_object(&w);
    jsonw_kint(&w, "a", 1);
    jsonw_kint(&w, "a", 1);
    jsonw_object_end(&w);
    assert_false(jsonw_end(&w));
    jsonw_start(&w, &text); /* left open */
    jsonw_object(&w);
    assert_false(jsonw_end(&w));
    jsonw_start(&w, &text); /* closed too often */
    jsonw_array(&w);
    jsonw_array_end(&w);
    jsonw_array_end(&w);
    assert_false(jsonw_end(&w));
    jsonw_start(&w, &text); /* not UTF-8 */
    jsonw_string(&w, "\xff");
    assert_false(jsonw_end(&w));
    jsonw_start(&w, &text); /* too deep */
    for (int i = 0; i <= JSON_DEPTH_MAX; i++) {
        jsonw_array(&w);
    }
    assert_false(jsonw_end(&w));
    buf_clear(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(json_read__refuses_what_our_wire_never_has),
        cmocka_unit_test(json_read__limits_depth_and_size),
        cmocka_unit_test(json_read__takes_the_whole_of_int64),
        cmocka_unit_test(json_str__gives_defaults_for_absent_null_and_other_types),
        cmocka_unit_test(json_canonical__is_a_fixed_point),
        cmocka_unit_test(jsonw__writes_canonical_documents),
        cmocka_unit_test(jsonw__notices_our_own_faults),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
