/* libcurl, loaded when the first request is sent: with its forty libraries it costs more
 * than everything before the first frame together (docs/decisions/0009). The table has
 * the library's own types, so that the compiler checks each call as if it were linked. */
#ifndef BACKEND_CLIENT_CURL_LIBRARY_H
#define BACKEND_CLIENT_CURL_LIBRARY_H

#include "common/attr.h"
#include "common/err.h"

#include <curl/curl.h>

/* What is used of it, by the names without "curl_". `{0}`: not loaded. */
struct bc_curl {
    __typeof__(curl_global_init) *global_init;
    __typeof__(curl_global_cleanup) *global_cleanup;
    __typeof__(curl_version) *version;
    __typeof__(curl_easy_init) *easy_init;
    __typeof__(curl_easy_cleanup) *easy_cleanup;
    __typeof__(curl_easy_setopt) *easy_setopt;
    __typeof__(curl_easy_getinfo) *easy_getinfo;
    __typeof__(curl_easy_strerror) *easy_strerror;
    __typeof__(curl_multi_init) *multi_init;
    __typeof__(curl_multi_cleanup) *multi_cleanup;
    __typeof__(curl_multi_setopt) *multi_setopt;
    __typeof__(curl_multi_add_handle) *multi_add_handle;
    __typeof__(curl_multi_remove_handle) *multi_remove_handle;
    __typeof__(curl_multi_perform) *multi_perform;
    __typeof__(curl_multi_poll) *multi_poll;
    __typeof__(curl_multi_info_read) *multi_info_read;
    __typeof__(curl_slist_append) *slist_append;
    __typeof__(curl_slist_free_all) *slist_free_all;
};

/* It stays loaded to the end of the process: its own libraries do not unload cleanly. */
MUST_CHECK bool bc_curl_load(struct bc_curl *out, struct err *err);

#endif
