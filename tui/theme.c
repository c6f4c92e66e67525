#include "tui/theme.h"

#include "common/datadir.h"
#include "tui/configdir.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <ini.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *const role_names[TUI_ROLE_COUNT] = {
    [TUI_TEXT] = "text",
    [TUI_DIM] = "dim",
    [TUI_STRONG] = "strong",
    [TUI_TITLE] = "title",
    [TUI_TAB] = "tab",
    [TUI_TAB_ACTIVE] = "tab-active",
    [TUI_HEADER] = "header",
    [TUI_BORDER] = "border",
    [TUI_SELECTED] = "selected",
    [TUI_MARKED] = "marked",
    [TUI_KEY] = "key",
    [TUI_KEY_OFF] = "key-off",
    [TUI_INPUT] = "input",
    [TUI_STALE] = "stale",
    [TUI_CHANGED] = "changed",
    [TUI_PASS] = "pass",
    [TUI_QUERY] = "query",
    [TUI_CAP] = "cap",
    [TUI_FAIL] = "fail",
    [TUI_WAIT] = "wait",
    [TUI_OK] = "ok",
    [TUI_WARN] = "warn",
    [TUI_ERROR] = "error",
    [TUI_BAR_FULL] = "bar-full",
    [TUI_BAR_PART] = "bar-part",
    [TUI_BAR_EMPTY] = "bar-empty",
    [TUI_SPARK] = "spark",
    [TUI_FORECAST] = "forecast",
    [TUI_HEAT_LOW] = "heat-low",
    [TUI_HEAT_MID] = "heat-mid",
    [TUI_HEAT_HIGH] = "heat-high",
    [TUI_DIALOG] = "dialog",
    [TUI_DIALOG_TITLE] = "dialog-title",
};

static const struct {
    const char *name;
    unsigned bit;
} attribute_names[] = {
    {"bold", TUI_BOLD},
    {"underline", TUI_UNDERLINE},
    {"reverse", TUI_REVERSE},
    {"faint", TUI_FAINT},
};

static const char *const colour_names[] = {
    "black",        "red",           "green",       "yellow",         "blue",
    "magenta",      "cyan",          "white",       "bright-black",   "bright-red",
    "bright-green", "bright-yellow", "bright-blue", "bright-magenta", "bright-cyan",
    "bright-white",
};

const char *tui_role_name(enum tui_role role)
{
    return role_names[role];
}

/* ---- reading one line ---- */

struct reading {
    struct tui_theme theme;
    bool seen[TUI_ROLE_COUNT];
    char wrong[300]; /* the first fault */
};

static int role_named(const char *name)
{
    for (int i = 0; i < TUI_ROLE_COUNT; i++) {
        if (strcmp(role_names[i], name) == 0) {
            return i;
        }
    }
    return -1;
}

/* "default", a colour's name, or its number in the xterm palette. */
static bool colour(const char *word, int *out)
{
    if (strcmp(word, "default") == 0) {
        *out = -1;
        return true;
    }
    for (size_t i = 0; i < COUNT_OF(colour_names); i++) {
        if (strcmp(word, colour_names[i]) == 0) {
            *out = (int)i;
            return true;
        }
    }
    char *end;
    errno = 0;
    long number = strtol(word, &end, 10);
    if (!isdigit((unsigned char)*word) || *end || errno || number > 255) {
        return false;
    }
    *out = (int)number;
    return true;
}

static bool attribute(const char *word, unsigned *out)
{
    for (size_t i = 0; i < COUNT_OF(attribute_names); i++) {
        if (strcmp(word, attribute_names[i].name) == 0) {
            *out |= attribute_names[i].bit;
            return true;
        }
    }
    return false;
}

static bool look(char *words, struct tui_look *out, char *wrong, size_t size)
{
    struct tui_look made = {-1, -1, 0};
    int at = 0;
    char *rest;
    for (char *word = strtok_r(words, " \t", &rest); word;
         word = strtok_r(NULL, " \t", &rest), at++) {
        bool ok = at == 0   ? colour(word, &made.foreground)
                  : at == 1 ? colour(word, &made.background)
                            : attribute(word, &made.attributes);
        if (!ok) {
            snprintf(wrong, size,
                     at < 2 ? "'%s' is no colour: write default, 0 to 255, or a name "
                              "such as bright-blue"
                            : "'%s' is no attribute: write bold, underline, reverse or "
                              "faint",
                     word);
            return false;
        }
    }
    if (at < 2) {
        snprintf(wrong, size, "write foreground, background and attributes");
        return false;
    }
    *out = made;
    return true;
}

static int take_terminal(struct reading *reading, const char *name, const char *value)
{
    reading->theme.light = strcmp(value, "light") == 0;
    if (strcmp(name, "background") == 0 &&
        (reading->theme.light || strcmp(value, "dark") == 0)) {
        return 1;
    }
    snprintf(reading->wrong, sizeof reading->wrong,
             "'%.40s = %.40s': write background = dark or background = light", name,
             value);
    return 0;
}

/* libinih's callback: 0 stops with the line number. */
static int take_line(void *ctx, const char *section, const char *name, const char *value)
{
    struct reading *reading = ctx;
    char words[200], fault[160];
    if (strcmp(section, "terminal") == 0) {
        return take_terminal(reading, name, value);
    }
    if (strcmp(section, "roles") != 0 && *section) {
        snprintf(reading->wrong, sizeof reading->wrong,
                 "section '%.60s' is not known: write [roles] or [terminal]", section);
        return 0;
    }
    int role = role_named(name);
    if (role < 0) {
        snprintf(reading->wrong, sizeof reading->wrong,
                 "'%.60s' is not a role: see the names in default.theme", name);
        return 0;
    }
    if (reading->seen[role]) {
        snprintf(reading->wrong, sizeof reading->wrong, "'%s' is there twice", name);
        return 0;
    }
    snprintf(words, sizeof words, "%s", value);
    if (!look(words, &reading->theme.looks[role], fault, sizeof fault)) {
        snprintf(reading->wrong, sizeof reading->wrong, "'%s': %s", name, fault);
        return 0;
    }
    reading->seen[role] = true;
    return 1;
}

/* ---- files ---- */

static bool find(const char *name, char *path, size_t size, struct err *err)
{
    char folder[4096], own[200];
    if (strchr(name, '/')) {
        snprintf(path, size, "%s", name);
        return true;
    }
    snprintf(own, sizeof own, "themes/%.100s.theme", name);
    if (tui_config_path(own, path, size) && access(path, R_OK) == 0) {
        return true;
    }
    if (!datadir_find("themes", folder, sizeof folder)) {
        return err_set(
            err, ERR_CONFIG,
            "no folder of themes was found; set VOUCHERDESK_DATA to the folder "
            "that has 'themes' in it");
    }
    snprintf(path, size, "%s/%s.theme", folder, name);
    return true;
}

static void set_name(struct tui_theme *theme, const char *name)
{
    const char *slash = strrchr(name, '/');
    snprintf(theme->name, sizeof theme->name, "%s", slash ? slash + 1 : name);
    char *dot = strstr(theme->name, ".theme");
    if (dot) {
        *dot = '\0';
    }
}

static bool complete(const struct reading *reading, const char *path, struct err *err)
{
    for (int i = 0; i < TUI_ROLE_COUNT; i++) {
        if (!reading->seen[i]) {
            return err_set(err, ERR_CONFIG, "%s: there is no line for '%s'", path,
                           role_names[i]);
        }
    }
    return true;
}

bool tui_theme_load(const char *name, struct tui_theme *out, struct err *err)
{
    char path[4200];
    struct reading reading = {.wrong = ""};
    if (!find(name, path, sizeof path, err)) {
        return false;
    }
    int line = ini_parse(path, take_line, &reading);
    if (line < 0) {
        char names[16][48], list[300] = "";
        int count = tui_theme_names(names, 16);
        for (int i = 0; i < count && strlen(list) + 52 < sizeof list; i++) {
            snprintf(list + strlen(list), sizeof list - strlen(list), "%s%s",
                     i ? ", " : "", names[i]);
        }
        return err_set(err, ERR_CONFIG,
                       "cannot read theme '%.100s': %s; themes there are: %.200s", path,
                       strerror(errno), *list ? list : "none");
    }
    if (line > 0) {
        return err_set(err, ERR_CONFIG, "%.150s:%d: %s", path, line,
                       *reading.wrong ? reading.wrong : "this is not 'role = colours'");
    }
    if (!complete(&reading, path, err)) {
        return false;
    }
    set_name(&reading.theme, name);
    if (strlen(path) < sizeof reading.theme.path) {
        strcpy(reading.theme.path, path);
    }
    *out = reading.theme;
    return true;
}

/* What colour said, said by attributes: every role a reader must tell apart without. */
void tui_theme_mono(struct tui_theme *theme)
{
    static const unsigned char attributes[TUI_ROLE_COUNT] = {
        [TUI_STRONG] = TUI_BOLD,        [TUI_TITLE] = TUI_BOLD,
        [TUI_TAB_ACTIVE] = TUI_REVERSE, [TUI_HEADER] = TUI_UNDERLINE,
        [TUI_SELECTED] = TUI_REVERSE,   [TUI_MARKED] = TUI_BOLD,
        [TUI_KEY] = TUI_BOLD,           [TUI_INPUT] = TUI_UNDERLINE,
        [TUI_CHANGED] = TUI_UNDERLINE,  [TUI_QUERY] = TUI_BOLD,
        [TUI_CAP] = TUI_BOLD,           [TUI_FAIL] = TUI_BOLD,
        [TUI_WARN] = TUI_BOLD,          [TUI_ERROR] = TUI_BOLD | TUI_REVERSE,
        [TUI_HEAT_HIGH] = TUI_BOLD,     [TUI_DIALOG_TITLE] = TUI_BOLD,
    };
    for (int i = 0; i < TUI_ROLE_COUNT; i++) {
        theme->looks[i] = (struct tui_look){-1, -1, attributes[i]};
    }
}

static int compare(const void *a, const void *b)
{
    return strcmp(a, b);
}

/* Names found in a folder are put behind those there are. */
static int add_names(const char *folder, char names[][48], int count, int max)
{
    DIR *dir = opendir(folder);
    if (!dir) {
        return count;
    }
    for (struct dirent *entry = readdir(dir); entry && count < max;
         entry = readdir(dir)) {
        size_t len = strlen(entry->d_name);
        if (len > 6 && len < 48 + 6 && strcmp(entry->d_name + len - 6, ".theme") == 0) {
            snprintf(names[count], 48, "%.*s", (int)(len - 6), entry->d_name);
            count++;
        }
    }
    closedir(dir);
    return count;
}

int tui_theme_names(char names[][48], int max)
{
    char folder[4200];
    int found = 0, count = 0;
    if (datadir_find("themes", folder, sizeof folder)) {
        found = add_names(folder, names, found, max);
    }
    if (tui_config_path("themes", folder, sizeof folder)) {
        found = add_names(folder, names, found, max);
    }
    qsort(names, (size_t)found, 48, compare);
    for (int i = 0; i < found; i++) {
        if (count == 0 || strcmp(names[count - 1], names[i]) != 0) {
            memmove(names[count++], names[i], 48);
        }
    }
    return count;
}
