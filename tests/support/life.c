#include "tests/support/life.h"

#include "clearinghouse/store/claims.h"

#define LIFE_PROGRAMMES VD_SOURCE_DIR "/tests/data/life"

int life_take(struct life *l, struct ch_reply *reply)
{
    struct err err = {0};
    json_decref(l->answer);
    l->answer = NULL;
    l->status = reply->status;
    if (!reply->content_type || !strstr(reply->content_type, "json")) {
        l->answer = json_pack("{s:s}", "text", buf_str(&reply->body));
    } else if (reply->body.len > 0) {
        assert_ok(
            json_read(buf_str(&reply->body), reply->body.len, SIZE_MAX, &l->answer, &err),
            err);
    }
    ch_reply_clear(reply);
    return l->status;
}

int life_post(struct life *l, const char *as, const char *path, int64_t if_match,
              const char *body)
{
    struct ch_reply reply = {.status = 0};
    char match[32];
    snprintf(match, sizeof match, "\"%" PRId64 "\"", if_match);
    office_ask(&l->o,
               &(struct ask){.as = as,
                             .path = path,
                             .body = body,
                             .if_match = if_match >= 0 ? match : NULL},
               &reply);
    return life_take(l, &reply);
}

int life_get(struct life *l, const char *as, const char *path, const char *query)
{
    struct ch_reply reply = {.status = 0};
    office_ask(&l->o, &(struct ask){.as = as, .path = path, .query = query}, &reply);
    return life_take(l, &reply);
}

static const json_t *find(const struct life *l, const char *path)
{
    const json_t *at = l->answer;
    char name[64];
    while (at && *path) {
        size_t len = strcspn(path, ".");
        snprintf(name, sizeof name, "%.*s", (int)len, path);
        at = json_is_array(at) ? json_array_get(at, (size_t)atoi(name))
                               : json_object_get(at, name);
        path += len + (path[len] == '.');
    }
    return at;
}

const char *life_text(const struct life *l, const char *path)
{
    const char *text = json_string_value(find(l, path));
    return text ? text : "";
}

int64_t life_int(const struct life *l, const char *path)
{
    return json_integer_value(find(l, path));
}

void life_expect(const struct life *l, int status)
{
    if (l->status != status) {
        char *text = json_dumps(l->answer, 0);
        fail_msg("gave %d, not %d: %s", l->status, status, text ? text : "");
    }
}

void life_refused(const struct life *l, const char *type)
{
    const char *is = life_text(l, "type");
    if (l->status < 400 || strcmp(is + (*is ? strlen("/problems/") : 0), type) != 0) {
        char *text = json_dumps(l->answer, 0);
        fail_msg("gave %d, not %s: %s", l->status, type, text ? text : "");
    }
    assert_true(*life_text(l, "detail"));
}

/* ---- the office ---- */

static void set_clock(struct life *l, const char *day, int hour)
{
    date_day date;
    assert_true(date_parse(day, &date));
    atomic_store(&l->o.service.clock_stopped_at,
                 date_start(date, DATE_ZONE_CHINA) + hour * 3600 * DATE_SECOND);
}

static void make_ledger(struct life *l, const char *store)
{
    struct office *o = &l->o;
    struct err err = {0};
    assert_ok(ch_policies_load(LIFE_PROGRAMMES, &o->policies, &err), err);
    assert_ok(ch_calendar_load(OFFICE_CALENDAR, &o->calendar, &err), err);
    o->service.policies = o->policies;
    o->service.calendar = o->calendar;
    o->service.demo = true;
    set_clock(l, "2026-03-02", 12);
    assert_ok(ch_db_open(store, CH_DB_WRITE, &o->db, &err), err);
    struct ch_ctx ctx = {
        .service = &o->service, .db = o->db, .now = ch_clock(&o->service)};
    assert_ok(ch_begin(o->db, &err), err);
    assert_ok(ch_install_demo_people(&ctx, &err), err);
    assert_ok(ch_install_programmes(&ctx, &err), err);
    assert_ok(ch_commit(o->db, &err), err);
}

static void make_centre(struct life *l)
{
    char body[400];
    snprintf(body, sizeof body,
             "{\"slug\":\"c1\",\"name\":\"C1\",\"operator_org\":\"%s\",\"province\":"
             "\"上海市\",\"status\":\"listed\",\"price_fen\":1200}",
             l->provider);
    life_post(l, "supervisor", "/v1/centres", -1, body);
    life_expect(l, 201);
    snprintf(l->centre, sizeof l->centre, "%s", life_text(l, "id"));
}

/* 27 days, a reading an hour: 100 cards at work, 400 W each. */
static void make_readings(struct life *l)
{
    struct buf body = {0};
    date_day first;
    char path[96], at[32];
    assert_true(date_parse("2026-02-01", &first));
    int64_t from = date_start(first, DATE_ZONE_CHINA);
    buf_adds(&body, "{\"readings\":[");
    for (int64_t hour = 0; hour < INT64_C(27) * 24; hour++) {
        buf_printf(&body,
                   "%s{\"at\":\"%s\",\"source\":\"meter\",\"accelerator\":\"h100\","
                   "\"installed\":128,\"powered\":128,\"allocatable\":128,\"allocated\":"
                   "110,\"active\":100,\"power_w\":40000,\"energy_kwh\":40}",
                   hour ? "," : "",
                   date_time_format(from + hour * 3600 * DATE_SECOND, at));
    }
    buf_adds(&body, "]}");
    snprintf(path, sizeof path, "/v1/centres/%s/readings", l->centre);
    life_post(l, "supervisor", path, -1, buf_str(&body));
    life_expect(l, 201);
    buf_clear(&body);
}

void life_open(struct life *l)
{
    life_open_in(l, ":memory:");
}

void life_open_in(struct life *l, const char *store)
{
    static const char *const programmes[] = {"pre", "post", "supply"};
    *l = (struct life){.status = 0};
    make_ledger(l, store);
    office_org(&l->o, "firm", "上海市", l->firm);
    office_org(&l->o, "firm", "上海市", l->other_firm);
    office_org(&l->o, "provider", "上海市", l->provider);
    for (size_t i = 0; i < COUNT_OF(programmes); i++) {
        office_tranche(&l->o, programmes[i], "t26", 100000000);
    }
    make_centre(l);
    make_readings(l);
}

void life_close(struct life *l)
{
    json_decref(l->answer);
    office_close(&l->o);
    *l = (struct life){.status = 0};
}

void life_day(struct life *l, const char *day)
{
    date_day to;
    char text[16];
    assert_true(date_parse(day, &to));
    date_day from = date_of(ch_clock(&l->o.service), DATE_ZONE_CHINA);
    for (date_day at = from + 1; at <= to; at++) {
        set_clock(l, date_format(at, text), 12);
        office_due(&l->o);
    }
}

/* ---- cases, vouchers, claims ---- */

static const struct {
    const char *prefix, *path, *verb, *member;
} kinds[] = {
    {"app_", "/v1/applications/%s", "decisions", "decision"},
    {"vch_", "/v1/vouchers/%s", "actions", "action"},
    {"clm_", "/v1/claims/%s", "decisions", "decision"},
};

int life_decide(struct life *l, const char *as, const char *id, const char *decision,
                const char *more)
{
    char path[128], body[1200];
    size_t i = 0;
    while (strncmp(kinds[i].prefix, id, 4) != 0) {
        i++;
    }
    snprintf(path, sizeof path, "/v1/%s/%s",
             i == 0   ? "applications"
             : i == 1 ? "vouchers"
                      : "claims",
             id);
    life_get(l, "auditor", path, NULL);
    life_expect(l, 200);
    int64_t revision = life_int(l, "revision");
    size_t len = strlen(path);
    snprintf(path + len, sizeof path - len, "/%s", kinds[i].verb);
    snprintf(body, sizeof body, "{\"%s\":\"%s\"%s}", kinds[i].member, decision,
             more ? more : "");
    return life_post(l, as, path, revision, body);
}

void life_submit(struct life *l, const struct life_case *c, char id[ID_MAX])
{
    struct buf body = {0};
    int64_t total = c->total_fen ? c->total_fen : 20000000;
    buf_printf(&body,
               "{\"programme\":\"%s\",\"tranche\":\"t26\",\"applicant\":\"%s\","
               "\"provider\":\"%s\",\"contract\":{\"number\":\"L-%" PRId64
               "\",\"signed_on\":\"2025-01-10\",\"starts_on\":\"%s\",\"ends_on\":\"%s\","
               "\"total_fen\":%" PRId64 ",\"eligible_fen\":%" PRId64 "},",
               c->programme, c->firm ? c->firm : l->firm, l->provider, ++l->o.serial,
               c->starts ? c->starts : "2026-02-01", c->ends ? c->ends : "2026-12-31",
               total, total);
    buf_printf(&body,
               "\"request\":{\"kind\":\"compute\",\"accelerator\":\"h100\",\"gpu_hours\":"
               "60000,\"amount_fen\":%" PRId64 ",\"purpose\":\"训练\"},\"declared\":{"
               "\"fees_paid\":true},",
               total);
    if (c->from) {
        buf_printf(&body,
                   "\"usage\":{\"gpu_hours\":20000,\"from\":\"%s\",\"to\":\"%s\","
                   "\"centre\":\"c1\"},",
                   c->from, c->to);
    }
    if (c->invoice) {
        buf_printf(&body,
                   "\"invoice\":{\"number\":\"%s\",\"date\":\"2026-02-27\","
                   "\"amount_fen\":%" PRId64 "},",
                   c->invoice, total);
    }
    buf_adds(&body,
             "\"documents\":[{\"kind\":\"contract\",\"name\":\"a\",\"sha256\":\"0\"},"
             "{\"kind\":\"undertaking\",\"name\":\"b\",\"sha256\":\"0\"}]}");
    life_post(l, "desk", "/v1/applications", -1, buf_str(&body));
    life_expect(l, 201);
    snprintf(id, ID_MAX, "%s", life_text(l, "id"));
    buf_clear(&body);
}

static void days_later(struct life *l, int days)
{
    char text[16];
    life_day(l,
             date_format(date_of(ch_clock(&l->o.service), DATE_ZONE_CHINA) + days, text));
}

void life_noticed(struct life *l, const struct life_case *c, char id[ID_MAX])
{
    life_submit(l, c, id);
    life_decide(l, "officer", id, "accept", NULL);
    life_expect(l, 201);
    life_decide(l, "officer", id, "approve", NULL);
    life_expect(l, 201);
    if (strcmp(life_text(l, "application.status"), "awaiting_second") == 0) {
        life_decide(l, "supervisor", id, "approve", NULL);
        life_expect(l, 201);
    }
    days_later(l, 1);
    life_decide(l, "officer", id, "notice", NULL);
    life_expect(l, 201);
    days_later(l, 8);
}

void life_issued(struct life *l, const struct life_case *c, char voucher[ID_MAX])
{
    char id[ID_MAX];
    life_noticed(l, c, id);
    life_decide(l, "officer2", id, "issue", NULL);
    life_expect(l, 201);
    snprintf(voucher, ID_MAX, "%s", life_text(l, "application.grant.voucher"));
}

int life_lodge(struct life *l, const char *voucher, const char *invoice,
               int64_t invoice_fen, int64_t amount_fen, char claim[ID_MAX])
{
    char body[600];
    snprintf(body, sizeof body,
             "{\"voucher\":\"%s\",\"amount_fen\":%" PRId64 ",\"invoice\":{\"number\":"
             "\"%s\",\"date\":\"2026-02-27\",\"amount_fen\":%" PRId64
             "},\"usage\":{\"gpu_hours\":20000,\"from\":\"2026-02-01\",\"to\":"
             "\"2026-02-27\",\"centre\":\"c1\"}}",
             voucher, amount_fen, invoice, invoice_fen);
    life_post(l, "desk", "/v1/claims", -1, body);
    if (claim) {
        snprintf(claim, ID_MAX, "%s", life_text(l, "id"));
    }
    return l->status;
}

void life_to_payment(struct life *l, const char *claim)
{
    life_decide(l, "officer", claim, "match", NULL);
    life_expect(l, 201);
    life_decide(l, "supervisor", claim, "approve", NULL);
    life_expect(l, 201);
    life_decide(l, "officer2", claim, "pay", NULL);
    life_expect(l, 201);
}

int life_receipt(struct life *l, const char *programme, const char *claim,
                 const char *outcome, int64_t amount_fen, const char *reference)
{
    char body[500], today[16];
    date_format(date_of(ch_clock(&l->o.service), DATE_ZONE_CHINA), today);
    snprintf(body, sizeof body,
             "{\"programme\":\"%s\",\"lines\":[{\"claim\":\"%s\",\"outcome\":\"%s\","
             "\"amount_fen\":%" PRId64 ",\"on\":\"%s\",\"reference\":\"%s\"}]}",
             programme, claim, outcome, amount_fen, today, reference);
    return life_post(l, "supervisor2", "/v1/payments", -1, body);
}

int64_t life_account(struct life *l, const char *programme, enum ch_account account)
{
    struct ch_tranche t;
    office_budget(&l->o, programme, "t26", &t);
    return t.balance[account];
}

void life_verify(struct life *l)
{
    office_verify(&l->o);
}

void life_sql_refused(struct life *l, const char *sql, const char *constraint)
{
    struct err err = {0};
    assert_false(ch_exec(l->o.db, sql, &err));
    assert_contains(err.text, constraint);
}
