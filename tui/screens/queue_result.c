/* What became of the last decision, as a file people keep, and submit again where it was
 * not taken. The outcome is the state the case has now. */
#include "tui/screens/queue.h"

#include "backend_client/csv.h"
#include "tui/screens/case_words.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FILE_MOST = 4 << 20 };

/* States a case is in once the decision is taken. */
static const struct {
    const char *decision, *states;
} ends[] = {
    {"approve", "approved awaiting_second on_notice issued"},
    {"reject", "rejected"},
    {"return", "returned"},
    {"accept", "under_review"},
};

static bool taken(const char *decision, const char *status)
{
    for (size_t i = 0; i < COUNT_OF(ends); i++) {
        if (strcmp(ends[i].decision, decision) == 0) {
            return strstr(ends[i].states, status) != NULL;
        }
    }
    return true;
}

void queue_result_keep(struct queue *queue, const struct bc_intent *intent)
{
    snprintf(queue->last.decision, sizeof queue->last.decision, "%s", intent->what);
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
        bool done = taken(queue->last.decision, row.status);
        *undone += !done;
        write_cell(file, row.number, ",");
        write_cell(file, row.applicant_name, ",");
        fprintf(file, "%s,%s,%s,%lld,", queue->last.decision, done ? "done" : "not-done",
                row.status, (long long)row.revision);
        write_cell(file, row.id, "\r\n");
    }
    return !ferror(file);
}

static void write_result(struct tui_app *app, struct queue *queue, const char *path)
{
    int undone;
    struct safe_text name = safe_text(path);
    if (queue->last.count == 0) {
        tui_say(app, TUI_SAY_WARN, safe_text(_("nothing has been decided here yet")));
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
            safe_textf(_("%d cases written to %s, %d of them not done; result load marks "
                         "those again"),
                       queue->last.count, name.bytes, undone));
}

/* ---- reading ---- */

static bool read_file(const char *path, struct buf *out)
{
    char bytes[8192];
    FILE *file = fopen(path, "re");
    size_t n = 0;
    while (file && out->len < FILE_MOST &&
           (n = fread(bytes, 1, sizeof bytes, file)) > 0) {
        buf_add(out, bytes, n);
    }
    return file && fclose(file) == 0 && n == 0 && buf_ok(out);
}

static int column_of(const struct bc_csv_row *head, const char *name)
{
    for (int i = 0; i < head->count; i++) {
        if (strcmp(head->cells[i], name) == 0) {
            return i;
        }
    }
    return -1;
}

/* Marks the cases of the file that were not decided, as they are now; how many. */
static int mark_rows(struct tui_app *app, struct queue *queue, struct bc_csv *csv)
{
    struct bc_csv_row line = {0};
    struct bc_case row;
    struct err err = {0};
    int marked = 0, id = -1, outcome = -1;
    if (bc_csv_next(csv, &line, &err)) {
        id = column_of(&line, "id");
        outcome = column_of(&line, "outcome");
    }
    while (id >= 0 && bc_csv_next(csv, &line, &err)) {
        bool wanted = line.count > id && (outcome < 0 || outcome >= line.count ||
                                          strcmp(line.cells[outcome], "done") != 0);
        if (wanted && bc_case_get(tui_session(app), line.cells[id], &row) &&
            !queue_is_marked(queue, row.id)) {
            marked += queue_mark(queue, &row);
        }
    }
    bc_csv_row_clear(&line);
    return id < 0 || err.kind != ERR_NONE ? -1 : marked;
}

static void load_result(struct tui_app *app, struct queue *queue, const char *path)
{
    struct buf text = {0};
    struct bc_csv csv;
    struct safe_text name = safe_text(path);
    int marked = -1;
    if (!read_file(path, &text)) {
        tui_say(app, TUI_SAY_ERROR, safe_textf(_("'%s' cannot be read"), name.bytes));
    } else {
        bc_csv_open(&csv, buf_str(&text), text.len);
        marked = mark_rows(app, queue, &csv);
        tui_say(app, marked < 0 ? TUI_SAY_ERROR : TUI_SAY_OK,
                marked < 0
                    ? safe_textf(_("'%s' is no file of results: its first line names "
                                   "the column \"id\""),
                                 name.bytes)
                    : safe_textf(_("%d cases of %s were not done; they are marked now"),
                                 marked, name.bytes));
    }
    buf_clear(&text);
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
