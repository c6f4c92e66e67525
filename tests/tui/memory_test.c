#include "tests/support/test.h"

#include "tui/memory.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[64];

static int make_folder(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/memory_test_XXXXXX");
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    char command[100];
    (void)state;
    snprintf(command, sizeof command, "rm -r '%s'", folder);
    return system(command);
}

static const struct tui_visit here = {.screen = "queue",
                                      .place = {.view = "ready",
                                                .filter = "星河",
                                                .sort = "ask",
                                                .descending = true,
                                                .id = "app_1",
                                                .number = "26-000418-K"}};

static void memory__comes_back_for_the_same_server_and_person(void **state)
{
    static struct tui_memory kept, read;
    struct err err = {0};
    struct stat st;
    (void)state;
    tui_memory_read(&kept, folder, "https://a", "lin");
    kept.toured = kept.mouse = true;
    kept.last = here;
    strcpy(kept.link, "slow");
    tui_memory_command(&kept, "cases returned 星河");
    assert_true(tui_memory_bookmark(&kept, &here, "Applications · 26-000418-K"));
    assert_ok(tui_memory_write(&kept, &err), err);

    tui_memory_read(&read, folder, "https://a", "lin");
    assert_true(read.toured && read.mouse && read.last.place.descending);
    assert_string_equal(read.link, "slow");
    assert_string_equal(read.last.screen, "queue");
    assert_string_equal(read.last.place.filter, "星河");
    assert_string_equal(read.last.place.id, "app_1");
    assert_int_equal(read.bookmark_count, 1);
    assert_string_equal(read.bookmarks[0].title, "Applications · 26-000418-K");
    assert_string_equal(read.commands[0], "cases returned 星河");
    assert_int_equal(stat(kept.path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);

    tui_memory_read(&read, folder, "https://a", "zhou");
    assert_false(read.toured);
    tui_memory_read(&read, folder, "https://b", "lin");
    assert_int_equal(read.bookmark_count, 0);
}

static void memory__of_a_spoilt_file_takes_what_it_can(void **state)
{
    static struct tui_memory memory;
    (void)state;
    tui_memory_read(&memory, folder, "s", "p");
    FILE *file = fopen(memory.path, "w");
    assert_non_null(file);
    fputs("voucherdesk\t1\nnonsense\nlast\tqueue\tonly\nbookmark\t\t\t\nfuture\t1\t2\n"
          "command\tbudgets\ncommand\nlink\tslowslowslowslow\n",
          file);
    fclose(file);
    tui_memory_read(&memory, folder, "s", "p");
    assert_string_equal(memory.last.screen, "");
    assert_int_equal(memory.bookmark_count, 0);
    assert_int_equal(memory.command_count, 1);
    assert_string_equal(memory.commands[0], "budgets");
    assert_string_equal(memory.link, "slowslo");
}

static void memory__line_ends_in_what_is_kept_do_no_harm(void **state)
{
    static struct tui_memory memory;
    struct tui_visit visit = here;
    struct err err = {0};
    (void)state;
    tui_memory_read(&memory, folder, "x", "y");
    strcpy(visit.place.filter, "a\nmouse\ton");
    memory.last = visit;
    assert_ok(tui_memory_write(&memory, &err), err);
    tui_memory_read(&memory, folder, "x", "y");
    assert_false(memory.mouse);
    assert_string_equal(memory.last.place.filter, "a mouse on");
}

static void command__oldest_gives_way_and_the_same_is_kept_once(void **state)
{
    static struct tui_memory memory;
    char line[40];
    (void)state;
    for (int i = 0; i < TUI_COMMANDS_KEPT + 3; i++) {
        snprintf(line, sizeof line, "command %d", i);
        tui_memory_command(&memory, line);
        tui_memory_command(&memory, line);
    }
    assert_int_equal(memory.command_count, TUI_COMMANDS_KEPT);
    assert_string_equal(memory.commands[0], "command 3");
}

static void bookmark__same_place_is_one_and_there_is_an_end(void **state)
{
    static struct tui_memory memory;
    struct tui_visit visit = here;
    (void)state;
    assert_true(tui_memory_bookmark(&memory, &here, "one"));
    assert_true(tui_memory_bookmark(&memory, &here, "two"));
    assert_int_equal(memory.bookmark_count, 1);
    assert_string_equal(memory.bookmarks[0].title, "two");
    for (int i = 1; i < TUI_BOOKMARKS; i++) {
        snprintf(visit.place.id, sizeof visit.place.id, "id %d", i);
        assert_true(tui_memory_bookmark(&memory, &visit, "more"));
    }
    strcpy(visit.place.id, "one too many");
    assert_false(tui_memory_bookmark(&memory, &visit, "no"));
    tui_memory_forget(&memory, 0);
    assert_int_equal(memory.bookmark_count, TUI_BOOKMARKS - 1);
    assert_string_equal(memory.bookmarks[0].visit.place.id, "id 1");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory__comes_back_for_the_same_server_and_person),
        cmocka_unit_test(memory__of_a_spoilt_file_takes_what_it_can),
        cmocka_unit_test(memory__line_ends_in_what_is_kept_do_no_harm),
        cmocka_unit_test(command__oldest_gives_way_and_the_same_is_kept_once),
        cmocka_unit_test(bookmark__same_place_is_one_and_there_is_an_end),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
