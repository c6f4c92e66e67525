#include "backend_client/child_path.h"

#include "common/hash.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool fits(int n, size_t size)
{
    return n > 0 && (size_t)n < size;
}

/* A folder of ours that nobody else can enter, so that nobody else can put a socket
 * there. */
static bool private_folder(const char *path, struct err *err)
{
    struct stat st;
    if (mkdir(path, 0700) != 0 && errno != EEXIST) {
        return err_set(err, ERR_CONFIG, "cannot make the folder '%s': %s", path,
                       strerror(errno));
    }
    if (lstat(path, &st) != 0 || !S_ISDIR(st.st_mode) || st.st_uid != geteuid() ||
        (st.st_mode & 077)) {
        return err_set(err, ERR_CONFIG,
                       "'%s' is not a private folder of yours; remove it, or give "
                       "--state a shorter path",
                       path);
    }
    return true;
}

bool bc_child_socket_path(const char *state, char out[BC_SOCKET_PATH], struct err *err)
{
    char folder[BC_SOCKET_PATH - 24], hash[HASH_HEX];
    const char *runtime = getenv("XDG_RUNTIME_DIR");
    if (fits(snprintf(out, BC_SOCKET_PATH, "%s/clearinghoused.sock", state),
             BC_SOCKET_PATH)) {
        return true;
    }
    hash_hex(state, strlen(state), hash);
    if (!runtime || *runtime != '/' || access(runtime, W_OK) != 0 ||
        !fits(snprintf(folder, sizeof folder, "%s/voucherdesk", runtime),
              sizeof folder)) {
        snprintf(folder, sizeof folder, "/tmp/vd-%u", (unsigned)geteuid());
    }
    if (!private_folder(folder, err)) {
        return false;
    }
    snprintf(out, BC_SOCKET_PATH, "%s/%.16s.sock", folder, hash);
    return true;
}

static bool beside(char *out, size_t size)
{
    ssize_t n = readlink("/proc/self/exe", out, size - 1);
    if (n <= 0) {
        return false;
    }
    out[n] = '\0';
    char *slash = strrchr(out, '/');
    size_t room = slash ? size - (size_t)(slash + 1 - out) : 0;
    return slash && fits(snprintf(slash + 1, room, "clearinghoused"), room) &&
           access(out, X_OK) == 0;
}

static bool on_path(char *out, size_t size)
{
    const char *path = getenv("PATH");
    while (path && *path) {
        int len = (int)strcspn(path, ":");
        if (*path == '/' &&
            fits(snprintf(out, size, "%.*s/clearinghoused", len, path), size) &&
            access(out, X_OK) == 0) {
            return true;
        }
        path += len + (path[len] == ':');
    }
    return false;
}

bool bc_child_program(const char *given, char *out, size_t size, struct err *err)
{
    if (given) {
        return (fits(snprintf(out, size, "%s", given), size) && access(out, X_OK) == 0) ||
               err_set(err, ERR_CONFIG, "'%s' cannot be run: %s", given, strerror(errno));
    }
    return beside(out, size) || on_path(out, size) ||
           err_set(err, ERR_CONFIG,
                   "clearinghoused is neither beside this program nor on PATH; install "
                   "it, or name a running one with --socket or --server");
}
