/* Every screen at four sizes, in English and Chinese, and at 80x24 in ASCII without
 * colours, on a ledger that is always the same, at an instant that stands still. */
#include "tests/support/golden.h"
#include "tests/support/test.h"
#include "tests/support/world.h"

#include "backend_client/collections.h"
#include "common/date.h"
#include "tui/app.h"

#include <stdlib.h>
#include <time.h>

#define NOW "2026-11-20T02:00:05Z"

enum { PATIENCE_MS = 20000, QUIET_TURNS = 10 };

struct scene {
    const char *name, *screen;
    const char *keys; /* typed once it is there */
};

static const struct scene scenes[] = {
    {"decision", "queue", "jja"}, {"queue", "queue", "jj"},
    {"overview", "overview", ""}, {"budgets", "budgets", "j"},
    {"centres", "centres", "j"},  {"outbox", "outbox", ""},
    {"audit", "audit", "vvj"},    {"policy", "policy", "jj"},
    {"hubs", "centres", "n"},     {"help", "queue", "?"},
    {"command", "queue", ":the"},
};

struct look {
    int rows, cols;
    const char *lang;
    bool ascii;
    enum golden_kind kind;
};

static const struct look looks[] = {
    {10, 40, "en", false, GOLDEN_ROLES},     {24, 80, "en", false, GOLDEN_ROLES},
    {36, 120, "en", false, GOLDEN_ROLES},    {60, 200, "en", false, GOLDEN_ROLES},
    {10, 40, "zh_CN", false, GOLDEN_ROLES},  {24, 80, "zh_CN", false, GOLDEN_ROLES},
    {36, 120, "zh_CN", false, GOLDEN_ROLES}, {60, 200, "zh_CN", false, GOLDEN_ROLES},
    {24, 80, "en", true, GOLDEN_MONO},       {24, 80, "zh_CN", true, GOLDEN_MONO},
};

struct gallery {
    struct world world;
    struct bc_session *session;
};
static struct gallery gallery;

static int64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static bool all_there(void)
{
    static const enum bc_collection all[] = {BC_TRANCHES, BC_CENTRES, BC_PROGRAMMES,
                                             BC_REASONS, BC_DASHBOARD};
    if (bc_link(gallery.session)->state != BC_LINK_LIVE) {
        return false;
    }
    for (size_t i = 0; i < COUNT_OF(all); i++) {
        if (bc_collection_at(gallery.session, all[i]) == 0) {
            return false;
        }
    }
    return true;
}

static int open_gallery(void **state)
{
    static char folder[160];
    struct bc_event event;
    struct err err = {0};
    (void)state;
    if (!world_begin(&gallery.world, &(struct world_options){.cases = 300, .now = NOW})) {
        fprintf(stderr, "%s\n", gallery.world.failed);
        return -1;
    }
    snprintf(folder, sizeof folder, "%s/console", gallery.world.folder);
    const struct bc_config config = {.socket = gallery.world.socket,
                                     .state = folder,
                                     .as = "officer",
                                     .memory_replica = true};
    if (!bc_open(&config, &gallery.session, &err)) {
        fprintf(stderr, "%s\n", err.text);
        return -1;
    }
    for (int64_t until = now_ms() + PATIENCE_MS; !all_there();) {
        if (now_ms() > until) {
            fprintf(stderr, "the collections never came\n");
            return -1;
        }
        (void)bc_wait(gallery.session, -1, -1, 20);
        while (bc_event_next(gallery.session, &event)) {
        }
    }
    return 0;
}

static int close_gallery(void **state)
{
    (void)state;
    bc_close(gallery.session);
    world_end(&gallery.world);
    return 0;
}

/* What a screen asks for when it is drawn (evidence, series, a preview) has come when it
 * stays as it is for a while. */
static void settle(struct tui_app *app)
{
    struct buf before = {0}, now = {0};
    int64_t until = now_ms() + PATIENCE_MS;
    for (int quiet = 0; quiet < QUIET_TURNS && now_ms() < until; quiet++) {
        (void)bc_wait(gallery.session, -1, -1, 20);
        tui_app_events(app);
        tui_touch(app);
        tui_app_draw(app);
        buf_reset(&now);
        tui_canvas_text(tui_app_canvas(app), &now);
        if (strcmp(buf_str(&now), buf_str(&before)) != 0) {
            quiet = 0;
            buf_reset(&before);
            buf_adds(&before, buf_str(&now));
        }
    }
    buf_clear(&before);
    buf_clear(&now);
}

static void show(const struct scene *scene, const struct look *look)
{
    struct tui_app *app;
    struct err err = {0};
    char name[120];
    int64_t now;
    assert_true(date_time_parse(NOW, &now));
    if (!tui_lang_set(look->lang)) {
        fail_msg("there is no catalogue for %s", look->lang);
    }
    const struct tui_config config = {.screen = scene->screen,
                                      .ascii = look->ascii,
                                      .freeze_clock = true,
                                      .frozen_now = now + 30 * DATE_SECOND};
    assert_ok(tui_app_new(gallery.session, &config, look->rows, look->cols, &app, &err),
              err);
    for (const char *key = scene->keys; *key; key++) {
        tui_app_key(app, (uint32_t)*key);
    }
    settle(app);
    snprintf(name, sizeof name, "%s-%dx%d-%s%s", scene->name, look->cols, look->rows,
             look->lang, look->ascii ? "-ascii-mono" : "");
    golden_check(name, tui_app_canvas(app), look->kind);
    tui_app_free(app);
}

static void screen__looks_as_it_did(void **state)
{
    const struct scene *scene = *state;
    for (size_t i = 0; i < COUNT_OF(looks); i++) {
        show(scene, &looks[i]);
    }
    tui_lang_set("en");
}

int main(void)
{
    struct CMUnitTest tests[COUNT_OF(scenes)];
    static char names[COUNT_OF(scenes)][40];
    for (size_t i = 0; i < COUNT_OF(scenes); i++) {
        snprintf(names[i], sizeof names[i], "%s__looks_as_it_did", scenes[i].name);
        struct scene *lent = malloc(sizeof *lent);
        if (!lent) {
            return 1;
        }
        *lent = scenes[i];
        tests[i] = (struct CMUnitTest){.name = names[i],
                                       .test_func = screen__looks_as_it_did,
                                       .initial_state = lent};
    }
    int failed = cmocka_run_group_tests(tests, open_gallery, close_gallery);
    for (size_t i = 0; i < COUNT_OF(scenes); i++) {
        free(tests[i].initial_state);
    }
    return failed;
}
