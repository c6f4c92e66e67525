/* Screens as files: what is on a screen, or the table behind it. */
#ifndef TUI_EXPORT_EXPORT_H
#define TUI_EXPORT_EXPORT_H

#include "backend_client/direct.h"
#include "tui/app.h"

enum tui_format {
    TUI_FORMAT_NONE,
    TUI_FORMAT_SVG,
    TUI_FORMAT_TEXT,
    TUI_FORMAT_CSV,
    TUI_FORMAT_ANSI,
    TUI_FORMAT_HTML,
    TUI_FORMAT_COUNT,
};
const char *tui_format_name(enum tui_format format); /* "svg": also the files' ending */
enum tui_format tui_format_named(const char *name);
/* By a file's ending; TUI_FORMAT_NONE when that says nothing. */
enum tui_format tui_format_of_file(const char *path);

/* Work on the session until all it shows is there. Patient while something comes;
 * ERR_UNREACHABLE after `patience_ms` without any sign of life. */
MUST_CHECK bool tui_export_await(struct bc_session *session, int patience_ms,
                                 bc_progress_fn *progress, void *ctx, struct err *err);
/* Until what the app draws has stayed as it is for a moment. */
void tui_export_settle(struct tui_app *app);

/* The screen in front as it is drawn now, or its table. */
MUST_CHECK bool tui_export(struct tui_app *app, enum tui_format format, struct buf *out,
                           struct err *err);
/* `:export FORMAT [FILE]`: says in the message line what was written, or why not. */
void tui_export_command(struct tui_app *app, const char *argument);

/* Readable by this person alone, all of it or nothing. `replace`: also over a file that
 * is there. */
MUST_CHECK bool tui_export_write(const char *path, const struct buf *bytes, bool replace,
                                 struct err *err);

#endif
