#include "clearinghouse/service/notices.h"

#include "clearinghouse/service/application.h"
#include "clearinghouse/service/sheet.h"
#include "clearinghouse/store/records.h"
#include "common/date.h"
#include "common/json.h"

#include <stdio.h>
#include <stdlib.h>

enum { LIST_MAX = 20000 };

static void csv_row(struct ch_sheet *sheet, const struct ch_application *a)
{
    char from[16], until[16];
    ch_sheet_cell(sheet, a->number, ',');
    ch_sheet_cell(sheet, a->status, ',');
    ch_sheet_cell(sheet, a->applicant.name, ',');
    ch_sheet_cell(sheet, a->applicant.credit_code, ',');
    ch_sheet_cell(sheet, a->provider.name, ',');
    ch_sheet_yuan(sheet, a->grant.amount_fen, ',');
    ch_sheet_cell(sheet, a->tranche, ',');
    ch_sheet_cell(sheet, date_format(date_of(a->notice.from, DATE_ZONE_CHINA), from),
                  ',');
    ch_sheet_cell(
        sheet, date_format(date_of(a->notice.until - 1, DATE_ZONE_CHINA), until), '\n');
}

static bool json_row(struct ch_sheet *sheet, const struct ch_application *a)
{
    struct jsonw w;
    buf_adds(&sheet->items, sheet->count ? "," : "");
    jsonw_start(&w, &sheet->items);
    jsonw_object(&w);
    jsonw_kint(&w, "amount_fen", a->grant.amount_fen);
    jsonw_kstr(&w, "applicant", a->applicant.name);
    jsonw_kstr(&w, "application", a->id);
    jsonw_kstr(&w, "credit_code", a->applicant.credit_code);
    jsonw_kday(&w, "from", date_of(a->notice.from, DATE_ZONE_CHINA));
    jsonw_kstr(&w, "number", a->number);
    jsonw_kstr(&w, "provider", a->provider.name);
    jsonw_kstr(&w, "status", a->status);
    jsonw_kstr(&w, "tranche", a->tranche);
    jsonw_kday(&w, "until", date_of(a->notice.until - 1, DATE_ZONE_CHINA));
    jsonw_object_end(&w);
    return jsonw_end(&w);
}

/* Ids first: a record is read by another statement than the list. */
static void note(void *ctx, const char *id)
{
    char text[ID_MAX] = "";
    snprintf(text, sizeof text, "%s", id);
    buf_add(ctx, text, sizeof text);
}

static bool add(const struct ch_ctx *ctx, const char *id, struct ch_application *a,
                struct ch_sheet *sheet, struct err *err)
{
    struct buf doc = {0};
    bool ok = ch_application_doc(ctx->db, id, &doc, err) &&
              ch_application_decode(buf_str(&doc), doc.len, a, err);
    buf_clear(&doc);
    if (ok && sheet->csv) {
        csv_row(sheet, a);
    } else if (ok) {
        ok = json_row(sheet, a) || err_set(err, ERR_INTERNAL, "cannot write a notice");
    }
    sheet->count++;
    sheet->total_fen += a->grant.amount_fen;
    return ok;
}

bool ch_notices_list(const struct ch_ctx *ctx, const char *programme, bool csv,
                     struct buf *out, struct err *err)
{
    static const char head[] =
        "case,status,applicant,credit_code,provider,amount_yuan,tranche,from,until\n";
    struct ch_sheet sheet = {.csv = csv};
    struct ch_application *a = calloc(1, sizeof *a);
    struct buf ids = {0};
    bool ok = a || err_set(err, ERR_BUSY, "out of memory; try again");
    ok = ok && ch_application_on_notice(ctx->db, programme, LIST_MAX, note, &ids, err) &&
         (buf_ok(&ids) || err_set(err, ERR_BUSY, "out of memory; try again"));
    for (size_t at = 0; ok && at < ids.len; at += ID_MAX) {
        ok = add(ctx, ids.data + at, a, &sheet, err);
    }
    bool written = ch_sheet_finish(&sheet, head, programme, out);
    buf_clear(&ids);
    free(a);
    return ok && (written || err_set(err, ERR_INTERNAL, "cannot write the notice"));
}
