#include "tui/verbs/verbs.h"

#include "tui/inputs.h"
#include "tui/screens/evidence.h"
#include "tui/verbs/path.h"
#include "tui/verbs/print.h"
#include "tui/verbs/reasons.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { SHOWN = 50 /* unless --limit says otherwise */, WARNINGS = 8 };

struct listing {
    struct tui_call *call;
    struct tui_table table;
    int64_t limit, count, now;
    bool more;
    struct err err;
};

static void columns(struct tui_table *t)
{
    tui_table_column(t, _("CASE"), false);
    tui_table_column(t, _("APPLICANT"), false);
    tui_table_column(t, _("PROGRAMME"), false);
    tui_table_column(t, _("ASK ¥"), true);
    tui_table_column(t, _("GRANT ¥"), true);
    tui_table_column(t, _("VERDICT"), false);
    tui_table_column(t, _("STATUS"), false);
    tui_table_column(t, _("DUE"), true);
}

static void add_row(struct tui_table *t, const struct bc_case *c, int64_t now)
{
    tui_table_add(t, safe_text(c->number));
    tui_table_add(t, safe_text(c->applicant_name));
    tui_table_add(t, safe_text(c->programme));
    tui_table_add(t, tui_cell_yuan(c->amount_fen));
    tui_table_add(t, c->grant_fen > 0 ? tui_cell_yuan(c->grant_fen) : safe_text("-"));
    tui_table_add(t, c->issues > 0 ? safe_textf("%s %d", tui_word(c->verdict), c->issues)
                                   : safe_text(tui_word(c->verdict)));
    tui_table_add(t, safe_text(tui_word(c->status)));
    tui_table_add(t, tui_cell_due(c->due_at, now));
}

static bool take(void *ctx, const char *json)
{
    struct listing *list = ctx;
    struct bc_case row;
    if (list->limit > 0 && list->count == list->limit) {
        list->more = true;
        return false;
    }
    list->count++;
    if (list->call->json) {
        tui_print_json(stdout, json);
        return true;
    }
    if (!bc_case_read(json, &row, &list->err)) {
        return false;
    }
    add_row(&list->table, &row, list->now);
    return true;
}

static void finish(struct listing *list)
{
    if (list->call->json) {
        return;
    }
    if (list->count == 0) {
        puts(_("no case is like that"));
        return;
    }
    tui_table_print(&list->table, stdout);
    if (list->more) {
        printf(_("the first %lld; --limit 0 shows all\n"), (long long)list->count);
    }
}

bool tui_verb_applications_list(struct tui_call *call, struct err *err)
{
    struct listing list = {.call = call,
                           .table = {.ascii = call->ascii},
                           .limit = call->limit < 0 ? SHOWN : call->limit,
                           .now = bc_clock(call->session)};
    struct buf path = {0};
    bool all = call->status &&
               (strcmp(call->status, "all") == 0 || strcmp(call->status, "*") == 0);
    buf_adds(&path, "/v1/applications?sort=due");
    tui_path_param(&path, "status",
                   all            ? NULL
                   : call->status ? call->status
                                  : "submitted,under_review,returned,awaiting_second");
    tui_path_param(&path, "programme", call->programme);
    tui_path_param(&path, "q", call->query);
    columns(&list.table);
    bool ok = bc_direct_list(call->session, buf_str(&path),
                             list.limit > 0 ? list.limit + 1 : 0, take, &list, err);
    buf_clear(&path);
    if (ok && list.err.kind != ERR_NONE) {
        *err = list.err;
        ok = false;
    }
    if (ok) {
        finish(&list);
    }
    free(list.table.cells);
    return ok;
}

/* ---- one case ---- */

static void print_money(const struct bc_detail *d)
{
    tui_print_heading(stdout, _("MONEY ¥"));
    tui_print_field(stdout, _("asked"), tui_cell_yuan(d->row.amount_fen));
    tui_print_field(stdout, _("eligible"), tui_cell_yuan(d->verdict_eligible_fen));
    tui_print_field(stdout, _("rate"), tui_cell_percent(d->rate_bp ? d->rate_bp : -1));
    tui_print_field(stdout, _("grant by the rules"), tui_cell_yuan(d->row.grant_fen));
    if (*d->limited_by) {
        tui_print_field(stdout, _("limited by"), safe_text(tui_word(d->limited_by)));
    }
    if (d->granted_fen > 0) {
        tui_print_field(stdout, _("granted"), tui_cell_yuan(d->granted_fen));
    }
}

static void print_contract(const struct bc_detail *d)
{
    struct safe_text hours =
        safe_textf(_("%s GPU-hours"), tui_cell_count(d->row.gpu_hours).bytes);
    tui_print_heading(stdout, _("CONTRACT"));
    tui_print_field(stdout, _("number"), safe_text(d->contract_number));
    tui_print_field(stdout, _("provider"), safe_text(d->row.provider_name));
    tui_print_field(stdout, _("signed"), tui_cell_day(d->signed_on));
    tui_print_field(stdout, _("runs"),
                    safe_textf("%s - %s", tui_cell_day(d->starts_on).bytes,
                               tui_cell_day(d->ends_on).bytes));
    tui_print_field(stdout, _("total ¥"), tui_cell_yuan(d->total_fen));
    tui_print_field(stdout, _("asked for"),
                    safe_textf("%s · %s · %s", tui_word(d->row.kind),
                               *d->row.accelerator ? d->row.accelerator : "-",
                               hours.bytes));
    tui_print_field(stdout, _("proven use GPU-h"), tui_cell_count(d->usage_gpu_hours));
    tui_print_field(stdout, _("purpose"), safe_text(d->purpose));
}

static void print_rules(const struct bc_detail *d, bool ascii)
{
    struct tui_table t = {.ascii = ascii, .indent = 2};
    int order[BC_FINDINGS];
    tui_print_heading(stdout, _("ELIGIBILITY, rule by rule"));
    tui_table_column(&t, _("OUTCOME"), false);
    tui_table_column(&t, _("RULE"), false);
    tui_table_column(&t, _("INPUT"), false);
    tui_table_column(&t, _("FROM"), false);
    tui_table_column(&t, _("WHAT WOULD CHANGE IT"), false);
    tui_findings_order(d, order);
    for (int i = 0; i < d->finding_count; i++) {
        const struct bc_finding *f = &d->findings[order[i]];
        tui_table_add(&t, safe_text(tui_word(f->outcome)));
        tui_table_add(&t, safe_text(tui_word(f->rule)));
        tui_table_add(&t, tui_input(f->input));
        tui_table_add(&t, safe_text(tui_word(f->source)));
        tui_table_add(&t, tui_flip(f));
    }
    tui_table_print(&t, stdout);
}

static void print_documents(const struct bc_detail *d, bool ascii)
{
    struct tui_table t = {.ascii = ascii, .indent = 2};
    if (d->document_count == 0) {
        return;
    }
    tui_print_heading(stdout, _("DOCUMENTS"));
    tui_table_column(&t, _("KIND"), false);
    tui_table_column(&t, _("STATE"), false);
    tui_table_column(&t, _("NAME"), false);
    for (int i = 0; i < d->document_count; i++) {
        tui_table_add(&t, safe_text(tui_word(d->documents[i].kind)));
        tui_table_add(&t, safe_text(tui_word(d->documents[i].state)));
        tui_table_add(&t, safe_text(d->documents[i].name));
    }
    tui_table_print(&t, stdout);
}

static void print_reason(struct tui_call *call, const struct bc_detail *d)
{
    struct tui_reasons reasons = {.count = 0};
    if (*d->reason_code) {
        tui_reasons_load(call, &reasons);
        tui_print_field(stdout, _("reason"),
                        safe_textf("%s: %s", d->reason_code,
                                   tui_reason_words(&reasons, d->reason_code)));
        tui_print_field(stdout, _("written note"), safe_text(d->reason_note));
        tui_reasons_clear(&reasons);
    }
}

static void print_decision(struct tui_call *call, const struct bc_detail *d, int64_t now)
{
    if (!*d->last_decision) {
        return;
    }
    tui_print_heading(stdout, _("LAST DECISION"));
    tui_print_field(stdout, _("decision"),
                    safe_textf("%s · %s", tui_word(d->last_decision), d->last_by));
    print_reason(call, d);
    for (int i = 0; i < d->signature_count; i++) {
        tui_print_field(stdout, _("signed by"),
                        safe_textf("%s · %s", d->signatures[i].by,
                                   tui_cell_time(d->signatures[i].at).bytes));
    }
    if (d->row.undo_until > now) {
        tui_print_field(stdout, _("can be undone until"),
                        tui_cell_time(d->row.undo_until));
    }
}

/* What cannot be seen in the texts: hidden, unknown or look-alike characters. */
static void print_warnings(const struct bc_detail *d)
{
    struct safe_text texts[WARNINGS];
    int count = tui_text_warnings(d, texts, WARNINGS);
    for (int i = 0; i < count; i++) {
        tui_print_field(stdout, _("warning"), texts[i]);
    }
}

static void print_case(struct tui_call *call, const struct bc_detail *d)
{
    int64_t now = bc_clock(call->session);
    bool ascii = call->ascii;
    tui_print_line(stdout, safe_textf("%s  %s", d->row.number, d->row.applicant_name));
    tui_print_field(stdout, _("status"), safe_text(tui_word(d->row.status)));
    tui_print_field(stdout, _("verdict"), safe_text(tui_word(d->row.verdict)));
    tui_print_field(stdout, _("due"), tui_cell_due(d->row.due_at, now));
    tui_print_field(stdout, _("programme"),
                    safe_textf("%s · %s", d->row.programme, d->row.tranche));
    tui_print_field(stdout, _("credit code"), safe_text(d->row.credit_code));
    tui_print_field(
        stdout, _("applicant is"),
        safe_textf("%s · %s · %s", tui_word(d->kind), tui_word(d->size), d->region));
    tui_print_field(stdout, _("submitted"), tui_cell_time(d->row.submitted_at));
    tui_print_field(stdout, _("revision"), safe_textf("%" PRId64, d->row.revision));
    print_warnings(d);
    print_money(d);
    print_contract(d);
    print_rules(d, ascii);
    print_documents(d, ascii);
    print_decision(call, d, now);
}

bool tui_verb_applications_show(struct tui_call *call, struct err *err)
{
    struct bc_detail *detail = calloc(1, sizeof *detail);
    struct buf path = {0}, body = {0};
    struct bc_request request = {.if_match = -1};
    bool ok = detail ? bc_direct_find(call->session, call->operands[0], detail, err)
                     : err_set(err, ERR_INTERNAL, "out of memory");
    if (ok && !call->json) {
        print_case(call, detail);
    } else if (ok) {
        buf_adds(&path, "/v1/applications/");
        tui_path_escape(&path, detail->row.id);
        request.path = buf_str(&path);
        ok = bc_direct(call->session, &request, &body, err);
        if (ok) {
            tui_print_json(stdout, buf_str(&body));
        }
    }
    buf_clear(&path);
    buf_clear(&body);
    free(detail);
    return ok;
}
