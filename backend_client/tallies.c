#include "backend_client/tallies.h"

#include "backend_client/replica_impl.h"
#include "common/money.h"

#include <stdlib.h>
#include <string.h>

static uint32_t hash_bytes(const void *bytes, size_t len)
{
    const unsigned char *at = bytes;
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < len; i++) {
        hash = (hash ^ at[i]) * 16777619u;
    }
    return hash;
}

/* Room for one more, doubling; the hash table has at least two places for each. */
static bool grow(void **items, size_t size, int count, int *room, int **slots,
                 int *slot_count, struct err *err)
{
    if (count < *room) {
        return true;
    }
    int wanted = *room ? *room * 2 : 256;
    void *larger = realloc(*items, size * (size_t)wanted);
    if (larger) {
        *items = larger;
    }
    int *table = larger ? calloc((size_t)wanted * 2, sizeof *table) : NULL;
    if (!table) {
        return err_set(err, ERR_INTERNAL, "out of memory for the replica's counters");
    }
    free(*slots);
    *room = wanted;
    *slots = table;
    *slot_count = wanted * 2;
    return true;
}

/* ---- words ---- */

static int word_slot(const struct bc_words *words, const char *word)
{
    uint32_t at = hash_bytes(word, strlen(word)) % (uint32_t)words->slot_count;
    while (words->slots[at] && strcmp(words->word[words->slots[at] - 1], word) != 0) {
        at = (at + 1) % (uint32_t)words->slot_count;
    }
    return (int)at;
}

int bc_word_find(const struct bc_words *words, const char *word)
{
    if (!*word) {
        return 0;
    }
    int number = words->slot_count ? words->slots[word_slot(words, word)] : 0;
    return number ? number : -1;
}

const char *bc_word(const struct bc_words *words, int number)
{
    return number > 0 && number <= words->count ? words->word[number - 1] : "";
}

static bool add_word(struct bc_words *words, const char *word, struct err *err)
{
    int before = words->slot_count;
    if (words->count >= BC_WORDS_MAX) {
        return err_set(err, ERR_INVALID,
                       "the server uses more than %d different words for states, "
                       "programmes and people; it cannot be right",
                       BC_WORDS_MAX);
    }
    if (!grow((void **)&words->word, sizeof *words->word, words->count, &words->room,
              &words->slots, &words->slot_count, err)) {
        return false;
    }
    for (int i = 0; before != words->slot_count && i < words->count; i++) {
        words->slots[word_slot(words, words->word[i])] = i + 1;
    }
    char *copy = strdup(word);
    if (!copy) {
        return err_set(err, ERR_INTERNAL, "out of memory for the replica's words");
    }
    words->word[words->count++] = copy;
    words->slots[word_slot(words, word)] = words->count;
    return true;
}

bool bc_word_number(struct bc_replica *replica, const char *word, int *out,
                    struct err *err)
{
    *out = bc_word_find(&replica->words, word);
    if (*out >= 0) {
        return true;
    }
    sqlite3_stmt *add = bc_replica_statement(replica, BC_SQL_ADD_WORD, err);
    if (!add || !add_word(&replica->words, word, err)) {
        return false;
    }
    *out = replica->words.count;
    sqlite3_bind_int(add, 1, *out);
    bc_bind_text(add, 2, word);
    return bc_replica_run(replica, add, err);
}

/* ---- tallies ---- */

static int tally_slot(const struct bc_tallies *tallies, const int *words)
{
    size_t size = sizeof tallies->tally->word;
    uint32_t at = hash_bytes(words, size) % (uint32_t)tallies->slot_count;
    while (tallies->slots[at] &&
           memcmp(tallies->tally[tallies->slots[at] - 1].word, words, size) != 0) {
        at = (at + 1) % (uint32_t)tallies->slot_count;
    }
    return (int)at;
}

static bool add_tally(struct bc_tallies *tallies, const struct bc_tally *tally,
                      struct err *err)
{
    int before = tallies->slot_count;
    if (tallies->count >= BC_TALLIES_MAX) {
        return err_set(err, ERR_INVALID,
                       "the server's cases fall into more than %d groups of programme, "
                       "tranche, state and person; it cannot be right",
                       BC_TALLIES_MAX);
    }
    if (!grow((void **)&tallies->tally, sizeof *tallies->tally, tallies->count,
              &tallies->room, &tallies->slots, &tallies->slot_count, err)) {
        return false;
    }
    for (int i = 0; before != tallies->slot_count && i < tallies->count; i++) {
        tallies->slots[tally_slot(tallies, tallies->tally[i].word)] = i + 1;
    }
    int slot = tally_slot(tallies, tally->word);
    tallies->tally[tallies->count++] = *tally;
    tallies->slots[slot] = tallies->count;
    return true;
}

bool bc_tally_of(struct bc_replica *replica, const struct bc_case *row, int *out,
                 struct err *err)
{
    const char *const words[BC_TALLY_KEYS] = {row->programme, row->tranche, row->status,
                                              row->verdict, row->assigned_to};
    struct bc_tallies *tallies = &replica->tallies;
    struct bc_tally tally = {.changed = true};
    for (int i = 0; i < BC_TALLY_KEYS; i++) {
        if (!bc_word_number(replica, words[i], &tally.word[i], err)) {
            return false;
        }
    }
    int known = tallies->slot_count ? tallies->slots[tally_slot(tallies, tally.word)] : 0;
    if (known == 0 && !add_tally(tallies, &tally, err)) {
        return false;
    }
    *out = known ? known - 1 : tallies->count - 1;
    return true;
}

void bc_tally_add(struct bc_tallies *tallies, int number, int sign, int64_t amount_fen)
{
    struct bc_tally *tally = &tallies->tally[number];
    int64_t sum = tally->amount_fen;
    tally->count += sign;
    tallies->total += sign;
    if (sign > 0 ? money_add(sum, amount_fen, &sum) : money_sub(sum, amount_fen, &sum)) {
        tally->amount_fen = sum;
    }
    tally->changed = true;
}

/* ---- on disk ---- */

static bool load_words(struct bc_replica *replica, struct err *err)
{
    sqlite3_stmt *all =
        bc_replica_prepare(replica, "SELECT word FROM words ORDER BY number", err);
    bool ok = all != NULL;
    while (ok && sqlite3_step(all) == SQLITE_ROW) {
        ok = add_word(&replica->words, bc_column_text(all, 0), err);
    }
    ok = sqlite3_finalize(all) == SQLITE_OK ? ok : bc_replica_failed(replica, err);
    return ok;
}

bool bc_tallies_load(struct bc_replica *replica, struct err *err)
{
    bc_tallies_clear(replica);
    if (!load_words(replica, err)) {
        return false;
    }
    sqlite3_stmt *all = bc_replica_prepare(
        replica,
        "SELECT programme, tranche, status, verdict, assignee, cases, amount_fen "
        "FROM tallies ORDER BY number",
        err);
    bool ok = all != NULL;
    while (ok && sqlite3_step(all) == SQLITE_ROW) {
        struct bc_tally tally = {.count = sqlite3_column_int64(all, 5),
                                 .amount_fen = sqlite3_column_int64(all, 6)};
        for (int i = 0; i < BC_TALLY_KEYS; i++) {
            tally.word[i] = sqlite3_column_int(all, i);
        }
        ok = add_tally(&replica->tallies, &tally, err);
        replica->tallies.total += tally.count;
    }
    return sqlite3_finalize(all) == SQLITE_OK ? ok : bc_replica_failed(replica, err);
}

bool bc_tallies_save(struct bc_replica *replica, struct err *err)
{
    for (int i = 0; i < replica->tallies.count; i++) {
        struct bc_tally *tally = &replica->tallies.tally[i];
        if (!tally->changed) {
            continue;
        }
        sqlite3_stmt *save = bc_replica_statement(replica, BC_SQL_SAVE_TALLY, err);
        if (!save) {
            return false;
        }
        sqlite3_bind_int(save, 1, i);
        for (int k = 0; k < BC_TALLY_KEYS; k++) {
            sqlite3_bind_int(save, k + 2, tally->word[k]);
        }
        sqlite3_bind_int64(save, BC_TALLY_KEYS + 2, tally->count);
        sqlite3_bind_int64(save, BC_TALLY_KEYS + 3, tally->amount_fen);
        if (!bc_replica_run(replica, save, err)) {
            return false;
        }
        tally->changed = false;
    }
    return true;
}

void bc_tallies_clear(struct bc_replica *replica)
{
    for (int i = 0; i < replica->words.count; i++) {
        free(replica->words.word[i]);
    }
    free(replica->words.word);
    free(replica->words.slots);
    free(replica->tallies.tally);
    free(replica->tallies.slots);
    replica->words = (struct bc_words){0};
    replica->tallies = (struct bc_tallies){0};
}
