#include "tui/app_impl.h"

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

static const struct command {
    const char *name;
    const char *help; /* msgid */
    void (*run)(struct tui_app *app, const char *argument);
} commands[] = {
    {"quit", N_("Leave the console; what is unsent stays in the outbox."), run_quit},
    {"theme", N_("Set the colour theme: theme NAME."), run_theme},
    {"lang", N_("Set the language: lang en or lang zh_CN."), run_lang},
};

static const struct {
    const char *alias, *name;
} aliases[] = {
    {"q", "quit"},
    {"exit", "quit"},
    {"applications", "queue"},
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

/* The n-th name there is: commands, then actions; NULL at the end. */
static const char *name_at(int n)
{
    if (n < (int)COUNT_OF(commands)) {
        return commands[n].name;
    }
    n -= (int)COUNT_OF(commands);
    for (int action = TUI_ACT_NONE + 1; action < TUI_ACTION_COUNT; action++) {
        const struct tui_action_info *info = tui_action_info((enum tui_action)action);
        if (info && !command_named(info->name) && n-- == 0) {
            return info->name;
        }
    }
    return NULL;
}

static bool argument_at(const char *command, int n, char *out, size_t size)
{
    char names[32][48];
    static const char *const languages[] = {"en", "zh_CN"};
    if (strcmp(command, "theme") == 0) {
        int count = tui_theme_names(names, 32);
        return n < count && snprintf(out, size, "%s", names[n]) > 0;
    }
    return strcmp(command, "lang") == 0 && n < (int)COUNT_OF(languages) &&
           snprintf(out, size, "%s", languages[n]) > 0;
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
    return argument_at(command, n, argument, sizeof argument) &&
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
    const struct tui_action_info *info = tui_action_info(tui_action_named(word));
    return command ? tui_text(command->help) : info ? tui_text(info->help) : NULL;
}

/* ---- running one ---- */

static void unknown(struct tui_app *app, const char *name)
{
    char near[80] = "";
    char first[2] = {name[0], '\0'};
    if (app_completion(first, 0, near, sizeof near)) {
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
        app_completions(typed) == 1) {
        app_completion(typed, 0, out, size);
    }
}

void app_command(struct tui_app *app, const char *line)
{
    char typed[64], name[80];
    line += strspn(line, " :");
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
    } else if (action != TUI_ACT_NONE) {
        app_act(app, action);
    } else {
        unknown(app, typed);
    }
    tui_touch(app);
}
