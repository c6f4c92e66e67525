#include "tui/match.h"

#include <ctype.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

enum { AT_START = 1000, AT_WORD = 800, INSIDE = 600, SCATTERED = 300, LEAST = 1 };

static int lower(char c)
{
    return tolower((unsigned char)c);
}

static bool starts(const char *text, const char *word, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if (lower(text[i]) != lower(word[i])) {
            return false; /* also at the end of the text */
        }
    }
    return true;
}

static bool begins_word(const char *text, size_t at)
{
    return at == 0 ||
           (!isalnum((unsigned char)text[at - 1]) && (unsigned char)text[at - 1] < 0x80);
}

/* As it stands, the earlier the better. */
static int whole(const char *word, size_t len, const char *text)
{
    int best = 0;
    size_t most = strlen(text);
    for (size_t at = 0; at + len <= most; at++) {
        if (starts(text + at, word, len)) {
            int score = at == 0 ? AT_START : begins_word(text, at) ? AT_WORD : INSIDE;
            score -= at < 100 ? (int)at : 100;
            best = score > best ? score : best;
        }
    }
    return best;
}

/* Its letters in order; gaps cost, and a first letter must begin a word, or every long
 * text would match. */
static int scattered(const char *word, size_t len, const char *text)
{
    size_t at = 0;
    int score = SCATTERED;
    for (size_t i = 0; i < len; i++) {
        size_t from = at;
        while (text[at] && (lower(text[at]) != lower(word[i]) ||
                            (i == 0 && !begins_word(text, at)))) {
            at++;
        }
        if (!text[at]) {
            return 0;
        }
        score -= i > 0 && !begins_word(text, at) ? 6 * (int)(at - from) : 0;
        at++;
    }
    return score > LEAST ? score : 0;
}

int tui_match(const char *pattern, const char *text)
{
    int total = 0;
    for (const char *word = pattern + strspn(pattern, " "); *word;) {
        size_t len = strcspn(word, " ");
        int score = whole(word, len, text);
        score = score ? score : len > 1 ? scattered(word, len, text) : 0;
        if (score == 0) {
            return 0;
        }
        total = total == 0 || score < total ? score : total;
        word += len + strspn(word + len, " ");
    }
    return total ? total : LEAST;
}
