#include "tests/support/test.h"

#include "common/buf.h"
#include "common/log.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

/* What one line of log wrote to stderr. */
static void written(enum log_level level, const char *text, char *out, size_t size)
{
    char path[] = "/tmp/vd-log-XXXXXX";
    int file = mkstemp(path), saved = dup(STDERR_FILENO);
    assert_true(file >= 0 && saved >= 0);
    unlink(path);
    dup2(file, STDERR_FILENO);
    log_line(level, "%s", text);
    dup2(saved, STDERR_FILENO);
    ssize_t n = pread(file, out, size - 1, 0);
    out[n > 0 ? n : 0] = '\0';
    close(saved);
    close(file);
}

static void log_line__lets_only_safe_text_through(void **state)
{
    char line[2000];
    (void)state;
    log_setup("tester", LOG_INFO, false);
    written(LOG_WARN, "a\x1b[31m\nforged line", line, sizeof line);
    assert_contains(line, " warn tester: a⟨U+001B⟩[31m⏎forged line\n");
    assert_null(strchr(line, 0x1b));
    assert_ptr_equal(strchr(line, '\n'), line + strlen(line) - 1);
}

static void log_line__is_one_json_object_when_asked(void **state)
{
    char line[2000];
    (void)state;
    log_setup("tester", LOG_INFO, true);
    written(LOG_ERROR, "quote \" and \\", line, sizeof line);
    assert_contains(line, "\"level\":\"error\",\"program\":\"tester\",\"text\":"
                          "\"quote \\\" and \\\\\"}\n");
}

static void log_line__keeps_to_its_level(void **state)
{
    char line[2000];
    (void)state;
    log_setup("tester", LOG_WARN, false);
    written(LOG_INFO, "not this", line, sizeof line);
    assert_string_equal(line, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(log_line__lets_only_safe_text_through),
        cmocka_unit_test(log_line__is_one_json_object_when_asked),
        cmocka_unit_test(log_line__keeps_to_its_level),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
