#include "clearinghouse/api/handlers.h"

#include "clearinghouse/api/call.h"
#include "common/date.h"

#include <errno.h>
#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STREAMS = 64, PAGE = 500, PAGE_BYTES = 4 << 20 };

/* Where a reader is in each stream: what an opaque cursor carries. */
struct place {
    char stream[CH_STREAM_NAME_MAX];
    int64_t seq, head;
};

struct places {
    const struct ch_call *call;
    struct place place[STREAMS];
    int count;
};

/* The registry is everybody's; a programme's stream is for those with a role in it. */
static bool may_read(const struct ch_call *call, const char *stream)
{
    unsigned roles = 0;
    if (strcmp(stream, CH_STREAM_ACCESS) == 0) { /* who read what is the auditors' */
        return (call->ctx.who->roles & CH_ROLE_AUDITOR) != 0;
    }
    return strcmp(stream, CH_STREAM_REGISTRY) == 0 ||
           (ch_ctx_roles(&call->ctx, stream, &roles, NULL) && roles != 0);
}

static void add_stream(void *ctx, const char *stream, int64_t seq, const char *hash)
{
    struct places *places = ctx;
    (void)hash;
    if (places->count < STREAMS && strcmp(stream, CH_STREAM_ACCESS) != 0 && may_read(places->call, stream)) {
        struct place *place = &places->place[places->count++];
        snprintf(place->stream, sizeof place->stream, "%s", stream);
        place->head = place->seq = seq;
    }
}

static void encode(const struct places *places, char *out, size_t size)
{
    struct buf text = {0};
    for (int i = 0; i < places->count; i++) {
        buf_printf(&text, "%s=%" PRId64 "\n", places->place[i].stream,
                   places->place[i].seq);
    }
    if (buf_ok(&text) &&
        sodium_base64_ENCODED_LEN(text.len, sodium_base64_VARIANT_URLSAFE_NO_PADDING) <=
            size) {
        sodium_bin2base64(out, size, (const unsigned char *)buf_str(&text), text.len,
                          sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    } else {
        out[0] = '\0';
    }
    buf_clear(&text);
}

/* Streams the cursor does not name are new since: they are read from their start. */
static bool decode(const char *cursor, struct places *places)
{
    char text[4096];
    size_t len;
    if (sodium_base642bin((unsigned char *)text, sizeof text - 1, cursor, strlen(cursor),
                          NULL, &len, NULL,
                          sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0) {
        return false;
    }
    text[len] = '\0';
    for (int i = 0; i < places->count; i++) {
        places->place[i].seq = 0;
    }
    char *rest = text, *line;
    while ((line = strsep(&rest, "\n")) && *line) {
        char *equals = strchr(line, '=');
        if (!equals) {
            return false;
        }
        *equals = '\0';
        int64_t seq = strtoll(equals + 1, NULL, 10);
        for (int i = 0; i < places->count; i++) {
            if (strcmp(places->place[i].stream, line) == 0) {
                if (seq < 0 || seq > places->place[i].head) {
                    return false; /* of a longer ledger than this one */
                }
                places->place[i].seq = seq;
            }
        }
    }
    return true;
}

struct page {
    struct ch_call *call;
    struct buf items;
    struct place *place;
    int count;
    bool operator_only;
};

/* An operator sees what concerns its own centres, of the registry. */
static bool visible(const struct page *page, const struct ch_entry *entry)
{
    unsigned roles = 0;
    if (!page->operator_only) {
        return true;
    }
    return strcmp(entry->subject_kind, "centre") == 0 &&
           ch_ctx_roles(&page->call->ctx, entry->subject_id, &roles, NULL) && roles != 0;
}

static bool add_entry(void *ctx, const struct ch_entry *entry)
{
    struct page *page = ctx;
    page->place->seq = entry->seq;
    if (visible(page, entry)) {
        buf_adds(&page->items, page->count++ ? "," : "");
        ch_entry_json(entry, true, &page->items);
    }
    return page->count < PAGE && page->items.len < PAGE_BYTES;
}

static bool collect(struct page *page, struct places *places, bool *more, struct err *err)
{
    *more = false;
    for (int i = 0; i < places->count; i++) {
        page->place = &places->place[i];
        if (page->place->seq < page->place->head && page->count < PAGE &&
            !ch_journal_read(page->call->ctx.db, page->place->stream, page->place->seq,
                             PAGE - page->count, add_entry, page, err)) {
            return false;
        }
        *more = *more || page->place->seq < page->place->head;
    }
    return true;
}

static bool wait_seconds(struct ch_call *call, int *out)
{
    const char *text = ch_call_param(call, "wait");
    char *end;
    long value = text ? strtol(text, &end, 10) : 0;
    if (text && (*text < '0' || *text > '9' || *end || value > 25)) {
        ch_call_problem(call, 400, "bad-wait", "wait is \"%.20s\"; use 0 to 25 seconds",
                        text);
        return false;
    }
    *out = (int)value;
    return true;
}

void ch_api_changes(struct ch_call *call)
{
    const char *cursor = ch_call_param(call, "cursor");
    struct places places = {.call = call};
    struct page page = {.call = call};
    struct err err = {0};
    char next[6000];
    bool more = false;
    int wait;
    unsigned office = CH_ROLE_OFFICER | CH_ROLE_SUPERVISOR | CH_ROLE_AUDITOR |
                      CH_ROLE_APPLICANT_DESK | CH_ROLE_ADMIN;
    if (!wait_seconds(call, &wait)) {
        return;
    }
    if (!ch_journal_streams(call->ctx.db, add_stream, &places, &err)) {
        ch_call_fail(call, &err);
        return;
    }
    if (cursor && !decode(cursor, &places)) {
        ch_call_problem(call, 410, "cursor-lost",
                        "this cursor is not of this ledger; load the collections again");
        return;
    }
    page.operator_only = (call->ctx.who->roles & office) == 0;
    if (!collect(&page, &places, &more, &err)) {
        buf_clear(&page.items);
        ch_call_fail(call, &err);
        return;
    }
    if (cursor && page.count == 0 && !more && wait > 0 && !call->waited) {
        call->wait_until = date_now() + wait * DATE_SECOND;
    }
    encode(&places, next, sizeof next);
    buf_printf(&call->reply, "{\"cursor\":\"%s\",\"items\":[%s],\"more\":%s}", next,
               buf_str(&page.items), more ? "true" : "false");
    buf_clear(&page.items);
}

struct tail {
    struct buf items;
    int count;
    int64_t last;
};

static bool add_tail(void *ctx, const struct ch_entry *entry)
{
    struct tail *tail = ctx;
    buf_adds(&tail->items, tail->count++ ? "," : "");
    ch_entry_json(entry, true, &tail->items);
    tail->last = entry->seq;
    return tail->items.len < PAGE_BYTES;
}

/* The head of the stream the path names, which the caller may read. */
static bool find_stream(struct ch_call *call, int64_t *head, char hash[HASH_HEX])
{
    struct err err = {0};
    if (!ch_journal_head(call->ctx.db, call->id[0], head, hash, &err)) {
        ch_call_fail(call, &err);
        return false;
    }
    if (*head == 0 || !may_read(call, call->id[0])) {
        ch_call_problem(call, 404, "not-found", "there is no stream \"%.60s\"",
                        call->id[0]);
        return false;
    }
    return true;
}

static bool read_after(struct ch_call *call, int64_t *out)
{
    const char *text = ch_call_param(call, "after");
    *out = 0;
    if (!text) {
        return true;
    }
    char *end;
    errno = 0;
    *out = strtoll(text, &end, 10);
    if (*text < '0' || *text > '9' || *end || errno) {
        ch_call_problem(call, 400, "bad-cursor",
                        "after is \"%.20s\"; use the number of an entry", text);
        return false;
    }
    return true;
}

void ch_api_journal(struct ch_call *call)
{
    struct tail tail = {.count = 0};
    struct err err = {0};
    char hash[HASH_HEX];
    int64_t head, after;
    int limit;
    if (!ch_call_limit(call, &limit) || !read_after(call, &after) ||
        !find_stream(call, &head, hash)) {
        return;
    }
    if (!ch_journal_read(call->ctx.db, call->id[0], after, limit, add_tail, &tail,
                         &err)) {
        ch_call_fail(call, &err);
    } else {
        buf_printf(&call->reply, "{\"items\":[%s],\"next\":", buf_str(&tail.items));
        if (tail.last && tail.last < head) {
            snprintf(call->next, sizeof call->next, "%" PRId64, tail.last);
            buf_printf(&call->reply, "\"%" PRId64 "\"}", tail.last);
        } else {
            buf_adds(&call->reply, "null}");
        }
    }
    buf_clear(&tail.items);
}

void ch_api_journal_head(struct ch_call *call)
{
    char hash[HASH_HEX];
    int64_t head;
    if (find_stream(call, &head, hash)) {
        buf_printf(&call->reply,
                   "{\"hash\":\"%s\",\"seq\":%" PRId64 ",\"stream\":\"%s\"}", hash, head,
                   call->id[0]);
    }
}
