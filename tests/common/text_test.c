#include "tests/support/test.h"

#include "common/text.h"

static void text_decode__refuses_every_ill_formed_start(void **state)
{
    static const char *const bad[] = {
        "\x80",             /* continuation alone */
        "\xC0\xAF",         /* overlong */
        "\xC1\xBF",         /* overlong */
        "\xE0\x80\xAF",     /* overlong */
        "\xF0\x80\x80\xAF", /* overlong */
        "\xED\xA0\x80",     /* surrogate */
        "\xF4\x90\x80\x80", /* above U+10FFFF */
        "\xF5\x80\x80\x80",
        "\xFE",
        "\xFF",
        "\xE4\xB8",
        "\xE4",
        "\xF0\x9F\x98",
        "\xE4\x41\x42",
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        uint32_t point;
        assert_int_equal(text_decode(bad[i], strlen(bad[i]), &point), 1);
        assert_int_equal(point, 0xFFFD);
        assert_false(text_valid(bad[i], strlen(bad[i])));
    }
}

static void text_encode__and_decode_agree_on_every_scalar_value(void **state)
{
    (void)state;
    for (uint32_t c = 0; c <= 0x10FFFF; c++) {
        char bytes[4];
        uint32_t back;
        if (c >= 0xD800 && c <= 0xDFFF) {
            continue;
        }
        size_t n = text_encode(c, bytes);
        if (text_decode(bytes, n, &back) != n || back != c) {
            fail_msg("U+%04X", c);
        }
    }
    assert_true(text_valid("\xEF\xBF\xBD", 3)); /* U+FFFD itself is well-formed */
}

static void text_width__counts_cells(void **state)
{
    static const struct {
        uint32_t point;
        int cells;
    } cases[] = {{'a', 1},     {0x4E2D, 2},  {0xFF21, 2}, {0x0301, 0}, {0x20DD, 0},
                 {0x1F600, 2}, {0x20000, 2}, {0x2500, 1}, {0xB7, 1},   {0x27E8, 1},
                 {0x3013, 2},  {0x25A1, 1},  {0x23CE, 1}, {0x00, 0},   {0x7F, 0},
                 {0x9F, 0},    {0x2026, 1},  {0x378, 2},  {0xAC00, 2}, {0x2580, 1}};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        if (text_width(cases[i].point) != cases[i].cells) {
            fail_msg("U+%04X is %d", cases[i].point, text_width(cases[i].point));
        }
    }
}

static void text_field_ok__names_the_code_point(void **state)
{
    static const struct {
        const char *text;
        uint32_t at;
        const char *reason;
    } cases[] = {
        {"a\x1b[31m", 0x1B, "control"},
        {"a\tb", 0x09, "control"},
        {"\xC2\x9B", 0x9B, "control"},
        {"中\xE2\x80\xAE国", 0x202E, "hidden"},
        {"\xE2\x81\xA6x", 0x2066, "hidden"},
        {"a\xC2\xAD", 0xAD, "hidden"},
        {"\xE2\x80\x8B", 0x200B, "hidden"},
        {"\xEF\xBB\xBFx", 0xFEFF, "hidden"},
        {"\xF3\xA0\x81\x81", 0xE0041, "hidden"},
        {"\xEE\x80\x80", 0xE000, "private"},
        {"\xF3\xB0\x80\x80", 0xF0000, "private"},
        {"e\xCC\x81", 'e', "normal form"},
        {"x\xFF", 0xFFFD, "UTF-8"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        uint32_t at = 0;
        const char *reason = "";
        assert_false(text_field_ok(cases[i].text, strlen(cases[i].text), &at, &reason));
        assert_int_equal(at, cases[i].at);
        assert_contains(reason, cases[i].reason);
    }
}

static void text_field_ok__takes_names_people_have(void **state)
{
    static const char *const good[] = {"",
                                       "上海智算科技有限公司",
                                       "𠮷田㛃",
                                       "Société Générale",
                                       "Ünal & Söhne (北京)",
                                       "·",
                                       "龘"};
    uint32_t at;
    const char *reason;
    (void)state;
    for (size_t i = 0; i < COUNT_OF(good); i++) {
        assert_true(text_field_ok(good[i], strlen(good[i]), &at, &reason));
    }
}

/* Every byte string of an attack comes out as printable text whose width is known. */
static void check_safe(const char *raw, size_t len)
{
    struct safe_text once = safe_text_n(raw, len);
    struct safe_text twice = safe_text_n(once.bytes, once.len);
    int cells = 0;
    for (size_t at = 0; at < once.len;) {
        uint32_t c;
        size_t took = text_decode(once.bytes + at, once.len - at, &c);
        if (text_is_hostile(c) || (c == 0xFFFD && took == 1) ||
            (c >= 0xE000 && c <= 0xF8FF)) {
            fail_msg("U+%04X went through", c);
        }
        cells += text_width(c);
        at += took;
    }
    assert_int_equal(once.cells, cells);
    assert_true(once.len < SAFE_TEXT_MAX);
    assert_int_equal(once.bytes[once.len], '\0');
    assert_int_equal(twice.len, once.len);
    assert_int_equal(twice.cells, once.cells);
    assert_memory_equal(twice.bytes, once.bytes, once.len);
}

static void safe_text__disarms_the_attacks_we_know(void **state)
{
    static const char *const attacks[] = {
        "\x1b[2J\x1b[H",
        "\x1b]0;title\x07",
        "\x1b]52;c;ZXZpbA==\x07",
        "\x1bPq#0;2\x1b\\",
        "\23331m",
        "\302\23331m",
        "a\rb",
        "a\bb",
        "\x0e\x0f",
        "\x7f",
        "user\342\200\256txt.exe",
        "\xE2\x81\xA6\xE2\x81\xA9",
        "\xD8\x9C",
        "\xE2\x80\x8D",
        "\xF3\xA0\x81\x81\xF3\xA0\x81\xBF",
        "\xEF\xBF\xBE",
        "\xEF\xB7\x90",
        "\xEE\x82\xA0",
        "\xCC\x81\xCC\x81",
        "Z\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81",
        "\xED\xA0\x80",
        "\xC0\x80",
        "\xF8\x88\x80\x80\x80",
        "line\nfeed\ttab",
        "\xE2\x80\xA8\xE2\x80\xA9",
        "\xC2\xAD",
        "\xCD\xB8",
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(attacks); i++) {
        check_safe(attacks[i], strlen(attacks[i]));
    }
    check_safe("a\0b", 3);
}

static void safe_text__shows_what_was_hidden(void **state)
{
    (void)state;
    struct safe_text text = safe_text("a\xE2\x80\xAE"
                                      "b");
    assert_string_equal(text.bytes, "a⟨U+202E⟩b");
    assert_int_equal(text.cells, 10);
    assert_int_equal(text.flags, SAFE_FLAG_HIDDEN);
    assert_string_equal(safe_text("a\tb\nc").bytes, "a b⏎c");
    assert_string_equal(safe_text("\xEE\x80\x80").bytes, "□");
    assert_int_equal(safe_text("\xEE\x80\x80").flags, SAFE_FLAG_PRIVATE);
    assert_int_equal(safe_text("p\xD0\xB0y").flags, SAFE_FLAG_MIXED); /* Cyrillic a */
    assert_int_equal(safe_text("\xCD\xB8").flags, SAFE_FLAG_RARE);
    assert_string_equal(safe_text(NULL).bytes, "");
}

/* Any bytes: 20,000 seeded strings, biased to what is special. */
static void safe_text__holds_for_random_bytes(void **state)
{
    static const char *const pieces[] = {"\x1b[",    "\xE2\x80\xAE", "中",   "e\xCC\x81",
                                         "\xF0\x9F", "\xCC\x81",     "\xC2", "…",
                                         "⟨",        "\xEE\x80\x80", "𠮷"};
    uint64_t seed = 1;
    (void)state;
    for (int i = 0; i < 20000; i++) {
        char raw[700];
        size_t len = 0;
        do {
            seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407u;
            if (seed >> 62) {
                const char *piece = pieces[(seed >> 40) % COUNT_OF(pieces)];
                memcpy(raw + len, piece, strlen(piece));
                len += strlen(piece);
            } else {
                raw[len++] = (char)(seed >> 48);
            }
        } while (len < 600 && (seed >> 33) % ((uint64_t)i % 400 + 2) != 0);
        check_safe(raw, len);
    }
}

static void safe_text__cuts_what_is_too_long(void **state)
{
    char raw[1200];
    (void)state;
    for (size_t lead = 0; lead < 4; lead++) {
        memset(raw, 'x', lead);
        for (size_t i = lead; i + 3 < sizeof raw; i += 3) {
            memcpy(raw + i, "国", 3);
        }
        struct safe_text text = safe_text_n(raw, sizeof raw - 8);
        assert_true(text.flags & SAFE_FLAG_CUT);
        assert_string_equal(text.bytes + text.len - 3, "…");
        check_safe(raw, sizeof raw - 8);
    }
}

static void safe_clip__never_splits_a_wide_character(void **state)
{
    struct safe_text text = safe_text("中文abc");
    (void)state;
    for (int cells = 0; cells < 10; cells++) {
        struct safe_text out = safe_clip(text, cells, false);
        assert_true(out.cells <= cells);
        assert_true(text_valid(out.bytes, out.len));
        assert_int_equal(safe_fit(text, cells, false, false).cells, cells);
        assert_int_equal(safe_fit(text, cells, true, true).cells, cells);
    }
    assert_string_equal(safe_clip(text, 7, false).bytes, "中文abc");
    assert_string_equal(safe_clip(text, 6, false).bytes, "中文a…");
    assert_string_equal(safe_clip(text, 4, false).bytes, "中…");
    assert_string_equal(safe_clip(text, 6, true).bytes, "中文..");
    assert_string_equal(safe_fit(text, 9, true, false).bytes, "  中文abc");
}

static void safe_line__breaks_at_spaces_and_beside_wide(void **state)
{
    (void)state;
    struct safe_text text = safe_text("one two 中文字 x");
    assert_int_equal(safe_line(&text, 0, 7), 7); /* "one two" */
    assert_int_equal(safe_line(&text, 8, 5), 6); /* two wide ones */
    assert_int_equal(safe_line(&text, 0, 80), text.len);
    struct safe_text word = safe_text("indivisible");
    assert_int_equal(safe_line(&word, 0, 4), 4);
    struct safe_text wide = safe_text("中");
    assert_int_equal(safe_line(&wide, 0, 1), 3); /* progress even where nothing fits */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_decode__refuses_every_ill_formed_start),
        cmocka_unit_test(text_encode__and_decode_agree_on_every_scalar_value),
        cmocka_unit_test(text_width__counts_cells),
        cmocka_unit_test(text_field_ok__names_the_code_point),
        cmocka_unit_test(text_field_ok__takes_names_people_have),
        cmocka_unit_test(safe_text__disarms_the_attacks_we_know),
        cmocka_unit_test(safe_text__shows_what_was_hidden),
        cmocka_unit_test(safe_text__holds_for_random_bytes),
        cmocka_unit_test(safe_text__cuts_what_is_too_long),
        cmocka_unit_test(safe_clip__never_splits_a_wide_character),
        cmocka_unit_test(safe_line__breaks_at_spaces_and_beside_wide),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
