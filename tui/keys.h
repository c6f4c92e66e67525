/* Keys, actions and which key does what where: tables. Footers, `?` help, the command
 * line and docs/keys.md are made from them. */
#ifndef TUI_KEYS_H
#define TUI_KEYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A key: a Unicode scalar value, a control code, or one of these. */
enum tui_key {
    TUI_KEY_UP = 0x110000,
    TUI_KEY_DOWN,
    TUI_KEY_LEFT,
    TUI_KEY_RIGHT,
    TUI_KEY_HOME,
    TUI_KEY_END,
    TUI_KEY_PAGE_UP,
    TUI_KEY_PAGE_DOWN,
    TUI_KEY_TAB,
    TUI_KEY_BACKTAB,
    TUI_KEY_ENTER,
    TUI_KEY_ESC,
    TUI_KEY_BACKSPACE,
    TUI_KEY_DELETE,
    TUI_KEY_INSERT,
    TUI_KEY_F1,
    TUI_KEY_F12 = TUI_KEY_F1 + 11,
    TUI_KEY_RESIZE,
    TUI_KEY_PASTE_BEGIN,
    TUI_KEY_PASTE_END,
    TUI_KEY_MOUSE, /* what it did is a struct tui_mouse */
};

enum tui_mouse_kind { TUI_MOUSE_PRESS, TUI_MOUSE_WHEEL_UP, TUI_MOUSE_WHEEL_DOWN };
struct tui_mouse {
    enum tui_mouse_kind kind;
    int row, col;
};

enum tui_action {
    TUI_ACT_NONE,
    /* moving */
    TUI_ACT_UP,
    TUI_ACT_DOWN,
    TUI_ACT_PAGE_UP,
    TUI_ACT_PAGE_DOWN,
    TUI_ACT_FIRST,
    TUI_ACT_LAST,
    TUI_ACT_LEFT,
    TUI_ACT_RIGHT,
    TUI_ACT_OPEN,
    TUI_ACT_BACK,
    TUI_ACT_NEXT_FIELD,
    TUI_ACT_PREV_FIELD,
    TUI_ACT_NEXT_TAB,
    TUI_ACT_PREV_TAB,
    /* everywhere */
    TUI_ACT_OVERVIEW,
    TUI_ACT_QUEUE,
    TUI_ACT_BUDGETS,
    TUI_ACT_CENTRES,
    TUI_ACT_OUTBOX,
    TUI_ACT_AUDIT,
    TUI_ACT_POLICY,
    TUI_ACT_HUBS,
    TUI_ACT_HELP,
    TUI_ACT_MESSAGES,
    TUI_ACT_COMMAND,
    TUI_ACT_FILTER,
    TUI_ACT_QUIT,
    TUI_ACT_REDRAW,
    TUI_ACT_SUSPEND,
    TUI_ACT_LANGUAGE,
    TUI_ACT_THEME,
    TUI_ACT_RETRY,
    TUI_ACT_REFRESH,
    /* lists */
    TUI_ACT_MARK,
    TUI_ACT_MARK_ALL,
    TUI_ACT_MARK_RANGE,
    TUI_ACT_UNMARK_ALL,
    TUI_ACT_SORT,
    TUI_ACT_REVERSE,
    TUI_ACT_RESORT,
    TUI_ACT_VIEW,
    TUI_ACT_DETAIL_UP,
    TUI_ACT_DETAIL_DOWN,
    TUI_ACT_TABLE,
    /* deciding */
    TUI_ACT_ACCEPT,
    TUI_ACT_APPROVE,
    TUI_ACT_REJECT,
    TUI_ACT_RETURN,
    TUI_ACT_UNDO,
    TUI_ACT_ASSIGN,
    TUI_ACT_CONFIRM,
    TUI_ACT_DROP,
    TUI_ACT_REASON_NEXT,
    TUI_ACT_REASON_PREV,
    TUI_ACT_NEXT_CASE,
    TUI_ACT_COMPARE,
    /* outbox and centres */
    TUI_ACT_SEND_AGAIN,
    TUI_ACT_DISCARD,
    TUI_ACT_REPORT,
    TUI_ACT_HEAT,
    /* audit */
    TUI_ACT_VERIFY,
    TUI_ACT_HISTORY,
    /* finding one's way */
    TUI_ACT_PALETTE,
    TUI_ACT_EARLIER,
    TUI_ACT_LATER,
    TUI_ACT_BOOKMARK,
    TUI_ACT_BOOKMARKS,
    TUI_ACT_COPY,
    TUI_ACT_WHY,
    TUI_ACT_TOUR,
    /* the life of a voucher */
    TUI_ACT_NOTICES,
    TUI_ACT_VOUCHERS,
    TUI_ACT_CLAIMS,
    TUI_ACT_PAYMENTS,
    TUI_ACT_NOTICE,
    TUI_ACT_OBJECT,
    TUI_ACT_UPHOLD,
    TUI_ACT_DISMISS,
    TUI_ACT_ISSUE,
    TUI_ACT_FREEZE,
    TUI_ACT_UNFREEZE,
    TUI_ACT_EXTEND,
    TUI_ACT_REVOKE,
    TUI_ACT_LODGE,
    TUI_ACT_CLAIMS_OF,
    TUI_ACT_MATCH,
    TUI_ACT_QUERY,
    TUI_ACT_ANSWER,
    TUI_ACT_PAY,
    TUI_ACT_FAILED,
    TUI_ACT_RECOVER,
    TUI_ACT_HANDOUT,
    TUI_ACT_RECEIPTS,
    TUI_ACTION_COUNT,
};

enum tui_context {
    TUI_CTX_GLOBAL,
    TUI_CTX_MOVE, /* whatever has a cursor or scrolls */
    TUI_CTX_LIST, /* tables that sort and filter */
    TUI_CTX_OVERVIEW,
    TUI_CTX_QUEUE,
    TUI_CTX_BUDGETS,
    TUI_CTX_CENTRES,
    TUI_CTX_OUTBOX,
    TUI_CTX_AUDIT,
    TUI_CTX_POLICY,
    TUI_CTX_NOTICES,
    TUI_CTX_VOUCHERS,
    TUI_CTX_CLAIMS,
    TUI_CTX_PAYMENTS,
    TUI_CTX_DECISION,
    TUI_CTX_REPORT,
    TUI_CTX_HELP,
    TUI_CTX_MESSAGES,
    TUI_CTX_LINE,
    TUI_CTX_FINDER,
    TUI_CONTEXT_COUNT,
};

struct tui_action_info {
    enum tui_action action;
    const char *name; /* for the command line and key files: "approve" */
    const char
        *label; /* msgid, short, for the footer: "approve…" ("…": sends nothing yet) */
    const char *help; /* msgid, one sentence */
};
const struct tui_action_info *tui_action_info(enum tui_action action);
enum tui_action tui_action_named(const char *name); /* TUI_ACT_NONE when there is none */

struct tui_binding {
    enum tui_context context;
    uint32_t key;
    enum tui_action action;
    bool footer; /* worth a place in the last row */
};
/* As shipped, and in force. The key map belongs to the process, as its language does:
 * what the footer, help and a screen say of a key must be the same. */
extern const struct tui_binding tui_shipped_bindings[];
extern const size_t tui_shipped_binding_count;
const struct tui_binding *tui_bindings(size_t *count);

enum { TUI_BINDINGS_MAX = 320 };
/* Put others in force (copied); NULL: those shipped. False when they are too many. */
bool tui_bindings_set(const struct tui_binding *list, size_t count);

/* The context around one: queue is in list, list in move, move in global. A line (a
 * prompt) stands alone. TUI_CONTEXT_COUNT: none. */
enum tui_context tui_context_around(enum tui_context context);
const char *tui_context_title(enum tui_context context); /* msgid */
const char *tui_context_name(enum tui_context context);  /* in key files: "queue" */
/* TUI_CONTEXT_COUNT when there is none. */
enum tui_context tui_context_named(const char *name);

/* The action of `key` in `context`, else in the contexts around it. */
enum tui_action tui_key_action(enum tui_context context, uint32_t key);

/* "a", "^P", "F8", "Space", "PgUp": as shown to people. Returns `out`. */
const char *tui_key_name(uint32_t key, char out[16]);
/* The key of such a name, whatever its case; also the words for signs that an INI file
 * keeps to itself (Colon, Equals, Semicolon, Hash, LeftBracket, RightBracket). 0: none.
 */
uint32_t tui_key_named(const char *name);

/* The first key of an action in a context or those around it, or 0. */
uint32_t tui_key_for(enum tui_context context, enum tui_action action);

#endif
