#include "tui/export/sheet.h"

#include "common/date.h"
#include "common/text.h"

#include <inttypes.h>
#include <string.h>

static void separate(struct tui_sheet *sheet)
{
    if (sheet->cells++ > 0) {
        buf_addc(&sheet->text, ',');
    }
}

void tui_sheet_text(struct tui_sheet *sheet, const char *text)
{
    struct safe_text safe = safe_text(text);
    const char *at = safe.bytes + strspn(safe.bytes, " ");
    bool formula = *at && strchr("=+-@", *at) != NULL;
    separate(sheet);
    if (!formula && !strpbrk(safe.bytes, ",\"") && at == safe.bytes) {
        buf_add(&sheet->text, safe.bytes, safe.len);
        return;
    }
    buf_adds(&sheet->text, formula ? "\"'" : "\"");
    for (at = safe.bytes; *at; at++) {
        if (*at == '"') {
            buf_addc(&sheet->text, '"');
        }
        buf_addc(&sheet->text, *at);
    }
    buf_addc(&sheet->text, '"');
}

void tui_sheet_int(struct tui_sheet *sheet, int64_t number)
{
    separate(sheet);
    if (number >= 0) {
        buf_printf(&sheet->text, "%" PRId64, number);
    }
}

static void hundredths(struct tui_sheet *sheet, int64_t number)
{
    uint64_t size = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
    buf_printf(&sheet->text, "%s%" PRIu64 ".%02u", number < 0 ? "-" : "", size / 100,
               (unsigned)(size % 100));
}

void tui_sheet_yuan(struct tui_sheet *sheet, int64_t fen)
{
    separate(sheet);
    hundredths(sheet, fen);
}

void tui_sheet_percent(struct tui_sheet *sheet, int64_t bp)
{
    separate(sheet);
    if (bp >= 0) {
        hundredths(sheet, bp);
    }
}

void tui_sheet_time(struct tui_sheet *sheet, int64_t at)
{
    char text[32];
    separate(sheet);
    if (at != 0) {
        buf_adds(&sheet->text, date_time_format(at, text));
    }
}

void tui_sheet_day(struct tui_sheet *sheet, int32_t day)
{
    char text[16];
    separate(sheet);
    if (day != 0) {
        buf_adds(&sheet->text, date_format(day, text));
    }
}

void tui_sheet_end(struct tui_sheet *sheet)
{
    buf_adds(&sheet->text, "\r\n");
    sheet->cells = 0;
}

void tui_sheet_head(struct tui_sheet *sheet, const char *names)
{
    buf_adds(&sheet->text, names);
    tui_sheet_end(sheet);
}

void tui_sheet_clear(struct tui_sheet *sheet)
{
    buf_clear(&sheet->text);
    *sheet = (struct tui_sheet){0};
}
