#include "backend_client/audit_impl.h"

#include "backend_client/collections.h"
#include "backend_client/cut.h"
#include "backend_client/fields_read.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    FIRST_PAGE = 12, /* enough for a screen, of many streams at once */
    PAGE = 40,
    AHEAD = 64,
    IN_FLIGHT = 4,
    HEAD_BYTES = 4096,
};

static void tell(struct bc_audit *audit)
{
    bc_event_push(audit->session, &(struct bc_event){.kind = BC_EVENT_AUDIT});
}

static void fail(struct bc_audit *audit, const struct err *err)
{
    audit->err = *err;
    audit->stopped = true;
    tell(audit);
}

/* ---- asking ---- */

static int in_flight(const struct bc_audit *audit)
{
    int count = 0;
    for (int i = 0; i < audit->stream_count; i++) {
        count += audit->streams[i].ticket != 0;
    }
    return count;
}

static void ask(struct bc_audit_stream *stream, const char *path, size_t max,
                bc_reply_fn *done)
{
    const struct bc_request request = {.path = path, .if_match = -1};
    stream->ticket = bc_transport_send(stream->audit->session->transport, &request, max,
                                       0, done, stream);
    if (!stream->ticket) {
        struct err err = {0};
        err_set(&err, ERR_INTERNAL, "out of memory for a request");
        fail(stream->audit, &err);
    }
}

/* Entries come without gaps; a page cut short by the server is asked for again, smaller.
 */
static bool take_page(struct bc_audit_stream *stream, const struct bc_reply *reply,
                      struct err *err)
{
    static const char *const keys[] = {"items"};
    struct bc_span list, item;
    int wanted = (int)(stream->low - 1 - stream->after), got = 0;
    struct bc_audit_entry *page = calloc((size_t)wanted + 1, sizeof *page);
    bool ok = page &&
              bc_cut_object(buf_str(&reply->body), reply->body.len, keys, 1, &list) &&
              list.at;
    while (ok && bc_cut_item(&list, &item) && item.at) {
        ok = got < wanted && bc_audit_entry_read(item.at, item.len, &page[got], err) &&
             page[got].seq == stream->after + 1 + got;
        got += ok;
    }
    int room = stream->count + got;
    if (ok && got == wanted && room > stream->room) {
        room = room * 2;
        struct bc_audit_entry *rows = realloc(stream->rows, (size_t)room * sizeof *rows);
        ok = rows != NULL;
        stream->rows = ok ? rows : stream->rows;
        stream->room = ok ? room : stream->room;
    }
    for (int i = 0; ok && got == wanted && i < got; i++) {
        page[got - 1 - i].stream = (int)(stream - stream->audit->streams);
        stream->rows[stream->count++] = page[got - 1 - i];
    }
    if (ok && got == wanted) {
        stream->low = stream->after + 1;
        stream->limit = PAGE;
    } else if (ok) {
        stream->limit = got > 1 ? got / 2 : 1;
        ok = got > 0 || wanted == 0;
    }
    free(page);
    return ok || (err->kind != ERR_NONE) ||
           err_set(err, ERR_INVALID,
                   "the server's journal \"%s\" has a gap after seq %" PRId64
                   "; run the chain check",
                   stream->name, stream->after);
}

static void on_page(void *ctx, struct bc_reply *reply)
{
    struct bc_audit_stream *stream = ctx;
    struct err err = reply->err;
    stream->ticket = 0;
    if (err.kind == ERR_NONE) {
        struct err bad = {0};
        if (!take_page(stream, reply, &bad) || bad.kind != ERR_NONE) {
            err = bad;
        }
    }
    if (err.kind != ERR_NONE) {
        fail(stream->audit, &err);
        return;
    }
    bc_audit_look_on(stream->audit);
    bc_audit_pump(stream->audit);
    tell(stream->audit);
}

static void ask_page(struct bc_audit_stream *stream)
{
    char path[BC_AUDIT_PATH];
    int64_t left = stream->low - 1;
    int limit = left < stream->limit ? (int)left : stream->limit;
    stream->after = left - limit;
    snprintf(path, sizeof path, "/v1/journal/%s?after=%" PRId64 "&limit=%d", stream->name,
             stream->after, limit);
    ask(stream, path, BC_AUDIT_BYTES, on_page);
}

static void on_head(void *ctx, struct bc_reply *reply)
{
    static const char *const keys[] = {"seq"};
    struct bc_audit_stream *stream = ctx;
    struct bc_audit *audit = stream->audit;
    struct bc_span seq = {0};
    stream->ticket = 0;
    if (reply->status == 403 || reply->status == 404) {
        stream->head = 0;
        audit->refused += reply->status == 403;
    } else if (reply->err.kind != ERR_NONE) {
        fail(audit, &reply->err);
        return;
    } else if (bc_cut_object(buf_str(&reply->body), reply->body.len, keys, 1, &seq) &&
               seq.at) {
        stream->head = strtoll(seq.at, NULL, 10);
    }
    stream->head = stream->head < 0 ? 0 : stream->head;
    stream->low = stream->head + 1;
    bc_audit_pump(audit);
    tell(audit);
}

static void ask_head(struct bc_audit_stream *stream)
{
    char path[BC_AUDIT_PATH];
    snprintf(path, sizeof path, "/v1/journal/%s/head", stream->name);
    ask(stream, path, HEAD_BYTES, on_head);
}

/* ---- merging ---- */

static bool grow(void **array, int *room, int count, size_t size)
{
    if (count < *room) {
        return true;
    }
    int more = *room ? *room * 2 : 512;
    void *bigger = realloc(*array, (size_t)more * size);
    if (bigger) {
        *array = bigger;
        *room = more;
    }
    return bigger != NULL;
}

static const struct bc_audit_entry *entry_at(const struct bc_audit *audit, int position)
{
    struct bc_audit_at at = audit->order[position];
    return &audit->streams[at.stream].rows[at.row];
}

static void show_if_it_matches(struct bc_audit *audit, int position)
{
    const struct bc_audit_entry *entry = entry_at(audit, position);
    if (bc_audit_matches(&audit->filter, audit->streams[entry->stream].name, entry) &&
        grow((void **)&audit->shown, &audit->shown_room, audit->shown_count,
             sizeof *audit->shown)) {
        audit->shown[audit->shown_count++] = position;
    }
}

static bool take(struct bc_audit *audit, int stream)
{
    struct bc_audit_stream *from = &audit->streams[stream];
    if (!grow((void **)&audit->order, &audit->order_room, audit->order_count,
              sizeof *audit->order)) {
        return false;
    }
    audit->order[audit->order_count++] = (struct bc_audit_at){stream, from->merged++};
    show_if_it_matches(audit, audit->order_count - 1);
    /* The first revision ends a record's history. */
    const struct bc_audit_entry *entry = &from->rows[from->merged - 1];
    if (*audit->filter.subject && entry->revision == 1 &&
        strcmp(entry->subject, audit->filter.subject) == 0) {
        audit->complete = true;
    }
    return true;
}

/* The stream whose next row is the newest; -1: none has one. `*waiting`: some stream's
 * next row is not here yet, so nobody knows. */
static int newest(const struct bc_audit *audit, bool *waiting)
{
    int best = -1;
    *waiting = false;
    for (int i = 0; i < audit->stream_count; i++) {
        const struct bc_audit_stream *s = &audit->streams[i];
        if (s->head < 0 || (s->merged == s->count && s->low > 1)) {
            *waiting = true;
        } else if (s->merged < s->count &&
                   (best < 0 ||
                    s->rows[s->merged].at >
                        audit->streams[best].rows[audit->streams[best].merged].at)) {
            best = i;
        }
    }
    return best;
}

static bool wants_page(const struct bc_audit *audit, const struct bc_audit_stream *s)
{
    bool looked_for = audit->look.searching && s == &audit->streams[audit->look.stream];
    return s->head > 0 && s->low > 1 && !s->ticket &&
           (s->merged == s->count || looked_for);
}

static void ask_more(struct bc_audit *audit, bool merging)
{
    int flying = in_flight(audit);
    for (int i = 0; i < audit->stream_count && flying < IN_FLIGHT && !audit->stopped;
         i++) {
        struct bc_audit_stream *s = &audit->streams[i];
        bool looked_for = audit->look.searching && i == audit->look.stream;
        if (s->head < 0 && !s->ticket) {
            ask_head(s);
        } else if ((merging || looked_for) && wants_page(audit, s)) {
            ask_page(s);
        } else {
            continue;
        }
        flying++;
    }
}

/* Everything before the first day asked for was passed. */
static bool is_past(const struct bc_audit *audit)
{
    for (int i = 0; i < audit->filter.count && audit->order_count > 0; i++) {
        const struct bc_audit_word *word = &audit->filter.words[i];
        if (word->place == BC_SINCE && !word->without &&
            entry_at(audit, audit->order_count - 1)->at < word->at) {
            return true;
        }
    }
    return false;
}

void bc_audit_pump(struct bc_audit *audit)
{
    bool waiting = false;
    audit->complete = audit->complete || is_past(audit);
    while (!audit->complete && audit->order_count < BC_AUDIT_MAX &&
           audit->shown_count < audit->wanted) {
        int next = newest(audit, &waiting);
        if (waiting) {
            break;
        }
        audit->complete = next < 0 || is_past(audit);
        if (next >= 0 && !take(audit, next)) {
            struct err err = {0};
            err_set(&err, ERR_INTERNAL, "out of memory for the journal");
            fail(audit, &err);
            return;
        }
    }
    ask_more(audit, waiting);
}

/* ---- opening ---- */

static void add_stream(struct bc_audit *audit, const char *name)
{
    if (audit->stream_count < BC_AUDIT_STREAMS && *name &&
        strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-_") == strlen(name)) {
        struct bc_audit_stream *stream = &audit->streams[audit->stream_count++];
        *stream =
            (struct bc_audit_stream){.audit = audit, .head = -1, .limit = FIRST_PAGE};
        bc_text_copy(stream->name, sizeof stream->name, name);
    }
}

bool bc_audit_open(struct bc_session *session, const struct bc_audit_query *query,
                   struct bc_audit **out, struct err *err)
{
    const struct bc_programme *programmes;
    struct bc_audit *audit = calloc(1, sizeof *audit);
    if (!audit) {
        return err_set(err, ERR_INTERNAL, "out of memory for the journal");
    }
    audit->session = session;
    audit->filter.zone_s = query->zone_s;
    audit->filter.word = query->word;
    audit->filter.year = date_split(bc_clock(session), query->zone_s).year;
    bc_text_copy(audit->filter.subject, BC_ID, query->subject ? query->subject : "");
    if (!bc_audit_filter_read(query->text ? query->text : "", &audit->filter, err)) {
        free(audit);
        return false;
    }
    int count = bc_programmes(session, &programmes);
    if (query->stream) {
        add_stream(audit, query->stream);
    } else {
        add_stream(audit, "registry");
        for (int i = 0; i < count; i++) {
            add_stream(audit, programmes[i].id);
        }
    }
    audit->look.audit = audit;
    audit->wanted = AHEAD;
    bc_audit_pump(audit);
    *out = audit;
    return true;
}

void bc_audit_close(struct bc_audit *audit)
{
    if (!audit) {
        return;
    }
    bc_audit_look_stop(audit);
    for (int i = 0; i < audit->stream_count; i++) {
        if (audit->streams[i].ticket) {
            bc_transport_cancel(audit->session->transport, audit->streams[i].ticket);
        }
        free(audit->streams[i].rows);
    }
    free(audit->order);
    free(audit->shown);
    free(audit);
}

bool bc_audit_filter(struct bc_audit *audit, const char *text, struct err *err)
{
    struct bc_audit_filter filter = audit->filter;
    if (!bc_audit_filter_read(text, &filter, err)) {
        return false;
    }
    audit->filter = filter;
    audit->complete = audit->complete && *filter.subject;
    audit->shown_count = 0;
    audit->wanted = AHEAD;
    for (int i = 0; i < audit->order_count; i++) {
        show_if_it_matches(audit, i);
    }
    bc_audit_pump(audit);
    return true;
}

void bc_audit_resume(struct bc_audit *audit)
{
    audit->err = (struct err){.kind = ERR_NONE};
    audit->stopped = false;
    bc_audit_pump(audit);
}

void bc_audit_want(struct bc_audit *audit, int64_t rows)
{
    if (rows > audit->wanted) {
        audit->wanted = rows;
        bc_audit_pump(audit);
    }
}

/* ---- reading ---- */

void bc_audit_progress(const struct bc_audit *audit, struct bc_audit_progress *out)
{
    *out = (struct bc_audit_progress){.read = audit->order_count,
                                      .shown = audit->shown_count,
                                      .complete = audit->complete,
                                      .capped = audit->order_count >= BC_AUDIT_MAX,
                                      .refused = audit->stream_count > 0 &&
                                                 audit->refused == audit->stream_count,
                                      .err = audit->err};
    for (int i = 0; i < audit->stream_count; i++) {
        int64_t head = audit->streams[i].head;
        out->known = head < 0 || out->known < 0 ? -1 : out->known + head;
    }
}

const struct bc_audit_entry *bc_audit_row(struct bc_audit *audit, int64_t index)
{
    bc_audit_want(audit, index + AHEAD);
    return index >= 0 && index < audit->shown_count ? entry_at(audit, audit->shown[index])
                                                    : NULL;
}

const char *bc_audit_stream(const struct bc_audit *audit, int stream)
{
    return stream >= 0 && stream < audit->stream_count ? audit->streams[stream].name : "";
}
