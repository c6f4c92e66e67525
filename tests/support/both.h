/* A life (tests/support/life.h) on each engine in turn: in memory, and in a database of
 * its own on the PostgreSQL server that the group starts. */
#ifndef TESTS_SUPPORT_BOTH_H
#define TESTS_SUPPORT_BOTH_H

#include "tests/support/test.h"

/* Of the group: starts and ends the server. */
int both_begin(void **state);
int both_end(void **state);

/* Of a test: `*state` is its struct life; at the end its books are verified. */
int both_in_memory(void **state);
int both_on_postgres(void **state);
int both_close(void **state);

#define ON_BOTH(test)                                                                    \
    cmocka_unit_test_setup_teardown(test, both_in_memory, both_close),                   \
        cmocka_unit_test_setup_teardown(test, both_on_postgres, both_close)

#endif
