#include "clearinghouse/service/checkpoints.h"

#include "clearinghouse/secrets.h"
#include "clearinghouse/store/checkpoints.h"
#include "common/json.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool take_heads(struct ch_db *db, struct checkpoint *out, struct err *err)
{
    struct ch_head *heads;
    size_t count;
    if (!ch_journal_heads(db, &heads, &count, err)) {
        return false;
    }
    bool ok = count <= CHECKPOINT_HEADS_MAX ||
              err_set(err, ERR_INTERNAL, "there are more than %d streams",
                      CHECKPOINT_HEADS_MAX);
    for (size_t i = 0; ok && i < count; i++) {
        struct checkpoint_head *head = &out->heads[out->head_count++];
        memcpy(head->stream, heads[i].stream, sizeof head->stream);
        memcpy(head->hash, heads[i].hash, sizeof head->hash);
        head->seq = heads[i].seq;
    }
    free(heads);
    checkpoint_root(out);
    return ok;
}

static bool take_head(struct ch_db *db, const char *stream, struct checkpoint *out,
                      struct err *err)
{
    snprintf(out->stream, sizeof out->stream, "%s", stream);
    return ch_journal_head(db, stream, &out->seq, out->hash, err) &&
           (out->seq > 0 ||
            err_set(err, ERR_NOT_FOUND, "there is no stream \"%.60s\"", stream));
}

bool ch_checkpoint_make(const struct ch_ctx *ctx, const char *stream,
                        struct checkpoint *out, struct err *err)
{
    struct buf text = {0};
    *out = (struct checkpoint){.at = ctx->now};
    if (!ctx->service->secrets) {
        return err_set(err, ERR_BUSY, "this clearinghouse has no key to sign with");
    }
    bool root = strcmp(stream, CHECKPOINT_ROOT) == 0;
    if (root ? !take_heads(ctx->db, out, err) : !take_head(ctx->db, stream, out, err)) {
        return false;
    }
    checkpoint_sign(out, ctx->service->secrets->sign);
    checkpoint_write(out, &text);
    bool ok = buf_ok(&text) ? ch_checkpoint_put(ctx->db, out->stream, out->seq, out->at,
                                                buf_str(&text), err)
                            : err_set(err, ERR_INTERNAL, "cannot write the checkpoint");
    buf_clear(&text);
    return ok;
}

bool ch_checkpoint_key(const struct ch_ctx *ctx, struct err *err)
{
    const char *key = ctx->service->secrets->key;
    struct ch_landed landed;
    char body[200];
    bool added;
    if (!ch_signing_key_put(ctx->db, key, ctx->now, &added, err)) {
        return false;
    }
    snprintf(body, sizeof body, "{\"algorithm\":\"ed25519\",\"key\":\"%s\"}", key);
    const struct ch_change change = {.stream = CH_STREAM_REGISTRY,
                                     .action = "key.publish",
                                     .kind = "key",
                                     .id = key,
                                     .revision = 1,
                                     .body = body};
    return !added || ch_record(ctx, &change, &landed, err);
}

/* ---- held against the journal ---- */

struct found {
    bool there;
    char hash[HASH_HEX];
};

static bool find(void *ctx, const struct ch_entry *entry)
{
    struct found *found = ctx;
    found->there = true;
    memcpy(found->hash, entry->hash, sizeof found->hash);
    return false;
}

static bool head_holds(struct ch_db *db, const char *stream, int64_t seq,
                       const char *hash, struct err *err)
{
    struct found found = {.there = false};
    if (seq == 0) {
        return true;
    }
    if (!ch_journal_read(db, stream, seq - 1, 1, find, &found, err)) {
        return false;
    }
    return (found.there && strcmp(found.hash, hash) == 0) ||
           err_set_type(err, ERR_INVALID, "lost-root",
                        "journal %s: the root witnessed at entry %" PRId64
                        " (%.16s…) is lost: %s. The history was rewritten or cut off",
                        stream, seq, hash,
                        found.there ? "another entry stands there" : "it ends before it");
}

bool ch_checkpoint_holds(struct ch_db *db, const struct checkpoint *c, struct err *err)
{
    if (strcmp(c->stream, CHECKPOINT_ROOT) != 0) {
        return head_holds(db, c->stream, c->seq, c->hash, err);
    }
    for (int i = 0; i < c->head_count; i++) {
        if (!head_holds(db, c->heads[i].stream, c->heads[i].seq, c->heads[i].hash, err)) {
            return false;
        }
    }
    return true;
}

struct known {
    const char *key;
    bool is;
};

static void compare_key(void *ctx, const char *key, int64_t since)
{
    struct known *known = ctx;
    (void)since;
    known->is = known->is || strcmp(known->key, key) == 0;
}

static bool line_holds(struct ch_db *db, const char *text, size_t len, struct err *err)
{
    struct checkpoint *c = calloc(1, sizeof *c);
    struct known known = {.is = false};
    if (!c) {
        return err_set(err, ERR_INTERNAL, "out of memory");
    }
    bool ok = checkpoint_read(text, len, c, err);
    known.key = c->key;
    ok = ok && ch_signing_key_each(db, compare_key, &known, err) &&
         (known.is ||
          err_set_type(err, ERR_INVALID, "lost-root",
                       "the ledger does not know the key %.16s… that signed the "
                       "checkpoint of \"%s\": it is another ledger, or the registry was "
                       "rewritten",
                       c->key, c->stream)) &&
         ch_checkpoint_holds(db, c, err);
    free(c);
    return ok;
}

bool ch_checkpoint_file(struct ch_db *db, const char *path, int64_t *count,
                        struct err *err)
{
    FILE *file = fopen(path, "r");
    char *line = NULL;
    size_t room = 0;
    ssize_t got;
    int64_t number = 0;
    bool ok = true;
    *count = 0;
    if (!file) {
        return err_set(err, ERR_CONFIG, "cannot open the witness file \"%.200s\": %s",
                       path, strerror(errno));
    }
    while (ok && (got = getline(&line, &room, file)) > 0) {
        number++;
        line[strcspn(line, "\r\n")] = '\0';
        if (*line) {
            ok = line_holds(db, line, strlen(line), err);
            *count += ok;
        }
    }
    if (!ok) {
        err_prefix(err, "%.200s:%" PRId64, path, number);
    }
    fclose(file);
    free(line);
    return ok;
}
