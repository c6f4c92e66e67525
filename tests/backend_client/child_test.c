#include "backend_client/child.h"
#include "backend_client/direct.h"
#include "backend_client/session_impl.h"
#include "tests/support/desk.h"
#include "tests/support/test.h"
#include "tests/support/world.h"

#include <jansson.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CASES = 100, READY_MS = 60000 };

/* One ledger for all of these tests: making it takes longer than all else they do. */
static int make_place(void **state)
{
    struct desk *desk = calloc(1, sizeof *desk);
    if (!desk) {
        return -1;
    }
    desk_make(desk);
    *state = desk;
    return 0;
}

static int remove_place(void **state)
{
    desk_end(*state);
    free(*state);
    return 0;
}

static void open_embedded(struct desk *desk)
{
    char daemon[4096];
    const struct bc_config config = {
        .embedded = true,
        .state = desk->state,
        .demo_cases = CASES,
        .as = "officer",
        .memory_replica = true,
        .daemon = world_program("clearinghoused", daemon, sizeof daemon)};
    struct err err = {0};
    assert_ok(bc_open(&config, &desk->session, &err), err);
    assert_ok(bc_direct_ready(desk->session, READY_MS, NULL, NULL, &err), err);
    snprintf(desk->socket, sizeof desk->socket, "%s",
             bc_child_socket(desk->session->child));
}

/* Who serves there; 0 nobody. */
static pid_t server_of(const struct desk *desk)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    struct ucred who = {.pid = 0};
    socklen_t size = sizeof who;
    snprintf(address.sun_path, sizeof address.sun_path, "%s", desk->socket);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (connect(fd, (struct sockaddr *)&address, sizeof address) == 0) {
        assert_int_equal(getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &who, &size), 0);
    }
    close(fd);
    return who.pid;
}

/* Another one serves, and the session has heard from it. */
static bool comes_back(struct desk *desk, pid_t gone)
{
    for (int i = 0; i < 2000; i++) {
        desk_work(desk, 1);
        pid_t now = server_of(desk);
        if (desk->session->reach.phase == BC_PHASE_ON && now > 0 && now != gone) {
            return true;
        }
    }
    return false;
}

static void child__serves_and_ends_with_the_console(void **state)
{
    struct desk desk = *(struct desk *)*state;
    open_embedded(&desk);
    assert_string_equal(bc_me(desk.session)->id, "officer");
    pid_t pid = server_of(&desk);
    assert_true(pid > 0);
    desk_close(&desk);
    assert_int_equal(kill(pid, 0), -1); /* waited for, too */
    assert_int_equal(server_of(&desk), 0);
}

static void child__is_shared_and_taken_over_by_the_second_console(void **state)
{
    struct desk one = *(struct desk *)*state, two;
    open_embedded(&one);
    two = one;
    open_embedded(&two);
    pid_t first = server_of(&one);
    assert_int_equal(server_of(&two), first);
    desk_close(&one);
    const struct err lost = {.kind = ERR_UNREACHABLE, .text = "gone"};
    bc_link_lost(two.session, &lost); /* what its change feed would say */
    assert_true(comes_back(&two, first));
    desk_close(&two);
}

static void child__never_outlives_a_killed_console(void **state)
{
    struct desk desk = *(struct desk *)*state;
    int ends[2];
    char byte;
    assert_int_equal(pipe(ends), 0);
    pid_t console = fork();
    if (console == 0) {
        open_embedded(&desk);
        assert_int_equal(write(ends[1], "x", 1), 1);
        for (;;) {
            desk_work(&desk, 1);
        }
    }
    assert_int_equal(read(ends[0], &byte, 1), 1);
    snprintf(desk.socket, sizeof desk.socket, "%.70s/clearinghoused.sock", desk.state);
    pid_t pid = server_of(&desk);
    assert_true(pid > 0);
    kill(console, SIGKILL);
    assert_int_equal(waitpid(console, NULL, 0), console);
    for (int i = 0; i < 2000 && kill(pid, 0) == 0; i++) {
        usleep(5000);
    }
    assert_int_equal(server_of(&desk), 0);
    close(ends[0]);
    close(ends[1]);
}

static void child__a_killed_daemon_is_started_again(void **state)
{
    struct desk desk = *(struct desk *)*state;
    open_embedded(&desk);
    pid_t first = server_of(&desk);
    assert_int_equal(kill(first, SIGKILL), 0);
    assert_true(comes_back(&desk, first));
    desk_close(&desk);
}

static void child__a_long_state_path_gets_a_short_socket(void **state)
{
    char socket[BC_SOCKET_PATH] = "", again[BC_SOCKET_PATH] = "", path[400];
    const struct desk *desk = *state;
    struct bc_child *child = NULL;
    struct err err = {0};
    assert_int_equal(setenv("XDG_RUNTIME_DIR", desk->folder, 1), 0);
    snprintf(path, sizeof path, "/tmp/%0200d", 7);
    for (int i = 0; i < 2; i++) {
        assert_ok(bc_child_create(path, NULL, 0, &child, &err), err);
        snprintf(i ? again : socket, BC_SOCKET_PATH, "%s", bc_child_socket(child));
        bc_child_destroy(child);
    }
    assert_string_equal(socket, again);
    assert_true(strlen(socket) < 104);
    assert_contains(socket, desk->folder);
}

static void child__a_program_that_is_not_there_is_said_so(void **state)
{
    const struct bc_config config = {.embedded = true,
                                     .daemon = "/nonexistent/clearinghoused",
                                     .memory_replica = true};
    struct bc_config own = config;
    struct bc_session *session = NULL;
    struct err err = {0};
    struct desk desk;
    (void)state;
    desk_make(&desk);
    own.state = desk.state;
    assert_ok(bc_open(&own, &session, &err), err);
    assert_refused(bc_direct_ready(session, 5000, NULL, NULL, &err), err, ERR_CONFIG,
                   "cannot be run");
    bc_close(session);
    desk_end(&desk);
}

/* ---- exactly once ---- */

struct picked {
    char id[BC_ID];
    int64_t revision;
};

static bool pick(void *ctx, const char *json)
{
    struct picked *picked = ctx;
    json_t *item = json_loads(json, 0, NULL);
    snprintf(picked->id, sizeof picked->id, "%s",
             json_string_value(json_object_get(item, "id")));
    picked->revision = json_integer_value(json_object_get(item, "revision"));
    json_decref(item);
    return false;
}

static int64_t revision_of(struct desk *desk, const char *id)
{
    char path[120];
    struct buf body = {0};
    struct err err = {0};
    snprintf(path, sizeof path, "/v1/applications/%s", id);
    const struct bc_request request = {.path = path, .if_match = -1};
    assert_ok(bc_direct(desk->session, &request, &body, &err), err);
    json_t *record = json_loads(buf_str(&body), 0, NULL);
    int64_t revision = json_integer_value(json_object_get(record, "revision"));
    json_decref(record);
    buf_clear(&body);
    return revision;
}

/* The daemon dies while a decision is on its way, at a different moment each round; what
 * it had done is done once, what it had not is done at the next start. */
static void child__a_decision_under_way_when_the_daemon_dies_is_done_once(void **state)
{
    struct bc_decision *d = calloc(1, sizeof *d);
    struct err err = {0};
    struct desk desk = *(struct desk *)*state;
    assert_non_null(d);
    open_embedded(&desk);
    for (int round = 0; round < 4; round++) {
        struct picked picked = {.revision = 0};
        int64_t intent;
        assert_ok(bc_direct_list(desk.session, "/v1/applications?status=submitted", 1,
                                 pick, &picked, &err),
                  err);
        assert_true(picked.revision > 0);
        snprintf(d->decision, sizeof d->decision, "accept");
        memcpy(d->choices[0].id, picked.id, sizeof picked.id);
        d->choices[0].revision = picked.revision;
        d->count = 1;
        assert_ok(bc_decide(desk.session, d, &intent, &err), err);
        bc_wait(desk.session, -1, -1, 0); /* sent, not yet heard */
        usleep((useconds_t)round * 1500);
        pid_t gone = server_of(&desk);
        assert_int_equal(kill(gone, SIGKILL), 0);
        assert_ok(bc_direct_flush(desk.session, READY_MS, &err), err);
        assert_true(desk_reaches(&desk, intent, BC_INTENT_CONFIRMED));
        assert_true(comes_back(&desk, gone));
        assert_int_equal(revision_of(&desk, picked.id), picked.revision + 1);
    }
    free(d);
    desk_close(&desk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(child__serves_and_ends_with_the_console),
        cmocka_unit_test(child__is_shared_and_taken_over_by_the_second_console),
        cmocka_unit_test(child__never_outlives_a_killed_console),
        cmocka_unit_test(child__a_killed_daemon_is_started_again),
        cmocka_unit_test(child__a_long_state_path_gets_a_short_socket),
        cmocka_unit_test(child__a_program_that_is_not_there_is_said_so),
        cmocka_unit_test(child__a_decision_under_way_when_the_daemon_dies_is_done_once),
    };
    return cmocka_run_group_tests(tests, make_place, remove_place);
}
