#include "tui/widgets/burn.h"

#include "common/attr.h"
#include "common/money.h"
#include "tui/widgets/bar.h"
#include "tui/widgets/figure.h"

#include <stdio.h>

enum { LEAST_COLUMN = 4, MOST_COLUMN = 8, FEET = 2 /* weeks, numbers */ };

void tui_burn_ahead(struct tui_burn *burn, int64_t pace_fen, int most, int week)
{
    int64_t left = burn->known > 0 ? burn->fen[burn->known - 1] : 0;
    burn->ahead = 0;
    while (pace_fen > 0 && left > 0 && burn->ahead < most &&
           burn->known + burn->ahead < TUI_BURN_MAX) {
        int at = burn->known + burn->ahead++;
        left = left > pace_fen ? left - pace_fen : 0;
        week = week % 52 + 1;
        burn->fen[at] = left;
        snprintf(burn->week[at], sizeof burn->week[at], "W%02d", week);
    }
}

/* What of it is drawn where. */
struct frame {
    int first, last; /* columns of the burn */
    int column;      /* cells of one, its gap included */
    int axis;        /* cells of the scale at the left */
    int height;
    int64_t step; /* fen of one row of cells: a round figure */
    int digits;
};

static int64_t largest(const struct tui_burn *burn, int first, int last)
{
    int64_t top = 1;
    for (int i = first; i < last; i++) {
        top = burn->fen[i] > top ? burn->fen[i] : top;
    }
    return top;
}

/* The smallest of 1, 1.2, 1.5, 2 … 8 times a power of ten that is not below `least`. */
static int64_t round_step(int64_t least)
{
    static const int tenths[] = {10, 12, 15, 20, 25, 30, 40, 50, 60, 80};
    for (int64_t unit = 10; unit < INT64_MAX / 100; unit *= 10) {
        for (size_t i = 0; i < COUNT_OF(tenths); i++) {
            if (unit / 10 * tenths[i] >= least) {
                return unit / 10 * tenths[i];
            }
        }
    }
    return least;
}

/* The weeks ahead keep at most half of what fits; the past gives way first. */
static void choose_weeks(const struct tui_burn *burn, int fit, struct frame *f)
{
    int all = burn->known + burn->ahead;
    int ahead = burn->ahead > fit / 2 ? fit / 2 : burn->ahead;
    ahead = burn->known < fit - ahead ? fit - burn->known : ahead;
    f->last = fit < all ? burn->known + ahead : all;
    f->first = f->last > fit ? f->last - fit : 0;
}

static struct frame frame_of(const struct tui_burn *burn, struct tui_rect rect)
{
    struct frame f = {.height = rect.rows - FEET};
    int all = burn->known + burn->ahead;
    int64_t top = largest(burn, 0, all);
    int digits = tui_million_digits(top);
    f.digits = digits > 0 ? digits - 1 : 0;
    f.column = tui_million(top, f.digits).cells + 1;
    f.column = f.column > LEAST_COLUMN ? f.column : LEAST_COLUMN;
    f.axis = f.column + 1;
    int fit = (rect.cols - f.axis) / f.column;
    choose_weeks(burn, fit, &f);
    if (fit > all && all > 0) {
        int wide = (rect.cols - f.axis) / all;
        f.column = wide > MOST_COLUMN ? MOST_COLUMN : wide;
    }
    f.step = f.height > 0 ? round_step(largest(burn, f.first, f.last) / f.height + 1) : 1;
    return f;
}

/* Height in eighths of a cell; what is left at all is seen. */
static int eighths(const struct frame *f, int64_t fen)
{
    int64_t height = 0;
    if (fen <= 0 || !money_prorate(8, fen, f->step, 1, &height)) {
        return 0;
    }
    return height > 0 ? (int)height : 1;
}

static void known_cell(struct tui_canvas *canvas, int row, int col, int level)
{
    if (level >= 8) {
        tui_fill_cell(canvas, row, col, TUI_FILL_FULL);
    } else if (!canvas->ascii) {
        tui_glyph(canvas, row, col, (enum tui_glyph)(TUI_EIGHTH_0 + level), TUI_BAR_FULL);
    } else {
        tui_puts(canvas, row, col, level >= 4 ? "#" : "_", TUI_BAR_FULL);
    }
}

/* Whole cells only: a forecast never looks taller than a week that was. */
static void ahead_cell(struct tui_canvas *canvas, int row, int col, int level)
{
    const char *ink = level < 8 ? "_" : canvas->ascii ? ":" : "░";
    tui_puts(canvas, row, col, ink, TUI_FORECAST);
}

static void draw_column(struct tui_canvas *canvas, struct tui_rect rect,
                        const struct frame *f, const struct tui_burn *burn, int i)
{
    int col = rect.col + f->axis + (i - f->first) * f->column;
    int left = eighths(f, burn->fen[i]);
    bool ahead = i >= burn->known;
    for (int row = rect.row + f->height - 1; left > 0 && row >= rect.row; row--) {
        for (int k = 0; k < f->column - 1; k++) {
            (ahead ? ahead_cell : known_cell)(canvas, row, col + k, left);
        }
        left -= 8;
    }
    int foot = rect.row + f->height;
    enum tui_role role = ahead ? TUI_FORECAST : TUI_TEXT;
    tui_put_fit(canvas, foot, col, f->column - 1, safe_text(burn->week[i]), TUI_DIM,
                true);
    tui_put_fit(canvas, foot + 1, col, f->column - 1,
                burn->fen[i] < 0 ? safe_text("?") : tui_million(burn->fen[i], f->digits),
                role, true);
}

void tui_burn_draw(struct tui_canvas *canvas, struct tui_rect rect,
                   const struct tui_burn *burn)
{
    struct frame f = frame_of(burn, rect);
    if (f.height < 1) {
        return;
    }
    struct tui_rect clip = tui_clip(canvas, rect);
    for (int row = 0; row < f.height; row++) {
        /* The scale: full height at the top, then every other row. */
        if (row % 2 == 0) {
            tui_put_fit(canvas, rect.row + row, rect.col, f.axis - 2,
                        tui_million(f.step * (f.height - row), f.digits), TUI_DIM, true);
        }
    }
    for (int i = f.first; i < f.last; i++) {
        draw_column(canvas, rect, &f, burn, i);
    }
    tui_clip(canvas, clip);
}
