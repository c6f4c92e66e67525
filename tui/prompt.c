#include "tui/app_impl.h"

#include "tui/widgets/figure.h"

#include <stdio.h>
#include <string.h>

static bool filters(struct tui_app *app, const char *text)
{
    struct app_open *top = app_top(app);
    if (!top->screen->filter) {
        return false;
    }
    top->screen->filter(app, top->state, text);
    if (app->dialog_count == 0) {
        snprintf(app->filters[app->tab], sizeof app->filters[0], "%s", text);
    }
    return true;
}

void app_prompt_open(struct tui_app *app, char kind)
{
    struct app_prompt *prompt = &app->prompt;
    prompt->kind = kind;
    prompt->typed[0] = '\0';
    prompt->kept_at = app->memory.command_count;
    const char *start =
        kind == '/' && app->dialog_count == 0 ? app->filters[app->tab] : "";
    snprintf(prompt->before, sizeof prompt->before, "%s", start);
    tui_field_set(&prompt->field, start);
    tui_touch(app);
}

static void enter(struct tui_app *app)
{
    struct app_prompt *prompt = &app->prompt;
    char line[TUI_FIELD_MAX + 1];
    char kind = prompt->kind;
    snprintf(line, sizeof line, "%s", prompt->field.text);
    prompt->kind = 0;
    if (kind == ':' && *line) {
        tui_memory_command(&app->memory, line);
        app_keep(app);
        app_command(app, line);
    }
}

static void leave(struct tui_app *app)
{
    char kind = app->prompt.kind;
    app->prompt.kind = 0;
    if (kind == '/') {
        filters(app, app->prompt.before);
    }
}

/* Tab goes through what begins with the text that was typed before the first Tab. */
static void complete(struct app_prompt *prompt, int step)
{
    char found[80];
    if (!*prompt->typed) {
        snprintf(prompt->typed, sizeof prompt->typed, "%.63s", prompt->field.text);
        prompt->choice = step > 0 ? -1 : 0;
    }
    int count = app_completions(prompt->typed);
    if (count == 0) {
        return;
    }
    prompt->choice = (prompt->choice + step + count) % count;
    if (app_completion(prompt->typed, prompt->choice, found, sizeof found)) {
        tui_field_set(&prompt->field, found);
    }
}

/* Commands typed before, by Up and Down. */
static void recall(struct tui_app *app, int step)
{
    struct app_prompt *prompt = &app->prompt;
    int at = prompt->kept_at + step, count = app->memory.command_count;
    if (at < 0 || at > count) {
        return;
    }
    prompt->kept_at = at;
    tui_field_set(&prompt->field, at == count ? "" : app->memory.commands[at]);
}

static bool edits(struct tui_app *app, enum tui_action action)
{
    struct app_prompt *prompt = &app->prompt;
    bool command = prompt->kind == ':';
    switch (action) {
    case TUI_ACT_OPEN:
        enter(app);
        return true;
    case TUI_ACT_BACK:
        leave(app);
        return true;
    case TUI_ACT_NEXT_FIELD:
    case TUI_ACT_PREV_FIELD:
        if (command) {
            complete(prompt, action == TUI_ACT_NEXT_FIELD ? 1 : -1);
        }
        return true;
    case TUI_ACT_UP:
    case TUI_ACT_DOWN:
        if (command) {
            recall(app, action == TUI_ACT_UP ? -1 : 1);
        } else {
            enter(app); /* from the filter straight into the rows */
            app_act(app, action);
        }
        return true;
    case TUI_ACT_REDRAW:
        app->wants_redraw = true;
        return true;
    default:
        return false;
    }
}

void app_prompt_key(struct tui_app *app, uint32_t key)
{
    struct app_prompt *prompt = &app->prompt;
    tui_touch(app);
    if (edits(app, tui_key_action(TUI_CTX_LINE, key))) {
        return;
    }
    if (key == TUI_KEY_BACKSPACE && prompt->field.len == 0) {
        leave(app);
        return;
    }
    char was[TUI_FIELD_MAX + 1];
    snprintf(was, sizeof was, "%s", prompt->field.text);
    tui_field_key(&prompt->field, key);
    prompt->typed[0] = '\0';
    if (prompt->kind == '/' && strcmp(was, prompt->field.text) != 0) {
        filters(app, prompt->field.text);
    }
}

/* ---- drawing ---- */

static void draw_count(struct tui_app *app, int row, int right)
{
    struct app_open *top = app_top(app);
    if (!top->screen->filter_count) {
        return;
    }
    int64_t shown = 0, total = 0;
    top->screen->filter_count(app, top->state, &shown, &total);
    struct safe_text a = tui_count(shown), b = tui_count(total),
                     text = safe_textf(_("%s of %s"), a.bytes, b.bytes);
    tui_put(&app->canvas, row, right - text.cells, text, TUI_STRONG);
}

/* Completions beside the caret, the chosen one strong, and what it does. */
static void draw_completions(struct tui_app *app, int row, int col)
{
    struct app_prompt *prompt = &app->prompt;
    const char *typed = *prompt->typed ? prompt->typed : prompt->field.text;
    char name[80];
    for (int i = 0; i < 8 && app_completion(typed, i, name, sizeof name); i++) {
        bool chosen = *prompt->typed && i == prompt->choice;
        col += tui_puts(&app->canvas, row, col, name, chosen ? TUI_STRONG : TUI_DIM) + 2;
    }
    const char *help = app_command_help(prompt->field.text);
    if (help) {
        tui_puts(&app->canvas, row, col + 1, help, TUI_TEXT);
    }
}

void app_prompt_draw(struct tui_app *app, int row)
{
    struct tui_canvas *canvas = &app->canvas;
    struct app_prompt *prompt = &app->prompt;
    int wide = canvas->cols - 4;
    int cells = prompt->kind == '/' ? wide - 20 : wide > 60 ? 24 : wide / 2;
    char sign[2] = {prompt->kind, '\0'};
    tui_puts(canvas, row, 1, sign, TUI_KEY);
    tui_field_draw(&prompt->field, canvas, row, 3, cells, true);
    if (prompt->kind == '/') {
        draw_count(app, row, canvas->cols - 1);
    } else {
        draw_completions(app, row, 3 + cells + 2);
    }
}
