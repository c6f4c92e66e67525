#include "clearinghouse/options.h"

#include "common/date.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DEMO_DEFAULT = 2000, DEMO_MOST = 5000000 };
enum {
    OPT_STATE = 256,
    OPT_SOCKET,
    OPT_STORE,
    OPT_WITNESS,
    OPT_PROXY_SOCKET,
    OPT_DEMO,
    OPT_DEMO_NOW,
    OPT_LOG_JSON,
    OPT_GRANT,
    OPT_PROGRAMME,
    OPT_CHECK,
    OPT_HELP,
    OPT_VERSION
};

static const struct option long_options[] = {
    {"state", required_argument, NULL, OPT_STATE},
    {"socket", required_argument, NULL, OPT_SOCKET},
    {"proxy-socket", required_argument, NULL, OPT_PROXY_SOCKET},
    {"witness", required_argument, NULL, OPT_WITNESS},
    {"store", required_argument, NULL, OPT_STORE},
    {"demo", optional_argument, NULL, OPT_DEMO},
    {"demo-now", required_argument, NULL, OPT_DEMO_NOW},
    {"log-json", no_argument, NULL, OPT_LOG_JSON},
    {"grant", required_argument, NULL, OPT_GRANT},
    {"programme", required_argument, NULL, OPT_PROGRAMME},
    {"check", no_argument, NULL, OPT_CHECK},
    {"help", no_argument, NULL, OPT_HELP},
    {"version", no_argument, NULL, OPT_VERSION},
    {NULL, 0, NULL, 0},
};

void ch_options_help(void)
{
    fputs(
        "clearinghoused: the clearinghouse of computing-power voucher programmes\n"
        "\n"
        "  clearinghoused --state DIR [--socket PATH]      serve the ledger in DIR\n"
        "  clearinghoused --state DIR --demo [N]           the same, a fresh ledger "
        "filled "
        "with N made-up cases (2000)\n"
        "  clearinghoused init --state DIR --grant UID:ROLE[:SCOPE]… [--programme "
        "FILE…]\n"
        "                                                  make a real ledger: who may "
        "do "
        "what, by Unix user\n"
        "  clearinghoused verify --state DIR [--witness FILE]\n"
        "                                                  replay the journal and check "
        "chains, balances, verdicts, rows and the\n"
        "                                                  roots a witness kept; exit 65 "
        "names what is broken\n"
        "  clearinghoused --state DIR --check              check programmes and ledger, "
        "serve nothing\n"
        "\n"
        "  --store URL      keep the ledger in PostgreSQL (postgres://…), not in DIR\n"
        "  --socket PATH    where to listen (DIR/clearinghoused.sock, mode 0660)\n"
        "  --proxy-socket PATH  a second socket for HAProxy: there a bearer token is the "
        "only identity\n"
        "  --demo-now TIME  let the demo's story end then (RFC 3339), not now\n"
        "  --log-json       log one JSON object a line\n"
        "  --help --version\n"
        "\n"
        "Roles: officer supervisor operator auditor admin desk. SCOPE: a programme, a "
        "centre's id, or * (the default).\n"
        "When it serves it prints `clearinghoused: ready on PATH`.\n",
        stdout);
}

static bool count(const char *text, int64_t *out, struct err *err)
{
    char *end;
    long long value = strtoll(text, &end, 10);
    if (*text < '0' || *text > '9' || *end || value > DEMO_MOST) {
        return err_set(err, ERR_USAGE,
                       "--demo \"%.40s\": give a number of cases, 0 to %d", text,
                       DEMO_MOST);
    }
    *out = value;
    return true;
}

static bool more(const char **list, int *used, int most, const char *what,
                 struct err *err)
{
    if (*used == most) {
        return err_set(err, ERR_USAGE, "at most %d %s can be given at once", most, what);
    }
    list[(*used)++] = optarg;
    return true;
}

static bool take_store(struct ch_options *out, struct err *err)
{
    if (strncmp(optarg, "postgres://", 11) == 0 ||
        strncmp(optarg, "postgresql://", 13) == 0) {
        out->store = optarg;
        return true;
    }
    out->store = NULL;
    return strcmp(optarg, "sqlite") == 0 ||
           err_set(err, ERR_USAGE,
                   "--store \"%.60s\": write sqlite (the default) or postgres://…",
                   optarg);
}

static bool take(int option, int argc, char **argv, struct ch_options *out,
                 struct err *err)
{
    switch (option) {
    case OPT_STATE:
        out->state = optarg;
        return true;
    case OPT_SOCKET:
        out->socket = optarg;
        return true;
    case OPT_PROXY_SOCKET:
        out->proxy_socket = optarg;
        return true;
    case OPT_WITNESS:
        out->witness = optarg;
        return true;
    case OPT_STORE:
        return take_store(out, err);
    case OPT_DEMO: {
        bool next =
            !optarg && optind < argc && argv[optind][0] >= '0' && argv[optind][0] <= '9';
        out->demo = true;
        out->demo_cases = DEMO_DEFAULT;
        const char *text = optarg ? optarg : next ? argv[optind++] : NULL;
        return !text || count(text, &out->demo_cases, err);
    }
    case OPT_DEMO_NOW:
        return date_time_parse(optarg, &out->demo_end) ||
               err_set(err, ERR_USAGE,
                       "--demo-now \"%.40s\": give an instant such as "
                       "2026-11-02T02:00:00Z",
                       optarg);
    case OPT_LOG_JSON:
        out->log_json = true;
        return true;
    case OPT_GRANT:
        return more(out->grants, &out->grant_count, CH_GRANTS_MAX, "grants", err);
    case OPT_PROGRAMME:
        return more(out->programmes, &out->programme_count, CH_FILES_MAX, "programmes",
                    err);
    case OPT_CHECK:
        out->command = CH_CHECK;
        return true;
    case OPT_HELP:
        out->command = CH_HELP;
        return true;
    case OPT_VERSION:
        out->command = CH_VERSION;
        return true;
    default:
        return err_set(err, ERR_USAGE,
                       "option \"%.60s\" is not known or lacks its value; see "
                       "clearinghoused --help",
                       argv[optind - 1]);
    }
}

static bool take_command(const char *word, struct ch_options *out, struct err *err)
{
    if (strcmp(word, "init") == 0) {
        out->command = CH_INIT;
    } else if (strcmp(word, "verify") == 0) {
        out->command = CH_VERIFY;
    } else {
        return err_set(err, ERR_USAGE,
                       "\"%.60s\" is no command; use init or verify, or none to serve",
                       word);
    }
    return true;
}

static bool agree(const struct ch_options *o, struct err *err)
{
    if (o->command == CH_HELP || o->command == CH_VERSION) {
        return true;
    }
    if (!o->state || !*o->state) {
        return err_set(err, ERR_USAGE,
                       "--state DIR is missing: the folder of the ledger");
    }
    if (o->command != CH_INIT && o->grant_count + o->programme_count > 0) {
        return err_set(err, ERR_USAGE, "--grant and --programme go with init");
    }
    if (o->command == CH_INIT && o->grant_count == 0) {
        return err_set(
            err, ERR_USAGE,
            "init needs at least one --grant UID:ROLE, or nobody could use the "
            "ledger; your uid is shown by `id -u`");
    }
    if (o->witness && o->command != CH_VERIFY) {
        return err_set(err, ERR_USAGE, "--witness goes with verify");
    }
    if (o->demo_end && !o->demo) {
        return err_set(err, ERR_USAGE, "--demo-now goes with --demo");
    }
    return true;
}

bool ch_options_read(int argc, char **argv, struct ch_options *out, struct err *err)
{
    int option;
    *out = (struct ch_options){.command = CH_SERVE};
    opterr = 0;
    while ((option = getopt_long(argc, argv, "", long_options, NULL)) != -1) {
        if (!take(option, argc, argv, out, err)) {
            return false;
        }
    }
    for (; optind < argc; optind++) {
        if (!take_command(argv[optind], out, err)) {
            return false;
        }
    }
    return agree(out, err);
}
