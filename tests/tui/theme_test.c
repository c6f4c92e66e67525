#include "tests/support/test.h"

#include "tui/palette.h"
#include "tui/theme.h"

#include <math.h>
#include <stdlib.h>
#include <unistd.h>

static const char *write_theme(const char *text)
{
    static char path[64];
    snprintf(path, sizeof path, "/tmp/theme_test_%ld.theme", (long)getpid());
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
    return path;
}

static void load__every_shipped_theme_is_complete(void **state)
{
    char names[32][48];
    struct err err = {0};
    (void)state;
    int count = tui_theme_names(names, 32);
    assert_true(count >= 8);
    for (int i = 0; i < count; i++) {
        struct tui_theme theme;
        assert_ok(tui_theme_load(names[i], &theme, &err), err);
        assert_string_equal(theme.name, names[i]);
    }
}

static void load__says_which_line_is_wrong(void **state)
{
    struct tui_theme theme = {.name = "untouched"};
    struct err err;
    (void)state;
    assert_refused(tui_theme_load(write_theme("[roles]\ntext = default default\n"
                                              "dim = purple default\n"),
                                  &theme, &err),
                   err, ERR_CONFIG, ":3: 'dim': 'purple' is no colour");
    assert_refused(tui_theme_load(write_theme("[roles]\nshiny = 1 2\n"), &theme, &err),
                   err, ERR_CONFIG, ":2: 'shiny' is not a role");
    assert_refused(tui_theme_load(write_theme("[roles]\ntext = 1 256\n"), &theme, &err),
                   err, ERR_CONFIG, ":2: 'text': '256' is no colour");
    assert_refused(
        tui_theme_load(write_theme("[roles]\ntext = 1 2 blink\n"), &theme, &err), err,
        ERR_CONFIG, "'blink' is no attribute");
    assert_refused(
        tui_theme_load(write_theme("[roles]\ntext = 1 2\ntext = 1 2\n"), &theme, &err),
        err, ERR_CONFIG, ":3: 'text' is there twice");
    assert_refused(tui_theme_load(write_theme("[roles]\ntext = 1\n"), &theme, &err), err,
                   ERR_CONFIG, "foreground, background");
    assert_refused(tui_theme_load(write_theme("[colors]\ntext = 1 2\n"), &theme, &err),
                   err, ERR_CONFIG, "section 'colors'");
    assert_string_equal(theme.name, "untouched");
    unlink(write_theme(""));
}

static void load__says_which_role_is_missing(void **state)
{
    struct tui_theme theme;
    struct err err;
    (void)state;
    const char *path = write_theme("[roles]\ntext = default default\n");
    assert_refused(tui_theme_load(path, &theme, &err), err, ERR_CONFIG,
                   "no line for 'dim'");
    unlink(path);
}

static void load__of_no_theme_lists_those_there_are(void **state)
{
    struct tui_theme theme;
    struct err err;
    (void)state;
    assert_refused(tui_theme_load("nonesuch", &theme, &err), err, ERR_CONFIG,
                   "themes there are: colour-blind, default");
}

static void mono__has_no_colour_and_tells_faults_apart(void **state)
{
    struct tui_theme theme;
    struct err err = {0};
    (void)state;
    assert_ok(tui_theme_load("default", &theme, &err), err);
    tui_theme_mono(&theme);
    for (int i = 0; i < TUI_ROLE_COUNT; i++) {
        assert_int_equal(theme.looks[i].foreground, -1);
        assert_int_equal(theme.looks[i].background, -1);
    }
    assert_true(theme.looks[TUI_SELECTED].attributes & TUI_REVERSE);
    assert_int_not_equal(theme.looks[TUI_FAIL].attributes,
                         theme.looks[TUI_PASS].attributes);
}

/* ---- can it be read? WCAG contrast of each role on its background ---- */

static double channel(int value)
{
    double c = value / 255.0;
    return c <= 0.03928 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

static double luminance(int colour)
{
    struct tui_rgb c = tui_palette_rgb(colour);
    return 0.2126 * channel(c.red) + 0.7152 * channel(c.green) + 0.0722 * channel(c.blue);
}

static double contrast(int a, int b)
{
    double x = luminance(a) + 0.05, y = luminance(b) + 0.05;
    return x > y ? x / y : y / x;
}

static double least_for(enum tui_role role, double text)
{
    switch (role) {
    case TUI_BORDER:
    case TUI_BAR_EMPTY:
        return 1.3; /* decoration */
    case TUI_KEY_OFF:
    case TUI_BAR_FULL:
    case TUI_BAR_PART:
    case TUI_SPARK:
    case TUI_HEAT_LOW:
        return text > 4.5 ? 4.5 : 2.8; /* pictures, and what cannot be used now */
    default:
        return text;
    }
}

static void assert_readable(const char *name, int foreground, int background, double text)
{
    struct tui_theme theme;
    struct err err = {0};
    assert_ok(tui_theme_load(name, &theme, &err), err);
    for (int i = 0; i < TUI_ROLE_COUNT; i++) {
        for (int selected = 0; selected < 2; selected++) {
            struct tui_look look = theme.looks[i];
            if (selected) {
                look = tui_palette_selected(&theme, (enum tui_role)i);
            }
            bool turned = look.attributes & TUI_REVERSE;
            int fore = look.foreground < 0 ? foreground : look.foreground;
            int back = look.background < 0 ? background : look.background;
            fore = turned ? back : fore;
            back = turned ? (look.foreground < 0 ? foreground : look.foreground) : back;
            double is = contrast(fore, back), least = least_for((enum tui_role)i, text);
            least = selected && least > 4.5 ? 4.5 : least;
            least = selected && least < 4.5 ? 1.2 : least;
            if (is < least) {
                fail_msg("%s: %s%s has contrast %.1f, below %.1f", name,
                         tui_role_name((enum tui_role)i), selected ? " selected" : "", is,
                         least);
            }
        }
    }
}

static void themes__can_be_read_where_they_are_meant_for(void **state)
{
    (void)state;
    char names[32][48];
    int count = tui_theme_names(names, 32);
    for (int i = 0; i < count; i++) {
        struct tui_theme theme;
        assert_true(tui_theme_load(names[i], &theme, NULL));
        assert_readable(names[i], theme.light ? 235 : 252, theme.light ? 255 : 234, 4.5);
    }
    assert_readable("high-contrast", 231, 16, 7.0);
}

/* What is left of a colour for somebody who does not tell red from green. */
static int apart(int a, int b)
{
    struct tui_rgb x = tui_palette_rgb(a), y = tui_palette_rgb(b);
    int yellow = (4 * (x.red - y.red) + 6 * (x.green - y.green)) / 10;
    return abs(yellow) + abs(x.blue - y.blue);
}

static void colour_blind__states_differ_without_red_and_green(void **state)
{
    static const enum tui_role roles[] = {TUI_PASS, TUI_QUERY, TUI_FAIL, TUI_WAIT};
    struct tui_theme theme;
    (void)state;
    assert_true(tui_theme_load("colour-blind", &theme, NULL));
    for (size_t i = 0; i < COUNT_OF(roles); i++) {
        for (size_t j = 0; j < i; j++) {
            assert_true(apart(theme.looks[roles[i]].foreground,
                              theme.looks[roles[j]].foreground) >= 90);
        }
    }
}

static void load__a_theme_of_ones_own_goes_before_the_shipped_one(void **state)
{
    char folder[64] = "/tmp/theme_test_XXXXXX", path[160], command[900];
    struct tui_theme theme;
    struct err err = {0};
    (void)state;
    assert_non_null(mkdtemp(folder));
    assert_ok(tui_theme_load("fjord", &theme, &err), err);
    snprintf(command, sizeof command,
             "mkdir -p '%s/voucherdesk/themes' && cp '%s' "
             "'%s/voucherdesk/themes/default.theme'",
             folder, theme.path, folder);
    assert_int_equal(system(command), 0);
    setenv("XDG_CONFIG_HOME", folder, 1);
    assert_ok(tui_theme_load("default", &theme, &err), err);
    unsetenv("XDG_CONFIG_HOME");
    snprintf(path, sizeof path, "%s/voucherdesk/themes/default.theme", folder);
    assert_string_equal(theme.path, path);
    assert_int_equal(theme.looks[TUI_TEXT].background, 236);
    snprintf(command, sizeof command, "rm -r '%s'", folder);
    assert_int_equal(system(command), 0);
}

/* ---- poorer terminals ---- */

static void reduce__hues_stay_and_nothing_is_black_on_black(void **state)
{
    struct tui_look green = tui_palette_reduce((struct tui_look){108, -1, 0}, 8);
    struct tui_look grey = tui_palette_reduce((struct tui_look){240, -1, 0}, 8);
    struct tui_look row = tui_palette_reduce((struct tui_look){255, 237, 0}, 8);
    struct tui_look blue = tui_palette_reduce((struct tui_look){231, 24, 0}, 8);
    (void)state;
    assert_int_equal(green.foreground, 2);
    assert_int_equal(grey.foreground, -1);
    assert_true(grey.attributes & TUI_FAINT);
    assert_int_equal(row.background, -1);
    assert_true(row.attributes & TUI_REVERSE);
    assert_int_equal(blue.background, 6);
    assert_int_equal(blue.foreground, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(load__every_shipped_theme_is_complete),
        cmocka_unit_test(load__says_which_line_is_wrong),
        cmocka_unit_test(load__says_which_role_is_missing),
        cmocka_unit_test(load__of_no_theme_lists_those_there_are),
        cmocka_unit_test(mono__has_no_colour_and_tells_faults_apart),
        cmocka_unit_test(themes__can_be_read_where_they_are_meant_for),
        cmocka_unit_test(colour_blind__states_differ_without_red_and_green),
        cmocka_unit_test(load__a_theme_of_ones_own_goes_before_the_shipped_one),
        cmocka_unit_test(reduce__hues_stay_and_nothing_is_black_on_black),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
