/* Output of verbs: aligned tables of safe text, pages of fields, and JSON whose strings
 * cannot harm a terminal. */
#ifndef TUI_VERBS_PRINT_H
#define TUI_VERBS_PRINT_H

#include "common/text.h"

#include <stdio.h>

enum { TUI_TABLE_COLUMNS = 12 };

/* Fill it with tui_table_column() and tui_table_add(), row after row. */
struct tui_table {
    int columns;
    const char *titles[TUI_TABLE_COLUMNS]; /* translated */
    bool right[TUI_TABLE_COLUMNS];
    bool ascii;
    int indent;
    struct safe_text *cells; /* owned */
    size_t count, room;
    bool failed;
};

void tui_table_column(struct tui_table *table, const char *title, bool right);
void tui_table_add(struct tui_table *table, struct safe_text cell);
/* Each column as wide as its widest cell, at most 40 unless it is the last. Frees the
 * cells. */
void tui_table_print(struct tui_table *table, FILE *out);

/* A line of its own: a heading of a page. */
void tui_print_heading(FILE *out, const char *title);
/* "  label            value": one fact of a page. */
void tui_print_field(FILE *out, const char *label, struct safe_text value);
void tui_print_line(FILE *out, struct safe_text text);

/* A JSON document and a newline; code points that act on a terminal become \u escapes. */
void tui_print_json(FILE *out, const char *json);

/* ---- cells: figures as people read them; "-" where nobody knows ---- */

struct safe_text tui_cell_yuan(int64_t fen);    /* 1,840,000.00 */
struct safe_text tui_cell_million(int64_t fen); /* 1.840 */
struct safe_text tui_cell_count(int64_t n);     /* 12,345; -1 "-" */
struct safe_text tui_cell_percent(int64_t bp);  /* 31% */
struct safe_text tui_cell_time(int64_t at);     /* 2026-11-24 14:05, in China */
struct safe_text tui_cell_day(int32_t day);
/* How long until then: "2 d", or how late it is: "3 h late". */
struct safe_text tui_cell_due(int64_t due_at, int64_t now);

#endif
