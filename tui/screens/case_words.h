/* Cases in words, shared by the queue, its evidence and the decision dialog. */
#ifndef TUI_SCREENS_CASE_WORDS_H
#define TUI_SCREENS_CASE_WORDS_H

#include "backend_client/decisions.h"
#include "tui/canvas.h"

/* "PASS", "QUERY 2": state as a word, and the role that repeats it. */
struct safe_text tui_verdict(const char *verdict, int issues);
enum tui_role tui_verdict_role(const char *verdict);

/* Time left to `due_at`: "2 d", "3 d late"; "" where no clock runs. `late` may be NULL.
 */
struct safe_text tui_due(int64_t due_at, int64_t now, const char *status, bool *late);

/* Fen as thousands of yuan with one decimal: "1,840.0". */
struct safe_text tui_thousand(int64_t fen);

/* What is offered for a decision word: "Approve"; what it does: "approved". The word
 * itself for one not known here. */
const char *tui_decision_title(const char *decision);
const char *tui_decision_done(const char *decision);

/* True while nobody has decided finally. */
bool tui_status_open(const char *status);

/* The name of a programme in the reader's language, its id when it is not known. */
struct safe_text tui_programme_name(struct bc_session *session, const char *id);
/* The name of a tranche. */
struct safe_text tui_tranche_name(struct bc_session *session, const char *programme,
                                  const char *id);

/* What a reason code says. */
struct safe_text tui_reason_name(struct bc_session *session, const char *code);

/* Why a case was refused, in the reader's language where the type is known, with what to
 * do next. */
struct safe_text tui_problem(const struct err *problem);

#endif
