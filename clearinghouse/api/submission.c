#include "clearinghouse/api/submission.h"

#include "clearinghouse/api/fields.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

struct parts {
    const json_t *contract, *request, *declared, *usage, *invoice, *documents;
};

struct submission {
    struct ch_application a;
    struct parts parts;
};

#define A(field) offsetof(struct ch_application, field)
#define P(field) offsetof(struct submission, parts.field)

static const struct ch_field top[] = {
    {"programme", CH_FIELD_SLUG, true, A(programme), CH_SLUG_MAX, 0, 0, NULL},
    {"tranche", CH_FIELD_SLUG, true, A(tranche), CH_SLUG_MAX, 0, 0, NULL},
    {"applicant", CH_FIELD_TEXT, true, A(applicant.id), ID_MAX, 0, 0, NULL},
    {"provider", CH_FIELD_TEXT, true, A(provider.id), ID_MAX, 0, 0, NULL},
    {"contract", CH_FIELD_OBJECT, true, P(contract), 0, 0, 0, NULL},
    {"request", CH_FIELD_OBJECT, true, P(request), 0, 0, 0, NULL},
    {"declared", CH_FIELD_OBJECT, false, P(declared), 0, 0, 0, NULL},
    {"usage", CH_FIELD_OBJECT, false, P(usage), 0, 0, 0, NULL},
    {"invoice", CH_FIELD_OBJECT, false, P(invoice), 0, 0, 0, NULL},
    {"documents", CH_FIELD_ARRAY, false, P(documents), 0, 0, CH_DOCUMENTS_MAX, NULL},
};
static const struct ch_field contract[] = {
    {"number", CH_FIELD_TEXT, true, A(contract.number), CH_SLUG_MAX * 2, 0, 0, NULL},
    {"signed_on", CH_FIELD_DATE, true, A(contract.signed_on), 0, 0, 0, NULL},
    {"starts_on", CH_FIELD_DATE, true, A(contract.starts_on), 0, 0, 0, NULL},
    {"ends_on", CH_FIELD_DATE, true, A(contract.ends_on), 0, 0, 0, NULL},
    {"total_fen", CH_FIELD_MONEY, true, A(contract.total_fen), 0, 0, 0, NULL},
    {"eligible_fen", CH_FIELD_MONEY, true, A(contract.eligible_fen), 0, 0, 0, NULL},
};
static const char *const kinds[] = {"compute", "storage", "network", "security",
                                    "corpus",  "model",   NULL};
static const struct ch_field request[] = {
    {"kind", CH_FIELD_WORD, true, A(request.kind), CH_SLUG_MAX, 0, 0, kinds},
    {"accelerator", CH_FIELD_SLUG, false, A(request.accelerator), CH_SLUG_MAX, 0, 0,
     NULL},
    {"gpu_hours", CH_FIELD_INT, true, A(request.gpu_hours), 0, 0, INT64_C(1000000000),
     NULL},
    {"amount_fen", CH_FIELD_MONEY, true, A(request.amount_fen), 0, 0, 0, NULL},
    {"purpose", CH_FIELD_TEXT, true, A(request.purpose), CH_NAME_MAX, 0, 0, NULL},
};
static const struct ch_field declared[] = {
    {"related", CH_FIELD_BOOL, false, A(declared.related), 0, 0, 0, NULL},
    {"other_subsidy", CH_FIELD_TEXT, false, A(declared.other_subsidy), CH_NAME_MAX, 0, 0,
     NULL},
    {"fees_paid", CH_FIELD_BOOL, false, A(declared.fees_paid), 0, 0, 0, NULL},
};
static const struct ch_field usage[] = {
    {"gpu_hours", CH_FIELD_INT, true, A(usage.gpu_hours), 0, 0, INT64_C(1000000000),
     NULL},
    {"from", CH_FIELD_DATE, true, A(usage.from), 0, 0, 0, NULL},
    {"to", CH_FIELD_DATE, true, A(usage.to), 0, 0, 0, NULL},
    {"centre", CH_FIELD_TEXT, false, A(usage.centre), ID_MAX, 0, 0, NULL},
};
static const struct ch_field invoice[] = {
    {"number", CH_FIELD_TEXT, true, A(invoice.number), CH_SLUG_MAX, 0, 0, NULL},
    {"date", CH_FIELD_DATE, true, A(invoice.date), 0, 0, 0, NULL},
    {"amount_fen", CH_FIELD_MONEY, true, A(invoice.amount_fen), 0, 0, 0, NULL},
};
static const char *const states[] = {"ok",   "illegible", "mismatch", "name-mismatch",
                                     "void", "duplicate", "missing",  NULL};
#define D(field) offsetof(struct ch_document, field)
static const struct ch_field document[] = {
    {"kind", CH_FIELD_SLUG, true, D(kind), CH_SLUG_MAX, 0, 0, NULL},
    {"name", CH_FIELD_TEXT, true, D(name), CH_NAME_MAX, 0, 0, NULL},
    {"sha256", CH_FIELD_TEXT, true, D(sha256), HASH_HEX, 0, 0, NULL},
    {"state", CH_FIELD_WORD, false, D(state), CH_SLUG_MAX, 0, 0, states},
};

static bool read_documents(const json_t *list, struct ch_application *a,
                           struct buf *faults)
{
    size_t i;
    json_t *item;
    bool ok = true;
    json_array_foreach((json_t *)(uintptr_t)list, i, item)
    {
        char base[32];
        struct ch_document *d = &a->documents[a->document_count++];
        *d = (struct ch_document){.state = "ok"};
        snprintf(base, sizeof base, "/documents/%zu", i);
        ok = ch_fields_read(item, base, document, COUNT_OF(document), d, faults) && ok;
    }
    return ok;
}

static bool part(const json_t *object, const char *base, const struct ch_field *fields,
                 size_t count, struct ch_application *a, struct buf *faults)
{
    return !object || ch_fields_read(object, base, fields, count, a, faults);
}

bool ch_submission_read(const struct json_t *body, struct ch_application *out,
                        struct buf *faults)
{
    struct submission s = {.parts = {.contract = NULL}};
    s.a.usage.gpu_hours = -1;
    bool ok = ch_fields_read(body, "", top, COUNT_OF(top), &s, faults);
    ok =
        part(s.parts.contract, "/contract", contract, COUNT_OF(contract), &s.a, faults) &&
        ok;
    ok =
        part(s.parts.request, "/request", request, COUNT_OF(request), &s.a, faults) && ok;
    ok =
        part(s.parts.declared, "/declared", declared, COUNT_OF(declared), &s.a, faults) &&
        ok;
    ok = part(s.parts.usage, "/usage", usage, COUNT_OF(usage), &s.a, faults) && ok;
    ok =
        part(s.parts.invoice, "/invoice", invoice, COUNT_OF(invoice), &s.a, faults) && ok;
    ok = (!s.parts.documents || read_documents(s.parts.documents, &s.a, faults)) && ok;
    if (ok && s.a.contract.ends_on < s.a.contract.starts_on) {
        buf_adds(
            faults,
            "{\"message\":\"is before starts_on\",\"pointer\":\"/contract/ends_on\"}");
        ok = false;
    }
    if (ok) {
        *out = s.a;
    }
    return ok;
}
