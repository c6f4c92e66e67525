/* What became of the last decision, as a file people keep, and submit again where it was
 * not taken. The outcome is the state the case has now. */
#include "tui/screens/queue.h"

#include "backend_client/results.h"
#include "tui/screens/case_words.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* States a case is in once the decision is taken. */
static const struct {
    const char *decision, *states;
} ends[] = {
    {"approve", "approved awaiting_second on_notice objected issued"},
    {"reject", "rejected"},
    {"return", "returned"},
    {"accept", "under_review"},
    {"undo", "submitted under_review"},
    {"withdraw", "withdrawn"},
    {"resubmit", "under_review"},
};

static bool taken(struct tui_app *app, const char *decision, const struct bc_case *row)
{
    for (size_t i = 0; i < COUNT_OF(ends); i++) {
        if (strcmp(ends[i].decision, decision) == 0) {
            return strstr(ends[i].states, row->status) != NULL;
        }
    }
    return strcmp(row->assigned_to, bc_me(tui_session(app))->id) == 0; /* assign */
}

void queue_result_keep(struct queue *queue, const struct bc_intent *intent)
{
    snprintf(queue->last.decision, sizeof queue->last.decision, "%s", intent->what);
    queue->last.intent = intent->number;
    queue->last.count = 0;
    if (*intent->case_id) {
        snprintf(queue->last.ids[0], BC_ID, "%s", intent->case_id);
        queue->last.count = 1;
        return;
    }
    for (int i = 0; i < queue->mark_count && i < BC_BATCH_MAX; i++) {
        snprintf(queue->last.ids[queue->last.count++], BC_ID, "%s", queue->marks[i].id);
    }
}

/* ---- writing ---- */

/* Quoted; what a spreadsheet would take for a formula begins with an apostrophe. */
static void write_cell(FILE *file, const char *text, const char *after)
{
    struct safe_text safe = safe_text(text);
    fputc('"', file);
    if (safe.len > 0 && strchr("=+-@", safe.bytes[0])) {
        fputc('\'', file);
    }
    for (const char *c = safe.bytes; *c; c++) {
        fputs(*c == '"' ? "\"\"" : (char[]){*c, '\0'}, file);
    }
    fprintf(file, "\"%s", after);
}

static bool write_rows(struct tui_app *app, const struct queue *queue, FILE *file,
                       int *undone)
{
    struct bc_case row;
    *undone = 0;
    fputs("number,applicant,decision,outcome,status,revision,id\r\n", file);
    for (int i = 0; i < queue->last.count; i++) {
        if (!bc_case_get(tui_session(app), queue->last.ids[i], &row)) {
            continue;
        }
        bool done = taken(app, queue->last.decision, &row);
        *undone += !done;
        write_cell(file, row.number, ",");
        write_cell(file, row.applicant_name, ",");
        fprintf(file, "%s,%s,%s,%lld,", queue->last.decision, done ? "done" : "not-done",
                row.status, (long long)row.revision);
        write_cell(file, row.id, "\r\n");
    }
    return !ferror(file);
}

static bool on_its_way(struct tui_app *app, const struct queue *queue)
{
    struct bc_intent intent;
    return bc_intent_get(tui_session(app), queue->last.intent, &intent) &&
           (intent.state == BC_INTENT_QUEUED || intent.state == BC_INTENT_SENT ||
            intent.state == BC_INTENT_UNKNOWN || intent.state == BC_INTENT_HELD);
}

static void write_result(struct tui_app *app, struct queue *queue, const char *path)
{
    int undone;
    struct safe_text name = safe_text(path);
    if (queue->last.count == 0) {
        tui_say(app, TUI_SAY_WARN, safe_text(_("nothing has been decided here yet")));
        return;
    }
    if (on_its_way(app, queue)) {
        tui_say(app, TUI_SAY_WARN,
                safe_text(_("the last decision is still on its way; its result can be "
                            "written when it is answered (o shows it)")));
        return;
    }
    FILE *file = fopen(path, "wxe"); /* never over a file that is there */
    if (!file) {
        tui_say(app, TUI_SAY_ERROR,
                safe_textf(_("'%s' cannot be written: %s"), name.bytes, strerror(errno)));
        return;
    }
    bool ok = write_rows(app, queue, file, &undone);
    if (fclose(file) != 0 || !ok) {
        tui_say(app, TUI_SAY_ERROR,
                safe_textf(_("'%s' cannot be written: %s"), name.bytes, strerror(errno)));
        return;
    }
    tui_say(app, TUI_SAY_OK,
            safe_textf(_("%d cases written to %s, %d of them not done; \"result load\" "
                         "marks those again, the verbs take it with --file"),
                       queue->last.count, name.bytes, undone));
}

/* ---- reading ---- */

struct loading {
    struct tui_app *app;
    struct queue *queue;
    int marked, unknown;
};

static bool find_case(struct tui_app *app, const char *name, struct bc_case *out)
{
    const struct bc_query query = {.text = name, .statuses = "*"};
    struct bc_view *view;
    if (bc_case_get(tui_session(app), name, out)) {
        return true;
    }
    if (!bc_view_open(tui_session(app), &query, &view, NULL)) {
        return false;
    }
    bool found = bc_view_row(view, 0, out) && strcmp(out->number, name) == 0;
    bc_view_close(view);
    return found;
}

/* Marked as it is now: somebody looks at it again before it is decided. */
static bool mark_again(void *ctx, const char *name, struct err *err)
{
    struct loading *loading = ctx;
    struct bc_case row;
    if (!find_case(loading->app, name, &row)) {
        loading->unknown++;
    } else if (!queue_is_marked(loading->queue, row.id)) {
        if (!queue_mark(loading->queue, &row)) {
            return err_set(err, ERR_USAGE,
                           _("%d cases are as many as one decision takes"), BC_BATCH_MAX);
        }
        loading->marked++;
    }
    return true;
}

static void load_result(struct tui_app *app, struct queue *queue, const char *path)
{
    struct loading loading = {.app = app, .queue = queue};
    struct safe_text name = safe_text(path);
    struct err err = {0};
    if (!bc_results_read(path, mark_again, &loading, &err)) {
        tui_say(app, TUI_SAY_ERROR, safe_text(err.text));
    } else if (loading.unknown > 0) {
        tui_say(app, TUI_SAY_WARN,
                safe_textf(_("%d cases of %s are marked; %d are not known here"),
                           loading.marked, name.bytes, loading.unknown));
    } else {
        tui_say(app, TUI_SAY_OK,
                safe_textf(_("%d cases of %s were not done; they are marked now"),
                           loading.marked, name.bytes));
    }
}

void queue_result(struct tui_app *app, struct queue *queue, const char *argument)
{
    static const char loads[] = "load ";
    if (!*argument) {
        tui_say(app, TUI_SAY_WARN,
                safe_text(_("name the file: result FILE, or result load FILE")));
    } else if (strncmp(argument, loads, sizeof loads - 1) == 0) {
        load_result(app, queue, argument + sizeof loads - 1);
    } else {
        write_result(app, queue, argument);
    }
}
