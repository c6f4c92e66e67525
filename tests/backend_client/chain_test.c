#include "tests/support/test.h"

#include "backend_client/chain.h"
#include "common/buf.h"

#include <stdlib.h>
#include <unistd.h>

/* An entry whose hash is right, in the shape the chain is computed over. */
static void entry(struct buf *out, const char *stream, int seq, const char *prev,
                  char hash[HASH_HEX])
{
    struct buf rest = {0};
    buf_printf(&rest, "{\"action\":\"x\",\"prev\":\"%s\",\"seq\":%d,\"stream\":\"%s\"}",
               prev, seq, stream);
    hash_hex(buf_str(&rest), rest.len, hash);
    buf_reset(out);
    buf_printf(out,
               "{ \"seq\": %d, \"action\":\"x\",\"hash\":\"%s\",\"prev\":\"%s\","
               "\"stream\":\"%s\"}",
               seq, hash, prev, stream);
    buf_clear(&rest);
}

static void add__walks_streams_that_alternate(void **state)
{
    struct bc_chain chain = {.count = 0};
    struct buf text = {0};
    struct err err = {0};
    char a[HASH_HEX], b[HASH_HEX];
    (void)state;
    entry(&text, "a", 1, hash_zero, a);
    assert_ok(bc_chain_add(&chain, buf_str(&text), text.len, &err), err);
    entry(&text, "b", 1, hash_zero, b);
    assert_ok(bc_chain_add(&chain, buf_str(&text), text.len, &err), err);
    entry(&text, "a", 2, a, b);
    assert_ok(bc_chain_add(&chain, buf_str(&text), text.len, &err), err);
    assert_int_equal(chain.entries, 3);
    assert_int_equal(bc_chain_stream(&chain, "a")->seq, 2);
    assert_string_equal(bc_chain_stream(&chain, "a")->hash, b);
    assert_null(bc_chain_stream(&chain, "c"));
    buf_clear(&text);
}

static void add__names_where_a_chain_breaks(void **state)
{
    struct bc_chain chain = {.count = 0};
    struct buf text = {0};
    struct err err = {0};
    char hash[HASH_HEX];
    (void)state;
    entry(&text, "a", 2, hash_zero, hash);
    assert_refused(bc_chain_add(&chain, buf_str(&text), text.len, &err), err, ERR_INVALID,
                   "stream \"a\" is broken at seq 2: seq 1 should come here");
    entry(&text, "a", 1, hash_zero, hash);
    assert_ok(bc_chain_add(&chain, buf_str(&text), text.len, &err), err);
    entry(&text, "a", 2, hash_zero, hash);
    assert_refused(bc_chain_add(&chain, buf_str(&text), text.len, &err), err, ERR_INVALID,
                   "seq 2: `prev` is not the hash of the entry before");
    entry(&text, "a", 2, bc_chain_stream(&chain, "a")->hash, hash);
    strstr(text.data, "\"x\"")[1] = 'y';
    assert_refused(bc_chain_add(&chain, buf_str(&text), text.len, &err), err, ERR_INVALID,
                   "seq 2: its content hashes to");
    assert_string_equal(err.type, "chain-broken");
    buf_clear(&text);
}

static void file__walks_an_export_and_names_the_line(void **state)
{
    struct bc_chain chain = {.count = 0};
    struct buf text = {0};
    struct err err = {0};
    char path[] = "/tmp/chain_test.XXXXXX", hash[HASH_HEX], second[HASH_HEX];
    FILE *file = fdopen(mkstemp(path), "w");
    (void)state;
    assert_non_null(file);
    entry(&text, "a", 1, hash_zero, hash);
    fprintf(file, "[%s,\n", buf_str(&text));
    entry(&text, "a", 2, hash, second);
    fprintf(file, "%s\n]\n", buf_str(&text));
    fflush(file);
    assert_ok(bc_chain_file(&chain, path, &err), err);
    assert_int_equal(chain.entries, 2);
    fprintf(file, "{\"stream\":\"a\"}\n");
    fclose(file);
    chain = (struct bc_chain){.count = 0};
    assert_refused(bc_chain_file(&chain, path, &err), err, ERR_INVALID, ":4: the chain");
    unlink(path);
    assert_refused(bc_chain_file(&chain, path, &err), err, ERR_INVALID, "cannot open");
    buf_clear(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(add__walks_streams_that_alternate),
        cmocka_unit_test(add__names_where_a_chain_breaks),
        cmocka_unit_test(file__walks_an_export_and_names_the_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
