/* What screens and verbs see: plain values read from the API. Text is as the server sent
 * it: pass it through safe_text() before showing it. Money is fen, rates basis points,
 * instants microseconds, 0 "none"; counts and shares are -1 where nobody knows. */
#ifndef BACKEND_CLIENT_RECORDS_H
#define BACKEND_CLIENT_RECORDS_H

#include <stdbool.h>
#include <stdint.h>

enum { BC_ID = 48, BC_WORD = 48, BC_NAME = 256, BC_NUMBER = 24 };

/* A row of the queue. */
struct bc_case {
    char id[BC_ID], number[BC_NUMBER];
    char programme[BC_WORD], tranche[BC_WORD], status[BC_WORD];
    int64_t revision;
    char applicant_id[BC_ID], applicant_name[BC_NAME], credit_code[BC_NUMBER];
    char provider_id[BC_ID], provider_name[BC_NAME];
    char kind[BC_WORD], accelerator[BC_WORD], assigned_to[BC_WORD];
    int64_t gpu_hours, amount_fen, grant_fen;
    char verdict[BC_WORD]; /* pass query cap fail wait */
    int issues;
    int64_t submitted_at, updated_at, due_at, undo_until;
};

struct bc_finding {
    char rule[BC_WORD], outcome[BC_WORD], reason[BC_WORD];
    char clause[BC_NAME], input[BC_NAME], source[BC_WORD];
    char flip_field[BC_WORD], flip_op[BC_WORD],
        flip_value[BC_NAME]; /* field "": no flip */
};

struct bc_document {
    char kind[BC_WORD], name[BC_NAME], sha256[72], state[BC_WORD];
};

struct bc_signature {
    char by[BC_WORD], role[BC_WORD];
    int64_t at;
};

/* `outcome` "": nobody has judged it yet. */
struct bc_objection {
    char by[BC_NAME], evidence[640], code[BC_WORD];
    char recorded_by[BC_WORD], outcome[BC_WORD], decided_by[BC_WORD];
    int64_t at;
};

enum { BC_FINDINGS = 24, BC_DOCUMENTS = 12, BC_SIGNATURES = 4, BC_OBJECTIONS = 4 };

/* The whole record, for the evidence pane. */
struct bc_detail {
    struct bc_case row;
    char kind[BC_WORD], size[BC_WORD], region[BC_WORD]; /* of the applicant */
    bool startup;
    char maker[BC_WORD], mode[BC_WORD], clock[BC_WORD];
    char contract_number[BC_NAME], fingerprint[72];
    int32_t signed_on, starts_on, ends_on; /* days since 1970, 0 none */
    int64_t total_fen, eligible_fen;
    char purpose[BC_NAME];
    bool declared_related, declared_fees_paid;
    char declared_other_subsidy[BC_NAME];
    int64_t usage_gpu_hours; /* -1 nothing proven yet */
    int32_t usage_from, usage_to;
    char policy[BC_WORD]; /* "shanghai-compute@1" */
    int64_t verdict_eligible_fen, rate_bp;
    char limited_by[BC_WORD];
    int finding_count, document_count, signature_count;
    struct bc_finding findings[BC_FINDINGS];
    struct bc_document documents[BC_DOCUMENTS];
    struct bc_signature signatures[BC_SIGNATURES];
    int64_t granted_fen, granted_bp;
    char last_decision[BC_WORD], last_by[BC_WORD];
    char reason_code[BC_WORD], reason_note[640];
    int64_t notice_from, notice_until; /* 0: not on public notice yet */
    int objection_count;
    struct bc_objection objections[BC_OBJECTIONS];
    char voucher[BC_ID]; /* issued on it, or "" */
};

struct bc_tranche {
    char programme[BC_WORD], id[BC_WORD], name[BC_NAME];
    char programme_name_en[BC_NAME], programme_name_zh[BC_NAME];
    int fiscal_year;
    int32_t opens_on, closes_on;
    int64_t revision;
    int64_t appropriated, available, reserved, committed, payable, disbursed, lapsed,
        recovered;
    /* from the dashboard; -1 or 0 where not known */
    int64_t pace_fen_week;
    int32_t exhausted_on; /* 0: not within the year, or unknown */
    char method[BC_WORD];
    int series_count;
    int64_t series[26];       /* available at each week's end, oldest first */
    char series_week[26][12]; /* "2026-W40" */
};

struct bc_reading {
    int64_t at;
    char accelerator[BC_WORD], source[BC_WORD]; /* meter agent typed */
    int64_t installed, powered, allocatable, allocated, active;
    int64_t power_w, energy_kwh, rack_fill_bp, pue_milli;
};

struct bc_batch {
    char id[BC_ID], accelerator[BC_WORD], export_status[BC_WORD],
        state_fund_eligible[BC_WORD];
    char evidence[BC_NAME], author[BC_WORD];
    int64_t count, at;
};

enum { BC_BATCHES = 16, BC_LATEST = 16 };

struct bc_centre {
    char id[BC_ID], slug[BC_WORD], name[BC_NAME], hub[BC_WORD], province[BC_WORD];
    char status[BC_WORD];
    int64_t revision, latency_ms, price_fen;
    int64_t installed, powered, allocatable, allocated,
        active;      /* newest, all models; -1 none */
    int64_t busy_bp; /* -1 no data */
    int64_t at;      /* of that reading; 0 none */
    char source[BC_WORD];
    bool contested; /* a batch whose status is not plain */
    int batch_count, latest_count;
    struct bc_batch batches[BC_BATCHES];
    struct bc_reading latest[BC_LATEST];
};

/* One step of a centre's series; -1 where there was no reading. */
struct bc_bucket {
    int64_t at;
    int64_t min_bp, mean_bp, max_bp;
};

struct bc_programme {
    char id[BC_WORD], name_en[BC_NAME], name_zh[BC_NAME], mode[BC_WORD], payee[BC_WORD];
    char subject[BC_WORD];
    int version;
};

struct bc_reason {
    char code[BC_WORD], decisions[BC_NAME]; /* space-separated */
    char en[BC_NAME], zh[BC_NAME];
};

struct bc_count {
    char key[BC_WORD];
    char name[BC_NAME];
    int64_t count, amount_fen;
};

struct bc_dashboard {
    int64_t at; /* 0: not there yet */
    int64_t open, breached, oldest_s, p90_s;
    int64_t decided_today, mean_hours_28d;
    int64_t centres, installed, busy_bp, stale, under_used, contested;
    int64_t journal_entries;
    bool balanced;
    int rejection_count, provider_count, programme_count;
    struct bc_count rejections[24], providers[10], programmes[24];
};

struct bc_me {
    char id[BC_WORD], name[BC_NAME];
    char roles[BC_NAME]; /* space-separated words */
    char centres[640];   /* an operator's centre ids, space-separated */
    bool demo;
    char version[BC_WORD];
};

#endif
