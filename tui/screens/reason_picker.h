/* Choosing a reason code: those of the decision, the ones the failing rules of the cases
 * name first, narrowed by typing. */
#ifndef TUI_SCREENS_REASON_PICKER_H
#define TUI_SCREENS_REASON_PICKER_H

#include "backend_client/decisions.h"
#include "tui/canvas.h"

enum { REASONS_MAX = 64, REASONS_SEARCH = 48 };

struct tui_reasons {
    char decision[BC_WORD];
    bool needed;          /* the decision cannot be taken without one */
    char chosen[BC_WORD]; /* "": none yet */
    bool touched;         /* the person chose: no default any more */
    char search[REASONS_SEARCH];
    int order[REASONS_MAX];   /* indices into bc_reasons(), best first */
    int fitting[REASONS_MAX]; /* cases whose rules name it */
    int count;
};

/* Begin for a decision word. */
void tui_reasons_start(struct tui_reasons *reasons, const char *decision);
/* Bring the list up to date: codes, the evidence of the cases, the search. Chooses a
 * default where every case names the same reason, or none is owed; true when what is
 * chosen changed. */
bool tui_reasons_update(struct tui_reasons *reasons, struct bc_session *session,
                        const struct bc_case *cases, int count);
/* Choose the one `by` further on, round the end. */
bool tui_reasons_move(struct tui_reasons *reasons, struct bc_session *session, int by);
/* A typed character narrows the list, Backspace widens it; one that would leave nothing
 * is not taken. True when it meant something. */
bool tui_reasons_key(struct tui_reasons *reasons, struct bc_session *session,
                     uint32_t key);
/* Where the chosen one is in `order`, -1 nowhere. */
int tui_reasons_at(const struct tui_reasons *reasons, struct bc_session *session);

#endif
