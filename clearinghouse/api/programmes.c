#include "clearinghouse/api/handlers.h"

#include "clearinghouse/api/call.h"
#include "clearinghouse/service/policy.h"
#include "clearinghouse/service/reasons.h"

#include <stdio.h>
#include <string.h>

void ch_api_programmes_list(struct ch_call *call)
{
    const struct ch_policy_set *set = call->ctx.service->policies;
    buf_adds(&call->reply, "{\"items\":[");
    for (size_t i = 0; i < ch_policies_count(set); i++) {
        buf_adds(&call->reply, i ? "," : "");
        ch_policy_json(ch_policies_at(set, i), &call->reply);
    }
    buf_adds(&call->reply, "],\"next\":null}");
}

void ch_api_programme_get(struct ch_call *call)
{
    const struct ch_policy *policy =
        ch_policies_find(call->ctx.service->policies, call->id[0]);
    if (!policy) {
        ch_call_problem(call, 404, "not-found", "there is no programme \"%.60s\"",
                        call->id[0]);
        return;
    }
    call->etag = policy->version;
    ch_policy_json(policy, &call->reply);
}

void ch_api_reasons(struct ch_call *call)
{
    struct jsonw w;
    jsonw_start(&w, &call->reply);
    jsonw_object(&w);
    jsonw_key(&w, "items");
    jsonw_array(&w);
    for (size_t i = 0; i < ch_reason_count; i++) {
        const struct ch_reason *reason = &ch_reasons[i];
        jsonw_object(&w);
        jsonw_kstr(&w, "code", reason->code);
        jsonw_key(&w, "decisions");
        jsonw_array(&w);
        char words[64];
        snprintf(words, sizeof words, "%s", reason->decisions);
        char *rest = words, *word;
        while ((word = strsep(&rest, " "))) {
            jsonw_string(&w, word);
        }
        jsonw_array_end(&w);
        jsonw_kstr(&w, "en", reason->en);
        jsonw_kstr(&w, "zh", reason->zh);
        jsonw_object_end(&w);
    }
    jsonw_array_end(&w);
    jsonw_object_end(&w);
    call->status = jsonw_end(&w) ? 200 : 500;
}
