/* A shift at a data centre, over a small terminal: the figures of the centre, with and
 * without a link, and one that was wrong. */

#include "tests/support/task.h"

#include "common/date.h"
#include "common/json.h"

#include <signal.h>
#include <unistd.h>

enum { CASES = 60 };

/* The centre's readings of `accelerator` as they stand; -1 when it has none. */
static int64_t latest(struct task *task, const char *slug, const char *field)
{
    char path[96];
    snprintf(path, sizeof path, "/v1/centres/%s", slug);
    json_t *site = task_get(task, "supervisor", path);
    int64_t value =
        json_int(json_array_get(json_object_get(site, "latest"), 0), field, -1);
    json_decref(site);
    return value;
}

static void wait_latest(struct task *task, const char *slug, const char *field,
                        int64_t wanted)
{
    int64_t seen = -1;
    for (int i = 0; i < 400 && (seen = latest(task, slug, field)) != wanted; i++) {
        usleep(50 * 1000);
    }
    assert_int_equal(seen, wanted);
}

/* The form of the operator's first centre, at the figure of cards in use. */
static void open_form(struct task *task)
{
    task_sit(task, "operator", "--fresh");
    task_row(task, "2,048"); /* 临港 C2, as soon as the demo's readings are in */
    task_keys(task, "R");
    task_see(task, "allocated to users");
}

static void operator__reports_the_shift_in_one_form(void **state)
{
    struct task *task = *state;
    open_form(task);
    task_type(task, "611"); /* over what the last report said */
    task_keys(task, "Tab");
    task_type(task, "597");
    task_keys(task, "Tab");
    task_type(task, "301.5");
    task_see(task, "the figures fit together");
    task_keys(task, "F8");
    wait_latest(task, "lingang-c2", "allocated", 611);
    assert_int_equal(latest(task, "lingang-c2", "active"), 597);
    assert_int_equal(latest(task, "lingang-c2", "power_w"), 301500);
    task_see(task, "report of %s taken");
    task_rise(task);
}

static void operator__is_told_which_figures_do_not_fit(void **state)
{
    struct task *task = *state;
    open_form(task);
    task_type(task, "999999");
    task_not(task, "the figures fit together");
    task_keys(task, "F8");
    task_see(task, "allocated to users"); /* still in the form, at the figure */
    task_type(task, "640");
    task_keys(task, "Tab");
    task_type(task, "600");
    task_see(task, "the figures fit together");
    task_keys(task, "F8");
    wait_latest(task, "lingang-c2", "allocated", 640);
    task_rise(task);
}

static void operator__reports_without_a_link_and_it_arrives_later(void **state)
{
    struct task *task = *state;
    task_sit(task, "operator", "--fresh");
    task_row(task, "临港 C2");
    world_signal(&task->world, SIGTERM);
    task_keys(task, "R");
    task_see(task, "no link: F8 keeps it in the outbox and sends it later");
    task_type(task, "655");
    task_keys(task, "Tab");
    task_type(task, "610");
    task_keys(task, "F8");
    task_see(task, "report of %s: kept as number %lld in the outbox until the link is "
                   "back");
    task_rise(task); /* the shift ends; the next one begins with the link back */

    assert_true(world_restart(&task->world));
    task_sit(task, "operator", "--fresh");
    wait_latest(task, "lingang-c2", "allocated", 655);
    task_command(task, "outbox");
    task_see(task, "confirmed");
    task_rise(task);
}

static void operator__corrects_a_wrong_figure_and_both_stay_on_record(void **state)
{
    struct task *task = *state;
    open_form(task);
    task_type(task, "1600");
    task_keys(task, "Tab");
    task_type(task, "1500");
    task_keys(task, "F8");
    wait_latest(task, "lingang-c2", "allocated", 1600);
    task_not(task, "the figures fit together");
    task_keys(task, "R");
    task_see(task, "allocated to users");
    task_type(task, "160");
    task_keys(task, "Tab");
    task_type(task, "150");
    task_keys(task, "F8");
    wait_latest(task, "lingang-c2", "allocated", 160);
    task_rise(task);
    /* 1,600 of some 2,000 cards: it was true of nothing, but it was said. */
    char path[160], from[40], to[40];
    snprintf(path, sizeof path, "/v1/centres/lingang-c2/readings?from=%s&to=%s&step=60",
             date_time_format(date_now() - 10 * 60 * DATE_SECOND, from),
             date_time_format(date_now() + 10 * 60 * DATE_SECOND, to));
    json_t *said = task_get(task, "auditor", path), *step;
    int64_t most = 0;
    size_t i;
    json_array_foreach(json_object_get(said, "items"), i, step)
    {
        int64_t busy = json_int(step, "busy_max_bp", 0);
        most = busy > most ? busy : most;
    }
    json_decref(said);
    assert_in_range(most, 7800, 8400);
}

/* ---- what a claim says was used here ---- */

/* A claim of 900 card-hours at the operator's centre, lodged by the desk. */
static void lodge(struct task *task, const char *invoice, char path[96], char number[24])
{
    char body[700], wanted[64], from[16], to[16], on[16];
    json_t *list = task_get(task, "officer", "/v1/vouchers?limit=100&status=active");
    json_t *voucher, *site = task_get(task, "officer", "/v1/centres/lingang-c2");
    const char *id = "";
    size_t i;
    json_array_foreach(json_object_get(list, "items"), i, voucher)
    {
        bool roomy = json_int(json_obj(voucher, "amounts"), "unused_fen", 0) > 1000000;
        id = roomy ? json_str(voucher, "id") : id;
    }
    snprintf(body, sizeof body,
             "{\"voucher\":\"%s\",\"amount_fen\":100000,\"invoice\":{\"number\":\"%s\","
             "\"date\":\"%s\",\"amount_fen\":5000000},\"usage\":{\"gpu_hours\":900,"
             "\"from\":\"%s\",\"to\":\"%s\",\"centre\":\"%s\"}}",
             id, invoice, task_day(-1, on), task_day(-5, from), task_day(-2, to),
             json_str(site, "id"));
    json_decref(list);
    json_decref(site);
    task_post(task, "desk", "/v1/claims", 0, body);
    snprintf(wanted, sizeof wanted, "invoice.number=%s", invoice);
    json_t *claim = task_find(task, "/v1/claims?limit=100", wanted, 0);
    snprintf(path, 96, "/v1/claims/%s", json_str(claim, "id"));
    snprintf(number, 24, "%s", json_str(claim, "number"));
    json_decref(claim);
}

static void operator__confirms_what_was_used_and_the_office_sees_it(void **state)
{
    struct task *task = *state;
    char path[96], number[24];
    lodge(task, "24310101", path, number);
    task_sit(task, "operator", "--fresh");
    task_command(task, "overview");
    task_see(task, "claims to confirm");
    task_command(task, "claims");
    task_row(task, number);
    task_keys(task, "u");
    task_see(task, "as the claim says; F8 sends it now");
    task_keys(task, "F8");
    task_until(task, path, "usage.confirmed.by", "operator");
    task_until(task, path, "status", "lodged");
    task_rise(task);

    task_sit(task, "officer", "--fresh");
    task_see(task, "ready to decide");
    task_command(task, number);
    task_row(task, number);
    task_keys(task, "Enter");
    task_see(task, "confirmed %s h by %s, %s");
    task_rise(task);
}

static void operator__denies_without_a_link_and_it_arrives_later(void **state)
{
    struct task *task = *state;
    char path[96], number[24];
    lodge(task, "24310102", path, number);
    task_sit(task, "operator", "--fresh");
    task_command(task, "claims");
    task_row(task, number);
    world_signal(&task->world, SIGTERM);
    task_see(task, "NO LINK, %s");
    task_keys(task, "x");
    task_see(task, "say in the remark why the use is denied");
    task_type(task, "no such job");
    task_see(task, "the office is asked about the claim before it goes on");
    task_keys(task, "F8");
    task_see(task, "the use of %s: kept as number %lld in the outbox until the link is "
                   "back");
    task_rise(task);

    assert_true(world_restart(&task->world));
    task_sit(task, "operator", "--fresh");
    task_until(task, path, "usage.confirmed.note", "no such job");
    task_until(task, path, "match.outcome", "fail"); /* the voucher is for another */
    task_command(task, "outbox");
    task_see(task, "confirmed");
    task_rise(task);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(operator__reports_the_shift_in_one_form),
        cmocka_unit_test(operator__is_told_which_figures_do_not_fit),
        cmocka_unit_test(operator__reports_without_a_link_and_it_arrives_later),
        cmocka_unit_test(operator__corrects_a_wrong_figure_and_both_stay_on_record),
        cmocka_unit_test(operator__confirms_what_was_used_and_the_office_sees_it),
        cmocka_unit_test(operator__denies_without_a_link_and_it_arrives_later),
    };
    return task_main("operator", tests, sizeof tests / sizeof *tests, CASES);
}
