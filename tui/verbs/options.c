#include "tui/verbs/verbs.h"

#include "common/text.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum option_kind { OPTION_FLAG, OPTION_TEXT, OPTION_COUNT };

#define AT(field) offsetof(struct tui_call, field)

static const struct option {
    const char *name;
    enum option_kind kind;
    size_t offset;
} options[] = {
    {"--json", OPTION_FLAG, AT(json)},
    {"--dry-run", OPTION_FLAG, AT(dry_run)},
    {"--reason", OPTION_TEXT, AT(reason)},
    {"--note", OPTION_TEXT, AT(note)},
    {"--amount", OPTION_TEXT, AT(amount)},
    {"--status", OPTION_TEXT, AT(status)},
    {"--query", OPTION_TEXT, AT(query)},
    {"--programme", OPTION_TEXT, AT(programme)},
    {"--until", OPTION_TEXT, AT(until)},
    {"--objector", OPTION_TEXT, AT(objector)},
    {"--evidence", OPTION_TEXT, AT(evidence)},
    {"--invoice", OPTION_TEXT, AT(invoice)},
    {"--invoice-date", OPTION_TEXT, AT(invoice_date)},
    {"--invoice-amount", OPTION_TEXT, AT(invoice_amount)},
    {"--hours", OPTION_TEXT, AT(hours)},
    {"--from", OPTION_TEXT, AT(from)},
    {"--to", OPTION_TEXT, AT(to)},
    {"--centre", OPTION_TEXT, AT(centre)},
    {"--limit", OPTION_COUNT, AT(limit)},
    {"--svg", OPTION_FLAG, AT(svg)},
    {"--text", OPTION_FLAG, AT(text)},
    {"--csv", OPTION_FLAG, AT(csv)},
    {"--ansi", OPTION_FLAG, AT(ansi)},
    {"--html", OPTION_FLAG, AT(html)},
    {"--size", OPTION_TEXT, AT(size)},
    {"--keys", OPTION_TEXT, AT(keys)},
    {"--at", OPTION_TEXT, AT(at)},
    {"--days", OPTION_COUNT, AT(days)},
    {"--principal", OPTION_TEXT, AT(principal)},
    {"--read-only", OPTION_FLAG, AT(read_only)},
};

/* The usage line is the list of what a verb takes. */
static const struct option *find(const struct tui_verb *verb, const char *arg, size_t len)
{
    for (size_t i = 0; i < COUNT_OF(options); i++) {
        const struct option *o = &options[i];
        if (strlen(o->name) == len && strncmp(o->name, arg, len) == 0) {
            return i == 0 || strstr(verb->usage, o->name) ? o : NULL;
        }
    }
    return NULL;
}

static bool wrong(const struct tui_verb *verb, struct err *err, const char *arg,
                  const char *what)
{
    return err_set(err, ERR_USAGE, "%.80s %s; usage: voucherdesk %s%s%s [--json]", arg,
                   what, verb->words, *verb->usage ? " " : "", verb->usage);
}

static bool set(const struct option *option, const char *value, struct tui_call *call)
{
    char *at = (char *)call + option->offset, *end;
    switch (option->kind) {
    case OPTION_FLAG:
        *(bool *)at = true;
        return true;
    case OPTION_TEXT:
        memcpy(at, &value, sizeof value);
        return true;
    case OPTION_COUNT:
        errno = 0;
        long long count = strtoll(value, &end, 10);
        *(int64_t *)(void *)at = count;
        return *value >= '0' && *value <= '9' && !*end && errno == 0;
    }
    return false;
}

/* One option at argv[*at], with its value when it takes one. */
static bool take(int argc, char **argv, int *at, const struct tui_verb *verb,
                 struct tui_call *call, struct err *err)
{
    const char *arg = argv[*at], *equals = strchr(arg, '=');
    size_t len = equals ? (size_t)(equals - arg) : strlen(arg);
    const struct option *option = find(verb, arg, len);
    const char *value = equals ? equals + 1 : NULL;
    if (!option) {
        return wrong(verb, err, arg, _("is not an option of this verb"));
    }
    if (option->kind == OPTION_FLAG && value) {
        return wrong(verb, err, option->name, _("takes no value"));
    }
    if (option->kind != OPTION_FLAG && !value) {
        if (*at + 1 >= argc) {
            return wrong(verb, err, option->name, _("needs a value"));
        }
        value = argv[++*at];
    }
    return set(option, value, call) ||
           wrong(verb, err, option->name, _("needs a whole number from 0"));
}

bool tui_call_parse(int argc, char **argv, const struct tui_verb *verb,
                    struct tui_call *call, struct err *err)
{
    bool options_end = false;
    call->limit = call->days = -1;
    call->operands = argv;
    call->operand_count = 0;
    for (int at = 0; at < argc; at++) {
        char *arg = argv[at];
        if (!options_end && strcmp(arg, "--") == 0) {
            options_end = true;
        } else if (options_end || arg[0] != '-' || !arg[1]) {
            argv[call->operand_count++] = arg;
        } else if (!take(argc, argv, &at, verb, call, err)) {
            return false;
        }
    }
    if (call->operand_count < verb->least) {
        return wrong(verb, err, verb->words, _("needs more than that"));
    }
    return verb->most < 0 || call->operand_count <= verb->most ||
           wrong(verb, err, argv[verb->most], _("is one too many"));
}

void tui_verbs_help(FILE *out)
{
    for (size_t i = 0; i < tui_verb_count; i++) {
        const struct tui_verb *verb = &tui_verbs[i];
        fprintf(out, "  %s%s%s\n      ", verb->words, *verb->usage ? " " : "",
                verb->usage);
        safe_print(out, safe_text(_(verb->help)));
        fputc('\n', out);
    }
}
