#include "tui/app_impl.h"

#include "common/date.h"
#include "tui/widgets/figure.h"

#define LAST_MINUTE (60 * DATE_SECOND)

void tui_say(struct tui_app *app, enum tui_message level, struct safe_text text)
{
    app->said[app->said_next] =
        (struct app_said){.level = level, .at = tui_now(app), .text = text};
    app->said_next = (app->said_next + 1) % APP_SAID;
    app->said_count += app->said_count < APP_SAID;
    app->said_shown = true;
    tui_touch(app);
}

void tui_say_undo(struct tui_app *app, enum tui_message level, struct safe_text text,
                  int64_t undo_until)
{
    int at = app->said_next;
    tui_say(app, level, text);
    app->said[at].undo_until = undo_until;
}

struct safe_text app_said_left(struct tui_app *app)
{
    int newest = (app->said_next - 1 + APP_SAID) % APP_SAID;
    int64_t left = app->said[newest].undo_until - tui_now(app);
    if (left <= 0) {
        return safe_text("");
    }
    if (left < LAST_MINUTE) {
        tui_wake(app, 1000);
    }
    char key[16];
    tui_key_name(tui_key_for(TUI_CTX_QUEUE, TUI_ACT_UNDO), key);
    return safe_textf(_(" · %s undoes it for %s more"), key, tui_age(left).bytes);
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
