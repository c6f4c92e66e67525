/* Providers by number: most cases share a few dozen, so their ids and names are stored
 * once, and the ones last used are kept in memory. */
#ifndef BACKEND_CLIENT_PROVIDERS_H
#define BACKEND_CLIENT_PROVIDERS_H

#include "backend_client/records.h"
#include "common/attr.h"
#include "common/err.h"

#include <stdbool.h>
#include <stdint.h>

struct bc_replica;

enum { BC_PROVIDERS_KEPT = 64 };

struct bc_provider {
    int64_t number; /* 0: nothing here */
    char id[BC_ID], name[BC_NAME];
};

/* Fill in the provider of a row that is read; left empty when the number is not known. */
void bc_provider_read(struct bc_replica *replica, int64_t number, struct bc_case *out);
/* The number of a row's provider: made when it is new. */
MUST_CHECK bool bc_provider_number(struct bc_replica *replica, const struct bc_case *row,
                                   int64_t *out, struct err *err);

#endif
