#include "clearinghouse/demo/names.h"
#include "clearinghouse/demo/sites.h"

#include "common/json.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>

enum {
    READING_DAYS = 30,
    READINGS_A_CALL = 240, /* stays below the body limit of an ordinary request */
};

static bool post(struct ch_demo *demo, const char *path, const struct buf *body,
                 int64_t weight, json_t **answer, struct err *err)
{
    return ch_demo_post(demo,
                        &(struct ch_demo_post){.as = "supervisor",
                                               .path = path,
                                               .body = body,
                                               .if_match = -1,
                                               .weight = weight},
                        answer, err);
}

/* How a batch of hardware stands, by the letter of the table. */
static const struct {
    char letter;
    const char *export_status, *eligible, *evidence;
} standings[] = {
    {'o', "unrestricted", "yes", "delivery note and acceptance sheet on file"},
    {'l', "licensed", "yes", "licence copy checked 2025-03"},
    {'r', "restricted", "case-review", "origin of the cards not shown; held for review"},
    {'u', "unknown", "unknown", "no papers received yet"},
    {'c', "licensed", "case-review", "more than 30 % built; guidance of Nov 2025"},
};

static bool add_batch(struct ch_demo *demo, const struct ch_demo_site *site,
                      const char *card, int count, char letter, struct err *err)
{
    struct buf body = {0};
    char path[96];
    size_t k = 0;
    while (k + 1 < COUNT_OF(standings) && standings[k].letter != letter) {
        k++;
    }
    snprintf(path, sizeof path, "/v1/centres/%s/batches", site->slug);
    buf_printf(&body,
               "{\"accelerator\":\"%s\",\"count\":%d,\"evidence\":\"%s\","
               "\"export_status\":\"%s\",\"state_fund_eligible\":\"%s\"}",
               card, count, standings[k].evidence, standings[k].export_status,
               standings[k].eligible);
    bool ok = post(demo, path, &body, 1, NULL, err);
    buf_clear(&body);
    return ok;
}

static bool create(struct ch_demo *demo, const struct ch_demo_site *site, char id[ID_MAX],
                   struct err *err)
{
    struct buf body = {0};
    json_t *answer = NULL;
    bool suspended = strcmp(site->status, "suspended") == 0;
    buf_printf(
        &body,
        "{\"hub\":\"%s\",\"latency_ms\":%d,\"name\":\"%s\",\"operator_org\":\"%s\","
        "\"price_fen\":%d,\"province\":\"%s\",\"slug\":\"%s\",\"status\":\"%s\"}",
        site->hub, site->latency_ms, site->name, demo->providers[site->provider],
        site->price, site->province, site->slug, suspended ? "listed" : site->status);
    bool ok = post(demo, "/v1/centres", &body, 1, &answer, err);
    if (ok) {
        snprintf(id, ID_MAX, "%s", json_str(answer, "id"));
        json_decref(answer);
    }
    buf_clear(&body);
    return ok;
}

/* The demo's operator works for two centres. There is no route that grants roles yet. */
static bool grant_operator(struct ch_demo *demo, const struct ch_demo_site *site,
                           const char *id, struct err *err)
{
    if (strcmp(site->slug, "lingang-c2") != 0 && strcmp(site->slug, "qingpu-q1") != 0) {
        return true;
    }
    return ch_grant_put(demo->db, "operator", CH_ROLE_OPERATOR, id, err);
}

static bool suspend(struct ch_demo *demo, const struct ch_demo_site *site,
                    int64_t revision, struct err *err)
{
    struct buf body = {0};
    char path[96];
    snprintf(path, sizeof path, "/v1/centres/%s/status", site->slug);
    buf_adds(&body, "{\"reason\":{\"code\":\"hardware-review\",\"note\":\"origin of the "
                    "cards not shown\"},\"status\":\"suspended\"}");
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

bool ch_demo_centres(struct ch_demo *demo, struct err *err)
{
    for (int i = 0; i < ch_demo_site_count; i++) {
        const struct ch_demo_site *site = &ch_demo_sites[i];
        const char *card = ch_demo_accelerators[site->accelerator].id;
        bool mixed = site->hardware == 'r' || site->hardware == 'c';
        int contested = mixed ? site->installed / 4 : site->installed;
        char id[ID_MAX];
        if (!create(demo, site, id, err) || !grant_operator(demo, site, id, err) ||
            !add_batch(demo, site, card, contested, site->hardware, err) ||
            (mixed && !add_batch(demo, site, card, site->installed - contested,
                                 site->hardware == 'c' ? 'l' : 'u', err)) ||
            (strcmp(site->status, "suspended") == 0 &&
             !suspend(demo, site, mixed ? 3 : 2, err))) {
            return false;
        }
    }
    return true;
}

/* ---- readings ---- */

/* Percent of a site's usual load, by hour of the day in China: training fills the night,
 * people the day. */
static const unsigned char hours[24] = {72,  68, 65, 63,  62, 63, 66,  72,
                                        80,  90, 97, 100, 96, 98, 101, 103,
                                        102, 99, 95, 92,  90, 87, 82,  77};

static void add_reading(const struct ch_demo_site *site, struct ch_demo_rng *rng,
                        int64_t at, struct buf *out)
{
    const struct ch_demo_accelerator *card = &ch_demo_accelerators[site->accelerator];
    struct date_parts when = date_split(at, DATE_ZONE_CHINA);
    int64_t percent = site->busy * hours[when.hour] * (when.weekday < 5 ? 100 : 78);
    int64_t powered = site->installed - ch_demo_below(rng, site->installed / 64 + 1);
    int64_t allocatable = powered - powered / 50;
    int64_t allocated = allocatable * percent / 1000000 +
                        allocatable * ch_demo_between(rng, -25, 25) / 1000;
    allocated = allocated < 0 ? 0 : allocated > allocatable ? allocatable : allocated;
    int64_t active = allocated * ch_demo_between(rng, 62, 94) / 100;
    int64_t watts = active * card->watts + (powered - active) * card->watts / 6;
    char text[32];
    buf_printf(out,
               "%s{\"accelerator\":\"%s\",\"active\":%" PRId64 ",\"allocatable\":%" PRId64
               ",\"allocated\":%" PRId64 ",\"at\":\"%s\"",
               out->data[out->len - 1] == '[' ? "" : ",", card->id, active, allocatable,
               allocated, date_time_format(at, text));
    if (site->source != 't') {
        buf_printf(out,
                   ",\"energy_kwh\":%" PRId64 ",\"power_w\":%" PRId64
                   ",\"pue_milli\":%" PRId64,
                   watts / 1000, watts, 1140 + ch_demo_below(rng, 160));
    }
    buf_printf(out,
               ",\"installed\":%d,\"powered\":%" PRId64 ",\"rack_fill_bp\":%d,"
               "\"source\":\"%s\"}",
               site->installed, powered, 4200 + site->installed % 37 * 90,
               site->source == 'm'   ? "meter"
               : site->source == 'a' ? "agent"
                                     : "typed");
}

static bool report(struct ch_demo *demo, int index, int64_t last, struct buf *body,
                   struct err *err)
{
    const struct ch_demo_site *site = &ch_demo_sites[index];
    struct ch_demo_rng rng = ch_demo_rng(demo->seed, CH_DEMO_CENTRES, index);
    char path[96];
    snprintf(path, sizeof path, "/v1/centres/%s/readings", site->slug);
    const int64_t hour = 3600 * DATE_SECOND;
    int64_t first = last - (READING_DAYS * 24 - 1) * hour;
    last -= site->silent * hour;
    for (int64_t at = first; at <= last;) {
        int count = 0;
        buf_reset(body);
        buf_adds(body, "{\"readings\":[");
        for (; at <= last && count < READINGS_A_CALL; at += hour, count++) {
            add_reading(site, &rng, at, body);
        }
        buf_adds(body, "]}");
        if (!post(demo, path, body, count, NULL, err)) {
            return false;
        }
    }
    return true;
}

bool ch_demo_report(struct ch_service *service, uint64_t seed, int64_t end,
                    ch_demo_send_fn *send, void *send_ctx, ch_demo_progress_fn *progress,
                    void *ctx, struct err *err)
{
    struct ch_demo demo = {.service = service,
                           .seed = seed,
                           .progress = progress,
                           .progress_ctx = ctx,
                           .send = send,
                           .send_ctx = send_ctx};
    struct buf body = {0};
    const int64_t hour = 3600 * DATE_SECOND;
    bool ok = true;
    for (int i = 0; ok && i < ch_demo_site_count; i++) {
        ok = report(&demo, i, end - end % hour, &body, err);
        ch_demo_tell(&demo, "readings", i + 1, ch_demo_site_count);
    }
    buf_clear(&body);
    return ok || demo.stopped;
}
