/* The audit sample, and checkpoints an auditor keeps. */
#include "tui/verbs/verbs.h"

#include "backend_client/items.h"
#include "backend_client/people.h"
#include "tui/verbs/listing.h"
#include "tui/verbs/path.h"
#include "tui/verbs/tranches.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool sampled_row(void *ctx, const char *json)
{
    struct tui_listing *list = ctx;
    struct bc_sampled one;
    if (list->call->json) {
        tui_print_json(stdout, json);
        return true;
    }
    if (!bc_sampled_read(json, &one, &list->err)) {
        return false;
    }
    bool out = *one.removed_by != '\0';
    tui_table_add(&list->table, safe_text(one.number));
    tui_table_add(
        &list->table,
        safe_text(strcmp(one.because, "top-risk") == 0 ? _("top risk") : _("drawn")));
    tui_table_add(&list->table, safe_textf("%lld", (long long)one.issues));
    tui_table_add(&list->table, tui_cell_yuan(one.grant_fen));
    tui_table_add(&list->table, safe_text(tui_word(one.status)));
    tui_table_add(&list->table, safe_text(one.ticket));
    tui_table_add(&list->table, out ? safe_textf(_("taken out by %s: %s"), one.removed_by,
                                                 safe_text(one.reason).bytes)
                                    : safe_text(""));
    return true;
}

static void columns(struct tui_table *t)
{
    tui_table_column(t, _("CASE"), false);
    tui_table_column(t, _("WHY"), false);
    tui_table_column(t, _("ISSUES"), true);
    tui_table_column(t, _("GRANT ¥"), true);
    tui_table_column(t, _("STATE"), false);
    tui_table_column(t, _("TICKET"), false);
    tui_table_column(t, _("REMARK"), false);
}

static bool print_sum(const char *answer, size_t rows, struct err *err)
{
    struct bc_sample sample;
    if (!bc_sample_read(answer, &sample, err)) {
        return false;
    }
    safe_print(
        stdout,
        safe_textf(_("%zu of %lld granted cases: all %lld of the top risk, and %lld%% "
                     "of the rest by ticket. Whoever draws with the seed %s gets "
                     "this list."),
                   rows, (long long)sample.population, (long long)sample.top,
                   (long long)sample.rate_bp / 100, sample.seed));
    fputc('\n', stdout);
    return true;
}

static bool check(const struct tui_call *call, struct err *err)
{
    return (call->programme && call->seed) ||
           err_set(err, ERR_USAGE,
                   _("give --programme ID and --seed TEXT: the seed that was published "
                     "before the draw"));
}

bool tui_verb_audit_sample(struct tui_call *call, struct err *err)
{
    struct tui_listing list = {.call = call,
                               .table = {.ascii = call->ascii, .spoken = call->spoken}};
    struct buf path = {0}, answer = {0};
    char rate[32];
    if (!check(call, err)) {
        return false;
    }
    if (call->rate > 100) {
        return err_set(err, ERR_USAGE, _("--rate is percent, 0 to 100"));
    }
    snprintf(rate, sizeof rate, "%lld",
             (long long)(call->rate < 0 ? 10 : call->rate) * 100);
    buf_adds(&path, "/v1/audit/sample");
    tui_path_param(&path, "programme", call->programme);
    tui_path_param(&path, "rate_bp", rate);
    tui_path_param(&path, "seed", call->seed);
    columns(&list.table);
    bool ok = tui_get(call, buf_str(&path), &answer, err) &&
              bc_items_each(buf_str(&answer), "items", sampled_row, &list, err);
    if (ok && list.err.kind != ERR_NONE) {
        *err = list.err;
        ok = false;
    }
    if (ok && !call->json) {
        size_t rows = list.table.count / (size_t)list.table.columns;
        tui_table_print(&list.table, stdout);
        ok = print_sum(buf_str(&answer), rows, err);
    }
    buf_clear(&path);
    buf_clear(&answer);
    return ok;
}

bool tui_verb_audit_take_out(struct tui_call *call, struct err *err)
{
    struct bc_deed deed = {.if_match = -1};
    struct bc_detail *one = calloc(1, sizeof *one);
    bool ok = one || err_set(err, ERR_INTERNAL, "out of memory");
    ok = ok && ((call->seed && call->note) ||
                err_set(err, ERR_USAGE,
                        _("give --seed TEXT, and --note TEXT: why the case is left out; "
                          "it stays in the list, marked")));
    ok = ok && bc_direct_find(call->session, call->operands[0], one, err) &&
         bc_deed_take_out(&deed, one->row.id, one->row.number, call->seed, call->note,
                          err) &&
         tui_deed_print(call, &deed, _("taken out; it stays in the list, marked"), err);
    bc_deed_clear(&deed);
    free(one);
    return ok;
}

bool tui_verb_audit_checkpoint(struct tui_call *call, struct err *err)
{
    struct buf checkpoint = {0};
    bool ok = bc_checkpoint_ask(call->session, call->programme ? call->programme : "root",
                                &checkpoint, err);
    if (ok) {
        tui_print_json(stdout, buf_str(&checkpoint));
    }
    buf_clear(&checkpoint);
    return ok;
}
