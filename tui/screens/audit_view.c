/* Which part of the journal is read, and the ways out of it. */
#include "tui/screens/audit_state.h"

#include "tui/screens/centres.h"
#include "tui/screens/policy.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct bc_audit_progress audit_progress(const struct audit *a)
{
    struct bc_audit_progress p = {.known = -1};
    if (a->audit) {
        bc_audit_progress(a->audit, &p);
    }
    return p;
}

const struct bc_audit_entry *audit_selected(const struct audit *a)
{
    return a->audit ? bc_audit_row(a->audit, a->cursor.at) : NULL;
}

/* The cursor goes back to the entry it was on. */
void audit_seek_selected(struct audit *a)
{
    const struct bc_audit_entry *e = audit_selected(a);
    if (e) {
        snprintf(a->sought_stream, sizeof a->sought_stream, "%s",
                 bc_audit_stream(a->audit, e->stream));
        a->sought = e->seq;
    }
}

void audit_read_again(struct tui_app *app, struct audit *a)
{
    const struct bc_programme *all;
    struct err err = {0};
    const struct bc_audit_query query = {.stream = *a->stream ? a->stream : NULL,
                                         .subject = *a->subject ? a->subject : NULL,
                                         .text = a->filter,
                                         .zone_s = tui_zone(app),
                                         .word = tui_audit_action};
    bc_audit_close(a->audit);
    a->audit = NULL;
    a->programmes = bc_programmes(tui_session(app), &all);
    a->newer = a->skip = 0;
    a->to_last = false;
    a->cursor = (struct tui_cursor){0};
    if (!bc_audit_open(tui_session(app), &query, &a->audit, &err)) {
        tui_say(app, TUI_SAY_ERROR, safe_text(err.text));
    }
    tui_touch(app);
}

bool audit_leave_history(struct tui_app *app, struct audit *a)
{
    if (!*a->subject) {
        return false;
    }
    audit_seek_selected(a);
    a->subject[0] = a->title[0] = a->stream[0] = '\0';
    audit_read_again(app, a);
    return true;
}

void audit_history(struct tui_app *app, struct audit *a)
{
    const struct bc_audit_entry *e = audit_selected(a);
    if (audit_leave_history(app, a) || !e) {
        return;
    }
    struct safe_text title =
        *e->number ? safe_text(e->number) : tui_audit_subject(tui_session(app), e);
    snprintf(a->title, sizeof a->title, "%.200s", title.bytes);
    snprintf(a->subject, sizeof a->subject, "%s", e->subject);
    snprintf(a->stream, sizeof a->stream, "%s", bc_audit_stream(a->audit, e->stream));
    audit_seek_selected(a);
    audit_read_again(app, a);
}

/* The next stream: all, the registry, each programme. */
void audit_next_stream(struct tui_app *app, struct audit *a)
{
    const struct bc_programme *all;
    int count = bc_programmes(tui_session(app), &all), next = 0;
    for (int i = 0; i < count; i++) {
        next = strcmp(all[i].id, a->stream) == 0 ? i + 1 : next;
    }
    bool at_programmes = *a->stream != '\0';
    snprintf(a->stream, sizeof a->stream, "%s",
             !at_programmes ? "registry"
             : next < count ? all[next].id
                            : "");
    a->subject[0] = a->title[0] = '\0';
    audit_read_again(app, a);
}

/* The record itself, on the screen that shows its kind. */
void audit_open_subject(struct tui_app *app, const struct bc_audit *audit,
                        const struct bc_audit_entry *e)
{
    if (*e->number && strcmp(e->kind, "application") == 0) {
        tui_open(app, &tui_queue_screen,
                 &(struct tui_queue_arg){.statuses = "*", .text = e->number});
    } else if (strcmp(e->kind, "centre") == 0) {
        tui_open(app, &tui_centres_screen,
                 &(struct tui_centres_arg){.centre_id = e->subject});
    } else if (strcmp(e->kind, "tranche") == 0) {
        tui_open(app, &tui_budgets_screen, bc_audit_stream(audit, e->stream));
    } else if (strcmp(e->kind, "programme") == 0) {
        tui_open(app, &tui_policy_screen, &(struct tui_policy_arg){e->subject});
    } else {
        tui_say(app, TUI_SAY_INFO,
                safe_text(_("this kind of record has no screen of its own; t shows all "
                            "its fields here")));
    }
}

void audit_place(struct tui_app *app, void *state, struct tui_place *out)
{
    struct audit *a = state;
    (void)app;
    const struct bc_audit_entry *e = audit_selected(a);
    snprintf(out->view, sizeof out->view, "%.23s", *a->subject ? "" : a->stream);
    snprintf(out->filter, sizeof out->filter, "%s", a->filter);
    if (e) {
        snprintf(out->id, sizeof out->id, "%s#%" PRId64,
                 bc_audit_stream(a->audit, e->stream), e->seq);
        snprintf(out->number, sizeof out->number, "%.63s",
                 *e->number ? e->number : out->id);
    }
}

void audit_go(struct tui_app *app, void *state, const struct tui_place *to)
{
    struct audit *a = state;
    const char *hash = strchr(to->id, '#');
    snprintf(a->stream, sizeof a->stream, "%s", to->view);
    snprintf(a->filter, sizeof a->filter, "%s", to->filter);
    a->subject[0] = a->title[0] = '\0';
    if (hash && hash - to->id < BC_WORD) {
        snprintf(a->sought_stream, sizeof a->sought_stream, "%.*s", (int)(hash - to->id),
                 to->id);
        a->sought = strtoll(hash + 1, NULL, 10);
    }
    audit_read_again(app, a);
}
