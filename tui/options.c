#include "tui/options.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

enum kind { FLAG, TEXT, NUMBER, HELP, VERSION };

#define AT(field) offsetof(struct tui_options, field)

static const struct option {
    const char *name, *value; /* value: what stands for it in the help */
    enum kind kind;
    size_t at;
    const char *help; /* msgid */
} options[] = {
    {"--server", "URL", TEXT, AT(backend.server),
     N_("a clearinghouse on the network (https)")},
    {"--token-file", "FILE", TEXT, AT(backend.token_file),
     N_("your token for --server, readable by you alone")},
    {"--socket", "PATH", TEXT, AT(backend.socket), N_("a clearinghouse on this machine")},
    {"--embedded", NULL, FLAG, AT(backend.embedded),
     N_("start a clearinghouse of its own (the default)")},
    {"--demo", "N", NUMBER, AT(backend.demo_cases),
     N_("with --embedded: a ledger made of N invented cases")},
    {"--state", "DIR", TEXT, AT(backend.state), N_("folder of what is kept here")},
    {"--as", "NAME", TEXT, AT(backend.as),
     N_("in a demo: officer supervisor operator auditor admin")},
    {"--no-replica", NULL, FLAG, AT(backend.memory_replica),
     N_("keep the copy of the cases in memory only")},
    {"--screen", "NAME", TEXT, AT(console.screen),
     N_("first screen: overview queue budgets centres outbox")},
    {"--text", NULL, FLAG, AT(text),
     N_("numbered prompts instead of screens, for screen readers")},
    {"--lang", "LANG", TEXT, AT(lang), N_("en or zh_CN")},
    {"--theme", "NAME", TEXT, AT(console.theme),
     N_("default light high-contrast mono, or a file")},
    {"--ascii", NULL, FLAG, AT(console.ascii), N_("no line drawing beyond ASCII")},
    {"--no-color", NULL, FLAG, AT(console.no_color),
     N_("no colours (also by NO_COLOR in the environment)")},
    {"--version", NULL, VERSION, 0, N_("the version")},
    {"--help", NULL, HELP, 0, N_("this page")},
};

static const struct option *find(const char *arg, size_t len)
{
    for (size_t i = 0; i < COUNT_OF(options); i++) {
        if (strlen(options[i].name) == len && strncmp(options[i].name, arg, len) == 0) {
            return &options[i];
        }
    }
    return strcmp(arg, "-h") == 0 ? find("--help", 6) : NULL;
}

static bool set(const struct option *option, const char *value, struct tui_options *out,
                struct err *err)
{
    char *at = (char *)out + option->at, *end;
    switch (option->kind) {
    case FLAG:
        *(bool *)at = true;
        return true;
    case TEXT:
        memcpy(at, &value, sizeof value);
        return true;
    case HELP:
    case VERSION:
        out->mode = option->kind == HELP ? TUI_MODE_HELP : TUI_MODE_VERSION;
        return true;
    case NUMBER:
        break;
    }
    errno = 0;
    int64_t number = strtoll(value, &end, 10);
    if (*value < '0' || *value > '9' || *end || errno || number < 1) {
        return err_set(err, ERR_USAGE, "'%s' takes a number from 1 on, not '%.40s'",
                       option->name, value);
    }
    memcpy(at, &number, sizeof number);
    return true;
}

/* One option and its value; moves `*at` past both. */
static bool take(int argc, char **argv, int *at, struct tui_options *out, struct err *err)
{
    const char *arg = argv[*at], *equals = strchr(arg, '='), *value = NULL;
    size_t len = equals ? (size_t)(equals - arg) : strlen(arg);
    const struct option *option = find(arg, len);
    if (!option) {
        return err_set(err, ERR_USAGE,
                       "there is no option '%.60s'; 'voucherdesk --help' lists them",
                       arg);
    }
    bool wants = option->kind == TEXT || option->kind == NUMBER;
    if (equals && !wants) {
        return err_set(err, ERR_USAGE, "'%s' takes no value", option->name);
    }
    if (equals) {
        value = equals + 1;
    } else if (wants) {
        if (*at + 1 >= argc) {
            return err_set(err, ERR_USAGE, "'%s' needs a value: %s %s", option->name,
                           option->name, option->value);
        }
        value = argv[++*at];
    }
    ++*at;
    return set(option, value, out, err);
}

static bool fit_together(const struct tui_options *o, struct err *err)
{
    const struct bc_config *b = &o->backend;
    if ((b->server != NULL) + (b->socket != NULL) + b->embedded > 1) {
        return err_set(err, ERR_USAGE, "give one of --server, --socket and --embedded");
    }
    if (b->demo_cases && (b->server || b->socket)) {
        return err_set(err, ERR_USAGE,
                       "--demo makes a ledger here; it does not go with "
                       "--server or --socket");
    }
    if (b->token_file && !b->server) {
        return err_set(err, ERR_USAGE, "--token-file is for --server");
    }
    return true;
}

bool tui_options_read(int argc, char **argv, struct tui_options *out, int *used,
                      struct err *err)
{
    struct tui_options made = {.mode = TUI_MODE_RUN};
    int at = 1;
    while (at < argc && argv[at][0] == '-' && argv[at][1] != '\0') {
        if (strcmp(argv[at], "--") == 0) {
            at++;
            break;
        }
        if (!take(argc, argv, &at, &made, err)) {
            return false;
        }
    }
    if (!fit_together(&made, err)) {
        return false;
    }
    *out = made;
    *used = at;
    return true;
}

const char *tui_option_at(size_t n, const char **value, const char **help)
{
    if (n >= COUNT_OF(options)) {
        return NULL;
    }
    *value = options[n].value;
    *help = options[n].help;
    return options[n].name;
}

void tui_options_help(FILE *out)
{
    for (size_t i = 0; i < COUNT_OF(options); i++) {
        char left[40];
        snprintf(left, sizeof left, "%s%s%s", options[i].name,
                 options[i].value ? " " : "", options[i].value ? options[i].value : "");
        fprintf(out, "  %-20s %s\n", left, tui_text(options[i].help));
    }
}
