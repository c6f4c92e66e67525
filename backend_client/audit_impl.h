/* Inside the journal's reading: audit.c merges and asks, audit_read.c reads entries,
 * audit_match.c filters, audit_detail.c compares one entry with the one before it. */
#ifndef BACKEND_CLIENT_AUDIT_IMPL_H
#define BACKEND_CLIENT_AUDIT_IMPL_H

#include "backend_client/audit.h"
#include "backend_client/session_impl.h"

#include "common/date.h"

enum { BC_AUDIT_WORDS = 8, BC_AUDIT_BYTES = 6 << 20, BC_AUDIT_PATH = 160 };

struct bc_audit_stream {
    struct bc_audit *audit;
    char name[BC_WORD];
    int64_t head;                /* -1 not known yet; 0: empty, or not for this caller */
    int64_t low;                 /* the lowest seq read; head + 1: none */
    int64_t ticket;              /* of its head, or of a page */
    int64_t after;               /* of the page on its way */
    int limit;                   /* entries a page */
    struct bc_audit_entry *rows; /* newest first, without gaps from head to low */
    int count, room;
    int merged; /* rows of it that are in the common order */
};

struct bc_audit_word {
    enum bc_audit_place {
        BC_IN_ALL,
        BC_IN_WHO,
        BC_IN_ACTION,
        BC_IN_CASE,
        BC_IN_REASON,
        BC_IN_STREAM,
        BC_SINCE,
        BC_UNTIL
    } place;
    bool without;
    char text[96];
    int64_t at; /* of since and until */
};

struct bc_audit_filter {
    char subject[BC_ID];
    int count, zone_s, year; /* year: of a date that does not say one */
    struct bc_audit_word words[BC_AUDIT_WORDS];
    const char *(*word)(const char *wire);
};

/* A row in the common order. */
struct bc_audit_at {
    int stream, row;
};

/* The entry looked at, being fetched: itself, then the one before it. */
struct bc_audit_look {
    struct bc_audit *audit;
    int stream;
    int64_t seq, revision;
    char kind[24], subject[BC_ID];
    int64_t ticket;
    bool searching; /* the one before is not among the rows read yet */
    struct buf entry;
    struct bc_audit_detail *detail;
};

struct bc_audit {
    struct bc_session *session;
    struct bc_audit_stream streams[BC_AUDIT_STREAMS];
    int stream_count;
    struct bc_audit_filter filter;
    struct bc_audit_at *order;
    int order_count, order_room;
    int *shown; /* positions in `order` that match */
    int shown_count, shown_room;
    int64_t wanted;
    bool complete, stopped;
    int refused; /* streams this caller may not read */
    struct err err;
    struct bc_audit_look look;
};

/* audit.c */
void bc_audit_pump(struct bc_audit *audit);

/* audit_read.c: what a row shows of an entry's JSON, without building its body. */
MUST_CHECK bool bc_audit_entry_read(const char *json, size_t len,
                                    struct bc_audit_entry *out, struct err *err);

/* audit_match.c */
MUST_CHECK bool bc_audit_filter_read(const char *text, struct bc_audit_filter *out,
                                     struct err *err);
bool bc_audit_matches(const struct bc_audit_filter *filter, const char *stream,
                      const struct bc_audit_entry *entry);

/* audit_detail.c */
MUST_CHECK bool bc_audit_compare(const char *before, const char *after,
                                 struct bc_audit_detail *out, struct err *err);
/* The search for the entry before goes on: rows were added to its stream. */
void bc_audit_look_on(struct bc_audit *audit);
void bc_audit_look_stop(struct bc_audit *audit);

#endif
