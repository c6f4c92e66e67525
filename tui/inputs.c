#include "tui/inputs.h"

#include "common/attr.h"
#include "tui/lang.h"
#include "tui/widgets/figure.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PART = 256 };

/* A figure: "1200" is shown as 1,200, what has its commas already as it is. */
static struct safe_text number(const char *digits)
{
    size_t len = strspn(digits, "0123456789");
    return len > 3 && len < 16 && !digits[len] ? tui_count(strtoll(digits, NULL, 10))
                                               : safe_text(digits);
}

/* Sentences of the server, each # a figure: "364 d", "1200 h of 3000 h". */
static const struct {
    const char *said, *text; /* text: msgid with the same figures in the same order */
} figures[] = {
    {"# d", N_("# days")},
    {"# min", N_("# minutes")},
    {"# GPU-h", N_("# GPU-hours")},
    {"# CNY", N_("# CNY")},
    {"# CNY an hour, posted # CNY", N_("# CNY an hour, posted # CNY")},
    {"# W a card", N_("# W a card")},
    {"# h of # h", N_("# h of # h")},
    {"# h claimed, # h metered", N_("# h claimed, # h metered")},
    {"# h claimed, # h confirmed", N_("# h claimed, # h confirmed")},
};

/* The figures of `input`, where it is said as `said`. */
static bool matches(const char *input, const char *said, char found[2][PART])
{
    for (int n = 0; *said; said++) {
        if (*said != '#') {
            if (*input++ != *said) {
                return false;
            }
            continue;
        }
        size_t len = strspn(input, "0123456789,.-");
        if (len == 0 || len >= PART || n == 2) {
            return false;
        }
        snprintf(found[n++], PART, "%.*s", (int)len, input);
        input += len;
    }
    return *input == '\0';
}

static struct safe_text filled(const char *text, char found[2][PART])
{
    struct safe_text out = {0};
    for (int n = 0; *text; n++) {
        size_t len = strcspn(text, "#");
        out = safe_textf("%s%.*s%s", out.bytes, (int)len, text,
                         text[len] ? number(found[n % 2]).bytes : "");
        text += len + (text[len] == '#');
    }
    return out;
}

static bool figure(const char *input, struct safe_text *out)
{
    for (size_t i = 0; i < COUNT_OF(figures); i++) {
        char found[2][PART] = {"", ""};
        if (matches(input, figures[i].said, found)) {
            *out = filled(_(figures[i].text), found);
            return true;
        }
    }
    return false;
}

/* "XVV-26-00002-8J7KP5-30 active": a number and a word about it. */
static bool numbered(const char *input, struct safe_text *out)
{
    size_t len = strspn(input, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-");
    const char *word = len > 0 && input[len] == ' ' ? input + len + 1 : "";
    if (tui_word(word) == word || len >= PART) {
        return false;
    }
    *out = safe_textf("%.*s %s", (int)len, input, tui_word(word));
    return true;
}

/* "contract,invoice": each word, joined. */
static struct safe_text list(const char *words)
{
    char copy[PART], *rest = copy, *word;
    struct safe_text out = {0};
    snprintf(copy, sizeof copy, "%s", words);
    while ((word = strsep(&rest, ","))) {
        out = safe_textf("%s%s%s", out.bytes, out.cells ? _(", ") : "", tui_word(word));
    }
    return out;
}

struct safe_text tui_input(const char *input)
{
    static const char same[] = "same ";
    const char *word = tui_word(input), *colon = NULL;
    struct safe_text out;
    if (word != input) {
        return safe_text(word);
    }
    if (figure(input, &out) || numbered(input, &out)) {
        return out;
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
    return safe_textf(_("%s: %s"), list(head).bytes, tui_word(colon + 2));
}

struct safe_text tui_figure_input(const char *input)
{
    struct safe_text out;
    return figure(input, &out) ? out : safe_text(input);
}
