#include "tui/verbs/verbs.h"

#include "common/date.h"
#include "tui/export/export.h"
#include "tui/export/report.h"
#include "tui/screen.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { READY_MS = 5000, COLS = 120, ROWS = 36, LEAST = 8, MOST = 500 };

struct wish {
    enum tui_format format;
    const char *screen, *path; /* path NULL: standard output */
    int rows, cols;
    bool fixed;
    int64_t at;
};

/* ---- what is asked for ---- */

static bool take_format(const struct tui_call *call, struct wish *wish, struct err *err)
{
    const struct {
        bool asked;
        enum tui_format format;
    } formats[] = {
        {call->svg, TUI_FORMAT_SVG},   {call->text, TUI_FORMAT_TEXT},
        {call->csv, TUI_FORMAT_CSV},   {call->ansi, TUI_FORMAT_ANSI},
        {call->html, TUI_FORMAT_HTML},
    };
    int asked = 0;
    bool report = strcmp(wish->screen, "report") == 0;
    for (size_t i = 0; i < COUNT_OF(formats); i++) {
        if (formats[i].asked) {
            wish->format = formats[i].format;
            asked++;
        }
    }
    if (asked == 0 && wish->path) {
        wish->format = tui_format_of_file(wish->path);
    }
    if (wish->format == TUI_FORMAT_NONE) {
        wish->format = report ? TUI_FORMAT_HTML : TUI_FORMAT_TEXT;
    }
    if (asked > 1) {
        return err_set(err, ERR_USAGE,
                       _("give one of --svg, --text, --csv, --ansi and --html"));
    }
    return report == (wish->format == TUI_FORMAT_HTML) ||
           err_set(err, ERR_USAGE,
                   _("a screen is written as svg, text, csv or ansi; the report as "
                     "html"));
}

static bool take_size(const char *text, struct wish *wish, struct err *err)
{
    char *end = NULL;
    long cols = strtol(text, &end, 10),
         rows = *end == 'x' ? strtol(end + 1, &end, 10) : 0;
    if (*end || cols < LEAST || cols > MOST || rows < LEAST || rows > MOST) {
        return err_set(err, ERR_USAGE,
                       _("--size is columns x rows, such as 120x36, not '%.40s'"), text);
    }
    wish->cols = (int)cols;
    wish->rows = (int)rows;
    return true;
}

static bool take_wish(const struct tui_call *call, struct wish *wish, struct err *err)
{
    const char *path = call->operand_count > 1 ? call->operands[1] : NULL;
    *wish = (struct wish){.screen = call->operands[0], .rows = ROWS, .cols = COLS};
    wish->path = path && strcmp(path, "-") != 0 ? path : NULL;
    wish->fixed = call->at != NULL;
    if (call->at && !date_time_parse(call->at, &wish->at)) {
        return err_set(err, ERR_USAGE,
                       _("--at is an instant such as 2026-11-20T02:00:00Z, not '%.40s'"),
                       call->at);
    }
    return take_format(call, wish, err) &&
           (!call->size || take_size(call->size, wish, err));
}

/* ---- doing it ---- */

static void show_progress(void *ctx, const char *stage, int64_t done, int64_t total)
{
    int *tenth = ctx, now = total > 0 ? (int)(done * 10 / total) : 0;
    if (now != *tenth) {
        fputs(_("making the demo ledger:"), stderr);
        fputc(' ', stderr);
        safe_print(stderr, safe_textf("%s %d%%", tui_word(stage), now * 10));
        fputc('\n', stderr);
        *tenth = now;
    }
}

/* Letters only: what confirms a decision is none, so that an export changes nothing. */
static void press(struct tui_app *app, const char *keys)
{
    for (; *keys; keys++) {
        if (*keys >= ' ' && *keys < 0x7F) {
            tui_app_key(app, (uint32_t)*keys);
        }
    }
    tui_export_settle(app);
}

static bool draw(struct tui_call *call, const struct wish *wish, struct buf *out,
                 struct err *err)
{
    struct tui_config config = *call->console;
    struct tui_app *app;
    config.screen = wish->screen;
    config.memory = NULL; /* what a person was looking at is theirs */
    config.tour = false;
    config.freeze_clock = wish->fixed;
    config.frozen_now = wish->at;
    if (!tui_app_new(call->session, &config, wish->rows, wish->cols, &app, err)) {
        return false;
    }
    tui_export_settle(app);
    if (call->keys) {
        press(app, call->keys);
    }
    bool ok = tui_export(app, wish->format, out, err);
    tui_app_free(app);
    return ok;
}

static bool deliver(const struct wish *wish, const struct buf *out, struct err *err)
{
    static const char mark[] = "\xEF\xBB\xBF"; /* spreadsheets know UTF-8 by it */
    if (!wish->path) {
        fwrite(buf_str(out), 1, out->len, stdout);
        return true;
    }
    struct buf marked = {0};
    if (wish->format == TUI_FORMAT_CSV) {
        buf_adds(&marked, mark);
    }
    buf_add(&marked, buf_str(out), out->len);
    bool ok = (buf_ok(&marked) || err_set(err, ERR_INTERNAL, "out of memory")) &&
              tui_export_write(wish->path, &marked, true, err);
    buf_clear(&marked);
    return ok;
}

bool tui_verb_export(struct tui_call *call, struct err *err)
{
    struct wish wish;
    struct buf out = {0};
    int tenth = -1;
    bool ok = take_wish(call, &wish, err) &&
              tui_export_await(call->session, READY_MS, show_progress, &tenth, err);
    if (ok && wish.format == TUI_FORMAT_HTML) {
        ok = tui_report_html(call->session, wish.fixed ? wish.at : 0, &out, err);
    } else if (ok) {
        ok = draw(call, &wish, &out, err);
    }
    ok = ok && deliver(&wish, &out, err);
    buf_clear(&out);
    return ok;
}
