/* clearinghoused: open the ledger, serve it on a Unix socket, end cleanly. */

#include "clearinghouse/http.h"
#include "clearinghouse/ledger.h"
#include "clearinghouse/options.h"
#include "common/log.h"
#include "common/text.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <sodium.h>

enum { BACKLOG = 256 };

/* The ledger's lock is ours, so a socket file that is there is a leaving of the past. */
static int listen_on(const char *path, struct err *err)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof address.sun_path) {
        err_set(
            err, ERR_CONFIG,
            "the socket path \"%.60s…\" is longer than %zu bytes; choose a shorter one "
            "with --socket",
            path, sizeof address.sun_path - 1);
        return -1;
    }
    memcpy(address.sun_path, path, strlen(path) + 1);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    unlink(path);
    if (fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof address) != 0 ||
        chmod(path, 0660) != 0 || listen(fd, BACKLOG) != 0) {
        err_set(err, ERR_CONFIG, "cannot listen on \"%s\": %s", path, strerror(errno));
        if (fd >= 0) {
            close(fd);
        }
        return -1;
    }
    return fd;
}

/* For systemd units of Type=notify; nothing elsewhere. */
static void notify_ready(void)
{
    const char *path = getenv("NOTIFY_SOCKET");
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (!path || (*path != '/' && *path != '@') ||
        strlen(path) >= sizeof address.sun_path) {
        return;
    }
    memcpy(address.sun_path, path, strlen(path) + 1);
    if (*path == '@') {
        address.sun_path[0] = '\0';
    }
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd >= 0) {
        socklen_t size =
            (socklen_t)(offsetof(struct sockaddr_un, sun_path) + strlen(path));
        if (sendto(fd, "READY=1", 7, MSG_NOSIGNAL, (struct sockaddr *)&address, size) <
            0) {
            log_line(LOG_WARN, "systemd was not told: %s", strerror(errno));
        }
        close(fd);
    }
}

static bool signalled(void *ctx)
{
    sigset_t waiting;
    (void)ctx;
    sigpending(&waiting);
    return sigismember(&waiting, SIGTERM) || sigismember(&waiting, SIGINT) ||
           sigismember(&waiting, SIGHUP);
}

/* The readings of a young demo come in while people look at it already. */
static void fill(struct ch_ledger *ledger, struct ch_http *http)
{
    struct err err = {0};
    if (ledger->readings_until &&
        !ch_ledger_report(ledger, http, signalled, NULL, &err)) {
        log_line(LOG_ERROR, "%s", err.text);
    }
}

static bool open_edge(const struct ch_options *options, struct ch_http *http,
                      struct err *err)
{
    if (!options->proxy_socket) {
        return true;
    }
    int fd = listen_on(options->proxy_socket, err);
    if (fd >= 0 && !ch_http_open_edge(http, fd, err)) {
        close(fd);
        fd = -1;
    }
    return fd >= 0;
}

static bool serve(const struct ch_options *options, const sigset_t *ending,
                  struct err *err)
{
    struct ch_ledger ledger;
    struct ch_http *http = NULL;
    char socket_path[CH_PATH_MAX];
    int signal_number;
    bool ok = ch_ledger_open(options, &ledger, err);
    /* Until here a signal may end the process at once: nothing is half done that the next
     * start does not mend. From here on only sigwait() sees them. */
    pthread_sigmask(SIG_BLOCK, ending, NULL);
    if (ok) {
        if (options->socket) {
            snprintf(socket_path, sizeof socket_path, "%s", options->socket);
        } else {
            snprintf(socket_path, sizeof socket_path, "%.900s/clearinghoused.sock",
                     options->state);
        }
        int fd = listen_on(socket_path, err);
        ok = fd >= 0 &&
             ch_http_start(&ledger.service, ledger.db, ledger.path, fd, &http, err);
        if (fd >= 0 && !ok) {
            close(fd);
        }
    }
    ok = ok && open_edge(options, http, err);
    if (ok) {
        printf("clearinghoused: ready on %s\n", socket_path);
        fflush(stdout);
        notify_ready();
        fill(&ledger, http);
        sigwait(ending, &signal_number);
        log_line(LOG_INFO, "signal %d: finishing what is under way", signal_number);
        atomic_store(&ledger.service.draining, true);
        unlink(socket_path);
        if (options->proxy_socket) {
            unlink(options->proxy_socket);
        }
    }
    if (http) {
        ch_http_stop(http);
    }
    ch_ledger_close(&ledger);
    return ok;
}

static void prepare_process(sigset_t *ending)
{
    umask(077);
    prctl(PR_SET_DUMPABLE, 0);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);
    sigemptyset(ending);
    sigaddset(ending, SIGTERM);
    sigaddset(ending, SIGINT);
    sigaddset(ending, SIGHUP);
}

static bool run(const struct ch_options *options, struct err *err)
{
    sigset_t ending;
    switch (options->command) {
    case CH_HELP:
        ch_options_help();
        return true;
    case CH_VERSION:
        puts("clearinghoused " VD_VERSION);
        return true;
    case CH_INIT:
        umask(077);
        return ch_ledger_init(options, err);
    case CH_VERIFY:
    case CH_CHECK:
        return ch_ledger_check(options, err);
    default:
        prepare_process(&ending);
        return serve(options, &ending, err);
    }
}

int main(int argc, char **argv)
{
    struct ch_options options;
    struct err err = {0};
    if (sodium_init() < 0) {
        fputs("clearinghoused: libsodium cannot start\n", stderr);
        return 70;
    }
    bool ok = ch_options_read(argc, argv, &options, &err);
    if (ok) {
        log_setup("clearinghoused", LOG_INFO, options.log_json);
        ok = run(&options, &err);
    }
    if (!ok) {
        struct safe_text text = safe_text(err.text);
        fprintf(stderr, "clearinghoused: %s\n", text.bytes);
        if (!isatty(STDOUT_FILENO)) { /* whoever started us reads it there */
            printf("clearinghoused: failed %s\n", text.bytes);
        }
    }
    return err_exit_status(err.kind);
}
