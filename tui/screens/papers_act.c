#include "tui/screens/papers.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *papers_say(struct papers *papers, struct safe_text text)
{
    memcpy(papers->why, text.bytes, sizeof papers->why);
    return papers->why;
}

bool papers_has_word(const char *list, const char *word)
{
    size_t len = strlen(word);
    for (const char *at = list; *at;) {
        size_t n = strcspn(at, " ");
        if (n == len && strncmp(at, word, n) == 0) {
            return true;
        }
        at += n + (at[n] == ' ');
    }
    return false;
}

bool papers_has_role(struct tui_app *app, const char *roles)
{
    char role[BC_WORD];
    for (const char *at = roles; *at;) {
        size_t n = strcspn(at, " ");
        snprintf(role, sizeof role, "%.*s", (int)n, at);
        if (bc_has_role(tui_session(app), role)) {
            return true;
        }
        at += n + (at[n] == ' ');
    }
    return false;
}

/* ---- marks ---- */

bool papers_is_marked(const struct papers *papers, const char *id)
{
    for (int i = 0; i < papers->mark_count; i++) {
        if (strcmp(papers->marks[i], id) == 0) {
            return true;
        }
    }
    return false;
}

static void unmark(struct papers *papers, const char *id)
{
    int kept = 0;
    for (int i = 0; i < papers->mark_count; i++) {
        if (strcmp(papers->marks[i], id) != 0) {
            memmove(papers->marks[kept++], papers->marks[i], BC_ID);
        }
    }
    papers->mark_count = kept;
}

static bool mark(struct papers *papers, const char *id)
{
    if (papers->mark_count == BC_ORDERS_MAX) {
        return false;
    }
    snprintf(papers->marks[papers->mark_count++], BC_ID, "%s", id);
    return true;
}

static void say_full(struct tui_app *app)
{
    tui_say(app, TUI_SAY_WARN,
            safe_textf(_("%d are marked; that is as many as one order takes"),
                       BC_ORDERS_MAX));
}

void papers_toggle(struct tui_app *app, struct papers *papers)
{
    struct tui_order_item item;
    int64_t row = papers_selected(papers);
    if (row < 0 || !papers->kind->item(papers, row, &item)) {
        return;
    }
    if (papers_is_marked(papers, item.id)) {
        unmark(papers, item.id);
    } else if (!mark(papers, item.id)) {
        say_full(app);
        return;
    }
    (void)papers_act(app, papers, TUI_ACT_DOWN);
}

void papers_mark_all(struct tui_app *app, struct papers *papers)
{
    struct tui_order_item item;
    for (int i = 0; i < bc_papers_count(papers->list); i++) {
        if (papers->kind->item(papers, i, &item) && !papers_is_marked(papers, item.id) &&
            !mark(papers, item.id)) {
            say_full(app);
            return;
        }
    }
}

/* ---- why an action cannot be done ---- */

static const struct papers_action *entry_of(const struct papers *papers,
                                            enum tui_action action)
{
    for (int i = 0; i < papers->kind->action_count; i++) {
        if (papers->kind->actions[i].action == action) {
            return &papers->kind->actions[i];
        }
    }
    return NULL;
}

static const char *why_role(struct tui_app *app, struct papers *papers,
                            const struct papers_action *entry)
{
    if (papers_has_role(app, entry->roles)) {
        return NULL;
    }
    const struct bc_me *me = bc_me(tui_session(app));
    if (!*me->id) {
        return _("the clearinghouse has not said yet who you are; deciding waits for it");
    }
    return papers_say(papers, safe_textf(_("%s; you are %s"), _(entry->who), me->id));
}

static struct safe_text why_item(const struct papers_action *entry,
                                 const struct tui_order_item *item)
{
    if (papers_has_word(entry->statuses, item->status)) {
        return safe_text("");
    }
    return safe_textf(_("%s is \"%s\": %s"), item->number, papers_word(item->status),
                      _(entry->otherwise));
}

/* Marks can be acted on when one of them can; the preview shows what becomes of each. */
static const char *why_order(struct tui_app *app, struct papers *papers,
                             const struct papers_action *entry)
{
    struct tui_order_item item;
    struct safe_text first = {0};
    int64_t row = papers_selected(papers);
    const char *role = why_role(app, papers, entry);
    if (role) {
        return role;
    }
    if (papers->mark_count == 0) {
        if (row < 0 || !papers->kind->item(papers, row, &item)) {
            return _("nothing is selected; v changes the view");
        }
        first = why_item(entry, &item);
        return first.cells ? papers_say(papers, first) : NULL;
    }
    for (int i = 0; i < papers->mark_count; i++) {
        int at = bc_papers_find(papers->list, papers->marks[i]);
        if (at >= 0 && papers->kind->item(papers, at, &item)) {
            struct safe_text text = why_item(entry, &item);
            if (text.cells == 0) {
                return NULL;
            }
            first = first.cells ? first : text;
        }
    }
    return papers_say(papers, first.cells ? first
                                          : safe_text(_("the marked ones are not shown "
                                                        "any more; U takes the marks "
                                                        "away")));
}

const char *papers_why_not(struct tui_app *app, void *state, enum tui_action action)
{
    struct papers *papers = state;
    const struct papers_action *entry = entry_of(papers, action);
    if (entry) {
        return why_order(app, papers, entry);
    }
    switch (action) {
    case TUI_ACT_MARK:
    case TUI_ACT_MARK_ALL:
    case TUI_ACT_OPEN:
        return papers_selected(papers) >= 0
                   ? NULL
                   : _("nothing is shown here; v changes the view");
    case TUI_ACT_UNMARK_ALL:
        return papers->mark_count > 0 ? NULL : _("nothing is marked");
    default:
        return papers->kind->why_not ? papers->kind->why_not(app, papers, action) : NULL;
    }
}

/* ---- opening the preview ---- */

static int collect(struct papers *papers, struct tui_order_item *out)
{
    int count = 0;
    for (int i = 0; i < papers->mark_count; i++) {
        int at = bc_papers_find(papers->list, papers->marks[i]);
        count += at >= 0 && papers->kind->item(papers, at, &out[count]);
    }
    if (papers->mark_count == 0) {
        count += papers->kind->item(papers, papers_selected(papers), &out[0]);
    }
    return count;
}

bool papers_order(struct tui_app *app, struct papers *papers, enum tui_action action)
{
    const struct papers_action *entry = entry_of(papers, action);
    if (!entry) {
        return false;
    }
    const char *why = why_order(app, papers, entry);
    if (why) {
        tui_say(app, TUI_SAY_WARN, safe_text(why));
        return true;
    }
    struct tui_order_item *items = calloc(BC_ORDERS_MAX, sizeof *items);
    if (!items) {
        tui_say(app, TUI_SAY_ERROR, safe_text(_("out of memory; mark fewer")));
        return true;
    }
    int count = collect(papers, items);
    tui_open(app, &tui_order_screen,
             &(struct tui_order_arg){.subject = papers->kind->subject,
                                     .action = entry->word,
                                     .count = count,
                                     .items = items});
    papers->mark_count = 0;
    free(items);
    return true;
}
