#include "tui/verbs/doctor.h"

#include "common/date.h"
#include "tui/term.h"
#include "tui/verbs/probe.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

void doctor_terminal(struct doctor *d)
{
    const char *term = getenv("TERM");
    struct winsize size = {0};
    doctor_say(d, term && *term && strcmp(term, "dumb") != 0 ? DOCTOR_OK : DOCTOR_WARN,
               "TERM", safe_text(term ? term : "-"),
               _("set TERM to what your terminal is, such as xterm-256color"));
    if (!isatty(STDOUT_FILENO) || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0) {
        doctor_say(d, DOCTOR_OK, _("terminal size"),
                   safe_text(_("not a terminal: verbs work, screens do not")), "");
    } else {
        doctor_say(d, size.ws_row >= 24 && size.ws_col >= 80 ? DOCTOR_OK : DOCTOR_WARN,
                   _("terminal size"), safe_textf("%u x %u", size.ws_col, size.ws_row),
                   _("80 x 24 shows everything; 40 x 8 is the least"));
    }
}

/* Colours, mouse and what is written beside the screen, if anything. */
void doctor_abilities(struct doctor *d)
{
    const char *term = getenv("TERM"), *no_color = getenv("NO_COLOR");
    struct tui_term_facts facts = {.colours = 0};
    if (!term || !isatty(STDOUT_FILENO) || !tui_term_facts(term, &facts)) {
        return;
    }
    bool off = no_color && *no_color;
    doctor_say(d, facts.colours >= 8 || off ? DOCTOR_OK : DOCTOR_WARN, _("colours"),
               off ? safe_text(_("off by NO_COLOR")) : safe_textf("%d", facts.colours),
               _("states are words, so none are needed; a TERM ending in -256color has "
                 "them"));
    doctor_say(d, DOCTOR_OK, _("mouse"),
               safe_text(facts.mouse ? _("can be used; off until :mouse on")
                                     : _("the terminal has none; keys do everything")),
               "");
    doctor_say(d, DOCTOR_OK, _("clipboard, OSC 52"),
               safe_text(getenv("TMUX")
                             ? _("written by the copy key alone; tmux passes it "
                                 "on with set-clipboard on")
                             : _("written by the copy key alone, never read")),
               "");
    doctor_say(d, DOCTOR_OK, _("links, OSC 8"), safe_text(_("never written")), "");
}

/* The terminal itself is asked where the cursor went after each of these. */
static void probe_widths(struct doctor *d)
{
    static const uint32_t points[] = {'a',    0xB7,   0xA5,   0xD7,   0x2026, 0x2191,
                                      0x2192, 0x2500, 0x2588, 0x2581, 0x2591, 0x3013,
                                      0x661F, 0xFF0C, 0x2014, 0x3400, 0x20000};
    int width, differ = 0, asked = 0;
    uint32_t first = 0;
    int64_t took = 0;
    struct probe probe;
    if (!probe_open(&probe)) {
        return;
    }
    for (size_t i = 0;
         i < COUNT_OF(points) && probe_width(&probe, points[i], &width, &took); i++) {
        asked++;
        if (width != text_width(points[i])) {
            first = differ++ ? first : points[i];
        }
    }
    probe_close(&probe);
    if (asked == 0) {
        doctor_say(d, DOCTOR_OK, _("widths on screen"),
                   safe_text(_("the terminal does not tell where its cursor is")), "");
        return;
    }
    doctor_say(d, differ ? DOCTOR_WARN : DOCTOR_OK, _("widths on screen"),
               differ ? safe_textf(_("%d of %d differ from the terminal, first U+%04X"),
                                   differ, asked, (unsigned)first)
                      : safe_textf(_("%d agree with the terminal"), asked),
               _("set the terminal's ambiguous characters to narrow, or use --ascii"));
    enum { SLOW_US = 150000 };
    doctor_say(
        d, took > SLOW_US ? DOCTOR_WARN : DOCTOR_OK, _("terminal answers in"),
        safe_textf("%lld.%03lld ms", (long long)(took / 1000), (long long)(took % 1000)),
        _("a slow line: :link slow sends less"));
}

/* Letters whose width the C library tells otherwise would push a row out of line. */
void doctor_widths(struct doctor *d)
{
    static const uint32_t ranges[][2] = {
        {0x20, 0x7E},     {0xA1, 0x17F},    {0x2010, 0x2026},
        {0x2190, 0x2193}, {0x2500, 0x259F}, {0x3000, 0x303F},
        {0x4E00, 0x9FFF}, {0xFF01, 0xFF60}, {0x20000, 0x2A6DF}};
    int differ = 0;
    uint32_t first = 0;
    for (size_t i = 0; i < COUNT_OF(ranges); i++) {
        for (uint32_t point = ranges[i][0]; point <= ranges[i][1]; point++) {
            int libc = wcwidth((wchar_t)point);
            if (libc >= 0 && !text_is_hostile(point) && libc != text_width(point)) {
                first = differ++ ? first : point;
            }
        }
    }
    doctor_say(d, differ ? DOCTOR_WARN : DOCTOR_OK, _("character widths"),
               differ ? safe_textf(_("%d differ from the C library, first U+%04X"),
                                   differ, (unsigned)first)
                      : safe_text(_("agree with the C library")),
               _("columns may stand askew; update the C library or use another locale"));
    probe_widths(d);
}
