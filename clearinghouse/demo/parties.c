#include "clearinghouse/demo/names.h"

#include "common/json.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ORGS_MIN = 100, ORGS_MAX = 60000 };

/* Where a hundred organisations in a row are from. */
static const struct {
    int up_to;
    enum ch_demo_city city;
} cities[] = {
    {64, CH_DEMO_SHANGHAI},   {77, CH_DEMO_SHENZHEN}, {82, CH_DEMO_BEIJING},
    {87, CH_DEMO_CHENGDU},    {91, CH_DEMO_HENAN},    {94, CH_DEMO_SHANDONG},
    {100, CH_DEMO_ELSEWHERE},
};

static enum ch_demo_city city_of(int index)
{
    int place = index * 37 % 100;
    for (size_t i = 0; i < COUNT_OF(cities); i++) {
        if (place < cities[i].up_to) {
            return cities[i].city;
        }
    }
    return CH_DEMO_ELSEWHERE;
}

/* Rare kinds come at fixed places, so that even a small town has each of them. */
static void shape(const struct ch_demo *demo, int index, struct ch_demo_org *org)
{
    struct ch_demo_rng rng = ch_demo_rng(demo->seed, CH_DEMO_ORGS, -1 - index);
    int n = index % 50;
    org->city = (unsigned char)city_of(index);
    org->kind = (unsigned char)(n == 7 || n == 23 || n == 37 ? CH_DEMO_INSTITUTE
                                : n == 29 || n == 41         ? CH_DEMO_UNIVERSITY
                                : n == 13                    ? CH_DEMO_PERSON
                                                             : CH_DEMO_FIRM);
    org->size = (unsigned char)(n == 4 || n == 31 ? 3 : ch_demo_below(&rng, 3));
    org->startup = org->kind == CH_DEMO_FIRM && org->size < 2 && ch_demo_chance(&rng, 40);
    org->debarred = n == 11 || n == 33;
    org->related = -1;
    if (n == 17 || n == 27 || n == 47) {
        org->related = (signed char)ch_demo_below(&rng, 24);
    }
    org->grouped = n == 20 || n == 21;
    if (org->grouped) { /* sister firms of the one before them */
        org->city = (unsigned char)city_of(index - n + 19);
        org->kind = CH_DEMO_FIRM;
    }
}

static bool create(struct ch_demo *demo, const char *as, const struct buf *body,
                   char id[ID_MAX], struct err *err)
{
    json_t *answer = NULL;
    if (!ch_demo_post(demo,
                      &(struct ch_demo_post){.as = as,
                                             .path = "/v1/organisations",
                                             .body = body,
                                             .if_match = -1,
                                             .weight = 1},
                      &answer, err)) {
        return false;
    }
    snprintf(id, ID_MAX, "%s", json_str(answer, "id"));
    json_decref(answer);
    return true;
}

static bool create_provider(struct ch_demo *demo, int index, struct buf *body,
                            struct err *err)
{
    struct ch_demo_named n;
    ch_demo_name_provider(index, &n);
    buf_reset(body);
    buf_printf(body,
               "{\"account\":\"%s\",\"address\":\"%s\",\"credit_code\":\"%s\","
               "\"kind\":\"provider\",\"legal_person\":\"%s\",\"listed\":%s,"
               "\"name\":\"%s\",\"phone\":\"%s\",\"region\":\"%s\",\"size\":\"large\","
               "\"staff\":%d,\"startup\":false}",
               n.account, n.address, n.code, n.person,
               ch_demo_providers[index].listed ? "true" : "false", n.name, n.phone,
               n.region, 120 + index * 17);
    return create(demo, "officer", body, demo->providers[index], err);
}

/* A relation is one shared thing: group, legal person, phone or address. */
static void relate(const struct ch_demo *demo, int index, const struct ch_demo_org *org,
                   struct ch_demo_named *n, char group[ID_MAX])
{
    group[0] = '\0';
    if (org->grouped) {
        snprintf(group, ID_MAX, "%s", demo->orgs[index - (index % 50 - 19)].id);
    }
    if (org->related < 0) {
        return;
    }
    const struct ch_demo_provider *p = &ch_demo_providers[org->related];
    switch (index / 50 % 4) {
    case 0:
        snprintf(n->phone, sizeof n->phone, "%s", p->phone);
        break;
    case 1:
        snprintf(n->person, sizeof n->person, "%s", p->person);
        break;
    case 2:
        snprintf(n->address, sizeof n->address, "%s", p->address);
        break;
    default:
        snprintf(group, ID_MAX, "%s", demo->providers[org->related]);
    }
}

static bool create_org(struct ch_demo *demo, int index, struct buf *body, struct err *err)
{
    static const int staff[] = {6, 40, 260, 2100};
    struct ch_demo_org *org = &demo->orgs[index];
    struct ch_demo_rng rng = ch_demo_rng(demo->seed, CH_DEMO_ORGS, index);
    struct ch_demo_named n;
    char group[ID_MAX], until[16];
    ch_demo_name_org(&rng, index, org, &n);
    relate(demo, index, org, &n, group);
    buf_reset(body);
    buf_printf(body,
               "{\"account\":\"%s\",\"address\":\"%s\",\"credit_code\":\"%s\","
               "\"kind\":\"%s\",\"legal_person\":\"%s\",\"name\":\"%s\",\"phone\":\"%s\","
               "\"region\":\"%s\",\"size\":\"%s\",\"staff\":%" PRId64 ",\"startup\":%s",
               n.account, n.address, n.code, ch_demo_kinds[org->kind], n.person, n.name,
               n.phone, n.region, ch_demo_sizes[org->size],
               staff[org->size] + ch_demo_below(&rng, staff[org->size]),
               org->startup ? "true" : "false");
    if (*group) {
        buf_printf(body, ",\"group_id\":\"%s\"", group);
    }
    if (org->debarred) {
        buf_printf(body, ",\"debarred_until\":\"%s\"",
                   date_format(demo->today + 200 + index % 400, until));
    }
    buf_adds(body, "}");
    return create(demo, org->debarred ? "officer" : "desk", body, org->id, err);
}

bool ch_demo_parties(struct ch_demo *demo, struct err *err)
{
    struct buf body = {0};
    int64_t count = demo->cases / 8;
    count = count < ORGS_MIN ? ORGS_MIN : count > ORGS_MAX ? ORGS_MAX : count;
    demo->orgs = calloc((size_t)count, sizeof *demo->orgs);
    if (!demo->orgs) {
        return err_set(err, ERR_BUSY, "out of memory for the demo's organisations");
    }
    demo->org_count = (int)count;
    bool ok = true;
    for (int i = 0; ok && i < CH_DEMO_PROVIDERS; i++) {
        ok = create_provider(demo, i, &body, err);
    }
    for (int i = 0; ok && i < demo->org_count; i++) {
        shape(demo, i, &demo->orgs[i]);
        ok = create_org(demo, i, &body, err);
        if (i % 1000 == 0) {
            ch_demo_tell(demo, "organisations", i, count);
        }
    }
    buf_clear(&body);
    return ok;
}
