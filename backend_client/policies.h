/* The rules of each programme as published: every figure with its source, what sources
 * disagree about, and what nobody knows. From the programmes as they were last fetched,
 * so that it needs no link. */
#ifndef BACKEND_CLIENT_POLICIES_H
#define BACKEND_CLIENT_POLICIES_H

#include "backend_client/session.h"

enum { BC_POLICY_FIGURES = 32 };

enum bc_known {
    BC_ABSENT,  /* the programme's papers say nothing of it and need not */
    BC_KNOWN,   /* `value`, or `day` of a date */
    BC_UNKNOWN, /* it exists and was not published */
    BC_NONE,    /* there is none, on purpose */
};

struct bc_figure {
    char key[32]; /* "rate_bp" */
    enum bc_known known;
    int64_t value;
    int32_t day;
    bool working;                             /* days: working days */
    char source[BC_NAME], contested[BC_NAME]; /* "" none */
};

struct bc_policy {
    char id[BC_WORD], name_en[BC_NAME], name_zh[BC_NAME], city_en[BC_WORD],
        city_zh[BC_WORD];
    char owner[BC_NAME], subject[BC_WORD], mode[BC_WORD], payee[BC_WORD],
        recovered_to[BC_WORD], window_note[BC_NAME];
    int version;
    int figure_count;
    struct bc_figure figures[BC_POLICY_FIGURES];
    /* rules: comma-separated words; `checks` are those that are switched on,
     * `own_checks` the ones that are this installation's and not the city's */
    char applicant_kinds[BC_NAME], applicant_sizes[BC_NAME], documents[BC_NAME],
        region[BC_NAME], checks[BC_NAME], own_checks[BC_NAME], rules_source[BC_NAME];
};

/* In `*out`, owned by the caller (free() it); `*at` when they were true, 0: not here yet,
 * and then there are none. */
MUST_CHECK bool bc_policies_read(struct bc_session *session, struct bc_policy **out,
                                 int *count, int64_t *at, struct err *err);
/* NULL when the programme has no such figure. */
const struct bc_figure *bc_policy_figure(const struct bc_policy *policy, const char *key);

struct json_t;
MUST_CHECK bool bc_policy_from_json(const struct json_t *value, struct bc_policy *out,
                                    struct err *err);

#endif
