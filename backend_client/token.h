/* The bearer token's file: read without following links, refused when others could read
 * it. The token is never logged and never part of an error. */
#ifndef BACKEND_CLIENT_TOKEN_H
#define BACKEND_CLIENT_TOKEN_H

#include "common/attr.h"
#include "common/err.h"

#include <stdbool.h>
#include <stddef.h>

enum { BC_TOKEN_MAX = 512 };

/* ERR_CONFIG says what is wrong with the file. Wipe `out` after use. */
MUST_CHECK bool bc_token_read(const char *path, char out[BC_TOKEN_MAX], struct err *err);

/* Read a token from a file, or from stdin for "-", and keep it in `path`: a new file of
 * mode 0600 that takes the place of an older one whole. Never from the command line,
 * where others would see it. ERR_CONFIG, ERR_INVALID. */
MUST_CHECK bool bc_token_keep(const char *from, const char *path, struct err *err);

/* Overwrite in a way the compiler keeps. */
void bc_token_wipe(void *bytes, size_t size);

#endif
