#include "tui/verbs/reasons.h"

#include "backend_client/items.h"
#include "tui/verbs/tranches.h"

#include <stdlib.h>
#include <string.h>

enum { REASONS_MAX = 200 };

static bool take(void *ctx, const char *json)
{
    struct tui_reasons *reasons = ctx;
    reasons->count += bc_reason_read(json, &reasons->list[reasons->count], NULL);
    return reasons->count < REASONS_MAX;
}

void tui_reasons_load(struct tui_call *call, struct tui_reasons *out)
{
    struct buf body = {0};
    out->count = 0;
    out->list = calloc(REASONS_MAX, sizeof *out->list);
    if (!out->list || !tui_get(call, "/v1/reasons", &body, NULL) ||
        !bc_items_each(buf_str(&body), "items", take, out, NULL)) {
        out->count = 0;
    }
    buf_clear(&body);
}

const char *tui_reason_words(const struct tui_reasons *reasons, const char *code)
{
    for (int i = 0; i < reasons->count; i++) {
        const struct bc_reason *reason = &reasons->list[i];
        if (strcmp(reason->code, code) == 0) {
            return tui_lang_is_zh() ? reason->zh : reason->en;
        }
    }
    return code;
}

void tui_reasons_clear(struct tui_reasons *reasons)
{
    free(reasons->list);
    *reasons = (struct tui_reasons){0};
}
