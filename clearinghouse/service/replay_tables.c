/* The tables, held against what the journal told. */
#include "clearinghouse/service/replay_impl.h"

#include "clearinghouse/service/claim.h"
#include "clearinghouse/service/machine.h"
#include "clearinghouse/service/registry.h"
#include "clearinghouse/service/submit.h"
#include "clearinghouse/service/voucher.h"
#include "clearinghouse/store/claims.h"
#include "common/json.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PAGE = 500 };

struct check {
    struct ch_db *db;
    const struct ch_tale *tales;
    size_t count;
    struct ch_replayed *out;
    struct err *err;
    char last[ID_MAX];
    int page;
    bool failed;
    struct ch_application *a;
    void *scratch; /* a decoded record */
};

static const struct ch_tale *tale_of(const struct check *check, const char *stream)
{
    for (size_t i = 0; i < check->count; i++) {
        if (strcmp(check->tales[i].head.stream, stream) == 0) {
            return &check->tales[i];
        }
    }
    return NULL;
}

static bool differs(struct check *check, const char *kind, const char *id,
                    const char *what)
{
    check->failed =
        !err_set(check->err, ERR_INVALID, "%s %s: %s is not what its newest entry says",
                 kind, id, what);
    return false;
}

/* The row points at the newest entry there is about it. */
static bool points(struct check *check, const char *stream, const char *kind,
                   const char *id, int64_t seq)
{
    const struct ch_tale *tale = tale_of(check, stream);
    const struct ch_seen *seen = tale ? ch_seen_find(&tale->seen, kind, id) : NULL;
    snprintf(check->last, sizeof check->last, "%s", id);
    check->page++;
    check->out->rows++;
    return (seen && seen->seq == seq) ||
           differs(check, kind, id, "the entry it points at");
}

/* ---- cases ---- */

static void read_verdict(const struct ch_application *a, struct ch_verdict *out)
{
    json_t *doc, *rule;
    size_t i;
    memset(out, 0, sizeof *out);
    if (!json_read(a->verdict, strlen(a->verdict), SIZE_MAX, &doc, NULL)) {
        return;
    }
    out->outcome = ch_outcome_named(json_str(doc, "outcome"));
    out->grant_fen = json_int(doc, "grant_fen", 0);
    out->rate_bp = json_int(doc, "rate_bp", 0);
    json_array_foreach(json_obj(doc, "rules"), i, rule)
    {
        out->issues += strcmp(json_str(rule, "outcome"), "pass") != 0;
    }
    json_decref(doc);
}

#define ROW(kind, field)                                                                 \
    {                                                                                    \
#field, kind, offsetof(struct ch_application_row, field)                         \
    }
static const struct {
    const char *name;
    char kind; /* 't' text, 'i' int64_t, 'n' int32_t */
    size_t offset;
} columns[] = {
    ROW('t', number),       ROW('t', programme),      ROW('t', tranche),
    ROW('t', status),       ROW('i', revision),       ROW('t', maker),
    ROW('t', applicant),    ROW('t', applicant_name), ROW('t', credit_code),
    ROW('t', provider),     ROW('t', provider_name),  ROW('t', fingerprint),
    ROW('t', kind),         ROW('t', accelerator),    ROW('i', gpu_hours),
    ROW('i', amount_fen),   ROW('i', grant_fen),      ROW('i', grant_bp),
    ROW('i', reserved_fen), ROW('t', verdict),        ROW('n', verdict_issues),
    ROW('t', assigned_to),  ROW('i', submitted_at),   ROW('i', updated_at),
    ROW('i', due_at),       ROW('i', undo_until),
};

static const char *row_differs(const struct ch_application_row *a,
                               const struct ch_application_row *b)
{
    for (size_t i = 0; i < COUNT_OF(columns); i++) {
        const char *left = (const char *)a + columns[i].offset;
        const char *right = (const char *)b + columns[i].offset;
        size_t size = columns[i].kind == 'n' ? sizeof(int32_t) : sizeof(int64_t);
        if (columns[i].kind == 't' ? strcmp(left, right) != 0
                                   : memcmp(left, right, size) != 0) {
            return columns[i].name;
        }
    }
    return NULL;
}

static bool application(void *ctx, const struct ch_application_row *row, const char *body)
{
    struct check *check = ctx;
    struct ch_application *a = check->a;
    struct ch_application_row again;
    struct ch_verdict verdict;
    struct err err = {0};
    if (!points(check, row->programme, "application", row->id, row->entry_seq)) {
        return false;
    }
    if (!ch_application_decode(body, strlen(body), a, &err)) {
        return differs(check, "application", row->number, "the record");
    }
    bool held = strcmp(a->status, "awaiting_second") == 0 ||
                (ch_status_granted(a->status) && strcmp(a->status, "issued") != 0);
    read_verdict(a, &verdict);
    ch_application_index(a, &verdict, row->group_id, held ? a->grant.amount_fen : 0,
                         row->entry_seq, &again);
    const char *column = row_differs(row, &again);
    return !column || differs(check, "application", row->number, column);
}

static bool applications(struct check *check)
{
    do {
        check->page = 0;
        if (!ch_application_bodies(check->db, check->last, PAGE, application, check,
                                   check->err)) {
            return false;
        }
    } while (check->page == PAGE && !check->failed);
    return !check->failed;
}

/* ---- vouchers and claims ---- */

static bool voucher(void *ctx, const void *row, const char *body)
{
    struct check *check = ctx;
    const struct ch_voucher *v = row;
    struct ch_voucher *again = check->scratch;
    struct err err = {0};
    if (!points(check, v->programme, "voucher", v->id, v->entry_seq)) {
        return false;
    }
    const char *column = ch_voucher_decode(body, strlen(body), again, &err)
                             ? ch_row_differs(&ch_voucher_table, v, again)
                             : "the record";
    return !column || differs(check, "voucher", v->number, column);
}

static bool claim(void *ctx, const void *row, const char *body)
{
    struct check *check = ctx;
    const struct ch_claim *c = row;
    struct ch_claim *again = check->scratch;
    struct err err = {0};
    if (!points(check, c->programme, "claim", c->id, c->entry_seq)) {
        return false;
    }
    const char *column = ch_claim_decode(body, strlen(body), again, &err)
                             ? ch_row_differs(&ch_claim_table, c, again)
                             : "the record";
    return !column || differs(check, "claim", c->number, column);
}

static bool rows(struct check *check, const struct ch_table *table, size_t size,
                 ch_row_fn *each)
{
    char rest[64];
    void *row = malloc(size);
    bool ok = row != NULL;
    snprintf(rest, sizeof rest, "WHERE id > $1 ORDER BY id LIMIT %d", PAGE);
    check->last[0] = '\0';
    check->scratch = malloc(size);
    do {
        char after[ID_MAX];
        memcpy(after, check->last, sizeof after);
        const char *const params[] = {after, NULL};
        check->page = 0;
        ok = ok && check->scratch &&
             ch_row_each(check->db, table, rest, params, true, row, each, check,
                         check->err) &&
             !check->failed;
    } while (ok && check->page == PAGE);
    free(row);
    free(check->scratch);
    return ok;
}

/* ---- organisations ---- */

static bool organisation(void *ctx, const struct ch_organisation *org)
{
    struct check *check = ctx;
    struct buf is = {0}, should = {0};
    json_t *doc = NULL;
    bool ok = points(check, CH_STREAM_REGISTRY, "organisation", org->id, org->entry_seq);
    if (ok) {
        ok = ch_organisation_doc(check->db, org->id, &should, check->err) &&
             json_read(buf_str(&should), should.len, SIZE_MAX, &doc, check->err);
        check->failed |= !ok;
    }
    if (ok) {
        ch_organisation_json(org, json_int(doc, "staff", -1), &is);
        ok = strcmp(buf_str(&is), buf_str(&should)) == 0 ||
             differs(check, "organisation", org->id, "the row");
        json_decref(doc);
    }
    buf_clear(&is);
    buf_clear(&should);
    return ok;
}

static bool organisations(struct check *check)
{
    check->last[0] = '\0';
    do {
        char after[ID_MAX];
        memcpy(after, check->last, sizeof after);
        check->page = 0;
        if (!ch_organisation_list(check->db, NULL, after, PAGE, organisation, check,
                                  check->err)) {
            return false;
        }
    } while (check->page == PAGE && !check->failed);
    return !check->failed;
}

/* Rows and records are one to one: none was taken out of the table. */
static bool counted(struct check *check, int64_t rows_before, const char *kind,
                    size_t records)
{
    int64_t found = check->out->rows - rows_before;
    return found == (int64_t)records ||
           err_set(check->err, ERR_INVALID,
                   "the journal knows %zu records of kind %s, the table %" PRId64,
                   records, kind, found);
}

static size_t records_of(const struct check *check, const char *kind)
{
    size_t total = 0;
    for (size_t i = 0; i < check->count; i++) {
        const struct ch_tale *tale = &check->tales[i];
        total += strcmp(kind, "application") == 0 ? tale->kinds.applications
                 : strcmp(kind, "voucher") == 0   ? tale->kinds.vouchers
                 : strcmp(kind, "claim") == 0     ? tale->kinds.claims
                                                  : tale->kinds.organisations;
    }
    return total;
}

bool ch_replay_tables(struct ch_db *db, const struct ch_tale *tales, size_t count,
                      struct ch_replayed *out, struct err *err)
{
    struct check check = {
        .db = db, .tales = tales, .count = count, .out = out, .err = err};
    check.a = malloc(sizeof *check.a);
    if (!check.a) {
        return err_set(err, ERR_INTERNAL, "out of memory");
    }
    int64_t before = out->rows;
    bool ok = applications(&check) &&
              counted(&check, before, "application", records_of(&check, "application"));
    before = out->rows;
    ok = ok && rows(&check, &ch_voucher_table, sizeof(struct ch_voucher), voucher) &&
         counted(&check, before, "voucher", records_of(&check, "voucher"));
    before = out->rows;
    ok = ok && rows(&check, &ch_claim_table, sizeof(struct ch_claim), claim) &&
         counted(&check, before, "claim", records_of(&check, "claim"));
    before = out->rows;
    ok = ok && organisations(&check) &&
         counted(&check, before, "organisation", records_of(&check, "organisation"));
    free(check.a);
    return ok;
}
