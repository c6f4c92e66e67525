/* How much the line can take: measured, or said by the person. */
#include "tui/app_impl.h"

#include <stdio.h>
#include <string.h>

enum { SLOW_US = 150000, QUICK_US = 100000 };

static const char *const names[] = {
    [APP_PACE_AUTO] = "auto", [APP_PACE_SLOW] = "slow", [APP_PACE_FULL] = "full"};

/* Between the two limits it stays as it was, so that a line at the limit does not make
 * the screen jump. */
void app_measure(struct tui_app *app)
{
    int64_t trip = bc_link(app->session)->round_trip_us;
    bool slow = trip > SLOW_US || (app->slow && trip > QUICK_US);
    slow = app->pace == APP_PACE_SLOW || (app->pace == APP_PACE_AUTO && slow);
    if (slow != app->slow) {
        app->slow = slow;
        tui_touch(app);
        if (app->pace == APP_PACE_AUTO) {
            tui_say(app, TUI_SAY_INFO,
                    safe_text(slow ? _("the link is slow: details go below the list and "
                                       "wait until you rest; :link full draws all")
                                   : _("the link is quick again: all is drawn at once")));
        }
    }
}

struct safe_text app_round_trip(const struct tui_app *app)
{
    int64_t ms = bc_link(app->session)->round_trip_us / 1000;
    if (bc_link(app->session)->round_trip_us <= 0) {
        return safe_text("");
    }
    return ms < 1 ? safe_text(_("under 1 ms")) : safe_textf(_("%d ms"), (int)ms);
}

bool app_take_pace(struct tui_app *app, const char *name)
{
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        if (strcmp(names[i], name) == 0) {
            app->pace = (enum app_pace)i;
            snprintf(app->memory.link, sizeof app->memory.link, "%s", name);
            app_measure(app);
            return true;
        }
    }
    return false;
}

void app_set_pace(struct tui_app *app, const char *name)
{
    struct safe_text trip = app_round_trip(app);
    const char *shown = trip.len ? trip.bytes : _("not measured yet");
    if (!app_take_pace(app, name)) {
        tui_say(app, TUI_SAY_INFO,
                safe_textf(_("link: %s, round trip %s; link slow, full or auto sets it"),
                           names[app->pace], shown));
        return;
    }
    tui_say(app, TUI_SAY_INFO,
            safe_textf(app->slow ? _("link: %s, round trip %s: drawn sparingly")
                                 : _("link: %s, round trip %s: drawn in full"),
                       names[app->pace], shown));
}
