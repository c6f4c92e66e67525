#include "common/checkpoint.h"

#include "common/date.h"
#include "common/json.h"
#include "common/merkle.h"

#include <jansson.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

static void write_head(struct jsonw *w, const struct checkpoint_head *head)
{
    jsonw_object(w);
    jsonw_kstr(w, "hash", head->hash);
    jsonw_kint(w, "seq", head->seq);
    jsonw_kstr(w, "stream", head->stream);
    jsonw_object_end(w);
}

void checkpoint_root(struct checkpoint *c)
{
    unsigned char leaves[CHECKPOINT_HEADS_MAX][MERKLE_BYTES];
    struct buf text = {0};
    c->seq = 0;
    for (int i = 0; i < c->head_count; i++) {
        struct jsonw w;
        buf_reset(&text);
        jsonw_start(&w, &text);
        write_head(&w, &c->heads[i]);
        merkle_leaf(buf_str(&text), text.len, leaves[i]);
        c->seq += c->heads[i].seq;
    }
    buf_clear(&text);
    merkle_root(leaves, (size_t)c->head_count, c->hash);
    snprintf(c->stream, sizeof c->stream, "%s", CHECKPOINT_ROOT);
}

/* What is signed. */
static void write_signed(const struct checkpoint *c, struct buf *out)
{
    struct jsonw w;
    jsonw_start(&w, out);
    jsonw_object(&w);
    jsonw_ktime(&w, "at", c->at);
    jsonw_kstr(&w, "hash", c->hash);
    jsonw_kstr(&w, "key", c->key);
    jsonw_kint(&w, "seq", c->seq);
    jsonw_kstr(&w, "stream", c->stream);
    jsonw_object_end(&w);
    out->failed |= !jsonw_end(&w);
}

void checkpoint_sign(struct checkpoint *c,
                     const unsigned char secret[CHECKPOINT_SECRET_BYTES])
{
    unsigned char public[crypto_sign_PUBLICKEYBYTES], signature[crypto_sign_BYTES];
    struct buf text = {0};
    crypto_sign_ed25519_sk_to_pk(public, secret);
    sodium_bin2hex(c->key, sizeof c->key, public, sizeof public);
    write_signed(c, &text);
    crypto_sign_detached(signature, NULL, (const unsigned char *)buf_str(&text), text.len,
                         secret);
    sodium_bin2hex(c->signature, sizeof c->signature, signature, sizeof signature);
    buf_clear(&text);
}

void checkpoint_write(const struct checkpoint *c, struct buf *out)
{
    struct jsonw w;
    jsonw_start(&w, out);
    jsonw_object(&w);
    jsonw_ktime(&w, "at", c->at);
    jsonw_kstr(&w, "hash", c->hash);
    if (c->head_count > 0) {
        jsonw_key(&w, "heads");
        jsonw_array(&w);
        for (int i = 0; i < c->head_count; i++) {
            write_head(&w, &c->heads[i]);
        }
        jsonw_array_end(&w);
    }
    jsonw_kstr(&w, "key", c->key);
    jsonw_kint(&w, "seq", c->seq);
    jsonw_kstr(&w, "signature", c->signature);
    jsonw_kstr(&w, "stream", c->stream);
    jsonw_object_end(&w);
    out->failed |= !jsonw_end(&w);
}

static bool is_signed(const struct checkpoint *c)
{
    unsigned char public[crypto_sign_PUBLICKEYBYTES], signature[crypto_sign_BYTES];
    struct buf text = {0};
    size_t n, m;
    if (sodium_hex2bin(public, sizeof public, c->key, strlen(c->key), NULL, &n, NULL) ||
        sodium_hex2bin(signature, sizeof signature, c->signature, strlen(c->signature),
                       NULL, &m, NULL) ||
        n != sizeof public || m != sizeof signature) {
        return false;
    }
    write_signed(c, &text);
    bool ok = buf_ok(&text) && crypto_sign_verify_detached(
                                   signature, (const unsigned char *)buf_str(&text),
                                   text.len, public) == 0;
    buf_clear(&text);
    return ok;
}

static bool read_heads(const json_t *list, struct checkpoint *out)
{
    size_t i;
    json_t *item;
    json_array_foreach(list, i, item)
    {
        if (out->head_count == CHECKPOINT_HEADS_MAX) {
            return false;
        }
        struct checkpoint_head *head = &out->heads[out->head_count++];
        snprintf(head->stream, sizeof head->stream, "%s", json_str(item, "stream"));
        snprintf(head->hash, sizeof head->hash, "%s", json_str(item, "hash"));
        head->seq = json_int(item, "seq", 0);
    }
    return true;
}

static bool check(const struct checkpoint *c, struct err *err)
{
    struct checkpoint again = *c;
    if (!is_signed(c)) {
        return err_set_type(
            err, ERR_INVALID, "checkpoint-not-signed",
            "the checkpoint of \"%s\" at %lld is not signed by the key it "
            "names",
            c->stream, (long long)c->seq);
    }
    if (c->head_count > 0) {
        checkpoint_root(&again);
    }
    return (strcmp(again.hash, c->hash) == 0 && again.seq == c->seq &&
            strcmp(again.stream, c->stream) == 0) ||
           err_set_type(err, ERR_INVALID, "checkpoint-not-signed",
                        "the heads of the root checkpoint at %lld do not give its hash",
                        (long long)c->seq);
}

bool checkpoint_read(const char *json, size_t len, struct checkpoint *out,
                     struct err *err)
{
    json_t *doc;
    *out = (struct checkpoint){.seq = 0};
    if (!json_read(json, len, 1 << 20, &doc, err)) {
        return false;
    }
    snprintf(out->stream, sizeof out->stream, "%s", json_str(doc, "stream"));
    snprintf(out->hash, sizeof out->hash, "%s", json_str(doc, "hash"));
    snprintf(out->key, sizeof out->key, "%s", json_str(doc, "key"));
    snprintf(out->signature, sizeof out->signature, "%s", json_str(doc, "signature"));
    out->seq = json_int(doc, "seq", -1);
    bool ok = (date_time_parse(json_str(doc, "at"), &out->at) && out->seq >= 0 &&
               *out->stream && read_heads(json_obj(doc, "heads"), out)) ||
              err_set(err, ERR_INVALID, "this is no checkpoint");
    json_decref(doc);
    return ok && check(out, err);
}
