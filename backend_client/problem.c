#include "backend_client/problem.h"

#include "common/json.h"
#include "common/text.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

enum { PROBLEM_BYTES = 1 << 20 };

static const struct {
    const char *type;
    enum err_kind kind;
} types[] = {
    {"budget-exceeded", ERR_BUDGET},  {"stale-revision", ERR_STALE},
    {"rules-not-met", ERR_REFUSED},   {"amount-too-high", ERR_REFUSED},
    {"undo-closed", ERR_REFUSED},     {"refused", ERR_REFUSED},
    {"cap-exceeded", ERR_REFUSED},    {"wrong-state", ERR_CONFLICT},
    {"conflict", ERR_CONFLICT},       {"wrong-role", ERR_PERMISSION},
    {"not-found", ERR_NOT_FOUND},     {"invalid", ERR_INVALID},
    {"invalid-fields", ERR_INVALID},  {"import-refused", ERR_INVALID},
    {"reason-missing", ERR_INVALID},  {"reason-unknown", ERR_INVALID},
    {"note-missing", ERR_INVALID},    {"idempotency-mismatch", ERR_INVALID},
    {"operation-running", ERR_BUSY},  {"busy", ERR_BUSY},
    {"draining", ERR_BUSY},           {"unknown-principal", ERR_PERMISSION},
    {"no-identity", ERR_PERMISSION},  {"not-a-demo", ERR_CONFIG},
    {"outcome-unknown", ERR_UNKNOWN}, {"internal", ERR_INTERNAL},
};

static const struct {
    int status;
    enum err_kind kind;
} statuses[] = {
    {401, ERR_PERMISSION}, {403, ERR_PERMISSION}, {404, ERR_NOT_FOUND},
    {409, ERR_CONFLICT},   {410, ERR_NOT_FOUND},  {412, ERR_STALE},
    {413, ERR_INVALID},    {422, ERR_REFUSED},    {429, ERR_BUSY},
    {503, ERR_BUSY},
};

const char *bc_problem_name(const char *type)
{
    const char *slash = strrchr(type, '/');
    return slash ? slash + 1 : type;
}

static enum err_kind kind_of_type(const char *name, enum err_kind otherwise)
{
    for (size_t i = 0; i < COUNT_OF(types); i++) {
        if (strcmp(types[i].type, name) == 0) {
            return types[i].kind;
        }
    }
    return otherwise;
}

enum err_kind bc_problem_kind(const char *type)
{
    return kind_of_type(bc_problem_name(type), ERR_REFUSED);
}

static enum err_kind kind_of_status(int status, bool post)
{
    for (size_t i = 0; i < COUNT_OF(statuses); i++) {
        if (statuses[i].status == status) {
            return statuses[i].kind;
        }
    }
    return status < 500 ? ERR_USAGE : post ? ERR_UNKNOWN : ERR_BUSY;
}

/* "/contract/ends_on is before starts_on": the first fault of a list, for people. */
static void add_fault(const json_t *problem, char *text, size_t size)
{
    const json_t *list = json_obj(problem, "errors");
    const json_t *first = json_array_get(list, 0);
    const char *message = json_str(first, "message");
    if (*message) {
        size_t at = strlen(text);
        snprintf(text + at, size - at, ": %s %s", json_str(first, "pointer"), message);
    }
}

void bc_problem_read(int status, bool post, const char *body, size_t len, struct err *out)
{
    json_t *problem = NULL;
    enum err_kind kind = kind_of_status(status, post);
    char text[1024] = "";
    if (!json_read(body, len, PROBLEM_BYTES, &problem, NULL) ||
        !json_is_object(problem)) {
        err_set(out, kind, "the server answered %d without saying why; %s", status,
                status >= 500 ? "try again" : "is this a clearinghouse's address?");
    } else {
        const char *name = bc_problem_name(json_str(problem, "type"));
        const char *detail = json_str(problem, "detail");
        /* What a status of 500 and more leaves behind, its type cannot promise away. */
        bool known = status < 500 || kind_of_type(name, kind) != ERR_INTERNAL;
        kind = known ? kind_of_type(name, kind) : kind;
        snprintf(text, sizeof text, "%s", *detail ? detail : json_str(problem, "title"));
        add_fault(problem, text, sizeof text);
        err_set_type(out, kind, safe_text_n(name, strnlen(name, 47)).bytes, "%s",
                     *text ? safe_text(text).bytes : "the server refused it");
    }
    out->status = status;
    json_decref(problem);
}
