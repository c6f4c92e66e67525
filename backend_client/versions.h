/* Versions of a programme's policy: what each changed, who proposed and who signed. */
#ifndef BACKEND_CLIENT_VERSIONS_H
#define BACKEND_CLIENT_VERSIONS_H

#include "backend_client/deeds.h"
#include "backend_client/whatif.h"

enum { BC_VERSION_CHANGES = 24 };

struct bc_change {
    char key[64], before[BC_NAME], after[BC_NAME]; /* "" left out */
};

struct bc_version {
    char id[BC_ID]; /* "" for the file the ledger began with */
    char programme[BC_WORD], status[BC_WORD], proposer[BC_WORD], settler[BC_WORD];
    char note[640];
    int64_t base, version, revision, proposed_at, settled_at; /* settled_at 0: not */
    int changed; /* keys; the first of them */
    struct bc_change changes[BC_VERSION_CHANGES];
    int count;
};
MUST_CHECK bool bc_version_read(const char *json, struct bc_version *out,
                                struct err *err);

/* Propose what `ask` would change; `source`: the paper the values of a set are laid down
 * in. */
MUST_CHECK bool bc_deed_propose_policy(struct bc_deed *deed,
                                       const struct bc_whatif_ask *ask,
                                       const char *source, const char *note,
                                       struct err *err);
MUST_CHECK bool bc_deed_settle_policy(struct bc_deed *deed,
                                      const struct bc_version *version, bool sign,
                                      struct err *err);

#endif
