/* The manual page names every option and every verb there is. */
#include "tests/support/test.h"

#include "common/buf.h"
#include "tui/options.h"
#include "tui/verbs/verbs.h"

static struct buf page;

static int read_page(void **state)
{
    (void)state;
    char bytes[4096];
    FILE *file = fopen(VD_SOURCE_DIR "/docs/man/voucherdesk.1", "r");
    if (!file) {
        return -1;
    }
    for (size_t n; (n = fread(bytes, 1, sizeof bytes, file)) > 0;) {
        buf_add(&page, bytes, n);
    }
    return fclose(file);
}

static int clear_page(void **state)
{
    (void)state;
    buf_clear(&page);
    return 0;
}

/* The words, and then no letter: "login" is not named by "logins". */
static bool names(const char *words)
{
    size_t len = strlen(words);
    for (const char *at = buf_str(&page); (at = strstr(at, words)); at++) {
        if (at[len] == ' ' || at[len] == '\n') {
            return true;
        }
    }
    return false;
}

static void man__names_every_option(void **state)
{
    (void)state;
    const char *name, *value, *help;
    char wanted[64];
    for (size_t i = 0; (name = tui_option_at(i, &value, &help)); i++) {
        snprintf(wanted, sizeof wanted, "-%s", name + 2);
        if (help && !names(wanted)) {
            fail_msg("docs/man/voucherdesk.1 has no %s", name);
        }
    }
}

static void man__names_every_verb(void **state)
{
    (void)state;
    char wanted[64];
    for (size_t i = 0; i < tui_verb_count; i++) {
        snprintf(wanted, sizeof wanted, ".It Cm %s", tui_verbs[i].words);
        if (!names(wanted)) {
            fail_msg("docs/man/voucherdesk.1 has no verb %s", tui_verbs[i].words);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(man__names_every_option),
        cmocka_unit_test(man__names_every_verb),
    };
    return cmocka_run_group_tests(tests, read_page, clear_page);
}
