/* Tables for other programs, as CSV (RFC 4180, UTF-8). The first row names the columns as
 * the API does, in every language, and words are those of the API: what reads such a file
 * must not depend on who wrote it. */
#ifndef TUI_EXPORT_SHEET_H
#define TUI_EXPORT_SHEET_H

#include "common/buf.h"

#include <stdint.h>

/* `{0}` is empty; clear it. Cells are added one after another. */
struct tui_sheet {
    struct buf text;
    int cells; /* in this row so far */
};

/* Text from outside: gated, and a beginning that a spreadsheet would take for a formula
 * (= + - @) is kept from it by an apostrophe. */
void tui_sheet_text(struct tui_sheet *sheet, const char *text);
/* Figures. Unknown ones are empty, never 0. */
void tui_sheet_int(struct tui_sheet *sheet, int64_t number); /* below 0: unknown */
void tui_sheet_yuan(struct tui_sheet *sheet, int64_t fen);   /* exact: 1840000.05 */
void tui_sheet_percent(struct tui_sheet *sheet, int64_t bp); /* 31.25; below 0: unknown */
void tui_sheet_time(struct tui_sheet *sheet, int64_t at);    /* RFC 3339; 0: none */
void tui_sheet_day(struct tui_sheet *sheet, int32_t day);
void tui_sheet_end(struct tui_sheet *sheet); /* of the row */
/* A row of column names, comma-separated. */
void tui_sheet_head(struct tui_sheet *sheet, const char *names);
void tui_sheet_clear(struct tui_sheet *sheet);

#endif
