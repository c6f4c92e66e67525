#include "clearinghouse/api/handlers.h"

#include "clearinghouse/api/answers.h"
#include "clearinghouse/api/fields.h"
#include "clearinghouse/service/payments.h"
#include "clearinghouse/service/policy.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINES_MAX = 500 };

/* `state` as the list is asked for: what waits to be sent, what is with the treasury. */
static const struct {
    const char *word, *statuses;
} states[] = {
    {"payable", "approved,failed"},
    {"sent", "in_payment"},
    {"all", "approved,failed,in_payment"},
};

static const char *statuses_of(const char *word)
{
    for (size_t i = 0; i < COUNT_OF(states); i++) {
        if (strcmp(states[i].word, word) == 0) {
            return states[i].statuses;
        }
    }
    return NULL;
}

void ch_api_payments_list(struct ch_call *call)
{
    struct err err = {0};
    const char *programme = ch_call_param(call, "programme");
    const char *state = ch_call_param(call, "state");
    const char *format = ch_call_param(call, "format");
    const char *statuses = statuses_of(state ? state : "all");
    bool csv = format && strcmp(format, "csv") == 0;
    if (!programme || !ch_policies_find(call->ctx.service->policies, programme)) {
        ch_call_problem(call, 400, "bad-filter",
                        "give programme, one of the ids of /v1/programmes");
    } else if (!statuses) {
        ch_call_problem(call, 400, "bad-filter", "state is one of: payable, sent, all");
    } else if (format && !csv && strcmp(format, "json") != 0) {
        ch_call_problem(call, 400, "bad-filter", "format is one of: json, csv");
    } else if (ch_call_role(call, programme,
                            CH_ROLE_OFFICER | CH_ROLE_SUPERVISOR | CH_ROLE_AUDITOR)) {
        call->not_json = csv;
        if (!ch_payments_list(&call->ctx, programme, statuses, csv, &call->reply, &err)) {
            ch_call_fail(call, &err);
        }
    }
}

/* ---- the treasury's report ---- */

struct body {
    char programme[CH_SLUG_MAX];
    const json_t *lines;
};

static bool read_lines(const json_t *list, struct ch_payment_line *out,
                       struct buf *faults)
{
#define AT(field) offsetof(struct ch_payment_line, field)
    static const char *const outcomes[] = {"paid", "failed", "recovered", NULL};
    static const struct ch_field fields[] = {
        {"claim", CH_FIELD_TEXT, true, AT(claim), ID_MAX, 0, 0, NULL},
        {"outcome", CH_FIELD_WORD, true, AT(outcome), 16, 0, 0, outcomes},
        {"amount_fen", CH_FIELD_MONEY, true, AT(amount_fen), 0, 0, 0, NULL},
        {"on", CH_FIELD_DATE, true, AT(on), 0, 0, 0, NULL},
        {"reference", CH_FIELD_TEXT, true, AT(reference), CH_SLUG_MAX, 0, 0, NULL},
        {"reason", CH_FIELD_SLUG, false, AT(reason_code), 64, 0, 0, NULL},
    };
#undef AT
    size_t i;
    json_t *item;
    bool ok = true;
    json_array_foreach((json_t *)(uintptr_t)list, i, item)
    {
        char base[32];
        snprintf(base, sizeof base, "/lines/%zu", i);
        ok = ch_fields_read(item, base, fields, COUNT_OF(fields), &out[i], faults) && ok;
    }
    return ok;
}

static void answer(struct ch_call *call, const struct ch_import *import)
{
    struct jsonw w;
    jsonw_start(&w, &call->reply);
    jsonw_object(&w);
    jsonw_kint(&w, "count", import->count);
    ch_answer_entry(&w, call, &import->landed);
    jsonw_kint(&w, "failed_fen", import->failed_fen);
    jsonw_kstr(&w, "id", import->id);
    jsonw_kint(&w, "paid_fen", import->paid_fen);
    jsonw_kint(&w, "recovered_fen", import->recovered_fen);
    jsonw_kstr(&w, "sha256", import->sha256);
    jsonw_object_end(&w);
    call->status = !jsonw_end(&w) ? 500 : call->ctx.dry_run ? 200 : 201;
}

static void import_lines(struct ch_call *call, const struct body *body,
                         struct ch_payment_line *lines)
{
    struct ch_import import = {.programme = body->programme,
                               .lines = lines,
                               .count = (int)json_array_size(body->lines)};
    struct err err = {0};
    struct buf which = {0};
    if (import.count == 0) {
        ch_call_problem(call, 422, "invalid", "lines is empty; give at least one");
    } else if (ch_payments_import(&call->ctx, &import, &err)) {
        answer(call, &import);
    } else {
        if (err.kind == ERR_NOT_FOUND) {
            err.kind = ERR_INVALID;
        }
        err_prefix(&err, "line %d (nothing was booked)", import.failed_line);
        buf_printf(&which, "%d", import.failed_line);
        ch_call_fail_with(call, &err, "line", buf_str(&which));
    }
    buf_clear(&which);
}

void ch_api_payments_import(struct ch_call *call)
{
    static const struct ch_field fields[] = {
        {"programme", CH_FIELD_SLUG, true, offsetof(struct body, programme), CH_SLUG_MAX,
         0, 0, NULL},
        {"lines", CH_FIELD_ARRAY, true, offsetof(struct body, lines), 0, 0, LINES_MAX,
         NULL},
    };
    struct body body = {.lines = NULL};
    struct buf faults = {0};
    struct ch_payment_line *lines = calloc(LINES_MAX, sizeof *lines);
    if (!lines) {
        ch_call_problem(call, 503, "busy", "out of memory; try again");
    } else {
        if (!ch_fields_read(call->body, "", fields, COUNT_OF(fields), &body, &faults) ||
            !read_lines(body.lines, lines, &faults)) {
            ch_call_faults(call, &faults);
        } else if (ch_call_role(call, body.programme,
                                CH_ROLE_OFFICER | CH_ROLE_SUPERVISOR)) {
            import_lines(call, &body, lines);
        }
    }
    buf_clear(&faults);
    free(lines);
}
