/* Pages of lists and problems, as a server that lies could send them to the console. */
#include "tests/fuzz/fuzz.h"

#include "backend_client/problem.h"
#include "backend_client/records_read.h"
#include "backend_client/sync_impl.h"
#include "common/text.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

/* Large records, so not on the stack; each input starts with none of them filled. */
static union {
    struct bc_case row;
    struct bc_detail detail;
    struct bc_tranche tranche;
    struct bc_centre centre;
    struct bc_programme programme;
    struct bc_reason reason;
    struct bc_dashboard dashboard;
    struct bc_bucket bucket;
} record;

#define READ(function, member)                                                           \
    do {                                                                                 \
        struct err why_ = {0};                                                           \
        memset(&record, 0, sizeof record);                                               \
        fuzz_holds(function(item, &record.member, &why_) || *why_.text,                  \
                   "a record that is refused is named");                                 \
    } while (0)

static void read_as_anything(const struct json_t *item)
{
    READ(bc_case_from_json, row);
    READ(bc_detail_from_json, detail);
    READ(bc_tranche_from_json, tranche);
    READ(bc_centre_from_json, centre);
    READ(bc_programme_from_json, programme);
    READ(bc_reason_from_json, reason);
    READ(bc_dashboard_from_json, dashboard);
    READ(bc_bucket_from_json, bucket);
}

void fuzz_reply(const uint8_t *bytes, size_t len)
{
    static const char *const keys[] = {"next"};
    struct bc_reply reply = {.status = 200};
    struct bc_page page = {.text = NULL};
    struct bc_span next, text;
    struct err err = {0};
    size_t items = 0;
    struct json_t *item;
    bc_problem_read(500, len % 2, (const char *)bytes, len, &err);
    fuzz_holds(*err.text && text_valid(err.text, strlen(err.text)), "a problem is said");
    buf_add(&reply.body, bytes, len);
    if (bc_page_take(&page, &reply, keys, 1, &next, &err)) {
        while (bc_page_next(&page, &item, &text, &err) && item) {
            fuzz_holds(text.at >= page.text && text.at + text.len <= page.text + len,
                       "an item is of the page");
            read_as_anything(item);
            json_decref(item);
            fuzz_holds(++items <= len, "a page ends");
        }
    }
    bc_page_clear(&page);
    buf_clear(&reply.body);
}
