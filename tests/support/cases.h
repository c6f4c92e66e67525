/* Made-up cases for tests of the replica: the same for the same number, spread over
 * states, verdicts, programmes and names. */
#ifndef TESTS_SUPPORT_CASES_H
#define TESTS_SUPPORT_CASES_H

#include "backend_client/records.h"

struct bc_case support_case(int number);

#endif
