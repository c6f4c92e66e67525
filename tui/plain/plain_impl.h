/* Text mode from inside, for the files that make it up. */
#ifndef TUI_PLAIN_PLAIN_IMPL_H
#define TUI_PLAIN_PLAIN_IMPL_H

#include "backend_client/cases.h"
#include "backend_client/collections.h"
#include "backend_client/decisions.h"
#include "common/buf.h"
#include "common/text.h"
#include "tui/lang.h"

enum { PLAIN_PAGE = 10, PLAIN_LINE = 512, PLAIN_SHOWN = 512 };

/* Where a number alone means something. */
enum plain_place { PLAIN_MENU, PLAIN_QUEUE, PLAIN_CASE, PLAIN_CENTRES, PLAIN_OUTBOX };

/* A row as it was read out: decided at that revision or not at all. */
struct plain_shown {
    int64_t number; /* as listed, from 1 */
    struct bc_choice choice;
};

struct plain {
    struct bc_session *session; /* lent */
    int fd;
    bool eof, quit;
    char pending[PLAIN_LINE]; /* read, not yet a line */
    size_t pending_len;
    enum plain_place place;
    const char *prompt; /* while it stands there and waits */

    struct bc_view *view; /* the listed cases, frozen; owned */
    int view_at;
    char filter[128];
    int64_t next; /* index of the first row not yet listed */
    struct plain_shown shown[PLAIN_SHOWN];
    int shown_count, shown_next; /* a ring */
    struct bc_choice open;       /* the case that is open */
    int64_t centre_next;
};

/* ---- plain.c: saying and asking ---- */

void plain_say(struct safe_text text);
void plain_text(const char *text); /* translated already */
/* One line of answer, blanks around it cut; false at the end of input. News are said
 * meanwhile. `prompt` is a msgid. */
bool plain_ask(struct plain *plain, const char *prompt, char *out, size_t size);
/* Let the session work until `done`, at most `ms`; false when it did not come. */
bool plain_await(struct plain *plain, bool (*done)(struct plain *plain, int64_t number),
                 int64_t number, int ms);
/* A whole number from 1 at the beginning of the words; moves past it. */
bool plain_number(const char **words, int64_t *out);

/* ---- queue.c ---- */

void plain_queue(struct plain *plain, const char *words);
void plain_queue_page(struct plain *plain, int64_t from);
void plain_filter(struct plain *plain, const char *words);
void plain_view(struct plain *plain, const char *words);
void plain_open_case(struct plain *plain, int64_t number);
/* A case by its number ("26-000418-K") or credit code. */
void plain_find(struct plain *plain, const char *words);
const struct plain_shown *plain_shown_at(const struct plain *plain, int64_t number);
struct safe_text plain_case_line(struct plain *plain, const struct bc_case *row);

/* ---- decide.c ---- */

/* `words`: the numbers meant; none: the open case. */
void plain_decide(struct plain *plain, const char *decision, const char *words);
/* What became of an intent, one sentence. */
struct safe_text plain_outcome(const struct bc_intent *intent);

/* ---- places.c ---- */

void plain_overview(struct plain *plain, const char *words);
void plain_budgets(struct plain *plain, const char *words);
void plain_centres(struct plain *plain, const char *words);
void plain_centre(struct plain *plain, int64_t number);
void plain_outbox(struct plain *plain, const char *words);
void plain_retry(struct plain *plain, const char *words);
void plain_discard(struct plain *plain, const char *words);

/* ---- report.c ---- */

void plain_report(struct plain *plain, const char *words);

#endif
