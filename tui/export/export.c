#include "tui/export/export.h"

#include "tui/app_impl.h"
#include "tui/export/drawn.h"
#include "tui/export/tables.h"

#include "common/date.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *const names[TUI_FORMAT_COUNT] = {
    [TUI_FORMAT_SVG] = "svg",   [TUI_FORMAT_TEXT] = "text", [TUI_FORMAT_CSV] = "csv",
    [TUI_FORMAT_ANSI] = "ansi", [TUI_FORMAT_HTML] = "html",
};

const char *tui_format_name(enum tui_format format)
{
    return names[format];
}

enum tui_format tui_format_named(const char *name)
{
    for (int i = TUI_FORMAT_NONE + 1; i < TUI_FORMAT_COUNT; i++) {
        if (strcmp(names[i], name) == 0) {
            return (enum tui_format)i;
        }
    }
    return TUI_FORMAT_NONE;
}

enum tui_format tui_format_of_file(const char *path)
{
    const char *slash = strrchr(path, '/'), *dot = strrchr(slash ? slash : path, '.');
    if (!dot) {
        return TUI_FORMAT_NONE;
    }
    return strcmp(dot, ".txt") == 0   ? TUI_FORMAT_TEXT
           : strcmp(dot, ".htm") == 0 ? TUI_FORMAT_HTML
                                      : tui_format_named(dot + 1);
}

/* ---- making it ---- */

static bool table(struct tui_app *app, struct buf *out, struct err *err)
{
    const struct app_open *tab = &app->tabs[app->tab];
    struct tui_sheet sheet = {0};
    bool ok = tui_export_table(app, tab->screen->name, tab->state, app->filters[app->tab],
                               &sheet);
    if (ok) {
        buf_add(out, buf_str(&sheet.text), sheet.text.len);
    } else {
        err_set(err, ERR_USAGE, "%s",
                _("this screen has no table; write it as svg or text"));
    }
    tui_sheet_clear(&sheet);
    return ok;
}

/* What a reader who does not see the picture is told. */
static void picture(struct tui_app *app, const struct tui_theme *theme, struct buf *out)
{
    const char *title = _(app->tabs[app->tab].screen->title);
    const struct tui_screen *top = app_top(app)->screen;
    if (top->dialog && top->title) {
        title = _(top->title);
    }
    struct date_parts p = date_split(tui_now(app), tui_zone(app));
    struct safe_text about =
        safe_textf(_("The screen \"%s\" of voucherdesk, %d columns by %d rows, "
                     "%04d-%02d-%02d %02d:%02d."),
                   title, app->canvas.cols, app->canvas.rows, p.year, p.month, p.day,
                   p.hour, p.minute);
    tui_export_svg(&app->canvas, theme, safe_textf("voucherdesk · %s", title).bytes,
                   about.bytes, out);
}

bool tui_export(struct tui_app *app, enum tui_format format, struct buf *out,
                struct err *err)
{
    struct tui_theme theme = app->theme;
    if (app->config.no_color) {
        tui_theme_mono(&theme);
    }
    tui_touch(app);
    tui_app_draw(app);
    switch (format) {
    case TUI_FORMAT_SVG:
        picture(app, &theme, out);
        break;
    case TUI_FORMAT_TEXT:
        tui_canvas_text(&app->canvas, out);
        break;
    case TUI_FORMAT_ANSI:
        tui_export_ansi(&app->canvas, &theme, out);
        break;
    case TUI_FORMAT_CSV:
        if (!table(app, out, err)) {
            return false;
        }
        break;
    case TUI_FORMAT_HTML:
    case TUI_FORMAT_NONE:
    case TUI_FORMAT_COUNT:
        return err_set(err, ERR_USAGE, "%s",
                       _("a screen is written as svg, text, csv or ansi; the report as "
                         "html"));
    }
    return buf_ok(out) || err_set(err, ERR_INTERNAL, "out of memory");
}

/* ---- writing it ---- */

static bool write_all(int fd, const char *bytes, size_t len)
{
    while (len > 0) {
        ssize_t wrote = write(fd, bytes, len);
        if (wrote < 0 && errno == EINTR) {
            continue;
        }
        if (wrote <= 0) {
            return false;
        }
        bytes += wrote;
        len -= (size_t)wrote;
    }
    return true;
}

static bool failed(const char *path, struct err *err)
{
    return err_set(err, ERR_USAGE, _("cannot write \"%.200s\": %s"), path,
                   errno == EEXIST ? _("it is there already; name another file")
                                   : strerror(errno));
}

/* Under another name until it is whole: link() refuses a name that is taken, rename()
 * takes its place. */
static bool put_in_place(const char *made, const char *path, bool replace)
{
    if (replace) {
        return rename(made, path) == 0;
    }
    bool ok = link(made, path) == 0;
    int why = errno;
    unlink(made);
    errno = why;
    return ok;
}

bool tui_export_write(const char *path, const struct buf *bytes, bool replace,
                      struct err *err)
{
    struct buf made = {0};
    buf_printf(&made, "%s.XXXXXX", path);
    if (!buf_ok(&made)) {
        buf_clear(&made);
        return err_set(err, ERR_INTERNAL, "out of memory");
    }
    int fd = mkostemp(made.data, O_CLOEXEC);
    bool ok = fd >= 0 && write_all(fd, buf_str(bytes), bytes->len) && fsync(fd) == 0;
    ok = (fd < 0 || close(fd) == 0) && ok;
    if (ok) {
        ok = put_in_place(made.data, path, replace);
    }
    int why = errno;
    if (!ok && fd >= 0) {
        unlink(made.data);
    }
    errno = why;
    buf_clear(&made);
    return ok || failed(path, err);
}
