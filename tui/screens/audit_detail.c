#include "tui/screens/audit.h"

#include "tui/widgets/figure.h"
#include "tui/widgets/pane.h"

#include <inttypes.h>
#include <string.h>

enum { LABEL_LEAST = 18, LABEL_MOST = 44, GAP = 2, NARROW = 60, KEY = 11 };

/* ---- the banner ---- */

static struct safe_text
chain_text(struct tui_app *app, const struct bc_verify_progress *c, enum tui_role *role)
{
    *role = TUI_DIM;
    if (!c) {
        return safe_text(_("not walked here yet; V walks it entry by entry"));
    }
    struct safe_text walked = tui_count(c->walked), total = tui_count(c->total);
    switch (c->state) {
    case BC_VERIFY_RUNNING:
        *role = TUI_WAIT;
        return c->total < 0
                   ? safe_text(_("asking for the heads…"))
                   : safe_textf(_("walking: %s of %s entries, stream %d of %d"),
                                walked.bytes, total.bytes, c->stream, c->streams);
    case BC_VERIFY_WHOLE:
        *role = TUI_OK;
        return safe_textf(_("WHOLE to the head: %s entries of %d streams, walked %s"),
                          walked.bytes, c->streams,
                          tui_clock(c->at, tui_now(app), tui_zone(app)).bytes);
    case BC_VERIFY_BROKEN:
        *role = TUI_ERROR;
        return safe_textf(_("BROKEN: %s"), c->err.text);
    case BC_VERIFY_FAILED:
        break;
    }
    *role = TUI_WARN;
    return safe_textf(_("could not be walked: %s"), c->err.text);
}

static struct safe_text read_text(const struct bc_audit_progress *p)
{
    struct safe_text read = tui_count(p->read), known = tui_count(p->known);
    if (p->known < 0) {
        return safe_text(_("the journal is being opened"));
    }
    return p->read >= p->known
               ? safe_textf(_("%s entries"), known.bytes)
               : safe_textf(_("%s of %s entries read"), read.bytes, known.bytes);
}

void tui_audit_banner(struct tui_app *app, struct tui_canvas *canvas,
                      struct tui_rect line, const struct bc_audit_progress *read,
                      const struct bc_verify_progress *chain)
{
    enum tui_role role;
    struct safe_text text = chain_text(app, chain, &role), right = read_text(read);
    struct safe_text title = safe_text(_("CHAIN"));
    int col = line.col + 2, end = line.col + line.cols - 1;
    col += tui_put(canvas, line.row, col, title, TUI_TITLE) + 2;
    if (col + text.cells + 2 + right.cells > end) {
        right = (struct safe_text){0};
    }
    tui_put_fit(canvas, line.row, col, end - col - right.cells, text, role, false);
    tui_put(canvas, line.row, end - right.cells, right, TUI_DIM);
}

/* ---- the entry ---- */

struct diff {
    struct tui_app *app;
    struct tui_pane *pane;
    int label, value;
    bool first; /* there is no before */
};

static struct safe_text reason_text(struct tui_app *app, const char *code)
{
    const struct bc_reason *reasons;
    int count = bc_reasons(tui_session(app), &reasons);
    for (int i = 0; i < count; i++) {
        if (strcmp(reasons[i].code, code) == 0) {
            return safe_text(tui_lang_is_zh() ? reasons[i].zh : reasons[i].en);
        }
    }
    return safe_text(code);
}

static void draw_head(struct tui_app *app, struct tui_pane *pane,
                      const struct bc_audit_entry *e, const struct bc_audit_detail *d)
{
    struct safe_text subject = tui_audit_subject(tui_session(app), e);
    tui_pane_heading(pane,
                     safe_textf("#%" PRId64 "  %s · %s", e->seq,
                                tui_audit_action(e->action), subject.bytes),
                     tui_audit_time(e->at, tui_now(app), tui_zone(app)));
    pane->label = KEY;
    struct safe_text by = safe_text(strcmp(e->who, "system") == 0 ? tui_word("system")
                                                                  : e->who),
                     role = safe_text(tui_word(e->role));
    tui_pane_pair(
        pane, _("by"),
        d && *d->acting_for ? safe_textf(_("%s, %s, acting for %s"), by.bytes, role.bytes,
                                         safe_text(d->acting_for).bytes)
        : strcmp(by.bytes, role.bytes) == 0 ? role
                                            : safe_textf("%s, %s", by.bytes, role.bytes),
        TUI_TEXT);
    if (*e->reason) {
        tui_pane_pair(pane, _("reason"), reason_text(app, e->reason), TUI_TEXT);
    }
    if (d && *d->note) {
        struct safe_text note = safe_text(d->note);
        tui_pane_pair(pane, _("note"), note, TUI_TEXT);
        if (note.flags & SAFE_FLAG_HIDDEN) {
            tui_pane_pair(pane, "",
                          safe_text(_("it hides control characters; they are shown here "
                                      "as codes")),
                          TUI_WARN);
        }
    }
}

/* Three columns: field, before, after; one where the record is new. */
static void draw_field(const struct diff *diff, const struct bc_audit_field *f)
{
    struct tui_pane *pane = diff->pane;
    int zone = tui_zone(diff->app), at = pane->line - pane->top;
    int row = pane->rect.row + at, col = pane->rect.col + 1;
    bool ascii = tui_is_ascii(diff->app);
    pane->line++;
    if (!pane->canvas || at < 0 || at >= pane->rect.rows) {
        return;
    }
    struct safe_text before = tui_audit_value(f->path, f->before, zone);
    struct safe_text after = tui_audit_value(f->path, f->after, zone);
    enum tui_role role = f->changed ? TUI_STRONG : TUI_DIM;
    tui_put(pane->canvas, row, col,
            safe_fit(tui_audit_field(f->path), diff->label, false, ascii), TUI_DIM);
    col += diff->label + GAP;
    if (!diff->first) {
        tui_put_fit(pane->canvas, row, col, diff->value, before,
                    f->changed ? TUI_TEXT : TUI_DIM, false);
        col += diff->value + GAP;
    }
    if (!f->changed && !diff->first) {
        after = safe_text(_("unchanged"));
    }
    tui_put_fit(pane->canvas, row, col, diff->value, after, role, false);
    if (f->changed && (before.flags | after.flags) & SAFE_FLAG_HIDDEN) {
        tui_puts(pane->canvas, row, pane->rect.col, "!", TUI_WARN);
    }
}

static void draw_titles(const struct diff *diff, const struct bc_audit_detail *d)
{
    struct tui_pane *pane = diff->pane;
    int at = pane->line - pane->top, row = pane->rect.row + at;
    int col = pane->rect.col + 1 + diff->label + GAP;
    pane->line++;
    if (!pane->canvas || at < 0 || at >= pane->rect.rows) {
        return;
    }
    tui_put_fit(pane->canvas, row, pane->rect.col + 1, diff->label, safe_text(_("FIELD")),
                TUI_HEADER, false);
    if (!diff->first) {
        tui_put_fit(pane->canvas, row, col, diff->value,
                    safe_textf(_("BEFORE (#%lld)"), (long long)d->before_seq), TUI_HEADER,
                    false);
        col += diff->value + GAP;
    }
    tui_put_fit(pane->canvas, row, col, diff->value,
                diff->first ? safe_text(d->added ? _("ADDED") : _("FIRST RECORDED AS"))
                            : safe_textf(_("AFTER (#%lld)"), (long long)d->seq),
                TUI_HEADER, false);
}

static void draw_diff(struct tui_app *app, struct tui_pane *pane,
                      const struct bc_audit_detail *d, bool all)
{
    int room = pane->rect.cols - 1, third = room / 3;
    struct diff diff = {.app = app, .pane = pane, .first = d->before_seq == 0};
    diff.label = third < LABEL_LEAST  ? LABEL_LEAST
                 : third > LABEL_MOST ? LABEL_MOST
                                      : third;
    diff.value = room - diff.label - GAP;
    diff.value = diff.first ? diff.value : (diff.value - GAP) / 2;
    draw_titles(&diff, d);
    int shown = all ? d->count : d->changed;
    for (int i = 0; i < shown; i++) {
        draw_field(&diff, &d->fields[i]);
    }
    if (d->changed == 0 && !all) {
        tui_pane_text(pane, 1, safe_text(_("no field of the record changed")), TUI_DIM);
    }
    if (!all && !diff.first && d->count > d->changed) {
        int same = d->count - d->changed;
        tui_pane_text(pane, 1,
                      safe_textf(tui_text_n("%d field unchanged; t unfolds it",
                                            "%d fields unchanged; t unfolds them", same),
                                 same),
                      TUI_DIM);
    }
}

static void draw_marks(struct tui_pane *pane, const struct bc_audit_detail *d)
{
    pane->label = KEY;
    if (*d->operation) {
        tui_pane_pair(pane, _("operation"), safe_text(d->operation), TUI_DIM);
    }
    if (*d->policy) {
        tui_pane_pair(pane, _("rules"), safe_text(d->policy), TUI_DIM);
    }
    tui_pane_pair(pane, _("hash"), safe_text(d->hash), TUI_DIM);
    tui_pane_pair(pane, _("follows"), safe_text(d->prev), TUI_DIM);
}

static int lay_out(struct tui_app *app, struct tui_pane *pane,
                   const struct bc_audit_entry *e, const struct bc_audit_detail *d,
                   bool all)
{
    draw_head(app, pane, e, d);
    if (!d) {
        tui_pane_text(pane, 1, safe_text(_("reading the entry and the one before it…")),
                      TUI_DIM);
    } else if (d->err.kind != ERR_NONE) {
        tui_pane_text(pane, 1, safe_text(d->err.text), TUI_ERROR);
    } else {
        if (pane->rect.rows > 8) {
            tui_pane_gap(pane);
        }
        draw_diff(app, pane, d, all);
        if (pane->rect.rows > 8) {
            tui_pane_gap(pane);
        }
        draw_marks(pane, d);
    }
    return pane->line;
}

int tui_audit_detail_draw(struct tui_app *app, struct tui_canvas *canvas,
                          struct tui_rect rect, const struct bc_audit_entry *entry,
                          const struct bc_audit_detail *detail, bool all, int skip)
{
    struct tui_pane measure = {.rect = rect};
    int lines = lay_out(app, &measure, entry, detail, all);
    struct tui_pane pane = {
        .canvas = canvas, .rect = rect, .top = tui_pane_clamp(skip, lines, rect.rows)};
    lay_out(app, &pane, entry, detail, all);
    return lines - pane.top - rect.rows;
}
