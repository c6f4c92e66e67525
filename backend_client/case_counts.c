#include "backend_client/replica_impl.h"
#include "backend_client/session_impl.h"

#include "common/date.h"
#include "common/money.h"

#include <stddef.h>
#include <string.h>

enum { SHARE = 20 }; /* counting what is due takes at most one part in so many of time */

#define AT(field) offsetof(struct bc_case_counts, field)

/* Where the count of a word goes; open states come first. */
static const struct {
    const char *word;
    size_t at;
    bool open, on_clock; /* on_clock: it waits for the office */
} states[] = {
    {"submitted", AT(submitted), true, true},
    {"under_review", AT(under_review), true, true},
    {"awaiting_second", AT(awaiting_second), true, true},
    {"returned", AT(returned), true, false},
    {"approved", AT(approved), false, false},
    {"rejected", AT(rejected), false, false},
    {"on_notice", AT(on_notice), false, false},
    {"objected", AT(objected), false, false},
    {"issued", AT(issued), false, false},
};

static const struct {
    const char *word;
    size_t at;
} verdicts[] = {{"pass", AT(pass)},
                {"query", AT(query)},
                {"cap", AT(cap)},
                {"fail", AT(fail)},
                {"wait", AT(wait)}};

static int64_t *place(struct bc_case_counts *counts, size_t at)
{
    return (int64_t *)(void *)((char *)counts + at);
}

static void add_tally(const struct bc_replica *replica, const struct bc_tally *tally,
                      struct bc_case_counts *out)
{
    const char *status = bc_word(&replica->words, tally->word[BC_BY_STATUS]);
    const char *verdict = bc_word(&replica->words, tally->word[BC_BY_VERDICT]);
    bool open = false;
    for (size_t i = 0; i < COUNT_OF(states); i++) {
        if (strcmp(states[i].word, status) == 0) {
            *place(out, states[i].at) += tally->count;
            open = states[i].open;
        }
    }
    out->total += tally->count;
    if (!open) {
        return;
    }
    int64_t sum;
    out->open += tally->count;
    if (money_add(out->open_amount_fen, tally->amount_fen, &sum)) {
        out->open_amount_fen = sum;
    }
    for (size_t i = 0; i < COUNT_OF(verdicts); i++) {
        if (strcmp(verdicts[i].word, verdict) == 0) {
            *place(out, verdicts[i].at) += tally->count;
        }
    }
}

static int64_t count_due(struct bc_replica *replica, int64_t from, int64_t to)
{
    int64_t sum = 0;
    for (size_t i = 0; i < COUNT_OF(states); i++) {
        int status = bc_word_find(&replica->words, states[i].word);
        sqlite3_stmt *count = bc_replica_statement(replica, BC_SQL_COUNT_DUE, NULL);
        if (!states[i].on_clock || status < 0 || !count) {
            continue;
        }
        sqlite3_bind_int(count, 1, status);
        sqlite3_bind_int64(count, 2, from);
        sqlite3_bind_int64(count, 3, to);
        sum += sqlite3_step(count) == SQLITE_ROW ? sqlite3_column_int64(count, 0) : 0;
        sqlite3_reset(count);
    }
    return sum;
}

void bc_case_counts(struct bc_session *session, struct bc_case_counts *out)
{
    struct bc_replica *replica = session->replica;
    memset(out, 0, sizeof *out);
    if (!replica) {
        return;
    }
    int64_t now = bc_clock(session), at = replica->counted_at, start = bc_monotonic_us();
    bool rested = start >= replica->count_again_us;
    if (replica->counted < 0 || (replica->counted != replica->changes && rested) ||
        now < at || now >= at + 60 * DATE_SECOND) {
        struct bc_case_counts counts = {0};
        counts.overdue = count_due(replica, 1, now);
        counts.due_3d = count_due(replica, now, now + 3 * DATE_DAY);
        replica->counts = counts;
        replica->counted = replica->changes;
        replica->counted_at = now;
        int64_t end = bc_monotonic_us();
        replica->count_again_us = end + (end - start) * SHARE;
    }
    *out = replica->counts;
    for (int i = 0; i < replica->tallies.count; i++) {
        add_tally(replica, &replica->tallies.tally[i], out);
    }
}
