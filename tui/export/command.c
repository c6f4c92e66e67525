#include "tui/export/export.h"

#include "common/date.h"
#include "tui/app_impl.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* A spreadsheet takes UTF-8 for what it is only behind a byte-order mark. */
static const char mark[] = "\xEF\xBB\xBF";

/* Without a name: the screen and the instant, in the folder one works in. */
static void default_path(struct tui_app *app, enum tui_format format, char *out,
                         size_t size)
{
    struct date_parts p = date_split(tui_now(app), tui_zone(app));
    snprintf(out, size, "%s-%04d%02d%02d-%02d%02d%02d.%s",
             app->tabs[app->tab].screen->name, p.year, p.month, p.day, p.hour, p.minute,
             p.second, format == TUI_FORMAT_TEXT ? "txt" : tui_format_name(format));
}

static bool write_file(struct tui_app *app, enum tui_format format, const char *path,
                       struct err *err)
{
    struct buf out = {0};
    if (format == TUI_FORMAT_CSV) {
        buf_adds(&out, mark);
    }
    bool ok =
        tui_export(app, format, &out, err) && tui_export_write(path, &out, false, err);
    buf_clear(&out);
    return ok;
}

void tui_export_command(struct tui_app *app, const char *argument)
{
    char word[16], path[512], folder[512];
    struct err err = {0};
    size_t len = strcspn(argument, " ");
    snprintf(word, sizeof word, "%.*s", (int)(len < 15 ? len : 15), argument);
    const char *rest = argument + len + strspn(argument + len, " ");
    enum tui_format format = tui_format_named(word);
    if (format == TUI_FORMAT_NONE || format == TUI_FORMAT_HTML) {
        tui_say(app, TUI_SAY_WARN,
                safe_text(_("say what to write: export svg, text, csv or ansi, and a "
                            "file")));
        return;
    }
    if (*rest) {
        snprintf(path, sizeof path, "%s", rest);
    } else {
        default_path(app, format, path, sizeof path);
    }
    if (!write_file(app, format, path, &err)) {
        tui_say(app, TUI_SAY_ERROR, safe_text(err.text));
        return;
    }
    bool whole = path[0] == '/' || !getcwd(folder, sizeof folder);
    tui_say(
        app, TUI_SAY_OK,
        safe_textf(_("written: %s%s%s"), whole ? "" : folder, whole ? "" : "/", path));
}
