#include "backend_client/transport_impl.h"

#include "backend_client/token.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum {
    CONNECT_S = 5,
    TOTAL_S = 30,
    SLOW_BYTES =
        64, /* a second, over SLOW_S seconds: an answer that drips is no answer */
    SLOW_S = 12,
    HEADER_BYTES = 32 * 1024,
};

void bc_request_forget(struct bc_transfer *transfer)
{
    for (struct curl_slist *h = transfer->headers; h; h = h->next) {
        bc_token_wipe(h->data, strlen(h->data));
    }
    if (transfer->headers) {
        transfer->curl->slist_free_all(transfer->headers);
    }
    transfer->headers = NULL;
}

/* ---- receiving ---- */

static size_t on_body(char *bytes, size_t size, size_t count, void *ctx)
{
    struct bc_transfer *transfer = ctx;
    size_t len = size * count;
    if (len > transfer->max - transfer->body.len) {
        transfer->too_large = true;
        return 0;
    }
    buf_add(&transfer->body, bytes, len);
    return buf_ok(&transfer->body) ? len : 0;
}

/* The value of `line` when it is the header `name`, else NULL. */
static const char *value_of(const char *line, size_t len, const char *name)
{
    size_t n = strlen(name);
    if (len <= n || strncasecmp(line, name, n) != 0 || line[n] != ':') {
        return NULL;
    }
    return line + n + 1 + strspn(line + n + 1, " \t");
}

static size_t on_header(char *line, size_t size, size_t count, void *ctx)
{
    struct bc_transfer *transfer = ctx;
    size_t len = size * count;
    char copied[256];
    transfer->header_bytes += len;
    if (transfer->header_bytes > HEADER_BYTES) {
        transfer->too_large = true;
        return 0;
    }
    size_t keep = len < sizeof copied ? len : sizeof copied - 1;
    memcpy(copied, line, keep);
    copied[keep] = '\0';
    const char *value;
    if ((value = value_of(copied, keep, "Content-Type"))) {
        transfer->json = strncasecmp(value, "application/json", 16) == 0 ||
                         strncasecmp(value, "application/problem+json", 24) == 0;
    } else if ((value = value_of(copied, keep, "ETag")) && *value == '"') {
        transfer->etag = strtoll(value + 1, NULL, 10);
    } else if ((value = value_of(copied, keep, "Idempotent-Replayed"))) {
        transfer->replayed = strncasecmp(value, "true", 4) == 0;
    }
    return len;
}

/* ---- sending ---- */

static bool add_header(struct bc_transfer *transfer, const char *line)
{
    struct curl_slist *longer = transfer->curl->slist_append(transfer->headers, line);
    if (longer) {
        transfer->headers = longer;
    }
    return longer != NULL;
}

static bool PRINTF_LIKE(2, 3)
    add_headerf(struct bc_transfer *transfer, const char *format, ...)
{
    char line[BC_TOKEN_MAX + 64];
    va_list args;
    va_start(args, format);
    int n = vsnprintf(line, sizeof line, format, args);
    va_end(args);
    bool ok = n > 0 && (size_t)n < sizeof line && !strpbrk(line, "\r\n") &&
              add_header(transfer, line);
    bc_token_wipe(line, sizeof line);
    return ok;
}

static bool add_token(const struct bc_transport *t, struct bc_transfer *transfer)
{
    char token[BC_TOKEN_MAX];
    if (!t->token_file) {
        return true;
    }
    if (!bc_token_read(t->token_file, token, &transfer->err)) {
        return false;
    }
    bool ok = add_headerf(transfer, "Authorization: Bearer %s", token);
    bc_token_wipe(token, sizeof token);
    return ok;
}

static bool add_headers(const struct bc_transport *t, const struct bc_request *q,
                        struct bc_transfer *transfer)
{
    const char *type = q->content_type ? q->content_type : "application/json";
    return add_header(transfer, "Accept: application/json") &&
           add_header(transfer, "Expect:") &&
           (!q->body || add_headerf(transfer, "Content-Type: %s", type)) &&
           (!q->key || add_headerf(transfer, "Idempotency-Key: %s", q->key)) &&
           (q->if_match < 0 ||
            add_headerf(transfer, "If-Match: \"%" PRId64 "\"", q->if_match)) &&
           (!t->as || add_headerf(transfer, "Demo-Principal: %s", t->as)) &&
           add_token(t, transfer);
}

static void limit_protocols(const struct bc_curl *curl, CURL *easy, const char *scheme)
{
#if LIBCURL_VERSION_NUM >= 0x075500
    curl->easy_setopt(easy, CURLOPT_PROTOCOLS_STR, scheme);
#else
    long bit = strcmp(scheme, "https") == 0 ? CURLPROTO_HTTPS : CURLPROTO_HTTP;
    curl->easy_setopt(easy, CURLOPT_PROTOCOLS, bit);
#endif
}

/* Where to, and nowhere else: no redirect, proxy, netrc, cookie or older TLS. */
static bool set_route(const struct bc_transport *t, CURL *easy, const char *path)
{
    const struct bc_curl *curl = &t->curl;
    struct buf url = {0};
    buf_printf(&url, "%s%s", t->server ? t->server : "http://localhost", path);
    bool ok = buf_ok(&url) &&
              curl->easy_setopt(easy, CURLOPT_URL, buf_str(&url)) == CURLE_OK &&
              (!t->socket ||
               curl->easy_setopt(easy, CURLOPT_UNIX_SOCKET_PATH, t->socket) == CURLE_OK);
    buf_clear(&url);
    limit_protocols(&t->curl, easy, t->server ? "https" : "http");
    curl->easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    curl->easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl->easy_setopt(easy, CURLOPT_MAXREDIRS, 0L);
    curl->easy_setopt(easy, CURLOPT_PROXY, "");
    curl->easy_setopt(easy, CURLOPT_NOPROXY, "*");
    curl->easy_setopt(easy, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    curl->easy_setopt(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_3);
    curl->easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
    curl->easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
    return ok;
}

static void set_limits(const struct bc_transport *t, struct bc_transfer *transfer,
                       int wait_s)
{
    const struct bc_curl *curl = &t->curl;
    CURL *easy = transfer->easy;
    curl->easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl->easy_setopt(easy, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_S);
    curl->easy_setopt(easy, CURLOPT_TIMEOUT,
                      (t->total_s > 0 ? t->total_s : TOTAL_S) + wait_s);
    curl->easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, (long)SLOW_BYTES);
    curl->easy_setopt(easy, CURLOPT_LOW_SPEED_TIME,
                      (t->slow_s > 0 ? t->slow_s : SLOW_S) + wait_s);
    curl->easy_setopt(easy, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)transfer->max);
    curl->easy_setopt(easy, CURLOPT_HTTP_CONTENT_DECODING, 0L);
    curl->easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body);
    curl->easy_setopt(easy, CURLOPT_WRITEDATA, transfer);
    curl->easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_header);
    curl->easy_setopt(easy, CURLOPT_HEADERDATA, transfer);
    curl->easy_setopt(easy, CURLOPT_ERRORBUFFER, transfer->why);
    curl->easy_setopt(easy, CURLOPT_PRIVATE, transfer);
}

static bool set_body(const struct bc_curl *curl, CURL *easy, const char *body)
{
    return !body || (curl->easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE,
                                       (curl_off_t)strlen(body)) == CURLE_OK &&
                     curl->easy_setopt(easy, CURLOPT_COPYPOSTFIELDS, body) == CURLE_OK);
}

bool bc_request_prepare(const struct bc_transport *t, const struct bc_request *request,
                        struct bc_transfer *transfer, int wait_s)
{
    const struct bc_curl *curl = &t->curl;
    CURL *easy = transfer->easy;
    set_limits(t, transfer, wait_s);
    bool ok = set_route(t, easy, request->path) && set_body(curl, easy, request->body) &&
              (!request->method || curl->easy_setopt(easy, CURLOPT_CUSTOMREQUEST,
                                                     request->method) == CURLE_OK) &&
              add_headers(t, request, transfer) &&
              curl->easy_setopt(easy, CURLOPT_HTTPHEADER, transfer->headers) == CURLE_OK;
    return ok || transfer->err.kind != ERR_NONE
               ? ok
               : err_set(&transfer->err, ERR_INTERNAL,
                         "the request could not be put together");
}
