#include "tui/saved.h"

#include "common/text.h"
#include "tui/configdir.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH = 4200, LINE = 400 };

static const struct {
    const char *key;
    size_t at, size;
} fields[] = {
#define FIELD(name)                                                                      \
    {                                                                                    \
#name, offsetof(struct tui_saved_view, name),                                    \
            sizeof(((struct tui_saved_view *)0)->name)                                   \
    }
    FIELD(view),
    FIELD(sort),
    FIELD(filter),
    FIELD(columns),
#undef FIELD
};

/* ---- reading ---- */

static char *trimmed(char *text)
{
    text += strspn(text, " \t");
    size_t len = strlen(text);
    while (len > 0 && strchr(" \t\r\n", text[len - 1])) {
        text[--len] = '\0';
    }
    return text;
}

static void set_field(struct tui_saved_view *view, const char *key, const char *value)
{
    for (size_t i = 0; i < COUNT_OF(fields); i++) {
        if (strcmp(fields[i].key, key) == 0 && strlen(value) < fields[i].size &&
            text_valid(value, strlen(value))) {
            memcpy((char *)view + fields[i].at, value, strlen(value) + 1);
        }
    }
    if (strcmp(key, "descending") == 0) {
        view->descending = strcmp(value, "yes") == 0;
    }
}

static void read_line(struct tui_saved *saved, struct tui_saved_view **view, char *line)
{
    struct tui_saved_view fresh = {0};
    line = trimmed(line);
    size_t len = strlen(line);
    char *equals = strchr(line, '=');
    if (*line == '[' && len > 2 && line[len - 1] == ']') {
        line[len - 1] = '\0';
        snprintf(fresh.name, sizeof fresh.name, "%.39s", line + 1);
        const char *own = *fresh.name == '@' ? fresh.name + 1 : fresh.name;
        bool kept = tui_saved_name_ok(own) && tui_saved_put(saved, &fresh);
        *view = kept ? tui_saved_find(saved, fresh.name) : NULL;
    } else if (*line && *line != '#' && *line != ';' && equals && *view) {
        *equals = '\0';
        set_field(*view, trimmed(line), trimmed(equals + 1));
    }
}

void tui_saved_read(struct tui_saved *saved)
{
    char path[PATH], line[LINE];
    struct tui_saved_view *view = NULL;
    memset(saved, 0, sizeof *saved);
    FILE *file =
        tui_config_path("views.ini", path, sizeof path) ? fopen(path, "re") : NULL;
    while (file && fgets(line, sizeof line, file)) {
        read_line(saved, &view, line);
    }
    if (file) {
        fclose(file);
    }
}

/* ---- writing ---- */

/* Each folder on the way that is not there yet. */
static void make_folders(const char *path)
{
    char folder[PATH];
    snprintf(folder, sizeof folder, "%s", path);
    for (char *at = strchr(folder + 1, '/'); at; at = strchr(at + 1, '/')) {
        *at = '\0';
        (void)mkdir(folder, 0700);
        *at = '/';
    }
}

static void write_view(FILE *file, const struct tui_saved_view *view)
{
    fprintf(file, "[%s]\n", view->name);
    for (size_t i = 0; i < COUNT_OF(fields); i++) {
        const char *value = (const char *)view + fields[i].at;
        if (*value) {
            fprintf(file, "%s = %s\n", fields[i].key, value);
        }
    }
    fputs(view->descending ? "descending = yes\n\n" : "\n", file);
}

bool tui_saved_write(const struct tui_saved *saved, struct err *err)
{
    char path[PATH], fresh[PATH + 8];
    if (!tui_config_path("views.ini", path, sizeof path)) {
        return err_set(err, ERR_CONFIG, "there is no home folder to keep views in");
    }
    make_folders(path);
    snprintf(fresh, sizeof fresh, "%s.new", path);
    int fd = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    FILE *file = fd >= 0 ? fdopen(fd, "w") : NULL;
    if (!file) {
        if (fd >= 0) {
            close(fd);
        }
        return err_set(err, ERR_CONFIG, "'%.200s' cannot be written: %s", fresh,
                       strerror(errno));
    }
    fputs("# Views of the console, kept by :view save NAME and :columns.\n\n", file);
    for (int i = 0; i < saved->count; i++) {
        write_view(file, &saved->list[i]);
    }
    bool ok = fflush(file) == 0 && fsync(fd) == 0;
    ok = fclose(file) == 0 && ok && rename(fresh, path) == 0;
    return ok || err_set(err, ERR_CONFIG, "'%.200s' cannot be written: %s", path,
                         strerror(errno));
}

/* ---- the list ---- */

bool tui_saved_name_ok(const char *name)
{
    size_t len = strlen(name);
    if (len == 0 || len >= TUI_SAVED_NAME - 1 || !text_valid(name, len)) {
        return false;
    }
    for (size_t at = 0; at < len;) {
        uint32_t c;
        at += text_decode(name + at, len - at, &c);
        bool word = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                    (c >= 'A' && c <= 'Z') || c == '-' || c == '_' || c == '.' ||
                    (c >= 0x80 && !text_is_hostile(c) && text_width(c) > 0);
        if (!word) {
            return false;
        }
    }
    return true;
}

struct tui_saved_view *tui_saved_find(struct tui_saved *saved, const char *name)
{
    for (int i = 0; i < saved->count; i++) {
        if (strcmp(saved->list[i].name, name) == 0) {
            return &saved->list[i];
        }
    }
    return NULL;
}

bool tui_saved_put(struct tui_saved *saved, const struct tui_saved_view *view)
{
    struct tui_saved_view *same = tui_saved_find(saved, view->name);
    if (!same && saved->count == TUI_SAVED_MAX) {
        return false;
    }
    *(same ? same : &saved->list[saved->count++]) = *view;
    return true;
}

bool tui_saved_remove(struct tui_saved *saved, const char *name)
{
    struct tui_saved_view *view = tui_saved_find(saved, name);
    if (!view) {
        return false;
    }
    size_t after = (size_t)(&saved->list[saved->count] - (view + 1));
    memmove(view, view + 1, after * sizeof *view);
    saved->count--;
    return true;
}

const struct tui_saved_view *tui_saved_named(const struct tui_saved *saved, int n)
{
    for (int i = 0; i < saved->count; i++) {
        if (*saved->list[i].name != '@' && n-- == 0) {
            return &saved->list[i];
        }
    }
    return NULL;
}
