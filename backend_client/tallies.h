/* Kept counters. Every case belongs to one tally: the combination of programme, tranche,
 * status, verdict and assignee. There are few combinations, so counting by any of the
 * five is a walk over a small table in memory, and a filter is a set of tallies. */
#ifndef BACKEND_CLIENT_TALLIES_H
#define BACKEND_CLIENT_TALLIES_H

#include "common/attr.h"
#include "common/err.h"

#include <stdbool.h>
#include <stdint.h>

struct bc_case;
struct bc_replica;

enum { BC_TALLIES_MAX = 65536, BC_WORDS_MAX = 65536 };

enum bc_tally_key {
    BC_BY_PROGRAMME,
    BC_BY_TRANCHE,
    BC_BY_STATUS,
    BC_BY_VERDICT,
    BC_BY_ASSIGNEE,
    BC_TALLY_KEYS
};

struct bc_tally {
    int word[BC_TALLY_KEYS]; /* numbers of words */
    int64_t count, amount_fen;
    bool changed; /* since it was last saved */
};

/* Words by number, from 1; 0 is "". `slots` is a hash table of numbers. */
struct bc_words {
    char **word;
    int count, room;
    int *slots;
    int slot_count;
};

/* Tallies by number, from 0. */
struct bc_tallies {
    struct bc_tally *tally;
    int count, room;
    int *slots; /* hash table of number + 1 */
    int slot_count;
    int64_t total;
};

/* Read both from the replica's tables; clear forgets them. */
MUST_CHECK bool bc_tallies_load(struct bc_replica *replica, struct err *err);
void bc_tallies_clear(struct bc_replica *replica);
/* Write the changed ones; before a commit. */
MUST_CHECK bool bc_tallies_save(struct bc_replica *replica, struct err *err);

/* The number of a word: made when it is new. ERR_INVALID past BC_WORDS_MAX. */
MUST_CHECK bool bc_word_number(struct bc_replica *replica, const char *word, int *out,
                               struct err *err);
/* The number of a word that is known, or -1. */
int bc_word_find(const struct bc_words *words, const char *word);
const char *bc_word(const struct bc_words *words, int number);

/* The tally of a row: made when it is new. */
MUST_CHECK bool bc_tally_of(struct bc_replica *replica, const struct bc_case *row,
                            int *out, struct err *err);
/* Count a row in (+1) or out (-1). */
void bc_tally_add(struct bc_tallies *tallies, int number, int sign, int64_t amount_fen);

#endif
