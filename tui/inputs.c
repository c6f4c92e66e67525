#include "tui/inputs.h"

#include "tui/lang.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PART = 256 };

/* "364 d", "1200 GPU-h", "5,000,000.00 CNY": a figure and its unit. */
static bool figure(const char *input, struct safe_text *out)
{
    static const struct {
        const char *unit, *text;
    } units[] = {
        {" d", N_("days")},
        {" GPU-h", N_("GPU-hours")},
        {" CNY", N_("CNY")},
    };
    size_t len = strspn(input, "0123456789,.-");
    for (size_t i = 0; len > 0 && len < PART && i < sizeof units / sizeof *units; i++) {
        if (strcmp(input + len, units[i].unit) == 0) {
            char number[PART];
            snprintf(number, sizeof number, "%.*s", (int)len, input);
            *out = safe_textf("%s %s", number, _(units[i].text));
            return true;
        }
    }
    return false;
}

/* "contract,invoice": each word, joined. */
static struct safe_text list(const char *words)
{
    char copy[PART], *rest = copy, *word;
    struct safe_text out = {0};
    snprintf(copy, sizeof copy, "%s", words);
    while ((word = strsep(&rest, ","))) {
        out = safe_textf("%s%s%s", out.bytes, out.cells ? ", " : "", tui_word(word));
    }
    return out;
}

struct safe_text tui_input(const char *input)
{
    static const char same[] = "same ";
    const char *word = tui_word(input), *colon = NULL;
    struct safe_text out;
    if (word != input || figure(input, &out)) {
        return word != input ? safe_text(word) : out;
    }
    if (strncmp(input, same, sizeof same - 1) == 0) {
        return safe_textf(_("same %s"), tui_word(input + sizeof same - 1));
    }
    for (const char *at = input; (at = strstr(at, ": ")); at++) {
        colon = at;
    }
    if (!colon || colon - input >= PART) {
        return safe_text(input);
    }
    char head[PART];
    snprintf(head, sizeof head, "%.*s", (int)(colon - input), input);
    return safe_textf("%s: %s", list(head).bytes, tui_word(colon + 2));
}
