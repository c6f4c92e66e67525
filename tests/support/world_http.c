#include "tests/support/world.h"

#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

enum { PATIENCE_S = 40 };

void world_reply_clear(struct world_reply *reply)
{
    buf_clear(&reply->head);
    buf_clear(&reply->body);
    reply->status = 0;
}

const char *world_header(const struct world_reply *reply, const char *name, char *out,
                         size_t size)
{
    size_t len = strlen(name);
    out[0] = '\0';
    for (const char *line = buf_str(&reply->head); (line = strstr(line, "\r\n"));) {
        line += 2;
        if (strncasecmp(line, name, len) == 0 && line[len] == ':') {
            const char *value = line + len + 1 + strspn(line + len + 1, " ");
            snprintf(out, size, "%.*s", (int)strcspn(value, "\r"), value);
            break;
        }
    }
    return out;
}

int world_connect(const struct world *world)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    struct timeval patience = {.tv_sec = PATIENCE_S};
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    snprintf(address.sun_path, sizeof address.sun_path, "%s", world->socket);
    if (fd < 0) {
        return -1;
    }
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    if (connect(fd, (struct sockaddr *)&address, sizeof address) != 0) {
        close(fd);
        return -1;
    }
    return fd;
}

static bool send_all(int fd, const char *bytes, size_t len)
{
    while (len > 0) {
        ssize_t n = send(fd, bytes, len, MSG_NOSIGNAL);
        if (n <= 0) {
            return false;
        }
        bytes += n;
        len -= (size_t)n;
    }
    return true;
}

/* Up to and with the empty line. What came after it stays in `rest`. */
static bool read_head(int fd, struct buf *head, struct buf *rest)
{
    char block[4096];
    const char *end;
    while (!(end = strstr(buf_str(head), "\r\n\r\n"))) {
        ssize_t n = recv(fd, block, sizeof block, 0);
        if (n <= 0) {
            return false;
        }
        buf_add(head, block, (size_t)n);
    }
    size_t keep = (size_t)(end - head->data) + 2;
    buf_add(rest, end + 4, head->len - keep - 2);
    head->len = keep;
    head->data[keep] = '\0';
    return true;
}

static bool read_body(int fd, struct world_reply *reply)
{
    char length[32], block[16384];
    world_header(reply, "Content-Length", length, sizeof length);
    size_t want = reply->status == 304 ? 0 : (size_t)strtoull(length, NULL, 10);
    while (reply->body.len < want) {
        size_t left = want - reply->body.len;
        ssize_t n = recv(fd, block, left < sizeof block ? left : sizeof block, 0);
        if (n <= 0) {
            return false;
        }
        buf_add(&reply->body, block, (size_t)n);
    }
    return true;
}

bool world_exchange_raw(int fd, const char *bytes, size_t len, struct world_reply *reply)
{
    world_reply_clear(reply);
    /* The daemon may answer and close before all was sent: the answer still counts. */
    (void)send_all(fd, bytes, len);
    if (!read_head(fd, &reply->head, &reply->body) ||
        sscanf(buf_str(&reply->head), "HTTP/1.1 %d", &reply->status) != 1) {
        return false;
    }
    return read_body(fd, reply);
}

bool world_exchange(int fd, const struct world_request *q, struct world_reply *reply)
{
    struct buf text = {0};
    buf_printf(&text, "%s %s HTTP/1.1\r\nHost: localhost\r\n",
               q->method ? q->method
               : q->body ? "POST"
                         : "GET",
               q->path);
    if (q->as) {
        buf_printf(&text, "Demo-Principal: %s\r\n", q->as);
    }
    if (q->key) {
        buf_printf(&text, "Idempotency-Key: %s\r\n", q->key);
    }
    if (q->if_match) {
        buf_printf(&text, "If-Match: \"%" PRId64 "\"\r\n", q->if_match);
    }
    buf_adds(&text, q->headers ? q->headers : "");
    if (q->body) {
        buf_printf(&text, "Content-Type: %s\r\nContent-Length: %zu\r\n\r\n%s",
                   q->type ? q->type : "application/json", strlen(q->body), q->body);
    } else {
        buf_adds(&text, "\r\n");
    }
    bool ok = buf_ok(&text) && world_exchange_raw(fd, text.data, text.len, reply);
    buf_clear(&text);
    return ok;
}

bool world_closed(int fd, int ms)
{
    struct pollfd p = {.fd = fd, .events = POLLIN};
    char byte;
    return poll(&p, 1, ms) == 1 && recv(fd, &byte, 1, 0) <= 0;
}

int world_call(const struct world *world, const struct world_request *request,
               struct world_reply *reply)
{
    int fd = world_connect(world);
    if (fd < 0 || !world_exchange(fd, request, reply)) {
        reply->status = 0;
    }
    if (fd >= 0) {
        close(fd);
    }
    return reply->status;
}
