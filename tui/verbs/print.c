#include "tui/verbs/print.h"

#include <stdlib.h>
#include <string.h>

enum { WIDEST = 40, LABEL = 24, BETWEEN = 2 };

void tui_table_column(struct tui_table *table, const char *title, bool right)
{
    if (table->columns < TUI_TABLE_COLUMNS) {
        table->titles[table->columns] = title;
        table->right[table->columns++] = right;
    }
}

void tui_table_add(struct tui_table *table, struct safe_text cell)
{
    if (table->count == table->room) {
        size_t room = table->room ? table->room * 2 : 64;
        struct safe_text *cells = realloc(table->cells, room * sizeof *cells);
        if (!cells) {
            table->failed = true;
            return;
        }
        table->cells = cells;
        table->room = room;
    }
    table->cells[table->count++] = cell;
}

static int column_width(const struct tui_table *table, int column)
{
    int width = safe_text(table->titles[column]).cells;
    for (size_t i = (size_t)column; i < table->count; i += (size_t)table->columns) {
        int cells = table->cells[i].cells;
        width = cells > width ? cells : width;
    }
    bool last = column == table->columns - 1 && !table->right[column];
    return width < WIDEST || last ? width : WIDEST;
}

/* `*gap` is the space owed before the next cell that is not empty, so that no line ends
 * in blanks. */
static void print_cell(const struct tui_table *table, struct safe_text cell, int column,
                       int width, int *gap, FILE *out)
{
    struct safe_text text = table->right[column]
                                ? safe_fit(cell, width, true, table->ascii)
                                : safe_clip(cell, width, table->ascii);
    if (cell.cells > 0) {
        fprintf(out, "%*s", *gap, "");
        safe_print(out, text);
        *gap = 0;
    } else {
        text.cells = 0;
    }
    *gap += width - text.cells + BETWEEN;
}

static void print_row(const struct tui_table *table, const struct safe_text *cells,
                      const int *width, FILE *out)
{
    int gap = table->indent;
    for (int c = 0; c < table->columns; c++) {
        print_cell(table, cells ? cells[c] : safe_text(table->titles[c]), c, width[c],
                   &gap, out);
    }
    fputc('\n', out);
}

void tui_table_print(struct tui_table *table, FILE *out)
{
    int width[TUI_TABLE_COLUMNS];
    for (int c = 0; c < table->columns; c++) {
        width[c] = column_width(table, c);
    }
    print_row(table, NULL, width, out);
    for (size_t i = 0; i + (size_t)table->columns <= table->count;
         i += (size_t)table->columns) {
        print_row(table, table->cells + i, width, out);
    }
    if (table->failed) {
        fputs("…\n", out);
    }
    free(table->cells);
    *table = (struct tui_table){0};
}

void tui_print_heading(FILE *out, const char *title)
{
    fputc('\n', out);
    tui_print_line(out, safe_text(title));
}

void tui_print_field(FILE *out, const char *label, struct safe_text value)
{
    fputs("  ", out);
    safe_print(out, safe_fit(safe_text(label), LABEL, false, false));
    fputc(' ', out);
    tui_print_line(out, value);
}

void tui_print_line(FILE *out, struct safe_text text)
{
    safe_print(out, text);
    fputc('\n', out);
}

static void print_escaped(FILE *out, uint32_t point)
{
    if (point >= 0x10000) {
        uint32_t rest = point - 0x10000;
        fprintf(out, "\\u%04x\\u%04x", 0xD800 + (rest >> 10), 0xDC00 + (rest & 0x3FF));
    } else {
        fprintf(out, "\\u%04x", point);
    }
}

void tui_print_json(FILE *out, const char *json)
{
    size_t len = strlen(json);
    for (size_t at = 0; at < len;) {
        uint32_t point;
        size_t took = text_decode(json + at, len - at, &point);
        if (text_is_hostile(point) && point != '\n') {
            print_escaped(out, point);
        } else {
            fwrite(json + at, 1, took, out);
        }
        at += took;
    }
    fputc('\n', out);
}
