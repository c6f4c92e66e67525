#include "clearinghouse/api/call.h"

#include "common/hash.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

enum { BINDING = 8, TEXT_MAX = 400 };

/* What is encoded: 8 hex digits of the binding's hash, the key, a unit separator, the id.
 */
void ch_cursor_encode(const char *binding, const char *key, const char *id, char *out,
                      size_t size)
{
    char hash[HASH_HEX], text[TEXT_MAX];
    hash_hex(binding, strlen(binding), hash);
    int n = snprintf(text, sizeof text, "%.*s%.300s\x1f%s", BINDING, hash, key, id);
    size_t len = n < 0 ? 0 : (size_t)n < sizeof text ? (size_t)n : sizeof text - 1;
    if (size < sodium_base64_ENCODED_LEN(len, sodium_base64_VARIANT_URLSAFE_NO_PADDING)) {
        out[0] = '\0';
        return;
    }
    sodium_bin2base64(out, size, (const unsigned char *)text, len,
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

bool ch_cursor_decode(struct ch_call *call, const char *cursor, const char *binding,
                      char *key, size_t key_size, char *id, size_t id_size)
{
    char hash[HASH_HEX], text[TEXT_MAX + 1];
    size_t len = 0;
    hash_hex(binding, strlen(binding), hash);
    bool ok =
        sodium_base642bin((unsigned char *)text, TEXT_MAX, cursor, strlen(cursor), NULL,
                          &len, NULL, sodium_base64_VARIANT_URLSAFE_NO_PADDING) == 0;
    text[ok ? len : 0] = '\0';
    const char *split = strchr(text, '\x1f');
    ok = ok && split && len > BINDING && memchr(text, '\0', len) == NULL &&
         strncmp(text, hash, BINDING) == 0 &&
         (size_t)(split - text) - BINDING < key_size && strlen(split + 1) < id_size;
    if (!ok) {
        ch_call_problem(
            call, 400, "bad-cursor",
            "this cursor is damaged or of another list; start without `after`");
        return false;
    }
    snprintf(key, key_size, "%.*s", (int)(split - text) - BINDING, text + BINDING);
    snprintf(id, id_size, "%s", split + 1);
    return true;
}
