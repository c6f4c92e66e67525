#include "clearinghouse/service/verdict_facts.h"

#include "common/date.h"

#include <stdio.h>
#include <string.h>

#define TEXT(field, object, key)                                                         \
    snprintf(field, sizeof(field), "%s", json_str(object, key))

void ch_facts_json(const struct ch_facts *f, struct jsonw *w)
{
    jsonw_object(w);
    jsonw_key(w, "applicant");
    jsonw_object(w);
    jsonw_kday(w, "debarred_until", f->applicant->debarred_until);
    jsonw_kstr(w, "kind", f->applicant->kind);
    jsonw_kstr(w, "region", f->applicant->region);
    jsonw_kstr(w, "size", f->applicant->size);
    jsonw_object_end(w);
    jsonw_ktime(w, "now", f->now);
    jsonw_kbool(w, "provider_listed", f->provider_listed);
    jsonw_kstr_opt(w, "related_by", f->related_by);
    jsonw_kstr_opt(w, "same_contract", f->same_contract_number);
    jsonw_kstr_opt(w, "same_contract_programme", f->same_contract_programme);
    jsonw_key(w, "tranche");
    jsonw_object(w);
    jsonw_kint(w, "available_fen", f->tranche->balance[CH_AVAILABLE]);
    jsonw_kday(w, "closes_on", f->tranche->closes_on);
    jsonw_kstr(w, "id", f->tranche->id);
    jsonw_kstr(w, "name", f->tranche->name);
    jsonw_kday(w, "opens_on", f->tranche->opens_on);
    jsonw_object_end(w);
    jsonw_kint(w, "year_granted_fen", f->year_granted_fen);
    jsonw_object_end(w);
}

static int32_t day(const struct json_t *object, const char *key)
{
    date_day out = 0;
    return date_parse(json_str(object, key), &out) ? out : 0;
}

void ch_facts_read(const struct json_t *doc, const struct ch_application *application,
                   struct ch_facts_kept *out)
{
    const struct json_t *applicant = json_obj(doc, "applicant");
    const struct json_t *tranche = json_obj(doc, "tranche");
    struct ch_facts *f = &out->facts;
    int64_t now = 0;
    memset(out, 0, sizeof *out);
    TEXT(out->applicant.kind, applicant, "kind");
    TEXT(out->applicant.region, applicant, "region");
    TEXT(out->applicant.size, applicant, "size");
    out->applicant.debarred_until = day(applicant, "debarred_until");
    TEXT(out->tranche.id, tranche, "id");
    TEXT(out->tranche.name, tranche, "name");
    out->tranche.opens_on = day(tranche, "opens_on");
    out->tranche.closes_on = day(tranche, "closes_on");
    out->tranche.balance[CH_AVAILABLE] = json_int(tranche, "available_fen", 0);
    TEXT(out->related_by, doc, "related_by");
    TEXT(out->number, doc, "same_contract");
    TEXT(out->programme, doc, "same_contract_programme");
    f->application = application;
    f->applicant = &out->applicant;
    f->provider_listed = json_flag(doc, "provider_listed", false);
    f->related_by = *out->related_by ? out->related_by : NULL;
    f->tranche = &out->tranche;
    f->year_granted_fen = json_int(doc, "year_granted_fen", 0);
    f->same_contract_number = *out->number ? out->number : NULL;
    f->same_contract_programme = *out->programme ? out->programme : NULL;
    f->now = date_time_parse(json_str(doc, "now"), &now) ? now : 0;
}
