#include "tui/screens/audit.h"

#include <inttypes.h>
#include <string.h>

enum { SEQ, TIME, WHO, ROLE, ACTION, SUBJECT, STREAM, HASH, COLUMNS };

static const struct tui_column columns[COLUMNS] = {
    [SEQ] = {.title = N_("NO."), .width = 6, .right = true},
    [TIME] = {.title = N_("TIME"), .width = 16},
    [WHO] = {.title = N_("WHO"), .width = 11},
    [ROLE] = {.title = N_("ROLE"), .width = 12, .drop = 6},
    [ACTION] = {.title = N_("ACTION"), .width = 16},
    [SUBJECT] = {.title = N_("ABOUT"), .least = 18},
    [STREAM] = {.title = N_("STREAM"), .width = 17, .drop = 4},
    [HASH] = {.title = N_("HASH"), .width = 7, .drop = 5},
};

struct drawing {
    struct tui_app *app;
    struct bc_audit *audit;
    bool streams; /* else the hash stands in the column of the stream */
};

static struct safe_text cell(void *ctx, int64_t row, int column, enum tui_role *role)
{
    const struct drawing *d = ctx;
    const struct bc_audit_entry *e = bc_audit_row(d->audit, row);
    if (!e) {
        return (struct safe_text){0};
    }
    switch (column) {
    case SEQ:
        *role = TUI_DIM;
        return safe_textf("%" PRId64, e->seq);
    case TIME:
        return tui_audit_time(e->at, tui_now(d->app), tui_zone(d->app));
    case WHO:
        return safe_text(strcmp(e->who, "system") == 0 ? tui_word("system") : e->who);
    case ROLE:
        *role = TUI_DIM;
        return safe_text(strcmp(e->who, e->role) == 0 ? "" : tui_word(e->role));
    case ACTION:
        *role = TUI_STRONG;
        return safe_text(tui_audit_action(e->action));
    case SUBJECT:
        return tui_audit_subject(tui_session(d->app), e);
    case STREAM:
        *role = TUI_DIM;
        if (d->streams) {
            return safe_text(bc_audit_stream(d->audit, e->stream));
        }
        return tui_audit_hash(e->hash, tui_is_ascii(d->app));
    default:
        *role = TUI_DIM;
        return tui_audit_hash(e->hash, tui_is_ascii(d->app));
    }
}

void tui_audit_table_draw(struct tui_app *app, struct bc_audit *audit, int64_t rows,
                          bool streams, struct tui_cursor *cursor,
                          struct tui_canvas *canvas, struct tui_rect rect)
{
    struct tui_column fitted[COLUMNS];
    struct drawing d = {app, audit, streams};
    memcpy(fitted, columns, sizeof columns);
    if (rect.cols >= 96) {
        fitted[ACTION].width = 22;
    } else {
        fitted[TIME].width = 14;
    }
    struct tui_list list = {.columns = fitted,
                            .column_count = COLUMNS,
                            .rows = rows,
                            .ctx = &d,
                            .cell = cell};
    if (!streams) { /* one stream needs no column */
        fitted[STREAM] = fitted[HASH];
        list.column_count = COLUMNS - 1;
    }
    tui_list_draw(&list, cursor, canvas, rect);
}
