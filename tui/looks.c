/* The colour theme: choosing one, and taking it again when its file changes. */
#include "tui/app_impl.h"

#include <string.h>
#include <sys/stat.h>
#include <time.h>

enum { NAMES = 48, EDITED_S = 900, LOOK_AGAIN_MS = 1000 };

static int64_t stamp_of(const char *path, int64_t *written_s)
{
    struct stat st;
    if (!*path || stat(path, &st) != 0) {
        return 0;
    }
    *written_s = st.st_mtim.tv_sec;
    return (int64_t)st.st_mtim.tv_sec * 1000000000 + st.st_mtim.tv_nsec;
}

static bool take(struct tui_app *app, const char *name)
{
    struct err err = {0};
    int64_t written;
    if (!tui_theme_load(name, &app->theme, &err)) {
        tui_say(app, TUI_SAY_ERROR, safe_text(err.text));
        return false;
    }
    app->theme_stamp = stamp_of(app->theme.path, &written);
    app->theme_changed = true;
    return true;
}

void app_theme(struct tui_app *app, const char *name)
{
    if (take(app, name)) {
        tui_say(app, TUI_SAY_INFO, safe_textf(_("theme: %s"), app->theme.name));
    }
}

void app_next_theme(struct tui_app *app)
{
    char names[NAMES][48];
    int count = tui_theme_names(names, NAMES), at = -1;
    for (int i = 0; i < count; i++) {
        at = strcmp(names[i], app->theme.name) == 0 ? i : at;
    }
    if (count > 0) {
        app_theme(app, names[(at + 1) % count]);
    }
}

/* Looked at whenever the loop turns; once the file has been edited during the session,
 * each second for a while, since somebody is at it. */
void app_theme_watch(struct tui_app *app)
{
    int64_t written = 0, stamp = stamp_of(app->theme.path, &written);
    if (app->theme_stamp == 0) {
        app->theme_stamp = stamp;
    }
    if (stamp != 0 && stamp != app->theme_stamp) {
        char path[sizeof app->theme.path];
        memcpy(path, app->theme.path, sizeof path);
        app->theme_stamp = stamp;
        app->theme_edited = true;
        if (take(app, path)) {
            tui_say(app, TUI_SAY_INFO, safe_textf(_("theme taken again: %s"), path));
        }
    }
    app->theme_edited = app->theme_edited && time(NULL) - written < EDITED_S;
}

int app_theme_wake_ms(const struct tui_app *app)
{
    return app->theme_edited ? LOOK_AGAIN_MS : 0;
}
