/* One clearinghouse for all tests of a file, and `voucherdesk VERB…` run on it. */
#ifndef TESTS_E2E_VERBS_H
#define TESTS_E2E_VERBS_H

#include "tests/support/test.h"

#include "common/json.h"
#include "tests/support/console.h"
#include "tests/support/world.h"

#include <jansson.h>
#include <stdlib.h>
#include <unistd.h>

enum { CASES = 240 };

/* One clearinghouse for all tests, a console with a state folder of its own. */
struct desk {
    struct world world;
    char state[128];
    const char *as;
    struct console console;
};

static inline int open_desk(void **state)
{
    static struct desk desk;
    const struct world_options options = {.cases = CASES};
    if (!world_begin(&desk.world, &options)) {
        print_error("%s\n", desk.world.failed);
        return -1;
    }
    snprintf(desk.state, sizeof desk.state, "%s/console", desk.world.folder);
    *state = &desk;
    return 0;
}

static inline int close_desk(void **state)
{
    struct desk *desk = *state;
    console_clear(&desk->console);
    world_end(&desk->world);
    return 0;
}

/* `voucherdesk … VERB…` as `who`; its exit status. */
static inline int run(struct desk *desk, const char *who, const char *line)
{
    const char *args[32] = {
        "--socket", desk->world.socket, "--state", desk->state, "--lang", "en", "--as",
        who};
    char text[600];
    int count = 8;
    snprintf(text, sizeof text, "%s", line);
    for (char *word = strtok(text, " "); word && count < 31; word = strtok(NULL, " ")) {
        args[count++] = word;
    }
    console_run(&desk->console, args);
    return desk->console.status;
}

#define assert_ends(desk, who, line, wanted)                                             \
    do {                                                                                 \
        if (run(desk, who, line) != (wanted)) {                                          \
            fail_msg("%s: status %d, not %d: %s%s", line, (desk)->console.status,        \
                     wanted, buf_str(&(desk)->console.out),                              \
                     buf_str(&(desk)->console.err));                                     \
        }                                                                                \
    } while (0)

#define out(desk) buf_str(&(desk)->console.out)
#define err(desk) buf_str(&(desk)->console.err)

/* Every line a document; returns how many, and keeps the first in `*first`. */
static inline int read_lines(struct desk *desk, json_t **first)
{
    char *rest = (char *)(uintptr_t)out(desk), *line;
    int count = 0;
    *first = NULL;
    while ((line = strsep(&rest, "\n")) && *line) {
        json_t *value = NULL;
        struct err err = {0};
        assert_ok(json_read(line, strlen(line), 1 << 20, &value, &err), err);
        if (count++ == 0) {
            *first = value;
        } else {
            json_decref(value);
        }
    }
    return count;
}

static inline const char *put_file(struct desk *desk, const char *name, const char *text,
                                   char path[160])
{
    snprintf(path, 160, "%s/%s", desk->world.folder, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
    return path;
}

#endif
