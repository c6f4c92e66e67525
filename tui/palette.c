#include "tui/palette.h"

#include <stddef.h>

struct tui_rgb tui_palette_rgb(int colour)
{
    static const struct tui_rgb first[] = {
        {0, 0, 0},       {205, 0, 0},   {0, 205, 0},   {205, 205, 0},
        {0, 0, 238},     {205, 0, 205}, {0, 205, 205}, {229, 229, 229},
        {127, 127, 127}, {255, 0, 0},   {0, 255, 0},   {255, 255, 0},
        {92, 92, 255},   {255, 0, 255}, {0, 255, 255}, {255, 255, 255}};
    static const int steps[] = {0, 95, 135, 175, 215, 255};
    if (colour < 16) {
        return first[colour];
    }
    if (colour >= 232) {
        int grey = 8 + 10 * (colour - 232);
        return (struct tui_rgb){grey, grey, grey};
    }
    int cube = colour - 16;
    return (struct tui_rgb){steps[cube / 36], steps[cube / 6 % 6], steps[cube % 6]};
}

/* The nearest of the eight by hue: a channel is on when it is near the strongest. Greys
 * become the terminal's own (-1), so that nothing is ever black on black. */
static int hue_of(struct tui_rgb c)
{
    int most = c.red > c.green ? c.red : c.green;
    most = c.blue > most ? c.blue : most;
    int least = c.red < c.green ? c.red : c.green;
    least = c.blue < least ? c.blue : least;
    if (most - least < 40) {
        return -1;
    }
    int middle = (most + least) / 2;
    return (c.red > middle ? 1 : 0) | (c.green > middle ? 2 : 0) |
           (c.blue > middle ? 4 : 0);
}

struct tui_look tui_palette_reduce(struct tui_look look, int colours)
{
    struct tui_look made = {-1, -1, look.attributes};
    if (look.foreground >= 0) {
        struct tui_rgb c = tui_palette_rgb(look.foreground);
        bool bright = c.red + c.green + c.blue > 384;
        made.foreground = hue_of(c);
        if (made.foreground > 0 && bright && colours == 16) {
            made.foreground += 8;
        }
        if (made.foreground < 0 && !bright && look.background < 0) {
            made.attributes |= TUI_FAINT;
        }
    }
    if (look.background >= 0) {
        struct tui_rgb c = tui_palette_rgb(look.background);
        made.background = hue_of(c);
        if (made.background < 0 && c.red >= 28) {
            made.attributes |= TUI_REVERSE;
        } else if (made.background < 0) {
            made.background = 0; /* black, asked for */
            made.foreground = made.foreground < 0 ? 7 : made.foreground;
        } else if (made.foreground < 0) {
            /* green, yellow and cyan are light */
            made.foreground = made.background & 2 ? 0 : 7;
        }
    }
    return made;
}

struct tui_look tui_palette_selected(const struct tui_theme *theme, enum tui_role role)
{
    const struct tui_look *row = &theme->looks[TUI_SELECTED], *own = &theme->looks[role];
    const struct tui_look *text = &theme->looks[TUI_TEXT];
    if (own->background >= 0 && own->background != text->background) {
        return *own; /* it stands out by itself */
    }
    bool coloured = own->foreground >= 0 && own->foreground != text->foreground &&
                    role != TUI_DIM && role != TUI_STALE && role != TUI_BORDER &&
                    role != TUI_KEY_OFF;
    return (struct tui_look){coloured ? own->foreground : row->foreground,
                             row->background, row->attributes | own->attributes};
}
