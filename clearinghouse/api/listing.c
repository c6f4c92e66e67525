#include "clearinghouse/api/listing.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

struct page {
    int limit, count;
    bool more;
    struct buf items;
    char key[CH_NAME_MAX], id[ID_MAX];
};

static bool refuse(struct ch_call *call, const char *name, const char *value,
                   const char *allowed)
{
    ch_call_problem(call, 400, "bad-filter", "%s is \"%.60s\"; use one of: %s", name,
                    value, allowed);
    return false;
}

static bool word_allowed(const struct ch_listing_filter *f, const char *word, size_t len)
{
    for (const char *const *w = f->words; *w; w++) {
        if (strlen(*w) == len && strncmp(*w, word, len) == 0) {
            return true;
        }
    }
    return false;
}

static bool check_filter(struct ch_call *call, const struct ch_listing_filter *f,
                         const char *value)
{
    char list[240] = "";
    if (!f->words) {
        return true;
    }
    for (const char *const *w = f->words; *w; w++) {
        size_t at = strlen(list);
        snprintf(list + at, sizeof list - at, "%s%s", at ? ", " : "", *w);
    }
    for (const char *at = value;;) {
        size_t len = f->several ? strcspn(at, ",") : strlen(at);
        if (!word_allowed(f, at, len)) {
            return refuse(call, f->name, at, list);
        }
        if (at[len] == '\0') {
            return true;
        }
        at += len + 1;
    }
}

static bool read_filters(struct ch_call *call, const struct ch_listing *l,
                         struct ch_page *page, struct buf *binding)
{
    buf_printf(binding, "%s", l->table->name);
    for (const struct ch_listing_filter *f = l->filters; f->name; f++) {
        const char *value = ch_call_param(call, f->name);
        if (value && !check_filter(call, f, value)) {
            return false;
        }
        buf_printf(binding, "|%s", value ? value : "");
        page->where[page->where_count].column = f->column;
        page->where[page->where_count].list = f->several;
        page->where[page->where_count++].value = value;
    }
    page->query = ch_call_param(call, "q");
    memcpy(page->search, l->search, sizeof page->search);
    buf_printf(binding, "|%s", page->query ? page->query : "");
    const char *count = ch_call_param(call, "count");
    return !count || strcmp(count, "exact") == 0 || refuse(call, "count", count, "exact");
}

static bool read_sort(struct ch_call *call, const struct ch_listing *l,
                      struct ch_page *page, struct buf *binding)
{
    const char *word = ch_call_param(call, "sort");
    char list[120] = "";
    page->descending = word && *word == '-';
    word = word ? word + page->descending : l->sorts->word;
    for (const struct ch_listing_sort *s = l->sorts; s->word; s++) {
        size_t at = strlen(list);
        snprintf(list + at, sizeof list - at, "%s%s", at ? ", " : "", s->word);
        if (strcmp(s->word, word) == 0) {
            page->order = s->column;
            page->number = s->number;
            buf_printf(binding, "|%s|%d", s->column, page->descending);
            return true;
        }
    }
    return refuse(call, "sort", word, list);
}

static bool add(void *ctx, const char *id, const char *key, const char *body)
{
    struct page *page = ctx;
    if (page->count == page->limit) {
        page->more = true;
        return false;
    }
    buf_adds(&page->items, page->count++ ? "," : "");
    buf_adds(&page->items, body);
    snprintf(page->key, sizeof page->key, "%s", key);
    snprintf(page->id, sizeof page->id, "%s", id);
    return true;
}

static void answer(struct ch_call *call, const struct page *page, int64_t total)
{
    buf_adds(&call->reply, "{");
    if (total >= 0) {
        buf_printf(&call->reply, "\"count\":%" PRId64 ",", total);
    }
    buf_adds(&call->reply, "\"items\":[");
    buf_add(&call->reply, buf_str(&page->items), page->items.len);
    buf_printf(&call->reply, "],\"next\":%s%s%s}", page->more ? "\"" : "",
               page->more ? call->next : "null", page->more ? "\"" : "");
}

static void run(struct ch_call *call, const struct ch_listing *l, struct ch_page *query,
                const char *binding)
{
    struct page page = {.limit = query->limit};
    struct err err = {0};
    int64_t total = -1;
    char key[CH_NAME_MAX], id[ID_MAX];
    const char *after = ch_call_param(call, "after");
    if (after) {
        if (!ch_cursor_decode(call, after, binding, key, sizeof key, id, sizeof id)) {
            return;
        }
        query->key = key;
        query->id = id;
    }
    query->limit++;
    bool ok = ch_page_read(call->ctx.db, l->table, query, add, &page, &err) &&
              (!ch_call_param(call, "count") ||
               ch_page_count(call->ctx.db, l->table, query, &total, &err));
    if (!ok) {
        ch_call_fail(call, &err);
    } else {
        if (page.more) {
            ch_cursor_encode(binding, page.key, page.id, call->next, sizeof call->next);
        }
        answer(call, &page, total);
    }
    buf_clear(&page.items);
}

void ch_listing_answer_of(struct ch_call *call, const struct ch_listing *l,
                          const char *column, const char *value)
{
    struct ch_page query = {.where_count = 0};
    struct buf binding = {0};
    if (column) {
        query.where[query.where_count].column = column;
        query.where[query.where_count++].value = value;
        buf_printf(&binding, "%s|", value);
    }
    if (ch_call_limit(call, &query.limit) && read_filters(call, l, &query, &binding) &&
        read_sort(call, l, &query, &binding)) {
        run(call, l, &query, buf_str(&binding));
    }
    buf_clear(&binding);
}

void ch_listing_answer(struct ch_call *call, const struct ch_listing *l)
{
    ch_listing_answer_of(call, l, NULL, NULL);
}
