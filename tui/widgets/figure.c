#include "tui/widgets/figure.h"

#include "common/date.h"
#include "common/money.h"
#include "tui/lang.h"

#include <inttypes.h>
#include <string.h>

struct safe_text tui_count(int64_t count)
{
    char text[32];
    if (count < 0) {
        return safe_text("?");
    }
    /* The yuan form of a hundredfold, without its ".00". */
    if (count > INT64_MAX / 100) {
        return safe_textf("%" PRId64, count);
    }
    money_format(count * 100, MONEY_YUAN, text);
    return safe_text_n(text, strlen(text) - 3);
}

struct safe_text tui_percent(int64_t bp)
{
    return bp < 0 ? safe_text("?") : safe_textf("%" PRId64 "%%", bp / 100);
}

int64_t tui_share_bp(int64_t part, int64_t whole)
{
    int64_t bp;
    if (whole <= 0) {
        return -1;
    }
    if (part <= 0 || !money_prorate(10000, part, whole, 1, &bp)) {
        return 0;
    }
    return bp > 10000 ? 10000 : bp;
}

struct safe_text tui_million(int64_t fen, int digits)
{
    char text[32];
    money_format(fen, MONEY_MILLION, text);
    size_t drop = digits <= 0 ? 4 : digits < 3 ? (size_t)(3 - digits) : 0;
    return safe_text_n(text, strlen(text) - drop);
}

int tui_million_digits(int64_t largest)
{
    static const struct {
        int64_t below; /* fen */
        int digits;
    } steps[] = {{1000000000, 3}, {10000000000, 2}, {1000000000000, 1}};
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        if (largest < steps[i].below) {
            return steps[i].digits;
        }
    }
    return 0;
}

struct safe_text tui_yuan(int64_t fen)
{
    char text[32];
    return safe_text(money_format(fen, MONEY_YUAN, text));
}

struct safe_text tui_age(int64_t age_us)
{
    int64_t s = age_us < 0 ? 0 : age_us / DATE_SECOND;
    if (s < 60) {
        return safe_textf(_("%lld s"), (long long)s);
    }
    if (s < 3600) {
        return safe_textf(_("%lld min"), (long long)s / 60);
    }
    if (s < 86400) {
        return safe_textf(_("%lld h"), (long long)s / 3600);
    }
    return safe_textf(_("%lld d"), (long long)s / 86400);
}

struct safe_text tui_data_age(int64_t now, int64_t at)
{
    if (at == 0) {
        return safe_text(_("not loaded yet"));
    }
    /* Coarse below a minute, so that a quiet screen has nothing to redraw each second. */
    if (now - at < 60 * DATE_SECOND) {
        return safe_text(_("as of now"));
    }
    return safe_textf(_("%s old"), tui_age(now - at).bytes);
}

struct safe_text tui_clock(int64_t at, int64_t now, int zone_s)
{
    if (at == 0) {
        return (struct safe_text){0};
    }
    struct date_parts p = date_split(at, zone_s);
    if (date_of(at, zone_s) == date_of(now, zone_s)) {
        return safe_textf("%02d:%02d", p.hour, p.minute);
    }
    return safe_textf("%02d-%02d %02d:%02d", p.month, p.day, p.hour, p.minute);
}

struct safe_text tui_day(int32_t day, int32_t today)
{
    char text[16], now[16];
    date_format(day, text);
    date_format(today, now);
    return safe_text(strncmp(text, now, 5) == 0 ? text + 5 : text);
}

void tui_figure(struct tui_canvas *canvas, int row, int col, int cells,
                struct safe_text label, struct safe_text value, enum tui_role role)
{
    int right = value.cells < cells ? value.cells : cells;
    int left = cells - right - 1;
    if (left > 0) {
        tui_put_fit(canvas, row, col, left, label, TUI_DIM, false);
    }
    tui_put_fit(canvas, row, col + cells - right, right, value, role, true);
}

void tui_heading(struct tui_canvas *canvas, int row, int col, int cells,
                 struct safe_text title, struct safe_text note)
{
    int used = title.cells < cells ? title.cells : cells;
    tui_put_fit(canvas, row, col, used, title, TUI_TITLE, false);
    int room = cells - used - 2;
    int tail = note.cells > 0 && note.cells < room - 1 ? note.cells + 1 : 0;
    if (room - tail > 0) {
        tui_hline(canvas, row, col + used + 1, room - tail + 1 - (tail > 0), TUI_BORDER);
    }
    if (tail > 0) {
        tui_put(canvas, row, col + cells - note.cells, note, TUI_DIM);
    }
}
