/* What has changed in a case since it was looked at. */
#include "tui/screens/case_words.h"
#include "tui/screens/decision.h"
#include "tui/widgets/figure.h"
#include "tui/widgets/pane.h"

#include "common/attr.h"

#include <string.h>

enum { LABEL = 14, CHANGES = 12 };

struct change {
    const char *label; /* msgid */
    struct safe_text before, after;
};

static struct safe_text or_dash(const char *text)
{
    return safe_text(*text ? text : "·");
}

static void add(struct change *list, int *count, const char *label,
                struct safe_text before, struct safe_text after)
{
    if (*count < CHANGES && strcmp(before.bytes, after.bytes) != 0) {
        list[(*count)++] = (struct change){label, before, after};
    }
}

static int changes(struct tui_app *app, const struct bc_case *was,
                   const struct bc_case *is, struct change *list)
{
    int count = 0, zone = tui_zone(app);
    int64_t now = tui_now(app);
    add(list, &count, N_("status"), safe_text(tui_word(was->status)),
        safe_text(tui_word(is->status)));
    add(list, &count, N_("with"), or_dash(was->assigned_to), or_dash(is->assigned_to));
    add(list, &count, N_("rules"), tui_verdict(was->verdict, was->issues),
        tui_verdict(is->verdict, is->issues));
    add(list, &count, N_("ask ¥"), tui_yuan(was->amount_fen), tui_yuan(is->amount_fen));
    add(list, &count, N_("grant ¥"), tui_yuan(was->grant_fen), tui_yuan(is->grant_fen));
    add(list, &count, N_("applicant"), or_dash(was->applicant_name),
        or_dash(is->applicant_name));
    add(list, &count, N_("provider"), or_dash(was->provider_name),
        or_dash(is->provider_name));
    add(list, &count, N_("hardware"), or_dash(was->accelerator),
        or_dash(is->accelerator));
    add(list, &count, N_("GPU-hours"), tui_count(was->gpu_hours),
        tui_count(is->gpu_hours));
    add(list, &count, N_("due"), tui_clock(was->due_at, now, zone),
        tui_clock(is->due_at, now, zone));
    return count;
}

bool decision_newer(struct tui_app *app, const struct bc_case *seen, struct bc_case *now)
{
    return bc_case_get(tui_session(app), seen->id, now) && now->revision > seen->revision;
}

struct safe_text decision_by_whom(struct tui_app *app, const struct bc_case *now)
{
    struct bc_detail detail;
    if (!bc_case_detail(tui_session(app), now->id, &detail) ||
        detail.row.revision != now->revision || !*detail.last_by) {
        return safe_text("");
    }
    struct safe_text by = safe_text(detail.last_by);
    return safe_textf(_("%s by %s"), tui_decision_done(detail.last_decision), by.bytes);
}

struct safe_text decision_changed_names(struct tui_app *app, const struct bc_case *seen)
{
    struct change list[CHANGES];
    struct bc_case now;
    struct safe_text out = safe_text("");
    int count = decision_newer(app, seen, &now) ? changes(app, seen, &now, list) : 0;
    for (int i = 0; i < count; i++) {
        out = safe_textf("%s%s%s", out.bytes, i ? ", " : "", _(list[i].label));
    }
    return out;
}

static void draw_change(struct tui_pane *pane, const struct change *change)
{
    tui_pane_pair(pane, _(change->label),
                  safe_textf("%s  →  %s", change->before.bytes, change->after.bytes),
                  TUI_TEXT);
}

int decision_compare(struct tui_app *app, const struct decision *decision,
                     struct tui_canvas *canvas, struct tui_rect rect)
{
    struct tui_pane pane = {
        .canvas = canvas, .rect = rect, .label = LABEL, .top = decision->middle_top};
    const struct bc_case *seen = &decision->cases[decision->cursor.at];
    struct bc_case now;
    struct change list[CHANGES];
    if (!decision_newer(app, seen, &now)) {
        tui_pane_heading(&pane, safe_textf(_("WHAT CHANGED  %s"), seen->number),
                         safe_text(""));
        tui_pane_text(&pane, 1, safe_text(_("nothing since you looked at it")), TUI_DIM);
        return pane.line;
    }
    struct safe_text by = decision_by_whom(app, &now);
    tui_pane_heading(&pane, safe_textf(_("WHAT CHANGED  %s"), seen->number),
                     safe_textf(_("revision %lld to %lld  %s"), (long long)seen->revision,
                                (long long)now.revision, by.bytes));
    int count = changes(app, seen, &now, list);
    for (int i = 0; i < count; i++) {
        draw_change(&pane, &list[i]);
    }
    if (count == 0) {
        tui_pane_text(&pane, 1,
                      safe_text(_("papers, signatures or findings; none of the figures "
                                  "of the row")),
                      TUI_TEXT);
    }
    tui_pane_text(
        &pane, 1,
        safe_text(decision->count > 1
                      ? _("F7 takes it as it is now; d leaves it out of the decision; "
                          "v goes back")
                      : _("F7 takes it as it is now; Esc leaves it as it is")),
        TUI_STRONG);
    return pane.line;
}
