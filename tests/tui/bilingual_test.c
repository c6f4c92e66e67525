#include "tests/support/test.h"

#include "tui/lang.h"
#include "tui/widgets/bilingual.h"

static const struct {
    const char *name, *en, *zh;
} names[] = {
    {"General 通用", "General", "通用"},
    {"Start-ups, 1st batch 初创企业", "Start-ups, 1st batch", "初创企业"},
    {"通用 General", "General", "通用"},
    {"Small firms 中小企业（第一批）", "Small firms", "中小企业（第一批）"},
    /* not two languages side by side: the whole name */
    {"通用", "通用", "通用"},
    {"General reserve", "General reserve", "General reserve"},
    {"AI 算力", "AI 算力", "AI 算力"},
    {"Tranche 通用 B", "Tranche 通用 B", "Tranche 通用 B"},
    {"Общий 通用", "Общий 通用", "Общий 通用"},
    {"", "", ""},
};

static void bilingual__gives_the_part_of_the_reader(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        tui_lang_set("en");
        assert_string_equal(tui_bilingual(names[i].name).bytes, names[i].en);
        if (tui_lang_set("zh_CN")) {
            assert_string_equal(tui_bilingual(names[i].name).bytes, names[i].zh);
        }
        tui_lang_set("en");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bilingual__gives_the_part_of_the_reader),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
