#include "backend_client/token.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
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

/* A terminal or a pipe may give it in pieces. */
static ssize_t read_all(int fd, char *out, size_t size)
{
    size_t len = 0;
    ssize_t n = 1;
    while (n > 0 && len < size && !memchr(out, '\n', len)) {
        n = read(fd, out + len, size - len);
        len += n > 0 ? (size_t)n : 0;
    }
    return n < 0 ? n : (ssize_t)len;
}

static bool take(int fd, const char *path, char out[BC_TOKEN_MAX], struct err *err)
{
    ssize_t n = read_all(fd, out, BC_TOKEN_MAX - 1);
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

static bool write_private(const char *path, const char *token, struct err *err)
{
    char fresh[4200];
    int n = snprintf(fresh, sizeof fresh, "%s.new", path);
    if (n < 0 || (size_t)n >= sizeof fresh) {
        return err_set(err, ERR_CONFIG, "the path '%.80s…' is too long", path);
    }
    unlink(fresh);
    int fd = open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    size_t len = strlen(token);
    bool ok = fd >= 0 && write(fd, token, len) == (ssize_t)len &&
              write(fd, "\n", 1) == 1 && fsync(fd) == 0;
    int problem = errno;
    ok = (fd < 0 || close(fd) == 0) && ok;
    if (ok && rename(fresh, path) == 0) {
        return true;
    }
    problem = ok ? errno : problem;
    unlink(fresh);
    return err_set(err, ERR_CONFIG, "cannot keep the token in '%s': %s", path,
                   strerror(problem));
}

bool bc_token_keep(const char *from, const char *path, struct err *err)
{
    char token[BC_TOKEN_MAX];
    bool ok = strcmp(from, "-") == 0 ? take(STDIN_FILENO, "-", token, err)
                                     : bc_token_read(from, token, err);
    ok = ok && write_private(path, token, err);
    bc_token_wipe(token, sizeof token);
    return ok;
}
