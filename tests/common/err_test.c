#include "tests/support/test.h"

#include "common/buf.h"
#include "common/hash.h"
#include "common/text.h"

#include <stdlib.h>

static void err_set__takes_null_and_returns_false(void **state)
{
    struct err err = {.status = 404, .type = "old"};
    (void)state;
    assert_false(err_set(NULL, ERR_BUSY, "nothing"));
    assert_false(err_set(&err, ERR_BUSY, "wait %d s", 3));
    assert_string_equal(err.text, "wait 3 s");
    assert_string_equal(err.type, "");
    assert_int_equal(err.status, 0);
    assert_false(err_set_type(&err, ERR_BUDGET, "budget-exceeded", "no"));
    assert_string_equal(err.type, "budget-exceeded");
}

/* Cut at any length, the text stays valid UTF-8. */
static void err_set__cuts_whole_characters(void **state)
{
    char text[600];
    (void)state;
    for (size_t lead = 0; lead < 4; lead++) {
        memset(text, 'a', lead);
        for (size_t i = lead; i + 4 < sizeof text; i += 3) {
            memcpy(text + i, "中", 4);
        }
        struct err err = {0};
        err_set(&err, ERR_INVALID, "%s", text);
        assert_true(text_valid(err.text, strlen(err.text)));
        assert_true(strlen(err.text) >= sizeof err.text - 4);
        err_prefix(&err, "%s", "前缀");
        assert_true(text_valid(err.text, strlen(err.text)));
        assert_memory_equal(err.text, "前缀: ", 8);
    }
}

static void err_prefix__leaves_no_error_alone(void **state)
{
    struct err err = {0};
    (void)state;
    err_prefix(&err, "context");
    err_prefix(NULL, "context");
    assert_string_equal(err.text, "");
    err_set(&err, ERR_CONFIG, "cause");
    err_prefix(&err, "file %d", 7);
    assert_string_equal(err.text, "file 7: cause");
}

static void err_exit_status__follows_the_contract(void **state)
{
    static const struct {
        enum err_kind kind;
        int status;
    } cases[] = {{ERR_NONE, 0},     {ERR_USAGE, 2},        {ERR_TERMINAL, 64},
                 {ERR_INVALID, 65}, {ERR_UNREACHABLE, 69}, {ERR_INTERNAL, 70},
                 {ERR_UNKNOWN, 75}, {ERR_BUSY, 75},        {ERR_PERMISSION, 77},
                 {ERR_CONFIG, 78},  {ERR_BUDGET, 1},       {ERR_STALE, 1},
                 {ERR_REFUSED, 1},  {ERR_CONFLICT, 1},     {ERR_NOT_FOUND, 1}};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        assert_int_equal(err_exit_status(cases[i].kind), cases[i].status);
        assert_true(strlen(err_kind_name(cases[i].kind)) > 0);
    }
    assert_int_equal(err_exit_status((enum err_kind)999), 70);
}

static void buf__grows_and_keeps_its_nul(void **state)
{
    struct buf buf = {0};
    (void)state;
    assert_string_equal(buf_str(&buf), "");
    for (int i = 0; i < 1000; i++) {
        buf_printf(&buf, "%d,", i);
        assert_int_equal(buf.data[buf.len], '\0');
    }
    buf_add(&buf, "a\0b", 3);
    assert_int_equal(buf.data[buf.len - 2], '\0');
    assert_true(buf_ok(&buf));
    buf_reset(&buf);
    assert_string_equal(buf_str(&buf), "");
    buf_clear(&buf);
    buf_clear(&buf);
}

static void buf_take__hands_over_and_empties(void **state)
{
    struct buf buf = {0};
    (void)state;
    char *empty = buf_take(&buf);
    assert_string_equal(empty, "");
    free(empty);
    buf_adds(&buf, "text");
    char *text = buf_take(&buf);
    assert_string_equal(text, "text");
    assert_null(buf.data);
    free(text);
}

static void buf__remembers_that_an_allocation_failed(void **state)
{
    struct buf buf = {0};
    (void)state;
    buf_adds(&buf, "kept");
    buf_add(&buf, "", SIZE_MAX / 2); /* never read: refused before */
    assert_false(buf_ok(&buf));
    buf_adds(&buf, " more");
    assert_string_equal(buf_str(&buf), "kept");
    assert_null(buf_take(&buf));
}

static void hash_hex__is_sha256(void **state)
{
    char hex[HASH_HEX];
    (void)state;
    assert_string_equal(
        hash_hex("abc", 3, hex),
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_int_equal(strspn(hash_zero, "0"), 64);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(err_set__takes_null_and_returns_false),
        cmocka_unit_test(err_set__cuts_whole_characters),
        cmocka_unit_test(err_prefix__leaves_no_error_alone),
        cmocka_unit_test(err_exit_status__follows_the_contract),
        cmocka_unit_test(buf__grows_and_keeps_its_nul),
        cmocka_unit_test(buf_take__hands_over_and_empties),
        cmocka_unit_test(buf__remembers_that_an_allocation_failed),
        cmocka_unit_test(hash_hex__is_sha256),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
