#include "tests/support/test.h"

#include "tui/verbs/verbs.h"

/* argv of a call, split by the verb that its words name. */
static bool parse(const char *line, struct tui_call *call, struct err *err)
{
    static char text[300];
    static char *argv[20];
    int argc = 0, words;
    snprintf(text, sizeof text, "%s", line);
    for (char *word = strtok(text, " "); word; word = strtok(NULL, " ")) {
        argv[argc++] = word;
    }
    const struct tui_verb *verb = tui_verb_find(argc, argv, &words);
    assert_non_null(verb);
    *call = (struct tui_call){.json = false};
    return tui_call_parse(argc - words, argv + words, verb, call, err);
}

static void parse__splits_options_from_operands(void **state)
{
    struct tui_call call;
    struct err err = {0};
    (void)state;
    assert_ok(parse("approve 26-1 --amount 5k 26-2 --json --note=x", &call, &err), err);
    assert_int_equal(call.operand_count, 2);
    assert_string_equal(call.operands[0], "26-1");
    assert_string_equal(call.operands[1], "26-2");
    assert_string_equal(call.amount, "5k");
    assert_string_equal(call.note, "x");
    assert_true(call.json);
    assert_false(call.dry_run);
    assert_int_equal(call.limit, -1);
    assert_ok(parse("applications list --limit 7", &call, &err), err);
    assert_int_equal(call.limit, 7);
    assert_ok(parse("applications submit -- --json", &call, &err), err);
    assert_string_equal(call.operands[0], "--json");
    assert_ok(parse("audit verify -", &call, &err), err);
    assert_string_equal(call.operands[0], "-");
}

static void parse__names_what_is_wrong_and_the_usage(void **state)
{
    struct tui_call call;
    struct err err = {0};
    (void)state;
    assert_refused(parse("approve 26-1 --limit 3", &call, &err), err, ERR_USAGE,
                   "--limit is not an option of this verb; usage: voucherdesk approve "
                   "CASE…");
    assert_refused(parse("approve 26-1 --note", &call, &err), err, ERR_USAGE,
                   "--note needs a value");
    assert_refused(parse("approve 26-1 --json=yes", &call, &err), err, ERR_USAGE,
                   "--json takes no value");
    assert_refused(parse("applications list --limit many", &call, &err), err, ERR_USAGE,
                   "--limit needs a whole number");
    assert_refused(parse("approve", &call, &err), err, ERR_USAGE, "needs more");
    assert_refused(parse("budgets all", &call, &err), err, ERR_USAGE,
                   "all is one too many");
}

static void find__takes_whole_words_only(void **state)
{
    char applications[] = "applications", list[] = "list", lis[] = "lis";
    char *known[] = {applications, list, lis}, *unknown[] = {applications, lis};
    int words;
    (void)state;
    assert_string_equal(tui_verb_find(3, known, &words)->words, "applications list");
    assert_int_equal(words, 2);
    assert_null(tui_verb_find(2, unknown, &words));
    assert_null(tui_verb_find(1, known, &words));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parse__splits_options_from_operands),
        cmocka_unit_test(parse__names_what_is_wrong_and_the_usage),
        cmocka_unit_test(find__takes_whole_words_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
