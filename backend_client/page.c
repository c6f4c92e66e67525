#include "backend_client/sync_impl.h"

#include "common/json.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

enum { PAGE_MEMBERS = 4 };

bool bc_page_take(struct bc_page *page, struct bc_reply *reply, const char *const *keys,
                  size_t count, struct bc_span *spans, struct err *err)
{
    const char *all[PAGE_MEMBERS] = {"items"};
    struct bc_span found[PAGE_MEMBERS];
    for (size_t i = 0; i < count && i + 1 < PAGE_MEMBERS; i++) {
        all[i + 1] = keys[i];
    }
    size_t len = reply->body.len;
    char *text = buf_take(&reply->body);
    if (!text) {
        return err_set(err, ERR_INTERNAL, "out of memory for an answer");
    }
    if (!bc_cut_object(text, len, all, count + 1, found) || !found[0].at) {
        free(text);
        return err_set(
            err, ERR_INVALID,
            "the server's list is not one: an object with \"items\" is wanted");
    }
    memcpy(spans, found + 1, count * sizeof *spans);
    *page = (struct bc_page){.text = text, .rest = found[0]};
    return true;
}

void bc_page_clear(struct bc_page *page)
{
    free(page->text);
    *page = (struct bc_page){.text = NULL};
}

bool bc_page_next(struct bc_page *page, struct json_t **item, struct bc_span *text,
                  struct err *err)
{
    *item = NULL;
    if (!bc_cut_item(&page->rest, text)) {
        return err_set(err, ERR_INVALID, "the server's \"items\" is not a list");
    }
    if (!text->at) {
        return true;
    }
    page->applied++;
    if (!json_read(text->at, text->len, BC_ITEM_MAX, item, err)) {
        err_prefix(err, "item %d of the server's list", page->applied);
        return false;
    }
    return true;
}
