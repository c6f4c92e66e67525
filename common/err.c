#include "common/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const struct {
    const char *name;
    int exit_status;
} kinds[] = {
    [ERR_NONE] = {"none", 0},
    [ERR_USAGE] = {"usage", 2},
    [ERR_TERMINAL] = {"terminal", 64},
    [ERR_INVALID] = {"invalid", 65},
    [ERR_NOT_FOUND] = {"not-found", 1},
    [ERR_CONFLICT] = {"conflict", 1},
    [ERR_STALE] = {"stale", 1},
    [ERR_BUDGET] = {"budget", 1},
    [ERR_REFUSED] = {"refused", 1},
    [ERR_UNREACHABLE] = {"unreachable", 69},
    [ERR_UNKNOWN] = {"unknown", 75},
    [ERR_BUSY] = {"busy", 75},
    [ERR_PERMISSION] = {"permission", 77},
    [ERR_CONFIG] = {"config", 78},
    [ERR_INTERNAL] = {"internal", 70},
};

/* Cut an incomplete UTF-8 character that truncation left at the end. */
static void cut_partial(char *text)
{
    size_t len = strlen(text), at = len;
    while (at > 0 && len - at < 3 && ((unsigned char)text[at - 1] & 0xC0) == 0x80) {
        at--;
    }
    if (at == 0) {
        return;
    }
    unsigned char lead = (unsigned char)text[at - 1];
    size_t want = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
    if (want > 1 && len - (at - 1) < want) {
        text[at - 1] = '\0';
    }
}

static void PRINTF_LIKE(4, 0) fill(struct err *err, enum err_kind kind, const char *type,
                                   const char *format, va_list args)
{
    err->kind = kind;
    err->status = 0;
    snprintf(err->type, sizeof err->type, "%s", type);
    int n = vsnprintf(err->text, sizeof err->text, format, args);
    if (n >= (int)sizeof err->text) {
        cut_partial(err->text);
    }
}

bool err_set(struct err *err, enum err_kind kind, const char *format, ...)
{
    if (err) {
        va_list args;
        va_start(args, format);
        fill(err, kind, "", format, args);
        va_end(args);
    }
    return false;
}

bool err_set_type(struct err *err, enum err_kind kind, const char *type,
                  const char *format, ...)
{
    if (err) {
        va_list args;
        va_start(args, format);
        fill(err, kind, type, format, args);
        va_end(args);
    }
    return false;
}

void err_prefix(struct err *err, const char *format, ...)
{
    if (!err || err->kind == ERR_NONE) {
        return;
    }
    char whole[2 * sizeof err->text];
    va_list args;
    va_start(args, format);
    int n = vsnprintf(whole, sizeof err->text, format, args);
    va_end(args);
    size_t at = n < 0 ? 0 : strlen(whole);
    snprintf(whole + at, sizeof whole - at, ": %s", err->text);
    size_t keep = strlen(whole);
    bool cut = keep >= sizeof err->text;
    if (cut) {
        keep = sizeof err->text - 1;
    }
    memcpy(err->text, whole, keep);
    err->text[keep] = '\0';
    if (cut) {
        cut_partial(err->text);
    }
}

int err_exit_status(enum err_kind kind)
{
    return (size_t)kind < COUNT_OF(kinds) ? kinds[kind].exit_status : 70;
}

const char *err_kind_name(enum err_kind kind)
{
    return (size_t)kind < COUNT_OF(kinds) ? kinds[kind].name : "internal";
}
