#include "backend_client/chain.h"

#include "common/buf.h"
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

bool bc_chain_add(struct bc_chain *chain, const char *json, size_t len, struct err *err)
{
    json_t *entry = NULL;
    if (!json_read(json, len, ENTRY_BYTES, &entry, err)) {
        return false;
    }
    const char *name = json_str(entry, "stream");
    struct bc_chain_stream *stream = *name ? stream_of(chain, name) : NULL;
    bool ok = stream ? check(stream, entry, err)
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
        if (len > 0 && !bc_chain_add(chain, text, len, err)) {
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
    return ok && (chain->entries > 0 ||
                  err_set(err, ERR_INVALID, "there is no entry in \"%.200s\"", path));
}
