#include "tests/clearinghouse/client.h"
#include "tests/clearinghouse/office.h"

#include "clearinghouse/http.h"

#include <poll.h>
#include <pthread.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { SHORT_MS = 1000, PAUSE_MS = 5000, LONG_MS = 20000 };

/* The HTTP edge in this process, with deadlines a test has time for. */
struct edge {
    struct world world; /* only its socket is used */
    struct office office;
    struct ch_http *http;
    char folder[64], ledger[96];
};

static int listen_on(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
    assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(listen(fd, 64), 0);
    return fd;
}

static int set_up(void **state)
{
    static struct edge edge;
    static const struct ch_http_limits limits = {.header_ms = SHORT_MS,
                                                 .body_ms = SHORT_MS,
                                                 .reply_ms = LONG_MS,
                                                 .idle_ms = PAUSE_MS};
    struct err err = {0};
    *state = &edge;
    snprintf(edge.folder, sizeof edge.folder, "/tmp/vd-edge-XXXXXX");
    assert_non_null(mkdtemp(edge.folder));
    snprintf(edge.ledger, sizeof edge.ledger, "%s/ledger.db", edge.folder);
    snprintf(edge.world.socket, sizeof edge.world.socket, "%s/s", edge.folder);
    office_open(&edge.office, edge.ledger);
    assert_ok(ch_http_start_with(&edge.office.service, edge.office.db, edge.ledger,
                                 listen_on(edge.world.socket), &limits, &edge.http, &err),
              err);
    return 0;
}

static int tear_down(void **state)
{
    struct edge *e = *state;
    char command[128];
    ch_http_stop(e->http);
    office_close(&e->office);
    static const char *const names[] = {"ledger.db", "ledger.db-wal", "ledger.db-shm",
                                        "ledger.db.lock", "s"};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        snprintf(command, sizeof command, "%s/%s", e->folder, names[i]);
        unlink(command);
    }
    return rmdir(e->folder);
}

/* Send a byte each 50 ms, for ten seconds at most. True when the other side closed. */
static bool drip(int fd, const char *bytes)
{
    for (int i = 0; i < 200; i++) {
        struct pollfd p = {.fd = fd, .events = POLLIN};
        char byte = bytes[i % (int)strlen(bytes)], got[512];
        if (send(fd, &byte, 1, MSG_NOSIGNAL) != 1) {
            return true;
        }
        if (poll(&p, 1, 50) > 0 && recv(fd, got, sizeof got, 0) <= 0) {
            return true;
        }
    }
    return false;
}

static int connect_and_say(const struct edge *e, const char *text)
{
    int fd = world_connect(&e->world);
    assert_true(fd >= 0);
    assert_int_equal(send(fd, text, strlen(text), MSG_NOSIGNAL), (ssize_t)strlen(text));
    return fd;
}

static void deadlines__end_a_request_line_that_drips(void **state)
{
    int fd = connect_and_say(*state, "G");
    assert_true(drip(fd, "x"));
    close(fd);
}

static void deadlines__end_headers_that_drip(void **state)
{
    int fd = connect_and_say(*state, "GET /healthz HTTP/1.1\r\nHost: x\r\nX-A: ");
    assert_true(drip(fd, "y"));
    close(fd);
}

static void deadlines__end_a_body_that_drips(void **state)
{
    int fd = connect_and_say(*state,
                             "POST /v1/organisations HTTP/1.1\r\nHost: x\r\n"
                             "Content-Type: application/json\r\nIdempotency-Key: z\r\n"
                             "Demo-Principal: officer\r\nContent-Length: 5000\r\n\r\n{");
    assert_true(drip(fd, " "));
    close(fd);
}

static void deadlines__end_a_connection_that_says_nothing(void **state)
{
    const struct edge *e = *state;
    int fd = world_connect(&e->world);
    assert_true(world_closed(fd, 10 * SHORT_MS));
    close(fd);
}

static void deadlines__let_a_connection_be_used_again(void **state)
{
    const struct edge *e = *state;
    struct world_reply reply = {.status = 0};
    int fd = world_connect(&e->world);
    for (int i = 0; i < 3; i++) {
        assert_true(world_exchange(
            fd, &(struct world_request){.path = "/v1/me", .as = "officer"}, &reply));
        assert_int_equal(reply.status, 200);
        usleep(1300000); /* longer than headers may take, shorter than the pause may */
    }
    assert_true(world_closed(fd, 4 * PAUSE_MS));
    close(fd);
    world_reply_clear(&reply);
}

/* ---- long polls ---- */

struct poller {
    const struct edge *edge;
    char path[900];
    struct world_reply reply;
    atomic_bool done;
};

static void *wait_for_change(void *arg)
{
    struct poller *p = arg;
    world_call(&p->edge->world, &(struct world_request){.path = p->path, .as = "officer"},
               &p->reply);
    atomic_store(&p->done, true);
    return NULL;
}

static void cursor_of(const struct edge *e, char out[900], int wait)
{
    json_t *doc = client_get(&e->world, "officer", "/v1/changes");
    snprintf(out, 900, "/v1/changes?wait=%d&cursor=%s", wait, json_str(doc, "cursor"));
    json_decref(doc);
}

/* A poll outlives every deadline of the edge, and ends with the change it waits for. */
static void changes__wait_past_the_deadlines_for_a_commit(void **state)
{
    const struct edge *e = *state;
    struct poller p = {.edge = e};
    pthread_t thread;
    char id[ID_MAX];
    cursor_of(e, p.path, 25);
    pthread_create(&thread, NULL, wait_for_change, &p);
    usleep(2 * SHORT_MS * 1000);
    assert_false(atomic_load(&p.done));
    client_org(&e->world, "firm", id);
    pthread_join(thread, NULL);
    assert_int_equal(p.reply.status, 200);
    assert_contains(buf_str(&p.reply.body), id);
    world_reply_clear(&p.reply);
}

/* A change that commits while the poll is being set up is not slept through: each of many
 * rounds would otherwise now and then take the whole wait, and the test time out. */
static void changes__never_sleep_through_a_commit(void **state)
{
    const struct edge *e = *state;
    for (int round = 0; round < 60; round++) {
        struct poller p = {.edge = e};
        pthread_t thread;
        char id[ID_MAX];
        cursor_of(e, p.path, 25);
        pthread_create(&thread, NULL, wait_for_change, &p);
        usleep((unsigned)(round * 37 % 400));
        client_org(&e->world, "firm", id);
        pthread_join(thread, NULL);
        assert_contains(buf_str(&p.reply.body), id);
        world_reply_clear(&p.reply);
    }
}

static void changes__answer_empty_when_the_wait_is_over(void **state)
{
    const struct edge *e = *state;
    struct poller p = {.edge = e};
    cursor_of(e, p.path, 1);
    wait_for_change(&p);
    assert_int_equal(p.reply.status, 200);
    assert_contains(buf_str(&p.reply.body), "\"items\":[]");
    world_reply_clear(&p.reply);
}

/* Stopping answers the polls that wait (run last: tear_down stops the edge). */
static void http__answers_waiting_polls_when_it_stops(void **state)
{
    struct edge *e = *state;
    struct poller p[6];
    pthread_t threads[6];
    void *again = state;
    for (int i = 0; i < 6; i++) {
        p[i] = (struct poller){.edge = e};
        cursor_of(e, p[i].path, 25);
        pthread_create(&threads[i], NULL, wait_for_change, &p[i]);
    }
    usleep(200000);
    assert_int_equal(tear_down(state), 0);
    for (int i = 0; i < 6; i++) {
        pthread_join(threads[i], NULL);
        assert_int_equal(p[i].reply.status, 200);
        world_reply_clear(&p[i].reply);
    }
    assert_int_equal(set_up(again), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(deadlines__end_a_request_line_that_drips),
        cmocka_unit_test(deadlines__end_headers_that_drip),
        cmocka_unit_test(deadlines__end_a_body_that_drips),
        cmocka_unit_test(deadlines__end_a_connection_that_says_nothing),
        cmocka_unit_test(deadlines__let_a_connection_be_used_again),
        cmocka_unit_test(changes__wait_past_the_deadlines_for_a_commit),
        cmocka_unit_test(changes__never_sleep_through_a_commit),
        cmocka_unit_test(changes__answer_empty_when_the_wait_is_over),
        cmocka_unit_test(http__answers_waiting_polls_when_it_stops),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
