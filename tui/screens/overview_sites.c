#include "tui/screens/overview_parts.h"
#include "tui/widgets/figure.h"

#include <stdio.h>

static struct tui_block_line *add_centres(struct tui_block *block, const char *label,
                                          struct safe_text value,
                                          enum tui_centre_view view)
{
    struct tui_block_line *line = overview_add_line(block, safe_text(label), value);
    line->target = TUI_TO_CENTRES;
    line->view = view;
    return line;
}

/* The figures of all centres this console knows; -1 where nobody knows. */
struct fleet {
    int64_t at, count, installed, busy_bp, stale, under_used, contested;
};

static struct fleet fleet_of(struct tui_app *app)
{
    const struct bc_centre *all;
    int count = bc_centres(tui_session(app), &all);
    int64_t allocatable = 0, allocated = 0;
    struct fleet f = {.at = bc_collection_at(tui_session(app), BC_CENTRES),
                      .count = count,
                      .busy_bp = -1};
    for (int i = 0; i < count; i++) {
        const struct bc_centre *c = &all[i];
        unsigned flags = tui_centre_flags(c, tui_now(app));
        f.installed += c->installed > 0 ? c->installed : 0;
        f.stale += (flags & (TUI_CENTRE_STALE | TUI_CENTRE_NO_DATA)) != 0;
        f.under_used += (flags & TUI_CENTRE_UNDER_USED) != 0;
        f.contested += (flags & TUI_CENTRE_CONTESTED) != 0;
        if (c->allocatable > 0 && c->allocated >= 0) {
            allocatable += c->allocatable;
            allocated += c->allocated;
        }
    }
    f.busy_bp = tui_share_bp(allocated, allocatable);
    return f;
}

void overview_centres(struct tui_app *app, struct tui_blocks *out)
{
    struct fleet f = fleet_of(app);
    int incoming = tui_centres_incoming(tui_session(app));
    struct tui_block *block = overview_add_block(out, N_("Data centres"), "", f.at);
    if (incoming > 0) { /* half the figures would be wrong ones */
        add_centres(block, _("centres"), tui_count(f.count), TUI_CENTRES_ALL);
        overview_add_sentence(block, safe_textf(_("readings are coming in: %lld of %lld"),
                                                (long long)(f.count - incoming),
                                                (long long)f.count)
                                         .bytes);
        return;
    }
    add_centres(block, _("centres"), tui_count(f.count), TUI_CENTRES_ALL);
    add_centres(block, _("accelerators installed"), tui_count(f.installed),
                TUI_CENTRES_ALL);
    struct tui_block_line *busy =
        add_centres(block, _("busy"), tui_percent(f.busy_bp), TUI_CENTRES_ALL);
    if (f.busy_bp >= 0) {
        busy->bar = overview_share(f.busy_bp);
    }
    add_centres(block, _("silent for over 2 h"), tui_count(f.stale), TUI_CENTRES_STALE)
        ->role = f.stale > 0 ? TUI_WARN : TUI_STRONG;
    add_centres(block, _("under-used, below 30%"), tui_count(f.under_used),
                TUI_CENTRES_UNDER_USED);
    add_centres(block, _("contested hardware"), tui_count(f.contested),
                TUI_CENTRES_CONTESTED)
        ->role = f.contested > 0 ? TUI_WARN : TUI_STRONG;
}

/* The busiest of those that have spoken lately. */
void overview_busiest(struct tui_app *app, int most, struct tui_blocks *out)
{
    const struct bc_centre *all;
    struct tui_centre_rows rows = {0};
    bc_centres(tui_session(app), &all);
    struct tui_block *block =
        overview_add_block(out, N_("Busiest centres"), N_("busy"),
                           bc_collection_at(tui_session(app), BC_CENTRES));
    tui_centre_rows_make(tui_session(app),
                         &(struct tui_centre_wish){.sort = TUI_CENTRES_BY_BUSY,
                                                   .descending = true,
                                                   .now = tui_now(app)},
                         &rows);
    for (int i = 0; i < rows.count && i < most; i++) {
        const struct bc_centre *c = &all[rows.at[i]];
        if (c->busy_bp < 0 || tui_centre_flags(c, tui_now(app)) & TUI_CENTRE_STALE) {
            break;
        }
        struct tui_block_line *line =
            add_centres(block, c->name, tui_percent(c->busy_bp), TUI_CENTRES_ALL);
        snprintf(line->id, sizeof line->id, "%s", c->id);
        line->bar = overview_share(c->busy_bp);
    }
    tui_centre_rows_clear(&rows);
}

static void own_centre(struct tui_app *app, const struct bc_centre *c,
                       struct tui_block *block)
{
    int64_t now = tui_now(app);
    unsigned flags = tui_centre_flags(c, now);
    struct safe_text age = c->at == 0
                               ? safe_text(_("no report yet"))
                               : safe_textf(_("%s ago"), tui_age(now - c->at).bytes);
    struct tui_block_line *line = overview_add_line(
        block, safe_text(c->name),
        safe_textf("%s · %s", tui_percent(c->busy_bp).bytes, age.bytes));
    line->role = flags & (TUI_CENTRE_STALE | TUI_CENTRE_NO_DATA) ? TUI_WARN : TUI_STRONG;
    line->target = TUI_TO_REPORT;
    snprintf(line->id, sizeof line->id, "%s", c->id);
    if (c->busy_bp >= 0) {
        line->bar = (struct tui_bar){
            .count = 2,
            .parts = {{c->busy_bp, TUI_FILL_FULL}, {10000 - c->busy_bp, TUI_FILL_EMPTY}}};
    }
}

void overview_own_centres(struct tui_app *app, int most, struct tui_blocks *out)
{
    struct bc_session *session = tui_session(app);
    const struct bc_centre *all;
    int count = bc_centres(session, &all), shown = 0, hidden = 0;
    struct tui_block *block = overview_add_block(out, N_("Your centres"), "",
                                                 bc_collection_at(session, BC_CENTRES));
    for (int i = 0; i < count; i++) {
        if (tui_centre_own(session, all[i].id)) {
            if (shown < most) {
                own_centre(app, &all[i], block);
                shown++;
            } else {
                hidden++;
            }
        }
    }
    overview_add_more(block, hidden, TUI_TO_CENTRES);
    if (shown == 0 && block->at != 0) {
        overview_add_sentence(block,
                              _("no centre is assigned to you; ask an administrator"));
    }
}

void overview_how_to_report(struct tui_blocks *out)
{
    struct tui_block *block = overview_add_block(out, N_("How to report"), "", 0);
    block->ours = true;
    overview_add_sentence(block, _("1  choose a centre, press Enter"));
    overview_add_sentence(block, _("2  correct the figures that changed"));
    overview_add_sentence(block, _("3  F8 sends; without a link it waits"));
}
