/* To a screen or record by what people call it, from anywhere. */
#include "tui/app_impl.h"

#include "common/credit_code.h"
#include "common/id.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

/* ---- nouns ---- */

static const struct {
    const char *noun;
    const struct tui_screen *screen;
} nouns[] = {
    {"cases", &tui_queue_screen},       {"applications", &tui_queue_screen},
    {"queue", &tui_queue_screen},       {"centres", &tui_centres_screen},
    {"budgets", &tui_budgets_screen},   {"tranches", &tui_budgets_screen},
    {"overview", &tui_overview_screen}, {"outbox", &tui_outbox_screen},
};

const char *app_noun_name(int n)
{
    return n >= 0 && n < (int)COUNT_OF(nouns) ? nouns[n].noun : NULL;
}

const struct tui_screen *app_noun_screen(const char *noun)
{
    for (size_t i = 0; i < COUNT_OF(nouns); i++) {
        if (strcmp(nouns[i].noun, noun) == 0) {
            return nouns[i].screen;
        }
    }
    return NULL;
}

/* A view by its name, or by the beginning of its title in the reader's language. Returns
 * the bytes of `text` that name it. */
static size_t view_in(const struct tui_screen *screen, const char *text, char out[24])
{
    const char *name, *title;
    size_t len = strcspn(text, " ");
    for (int i = 0; len > 0 && screen->view && screen->view(i, &name, &title); i++) {
        const char *shown = _(title);
        size_t whole = strlen(shown);
        if (strlen(name) == len && strncasecmp(name, text, len) == 0) {
            snprintf(out, 24, "%s", name);
            return len;
        }
        if (strncmp(shown, text, whole) == 0 && (!text[whole] || text[whole] == ' ')) {
            snprintf(out, 24, "%s", name);
            return whole;
        }
    }
    return 0;
}

void app_noun(struct tui_app *app, const char *noun, const char *rest)
{
    const struct tui_screen *screen = app_noun_screen(noun);
    struct tui_visit to = {.screen = ""};
    if (!screen || !app_may_leave(app)) {
        return;
    }
    if (!*rest) {
        app_act(app, screen->action);
        return;
    }
    snprintf(to.screen, sizeof to.screen, "%s", screen->name);
    rest += view_in(screen, rest, to.place.view);
    rest += strspn(rest, " ");
    if (*rest && !screen->filter) {
        tui_say(app, TUI_SAY_WARN,
                safe_textf(_("'%s' has no rows to filter; it is shown as it is"), noun));
        rest = "";
    }
    snprintf(to.place.filter, sizeof to.place.filter, "%.*s",
             (int)sizeof to.place.filter - 1, rest);
    app_go(app, &to);
}

/* ---- records ---- */

static bool find_case(struct tui_app *app, const char *number, struct bc_case *out)
{
    const struct bc_query query = {.text = number, .statuses = "*"};
    struct bc_view *view;
    if (!bc_view_open(app->session, &query, &view, NULL)) {
        return false;
    }
    bool found = bc_view_row(view, 0, out) && strcasecmp(out->number, number) == 0;
    bc_view_close(view);
    return found;
}

static void to_case(struct tui_app *app, const char *number)
{
    struct tui_visit to = {.screen = "queue"};
    struct bc_case row;
    if (!find_case(app, number, &row)) {
        tui_say(app, TUI_SAY_WARN,
                safe_textf(bc_link(app->session)->state == BC_LINK_LOADING
                               ? _("'%s' is not here yet: the cases are still coming")
                               : _("there is no case '%s' among those you may see"),
                           number));
        return;
    }
    snprintf(to.place.id, sizeof to.place.id, "%s", row.id);
    app_go(app, &to);
}

/* All cases of the firm with this code. */
static void to_firm(struct tui_app *app, const char *code)
{
    struct tui_visit to = {.screen = "queue", .place = {.view = "all"}};
    snprintf(to.place.filter, sizeof to.place.filter, "%s", code);
    app_go(app, &to);
}

/* 26-000418-K, whatever its check character. */
static bool looks_like_number(const char *text, size_t len)
{
    return len >= 9 && len < BC_NUMBER && isdigit((unsigned char)text[0]) &&
           isdigit((unsigned char)text[1]) && text[2] == '-' &&
           isdigit((unsigned char)text[3]);
}

static bool looks_like_code(const char *text, size_t len)
{
    int digits = 0;
    for (size_t i = 0; i < len; i++) {
        digits += isdigit((unsigned char)text[i]) != 0;
        if (!isalnum((unsigned char)text[i])) {
            return false;
        }
    }
    return len == CREDIT_CODE_LEN && digits >= 6;
}

bool app_jump(struct tui_app *app, const char *text)
{
    char word[BC_NUMBER] = "";
    size_t len = strcspn(text, " ");
    if (len >= sizeof word || text[len + strspn(text + len, " ")]) {
        return false;
    }
    for (size_t i = 0; i < len; i++) {
        word[i] = (char)toupper((unsigned char)text[i]);
    }
    bool number = looks_like_number(word, len);
    bool code = looks_like_code(word, len);
    if ((!number && !code) || !app_may_leave(app)) {
        return number || code;
    }
    if (number && !id_number_valid(word)) {
        tui_say(app, TUI_SAY_WARN,
                safe_textf(_("'%s' is mistyped: its last character does not fit the "
                             "rest"),
                           word));
    } else if (number) {
        to_case(app, word);
    } else if (credit_code_problem(word)) {
        tui_say(
            app, TUI_SAY_WARN,
            safe_textf(_("'%s' is no credit code: %s"), word, credit_code_problem(word)));
    } else {
        to_firm(app, word);
    }
    return true;
}
