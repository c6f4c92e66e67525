/* :why explains what was refused last: the action, the reason, who could do it, and what
 * would help. */
#include "tui/app_impl.h"

#include <string.h>

enum { WIDEST = 76, LABEL = 10, ROWS_LEAST = 8 };

struct page {
    struct tui_canvas *canvas; /* NULL: only count */
    struct tui_rect rect;
    int row;
};

static void put(struct page *page, const char *label, struct safe_text text,
                enum tui_role role)
{
    int cells = page->rect.cols - LABEL;
    size_t at = 0;
    bool first = true;
    while (at < text.len) {
        size_t len = safe_line(&text, at, cells);
        if (len == 0) {
            break;
        }
        if (page->canvas && page->row < page->rect.rows) {
            int row = page->rect.row + page->row;
            if (first) {
                tui_put_fit(page->canvas, row, page->rect.col, LABEL - 1,
                            safe_text(label), TUI_DIM, false);
            }
            tui_put(page->canvas, row, page->rect.col + LABEL,
                    safe_text_n(text.bytes + at, len), role);
        }
        at += len;
        while (at < text.len && text.bytes[at] == ' ') {
            at++;
        }
        page->row++;
        first = false;
    }
    page->row++;
}

/* ---- what is said ---- */

static struct safe_text roles_text(const struct tui_app *app)
{
    const struct bc_me *me = bc_me(app->session);
    struct safe_text text = safe_text("");
    char word[BC_WORD];
    for (const char *at = me->roles; *at;) {
        size_t len = strcspn(at, " ");
        snprintf(word, sizeof word, "%.*s", (int)(len < BC_WORD ? len : BC_WORD - 1), at);
        text = text.len ? safe_textf("%s, %s", text.bytes, tui_word(word))
                        : safe_text(tui_word(word));
        at += len + strspn(at + len, " ");
    }
    struct safe_text name = safe_text(*me->name ? me->name : me->id);
    return *me->id ? safe_textf("%s: %s", name.bytes, text.bytes)
                   : safe_text(_("the clearinghouse has not said yet who you are"));
}

static struct safe_text link_text(const struct tui_app *app)
{
    const struct bc_link *link = bc_link(app->session);
    struct safe_text why = safe_text(link->error.text);
    switch (link->state) {
    case BC_LINK_LIVE:
        return safe_text(_("the link is up; what you see is current"));
    case BC_LINK_STARTING:
    case BC_LINK_LOADING:
        return safe_text(_("the records are still coming; some things wait for that"));
    case BC_LINK_RETRYING:
        return safe_textf(_("there is no link (%s); decisions you confirm wait in the "
                            "outbox"),
                          why.bytes);
    case BC_LINK_REFUSED:
        break;
    }
    return why;
}

/* Actions of the same place that can be done now: at most three, with their keys. */
static struct safe_text instead(struct tui_app *app)
{
    static const enum tui_action others[] = {
        TUI_ACT_ACCEPT, TUI_ACT_APPROVE,    TUI_ACT_REJECT, TUI_ACT_RETURN,
        TUI_ACT_UNDO,   TUI_ACT_SEND_AGAIN, TUI_ACT_REPORT, TUI_ACT_OPEN};
    struct safe_text text = safe_text("");
    int count = app->dialog_count, shown = 0;
    app->dialog_count -= count > 0 && app->dialogs[count - 1].screen == &app_why_screen;
    enum tui_context context = app_top(app)->screen->context;
    for (size_t i = 0; i < COUNT_OF(others) && shown < 3; i++) {
        uint32_t key = tui_key_for(context, others[i]);
        char name[16];
        if (others[i] == app->refused.action || !key ||
            app_why_not(app, others[i]) != NULL) {
            continue;
        }
        tui_key_name(key, name);
        text = safe_textf("%s%s%s %s", text.bytes, text.len ? "   " : "", name,
                          tui_text(tui_action_info(others[i])->label));
        shown++;
    }
    app->dialog_count = count;
    return text;
}

static void put_all(struct tui_app *app, struct page *page)
{
    const struct app_refused *refused = &app->refused;
    const struct tui_action_info *info = tui_action_info(refused->action);
    if (!info) {
        put(page, "",
            safe_text(_("Nothing has been refused. A dimmed key in the last row "
                        "cannot be used now: press it, and this page says why; "
                        ":why NAME asks about any action.")),
            TUI_TEXT);
        return;
    }
    char key[16];
    tui_key_name(tui_key_for(refused->context, refused->action), key);
    put(page, _("asked"), safe_textf("%s  %s", key, tui_text(info->help)), TUI_TEXT);
    put(page, _("refused"), refused->why, TUI_WARN);
    put(page, _("you are"), roles_text(app), TUI_TEXT);
    put(page, _("link"), link_text(app), TUI_TEXT);
    struct safe_text text = instead(app);
    put(page, _("you can"),
        text.len ? text : safe_text(_("look at it; nothing is to be decided here now")),
        TUI_TEXT);
}

/* ---- the dialog ---- */

static void draw(struct tui_app *app, void *state, struct tui_canvas *canvas,
                 struct tui_rect body)
{
    struct tui_rect box = body;
    (void)state;
    box.cols = body.cols < WIDEST ? body.cols : WIDEST;
    box.col = body.col + (body.cols - box.cols) / 2;
    struct page page = {.rect = {0, box.col + 2, body.rows, box.cols - 4}};
    put_all(app, &page);
    int rows = page.row + 1 < ROWS_LEAST ? ROWS_LEAST : page.row + 1;
    box.rows = rows < body.rows ? rows : body.rows;
    box.row = body.row + (body.rows - box.rows) / 2;
    tui_fill(canvas, box, TUI_DIALOG);
    tui_box(canvas, box, TUI_BORDER);
    tui_puts(canvas, box.row, box.col + 2, _(" why not "), TUI_DIALOG_TITLE);
    page = (struct page){.canvas = canvas,
                         .rect = {box.row + 1, box.col + 2, box.rows - 2, box.cols - 4}};
    put_all(app, &page);
}

static bool act(struct tui_app *app, void *state, enum tui_action action)
{
    (void)state;
    if (action == TUI_ACT_OPEN || action == TUI_ACT_WHY) {
        tui_back(app);
        return true;
    }
    return false;
}

const struct tui_screen app_why_screen = {
    .name = "why",
    .title = N_("Why not"),
    .action = TUI_ACT_NONE,
    .context = TUI_CTX_MESSAGES,
    .dialog = true,
    .draw = draw,
    .act = act,
};
