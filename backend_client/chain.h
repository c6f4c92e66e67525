/* An independent walk of the journal's hash chains: entry by entry, knowing only the
 * contract (hash = SHA-256 over the canonical JSON of the rest; prev = the hash before;
 * seq without gaps from 1; first prev 64 zeros). */
#ifndef BACKEND_CLIENT_CHAIN_H
#define BACKEND_CLIENT_CHAIN_H

#include "common/attr.h"
#include "common/err.h"
#include "common/hash.h"

#include <stddef.h>
#include <stdint.h>

enum { BC_CHAIN_STREAMS = 128 };

/* How far each stream was walked. `{0}` is the start. */
struct bc_chain {
    struct bc_chain_stream {
        char name[64];
        int64_t seq;
        char hash[HASH_HEX];
    } streams[BC_CHAIN_STREAMS];
    int count;
    int64_t entries;
    /* Where checkpoints say a stream stood; each must be met on the way. */
    struct bc_chain_root {
        char stream[64];
        int64_t seq;
        char hash[HASH_HEX];
        bool met;
    } * roots;
    size_t root_count, root_room;
    int64_t checkpoints;
};
void bc_chain_clear(struct bc_chain *chain);

/* Take a signed checkpoint: of a stream, or of all of them ("root"). It may come before
 * or after the entries it speaks of. ERR_INVALID when nobody signed it, or when an entry
 * that was walked already is another one ("lost-root"). `key`, when not NULL, is the only
 * public key believed. */
MUST_CHECK bool bc_chain_witness(struct bc_chain *chain, const char *json, size_t len,
                                 const char *key, struct err *err);
/* Every checkpoint was met; ERR_INVALID "lost-root" names the stream and number that was
 * not. */
MUST_CHECK bool bc_chain_met(const struct bc_chain *chain, struct err *err);

/* Take the next entry, as JSON text. Streams may alternate; within one, entries come in
 * order. ERR_INVALID naming stream and seq on a gap, a foreign `prev` or a hash that is
 * not that of the entry. */
MUST_CHECK bool bc_chain_add(struct bc_chain *chain, const char *json, size_t len,
                             struct err *err);

/* The stream as far as it was walked, or NULL. */
const struct bc_chain_stream *bc_chain_stream(const struct bc_chain *chain,
                                              const char *name);

/* Walk an export: one entry or checkpoint a line (brackets and commas around them are
 * passed over).
 * ERR_INVALID also names the file's line. */
MUST_CHECK bool bc_chain_file(struct bc_chain *chain, const char *path, struct err *err);

#endif
