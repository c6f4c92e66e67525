#include "tests/support/test.h"

#include "clearinghouse/framing.h"

struct pair {
    const char *name, *value;
};

static const char *judge(const char *method, const struct pair *pairs)
{
    struct ch_framing f = {.length = NULL};
    for (; pairs->name; pairs++) {
        ch_framing_add(&f, pairs->name, pairs->value);
    }
    return ch_framing_problem(&f, method);
}

static void framing__takes_ordinary_requests(void **state)
{
    static const struct pair get[] = {
        {"Host", "x"}, {"Accept", "*/*"}, {"Accept", "a"}, {NULL, NULL}};
    static const struct pair post[] = {{"host", "x"},
                                       {"Content-Length", "12"},
                                       {"Content-Type", "application/json"},
                                       {"Idempotency-Key", "k"},
                                       {NULL, NULL}};
    static const struct pair chunked[] = {{"Transfer-Encoding", "chunked"}, {NULL, NULL}};
    static const struct pair empty[] = {{"Content-Length", "0"}, {NULL, NULL}};
    (void)state;
    assert_null(judge("GET", get));
    assert_null(judge("POST", post));
    assert_null(judge("POST", chunked));
    assert_null(judge("GET", empty));
}

static void framing__refuses_what_can_be_read_two_ways(void **state)
{
    static const struct {
        const char *method;
        struct pair pairs[3];
        const char *problem;
    } cases[] = {
        {"POST", {{"Content-Length", "3"}, {"content-length", "5"}}, "twice"},
        {"POST", {{"Content-Length", "3"}, {"Content-Length", "3"}}, "twice"},
        {"POST", {{"Content-Length", "3"}, {"Transfer-Encoding", "chunked"}}, "both"},
        {"POST", {{"Transfer-Encoding", "gzip, chunked"}}, "chunked"},
        {"POST", {{"Transfer-Encoding", "xchunked"}}, "chunked"},
        {"POST", {{"Transfer-Encoding", ""}}, "chunked"},
        {"POST", {{"Content-Length", "+3"}}, "number"},
        {"POST", {{"Content-Length", "3, 3"}}, "number"},
        {"POST", {{"Content-Length", ""}}, "number"},
        {"POST", {{"Content-Length", "9999999999999999"}}, "number"},
        {"POST", {{"Content-Length ", "3"}}, "name"},
        {"POST", {{"Content\x0bLength", "3"}}, "name"},
        {"GET", {{"Content-Length", "3"}}, "body"},
        {"GET", {{"Transfer-Encoding", "chunked"}}, "body"},
        {"GET", {{"Authorization", "a"}, {"Authorization", "b"}}, "twice"},
        {"POST", {{"Idempotency-Key", "a"}, {"Idempotency-Key", "a"}}, "twice"},
        {"GET", {{"Demo-Principal", "a"}, {"demo-principal", "b"}}, "twice"},
        {"GET", {{"Host", "a"}, {"Host", "b"}}, "twice"},
        {"GET", {{"Upgrade", "h2c"}}, "Upgrade"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *problem = judge(cases[i].method, cases[i].pairs);
        if (!problem) {
            fail_msg("case %zu was taken", i);
        }
        assert_contains(problem, cases[i].problem);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(framing__takes_ordinary_requests),
        cmocka_unit_test(framing__refuses_what_can_be_read_two_ways),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
