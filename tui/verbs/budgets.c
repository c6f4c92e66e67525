#include "tui/verbs/verbs.h"

#include "tui/verbs/print.h"
#include "tui/verbs/tranches.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct listing {
    const char *programme;
    struct bc_tranche tranche;
    struct err err;
};

static bool print_item(void *ctx, const char *json)
{
    struct listing *list = ctx;
    if (!bc_tranche_read(json, &list->tranche, &list->err)) {
        return false;
    }
    if (!list->programme || strcmp(list->programme, list->tranche.programme) == 0) {
        tui_print_json(stdout, json);
    }
    return true;
}

static bool print_json(struct tui_call *call, const char *dashboard, struct err *err)
{
    struct listing *list = calloc(1, sizeof *list);
    if (!list) {
        return err_set(err, ERR_INTERNAL, "out of memory");
    }
    list->programme = call->programme;
    bool ok = tui_tranches_each(call, dashboard, print_item, list, err);
    if (ok && list->err.kind != ERR_NONE) {
        *err = list->err;
        ok = false;
    }
    free(list);
    return ok;
}

bool tui_verb_budgets(struct tui_call *call, struct err *err)
{
    struct buf dashboard = {0};
    bool office = tui_is_office(call);
    if (office && !tui_get(call, "/v1/dashboard", &dashboard, err)) {
        buf_clear(&dashboard);
        return false;
    }
    const char *source = office ? buf_str(&dashboard) : NULL;
    bool ok = call->json ? print_json(call, source, err)
                         : tui_print_tranches(call, source, err);
    buf_clear(&dashboard);
    return ok;
}
