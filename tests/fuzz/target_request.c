/* Bodies of every writing route, before a ledger in memory: whatever comes, it is done or
 * refused, and the books balance. Three bytes choose route, person and revision. */
#include "tests/fuzz/fuzz.h"
#include "tests/support/life.h"

enum { BOOKS_EVERY = 512, FRESH_EVERY = 2048 };

static struct {
    struct life life;
    bool open;
    int runs;
    char application[ID_MAX], voucher[ID_MAX], claim[ID_MAX];
} place;

static void open_place(void)
{
    life_open(&place.life);
    life_submit(&place.life, &(struct life_case){.programme = "pre"}, place.application);
    life_decide(&place.life, "officer", place.application, "accept", NULL);
    life_issued(&place.life, &(struct life_case){.programme = "pre"}, place.voucher);
    life_lodge(&place.life, place.voucher, "INV-1", 10000000, 3000000, place.claim);
    place.open = true;
}

static void fresh_place(void)
{
    if (place.open && place.runs % FRESH_EVERY == 0) {
        life_close(&place.life);
        place.open = false;
    }
    if (!place.open) {
        open_place();
    }
    place.runs++;
}

/* The ids of a route's path are of things that are there. */
static void path_of(const struct ch_route *route, char out[200])
{
    const char *ids[2] = {"pre", "t26"};
    const char *record = strstr(route->path, "/applications/") ? place.application
                         : strstr(route->path, "/vouchers/")   ? place.voucher
                         : strstr(route->path, "/claims/")     ? place.claim
                         : strstr(route->path, "/centres/")    ? place.life.centre
                                                               : NULL;
    size_t at = 0, id = 0;
    ids[0] = record ? record : ids[0];
    for (const char *p = route->path; *p && at < 150; p++) {
        if (*p == '{') {
            at += (size_t)snprintf(out + at, 200 - at, "%s", ids[id++ % 2]);
            p = strchr(p, '}');
        } else {
            out[at++] = *p;
        }
    }
    out[at] = '\0';
}

static const struct ch_route *route_of(uint8_t which)
{
    static const char *const first[] = {
        "/v1/applications/{id}/decisions",
        "/v1/applications/{id}/decisions",
        "/v1/vouchers/{id}/actions",
        "/v1/claims",
        "/v1/claims/{id}/decisions",
        "/v1/programmes/{id}/tranches/{id}/appropriations",
        "/v1/payments",
        "/v1/organisations",
        "/v1/centres/{id}/readings",
        "/v1/applications"};
    size_t writing = 0, at = which;
    for (size_t i = 0; i < ch_route_count; i++) {
        bool post = strcmp(ch_routes[i].method, "POST") == 0;
        if (post && which >= 1 && which <= COUNT_OF(first) &&
            strcmp(ch_routes[i].path, first[which - 1]) == 0) {
            return &ch_routes[i];
        }
        writing += post;
    }
    at %= writing;
    for (size_t i = 0;; i++) {
        if (strcmp(ch_routes[i].method, "POST") == 0 && at-- == 0) {
            return &ch_routes[i];
        }
    }
}

/* "@v" in a body is the id of a voucher that is there, and so on. */
static char *body_of(const uint8_t *bytes, size_t len)
{
    const struct life *l = &place.life;
    const struct {
        char letter;
        const char *id;
    } ids[] = {{'a', place.application}, {'v', place.voucher}, {'c', place.claim},
               {'f', l->firm},           {'g', l->other_firm}, {'p', l->provider},
               {'m', l->centre}};
    struct buf out = {0};
    for (size_t i = 0; i < len; i++) {
        size_t k = 0;
        while (bytes[i] == '@' && i + 1 < len && k < COUNT_OF(ids) &&
               bytes[i + 1] != ids[k].letter) {
            k++;
        }
        if (bytes[i] == '@' && i + 1 < len && k < COUNT_OF(ids)) {
            buf_adds(&out, ids[k].id);
            i++;
        } else {
            buf_addc(&out, (char)bytes[i]);
        }
    }
    buf_addc(&out, '\0');
    fuzz_holds(buf_ok(&out), "out of memory");
    return buf_take(&out);
}

void fuzz_request(const uint8_t *bytes, size_t len)
{
    static const char *const people[] = {"officer",     "supervisor", "officer2",
                                         "supervisor2", "desk",       "admin"};
    struct ch_reply reply = {.status = 0};
    char path[200], match[16];
    if (len < 3 || len > 60000) {
        return;
    }
    fresh_place();
    const struct ch_route *route = route_of(bytes[0]);
    char *body = body_of(bytes + 3, len - 3);
    path_of(route, path);
    snprintf(match, sizeof match, "\"%d\"", bytes[2] % 8);
    office_ask(&place.life.o,
               &(struct ask){.as = people[bytes[1] % COUNT_OF(people)],
                             .method = "POST",
                             .path = path,
                             .body = body,
                             .type = route->ndjson ? "application/x-ndjson" : NULL,
                             .if_match = match},
               &reply);
    fuzz_holds(reply.status >= 200 && reply.status < 500, "a body is taken or refused");
    ch_reply_clear(&reply);
    free(body);
    if (place.runs % BOOKS_EVERY == 0) {
        life_verify(&place.life);
    }
}
