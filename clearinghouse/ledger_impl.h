/* What opening, making and initialising a ledger share. */
#ifndef CLEARINGHOUSE_LEDGER_IMPL_H
#define CLEARINGHOUSE_LEDGER_IMPL_H

#include "clearinghouse/ledger.h"

enum { CH_KIND_MAX = 16 };

/* The office's own programmes when it has any, else those shipped. */
MUST_CHECK bool ch_ledger_policies(const char *state, struct ch_policy_set **out,
                                   struct err *err);
/* Where the ledger is: a file in the state folder, or a database. */
MUST_CHECK bool ch_ledger_path(const struct ch_options *options, char out[CH_PATH_MAX],
                               struct err *err);
/* Make a folder of mode 0700 and those above it. */
MUST_CHECK bool ch_ledger_folder(const char *path, struct err *err);
bool ch_ledger_exists(const char *path);

/* "" a ledger without a word of its kind, else "office", "making" or "demo". */
MUST_CHECK bool ch_ledger_kind(struct ch_ledger *ledger, char out[CH_KIND_MAX],
                               struct err *err);
MUST_CHECK bool ch_ledger_within(struct ch_ledger *ledger,
                                 bool (*work)(const struct ch_ctx *, struct err *),
                                 struct err *err);

/* ---- ledger_demo.c ---- */

/* A demo whose making was cut off is made again from nothing. */
MUST_CHECK bool ch_ledger_remake(struct ch_ledger *ledger, struct err *err);
MUST_CHECK bool ch_ledger_make_demo(struct ch_ledger *ledger,
                                    const struct ch_options *options, struct err *err);
/* A demo that is opened again: do its readings go on? */
MUST_CHECK bool ch_ledger_find_missing(struct ch_ledger *ledger, struct err *err);

#endif
