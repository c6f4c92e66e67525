#include "clearinghouse/demo/story.h"

#include "common/json.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    SLOTS = 8, /* of a working day in which cases come in */
    IMPORT_LINES = 1000,
    IMPORT_BYTES = 900 * 1024,
    BATCH = 200,
    MINUTE = 60,
    AWAITING = 24, /* first signatures left for supervisors */
};

/* A case that came in and waits for somebody. */
struct filed {
    char id[ID_MAX];
    int64_t index, revision, grant_fen;
    const char *reason;
    enum ch_demo_fate fate;
    bool awaiting, refused, plain;
    const char *refusal; /* the reason that follows from a refused approval */
};

struct desk {
    struct ch_demo *demo;
    struct filed *filed;
    size_t head, count, room;
    int64_t submitted;
    int64_t awaiting_left;
    struct ch_demo_lives lives;
};

/* ---- taking in ---- */

static bool file(struct desk *desk, const json_t *lines, int64_t first, struct err *err)
{
    size_t i;
    json_t *line;
    if (desk->head > 8192 && desk->head > desk->count / 2) {
        desk->count -= desk->head;
        memmove(desk->filed, desk->filed + desk->head, desk->count * sizeof *desk->filed);
        desk->head = 0;
    }
    if (desk->count + IMPORT_LINES > desk->room) {
        size_t room = desk->room * 2 + IMPORT_LINES;
        struct filed *grown = realloc(desk->filed, room * sizeof *grown);
        if (!grown) {
            return err_set(err, ERR_BUSY, "out of memory for the demo's cases");
        }
        desk->filed = grown;
        desk->room = room;
    }
    json_array_foreach((json_t *)(uintptr_t)lines, i, line)
    {
        struct filed *f = &desk->filed[desk->count++];
        struct ch_demo_case c;
        ch_demo_case(desk->demo, first + (int64_t)i, &c);
        *f = (struct filed){
            .index = first + (int64_t)i, .revision = 1, .grant_fen = c.grant_fen};
        f->fate = ch_demo_case_fate(desk->demo, f->index, &c, &f->reason);
        f->plain = !c.flaw;
        snprintf(f->id, sizeof f->id, "%s", json_str(line, "id"));
    }
    return true;
}

static bool import(struct desk *desk, int64_t until, struct err *err)
{
    struct ch_demo *demo = desk->demo;
    struct buf lines = {0};
    date_day day = date_of(ch_clock(demo->service), DATE_ZONE_CHINA);
    bool ok = true;
    while (ok && desk->submitted < until) {
        int64_t first = desk->submitted;
        json_t *answer = NULL;
        buf_reset(&lines);
        while (desk->submitted < until && desk->submitted - first < IMPORT_LINES &&
               lines.len < IMPORT_BYTES) {
            struct ch_demo_case c;
            ch_demo_case(demo, desk->submitted++, &c);
            ch_demo_case_line(demo, &c, day, &lines);
        }
        ok = ch_demo_post(demo,
                          &(struct ch_demo_post){.as = "desk",
                                                 .path = "/v1/application-imports",
                                                 .body = &lines,
                                                 .if_match = -1,
                                                 .ndjson = true,
                                                 .weight = desk->submitted - first},
                          &answer, err) &&
             file(desk, json_obj(answer, "lines"), first, err);
        json_decref(answer);
    }
    buf_clear(&lines);
    return ok;
}

/* ---- deciding ---- */

/* What is asked of one case; NULL: nothing. */
typedef const char *ask_fn(const struct filed *filed, const char **reason);

static const char *ask_accept(const struct filed *f, const char **reason)
{
    *reason = NULL;
    bool outright = f->fate == CH_DEMO_REJECT && f->index % 2 == 0;
    return f->fate == CH_DEMO_LEAVE || outright ? NULL : "accept";
}

static const char *ask_fate(const struct filed *f, const char **reason)
{
    static const char *const words[] = {"approve", "reject", "return", NULL};
    *reason = f->fate == CH_DEMO_APPROVE ? NULL : f->reason;
    return words[f->fate];
}

static const char *ask_second(const struct filed *f, const char **reason)
{
    *reason = NULL;
    return f->awaiting ? "approve" : NULL;
}

static const char *ask_refused(const struct filed *f, const char **reason)
{
    *reason = f->refusal;
    return f->refused ? "reject" : NULL;
}

/* The reason to give when the ledger itself would not let an approval pass. */
static const char *reason_of(const json_t *problem)
{
    const char *type = json_str(problem, "type");
    return strstr(type, "budget-exceeded") ? "tranche-exhausted" : "cap-reached";
}

static void take_answer(struct filed *f, const json_t *item)
{
    const char *outcome = json_str(item, "outcome");
    f->revision = json_int(item, "revision", f->revision);
    f->awaiting = strcmp(outcome, "awaiting") == 0;
    f->refused = strcmp(outcome, "refused") == 0;
    f->refusal = f->refused ? reason_of(json_obj(item, "problem")) : NULL;
}

static bool send(struct desk *desk, const char *as, const struct buf *items, int count,
                 struct filed *const *who, struct err *err)
{
    struct buf body = {0};
    json_t *answer = NULL, *item;
    size_t i;
    buf_printf(&body, "{\"items\":[%s],\"mode\":\"independent\"}", buf_str(items));
    bool ok = ch_demo_post(desk->demo,
                           &(struct ch_demo_post){.as = as,
                                                  .path = "/v1/decision-batches",
                                                  .body = &body,
                                                  .if_match = -1,
                                                  .weight = count},
                           &answer, err);
    buf_clear(&body);
    if (!ok) {
        return false;
    }
    json_array_foreach(json_obj(answer, "items"), i, item)
    {
        if (i < (size_t)count) {
            take_answer(who[i], item);
        }
    }
    json_decref(answer);
    return true;
}

/* Ask it of every case from `from` to `to` for which `ask` has a word. */
static bool decide(struct desk *desk, size_t from, size_t to, const char *as, ask_fn *ask,
                   struct err *err)
{
    struct filed *who[BATCH];
    struct buf items = {0};
    int count = 0;
    bool ok = true;
    for (size_t i = from; ok && i < to; i++) {
        struct filed *f = &desk->filed[i];
        const char *reason, *word = ask(f, &reason);
        if (word) {
            who[count++] = f;
            buf_printf(&items,
                       "%s{\"application\":\"%s\",\"decision\":\"%s\","
                       "\"revision\":%" PRId64,
                       items.len ? "," : "", f->id, word, f->revision);
            if (reason) {
                buf_printf(&items, ",\"reason\":{\"code\":\"%s\"}", reason);
            }
            buf_adds(&items, "}");
        }
        if (count == BATCH || (i + 1 == to && count > 0)) {
            ok = send(desk, as, &items, count, who, err);
            buf_reset(&items);
            count = 0;
        }
    }
    buf_clear(&items);
    return ok;
}

static bool wait_minutes(struct desk *desk, int minutes, struct err *err)
{
    return ch_demo_clock(
        desk->demo, ch_clock(desk->demo->service) + minutes * MINUTE * DATE_SECOND, err);
}

/* A sitting: every case older than the queue is accepted, looked at, decided and signed,
 * all within the undo window, so that revisions are known. */
static bool sitting(struct desk *desk, int64_t until, bool odd, int day, struct err *err)
{
    size_t from = desk->head, to = from;
    while (to < desk->count && desk->filed[to].index < until) {
        to++;
    }
    if (to == from) {
        return true;
    }
    const char *first = odd ? "officer2" : "officer";
    bool ok = decide(desk, from, to, odd ? "officer" : "officer2", ask_accept, err) &&
              wait_minutes(desk, 17, err) && decide(desk, from, to, first, ask_fate, err);
    /* A refused approval is rejected for what stood in its way. */
    ok = ok && wait_minutes(desk, 3, err) &&
         decide(desk, from, to, odd ? "supervisor2" : "supervisor", ask_second, err) &&
         decide(desk, from, to, first, ask_refused, err);
    for (size_t i = from; ok && i < to; i++) {
        const struct filed *f = &desk->filed[i];
        if (f->fate == CH_DEMO_APPROVE && f->plain && !f->refused) {
            ch_demo_follow(&desk->lives, f->id, f->index, odd, day);
        }
    }
    desk->head = to;
    return ok;
}

/* ---- the calendar ---- */

static int weight_of(date_day day)
{
    int weekday = (int)((day + 3) % 7); /* 1970-01-01 was a Thursday */
    return weekday < 5 ? 4 : 1;
}

static bool history(struct desk *desk, struct err *err)
{
    struct ch_demo *demo = desk->demo;
    int64_t total = 0, sum = 0, old = demo->cases - demo->fresh;
    for (int d = 0; d < CH_DEMO_DAYS; d++) {
        total += SLOTS * weight_of(demo->today - CH_DEMO_DAYS + d);
    }
    for (int d = 0; d < CH_DEMO_DAYS; d++) {
        date_day day = demo->today - CH_DEMO_DAYS + d;
        for (int slot = 0; slot < SLOTS; slot++) {
            struct ch_demo_rng rng =
                ch_demo_rng(demo->seed, CH_DEMO_CASES, -1 - d * SLOTS - slot);
            int64_t minute = 540 + slot * 64 + ch_demo_below(&rng, 22);
            int64_t at = date_start(day, DATE_ZONE_CHINA) + minute * MINUTE * DATE_SECOND;
            sum += weight_of(day);
            if (!ch_demo_clock(demo, at, err) || !import(desk, old * sum / total, err)) {
                return false;
            }
            bool sits = (slot == 2 || slot == 6) && weight_of(day) > 1;
            if (sits && !sitting(desk, desk->submitted - demo->tail, (d + slot / 4) % 2,
                                 d, err)) {
                return false;
            }
            if (slot == 4 && weight_of(day) > 1) {
                ch_demo_live(&desk->lives, d);
            }
        }
        ch_demo_tell(demo, "cases", desk->submitted, demo->cases);
    }
    return true;
}

/* ---- today ---- */

/* The open cases: some untouched, most under review, a few returned or signed once. */
static const char *ask_open(const struct filed *f, const char **reason)
{
    *reason = NULL;
    return f->index % 5 == 4 || f->fate == CH_DEMO_LEAVE ? NULL : "accept";
}

static const char *ask_return(const struct filed *f, const char **reason)
{
    *reason = f->reason;
    return f->fate == CH_DEMO_RETURN && f->revision == 2 ? "return" : NULL;
}

/* Large cases in order, by one officer and by the other. */
static const char *sign_first(const struct filed *f, const char **reason)
{
    *reason = NULL;
    return f->plain && f->fate == CH_DEMO_LEAVE && f->revision == 2 ? "approve" : NULL;
}

/* Choose what gets a first signature: mark it by its fate, for sign_first(). */
static void choose_large(struct desk *desk, size_t from, size_t to, int64_t threshold)
{
    for (size_t i = from; i < to && desk->awaiting_left > 0; i++) {
        struct filed *f = &desk->filed[i];
        if (f->plain && f->fate == CH_DEMO_APPROVE && f->revision == 2 &&
            f->grant_fen > threshold) {
            f->fate = CH_DEMO_LEAVE;
            desk->awaiting_left--;
        }
    }
}

static bool today(struct desk *desk, struct err *err)
{
    enum { STEPS = 8, FIRST_MINUTES = 220, LAST_MINUTES = 4 };
    struct ch_demo *demo = desk->demo;
    int64_t minute = MINUTE * DATE_SECOND;
    int64_t threshold = ch_demo_scaled(demo, 500000) * 100;
    if (!ch_demo_clock(demo, demo->end - 250 * minute, err) ||
        !sitting(desk, demo->cases - demo->tail, false, CH_DEMO_DAYS, err)) {
        return false;
    }
    size_t from = desk->head, middle = from + (desk->count - from) / 2;
    if (!decide(desk, from, desk->count, "officer", ask_open, err)) {
        return false;
    }
    desk->awaiting_left = demo->tail / 25 < AWAITING ? demo->tail / 50 + 2 : AWAITING / 2;
    choose_large(desk, from, middle, threshold);
    desk->awaiting_left = demo->tail / 25 < AWAITING ? demo->tail / 50 + 2 : AWAITING / 2;
    choose_large(desk, middle, desk->count, threshold);
    if (!decide(desk, from, middle, "officer2", sign_first, err) ||
        !decide(desk, middle, desk->count, "officer", sign_first, err) ||
        !decide(desk, from, desk->count, "officer2", ask_return, err)) {
        return false;
    }
    from = desk->count;
    for (int i = 0; i < STEPS; i++) {
        int64_t ago = FIRST_MINUTES - (FIRST_MINUTES - LAST_MINUTES) * i / (STEPS - 1);
        if (!ch_demo_clock(demo, demo->end - ago * minute, err) ||
            !import(desk, demo->cases - demo->fresh + demo->fresh * (i + 1) / STEPS,
                    err)) {
            return false;
        }
    }
    return decide(desk, from, desk->count, "officer2", ask_open, err);
}

bool ch_demo_desk(struct ch_demo *demo, struct err *err)
{
    struct desk desk = {.demo = demo, .lives = {.demo = demo}};
    bool ok = history(&desk, err) && today(&desk, err);
    ch_demo_tell(demo, "cases", desk.submitted, demo->cases);
    free(desk.filed);
    return ok;
}
