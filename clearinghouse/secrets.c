#include "clearinghouse/secrets.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { HEX_MAX = 2 * CHECKPOINT_SECRET_BYTES + 2 };

struct ch_secrets *ch_secrets_new(void)
{
    struct ch_secrets *s = sodium_init() < 0 ? NULL : sodium_malloc(sizeof *s);
    unsigned char public[crypto_sign_PUBLICKEYBYTES];
    if (s) {
        crypto_sign_keypair(public, s->sign);
        randombytes_buf(s->pepper, sizeof s->pepper);
        sodium_bin2hex(s->key, sizeof s->key, public, sizeof public);
    }
    return s;
}

void ch_secrets_free(struct ch_secrets *secrets)
{
    sodium_free(secrets);
}

static bool write_file(const char *path, const unsigned char *bytes, size_t size,
                       struct err *err)
{
    char hex[HEX_MAX];
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    sodium_bin2hex(hex, sizeof hex, bytes, size);
    size_t len = strlen(hex);
    hex[len++] = '\n';
    bool ok = fd >= 0 && write(fd, hex, len) == (ssize_t)len && fsync(fd) == 0;
    int problem = errno;
    ok = (fd < 0 || close(fd) == 0) && ok;
    sodium_memzero(hex, sizeof hex);
    return ok ||
           err_set(err, ERR_CONFIG, "cannot write \"%s\": %s", path, strerror(problem));
}

static bool is_private(int fd, const char *path, struct err *err)
{
    struct stat info;
    if (fstat(fd, &info) != 0 || !S_ISREG(info.st_mode)) {
        return err_set(err, ERR_CONFIG, "\"%s\" is not a plain file", path);
    }
    if (info.st_uid != geteuid() || (info.st_mode & 077)) {
        return err_set(err, ERR_CONFIG,
                       "\"%s\" can be read by others; whoever serves the ledger must own "
                       "it, with mode 600",
                       path);
    }
    return true;
}

static bool read_file(int fd, const char *path, unsigned char *bytes, size_t size,
                      struct err *err)
{
    char hex[HEX_MAX];
    size_t len = 0;
    ssize_t n = read(fd, hex, sizeof hex);
    bool ok = n == (ssize_t)(2 * size + 1) &&
              sodium_hex2bin(bytes, size, hex, 2 * size, NULL, &len, NULL) == 0 &&
              len == size;
    sodium_memzero(hex, sizeof hex);
    return ok ||
           err_set(err, ERR_CONFIG, "\"%s\" is damaged; put it back from a backup", path);
}

/* Read the file, or write what was made when there is none. */
static bool keep(const char *state, const char *name, unsigned char *bytes, size_t size,
                 struct err *err)
{
    char path[1200];
    int n = snprintf(path, sizeof path, "%s/%s", state, name);
    if (n < 0 || (size_t)n >= sizeof path) {
        return err_set(err, ERR_CONFIG, "the path of the state folder is too long");
    }
    int fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0) {
        return errno == ENOENT
                   ? write_file(path, bytes, size, err)
                   : err_set(err, ERR_CONFIG, "\"%s\": %s", path, strerror(errno));
    }
    bool ok = is_private(fd, path, err) && read_file(fd, path, bytes, size, err);
    close(fd);
    return ok;
}

bool ch_secrets_load(const char *state, struct ch_secrets **out, struct err *err)
{
    struct ch_secrets *s = ch_secrets_new();
    unsigned char public[crypto_sign_PUBLICKEYBYTES];
    bool ok = s || err_set(err, ERR_INTERNAL, "out of memory");
    ok = ok && keep(state, "checkpoint.key", s->sign, sizeof s->sign, err) &&
         keep(state, "token.pepper", s->pepper, sizeof s->pepper, err);
    if (!ok) {
        ch_secrets_free(s);
        return false;
    }
    crypto_sign_ed25519_sk_to_pk(public, s->sign);
    sodium_bin2hex(s->key, sizeof s->key, public, sizeof public);
    *out = s;
    return true;
}
