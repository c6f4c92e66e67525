/* Files made by `voucherdesk export`, and completion as a shell runs it. */
#include "tests/support/test.h"

#include "backend_client/csv.h"
#include "common/json.h"
#include "tests/support/console.h"
#include "tests/support/world.h"

#include <jansson.h>
#include <stdlib.h>
#include <unistd.h>

#define NOW "2026-11-20T02:00:05Z"
#define HOSTILE "<img src=x onerror=alert(1)> &\\\"'=2"

struct desk {
    struct world world;
    char state[128];
    struct console console;
};

static int open_desk(void **state)
{
    static struct desk desk;
    const struct world_options options = {.cases = 240, .now = NOW};
    if (!world_begin(&desk.world, &options)) {
        print_error("%s\n", desk.world.failed);
        return -1;
    }
    snprintf(desk.state, sizeof desk.state, "%s/console", desk.world.folder);
    *state = &desk;
    return 0;
}

static int close_desk(void **state)
{
    struct desk *desk = *state;
    console_clear(&desk->console);
    world_end(&desk->world);
    return 0;
}

/* `voucherdesk … export LINE`; its output. */
static const char *export_as(struct desk *desk, const char *who, const char *lang,
                             const char *line, int wanted)
{
    const char *args[24] = {"--socket", desk->world.socket,
                            "--state",  desk->state,
                            "--lang",   lang,
                            "--as",     who,
                            "export"};
    char text[300];
    int count = 9;
    snprintf(text, sizeof text, "%s", line);
    for (char *word = strtok(text, " "); word && count < 23; word = strtok(NULL, " ")) {
        args[count++] = word;
    }
    console_run(&desk->console, args);
    if (desk->console.status != wanted) {
        fail_msg("%s: status %d: %s", line, desk->console.status,
                 buf_str(&desk->console.err));
    }
    return buf_str(&desk->console.out);
}

static void svg__is_the_same_twice_at_a_fixed_instant(void **state)
{
    static const char *const screens[] = {"overview", "queue", "budgets", "centres",
                                          "outbox"};
    for (size_t i = 0; i < COUNT_OF(screens); i++) {
        char line[120];
        snprintf(line, sizeof line, "%s --svg --at 2026-11-20T02:00:35Z", screens[i]);
        char *first = strdup(export_as(*state, "supervisor", "en", line, 0));
        assert_non_null(first);
        assert_contains(first, "<svg xmlns=");
        assert_string_equal(first, export_as(*state, "supervisor", "en", line, 0));
        free(first);
    }
}

static void text__is_the_screen(void **state)
{
    const char *said = export_as(*state, "officer", "en", "queue --text --size 80x24", 0);
    int rows = 0;
    assert_contains(said, "[2 Applications]");
    for (const char *at = said; (at = strchr(at, '\n')); at++) {
        rows++;
    }
    assert_int_equal(rows, 24);
}

static void keys__open_what_is_in_front_of_the_screen(void **state)
{
    assert_contains(export_as(*state, "officer", "en", "queue --text --keys jr", 0),
                    "› Decision");
}

static void csv__has_every_row_and_reads_back(void **state)
{
    struct bc_csv csv;
    struct bc_csv_row row = {.count = 0};
    struct err err = {0};
    int rows = 0;
    const char *said = export_as(*state, "officer", "zh_CN", "queue --csv", 0);
    bc_csv_open(&csv, said, strlen(said));
    assert_true(bc_csv_next(&csv, &row, &err));
    assert_string_equal(row.cells[0], "number"); /* the same in every language */
    int columns = row.count;
    while (bc_csv_next(&csv, &row, &err)) {
        assert_int_equal(row.count, columns);
        rows++;
    }
    assert_int_equal(err.kind, ERR_NONE);
    assert_true(rows > 0);
    bc_csv_row_clear(&row);
}

static void usage__is_told(void **state)
{
    struct desk *desk = *state;
    export_as(desk, "officer", "en", "queue --svg --csv", 2);
    assert_contains(buf_str(&desk->console.err), "give one of --svg");
    export_as(desk, "officer", "en", "queue --html", 2);
    export_as(desk, "officer", "en", "queue --size 12", 2);
    export_as(desk, "officer", "en", "nothing --svg", 2);
    assert_contains(buf_str(&desk->console.err), "there is no screen 'nothing'");
    export_as(desk, "operator", "en", "report", 77);
}

static void add_hostile_centre(struct desk *desk)
{
    struct world_reply reply = {.status = 0};
    const struct world_request request = {
        .method = "POST",
        .path = "/v1/centres",
        .as = "supervisor",
        .key = "hostile-centre",
        .body = "{\"slug\":\"hostile\",\"name\":\"" HOSTILE "\"}"};
    int status = world_call(&desk->world, &request, &reply);
    if (status != 201) {
        fail_msg("%d: %s", status, buf_str(&reply.body));
    }
    world_reply_clear(&reply);
}

static void report__is_self_contained_and_escapes_names(void **state)
{
    struct desk *desk = *state;
    add_hostile_centre(desk);
    const char *said = export_as(desk, "supervisor", "en", "report --html", 0);
    assert_contains(said, "<!DOCTYPE html>");
    assert_contains(said, "&lt;img src=x onerror=alert(1)&gt; &amp;&quot;&#39;=2");
    assert_null(strstr(said, "<img"));
    assert_null(strstr(said, "<script"));
    assert_null(strstr(said, "href="));
    assert_contains(said, "of 13 tranches add up");
    said = export_as(desk, "supervisor", "zh_CN", "report", 0);
    assert_contains(said, "<html lang=\"zh-CN\">");
    assert_contains(said, "可用");
}

/* ---- completion ---- */

/* What bash offers after these words. */
static void complete(struct desk *desk, const char *words, struct buf *out)
{
    char program[512], path[200];
    char block[4096];
    const char *args[] = {"--lang", "en", "completion", "bash", NULL};
    console_run(&desk->console, args);
    assert_int_equal(desk->console.status, 0);
    snprintf(path, sizeof path, "%s/complete.sh", desk->world.folder);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fprintf(file,
            "%s\nCOMP_WORDS=(voucherdesk %s)\nCOMP_CWORD=$((${#COMP_WORDS[@]} - 1))\n"
            "_voucherdesk\nprintf '%%s ' \"${COMPREPLY[@]}\"\n",
            buf_str(&desk->console.out), words);
    fclose(file);
    snprintf(program, sizeof program, "bash %s", path);
    FILE *shell = popen(program, "r");
    assert_non_null(shell);
    buf_reset(out);
    for (size_t got; (got = fread(block, 1, sizeof block, shell)) > 0;) {
        buf_add(out, block, got);
    }
    assert_int_equal(pclose(shell), 0);
}

static void completion__offers_verbs_options_and_reasons(void **state)
{
    static const struct {
        const char *words, *offered;
    } cases[] = {
        {"appl", "applications "},
        {"applications ''", "list show submit "},
        {"applications list --st", "--status "},
        {"--lang z", "zh_CN "},
        {"--lang en reject 26-000001-X --reason cap", "cap-reached "},
        {"--theme high", "high-contrast "},
        {"export qu", "queue "},
        {"completion b", "bash "},
        {"--as officer outbox r", "retry "},
    };
    struct buf out = {0};
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        complete(*state, cases[i].words, &out);
        assert_string_equal(buf_str(&out), cases[i].offered);
    }
    buf_clear(&out);
}

static bool decides(const json_t *reason)
{
    static const char *const verbs[] = {"reject", "return", "undo", "approve", "accept"};
    size_t at;
    const json_t *word;
    json_array_foreach(json_object_get(reason, "decisions"), at, word)
    {
        for (size_t i = 0; i < COUNT_OF(verbs); i++) {
            if (strcmp(json_string_value(word), verbs[i]) == 0) {
                return true;
            }
        }
    }
    return false;
}

static void completion__knows_the_reasons_of_the_api(void **state)
{
    struct desk *desk = *state;
    struct world_reply reply = {.status = 0};
    const struct world_request request = {.path = "/v1/reasons", .as = "officer"};
    struct buf out = {0};
    struct err err = {0};
    json_t *body = NULL, *reason;
    size_t at;
    assert_int_equal(world_call(&desk->world, &request, &reply), 200);
    assert_ok(json_read(buf_str(&reply.body), reply.body.len, 1 << 20, &body, &err), err);
    complete(desk, "reject X --reason ''", &out);
    json_array_foreach(json_object_get(body, "items"), at, reason)
    {
        if (decides(reason)) {
            assert_contains(buf_str(&out),
                            json_string_value(json_object_get(reason, "code")));
        }
    }
    json_decref(body);
    buf_clear(&out);
    world_reply_clear(&reply);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(svg__is_the_same_twice_at_a_fixed_instant),
        cmocka_unit_test(text__is_the_screen),
        cmocka_unit_test(keys__open_what_is_in_front_of_the_screen),
        cmocka_unit_test(csv__has_every_row_and_reads_back),
        cmocka_unit_test(usage__is_told),
        cmocka_unit_test(report__is_self_contained_and_escapes_names),
        cmocka_unit_test(completion__offers_verbs_options_and_reasons),
        cmocka_unit_test(completion__knows_the_reasons_of_the_api),
    };
    return cmocka_run_group_tests(tests, open_desk, close_desk);
}
