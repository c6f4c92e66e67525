#include "backend_client/notices.h"

#include "backend_client/fields_read.h"
#include "common/json.h"

#include <jansson.h>
#include <string.h>

enum { ITEM_MAX = 1 << 16 };

#define ROW(type, key, member) BC_FIELD_NEEDED(type, key, struct bc_notice, member)

bool bc_notice_read(const char *json, struct bc_notice *out)
{
    static const struct bc_field fields[] = {
        ROW(TEXT, "number", number),        ROW(TEXT, "status", status),
        ROW(TEXT, "applicant", applicant),  ROW(TEXT, "provider", provider),
        ROW(INT, "amount_fen", amount_fen), ROW(DAY, "from", from),
        ROW(DAY, "until", until),
    };
    json_t *value = NULL;
    bool ok = json_read(json, strlen(json), ITEM_MAX, &value, NULL) &&
              bc_fields_read(value, "notice", fields, COUNT_OF(fields), out, NULL);
    json_decref(value);
    return ok;
}
