/* Versions of a programme's policy: proposed by one supervisor, signed by another. */
#include "clearinghouse/api/handlers.h"

#include "clearinghouse/api/fields.h"
#include "clearinghouse/api/policy_body.h"
#include "clearinghouse/service/facts.h"
#include "clearinghouse/service/policy_versions.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

void ch_api_policies_list(struct ch_call *call)
{
    const struct ch_policy *now;
    struct err err = {0};
    if (!ch_policy_of(&call->ctx, call->id[0], &now, &err)) {
        ch_call_fail(call, &err);
        return;
    }
    if (!ch_call_role(call, call->id[0],
                      CH_ROLE_OFFICER | CH_ROLE_SUPERVISOR | CH_ROLE_AUDITOR)) {
        return;
    }
    buf_adds(&call->reply, "{\"items\":[");
    if (!ch_policy_versions_json(call->ctx.db, call->id[0], &call->reply, &err)) {
        ch_call_fail(call, &err);
        return;
    }
    buf_adds(&call->reply, "],\"next\":null}");
}

struct proposing {
    const json_t *set;
    const char *policy;
    char source[160], note[600];
};

static bool read_proposal(struct ch_call *call, struct proposing *body)
{
#define AT(field) offsetof(struct proposing, field)
    static const struct ch_field fields[] = {
        {"note", CH_FIELD_TEXT, true, AT(note), 600, 0, 0, NULL},
        {"policy", CH_FIELD_LINES, false, AT(policy), 0, 0, 0, NULL},
        {"set", CH_FIELD_OBJECT, false, AT(set), 0, 0, 0, NULL},
        {"source", CH_FIELD_TEXT, false, AT(source), 160, 0, 0, NULL},
    };
#undef AT
    struct buf faults = {0};
    bool ok = ch_fields_read(call->body, "", fields, COUNT_OF(fields), body, &faults);
    if (!ok) {
        ch_call_faults(call, &faults);
    } else if ((body->set != NULL) != (*body->source != '\0')) {
        ch_call_problem(
            call, 422, "invalid",
            "with set give source: the paper these values are laid down in; a "
            "whole file names its own");
        ok = false;
    }
    buf_clear(&faults);
    return ok;
}

void ch_api_policy_propose(struct ch_call *call)
{
    struct proposing body = {.set = NULL};
    struct ch_draft draft = {.revision = 0};
    struct ch_policy changed;
    const struct ch_policy *now;
    struct err err = {0};
    if (!ch_policy_of(&call->ctx, call->id[0], &now, &err)) {
        ch_call_fail(call, &err);
        return;
    }
    if (!ch_call_role(call, call->id[0], CH_ROLE_SUPERVISOR) ||
        !read_proposal(call, &body) ||
        !ch_policy_body(call, body.set, body.policy, body.source, now, &changed)) {
        return;
    }
    snprintf(draft.programme, sizeof draft.programme, "%s", now->id);
    snprintf(draft.note, sizeof draft.note, "%s", body.note);
    if (!ch_policy_propose(&call->ctx, &changed, &draft, &call->reply, &err)) {
        ch_call_fail(call, &err);
        return;
    }
    call->status = call->ctx.dry_run ? 200 : 201;
    call->etag = draft.revision;
}

struct settling {
    char decision[16];
};

void ch_api_policy_settle(struct ch_call *call)
{
    static const char *const words[] = {"sign", "refuse", NULL};
    static const struct ch_field fields[] = {
        {"decision", CH_FIELD_WORD, true, offsetof(struct settling, decision),
         sizeof((struct settling *)0)->decision, 0, 0, words},
    };
    struct settling body = {.decision = ""};
    struct ch_draft draft;
    struct buf faults = {0};
    struct err err = {0};
    if (!ch_call_role(call, call->id[0], CH_ROLE_SUPERVISOR)) {
        return;
    }
    if (!ch_fields_read(call->body, "", fields, COUNT_OF(fields), &body, &faults)) {
        ch_call_faults(call, &faults);
    } else if (!ch_row_get(call->ctx.db, &ch_draft_table, "id", call->id[1], &draft,
                           &err)) {
        ch_call_fail(call, &err);
    } else if (strcmp(draft.programme, call->id[0]) != 0) {
        ch_call_problem(call, 404, "not-found", "there is no draft \"%.60s\" of %s",
                        call->id[1], call->id[0]);
    } else if (ch_call_if_match(call, draft.revision, NULL)) {
        if (ch_policy_settle(&call->ctx, strcmp(body.decision, "sign") == 0, &draft,
                             &call->reply, &err)) {
            call->status = call->ctx.dry_run ? 200 : 201;
            call->etag = draft.revision;
        } else {
            ch_call_fail(call, &err);
        }
    }
    buf_clear(&faults);
}
