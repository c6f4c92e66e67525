/* What the daemon keeps to itself: the key it signs checkpoints with, and the pepper of
 * its token hashes. Two files of mode 0600 in the state folder, apart from the ledger, so
 * that a copy of the ledger gives away neither. */
#ifndef CLEARINGHOUSE_SECRETS_H
#define CLEARINGHOUSE_SECRETS_H

#include "common/attr.h"
#include "common/checkpoint.h"
#include "common/err.h"

enum { CH_PEPPER_BYTES = 32 };

struct ch_secrets {
    unsigned char sign[CHECKPOINT_SECRET_BYTES];
    char key[CHECKPOINT_KEY_HEX]; /* the public half */
    unsigned char pepper[CH_PEPPER_BYTES];
};

/* New ones, in guarded memory; NULL: out of memory. */
struct ch_secrets *ch_secrets_new(void);
/* Those of a state folder, made where they are missing. ERR_CONFIG when a file can be
 * read by others, is another's, or is damaged. */
MUST_CHECK bool ch_secrets_load(const char *state, struct ch_secrets **out,
                                struct err *err);
void ch_secrets_free(struct ch_secrets *secrets); /* NULL is harmless */

#endif
