#include "tests/support/liar.h"

#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { ROWS = 32, REQUEST_BYTES = 1 << 17, GIB = 1 << 30 };

struct liar {
    pid_t pid;
    char socket[108], log[120];
};

static bool say(int fd, const char *text, size_t len)
{
    while (len > 0) {
        ssize_t n = send(fd, text, len, MSG_NOSIGNAL);
        if (n <= 0) {
            return false;
        }
        text += n;
        len -= (size_t)n;
    }
    return true;
}

static bool says(int fd, const char *text)
{
    return say(fd, text, strlen(text));
}

static void pause_ms(long ms)
{
    const struct timespec t = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000};
    nanosleep(&t, NULL);
}

static void honest(int fd, int status, const char *body, size_t announced)
{
    char head[200];
    snprintf(
        head, sizeof head,
        "HTTP/1.1 %d X\r\nContent-Type: application/%s\r\nContent-Length: %zu\r\n\r\n",
        status, status >= 400 ? "problem+json" : "json", announced);
    if (says(fd, head)) {
        says(fd, body);
    }
}

static void flood(int fd, const char *head, const char *piece)
{
    bool open = says(fd, head);
    for (long sent = 0; open && sent < GIB; sent += (long)strlen(piece)) {
        open = says(fd, piece);
    }
}

static void deep(int fd)
{
    enum { DEPTH = 100000 };
    char *text = malloc(DEPTH + 1);
    if (text) {
        memset(text, '[', DEPTH);
        text[DEPTH] = '\0';
        honest(fd, 200, text, DEPTH);
        free(text);
    }
}

static void tell(int fd, const struct liar_answer *a)
{
    static const char json[] = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
    char head[200], piece[1024];
    memset(piece, ' ', sizeof piece - 1);
    piece[sizeof piece - 1] = '\0';
    switch (a->lie) {
    case LIAR_HONEST:
        honest(fd, a->status ? a->status : 200, a->body, strlen(a->body));
        break;
    case LIAR_HUGE:
        snprintf(head, sizeof head, "%sContent-Length: %d\r\n\r\n", json, GIB);
        flood(fd, head, piece);
        break;
    case LIAR_ENDLESS:
        snprintf(head, sizeof head, "%sTransfer-Encoding: chunked\r\n\r\n", json);
        memset(piece, '[', sizeof piece - 1);
        memcpy(piece, "3f0\r\n", 5);
        memcpy(piece + 5 + 0x3f0, "\r\n", 3);
        flood(fd, head, piece);
        break;
    case LIAR_UNANNOUNCED:
        snprintf(head, sizeof head, "%sConnection: close\r\n\r\n", json);
        flood(fd, head, piece);
        break;
    case LIAR_DRIP:
        snprintf(head, sizeof head, "%sContent-Length: 1000\r\n\r\n", json);
        says(fd, head);
        while (says(fd, " ")) {
            pause_ms(100);
        }
        break;
    case LIAR_CUT:
        honest(fd, 200, "{\"items\":[{\"id\":\"app_", 5000);
        break;
    case LIAR_SILENT:
        pause_ms(60000);
        break;
    case LIAR_BAD_STATUS:
        says(fd, "HELLO I AM NO SERVER\r\n\r\n{}");
        break;
    case LIAR_HTML:
        says(fd, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 15\r\n"
                 "\r\n<h1>Welcome</h1");
        break;
    case LIAR_REDIRECT:
        says(fd, "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\n"
                 "Content-Length: 0\r\n\r\n");
        break;
    case LIAR_HEADERS:
        flood(fd, "HTTP/1.1 200 OK\r\n", "X-Header: something or other to fill it\r\n");
        break;
    case LIAR_DEEP:
        deep(fd);
        break;
    case LIAR_HANG_UP:
        break;
    }
}

/* The whole request, body included, so that closing does not reset it. */
static bool hear(int fd, char *out)
{
    size_t len = 0, want = 0;
    for (;;) {
        ssize_t n = recv(fd, out + len, REQUEST_BYTES - 1 - len, 0);
        if (n <= 0) {
            return false;
        }
        len += (size_t)n;
        out[len] = '\0';
        const char *end = strstr(out, "\r\n\r\n");
        if (!end) {
            continue;
        }
        const char *length = strcasestr(out, "Content-Length:");
        want = (size_t)(end + 4 - out) +
               (length && length < end ? (size_t)strtoul(length + 15, NULL, 10) : 0);
        if (len >= want) {
            return true;
        }
    }
}

static void note(const char *log, const char *request)
{
    FILE *file = fopen(log, "a");
    if (file) {
        size_t head = strcspn(request, "\0");
        const char *end = strstr(request, "\r\n\r\n");
        head = end ? (size_t)(end - request) : head;
        for (size_t i = 0; i < head; i++) {
            fputc(request[i] == '\r' ? ' ' : request[i] == '\n' ? '|' : request[i], file);
        }
        fputc('\n', file);
        fclose(file);
    }
}

static const struct liar_answer *choose(const struct liar_answer *answers,
                                        const char *request, int used[ROWS])
{
    const char *path = strchr(request, ' ');
    for (int i = 0; path && answers[i].path && i < ROWS; i++) {
        if (strncmp(path + 1, answers[i].path, strlen(answers[i].path)) == 0 &&
            (answers[i].times == 0 || used[i] < answers[i].times)) {
            used[i]++;
            return &answers[i];
        }
    }
    return NULL;
}

static void serve(int listener, const char *log, const struct liar_answer *answers)
{
    static const struct liar_answer nothing = {
        "", LIAR_HONEST, 404,
        "{\"detail\":\"no such path\",\"type\":\"/problems/not-found\"}", 0};
    char *request = malloc(REQUEST_BYTES);
    int used[ROWS] = {0};
    signal(SIGCHLD, SIG_IGN);
    while (request) {
        int fd = accept(listener, NULL, NULL);
        if (fd >= 0 && hear(fd, request)) {
            const struct liar_answer *answer = choose(answers, request, used);
            note(log, request);
            if (fork() == 0) { /* a slow lie keeps nobody else waiting */
                tell(fd, answer ? answer : &nothing);
                _exit(0);
            }
        }
        close(fd);
    }
    _exit(1);
}

static int listen_on(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    unlink(path);
    if (fd >= 0 && (bind(fd, (struct sockaddr *)&address, sizeof address) != 0 ||
                    listen(fd, 16) != 0)) {
        close(fd);
        fd = -1;
    }
    return fd;
}

struct liar *liar_start(const char *socket, const struct liar_answer *answers)
{
    struct liar *liar = calloc(1, sizeof *liar);
    int fd = listen_on(socket);
    if (!liar || fd < 0) {
        free(liar);
        return NULL;
    }
    snprintf(liar->socket, sizeof liar->socket, "%s", socket);
    snprintf(liar->log, sizeof liar->log, "%s.log", liar->socket);
    unlink(liar->log);
    liar->pid = fork();
    if (liar->pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        setpgid(0, 0);
        serve(fd, liar->log, answers);
    }
    close(fd);
    return liar;
}

void liar_stop(struct liar *liar)
{
    if (liar) {
        kill(-liar->pid, SIGKILL);
        kill(liar->pid, SIGKILL);
        waitpid(liar->pid, NULL, 0);
        unlink(liar->socket);
        unlink(liar->log);
        free(liar);
    }
}

int liar_count(const struct liar *liar, const char *text)
{
    FILE *file = fopen(liar->log, "r");
    char line[4096];
    int count = 0;
    while (file && fgets(line, sizeof line, file)) {
        count += strstr(line, text) != NULL;
    }
    if (file) {
        fclose(file);
    }
    return count;
}
