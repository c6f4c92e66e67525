#include "clearinghouse/demo/budgets.h"

#include "clearinghouse/demo/names.h"
#include "common/json.h"
#include "common/money.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>

/* Share of the cases and where applicants come from; a tranche's window is in days from
 * today (0: the year's ends), and the last figure the percent of it used up by now. */
static const struct {
    const char *id;
    int weight;
    enum ch_demo_city city;
    const char *funders;
    struct ch_demo_tranche tranches[CH_DEMO_TRANCHES];
} plan[CH_DEMO_PROGRAMMES] = {
    {"shanghai-compute",
     60,
     CH_DEMO_SHANGHAI,
     "[{\"name\":\"Shanghai Municipal Finance\",\"share_bp\":7000},"
     "{\"name\":\"district finance\",\"share_bp\":3000}]",
     {{"startup", "Start-ups, 1st batch 初创企业", 0, -20, 88, 0},
      {"sme", "Small and medium firms 中小企业", 0, 0, 100, 0},
      {"research", "Research and universities 科研院所", 0, 0, 38, 0},
      {"reserve", "Year-end reserve 年末机动", 24, 0, 0, 0}}},
    {"shanghai-model",
     8,
     CH_DEMO_SHANGHAI,
     NULL,
     {{"general", "General 通用", 0, 0, 55, 0}}},
    {"shanghai-corpus",
     7,
     CH_DEMO_SHANGHAI,
     NULL,
     {{"general", "General 通用", 0, 0, 42, 0}}},
    {"shenzhen-training",
     9,
     CH_DEMO_SHENZHEN,
     NULL,
     {{"general", "General 通用", 0, 0, 81, 0}}},
    {"chengdu", 5, CH_DEMO_CHENGDU, NULL, {{"general", "General 通用", 0, 0, 47, 0}}},
    {"beijing-etown",
     4,
     CH_DEMO_BEIJING,
     NULL,
     {{"general", "General 通用", 0, 0, 30, 0}}},
    {"shenzhen-corpus",
     2,
     CH_DEMO_SHENZHEN,
     NULL,
     {{"general", "General 通用", 0, 0, 35, 0}}},
    {"shenzhen-model",
     2,
     CH_DEMO_SHENZHEN,
     NULL,
     {{"general", "General 通用", 0, 0, 60, 0}}},
    {"henan",
     2,
     CH_DEMO_HENAN,
     "[{\"name\":\"Henan provincial finance\",\"share_bp\":5000},"
     "{\"name\":\"city finance\",\"share_bp\":5000}]",
     {{"general", "General 通用", 0, 0, 50, 0}}},
    {"shandong", 1, CH_DEMO_SHANDONG, NULL, {{"general", "General 通用", 0, 0, 33, 0}}},
};

void ch_demo_programmes(struct ch_demo *demo)
{
    for (int i = 0; i < CH_DEMO_PROGRAMMES; i++) {
        struct ch_demo_programme *p = &demo->programmes[i];
        p->policy = ch_policies_find(demo->service->policies, plan[i].id);
        if (p->policy && (p->policy->budget_fen.known != CH_KNOWN ||
                          p->policy->rate_bp.known != CH_KNOWN)) {
            p->policy = NULL; /* no tranche without a known budget */
        }
        p->weight = plan[i].weight;
        p->city = plan[i].city;
        memcpy(p->tranches, plan[i].tranches, sizeof p->tranches);
        while (p->tranche_count < CH_DEMO_TRANCHES && p->tranches[p->tranche_count].id) {
            p->tranche_count++;
        }
    }
}

/* What the story is going to reserve in each tranche. */
static void add_up(struct ch_demo *demo)
{
    for (int64_t i = 0; i < demo->cases - demo->tail; i++) {
        struct ch_demo_case c;
        const char *reason;
        ch_demo_case(demo, i, &c);
        if (ch_demo_case_fate(demo, i, &c, &reason) == CH_DEMO_APPROVE) {
            struct ch_demo_programme *p =
                &demo->programmes[c.programme - demo->programmes];
            p->tranches[c.tranche].planned_fen += c.grant_fen;
        }
    }
}

static int64_t appropriation(const struct ch_demo *demo, const struct ch_demo_tranche *t)
{
    static const int64_t step = 1000000; /* ten thousand yuan */
    int64_t room = ch_demo_scaled(demo, 600000) * 100;
    int64_t sum = t->used_percent == 0 ? 5000 * step
                  : t->used_percent == 100
                      ? t->planned_fen + room
                      : t->planned_fen / t->used_percent * 100 + room;
    return (sum / step + 1) * step;
}

static bool open_tranche(struct ch_demo *demo, const struct ch_demo_programme *p,
                         const struct ch_demo_tranche *t, const char *funders,
                         struct err *err)
{
    char path[120], opens[16], closes[16];
    struct buf body = {0};
    date_day year = date_from_civil(demo->year, 1, 1);
    date_day story = demo->today - CH_DEMO_DAYS;
    date_day from = t->opens ? demo->today + t->opens : year < story ? year : story;
    date_day to =
        t->closes ? demo->today + t->closes : date_from_civil(demo->year, 12, 31);
    to = to < from ? from + 60 : to; /* a reserve that opens at New Year */
    to = !t->closes && to < demo->today + 14 ? demo->today + 60 : to;
    snprintf(path, sizeof path, "/v1/programmes/%s/tranches", p->policy->id);
    buf_printf(&body,
               "{\"closes_on\":\"%s\",\"fiscal_year\":%d,\"funders\":%s,"
               "\"id\":\"%d-%s\",\"name\":\"%s\",\"opens_on\":\"%s\"}",
               date_format(to, closes), demo->year,
               funders ? funders : "[{\"name\":\"city finance\",\"share_bp\":10000}]",
               demo->year, t->id, t->name, date_format(from, opens));
    bool ok = ch_demo_post(
        demo,
        &(struct ch_demo_post){
            .as = "supervisor", .path = path, .body = &body, .if_match = -1, .weight = 1},
        NULL, err);
    buf_clear(&body);
    return ok;
}

/* `tranche_id` with the year, as it was opened. */
static bool appropriate(struct ch_demo *demo, const struct ch_demo_programme *p,
                        const struct ch_demo_tranche *t, int64_t amount, int64_t revision,
                        struct err *err)
{
    char path[160];
    struct buf body = {0};
    snprintf(path, sizeof path, "/v1/programmes/%s/tranches/%d-%s/appropriations",
             p->policy->id, demo->year, t->id);
    buf_printf(&body,
               "{\"amount_fen\":%" PRId64
               ",\"document\":\"财预〔%d〕%d号\",\"kind\":\"appropriate\"}",
               amount, demo->year, 20 + (int)(amount / 1000000 % 180));
    bool ok = ch_demo_post(demo,
                           &(struct ch_demo_post){.as = "supervisor",
                                                  .path = path,
                                                  .body = &body,
                                                  .if_match = revision,
                                                  .weight = 1},
                           NULL, err);
    buf_clear(&body);
    return ok;
}

bool ch_demo_budgets(struct ch_demo *demo, struct err *err)
{
    add_up(demo);
    for (int i = 0; i < CH_DEMO_PROGRAMMES; i++) {
        const struct ch_demo_programme *p = &demo->programmes[i];
        for (int k = 0; p->policy && k < p->tranche_count; k++) {
            const struct ch_demo_tranche *t = &p->tranches[k];
            if (!open_tranche(demo, p, t, plan[i].funders, err) ||
                !appropriate(demo, p, t, appropriation(demo, t), 1, err)) {
                return false;
            }
        }
    }
    return true;
}
