#include "tests/support/test.h"

#include "common/attr.h"
#include "common/voucher_code.h"

#include <sodium.h>

static const unsigned char key[VOUCHER_KEY_BYTES] = "an office's secret of 32 bytes.";

static void voucher_code__reads_as_it_was_made(void **state)
{
    char code[VOUCHER_CODE_MAX], normal[VOUCHER_CODE_MAX];
    (void)state;
    voucher_code("shanghai-compute", 2026, 13, key, code);
    assert_int_equal(strlen(code), 22);
    assert_memory_equal(code + 3, "-26-0000D-", 10);
    assert_true(voucher_code_normal(code, normal));
    assert_string_equal(normal, code);
    assert_true(voucher_code_genuine(code, "shanghai-compute", key));
}

static void voucher_code__takes_what_people_type(void **state)
{
    char code[VOUCHER_CODE_MAX], typed[64], normal[VOUCHER_CODE_MAX];
    (void)state;
    voucher_code("p", 2026, 1, key, code);
    snprintf(typed, sizeof typed, " %.3s %.2s-%.5s%s", code, code + 4, code + 7,
             code + 12);
    for (char *c = typed; *c; c++) {
        *c = *c == '0'                ? 'o'
             : *c == '1'              ? 'l'
             : *c >= 'A' && *c <= 'Z' ? (char)(*c + 32)
                                      : *c;
    }
    assert_true(voucher_code_normal(typed, normal));
    assert_string_equal(normal, code);
}

/* Every single wrong symbol and every swap of different neighbours is found. */
static void voucher_code__finds_slips(void **state)
{
    static const char symbols[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    char code[VOUCHER_CODE_MAX], wrong[VOUCHER_CODE_MAX], out[VOUCHER_CODE_MAX];
    (void)state;
    voucher_code("shenzhen-training", 2026, 123456, key, code);
    for (size_t i = 0; code[i]; i++) {
        for (size_t k = 0; k < 32 && code[i] != '-'; k++) {
            memcpy(wrong, code, sizeof wrong);
            wrong[i] = symbols[k];
            assert_int_equal(voucher_code_normal(wrong, out), symbols[k] == code[i]);
        }
        size_t next = code[i + 1] == '-' ? i + 2 : i + 1;
        if (code[i] != '-' && code[next] && code[i] != code[next]) {
            memcpy(wrong, code, sizeof wrong);
            wrong[i] = code[next];
            wrong[next] = code[i];
            assert_false(voucher_code_normal(wrong, out));
        }
    }
}

static void voucher_code__without_the_key_is_not_genuine(void **state)
{
    static const unsigned char other[VOUCHER_KEY_BYTES] =
        "another secret of thirty-two b.";
    char code[VOUCHER_CODE_MAX];
    (void)state;
    voucher_code("p", 2026, 5, other, code);
    assert_false(voucher_code_genuine(code, "p", key));
    voucher_code("p", 2026, 5, key, code);
    assert_false(voucher_code_genuine(code, "q", key));
}

static void voucher_code__refuses_other_shapes(void **state)
{
    static const char *const bad[] = {"", "26-000418-K", "U", "ABC-26-00000-000000",
                                      "ABC-26-00000-000000-000"};
    char out[VOUCHER_CODE_MAX];
    (void)state;
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        assert_false(voucher_code_normal(bad[i], out));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(voucher_code__reads_as_it_was_made),
        cmocka_unit_test(voucher_code__takes_what_people_type),
        cmocka_unit_test(voucher_code__finds_slips),
        cmocka_unit_test(voucher_code__without_the_key_is_not_genuine),
        cmocka_unit_test(voucher_code__refuses_other_shapes),
    };
    return sodium_init() < 0 ? 1 : cmocka_run_group_tests(tests, NULL, NULL);
}
