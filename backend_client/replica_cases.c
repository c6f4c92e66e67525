#include "backend_client/replica_impl.h"

#include "backend_client/fields_read.h"
#include "backend_client/pinyin.h"
#include "backend_client/search.h"

#include <string.h>

/* Worst last, as the clearinghouse ranks them. */
static int rank_of(const char *verdict)
{
    static const char *const order[] = {"pass", "wait", "query", "cap", "fail"};
    for (size_t i = 0; i < COUNT_OF(order); i++) {
        if (strcmp(order[i], verdict) == 0) {
            return (int)i;
        }
    }
    return 1;
}

int64_t bc_replica_total(const struct bc_replica *replica)
{
    return replica->tallies.total;
}

int64_t bc_replica_slot(struct bc_replica *replica, const char *id)
{
    sqlite3_stmt *get = bc_replica_statement(replica, BC_SQL_SLOT, NULL);
    if (!get) {
        return 0;
    }
    bc_bind_text(get, 1, id);
    int64_t slot = sqlite3_step(get) == SQLITE_ROW ? sqlite3_column_int64(get, 0) : 0;
    sqlite3_reset(get);
    return slot;
}

/* ---- reading ---- */

#define TEXT(field, column)                                                              \
    bc_text_copy(field, sizeof(field), bc_column_text(get, column))

static void read_row(struct bc_replica *replica, sqlite3_stmt *get, struct bc_case *out)
{
    const struct bc_words *words = &replica->words;
    int number = sqlite3_column_int(get, 2);
    memset(out, 0, sizeof *out);
    TEXT(out->id, 0);
    TEXT(out->number, 1);
    if (number >= 0 && number < replica->tallies.count) {
        const int *word = replica->tallies.tally[number].word;
        bc_text_copy(out->programme, BC_WORD, bc_word(words, word[BC_BY_PROGRAMME]));
        bc_text_copy(out->tranche, BC_WORD, bc_word(words, word[BC_BY_TRANCHE]));
        bc_text_copy(out->status, BC_WORD, bc_word(words, word[BC_BY_STATUS]));
        bc_text_copy(out->verdict, BC_WORD, bc_word(words, word[BC_BY_VERDICT]));
        bc_text_copy(out->assigned_to, BC_WORD, bc_word(words, word[BC_BY_ASSIGNEE]));
    }
    out->revision = sqlite3_column_int64(get, 4);
    TEXT(out->applicant_id, 5);
    TEXT(out->applicant_name, 6);
    TEXT(out->credit_code, 7);
    bc_text_copy(out->kind, BC_WORD, bc_word(words, sqlite3_column_int(get, 9)));
    bc_text_copy(out->accelerator, BC_WORD, bc_word(words, sqlite3_column_int(get, 10)));
    out->gpu_hours = sqlite3_column_int64(get, 11);
    out->amount_fen = sqlite3_column_int64(get, 12);
    out->grant_fen = sqlite3_column_int64(get, 13);
    out->issues = sqlite3_column_int(get, 15);
    out->submitted_at = sqlite3_column_int64(get, 16);
    out->updated_at = sqlite3_column_int64(get, 17);
    out->due_at = sqlite3_column_int64(get, 18);
    out->undo_until = sqlite3_column_int64(get, 20);
    bc_provider_read(replica, sqlite3_column_int64(get, 8), out);
}

bool bc_replica_row(struct bc_replica *replica, int64_t slot, struct bc_case *out)
{
    struct bc_cached_row *cached = &replica->cache[slot % BC_ROW_CACHE];
    if (slot <= 0) {
        return false;
    }
    if (cached->slot != slot) {
        sqlite3_stmt *get = bc_replica_statement(replica, BC_SQL_ROW, NULL);
        if (!get) {
            return false;
        }
        sqlite3_bind_int64(get, 1, slot);
        bool found = sqlite3_step(get) == SQLITE_ROW;
        if (found) {
            read_row(replica, get, &cached->row);
        }
        sqlite3_reset(get);
        cached->slot = found ? slot : 0;
        if (!found) {
            return false;
        }
    }
    *out = cached->row;
    return true;
}

bool bc_replica_row_text(struct bc_replica *replica, int64_t slot, struct bc_case *out)
{
    sqlite3_stmt *get = bc_replica_statement(replica, BC_SQL_TEXT, NULL);
    if (!get) {
        return false;
    }
    sqlite3_bind_int64(get, 1, slot);
    bool found = sqlite3_step(get) == SQLITE_ROW;
    if (found) {
        TEXT(out->applicant_name, 0);
        TEXT(out->number, 1);
        TEXT(out->credit_code, 2);
        out->provider_name[0] = '\0';
        bc_provider_read(replica, sqlite3_column_int64(get, 3), out);
    }
    sqlite3_reset(get);
    return found;
}

bool bc_replica_get(struct bc_replica *replica, const char *id, struct bc_case *out)
{
    int64_t slot = bc_replica_slot(replica, id);
    return slot > 0 && bc_replica_row(replica, slot, out);
}

/* ---- writing ---- */

/* The numbers a row's words have. */
struct numbers {
    int tally, kind, accelerator;
    int64_t provider;
};

static bool number_words(struct bc_replica *replica, const struct bc_case *row,
                         struct numbers *out, struct err *err)
{
    return bc_tally_of(replica, row, &out->tally, err) &&
           bc_word_number(replica, row->kind, &out->kind, err) &&
           bc_word_number(replica, row->accelerator, &out->accelerator, err) &&
           bc_provider_number(replica, row, &out->provider, err);
}

static void bind_row(struct bc_replica *replica, sqlite3_stmt *put, int64_t slot,
                     const struct bc_case *row, const struct numbers *numbers)
{
    if (slot > 0) {
        sqlite3_bind_int64(put, 1, slot);
    }
    bc_bind_text(put, 2, row->id);
    bc_bind_text(put, 3, row->number);
    sqlite3_bind_int(put, 4, numbers->tally);
    sqlite3_bind_int(put, 5, replica->tallies.tally[numbers->tally].word[BC_BY_STATUS]);
    sqlite3_bind_int64(put, 6, row->revision);
    bc_bind_text(put, 7, row->applicant_id);
    bc_bind_text(put, 8, row->applicant_name);
    bc_bind_text(put, 9, row->credit_code);
    sqlite3_bind_int64(put, 10, numbers->provider);
    sqlite3_bind_int(put, 11, numbers->kind);
    sqlite3_bind_int(put, 12, numbers->accelerator);
    sqlite3_bind_int64(put, 13, row->gpu_hours);
    sqlite3_bind_int64(put, 14, row->amount_fen);
    sqlite3_bind_int64(put, 15, row->grant_fen);
    sqlite3_bind_int(put, 16, rank_of(row->verdict));
    sqlite3_bind_int(put, 17, row->issues);
    sqlite3_bind_int64(put, 18, row->submitted_at);
    sqlite3_bind_int64(put, 19, row->updated_at);
    sqlite3_bind_int64(put, 20, row->due_at);
    sqlite3_bind_int64(put, 21, row->due_at ? row->due_at : INT64_MAX);
    sqlite3_bind_int64(put, 22, row->undo_until);
}

static bool index_row(struct bc_replica *replica, enum bc_sql how, int64_t slot,
                      const struct bc_case *row, int64_t provider, struct err *err)
{
    struct buf words = {0}, initials = {0};
    sqlite3_stmt *put = bc_replica_statement(replica, how, err);
    bool ok = put != NULL;
    if (ok) {
        bc_search_document(row, provider, &words);
        bc_pinyin_words(row->applicant_name, &initials);
        sqlite3_bind_int64(put, 1, slot);
        bc_bind_text(put, 2, buf_str(&words));
        bc_bind_text(put, 3, buf_str(&initials));
        ok = bc_replica_run(replica, put, err);
    }
    buf_clear(&words);
    buf_clear(&initials);
    return ok;
}

static bool insert(struct bc_replica *replica, const struct bc_case *row, struct err *err)
{
    struct numbers numbers;
    if (!number_words(replica, row, &numbers, err)) {
        return false;
    }
    sqlite3_stmt *put = bc_replica_statement(replica, BC_SQL_INSERT, err);
    if (!put) {
        return false;
    }
    bind_row(replica, put, 0, row, &numbers);
    if (!bc_replica_run(replica, put, err)) {
        return false;
    }
    replica->last_slot = sqlite3_last_insert_rowid(replica->db);
    bc_tally_add(&replica->tallies, numbers.tally, 1, row->amount_fen);
    return index_row(replica, BC_SQL_INDEX, replica->last_slot, row, numbers.provider,
                     err);
}

static bool same_names(const struct bc_case *a, const struct bc_case *b)
{
    return strcmp(a->applicant_name, b->applicant_name) == 0 &&
           strcmp(a->provider_id, b->provider_id) == 0 &&
           strcmp(a->provider_name, b->provider_name) == 0;
}

static bool update(struct bc_replica *replica, int64_t slot, const struct bc_case *before,
                   const struct bc_case *row, struct err *err)
{
    struct numbers old, numbers;
    if (!number_words(replica, before, &old, err) ||
        !number_words(replica, row, &numbers, err)) {
        return false;
    }
    sqlite3_stmt *put = bc_replica_statement(replica, BC_SQL_UPDATE, err);
    if (!put) {
        return false;
    }
    bind_row(replica, put, slot, row, &numbers);
    if (!bc_replica_run(replica, put, err)) {
        return false;
    }
    bc_tally_add(&replica->tallies, old.tally, -1, before->amount_fen);
    bc_tally_add(&replica->tallies, numbers.tally, 1, row->amount_fen);
    return same_names(before, row) ||
           (index_row(replica, BC_SQL_UNINDEX, slot, before, old.provider, err) &&
            index_row(replica, BC_SQL_INDEX, slot, row, numbers.provider, err));
}

bool bc_replica_put(struct bc_replica *replica, const struct bc_case *row,
                    enum bc_put *what, struct err *err)
{
    struct bc_case before;
    int64_t slot = bc_replica_slot(replica, row->id);
    bool known = slot > 0 && bc_replica_row(replica, slot, &before);
    *what = BC_PUT_OLD;
    if (known && before.revision >= row->revision) {
        return true;
    }
    if (!bc_replica_write(replica, err)) {
        return false;
    }
    bool ok =
        known ? update(replica, slot, &before, row, err) : insert(replica, row, err);
    if (!ok) {
        return false;
    }
    *what = known ? BC_PUT_CHANGED : BC_PUT_NEW;
    replica->changes++;
    if (known) {
        replica->cache[slot % BC_ROW_CACHE].slot = 0;
    }
    bc_views_changed(replica, known ? &before : NULL, row);
    return true;
}

/* ---- whole records ---- */

bool bc_replica_put_detail(struct bc_replica *replica, const char *id, int64_t revision,
                           const char *json, struct err *err)
{
    int64_t slot = bc_replica_slot(replica, id);
    if (slot == 0) {
        return true;
    }
    sqlite3_stmt *put = bc_replica_statement(replica, BC_SQL_SET_DETAIL, err);
    sqlite3_stmt *prune = bc_replica_statement(replica, BC_SQL_PRUNE_DETAILS, err);
    if (!put || !prune || !bc_replica_write(replica, err)) {
        return false;
    }
    sqlite3_bind_int64(put, 1, slot);
    sqlite3_bind_int64(put, 2, revision);
    bc_bind_text(put, 3, json);
    return bc_replica_run(replica, put, err) && bc_replica_run(replica, prune, err);
}

bool bc_replica_detail(struct bc_replica *replica, const char *id, int64_t revision,
                       struct buf *out)
{
    int64_t slot = bc_replica_slot(replica, id);
    sqlite3_stmt *get = bc_replica_statement(replica, BC_SQL_DETAIL, NULL);
    if (slot == 0 || !get) {
        return false;
    }
    sqlite3_bind_int64(get, 1, slot);
    sqlite3_bind_int64(get, 2, revision);
    bool found = sqlite3_step(get) == SQLITE_ROW;
    if (found) {
        buf_adds(out, bc_column_text(get, 0));
    }
    sqlite3_reset(get);
    return found;
}
