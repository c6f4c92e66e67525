/* Declared conflicts of interest, delegations of a role, periods without decisions. */
#ifndef CLEARINGHOUSE_STORE_CONTROLS_H
#define CLEARINGHOUSE_STORE_CONTROLS_H

#include "clearinghouse/store/records.h"
#include "clearinghouse/store/row.h"

struct ch_conflict {
    char id[ID_MAX];
    char programme[CH_SLUG_MAX]; /* "registry": its stream */
    char principal[CH_SLUG_MAX];
    char organisation[ID_MAX], organisation_name[CH_NAME_MAX];
    char note[600];
    int32_t until_on; /* last day it stands; 0 for good */
    int64_t declared_at;
    char declared_by[CH_SLUG_MAX];
    int64_t revision, entry_seq;
};
extern const struct ch_table ch_conflict_table;

/* The organisation that keeps `principal` from a case of these two on day `today`: one of
 * them, or of the applicant's group. "" none. */
MUST_CHECK bool ch_conflict_with(struct ch_db *db, const char *principal,
                                 const char *applicant, const char *provider,
                                 int32_t today, char name[CH_NAME_MAX], struct err *err);

struct ch_delegation {
    char id[ID_MAX];
    char programme[CH_SLUG_MAX];
    char from_who[CH_SLUG_MAX], to_who[CH_SLUG_MAX];
    char role[CH_SLUG_MAX]; /* officer supervisor */
    int64_t cap_fen;        /* the most one decision may be about */
    int64_t from_at, until_at, ended_at;
    char note[600];
    int64_t revision, entry_seq;
};
extern const struct ch_table ch_delegation_table;

/* The delegation of `from_who` to `to_who` that is in force at `now` in `programme`
 * (NULL: in any); `*found` false when there is none. */
MUST_CHECK bool ch_delegation_in_force(struct ch_db *db, const char *from_who,
                                       const char *to_who, const char *programme,
                                       int64_t now, bool *found,
                                       struct ch_delegation *out, struct err *err);

struct ch_freeze {
    char id[ID_MAX];
    char programme[CH_SLUG_MAX];
    int32_t from_on, until_on; /* both included */
    char decisions[96];        /* of approve, issue, pay; with commas */
    char note[600];
    char made_by[CH_SLUG_MAX];
    int64_t made_at;
    int64_t revision, entry_seq;
};
extern const struct ch_table ch_freeze_table;

/* The last day of a freeze of `decision` that is on today, 0 when there is none. */
MUST_CHECK bool ch_freeze_on(struct ch_db *db, const char *programme,
                             const char *decision, int32_t today, int32_t *until,
                             struct err *err);

/* Open cases nobody has taken, most urgent first: by deadline, then by risk. Lends id,
 * programme, applicant and provider; `each` returns false to stop. */
typedef bool ch_untaken_fn(void *ctx, const char *id, const char *programme,
                           const char *applicant, const char *provider);
MUST_CHECK bool ch_application_untaken(struct ch_db *db, const char *not_maker,
                                       ch_untaken_fn *each, void *ctx, struct err *err);

#endif
