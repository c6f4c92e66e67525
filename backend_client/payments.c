#include "backend_client/payments.h"

#include "backend_client/csv.h"
#include "backend_client/fields_read.h"
#include "backend_client/orders_impl.h"
#include "backend_client/outbox.h"
#include "backend_client/session_impl.h"
#include "common/date.h"
#include "common/hash.h"
#include "common/json.h"
#include "common/money.h"

#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FILE_MAX = 1 << 20 };

#define ROW(type, key, member) BC_FIELD_NEEDED(type, key, struct bc_payment, member)

bool bc_payment_read(const char *json, struct bc_payment *out)
{
    static const struct bc_field fields[] = {
        ROW(TEXT, "number", number),        ROW(TEXT, "payee", payee),
        ROW(TEXT, "tranche", tranche),      ROW(TEXT, "status", status),
        ROW(INT, "amount_fen", amount_fen),
    };
    json_t *value = NULL;
    bool ok = json_read(json, strlen(json), FILE_MAX, &value, NULL) &&
              bc_fields_read(value, "payment", fields, COUNT_OF(fields), out, NULL);
    json_decref(value);
    return ok;
}

/* ---- the file ---- */

static bool slurp(const char *path, struct buf *out, struct err *err)
{
    char block[8192];
    size_t got;
    FILE *file = fopen(path, "rbe");
    if (!file) {
        return err_set(err, ERR_INVALID, "cannot open '%s': %s", path, strerror(errno));
    }
    while ((got = fread(block, 1, sizeof block, file)) > 0 && out->len < FILE_MAX) {
        buf_add(out, block, got);
    }
    bool ok = !ferror(file) && out->len < FILE_MAX && buf_ok(out);
    fclose(file);
    return ok || err_set(err, ERR_INVALID, "'%s' cannot be read, or is over 1 MiB", path);
}

enum column { CLAIM, OUTCOME, AMOUNT, ON, REFERENCE, REASON, COLUMNS };
static const char *const column_names[COLUMNS] = {"claim", "outcome",   "amount_yuan",
                                                  "on",    "reference", "reason"};

static bool read_head(const struct bc_csv_row *row, int place[COLUMNS], struct err *err)
{
    for (int c = 0; c < COLUMNS; c++) {
        place[c] = -1;
        for (int i = 0; i < row->count; i++) {
            if (strcmp(row->cells[i], column_names[c]) == 0) {
                place[c] = i;
            }
        }
        if (place[c] < 0 && c != REASON) {
            return err_set(err, ERR_INVALID,
                           "the first line names no column \"%s\"; wanted are claim, "
                           "outcome, amount_yuan, on, reference, reason",
                           column_names[c]);
        }
    }
    return true;
}

struct reading {
    struct bc_receipts *out;
    const struct bc_fault_sink *sink;
    int line;
};

static void fault(struct reading *r, enum column column, const char *text)
{
    r->out->faults++;
    if (r->sink->tell) {
        r->sink->tell(r->sink->ctx, r->line, column_names[column], text);
    }
}

static const char *cell(const struct bc_csv_row *row, const int place[COLUMNS],
                        enum column column)
{
    return place[column] >= 0 && place[column] < row->count ? row->cells[place[column]]
                                                            : "";
}

static void copy(struct reading *r, enum column column, const char *text, char *out,
                 size_t size)
{
    if (!*text || strlen(text) >= size) {
        fault(r, column, *text ? "is too long" : "is missing");
    }
    snprintf(out, size, "%s", text);
}

static void check_twice(struct reading *r, const struct bc_receipt *receipt)
{
    for (int i = 0; i < r->out->count; i++) {
        if (strcmp(r->out->list[i].reference, receipt->reference) == 0) {
            fault(r, REFERENCE, "stands in this file already");
            return;
        }
    }
}

static void add_sum(struct bc_receipts *out, const struct bc_receipt *receipt)
{
    int64_t *sum = strcmp(receipt->outcome, "paid") == 0     ? &out->paid_fen
                   : strcmp(receipt->outcome, "failed") == 0 ? &out->failed_fen
                                                             : &out->recovered_fen;
    if (!money_add(*sum, receipt->amount_fen, sum)) {
        out->faults++;
    }
}

static void read_line(struct reading *r, const struct bc_csv_row *row,
                      const int place[COLUMNS])
{
    struct bc_receipt receipt = {.line = row->line};
    struct err why = {0};
    r->line = row->line;
    copy(r, CLAIM, cell(row, place, CLAIM), receipt.claim, sizeof receipt.claim);
    copy(r, REFERENCE, cell(row, place, REFERENCE), receipt.reference,
         sizeof receipt.reference);
    snprintf(receipt.outcome, sizeof receipt.outcome, "%s", cell(row, place, OUTCOME));
    snprintf(receipt.reason, sizeof receipt.reason, "%s", cell(row, place, REASON));
    if (strcmp(receipt.outcome, "paid") != 0 && strcmp(receipt.outcome, "failed") != 0 &&
        strcmp(receipt.outcome, "recovered") != 0) {
        fault(r, OUTCOME, "is one of: paid, failed, recovered");
    }
    if (!money_parse(cell(row, place, AMOUNT), &receipt.amount_fen, &why)) {
        fault(r, AMOUNT, why.text);
    }
    if (!date_parse(cell(row, place, ON), &receipt.on)) {
        fault(r, ON, "is no date such as 2026-11-24");
    }
    check_twice(r, &receipt);
    if (r->out->count == BC_RECEIPTS_MAX) {
        fault(r, CLAIM, "is past the 500 lines one import takes; split the file");
        return;
    }
    add_sum(r->out, &receipt);
    r->out->list[r->out->count++] = receipt;
}

bool bc_receipts_read(const char *path, struct bc_receipts *out,
                      const struct bc_fault_sink *sink, struct err *err)
{
    struct buf text = {0};
    struct bc_csv csv;
    struct bc_csv_row row = {.line = 0};
    struct reading r = {.out = out, .sink = sink};
    int place[COLUMNS];
    char hash[HASH_HEX];
    struct err why = {0};
    memset(out, 0, sizeof *out);
    bool ok = slurp(path, &text, err);
    if (ok) {
        snprintf(out->sha256, sizeof out->sha256, "%s",
                 hash_hex(buf_str(&text), text.len, hash));
        bc_csv_open(&csv, buf_str(&text), text.len);
        ok = bc_csv_next(&csv, &row, &why) && read_head(&row, place, &why);
        while (ok && bc_csv_next(&csv, &row, &why)) {
            /* the checksum line of a payment list that was filled in */
            if (strcmp(row.cells[0], "sha256") != 0) {
                read_line(&r, &row, place);
            }
        }
        ok = ok && why.kind == ERR_NONE;
        if (!ok && why.kind != ERR_NONE) {
            *err = why;
        } else if (!ok || (out->count == 0 && out->faults == 0)) {
            ok = err_set(err, ERR_INVALID, "'%s' has no receipts in it", path);
        }
    }
    bc_csv_row_clear(&row);
    buf_clear(&text);
    return ok;
}

/* ---- the request ---- */

bool bc_receipts_request(const struct bc_receipts *receipts, const char *programme,
                         struct buf *body, struct err *err)
{
    struct jsonw w;
    jsonw_start(&w, body);
    jsonw_object(&w);
    jsonw_key(&w, "lines");
    jsonw_array(&w);
    for (int i = 0; i < receipts->count; i++) {
        const struct bc_receipt *r = &receipts->list[i];
        jsonw_object(&w);
        jsonw_kint(&w, "amount_fen", r->amount_fen);
        jsonw_kstr(&w, "claim", r->claim);
        jsonw_kday(&w, "on", r->on);
        jsonw_kstr(&w, "outcome", r->outcome);
        if (*r->reason) {
            jsonw_kstr(&w, "reason", r->reason);
        }
        jsonw_kstr(&w, "reference", r->reference);
        jsonw_object_end(&w);
    }
    jsonw_array_end(&w);
    jsonw_kstr(&w, "programme", programme);
    jsonw_object_end(&w);
    return jsonw_end(&w) || err_set(err, ERR_INTERNAL, "out of memory");
}

bool bc_receipts_put(struct bc_session *session, const struct bc_receipts *receipts,
                     const char *programme, int64_t *intent, struct err *err)
{
    struct buf body = {0};
    char title[BC_NAME];
    snprintf(title, sizeof title, "%s", programme);
    struct bc_intent_request request = {.what = "receipts",
                                        .title = title,
                                        .case_id = "",
                                        .path = "/v1/payments",
                                        .if_match = -1,
                                        .count = receipts->count};
    bool ok = bc_receipts_request(receipts, programme, &body, err);
    request.body = buf_str(&body);
    ok = ok && bc_outbox_put(session, &request, intent, err);
    buf_clear(&body);
    return ok;
}

/* ---- fetching ---- */

enum { FETCH_BYTES = 16 << 20 };

struct bc_fetching {
    int64_t ticket, sent;
    bool done;
    struct buf body;
    struct err err;
};

static void on_fetched(void *ctx, struct bc_reply *reply)
{
    struct bc_session *session = ctx;
    struct bc_fetching *f = session->fetching;
    struct bc_event event = {.kind = BC_EVENT_FETCH, .ticket = f->ticket};
    f->sent = 0;
    f->done = true;
    f->err = reply->err;
    buf_reset(&f->body);
    buf_add(&f->body, buf_str(&reply->body), reply->body.len);
    bc_event_push(session, &event);
}

int64_t bc_fetch_ask(struct bc_session *session, const char *path, const char *body)
{
    const struct bc_request request = {
        .path = path, .body = body, .if_match = -1, .text = true};
    if (!session->fetching) {
        session->fetching = calloc(1, sizeof *session->fetching);
    }
    struct bc_fetching *f = session->fetching;
    if (!f) {
        return 0;
    }
    if (f->sent) {
        bc_transport_cancel(session->transport, f->sent);
    }
    buf_reset(&f->body);
    f->done = false;
    f->sent = bc_transport_send(session->transport, &request, FETCH_BYTES, 0, on_fetched,
                                session);
    return f->sent ? ++f->ticket : 0;
}

const struct buf *bc_fetched(const struct bc_session *session, int64_t ticket,
                             struct err *err)
{
    const struct bc_fetching *f = session->fetching;
    if (!f || f->ticket != ticket || !f->done) {
        return NULL;
    }
    *err = f->err;
    return &f->body;
}

void bc_fetch_close(struct bc_session *session)
{
    if (session->fetching) {
        buf_clear(&session->fetching->body);
        free(session->fetching);
        session->fetching = NULL;
    }
}
