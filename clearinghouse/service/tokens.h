/* Bearer tokens: vdt1_ID_SECRET_CHECK, where ID is public, SECRET 256 random bits and
 * CHECK catches a slip of the hand before any look-up. At rest only a keyed hash is kept.
 */
#ifndef CLEARINGHOUSE_SERVICE_TOKENS_H
#define CLEARINGHOUSE_SERVICE_TOKENS_H

#include "clearinghouse/service/service.h"
#include "clearinghouse/store/authority.h"

/* "vdt1_" 32 hex "_" 64 hex "_" 8 hex and the NUL */
enum { CH_TOKEN_LEN = 5 + 32 + 1 + 64 + 1 + 8, CH_TOKEN_TEXT = CH_TOKEN_LEN + 1 };
enum { CH_TOKEN_DAYS_MAX = 90 };

/* Make one for `token->principal`, with label and scopes, for `days`. The text is given
 * out here and never again. People make their own; an administrator makes one for
 * somebody without a Unix user, and the journal says so. ERR_PERMISSION when a token
 * asks. */
MUST_CHECK bool ch_token_make(const struct ch_ctx *ctx, struct ch_token *token, int days,
                              char text[CH_TOKEN_TEXT], struct err *err);
/* Its owner, or an administrator. Twice is harmless. */
MUST_CHECK bool ch_token_revoke(const struct ch_ctx *ctx, const char *id,
                                struct ch_token *out, struct err *err);
/* Without hash and secret. */
void ch_token_json(const struct ch_token *token, struct buf *out);

/* The token a client showed, when it is one of this ledger's, whole and in force.
 * ERR_PERMISSION "bad-token", which says the same whatever was wrong. */
MUST_CHECK bool ch_token_check(const struct ch_service *service, struct ch_db *db,
                               const char *text, int64_t now, struct ch_token *out,
                               struct err *err);

#endif
