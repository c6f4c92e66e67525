#include "clearinghouse/service/registry.h"

#include "common/json.h"

#include <stdio.h>
#include <string.h>

void ch_organisation_json(const struct ch_organisation *o, int64_t staff, struct buf *out)
{
    struct jsonw w;
    jsonw_start(&w, out);
    jsonw_object(&w);
    jsonw_kstr(&w, "account", o->account);
    jsonw_kstr(&w, "address", o->address);
    jsonw_kstr(&w, "credit_code", o->credit_code);
    jsonw_kday(&w, "debarred_until", o->debarred_until);
    jsonw_kstr(&w, "group_id", o->group_id);
    jsonw_kstr(&w, "id", o->id);
    jsonw_kstr(&w, "kind", o->kind);
    jsonw_kstr(&w, "legal_person", o->legal_person);
    jsonw_kbool(&w, "listed", o->listed);
    jsonw_kstr(&w, "name", o->name);
    jsonw_kstr(&w, "phone", o->phone);
    jsonw_kstr(&w, "region", o->region);
    jsonw_kint(&w, "revision", o->revision);
    jsonw_kstr(&w, "size", o->size);
    jsonw_kint(&w, "staff", staff);
    jsonw_kbool(&w, "startup", o->startup);
    jsonw_object_end(&w);
    if (!jsonw_end(&w)) {
        out->failed = true;
    }
}

bool ch_organisation_register(const struct ch_ctx *ctx, struct ch_organisation *org,
                              int64_t staff, struct err *err)
{
    struct ch_organisation there;
    struct ch_landed landed;
    struct buf body = {0};
    if (ch_organisation_by_code(ctx->db, org->credit_code, &there, NULL)) {
        return err_set_type(err, ERR_CONFLICT, "already-registered",
                            "credit code %s is registered as %s; use that record",
                            org->credit_code, there.id);
    }
    ch_new_id(ctx, "org", org->id);
    if (!*org->group_id) {
        snprintf(org->group_id, sizeof org->group_id, "%s", org->id);
    }
    org->revision = 1;
    ch_organisation_json(org, staff, &body);
    struct ch_change change = {.stream = CH_STREAM_REGISTRY,
                               .action = "organisation.create",
                               .kind = "organisation",
                               .id = org->id,
                               .revision = 1,
                               .body = buf_str(&body)};
    bool ok = buf_ok(&body) ? ch_record(ctx, &change, &landed, err)
                            : err_set(err, ERR_INTERNAL, "cannot write organisation");
    buf_clear(&body);
    org->entry_seq = ok ? landed.seq : 0;
    return ok && ch_organisation_put(ctx->db, org, err);
}
