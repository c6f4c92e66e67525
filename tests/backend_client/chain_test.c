#include "tests/support/test.h"

#include "backend_client/chain.h"
#include "common/buf.h"
#include "common/checkpoint.h"

#include <sodium.h>
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

/* ---- checkpoints ---- */

static void sign(const char *stream, int64_t seq, const char *hash, struct buf *out)
{
    unsigned char public[crypto_sign_PUBLICKEYBYTES], secret[crypto_sign_SECRETKEYBYTES];
    static struct checkpoint c;
    c = (struct checkpoint){.seq = seq, .at = 1700000000000000};
    snprintf(c.stream, sizeof c.stream, "%s", stream);
    snprintf(c.hash, sizeof c.hash, "%s", hash);
    crypto_sign_keypair(public, secret);
    checkpoint_sign(&c, secret);
    buf_reset(out);
    checkpoint_write(&c, out);
}

static void witness__is_met_before_and_after_its_entry(void **state)
{
    struct bc_chain chain = {.count = 0};
    struct buf text = {0}, first = {0}, second = {0};
    struct err err = {0};
    char a[HASH_HEX], b[HASH_HEX];
    (void)state;
    entry(&text, "a", 1, hash_zero, a);
    sign("a", 1, a, &first);
    assert_ok(bc_chain_witness(&chain, buf_str(&first), first.len, NULL, &err), err);
    assert_refused(bc_chain_met(&chain, &err), err, ERR_INVALID,
                   "the stream is not there");
    assert_ok(bc_chain_add(&chain, buf_str(&text), text.len, &err), err);
    entry(&text, "a", 2, a, b);
    assert_ok(bc_chain_add(&chain, buf_str(&text), text.len, &err), err);
    sign("a", 2, b, &second);
    assert_ok(bc_chain_witness(&chain, buf_str(&second), second.len, NULL, &err), err);
    assert_ok(bc_chain_met(&chain, &err), err);
    sign("a", 3, b, &second);
    assert_ok(bc_chain_witness(&chain, buf_str(&second), second.len, NULL, &err), err);
    assert_refused(bc_chain_met(&chain, &err), err, ERR_INVALID,
                   "stream \"a\" witnessed at seq 3");
    bc_chain_clear(&chain);
    buf_clear(&text);
    buf_clear(&first);
    buf_clear(&second);
}

static void witness__names_the_lost_root(void **state)
{
    struct bc_chain chain = {.count = 0};
    struct buf text = {0}, root = {0};
    struct err err = {0};
    char a[HASH_HEX];
    (void)state;
    entry(&text, "a", 1, hash_zero, a);
    a[0] = a[0] == '0' ? '1' : '0';
    sign("a", 1, a, &root);
    assert_ok(bc_chain_witness(&chain, buf_str(&root), root.len, NULL, &err), err);
    assert_refused(bc_chain_add(&chain, buf_str(&text), text.len, &err), err, ERR_INVALID,
                   "another entry stands there");
    assert_string_equal(err.type, "lost-root");
    bc_chain_clear(&chain);
    buf_clear(&text);
    buf_clear(&root);
}

static void witness__believes_signatures_only(void **state)
{
    struct bc_chain chain = {.count = 0};
    struct buf root = {0};
    struct err err = {0};
    (void)state;
    sign("a", 1, hash_zero, &root);
    assert_refused(bc_chain_witness(&chain, buf_str(&root), root.len, hash_zero, &err),
                   err, ERR_INVALID, "is signed by the key");
    char *seq = strstr(root.data, "\"seq\":1");
    assert_non_null(seq);
    seq[6] = '2';
    assert_refused(bc_chain_witness(&chain, buf_str(&root), root.len, NULL, &err), err,
                   ERR_INVALID, "is not signed");
    buf_clear(&root);
    bc_chain_clear(&chain);
}

/* A root stands for every stream: with another head it is another root. */
static void witness__holds_a_root_to_its_heads(void **state)
{
    unsigned char public[crypto_sign_PUBLICKEYBYTES], secret[crypto_sign_SECRETKEYBYTES];
    static struct checkpoint c;
    static struct bc_chain chain;
    struct buf root = {0};
    struct err err = {0};
    (void)state;
    c = (struct checkpoint){.head_count = 3, .at = 1700000000000000};
    for (int i = 0; i < c.head_count; i++) {
        snprintf(c.heads[i].stream, sizeof c.heads[i].stream, "s%d", i);
        snprintf(c.heads[i].hash, sizeof c.heads[i].hash, "%s", hash_zero);
        c.heads[i].seq = i + 1;
    }
    checkpoint_root(&c);
    assert_int_equal(c.seq, 6);
    crypto_sign_keypair(public, secret);
    checkpoint_sign(&c, secret);
    checkpoint_write(&c, &root);
    assert_ok(bc_chain_witness(&chain, buf_str(&root), root.len, c.key, &err), err);
    assert_int_equal(chain.root_count, 3);
    char *stream = strstr(root.data, "\"s1\"");
    assert_non_null(stream);
    stream[2] = '7';
    assert_refused(bc_chain_witness(&chain, buf_str(&root), root.len, NULL, &err), err,
                   ERR_INVALID, "do not give its hash");
    bc_chain_clear(&chain);
    buf_clear(&root);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(add__walks_streams_that_alternate),
        cmocka_unit_test(add__names_where_a_chain_breaks),
        cmocka_unit_test(file__walks_an_export_and_names_the_line),
        cmocka_unit_test(witness__is_met_before_and_after_its_entry),
        cmocka_unit_test(witness__names_the_lost_root),
        cmocka_unit_test(witness__believes_signatures_only),
        cmocka_unit_test(witness__holds_a_root_to_its_heads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
