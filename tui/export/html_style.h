/* The look of the printable page. */
#ifndef TUI_EXPORT_HTML_STYLE_H
#define TUI_EXPORT_HTML_STYLE_H

extern const char tui_html_style[];

#endif
