/* Text mode as people use it without seeing: numbered prompts over a pipe and over a
 * terminal that can do nothing but print. */
#include "tests/support/test.h"

#include "tests/support/console.h"
#include "tests/support/pty.h"
#include "tests/support/world.h"

#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#define NOW "2026-11-20T02:00:05Z"

struct desk {
    struct world world;
    char state[128];
    struct console console;
};
static struct desk desk;

static int open_desk(void **state)
{
    const struct world_options options = {.cases = 240, .now = NOW};
    (void)state;
    if (!world_begin(&desk.world, &options)) {
        print_error("%s\n", desk.world.failed);
        return -1;
    }
    snprintf(desk.state, sizeof desk.state, "%s/console", desk.world.folder);
    return 0;
}

static int close_desk(void **state)
{
    (void)state;
    console_clear(&desk.console);
    world_end(&desk.world);
    return 0;
}

/* Answer the prompts with `input`; what was said. */
static const char *talk(const char *who, const char *lang, const char *input)
{
    const char *args[] = {
        "--socket", desk.world.socket, "--state", desk.state, "--lang", lang, "--as",
        who,        "--text",          NULL};
    console_run_with(&desk.console, args, input);
    if (desk.console.status != 0) {
        fail_msg("status %d: %s%s", desk.console.status, buf_str(&desk.console.out),
                 buf_str(&desk.console.err));
    }
    return buf_str(&desk.console.out);
}

/* No escape, no return, no drawing character: only lines. */
static void assert_plain(const char *said)
{
    for (const char *at = said; *at; at++) {
        if ((unsigned char)*at < ' ' && *at != '\n') {
            fail_msg("byte %02X in: %.300s", (unsigned char)*at, at);
        }
    }
    assert_null(strstr(said, "─"));
    assert_null(strstr(said, "█"));
}

/* The number of the first listed case, "26-000123-X". */
static void first_case(const char *said, char out[24])
{
    const char *at = strstr(said, "\n1. 26-");
    assert_non_null(at);
    snprintf(out, 24, "%.*s", (int)strcspn(at + 4, ","), at + 4);
}

/* The listed number of one whose rules all pass. */
static int passing_case(const char *said)
{
    const char *at = strstr(said, ", PASS, in review");
    assert_non_null(at);
    while (at > said && at[-1] != '\n') {
        at--;
    }
    return atoi(at);
}

static void text_mode__begins_with_numbered_choices(void **state)
{
    (void)state;
    const char *said = talk("officer", "en", "quit\n");
    assert_plain(said);
    assert_contains(said, "voucherdesk, text mode. You are ");
    assert_contains(said, "\n1. queue: ");
    assert_contains(said, "Type a number or a command:");
}

static void queue__is_listed_by_pages_and_opened_by_number(void **state)
{
    (void)state;
    const char *said = talk("officer", "en", "1\nnext\n11\nquit\n");
    assert_plain(said);
    assert_contains(said, "1 to 10 of ");
    assert_contains(said, "11 to 20 of ");
    assert_contains(said, "credit code: ");
    assert_contains(said, "registered in the area");
}

static void reject__asks_a_reason_shows_what_happens_and_wants_words(void **state)
{
    char number[24], input[80];
    (void)state;
    const char *said = talk("officer", "en", "queue\nreject 1\n17\n\nyes reject\nquit\n");
    assert_plain(said);
    first_case(said, number);
    assert_contains(said, "17. a document cannot be read");
    assert_contains(said, "would become: rejected");
    assert_contains(said, "To do it type: yes reject");
    assert_contains(said, "rejected: ");
    snprintf(input, sizeof input, "case %s\nundo\nyes undo\nquit\n", number);
    said = talk("officer", "en", input);
    assert_contains(said, "reason: a document cannot be read");
    assert_contains(said, "undone: ");
}

static void approve__is_left_unless_the_words_are_typed(void **state)
{
    static const char *const answers[] = {"", "y", "yes", "approve", "yes reject"};
    char input[120];
    (void)state;
    int number = passing_case(talk("officer2", "en", "queue\nnext\nnext\nquit\n"));
    for (size_t i = 0; i < COUNT_OF(answers); i++) {
        snprintf(input, sizeof input,
                 "queue\nnext\nnext\napprove %d\n\n%s\noutbox\nquit\n", number,
                 answers[i]);
        const char *said = talk("officer2", "en", input);
        assert_contains(said, "left; nothing was done");
        assert_contains(said, "the outbox is empty");
    }
}

static void approve__of_several_is_one_batch(void **state)
{
    (void)state;
    const char *said = talk(
        "officer", "en", "queue\nfilter 上海\napprove 1 2\nyes approve\noutbox\nquit\n");
    assert_contains(said, "This acts on cases: ");
    assert_contains(said, "budget ");
    assert_contains(said, "Approve, 2 cases");
}

static void numbers__that_were_not_listed_decide_nothing(void **state)
{
    (void)state;
    const char *said = talk("officer", "en", "queue\napprove 1 57\napprove\nx\nquit\n");
    assert_contains(said, "number 57 was not listed yet; nothing was done");
    assert_contains(said, "say which numbers of the list");
    assert_contains(said, "there is no command 'x'");
}

static void report__is_a_form_of_questions(void **state)
{
    (void)state;
    const char *said =
        talk("operator", "en", "report\n1\nabc\n\n\n\n\n\n\n\n\nsend\noutbox\nquit\n");
    assert_plain(said);
    assert_contains(said, "report of ");
    assert_contains(said, "figures are made of digits");
    assert_contains(said, "reported: ");
}

static void places__tell_figures_with_units(void **state)
{
    (void)state;
    const char *said =
        talk("supervisor", "en", "overview\nbudgets\ncentres\nnext\n11\nhelp\nquit\n");
    assert_plain(said);
    assert_contains(said, "million yuan, free ");
    assert_contains(said, "% busy, ");
    assert_contains(said, "the books balance");
    assert_contains(said, "newest figures: ");
}

static void language__is_switched_while_it_runs(void **state)
{
    (void)state;
    const char *said = talk("officer", "zh_CN", "language\nqueue\nquit\n");
    assert_plain(said);
    assert_contains(said, "请输入编号或命令");
    assert_contains(said, "Type a number or a command:");
}

static void end_of_input__leaves(void **state)
{
    (void)state;
    assert_plain(talk("officer", "en", "queue"));
}

static void run_console(void)
{
    char program[512];
    world_program("voucherdesk", program, sizeof program);
    unsetenv("ACCESSIBLE");
    execl(program, program, "--socket", desk.world.socket, "--state", desk.state,
          "--lang", "en", "--as", "officer", (char *)NULL);
    _exit(127);
}

static void dumb_terminal__gets_text_mode(void **state)
{
    struct pty pty;
    (void)state;
    pty_start(&pty, "dumb", 24, 80, run_console);
    pty_wait(&pty, "Type a number or a command: ");
    pty_type(&pty, "2\n");
    pty_wait(&pty, "million yuan");
    pty_type(&pty, "quit\n");
    int status = pty_end(&pty);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    assert_null(memchr(buf_str(&pty.output), 0x1B, pty.output.len));
    buf_clear(&pty.output);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_mode__begins_with_numbered_choices),
        cmocka_unit_test(queue__is_listed_by_pages_and_opened_by_number),
        cmocka_unit_test(reject__asks_a_reason_shows_what_happens_and_wants_words),
        cmocka_unit_test(approve__is_left_unless_the_words_are_typed),
        cmocka_unit_test(approve__of_several_is_one_batch),
        cmocka_unit_test(numbers__that_were_not_listed_decide_nothing),
        cmocka_unit_test(report__is_a_form_of_questions),
        cmocka_unit_test(places__tell_figures_with_units),
        cmocka_unit_test(language__is_switched_while_it_runs),
        cmocka_unit_test(end_of_input__leaves),
        cmocka_unit_test(dumb_terminal__gets_text_mode),
    };
    return cmocka_run_group_tests(tests, open_desk, close_desk);
}
