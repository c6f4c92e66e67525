/* Where the files shipped beside the program are: themes, programmes, translations. */
#ifndef COMMON_DATADIR_H
#define COMMON_DATADIR_H

#include <stdbool.h>
#include <stddef.h>

/* The folder `name` ("themes", "programmes", "locale"): $VOUCHERDESK_DATA/name if set,
 * else beside the running program in a build tree (build/NAME, or the source folder NAME
 * or clearinghouse/NAME next to build/), else PREFIX/share/voucherdesk/NAME. Writes the
 * path of an existing folder to `out` and returns true, or false and "". */
bool datadir_find(const char *name, char *out, size_t size);

#endif
