/* Words the demo's parties are named with. All of them are invented. */
#ifndef CLEARINGHOUSE_DEMO_NAMES_H
#define CLEARINGHOUSE_DEMO_NAMES_H

#include "clearinghouse/demo/story.h"

enum ch_demo_city {
    CH_DEMO_SHANGHAI,
    CH_DEMO_SHENZHEN,
    CH_DEMO_BEIJING,
    CH_DEMO_CHENGDU,
    CH_DEMO_HENAN,
    CH_DEMO_SHANDONG,
    CH_DEMO_ELSEWHERE,
    CH_DEMO_CITY_COUNT,
};

enum ch_demo_kind { CH_DEMO_FIRM, CH_DEMO_INSTITUTE, CH_DEMO_UNIVERSITY, CH_DEMO_PERSON };
extern const char *const ch_demo_kinds[]; /* "firm" … */
extern const char *const ch_demo_sizes[]; /* "micro" … "large" */

struct ch_demo_named {
    char name[CH_NAME_MAX], person[64], address[CH_NAME_MAX], phone[24], account[32];
    char code[CH_CODE_MAX];
    const char *region;
};

/* Everything an applicant is known by; unique code, phone, account and address. */
void ch_demo_name_org(struct ch_demo_rng *rng, int index, const struct ch_demo_org *org,
                      struct ch_demo_named *out);

struct ch_demo_provider {
    const char *name, *region, *code6, *person, *address, *phone;
    bool listed;
};
extern const struct ch_demo_provider ch_demo_providers[CH_DEMO_PROVIDERS];
void ch_demo_name_provider(int index, struct ch_demo_named *out);

struct ch_demo_accelerator {
    const char *id;
    int price_fen; /* a card-hour */
    int watts;
};
extern const struct ch_demo_accelerator ch_demo_accelerators[];
extern const int ch_demo_accelerator_count;

extern const char *const ch_demo_purposes[];
extern const int ch_demo_purpose_count;

#endif
