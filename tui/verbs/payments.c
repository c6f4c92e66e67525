/* The treasury's list and its receipts. */
#include "tui/verbs/verbs.h"

#include "backend_client/items.h"
#include "backend_client/payments.h"
#include "tui/verbs/faults.h"
#include "tui/verbs/path.h"
#include "tui/verbs/print.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool fetch(struct tui_call *call, const char *format, struct buf *out,
                  struct err *err)
{
    struct buf path = {0};
    buf_adds(&path, "/v1/payments");
    if (!call->programme) {
        return err_set(err, ERR_USAGE,
                       _("name the programme: --programme ID, such as shanghai-compute"));
    }
    tui_path_param(&path, "programme", call->programme);
    tui_path_param(&path, "state", call->status ? call->status : "payable");
    tui_path_param(&path, "format", format);
    const struct bc_request request = {
        .path = buf_str(&path), .if_match = -1, .text = strcmp(format, "csv") == 0};
    bool ok = bc_direct(call->session, &request, out, err);
    buf_clear(&path);
    return ok;
}

/* ---- the list ---- */

static bool add(void *ctx, const char *json)
{
    struct tui_table *t = ctx;
    struct bc_payment p;
    if (!bc_payment_read(json, &p)) {
        return false;
    }
    tui_table_add(t, safe_text(p.number));
    tui_table_add(t, safe_text(p.payee));
    tui_table_add(t, safe_text(p.tranche));
    tui_table_add(t, tui_cell_yuan(p.amount_fen));
    tui_table_add(t, safe_text(tui_word(p.status)));
    return true;
}

bool tui_verb_payments_list(struct tui_call *call, struct err *err)
{
    struct buf json = {0};
    struct tui_table t = {.ascii = call->ascii};
    bool ok = fetch(call, "json", &json, err);
    if (ok && call->json) {
        tui_print_json(stdout, buf_str(&json));
    } else if (ok) {
        tui_table_column(&t, _("CLAIM"), false);
        tui_table_column(&t, _("PAYEE"), false);
        tui_table_column(&t, _("TRANCHE"), false);
        tui_table_column(&t, _("AMOUNT ¥"), true);
        tui_table_column(&t, _("STATE"), false);
        ok = bc_items_each(buf_str(&json), "items", add, &t, err);
        if (ok && t.count == 0) {
            puts(_("nothing is to be paid"));
        } else if (ok) {
            tui_table_print(&t, stdout);
        }
        free(t.count == 0 ? t.cells : NULL);
    }
    buf_clear(&json);
    return ok;
}

/* As the treasury gets it: CSV whose last line is the checksum of those before. */
bool tui_verb_payments_export(struct tui_call *call, struct err *err)
{
    struct buf csv = {0};
    FILE *out = stdout;
    const char *path = call->operand_count > 0 ? call->operands[0] : NULL;
    bool ok = fetch(call, "csv", &csv, err);
    if (ok && path && !(out = fopen(path, "wxe"))) {
        ok = err_set(err, ERR_CONFIG,
                     _("cannot make '%s': it is there already, or the "
                       "folder cannot be written"),
                     path);
    }
    if (ok) {
        ok = fwrite(buf_str(&csv), 1, csv.len, out) == csv.len && fflush(out) == 0;
        ok = (!path || fclose(out) == 0) && ok;
        ok = ok || err_set(err, ERR_CONFIG, _("cannot write the whole list"));
    }
    buf_clear(&csv);
    return ok;
}

/* ---- receipts ---- */

static bool book(struct tui_call *call, const struct bc_receipts *receipts,
                 struct buf *answer, struct err *err)
{
    struct buf body = {0};
    int64_t intent;
    bool ok = bc_receipts_request(receipts, call->programme, &body, err);
    const struct bc_request try_it = {
        .path = "/v1/payments?dry_run=true", .body = buf_str(&body), .if_match = -1};
    ok = ok && bc_direct(call->session, &try_it, answer, err);
    if (ok && !call->dry_run) {
        ok = bc_receipts_put(call->session, receipts, call->programme, &intent, err) &&
             bc_direct_outcome(call->session, intent, answer, err);
    }
    buf_clear(&body);
    return ok;
}

/* The server counts receipts; people look for lines of the file. */
static void name_line(const char *path, const struct bc_receipts *receipts,
                      struct err *err)
{
    int index = 0;
    if (sscanf(err->text, "line %d", &index) == 1 && index >= 1 &&
        index <= receipts->count) {
        err_prefix(err, "%s:%d", path, receipts->list[index - 1].line);
    }
}

static void print_sums(const struct tui_call *call, const struct bc_receipts *r)
{
    printf(call->dry_run ? _("%d receipts would be booked; nothing was changed\n")
                         : _("%d receipts were booked\n"),
           r->count);
    tui_print_field(stdout, _("paid ¥"), tui_cell_yuan(r->paid_fen));
    tui_print_field(stdout, _("failed ¥"), tui_cell_yuan(r->failed_fen));
    tui_print_field(stdout, _("recovered ¥"), tui_cell_yuan(r->recovered_fen));
    tui_print_field(stdout, "SHA-256", safe_text(r->sha256));
}

bool tui_verb_payments_import(struct tui_call *call, struct err *err)
{
    const char *path = call->operands[0];
    struct bc_import named = {.path = path};
    const struct bc_fault_sink sink = {tui_print_fault, &named};
    struct bc_receipts *receipts = calloc(1, sizeof *receipts);
    struct buf answer = {0};
    if (!receipts) {
        return err_set(err, ERR_INTERNAL, "out of memory");
    }
    bool ok = (call->programme ||
               err_set(err, ERR_USAGE, _("name the programme: --programme ID"))) &&
              bc_receipts_read(path, receipts, &sink, err);
    if (ok && receipts->faults > 0) {
        ok = err_set(err, ERR_INVALID,
                     _("%d faults in '%s' (listed above); nothing was taken"),
                     receipts->faults, path);
    }
    if (ok) {
        ok = book(call, receipts, &answer, err);
        if (!ok) {
            name_line(path, receipts, err);
        } else if (call->json) {
            tui_print_json(stdout, buf_str(&answer));
        } else {
            print_sums(call, receipts);
        }
    }
    buf_clear(&answer);
    free(receipts);
    return ok;
}
