#include "backend_client/curl_library.h"

#include <dlfcn.h>
#include <stddef.h>
#include <string.h>

/* The name of the interface this was compiled for; the second is macOS's. */
static const char *const names[] = {"libcurl.so.4", "libcurl.4.dylib"};

#define ENTRY(name)                                                                      \
    {                                                                                    \
        "curl_" #name, offsetof(struct bc_curl, name)                                    \
    }
static const struct {
    const char *symbol;
    size_t at;
} entries[] = {
    ENTRY(global_init),         ENTRY(global_cleanup), ENTRY(version),
    ENTRY(easy_init),           ENTRY(easy_cleanup),   ENTRY(easy_setopt),
    ENTRY(easy_getinfo),        ENTRY(easy_strerror),  ENTRY(multi_init),
    ENTRY(multi_cleanup),       ENTRY(multi_setopt),   ENTRY(multi_add_handle),
    ENTRY(multi_remove_handle), ENTRY(multi_perform),  ENTRY(multi_poll),
    ENTRY(multi_info_read),     ENTRY(slist_append),   ENTRY(slist_free_all),
};
#undef ENTRY

_Static_assert(COUNT_OF(entries) * sizeof(void *) == sizeof(struct bc_curl),
               "every member of the table has its symbol");

bool bc_curl_load(struct bc_curl *out, struct err *err)
{
    void *library = NULL;
    struct bc_curl table;
    for (size_t i = 0; !library && i < COUNT_OF(names); i++) {
        library = dlopen(names[i], RTLD_NOW | RTLD_LOCAL);
    }
    if (!library) {
        return err_set(err, ERR_INTERNAL,
                       "the network library libcurl (%s) cannot be loaded; install it "
                       "(on Debian: apt install libcurl4)",
                       names[0]);
    }
    for (size_t i = 0; i < COUNT_OF(entries); i++) {
        void *symbol = dlsym(library, entries[i].symbol);
        if (!symbol) {
            return err_set(err, ERR_INTERNAL,
                           "the network library libcurl is too old: it has no %s",
                           entries[i].symbol);
        }
        memcpy((char *)&table + entries[i].at, &symbol, sizeof symbol);
    }
    *out = table;
    return true;
}
