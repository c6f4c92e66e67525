/* The language of the interface, switchable while it runs. Texts are gettext msgids in
 * English, translations are gettext catalogues; they are read here and not by the C
 * library, which translates only into languages whose locale the machine has installed
 * (a plain Debian has C.UTF-8 and nothing else). */
#ifndef TUI_LANG_H
#define TUI_LANG_H

#include <stdbool.h>

#define _(text) tui_text(text)
#define N_(text) text

/* The text in the reader's language, `text` itself where there is none. Lives until the
 * next tui_lang_set(). */
const char *tui_text(const char *text) __attribute__((format_arg(1)));

/* `one` for n == 1, else `many`, by the plural of the reader's language. */
const char *tui_text_n(const char *one, const char *many, long long n)
    __attribute__((format_arg(1), format_arg(2)));

/* "en", "zh_CN", or NULL for what LANGUAGE, LC_ALL, LC_MESSAGES, LANG ask for. Also sets
 * an LC_CTYPE that can say Chinese. False when there is no translation for it: English is
 * used. */
bool tui_lang_set(const char *name);
const char *tui_lang(void); /* "en" or "zh_CN" */
bool tui_lang_is_zh(void);
/* Whether the environment asked for UTF-8 (lines and blocks may be drawn with it). */
bool tui_lang_utf8(void);

/* Words of the wire in the reader's language: status, verdict, account, decision, role,
 * rule, control, figure source… The word itself when it is not known here. */
const char *tui_word(const char *wire);

#endif
