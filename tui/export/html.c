#include "tui/export/html.h"

#include "tui/export/html_style.h"
#include "tui/export/markup.h"

#include <inttypes.h>

enum { BAR = 1000 }; /* units of a bar's width */

void tui_html_begin(struct buf *out, const char *lang, struct safe_text title)
{
    buf_printf(out,
               "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n",
               lang);
    buf_adds(out, "<meta name=\"viewport\" content=\"width=device-width\">\n"
                  "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src "
                  "'none'; style-src 'unsafe-inline'\">\n<title>");
    tui_markup(out, title);
    buf_printf(out, "</title>\n<style>\n%s</style>\n</head>\n<body>\n", tui_html_style);
}

void tui_html_end(struct buf *out)
{
    buf_adds(out, "</body>\n</html>\n");
}

static void element(struct buf *out, const char *open, struct safe_text text,
                    const char *close)
{
    buf_adds(out, open);
    tui_markup(out, text);
    buf_adds(out, close);
}

void tui_html_section(struct buf *out, const char *title, struct safe_text note)
{
    buf_adds(out, "<section>\n<div class=\"head\">");
    element(out, "<h2>", safe_text(title), "</h2>");
    element(out, "<span class=\"note\">", note, "</span></div>\n");
}

void tui_html_section_end(struct buf *out)
{
    buf_adds(out, "</section>\n");
}

void tui_html_paragraph(struct buf *out, struct safe_text text)
{
    element(out, "<p>", text, "</p>\n");
}

void tui_html_table(struct buf *out, const struct tui_html_column *columns, int count)
{
    buf_adds(out, "<div class=\"wide\"><table>\n<thead><tr>");
    for (int i = 0; i < count; i++) {
        element(out,
                columns[i].right ? "<th scope=\"col\" class=\"r\">"
                                 : "<th scope=\"col\">",
                safe_text(columns[i].title), "</th>");
    }
    buf_adds(out, "</tr></thead>\n<tbody>\n");
}

void tui_html_table_end(struct buf *out)
{
    buf_adds(out, "</tbody></table></div>\n");
}

void tui_html_row(struct buf *out, bool strong)
{
    buf_adds(out, strong ? "<tr class=\"strong\">" : "<tr>");
}

void tui_html_row_end(struct buf *out)
{
    buf_adds(out, "</tr>\n");
}

void tui_html_cell(struct buf *out, struct safe_text text, bool right)
{
    element(out, right ? "<td class=\"r\">" : "<td>", text, "</td>");
}

void tui_html_figure(struct buf *out, const char *label, struct safe_text value,
                     struct safe_text unit, bool bad)
{
    buf_adds(out, bad ? "<div class=\"bad\">" : "<div>");
    element(out, "<dt>", safe_text(label), "</dt>");
    element(out, "<dd>", value, " ");
    element(out, "<small>", unit, "</small></dd></div>\n");
}

/* Thousandths of the whole, by division that cannot overflow. */
static int64_t share(int64_t value, int64_t whole)
{
    if (value <= 0 || whole <= 0) {
        return 0;
    }
    int64_t part = whole > INT64_MAX / BAR || value > INT64_MAX / BAR
                       ? value / (whole / BAR)
                       : value * BAR / whole;
    return part > BAR ? BAR : part > 0 ? part : 1;
}

void tui_html_bar(struct buf *out, const struct tui_html_part *parts, int count,
                  int64_t whole, struct safe_text label)
{
    int64_t at = 0;
    buf_printf(out,
               "<td><svg viewBox=\"0 0 %d 60\" preserveAspectRatio=\"none\" "
               "role=\"img\" aria-label=\"",
               BAR);
    tui_markup(out, label);
    buf_printf(out, "\"><rect class=\"none\" width=\"%d\" height=\"60\"/>", BAR);
    for (int i = 0; i < count; i++) {
        int64_t width = share(parts[i].value, whole);
        width = at + width > BAR ? BAR - at : width;
        if (width > 0) {
            buf_printf(out,
                       "<rect class=\"%s\" x=\"%" PRId64 "\" width=\"%" PRId64
                       "\" height=\"60\"/>",
                       parts[i].kind, at, width);
        }
        at += width;
    }
    buf_adds(out, "</svg></td>");
}

void tui_html_key(struct buf *out, const char *kind, const char *words)
{
    buf_printf(out,
               "<span class=\"key\"><svg viewBox=\"0 0 10 10\"><rect class=\"%s\" "
               "width=\"10\" height=\"10\"/></svg>",
               kind);
    tui_markup(out, safe_text(words));
    buf_adds(out, "</span>\n");
}
