/* What every test file needs: cmocka with the headers it wants first, and a few
 * assertions of our own. */
#ifndef TESTS_SUPPORT_TEST_H
#define TESTS_SUPPORT_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "common/err.h"

/* The call succeeds; else its error is shown. */
#define assert_ok(call, err)                                                             \
    do {                                                                                 \
        if (!(call)) {                                                                   \
            fail_msg("%s: %s", #call, (err).text);                                       \
        }                                                                                \
    } while (0)

/* The call fails with this kind, and its text contains `part`. */
#define assert_refused(call, err, wanted, part)                                          \
    do {                                                                                 \
        (err) = (struct err){0};                                                         \
        if (call) {                                                                      \
            fail_msg("%s succeeded", #call);                                             \
        }                                                                                \
        assert_string_equal(err_kind_name((err).kind), err_kind_name(wanted));           \
        assert_contains((err).text, part);                                               \
    } while (0)

#define assert_contains(text, part)                                                      \
    do {                                                                                 \
        if (!strstr(text, part)) {                                                       \
            fail_msg("\"%s\" is not in: %.2000s", part, text);                           \
        }                                                                                \
    } while (0)

#endif
