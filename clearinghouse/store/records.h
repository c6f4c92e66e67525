/* The tables behind the records. Each row holds what lists, rules and constraints need;
 * the whole record is the body of the journal entry the row points at (`entry_seq`).
 *
 * Getters give ERR_NOT_FOUND. Rows are plain values; their strings are fixed arrays sized
 * for the limits the API enforces. */
#ifndef CLEARINGHOUSE_STORE_RECORDS_H
#define CLEARINGHOUSE_STORE_RECORDS_H

#include "clearinghouse/store/db.h"
#include "clearinghouse/store/ledger.h"
#include "common/hash.h"
#include "common/id.h"

enum {
    CH_SLUG_MAX = 48,  /* programme and tranche ids, role and status words */
    CH_NAME_MAX = 256, /* bytes of a name */
    CH_CODE_MAX = 24,  /* unified social credit code */
};

/* ---- people ---- */

enum ch_role {
    CH_ROLE_OFFICER = 1,
    CH_ROLE_SUPERVISOR = 2,
    CH_ROLE_OPERATOR = 4,
    CH_ROLE_AUDITOR = 8,
    CH_ROLE_ADMIN = 16,
    CH_ROLE_APPLICANT_DESK = 32, /* submits on behalf of applicants; decides nothing */
};

struct ch_principal {
    char id[CH_SLUG_MAX];
    char name[CH_NAME_MAX];
    int64_t uid;    /* Unix user, or -1 */
    unsigned roles; /* all roles in any programme: enum ch_role bits */
};

MUST_CHECK bool ch_principal_get(struct ch_db *db, const char *id,
                                 struct ch_principal *out, struct err *err);
MUST_CHECK bool ch_principal_by_uid(struct ch_db *db, int64_t uid,
                                    struct ch_principal *out, struct err *err);
MUST_CHECK bool ch_principal_put(struct ch_db *db, const struct ch_principal *principal,
                                 struct err *err);
/* `scope` is a programme, a centre id (operators) or "*". */
MUST_CHECK bool ch_grant_put(struct ch_db *db, const char *principal, enum ch_role role,
                             const char *scope, struct err *err);
/* Role bits of the principal in `scope`, "*" grants included. 0 when none. */
MUST_CHECK bool ch_grant_roles(struct ch_db *db, const char *principal, const char *scope,
                               unsigned *roles, struct err *err);

/* Lend each grant of a principal, by scope. */
typedef void ch_grant_fn(void *ctx, enum ch_role role, const char *scope);
MUST_CHECK bool ch_grant_each(struct ch_db *db, const char *principal, ch_grant_fn *each,
                              void *ctx, struct err *err);

typedef void ch_id_fn(void *ctx, const char *id);

/* ---- programmes and tranches ---- */

struct ch_tranche {
    char programme[CH_SLUG_MAX];
    char id[CH_SLUG_MAX]; /* slug within the programme: "2026-general" */
    char name[CH_NAME_MAX];
    int fiscal_year;
    int32_t opens_on, closes_on; /* date_day */
    int64_t revision;
    int64_t balance[CH_ACCOUNT_COUNT]; /* fen; [CH_APPROPRIATED] is the total given */
    char funders[512];                 /* canonical JSON: [{"name":…,"share_bp":…}] */
    int64_t closed_at;                 /* 0: open */
    char carried_to[CH_SLUG_MAX];      /* where what still ran went on, or "" */
};

MUST_CHECK bool ch_programme_put(struct ch_db *db, const char *id, int version,
                                 int64_t entry_seq, struct err *err);
/* Lend each programme's id and newest version, by id. */
typedef void ch_programme_fn(void *ctx, const char *id, int version, int64_t entry_seq);
MUST_CHECK bool ch_programme_each(struct ch_db *db, ch_programme_fn *each, void *ctx,
                                  struct err *err);

MUST_CHECK bool ch_tranche_get(struct ch_db *db, const char *programme, const char *id,
                               struct ch_tranche *out, struct err *err);
/* Insert (revision 1, zero balances) or update name, window, funders, revision, closing;
 * never balances. */
MUST_CHECK bool ch_tranche_put(struct ch_db *db, const struct ch_tranche *tranche,
                               struct err *err);
/* Every tranche of `programme` (NULL: of all), ordered by programme, year, id. */
typedef void ch_tranche_fn(void *ctx, const struct ch_tranche *tranche);
MUST_CHECK bool ch_tranche_each(struct ch_db *db, const char *programme,
                                ch_tranche_fn *each, void *ctx, struct err *err);

/* Ids of what still runs in a tranche, oldest first: cases it holds money for, claims
 * neither paid nor rejected, vouchers with something left in them. */
enum ch_running { CH_RUNNING_CASES, CH_RUNNING_CLAIMS, CH_RUNNING_VOUCHERS };
MUST_CHECK bool ch_tranche_running(struct ch_db *db, const char *programme,
                                   const char *tranche, enum ch_running kind, int limit,
                                   ch_id_fn *each, void *ctx, struct err *err);

/* ---- organisations ---- */

struct ch_organisation {
    char id[ID_MAX];
    char credit_code[CH_CODE_MAX]; /* unique */
    char name[CH_NAME_MAX];
    char kind[CH_SLUG_MAX];   /* firm institute university provider … */
    char size[CH_SLUG_MAX];   /* micro small medium large, or "" */
    char region[CH_SLUG_MAX]; /* of registration: "上海市" */
    bool startup;
    bool listed;           /* a provider on the programme office's list */
    char group_id[ID_MAX]; /* ultimate group, or its own id */
    /* What relates two parties; normalised, "" unknown. */
    char legal_person[CH_NAME_MAX];
    char address[CH_NAME_MAX];
    char phone[CH_SLUG_MAX];
    char account[CH_SLUG_MAX];
    int32_t debarred_until; /* date_day, 0 none */
    int64_t revision;
    int64_t entry_seq; /* in "registry" */
};

MUST_CHECK bool ch_organisation_get(struct ch_db *db, const char *id,
                                    struct ch_organisation *out, struct err *err);
MUST_CHECK bool ch_organisation_by_code(struct ch_db *db, const char *credit_code,
                                        struct ch_organisation *out, struct err *err);
/* Append the whole record (canonical JSON) to `out`. */
MUST_CHECK bool ch_organisation_doc(struct ch_db *db, const char *id, struct buf *out,
                                    struct err *err);
typedef bool ch_organisation_fn(void *ctx, const struct ch_organisation *org);
/* Organisations whose name contains, or whose code starts with, `query` (NULL: all),
 * after `id`. */
MUST_CHECK bool ch_organisation_list(struct ch_db *db, const char *query,
                                     const char *after, int limit,
                                     ch_organisation_fn *each, void *ctx,
                                     struct err *err);
MUST_CHECK bool ch_organisation_put(struct ch_db *db, const struct ch_organisation *org,
                                    struct err *err);
/* What two organisations share: "group" "legal-person" "account" "address" "phone", or
 * NULL. */
MUST_CHECK bool ch_relation_between(struct ch_db *db, const char *id, const char *other,
                                    const char **what, struct err *err);

/* ---- applications ---- */

struct ch_application_row {
    char id[ID_MAX];
    char number[ID_NUMBER_MAX]; /* unique */
    char programme[CH_SLUG_MAX];
    char tranche[CH_SLUG_MAX];
    char status[CH_SLUG_MAX];
    int64_t revision;
    char maker[CH_SLUG_MAX];
    char applicant[ID_MAX];
    char applicant_name[CH_NAME_MAX];
    char credit_code[CH_CODE_MAX];
    char group_id[ID_MAX];
    char provider[ID_MAX];
    char provider_name[CH_NAME_MAX];
    char fingerprint[HASH_HEX]; /* of the contract, normalised */
    char kind[CH_SLUG_MAX];     /* what is asked for */
    char accelerator[CH_SLUG_MAX];
    int64_t gpu_hours;
    int64_t amount_fen; /* asked */
    int64_t grant_fen;  /* granted, or what the rules would grant while open */
    int64_t grant_bp;
    int64_t reserved_fen;      /* held for it in the tranche now */
    char verdict[CH_SLUG_MAX]; /* pass query cap fail wait */
    int32_t verdict_issues;    /* rules that did not pass */
    char assigned_to[CH_SLUG_MAX];
    int64_t submitted_at, updated_at, due_at; /* microseconds; due 0: clock stopped */
    int64_t undo_until;                       /* 0: nothing to undo */
    int64_t entry_seq;
};

/* Insert or update by id; an update names the revision it replaces (`row.revision - 1`),
 * and ERR_STALE when another is there. Keeps the per-programme, per-status counters
 * right. */
MUST_CHECK bool ch_application_put(struct ch_db *db, const struct ch_application_row *row,
                                   struct err *err);
MUST_CHECK bool ch_application_get(struct ch_db *db, const char *id,
                                   struct ch_application_row *out, struct err *err);
/* Append the whole record (canonical JSON) to `out`. */
MUST_CHECK bool ch_application_doc(struct ch_db *db, const char *id, struct buf *out,
                                   struct err *err);
/* Next serial of the year for case numbers. */
MUST_CHECK bool ch_application_serial(struct ch_db *db, int year, int64_t *out,
                                      struct err *err);

/* The first other case with the same contract that is not rejected, withdrawn or lapsed.
 */
MUST_CHECK bool ch_application_same_contract(struct ch_db *db, const char *fingerprint,
                                             const char *except_id, bool *found,
                                             struct ch_application_row *out,
                                             struct err *err);
/* Sum of what was granted, or awaits a second signature, since `since` to the applicant
 * or anyone of its group, except one case (for splitting below the second-signature
 * threshold). */
MUST_CHECK bool ch_application_granted_sum(struct ch_db *db, const char *programme,
                                           const char *group_id, const char *applicant,
                                           int64_t since, const char *except_id,
                                           int64_t *out, struct err *err);

struct ch_application_filter {
    const char *programmes; /* comma-separated allowed ids, NULL all */
    const char *programme;  /* one, or NULL */
    const char *statuses;   /* comma-separated, or NULL */
    const char *verdict;
    const char *tranche;
    const char *applicant; /* organisation id */
    const char *assigned_to;
    const char *query; /* words of names, number prefix, credit-code prefix */
};

enum ch_application_sort {
    CH_SORT_ID, /* creation order */
    CH_SORT_DUE,
    CH_SORT_UPDATED,
    CH_SORT_AMOUNT,
    CH_SORT_APPLICANT,
};

/* Keyset page: rows after (`key`, `id`) in the order; NULL key: the first page. The sort
 * key of a row as text comes with it, for the cursor. */
typedef bool ch_application_fn(void *ctx, const struct ch_application_row *row,
                               const char *key);
MUST_CHECK bool ch_application_list(struct ch_db *db,
                                    const struct ch_application_filter *filter,
                                    enum ch_application_sort sort, bool descending,
                                    const char *key, const char *id, int limit,
                                    ch_application_fn *each, void *ctx, struct err *err);
MUST_CHECK bool ch_application_count(struct ch_db *db,
                                     const struct ch_application_filter *filter,
                                     int64_t *out, struct err *err);
/* Each row after `after`, by id, with the body its entry_seq points at ("" when there is
 * none), at most `limit`. */
typedef bool ch_application_body_fn(void *ctx, const struct ch_application_row *row,
                                    const char *body);
MUST_CHECK bool ch_application_bodies(struct ch_db *db, const char *after, int limit,
                                      ch_application_body_fn *each, void *ctx,
                                      struct err *err);
/* Kept counters: one call per programme and status, with count and asked fen. */
typedef void ch_counter_fn(void *ctx, const char *programme, const char *status,
                           int64_t count, int64_t amount_fen);
MUST_CHECK bool ch_application_counters(struct ch_db *db, ch_counter_fn *each, void *ctx,
                                        struct err *err);

/* Tallies for the supervisor: rejections by reason, approved fen by provider; a negative
 * amount takes back. Each lends the largest first, at most `limit`. */
MUST_CHECK bool ch_tally_reason(struct ch_db *db, const char *code, int64_t count,
                                struct err *err);
MUST_CHECK bool ch_tally_provider(struct ch_db *db, const char *provider,
                                  const char *name, int64_t amount_fen, struct err *err);
typedef void ch_tally_fn(void *ctx, const char *name, int64_t amount);
MUST_CHECK bool ch_tally_reasons(struct ch_db *db, int limit, ch_tally_fn *each,
                                 void *ctx, struct err *err);
MUST_CHECK bool ch_tally_providers(struct ch_db *db, int limit, ch_tally_fn *each,
                                   void *ctx, struct err *err);

/* Ids of cases for due work: returned ones with due_at <= now, and those whose undo
 * window closed by now. At most `limit`, oldest first. */
MUST_CHECK bool ch_application_overdue(struct ch_db *db, int64_t now, int limit,
                                       ch_id_fn *each, void *ctx, struct err *err);
MUST_CHECK bool ch_application_settling(struct ch_db *db, int64_t now, int limit,
                                        ch_id_fn *each, void *ctx, struct err *err);

/* Open cases waiting: how many, how many past due, the oldest's submission and the 90th
 * percentile's (0 when none). Returned ones wait for the applicant and do not count. */
struct ch_queue_age {
    int64_t open, breached, oldest_at, p90_at;
};
MUST_CHECK bool ch_application_queue_age(struct ch_db *db, int64_t now,
                                         struct ch_queue_age *out, struct err *err);

/* Signatures on a case: the database refuses the maker's own, and a second by one person
 * in one round (`round` rises when a case goes back to review). ERR_REFUSED
 * "maker-is-signer", "signed-twice". */
MUST_CHECK bool ch_signature_put(struct ch_db *db, const char *programme,
                                 const char *application, int64_t round,
                                 const char *principal, int64_t at, struct err *err);

/* The same, signed in the name of `acting_for` (NULL: for oneself), which counts as that
 * person's signature as well; nobody signs on an organisation they declared an interest
 * in (ERR_REFUSED "conflict-of-interest"). */
MUST_CHECK bool ch_signature_put_for(struct ch_db *db, const char *programme,
                                     const char *application, int64_t round,
                                     const char *principal, const char *acting_for,
                                     int64_t at, struct err *err);

/* ---- centres ---- */

struct ch_centre {
    char id[ID_MAX];
    char slug[CH_SLUG_MAX]; /* unique: "lingang-c2" */
    char name[CH_NAME_MAX];
    char operator_org[ID_MAX];
    char hub[CH_SLUG_MAX]; /* "" outside the eight hubs */
    char province[CH_SLUG_MAX];
    char status[CH_SLUG_MAX]; /* applied inspected listed suspended delisted */
    int64_t price_fen;        /* a GPU-hour; -1 unknown */
    int64_t latency_ms;       /* to the city; -1 unknown */
    int64_t revision;
    int64_t entry_seq; /* in "registry" */
};

MUST_CHECK bool ch_centre_put(struct ch_db *db, const struct ch_centre *centre,
                              struct err *err);
MUST_CHECK bool ch_centre_get(struct ch_db *db, const char *id_or_slug,
                              struct ch_centre *out, struct err *err);
typedef bool ch_centre_fn(void *ctx, const struct ch_centre *centre);
MUST_CHECK bool ch_centre_list(struct ch_db *db, const char *after_id, int limit,
                               ch_centre_fn *each, void *ctx, struct err *err);

struct ch_batch {
    char id[ID_MAX];
    char centre[ID_MAX];
    char accelerator[CH_SLUG_MAX];
    int64_t count;
    char export_status[CH_SLUG_MAX];       /* unrestricted licensed restricted unknown */
    char state_fund_eligible[CH_SLUG_MAX]; /* yes no case-review unknown */
    char evidence[CH_NAME_MAX];
    char author[CH_SLUG_MAX];
    int64_t at;
};

MUST_CHECK bool ch_batch_put(struct ch_db *db, const struct ch_batch *batch,
                             struct err *err);
typedef void ch_batch_fn(void *ctx, const struct ch_batch *batch);
MUST_CHECK bool ch_batch_each(struct ch_db *db, const char *centre, ch_batch_fn *each,
                              void *ctx, struct err *err);

struct ch_reading {
    int64_t at;
    char source[CH_SLUG_MAX]; /* meter agent typed */
    char accelerator[CH_SLUG_MAX];
    int64_t installed, powered, allocatable, allocated, active; /* cards */
    int64_t power_w, energy_kwh;                                /* -1 unknown */
    int64_t rack_fill_bp, pue_milli;                            /* -1 unknown */
};

/* One reading per centre, accelerator and instant; the same again is accepted and changes
 * nothing (`*added` false), a different one at that instant is ERR_CONFLICT. */
MUST_CHECK bool ch_reading_put(struct ch_db *db, const char *centre,
                               const struct ch_reading *reading, bool *added,
                               struct err *err);
typedef void ch_reading_fn(void *ctx, const struct ch_reading *reading);
/* Readings with from <= at < to, by time then accelerator. */
MUST_CHECK bool ch_reading_each(struct ch_db *db, const char *centre, int64_t from,
                                int64_t to, ch_reading_fn *each, void *ctx,
                                struct err *err);
/* The newest per accelerator. */
MUST_CHECK bool ch_reading_latest(struct ch_db *db, const char *centre,
                                  ch_reading_fn *each, void *ctx, struct err *err);

#endif
