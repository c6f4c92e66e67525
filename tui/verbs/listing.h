/* A list of the server as a table, or each of its items a line of JSON. */
#ifndef TUI_VERBS_LISTING_H
#define TUI_VERBS_LISTING_H

#include "backend_client/deeds.h"
#include "tui/verbs/print.h"
#include "tui/verbs/verbs.h"

struct tui_listing {
    struct tui_call *call;
    struct tui_table table;
    struct err err; /* of a row that could not be read */
    /* One item into cells of the table; false: `err` says why. */
    bool (*row)(struct tui_listing *listing, const char *json);
};

/* Every page of `path`. Columns are the caller's, put down before. */
MUST_CHECK bool tui_listing_print(struct tui_listing *listing, const char *path,
                                  struct err *err);

/* Try or do it, as --dry-run says: the answer as JSON, or "WHAT: done". */
MUST_CHECK bool tui_deed_print(struct tui_call *call, const struct bc_deed *deed,
                               const char *done, struct err *err);

#endif
