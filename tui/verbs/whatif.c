/* Who would change under another policy. */
#include "tui/verbs/whatif.h"

#include "backend_client/items.h"
#include "common/date.h"
#include "common/json.h"
#include "tui/verbs/print.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FILE_MOST = 60000, PAGES_MOST = 20000 };

/* ---- the question ---- */

static bool read_set(const struct tui_call *call, struct bc_whatif_ask *ask,
                     struct err *err)
{
    for (int i = 0; i < call->set_count; i++) {
        struct bc_whatif_change *change = &ask->set[ask->count++];
        const char *equals = strchr(call->set[i], '=');
        size_t len = (size_t)(equals - call->set[i]);
        if (len == 0 || len >= sizeof change->key ||
            strlen(equals + 1) >= sizeof change->value - 16) {
            return err_set(err, ERR_USAGE, "--set %.80s is no KEY=VALUE", call->set[i]);
        }
        snprintf(change->key, sizeof change->key, "%.*s", (int)len, call->set[i]);
        bc_whatif_value(change->key, equals + 1, change->value, sizeof change->value);
    }
    return true;
}

static bool read_file(const char *path, struct buf *out, struct err *err)
{
    char block[4096];
    size_t n;
    FILE *file = fopen(path, "re");
    if (!file) {
        return err_set(err, ERR_USAGE, "cannot read \"%.200s\": %s", path,
                       strerror(errno));
    }
    while ((n = fread(block, 1, sizeof block, file)) > 0 && out->len <= FILE_MOST) {
        buf_add(out, block, n);
    }
    bool ok = !ferror(file);
    fclose(file);
    if (!ok || out->len > FILE_MOST || strlen(buf_str(out)) != out->len) {
        return err_set(err, ERR_USAGE, "\"%.200s\" is no programme file: %s", path,
                       !ok                    ? "it cannot be read"
                       : out->len > FILE_MOST ? "it is larger than 60,000 bytes"
                                              : "it has zero bytes");
    }
    return true;
}

static bool read_days(const struct tui_call *call, struct bc_whatif_ask *ask,
                      struct err *err)
{
    if (!call->from && !call->to) {
        return true;
    }
    if (!call->from || !call->to) {
        return err_set(err, ERR_USAGE,
                       "give --from and --to, the first and the last day of decision");
    }
    if (!date_parse(call->from, &ask->from) || !date_parse(call->to, &ask->to)) {
        return err_set(err, ERR_USAGE, "a day is written as 2026-11-24");
    }
    return true;
}

bool tui_call_changes(const struct tui_call *call, struct bc_whatif_ask *ask,
                      struct buf *file, struct err *err)
{
    snprintf(ask->programme, sizeof ask->programme, "%.47s", call->operands[0]);
    if ((call->set_count > 0) == (call->file != NULL)) {
        return err_set(err, ERR_USAGE,
                       "say what changes: --set KEY=VALUE, or --file with a whole "
                       "programme file");
    }
    if (strspn(ask->programme, "abcdefghijklmnopqrstuvwxyz0123456789-_") !=
        strlen(call->operands[0])) {
        return err_set(err, ERR_USAGE, "\"%.60s\" is no programme's id",
                       call->operands[0]);
    }
    if (!read_set(call, ask, err) || (call->file && !read_file(call->file, file, err))) {
        return false;
    }
    ask->file = call->file ? buf_str(file) : NULL;
    return true;
}

/* ---- the answer ---- */

static bool keep_item(void *ctx, const char *json)
{
    struct buf *items = ctx;
    buf_printf(items, "%s%s", items->len ? "," : "", json);
    return true;
}

static bool ask_all(struct tui_call *call, const struct bc_whatif_ask *ask,
                    struct bc_whatif *answer, struct buf *items, struct err *err)
{
    bool ok = true;
    int pages = 0;
    do {
        char path[128];
        struct buf body = {0}, page = {0};
        ok = bc_whatif_request(ask, answer->next, path, &body, err);
        const struct bc_request request = {
            .path = path, .body = buf_str(&body), .if_match = -1};
        ok = ok && bc_direct(call->session, &request, &page, err) &&
             (!call->json ||
              bc_items_each(buf_str(&page), "items", keep_item, items, err)) &&
             bc_whatif_add(answer, buf_str(&page), err);
        buf_clear(&body);
        buf_clear(&page);
    } while (ok && *answer->next && ++pages < PAGES_MOST);
    return ok;
}

static void tranche_json(struct jsonw *w, const struct bc_whatif_tranche *t)
{
    jsonw_object(w);
    jsonw_kint(w, "after_fen", t->after_fen);
    jsonw_kint(w, "available_fen", t->available_fen);
    jsonw_kint(w, "before_fen", t->before_fen);
    jsonw_kint(w, "held_fen", t->held_fen);
    jsonw_kstr(w, "id", t->id);
    jsonw_kstr(w, "name", t->name);
    jsonw_kint(w, "short_fen", bc_whatif_short(t));
    jsonw_object_end(w);
}

static bool print_json(const struct bc_whatif *answer, struct buf *items, struct err *err)
{
    struct buf out = {0}, list = {0};
    struct jsonw w;
    buf_printf(&list, "[%s]", buf_str(items));
    jsonw_start(&w, &out);
    jsonw_object(&w);
    jsonw_kstr(&w, "cases", answer->cases);
    jsonw_kraw(&w, "items", buf_str(&list));
    jsonw_kstr(&w, "policy", answer->policy);
    jsonw_key(&w, "sums");
    jsonw_object(&w);
    jsonw_kint(&w, "after_fen", answer->after_fen);
    jsonw_kint(&w, "before_fen", answer->before_fen);
    jsonw_kint(&w, "changed", answer->changed);
    jsonw_kint(&w, "looked_at", answer->looked_at);
    jsonw_object_end(&w);
    jsonw_key(&w, "tranches");
    jsonw_array(&w);
    for (int i = 0; i < answer->tranche_count; i++) {
        tranche_json(&w, &answer->tranches[i]);
    }
    jsonw_array_end(&w);
    jsonw_object_end(&w);
    bool ok = (jsonw_end(&w) && buf_ok(&list) && buf_ok(items)) ||
              err_set(err, ERR_INTERNAL, "out of memory");
    if (ok) {
        tui_print_json(stdout, buf_str(&out));
    }
    buf_clear(&out);
    buf_clear(&list);
    return ok;
}

/* "cap per case: PASS → CAP", and how many more. */
static struct safe_text rule_text(const struct bc_whatif_row *r)
{
    if (r->flips == 0) {
        return safe_text(*r->after.limited_by ? tui_word(r->after.limited_by) : "");
    }
    struct safe_text text = safe_textf("%s: %s → %s", tui_word(r->rule),
                                       *r->rule_before ? tui_word(r->rule_before) : "-",
                                       *r->rule_after ? tui_word(r->rule_after) : "-");
    return r->flips == 1 ? text : safe_textf("%s +%d", text.bytes, r->flips - 1);
}

static void print_rows(const struct tui_call *call, const struct bc_whatif *answer)
{
    struct tui_table t = {.ascii = call->ascii, .spoken = call->spoken};
    int most = call->limit >= 0 && call->limit < answer->count ? (int)call->limit
                                                               : answer->count;
    tui_table_column(&t, _("CASE"), false);
    tui_table_column(&t, _("APPLICANT"), false);
    tui_table_column(&t, _("STATUS"), false);
    tui_table_column(&t, _("NOW"), false);
    tui_table_column(&t, _("THEN"), false);
    tui_table_column(&t, _("¥ NOW"), true);
    tui_table_column(&t, _("¥ THEN"), true);
    tui_table_column(&t, _("BECAUSE OF"), false);
    for (int i = 0; i < most; i++) {
        const struct bc_whatif_row *r = &answer->rows[i];
        tui_table_add(&t, safe_text(r->number));
        tui_table_add(&t, safe_text(r->name));
        tui_table_add(&t, safe_text(tui_word(r->status)));
        tui_table_add(&t, safe_text(tui_word(r->before.outcome)));
        tui_table_add(&t, safe_text(tui_word(r->after.outcome)));
        tui_table_add(&t, tui_cell_yuan(r->before.grant_fen));
        tui_table_add(&t, tui_cell_yuan(r->after.grant_fen));
        tui_table_add(&t, rule_text(r));
    }
    if (most > 0) {
        tui_table_print(&t, stdout);
    }
    if (answer->changed > most) {
        tui_print_line(stdout,
                       safe_textf(_("and %lld more"), (long long)answer->changed - most));
    }
}

static void print_sums(const struct bc_whatif *answer)
{
    bool open = strcmp(answer->cases, "open") == 0;
    tui_print_line(stdout,
                   safe_textf(open ? _("%lld open cases looked at, %lld change")
                                   : _("%lld decided cases looked at, %lld change"),
                              (long long)answer->looked_at, (long long)answer->changed));
    tui_print_line(stdout, safe_textf(_("grants ¥%s now, ¥%s then"),
                                      tui_cell_yuan(answer->before_fen).bytes,
                                      tui_cell_yuan(answer->after_fen).bytes));
    for (int i = 0; i < answer->tranche_count; i++) {
        const struct bc_whatif_tranche *t = &answer->tranches[i];
        int64_t lacks = bc_whatif_short(t), more = t->after_fen - t->held_fen;
        tui_print_line(
            stdout,
            lacks > 0 ? safe_textf(_("%s: ¥%s more to give, ¥%s available: ¥%s short"),
                                   safe_text(t->name).bytes, tui_cell_yuan(more).bytes,
                                   tui_cell_yuan(t->available_fen).bytes,
                                   tui_cell_yuan(lacks).bytes)
                      : safe_textf(_("%s: ¥%s more to give, ¥%s available: it suffices"),
                                   safe_text(t->name).bytes,
                                   tui_cell_yuan(more > 0 ? more : 0).bytes,
                                   tui_cell_yuan(t->available_fen).bytes));
    }
}

bool tui_verb_whatif(struct tui_call *call, struct err *err)
{
    struct bc_whatif_ask ask = {.count = 0};
    struct bc_whatif *answer = calloc(1, sizeof *answer);
    struct buf file = {0}, items = {0};
    if (!answer) {
        return err_set(err, ERR_INTERNAL, "out of memory");
    }
    bool ok = tui_call_changes(call, &ask, &file, err) && read_days(call, &ask, err) &&
              ask_all(call, &ask, answer, &items, err);
    if (ok && call->json) {
        ok = print_json(answer, &items, err);
    } else if (ok) {
        print_rows(call, answer);
        print_sums(answer);
    }
    bc_whatif_clear(answer);
    free(answer);
    buf_clear(&file);
    buf_clear(&items);
    return ok;
}
