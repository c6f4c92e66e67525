/* Separation of duties: which roles never meet in one person. One table, asked when a
 * role is granted and again by `clearinghoused verify`. */
#ifndef CLEARINGHOUSE_SERVICE_DUTIES_H
#define CLEARINGHOUSE_SERVICE_DUTIES_H

#include "clearinghouse/store/records.h"

/* May `principal` hold `role` in `scope` besides what they hold? ERR_REFUSED
 * "incompatible-roles" names the two. */
MUST_CHECK bool ch_duties_allow(struct ch_db *db, const char *principal,
                                enum ch_role role, const char *scope, struct err *err);
/* Everybody as they stand; ERR_INVALID names the first person and the two roles. */
MUST_CHECK bool ch_duties_lint(struct ch_db *db, struct err *err);

#endif
