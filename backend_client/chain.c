#include "backend_client/chain.h"

#include "common/buf.h"
#include "common/checkpoint.h"
#include "common/json.h"

#include <errno.h>
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ENTRY_BYTES = 4 << 20 };

const struct bc_chain_stream *bc_chain_stream(const struct bc_chain *chain,
                                              const char *name)
{
    for (int i = 0; i < chain->count; i++) {
        if (strcmp(chain->streams[i].name, name) == 0) {
            return &chain->streams[i];
        }
    }
    return NULL;
}

static struct bc_chain_stream *stream_of(struct bc_chain *chain, const char *name)
{
    for (int i = 0; i < chain->count; i++) {
        if (strcmp(chain->streams[i].name, name) == 0) {
            return &chain->streams[i];
        }
    }
    if (chain->count == BC_CHAIN_STREAMS || strlen(name) >= 64) {
        return NULL;
    }
    struct bc_chain_stream *stream = &chain->streams[chain->count++];
    *stream = (struct bc_chain_stream){.seq = 0};
    snprintf(stream->name, sizeof stream->name, "%s", name);
    memcpy(stream->hash, hash_zero, HASH_HEX);
    return stream;
}

static bool broken(struct err *err, const struct bc_chain_stream *stream, int64_t seq,
                   const char *what)
{
    return err_set_type(err, ERR_INVALID, "chain-broken",
                        "the chain of stream \"%s\" is broken at seq %" PRId64
                        ": %s. Keep this ledger as it is and compare it with a backup",
                        stream->name, seq, what);
}

static bool check(struct bc_chain_stream *stream, json_t *entry, struct err *err)
{
    int64_t seq = json_int(entry, "seq", -1);
    char claimed[HASH_HEX], found[HASH_HEX], what[200];
    struct buf text = {0};
    if (seq != stream->seq + 1) {
        snprintf(what, sizeof what, "seq %" PRId64 " should come here", stream->seq + 1);
        return broken(err, stream, seq, what);
    }
    if (strcmp(json_str(entry, "prev"), stream->hash) != 0) {
        return broken(err, stream, seq, "`prev` is not the hash of the entry before");
    }
    snprintf(claimed, sizeof claimed, "%s", json_str(entry, "hash"));
    json_object_del(entry, "hash");
    json_canonical(entry, &text);
    if (!buf_ok(&text)) {
        buf_clear(&text);
        return err_set(err, ERR_INTERNAL, "out of memory");
    }
    hash_hex(buf_str(&text), text.len, found);
    buf_clear(&text);
    if (strcmp(found, claimed) != 0) {
        snprintf(what, sizeof what, "its content hashes to %.16s…, it says %.16s…", found,
                 claimed);
        return broken(err, stream, seq, what);
    }
    stream->seq = seq;
    memcpy(stream->hash, found, HASH_HEX);
    return true;
}

/* ---- checkpoints ---- */

void bc_chain_clear(struct bc_chain *chain)
{
    free(chain->roots);
    *chain = (struct bc_chain){.count = 0};
}

static bool lost(const struct bc_chain_root *root, const char *why, struct err *err)
{
    return err_set_type(err, ERR_INVALID, "lost-root",
                        "the root of stream \"%s\" witnessed at seq %" PRId64
                        " (%.16s…) is lost: %s. The history was rewritten or cut off",
                        root->stream, root->seq, root->hash, why);
}

/* Roots the entry just walked answers. */
static bool meet(struct bc_chain *chain, const struct bc_chain_stream *stream,
                 struct err *err)
{
    for (size_t i = 0; i < chain->root_count; i++) {
        struct bc_chain_root *root = &chain->roots[i];
        if (root->seq != stream->seq || strcmp(root->stream, stream->name) != 0) {
            continue;
        }
        if (strcmp(root->hash, stream->hash) != 0) {
            return lost(root, "another entry stands there", err);
        }
        root->met = true;
    }
    return true;
}

static bool expect(struct bc_chain *chain, const char *stream, int64_t seq,
                   const char *hash, struct err *err)
{
    if (chain->root_count == chain->root_room) {
        size_t room = chain->root_room ? 2 * chain->root_room : 64;
        struct bc_chain_root *grown = realloc(chain->roots, room * sizeof *grown);
        if (!grown) {
            return err_set(err, ERR_INTERNAL, "out of memory");
        }
        chain->roots = grown;
        chain->root_room = room;
    }
    struct bc_chain_root *root = &chain->roots[chain->root_count++];
    *root = (struct bc_chain_root){.seq = seq};
    snprintf(root->stream, sizeof root->stream, "%s", stream);
    snprintf(root->hash, sizeof root->hash, "%s", hash);
    const struct bc_chain_stream *walked = bc_chain_stream(chain, stream);
    if (walked && walked->seq > seq) {
        chain->root_count--; /* its entry has gone by: not to be told any more */
        return err_set(err, ERR_INVALID,
                       "the checkpoint of \"%s\" at seq %" PRId64
                       " comes after its entries; give the witness's file first",
                       stream, seq);
    }
    return !walked || walked->seq != seq || meet(chain, walked, err);
}

bool bc_chain_witness(struct bc_chain *chain, const char *json, size_t len,
                      const char *key, struct err *err)
{
    struct checkpoint *c = calloc(1, sizeof *c);
    bool ok = c || err_set(err, ERR_INTERNAL, "out of memory");
    ok = ok && checkpoint_read(json, len, c, err);
    if (ok && key && strcmp(key, c->key) != 0) {
        ok = err_set_type(err, ERR_INVALID, "lost-root",
                          "the checkpoint of \"%s\" is signed by the key %.16s…, not by "
                          "%.16s…",
                          c->stream, c->key, key);
    }
    bool root = ok && strcmp(c->stream, CHECKPOINT_ROOT) == 0;
    if (ok && !root) {
        ok = expect(chain, c->stream, c->seq, c->hash, err);
    }
    for (int i = 0; ok && root && i < c->head_count; i++) {
        ok = expect(chain, c->heads[i].stream, c->heads[i].seq, c->heads[i].hash, err);
    }
    chain->checkpoints += ok;
    free(c);
    return ok;
}

bool bc_chain_met(const struct bc_chain *chain, struct err *err)
{
    for (size_t i = 0; i < chain->root_count; i++) {
        const struct bc_chain_root *root = &chain->roots[i];
        if (!root->met) {
            return lost(root,
                        bc_chain_stream(chain, root->stream) ? "the stream ends before it"
                                                             : "the stream is not there",
                        err);
        }
    }
    return true;
}

/* ---- entries ---- */

bool bc_chain_add(struct bc_chain *chain, const char *json, size_t len, struct err *err)
{
    json_t *entry = NULL;
    if (!json_read(json, len, ENTRY_BYTES, &entry, err)) {
        return false;
    }
    const char *name = json_str(entry, "stream");
    struct bc_chain_stream *stream = *name ? stream_of(chain, name) : NULL;
    bool ok = stream ? check(stream, entry, err) && meet(chain, stream, err)
                     : err_set(err, ERR_INVALID,
                               *name ? "there are more streams than can be walked"
                                     : "this is no journal entry: it names no stream");
    chain->entries += ok;
    json_decref(entry);
    return ok;
}

/* An array's brackets and commas may surround the entries of an export, one a line. */
static void strip(const char **text, size_t *len)
{
    while (*len > 0 && strchr(" \t\r\n,[", **text)) {
        ++*text;
        --*len;
    }
    while (*len > 0 && strchr(" \t\r\n,]", (*text)[*len - 1])) {
        --*len;
    }
}

static bool take_line(struct bc_chain *chain, const char *text, size_t len,
                      struct err *err)
{
    static const char mark[] = "\"signature\":";
    static const char entry[] = "\"subject\":";
    /* No entry is without a subject, no checkpoint has one. */
    bool checkpoint = memmem(text, len, mark, sizeof mark - 1) &&
                      !memmem(text, len, entry, sizeof entry - 1);
    return checkpoint ? bc_chain_witness(chain, text, len, NULL, err)
                      : bc_chain_add(chain, text, len, err);
}

bool bc_chain_file(struct bc_chain *chain, const char *path, struct err *err)
{
    FILE *file = strcmp(path, "-") == 0 ? stdin : fopen(path, "r");
    char *line = NULL;
    size_t room = 0;
    ssize_t got;
    int number = 0;
    bool ok = true;
    if (!file) {
        return err_set(err, ERR_INVALID, "cannot open \"%.200s\": %s", path,
                       strerror(errno));
    }
    while (ok && (got = getline(&line, &room, file)) > 0) {
        const char *text = line;
        size_t len = (size_t)got;
        number++;
        strip(&text, &len);
        if (len > 0 && !take_line(chain, text, len, err)) {
            err_prefix(err, "%.200s:%d", path, number);
            ok = false;
        }
    }
    ok = ok && (!ferror(file) || err_set(err, ERR_INVALID, "cannot read \"%.200s\": %s",
                                         path, strerror(errno)));
    if (file != stdin) {
        fclose(file);
    }
    free(line);
    return ok && (chain->entries > 0 || chain->checkpoints > 0 ||
                  err_set(err, ERR_INVALID, "there is no entry in \"%.200s\"", path));
}
