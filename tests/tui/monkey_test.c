/* Somebody leans on the keyboard: any keys in any order at any size, as each role, on a
 * real clearinghouse. Nothing falls over, and every frame is whole. MONKEY_KEYS and
 * MONKEY_SEED make it longer or other. */
#include "tests/tui/desk.h"

#include "tui/app_impl.h"

#include <unistd.h>

static struct world world;

static int begin(void **state)
{
    (void)state;
    tui_lang_set("en");
    if (!world_begin(&world, &(struct world_options){.cases = 120})) {
        fprintf(stderr, "%s\n", world.failed);
        return -1;
    }
    return chdir(world.folder); /* lists may be written where one is */
}

static int end(void **state)
{
    (void)state;
    tui_lang_set("en");
    world_end(&world);
    return chdir("/");
}

static unsigned asked(const char *name, unsigned usual)
{
    const char *text = getenv(name);
    return text && *text ? (unsigned)strtoul(text, NULL, 10) : usual;
}

static unsigned chance(unsigned *seed, unsigned below)
{
    *seed = *seed * 1664525u + 1013904223u;
    return (*seed >> 8) % below;
}

/* Letters, digits and signs mostly; else a special key, a control key, 星 or a paste. */
static uint32_t any_key(unsigned *seed)
{
    unsigned kind = chance(seed, 20);
    if (kind < 9) {
        return ' ' + chance(seed, 0x5F);
    }
    if (kind < 16) {
        return TUI_KEY_UP + chance(seed, TUI_KEY_F12 - TUI_KEY_UP + 1);
    }
    if (kind < 18) {
        return 1 + chance(seed, 26);
    }
    return kind == 18             ? 0x661F
           : chance(seed, 2) == 0 ? TUI_KEY_PASTE_BEGIN
                                  : TUI_KEY_PASTE_END;
}

/* A wide cell is followed by its other half, and nothing stands outside. */
static void frame_is_whole(const struct tui_canvas *canvas)
{
    for (int row = 0; row < canvas->rows; row++) {
        const struct tui_cell *cells = canvas->cells + (size_t)row * (size_t)canvas->cols;
        assert_int_not_equal(cells[0].base, 0);
        for (int col = 0; col < canvas->cols; col++) {
            assert_in_range(cells[col].role, 0, TUI_ROLE_COUNT - 1);
            if (text_width(cells[col].base) == 2) {
                assert_true(col + 1 < canvas->cols && cells[col + 1].base == 0);
            }
        }
    }
    assert_true(canvas->cursor_row < canvas->rows && canvas->cursor_col < canvas->cols);
}

static void lean_on_keys(const char *who)
{
    unsigned seed = asked("MONKEY_SEED", 7), count = asked("MONKEY_KEYS", 1500);
    struct desk desk;
    tui_lang_set("en");
    desk_open(&desk, &world, who, NULL, 36, 120);
    desk_wait(&desk, "LIVE");
    for (unsigned i = 0; i < count; i++) {
        if (chance(&seed, 40) == 0) {
            tui_app_resize(desk.app, 1 + (int)chance(&seed, 70),
                           1 + (int)chance(&seed, 220));
        }
        if (chance(&seed, 60) == 0) {
            tui_app_mouse(desk.app, &(struct tui_mouse){
                                        (enum tui_mouse_kind)chance(&seed, 3),
                                        (int)chance(&seed, 80), (int)chance(&seed, 240)});
        }
        uint32_t key = any_key(&seed);
        desk_key(&desk, key);
        desk.app->wants_suspend = desk.app->quit = false;
        if (i % 25 == 0) {
            desk_turn(&desk);
        }
        tui_touch(desk.app);
        (void)tui_app_draw(desk.app);
        frame_is_whole(tui_app_canvas(desk.app));
    }
    desk_close(&desk);
}

static void keys__of_an_officer(void **state)
{
    (void)state;
    lean_on_keys("officer");
}

static void keys__of_a_supervisor(void **state)
{
    (void)state;
    lean_on_keys("supervisor");
}

static void keys__of_an_operator(void **state)
{
    (void)state;
    lean_on_keys("operator");
}

static void keys__of_an_auditor(void **state)
{
    (void)state;
    lean_on_keys("auditor");
}

static void keys__of_an_administrator(void **state)
{
    (void)state;
    lean_on_keys("admin");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys__of_an_officer),
        cmocka_unit_test(keys__of_a_supervisor),
        cmocka_unit_test(keys__of_an_operator),
        cmocka_unit_test(keys__of_an_auditor),
        cmocka_unit_test(keys__of_an_administrator),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
