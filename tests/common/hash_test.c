#include "tests/support/test.h"

#include "common/hash.h"
#include "common/sha256_x86.h"

#include <sodium.h>

/* The two published examples of FIPS 180-4, and nothing at all. */
static void hash_hex__gives_the_published_digests(void **state)
{
    char out[HASH_HEX];
    (void)state;
    assert_string_equal(hash_hex("", 0, out), "e3b0c44298fc1c149afbf4c8996fb924"
                                              "27ae41e4649b934ca495991b7852b855");
    assert_string_equal(hash_hex("abc", 3, out), "ba7816bf8f01cfea414140de5dae2223"
                                                 "b00361a396177a9cb410ff61f20015ad");
    assert_string_equal(
        hash_hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 56, out),
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

/* Every length around three blocks, and lengths at an odd address. */
static void hash_hex__agrees_with_libsodium(void **state)
{
    unsigned char bytes[2000], want[32];
    char out[HASH_HEX], hex[HASH_HEX];
    (void)state;
    for (size_t i = 0; i < sizeof bytes; i++) {
        bytes[i] = (unsigned char)(i * 167 + i / 251);
    }
    for (size_t len = 0; len < sizeof bytes - 3; len += len < 260 ? 1 : 97) {
        crypto_hash_sha256(want, bytes + len % 3, len);
        sodium_bin2hex(hex, sizeof hex, want, sizeof want);
        assert_string_equal(hash_hex(bytes + len % 3, len, out), hex);
    }
}

static void sha256_x86__agrees_where_it_is_usable(void **state)
{
    unsigned char bytes[300] = {1, 2, 3}, want[32], got[32];
    (void)state;
    if (!sha256_x86_usable()) {
        skip();
    }
    for (size_t len = 0; len < sizeof bytes; len++) {
        crypto_hash_sha256(want, bytes, len);
        sha256_x86(bytes, len, got);
        assert_memory_equal(got, want, sizeof got);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hash_hex__gives_the_published_digests),
        cmocka_unit_test(hash_hex__agrees_with_libsodium),
        cmocka_unit_test(sha256_x86__agrees_where_it_is_usable),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
