#include "tests/clearinghouse/office.h"

#include "clearinghouse/writer.h"

#include <pthread.h>
#include <stdatomic.h>

enum { JOBS = 200 };

struct bench {
    struct office o;
    struct ch_writer *writer;
    atomic_int commits, answers;
};

struct order {
    struct ch_job job;
    char body[512], key[32];
};

static struct bench *answered_to; /* answer() has no context but its job */

static void on_commit(void *ctx)
{
    struct bench *b = ctx;
    atomic_fetch_add(&b->commits, 1);
}

static void on_answer(struct ch_job *job)
{
    (void)job;
    atomic_fetch_add(&answered_to->answers, 1);
}

static int set_up(void **state)
{
    static struct bench bench;
    struct err err = {0};
    *state = answered_to = &bench;
    atomic_store(&bench.commits, 0);
    atomic_store(&bench.answers, 0);
    office_open(&bench.o, ":memory:");
    assert_ok(ch_writer_start(&bench.o.service, bench.o.db, on_commit, &bench,
                              &bench.writer, &err),
              err);
    return 0;
}

static int tear_down(void **state)
{
    struct bench *b = *state;
    office_verify(&b->o);
    office_close(&b->o);
    return 0;
}

static struct order *make_orders(int count)
{
    struct order *orders = calloc((size_t)count, sizeof *orders);
    assert_non_null(orders);
    for (int i = 0; i < count; i++) {
        struct order *o = &orders[i];
        snprintf(o->key, sizeof o->key, "job-%d", i);
        body_org(5000 + i, "firm", "上海市", o->body, sizeof o->body);
        o->job.request = (struct ch_request){.method = "POST",
                                             .path = "/v1/organisations",
                                             .body = o->body,
                                             .body_len = strlen(o->body),
                                             .content_type = "application/json",
                                             .idempotency_key = o->key,
                                             .demo_principal = "officer",
                                             .uid = 1};
        o->job.answer = on_answer;
    }
    return orders;
}

static int count_and_free(struct order *orders, int count, int status)
{
    int n = 0;
    for (int i = 0; i < count; i++) {
        n += orders[i].job.reply.status == status;
        ch_reply_clear(&orders[i].job.reply);
    }
    free(orders);
    return n;
}

/* Stopping finishes what is queued; far fewer commits than commands were needed. */
static void writer__answers_everything_it_was_given(void **state)
{
    struct bench *b = *state;
    struct order *orders = make_orders(JOBS);
    for (int i = 0; i < JOBS; i++) {
        ch_writer_push(b->writer, &orders[i].job);
    }
    ch_writer_stop(b->writer);
    assert_int_equal(atomic_load(&b->answers), JOBS);
    assert_true(atomic_load(&b->commits) >= 1);
    assert_true(atomic_load(&b->commits) < JOBS);
    assert_int_equal(count_and_free(orders, JOBS, 201), JOBS);
}

static int64_t ask_number(struct ch_db *db, const char *sql)
{
    struct err err = {0};
    struct ch_stmt *stmt;
    assert_ok(ch_prepare_once(db, sql, &stmt, &err), err);
    assert_int_equal(ch_step(stmt, &err), CH_ROW);
    int64_t out = ch_col_int(stmt, 0);
    ch_finish(stmt);
    return out;
}

/* No room: each command is told to try again or was really done, and nothing between. */
static void writer__tells_the_truth_when_the_disk_is_full(void **state)
{
    struct bench *b = *state;
    struct err err = {0};
    char sql[80];
    struct order *orders = make_orders(JOBS);
    int64_t before = ask_number(b->o.db, "SELECT count(*) FROM organisations");
    int64_t pages = ask_number(b->o.db, "SELECT page_count FROM pragma_page_count");
    snprintf(sql, sizeof sql, "PRAGMA max_page_count = %" PRId64, pages + 8);
    assert_ok(ch_exec(b->o.db, sql, &err), err);
    for (int i = 0; i < JOBS; i++) {
        ch_writer_push(b->writer, &orders[i].job);
    }
    ch_writer_stop(b->writer);
    assert_ok(ch_exec(b->o.db, "PRAGMA max_page_count = 1000000", &err), err);
    int done = 0, later = 0;
    for (int i = 0; i < JOBS; i++) {
        done += orders[i].job.reply.status == 201;
        if (orders[i].job.reply.status == 503) {
            assert_contains(buf_str(&orders[i].job.reply.body), "\"retryable\":true");
            later++;
        }
    }
    assert_int_equal(done + later, JOBS);
    assert_true(later > 0);
    assert_int_equal(ask_number(b->o.db, "SELECT count(*) FROM organisations"),
                     before + done);
    assert_int_equal(ask_number(b->o.db, "SELECT count(*) FROM operations"),
                     ask_number(b->o.db, "SELECT count(*) FROM organisations"));
    count_and_free(orders, JOBS, 201);
}

/* A change whose answer cannot be kept under its key is taken back: sent again, it would
 * be done twice. */
static void command__goes_when_its_answer_cannot_be_kept(void **state)
{
    struct bench *b = *state;
    struct err err = {0};
    char body[512];
    ch_writer_stop(b->writer);
    int64_t before = ask_number(b->o.db, "SELECT count(*) FROM organisations");
    struct ask ask = {.as = "officer",
                      .path = "/v1/organisations",
                      .body = body_org(1, "firm", "上海市", body, sizeof body)};
    assert_ok(ch_exec(b->o.db,
                      "CREATE TRIGGER no_room BEFORE INSERT ON operations BEGIN SELECT "
                      "RAISE(ABORT, 'no-room'); END",
                      &err),
              err);
    struct ch_reply reply = {.status = 0};
    assert_true(office_ask(&b->o, &ask, &reply) >= 400);
    assert_string_equal(reply.location, "");
    ch_reply_clear(&reply);
    assert_int_equal(ask_number(b->o.db, "SELECT count(*) FROM organisations"), before);
    assert_ok(ch_exec(b->o.db, "DROP TRIGGER no_room", &err), err);
    json_decref(office_json(&b->o, &ask, 201));
}

/* One of a batch is refused after it wrote: what it wrote goes, what the others wrote
 * stays, and each is answered once. */
static void writer__takes_back_one_of_a_batch(void **state)
{
    struct bench *b = *state;
    struct err err = {0};
    struct order *orders = make_orders(JOBS);
    int64_t before = ask_number(b->o.db, "SELECT count(*) FROM organisations");
    assert_ok(ch_exec(b->o.db,
                      "CREATE TRIGGER no_room BEFORE INSERT ON operations WHEN NEW.key = "
                      "'job-7' BEGIN SELECT RAISE(ABORT, 'no-room'); END",
                      &err),
              err);
    for (int i = 0; i < JOBS; i++) {
        ch_writer_push(b->writer, &orders[i].job);
    }
    ch_writer_stop(b->writer);
    assert_ok(ch_exec(b->o.db, "DROP TRIGGER no_room", &err), err);
    assert_int_equal(atomic_load(&b->answers), JOBS);
    assert_true(orders[7].job.reply.status >= 400);
    assert_int_equal(ask_number(b->o.db, "SELECT count(*) FROM organisations"),
                     before + JOBS - 1);
    assert_int_equal(ask_number(b->o.db, "SELECT count(*) FROM operations"),
                     before + JOBS - 1);
    assert_int_equal(count_and_free(orders, JOBS, 201), JOBS - 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(writer__answers_everything_it_was_given, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(writer__tells_the_truth_when_the_disk_is_full,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(writer__takes_back_one_of_a_batch, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(command__goes_when_its_answer_cannot_be_kept,
                                        set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
