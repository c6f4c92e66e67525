#include "tui/widgets/field.h"

#include <string.h>

void tui_field_set(struct tui_field *field, const char *text)
{
    size_t len = strlen(text);
    len = len < TUI_FIELD_MAX ? len : TUI_FIELD_MAX;
    while (!text_valid(text, len)) {
        len--;
    }
    memcpy(field->text, text, len);
    field->text[len] = '\0';
    field->len = field->at = (int)len;
}

/* ---- moving ---- */

static int width_at(const struct tui_field *field, int at, int *bytes)
{
    uint32_t c;
    *bytes = (int)text_decode(field->text + at, (size_t)(field->len - at), &c);
    return text_width(c);
}

/* A combining mark belongs to the character before it. */
static int next(const struct tui_field *field, int at)
{
    int bytes;
    if (at >= field->len) {
        return field->len;
    }
    (void)width_at(field, at, &bytes);
    at += bytes;
    while (at < field->len && width_at(field, at, &bytes) == 0) {
        at += bytes;
    }
    return at;
}

static int before(const struct tui_field *field, int at)
{
    int last = 0;
    for (int i = 0; i < at; i = next(field, i)) {
        last = i;
    }
    return last;
}

static int word_before(const struct tui_field *field, int at)
{
    while (at > 0 && field->text[at - 1] == ' ') {
        at--;
    }
    while (at > 0 && field->text[at - 1] != ' ') {
        at--;
    }
    return at;
}

/* ---- changing ---- */

static void erase(struct tui_field *field, int from, int to)
{
    memmove(field->text + from, field->text + to, (size_t)(field->len - to + 1));
    field->len -= to - from;
    field->at = from;
}

static void insert(struct tui_field *field, uint32_t c)
{
    char bytes[4];
    int n = (int)text_encode(c, bytes), most = field->most ? field->most : TUI_FIELD_MAX;
    if (field->len + n > most) {
        return;
    }
    memmove(field->text + field->at + n, field->text + field->at,
            (size_t)(field->len - field->at + 1));
    memcpy(field->text + field->at, bytes, (size_t)n);
    field->len += n;
    field->at += n;
}

static bool is_text(uint32_t key)
{
    return key >= ' ' && key < TUI_KEY_UP && !text_is_hostile(key);
}

static bool is_number(uint32_t key)
{
    return (key >= '0' && key <= '9') || key == '.' || key == ',';
}

enum { CTRL_A = 1, CTRL_E = 5, CTRL_K = 11, CTRL_U = 21, CTRL_W = 23 };

bool tui_field_key(struct tui_field *field, uint32_t key)
{
    switch (key) {
    case TUI_KEY_LEFT:
        field->at = before(field, field->at);
        return true;
    case TUI_KEY_RIGHT:
        field->at = next(field, field->at);
        return true;
    case TUI_KEY_HOME:
    case CTRL_A:
        field->at = 0;
        return true;
    case TUI_KEY_END:
    case CTRL_E:
        field->at = field->len;
        return true;
    case TUI_KEY_BACKSPACE:
        erase(field, before(field, field->at), field->at);
        return true;
    case TUI_KEY_DELETE:
        erase(field, field->at, next(field, field->at));
        return true;
    case CTRL_K:
        erase(field, field->at, field->len);
        return true;
    case CTRL_U:
        erase(field, 0, field->at);
        return true;
    case CTRL_W:
        erase(field, word_before(field, field->at), field->at);
        return true;
    case '\n':
    case '\r':
    case '\t':
        key = ' ';
        break;
    default:
        break;
    }
    if (is_text(key) && (!field->digits || is_number(key))) {
        insert(field, key);
    }
    return is_text(key);
}

/* ---- drawing ---- */

/* Where drawing starts so that the caret is inside `cells`, and the caret's cell. */
static int first_shown(const struct tui_field *field, int cells, int *caret)
{
    int from = field->at, wide = 0, bytes;
    while (from > 0) {
        int start = before(field, from);
        int w = width_at(field, start, &bytes);
        if (wide + w >= cells) {
            break;
        }
        wide += w;
        from = start;
    }
    *caret = wide;
    return from;
}

void tui_field_draw(const struct tui_field *field, struct tui_canvas *canvas, int row,
                    int col, int cells, bool focus)
{
    int caret;
    if (cells <= 0) {
        return;
    }
    int from = first_shown(field, cells, &caret), to = from, wide = 0, bytes;
    while (to < field->len) {
        int w = width_at(field, to, &bytes);
        if (wide + w > cells) {
            break;
        }
        wide += w;
        to += bytes;
    }
    tui_fill(canvas, (struct tui_rect){row, col, 1, cells}, TUI_INPUT);
    (void)tui_put(canvas, row, col, safe_text_n(field->text + from, (size_t)(to - from)),
                  TUI_INPUT);
    if (focus) {
        tui_cursor(canvas, row, col + caret);
    }
}
