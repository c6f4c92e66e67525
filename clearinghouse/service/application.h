/* A case as a value: what is submitted, what is known about it, what was decided. Its
 * canonical JSON is the record: reply, journal body and hash input. */
#ifndef CLEARINGHOUSE_SERVICE_APPLICATION_H
#define CLEARINGHOUSE_SERVICE_APPLICATION_H

#include "clearinghouse/store/records.h"
#include "common/buf.h"
#include "common/err.h"

enum { CH_DOCUMENTS_MAX = 12, CH_SIGNATURES_MAX = 4, CH_OBJECTIONS_MAX = 4 };

struct ch_document {
    char kind[CH_SLUG_MAX]; /* contract invoice payment-slip usage undertaking licence */
    char name[CH_NAME_MAX]; /* file name as given */
    char sha256[HASH_HEX];
    char state[CH_SLUG_MAX]; /* ok illegible mismatch void duplicate missing */
};

struct ch_signature {
    char by[CH_SLUG_MAX];
    char acting_for[CH_SLUG_MAX]; /* or "" */
    char role[CH_SLUG_MAX];
    int64_t at;
};

/* Said against a case while it was on notice. */
struct ch_objection {
    char by[CH_NAME_MAX]; /* who objects, by name */
    char evidence[600];
    char code[64];
    char recorded_by[CH_SLUG_MAX];
    int64_t at;
    char outcome[16]; /* "" open, upheld, dismissed */
    char decided_by[CH_SLUG_MAX];
};

struct ch_application {
    char id[ID_MAX], number[ID_NUMBER_MAX];
    char programme[CH_SLUG_MAX], tranche[CH_SLUG_MAX];
    char status[CH_SLUG_MAX];
    int64_t revision;
    char mode[16];
    char maker[CH_SLUG_MAX];
    struct {
        char id[ID_MAX], name[CH_NAME_MAX], credit_code[CH_CODE_MAX];
        char kind[CH_SLUG_MAX], size[CH_SLUG_MAX], region[CH_SLUG_MAX];
        bool startup;
    } applicant;
    struct {
        char id[ID_MAX], name[CH_NAME_MAX];
    } provider;
    struct {
        char number[CH_SLUG_MAX * 2];
        int32_t signed_on, starts_on, ends_on; /* date_day */
        int64_t total_fen, eligible_fen;
        char fingerprint[HASH_HEX];
    } contract;
    struct {
        char kind[CH_SLUG_MAX];        /* compute storage network security corpus model */
        char accelerator[CH_SLUG_MAX]; /* "h100" "ascend-910b" … or "" */
        int64_t gpu_hours;
        int64_t amount_fen;
        char purpose[CH_NAME_MAX];
    } request;
    struct {
        bool related; /* the applicant says it is related to the provider */
        char other_subsidy[CH_NAME_MAX]; /* other public money on the same contract, or ""
                                          */
        bool fees_paid;
    } declared;
    struct {
        int64_t gpu_hours;   /* proven by the data centre, -1: nothing yet */
        int32_t from, to;    /* date_day */
        char centre[ID_MAX]; /* id or slug, or "" */
    } usage;
    struct { /* where payment follows use: what was paid; "" none yet */
        char number[CH_SLUG_MAX];
        int32_t date;
        int64_t amount_fen;
    } invoice;
    struct ch_document documents[CH_DOCUMENTS_MAX];
    int document_count;
    struct {
        int64_t amount_fen, rate_bp; /* 0 until approved */
    } grant;
    struct ch_signature signatures[CH_SIGNATURES_MAX];
    int signature_count;
    struct {
        int64_t from, until; /* 0: not on notice yet */
    } notice;
    struct ch_objection objections[CH_OBJECTIONS_MAX];
    int objection_count;
    char voucher[ID_MAX]; /* issued, or "" */
    int64_t round;        /* of review; rises when a case goes back */
    int64_t due_at;       /* 0: the clock stands still */
    char clock[16];       /* running stopped done */
    char assigned_to[CH_SLUG_MAX];
    int64_t submitted_at, updated_at;
    int64_t undo_until;              /* 0: nothing to undo */
    char undo_status[CH_SLUG_MAX];   /* where undo goes back to */
    char last_decision[CH_SLUG_MAX]; /* "approve" … or "" */
    char last_by[CH_SLUG_MAX];
    char reason_code[64], reason_note[600];
    char verdict[4096 * 4]; /* canonical JSON of ch_verdict_json(), embedded as it is */
};

/* The year in China whose yearly cap the grant counts against: that of the first
 * signature. 0 while nobody has signed. */
int ch_application_grant_year(const struct ch_application *application);

/* The canonical JSON document. False only for a fault of ours. */
MUST_CHECK bool ch_application_encode(const struct ch_application *application,
                                      struct buf *out, struct err *err);
/* From a document of our own making. */
MUST_CHECK bool ch_application_decode(const char *text, size_t len,
                                      struct ch_application *out, struct err *err);

#endif
