#include "clearinghouse/service/payments.h"

#include "common/date.h"
#include "common/json.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>

enum { LIST_MAX = 20000 };

static void lines_json(const struct ch_import *import, struct buf *out)
{
    struct jsonw w;
    jsonw_start(&w, out);
    jsonw_array(&w);
    for (int i = 0; i < import->count; i++) {
        const struct ch_payment_line *line = &import->lines[i];
        jsonw_object(&w);
        jsonw_kint(&w, "amount_fen", line->amount_fen);
        jsonw_kstr(&w, "claim", line->claim);
        jsonw_kday(&w, "on", line->on);
        jsonw_kstr(&w, "outcome", line->outcome);
        jsonw_kstr_opt(&w, "reason", line->reason_code);
        jsonw_kstr(&w, "reference", line->reference);
        jsonw_object_end(&w);
    }
    jsonw_array_end(&w);
    if (!jsonw_end(&w)) {
        out->failed = true;
    }
}

static bool record(const struct ch_ctx *ctx, struct ch_import *import, struct err *err)
{
    struct buf lines = {0}, body = {0};
    struct jsonw w;
    lines_json(import, &lines);
    hash_hex(buf_str(&lines), lines.len, import->sha256);
    jsonw_start(&w, &body);
    jsonw_object(&w);
    jsonw_kint(&w, "count", import->count);
    jsonw_kint(&w, "failed_fen", import->failed_fen);
    jsonw_kstr(&w, "id", import->id);
    jsonw_kraw(&w, "lines", buf_str(&lines));
    jsonw_kint(&w, "paid_fen", import->paid_fen);
    jsonw_kstr(&w, "programme", import->programme);
    jsonw_kint(&w, "recovered_fen", import->recovered_fen);
    jsonw_kstr(&w, "sha256", import->sha256);
    jsonw_object_end(&w);
    const struct ch_change change = {.stream = import->programme,
                                     .action = "payment.import",
                                     .kind = "payment",
                                     .id = import->id,
                                     .revision = 1,
                                     .body = buf_str(&body)};
    bool ok = (jsonw_end(&w) && buf_ok(&lines)) ||
              err_set(err, ERR_INTERNAL, "cannot write the import");
    ok = ok && ch_record(ctx, &change, &import->landed, err);
    buf_clear(&lines);
    buf_clear(&body);
    return ok;
}

bool ch_payments_import(const struct ch_ctx *ctx, struct ch_import *import,
                        struct err *err)
{
    ch_new_id(ctx, "pay", import->id);
    import->failed_line = 0;
    import->paid_fen = import->failed_fen = import->recovered_fen = 0;
    for (int i = 0; i < import->count; i++) {
        const struct ch_payment_line *line = &import->lines[i];
        if (!ch_claim_book(ctx, import->programme, import->id, line, err)) {
            import->failed_line = i + 1;
            return false;
        }
        int64_t *sum = strcmp(line->outcome, "paid") == 0     ? &import->paid_fen
                       : strcmp(line->outcome, "failed") == 0 ? &import->failed_fen
                                                              : &import->recovered_fen;
        *sum += line->amount_fen;
    }
    return record(ctx, import, err);
}

/* ---- the list ---- */

struct list {
    bool csv;
    struct buf items;
    int count;
    int64_t total;
    struct err *err;
    bool failed;
};

/* A field of CSV as RFC 4180 has it; a leading =, +, -, @ is defused for spreadsheets. */
static void csv_field(struct buf *out, const char *text, char end)
{
    bool risky = *text && strchr("=+-@", *text);
    buf_adds(out, "\"");
    buf_adds(out, risky ? "'" : "");
    for (; *text; text++) {
        buf_adds(out, *text == '"' ? "\"" : "");
        buf_addc(out, *text);
    }
    buf_addc(out, '"');
    buf_addc(out, end);
}

static void csv_row(struct list *list, const json_t *claim)
{
    const json_t *payee = strcmp(json_str(claim, "payee"), "provider") == 0
                              ? json_obj(claim, "provider")
                              : json_obj(claim, "applicant");
    int64_t amount = json_int(claim, "amount_fen", 0);
    char yuan[32];
    snprintf(yuan, sizeof yuan, "%" PRId64 ".%02" PRId64, amount / 100, amount % 100);
    csv_field(&list->items, json_str(claim, "number"), ',');
    csv_field(&list->items, json_str(claim, "status"), ',');
    csv_field(&list->items, json_str(payee, "name"), ',');
    csv_field(&list->items, json_str(json_obj(claim, "applicant"), "credit_code"), ',');
    buf_printf(&list->items, "%s,", yuan);
    csv_field(&list->items, json_str(claim, "tranche"), ',');
    csv_field(&list->items, json_str(json_obj(claim, "voucher"), "number"), ',');
    csv_field(&list->items, json_str(json_obj(claim, "invoice"), "number"), '\n');
}

static void json_row(struct list *list, const json_t *claim)
{
    const json_t *provider = json_obj(claim, "provider");
    const json_t *applicant = json_obj(claim, "applicant");
    bool to_provider = strcmp(json_str(claim, "payee"), "provider") == 0;
    struct jsonw w;
    buf_adds(&list->items, list->count ? "," : "");
    jsonw_start(&w, &list->items);
    jsonw_object(&w);
    jsonw_kint(&w, "amount_fen", json_int(claim, "amount_fen", 0));
    jsonw_kstr(&w, "claim", json_str(claim, "id"));
    jsonw_kstr(&w, "credit_code", json_str(applicant, "credit_code"));
    jsonw_kstr(&w, "invoice", json_str(json_obj(claim, "invoice"), "number"));
    jsonw_kstr(&w, "number", json_str(claim, "number"));
    jsonw_kstr(&w, "payee", json_str(to_provider ? provider : applicant, "name"));
    jsonw_kint(&w, "revision", json_int(claim, "revision", 0));
    jsonw_kstr(&w, "status", json_str(claim, "status"));
    jsonw_kstr(&w, "tranche", json_str(claim, "tranche"));
    jsonw_kstr(&w, "voucher", json_str(json_obj(claim, "voucher"), "number"));
    jsonw_object_end(&w);
    list->failed |= !jsonw_end(&w);
}

static bool add(void *ctx, const char *id, const char *key, const char *body)
{
    struct list *list = ctx;
    json_t *claim;
    (void)id;
    (void)key;
    if (!json_read(body, strlen(body), SIZE_MAX, &claim, list->err)) {
        list->failed = true;
        return false;
    }
    if (list->csv) {
        csv_row(list, claim);
    } else {
        json_row(list, claim);
    }
    list->count++;
    list->total += json_int(claim, "amount_fen", 0);
    json_decref(claim);
    return true;
}

static void finish(const struct list *list, const char *programme, struct buf *out)
{
    static const char head[] =
        "claim,status,payee,credit_code,amount_yuan,tranche,voucher,invoice\n";
    char hash[HASH_HEX];
    struct buf all = {0};
    struct jsonw w;
    buf_printf(&all, "%s%s%s", list->csv ? head : "[", buf_str(&list->items),
               list->csv ? "" : "]");
    hash_hex(buf_str(&all), all.len, hash);
    if (list->csv) {
        buf_printf(out, "%ssha256,%s\n", buf_str(&all), hash);
    } else {
        jsonw_start(&w, out);
        jsonw_object(&w);
        jsonw_kint(&w, "count", list->count);
        jsonw_kraw(&w, "items", buf_str(&all));
        jsonw_kstr(&w, "programme", programme);
        jsonw_kstr(&w, "sha256", hash);
        jsonw_kint(&w, "total_fen", list->total);
        jsonw_object_end(&w);
        out->failed |= !jsonw_end(&w);
    }
    buf_clear(&all);
}

bool ch_payments_list(const struct ch_ctx *ctx, const char *programme,
                      const char *statuses, bool csv, struct buf *out, struct err *err)
{
    struct list list = {.csv = csv, .err = err};
    const struct ch_page page = {
        .where = {{"programme", programme, false}, {"status", statuses, true}},
        .where_count = 2,
        .order = "lodged_at",
        .number = true,
        .limit = LIST_MAX};
    bool ok =
        ch_page_read(ctx->db, &ch_claim_table, &page, add, &list, err) && !list.failed;
    if (ok) {
        finish(&list, programme, out);
        ok = buf_ok(out) || err_set(err, ERR_INTERNAL, "cannot write the payment list");
    }
    buf_clear(&list.items);
    return ok;
}
