#define NCURSES_WIDECHAR 1
#include "tui/term.h"

#include "common/text.h"
#include "tui/keys.h"
#include "tui/letters.h"
#include "tui/palette.h"
#include "tui/signals.h"

#include <curses.h>
#include <langinfo.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <term.h>
#include <unistd.h>
#include <wchar.h>

enum { KEY_PASTE_BEGIN = KEY_MAX + 1, KEY_PASTE_END, ESC = 27, PAIRS = 128 };

/* How a role is shown, plain and selected, worked out once for this terminal. */
struct ink {
    attr_t attributes;
    short pair;
};

struct tui_term {
    SCREEN *screen;
    WINDOW *keys; /* 1x1 pad: reading from it refreshes nothing */
    struct tui_canvas shown;
    struct ink inks[TUI_ROLE_COUNT][2];
    struct {
        int foreground, background;
    } pairs[PAIRS];
    int pair_count, pair_max;
    int colours; /* 0: mono */
    bool redraw, hung_up, mouse_used;
    struct tui_mouse mouse;
    bool line_drawing; /* no UTF-8: lines in the terminal's own character set */
    int cursor;        /* what curs_set() was last given */
    cchar_t *line;
    int line_room;
};

/* ---- opening ---- */

/* An unknown or missing TERM need not end the day: nearly everything speaks xterm. */
static SCREEN *start_screen(void)
{
    const char *named = getenv("TERM");
    const char *names[] = {named && *named ? named : "xterm-256color", "xterm-256color",
                           "vt100"};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        SCREEN *screen = newterm(names[i], stdout, stdin);
        if (screen) {
            set_term(screen);
            return screen;
        }
    }
    return NULL;
}

static const char *capability(const char *name)
{
    const char *found = tigetstr(name);
    return found && found != (const char *)-1 ? found : "";
}

/* Append a terminfo string without its $<5> paddings. */
static void add_plain(char *out, size_t size, const char *text)
{
    size_t at = strlen(out);
    while (*text && at + 1 < size) {
        const char *end = strncmp(text, "$<", 2) == 0 ? strchr(text, '>') : NULL;
        if (end) {
            text = end + 1;
        } else {
            out[at++] = *text++;
        }
    }
    out[at] = '\0';
}

/* What leaves a terminal usable, ready before it is needed in a signal handler. */
static void reset_string(char *out, size_t size)
{
    static const char *const names[] = {"rmacs", "sgr0", "op", "cnorm", "rmkx", "rmcup"};
    snprintf(out, size, "\033[?1006l\033[?1000l\033[?2004l");
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        add_plain(out, size, capability(names[i]));
    }
    add_plain(out, size, "\r\n");
}

static void bracketed_paste(bool on)
{
    fputs(on ? "\033[?2004h" : "\033[?2004l", stdout);
    fflush(stdout);
}

static void set_modes(struct tui_term *term)
{
    raw();
    noecho();
    nonl();
    keypad(term->keys, TRUE);
    nodelay(term->keys, TRUE);
    typeahead(-1);
    scrollok(stdscr, FALSE);
    define_key("\033[200~", KEY_PASTE_BEGIN);
    define_key("\033[201~", KEY_PASTE_END);
    if (!getenv("ESCDELAY")) {
        set_escdelay(50);
    }
    term->cursor = -1;
}

static void set_colours(struct tui_term *term, bool no_color)
{
    const char *asked = getenv("NO_COLOR");
    if (no_color || (asked && *asked) || !has_colors() || start_color() != OK) {
        return;
    }
    use_default_colors();
    /* Direct-colour entries number their colours otherwise, beyond the first eight. */
    term->colours = COLORS >= 256 && COLORS <= 256 ? 256 : COLORS == 16 ? 16 : 8;
    term->pair_max = COLOR_PAIRS < PAIRS ? COLOR_PAIRS : PAIRS;
    term->pair_count = 1; /* pair 0 is the terminal's own */
}

static bool poor_terminal(struct err *err)
{
    const char *name = getenv("TERM");
    return err_set(
        err, ERR_TERMINAL,
        "terminal '%.40s' cannot show a screen; use another, set TERM, or give "
        "a verb, such as 'voucherdesk overview'",
        name && *name ? name : "unknown");
}

bool tui_term_open(const struct tui_theme *theme, bool no_color, struct tui_term **out,
                   struct err *err)
{
    char reset[256];
    struct termios modes;
    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO) ||
        tcgetattr(STDIN_FILENO, &modes) != 0) {
        return err_set(
            err, ERR_TERMINAL,
            "there is no terminal; give a verb, such as 'voucherdesk overview'");
    }
    struct tui_term *term = calloc(1, sizeof *term);
    if (!term) {
        return err_set(err, ERR_INTERNAL, "out of memory");
    }
    /* They would freeze the size. */
    unsetenv("LINES");
    unsetenv("COLUMNS");
    term->screen = start_screen();
    term->keys = term->screen && *capability("cup") ? newpad(1, 1) : NULL;
    if (!term->keys) {
        if (term->screen) {
            endwin();
        }
        free(term);
        return poor_terminal(err);
    }
    reset_string(reset, sizeof reset);
    if (!tui_signals_take(STDOUT_FILENO, reset, &modes, err)) {
        tui_term_close(term);
        return false;
    }
    /* Until it has come back from a shell once, ncurses takes itself for a low-level
     * program and writes at every move of the cursor: a frame would be a hundred small
     * writes instead of one. */
    endwin();
    term->line_drawing = strcmp(nl_langinfo(CODESET), "UTF-8") != 0;
    set_modes(term);
    set_colours(term, no_color);
    tui_term_theme(term, theme);
    bracketed_paste(true);
    *out = term;
    return true;
}

void tui_term_close(struct tui_term *term)
{
    if (!term) {
        return;
    }
    bracketed_paste(false);
    curs_set(1);
    endwin();
    tui_signals_give_back();
    delwin(term->keys);
    delscreen(term->screen);
    tui_canvas_free(&term->shown);
    free(term->line);
    free(term);
}

/* ---- colours ---- */

static short pair_for(struct tui_term *term, int foreground, int background)
{
    if (foreground < 0 && background < 0) {
        return 0;
    }
    for (int i = 1; i < term->pair_count; i++) {
        if (term->pairs[i].foreground == foreground &&
            term->pairs[i].background == background) {
            return (short)i;
        }
    }
    if (term->pair_count >= term->pair_max ||
        init_pair((short)term->pair_count, (short)foreground, (short)background) != OK) {
        return 0;
    }
    term->pairs[term->pair_count].foreground = foreground;
    term->pairs[term->pair_count].background = background;
    return (short)term->pair_count++;
}

static struct ink ink_for(struct tui_term *term, struct tui_look look)
{
    static const struct {
        unsigned ours;
        attr_t theirs;
    } attributes[] = {{TUI_BOLD, A_BOLD},
                      {TUI_UNDERLINE, A_UNDERLINE},
                      {TUI_REVERSE, A_REVERSE},
                      {TUI_FAINT, A_DIM}};
    struct ink ink = {.attributes = A_NORMAL};
    if (term->colours > 0 && term->colours < 256) {
        look = tui_palette_reduce(look, term->colours);
    }
    for (size_t i = 0; i < COUNT_OF(attributes); i++) {
        ink.attributes |= look.attributes & attributes[i].ours ? attributes[i].theirs : 0;
    }
    ink.pair = term->colours ? pair_for(term, look.foreground, look.background) : 0;
    return ink;
}

void tui_term_theme(struct tui_term *term, const struct tui_theme *theme)
{
    struct tui_theme used = *theme;
    if (term->colours == 0) {
        tui_theme_mono(&used);
    }
    term->pair_count = term->pair_count > 0 ? 1 : 0;
    for (int role = 0; role < TUI_ROLE_COUNT; role++) {
        term->inks[role][0] = ink_for(term, used.looks[role]);
        term->inks[role][1] =
            ink_for(term, tui_palette_selected(&used, (enum tui_role)role));
    }
    const struct ink *text = &term->inks[TUI_TEXT][0];
    bkgdset(' ' | COLOR_PAIR(text->pair));
    tui_term_redraw(term);
}

/* ---- drawing ---- */

void tui_term_size(const struct tui_term *term, int *rows, int *cols)
{
    (void)term;
    *rows = LINES;
    *cols = COLS;
}

static void make_cell(const struct tui_term *term, const struct tui_cell *cell, bool wide,
                      cchar_t *out)
{
    wchar_t text[4] = {0};
    const struct ink *ink = &term->inks[cell->role][cell->reverse ? 1 : 0];
    attr_t attributes = ink->attributes;
    text[0] = term->line_drawing ? tui_letter_line(cell->base) : 0;
    if (text[0]) {
        attributes |= A_ALTCHARSET;
    } else {
        text[0] = tui_letter_agreed(cell->base, wide);
        for (int i = 0; i < 2 && cell->mark[i]; i++) {
            text[i + 1] =
                wcwidth((wchar_t)cell->mark[i]) == 0 ? (wchar_t)cell->mark[i] : 0;
        }
    }
    setcchar(out, text, attributes, ink->pair, NULL);
}

static bool same(const struct tui_cell *a, const struct tui_cell *b)
{
    return a->base == b->base && a->mark[0] == b->mark[0] && a->mark[1] == b->mark[1] &&
           a->role == b->role && a->reverse == b->reverse;
}

/* Give curses the part of a row from the first to the last cell that changed. */
static void send_row(struct tui_term *term, const struct tui_cell *now,
                     const struct tui_cell *before, int row, int cols)
{
    int from = 0, to = cols;
    if (before) {
        while (from < cols && same(&now[from], &before[from])) {
            from++;
        }
        while (to > from && same(&now[to - 1], &before[to - 1])) {
            to--;
        }
    }
    if (from == to) {
        return;
    }
    /* whole characters only, of both frames */
    while (from > 0 && (now[from].base == 0 || (before && before[from].base == 0))) {
        from--;
    }
    while (to < cols && (now[to].base == 0 || (before && before[to].base == 0))) {
        to++;
    }
    int count = 0;
    for (int col = from; col < to; col++) {
        if (now[col].base != 0) {
            bool wide = col + 1 < cols && now[col + 1].base == 0;
            make_cell(term, &now[col], wide, &term->line[count]);
            count++;
            if (wide && wcwidth((wchar_t)now[col].base) != 2 && wcwidth(0x3013) != 2) {
                term->line[count] = term->line[count - 1]; /* "??" */
                count++;
            }
        }
    }
    if (count > 0) {
        mvadd_wchnstr(row, from, term->line, count);
    }
}

static bool make_room(struct tui_term *term, int cols)
{
    if (term->line_room >= cols) {
        return true;
    }
    cchar_t *line = realloc(term->line, (size_t)cols * sizeof *line);
    if (!line) {
        return false;
    }
    term->line = line;
    term->line_room = cols;
    return true;
}

static void place_cursor(struct tui_term *term, const struct tui_canvas *canvas)
{
    bool visible = canvas->cursor_row >= 0;
    if (term->cursor != (visible ? 1 : 0)) {
        term->cursor = visible ? 1 : 0;
        curs_set(term->cursor);
    }
    if (visible) {
        move(canvas->cursor_row, canvas->cursor_col);
    } else {
        move(LINES - 1, COLS - 1);
    }
}

void tui_term_show(struct tui_term *term, const struct tui_canvas *canvas)
{
    struct tui_canvas *shown = &term->shown;
    bool fits =
        shown->cells && shown->rows == canvas->rows && shown->cols == canvas->cols;
    bool all = term->redraw || !fits;
    if (!make_room(term, canvas->cols + 1) ||
        (!fits && !tui_canvas_resize(shown, canvas->rows, canvas->cols))) {
        return;
    }
    if (term->redraw) {
        clearok(curscr, TRUE);
    }
    if (!fits) {
        erase();
    }
    for (int row = 0; row < canvas->rows; row++) {
        size_t at = (size_t)row * (size_t)canvas->cols;
        send_row(term, canvas->cells + at, all ? NULL : shown->cells + at, row,
                 canvas->cols);
    }
    memcpy(shown->cells, canvas->cells,
           (size_t)canvas->rows * (size_t)canvas->cols * sizeof *canvas->cells);
    term->redraw = false;
    place_cursor(term, canvas);
    wnoutrefresh(stdscr);
    doupdate();
}

void tui_term_redraw(struct tui_term *term)
{
    term->redraw = true;
}

/* ---- keys ---- */

static const struct {
    wint_t theirs;
    uint32_t ours;
} special[] = {
    {KEY_UP, TUI_KEY_UP},
    {KEY_DOWN, TUI_KEY_DOWN},
    {KEY_LEFT, TUI_KEY_LEFT},
    {KEY_RIGHT, TUI_KEY_RIGHT},
    {KEY_HOME, TUI_KEY_HOME},
    {KEY_END, TUI_KEY_END},
    {KEY_FIND, TUI_KEY_HOME},
    {KEY_SELECT, TUI_KEY_END},
    {KEY_PPAGE, TUI_KEY_PAGE_UP},
    {KEY_NPAGE, TUI_KEY_PAGE_DOWN},
    {KEY_BTAB, TUI_KEY_BACKTAB},
    {KEY_ENTER, TUI_KEY_ENTER},
    {KEY_BACKSPACE, TUI_KEY_BACKSPACE},
    {KEY_DC, TUI_KEY_DELETE},
    {KEY_IC, TUI_KEY_INSERT},
    {KEY_RESIZE, TUI_KEY_RESIZE},
    {KEY_PASTE_BEGIN, TUI_KEY_PASTE_BEGIN},
    {KEY_PASTE_END, TUI_KEY_PASTE_END},
};

/* A press or a turn of the wheel; 0: nothing we use. */
static uint32_t mouse_key(struct tui_term *term)
{
    static const struct {
        mmask_t button;
        enum tui_mouse_kind kind;
    } kinds[] = {{BUTTON1_PRESSED, TUI_MOUSE_PRESS},
                 {BUTTON4_PRESSED, TUI_MOUSE_WHEEL_UP},
                 {BUTTON5_PRESSED, TUI_MOUSE_WHEEL_DOWN}};
    MEVENT event;
    if (getmouse(&event) != OK) {
        return 0;
    }
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        if (event.bstate & kinds[i].button) {
            term->mouse = (struct tui_mouse){kinds[i].kind, event.y, event.x};
            return TUI_KEY_MOUSE;
        }
    }
    return 0;
}

static uint32_t special_key(struct tui_term *term, wint_t code)
{
    if (code == KEY_MOUSE) {
        return mouse_key(term);
    }
    if (code >= KEY_F(1) && code <= KEY_F(12)) {
        return TUI_KEY_F1 + (uint32_t)(code - KEY_F(1));
    }
    for (size_t i = 0; i < COUNT_OF(special); i++) {
        if (special[i].theirs == code) {
            return special[i].ours;
        }
    }
    return 0;
}

/* A sequence ncurses does not know begins with a bare Esc: take the rest of it away, so
 * that its letters are not taken for commands. */
static bool unknown_sequence(struct tui_term *term)
{
    wint_t c;
    if (wget_wch(term->keys, &c) != OK) {
        return false;
    }
    if (c != '[' && c != 'O') {
        unget_wch((wchar_t)c);
        return false;
    }
    while (wget_wch(term->keys, &c) == OK && c >= 0x20 && c < 0x40) {
    }
    return true;
}

static uint32_t plain_key(struct tui_term *term, wint_t c)
{
    switch (c) {
    case '\r':
    case '\n':
        return TUI_KEY_ENTER;
    case '\t':
        return TUI_KEY_TAB;
    case 0x7F:
    case '\b':
        return TUI_KEY_BACKSPACE;
    case ESC:
        return unknown_sequence(term) ? 0 : TUI_KEY_ESC;
    default:
        return (uint32_t)c;
    }
}

/* Nothing to read although poll() says there is: the other end is gone. */
static void look_for_hangup(struct tui_term *term)
{
    struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
    if (poll(&input, 1, 0) > 0 && (input.revents & (POLLHUP | POLLERR | POLLNVAL))) {
        term->hung_up = true;
    }
}

uint32_t tui_term_key(struct tui_term *term)
{
    for (int tries = 0; tries < 64; tries++) {
        wint_t c = 0;
        int kind = wget_wch(term->keys, &c);
        if (kind == ERR) {
            look_for_hangup(term);
            return 0;
        }
        uint32_t key = kind == KEY_CODE_YES ? special_key(term, c) : plain_key(term, c);
        if (key) {
            return key;
        }
    }
    return 0;
}

/* ---- mouse and clipboard ---- */

struct tui_mouse tui_term_mouse(const struct tui_term *term)
{
    return term->mouse;
}

void tui_term_use_mouse(struct tui_term *term, bool on)
{
    term->mouse_used = on;
    mouseinterval(0); /* each press at once: nothing waits for a double click */
    mousemask(on ? BUTTON1_PRESSED | BUTTON4_PRESSED | BUTTON5_PRESSED : 0, NULL);
    fflush(stdout);
}

static void put_base64(const unsigned char *bytes, size_t len)
{
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < len; i += 3) {
        unsigned word = (unsigned)bytes[i] << 16;
        word |= i + 1 < len ? (unsigned)bytes[i + 1] << 8 : 0;
        word |= i + 2 < len ? bytes[i + 2] : 0;
        fputc(letters[word >> 18 & 63], stdout);
        fputc(letters[word >> 12 & 63], stdout);
        fputc(i + 1 < len ? letters[word >> 6 & 63] : '=', stdout);
        fputc(i + 2 < len ? letters[word & 63] : '=', stdout);
    }
}

bool tui_term_copy(const struct tui_term *term, const char *text)
{
    const char *name = getenv("TERM");
    (void)term;
    if (!name || strncmp(name, "linux", 5) == 0 || strncmp(name, "vt", 2) == 0) {
        return false;
    }
    fputs("\033]52;c;", stdout);
    put_base64((const unsigned char *)text, strlen(text));
    fputs("\a", stdout);
    return fflush(stdout) == 0;
}

int tui_term_fd(const struct tui_term *term)
{
    (void)term;
    return STDIN_FILENO;
}

/* ---- signals ---- */

int tui_term_signal_fd(const struct tui_term *term)
{
    (void)term;
    return tui_signals_fd();
}

static void come_back(struct tui_term *term)
{
    reset_prog_mode();
    set_modes(term);
    tui_term_use_mouse(term, term->mouse_used);
    bracketed_paste(true);
    tui_term_redraw(term);
}

void tui_term_suspend(struct tui_term *term)
{
    bracketed_paste(false);
    curs_set(1);
    endwin();
    tui_signals_stop();
    come_back(term);
}

enum tui_signal tui_term_signal(struct tui_term *term)
{
    if (term->hung_up) {
        return TUI_SIG_HANGUP;
    }
    switch (tui_signals_next()) {
    case SIGTERM:
    case SIGINT:
        return TUI_SIG_TERMINATE;
    case SIGHUP:
        return TUI_SIG_HANGUP;
    case SIGTSTP:
        tui_term_suspend(term);
        return TUI_SIG_RESIZE;
    case SIGCONT:
        /* stopped from outside, by SIGSTOP: the shell had the terminal meanwhile */
        come_back(term);
        return TUI_SIG_RESIZE;
    case SIGWINCH:
        return TUI_SIG_RESIZE;
    default:
        return TUI_SIG_NONE;
    }
}

bool tui_term_facts(const char *name, struct tui_term_facts *out)
{
    int why, colours;
    if (setupterm(name, STDOUT_FILENO, &why) != OK) {
        return false;
    }
    colours = tigetnum("colors");
    const char *mouse = tigetstr("kmous"), *move = tigetstr("cup");
    out->colours = colours > 0 ? colours : 0;
    out->mouse = mouse && mouse != (char *)-1;
    out->moves = move && move != (char *)-1;
    del_curterm(cur_term);
    return true;
}
