#include "backend_client/outbox_file.h"
#include "backend_client/session_impl.h"
#include "common/date.h"
#include "tests/support/desk.h"
#include "tests/support/liar.h"
#include "tests/support/test.h"

#include <fcntl.h>
#include <glob.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define ME                                                                               \
    {                                                                                    \
        "/v1/me", LIAR_HONEST, 200, desk_me, 0                                           \
    }
#define END                                                                              \
    {                                                                                    \
        NULL, LIAR_HONEST, 0, NULL, 0                                                    \
    }

static struct bc_intent intent_of(struct desk *desk, int64_t number)
{
    struct bc_intent intent;
    assert_true(bc_intent_get(desk->session, number, &intent));
    return intent;
}

static int sent_as(const struct liar *liar, const char *operation)
{
    char line[80];
    snprintf(line, sizeof line, "Idempotency-Key: %s ", operation);
    return liar_count(liar, line);
}

static void outbox__a_decision_is_sent_once_and_confirmed(void **state)
{
    const struct liar_answer answers[] = {
        ME, {desk_decide, LIAR_HONEST, 201, desk_done, 0}, END};
    struct desk desk;
    (void)state;
    desk_make(&desk);
    struct liar *liar = liar_start(desk.socket, answers);
    desk_open(&desk);
    int64_t number = desk_approve(&desk);
    assert_true(desk_reaches(&desk, number, BC_INTENT_CONFIRMED));
    struct bc_intent intent = intent_of(&desk, number);
    assert_string_equal(intent.text, "26-000418-K approved, 92,000.00 yuan granted");
    assert_true(intent.undo_until > 0);
    assert_int_equal(bc_intents_pending(desk.session), 0);
    desk_work(&desk, 20);
    assert_int_equal(liar_count(liar, "POST"), 1);
    assert_int_equal(liar_count(liar, "If-Match: \"7\""), 1);
    assert_int_equal(sent_as(liar, intent.operation), 1);
    desk_end(&desk);
    liar_stop(liar);
}

static void outbox__a_lost_answer_is_asked_again_under_the_same_id(void **state)
{
    const struct liar_answer answers[] = {ME,
                                          {desk_decide, LIAR_HANG_UP, 0, "", 1},
                                          {desk_decide, LIAR_CUT, 0, "", 1},
                                          {desk_decide, LIAR_HONEST, 201, "[]", 1},
                                          {desk_decide, LIAR_HONEST, 201, desk_done, 0},
                                          END};
    struct err err = {0};
    struct desk desk;
    (void)state;
    desk_make(&desk);
    struct liar *liar = liar_start(desk.socket, answers);
    desk_open(&desk);
    int64_t number = desk_approve(&desk);
    for (int i = 0; i < 3; i++) { /* each of the three answers leaves it unknown */
        assert_true(desk_reaches(&desk, number, BC_INTENT_UNKNOWN));
        assert_refused(bc_intent_discard(desk.session, number, &err), err, ERR_CONFLICT,
                       "may have been done");
        assert_ok(bc_intent_retry(desk.session, number, &err), err);
        desk_work(&desk, 5);
    }
    assert_true(desk_reaches(&desk, number, BC_INTENT_CONFIRMED));
    struct bc_intent intent = intent_of(&desk, number);
    assert_int_equal(sent_as(liar, intent.operation), 4);
    assert_int_equal(liar_count(liar, "POST"), 4);
    desk_end(&desk);
    liar_stop(liar);
}

static void outbox__what_is_written_is_sent_at_the_next_start(void **state)
{
    const struct liar_answer answers[] = {
        ME, {desk_decide, LIAR_HONEST, 201, desk_done, 0}, END};
    struct desk desk;
    (void)state;
    desk_make(&desk);
    struct liar *liar = liar_start(desk.socket, answers);
    desk_open(&desk);
    desk_work(&desk, 20);
    int64_t number = desk_approve(&desk);
    desk_close(&desk); /* before the loop had a turn to send it */
    assert_int_equal(liar_count(liar, "POST"), 0);
    desk_open(&desk);
    assert_int_equal(bc_intents_pending(desk.session), 1);
    assert_true(desk_reaches(&desk, number, BC_INTENT_CONFIRMED));
    assert_int_equal(liar_count(liar, "POST"), 1);
    desk_end(&desk);
    liar_stop(liar);
}

/* A console that is killed between sending and hearing. */
static void die_while_waiting(struct desk *desk, const struct liar *liar)
{
    pid_t pid = fork();
    if (pid == 0) {
        desk_open(desk);
        desk_approve(desk);
        while (liar_count(liar, "POST") == 0) {
            desk_work(desk, 1);
        }
        kill(getpid(), SIGKILL);
    }
    assert_int_equal(waitpid(pid, NULL, 0), pid);
}

static void outbox__killed_while_waiting_it_is_asked_again_at_the_next_start(void **state)
{
    const struct liar_answer answers[] = {ME,
                                          {desk_decide, LIAR_SILENT, 0, "", 1},
                                          {desk_decide, LIAR_HONEST, 201, desk_done, 0},
                                          END};
    struct desk desk;
    (void)state;
    desk_make(&desk);
    struct liar *liar = liar_start(desk.socket, answers);
    die_while_waiting(&desk, liar);
    desk_open(&desk);
    assert_int_equal(intent_of(&desk, 1).state, BC_INTENT_SENT);
    assert_true(desk_reaches(&desk, 1, BC_INTENT_CONFIRMED));
    assert_int_equal(sent_as(liar, intent_of(&desk, 1).operation), 2);
    desk_end(&desk);
    liar_stop(liar);
}

static void outbox__two_consoles_do_not_send_one_intent_at_once(void **state)
{
    const struct liar_answer answers[] = {ME, {desk_decide, LIAR_SILENT, 0, "", 0}, END};
    struct err err = {0};
    struct desk one, two;
    (void)state;
    desk_make(&one);
    struct liar *liar = liar_start(one.socket, answers);
    desk_open(&one);
    int64_t number = desk_approve(&one);
    assert_true(desk_reaches(&one, number, BC_INTENT_SENT));
    two = one;
    desk_open(&two);
    desk_work(&two, 30);
    assert_int_equal(bc_intents_pending(two.session), 1);
    assert_refused(bc_intent_retry(two.session, number, &err), err, ERR_BUSY,
                   "on its way");
    assert_int_equal(liar_count(liar, "POST"), 1);
    desk_close(&one); /* lets go of it */
    assert_ok(bc_intent_retry(two.session, number, &err), err);
    for (int i = 0; i < 200 && liar_count(liar, "POST") < 2; i++) {
        desk_work(&two, 1);
    }
    assert_int_equal(liar_count(liar, "POST"), 2);
    desk_end(&two);
    liar_stop(liar);
}

static void outbox__refusals_are_final_and_in_the_servers_words(void **state)
{
    static const struct {
        int status;
        const char *body;
        enum bc_intent_state state;
        const char *problem, *text;
    } cases[] = {
        {409, "{\"type\":\"/problems/budget-exceeded\",\"detail\":\"1 fen is left\"}",
         BC_INTENT_REFUSED, "budget-exceeded", "1 fen is left"},
        {409, "{\"type\":\"/problems/wrong-state\",\"detail\":\"it is approved\"}",
         BC_INTENT_CONFLICT, "wrong-state", "it is approved"},
        {412, "{\"type\":\"/problems/stale-revision\",\"detail\":\"it is 8 now\"}",
         BC_INTENT_CONFLICT, "stale-revision", "it is 8 now"},
        {422, "{\"type\":\"/problems/rules-not-met\",\"detail\":\"no\"}",
         BC_INTENT_REFUSED, "rules-not-met", "no"},
        {403, "{\"type\":\"/problems/wrong-role\",\"detail\":\"not you\"}",
         BC_INTENT_REFUSED, "wrong-role", "not you"},
        {401, "{\"type\":\"/problems/no-identity\",\"detail\":\"log in\"}",
         BC_INTENT_HELD, "no-identity", "log in"},
        {404, "not json", BC_INTENT_REFUSED, "", "404"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const struct liar_answer answers[] = {
            ME, {desk_decide, LIAR_HONEST, cases[i].status, cases[i].body, 0}, END};
        struct desk desk;
        desk_make(&desk);
        struct liar *liar = liar_start(desk.socket, answers);
        desk_open(&desk);
        int64_t number = desk_approve(&desk);
        assert_true(desk_reaches(&desk, number, cases[i].state));
        struct bc_intent intent = intent_of(&desk, number);
        assert_string_equal(intent.problem, cases[i].problem);
        assert_contains(intent.text, cases[i].text);
        desk_work(&desk, 10);
        assert_int_equal(liar_count(liar, "POST"), 1);
        desk_end(&desk);
        liar_stop(liar);
    }
}

static void outbox__a_busy_server_leaves_it_queued(void **state)
{
    const struct liar_answer answers[] = {
        ME,
        {desk_decide, LIAR_HONEST, 503, "{\"type\":\"/problems/busy\"}", 1},
        {desk_decide, LIAR_HONEST, 201, desk_done, 0},
        END};
    struct err err = {0};
    struct desk desk;
    (void)state;
    desk_make(&desk);
    struct liar *liar = liar_start(desk.socket, answers);
    desk_open(&desk);
    int64_t number = desk_approve(&desk);
    for (int i = 0; i < 500 && intent_of(&desk, number).attempts == 0; i++) {
        desk_work(&desk, 1);
    }
    assert_true(desk_reaches(&desk, number, BC_INTENT_QUEUED));
    assert_ok(bc_intent_discard(desk.session, number, &err), err);
    assert_int_equal(intent_of(&desk, number).state, BC_INTENT_DISCARDED);
    assert_refused(bc_intent_retry(desk.session, number, &err), err, ERR_CONFLICT,
                   "discarded");
    desk_end(&desk);
    liar_stop(liar);
}

/* ---- rows written by hand ---- */

static int64_t write_tried(const struct desk *desk, int64_t agreed_at,
                           const char *principal, int attempts)
{
    struct bc_row row = {.if_match = 7, .agreed_at = agreed_at};
    struct bc_outbox_file *file = NULL;
    struct err err = {0};
    char path[160];
    assert_true(mkdir(desk->state, 0700) == 0);
    snprintf(path, sizeof path, "%s/outbox.db", desk->state);
    assert_ok(bc_outbox_file_open(path, &file, &err), err);
    snprintf(row.target, sizeof row.target, "unix:%s", desk->socket);
    snprintf(row.principal, sizeof row.principal, "%s", principal);
    snprintf(row.seen.what, sizeof row.seen.what, "approve");
    snprintf(row.seen.case_id, sizeof row.seen.case_id, "%s", desk_app);
    row.seen.count = 1;
    row.seen.attempts = attempts;
    row.seen.created_at = agreed_at;
    row.path = strdup(desk_decide);
    row.body = strdup("{\"decision\":\"approve\"}");
    assert_ok(bc_outbox_file_add(file, &row, &err), err);
    int64_t number = row.seen.number;
    bc_row_clear(&row);
    bc_outbox_file_close(file);
    return number;
}

static int64_t write_row(const struct desk *desk, int64_t agreed_at,
                         const char *principal)
{
    return write_tried(desk, agreed_at, principal, 0);
}

static void outbox__is_not_tried_for_ever(void **state)
{
    const struct liar_answer answers[] = {
        ME, {desk_decide, LIAR_HONEST, 503, "{\"type\":\"/problems/busy\"}", 0}, END};
    struct desk desk;
    (void)state;
    desk_make(&desk);
    struct liar *liar = liar_start(desk.socket, answers);
    int64_t number = write_tried(&desk, date_now() - DATE_DAY / 24, "officer", 11);
    desk_open(&desk);
    assert_true(desk_reaches(&desk, number, BC_INTENT_HELD));
    assert_contains(intent_of(&desk, number).text, "12 tries");
    assert_int_equal(liar_count(liar, "POST"), 1);
    desk_end(&desk);
    liar_stop(liar);
}

enum { WRITERS = 3, EACH = 40 };

static bool count_row(void *ctx, const struct bc_row *row)
{
    assert_false(row->damaged);
    ++*(int *)ctx;
    return true;
}

static void outbox__consoles_writing_at_once_lose_nothing(void **state)
{
    struct bc_outbox_file *file = NULL;
    struct err err = {0};
    struct desk desk;
    char path[160];
    int count = 0, status;
    (void)state;
    desk_make(&desk);
    snprintf(path, sizeof path, "%s/outbox.db", desk.folder);
    for (int w = 0; w < WRITERS; w++) {
        if (fork() == 0) {
            bool ok = bc_outbox_file_open(path, &file, NULL);
            for (int i = 0; ok && i < EACH; i++) {
                struct bc_row row = {.if_match = -1, .target = "here"};
                ok = bc_outbox_file_add(file, &row, NULL);
                row.seen.state = BC_INTENT_CONFIRMED;
                ok = ok && bc_outbox_file_save(file, &row, NULL);
            }
            bc_outbox_file_close(file);
            _exit(ok ? 0 : 1);
        }
    }
    for (int w = 0; w < WRITERS; w++) {
        assert_true(wait(&status) > 0);
        assert_int_equal(status, 0);
    }
    assert_ok(bc_outbox_file_open(path, &file, &err), err);
    assert_ok(bc_outbox_file_each(file, false, "here", "", count_row, &count, &err), err);
    assert_int_equal(count, WRITERS * EACH);
    bc_outbox_file_close(file);
    desk_end(&desk);
}

static void outbox__a_day_old_intent_waits_for_a_person(void **state)
{
    const struct liar_answer answers[] = {
        ME, {desk_decide, LIAR_HONEST, 201, desk_done, 0}, END};
    struct err err = {0};
    struct desk desk;
    (void)state;
    desk_make(&desk);
    struct liar *liar = liar_start(desk.socket, answers);
    int64_t number = write_row(&desk, date_now() - 2 * DATE_DAY, "officer");
    desk_open(&desk);
    assert_true(desk_reaches(&desk, number, BC_INTENT_HELD));
    desk_work(&desk, 10);
    assert_int_equal(liar_count(liar, "POST"), 0);
    assert_int_equal(bc_intents_pending(desk.session), 1);
    assert_ok(bc_intent_retry(desk.session, number, &err), err);
    assert_true(desk_reaches(&desk, number, BC_INTENT_CONFIRMED));
    desk_end(&desk);
    liar_stop(liar);
}

static void outbox__another_persons_intent_is_never_sent(void **state)
{
    const struct liar_answer answers[] = {
        ME, {desk_decide, LIAR_HONEST, 201, desk_done, 0}, END};
    struct desk desk;
    (void)state;
    desk_make(&desk);
    struct liar *liar = liar_start(desk.socket, answers);
    write_row(&desk, date_now(), "somebody-else");
    desk_open(&desk);
    desk_work(&desk, 30);
    assert_string_equal(bc_me(desk.session)->id, "officer");
    assert_int_equal(bc_intents_pending(desk.session), 0);
    assert_int_equal(liar_count(liar, "POST"), 0);
    desk_end(&desk);
    liar_stop(liar);
}

static void run_sql(const struct desk *desk, const char *sql, int wanted)
{
    sqlite3 *db = NULL;
    char path[160];
    snprintf(path, sizeof path, "%s/outbox.db", desk->state);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), wanted);
    sqlite3_close(db);
}

static void outbox__the_file_lets_nothing_be_deleted_or_rewritten(void **state)
{
    struct desk desk;
    (void)state;
    desk_make(&desk);
    write_row(&desk, date_now(), "officer");
    run_sql(&desk, "DELETE FROM intents", SQLITE_CONSTRAINT);
    run_sql(&desk, "UPDATE intents SET body = '{}'", SQLITE_CONSTRAINT);
    desk_end(&desk);
}

static void outbox__a_damaged_row_is_shown_and_never_sent(void **state)
{
    const struct liar_answer answers[] = {
        ME, {desk_decide, LIAR_HONEST, 201, desk_done, 0}, END};
    struct err err = {0};
    struct desk desk;
    (void)state;
    desk_make(&desk);
    struct liar *liar = liar_start(desk.socket, answers);
    int64_t number = write_row(&desk, date_now(), "officer");
    run_sql(&desk,
            "DROP TRIGGER intents_as_written;"
            "UPDATE intents SET body = '{\"decision\":\"reject\"}'",
            SQLITE_OK);
    desk_open(&desk);
    desk_work(&desk, 30);
    assert_int_equal(liar_count(liar, "POST"), 0);
    assert_int_equal(intent_of(&desk, number).state, BC_INTENT_HELD);
    assert_contains(intent_of(&desk, number).text, "damaged");
    assert_refused(bc_intent_retry(desk.session, number, &err), err, ERR_CONFLICT,
                   "damaged");
    assert_refused(bc_intent_discard(desk.session, number, &err), err, ERR_CONFLICT,
                   "stays");
    desk_end(&desk);
    liar_stop(liar);
}

static void outbox__a_damaged_file_is_kept_and_said_so(void **state)
{
    struct bc_intent intents[4];
    struct desk desk;
    char path[160], pattern[180];
    glob_t kept;
    (void)state;
    desk_make(&desk);
    assert_int_equal(mkdir(desk.state, 0700), 0);
    snprintf(path, sizeof path, "%s/outbox.db", desk.state);
    snprintf(pattern, sizeof pattern, "%s.damaged-*", path);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    for (int i = 0; i < 2000; i++) {
        fputs("not a database ", file);
    }
    fclose(file);
    desk_open(&desk);
    assert_int_equal(bc_intents(desk.session, intents, 4), 1);
    assert_contains(intents[0].text, "damaged-");
    assert_int_equal(intents[0].state, BC_INTENT_HELD);
    assert_int_equal(glob(pattern, 0, NULL, &kept), 0);
    globfree(&kept);
    desk_end(&desk);
}

/* Any one byte of the file may go bad: never a crash, never another request than the one
 * written down. */
static void outbox__no_flipped_byte_changes_what_is_sent(void **state)
{
    struct desk desk;
    char path[160];
    (void)state;
    desk_make(&desk);
    write_row(&desk, date_now(), "officer");
    snprintf(path, sizeof path, "%s/outbox.db", desk.state);
    struct stat st;
    assert_int_equal(stat(path, &st), 0);
    for (off_t at = 0; at < st.st_size; at += 37) {
        struct bc_outbox_file *file = NULL;
        struct bc_row row = {.if_match = -1};
        unsigned char byte;
        int fd = open(path, O_RDWR);
        assert_int_equal(pread(fd, &byte, 1, at), 1);
        byte ^= 0x10;
        assert_int_equal(pwrite(fd, &byte, 1, at), 1);
        if (bc_outbox_file_open(path, &file, NULL) &&
            bc_outbox_file_get(file, 1, &row, NULL) && !row.damaged &&
            strcmp(row.seen.what, "approve") == 0) {
            assert_string_equal(row.body, "{\"decision\":\"approve\"}");
            assert_string_equal(row.path, desk_decide);
            assert_int_equal(row.if_match, 7);
        }
        bc_row_clear(&row);
        bc_outbox_file_close(file);
        byte ^= 0x10;
        assert_int_equal(pwrite(fd, &byte, 1, at), 1);
        close(fd);
        char command[200], name[200];
        glob_t kept;
        snprintf(command, sizeof command, "%s.damaged-*", path);
        if (glob(command, 0, NULL, &kept) == 0) { /* it was set aside: bring it back */
            snprintf(name, sizeof name, "%s", kept.gl_pathv[0]);
            assert_int_equal(rename(name, path), 0);
            globfree(&kept);
        }
    }
    desk_end(&desk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(outbox__a_decision_is_sent_once_and_confirmed),
        cmocka_unit_test(outbox__a_lost_answer_is_asked_again_under_the_same_id),
        cmocka_unit_test(outbox__what_is_written_is_sent_at_the_next_start),
        cmocka_unit_test(
            outbox__killed_while_waiting_it_is_asked_again_at_the_next_start),
        cmocka_unit_test(outbox__two_consoles_do_not_send_one_intent_at_once),
        cmocka_unit_test(outbox__refusals_are_final_and_in_the_servers_words),
        cmocka_unit_test(outbox__a_busy_server_leaves_it_queued),
        cmocka_unit_test(outbox__is_not_tried_for_ever),
        cmocka_unit_test(outbox__consoles_writing_at_once_lose_nothing),
        cmocka_unit_test(outbox__a_day_old_intent_waits_for_a_person),
        cmocka_unit_test(outbox__another_persons_intent_is_never_sent),
        cmocka_unit_test(outbox__the_file_lets_nothing_be_deleted_or_rewritten),
        cmocka_unit_test(outbox__a_damaged_row_is_shown_and_never_sent),
        cmocka_unit_test(outbox__a_damaged_file_is_kept_and_said_so),
        cmocka_unit_test(outbox__no_flipped_byte_changes_what_is_sent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
