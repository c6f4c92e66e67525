#include "tui/screens/handout.h"

#include "tui/lang.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { TRIES = 99 };

static int create(const char *name, char path[HANDOUT_PATH])
{
    int fd = -1;
    for (int i = 1; fd < 0 && i <= TRIES; i++) {
        char number[8] = "";
        if (i > 1) {
            snprintf(number, sizeof number, "-%d", i);
        }
        snprintf(path, HANDOUT_PATH, "%.150s%s.csv", name, number);
        fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
        if (fd < 0 && errno != EEXIST) {
            break;
        }
    }
    return fd;
}

bool tui_handout(const char *name, const struct buf *text, char path[HANDOUT_PATH],
                 struct err *err)
{
    int fd = create(name, path);
    if (fd < 0) {
        return err_set(err, ERR_CONFIG, _("cannot write %s here: %s"), path,
                       strerror(errno));
    }
    size_t at = 0;
    const char *bytes = buf_str(text);
    while (at < text->len) {
        ssize_t n = write(fd, bytes + at, text->len - at);
        if (n < 0 && errno != EINTR) {
            break;
        }
        at += n > 0 ? (size_t)n : 0;
    }
    bool ok = at == text->len && fsync(fd) == 0;
    int why = errno;
    ok = close(fd) == 0 && ok;
    if (!ok) {
        (void)unlink(path);
        return err_set(err, ERR_CONFIG, _("cannot write %s: %s"), path, strerror(why));
    }
    return true;
}
