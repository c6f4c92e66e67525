#include "clearinghouse/api/handlers.h"

#include "clearinghouse/api/call.h"
#include "clearinghouse/api/submission.h"
#include "clearinghouse/service/submit.h"
#include "common/text.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>

enum { LINES_MAX = 1000, LINE_BYTES = 65536 };

struct import {
    struct ch_call *call;
    struct buf lines; /* outcomes, comma-separated */
    int line, accepted, refused;
};

static void outcome_bad(struct import *import, const char *faults)
{
    buf_printf(&import->lines, "%s{\"errors\":[%s],\"line\":%d}",
               import->lines.len ? "," : "", faults, import->line);
    import->refused++;
}

static void outcome_err(struct import *import, const struct err *err)
{
    struct safe_text message = safe_text(err->text);
    struct buf text = {0};
    struct jsonw w;
    jsonw_start(&w, &text);
    jsonw_object(&w);
    jsonw_kstr(&w, "message", message.bytes);
    jsonw_kstr(&w, "pointer", "");
    jsonw_object_end(&w);
    outcome_bad(import, buf_str(&text));
    buf_clear(&text);
}

static bool allowed(const struct import *import, const char *programme, struct err *err)
{
    unsigned roles;
    return ch_ctx_roles(&import->call->ctx, programme, &roles, err) &&
           ((roles & (CH_ROLE_APPLICANT_DESK | CH_ROLE_OFFICER)) ||
            err_set(err, ERR_PERMISSION, "you may not submit to programme \"%s\"",
                    programme));
}

static void take_line(struct import *import, const char *text, size_t len)
{
    struct ch_application a;
    struct ch_landed landed;
    struct buf faults = {0};
    struct err err = {0};
    json_t *body = NULL;
    if (!json_read(text, len, LINE_BYTES, &body, &err)) {
        outcome_err(import, &err);
    } else if (!ch_submission_read(body, &a, &faults)) {
        outcome_bad(import, buf_str(&faults));
    } else if (!allowed(import, a.programme, &err) ||
               !ch_submit(&import->call->ctx, &a, &landed, &err)) {
        outcome_err(import, &err);
    } else {
        buf_printf(&import->lines, "%s{\"id\":\"%s\",\"line\":%d,\"number\":\"%s\"}",
                   import->lines.len ? "," : "", a.id, import->line, a.number);
        import->accepted++;
    }
    json_decref(body);
    buf_clear(&faults);
}

void ch_api_application_import(struct ch_call *call)
{
    struct import import = {.call = call};
    struct err err = {0};
    const char *end = call->raw + call->raw_len;
    for (const char *at = call->raw; at < end;) {
        const char *newline = memchr(at, '\n', (size_t)(end - at));
        const char *stop = newline ? newline : end;
        if (++import.line > LINES_MAX) {
            ch_call_problem(call, 413, "too-many-lines",
                            "an import has at most %d lines; send several", LINES_MAX);
            buf_clear(&import.lines);
            return;
        }
        if (stop > at) {
            take_line(&import, at, (size_t)(stop - at));
        }
        at = newline ? newline + 1 : end;
    }
    if (import.accepted + import.refused == 0) {
        ch_call_problem(call, 422, "invalid", "there is no line; send at least one case");
    } else if (import.refused > 0) {
        struct buf list = {0};
        buf_printf(&list, "[%s]", buf_str(&import.lines));
        err_set_type(
            &err, ERR_INVALID, "import-refused",
            "%d of %d lines are not right, so nothing was taken; mend them and send "
            "the whole again",
            import.refused, import.line);
        ch_call_fail_with(call, &err, "lines", buf_str(&list));
        buf_clear(&list);
    } else {
        buf_printf(&call->reply,
                   "{\"accepted\":%d,\"dry_run\":%s,\"lines\":[%s],\"refused\":0}",
                   import.accepted, call->ctx.dry_run ? "true" : "false",
                   buf_str(&import.lines));
        call->status = call->ctx.dry_run ? 200 : 201;
    }
    buf_clear(&import.lines);
}
