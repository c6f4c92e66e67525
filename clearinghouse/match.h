/* Matching a request's path and query against the route table. */
#ifndef CLEARINGHOUSE_MATCH_H
#define CLEARINGHOUSE_MATCH_H

#include "clearinghouse/routes.h"

enum ch_match { CH_MATCHED, CH_NO_PATH, CH_NO_METHOD };

/* Find the route. On CH_MATCHED `scratch` holds the decoded ids that `ids` points at; on
 * CH_NO_METHOD `allow` names the methods there are. */
enum ch_match ch_match(const char *method, const char *path,
                       const struct ch_route **route, const char *ids[CH_PATH_IDS],
                       char scratch[512], char allow[48]);

/* Split and decode a query string into `params`, which point into `scratch` (as long as
 * the query and its NUL). False when malformed or there are too many. */
MUST_CHECK bool ch_query_split(const char *query, char *scratch, struct ch_param *params,
                               int *count);

#endif
