#include "tui/app_impl.h"

void tui_say(struct tui_app *app, enum tui_message level, struct safe_text text)
{
    app->said[app->said_next] =
        (struct app_said){.level = level, .at = tui_now(app), .text = text};
    app->said_next = (app->said_next + 1) % APP_SAID;
    app->said_count += app->said_count < APP_SAID;
    app->said_shown = true;
    tui_touch(app);
}

int tui_said_count(const struct tui_app *app)
{
    return app->said_count;
}

bool tui_said(const struct tui_app *app, int index, enum tui_message *level, int64_t *at,
              struct safe_text *text)
{
    if (index < 0 || index >= app->said_count) {
        return false;
    }
    int oldest = (app->said_next - app->said_count + APP_SAID) % APP_SAID;
    const struct app_said *said = &app->said[(oldest + index) % APP_SAID];
    *level = said->level;
    *at = said->at;
    *text = said->text;
    return true;
}
