/* What clearinghoused was asked to do. */
#ifndef CLEARINGHOUSE_OPTIONS_H
#define CLEARINGHOUSE_OPTIONS_H

#include "common/attr.h"
#include "common/err.h"

#include <stdbool.h>
#include <stdint.h>

enum ch_command { CH_SERVE, CH_INIT, CH_VERIFY, CH_CHECK, CH_HELP, CH_VERSION };

enum { CH_GRANTS_MAX = 64, CH_FILES_MAX = 64, CH_PATH_MAX = 1024 };

/* Strings point into argv. */
struct ch_options {
    enum ch_command command;
    const char *state;        /* folder of ledger.db */
    const char *store;        /* postgres://…; NULL: ledger.db in the state folder */
    const char *proxy_socket; /* a second one, for the network edge; NULL: none */
    const char *witness;      /* for verify: checkpoints a witness kept; or NULL */
    const char *socket;       /* NULL: clearinghoused.sock in the state folder */
    bool demo;                /* fill a fresh ledger */
    int64_t demo_cases, demo_end; /* demo_end 0: now */
    bool log_json;
    const char *grants[CH_GRANTS_MAX]; /* "UID:ROLE[:SCOPE]" */
    int grant_count;
    const char *programmes[CH_FILES_MAX];
    int programme_count;
};

/* ERR_USAGE names the option and what would be right. */
MUST_CHECK bool ch_options_read(int argc, char **argv, struct ch_options *out,
                                struct err *err);
void ch_options_help(void);

#endif
