#include "tests/support/test.h"

#include "tests/support/world.h"

#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static int set_up(void **state)
{
    static struct world world;
    *state = &world;
    if (!world_begin(&world, &(struct world_options){.cases = 0})) {
        print_error("%s\n", world.failed);
        return -1;
    }
    return 0;
}

static int tear_down(void **state)
{
    world_end(*state);
    return 0;
}

/* One exchange of raw bytes; the status, and whether the connection was closed after: a
 * close that is expected is waited for, one that is not is given a moment to show. */
static int raw(const struct world *w, const char *bytes, size_t len, bool *closed,
               char *type, size_t size)
{
    int patience = *closed ? 10000 : 50;
    struct world_reply reply = {.status = 0};
    int fd = world_connect(w);
    assert_true(fd >= 0);
    bool answered = world_exchange_raw(fd, bytes, len, &reply);
    int status = answered ? reply.status : 0;
    *closed = !answered || world_closed(fd, patience);
    const char *found = strstr(buf_str(&reply.body), "/problems/");
    snprintf(type, size, "%.*s", found ? (int)strcspn(found + 10, "\"") : 0,
             found ? found + 10 : "");
    close(fd);
    world_reply_clear(&reply);
    return status;
}

#define JSON "Content-Type: application/json\r\n"
#define AS "Host: x\r\nDemo-Principal: officer\r\n"
#define POST "POST /v1/organisations HTTP/1.1\r\n" AS JSON

static const struct edge {
    const char *bytes;
    int status;
    const char *type;
    bool closed;
} edges[] = {
    {"GET /v1/me HTTP/1.1\r\n" AS "\r\n", 200, "", false},
    {"GET /v1/me HTTP/1.1\r\nHost: x\r\nDemo-Principal: nobody\r\n\r\n", 401,
     "unknown-principal", false},
    {"GET /v1/me HTTP/1.1\r\nHost: x\r\n\r\n", 401, "no-identity", false},
    {"GET /nothing HTTP/1.1\r\n" AS "\r\n", 404, "not-found", false},
    {"GET /v1/me/ HTTP/1.1\r\n" AS "\r\n", 404, "not-found", false},
    {"GET /v1/organisations%2fx HTTP/1.1\r\n" AS "\r\n", 404, "not-found", false},
    {"GET /v1/organisations/%00 HTTP/1.1\r\n" AS "\r\n", 404, "not-found", false},
    {"GET /v1/organisations/%zz HTTP/1.1\r\n" AS "\r\n", 404, "not-found", false},
    {"PUT /v1/me HTTP/1.1\r\n" AS "Content-Length: 0\r\n\r\n", 405, "wrong-method",
     false},
    {"DELETE /v1/applications HTTP/1.1\r\n" AS "\r\n", 405, "wrong-method", false},
    {"GET /v1/me?x=1 HTTP/1.1\r\n" AS "\r\n", 400, "unknown-parameter", false},
    {"GET /v1/me?dry_run=true HTTP/1.1\r\n" AS "\r\n", 400, "unknown-parameter", false},
    {"GET /v1/organisations?q=a&q=b HTTP/1.1\r\n" AS "\r\n", 400, "bad-query", false},
    {"GET /v1/organisations?limit=0 HTTP/1.1\r\n" AS "\r\n", 400, "bad-limit", false},
    {"GET /v1/organisations?limit=1001 HTTP/1.1\r\n" AS "\r\n", 400, "bad-limit", false},
    {"GET /v1/organisations?after=!! HTTP/1.1\r\n" AS "\r\n", 400, "bad-cursor", false},
    {"GET /v1/centres/x/readings?step=9223372036854775807 HTTP/1.1\r\n" AS "\r\n", 400,
     "bad-range", false},
    {"GET /v1/organisations/x HTTP/1.1\r\nHost: x\r\nDemo-Principal: operator\r\n\r\n",
     403, "wrong-role", false},
    {POST "Idempotency-Key: a\r\nContent-Length: 2\r\n\r\n{}", 422, "invalid-fields",
     false},
    {POST "Content-Length: 2\r\n\r\n{}", 400, "missing-key", false},
    {POST "Idempotency-Key: a b\r\nContent-Length: 2\r\n\r\n{}", 400, "missing-key",
     false},
    {POST "Idempotency-Key: c\r\nContent-Length: 1\r\n\r\n{", 400, "bad-json", false},
    {POST "Idempotency-Key: c\r\nContent-Length: 2\r\n\r\n[]", 400, "bad-json", false},
    {POST "Idempotency-Key: c\r\nContent-Length: 0\r\n\r\n", 400, "bad-json", false},
    {POST "Idempotency-Key: c\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
     422, "invalid-fields", false},
    {"POST /v1/organisations HTTP/1.1\r\n" AS
     "Content-Type: text/plain\r\nIdempotency-Key: d\r\nContent-Length: 2\r\n\r\n{}",
     415, "wrong-type", false},
    {"POST /v1/organisations HTTP/1.1\r\n" AS
     "Idempotency-Key: d\r\nContent-Length: 2\r\n\r\n{}",
     415, "wrong-type", false},
    {"POST /v1/organisations?dry_run=true HTTP/1.1\r\n" AS JSON
     "Idempotency-Key: e\r\nContent-Length: 2\r\n\r\n{}",
     400, "unknown-parameter", false},
    {POST "Idempotency-Key: f\r\nContent-Length: 65537\r\n\r\n{", 413, "too-large", true},
    {POST "Content-Length: 2\r\nContent-Length: 30\r\n\r\n{}GET /v1/me HTTP/1.1\r\n\r\n",
     400, "malformed", true},
    {POST "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}", 400, "malformed",
     true},
    {POST "Transfer-Encoding: gzip\r\n\r\n{}", 400, "malformed", true},
    {POST "Content-Length : 2\r\n\r\n{}", 400, "malformed", true},
    {POST "Idempotency-Key: a\r\nIdempotency-Key: b\r\nContent-Length: 2\r\n\r\n{}", 400,
     "malformed", true},
    {"GET /v1/me HTTP/1.1\r\n" AS "Demo-Principal: admin\r\n\r\n", 400, "malformed",
     true},
    {"GET /v1/me HTTP/1.1\r\n" AS "Authorization: a\r\nAuthorization: b\r\n\r\n", 400,
     "malformed", true},
    {"GET /v1/me HTTP/1.1\r\n" AS "Content-Length: 2\r\n\r\n{}", 400, "malformed", true},
    {"GET /v1/me HTTP/1.1\r\n" AS "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400,
     "malformed", true},
    {"GET /v1/me HTTP/1.1\r\n" AS "Upgrade: websocket\r\n\r\n", 400, "malformed", true},
};

static void http__answers_each_edge_as_the_contract_says(void **state)
{
    const struct world *w = *state;
    for (size_t i = 0; i < COUNT_OF(edges); i++) {
        bool closed;
        char type[64];
        int status =
            raw(w, edges[i].bytes, strlen(edges[i].bytes), &closed, type, sizeof type);
        if (status != edges[i].status || strcmp(type, edges[i].type) != 0 ||
            closed != edges[i].closed) {
            fail_msg("%d %s%s, not %d %s%s, for: %s", status, type,
                     closed ? " closed" : "", edges[i].status, edges[i].type,
                     edges[i].closed ? " closed" : "", edges[i].bytes);
        }
    }
}

static void http__limits_address_and_headers(void **state)
{
    const struct world *w = *state;
    char *text = malloc(20000), type[64];
    bool closed = true;
    int n = snprintf(text, 20000,
                     "GET /v1/organisations?q=%05000d HTTP/1.1\r\n" AS "\r\n", 1);
    assert_int_equal(raw(w, text, (size_t)n, &closed, type, sizeof type), 414);
    assert_string_equal(type, "uri-too-long");
    assert_true(closed);
    n = snprintf(text, 20000, "GET /v1/me HTTP/1.1\r\n" AS "X-Long: %09000d\r\n\r\n", 1);
    assert_int_equal(raw(w, text, (size_t)n, &closed, type, sizeof type), 431);
    assert_string_equal(type, "headers-too-large");
    assert_true(closed);
    closed = false;
    n = snprintf(text, 20000, "GET /v1/organisations?q=%03900d HTTP/1.1\r\n" AS "\r\n",
                 1);
    assert_int_equal(raw(w, text, (size_t)n, &closed, type, sizeof type), 200);
    free(text);
}

static void http__names_the_methods_there_are(void **state)
{
    const struct world *w = *state;
    struct world_reply reply = {.status = 0};
    char allow[64];
    world_call(w,
               &(struct world_request){
                   .method = "DELETE", .path = "/v1/applications", .as = "officer"},
               &reply);
    assert_int_equal(reply.status, 405);
    assert_string_equal(world_header(&reply, "Allow", allow, sizeof allow), "GET, POST");
    world_reply_clear(&reply);
}

static void http__gives_etag_and_not_modified(void **state)
{
    const struct world *w = *state;
    struct world_reply reply = {.status = 0};
    char etag[64], header[100];
    struct world_request q = {.path = "/v1/programmes/henan", .as = "officer"};
    assert_int_equal(world_call(w, &q, &reply), 200);
    world_header(&reply, "ETag", etag, sizeof etag);
    assert_string_equal(etag, "\"1\"");
    assert_string_equal(world_header(&reply, "Cache-Control", header, sizeof header),
                        "no-store");
    snprintf(header, sizeof header, "If-None-Match: %s\r\n", etag);
    q.headers = header;
    assert_int_equal(world_call(w, &q, &reply), 304);
    assert_int_equal(reply.body.len, 0);
    q.headers = "If-None-Match: \"99\"\r\n";
    assert_int_equal(world_call(w, &q, &reply), 200);
    world_reply_clear(&reply);
}

/* The Link of a page leads to the next one with the same filter. */
static void http__links_pages_with_their_filter(void **state)
{
    const struct world *w = *state;
    struct world_reply reply = {.status = 0};
    char link[2048], path[2048];
    int pages = 0, items = 0;
    snprintf(path, sizeof path, "/v1/organisations?q=%%E4%%B8%%8A%%E6%%B5%%B7&limit=7");
    while (*path && pages < 100) {
        struct world_request q = {.path = path, .as = "officer"};
        assert_int_equal(world_call(w, &q, &reply), 200);
        for (const char *at = buf_str(&reply.body); (at = strstr(at, "\"id\":\"org_"));
             at++) {
            items++;
        }
        world_header(&reply, "Link", link, sizeof link);
        char *end = strchr(link, '>');
        if (end) {
            *end = '\0';
        }
        snprintf(path, sizeof path, "%s", *link ? link + 1 : "");
        pages++;
    }
    assert_true(pages > 1);
    assert_true(items > 7);
    world_reply_clear(&reply);
}

/* Requests with bytes changed, cut or doubled at random, then the end of the stream. */
static void garble(uint64_t *seed, char *text, size_t *len, size_t size)
{
    for (int i = 0; i < 4; i++) {
        *seed = *seed * UINT64_C(6364136223846793005) + 1442695040888963407u;
        size_t at = (size_t)(*seed >> 33) % *len;
        switch ((*seed >> 20) % 4) {
        case 0:
            text[at] = (char)(*seed >> 40);
            break;
        case 1:
            *len = at + 1;
            break;
        case 2:
            if (*len * 2 - at < size) {
                memmove(text + *len, text + at, *len - at);
                *len += *len - at;
            }
            break;
        default:
            memmove(text + at, text + at + 1, *len - at - 1);
            *len -= *len > 1;
        }
    }
}

static void http__outlives_garbage(void **state)
{
    const struct world *w = *state;
    struct world_reply reply = {.status = 0};
    uint64_t seed = 7;
    for (int i = 0; i < 600; i++) {
        const char *bytes = edges[(size_t)i % COUNT_OF(edges)].bytes;
        char text[4096], got[1024];
        size_t len = strlen(bytes);
        memcpy(text, bytes, len);
        garble(&seed, text, &len, sizeof text);
        int fd = world_connect(w);
        assert_true(fd >= 0);
        if (send(fd, text, len, MSG_NOSIGNAL) > 0) {
            shutdown(fd, SHUT_WR);
            while (recv(fd, got, sizeof got, 0) > 0) {
            }
        }
        close(fd);
    }
    assert_int_equal(world_call(w, &(struct world_request){.path = "/healthz"}, &reply),
                     200);
    assert_int_equal(waitpid(w->pid, NULL, WNOHANG), 0);
    world_reply_clear(&reply);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(http__answers_each_edge_as_the_contract_says),
        cmocka_unit_test(http__limits_address_and_headers),
        cmocka_unit_test(http__names_the_methods_there_are),
        cmocka_unit_test(http__gives_etag_and_not_modified),
        cmocka_unit_test(http__outlives_garbage),
        cmocka_unit_test(http__links_pages_with_their_filter),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
