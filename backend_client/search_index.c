#include "backend_client/search.h"

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
    free(hits->condition);
    hits->bits = NULL;
    hits->condition = NULL;
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
    hits->too_many = ++hits->count >= BC_HITS_MAX;
}

/* Step a statement whose first column is a slot; those of the index come in order. */
static bool add_all(struct bc_replica *replica, sqlite3_stmt *find, struct bc_hits *hits,
                    struct err *err)
{
    int step = SQLITE_DONE;
    while (!hits->too_many && (step = sqlite3_step(find)) == SQLITE_ROW) {
        hits->last = sqlite3_column_int64(find, 0);
        add_hit(hits, hits->last);
    }
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
        if (strstr(buf_str(&name), word->tokens)) {
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
    buf_printf(out, "%s(\"%s\"%s", out->len ? " AND " : "", word->tokens,
               word->beginning ? " *" : "");
    bool ok = add_providers(replica, word, out, too_many, err);
    buf_adds(out, ")");
    return ok;
}

static bool match(struct bc_replica *replica, const char *condition, struct bc_hits *hits,
                  struct err *err)
{
    sqlite3_stmt *find = bc_replica_prepare(
        replica, "SELECT rowid FROM search WHERE search MATCH ?1", err);
    if (!find) {
        return false;
    }
    bc_bind_text(find, 1, condition);
    bool ok = add_all(replica, find, hits, err);
    sqlite3_finalize(find);
    return ok;
}

/* Numbers are indexed behind the status: each word that may be one is asked. */
static bool add_range(struct bc_replica *replica, const char *code, struct bc_hits *hits,
                      struct err *err)
{
    static const char *const sql[] = {
        "SELECT slot FROM cases WHERE credit_code >= ?1 AND credit_code < ?1 || '~'",
        "SELECT slot FROM cases INDEXED BY cases_number WHERE status IN (SELECT number "
        "FROM words) AND number >= ?1 AND number < ?1 || '~'",
    };
    for (size_t i = 0; i < COUNT_OF(sql); i++) {
        sqlite3_stmt *find = bc_replica_prepare(replica, sql[i], err);
        if (!find) {
            return false;
        }
        bc_bind_text(find, 1, code);
        bool ok = add_all(replica, find, hits, err);
        sqlite3_finalize(find);
        if (!ok) {
            return false;
        }
    }
    return true;
}

/* A word that may begin a number: what it finds alone, to be checked for the others. */
static bool collect_code(struct bc_replica *replica, const struct bc_search *search,
                         const struct bc_search_word *word, struct bc_hits *hits,
                         struct err *err)
{
    struct buf condition = {0};
    bool ok = add_range(replica, word->code, hits, err);
    hits->rough = search->count > 1;
    if (ok && strlen(word->tokens) > 1) {
        ok = add_condition(replica, word, &condition, &hits->too_many, err) &&
             match(replica, buf_str(&condition), hits, err);
    }
    buf_clear(&condition);
    return ok;
}

static bool collect_names(struct bc_replica *replica, const struct bc_search *search,
                          struct bc_hits *hits, struct err *err)
{
    struct buf condition = {0};
    bool ok = true;
    for (int i = 0; ok && i < search->count; i++) {
        ok = add_condition(replica, &search->words[i], &condition, &hits->too_many, err);
    }
    ok = ok && (hits->too_many || match(replica, buf_str(&condition), hits, err));
    hits->condition = ok && hits->too_many ? buf_take(&condition) : NULL;
    buf_clear(&condition);
    return ok;
}

bool bc_search_more(struct bc_replica *replica, struct bc_hits *hits, int64_t deadline_us,
                    struct err *err)
{
    sqlite3_stmt *find = bc_replica_prepare(
        replica, "SELECT rowid FROM search WHERE search MATCH ?1 AND rowid > ?2", err);
    if (!find) {
        return false;
    }
    bc_bind_text(find, 1, hits->condition);
    sqlite3_bind_int64(find, 2, hits->last);
    int step = SQLITE_ROW;
    for (int n = 1; n % 256 || bc_monotonic_us() < deadline_us; n++) {
        if ((step = sqlite3_step(find)) != SQLITE_ROW) {
            break;
        }
        hits->last = sqlite3_column_int64(find, 0);
        add_hit(hits, hits->last);
    }
    bool ok =
        step == SQLITE_ROW || step == SQLITE_DONE || bc_replica_failed(replica, err);
    sqlite3_finalize(find);
    hits->too_many = step == SQLITE_ROW;
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
    for (int i = 0; i < search->count; i++) {
        if (*search->words[i].code) {
            return collect_code(replica, search, &search->words[i], out, err);
        }
    }
    return collect_names(replica, search, out, err);
}
