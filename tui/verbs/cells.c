#include "tui/verbs/print.h"

#include "common/date.h"
#include "common/money.h"
#include "tui/lang.h"
#include "tui/widgets/figure.h"

#include <inttypes.h>

struct safe_text tui_cell_yuan(int64_t fen)
{
    char text[32];
    return safe_text(money_format(fen, MONEY_YUAN, text));
}

struct safe_text tui_cell_million(int64_t fen)
{
    char text[32];
    return safe_text(money_format(fen, MONEY_MILLION, text));
}

struct safe_text tui_cell_count(int64_t n)
{
    char text[32] = "";
    size_t at = sizeof text - 1;
    if (n < 0) {
        return safe_text("-");
    }
    for (int digits = 0; digits == 0 || n > 0; digits++, n /= 10) {
        if (digits > 0 && digits % 3 == 0) {
            text[--at] = ',';
        }
        text[--at] = (char)('0' + n % 10);
    }
    return safe_text(text + at);
}

struct safe_text tui_cell_percent(int64_t bp)
{
    return bp < 0 ? safe_text("-") : safe_textf("%" PRId64 "%%", bp / 100);
}

struct safe_text tui_cell_time(int64_t at)
{
    struct date_parts p = date_split(at, DATE_ZONE_CHINA);
    return at == 0 ? safe_text("-")
                   : safe_textf("%04d-%02d-%02d %02d:%02d", p.year, p.month, p.day,
                                p.hour, p.minute);
}

struct safe_text tui_cell_day(int32_t day)
{
    char text[16];
    return safe_text(day ? date_format(day, text) : "-");
}

struct safe_text tui_cell_due(int64_t due_at, int64_t now)
{
    if (due_at == 0) {
        return safe_text("-");
    }
    return due_at >= now ? tui_age(due_at - now)
                         : safe_textf(_("%s late"), tui_age(now - due_at).bytes);
}
