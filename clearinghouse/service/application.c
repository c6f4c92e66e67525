#include "clearinghouse/service/application.h"

#include "common/date.h"
#include "common/json.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

int ch_application_grant_year(const struct ch_application *a)
{
    return a->signature_count ? date_split(a->signatures[0].at, DATE_ZONE_CHINA).year : 0;
}

static void encode_parties(struct jsonw *w, const struct ch_application *a)
{
    jsonw_key(w, "applicant");
    jsonw_object(w);
    jsonw_kstr(w, "credit_code", a->applicant.credit_code);
    jsonw_kstr(w, "id", a->applicant.id);
    jsonw_kstr(w, "kind", a->applicant.kind);
    jsonw_kstr(w, "name", a->applicant.name);
    jsonw_kstr(w, "region", a->applicant.region);
    jsonw_kstr(w, "size", a->applicant.size);
    jsonw_kbool(w, "startup", a->applicant.startup);
    jsonw_object_end(w);
    jsonw_kstr_opt(w, "assigned_to", a->assigned_to);
    jsonw_kstr(w, "clock", a->clock);
}

static void encode_contract(struct jsonw *w, const struct ch_application *a)
{
    jsonw_key(w, "contract");
    jsonw_object(w);
    jsonw_kint(w, "eligible_fen", a->contract.eligible_fen);
    jsonw_kday(w, "ends_on", a->contract.ends_on);
    jsonw_kstr(w, "fingerprint", a->contract.fingerprint);
    jsonw_kstr(w, "number", a->contract.number);
    jsonw_kday(w, "signed_on", a->contract.signed_on);
    jsonw_kday(w, "starts_on", a->contract.starts_on);
    jsonw_kint(w, "total_fen", a->contract.total_fen);
    jsonw_object_end(w);
    jsonw_key(w, "declared");
    jsonw_object(w);
    jsonw_kbool(w, "fees_paid", a->declared.fees_paid);
    jsonw_kstr_opt(w, "other_subsidy", a->declared.other_subsidy);
    jsonw_kbool(w, "related", a->declared.related);
    jsonw_object_end(w);
}

static void encode_documents(struct jsonw *w, const struct ch_application *a)
{
    jsonw_key(w, "documents");
    jsonw_array(w);
    for (int i = 0; i < a->document_count; i++) {
        jsonw_object(w);
        jsonw_kstr(w, "kind", a->documents[i].kind);
        jsonw_kstr(w, "name", a->documents[i].name);
        jsonw_kstr(w, "sha256", a->documents[i].sha256);
        jsonw_kstr(w, "state", a->documents[i].state);
        jsonw_object_end(w);
    }
    jsonw_array_end(w);
}

static void encode_objections(struct jsonw *w, const struct ch_application *a)
{
    jsonw_key(w, "objections");
    jsonw_array(w);
    for (int i = 0; i < a->objection_count; i++) {
        const struct ch_objection *o = &a->objections[i];
        jsonw_object(w);
        jsonw_ktime(w, "at", o->at);
        jsonw_kstr(w, "by", o->by);
        jsonw_kstr(w, "code", o->code);
        jsonw_kstr_opt(w, "decided_by", o->decided_by);
        jsonw_kstr(w, "evidence", o->evidence);
        jsonw_kstr_opt(w, "outcome", o->outcome);
        jsonw_kstr(w, "recorded_by", o->recorded_by);
        jsonw_object_end(w);
    }
    jsonw_array_end(w);
}

static void encode_invoice(struct jsonw *w, const struct ch_application *a)
{
    jsonw_key(w, "invoice");
    if (!*a->invoice.number) {
        jsonw_null(w);
        return;
    }
    jsonw_object(w);
    jsonw_kint(w, "amount_fen", a->invoice.amount_fen);
    jsonw_kday(w, "date", a->invoice.date);
    jsonw_kstr(w, "number", a->invoice.number);
    jsonw_object_end(w);
}

static void encode_notice(struct jsonw *w, const struct ch_application *a)
{
    jsonw_key(w, "notice");
    if (!a->notice.until) {
        jsonw_null(w);
        return;
    }
    jsonw_object(w);
    jsonw_ktime(w, "from", a->notice.from);
    jsonw_ktime(w, "until", a->notice.until);
    jsonw_object_end(w);
}

static void encode_decision(struct jsonw *w, const struct ch_application *a)
{
    encode_invoice(w, a);
    jsonw_kstr_opt(w, "last_by", a->last_by);
    jsonw_kstr_opt(w, "last_decision", a->last_decision);
    jsonw_kstr(w, "maker", a->maker);
    jsonw_kstr(w, "mode", a->mode);
    encode_notice(w, a);
    jsonw_kstr(w, "number", a->number);
    encode_objections(w, a);
    jsonw_kstr(w, "programme", a->programme);
    jsonw_key(w, "provider");
    jsonw_object(w);
    jsonw_kstr(w, "id", a->provider.id);
    jsonw_kstr(w, "name", a->provider.name);
    jsonw_object_end(w);
    jsonw_key(w, "reason");
    if (*a->reason_code) {
        jsonw_object(w);
        jsonw_kstr(w, "code", a->reason_code);
        jsonw_kstr_opt(w, "note", a->reason_note);
        jsonw_object_end(w);
    } else {
        jsonw_null(w);
    }
}

static void encode_request(struct jsonw *w, const struct ch_application *a)
{
    jsonw_key(w, "request");
    jsonw_object(w);
    jsonw_kstr(w, "accelerator", a->request.accelerator);
    jsonw_kint(w, "amount_fen", a->request.amount_fen);
    jsonw_kint(w, "gpu_hours", a->request.gpu_hours);
    jsonw_kstr(w, "kind", a->request.kind);
    jsonw_kstr(w, "purpose", a->request.purpose);
    jsonw_object_end(w);
    jsonw_kint(w, "revision", a->revision);
    jsonw_kint(w, "round", a->round);
    jsonw_key(w, "signatures");
    jsonw_array(w);
    for (int i = 0; i < a->signature_count; i++) {
        jsonw_object(w);
        jsonw_kstr_opt(w, "acting_for", a->signatures[i].acting_for);
        jsonw_ktime(w, "at", a->signatures[i].at);
        jsonw_kstr(w, "by", a->signatures[i].by);
        jsonw_kstr(w, "role", a->signatures[i].role);
        jsonw_object_end(w);
    }
    jsonw_array_end(w);
}

static void encode_state(struct jsonw *w, const struct ch_application *a)
{
    jsonw_kstr(w, "status", a->status);
    jsonw_ktime(w, "submitted_at", a->submitted_at);
    jsonw_kstr(w, "tranche", a->tranche);
    jsonw_key(w, "undo");
    if (a->undo_until) {
        jsonw_object(w);
        jsonw_kstr(w, "decision", a->last_decision);
        jsonw_kstr(w, "to", a->undo_status);
        jsonw_ktime(w, "until", a->undo_until);
        jsonw_object_end(w);
    } else {
        jsonw_null(w);
    }
    jsonw_ktime(w, "updated_at", a->updated_at);
    jsonw_key(w, "usage");
    jsonw_object(w);
    jsonw_kstr_opt(w, "centre", a->usage.centre);
    jsonw_kday(w, "from", a->usage.from);
    jsonw_kint(w, "gpu_hours", a->usage.gpu_hours);
    jsonw_kday(w, "to", a->usage.to);
    jsonw_object_end(w);
    jsonw_kraw(w, "verdict", a->verdict);
}

bool ch_application_encode(const struct ch_application *a, struct buf *out,
                           struct err *err)
{
    struct jsonw w;
    jsonw_start(&w, out);
    jsonw_object(&w);
    encode_parties(&w, a);
    encode_contract(&w, a);
    encode_documents(&w, a);
    jsonw_ktime(&w, "due_at", a->due_at);
    jsonw_key(&w, "grant");
    jsonw_object(&w);
    jsonw_kint(&w, "amount_fen", a->grant.amount_fen);
    jsonw_kint(&w, "rate_bp", a->grant.rate_bp);
    jsonw_kstr_opt(&w, "voucher", a->voucher);
    jsonw_object_end(&w);
    jsonw_kstr(&w, "id", a->id);
    encode_decision(&w, a);
    encode_request(&w, a);
    encode_state(&w, a);
    jsonw_object_end(&w);
    return jsonw_end(&w) || err_set(err, ERR_INTERNAL, "cannot write case %s", a->number);
}

/* ---- reading ---- */

#define TEXT(field, object, key)                                                         \
    snprintf(field, sizeof(field), "%s", json_str(object, key))

static int32_t day(const json_t *object, const char *key)
{
    date_day out = 0;
    return date_parse(json_str(object, key), &out) ? out : 0;
}

static int64_t instant(const json_t *object, const char *key)
{
    int64_t out = 0;
    return date_time_parse(json_str(object, key), &out) ? out : 0;
}

static void decode_parts(const json_t *doc, struct ch_application *a)
{
    const json_t *o = json_obj(doc, "applicant");
    TEXT(a->applicant.id, o, "id");
    TEXT(a->applicant.name, o, "name");
    TEXT(a->applicant.credit_code, o, "credit_code");
    TEXT(a->applicant.kind, o, "kind");
    TEXT(a->applicant.size, o, "size");
    TEXT(a->applicant.region, o, "region");
    a->applicant.startup = json_flag(o, "startup", false);
    o = json_obj(doc, "provider");
    TEXT(a->provider.id, o, "id");
    TEXT(a->provider.name, o, "name");
    o = json_obj(doc, "contract");
    TEXT(a->contract.number, o, "number");
    TEXT(a->contract.fingerprint, o, "fingerprint");
    a->contract.signed_on = day(o, "signed_on");
    a->contract.starts_on = day(o, "starts_on");
    a->contract.ends_on = day(o, "ends_on");
    a->contract.total_fen = json_int(o, "total_fen", 0);
    a->contract.eligible_fen = json_int(o, "eligible_fen", 0);
    o = json_obj(doc, "request");
    TEXT(a->request.kind, o, "kind");
    TEXT(a->request.accelerator, o, "accelerator");
    TEXT(a->request.purpose, o, "purpose");
    a->request.gpu_hours = json_int(o, "gpu_hours", 0);
    a->request.amount_fen = json_int(o, "amount_fen", 0);
    o = json_obj(doc, "declared");
    a->declared.related = json_flag(o, "related", false);
    a->declared.fees_paid = json_flag(o, "fees_paid", false);
    TEXT(a->declared.other_subsidy, o, "other_subsidy");
    o = json_obj(doc, "usage");
    a->usage.gpu_hours = json_int(o, "gpu_hours", -1);
    a->usage.from = day(o, "from");
    a->usage.to = day(o, "to");
    TEXT(a->usage.centre, o, "centre");
    o = json_obj(doc, "invoice");
    TEXT(a->invoice.number, o, "number");
    a->invoice.date = day(o, "date");
    a->invoice.amount_fen = json_int(o, "amount_fen", 0);
    o = json_obj(doc, "notice");
    a->notice.from = instant(o, "from");
    a->notice.until = instant(o, "until");
}

static void decode_lists(const json_t *doc, struct ch_application *a)
{
    size_t i;
    json_t *item;
    json_array_foreach(json_obj(doc, "documents"), i, item)
    {
        if (a->document_count < CH_DOCUMENTS_MAX) {
            struct ch_document *d = &a->documents[a->document_count++];
            TEXT(d->kind, item, "kind");
            TEXT(d->name, item, "name");
            TEXT(d->sha256, item, "sha256");
            TEXT(d->state, item, "state");
        }
    }
    json_array_foreach(json_obj(doc, "signatures"), i, item)
    {
        if (a->signature_count < CH_SIGNATURES_MAX) {
            struct ch_signature *s = &a->signatures[a->signature_count++];
            TEXT(s->by, item, "by");
            TEXT(s->acting_for, item, "acting_for");
            TEXT(s->role, item, "role");
            s->at = instant(item, "at");
        }
    }
}

static void decode_objections(const json_t *doc, struct ch_application *a)
{
    size_t i;
    json_t *item;
    json_array_foreach(json_obj(doc, "objections"), i, item)
    {
        if (a->objection_count < CH_OBJECTIONS_MAX) {
            struct ch_objection *o = &a->objections[a->objection_count++];
            TEXT(o->by, item, "by");
            TEXT(o->evidence, item, "evidence");
            TEXT(o->code, item, "code");
            TEXT(o->recorded_by, item, "recorded_by");
            TEXT(o->outcome, item, "outcome");
            TEXT(o->decided_by, item, "decided_by");
            o->at = instant(item, "at");
        }
    }
}

/* The verdict is the last member of a canonical record, and most of it; it is kept as
 * text and not parsed. Inside a string the quotes would be escaped, so this finds the
 * member. */
static bool split_verdict(const char *text, size_t len, struct buf *rest,
                          struct ch_application *a)
{
    static const char member[] = ",\"verdict\":";
    const char *at = memmem(text, len, member, sizeof member - 1);
    const char *verdict = at ? at + sizeof member - 1 : NULL;
    size_t size = at ? len - 1 - (size_t)(verdict - text) : 0;
    if (!at || size >= sizeof a->verdict) {
        return false;
    }
    memcpy(a->verdict, verdict, size);
    a->verdict[size] = '\0';
    buf_add(rest, text, (size_t)(at - text));
    buf_addc(rest, '}');
    return buf_ok(rest);
}

bool ch_application_decode(const char *text, size_t len, struct ch_application *a,
                           struct err *err)
{
    json_t *doc;
    struct buf rest = {0};
    memset(a, 0, sizeof *a);
    bool ok = split_verdict(text, len, &rest, a) ||
              err_set(err, ERR_INTERNAL, "the record of a case has no readable verdict");
    ok = ok && json_read(buf_str(&rest), rest.len, SIZE_MAX, &doc, err);
    buf_clear(&rest);
    if (!ok) {
        return false;
    }
    TEXT(a->id, doc, "id");
    TEXT(a->number, doc, "number");
    TEXT(a->programme, doc, "programme");
    TEXT(a->tranche, doc, "tranche");
    TEXT(a->status, doc, "status");
    TEXT(a->mode, doc, "mode");
    TEXT(a->maker, doc, "maker");
    TEXT(a->clock, doc, "clock");
    TEXT(a->assigned_to, doc, "assigned_to");
    TEXT(a->last_decision, doc, "last_decision");
    TEXT(a->last_by, doc, "last_by");
    a->revision = json_int(doc, "revision", 0);
    a->round = json_int(doc, "round", 1);
    a->due_at = instant(doc, "due_at");
    a->submitted_at = instant(doc, "submitted_at");
    a->updated_at = instant(doc, "updated_at");
    const json_t *o = json_obj(doc, "grant");
    a->grant.amount_fen = json_int(o, "amount_fen", 0);
    a->grant.rate_bp = json_int(o, "rate_bp", 0);
    TEXT(a->voucher, o, "voucher");
    o = json_obj(doc, "undo");
    a->undo_until = instant(o, "until");
    TEXT(a->undo_status, o, "to");
    o = json_obj(doc, "reason");
    TEXT(a->reason_code, o, "code");
    TEXT(a->reason_note, o, "note");
    decode_parts(doc, a);
    decode_lists(doc, a);
    decode_objections(doc, a);
    json_decref(doc);
    return true;
}
