#include "clearinghouse/framing.h"

#include <stddef.h>
#include <string.h>
#include <strings.h>

static const char *const singles[CH_SINGLE_HEADERS] = {
    "Content-Length",  "Transfer-Encoding", "Host",     "Authorization", "Content-Type",
    "Idempotency-Key", "Demo-Principal",    "If-Match", "If-None-Match", "Acting-For"};

static bool is_token(const char *name)
{
    static const char allowed[] = "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                  "abcdefghijklmnopqrstuvwxyz";
    return *name && strspn(name, allowed) == strlen(name);
}

void ch_framing_add(struct ch_framing *f, const char *name, const char *value)
{
    if (!is_token(name)) {
        f->problem = "a header's name has a space or another character no name may have";
        return;
    }
    if (strcasecmp(name, "Upgrade") == 0) {
        f->problem = "this service speaks HTTP/1.1 only; leave Upgrade out";
    }
    for (int i = 0; i < CH_SINGLE_HEADERS; i++) {
        if (strcasecmp(name, singles[i]) == 0 && f->seen[i]++ > 0) {
            f->problem = "a header that may be there once is there twice";
        }
    }
    if (strcasecmp(name, "Content-Length") == 0) {
        f->length = value ? value : "";
    } else if (strcasecmp(name, "Transfer-Encoding") == 0) {
        f->coding = value ? value : "";
    }
}

const char *ch_framing_problem(const struct ch_framing *f, const char *method)
{
    if (f->problem) {
        return f->problem;
    }
    if (f->length && f->coding) {
        return "Content-Length and Transfer-Encoding are both there";
    }
    if (f->coding && strcasecmp(f->coding, "chunked") != 0) {
        return "the only transfer coding taken is chunked";
    }
    if (f->length &&
        (!*f->length || strspn(f->length, "0123456789") != strlen(f->length) ||
         strlen(f->length) > 15)) {
        return "Content-Length is not a number";
    }
    if ((f->coding || (f->length && strcmp(f->length, "0") != 0)) &&
        (strcmp(method, "GET") == 0 || strcmp(method, "HEAD") == 0)) {
        return "a GET has no body";
    }
    return NULL;
}
