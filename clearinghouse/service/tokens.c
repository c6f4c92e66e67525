#include "clearinghouse/service/tokens.h"

#include "clearinghouse/secrets.h"
#include "common/date.h"
#include "common/json.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#define COPY(to, from) snprintf(to, sizeof(to), "%s", from)

enum { PUBLIC = 5, SECRET = PUBLIC + 32 + 1, CHECK = SECRET + 64 + 1 };

static const char *who(const struct ch_ctx *ctx)
{
    return ctx->who ? ctx->who->id : "system";
}

static void checksum(const char *text, char out[9])
{
    unsigned char digest[crypto_generichash_BYTES];
    crypto_generichash(digest, sizeof digest, (const unsigned char *)text, CHECK - 1,
                       NULL, 0);
    sodium_bin2hex(out, 9, digest, 4);
}

static void hash(const struct ch_secrets *secrets, const char *text, char out[HASH_HEX])
{
    unsigned char digest[32];
    crypto_generichash(digest, sizeof digest, (const unsigned char *)text, CHECK - 1,
                       secrets->pepper, sizeof secrets->pepper);
    sodium_bin2hex(out, HASH_HEX, digest, sizeof digest);
}

static void write_text(const struct ch_token *token, char text[CH_TOKEN_TEXT])
{
    unsigned char secret[32];
    char hex[65], check[9];
    randombytes_buf(secret, sizeof secret);
    sodium_bin2hex(hex, sizeof hex, secret, sizeof secret);
    snprintf(text, CH_TOKEN_TEXT, "vdt1_%.32s_%s_", strchr(token->id, '_') + 1, hex);
    checksum(text, check);
    memcpy(text + CHECK, check, sizeof check);
    sodium_memzero(secret, sizeof secret);
    sodium_memzero(hex, sizeof hex);
}

void ch_token_json(const struct ch_token *t, struct buf *out)
{
    struct jsonw w;
    jsonw_start(&w, out);
    jsonw_object(&w);
    jsonw_ktime(&w, "created_at", t->created_at);
    jsonw_kstr(&w, "created_by", t->created_by);
    jsonw_ktime(&w, "expires_at", t->expires_at);
    jsonw_kstr(&w, "id", t->id);
    jsonw_kstr(&w, "label", t->label);
    jsonw_kstr(&w, "principal", t->principal);
    jsonw_ktime(&w, "revoked_at", t->revoked_at);
    jsonw_kstr_opt(&w, "revoked_by", t->revoked_by);
    jsonw_key(&w, "scopes");
    jsonw_array(&w);
    jsonw_string(&w, "read");
    if (strstr(t->scopes, "write")) {
        jsonw_string(&w, "write");
    }
    jsonw_array_end(&w);
    jsonw_object_end(&w);
    out->failed |= !jsonw_end(&w);
}

static bool save(const struct ch_ctx *ctx, struct ch_token *t, const char *action,
                 struct err *err)
{
    struct buf body = {0};
    struct ch_landed landed;
    t->revision++;
    ch_token_json(t, &body);
    const struct ch_change change = {.stream = CH_STREAM_REGISTRY,
                                     .action = action,
                                     .kind = "token",
                                     .id = t->id,
                                     .revision = t->revision,
                                     .body = buf_str(&body)};
    bool ok = buf_ok(&body) && ch_record(ctx, &change, &landed, err) &&
              ch_row_put(ctx->db, &ch_token_table, t, t->revision, err);
    buf_clear(&body);
    return ok;
}

/* With the power to make tokens for anybody an administrator could decide as anybody. */
static bool may_make(const struct ch_ctx *ctx, const struct ch_token *t, struct err *err)
{
    struct ch_principal person;
    if (ctx->by_token) {
        return err_set_type(err, ERR_PERMISSION, "token-asks",
                            "a token does not make tokens; ask on the machine itself, or "
                            "ask an administrator");
    }
    if (!ch_principal_get(ctx->db, t->principal, &person, err)) {
        err_prefix(err, "\"%s\"", t->principal);
        return false;
    }
    if (strcmp(who(ctx), t->principal) == 0) {
        return true;
    }
    if (!ctx->who || !(ctx->who->roles & CH_ROLE_ADMIN)) {
        return err_set_type(err, ERR_PERMISSION, "wrong-role",
                            "people make tokens for themselves");
    }
    return person.uid < 0 ||
           err_set_type(err, ERR_REFUSED, "owner-makes-it",
                        "%s has a Unix user here and makes a token themselves",
                        t->principal);
}

bool ch_token_make(const struct ch_ctx *ctx, struct ch_token *t, int days,
                   char text[CH_TOKEN_TEXT], struct err *err)
{
    if (!ctx->service->secrets) {
        return err_set(err, ERR_BUSY, "this clearinghouse cannot make tokens");
    }
    if (!may_make(ctx, t, err)) {
        return false;
    }
    ch_new_id(ctx, "tok", t->id);
    write_text(t, text);
    hash(ctx->service->secrets, text, t->hash);
    COPY(t->created_by, who(ctx));
    t->created_at = ctx->now;
    t->expires_at = ctx->now + days * DATE_DAY;
    t->revoked_at = t->revision = 0;
    t->revoked_by[0] = '\0';
    return save(ctx, t, "token.create", err);
}

bool ch_token_revoke(const struct ch_ctx *ctx, const char *id, struct ch_token *t,
                     struct err *err)
{
    if (!ch_row_get(ctx->db, &ch_token_table, "id", id, t, err)) {
        return false;
    }
    if (strcmp(who(ctx), t->principal) != 0 && ctx->who &&
        !(ctx->who->roles & CH_ROLE_ADMIN)) {
        return err_set(err, ERR_NOT_FOUND, "there is no token \"%.60s\" of yours", id);
    }
    if (t->revoked_at) {
        return true;
    }
    t->revoked_at = ctx->now;
    COPY(t->revoked_by, who(ctx));
    return save(ctx, t, "token.revoke", err);
}

static bool shaped(const char *text)
{
    char check[9];
    if (strlen(text) != CH_TOKEN_LEN || strncmp(text, "vdt1_", 5) != 0 ||
        strspn(text + PUBLIC, "0123456789abcdef") != 32 || text[SECRET - 1] != '_' ||
        strspn(text + SECRET, "0123456789abcdef") != 64 || text[CHECK - 1] != '_') {
        return false;
    }
    checksum(text, check);
    return sodium_memcmp(check, text + CHECK, 8) == 0;
}

bool ch_token_check(const struct ch_service *service, struct ch_db *db, const char *text,
                    int64_t now, struct ch_token *t, struct err *err)
{
    char id[ID_MAX], is[HASH_HEX];
    struct err none = {0};
    bool ok = service->secrets && shaped(text);
    if (ok) {
        snprintf(id, sizeof id, "tok_%.32s", text + PUBLIC);
        hash(service->secrets, text, is);
        ok = ch_row_get(db, &ch_token_table, "id", id, t, &none) &&
             sodium_memcmp(is, t->hash, HASH_HEX - 1) == 0 && t->revoked_at == 0 &&
             now < t->expires_at;
    }
    if (!ok && none.kind != ERR_NONE && none.kind != ERR_NOT_FOUND) {
        *err = none;
        return false;
    }
    return ok || err_set_type(err, ERR_PERMISSION, "bad-token",
                              "this token is not known here, has ended, or was revoked; "
                              "make another with: voucherdesk tokens create");
}
