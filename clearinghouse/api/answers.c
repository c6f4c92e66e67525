#include "clearinghouse/api/answers.h"

#include "clearinghouse/api/fields.h"

void ch_answer_entry(struct jsonw *w, const struct ch_call *call,
                     const struct ch_landed *landed)
{
    jsonw_key(w, "entry");
    if (call->ctx.dry_run) {
        jsonw_null(w);
        return;
    }
    jsonw_object(w);
    jsonw_kstr(w, "hash", landed->hash);
    jsonw_kint(w, "seq", landed->seq);
    jsonw_kstr(w, "stream", landed->stream);
    jsonw_object_end(w);
}

void ch_answer_reason(struct jsonw *w, const char *code, const char *note)
{
    jsonw_key(w, "reason");
    if (*code) {
        jsonw_object(w);
        jsonw_kstr(w, "code", code);
        jsonw_kstr_opt(w, "note", note);
        jsonw_object_end(w);
    } else {
        jsonw_null(w);
    }
}

void ch_answer_control(struct jsonw *w, const char *control, const char *outcome,
                       const char *detail)
{
    jsonw_object(w);
    jsonw_kstr(w, "control", control);
    jsonw_kstr_opt(w, "detail", detail);
    jsonw_kstr(w, "outcome", outcome);
    jsonw_object_end(w);
}

bool ch_reason_read(const struct json_t *object, struct ch_reason_body *out,
                    struct buf *faults)
{
    static const struct ch_field fields[] = {
        {"code", CH_FIELD_SLUG, true, offsetof(struct ch_reason_body, code), 64, 0, 0,
         NULL},
        {"note", CH_FIELD_TEXT, false, offsetof(struct ch_reason_body, note), 600, 0, 0,
         NULL},
    };
    return !object ||
           ch_fields_read(object, "/reason", fields, COUNT_OF(fields), out, faults);
}
