/* An officer's day: the queue cleared case by case, a batch, a reason, the telephone, an
 * objection, and a claim whose papers disagree. */

#include "tests/support/task.h"

#include "backend_client/pinyin.h"
#include "common/json.h"
#include "common/text.h"

#include <unistd.h>

enum { CASES = 1000 };

/* The first case number below the tabs: the selected one where a case fills the page. */
static void shown_case(struct task *task, char out[16])
{
    const char *screen = terminal_read(&task->t);
    for (int row = 0; row < 3 && screen; row++) {
        screen = strchr(screen, '\n');
        screen = screen ? screen + 1 : NULL;
    }
    const char *number = screen ? strstr(screen, "26-") : NULL;
    out[0] = '\0';
    if (number) {
        snprintf(out, 16, "%.11s", number);
    }
}

static json_t *case_of(struct task *task, const char *number)
{
    char path[96];
    snprintf(path, sizeof path, "/v1/applications?q=%s", number);
    return task_find(task, path, "", 0);
}

static void wait_case(struct task *task, const char *number, const char *status)
{
    json_t *found = case_of(task, number);
    char path[96];
    snprintf(path, sizeof path, "/v1/applications/%s", json_str(found, "id"));
    json_decref(found);
    task_until(task, path, "status", status);
}

/* Wait until another case than this one fills the page. */
static void wait_other_case(struct task *task, const char *before, char out[16])
{
    for (int i = 0; i < 200; i++) {
        shown_case(task, out);
        if (*out && strcmp(out, before) != 0 &&
            strstr(task->t.screen, task_says(task, "ELIGIBILITY"))) {
            return;
        }
        usleep(50 * 1000);
    }
    fail_msg("no other case than %s came:\n%s", before, task->t.screen);
}

/* ---- the morning queue ---- */

/* Decide what fills the page as its rules say. */
static void decide_as_the_rules_say(struct task *task, const char *number)
{
    char path[96];
    json_t *found = case_of(task, number);
    const char *verdict = json_str(found, "verdict");
    snprintf(path, sizeof path, "/v1/applications/%s", json_str(found, "id"));
    if (strcmp(json_str(found, "status"), "submitted") == 0) {
        task_keys(task, "u");
        task_confirm_decision(task);
        task_until(task, path, "status", "under_review");
    }
    bool passes = strcmp(verdict, "pass") == 0 || strcmp(verdict, "cap") == 0;
    bool fails = strcmp(verdict, "fail") == 0;
    task_keys(task, passes ? "a" : fails ? "r" : "c");
    task_confirm_decision(task);
    task_until(task, path, "last_decision",
               passes  ? "approve"
               : fails ? "reject"
                       : "return");
    json_decref(found);
}

static void officer__clears_the_morning_queue_case_by_case(void **state)
{
    struct task *task = *state;
    char number[16] = "", before[16] = "";
    task_sit(task, "officer", "--fresh");
    task_see(task, "ready to decide");
    task_keys(task, "n");
    task_not(task, "ASK ¥k"); /* the list gives way to one case */
    for (int i = 0; i < 4; i++) {
        wait_other_case(task, before, number);
        decide_as_the_rules_say(task, number);
        snprintf(before, sizeof before, "%s", number);
    }
    wait_other_case(task, before, number); /* and the fifth lies there */
    task_keys(task, "Escape");
    task_see(task, "ASK ¥k");
    task_rise(task);
}

/* ---- a batch ---- */

/* The first `count` numbers of the list. */
static void numbers(struct task *task, int count, char out[][16])
{
    const char *at = terminal_read(&task->t);
    int found = 0;
    while (found < count && (at = strchr(at, '\n'))) {
        at++;
        size_t mark = strspn(at, " >*");
        if (mark == 3 && strncmp(at + mark, "26-", 3) == 0) {
            snprintf(out[found++], 16, "%.11s", at + mark);
        }
    }
    if (found < count) {
        fail_msg("fewer than %d cases:\n%s", count, task->t.screen);
    }
}

static void officer__approves_a_batch_and_sends_one_of_it_back(void **state)
{
    struct task *task = *state;
    char number[3][16];
    task_sit(task, "officer", "--fresh");
    task_see(task, "ready to decide");
    task_command(task, "applications ready rules:pass ask<600k");
    task_see_exactly(task, "/rules:pass ask<600k");
    numbers(task, 3, number);
    task_keys(task, "g Space Space Space");
    task_see(task, "%d marked");
    task_keys(task, "a d"); /* the first is left out of it */
    task_see(task, "%s: %d cases");
    task_type(task, "2");
    task_see_exactly(task, "[2 ");
    task_confirm_decision(task);
    for (int i = 1; i < 3; i++) {
        json_t *found = case_of(task, number[i]);
        char path[96];
        snprintf(path, sizeof path, "/v1/applications/%s", json_str(found, "id"));
        task_until(task, path, "last_decision", "approve");
        json_decref(found);
    }
    task_command(task, number[0]);
    task_keys(task, "c");
    task_see(task, "nothing is sent until you confirm");
    task_type(task, "document-missing");
    task_confirm_decision(task);
    wait_case(task, number[0], "returned");
    task_rise(task);
}

/* ---- a reason, and taking it back ---- */

static void officer__rejects_with_a_reason_found_by_typing_and_undoes_it(void **state)
{
    struct task *task = *state;
    char number[24], path[96];
    json_t *found =
        task_find(task, "/v1/applications?status=under_review&verdict=fail", "", 0);
    snprintf(number, sizeof number, "%s", json_str(found, "number"));
    snprintf(path, sizeof path, "/v1/applications/%s", json_str(found, "id"));
    json_decref(found);
    task_sit(task, "officer", "--fresh");
    task_see(task, "ready to decide");
    task_command(task, number);
    task_row(task, number);
    task_keys(task, "r");
    task_see(task, "nothing is sent until you confirm");
    task_type(task, "tranche-ex");
    task_confirm_decision(task);
    task_until(task, path, "status", "rejected");
    task_until(task, path, "reason.code", "tranche-exhausted");
    task_see(task, " · %s undoes it for %s more");
    task_keys(task, "z");
    task_confirm_decision(task);
    task_until(task, path, "status", "under_review");
    task_rise(task);
}

/* ---- the telephone ---- */

/* The letters with which the first `count` characters of the name are read. */
static void initials(const char *name, int count, char *out)
{
    uint32_t c;
    for (size_t at = 0, n;
         count-- > 0 && (n = text_decode(name + at, strlen(name + at), &c)); at += n) {
        uint32_t letters = bc_pinyin_initials(c);
        assert_true(letters != 0);
        *out++ = (char)('a' + __builtin_ctz(letters));
    }
    *out = '\0';
}

static void officer__finds_the_case_of_whoever_calls(void **state)
{
    struct task *task = *state;
    char letters[8], line[64];
    json_t *voucher = task_find(task, "/v1/vouchers?limit=100",
                                "applicant.name=上海天达智能制造研究院", 0);
    const json_t *firm = json_obj(voucher, "applicant"),
                 *application = json_obj(voucher, "application");
    task_sit(task, "officer", "--fresh");
    task_see(task, "ready to decide");
    initials(json_str(firm, "name"), 4, letters);
    snprintf(line, sizeof line, "applications all %s", letters); /* shtd */
    task_command(task, line);
    task_see_exactly(task, "上海天达");
    task_command(task, json_str(firm, "credit_code"));
    snprintf(line, sizeof line, "/%s", json_str(firm, "credit_code"));
    task_see_exactly(task, line);
    task_see_exactly(task, "上海天达");
    task_command(task, json_str(voucher, "number"));
    task_see(task, "face value");
    task_see_exactly(task, json_str(voucher, "number"));
    task_command(task, json_str(application, "number"));
    task_see(task, "ELIGIBILITY");
    task_see_exactly(task, json_str(application, "number"));
    json_decref(voucher);
    task_rise(task);
}

/* ---- an objection ---- */

static void officer__takes_in_an_objection_and_issues_when_it_is_dismissed(void **state)
{
    struct task *task = *state;
    char number[24], path[96], line[64];
    json_t *found = task_find(task, "/v1/applications?status=on_notice", "", 1);
    snprintf(number, sizeof number, "%s", json_str(found, "number"));
    snprintf(path, sizeof path, "/v1/applications/%s", json_str(found, "id"));
    json_decref(found);

    task_sit(task, "officer", "--fresh");
    task_see(task, "ready to decide");
    snprintf(line, sizeof line, "notices on-notice %s", number);
    task_command(task, line);
    task_row(task, number);
    task_keys(task, "O");
    task_see(task, "Record an objection");
    task_type(task, "华东算力行业协会 许宁");
    task_keys(task, "Tab");
    task_type(task, "contract 2026-17 is also used in another city");
    task_keys(task, "Tab");
    task_type(task, "false-papers");
    task_confirm_order(task);
    task_until(task, path, "status", "objected");
    task_rise(task);

    task_sit(task, "supervisor", "--fresh");
    task_see(task, "Overview");
    snprintf(line, sizeof line, "notices objected %s", number);
    task_command(task, line);
    task_row(task, number);
    task_keys(task, "D");
    task_see(task, "nothing is sent until you confirm");
    task_type(task, "unfounded");
    task_confirm_decision(task);
    task_until(task, path, "status", "on_notice");
    task_rise(task);

    task_days_on(task, 21);
    task_sit(task, "officer2", "--fresh");
    task_see(task, "ready to decide");
    snprintf(line, sizeof line, "notices on-notice %s", number);
    task_command(task, line);
    task_row(task, number);
    task_keys(task, "i");
    task_confirm_decision(task);
    task_until(task, path, "status", "issued");
    task_rise(task);
    json_t *record = task_get(task, "officer", path);
    assert_true(*json_str(json_obj(record, "grant"), "voucher"));
    json_decref(record);
}

/* ---- a claim ---- */

/* A live voucher whose cards are metered at a centre of its provider; the centre's short
 * name in `slug`. */
static json_t *metered_voucher(struct task *task, const char *from, const char *to,
                               char slug[64])
{
    json_t *vouchers = task_get(task, "officer", "/v1/vouchers?limit=100&status=active"),
           *sites = task_get(task, "officer", "/v1/centres?limit=100"), *voucher, *site,
           *found = NULL;
    size_t i, k;
    json_array_foreach(json_object_get(vouchers, "items"), i, voucher)
    {
        char path[96];
        snprintf(path, sizeof path, "/v1/applications/%s",
                 json_str(json_obj(voucher, "application"), "id"));
        json_t *a = task_get(task, "officer", path);
        const char *card = json_str(json_obj(a, "request"), "accelerator");
        const json_t *contract = json_obj(a, "contract");
        bool runs = strcmp(json_str(contract, "starts_on"), from) <= 0 &&
                    strcmp(json_str(contract, "ends_on"), to) >= 0;
        bool roomy = json_int(json_obj(voucher, "amounts"), "unused_fen", 0) > 1000000;
        json_array_foreach(json_object_get(sites, "items"), k, site)
        {
            const json_t *latest = json_array_get(json_object_get(site, "latest"), 0);
            bool fits = strcmp(json_str(site, "operator_org"),
                               json_str(json_obj(voucher, "provider"), "id")) == 0 &&
                        latest && strcmp(json_str(latest, "accelerator"), card) == 0 &&
                        json_int(latest, "active", 0) > 100 &&
                        json_int(site, "price_fen", 0) > 0;
            if (fits && roomy && runs && !found) {
                found = json_incref(voucher);
                snprintf(slug, 64, "%s", json_str(site, "slug"));
            }
        }
        json_decref(a);
    }
    json_decref(vouchers);
    json_decref(sites);
    return found;
}

static void officer__queries_a_claim_whose_usage_disagrees_until_it_matches(void **state)
{
    struct task *task = *state;
    char body[700], path[96], number[24], line[64], slug[64], from[16], to[16], on[16];
    json_t *voucher = NULL;
    task_day(-5, from);
    task_day(-2, to);
    for (int i = 0; !voucher && i < 200; i++) { /* a young demo's meters come in late */
        voucher = metered_voucher(task, from, to, slug);
        usleep(100 * 1000);
    }
    assert_non_null(voucher);
    snprintf(body, sizeof body,
             "{\"voucher\":\"%s\",\"amount_fen\":1000000,\"invoice\":{\"number\":"
             "\"24310077\",\"date\":\"%s\",\"amount_fen\":5000000},\"usage\":{"
             "\"gpu_hours\":900000,\"from\":\"%s\",\"to\":\"%s\",\"centre\":\"%s\"}}",
             json_str(voucher, "id"), task_day(-1, on), from, to, slug);
    json_decref(voucher);
    task_post(task, "desk", "/v1/claims", 0, body);
    json_t *claim = task_find(task, "/v1/claims?limit=100", "invoice.number=24310077", 0);
    assert_string_not_equal(json_str(json_obj(claim, "match"), "outcome"), "pass");
    snprintf(path, sizeof path, "/v1/claims/%s", json_str(claim, "id"));
    snprintf(number, sizeof number, "%s", json_str(claim, "number"));
    json_decref(claim);

    task_sit(task, "officer", "--fresh");
    task_see(task, "ready to decide");
    snprintf(line, sizeof line, "claims %s", number);
    task_command(task, line);
    task_row(task, number);
    task_keys(task, "c");
    task_see(task, "Query a claim");
    task_type(task, "usage-not");
    task_confirm_order(task);
    task_until(task, path, "status", "queried");
    task_keys(task, "w"); /* the firm has sent the right record */
    task_see(task, "Answer a query");
    task_keys(task, "Tab Tab Tab");
    task_fill(task, "7000");
    task_see(task, "it would be taken; the claim is %s then. F8 sends it");
    task_keys(task, "F8");
    task_until(task, path, "status", "lodged");
    task_keys(task, "t");
    task_confirm_order(task);
    task_until(task, path, "status", "matched");
    task_rise(task);

    task_sit(task, "supervisor", "--fresh");
    task_see(task, "Overview");
    task_command(task, number);
    task_see_exactly(task, "24310077");
    task_keys(task, "a");
    task_confirm_order(task);
    task_until(task, path, "status", "approved");
    task_rise(task);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(officer__clears_the_morning_queue_case_by_case),
        cmocka_unit_test(officer__approves_a_batch_and_sends_one_of_it_back),
        cmocka_unit_test(officer__rejects_with_a_reason_found_by_typing_and_undoes_it),
        cmocka_unit_test(officer__finds_the_case_of_whoever_calls),
        cmocka_unit_test(officer__queries_a_claim_whose_usage_disagrees_until_it_matches),
        cmocka_unit_test(officer__takes_in_an_objection_and_issues_when_it_is_dismissed),
    };
    return task_main("officer", tests, sizeof tests / sizeof *tests, CASES);
}
