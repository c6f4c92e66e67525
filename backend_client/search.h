/* Text search over cases: each Chinese character is a token of its own, so that one or
 * two characters are found exactly; Latin words match by their beginning, Chinese names
 * by their pinyin initials too; numbers and credit codes by their beginning. Every word
 * asked for must match. */
#ifndef BACKEND_CLIENT_SEARCH_H
#define BACKEND_CLIENT_SEARCH_H

#include "backend_client/records.h"
#include "common/attr.h"
#include "common/buf.h"
#include "common/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct bc_replica;

enum { BC_SEARCH_WORDS = 8, BC_HITS_LISTED = 2048, BC_HITS_MAX = 16384 };

struct bc_search_word {
    char tokens[2 * BC_NAME]; /* " 深 圳 " or " nov": as bc_search_normal() writes */
    bool beginning;           /* the last token is the beginning of one */
    char code[BC_NUMBER];     /* in capitals when it may begin a number or code, or "" */
    bool letters;             /* it may also be the pinyin initials of a name */
};

struct bc_search {
    int count;
    bool nothing; /* asks for something no case can have */
    struct bc_search_word words[BC_SEARCH_WORDS];
};

/* Name text as tokens, each followed by a space, after a leading one. */
void bc_search_normal(const char *text, struct buf *out);

void bc_search_parse(const char *text, struct bc_search *out);
/* `scratch` is used to work in, so that it need not be made for each row. */
bool bc_search_matches(const struct bc_search *search, const struct bc_case *row,
                       struct buf *scratch);

/* What the index of one case holds: its applicant and a sign for its provider. */
void bc_search_document(const struct bc_case *row, int64_t provider, struct buf *out);

/* Slots found: as bits, and the first BC_HITS_LISTED as a list. */
struct bc_hits {
    unsigned char *bits;
    int64_t limit; /* slots below it have a bit */
    int64_t count;
    uint32_t list[BC_HITS_LISTED];
    bool too_many; /* stopped at BC_HITS_MAX: not all are here */
    bool hopeless; /* they are too many to go on for: each row is to be looked at */
    bool rough;    /* each hit is to be checked with bc_search_matches() */
    /* where it goes on */
    struct buf condition; /* what the index of names is asked */
    char code[BC_NUMBER], last_text[BC_NUMBER];
    int stage;
    int64_t last;
};

/* Find them; false when the index fails. Free with bc_hits_clear(). */
MUST_CHECK bool bc_search_collect(struct bc_replica *replica,
                                  const struct bc_search *search, struct bc_hits *out,
                                  struct err *err);
/* Go on where BC_HITS_MAX stopped, until the deadline of CLOCK_MONOTONIC: `too_many` is
 * false when all are here. */
MUST_CHECK bool bc_search_more(struct bc_replica *replica, struct bc_hits *hits,
                               int64_t deadline_us, struct err *err);
bool bc_hits_have(const struct bc_hits *hits, int64_t slot);
void bc_hits_clear(struct bc_hits *hits);

#endif
