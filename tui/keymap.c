#include "tui/keymap.h"

#include "common/attr.h"
#include "common/text.h"

#include <errno.h>
#include <ini.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct reading {
    struct tui_binding list[TUI_BINDINGS_MAX];
    size_t count, shipped; /* those from `shipped` on are the file's */
    FILE *file;
    const char *name; /* of the file, as faults call it */
    int line, faults;
    struct buf *out;
};

static void fault(struct reading *reading, const char *format, ...) PRINTF_LIKE(2, 3);
static void fault(struct reading *reading, const char *format, ...)
{
    char text[240];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    buf_printf(reading->out, "%s:%d: %s\n", reading->name, reading->line, text);
    reading->faults++;
}

/* ---- one line ---- */

static void take_away(struct reading *reading, enum tui_context context, uint32_t key)
{
    for (size_t i = 0; i < reading->count; i++) {
        if (reading->list[i].context == context && reading->list[i].key == key) {
            reading->count--;
            reading->shipped -= i < reading->shipped;
            memmove(&reading->list[i], &reading->list[i + 1],
                    (reading->count - i) * sizeof reading->list[0]);
            return;
        }
    }
}

static bool given_before(const struct reading *reading, enum tui_context context,
                         uint32_t key)
{
    for (size_t i = reading->shipped; i < reading->count; i++) {
        if (reading->list[i].context == context && reading->list[i].key == key) {
            return true;
        }
    }
    return false;
}

/* In the footer where the action as shipped is. */
static bool in_footer(enum tui_context context, enum tui_action action)
{
    for (size_t i = 0; i < tui_shipped_binding_count; i++) {
        const struct tui_binding *b = &tui_shipped_bindings[i];
        if (b->context == context && b->action == action && b->footer) {
            return true;
        }
    }
    return false;
}

/* The keys by which one always gets out, and by which one decides, are not given away. */
static bool is_kept(enum tui_context context, uint32_t key)
{
    enum tui_action action = TUI_ACT_NONE;
    for (size_t i = 0; i < tui_shipped_binding_count; i++) {
        if (tui_shipped_bindings[i].context == context &&
            tui_shipped_bindings[i].key == key) {
            action = tui_shipped_bindings[i].action;
        }
    }
    return key == TUI_KEY_ESC || action == TUI_ACT_CONFIRM ||
           (action == TUI_ACT_HELP && key == TUI_KEY_F1) ||
           (key == ('C' & 0x1F) && action == TUI_ACT_QUIT);
}

static bool opens_preview(enum tui_action action)
{
    return action >= TUI_ACT_ACCEPT && action <= TUI_ACT_ASSIGN;
}

/* Whether the key opens a preview in the queue and confirms in the preview. */
static bool confirms_itself(const struct reading *reading, uint32_t key)
{
    bool opens = false, confirms = false;
    for (size_t i = 0; i < reading->count; i++) {
        if (reading->list[i].key == key) {
            opens = opens || opens_preview(reading->list[i].action);
            confirms = confirms || reading->list[i].action == TUI_ACT_CONFIRM;
        }
    }
    return opens && confirms;
}

static void bind(struct reading *reading, enum tui_context context, uint32_t key,
                 enum tui_action action, const char *name)
{
    struct tui_binding before[1] = {{0}};
    bool had = false;
    for (size_t i = 0; i < reading->count; i++) {
        if (reading->list[i].context == context && reading->list[i].key == key) {
            before[0] = reading->list[i];
            had = true;
        }
    }
    take_away(reading, context, key);
    if (action == TUI_ACT_NONE) {
        return; /* "none" */
    }
    if (reading->count == TUI_BINDINGS_MAX) {
        fault(reading, "there are too many keys; %d can be bound", TUI_BINDINGS_MAX);
        return;
    }
    reading->list[reading->count++] =
        (struct tui_binding){context, key, action, in_footer(context, action)};
    if (confirms_itself(reading, key)) {
        reading->count--;
        if (had) {
            reading->list[reading->count++] = before[0];
        }
        fault(reading,
              "'%s' would both open a preview and confirm it; a confirmation is never "
              "the key that started it",
              name);
    }
}

static int take_line(void *ctx, const char *section, const char *name, const char *value)
{
    struct reading *reading = ctx;
    enum tui_context context = tui_context_named(section);
    uint32_t key = tui_key_named(name);
    enum tui_action action = tui_action_named(value);
    struct safe_text shown = safe_text(name), to = safe_text(value),
                     where = safe_text(section);
    if (context == TUI_CONTEXT_COUNT) {
        fault(reading, "there is no place '%.40s'; docs/keys.md names them", where.bytes);
    } else if (key == 0) {
        fault(reading,
              "'%.40s' is no key; write it as docs/keys.md does: a, ^A, F5, PgUp",
              shown.bytes);
    } else if (action == TUI_ACT_NONE && strcmp(value, "none") != 0) {
        fault(reading, "there is no action '%.40s'; docs/keys.md names them", to.bytes);
    } else if (is_kept(context, key)) {
        fault(reading, "'%s' keeps its meaning in [%s]; choose another key", shown.bytes,
              section);
    } else if (given_before(reading, context, key)) {
        fault(reading, "'%s' is already given in [%s] above; the first one holds",
              shown.bytes, section);
    } else {
        bind(reading, context, key, action, shown.bytes);
    }
    return 1;
}

/* ---- the file ---- */

/* libinih tells no line numbers with its values: count the lines it is given. */
static char *next_line(char *out, int size, void *stream)
{
    struct reading *reading = stream;
    char *line = fgets(out, size, reading->file);
    reading->line += line != NULL;
    return line;
}

int tui_keymap_load(const char *path, struct buf *faults)
{
    struct reading reading = {.out = faults};
    const char *slash = strrchr(path, '/');
    reading.name = slash ? slash + 1 : path;
    reading.file = fopen(path, "r");
    if (!reading.file) {
        if (errno == ENOENT || errno == ENOTDIR) {
            return 0;
        }
        buf_printf(faults, "%s: cannot be read: %s\n", path, strerror(errno));
        return 1;
    }
    reading.count = reading.shipped = tui_shipped_binding_count;
    memcpy(reading.list, tui_shipped_bindings,
           tui_shipped_binding_count * sizeof reading.list[0]);
    int wrong = ini_parse_stream(next_line, &reading, take_line, &reading);
    if (wrong != 0) {
        reading.line = wrong;
        fault(&reading, "this is not 'key = action'");
    }
    fclose(reading.file);
    (void)tui_bindings_set(reading.list, reading.count);
    return reading.faults;
}

/* ---- docs/keys.md ---- */

static void put_row(struct buf *out, enum tui_context context, size_t first)
{
    const struct tui_binding *list = tui_shipped_bindings;
    const struct tui_action_info *info = tui_action_info(list[first].action);
    char name[16];
    buf_adds(out, "|");
    for (size_t i = first; i < tui_shipped_binding_count; i++) {
        if (list[i].context == context && list[i].action == list[first].action) {
            tui_key_name(list[i].key, name);
            buf_printf(out, " `%s`", name);
        }
    }
    buf_printf(out, " | `%s` | %s |\n", info->name, info->help);
}

static bool is_first(size_t index)
{
    for (size_t i = 0; i < index; i++) {
        if (tui_shipped_bindings[i].context == tui_shipped_bindings[index].context &&
            tui_shipped_bindings[i].action == tui_shipped_bindings[index].action) {
            return false;
        }
    }
    return true;
}

static void put_context(struct buf *out, enum tui_context context)
{
    enum tui_context around = tui_context_around(context);
    buf_printf(out, "\n## %s: `[%s]`\n\n", tui_context_title(context),
               tui_context_name(context));
    if (around != TUI_CONTEXT_COUNT) {
        buf_printf(out, "And the keys of `[%s]`, where they are not used here.\n\n",
                   tui_context_name(around));
    }
    buf_adds(out, "| key | action | what it does |\n|---|---|---|\n");
    for (size_t i = 0; i < tui_shipped_binding_count; i++) {
        if (tui_shipped_bindings[i].context == context && is_first(i)) {
            put_row(out, context, i);
        }
    }
}

static const char intro[] =
    "# Keys\n\n"
    "Made by `make docs` from the tables of tui/keys.c; `?` in the console shows the "
    "same "
    "for what is in front.\n\n"
    "Your own keys go into `~/.config/voucherdesk/keys.ini` (or "
    "`$XDG_CONFIG_HOME/voucherdesk/keys.ini`):\n\n"
    "```ini\n"
    "[queue]\n"
    "F2 = approve     ; an action may have several keys\n"
    "x = none         ; and a key may do nothing\n"
    "[global]\n"
    "^G = palette\n"
    "```\n\n"
    "Signs an INI file keeps to itself are written out: `Colon`, `Equals`, `Semicolon`, "
    "`Hash`, `Quote`, `LeftBracket`, `RightBracket`, and `Space`. A line that is wrong "
    "is "
    "left out and named at the start with its number; the rest holds. `Esc`, `F1`, `^C` "
    "and the confirming keys keep their meaning, and no key can both open a preview and "
    "confirm it.\n\n"
    "Every action can also be typed by its name after `:`.\n";

void tui_keymap_markdown(struct buf *out)
{
    buf_adds(out, intro);
    for (int c = 0; c < TUI_CONTEXT_COUNT; c++) {
        put_context(out, (enum tui_context)c);
    }
}
