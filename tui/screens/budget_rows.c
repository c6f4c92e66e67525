#include "tui/screens/budget_rows.h"

#include "tui/widgets/bilingual.h"
#include "tui/widgets/figure.h"

#include <stdlib.h>
#include <string.h>

void tui_money_add(struct tui_money *sum, const struct bc_tranche *t)
{
    sum->appropriated += t->appropriated;
    sum->available += t->available;
    sum->reserved += t->reserved;
    sum->committed += t->committed;
    sum->payable += t->payable;
    sum->disbursed += t->disbursed;
    sum->lapsed += t->lapsed;
    sum->recovered += t->recovered;
    sum->tranches++;
}

struct tui_bar tui_money_bar(const struct tui_money *m)
{
    return (struct tui_bar){.count = 4,
                            .parts = {{m->disbursed, TUI_FILL_FULL},
                                      {m->committed + m->payable, TUI_FILL_PART},
                                      {m->reserved, TUI_FILL_LIGHT},
                                      {m->available, TUI_FILL_EMPTY}}};
}

static bool same_programme(const struct bc_tranche *a, const struct bc_tranche *b)
{
    return strcmp(a->programme, b->programme) == 0;
}

static bool fits(const struct bc_tranche *t, const char *text)
{
    return !text || !*text || strcasestr(t->name, text) || strcasestr(t->id, text) ||
           strcasestr(t->programme, text) || strcasestr(t->programme_name_en, text) ||
           strcasestr(t->programme_name_zh, text);
}

/* The tranches of one programme, its heading first when there are several. */
static void add_programme(const struct bc_tranche *tranches, int count, int first,
                          const char *text, struct tui_budget_rows *out)
{
    int heading = out->count, members = 0;
    out->rows[out->count++] = (struct tui_budget_row){TUI_BUDGET_PROGRAMME, first};
    for (int i = first; i < count; i++) {
        if (same_programme(&tranches[i], &tranches[first]) && fits(&tranches[i], text)) {
            out->rows[out->count++] = (struct tui_budget_row){TUI_BUDGET_TRANCHE, i};
            tui_money_add(&out->total, &tranches[i]);
            members++;
        }
    }
    if (members < 2) {
        out->count = heading + members;
        out->rows[heading] = out->rows[heading + 1];
        out->rows[heading].kind = TUI_BUDGET_ONLY;
    }
    out->tranches += members;
}

void tui_budget_rows_make(const struct bc_tranche *tranches, int count, const char *text,
                          struct tui_budget_rows *out)
{
    tui_budget_rows_clear(out);
    out->rows = calloc(2 * (size_t)count + 2, sizeof *out->rows);
    for (int i = 0; out->rows && i < count; i++) {
        bool seen = false;
        for (int k = 0; k < i && !seen; k++) {
            seen = same_programme(&tranches[k], &tranches[i]);
        }
        if (!seen) {
            add_programme(tranches, count, i, text, out);
        }
    }
}

void tui_budget_rows_clear(struct tui_budget_rows *rows)
{
    free(rows->rows);
    *rows = (struct tui_budget_rows){0};
}

struct tui_money tui_budget_row_money(const struct bc_tranche *tranches,
                                      const struct tui_budget_rows *rows, int index)
{
    struct tui_money money = {0};
    if (rows->rows[index].kind != TUI_BUDGET_PROGRAMME) {
        tui_money_add(&money, &tranches[rows->rows[index].tranche]);
        return money;
    }
    for (int i = index + 1; i < rows->count && rows->rows[i].kind == TUI_BUDGET_TRANCHE;
         i++) {
        tui_money_add(&money, &tranches[rows->rows[i].tranche]);
    }
    return money;
}

struct safe_text tui_runs_out(const struct bc_tranche *t, int32_t today,
                              enum tui_role *role)
{
    *role = TUI_DIM;
    if (t->closes_on != 0 && t->closes_on < today) {
        return safe_text(_("closed"));
    }
    if (t->opens_on > today) {
        return safe_textf(_("opens %s"), tui_day(t->opens_on, today).bytes);
    }
    if (t->available == 0 && t->appropriated > 0) {
        *role = TUI_ERROR;
        return safe_text(_("used up"));
    }
    if (t->pace_fen_week <= 0) {
        return safe_text(t->pace_fen_week < 0 ? _("not known") : _("no pace yet"));
    }
    if (t->exhausted_on == 0) {
        return safe_text(_("not in sight"));
    }
    bool before_close = t->closes_on == 0 || t->exhausted_on <= t->closes_on;
    *role = !before_close ? TUI_TEXT : TUI_WARN;
    return safe_textf("~%s%s", tui_day(t->exhausted_on, today).bytes,
                      before_close ? " !" : "");
}

const char *tui_budget_programme(const struct bc_tranche *t)
{
    const char *name = tui_lang_is_zh() ? t->programme_name_zh : t->programme_name_en;
    return *name ? name : t->programme;
}

struct safe_text tui_tranche_label(const struct bc_tranche *all, int count,
                                   const struct bc_tranche *t)
{
    int of_programme = 0;
    for (int i = 0; i < count; i++) {
        of_programme += strcmp(all[i].programme, t->programme) == 0;
    }
    return of_programme > 1 ? tui_bilingual(t->name) : safe_text(tui_budget_programme(t));
}

/* The next one after `last`, which ended on `after`. */
static int next_to_run_out(const struct bc_tranche *all, int count, int32_t today,
                           int32_t after, int last)
{
    int best = -1;
    for (int i = 0; i < count; i++) {
        int32_t ends = all[i].exhausted_on;
        bool open = all[i].opens_on <= today &&
                    (all[i].closes_on == 0 || all[i].closes_on >= today);
        bool later = ends > after || (ends == after && i > last);
        if (ends != 0 && open && later && (best < 0 || ends < all[best].exhausted_on)) {
            best = i;
        }
    }
    return best;
}

int tui_soonest_out(const struct bc_tranche *all, int count, int32_t today, int *out,
                    int most)
{
    int32_t after = 0;
    int found = 0, last = -1;
    while (found < most &&
           (last = next_to_run_out(all, count, today, after, last)) >= 0) {
        after = all[last].exhausted_on;
        out[found++] = last;
    }
    return found;
}
