#include "tui/screens/centre_rows.h"

#include "tui/screens/centre_hubs.h"
#include "tui/widgets/figure.h"

#include "common/date.h"

#include <stdlib.h>
#include <string.h>

#define STALE (INT64_C(7200) * DATE_SECOND) /* two hours */
enum { UNDER_USED_BP = 3000, HOT_BP = 8500 };

const char *tui_centre_view_name(enum tui_centre_view view)
{
    static const char *const names[] = {
        [TUI_CENTRES_ALL] = N_("all"),
        [TUI_CENTRES_OWN] = N_("yours"),
        [TUI_CENTRES_STALE] = N_("silent for over 2 h"),
        [TUI_CENTRES_UNDER_USED] = N_("under-used"),
        [TUI_CENTRES_CONTESTED] = N_("contested hardware"),
    };
    return names[view];
}

const char *tui_centre_sort_name(enum tui_centre_sort sort)
{
    static const char *const names[] = {
        [TUI_CENTRES_BY_NAME] = N_("name"),
        [TUI_CENTRES_BY_SIZE] = N_("accelerators"),
        [TUI_CENTRES_BY_BUSY] = N_("busy"),
        [TUI_CENTRES_BY_PRICE] = N_("price"),
        [TUI_CENTRES_BY_LATENCY] = N_("latency"),
        [TUI_CENTRES_BY_AGE] = N_("age of data"),
    };
    return names[sort];
}

/* ---- what is said of one ---- */

unsigned tui_centre_flags(const struct bc_centre *c, int64_t now)
{
    unsigned flags = 0;
    if (c->at == 0) {
        flags |= TUI_CENTRE_NO_DATA;
    } else if (now - c->at > STALE) {
        flags |= TUI_CENTRE_STALE;
    }
    if (!flags && c->busy_bp >= 0) { /* an old figure says nothing about now */
        flags |= c->busy_bp < UNDER_USED_BP ? TUI_CENTRE_UNDER_USED : 0;
        flags |= c->busy_bp >= HOT_BP ? TUI_CENTRE_HOT : 0;
    }
    flags |= c->contested ? TUI_CENTRE_CONTESTED : 0;
    flags |= strcmp(c->status, "listed") != 0 ? TUI_CENTRE_NOT_LISTED : 0;
    return flags;
}

struct safe_text tui_centre_words(const struct bc_centre *c, int64_t now, int zone_s,
                                  enum tui_role *role)
{
    unsigned flags = tui_centre_flags(c, now);
    const struct {
        const char *text;
        unsigned flag;
        enum tui_role role;
    } words[] = {
        {_("no data yet"), TUI_CENTRE_NO_DATA, TUI_STALE},
        {_("no data since"), TUI_CENTRE_STALE, TUI_STALE},
        {_("hot"), TUI_CENTRE_HOT, TUI_WARN},
        {_("contested hardware"), TUI_CENTRE_CONTESTED, TUI_WARN},
        {tui_word(c->status), TUI_CENTRE_NOT_LISTED, TUI_WARN},
        {_("under-used"), TUI_CENTRE_UNDER_USED, TUI_DIM},
    };
    struct safe_text said = {0};
    *role = TUI_TEXT;
    for (size_t i = 0; i < COUNT_OF(words); i++) {
        if (!(flags & words[i].flag)) {
            continue;
        }
        struct safe_text since =
            words[i].flag == TUI_CENTRE_STALE
                ? safe_textf(" %s", tui_clock(c->at, now, zone_s).bytes)
                : (struct safe_text){0};
        *role = said.len == 0 ? words[i].role : *role;
        said = safe_textf("%s%s%s%s", said.bytes, said.len > 0 ? ", " : "", words[i].text,
                          since.bytes);
    }
    return said;
}

int tui_centres_incoming(struct bc_session *session)
{
    const struct bc_centre *all;
    int count = bc_centres(session, &all), silent = 0;
    for (int i = 0; i < count; i++) {
        silent += all[i].at == 0;
    }
    return bc_me(session)->demo ? silent : 0;
}

/* ---- who may report ---- */

bool tui_centre_own(struct bc_session *session, const char *centre_id)
{
    const char *list = bc_me(session)->centres;
    size_t len = strlen(centre_id);
    for (const char *at = list; len > 0 && (at = strstr(at, centre_id)) != NULL; at++) {
        if ((at == list || at[-1] == ' ') && (at[len] == ' ' || at[len] == '\0')) {
            return true;
        }
    }
    return false;
}

bool tui_centre_may_report(struct bc_session *session, const char *centre_id)
{
    return bc_has_role(session, "supervisor") || tui_centre_own(session, centre_id);
}

const struct bc_centre *tui_centre_find(struct bc_session *session, const char *centre_id)
{
    const struct bc_centre *all;
    int count = bc_centres(session, &all);
    for (int i = 0; i < count; i++) {
        if (strcmp(all[i].id, centre_id) == 0) {
            return &all[i];
        }
    }
    return NULL;
}

/* ---- rows ---- */

static bool in_view(struct bc_session *session, const struct bc_centre *c,
                    const struct tui_centre_wish *wish)
{
    unsigned flags = tui_centre_flags(c, wish->now);
    switch (wish->view) {
    case TUI_CENTRES_OWN:
        return tui_centre_own(session, c->id);
    case TUI_CENTRES_STALE:
        return flags & (TUI_CENTRE_STALE | TUI_CENTRE_NO_DATA);
    case TUI_CENTRES_UNDER_USED:
        return flags & TUI_CENTRE_UNDER_USED;
    case TUI_CENTRES_CONTESTED:
        return flags & TUI_CENTRE_CONTESTED;
    default:
        return true;
    }
}

static bool fits(const struct bc_centre *c, const struct tui_centre_wish *wish)
{
    const char *text = wish->text;
    if (wish->hub && !tui_hub_has(wish->hub, c)) {
        return false;
    }
    return !text || !*text || strcasestr(c->name, text) ||
           strcasestr(tui_word(c->hub), text) || strcasestr(c->province, text) ||
           strcasestr(c->hub, text) || strcasestr(c->slug, text);
}

struct order {
    const struct bc_centre *all;
    const struct tui_centre_wish *wish;
};

/* What sorts a centre; unknown figures (-1) come last whichever way it goes. */
static int64_t sort_key(const struct bc_centre *c, const struct tui_centre_wish *wish)
{
    switch (wish->sort) {
    case TUI_CENTRES_BY_SIZE:
        return c->installed;
    case TUI_CENTRES_BY_BUSY:
        return tui_centre_flags(c, wish->now) & TUI_CENTRE_STALE ? -1 : c->busy_bp;
    case TUI_CENTRES_BY_PRICE:
        return c->price_fen;
    case TUI_CENTRES_BY_LATENCY:
        return c->latency_ms;
    case TUI_CENTRES_BY_AGE:
        return c->at == 0 ? -1 : wish->now > c->at ? wish->now - c->at : 0;
    default:
        return 0;
    }
}

static int compare(const void *a, const void *b, void *ctx)
{
    const struct order *order = ctx;
    int x = *(const int *)a, y = *(const int *)b;
    int way = order->wish->descending ? -1 : 1;
    int64_t kx = sort_key(&order->all[x], order->wish);
    int64_t ky = sort_key(&order->all[y], order->wish);
    if ((kx < 0) != (ky < 0)) {
        return kx < 0 ? 1 : -1;
    }
    if (kx != ky) {
        return kx < ky ? -way : way;
    }
    int by_name = strcmp(order->all[x].name, order->all[y].name);
    if (by_name != 0) {
        return order->wish->sort == TUI_CENTRES_BY_NAME ? by_name * way : by_name;
    }
    return x < y ? -1 : x > y;
}

void tui_centre_rows_make(struct bc_session *session, const struct tui_centre_wish *wish,
                          struct tui_centre_rows *rows)
{
    const struct bc_centre *all;
    int total = bc_centres(session, &all);
    tui_centre_rows_clear(rows);
    rows->at = calloc((size_t)total + 1, sizeof *rows->at);
    rows->id = calloc((size_t)total + 1, sizeof *rows->id);
    if (!rows->at || !rows->id) {
        tui_centre_rows_clear(rows);
        return;
    }
    rows->total = total;
    for (int i = 0; i < rows->total; i++) {
        if (in_view(session, &all[i], wish) && fits(&all[i], wish)) {
            rows->at[rows->count++] = i;
        }
    }
    if (rows->count > 1) {
        struct order order = {all, wish};
        qsort_r(rows->at, (size_t)rows->count, sizeof *rows->at, compare, &order);
    }
    for (int i = 0; i < rows->count; i++) {
        memcpy(rows->id[i], all[rows->at[i]].id, BC_ID);
    }
}

bool tui_centre_rows_hold(struct bc_session *session, const struct tui_centre_rows *rows)
{
    const struct bc_centre *all;
    bool hold = bc_centres(session, &all) == rows->total;
    for (int i = 0; hold && i < rows->count; i++) {
        hold = strcmp(all[rows->at[i]].id, rows->id[i]) == 0;
    }
    return hold;
}

void tui_centre_rows_clear(struct tui_centre_rows *rows)
{
    free(rows->at);
    free(rows->id);
    *rows = (struct tui_centre_rows){0};
}
