#include "tui/verbs/verbs.h"

#include "backend_client/import.h"
#include "tui/verbs/faults.h"
#include "tui/verbs/intents.h"
#include "tui/verbs/path.h"
#include "tui/verbs/print.h"

#include <stdio.h>
#include <stdlib.h>

enum { READINGS = 800, WAIT_MS = 30000 };

static bool find_centre(struct tui_call *call, const char *name, struct bc_centre *out,
                        struct err *err)
{
    struct buf path = {0}, body = {0};
    buf_adds(&path, "/v1/centres/");
    tui_path_escape(&path, name);
    struct bc_request request = {.path = buf_str(&path), .if_match = -1};
    bool ok = bc_direct(call->session, &request, &body, err) &&
              bc_centre_read(buf_str(&body), out, err);
    buf_clear(&path);
    buf_clear(&body);
    return ok;
}

static void print_readings(const struct bc_reading *readings, int count, bool ascii)
{
    struct tui_table t = {.ascii = ascii};
    tui_table_column(&t, _("TIME"), false);
    tui_table_column(&t, _("ACCELERATOR"), false);
    tui_table_column(&t, _("INSTALLED"), true);
    tui_table_column(&t, _("POWERED"), true);
    tui_table_column(&t, _("ALLOCATABLE"), true);
    tui_table_column(&t, _("ALLOCATED"), true);
    tui_table_column(&t, _("ACTIVE"), true);
    for (int i = 0; i < count; i++) {
        const struct bc_reading *r = &readings[i];
        tui_table_add(&t, tui_cell_time(r->at));
        tui_table_add(&t, safe_text(r->accelerator));
        tui_table_add(&t, tui_cell_count(r->installed));
        tui_table_add(&t, tui_cell_count(r->powered));
        tui_table_add(&t, tui_cell_count(r->allocatable));
        tui_table_add(&t, tui_cell_count(r->allocated));
        tui_table_add(&t, tui_cell_count(r->active));
    }
    tui_table_print(&t, stdout);
}

/* Through the outbox, as the form does it: it is kept until the server has it. */
static bool send(struct tui_call *call, const struct bc_centre *centre,
                 const struct bc_reading *readings, int count, struct err *err)
{
    struct bc_intent intent = {.number = 0};
    int64_t number;
    if (!bc_report(call->session, centre->id, readings, count, &number, err)) {
        return false;
    }
    struct err waiting = {0};
    bool answered = bc_direct_flush(call->session, WAIT_MS, &waiting);
    if (!bc_intent_get(call->session, number, &intent)) {
        return err_set(err, ERR_INTERNAL, "the report is not in the outbox");
    }
    if (call->json) {
        tui_print_intent_json(&intent);
    } else {
        print_readings(readings, count, call->ascii);
        tui_print_line(stdout, safe_textf("%s: %s%s%s", centre->name,
                                          tui_word(bc_intent_state_name(intent.state)),
                                          *intent.text ? " · " : "", intent.text));
    }
    return tui_intent_settled(&intent, answered ? NULL : &waiting, err);
}

static bool run(struct tui_call *call, struct bc_import *import,
                const struct bc_centre *centre, struct bc_reading *readings,
                struct err *err)
{
    const struct bc_fault_sink sink = {tui_print_fault, import};
    int count = 0;
    if (!bc_import_read(call->operands[1], BC_IMPORT_READINGS, import, &sink, err) ||
        !bc_import_readings(import, bc_clock(call->session), readings, READINGS, &count,
                            &sink, err)) {
        return false;
    }
    if (import->faults > 0) {
        return err_set(err, ERR_INVALID,
                       _("nothing was sent from \"%.100s\": mend what is told above"),
                       import->path);
    }
    if (!call->dry_run) {
        return send(call, centre, readings, count, err);
    }
    if (call->json) {
        printf("{\"accepted\":%d,\"dry_run\":true}\n", count);
    } else {
        print_readings(readings, count, call->ascii);
        puts(_("nothing was changed: this is what would be sent"));
    }
    return true;
}

bool tui_verb_centres_report(struct tui_call *call, struct err *err)
{
    struct bc_centre *centre = calloc(1, sizeof *centre);
    struct bc_reading *readings = calloc(READINGS, sizeof *readings);
    struct bc_import import = {0};
    bool ok = (centre && readings) || err_set(err, ERR_INTERNAL, "out of memory");
    ok = ok && find_centre(call, call->operands[0], centre, err) &&
         run(call, &import, centre, readings, err);
    bc_import_clear(&import);
    free(readings);
    free(centre);
    return ok;
}
