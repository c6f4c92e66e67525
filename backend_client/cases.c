#include "backend_client/cases.h"

#include "backend_client/fields_read.h"
#include "backend_client/session_impl.h"
#include "backend_client/view.h"

#include <stdlib.h>
#include <string.h>

enum {
    FEW = 128,           /* so few that text is looked for in each */
    FIRST_ROWS = 256,    /* gathered before a view is returned */
    FIRST_FOUND = 64,    /* the same of a text most cases match */
    COUNT_NOW_US = 4000, /* how long opening may count what it does not know */
    RARE = 8,            /* one in so many that picking and sorting is less than a walk */
    MORE_ROWS = BC_SLOTS_BLOCK
};

static const char open_states[] = "submitted,under_review,returned,awaiting_second";

/* Is `word` one of the comma-separated `list`? */
static bool listed(const char *list, const char *word)
{
    size_t len = strlen(word);
    for (const char *at = list; *at;) {
        size_t size = strcspn(at, ",");
        if ((size == len && strncmp(at, word, len) == 0) || (size == 1 && *at == '*')) {
            return true;
        }
        at += size + (at[size] == ',');
    }
    return false;
}

/* ---- the filter ---- */

static bool copy_word(const char *from, char to[BC_WORD])
{
    bc_text_copy(to, BC_WORD, from ? from : "");
    return from != NULL;
}

static void read_filter(const struct bc_query *query, struct bc_filter *out)
{
    bc_text_copy(out->statuses, sizeof out->statuses,
                 query->statuses ? query->statuses : open_states);
    out->by_programme = copy_word(query->programme, out->programme);
    out->by_verdict = copy_word(query->verdict, out->verdict);
    out->by_tranche = copy_word(query->tranche, out->tranche);
    out->by_assignee = copy_word(query->assigned_to, out->assigned_to);
    bc_search_parse(query->text, &out->search);
}

static bool has_words(const struct bc_filter *f, const char *const words[BC_TALLY_KEYS])
{
    return (!f->by_programme || strcmp(f->programme, words[BC_BY_PROGRAMME]) == 0) &&
           (!f->by_tranche || strcmp(f->tranche, words[BC_BY_TRANCHE]) == 0) &&
           (!f->by_verdict || strcmp(f->verdict, words[BC_BY_VERDICT]) == 0) &&
           (!f->by_assignee || strcmp(f->assigned_to, words[BC_BY_ASSIGNEE]) == 0) &&
           listed(f->statuses, words[BC_BY_STATUS]);
}

bool bc_filter_has(const struct bc_filter *filter, const struct bc_case *row,
                   struct buf *scratch)
{
    const char *const words[BC_TALLY_KEYS] = {row->programme, row->tranche, row->status,
                                              row->verdict, row->assigned_to};
    return has_words(filter, words) &&
           ((filter->search.count == 0 && !filter->search.nothing) ||
            bc_search_matches(&filter->search, row, scratch));
}

static void add_status(struct bc_view *view, int status)
{
    for (int i = 0; i < view->status_count; i++) {
        if (view->statuses[i] == status) {
            return;
        }
    }
    if (view->status_count < BC_VIEW_STATUSES) {
        view->statuses[view->status_count++] = status;
    }
}

/* Cases of the view's states, whatever else is asked of them: what a walk passes. */
static int64_t passed(const struct bc_view *view)
{
    const struct bc_tallies *tallies = &view->replica->tallies;
    int64_t sum = 0;
    for (int i = 0; i < tallies->count; i++) {
        for (int k = 0; k < view->status_count; k++) {
            bool same = tallies->tally[i].word[BC_BY_STATUS] == view->statuses[k];
            sum += same ? tallies->tally[i].count : 0;
        }
    }
    return sum;
}

/* The tallies the filter lets in, and the cases they have. */
static bool allow(struct bc_view *view, int64_t *total, struct err *err)
{
    const struct bc_tallies *tallies = &view->replica->tallies;
    view->allowed = calloc((size_t)tallies->count + 1, 1);
    if (!view->allowed) {
        return err_set(err, ERR_INTERNAL, "out of memory for the list of cases");
    }
    view->allowed_count = tallies->count;
    *total = 0;
    for (int i = 0; i < tallies->count; i++) {
        const struct bc_tally *tally = &tallies->tally[i];
        const char *words[BC_TALLY_KEYS];
        for (int k = 0; k < BC_TALLY_KEYS; k++) {
            words[k] = bc_word(&view->replica->words, tally->word[k]);
        }
        if (tally->count > 0 && has_words(&view->filter, words)) {
            view->allowed[i] = 1;
            *total += tally->count;
            add_status(view, tally->word[BC_BY_STATUS]);
        }
    }
    return true;
}

/* ---- opening ---- */

/* Text: a few cases are sorted here, some thousands are looked up on the walk, and where
 * most cases match the walk looks at each: it soon has a screenful. */
static bool open_search(struct bc_view *view, struct err *err)
{
    view->hits = calloc(1, sizeof *view->hits);
    if (!view->hits) {
        return err_set(err, ERR_INTERNAL, "out of memory for a search");
    }
    if (!bc_search_collect(view->replica, &view->filter.search, view->hits, err)) {
        return false;
    }
    struct bc_hits *hits = view->hits;
    view->by_hits = !hits->too_many;
    view->by_text = hits->too_many || hits->rough;
    if (hits->count <= BC_HITS_LISTED && !hits->too_many) {
        return bc_walk_list(view, hits->list, (int)hits->count, err);
    }
    return bc_walk_on(view, FIRST_FOUND, 0, err) &&
           (hits->too_many ||
            bc_walk_on(view, INT64_MAX, bc_monotonic_us() + COUNT_NOW_US, err));
}

static bool open_rows(struct bc_view *view, struct err *err)
{
    int64_t total = 0;
    bool text = view->filter.search.count > 0 || view->filter.search.nothing;
    if (!allow(view, &total, err)) {
        return false;
    }
    if (text && total > FEW) {
        return open_search(view, err);
    }
    if (text || (total <= BC_HITS_LISTED && passed(view) > total * RARE)) {
        view->by_text = text;
        return bc_walk_tallies(view, err);
    }
    view->counted = true;
    view->count = total;
    return bc_walk_on(view, FIRST_ROWS, 0, err);
}

bool bc_view_open(struct bc_session *session, const struct bc_query *query,
                  struct bc_view **out, struct err *err)
{
    struct bc_view *view = calloc(1, sizeof *view);
    if (!view) {
        return err_set(err, ERR_INTERNAL, "out of memory for the list of cases");
    }
    view->replica = session->replica;
    view->sort = query->sort > BC_SORT_VERDICT ? BC_SORT_DUE : query->sort;
    view->descending = query->descending;
    read_filter(query, &view->filter);
    view->next = session->replica->views;
    session->replica->views = view;
    if (!open_rows(view, err)) {
        bc_view_close(view);
        return false;
    }
    *out = view;
    return true;
}

static void release(struct bc_view *view)
{
    bc_slots_clear(&view->slots);
    buf_clear(&view->scratch);
    free(view->allowed);
    view->allowed = NULL;
    view->allowed_count = 0;
    if (view->hits) {
        bc_hits_clear(view->hits);
        free(view->hits);
        view->hits = NULL;
    }
}

void bc_view_close(struct bc_view *view)
{
    if (!view) {
        return;
    }
    struct bc_view **at = view->replica ? &view->replica->views : NULL;
    while (at && *at) {
        if (*at == view) {
            *at = view->next;
            break;
        }
        at = &(*at)->next;
    }
    release(view);
    free(view);
}

/* ---- reading ---- */

int64_t bc_view_count(struct bc_view *view)
{
    return view->counted ? view->count : view->slots.count;
}

bool bc_view_counted(const struct bc_view *view)
{
    return view->counted;
}

/* The slot at a place: gathered already, or at the far end, or after gathering more. */
static bool slot_at(struct bc_view *view, int64_t index, uint32_t *slot)
{
    if (index < 0 || index >= bc_view_count(view) || !view->replica) {
        return false;
    }
    int64_t from_end = view->count - 1 - index;
    if (index >= view->slots.count && view->counted && from_end < BC_VIEW_TAIL &&
        index - view->slots.count > MORE_ROWS) {
        if ((view->tail_count == 0 && !bc_walk_tail(view, NULL)) ||
            from_end >= view->tail_count) {
            return false;
        }
        *slot = view->tail[from_end];
        return true;
    }
    if (index >= view->slots.count && !bc_walk_on(view, index + FIRST_ROWS, 0, NULL)) {
        return false;
    }
    return bc_slots_get(&view->slots, index, slot);
}

bool bc_view_row(struct bc_view *view, int64_t index, struct bc_case *out)
{
    uint32_t slot;
    return slot_at(view, index, &slot) && bc_replica_row(view->replica, slot, out);
}

static int64_t find_in_tail(const struct bc_view *view, uint32_t slot)
{
    for (int i = 0; !view->complete && i < view->tail_count; i++) {
        if (view->tail[i] == slot) {
            return view->count - 1 - i;
        }
    }
    return -1;
}

int64_t bc_view_find(struct bc_view *view, const char *id)
{
    int64_t slot = view->replica ? bc_replica_slot(view->replica, id) : 0;
    if (slot == 0) {
        return -1;
    }
    int64_t found = bc_slots_find(&view->slots, (uint32_t)slot);
    found = found >= 0 ? found : find_in_tail(view, (uint32_t)slot);
    struct bc_case row;
    if (found >= 0 || view->complete || !bc_replica_row(view->replica, slot, &row) ||
        (view->moves == 0 && !bc_filter_has(&view->filter, &row, &view->scratch)) ||
        !bc_walk_on(view, INT64_MAX, 0, NULL)) {
        return found;
    }
    return bc_slots_find(&view->slots, (uint32_t)slot);
}

int bc_view_moves(const struct bc_view *view)
{
    return view->moves;
}

/* ---- changes ---- */

static bool same_place(const struct bc_view *view, const struct bc_case *a,
                       const struct bc_case *b)
{
    switch (view->sort) {
    case BC_SORT_DUE:
        return a->due_at == b->due_at;
    case BC_SORT_NUMBER:
        return strcmp(a->number, b->number) == 0;
    case BC_SORT_APPLICANT:
        return strcmp(a->applicant_name, b->applicant_name) == 0;
    case BC_SORT_AMOUNT:
        return a->amount_fen == b->amount_fen;
    case BC_SORT_UPDATED:
        return a->updated_at == b->updated_at;
    case BC_SORT_VERDICT:
        return strcmp(a->verdict, b->verdict) == 0;
    }
    return true;
}

void bc_views_changed(struct bc_replica *replica, const struct bc_case *before,
                      const struct bc_case *after)
{
    for (struct bc_view *view = replica->views; view; view = view->next) {
        bool was = before && bc_filter_has(&view->filter, before, &view->scratch);
        bool is = bc_filter_has(&view->filter, after, &view->scratch);
        view->moves += was != is || (was && !same_place(view, before, after));
    }
}

void bc_views_emptied(struct bc_replica *replica)
{
    for (struct bc_view *view = replica->views; view; view = view->next) {
        release(view);
        view->replica = NULL;
        view->complete = view->counted = true;
        view->count = 0;
        view->moves++;
    }
    replica->views = NULL;
}

bool bc_replica_gathering(const struct bc_replica *replica)
{
    for (const struct bc_view *view = replica->views; view; view = view->next) {
        if (!view->complete) {
            return true;
        }
    }
    return false;
}

bool bc_replica_gather(struct bc_replica *replica, int64_t deadline_us, bool *finished)
{
    *finished = false;
    for (struct bc_view *view = replica->views; view; view = view->next) {
        bool counted = view->counted;
        while (!view->complete && bc_monotonic_us() < deadline_us) {
            if (!bc_walk_search(view, deadline_us, NULL) ||
                !bc_walk_on(view, INT64_MAX, deadline_us, NULL)) {
                view->complete = true;
            }
        }
        *finished = *finished || (!counted && view->counted);
    }
    return bc_replica_gathering(replica);
}

/* ---- single cases and counts ---- */

bool bc_case_get(struct bc_session *session, const char *id, struct bc_case *out)
{
    return session->replica && bc_replica_get(session->replica, id, out);
}
