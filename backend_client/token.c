#include "backend_client/token.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void bc_token_wipe(void *bytes, size_t size)
{
    explicit_bzero(bytes, size);
}

static bool file_private(int fd, const char *path, struct err *err)
{
    struct stat st;
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
        return err_set(err, ERR_CONFIG, "token file '%s' is not a plain file", path);
    }
    if (st.st_uid != geteuid()) {
        return err_set(err, ERR_CONFIG,
                       "token file '%s' belongs to another user; use one of your own",
                       path);
    }
    if (st.st_mode & 077) {
        return err_set(err, ERR_CONFIG,
                       "token file '%s' can be read by others; run: chmod 600 '%s'", path,
                       path);
    }
    return true;
}

static bool take(int fd, const char *path, char out[BC_TOKEN_MAX], struct err *err)
{
    ssize_t n = read(fd, out, BC_TOKEN_MAX - 1);
    if (n < 0 || n == BC_TOKEN_MAX - 1) {
        return err_set(err, ERR_CONFIG, "token file '%s' %s", path,
                       n < 0 ? "cannot be read" : "is too long to be a token");
    }
    out[n] = '\0';
    out[strcspn(out, "\r\n")] = '\0';
    for (const char *c = out; *c; c++) {
        if (*c <= ' ' || *c > '~') {
            return err_set(err, ERR_CONFIG, "token file '%s' holds no token", path);
        }
    }
    return *out || err_set(err, ERR_CONFIG, "token file '%s' is empty", path);
}

bool bc_token_read(const char *path, char out[BC_TOKEN_MAX], struct err *err)
{
    int fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0) {
        return errno == ELOOP ? err_set(err, ERR_CONFIG,
                                        "token file '%s' is a link; name the file", path)
                              : err_set(err, ERR_CONFIG, "token file '%s': %s", path,
                                        strerror(errno));
    }
    bool ok = file_private(fd, path, err) && take(fd, path, out, err);
    close(fd);
    if (!ok) {
        bc_token_wipe(out, BC_TOKEN_MAX);
    }
    return ok;
}
