/* The parts of a printable page: sections with unit and age, tables, bars. Every text
 * goes through the gate and is escaped; nothing is fetched, nothing is run. */
#ifndef TUI_EXPORT_HTML_H
#define TUI_EXPORT_HTML_H

#include "common/buf.h"
#include "common/text.h"

#include <stdbool.h>
#include <stdint.h>

/* The page down to its first heading: light, dark and printed. */
void tui_html_begin(struct buf *out, const char *lang, struct safe_text title);
void tui_html_end(struct buf *out);

/* `note` is the unit and how old the figures are. */
void tui_html_section(struct buf *out, const char *title, struct safe_text note);
void tui_html_section_end(struct buf *out);
void tui_html_paragraph(struct buf *out, struct safe_text text);

struct tui_html_column {
    const char *title; /* translated */
    bool right;
};
void tui_html_table(struct buf *out, const struct tui_html_column *columns, int count);
void tui_html_table_end(struct buf *out);
void tui_html_row(struct buf *out, bool strong);
void tui_html_row_end(struct buf *out);
void tui_html_cell(struct buf *out, struct safe_text text, bool right);

/* A figure in large letters with what it is; `bad` only repeats what the words say. */
void tui_html_figure(struct buf *out, const char *label, struct safe_text value,
                     struct safe_text unit, bool bad);

/* Parts of a whole as a bar, in a table's cell; `kinds` are classes of the style sheet,
 * `label` says in words what it shows. A whole that is not above 0: an empty bar. */
struct tui_html_part {
    const char *kind;
    int64_t value;
};
void tui_html_bar(struct buf *out, const struct tui_html_part *parts, int count,
                  int64_t whole, struct safe_text label);
/* What the kinds mean. */
void tui_html_key(struct buf *out, const char *kind, const char *words);

#endif
