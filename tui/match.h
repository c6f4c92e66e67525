/* How well a text answers the few letters somebody typed. */
#ifndef TUI_MATCH_H
#define TUI_MATCH_H

/* 0: it does not. Every word of the pattern must be in the text: best at its beginning,
 * then at the beginning of a word, then anywhere, then as letters in this order with
 * others between them. Letters of ASCII match in either case. An empty pattern matches
 * everything, equally. */
int tui_match(const char *pattern, const char *text);

#endif
