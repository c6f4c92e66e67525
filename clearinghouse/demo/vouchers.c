/* What becomes of some of the approved cases: public notice, objections, vouchers, their
 * use, claims, payments and money asked back, each step by the person whose it is. */
#include "clearinghouse/demo/sites.h"
#include "clearinghouse/demo/story.h"

#include "common/json.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>

enum stage {
    APPROVED,
    ON_NOTICE,
    OBJECTED,
    CLEARED, /* objected to once, on notice again */
    ISSUED,
    TOUCHED, /* the voucher was acted on */
    LODGED,
    MATCHED,
    PASSED, /* the claim was approved */
    SENT,
    SETTLED,
    ENDED,
};

/* How they go, by turns; most have a claim that is paid. */
enum fate {
    PAID,
    UPHELD,
    USED_UP,
    UNUSED,
    QUERIED,
    DISMISSED,
    FROZEN,
    PAID_TOO,
    FAILED,
    REVOKED,
    CLAWED_BACK,
    REJECTED,
    EXTENDED,
    SIGNED_ONCE,
    LATE_BACK, /* asked back, and overdue */
    LEFT_LODGED,
    FATES,
};

static int site_of(const struct ch_demo *demo, int64_t index, struct ch_demo_case *c)
{
    ch_demo_case(demo, index, c);
    for (int i = 0; i < ch_demo_site_count; i++) {
        if (ch_demo_sites[i].provider == c->provider) {
            return i;
        }
    }
    return -1;
}

void ch_demo_follow(struct ch_demo_lives *lives, const char *application, int64_t index,
                    bool odd, int day)
{
    const struct ch_demo *demo = lives->demo;
    int64_t most = demo->cases / 25 < CH_DEMO_LIVES ? demo->cases / 25 : CH_DEMO_LIVES;
    int64_t step = most > 0 ? demo->cases * 64 / 100 / most : 1;
    struct ch_demo_case c;
    if (lives->count >= most || lives->met++ < lives->count * step ||
        site_of(demo, index, &c) < 0) {
        return;
    }
    struct ch_demo_life *life = &lives->list[lives->count];
    *life = (struct ch_demo_life){
        .index = index, .fate = lives->count % FATES, .day = day, .odd = odd};
    snprintf(life->application, sizeof life->application, "%s", application);
    lives->count++;
}

/* ---- one step ---- */

/* What is done to one record; a refusal leaves the case where it is, as it would be in
 * life, and the story goes on. */
static bool order(struct ch_demo_lives *lives, struct ch_demo_life *life, const char *as,
                  const char *what, const char *body, json_t **answer)
{
    struct ch_demo *demo = lives->demo;
    static const struct {
        const char *what, *tail;
    } paths[] = {
        {"applications", "decisions"}, {"vouchers", "actions"}, {"claims", "decisions"}};
    const char *ids[] = {life->application, life->voucher, life->claim};
    char path[120];
    json_t *record = NULL;
    struct err err = {0};
    struct buf text = {0};
    size_t i = 0;
    while (strcmp(paths[i].what, what) != 0) {
        i++;
    }
    snprintf(path, sizeof path, "/v1/%s/%s", what, ids[i]);
    bool ok = ch_demo_get(demo, "supervisor", path, &record, &err);
    int64_t revision = ok ? json_int(record, "revision", 0) : 0;
    json_decref(record);
    snprintf(path, sizeof path, "/v1/%s/%s/%s", what, ids[i], paths[i].tail);
    buf_adds(&text, body);
    ok =
        ok &&
        ch_demo_post(
            demo,
            &(struct ch_demo_post){
                .as = as, .path = path, .body = &text, .if_match = revision, .weight = 1},
            answer, &err);
    buf_clear(&text);
    life->stuck = !ok;
    return ok;
}

/* The same, where the answer does not matter. */
static bool say(struct ch_demo_lives *lives, struct ch_demo_life *life, const char *as,
                const char *what, const char *body)
{
    return order(lives, life, as, what, body, NULL);
}

static void step(struct ch_demo_life *life, enum stage stage, int day)
{
    life->stage = stage;
    life->day = day;
}

/* ---- notice and issue ---- */

static void give_notice(struct ch_demo_lives *lives, struct ch_demo_life *life, int day)
{
    json_t *answer = NULL;
    if (order(lives, life, "officer", "applications", "{\"decision\":\"notice\"}",
              &answer)) {
        const json_t *notice = json_obj(json_obj(answer, "application"), "notice");
        if (!date_time_parse(json_str(notice, "until"), &life->until)) {
            life->stuck = true;
        }
        step(life, ON_NOTICE, day);
    }
    json_decref(answer);
}

static bool objected(const struct ch_demo_life *life, int day)
{
    return life->fate == UPHELD || life->fate == DISMISSED ||
           (day >= CH_DEMO_DAYS - 6 && life->index % 3 == 0);
}

static void object(struct ch_demo_lives *lives, struct ch_demo_life *life, int day)
{
    static const char *const bodies[] = {
        "{\"decision\":\"object\",\"objector\":\"华东算力行业协会 许宁\",\"evidence\":"
        "\"申请单位与服务商法定代表人系同一人，附企业登记截图\",\"reason\":{\"code\":"
        "\"objection-related\"}}",
        "{\"decision\":\"object\",\"objector\":\"Chen Bo, competitor\",\"evidence\":"
        "\"The contract number also appears in an application to another city; copy of "
        "both pages attached\",\"reason\":{\"code\":\"objection-false-papers\"}}",
    };
    if (say(lives, life, "desk", "applications", bodies[life->index % 2])) {
        step(life, OBJECTED, day);
    }
}

static void judge(struct ch_demo_lives *lives, struct ch_demo_life *life, int day)
{
    bool upheld = life->fate == UPHELD;
    if (!upheld && life->fate != DISMISSED) {
        return; /* it waits for its judge still */
    }
    if (say(lives, life, "supervisor", "applications",
            upheld
                ? "{\"decision\":\"uphold\",\"reason\":{\"code\":\"objection-upheld\"}}"
                : "{\"decision\":\"dismiss\",\"reason\":{\"code\":"
                  "\"objection-unfounded\",\"note\":\"registry checked, no "
                  "relation\"}}")) {
        step(life, upheld ? ENDED : CLEARED, day);
    }
}

static void issue(struct ch_demo_lives *lives, struct ch_demo_life *life, int day)
{
    json_t *answer = NULL;
    if (order(lives, life, life->odd ? "officer" : "officer2", "applications",
              "{\"decision\":\"issue\"}", &answer)) {
        const json_t *grant = json_obj(json_obj(answer, "application"), "grant");
        snprintf(life->voucher, sizeof life->voucher, "%s", json_str(grant, "voucher"));
        step(life, ISSUED, day);
    }
    json_decref(answer);
}

/* ---- vouchers ---- */

static void touch(struct ch_demo_lives *lives, struct ch_demo_life *life, int day)
{
    char body[200], until[16];
    bool ok;
    if (life->fate == EXTENDED) {
        date_format(lives->demo->today + 240, until);
        snprintf(body, sizeof body,
                 "{\"action\":\"extend\",\"reason\":{\"code\":\"delivery-late\"},"
                 "\"until\":\"%s\"}",
                 until);
        ok = say(lives, life, "supervisor", "vouchers", body);
    } else if (life->fate == FROZEN) {
        ok = say(lives, life, "officer2", "vouchers",
                 "{\"action\":\"freeze\",\"reason\":{\"code\":\"under-investigation\","
                 "\"note\":\"支付凭证待核\"}}");
    } else {
        static const char revoke[] =
            "{\"action\":\"revoke\",\"reason\":{\"code\":\"found-ineligible\"}}";
        ok = say(lives, life, "supervisor", "vouchers", revoke) &&
             (life->fate == SIGNED_ONCE ||
              say(lives, life, "supervisor2", "vouchers", revoke));
    }
    if (ok) {
        step(life, ENDED, day);
    }
}

/* ---- claims ---- */

struct sums {
    int64_t invoice_fen, asked_fen, hours;
    date_day from, to;
};

/* A part of the contract that has been delivered and paid for. */
static bool reckon(struct ch_demo_lives *lives, const struct ch_demo_life *life,
                   date_day today, struct sums *out)
{
    struct ch_demo_case c;
    char path[96];
    struct err err = {0};
    json_t *voucher = NULL, *app = NULL;
    date_day starts = 0, ends = 0;
    snprintf(path, sizeof path, "/v1/vouchers/%s", life->voucher);
    bool ok = ch_demo_get(lives->demo, "supervisor", path, &voucher, &err);
    snprintf(path, sizeof path, "/v1/applications/%s", life->application);
    ok = ok && ch_demo_get(lives->demo, "supervisor", path, &app, &err);
    if (ok) {
        int64_t percent = life->fate == USED_UP ? 100 : 25 + life->index % 6 * 10;
        int64_t face = json_int(voucher, "face_fen", 0);
        int64_t rate = json_int(voucher, "rate_bp", 0);
        const json_t *contract = json_obj(app, "contract");
        ch_demo_case(lives->demo, life->index, &c);
        out->invoice_fen = c.total_fen / 100 * percent;
        int64_t most = c.eligible_fen / 100 * percent / 10000 * rate / 10000 * 10000;
        out->asked_fen = face / 100 * percent;
        out->asked_fen = out->asked_fen > most ? most : out->asked_fen;
        out->asked_fen = percent == 100 ? face : out->asked_fen / 100 * 100;
        out->hours = json_int(json_obj(app, "request"), "gpu_hours", 0) * percent / 100;
        ok = date_parse(json_str(contract, "starts_on"), &starts) &&
             date_parse(json_str(contract, "ends_on"), &ends);
        out->to = today - 1 < ends ? today - 1 : ends;
        out->from = out->to - 20 > starts ? out->to - 20 : starts;
    }
    json_decref(voucher);
    json_decref(app);
    return ok && out->asked_fen > 0 && out->hours > 0 && out->from <= out->to;
}

static void lodge(struct ch_demo_lives *lives, struct ch_demo_life *life, int day)
{
    struct ch_demo *demo = lives->demo;
    date_day today = date_of(ch_clock(demo->service), DATE_ZONE_CHINA);
    struct sums s;
    struct ch_demo_case c;
    struct buf body = {0};
    struct err err = {0};
    json_t *answer = NULL;
    char from[16], to[16];
    int site = site_of(demo, life->index, &c);
    life->stuck = !reckon(lives, life, today, &s);
    if (life->stuck || site < 0) {
        return;
    }
    buf_printf(&body,
               "{\"amount_fen\":%" PRId64 ",\"invoice\":{\"amount_fen\":%" PRId64
               ",\"date\":\"%s\",\"number\":\"2431%08" PRId64
               "\"},\"usage\":{\"centre\":\"%s\",\"from\":\"%s\",\"gpu_hours\":%" PRId64
               ",\"to\":\"%s\"},\"voucher\":\"%s\"}",
               s.asked_fen, s.invoice_fen, date_format(s.to, to),
               (life->index + 11) * 7919 % 100000000, ch_demo_sites[site].slug,
               date_format(s.from, from), s.hours, to, life->voucher);
    life->stuck = !ch_demo_post(demo,
                                &(struct ch_demo_post){.as = "desk",
                                                       .path = "/v1/claims",
                                                       .body = &body,
                                                       .if_match = -1,
                                                       .weight = 1},
                                &answer, &err);
    buf_clear(&body);
    if (!life->stuck) {
        snprintf(life->claim, sizeof life->claim, "%s", json_str(answer, "id"));
        json_decref(answer);
        step(life, LODGED, day);
    }
}

/* No reading of this time is in the ledger yet when the story is told, so the usage
 * record is looked at by hand. */
static void match(struct ch_demo_lives *lives, struct ch_demo_life *life, int day)
{
    const char *body =
        life->fate == QUERIED
            ? "{\"decision\":\"query\",\"reason\":{\"code\":\"usage-not-proven\"}}"
        : life->fate == REJECTED
            ? "{\"decision\":\"reject\",\"reason\":{\"code\":\"false-papers\"}}"
            : "{\"decision\":\"match\",\"reason\":{\"code\":\"checked-by-hand\",\"note\":"
              "\"智算中心盖章用量单已核对\"}}";
    if (life->fate == LEFT_LODGED || say(lives, life, "officer", "claims", body)) {
        bool on =
            life->fate != QUERIED && life->fate != REJECTED && life->fate != LEFT_LODGED;
        step(life, on ? MATCHED : ENDED, day);
    }
}

static void receipt(struct ch_demo_lives *lives, struct ch_demo_life *life, int day)
{
    struct ch_demo *demo = lives->demo;
    json_t *claim = NULL;
    struct buf body = {0};
    struct err err = {0};
    char path[96], on[16];
    bool failed = life->fate == FAILED;
    snprintf(path, sizeof path, "/v1/claims/%s", life->claim);
    life->stuck = !ch_demo_get(demo, "supervisor", path, &claim, &err);
    if (life->stuck) {
        return;
    }
    buf_printf(&body,
               "{\"lines\":[{\"amount_fen\":%" PRId64
               ",\"claim\":\"%s\",\"on\":\"%s\",\"outcome\":\"%s\"%s,\"reference\":"
               "\"GK-%08" PRId64 "\"}],\"programme\":\"%s\"}",
               json_int(claim, "amount_fen", 0), life->claim,
               date_format(date_of(ch_clock(demo->service), DATE_ZONE_CHINA), on),
               failed ? "failed" : "paid", failed ? ",\"reason\":\"account-wrong\"" : "",
               (life->index + 11) * 104729 % 100000000, json_str(claim, "programme"));
    json_decref(claim);
    life->stuck = !ch_demo_post(demo,
                                &(struct ch_demo_post){.as = "supervisor2",
                                                       .path = "/v1/payments",
                                                       .body = &body,
                                                       .if_match = -1,
                                                       .weight = 1},
                                NULL, &err);
    buf_clear(&body);
    step(life, failed ? ENDED : SETTLED, day);
}

static void ask_back(struct ch_demo_lives *lives, struct ch_demo_life *life, int day)
{
    char body[200], until[16];
    date_day today = date_of(ch_clock(lives->demo->service), DATE_ZONE_CHINA);
    bool late = life->fate == LATE_BACK;
    if (life->fate == CLAWED_BACK || late) {
        snprintf(body, sizeof body,
                 "{\"decision\":\"recover\",\"reason\":{\"code\":\"%s\"},"
                 "\"until\":\"%s\"}",
                 late ? "contract-ended" : "overpaid",
                 date_format(today + (late ? 2 : 30), until));
        (void)say(lives, life, "supervisor", "claims", body);
    }
    step(life, ENDED, day);
}

/* ---- what is due ---- */

/* Days after the step before. */
static const unsigned char pauses[] = {
    [APPROVED] = 1, [ON_NOTICE] = 2, [OBJECTED] = 2, [CLEARED] = 1,
    [ISSUED] = 2,   [LODGED] = 1,    [MATCHED] = 1,  [PASSED] = 1,
    [SENT] = 2,     [SETTLED] = 2,   [ENDED] = 255,
};

static bool touched(int fate)
{
    return fate == FROZEN || fate == REVOKED || fate == EXTENDED || fate == SIGNED_ONCE;
}

static void advance(struct ch_demo_lives *lives, struct ch_demo_life *life, int day)
{
    bool over = life->until != 0 && ch_clock(lives->demo->service) >= life->until;
    switch ((enum stage)life->stage) {
    case APPROVED:
        give_notice(lives, life, day);
        break;
    case ON_NOTICE:
        if (over) {
            issue(lives, life, day);
        } else if (objected(life, day)) {
            object(lives, life, day);
        }
        break;
    case OBJECTED:
        judge(lives, life, day);
        break;
    case CLEARED:
        if (over) {
            issue(lives, life, day);
        }
        break;
    case ISSUED:
        if (touched(life->fate)) {
            touch(lives, life, day);
        } else if (life->fate != UNUSED) {
            lodge(lives, life, day);
        }
        break;
    case LODGED:
        match(lives, life, day);
        break;
    case MATCHED:
        if (say(lives, life, "supervisor", "claims", "{\"decision\":\"approve\"}")) {
            step(life, PASSED, day);
        }
        break;
    case PASSED:
        if (say(lives, life, "officer2", "claims", "{\"decision\":\"pay\"}")) {
            step(life, SENT, day);
        }
        break;
    case SENT:
        receipt(lives, life, day);
        break;
    case SETTLED:
        ask_back(lives, life, day);
        break;
    default:
        break;
    }
}

void ch_demo_live(struct ch_demo_lives *lives, int day)
{
    for (int i = 0; i < lives->count; i++) {
        struct ch_demo_life *life = &lives->list[i];
        if (!life->stuck && day - life->day >= pauses[life->stage]) {
            advance(lives, life, day);
        }
    }
}
