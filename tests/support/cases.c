#include "tests/support/cases.h"

#include "common/attr.h"

#include <inttypes.h>
#include <stdio.h>

static const char *const states[] = {"submitted",       "under_review", "returned",
                                     "awaiting_second", "approved",     "rejected"};
static const char *const verdicts[] = {"pass", "query", "cap", "fail", "wait"};
static const char *const programmes[] = {"shanghai-compute", "chengdu", "henan"};
static const char *const places[] = {"上海", "深圳", "成都", "青浦", "Nova "};
static const char *const trades[] = {"星河智算", "海云科技", "算力互联", "Labs", "〇一"};

struct bc_case support_case(int number)
{
    struct bc_case c = {.revision = 1};
    unsigned mixed = (unsigned)number * 2654435761u;
    mixed ^= mixed >> 15;
    snprintf(c.id, sizeof c.id, "app_%032d", number);
    snprintf(c.number, sizeof c.number, "26-%06d-K", number);
    snprintf(c.programme, sizeof c.programme, "%s", programmes[mixed % 3]);
    snprintf(c.tranche, sizeof c.tranche, "2026-%u", mixed / 3 % 2);
    snprintf(c.status, sizeof c.status, "%s", states[mixed / 7 % COUNT_OF(states)]);
    snprintf(c.verdict, sizeof c.verdict, "%s", verdicts[mixed / 11 % 5]);
    snprintf(c.applicant_id, sizeof c.applicant_id, "org_%d", number % 500);
    snprintf(c.applicant_name, sizeof c.applicant_name, "%s%s有限公司%u",
             places[mixed / 13 % 5], trades[mixed / 17 % 5], mixed / 19 % 100);
    snprintf(c.credit_code, sizeof c.credit_code, "9131%014u", mixed % 100000u);
    snprintf(c.provider_id, sizeof c.provider_id, "org_p%u", mixed % 4);
    snprintf(c.provider_name, sizeof c.provider_name, "云谷%u号中心 Vega%u", mixed % 4,
             mixed % 4);
    snprintf(c.kind, sizeof c.kind, "compute");
    snprintf(c.accelerator, sizeof c.accelerator, "h800");
    snprintf(c.assigned_to, sizeof c.assigned_to, "%s", mixed % 97 ? "" : "officer");
    c.amount_fen = (int64_t)(mixed % 5000) * 10000;
    c.updated_at = INT64_C(1790000000000000) + (int64_t)(mixed % 100000) * 1000000;
    c.submitted_at = c.updated_at;
    c.due_at = mixed % 5 ? c.updated_at + INT64_C(86400000000) : 0;
    return c;
}
