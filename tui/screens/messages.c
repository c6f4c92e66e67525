/* Everything the message line has said, newest first. */
#include "tui/screen.h"

#include "common/date.h"

struct messages {
    int top;   /* messages scrolled away */
    int shown; /* as last drawn */
};

static const struct {
    const char *word; /* msgid */
    enum tui_role role;
} levels[] = {
    [TUI_SAY_INFO] = {N_("note"), TUI_TEXT},
    [TUI_SAY_OK] = {N_("done"), TUI_OK},
    [TUI_SAY_WARN] = {N_("warn"), TUI_WARN},
    [TUI_SAY_ERROR] = {N_("fault"), TUI_ERROR},
};

enum { TIME_CELLS = 10, WORD_CELLS = 7 };

/* One message over as many lines as it takes; returns them. */
static int put(struct tui_app *app, struct tui_canvas *canvas, struct tui_rect rect,
               int index)
{
    enum tui_message level;
    struct safe_text text;
    int64_t at;
    if (!tui_said(app, index, &level, &at, &text)) {
        return 0;
    }
    struct date_parts t = date_split(at, tui_zone(app));
    tui_put(canvas, rect.row, rect.col,
            safe_textf("%02d:%02d:%02d", t.hour, t.minute, t.second), TUI_DIM);
    tui_put_fit(canvas, rect.row, rect.col + TIME_CELLS, WORD_CELLS - 1,
                safe_text(_(levels[level].word)), levels[level].role, false);
    int used = TIME_CELLS + WORD_CELLS;
    int lines = tui_put_wrapped(
        canvas, (struct tui_rect){rect.row, rect.col + used, rect.rows, rect.cols - used},
        text, TUI_TEXT);
    return lines > 0 ? lines : 1;
}

static void draw(struct tui_app *app, void *state, struct tui_canvas *canvas,
                 struct tui_rect body)
{
    struct messages *messages = state;
    int count = tui_said_count(app), most = count > 0 ? count - 1 : 0;
    messages->top = messages->top > most ? most : messages->top < 0 ? 0 : messages->top;
    tui_fill(canvas, body, TUI_TEXT);
    tui_puts(canvas, body.row, body.col + 1, _("Messages, newest first"), TUI_TITLE);
    if (count == 0) {
        tui_puts(canvas, body.row + 2, body.col + 1, _("nothing has been said yet"),
                 TUI_DIM);
        return;
    }
    int row = body.row + 2, end = body.row + body.rows;
    messages->shown = 0;
    for (int i = count - 1 - messages->top; i >= 0 && row < end; i--) {
        row += put(app, canvas,
                   (struct tui_rect){row, body.col + 1, end - row, body.cols - 2}, i);
        messages->shown++;
    }
}

static bool act(struct tui_app *app, void *state, enum tui_action action)
{
    struct messages *messages = state;
    int page = messages->shown > 1 ? messages->shown - 1 : 1;
    switch (action) {
    case TUI_ACT_UP:
        messages->top--;
        break;
    case TUI_ACT_DOWN:
        messages->top++;
        break;
    case TUI_ACT_PAGE_UP:
        messages->top -= page;
        break;
    case TUI_ACT_PAGE_DOWN:
        messages->top += page;
        break;
    case TUI_ACT_FIRST:
        messages->top = 0;
        break;
    case TUI_ACT_LAST:
        messages->top = tui_said_count(app);
        break;
    case TUI_ACT_MESSAGES:
        tui_back(app);
        return true;
    default:
        return false;
    }
    tui_touch(app);
    return true;
}

const struct tui_screen tui_messages_screen = {
    .name = "messages",
    .title = N_("Messages"),
    .action = TUI_ACT_NONE,
    .context = TUI_CTX_MESSAGES,
    .dialog = true,
    .state_size = sizeof(struct messages),
    .draw = draw,
    .act = act,
};
