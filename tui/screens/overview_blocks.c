#include "tui/screens/overview_blocks.h"

#include "tui/screens/overview_parts.h"
#include "tui/widgets/figure.h"

#include <stdio.h>

struct tui_block *overview_add_block(struct tui_blocks *out, const char *title,
                                     const char *unit, int64_t at)
{
    struct tui_block *block = &out->blocks[out->count++];
    *block = (struct tui_block){.title = title, .unit = unit, .at = at};
    return block;
}

struct tui_block_line *overview_add_line(struct tui_block *block, struct safe_text label,
                                         struct safe_text value)
{
    int at = block->count < TUI_BLOCK_LINES ? block->count++ : TUI_BLOCK_LINES - 1;
    block->lines[at] =
        (struct tui_block_line){.label = label, .value = value, .role = TUI_STRONG};
    return &block->lines[at];
}

void overview_add_sentence(struct tui_block *block, const char *text)
{
    struct tui_block_line *line =
        overview_add_line(block, safe_text(text), (struct safe_text){0});
    line->plain = true;
    line->role = TUI_DIM;
}

/* A list was longer than there is room for. */
void overview_add_more(struct tui_block *block, int hidden, enum tui_target target)
{
    if (hidden > 0) {
        struct tui_block_line *line = overview_add_line(
            block, safe_textf(_("… %d more"), hidden), (struct safe_text){0});
        line->plain = true;
        line->role = TUI_DIM;
        line->target = target;
    }
}

void overview_word(char out[BC_WORD], const char *word)
{
    snprintf(out, BC_WORD, "%s", word);
}

struct tui_bar overview_share(int64_t bp)
{
    return (struct tui_bar){.count = 2,
                            .parts = {{bp, TUI_FILL_FULL}, {10000 - bp, TUI_FILL_EMPTY}}};
}

static void unsent(struct tui_app *app, struct tui_blocks *out)
{
    int pending = bc_intents_pending(tui_session(app));
    struct tui_block *block = overview_add_block(out, N_("Outbox"), "", 0);
    block->ours = true;
    struct tui_block_line *line = overview_add_line(
        block, safe_text(_("waiting for an answer")), tui_count(pending));
    line->target = TUI_TO_OUTBOX;
    line->role = pending > 0 ? TUI_WARN : TUI_STRONG;
}

/* A figure nobody has sent yet is unknown, not zero. */
static void blank_unknown(struct tui_blocks *out)
{
    for (int i = 0; i < out->count; i++) {
        struct tui_block *block = &out->blocks[i];
        for (int k = 0; block->at == 0 && !block->ours && k < block->count; k++) {
            block->lines[k].value = safe_text("?");
            block->lines[k].role = TUI_DIM;
            block->lines[k].bar.count = 0;
        }
    }
}

void tui_blocks_make(struct tui_app *app, int most, struct tui_blocks *out)
{
    struct bc_session *session = tui_session(app);
    struct bc_case_counts counts = {0};
    bool operates = bc_has_role(session, "operator");
    bool office = bc_has_role(session, "officer") || bc_has_role(session, "supervisor") ||
                  bc_has_role(session, "auditor") || !operates;
    out->count = 0;
    if (operates) {
        overview_own_centres(app, most, out);
        overview_how_to_report(out);
    }
    if (office) {
        bc_case_counts(session, &counts);
        overview_applications(app, &counts, out);
        overview_budgets(app, most, out);
    }
    overview_centres(app, out);
    if (office) {
        overview_run_out(app, most < 6 ? most : 6, out);
        overview_decisions(app, &counts, most, out);
        overview_programmes(app, most, out);
        overview_busiest(app, most, out);
        overview_providers(app, most, out);
        overview_ledger(app, out);
    }
    unsent(app, out);
    blank_unknown(out);
}
