#include "tests/support/gallery.h"

#include "tests/support/golden.h"
#include "tests/support/test.h"
#include "tests/support/world.h"

#include "common/date.h"
#include "tui/app.h"
#include "tui/export/export.h"

#include <stdlib.h>
#include <time.h>

#define NOW "2026-11-20T02:00:05Z"

enum { PATIENCE_MS = 20000, TURN_MS = 5, QUIET_TURNS = 4, PEOPLE = 6 };

static const struct {
    int rows, cols;
    bool ascii;
} looks[] = {
    {10, 40, false}, {24, 80, false}, {36, 120, false}, {60, 200, false},
    {24, 80, true},  {36, 120, true}, {60, 200, true},
};

static const char *const languages[] = {"en", "zh_CN"};

static struct world world;
static struct person {
    const char *as;
    struct bc_session *session;
    char folder[160];
} people[PEOPLE];

static int64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* ---- people at their consoles ---- */

static struct bc_session *session_of(const char *as)
{
    struct err err = {0};
    int i = 0;
    while (i < PEOPLE && people[i].as && strcmp(people[i].as, as) != 0) {
        i++;
    }
    assert_true(i < PEOPLE);
    if (!people[i].as) {
        snprintf(people[i].folder, sizeof people[i].folder, "%s/%s", world.folder, as);
        const struct bc_config config = {.socket = world.socket,
                                         .state = people[i].folder,
                                         .as = as,
                                         .memory_replica = true};
        assert_ok(bc_open(&config, &people[i].session, &err), err);
        people[i].as = as;
        assert_ok(tui_export_await(people[i].session, PATIENCE_MS, NULL, NULL, &err),
                  err);
    }
    return people[i].session;
}

static int open_gallery(void **state)
{
    (void)state;
    if (!world_begin(&world, &(struct world_options){.cases = 300, .now = NOW})) {
        fprintf(stderr, "%s\n", world.failed);
        return -1;
    }
    return 0;
}

static int close_gallery(void **state)
{
    (void)state;
    for (int i = 0; i < PEOPLE; i++) {
        bc_close(people[i].session);
    }
    world_end(&world);
    return 0;
}

/* ---- a scene ---- */

/* What a screen asks for when it is drawn (evidence, series, a preview) has come when it
 * stays as it is for a while. */
static void settle(struct bc_session *session, struct tui_app *app)
{
    struct buf before = {0}, now = {0};
    int64_t until = now_ms() + PATIENCE_MS;
    for (int quiet = 0; quiet < QUIET_TURNS && now_ms() < until; quiet++) {
        (void)bc_wait(session, -1, -1, TURN_MS);
        tui_app_events(app);
        tui_touch(app);
        tui_app_draw(app);
        buf_reset(&now);
        tui_canvas_text(tui_app_canvas(app), &now);
        if (bc_is_busy(session) || strcmp(buf_str(&now), buf_str(&before)) != 0) {
            quiet = -1;
            buf_reset(&before);
            buf_adds(&before, buf_str(&now));
        }
    }
    buf_clear(&before);
    buf_clear(&now);
}

static void type(struct bc_session *session, struct tui_app *app, const char *keys)
{
    for (; *keys; keys++) {
        if (*keys == '\x01') {
            settle(session, app);
        } else {
            tui_app_key(app, *keys == '\r'     ? TUI_KEY_ENTER
                             : *keys == '\t'   ? TUI_KEY_TAB
                             : *keys == '\x1b' ? TUI_KEY_ESC
                                               : (uint32_t)*keys);
        }
    }
    settle(session, app);
}

static void show(const struct scene *scene, const char *language, size_t look)
{
    struct bc_session *session = session_of(scene->as);
    struct tui_app *app;
    struct err err = {0};
    char name[120];
    int64_t now;
    assert_true(date_time_parse(NOW, &now));
    if (!tui_lang_set(language)) {
        fail_msg("there is no catalogue for %s", language);
    }
    const struct tui_config config = {.screen = scene->screen,
                                      .ascii = looks[look].ascii,
                                      .freeze_clock = true,
                                      .frozen_now = now + 30 * DATE_SECOND};
    assert_ok(
        tui_app_new(session, &config, looks[look].rows, looks[look].cols, &app, &err),
        err);
    type(session, app, scene->keys);
    snprintf(name, sizeof name, "%s-%dx%d-%s%s", scene->name, looks[look].cols,
             looks[look].rows, language, looks[look].ascii ? "-ascii" : "");
    golden_check(name, tui_app_canvas(app),
                 looks[look].ascii ? GOLDEN_TEXT : GOLDEN_LOOKS);
    tui_app_free(app);
}

static void screen__looks_as_it_did(void **state)
{
    const struct scene *scene = *state;
    for (size_t l = 0; l < COUNT_OF(languages); l++) {
        for (size_t i = 0; i < COUNT_OF(looks); i++) {
            show(scene, languages[l], i);
        }
    }
    tui_lang_set("en");
}

int gallery_run(const struct scene *scenes, size_t count)
{
    static struct CMUnitTest tests[SCENES_MAX];
    static struct scene lent[SCENES_MAX];
    static char names[SCENES_MAX][60];
    count = count < SCENES_MAX ? count : SCENES_MAX;
    for (size_t i = 0; i < count; i++) {
        snprintf(names[i], sizeof names[i], "%s__looks_as_it_did", scenes[i].name);
        lent[i] = scenes[i];
        tests[i] = (struct CMUnitTest){.name = names[i],
                                       .test_func = screen__looks_as_it_did,
                                       .initial_state = &lent[i]};
    }
    return _cmocka_run_group_tests("screens", tests, count, open_gallery, close_gallery);
}
