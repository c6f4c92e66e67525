/* Copying what is selected: the terminal is told to put it into the clipboard. */
#include "tui/app_impl.h"

#include <string.h>

void app_copy(struct tui_app *app)
{
    struct tui_visit here;
    app_here(app, &here);
    struct safe_text text = safe_text(here.place.number);
    if (text.len == 0) {
        app_refuse(app, TUI_ACT_COPY,
                   _("nothing here has a number or code to copy; select a row first"));
        return;
    }
    if (text.len > APP_COPY_MAX || text.flags & SAFE_FLAG_HIDDEN) {
        app_refuse(app, TUI_ACT_COPY,
                   _("this is not copied: it is too long, or hides characters that could "
                     "do harm where it is pasted"));
        return;
    }
    memcpy(app->copied, text.bytes, (size_t)text.len + 1);
    int characters = 0;
    for (size_t i = 0; i < text.len; characters++) {
        uint32_t c;
        i += text_decode(text.bytes + i, text.len - i, &c);
    }
    tui_say(app, TUI_SAY_OK,
            safe_textf(_("copied %d characters: %s"), characters, text.bytes));
}
