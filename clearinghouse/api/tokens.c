/* Bearer tokens: the secret is in one answer, once, and nowhere else. */
#include "clearinghouse/api/handlers.h"

#include "clearinghouse/api/call.h"
#include "clearinghouse/api/fields.h"
#include "clearinghouse/service/tokens.h"

#include <jansson.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

static bool add(void *ctx, const void *row, const char *body)
{
    struct buf *items = ctx;
    (void)body;
    buf_adds(items, items->len ? "," : "");
    ch_token_json(row, items);
    return true;
}

/* One's own; an administrator's view is of all. */
void ch_api_tokens_list(struct ch_call *call)
{
    const struct ch_principal *who = call->ctx.who;
    bool all = (who->roles & (CH_ROLE_ADMIN | CH_ROLE_AUDITOR)) != 0;
    const char *const own[] = {who->id, NULL};
    struct ch_token row;
    struct buf items = {0};
    struct err err = {0};
    if (!ch_row_each(call->ctx.db, &ch_token_table,
                     all ? "ORDER BY created_at DESC, id LIMIT 1000"
                         : "WHERE principal = $1 ORDER BY created_at DESC, id LIMIT 1000",
                     all ? NULL : own, false, &row, add, &items, &err)) {
        ch_call_fail(call, &err);
    } else {
        buf_printf(&call->reply, "{\"items\":[%s],\"next\":null}", buf_str(&items));
    }
    buf_clear(&items);
}

struct body {
    char principal[CH_SLUG_MAX], label[CH_NAME_MAX];
    int64_t days;
    const json_t *scopes;
};

static bool read_scopes(struct ch_call *call, const struct body *body,
                        struct ch_token *token)
{
    bool write = false;
    size_t i;
    json_t *item;
    json_array_foreach(body->scopes, i, item)
    {
        const char *word = json_string_value(item);
        if (!word || (strcmp(word, "read") != 0 && strcmp(word, "write") != 0)) {
            ch_call_problem(call, 422, "invalid", "scopes are \"read\" and \"write\"");
            return false;
        }
        write = write || strcmp(word, "write") == 0;
    }
    snprintf(token->scopes, sizeof token->scopes, write ? "read,write" : "read");
    return true;
}

/* The answer that is kept for a repeated request is without the secret. */
static void answer(struct ch_call *call, const struct ch_token *token, char *text)
{
    struct buf record = {0};
    ch_token_json(token, &record);
    buf_printf(&call->kept, "{\"record\":%s,\"token\":null}", buf_str(&record));
    buf_printf(&call->reply, "{\"record\":%s,\"token\":\"%s\"}", buf_str(&record), text);
    call->status = 201;
    sodium_memzero(text, CH_TOKEN_TEXT);
    buf_clear(&record);
}

void ch_api_token_make(struct ch_call *call)
{
#define AT(field) offsetof(struct body, field)
    static const struct ch_field fields[] = {
        {"days", CH_FIELD_INT, false, AT(days), 0, 1, CH_TOKEN_DAYS_MAX, NULL},
        {"label", CH_FIELD_TEXT, true, AT(label), CH_NAME_MAX, 0, 0, NULL},
        {"principal", CH_FIELD_SLUG, false, AT(principal), CH_SLUG_MAX, 0, 0, NULL},
        {"scopes", CH_FIELD_ARRAY, false, AT(scopes), 0, 0, 2, NULL},
    };
#undef AT
    struct body body = {.days = 30};
    struct ch_token token = {.revision = 0};
    struct buf faults = {0};
    struct err err = {0};
    char text[CH_TOKEN_TEXT];
    if (!ch_fields_read(call->body, "", fields, COUNT_OF(fields), &body, &faults)) {
        ch_call_faults(call, &faults);
        buf_clear(&faults);
        return;
    }
    snprintf(token.principal, sizeof token.principal, "%s",
             *body.principal ? body.principal : call->ctx.who->id);
    snprintf(token.label, sizeof token.label, "%s", body.label);
    if (!read_scopes(call, &body, &token)) {
        return;
    }
    if (!ch_token_make(&call->ctx, &token, (int)body.days, text, &err)) {
        ch_call_fail(call, &err);
        return;
    }
    answer(call, &token, text);
}

void ch_api_token_revoke(struct ch_call *call)
{
    struct ch_token token;
    struct err err = {0};
    if (!ch_token_revoke(&call->ctx, call->id[0], &token, &err)) {
        ch_call_fail(call, &err);
        return;
    }
    ch_token_json(&token, &call->reply);
}
