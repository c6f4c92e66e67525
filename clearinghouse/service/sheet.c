#include "clearinghouse/service/sheet.h"

#include "common/hash.h"
#include "common/json.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

void ch_sheet_cell(struct ch_sheet *sheet, const char *text, char end)
{
    struct buf *out = &sheet->items;
    bool risky = *text && strchr("=+-@", *text);
    buf_adds(out, "\"");
    buf_adds(out, risky ? "'" : "");
    for (; *text; text++) {
        buf_adds(out, *text == '"' ? "\"" : "");
        buf_addc(out, *text);
    }
    buf_addc(out, '"');
    buf_addc(out, end);
}

void ch_sheet_yuan(struct ch_sheet *sheet, int64_t fen, char end)
{
    buf_printf(&sheet->items, "%" PRId64 ".%02" PRId64 "%c", fen / 100, fen % 100, end);
}

bool ch_sheet_finish(struct ch_sheet *sheet, const char *head, const char *programme,
                     struct buf *out)
{
    char hash[HASH_HEX];
    struct buf all = {0};
    struct jsonw w;
    buf_printf(&all, "%s%s%s", sheet->csv ? head : "[", buf_str(&sheet->items),
               sheet->csv ? "" : "]");
    hash_hex(buf_str(&all), all.len, hash);
    if (sheet->csv) {
        buf_printf(out, "%ssha256,%s\n", buf_str(&all), hash);
    } else {
        jsonw_start(&w, out);
        jsonw_object(&w);
        jsonw_kint(&w, "count", sheet->count);
        jsonw_kraw(&w, "items", buf_str(&all));
        jsonw_kstr(&w, "programme", programme);
        jsonw_kstr(&w, "sha256", hash);
        jsonw_kint(&w, "total_fen", sheet->total_fen);
        jsonw_object_end(&w);
        out->failed |= !jsonw_end(&w);
    }
    bool ok = buf_ok(&sheet->items) && buf_ok(&all) && buf_ok(out);
    buf_clear(&all);
    buf_clear(&sheet->items);
    return ok;
}
