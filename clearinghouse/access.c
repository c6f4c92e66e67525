#include "clearinghouse/access.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { GROUPS = 256, SUBJECTS_MAX = 20000, ENTRY_SUBJECTS = 200 };

static const struct {
    const char *path, *kind;
} recorded[] = {
    {"/v1/applications/{id}", "open"}, {"/v1/organisations/{id}", "open"},
    {"/v1/vouchers/{id}", "open"},     {"/v1/claims/{id}", "open"},
    {"/v1/applications", "list"},      {"/v1/organisations", "list"},
    {"/v1/vouchers", "list"},          {"/v1/claims", "list"},
    {"/v1/audit/sample", "list"},      {"/v1/payments", "export"},
    {"/v1/journal/{id}", "export"},
};

/* What one person did of one kind since the last entry. */
struct group {
    struct ch_principal who;
    const char *kind;
    struct buf subjects; /* NUL-separated, each once in a row */
    size_t count, times;
    char last[80];
    int64_t from, to;
};

struct ch_access {
    pthread_mutex_t lock;
    struct group noted[GROUPS], writing[GROUPS];
    int count, writing_count;
    size_t subjects;
};

struct ch_access *ch_access_new(void)
{
    struct ch_access *a = calloc(1, sizeof *a);
    if (a) {
        pthread_mutex_init(&a->lock, NULL);
    }
    return a;
}

static void clear(struct group *groups, int *count)
{
    for (int i = 0; i < *count; i++) {
        buf_clear(&groups[i].subjects);
    }
    *count = 0;
}

void ch_access_free(struct ch_access *a)
{
    if (a) {
        clear(a->noted, &a->count);
        clear(a->writing, &a->writing_count);
        pthread_mutex_destroy(&a->lock);
        free(a);
    }
}

const char *ch_access_kind(const struct ch_route *route)
{
    for (size_t i = 0; route->side == CH_SIDE_READ && i < COUNT_OF(recorded); i++) {
        if (strcmp(route->path, recorded[i].path) == 0) {
            return recorded[i].kind;
        }
    }
    return NULL;
}

static struct group *group_of(struct ch_access *a, const struct ch_principal *who,
                              const char *kind)
{
    for (int i = 0; i < a->count; i++) {
        if (a->noted[i].kind == kind && strcmp(a->noted[i].who.id, who->id) == 0) {
            return &a->noted[i];
        }
    }
    if (a->count == GROUPS) {
        return NULL;
    }
    struct group *g = &a->noted[a->count++];
    *g = (struct group){.who = *who, .kind = kind};
    return g;
}

bool ch_access_note(struct ch_access *a, const struct ch_principal *who, const char *kind,
                    const char *subject, int64_t now)
{
    pthread_mutex_lock(&a->lock);
    struct group *g = group_of(a, who, kind);
    bool room = g && a->subjects < SUBJECTS_MAX;
    if (room) {
        g->from = g->times++ == 0 ? now : g->from;
        g->to = now;
    }
    if (room && strcmp(g->last, subject) != 0) {
        snprintf(g->last, sizeof g->last, "%s", subject);
        buf_add(&g->subjects, g->last, strlen(g->last) + 1);
        g->count++;
        a->subjects++;
        room = buf_ok(&g->subjects);
    }
    pthread_mutex_unlock(&a->lock);
    return room;
}

bool ch_access_pending(struct ch_access *a)
{
    pthread_mutex_lock(&a->lock);
    bool pending = a->count > 0 || a->writing_count > 0;
    pthread_mutex_unlock(&a->lock);
    return pending;
}

/* One entry about at most ENTRY_SUBJECTS; moves `*at` past them. */
static bool write_entry(const struct ch_ctx *ctx, const struct group *g, size_t *at,
                        struct err *err)
{
    struct buf body = {0};
    struct ch_landed landed;
    struct ch_ctx as = *ctx;
    char action[32];
    struct jsonw w;
    as.who = &g->who;
    snprintf(action, sizeof action, "access.%s", g->kind);
    jsonw_start(&w, &body);
    jsonw_object(&w);
    jsonw_ktime(&w, "from", g->from);
    jsonw_key(&w, "subjects");
    jsonw_array(&w);
    for (int i = 0; i < ENTRY_SUBJECTS && *at < g->subjects.len; i++) {
        jsonw_string(&w, g->subjects.data + *at);
        *at += strlen(g->subjects.data + *at) + 1;
    }
    jsonw_array_end(&w);
    jsonw_kint(&w, "times", (int64_t)g->times);
    jsonw_ktime(&w, "to", g->to);
    jsonw_object_end(&w);
    const struct ch_change change = {.stream = CH_STREAM_ACCESS,
                                     .action = action,
                                     .kind = "access",
                                     .id = g->who.id,
                                     .revision = 1,
                                     .body = buf_str(&body)};
    bool ok = jsonw_end(&w) && ch_record(&as, &change, &landed, err);
    buf_clear(&body);
    return ok;
}

bool ch_access_write(struct ch_access *a, const struct ch_ctx *ctx, struct err *err)
{
    pthread_mutex_lock(&a->lock);
    if (a->writing_count == 0) { /* else the last time did not come to its end */
        memcpy(a->writing, a->noted, sizeof a->writing);
        a->writing_count = a->count;
        a->count = 0;
        a->subjects = 0;
    }
    pthread_mutex_unlock(&a->lock);
    for (int i = 0; i < a->writing_count; i++) {
        size_t at = 0;
        do {
            if (!write_entry(ctx, &a->writing[i], &at, err)) {
                return false;
            }
        } while (at < a->writing[i].subjects.len);
    }
    return true;
}

void ch_access_written(struct ch_access *a)
{
    pthread_mutex_lock(&a->lock);
    clear(a->writing, &a->writing_count);
    pthread_mutex_unlock(&a->lock);
}
