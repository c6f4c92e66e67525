#include "tui/screens/versions.h"

#include "tui/screens/case_words.h"
#include "tui/screens/policy.h"
#include "tui/widgets/figure.h"
#include "tui/widgets/pane.h"

#include <string.h>

enum { LABEL = 30, LABEL_NARROW = 22, NARROW = 90, FOOT = 2 };

const struct bc_version *tui_versions_selected(const struct tui_versions *v)
{
    return v->cursor.at < v->count ? &v->all[v->cursor.at] : NULL;
}

static const struct tui_column columns[] = {
    {.title = N_("VERSION"), .width = 7, .right = true},
    {.title = N_("STATUS"), .width = 18},
    {.title = N_("PROPOSED BY"), .width = 14},
    {.title = N_("WHEN"), .width = 12, .drop = 2},
    {.title = N_("SETTLED BY"), .width = 14, .drop = 1},
    {.title = N_("WHEN"), .width = 12, .drop = 3},
    {.title = N_("NOTE"), .least = 16},
};

struct frame {
    struct tui_app *app;
    const struct tui_versions *v;
};

static const char *status(const struct tui_versions *v, const struct bc_version *one,
                          enum tui_role *role)
{
    if (strcmp(one->status, "proposed") == 0) {
        *role = TUI_WAIT;
        return _("to be signed");
    }
    if (strcmp(one->status, "refused") == 0) {
        *role = TUI_DIM;
        return _("refused");
    }
    *role = one->version == v->in_force ? TUI_OK : TUI_DIM;
    return one->version == v->in_force ? _("in force") : _("past");
}

static struct safe_text cell(void *ctx, int64_t row, int column, enum tui_role *role)
{
    const struct frame *f = ctx;
    const struct bc_version *one = &f->v->all[row];
    int64_t now = tui_now(f->app);
    int zone = tui_zone(f->app);
    switch (column) {
    case 0:
        return tui_count(one->version);
    case 1:
        return safe_text(status(f->v, one, role));
    case 2:
        return safe_text(one->proposer);
    case 3:
        *role = TUI_DIM;
        return tui_clock(one->proposed_at, now, zone);
    case 4:
        return safe_text(one->settler);
    case 5:
        *role = TUI_DIM;
        return tui_clock(one->settled_at, now, zone);
    default:
        *role = TUI_DIM;
        return safe_text(one->note);
    }
}

/* "rate", "rate: source": a key of a file as people read it. */
static struct safe_text key_name(const char *key)
{
    char figure[64];
    const char *dot = strchr(key, '.');
    if (!dot) {
        return safe_text(tui_policy_key_name(key));
    }
    size_t len = (size_t)(dot - key);
    len = len < sizeof figure ? len : sizeof figure - 1;
    memcpy(figure, key, len);
    figure[len] = '\0';
    return safe_textf("%s: %s", tui_policy_key_name(figure),
                      strcmp(dot, ".source") == 0 ? _("source") : _("other sources"));
}

static void changes(const struct bc_version *one, struct tui_pane *pane)
{
    pane->label = pane->rect.cols < NARROW ? LABEL_NARROW : LABEL;
    if (one->count == 0) {
        tui_pane_heading(pane, safe_text(_("THE FILE IT BEGAN WITH")),
                         (struct safe_text){0});
        return;
    }
    tui_pane_heading(pane,
                     safe_textf(_("VERSION %lld BESIDE VERSION %lld"),
                                (long long)one->version, (long long)one->base),
                     safe_textf(_("%d changes"), one->changed));
    tui_pane_text(pane, 1, safe_text(one->note), TUI_DIM);
    for (int i = 0; i < one->count; i++) {
        const struct bc_change *c = &one->changes[i];
        struct safe_text before = safe_text(*c->before ? c->before : "–");
        struct safe_text after = safe_text(*c->after ? c->after : "–");
        tui_pane_pair(pane, key_name(c->key).bytes,
                      safe_textf("%s → %s", before.bytes, after.bytes), TUI_STRONG);
    }
    if (one->changed > one->count) {
        tui_pane_line(pane, safe_textf(_("and %d more"), one->changed - one->count),
                      TUI_DIM);
    }
}

/* What confirming would do. */
static void draw_foot(const struct tui_versions *v, struct tui_canvas *canvas,
                      struct tui_rect rect)
{
    struct safe_text title = safe_text(v->deed.title);
    bool sign = strcmp(v->deed.what, "sign-policy") == 0;
    if (!*v->deed.what) {
        return;
    }
    if (!v->tried) {
        tui_put_fit(canvas, rect.row, rect.col, rect.cols,
                    safe_text(_("asking what it would do…")), TUI_DIM, false);
        return;
    }
    bool refused = v->refusal.kind != ERR_NONE;
    (void)tui_put_wrapped(
        canvas, rect,
        refused ? tui_problem(&v->refusal)
        : sign  ? safe_textf(_("%s: counts for every verdict from then on; what was "
                                "decided stays. F8 signs it"),
                             title.bytes)
                : safe_textf(_("%s: the draft ends. F8 refuses it"), title.bytes),
        refused ? TUI_FAIL : TUI_STRONG);
}

static void draw_list(struct tui_app *app, struct tui_versions *v,
                      struct tui_canvas *canvas, struct tui_rect rect)
{
    struct frame frame = {app, v};
    const struct tui_list list = {.columns = columns,
                                  .column_count = (int)COUNT_OF(columns),
                                  .rows = v->count,
                                  .ctx = &frame,
                                  .cell = cell};
    int rows = v->count + 1 < rect.rows / 2 ? v->count + 1 : rect.rows / 2;
    rows = rows < 2 ? 2 : rows;
    v->page = tui_list_page(rows);
    tui_list_draw(&list, &v->cursor, canvas,
                  (struct tui_rect){rect.row, rect.col, rows, rect.cols});
    const struct bc_version *one = tui_versions_selected(v);
    if (one && rect.rows > rows + 1) {
        struct tui_pane pane = {.canvas = canvas,
                                .rect = {rect.row + rows + 1, rect.col + 1,
                                         rect.rows - rows - 1, rect.cols - 2}};
        changes(one, &pane);
    }
}

void tui_versions_draw(struct tui_app *app, void *state, struct tui_canvas *canvas,
                       struct tui_rect body)
{
    struct tui_versions *v = state;
    struct tui_rect in = {body.row, body.col + 1, body.rows, body.cols - 2};
    tui_fill(canvas, body, TUI_TEXT);
    tui_heading(canvas, in.row, in.col, in.cols,
                safe_textf(_("Versions · %s"), safe_text(v->name).bytes),
                safe_text(_("two supervisors make one")));
    in.row++;
    in.rows--;
    if (v->count > 0) {
        int foot = *v->deed.what ? FOOT : 0;
        draw_list(app, v, canvas,
                  (struct tui_rect){in.row, in.col, in.rows - foot, in.cols});
        draw_foot(v, canvas,
                  (struct tui_rect){in.row + in.rows - foot, in.col, foot, in.cols});
        return;
    }
    bool failed = v->err.kind != ERR_NONE;
    (void)tui_put_wrapped(
        canvas, in,
        !failed ? safe_text(_("asking for the versions…"))
        : v->err.kind == ERR_UNREACHABLE
            ? safe_text(_("the clearinghouse does not answer; F5 asks again"))
            : tui_problem(&v->err),
        failed ? TUI_ERROR : TUI_DIM);
}
