#include "common/datadir.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PARENTS = 4 };

static bool folder(char *out, size_t size, const char *base, const char *middle,
                   const char *name)
{
    struct stat info;
    int n = snprintf(out, size, "%s/%s%s", base, middle, name);
    return n > 0 && (size_t)n < size && stat(out, &info) == 0 && S_ISDIR(info.st_mode);
}

/* Build tree: build/NAME beside the program, or NAME in the source folder around it. */
static bool beside_program(const char *name, char *out, size_t size)
{
    char path[4096];
    ssize_t n = readlink("/proc/self/exe", path, sizeof path - 1);
    if (n <= 0) {
        return false;
    }
    path[n] = '\0';
    for (int i = 0; i < PARENTS; i++) {
        char *slash = strrchr(path, '/');
        if (!slash || slash == path) {
            return false;
        }
        *slash = '\0';
        if (folder(out, size, path, "", name) ||
            folder(out, size, path, "clearinghouse/", name)) {
            return true;
        }
    }
    return false;
}

bool datadir_find(const char *name, char *out, size_t size)
{
    const char *chosen = getenv("VOUCHERDESK_DATA");
    if ((chosen && *chosen && folder(out, size, chosen, "", name)) ||
        beside_program(name, out, size) ||
        folder(out, size, VD_PREFIX, "share/voucherdesk/", name) ||
        folder(out, size, VD_SOURCE_DIR, "", name) ||
        folder(out, size, VD_SOURCE_DIR, "clearinghouse/", name)) {
        return true;
    }
    if (size > 0) {
        out[0] = '\0';
    }
    return false;
}
