/* The journal on screen: what tui_audit_screen is opened with, and the parts it is drawn
 * by. */
#ifndef TUI_SCREENS_AUDIT_H
#define TUI_SCREENS_AUDIT_H

#include "backend_client/audit.h"
#include "backend_client/verify.h"
#include "tui/screen.h"
#include "tui/widgets/list.h"

/* NULL or "": all. With a subject: the history of that record. */
struct tui_audit_arg {
    const char *stream, *subject, *title;
    const char *text; /* filter to start from; NULL: none */
};

/* ---- audit_words.c ---- */

/* "approve", "report readings": an action in the reader's language. */
const char *tui_audit_action(const char *action);
/* What an entry is about: number and name, or the name alone. */
struct safe_text tui_audit_subject(struct bc_session *session,
                                   const struct bc_audit_entry *entry);
/* A stream by its programme's name. */
const char *tui_audit_stream(struct bc_session *session, const char *stream);
/* "11-18 14:02:41", with the year where it is not that of `now`. */
struct safe_text tui_audit_time(int64_t at, int64_t now, int zone_s);
/* "9f3c…e1". */
struct safe_text tui_audit_hash(const char *hash, bool ascii);
/* A field's name, and its value as people write it (money, rates, instants, words). */
struct safe_text tui_audit_field(const char *path);
struct safe_text tui_audit_value(const char *path, const char *value, int zone_s);

/* ---- audit_table.c ---- */

void tui_audit_table_draw(struct tui_app *app, struct bc_audit *audit, int64_t rows,
                          bool streams, struct tui_cursor *cursor,
                          struct tui_canvas *canvas, struct tui_rect rect);

/* ---- audit_detail.c ---- */

/* One line: what is known of the chains, and how much of the journal was read. */
void tui_audit_banner(struct tui_app *app, struct tui_canvas *canvas,
                      struct tui_rect line, const struct bc_audit_progress *read,
                      const struct bc_verify_progress *chain);
/* Returns how many lines do not fit after `skip`. `detail` NULL: on its way. */
int tui_audit_detail_draw(struct tui_app *app, struct tui_canvas *canvas,
                          struct tui_rect rect, const struct bc_audit_entry *entry,
                          const struct bc_audit_detail *detail, bool all, int skip);

#endif
