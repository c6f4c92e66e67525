#include "tui/screens/queue.h"

#include <stdio.h>
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

static void run_view(struct tui_app *app, struct queue *queue, const char *argument)
{
    static const char saves[] = "save ", deletes[] = "delete ";
    if (strncmp(argument, saves, sizeof saves - 1) == 0) {
        save(app, queue, argument + sizeof saves - 1);
    } else if (strncmp(argument, deletes, sizeof deletes - 1) == 0) {
        forget(app, queue, argument + sizeof deletes - 1);
    } else if (strcmp(argument, "save") == 0) {
        save(app, queue, "");
    } else {
        go(app, queue, argument);
    }
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
        tui_say(app, TUI_SAY_WARN,
                safe_textf(_("there is no column '%.40s'; there are %s"), wrong,
                           queue_column_names().bytes));
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
    } commands[] = {
        {"view", run_view}, {"columns", run_columns}, {"result", queue_result}};
    for (size_t i = 0; i < COUNT_OF(commands); i++) {
        if (strcmp(commands[i].name, name) == 0) {
            commands[i].run(app, state, argument);
            tui_touch(app);
            return true;
        }
    }
    return false;
}
