#include "tui/app_impl.h"

#include "common/date.h"
#include "tui/widgets/bar.h"
#include "tui/widgets/figure.h"

#include <string.h>

enum {
    RULE_ROWS = 16,  /* from here on a rule under the tabs */
    RULES_ROWS = 28, /* and one above the message line */
    MESSAGE_LINES = 3,
    RIGHT_PARTS = 5,
    VIEW_CELLS = 30, /* left free beside the names of the tabs */
};

static bool has_rule(const struct tui_app *app)
{
    return app->canvas.rows >= RULE_ROWS;
}

static bool has_both_rules(const struct tui_app *app)
{
    return app->canvas.rows >= RULES_ROWS;
}

struct tui_rect app_body(const struct tui_app *app)
{
    int top = has_rule(app) ? 3 : 2, bottom = has_both_rules(app) ? 3 : 2;
    return (struct tui_rect){top, 0, app->canvas.rows - top - bottom, app->canvas.cols};
}

/* ---- row 1: place, who, link and age ---- */

static struct safe_text who(const struct tui_app *app)
{
    const struct bc_me *me = bc_me(app->session);
    char role[BC_WORD];
    size_t len = strcspn(me->roles, " ");
    snprintf(role, sizeof role, "%.*s", (int)(len < BC_WORD ? len : BC_WORD - 1),
             me->roles);
    if (!*me->id) {
        return (struct safe_text){0};
    }
    struct safe_text name = safe_text(*me->name ? me->name : me->id),
                     word = safe_text(tui_word(role));
    bool more = me->roles[len] != '\0';
    return safe_textf("%s · %s%s", name.bytes, word.bytes, more ? "+" : "");
}

static struct safe_text progress(const struct bc_link *link, const char *word)
{
    if (link->total <= 0) {
        return safe_text(word);
    }
    struct safe_text done = tui_count(link->done), total = tui_count(link->total);
    return safe_textf(_("%s %s of %s"), word, done.bytes, total.bytes);
}

/* The round trip is said when it is long enough to be felt: a quick one would change with
 * every answer, and cost bytes. */
static struct safe_text live_text(const struct tui_app *app, struct safe_text age)
{
    int64_t tenths = bc_link(app->session)->round_trip_us / 100000;
    if (app->config.freeze_clock || tenths < 1) {
        return safe_textf(app->slow ? _("LIVE, slow, %s") : _("LIVE, %s"), age.bytes);
    }
    return safe_textf(app->slow ? _("LIVE %d.%d s, slow, %s") : _("LIVE %d.%d s, %s"),
                      (int)(tenths / 10), (int)(tenths % 10), age.bytes);
}

static struct safe_text link_text(const struct tui_app *app, enum tui_role *role)
{
    const struct bc_link *link = bc_link(app->session);
    struct safe_text age = tui_data_age(tui_now(app), link->data_at);
    switch (link->state) {
    case BC_LINK_STARTING:
        *role = TUI_WAIT;
        return progress(link, _("STARTING"));
    case BC_LINK_LOADING:
        *role = TUI_WAIT;
        return progress(link, _("LOADING"));
    case BC_LINK_LIVE:
        *role = TUI_OK;
        return live_text(app, age);
    case BC_LINK_RETRYING:
        *role = TUI_WARN;
        return safe_textf(_("NO LINK, %s"), age.bytes);
    case BC_LINK_REFUSED:
        break;
    }
    *role = TUI_ERROR;
    return safe_textf(_("REFUSED, %s"), age.bytes);
}

/* The screen before this one; empty when it is this one. */
static struct safe_text came_from(const struct tui_app *app)
{
    int count = app->earlier_count;
    int tab = count > 0 ? app_tab_named(app->earlier[count - 1].screen) : -1;
    return safe_text(tab >= 0 && tab != app->tab ? _(app_tab_screen(tab)->title) : "");
}

/* The screen, the dialogs over it, and, where there is room, the screen one came from:
 * "Budgets > Applications > Decision". Returns the column after them. */
static int draw_crumbs(struct tui_app *app, int col, int room)
{
    struct tui_canvas *canvas = &app->canvas;
    struct safe_text title = safe_text(_(app->tabs[app->tab].screen->title)),
                     came = came_from(app), over = {0};
    for (int i = 0; i < app->dialog_count; i++) {
        struct safe_text dialog = safe_text(_(app->dialogs[i].screen->title));
        over = safe_textf("%s › %s", over.bytes, dialog.bytes);
    }
    if (title.cells + over.cells > room) {
        over = safe_text("");
    }
    if (came.cells > 0 && came.cells + 3 + title.cells + over.cells <= room) {
        col += tui_put(canvas, 0, col, came, TUI_DIM);
        col += tui_puts(canvas, 0, col, " › ", TUI_DIM);
    }
    col += tui_put(canvas, 0, col, safe_clip(title, room, canvas->ascii), TUI_TITLE);
    return col + tui_put(canvas, 0, col, over, TUI_TITLE);
}

static void draw_place(struct tui_app *app)
{
    struct tui_canvas *canvas = &app->canvas;
    enum tui_role role;
    struct safe_text link = link_text(app, &role), person = who(app);
    int right = canvas->cols - 1 - link.cells;
    tui_put(canvas, 0, right, link, role);
    if (person.cells > 0 && canvas->cols >= 60) {
        right -= person.cells + 3;
        tui_put(canvas, 0, right, person, TUI_TEXT);
        tui_puts(canvas, 0, right + person.cells, " · ", TUI_DIM);
    }
    int col = 1;
    if (canvas->cols >= 60) {
        col += tui_puts(canvas, 0, col, "voucherdesk", TUI_TITLE);
        col += tui_puts(canvas, 0, col, " · ", TUI_DIM);
    }
    bool demo = bc_me(app->session)->demo;
    struct safe_text mark = safe_text(demo ? _("DEMO") : "");
    int room = right - 1 - col - (demo ? mark.cells + 2 : 0);
    if (room > 0) {
        col = draw_crumbs(app, col, room);
        if (demo) {
            tui_put(canvas, 0, col + 2, mark, TUI_WARN);
        }
    }
}

/* ---- row 2: tabs and what the screen shows of its view ---- */

static int tab_badge(const struct tui_app *app, int tab)
{
    const struct tui_screen *screen = app_tab_screen(tab);
    return screen == &tui_outbox_screen ? bc_intents_pending(app->session) : 0;
}

/* One tab; returns its cells. With no canvas it only measures. */
static int draw_tab(const struct tui_app *app, struct tui_canvas *canvas, int col,
                    int tab, bool name)
{
    const struct tui_screen *screen = app_tab_screen(tab);
    bool active = tab == app->tab;
    int badge = tab_badge(app, tab);
    char number[16] = "", count[16] = "";
    tui_key_name(tui_key_for(TUI_CTX_GLOBAL, screen->action), number);
    if (badge > 0) {
        snprintf(count, sizeof count, " %d", badge);
    }
    struct safe_text text =
        safe_textf("%s%s%s%s%s%s", active ? "[" : " ", number, name || active ? " " : "",
                   name || active ? _(screen->title) : "", count, active ? "]" : " ");
    if (canvas) {
        tui_put(canvas, 1, col, text, active ? TUI_TAB_ACTIVE : TUI_TAB);
    }
    return text.cells;
}

/* The first `named` with their names, the others by their keys alone. */
static int draw_tabs(struct tui_app *app, struct tui_canvas *canvas, int named)
{
    int col = 0;
    for (int i = 0; i < APP_TABS; i++) {
        int cells = draw_tab(app, canvas, col, i, i < named);
        if (canvas) {
            app_hit(app, 1, col, cells, app_tab_screen(i)->action);
        }
        col += cells;
    }
    return col;
}

/* The parts of the view that fit in `room`, most important first, drawn right-aligned. */
static void draw_view(struct tui_app *app, const struct tui_status *status, int room)
{
    const struct safe_text *parts[RIGHT_PARTS] = {
        &status->view, &status->filter, &status->sort, &status->marks, &status->place};
    static const int by_weight[RIGHT_PARTS] = {3, 1, 0, 4, 2};
    bool shown[RIGHT_PARTS] = {false};
    int used = 0;
    for (int i = 0; i < RIGHT_PARTS; i++) {
        int part = by_weight[i], cells = parts[part]->cells;
        if (cells > 0 && used + cells + 2 <= room) {
            shown[part] = true;
            used += cells + 2;
        }
    }
    int col = app->canvas.cols - used + 1;
    for (int i = 0; i < RIGHT_PARTS; i++) {
        if (shown[i]) {
            enum tui_role role = i == 3 ? TUI_MARKED : i == 1 ? TUI_STRONG : TUI_TEXT;
            col += tui_put(&app->canvas, 1, col, *parts[i], role) + 2;
        }
    }
}

static void draw_row_two(struct tui_app *app)
{
    struct tui_status status = {0};
    struct app_open *top = &app->tabs[app->tab];
    if (app->prompt.kind) {
        app_prompt_draw(app, 1);
        return;
    }
    if (top->screen->status) {
        top->screen->status(app, top->state, &status);
    }
    /* By width alone, so that marking a row does not move the tabs. */
    int named = APP_TABS;
    while (named > 0 && draw_tabs(app, NULL, named) + VIEW_CELLS > app->canvas.cols) {
        named--;
    }
    int used = draw_tabs(app, &app->canvas, named);
    draw_view(app, &status, app->canvas.cols - used - 1);
}

/* ---- rules ---- */

static bool is_vline(const struct tui_canvas *canvas, int row, int col)
{
    const struct tui_cell *cell =
        &canvas->cells[(size_t)row * (size_t)canvas->cols + (size_t)col];
    return cell->role == TUI_BORDER && cell->base == (canvas->ascii ? '|' : 0x2502u);
}

/* A rule meets the line between two panes of the body. */
static void draw_rule(struct tui_canvas *canvas, int row, int neighbour,
                      enum tui_glyph meeting)
{
    for (int col = 0; col < canvas->cols; col++) {
        tui_glyph(canvas, row, col,
                  is_vline(canvas, neighbour, col) ? meeting : TUI_HLINE, TUI_BORDER);
    }
}

/* ---- message line ---- */

/* A sentence that is longer than the row takes rows of the body rather than losing its
 * end, which says what to do. */
static void draw_message(struct tui_app *app)
{
    static const enum tui_role roles[] = {[TUI_SAY_INFO] = TUI_TEXT,
                                          [TUI_SAY_OK] = TUI_OK,
                                          [TUI_SAY_WARN] = TUI_WARN,
                                          [TUI_SAY_ERROR] = TUI_ERROR};
    struct tui_canvas *canvas = &app->canvas;
    enum tui_message level;
    int64_t at;
    struct safe_text text;
    if (!app->said_shown || !tui_said(app, app->said_count - 1, &level, &at, &text)) {
        return;
    }
    text = safe_textf("%s%s", text.bytes, app_said_left(app).bytes);
    int cols = canvas->cols - 2, lines = 0;
    size_t from = 0;
    for (size_t len; from < text.len && lines < MESSAGE_LINES; from += len, lines++) {
        len = safe_line(&text, from, cols);
        if (len == 0) {
            break;
        }
    }
    lines = lines < 1 ? 1 : lines;
    int row = canvas->rows - 1 - lines;
    row = row < 2 ? 2 : row;
    tui_fill(canvas, (struct tui_rect){row, 0, canvas->rows - 1 - row, canvas->cols},
             TUI_TEXT);
    tui_put_wrapped(canvas, (struct tui_rect){row, 1, canvas->rows - 1 - row, cols}, text,
                    roles[level]);
}

/* ---- starting ---- */

/* The very first start has nothing to show yet: say what is being done, and how far. */
void app_starting(struct tui_app *app)
{
    struct tui_rect body = app_body(app);
    const struct bc_link *link = bc_link(app->session);
    if (link->state != BC_LINK_STARTING || link->data_at != 0 || body.rows < 5) {
        return;
    }
    struct tui_canvas *canvas = &app->canvas;
    int cols = canvas->cols < 64 ? canvas->cols : 64;
    struct tui_rect box = {body.row + (body.rows - 5) / 2, (canvas->cols - cols) / 2, 5,
                           cols};
    tui_fill(canvas, box, TUI_DIALOG);
    tui_box(canvas, box, TUI_BORDER);
    tui_puts(canvas, box.row, box.col + 2, _(" starting the clearinghouse "),
             TUI_DIALOG_TITLE);
    if (link->total > 0) {
        struct safe_text stage = safe_text(tui_word(link->stage)),
                         text = progress(link, stage.bytes);
        tui_put(canvas, box.row + 1, box.col + 2, text, TUI_TEXT);
        int wide = cols - 4, full = (int)(link->done * wide / link->total);
        for (int i = 0; i < wide; i++) {
            tui_glyph(canvas, box.row + 2, box.col + 2 + i,
                      i < full ? TUI_BLOCK_FULL : TUI_BLOCK_EMPTY,
                      i < full ? TUI_BAR_FULL : TUI_BAR_EMPTY);
        }
        tui_puts(canvas, box.row + 3, box.col + 2,
                 _("made once, kept for the next start"), TUI_DIM);
    } else {
        tui_puts(canvas, box.row + 2, box.col + 2, _("one moment"), TUI_DIM);
    }
}

/* ---- footer ---- */

struct footer {
    struct tui_app *app;
    int col, end;
    bool letters; /* keys that are letters act (no field has the focus) */
};

static struct safe_text footer_label(const struct tui_app *app, enum tui_action action)
{
    const char *text = tui_text(tui_action_info(action)->label);
    size_t len = strlen(text);
    bool more = len > 3 && strcmp(text + len - 3, "…") == 0;
    return more && app->canvas.ascii ? safe_textf("%.*s..", (int)(len - 3), text)
                                     : safe_text(text);
}

/* A key and what it does, dimmed when that cannot be done now; nothing where it does not
 * fit. */
static void footer_put(struct footer *footer, uint32_t key, struct safe_text label,
                       bool off, enum tui_action action)
{
    struct tui_canvas *canvas = &footer->app->canvas;
    char name[16];
    struct safe_text shown = safe_text(tui_key_name(key, name));
    int cells = shown.cells + 1 + label.cells, row = canvas->rows - 1;
    if (footer->col + cells > footer->end) {
        return;
    }
    tui_put(canvas, row, footer->col, shown, off ? TUI_KEY_OFF : TUI_KEY);
    tui_put(canvas, row, footer->col + shown.cells + 1, label,
            off ? TUI_KEY_OFF : TUI_TEXT);
    if (action != TUI_ACT_NONE) {
        app_hit(footer->app, row, footer->col, cells, action);
    }
    footer->col += cells + 2;
}

static void footer_item(struct footer *footer, uint32_t key, enum tui_action action)
{
    footer_put(footer, key, footer_label(footer->app, action),
               app_why_not(footer->app, action) != NULL, action);
}

static void footer_prompt(struct footer *footer)
{
    bool command = footer->app->prompt.kind == ':';
    footer_put(footer, TUI_KEY_ENTER, safe_text(command ? _("run") : _("keep")), false,
               TUI_ACT_NONE);
    if (command) {
        footer_put(footer, TUI_KEY_TAB, safe_text(_("complete")), false, TUI_ACT_NONE);
    }
    footer_put(footer, TUI_KEY_ESC, safe_text(_("cancel")), false, TUI_ACT_NONE);
    if (command) {
        footer_put(footer, TUI_KEY_UP, safe_text(_("earlier")), false, TUI_ACT_NONE);
    } else {
        footer_put(footer, TUI_KEY_DOWN, safe_text(_("into the rows")), false,
                   TUI_ACT_NONE);
    }
}

static void footer_context(struct footer *footer, enum tui_context context)
{
    size_t count;
    const struct tui_binding *list = tui_bindings(&count);
    for (size_t i = 0; i < count; i++) {
        const struct tui_binding *b = &list[i];
        bool letter = b->key >= ' ' && b->key < TUI_KEY_UP;
        if (b->context == context && b->footer && (footer->letters || !letter) &&
            (b->action != TUI_ACT_FILTER || app_top(footer->app)->screen->filter)) {
            footer_item(footer, b->key, b->action);
        }
    }
}

static void draw_footer(struct tui_app *app)
{
    struct app_open *top = app_top(app);
    bool typing = top->screen->wants_text && top->screen->wants_text(app, top->state);
    struct footer footer = {
        .app = app, .col = 1, .end = app->canvas.cols - 1, .letters = !typing};
    if (app->prompt.kind) {
        footer_prompt(&footer);
        return;
    }
    /* Help keeps its place at the right whatever has to go. */
    struct safe_text help = footer_label(app, TUI_ACT_HELP);
    int reserved = help.cells + 4;
    footer.end -= typing ? 0 : reserved;
    for (enum tui_context context = top->screen->context; context != TUI_CONTEXT_COUNT;
         context = tui_context_around(context)) {
        if (context != TUI_CTX_GLOBAL) {
            footer_context(&footer, context);
        }
    }
    if (!typing) {
        footer_item(&footer, tui_key_for(TUI_CTX_GLOBAL, TUI_ACT_PALETTE),
                    TUI_ACT_PALETTE);
        footer_item(&footer, tui_key_for(TUI_CTX_GLOBAL, TUI_ACT_COMMAND),
                    TUI_ACT_COMMAND);
        if (app->dialog_count == 0) {
            footer_item(&footer, tui_key_for(TUI_CTX_GLOBAL, TUI_ACT_QUIT), TUI_ACT_QUIT);
        }
        footer.end = app->canvas.cols - 1;
        footer.col = footer.end - help.cells - 2;
        footer_item(&footer, tui_key_for(TUI_CTX_GLOBAL, TUI_ACT_HELP), TUI_ACT_HELP);
    }
}

void app_chrome(struct tui_app *app)
{
    struct tui_canvas *canvas = &app->canvas;
    draw_place(app);
    draw_row_two(app);
    if (has_rule(app)) {
        draw_rule(canvas, 2, 3, TUI_TEE_DOWN);
    }
    if (has_both_rules(app)) {
        draw_rule(canvas, canvas->rows - 3, canvas->rows - 4, TUI_TEE_UP);
    }
    draw_message(app);
    draw_footer(app);
}

/* ---- time and the link ---- */

int app_wake_ms(const struct tui_app *app)
{
    int64_t minute = 60 * DATE_SECOND, now = tui_now(app);
    int ms = (int)((minute - now % minute) / 1000) + 1;
    int theme = app_theme_wake_ms(app);
    ms = theme > 0 && theme < ms ? theme : ms;
    return app->wake_ms > 0 && app->wake_ms < ms ? app->wake_ms : ms;
}

void app_link_news(struct tui_app *app)
{
    const struct bc_link *link = bc_link(app->session);
    enum bc_link_state before = app->link_before;
    if (link->state == before) {
        return;
    }
    app->link_before = link->state;
    if (link->state == BC_LINK_RETRYING) {
        char key[16];
        tui_key_name(tui_key_for(TUI_CTX_GLOBAL, TUI_ACT_RETRY), key);
        tui_say(app, TUI_SAY_WARN,
                safe_textf(_("no link: %s. You can go on: decisions wait in the outbox. "
                             "Trying again by itself; %s tries now"),
                           link->error.text, key));
    } else if (link->state == BC_LINK_REFUSED) {
        tui_say(app, TUI_SAY_ERROR, safe_text(link->error.text));
    } else if (link->state == BC_LINK_LIVE && before == BC_LINK_RETRYING) {
        tui_say(app, TUI_SAY_OK, safe_text(_("the link is back")));
    }
}
