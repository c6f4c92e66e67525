#include "common/log.h"

#include "common/buf.h"
#include "common/date.h"
#include "common/json.h"
#include "common/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

static const char *const level_names[] = {"error", "warn", "info", "debug"};

/* Written once by log_setup() before threads exist, read-only afterwards. */
static struct {
    const char *program;
    enum log_level level;
    bool json;
} settings = {"voucherdesk", LOG_INFO, false};

void log_setup(const char *program, enum log_level level, bool json)
{
    settings.program = program;
    settings.level = level;
    settings.json = json;
}

void log_line(enum log_level level, const char *format, ...)
{
    if (level > settings.level) {
        return;
    }
    char raw[1024], at[32];
    va_list args;
    va_start(args, format);
    vsnprintf(raw, sizeof raw, format, args);
    va_end(args);
    struct safe_text text = safe_text(raw);
    date_time_format(date_now(), at);
    struct buf line = {0};
    if (settings.json) {
        struct jsonw w;
        jsonw_start(&w, &line);
        jsonw_object(&w);
        jsonw_kstr(&w, "at", at);
        jsonw_kstr(&w, "level", level_names[level]);
        jsonw_kstr(&w, "program", settings.program);
        jsonw_kstr(&w, "text", text.bytes);
        jsonw_object_end(&w);
    } else {
        buf_printf(&line, "%s %s %s: %s", at, level_names[level], settings.program,
                   text.bytes);
    }
    buf_addc(&line, '\n');
    if (buf_ok(&line) && write(STDERR_FILENO, line.data, line.len) < 0) {
        /* Nowhere to report that the log itself is gone. */
    }
    buf_clear(&line);
}
