#include "tui/screens/queue.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COPY(to, from) snprintf(to, sizeof(to), "%s", from)

/* ---- keeping ---- */

static bool keep(struct tui_app *app, struct queue *queue)
{
    struct err err = {0};
    if (!tui_saved_write(&queue->saved, &err)) {
        tui_say(app, TUI_SAY_ERROR, safe_text(err.text));
        return false;
    }
    return true;
}

static void describe(struct tui_app *app, struct queue *queue, struct tui_saved_view *out)
{
    struct tui_place place = {0};
    queue_place(app, queue, &place);
    COPY(out->view, place.view);
    COPY(out->sort, place.sort);
    COPY(out->filter, place.filter);
    out->descending = place.descending;
    queue_columns_write(queue, out->columns, sizeof out->columns);
}

static void save(struct tui_app *app, struct queue *queue, const char *name)
{
    struct tui_saved_view view = {0};
    if (!tui_saved_name_ok(name)) {
        tui_say(app, TUI_SAY_WARN,
                safe_text(_("a view's name is one word of letters, digits, - _ and .: "
                            "view save NAME")));
        return;
    }
    COPY(view.name, name);
    describe(app, queue, &view);
    if (!tui_saved_put(&queue->saved, &view)) {
        tui_say(app, TUI_SAY_WARN,
                safe_textf(_("%d views are kept, as many as there can be; view delete "
                             "NAME makes room"),
                           queue->saved.count));
    } else if (keep(app, queue)) {
        COPY(queue->saved_name, name);
        tui_say(app, TUI_SAY_OK,
                safe_textf(_("view %s kept: v comes to it, :view %s goes to it"), name,
                           name));
    }
}

static void forget(struct tui_app *app, struct queue *queue, const char *name)
{
    if (!tui_saved_remove(&queue->saved, name)) {
        tui_say(app, TUI_SAY_WARN, safe_textf(_("there is no view '%s'"), name));
    } else if (keep(app, queue)) {
        if (strcmp(queue->saved_name, name) == 0) {
            queue->saved_name[0] = '\0';
        }
        tui_say(app, TUI_SAY_OK, safe_textf(_("view %s deleted"), name));
    }
}

static void rename_to(struct tui_app *app, struct queue *queue, const char *name)
{
    char before[TUI_SAVED_NAME];
    struct tui_saved_view *view = tui_saved_find(&queue->saved, queue->saved_name);
    if (!*queue->saved_name || !view) {
        tui_say(app, TUI_SAY_WARN,
                safe_text(_("this view has no name of its own; view save NAME gives it "
                            "one")));
    } else if (!tui_saved_name_ok(name) || tui_saved_find(&queue->saved, name)) {
        tui_say(
            app, TUI_SAY_WARN,
            safe_text(_("a view's name is one word of letters, digits, - _ and ., and "
                        "no other view has it: view rename NAME")));
    } else {
        COPY(before, view->name);
        COPY(view->name, name);
        if (keep(app, queue)) {
            COPY(queue->saved_name, name);
            tui_say(app, TUI_SAY_OK,
                    safe_textf(_("view %s is called %s now"), before, name));
        }
    }
}

/* "1 big  2 late": what "view 1" goes to. */
static void list(struct tui_app *app, const struct queue *queue)
{
    const struct tui_saved_view *view;
    struct safe_text text = safe_text("");
    for (int i = 0; (view = tui_saved_named(&queue->saved, i)) != NULL; i++) {
        text = safe_textf("%s%s%d %s", text.bytes, i ? "  " : "", i + 1, view->name);
    }
    tui_say(app, TUI_SAY_INFO,
            text.cells
                ? safe_textf(_("views kept: %s · view NAME or its number goes there"),
                             text.bytes)
                : safe_text(_("no view is kept yet; view save NAME keeps this one")));
}

/* ---- going there ---- */

void queue_saved_show(struct tui_app *app, struct queue *queue,
                      const struct tui_saved_view *view)
{
    struct tui_place place = {.descending = view->descending};
    COPY(place.view, view->view);
    COPY(place.sort, view->sort);
    COPY(place.filter, view->filter);
    queue_go(app, queue, &place);
    COPY(queue->saved_name, view->name);
    (void)queue_columns_read(queue, view->columns);
}

/* Coming back to a place of which a view is kept: it has its name and columns again. */
void queue_saved_recognise(struct queue *queue, const struct tui_place *place)
{
    const struct tui_saved_view *view;
    for (int i = 0; (view = tui_saved_named(&queue->saved, i)) != NULL; i++) {
        if (strcmp(view->view, place->view) == 0 &&
            strcmp(view->sort, place->sort) == 0 &&
            strcmp(view->filter, place->filter) == 0 &&
            view->descending == place->descending) {
            COPY(queue->saved_name, view->name);
            (void)queue_columns_read(queue, view->columns);
            return;
        }
    }
}

/* The columns a view that comes with the console was given. */
void queue_saved_columns(struct queue *queue)
{
    char name[TUI_SAVED_NAME];
    const char *word, *title;
    queue->saved_name[0] = '\0';
    bool built_in = queue_view_word(queue->view_at, &word, &title);
    snprintf(name, sizeof name, "@%s", built_in ? word : "chosen");
    const struct tui_saved_view *view = tui_saved_find(&queue->saved, name);
    (void)queue_columns_read(queue, view ? view->columns : "");
}

static void go(struct tui_app *app, struct queue *queue, const char *name)
{
    const struct tui_saved_view *view = tui_saved_find(&queue->saved, name);
    const char *word, *title;
    if (!view && *name >= '1' && *name <= '9') {
        view = tui_saved_named(&queue->saved, (int)strtol(name, NULL, 10) - 1);
    }
    for (int i = 0; queue_view_word(i, &word, &title); i++) {
        if (strcmp(word, name) == 0) {
            struct tui_place place = {0};
            COPY(place.view, word);
            queue_go(app, queue, &place);
            return;
        }
    }
    if (!view || *name == '@') {
        struct safe_text typed = safe_text(name);
        tui_say(app, TUI_SAY_WARN,
                safe_textf(_("there is no view '%s'; view save %s keeps this one under "
                             "that name"),
                           typed.bytes, typed.bytes));
        return;
    }
    const struct tui_saved_view copy = *view;
    queue_saved_show(app, queue, &copy);
}

/* ---- commands ---- */

static void save_as(struct tui_app *app, struct queue *queue, const char *name)
{
    save(app, queue, *name ? name : queue->saved_name);
}

static void list_all(struct tui_app *app, struct queue *queue, const char *name)
{
    (void)name;
    list(app, queue);
}

static void run_view(struct tui_app *app, struct queue *queue, const char *argument)
{
    static const struct {
        const char *word;
        void (*run)(struct tui_app *app, struct queue *queue, const char *name);
    } words[] = {
        {"save", save_as}, {"delete", forget}, {"rename", rename_to}, {"list", list_all}};
    size_t len = strcspn(argument, " ");
    for (size_t i = 0; i < COUNT_OF(words); i++) {
        if (strlen(words[i].word) == len && strncmp(words[i].word, argument, len) == 0) {
            words[i].run(app, queue, argument + len + strspn(argument + len, " "));
            return;
        }
    }
    go(app, queue, argument);
}

static void keep_columns(struct tui_app *app, struct queue *queue)
{
    struct tui_saved_view view = {0}, *known;
    const char *word, *title;
    if (*queue->saved_name &&
        (known = tui_saved_find(&queue->saved, queue->saved_name))) {
        view = *known;
    } else {
        bool built_in = queue_view_word(queue->view_at, &word, &title);
        snprintf(view.name, sizeof view.name, "@%s", built_in ? word : "chosen");
    }
    queue_columns_write(queue, view.columns, sizeof view.columns);
    if (tui_saved_put(&queue->saved, &view)) {
        (void)keep(app, queue);
    }
}

static void run_columns(struct tui_app *app, struct queue *queue, const char *argument)
{
    char now[160];
    const char *wrong = *argument ? queue_columns_read(queue, argument) : NULL;
    if (wrong) {
        tui_say(
            app, TUI_SAY_WARN,
            safe_textf(_("there is no column '%.40s'; there are %s, each with a width of "
                         "4 to 80 cells if need be: ask:12"),
                       safe_text(wrong).bytes, queue_column_names().bytes));
        return;
    }
    if (*argument) {
        keep_columns(app, queue);
    }
    queue_columns_write(queue, now, sizeof now);
    tui_say(app, TUI_SAY_INFO,
            safe_textf(_("columns: %s · there are %s · \"columns default\" takes the "
                         "usual ones"),
                       *now ? now : _("the usual ones"), queue_column_names().bytes));
    queue->shift = 0;
}

bool queue_command(struct tui_app *app, void *state, const char *name,
                   const char *argument)
{
    static const struct {
        const char *name;
        void (*run)(struct tui_app *app, struct queue *queue, const char *argument);
    } commands[] = {{"view", run_view},
                    {"columns", run_columns},
                    {"result", queue_result},
                    {"assign", queue_assign}};
    for (size_t i = 0; i < COUNT_OF(commands); i++) {
        if (strcmp(commands[i].name, name) == 0) {
            commands[i].run(app, state, argument);
            tui_touch(app);
            return true;
        }
    }
    return false;
}
