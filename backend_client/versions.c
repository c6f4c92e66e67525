#include "backend_client/versions.h"

#include "backend_client/fields_read.h"
#include "common/id.h"
#include "common/json.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BYTES = 1 << 20 };

static bool read_doc(const json_t *doc, struct bc_version *out, struct err *err)
{
#define F(type, member) BC_FIELD(type, #member, struct bc_version, member)
    static const struct bc_field fields[] = {
        F(TEXT, id),
        BC_FIELD_NEEDED(TEXT, "programme", struct bc_version, programme),
        F(TEXT, status),
        F(TEXT, proposer),
        F(TEXT, settler),
        F(TEXT, note),
        F(INT, base),
        BC_FIELD_NEEDED(INT, "version", struct bc_version, version),
        F(INT, revision),
        F(TIME, proposed_at),
        F(TIME, settled_at)};
#undef F
    static const struct bc_field change[] = {
        BC_FIELD_NEEDED(TEXT, "key", struct bc_change, key),
        BC_FIELD(TEXT, "before", struct bc_change, before),
        BC_FIELD(TEXT, "after", struct bc_change, after),
    };
    *out = (struct bc_version){.base = 0};
    out->changed = (int)json_array_size(json_object_get(doc, "changes"));
    return bc_fields_read(doc, "policy version", fields, COUNT_OF(fields), out, err) &&
           bc_fields_read_list(doc, "changes", change, COUNT_OF(change), out->changes,
                               sizeof *out->changes, BC_VERSION_CHANGES, &out->count,
                               err);
}

bool bc_version_read(const char *json, struct bc_version *out, struct err *err)
{
    json_t *doc = NULL;
    bool ok = json_read(json, strlen(json), BYTES, &doc, err) && read_doc(doc, out, err);
    json_decref(doc);
    return ok;
}

/* ---- deeds ---- */

static bool finish(struct jsonw *w, struct err *err)
{
    jsonw_object_end(w);
    return jsonw_end(w) || err_set(err, ERR_USAGE, "a key is given twice; keep one");
}

bool bc_deed_propose_policy(struct bc_deed *deed, const struct bc_whatif_ask *ask,
                            const char *source, const char *note, struct err *err)
{
    struct bc_whatif_change set[BC_WHATIF_SET];
    struct jsonw w;
    bc_deed_clear(deed);
    snprintf(deed->what, sizeof deed->what, "propose-policy");
    snprintf(deed->title, sizeof deed->title, "%s", ask->programme);
    snprintf(deed->path, sizeof deed->path, "/v1/programmes/%s/policies", ask->programme);
    jsonw_start(&w, &deed->body);
    jsonw_object(&w);
    jsonw_kstr(&w, "note", note);
    if (ask->file) {
        jsonw_kstr(&w, "policy", ask->file);
    } else {
        bc_whatif_sorted(ask, set);
        jsonw_key(&w, "set");
        jsonw_object(&w);
        for (int i = 0; i < ask->count; i++) {
            jsonw_kstr(&w, set[i].key, set[i].value);
        }
        jsonw_object_end(&w);
        jsonw_kstr(&w, "source", source);
    }
    return finish(&w, err);
}

bool bc_deed_settle_policy(struct bc_deed *deed, const struct bc_version *version,
                           bool sign, struct err *err)
{
    struct jsonw w;
    if (!id_valid(version->id, "pol")) {
        return err_set(err, ERR_USAGE, "\"%.60s\" is no draft's id", version->id);
    }
    bc_deed_clear(deed);
    snprintf(deed->what, sizeof deed->what, "%s", sign ? "sign-policy" : "refuse-policy");
    snprintf(deed->title, sizeof deed->title, "%s, version %lld", version->programme,
             (long long)version->version);
    snprintf(deed->path, sizeof deed->path, "/v1/programmes/%s/policies/%s/decisions",
             version->programme, version->id);
    deed->if_match = version->revision;
    jsonw_start(&w, &deed->body);
    jsonw_object(&w);
    jsonw_kstr(&w, "decision", sign ? "sign" : "refuse");
    return finish(&w, err);
}
