#include "tui/screens/case_words.h"
#include "tui/screens/queue.h"
#include "tui/widgets/figure.h"

#include "common/date.h"

#include <stdio.h>
#include <string.h>

#define LAST_MINUTE (60 * DATE_SECOND)

enum column {
    COL_CASE,
    COL_APPLICANT,
    COL_ASK,
    COL_VERDICT,
    COL_DUE,
    COL_STATUS,
    COL_PROGRAMME,
    COL_GRANT,
    COL_PROVIDER,
    COL_WITH,
    COL_HARDWARE,
    COL_IN,
    COL_COUNT,
};

static const struct tui_column columns[COL_COUNT] = {
    [COL_CASE] = {N_("CASE"), 11, 0, 0, false},
    [COL_APPLICANT] = {N_("APPLICANT"), 0, 12, 0, false},
    [COL_ASK] = {N_("ASK ¥k"), 8, 0, 2, true},
    [COL_VERDICT] = {N_("RULES"), 7, 0, 0, false},
    [COL_DUE] = {N_("DUE"), 11, 0, 3, true},
    [COL_STATUS] = {N_("STATUS"), 0, 13, 1, false},
    [COL_PROGRAMME] = {N_("PROGRAMME"), 0, 20, 6, false},
    [COL_GRANT] = {N_("GRANT ¥k"), 8, 0, 5, true},
    [COL_PROVIDER] = {N_("PROVIDER"), 0, 20, 7, false},
    [COL_WITH] = {N_("WITH"), 10, 0, 8, false},
    [COL_HARDWARE] = {N_("HARDWARE"), 12, 0, 9, false},
    [COL_IN] = {N_("CAME IN"), 11, 0, 10, false},
};

/* The order on screen: what is asked first stands first. */
static const enum column order[] = {
    COL_CASE,   COL_APPLICANT, COL_ASK,      COL_GRANT, COL_VERDICT,  COL_DUE,
    COL_STATUS, COL_PROGRAMME, COL_PROVIDER, COL_WITH,  COL_HARDWARE, COL_IN,
};

/* What a column is called in commands and in the file of views. */
static const char *const names[COL_COUNT] = {
    [COL_CASE] = "case",
    [COL_APPLICANT] = "applicant",
    [COL_ASK] = "ask",
    [COL_VERDICT] = "rules",
    [COL_DUE] = "due",
    [COL_STATUS] = "status",
    [COL_PROGRAMME] = "programme",
    [COL_GRANT] = "grant",
    [COL_PROVIDER] = "provider",
    [COL_WITH] = "with",
    [COL_HARDWARE] = "hardware",
    [COL_IN] = "age",
};

struct safe_text queue_column_names(void)
{
    struct safe_text out = safe_text("");
    for (size_t i = 1; i < COUNT_OF(order); i++) {
        out = safe_textf("%s%s%s", out.bytes, i > 1 ? " " : "", names[order[i]]);
    }
    return out;
}

void queue_columns_write(const struct queue *queue, char *out, size_t size)
{
    size_t used = 0;
    out[0] = '\0';
    for (int i = 1; i < queue->column_count; i++) {
        int more = snprintf(out + used, size - used, "%s%s", used ? "," : "",
                            names[queue->columns[i]]);
        used += (size_t)more < size - used ? (size_t)more : 0;
    }
}

static int column_named(const char *name, size_t len)
{
    for (int i = 0; i < COL_COUNT; i++) {
        if (strlen(names[i]) == len && strncmp(names[i], name, len) == 0) {
            return i;
        }
    }
    return -1;
}

const char *queue_columns_read(struct queue *queue, const char *words)
{
    unsigned char chosen[QUEUE_COLUMNS] = {COL_CASE};
    bool taken[COL_COUNT] = {[COL_CASE] = true};
    int count = 1;
    if (!*words || strcmp(words, "default") == 0) {
        queue->column_count = 0;
        return NULL;
    }
    for (const char *at = words; *at;) {
        size_t len = strcspn(at, ", ");
        int column = column_named(at, len);
        if (column < 0 && len > 0) {
            return at;
        }
        if (len > 0 && !taken[column]) {
            taken[column] = true;
            chosen[count++] = (unsigned char)column;
        }
        at += len + (at[len] != '\0');
    }
    memcpy(queue->columns, chosen, sizeof chosen);
    queue->column_count = count > 1 ? count : 0;
    return NULL;
}

/* What drawing one frame of the list needs; lives while it is drawn. */
struct frame {
    struct tui_app *app;
    const struct queue *queue;
    struct tui_column columns[COL_COUNT];
    enum column ids[COL_COUNT];
    int count;
    int64_t at; /* the row held in `row`, -1 none */
    struct bc_case row;
};

static const struct bc_case *row_of(struct frame *frame, int64_t index)
{
    if (frame->at != index) {
        if (!queue_row(frame->queue, index, &frame->row)) {
            frame->row = (struct bc_case){0};
        }
        frame->at = index;
    }
    return &frame->row;
}

/* Of a row that left the view: what became of it. */
static struct safe_text due(const struct frame *frame, const struct bc_case *row,
                            enum tui_role *role)
{
    bool late;
    int64_t left = row->undo_until - tui_now(frame->app);
    if (left > 0 &&
        (queue_has_left(frame->queue, row) || !tui_status_open(row->status))) {
        if (left < LAST_MINUTE) {
            tui_wake(frame->app, 1000);
        }
        *role = TUI_OK;
        return safe_textf(_("undo %s"), tui_age(left).bytes);
    }
    if (queue_has_left(frame->queue, row)) {
        bool second = strcmp(row->status, "awaiting_second") == 0;
        return safe_text(tui_word(second ? "awaiting" : row->status));
    }
    struct safe_text text = tui_due(row->due_at, tui_now(frame->app), row->status, &late);
    *role = late ? TUI_WARN : *role;
    return text.cells ? text : safe_text("·");
}

static struct safe_text verdict(const struct bc_case *row, enum tui_role *role)
{
    *role = tui_verdict_role(row->verdict);
    return tui_verdict(row->verdict, row->issues);
}

static struct safe_text cell(void *ctx, int64_t index, int column, enum tui_role *role)
{
    struct frame *frame = ctx;
    const struct bc_case *row = row_of(frame, index);
    switch (frame->ids[column]) {
    case COL_CASE:
        return safe_text(row->number);
    case COL_APPLICANT:
        return safe_text(row->applicant_name);
    case COL_ASK:
        return tui_thousand(row->amount_fen);
    case COL_GRANT:
        return tui_thousand(row->grant_fen);
    case COL_VERDICT:
        return verdict(row, role);
    case COL_DUE:
        return due(frame, row, role);
    case COL_STATUS:
        return safe_text(tui_word(row->status));
    case COL_PROGRAMME:
        return tui_programme_name(tui_session(frame->app), row->programme);
    case COL_PROVIDER:
        return safe_text(row->provider_name);
    case COL_WITH:
        return safe_text(row->assigned_to);
    case COL_HARDWARE:
        return safe_text(row->accelerator);
    case COL_IN:
        return tui_clock(row->submitted_at, tui_now(frame->app), tui_zone(frame->app));
    default:
        return (struct safe_text){0};
    }
}

enum { FRESH_S = 10, MARGIN = 3 /* the signs before each row */ };

static bool fresh(const struct frame *frame, const char *id)
{
    int64_t now = tui_now(frame->app);
    for (int i = 0; i < QUEUE_CHANGED; i++) {
        if (frame->queue->changed[i].at > 0 &&
            now - frame->queue->changed[i].at < FRESH_S * 1000000 &&
            strcmp(frame->queue->changed[i].id, id) == 0) {
            return true;
        }
    }
    return false;
}

static void look(void *ctx, int64_t index, struct tui_list_look *out)
{
    struct frame *frame = ctx;
    const struct bc_case *row = row_of(frame, index);
    out->marked = queue_is_marked(frame->queue, row->id);
    out->role = fresh(frame, row->id)               ? TUI_CHANGED
                : queue_has_left(frame->queue, row) ? TUI_DIM
                                                    : TUI_TEXT;
}

/* Names matter more than grants: they get up to NAME cells before a column that may go
 * appears. */
static int name_cells(const struct frame *frame, int cells)
{
    enum { LEAST = 12, NAME = 24 };
    static const enum column first[] = {COL_CASE, COL_ASK, COL_VERDICT, COL_DUE};
    for (size_t i = 0; i < COUNT_OF(first); i++) {
        cells -= columns[first[i]].width + TUI_LIST_GAP;
    }
    if (queue_mixes_statuses(frame->queue)) {
        cells -= columns[COL_STATUS].least + TUI_LIST_GAP;
    }
    return cells < LEAST ? LEAST : cells > NAME ? NAME : cells;
}

static bool wanted(const struct frame *frame, enum column id)
{
    const struct bc_programme *programmes;
    switch (id) {
    case COL_STATUS:
        return queue_mixes_statuses(frame->queue);
    case COL_PROGRAMME:
        return !*frame->queue->preset.programme &&
               bc_programmes(tui_session(frame->app), &programmes) > 1;
    default:
        return true;
    }
}

/* The columns chosen, the last of them going first where it is narrow; else the usual
 * ones. */
static void choose(struct frame *frame)
{
    const struct queue *queue = frame->queue;
    for (int i = 0; i < queue->column_count; i++) {
        frame->ids[i] = (enum column)queue->columns[i];
        frame->columns[i] = columns[frame->ids[i]];
        frame->columns[i].drop = i;
    }
    frame->count = queue->column_count;
    for (size_t i = 0; queue->column_count == 0 && i < COUNT_OF(order); i++) {
        if (wanted(frame, order[i])) {
            frame->ids[frame->count] = order[i];
            frame->columns[frame->count++] = columns[order[i]];
        }
    }
}

void queue_list(struct tui_app *app, struct queue *queue, struct tui_canvas *canvas,
                struct tui_rect rect)
{
    struct frame frame = {.app = app, .queue = queue, .at = -1};
    int bar = 0;
    choose(&frame);
    for (int i = 0; i < frame.count; i++) {
        bar = frame.ids[i] == COL_VERDICT ? i : bar;
        if (frame.ids[i] == COL_APPLICANT) {
            frame.columns[i].least = name_cells(&frame, rect.cols - MARGIN);
        }
    }
    queue->shift = queue->shift < frame.count - 1 ? queue->shift : frame.count - 1;
    struct tui_list list = {.columns = frame.columns,
                            .column_count = frame.count,
                            .rows = queue_count(queue),
                            .marks = true,
                            .shift = queue->shift,
                            .bar = bar,
                            .ctx = &frame,
                            .cell = cell,
                            .look = look};
    queue->page = tui_list_page(rect.rows);
    queue->hidden = tui_list_draw(&list, &queue->cursor, canvas, rect);
}
