#include "backend_client/transport.h"

#include "tests/support/liar.h"
#include "tests/support/test.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CAP = 64 * 1024 };

/* A folder for sockets and tokens, and a server of the table given. */
struct place {
    char folder[64], socket[100];
    struct liar *liar;
    struct bc_transport *transport;
};

struct heard {
    int times, status;
    struct err err;
    struct buf body;
};

static void on_reply(void *ctx, struct bc_reply *reply)
{
    struct heard *heard = ctx;
    heard->times++;
    heard->status = reply->status;
    heard->err = reply->err;
    assert_true(reply->body.len <= CAP);
    buf_add(&heard->body, buf_str(&reply->body), reply->body.len);
}

static void set_up(struct place *p, const struct liar_answer *answers)
{
    struct err err = {0};
    *p = (struct place){.folder = "/tmp/vd-transport-XXXXXX"};
    assert_non_null(mkdtemp(p->folder));
    snprintf(p->socket, sizeof p->socket, "%s/s", p->folder);
    if (answers) {
        p->liar = liar_start(p->socket, answers);
        assert_non_null(p->liar);
    }
    const struct bc_transport_config config = {
        .socket = p->socket, .total_s = 5, .slow_s = 1};
    assert_true(bc_transport_open(&config, &p->transport, &err));
}

static void tear_down(struct place *p)
{
    bc_transport_close(p->transport);
    liar_stop(p->liar);
    rmdir(p->folder);
}

static struct heard ask(struct place *p, const char *body)
{
    struct heard heard = {.times = 0};
    unsigned ready;
    const struct bc_request request = {
        .path = "/x", .body = body, .key = body ? "op_1" : NULL, .if_match = -1};
    assert_true(bc_transport_send(p->transport, &request, CAP, 0, on_reply, &heard) > 0);
    for (int i = 0; heard.times == 0 && i < 500; i++) {
        bc_transport_wait(p->transport, -1, -1, 100, &ready);
    }
    assert_int_equal(heard.times, 1);
    return heard;
}

/* Each lie to a question is "unreachable", to a command "unknown", with a sentence. */
static void check_lie(enum liar_lie lie, const char *says)
{
    const struct liar_answer answers[] = {{"/", lie, 0, "", 0}, {NULL, 0, 0, NULL, 0}};
    struct place p;
    set_up(&p, answers);
    struct heard heard = ask(&p, NULL);
    assert_int_equal(heard.err.kind, ERR_UNREACHABLE);
    assert_contains(heard.err.text, says);
    assert_int_equal(heard.status, 0);
    buf_clear(&heard.body);
    heard = ask(&p, "{}");
    assert_int_equal(heard.err.kind, ERR_UNKNOWN);
    buf_clear(&heard.body);
    tear_down(&p);
}

static void transport__a_gibibyte_is_refused_at_the_cap(void **state)
{
    (void)state;
    check_lie(LIAR_HUGE, "larger than");
}

static void transport__endless_chunks_are_refused_at_the_cap(void **state)
{
    (void)state;
    check_lie(LIAR_ENDLESS, "larger than");
}

static void transport__an_unannounced_flood_is_refused_at_the_cap(void **state)
{
    (void)state;
    check_lie(LIAR_UNANNOUNCED, "larger than");
}

static void transport__endless_headers_are_refused(void **state)
{
    (void)state;
    check_lie(LIAR_HEADERS, "larger than");
}

static void transport__a_dripping_answer_is_given_up(void **state)
{
    (void)state;
    check_lie(LIAR_DRIP, "in time");
}

static void transport__an_answer_cut_off_is_an_error(void **state)
{
    (void)state;
    check_lie(LIAR_CUT, "closed the connection");
}

static void transport__a_hang_up_is_an_error(void **state)
{
    (void)state;
    check_lie(LIAR_HANG_UP, "closed the connection");
}

static void transport__a_web_page_is_not_an_answer(void **state)
{
    (void)state;
    check_lie(LIAR_HTML, "not JSON");
}

static void transport__a_redirect_is_not_followed(void **state)
{
    (void)state;
    check_lie(LIAR_REDIRECT, "302");
}

static void transport__garbage_for_a_status_is_an_error(void **state)
{
    (void)state;
    check_lie(LIAR_BAD_STATUS, "/s");
}

static void transport__nobody_there_is_unreachable_even_for_a_command(void **state)
{
    struct place p;
    (void)state;
    set_up(&p, NULL);
    struct heard heard = ask(&p, "{}");
    assert_int_equal(heard.err.kind, ERR_UNREACHABLE);
    assert_contains(heard.err.text, "no clearinghouse answers");
    buf_clear(&heard.body);
    tear_down(&p);
}

static void transport__a_problem_document_becomes_the_error(void **state)
{
    static const struct liar_answer answers[] = {
        {"/x", LIAR_HONEST, 409,
         "{\"type\":\"/problems/budget-exceeded\",\"detail\":\"only 1 fen \\u001b[2J "
         "left\"}",
         1},
        {"/x", LIAR_HONEST, 412, "{\"type\":\"/problems/stale-revision\"}", 1},
        {"/x", LIAR_HONEST, 500, "oops", 1},
        {"/x", LIAR_HONEST, 503, "{\"type\":\"/problems/busy\"}", 1},
        {NULL, 0, 0, NULL, 0}};
    static const enum err_kind kinds[] = {ERR_BUDGET, ERR_STALE, ERR_UNKNOWN, ERR_BUSY};
    static const int statuses[] = {409, 412, 500, 503};
    struct place p;
    (void)state;
    set_up(&p, answers);
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        struct heard heard = ask(&p, "{}");
        assert_int_equal(heard.err.kind, kinds[i]);
        assert_int_equal(heard.err.status, statuses[i]);
        assert_null(strchr(heard.err.text, '\033'));
        assert_true(*heard.err.text);
        buf_clear(&heard.body);
    }
    tear_down(&p);
}

static void transport__a_cancelled_request_never_calls_back(void **state)
{
    static const struct liar_answer answers[] = {{"/x", LIAR_HONEST, 200, "{}", 0},
                                                 {NULL, 0, 0, NULL, 0}};
    struct heard never = {.times = 0};
    struct place p;
    (void)state;
    set_up(&p, answers);
    const struct bc_request request = {.path = "/x", .if_match = -1};
    int64_t ticket = bc_transport_send(p.transport, &request, CAP, 0, on_reply, &never);
    bc_transport_cancel(p.transport, ticket);
    struct heard heard = ask(&p, NULL);
    assert_int_equal(heard.status, 200);
    assert_int_equal(never.times, 0);
    buf_clear(&heard.body);
    tear_down(&p);
}

static void transport__waiting_tells_which_descriptor_is_ready(void **state)
{
    struct place p;
    int ends[2];
    unsigned ready = 9;
    (void)state;
    set_up(&p, NULL);
    assert_int_equal(pipe(ends), 0);
    bc_transport_wait(p.transport, ends[0], -1, 0, &ready);
    assert_int_equal(ready, 0);
    assert_int_equal(write(ends[1], "x", 1), 1);
    bc_transport_wait(p.transport, -1, ends[0], 1000, &ready);
    assert_int_equal(ready, 2);
    struct heard heard = ask(&p, NULL); /* the library is loaded now */
    buf_clear(&heard.body);
    bc_transport_wait(p.transport, ends[0], -1, 1000, &ready);
    assert_int_equal(ready, 1);
    close(ends[0]);
    close(ends[1]);
    tear_down(&p);
}

/* ---- configuration ---- */

static enum err_kind try_server(const char *server, const char *token_file)
{
    const struct bc_transport_config config = {.server = server,
                                               .token_file = token_file};
    struct bc_transport *transport = NULL;
    struct err err = {0};
    bool ok = bc_transport_open(&config, &transport, &err);
    bc_transport_close(transport);
    return ok ? ERR_NONE : err.kind;
}

static void transport__only_https_is_a_server(void **state)
{
    (void)state;
    assert_int_equal(try_server("https://clearing.example", NULL), ERR_NONE);
    assert_int_equal(try_server("http://clearing.example", NULL), ERR_CONFIG);
    assert_int_equal(try_server("ftp://clearing.example", NULL), ERR_CONFIG);
    assert_int_equal(try_server("https://me:secret@clearing.example", NULL), ERR_CONFIG);
    assert_int_equal(try_server("https://", NULL), ERR_CONFIG);
}

static void write_file(const char *path, const char *text, mode_t mode)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
    assert_int_equal(fchmod(fd, mode), 0);
    close(fd);
}

static void transport__a_token_others_can_read_is_refused(void **state)
{
    char folder[] = "/tmp/vd-token-XXXXXX", path[64], link[64];
    (void)state;
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/token", folder);
    snprintf(link, sizeof link, "%s/link", folder);
    write_file(path, "vdt_secret\n", 0600);
    assert_int_equal(try_server("https://clearing.example", path), ERR_NONE);
    assert_int_equal(symlink(path, link), 0);
    assert_int_equal(try_server("https://clearing.example", link), ERR_CONFIG);
    write_file(path, "vdt_secret\n", 0640);
    assert_int_equal(try_server("https://clearing.example", path), ERR_CONFIG);
    write_file(path, "two words\n", 0600);
    assert_int_equal(try_server("https://clearing.example", path), ERR_CONFIG);
    write_file(path, "", 0600);
    assert_int_equal(try_server("https://clearing.example", path), ERR_CONFIG);
    unlink(link);
    unlink(path);
    rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(transport__a_gibibyte_is_refused_at_the_cap),
        cmocka_unit_test(transport__endless_chunks_are_refused_at_the_cap),
        cmocka_unit_test(transport__an_unannounced_flood_is_refused_at_the_cap),
        cmocka_unit_test(transport__endless_headers_are_refused),
        cmocka_unit_test(transport__a_dripping_answer_is_given_up),
        cmocka_unit_test(transport__an_answer_cut_off_is_an_error),
        cmocka_unit_test(transport__a_hang_up_is_an_error),
        cmocka_unit_test(transport__a_web_page_is_not_an_answer),
        cmocka_unit_test(transport__a_redirect_is_not_followed),
        cmocka_unit_test(transport__garbage_for_a_status_is_an_error),
        cmocka_unit_test(transport__nobody_there_is_unreachable_even_for_a_command),
        cmocka_unit_test(transport__a_problem_document_becomes_the_error),
        cmocka_unit_test(transport__a_cancelled_request_never_calls_back),
        cmocka_unit_test(transport__waiting_tells_which_descriptor_is_ready),
        cmocka_unit_test(transport__only_https_is_a_server),
        cmocka_unit_test(transport__a_token_others_can_read_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
