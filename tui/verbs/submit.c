#include "tui/verbs/verbs.h"

#include "backend_client/import.h"
#include "tui/verbs/faults.h"
#include "tui/verbs/print.h"

#include <stdio.h>
#include <string.h>

struct submitting {
    const struct tui_call *call;
    struct tui_table table;
    int64_t taken;
};

static void taken(void *ctx, int line, const char *id, const char *number)
{
    struct submitting *s = ctx;
    s->taken++;
    if (s->call->json) {
        printf("{\"id\":\"%s\",\"line\":%d,\"number\":\"%s\"}\n", safe_text(id).bytes,
               line, safe_text(number).bytes);
    } else {
        tui_table_add(&s->table, safe_textf("%d", line));
        tui_table_add(&s->table, safe_text(number));
        tui_table_add(&s->table, safe_text(id));
    }
}

static bool no_faults(const struct bc_import *import, struct err *err)
{
    return import->faults == 0 ||
           err_set(err, ERR_INVALID,
                   _("nothing was taken from \"%.100s\": mend what is told above and "
                     "send the whole again"),
                   import->path);
}

/* Everything is tried before anything is sent: nothing of a file with a fault lands. */
static bool run(struct submitting *s, struct bc_import *import, const char *path,
                struct err *err)
{
    const struct bc_import_answers answers = {
        .faults = {tui_print_fault, import}, .taken = taken, .ctx = s};
    struct bc_session *session = s->call->session;
    if (!bc_import_read(path, BC_IMPORT_APPLICATIONS, import, &answers.faults, err) ||
        !no_faults(import, err) ||
        !bc_import_parties(session, import, &answers.faults, err) ||
        !no_faults(import, err) ||
        !bc_import_send(session, import, true, &answers, err) ||
        !no_faults(import, err)) {
        return false;
    }
    return s->call->dry_run || bc_import_send(session, import, false, &answers, err);
}

/* A file of many pages can stop between two: say what is there. */
static void say_partly(const struct submitting *s, const struct bc_import *import,
                       struct err *err)
{
    if (s->taken > 0) {
        err_prefix(err,
                   _("%lld of %zu cases were taken (listed above); the rest was not. Run "
                     "the same again: nothing is taken twice"),
                   (long long)s->taken, import->count);
    } else if (err->kind == ERR_UNKNOWN || err->kind == ERR_UNREACHABLE ||
               err->kind == ERR_BUSY) {
        err_prefix(err, _("run the same again: nothing is taken twice"));
    }
}

bool tui_verb_applications_submit(struct tui_call *call, struct err *err)
{
    struct submitting s = {.call = call, .table = {.ascii = call->ascii}};
    struct bc_import import = {0};
    tui_table_column(&s.table, _("LINE"), true);
    tui_table_column(&s.table, _("CASE"), false);
    tui_table_column(&s.table, _("ID"), false);
    bool ok = run(&s, &import, call->operands[0], err);
    if (s.table.count > 0) {
        tui_table_print(&s.table, stdout);
    }
    if (!ok) {
        say_partly(&s, &import, err);
    } else if (call->dry_run && call->json) {
        printf("{\"accepted\":%zu,\"dry_run\":true}\n", import.count);
    } else if (!call->json) {
        printf(call->dry_run ? _("%zu cases would be taken; nothing was changed\n")
                             : _("%zu cases were taken\n"),
               import.count);
    }
    bc_import_clear(&import);
    return ok;
}
