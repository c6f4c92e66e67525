#include "tui/finder.h"
#include "tui/match.h"

#include <stdio.h>
#include <string.h>

struct search {
    struct tui_app *app;
    const char *typed;
    struct finder_list *list;
};

#define COPY(to, from) snprintf(to, sizeof(to), "%.*s", (int)sizeof(to) - 1, from)

/* ---- keeping the best ---- */

static void keep(struct search *search, const struct finder_found *found)
{
    struct finder_list *list = search->list;
    int at = list->count;
    list->total++;
    while (at > 0 && list->found[at - 1].score < found->score) {
        at--;
    }
    if (at == FINDER_FOUND) {
        return;
    }
    int moved = list->count - at - (list->count == FINDER_FOUND);
    memmove(&list->found[at + 1], &list->found[at],
            (size_t)moved * sizeof list->found[0]);
    list->found[at] = *found;
    list->count += list->count < FINDER_FOUND;
}

/* By its label best, by what it is about or called in English less. */
static void offer(struct search *search, struct finder_found *found, const char *name)
{
    int label = tui_match(search->typed, found->label),
        other = tui_match(search->typed, name) * 9 / 10,
        about = found->off ? 0 : tui_match(search->typed, found->about) / 2;
    found->score = label > other ? label : other;
    found->score = about > found->score ? about : found->score;
    if (found->score > 0) {
        found->score -= found->off ? 1 : 0;
        keep(search, found);
    }
}

/* ---- actions ---- */

static enum tui_context behind(const struct tui_app *app)
{
    const struct app_open *open = app->dialog_count > 1
                                      ? &app->dialogs[app->dialog_count - 2]
                                      : &app->tabs[app->tab];
    return open->screen->context;
}

/* As app_why_not(), of what the finder lies over. */
static const char *why_not(struct tui_app *app, enum tui_action action)
{
    int count = app->dialog_count;
    app->dialog_count -= count > 0;
    const char *why = app_why_not(app, action);
    app->dialog_count = count;
    return why;
}

/* Moving needs no list, and what a confirmation does is never one key after it was found.
 */
static bool is_offered(enum tui_action action)
{
    return action > TUI_ACT_PREV_TAB && action != TUI_ACT_CONFIRM &&
           action != TUI_ACT_PALETTE;
}

static void offer_actions(struct search *search)
{
    enum tui_context context = behind(search->app);
    for (int a = TUI_ACT_NONE + 1; a < TUI_ACTION_COUNT; a++) {
        enum tui_action action = (enum tui_action)a;
        const struct tui_action_info *info = tui_action_info(action);
        uint32_t key = tui_key_for(context, action);
        if (!info || !is_offered(action) || (key == 0 && action != TUI_ACT_TOUR)) {
            continue;
        }
        const char *why = why_not(search->app, action);
        struct finder_found found = {
            .kind = FINDER_ACTION, .action = action, .key = key, .off = why != NULL};
        COPY(found.label, tui_text(info->label));
        COPY(found.about, why ? why : tui_text(info->help));
        offer(search, &found, info->name);
    }
}

/* ---- views, themes, languages ---- */

static void offer_views(struct search *search)
{
    for (int i = 0; i < APP_TABS; i++) {
        const struct tui_screen *screen = app_tab_screen(i);
        const char *name, *title;
        for (int n = 0; screen->view && screen->view(n, &name, &title); n++) {
            struct finder_found found = {.kind = FINDER_VISIT};
            COPY(found.visit.screen, screen->name);
            COPY(found.visit.place.view, name);
            snprintf(found.label, sizeof found.label, "%s: %s", _(screen->title),
                     _(title));
            snprintf(found.about, sizeof found.about, ":%s %s", screen->name, name);
            offer(search, &found, name);
        }
    }
}

static void offer_commands(struct search *search)
{
    const char *name;
    char argument[48];
    for (int c = 0; (name = app_command_name(c)) != NULL; c++) {
        bool lists = strcmp(name, "why") != 0;
        for (int n = 0; lists && app_command_argument(name, n, argument, sizeof argument);
             n++) {
            struct finder_found found = {.kind = FINDER_COMMAND};
            snprintf(found.command, sizeof found.command, "%.15s %.47s", name, argument);
            COPY(found.label, found.command);
            COPY(found.about, app_command_help(name));
            offer(search, &found, found.command);
        }
    }
}

static void offer_bookmarks(struct search *search)
{
    const struct tui_memory *memory = &search->app->memory;
    for (int i = 0; i < memory->bookmark_count; i++) {
        struct finder_found found = {
            .kind = FINDER_BOOKMARK, .visit = memory->bookmarks[i].visit, .bookmark = i};
        COPY(found.label, memory->bookmarks[i].title);
        COPY(found.about, _("bookmark"));
        offer(search, &found, found.visit.screen);
    }
}

/* ---- records ---- */

static void offer_cases(struct search *search)
{
    const struct bc_query query = {.text = search->typed, .statuses = "*"};
    struct bc_view *view;
    struct bc_case row;
    if (strlen(search->typed) < 2 ||
        !bc_view_open(search->app->session, &query, &view, NULL)) {
        return;
    }
    for (int i = 0; i < FINDER_RECORDS && bc_view_row(view, i, &row); i++) {
        struct finder_found found = {.kind = FINDER_VISIT, .score = 700 - i};
        COPY(found.visit.screen, tui_queue_screen.name);
        COPY(found.visit.place.id, row.id);
        struct safe_text name = safe_text(row.applicant_name);
        snprintf(found.label, sizeof found.label, "%s  %.150s", row.number, name.bytes);
        COPY(found.about, tui_word(row.status));
        keep(search, &found);
    }
    bc_view_close(view);
}

static void offer_centres(struct search *search)
{
    const struct bc_centre *centres;
    int count = bc_centres(search->app->session, &centres);
    for (int i = 0; i < count && *search->typed; i++) {
        struct finder_found found = {.kind = FINDER_VISIT};
        struct safe_text name = safe_text(centres[i].name);
        COPY(found.visit.screen, tui_centres_screen.name);
        COPY(found.visit.place.view, "all");
        COPY(found.visit.place.id, centres[i].id);
        COPY(found.label, name.bytes);
        snprintf(found.about, sizeof found.about, "%s · %.40s", _("centre"),
                 safe_text(centres[i].province).bytes);
        offer(search, &found, centres[i].slug);
    }
}

static void offer_tranches(struct search *search)
{
    const struct bc_tranche *all;
    int count = bc_tranches(search->app->session, &all);
    for (int i = 0; i < count && *search->typed; i++) {
        struct finder_found found = {.kind = FINDER_VISIT};
        struct safe_text programme =
                             safe_text(tui_lang_is_zh() ? all[i].programme_name_zh
                                                        : all[i].programme_name_en),
                         name = safe_text(all[i].name);
        COPY(found.visit.screen, tui_budgets_screen.name);
        snprintf(found.visit.place.id, sizeof found.visit.place.id, "%s/%s",
                 all[i].programme, all[i].id);
        snprintf(found.label, sizeof found.label, "%.120s · %.70s", programme.bytes,
                 name.bytes);
        COPY(found.about, _("tranche"));
        offer(search, &found, all[i].programme);
    }
}

void finder_search(struct tui_app *app, const char *typed, bool bookmarks_only,
                   struct finder_list *out)
{
    struct search search = {.app = app, .typed = typed, .list = out};
    out->count = out->total = 0;
    offer_bookmarks(&search);
    if (bookmarks_only) {
        return;
    }
    offer_actions(&search);
    offer_views(&search);
    offer_commands(&search);
    offer_centres(&search);
    offer_tranches(&search);
    offer_cases(&search);
}
