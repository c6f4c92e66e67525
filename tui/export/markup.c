#include "tui/export/markup.h"

#include <string.h>

void tui_markup_point(struct buf *out, uint32_t point)
{
    static const struct {
        uint32_t point;
        const char *entity;
    } entities[] = {
        {'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {'"', "&quot;"}, {'\'', "&#39;"}};
    for (size_t i = 0; i < COUNT_OF(entities); i++) {
        if (entities[i].point == point) {
            buf_adds(out, entities[i].entity);
            return;
        }
    }
    char bytes[4];
    buf_add(out, bytes, text_encode(point, bytes));
}

void tui_markup(struct buf *out, struct safe_text text)
{
    for (size_t at = 0; at < text.len;) {
        uint32_t point;
        at += text_decode(text.bytes + at, text.len - at, &point);
        tui_markup_point(out, point);
    }
}
