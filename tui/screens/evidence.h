/* The evidence of one case: why it is eligible or not, rule by rule, and what the money,
 * the contract, the papers and the people behind it are. */
#ifndef TUI_SCREENS_EVIDENCE_H
#define TUI_SCREENS_EVIDENCE_H

#include "backend_client/records.h"
#include "tui/canvas.h"

struct tui_evidence {
    const struct bc_detail *detail;
    struct safe_text programme, tranche, reason; /* in the reader's words */
    int64_t now;
    int zone_s;
    bool whole; /* the clause of every rule, also of those that pass */
};

/* Draw into `rect`, `*top` lines scrolled away; `*top` is brought into range. Returns the
 * lines there are. */
int tui_evidence_draw(const struct tui_evidence *evidence, struct tui_canvas *canvas,
                      struct tui_rect rect, int *top);

/* "would pass if contract end <= 2026-08-31"; "" when nothing would flip it. */
struct safe_text tui_flip(const struct bc_finding *finding);

/* Findings in the order they are read: fail, query, cap, wait, then pass. Fills `order`
 * with indices. */
void tui_findings_order(const struct bc_detail *detail, int order[BC_FINDINGS]);

/* One sentence for each thing hidden, unknown or look-alike in the texts of a case.
 * Returns how many, at most `max`. */
int tui_text_warnings(const struct bc_detail *detail, struct safe_text *out, int max);

#endif
