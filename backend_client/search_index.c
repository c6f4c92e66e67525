#include "backend_client/search.h"

#include "backend_client/fields_read.h"
#include "backend_client/pinyin.h"
#include "backend_client/replica_impl.h"
#include "backend_client/session_impl.h"
#include "common/text.h"

#include <stdlib.h>
#include <string.h>

enum { PROVIDER_SIGNS = 0xF0000, PROVIDERS_NAMED = 200 };

bool bc_hits_have(const struct bc_hits *hits, int64_t slot)
{
    return slot > 0 && slot < hits->limit && (hits->bits[slot >> 3] >> (slot & 7) & 1);
}

void bc_hits_clear(struct bc_hits *hits)
{
    free(hits->bits);
    buf_clear(&hits->condition);
    hits->bits = NULL;
    hits->limit = hits->count = 0;
}

static void add_hit(struct bc_hits *hits, int64_t slot)
{
    if (slot <= 0 || slot >= hits->limit || bc_hits_have(hits, slot)) {
        return;
    }
    hits->bits[slot >> 3] = (unsigned char)(hits->bits[slot >> 3] | 1 << (slot & 7));
    if (hits->count < BC_HITS_LISTED) {
        hits->list[hits->count] = (uint32_t)slot;
    }
    hits->count++;
}

/* How far one call of bc_search_more() or bc_search_collect() goes. */
struct reach {
    int64_t deadline_us; /* 0: none */
    int64_t hits;        /* 0: any number */
};

static bool reached(const struct reach *reach, const struct bc_hits *hits, int steps)
{
    return (reach->hits && hits->count >= reach->hits) ||
           (reach->deadline_us && steps % 256 == 255 &&
            bc_monotonic_us() >= reach->deadline_us);
}

/* Step a statement whose columns are a slot and, perhaps, the text it goes on behind.
 * `*done`: to its end. */
static bool step_all(struct bc_replica *replica, sqlite3_stmt *find,
                     const struct reach *reach, struct bc_hits *hits, bool *done,
                     struct err *err)
{
    int step = SQLITE_ROW;
    for (int n = 0; !reached(reach, hits, n); n++) {
        if ((step = sqlite3_step(find)) != SQLITE_ROW) {
            break;
        }
        hits->last = sqlite3_column_int64(find, 0);
        if (sqlite3_column_count(find) > 1) {
            bc_text_copy(hits->last_text, BC_NUMBER, bc_column_text(find, 1));
        }
        add_hit(hits, hits->last);
    }
    *done = step == SQLITE_DONE;
    return step == SQLITE_ROW || step == SQLITE_DONE || bc_replica_failed(replica, err);
}

/* Providers whose name has the word, as their signs: OR "…" OR "…". */
static bool add_providers(struct bc_replica *replica, const struct bc_search_word *word,
                          struct buf *out, bool *too_many, struct err *err)
{
    sqlite3_stmt *all =
        bc_replica_prepare(replica, "SELECT number, name FROM providers", err);
    struct buf name = {0};
    int found = 0;
    while (all && sqlite3_step(all) == SQLITE_ROW) {
        char sign[5] = "";
        buf_reset(&name);
        bc_search_normal(bc_column_text(all, 1), &name);
        if (strstr(buf_str(&name), word->tokens) ||
            (word->letters &&
             bc_pinyin_match(bc_column_text(all, 1), word->tokens + 1))) {
            uint32_t number = (uint32_t)sqlite3_column_int64(all, 0);
            sign[text_encode(PROVIDER_SIGNS + number, sign)] = '\0';
            buf_printf(out, " OR \"%s\"", sign);
            found++;
        }
    }
    *too_many = *too_many || found > PROVIDERS_NAMED;
    buf_clear(&name);
    return all && (sqlite3_finalize(all) == SQLITE_OK || bc_replica_failed(replica, err));
}

static bool add_condition(struct bc_replica *replica, const struct bc_search_word *word,
                          struct buf *out, bool *too_many, struct err *err)
{
    buf_printf(out, "%s(words : \"%s\"%s", out->len ? " AND " : "", word->tokens,
               word->beginning ? " *" : "");
    if (word->letters) { /* longer ones than the index has are checked at each hit */
        buf_printf(out, " OR initials : \"%.*s\" *", BC_PINYIN_INDEXED, word->tokens + 1);
    }
    bool ok = add_providers(replica, word, out, too_many, err);
    buf_adds(out, ")");
    return ok;
}

/* Where hits come from, one after the other. Numbers are indexed behind the status, so
 * that each word that may be one is a stage of its own. */
enum { STAGE_CODES, STAGE_NAMES, STAGE_NUMBERS };

static const char *const stages[] = {
    [STAGE_CODES] = "SELECT slot, credit_code FROM cases WHERE (credit_code, slot) > "
                    "(?2, ?3) AND credit_code < ?1 || '~' ORDER BY credit_code, slot",
    [STAGE_NAMES] = "SELECT rowid FROM search WHERE search MATCH ?1 AND rowid > ?3",
    [STAGE_NUMBERS] = "SELECT slot, number FROM cases INDEXED BY cases_number WHERE "
                      "status = ?4 AND (number, tally, slot) > (?2, 0, ?3) AND number < "
                      "?1 || '~' ORDER BY number",
};

static void begin_stage(struct bc_hits *hits, int stage)
{
    hits->stage = stage;
    hits->last = 0;
    memcpy(hits->last_text, hits->code, BC_NUMBER);
}

/* Nothing to ask in this stage. */
static bool skips(const struct bc_hits *hits)
{
    return hits->stage == STAGE_NAMES ? !*buf_str(&hits->condition) : !*hits->code;
}

static bool collect_on(struct bc_replica *replica, const struct reach *reach,
                       struct bc_hits *hits, struct err *err)
{
    int last = STAGE_NUMBERS + replica->words.count;
    bool done = true;
    while (hits->stage <= last && done) {
        if (!skips(hits)) {
            int stage = hits->stage < STAGE_NUMBERS ? hits->stage : STAGE_NUMBERS;
            const char *what =
                stage == STAGE_NAMES ? buf_str(&hits->condition) : hits->code;
            sqlite3_stmt *find = bc_replica_prepare(replica, stages[stage], err);
            if (!find) {
                return false;
            }
            bc_bind_text(find, 1, what);
            sqlite3_bind_text(find, 2, hits->last_text, -1, SQLITE_TRANSIENT);
            sqlite3_bind_int64(find, 3, hits->last);
            sqlite3_bind_int(find, 4, hits->stage - STAGE_NUMBERS);
            bool ok = step_all(replica, find, reach, hits, &done, err);
            sqlite3_finalize(find);
            if (!ok) {
                return false;
            }
        }
        if (done) {
            begin_stage(hits, hits->stage + 1);
        }
    }
    hits->too_many = hits->stage <= last;
    return true;
}

bool bc_search_more(struct bc_replica *replica, struct bc_hits *hits, int64_t deadline_us,
                    struct err *err)
{
    const struct reach reach = {.deadline_us = deadline_us};
    return collect_on(replica, &reach, hits, err);
}

/* One word that may begin a number is looked up alone, and what it finds is checked for
 * the others; otherwise the index is asked for all at once. */
static bool plan(struct bc_replica *replica, const struct bc_search *search,
                 struct bc_hits *hits, struct err *err)
{
    const struct bc_search_word *coded = NULL;
    for (int i = 0; i < search->count && !coded; i++) {
        coded = *search->words[i].code ? &search->words[i] : NULL;
    }
    bool many = false, ok = true;
    for (int i = 0; ok && i < search->count; i++) {
        const struct bc_search_word *word = &search->words[i];
        if ((!coded || word == coded) && strlen(word->tokens) > 1) {
            ok = add_condition(replica, word, &hits->condition, &many, err);
            hits->rough = hits->rough ||
                          (word->letters && strlen(word->tokens) - 1 > BC_PINYIN_INDEXED);
        }
    }
    if (coded) {
        memcpy(hits->code, coded->code, BC_NUMBER);
    }
    hits->rough = hits->rough || (coded && search->count > 1);
    begin_stage(hits, STAGE_CODES);
    hits->hopeless = many;
    return ok;
}

bool bc_search_collect(struct bc_replica *replica, const struct bc_search *search,
                       struct bc_hits *out, struct err *err)
{
    memset(out, 0, sizeof *out);
    out->limit = replica->last_slot + 1;
    out->bits = calloc((size_t)out->limit / 8 + 1, 1);
    if (!out->bits) {
        return err_set(err, ERR_INTERNAL, "out of memory for a search");
    }
    if (search->nothing || search->count == 0 || replica->last_slot == 0) {
        return true;
    }
    const struct reach reach = {.hits = BC_HITS_MAX};
    if (!plan(replica, search, out, err)) {
        return false;
    }
    out->too_many = true;
    return out->hopeless || collect_on(replica, &reach, out, err);
}
