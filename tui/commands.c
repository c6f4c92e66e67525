#include "tui/app_impl.h"

#include "tui/export/export.h"

#include <stdio.h>
#include <string.h>

/* ---- commands that are not the name of an action ---- */

static void run_quit(struct tui_app *app, const char *argument)
{
    (void)argument;
    app->quit = true;
}

static void run_theme(struct tui_app *app, const char *argument)
{
    if (*argument) {
        app_theme(app, argument);
    } else {
        app_act(app, TUI_ACT_THEME);
    }
}

static void run_lang(struct tui_app *app, const char *argument)
{
    if (*argument) {
        app_language(app, argument);
    } else {
        app_act(app, TUI_ACT_LANGUAGE);
    }
}

static void run_link(struct tui_app *app, const char *argument)
{
    app_set_pace(app, argument);
    app_keep(app);
}

static void run_mouse(struct tui_app *app, const char *argument)
{
    bool on = strcmp(argument, "on") == 0;
    if (!on && strcmp(argument, "off") != 0) {
        tui_say(app, TUI_SAY_INFO,
                safe_text(app->memory.mouse
                              ? _("the mouse is on; mouse off turns it off")
                              : _("the mouse is off; mouse on turns it on")));
        return;
    }
    app->memory.mouse = on;
    app->mouse_changed = true;
    app_keep(app);
    tui_say(
        app, TUI_SAY_INFO,
        safe_text(on ? _("mouse on: a click selects, the wheel scrolls; hold Shift to "
                         "select text")
                     : _("mouse off: the terminal selects text by itself")));
}

static void run_why(struct tui_app *app, const char *argument)
{
    enum tui_action action = tui_action_named(argument);
    const char *why = action != TUI_ACT_NONE ? app_why_not(app, action) : NULL;
    if (action != TUI_ACT_NONE && !why) {
        tui_say(app, TUI_SAY_INFO, safe_textf(_("'%s' can be done now"), argument));
        return;
    }
    if (why) {
        app->refused = (struct app_refused){.action = action,
                                            .context = app_top(app)->screen->context,
                                            .why = safe_text(why)};
    }
    tui_open(app, &app_why_screen, NULL);
}

/* Commands of the screen in front; the name is the first word of the line. */
static void run_on_screen(struct tui_app *app, const char *name, const char *argument)
{
    struct app_open *top = app_top(app);
    if (!top->screen->command || !top->screen->command(app, top->state, name, argument)) {
        tui_say(app, TUI_SAY_WARN,
                safe_textf(_("'%s' is of the applications; 2 goes there"), name));
    }
}

static void run_view(struct tui_app *app, const char *argument)
{
    if (*argument) {
        run_on_screen(app, "view", argument);
    } else {
        app_act(app, TUI_ACT_VIEW);
    }
}

static void run_columns(struct tui_app *app, const char *argument)
{
    run_on_screen(app, "columns", argument);
}

static void run_result(struct tui_app *app, const char *argument)
{
    run_on_screen(app, "result", argument);
}

static const struct command {
    const char *name;
    const char *help; /* msgid */
    void (*run)(struct tui_app *app, const char *argument);
} commands[] = {
    {"quit", N_("Leave the console; what is unsent stays in the outbox."), run_quit},
    {"theme", N_("Set the colour theme: theme NAME."), run_theme},
    {"lang", N_("Set the language: lang en or lang zh_CN."), run_lang},
    {"link", N_("How much is drawn: link slow, link full, or link auto."), run_link},
    {"mouse", N_("Use the mouse: mouse on or mouse off."), run_mouse},
    {"why", N_("Explain why an action cannot be done: why, or why NAME."), run_why},
    {"export", N_("Write this screen to a file: export svg, text, csv or ansi, FILE."),
     tui_export_command},
    {"view",
     N_("Views: view NAME goes there, view save NAME and view delete NAME keep "
        "and forget one."),
     run_view},
    {"columns", N_("Columns: columns ask,due,with, or columns default."), run_columns},
    {"result",
     N_("What became of the last decision: result FILE writes it, result load "
        "FILE marks what was not decided."),
     run_result},
};

static const struct {
    const char *alias, *name;
} aliases[] = {
    {"q", "quit"},
    {"exit", "quit"},
    {"keys", "help"},
};

static const struct command *command_named(const char *name)
{
    for (size_t i = 0; i < COUNT_OF(commands); i++) {
        if (strcmp(commands[i].name, name) == 0) {
            return &commands[i];
        }
    }
    return NULL;
}

/* ---- the list of all names ---- */

const char *app_command_name(int n)
{
    return n >= 0 && n < (int)COUNT_OF(commands) ? commands[n].name : NULL;
}

static bool is_noun_only(const char *noun)
{
    return tui_action_named(noun) == TUI_ACT_NONE;
}

/* The n-th name there is: commands, nouns, actions; NULL at the end. */
static const char *name_at(int n)
{
    if (n < (int)COUNT_OF(commands)) {
        return commands[n].name;
    }
    n -= (int)COUNT_OF(commands);
    const char *noun;
    for (int i = 0; (noun = app_noun_name(i)) != NULL; i++) {
        if (is_noun_only(noun) && n-- == 0) {
            return noun;
        }
    }
    for (int action = TUI_ACT_NONE + 1; action < TUI_ACTION_COUNT; action++) {
        const struct tui_action_info *info = tui_action_info((enum tui_action)action);
        if (info && !command_named(info->name) && n-- == 0) {
            return info->name;
        }
    }
    return NULL;
}

static const struct {
    const char *command, *arguments[4];
} fixed[] = {
    {"lang", {"en", "zh_CN"}}, {"link", {"auto", "slow", "full"}},
    {"mouse", {"on", "off"}},  {"view", {"save", "delete"}},
    {"columns", {"default"}},  {"result", {"load"}},
};

static bool argument_of_why(int n, char *out, size_t size)
{
    for (int action = TUI_ACT_NONE + 1; action < TUI_ACTION_COUNT; action++) {
        const struct tui_action_info *info = tui_action_info((enum tui_action)action);
        if (info && n-- == 0) {
            return snprintf(out, size, "%s", info->name) > 0;
        }
    }
    return false;
}

bool app_command_argument(const char *command, int n, char *out, size_t size)
{
    char names[32][48];
    const struct tui_screen *screen = app_noun_screen(command);
    const char *view, *title;
    if (strcmp(command, "theme") == 0) {
        int count = tui_theme_names(names, 32);
        return n < count && snprintf(out, size, "%s", names[n]) > 0;
    }
    if (strcmp(command, "why") == 0) {
        return argument_of_why(n, out, size);
    }
    if (screen) {
        return screen->view && screen->view(n, &view, &title) &&
               snprintf(out, size, "%s", view) > 0;
    }
    for (size_t i = 0; i < COUNT_OF(fixed); i++) {
        if (strcmp(fixed[i].command, command) == 0 && n < 4 && fixed[i].arguments[n]) {
            return snprintf(out, size, "%s", fixed[i].arguments[n]) > 0;
        }
    }
    return false;
}

/* The n-th candidate for what is typed, matching or not. False at the end. */
static bool candidate(const char *typed, int n, char *out, size_t size)
{
    const char *space = strchr(typed, ' ');
    if (!space) {
        const char *name = name_at(n);
        return name && snprintf(out, size, "%s", name) > 0;
    }
    char command[64], argument[48];
    snprintf(command, sizeof command, "%.*s", (int)(space - typed), typed);
    return app_command_argument(command, n, argument, sizeof argument) &&
           snprintf(out, size, "%s %s", command, argument) > 0;
}

bool app_completion(const char *typed, int n, char *out, size_t size)
{
    char name[112];
    for (int i = 0; candidate(typed, i, name, sizeof name); i++) {
        if (strncmp(name, typed, strlen(typed)) == 0 && n-- == 0) {
            return snprintf(out, size, "%s", name) > 0;
        }
    }
    return false;
}

int app_completions(const char *typed)
{
    char name[112];
    int count = 0;
    while (app_completion(typed, count, name, sizeof name)) {
        count++;
    }
    return count;
}

const char *app_command_help(const char *name)
{
    char word[64];
    snprintf(word, sizeof word, "%.*s", (int)strcspn(name, " "), name);
    const struct command *command = command_named(word);
    const struct tui_screen *screen = app_noun_screen(word);
    enum tui_action action = screen ? screen->action : tui_action_named(word);
    const struct tui_action_info *info = tui_action_info(action);
    return command ? tui_text(command->help) : info ? tui_text(info->help) : NULL;
}

/* ---- running one ---- */

enum { LONGEST = 24, FAR = 4 };

static int least(int a, int b)
{
    return a < b ? a : b;
}

/* Letters to change, add, leave out or swap to make one word of the other. */
static int distance(const char *a, const char *b)
{
    int rows[3][LONGEST + 1] = {{0}};
    int m = (int)strlen(a), n = (int)strlen(b);
    if (m > LONGEST || n > LONGEST) {
        return LONGEST;
    }
    for (int j = 0; j <= n; j++) {
        rows[0][j] = j;
    }
    for (int i = 1; i <= m; i++) {
        int *now = rows[i % 3], *up = rows[(i + 2) % 3], *above = rows[(i + 1) % 3];
        now[0] = i;
        for (int j = 1; j <= n; j++) {
            bool same = a[i - 1] == b[j - 1];
            now[j] = least(least(up[j] + 1, now[j - 1] + 1), up[j - 1] + !same);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                now[j] = least(now[j], above[j - 2] + 1);
            }
        }
    }
    return rows[m % 3][n];
}

/* The name that is nearest to what was typed, the one that begins alike before others;
 * NULL when none is near. */
static const char *nearest(const char *typed)
{
    const char *best = NULL, *name;
    int best_cost = 2 * FAR;
    for (int i = 0; (name = name_at(i)) != NULL; i++) {
        int apart = distance(typed, name), alike = 0;
        while (typed[alike] && typed[alike] == name[alike]) {
            alike++;
        }
        int cost = 2 * apart - alike;
        if (apart < FAR && cost < best_cost) {
            best = name;
            best_cost = cost;
        }
    }
    return best;
}

static void unknown(struct tui_app *app, const char *name)
{
    const char *near = nearest(name);
    if (near) {
        tui_say(app, TUI_SAY_WARN,
                safe_textf(_("there is no command '%s'; is '%s' meant? Tab completes, "
                             ":help lists all"),
                           name, near));
    } else {
        tui_say(app, TUI_SAY_WARN,
                safe_textf(_("there is no command '%s'; :help lists all"), name));
    }
}

/* The name itself, its alias, or the only name that begins so. */
static void resolve(const char *typed, char *out, size_t size)
{
    snprintf(out, size, "%s", typed);
    for (size_t i = 0; i < COUNT_OF(aliases); i++) {
        if (strcmp(aliases[i].alias, typed) == 0) {
            snprintf(out, size, "%s", aliases[i].name);
            return;
        }
    }
    if (!command_named(typed) && tui_action_named(typed) == TUI_ACT_NONE &&
        !app_noun_screen(typed) && app_completions(typed) == 1) {
        app_completion(typed, 0, out, size);
    }
}

void app_command(struct tui_app *app, const char *line)
{
    char typed[64], name[80];
    line += strspn(line, " :");
    if (app_jump(app, line)) {
        return;
    }
    size_t len = strcspn(line, " ");
    snprintf(typed, sizeof typed, "%.*s", (int)(len < 63 ? len : 63), line);
    if (!*typed) {
        return;
    }
    resolve(typed, name, sizeof name);
    const char *argument = line + len + strspn(line + len, " ");
    const struct command *command = command_named(name);
    enum tui_action action = tui_action_named(name);
    if (command) {
        command->run(app, argument);
    } else if (app_noun_screen(name)) {
        app_noun(app, name, argument);
    } else if (action != TUI_ACT_NONE) {
        app_act(app, action);
    } else {
        unknown(app, typed);
    }
    tui_touch(app);
}
