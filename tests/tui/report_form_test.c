#include "tests/support/test.h"

#include "tui/screens/report_form.h"

static struct bc_centre centre(void)
{
    struct bc_centre c = {.latest_count = 1, .batch_count = 2};
    c.latest[0] = (struct bc_reading){.accelerator = "ascend-910b",
                                      .installed = 128,
                                      .powered = 120,
                                      .allocatable = 110,
                                      .allocated = 60,
                                      .active = 40,
                                      .power_w = 41250,
                                      .energy_kwh = -1,
                                      .pue_milli = 1230};
    strcpy(c.batches[0].accelerator, "ascend-910b");
    strcpy(c.batches[1].accelerator, "mlu590");
    return c;
}

static void write_text(struct tui_report_form *form, int model, int field,
                       const char *text)
{
    snprintf(form->model[model].text[field], sizeof form->model[model].text[field], "%s",
             text);
}

/* A form of one model, its figures in order. */
static struct tui_report_form filled(void)
{
    struct bc_centre c = centre();
    struct tui_report_form form;
    c.batch_count = 0;
    tui_report_form_begin(&form, &c);
    return form;
}

static void form__begins_with_the_last_reading_and_every_model(void **state)
{
    (void)state;
    struct bc_centre c = centre();
    struct tui_report_form form;
    tui_report_form_begin(&form, &c);
    assert_int_equal(form.models, 2);
    assert_string_equal(form.model[0].text[TUI_REPORT_INSTALLED], "128");
    assert_string_equal(form.model[0].text[TUI_REPORT_POWER], "41.25");
    assert_string_equal(form.model[0].text[TUI_REPORT_ENERGY], "");
    assert_string_equal(form.model[0].text[TUI_REPORT_PUE], "1.23");
    assert_string_equal(form.model[1].accelerator, "mlu590");
    assert_string_equal(form.model[1].text[TUI_REPORT_INSTALLED], "");
}

static void form__reads_back_what_it_shows(void **state)
{
    (void)state;
    struct tui_report_form form = filled();
    struct bc_reading out[BC_LATEST];
    struct tui_report_fault fault;
    assert_true(tui_report_form_read(&form, 77, out, &fault));
    assert_int_equal(out[0].at, 77);
    assert_string_equal(out[0].source, "typed");
    assert_int_equal(out[0].allocated, 60);
    assert_int_equal(out[0].power_w, 41250);
    assert_int_equal(out[0].energy_kwh, -1);
    assert_int_equal(out[0].rack_fill_bp, -1);
    assert_int_equal(out[0].pue_milli, 1230);
}

static void form__names_the_figure_that_is_above_another(void **state)
{
    (void)state;
    struct tui_report_form form = filled();
    struct bc_reading out[BC_LATEST];
    struct tui_report_fault fault;
    write_text(&form, 0, TUI_REPORT_ALLOCATED, "111");
    assert_false(tui_report_form_read(&form, 1, out, &fault));
    assert_int_equal(fault.field, TUI_REPORT_ALLOCATED);
    assert_string_equal(fault.text.bytes,
                        "ascend-910b: allocated 111 is above allocatable 110");
}

static void form__asks_for_what_is_missing_and_takes_zero(void **state)
{
    (void)state;
    struct tui_report_form form = filled();
    struct bc_reading out[BC_LATEST];
    struct tui_report_fault fault;
    write_text(&form, 0, TUI_REPORT_ACTIVE, "");
    assert_false(tui_report_form_read(&form, 1, out, &fault));
    assert_contains(fault.text.bytes, "active is missing");
    write_text(&form, 0, TUI_REPORT_ACTIVE, "0");
    assert_true(tui_report_form_read(&form, 1, out, &fault));
    assert_int_equal(out[0].active, 0);
}

static void form__refuses_numbers_out_of_bounds(void **state)
{
    (void)state;
    static const struct {
        int field;
        const char *text, *part;
    } cases[] = {
        {TUI_REPORT_PUE, "0.9", "lies between 1 and 10"},
        {TUI_REPORT_PUE, "11", "lies between 1 and 10"},
        {TUI_REPORT_PUE, ".", "not a number"},
        {TUI_REPORT_POWER, "1.2345", "not a number of at most 3"},
        {TUI_REPORT_INSTALLED, "99999999", "larger than any centre's"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct tui_report_form form = filled();
        struct bc_reading out[BC_LATEST];
        struct tui_report_fault fault;
        write_text(&form, 0, cases[i].field, cases[i].text);
        assert_false(tui_report_form_read(&form, 1, out, &fault));
        assert_int_equal(fault.field, cases[i].field);
        assert_contains(fault.text.bytes, cases[i].part);
    }
}

static void form__without_hardware_says_what_to_do(void **state)
{
    (void)state;
    struct tui_report_form form = {0};
    struct bc_reading out[BC_LATEST];
    struct tui_report_fault fault;
    assert_false(tui_report_form_read(&form, 1, out, &fault));
    assert_contains(fault.text.bytes, "adds the batch of hardware first");
}

static void form__takes_only_keys_that_make_numbers(void **state)
{
    (void)state;
    struct tui_report_form form = filled();
    *form.model[0].text[TUI_REPORT_PUE] = '\0';
    assert_true(tui_report_form_type(&form, 0, TUI_REPORT_PUE, '1', false));
    assert_true(tui_report_form_type(&form, 0, TUI_REPORT_PUE, '.', false));
    assert_false(tui_report_form_type(&form, 0, TUI_REPORT_PUE, '.', false));
    assert_false(tui_report_form_type(&form, 0, TUI_REPORT_PUE, 'x', false));
    assert_true(tui_report_form_type(&form, 0, TUI_REPORT_PUE, '2', false));
    assert_string_equal(form.model[0].text[TUI_REPORT_PUE], "1.2");
    assert_true(tui_report_form_type(&form, 0, TUI_REPORT_PUE, 0, true));
    assert_string_equal(form.model[0].text[TUI_REPORT_PUE], "1.");
    assert_false(tui_report_form_type(&form, 0, TUI_REPORT_ACTIVE, '.', false));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(form__begins_with_the_last_reading_and_every_model),
        cmocka_unit_test(form__reads_back_what_it_shows),
        cmocka_unit_test(form__names_the_figure_that_is_above_another),
        cmocka_unit_test(form__asks_for_what_is_missing_and_takes_zero),
        cmocka_unit_test(form__refuses_numbers_out_of_bounds),
        cmocka_unit_test(form__without_hardware_says_what_to_do),
        cmocka_unit_test(form__takes_only_keys_that_make_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
