/* A programme as data: budget, rate, caps, applicants, window, each figure with its
 * source. Read from clearinghouse/programmes/NAME.ini; a rule whose key is absent is not
 * part of the programme, and a figure nobody published is `unknown`, never a guess. */
#ifndef CLEARINGHOUSE_SERVICE_POLICY_H
#define CLEARINGHOUSE_SERVICE_POLICY_H

#include "clearinghouse/store/records.h"
#include "common/attr.h"
#include "common/buf.h"
#include "common/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct json_t;

enum ch_known { CH_ABSENT, CH_KNOWN, CH_UNKNOWN, CH_NONE };

/* A figure: CH_KNOWN has `value`; CH_NONE says the programme has no such limit;
 * CH_UNKNOWN that nobody published it; CH_ABSENT that the file does not speak of it. */
struct ch_figure {
    enum ch_known known;
    int64_t value; /* fen, basis points, days: by the key's suffix */
    bool working;  /* days of the holiday calendar's working days */
    char source[160];
    char contested[160]; /* another value with its source, as text, or "" */
};

struct ch_policy {
    char id[CH_SLUG_MAX]; /* "shanghai-compute" */
    char name_en[CH_NAME_MAX], name_zh[CH_NAME_MAX];
    char city_en[CH_SLUG_MAX], city_zh[CH_SLUG_MAX];
    char owner[CH_NAME_MAX];
    char subject[CH_SLUG_MAX]; /* compute corpus model */
    char mode[16];             /* pre-issued post-use supply-side unknown */
    char payee[16];            /* demand provider unknown */
    int version;
    struct ch_figure budget_fen;    /* a year */
    struct ch_figure announced_fen; /* packages: never ledger money */
    struct ch_figure rate_bp;
    struct ch_figure startup_rate_bp; /* higher rate for start-ups */
    struct ch_figure case_cap_fen;
    struct ch_figure year_cap_fen; /* per applicant and calendar year */
    struct ch_figure minimum_spend_fen;
    struct ch_figure contract_max_days;
    struct ch_figure contract_not_before; /* date_day */
    struct ch_figure second_signature_fen;
    struct ch_figure undo_minutes;
    struct ch_figure review_days;     /* working target: due_at */
    struct ch_figure supplement_days; /* to answer a return */
    struct ch_figure rounding_unit_fen;
    struct ch_figure notice_days;        /* public notice, before issue */
    struct ch_figure voucher_days;       /* validity of a voucher */
    struct ch_figure group_year_cap_fen; /* per ultimate group and calendar year */
    /* Applicants: comma-separated words, "" for any, "unknown". */
    char applicant_kinds[160]; /* firm,institute,university */
    char applicant_sizes[96];  /* micro,small,medium,large */
    char region[CH_SLUG_MAX];  /* the registration region required: "上海市", or "" */
    char recovered_to[16];     /* money clawed back: treasury (default) or tranche */
    char documents[200];       /* required kinds:
                                  contract,invoice,payment-slip,usage,undertaking */
    bool unrelated_parties, listed_provider, compute_only, single_subsidy, good_standing,
        fees_paid, usage_proof; /* which rules the programme has */
    char rules_source[160];     /* who published the rules above */
    char operating_rules[160];  /* those of them nobody published: ours, by key */
    char window_note[160];
};

struct ch_policy_set; /* every policy of a folder, by id */

/* Read every *.ini of `folder`. On a fault: ERR_CONFIG naming file, line, key, value and
 * what would be right. */
MUST_CHECK bool ch_policies_load(const char *folder, struct ch_policy_set **out,
                                 struct err *err);
void ch_policies_free(struct ch_policy_set *set);
size_t ch_policies_count(const struct ch_policy_set *set);
const struct ch_policy *ch_policies_at(const struct ch_policy_set *set, size_t index);
const struct ch_policy *ch_policies_find(const struct ch_policy_set *set, const char *id);

/* True when the programme has this rule ([rules] key) or knows this figure; `*source`
 * then says who laid it down: a publication, or this installation. */
bool ch_policy_has(const struct ch_policy *policy, const char *key, const char **source);

/* Append the policy as canonical JSON: each figure
 * {"contested":…,"source":…,"value":…|null, "known":"known|unknown|none|absent"}. */
void ch_policy_json(const struct ch_policy *policy, struct buf *out);

/* The policy a "programme.publish" entry recorded: what its rules need, as they were. */
void ch_policy_from_json(const struct json_t *doc, struct ch_policy *out);

#endif
