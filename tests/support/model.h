/* The clearinghouse told as simply as can be: arrays, sums, a few lines for each command,
 * no SQL and nothing of the service. An order is put to it and to the real one; both must
 * say yes or both no, and afterwards agree to the fen. Three programmes, one of each way
 * of paying (tests/data/random), each with a tranche of this year and one of the next. */
#ifndef TESTS_SUPPORT_MODEL_H
#define TESTS_SUPPORT_MODEL_H

#include "clearinghouse/store/ledger.h"
#include "common/date.h"
#include "common/id.h"

enum {
    MODEL_PROGRAMMES = 3,
    MODEL_TRANCHES = 2, /* of a programme */
    MODEL_FIRMS = 3,    /* the first two are one group */
    MODEL_CASES = 14,
    MODEL_VOUCHERS = 14,
    MODEL_CLAIMS = 24,
    MODEL_YEARS = 8, /* from the one a program begins in */
    MODEL_SIGNERS = 2,
};

enum model_person {
    MODEL_DESK,
    MODEL_OFFICER,
    MODEL_OFFICER2,
    MODEL_SUPERVISOR,
    MODEL_SUPERVISOR2,
    MODEL_PEOPLE,
    MODEL_NOBODY
};
extern const char *const model_people[MODEL_PEOPLE];

struct model_programme {
    const char *id;
    bool use_first, keeps_recovered;
    int64_t rate_bp, unit, second, case_cap, year_cap, group_cap; /* -1: none */
};
extern const struct model_programme model_programmes[MODEL_PROGRAMMES];

struct model_tranche {
    char id[24];
    int year;
    int64_t revision, money[CH_ACCOUNT_COUNT];
    bool closed;
    int carried_to; /* of the same programme, or -1 */
};

struct model_case {
    char id[ID_MAX];
    int programme, tranche, firm;
    enum model_person maker, last_by, objection_by;
    const char *status, *undo_status;
    int64_t revision, ask, total, eligible;
    int used_days, contract_days; /* where use came first */
    int invoice;                  /* its number; 0: none */
    date_day submitted;
    int64_t grant, reserved;
    enum model_person signers[MODEL_SIGNERS];
    int signed_by, grant_year, objections;
    int64_t undo_until, due_at, notice_until, updated_at;
};

struct model_voucher {
    char id[ID_MAX];
    int of; /* case */
    int programme, tranche, firm;
    const char *status;
    enum model_person revoker;
    int64_t revision, base, face, unused, in_claim, redeemed, expired, revoked;
    date_day valid_until;
};

struct model_claim {
    char id[ID_MAX];
    int of; /* voucher */
    int programme, tranche, firm;
    const char *status;
    enum model_person maker, reviewer, approver, payer;
    int64_t revision, asked, base, amount, invoice_fen, recover, recovered;
    int invoice, year;
    date_day recover_due;
    bool overdue;
};

enum model_limit { MODEL_GRANTED, MODEL_REDEEMED };

struct model {
    uint64_t seed;
    char firms[MODEL_FIRMS][ID_MAX], provider[ID_MAX];
    int64_t now;
    int first_year;
    struct model_tranche tranches[MODEL_PROGRAMMES][MODEL_TRANCHES];
    struct model_case cases[MODEL_CASES];
    struct model_voucher vouchers[MODEL_VOUCHERS];
    struct model_claim claims[MODEL_CLAIMS];
    int case_count, voucher_count, claim_count;
    int64_t used[2][MODEL_PROGRAMMES][MODEL_FIRMS][MODEL_YEARS];       /* by a firm */
    int64_t group_used[2][MODEL_PROGRAMMES][MODEL_FIRMS][MODEL_YEARS]; /* by its group */
};

/* What somebody wants done to a case, a voucher or a claim. */
struct model_order {
    const char *what;
    enum model_person as;
    int64_t amount; /* 0: not said */
    date_day until; /* 0: not said */
    int64_t invoice_fen;
    int invoice; /* answer: 0: none comes */
};

/* True when it should be done; then the model has done it. False leaves it alone. */
bool model_decide(struct model *m, int of_case, const struct model_order *order);
bool model_act(struct model *m, int voucher, const struct model_order *order);
bool model_judge(struct model *m, int claim, const struct model_order *order);
/* `claim` comes with voucher, maker, amount asked, invoice and its sum. */
bool model_lodge(struct model *m, const struct model_claim *claim);
/* The treasury's line on a claim; `what` is paid, failed or recovered. */
bool model_receipt(struct model *m, int claim, const struct model_order *order);
bool model_appropriate(struct model *m, int programme, int tranche, int64_t amount);
/* Carried to the other tranche, or (-1) nowhere. */
bool model_close(struct model *m, int programme, int tranche, int carry_to);
/* What the clock does at m->now. */
void model_due(struct model *m);
/* What of the model itself does not add up, or NULL. */
const char *model_broken(const struct model *m);

/* ---- between the model's own files ---- */

int model_year(const struct model *m);
date_day model_today(const struct model *m);
bool model_is(const char *a, const char *b);
bool model_officer(enum model_person who);
bool model_supervisor(enum model_person who);
bool model_office(enum model_person who); /* one of the two */
bool model_desk(enum model_person who);   /* desk or officer */
bool model_anyone(enum model_person who);
/* One of the words of a list with spaces between. */
bool model_among(const char *word, const char *list);
int model_group(int firm);
/* Move money; false, and nothing moved, when `from` does not hold it. */
bool model_move(struct model *m, int programme, int tranche, enum ch_account from,
                enum ch_account to, int64_t amount);
/* Back to available, or lapsed once the tranche's year is over. */
void model_give_back(struct model *m, int programme, int tranche, enum ch_account from,
                     int64_t amount);
bool model_in_arrears(const struct model *m, int firm);
/* Count `amount` (below 0: give back) against the yearly limits; false when above. */
bool model_use(struct model *m, enum model_limit kind, int programme, int firm, int year,
               int64_t amount);
int64_t model_rate(int programme, int64_t base);
int64_t model_base(const struct model_case *c); /* what the rate is of */
/* A voucher just issued on a case that is past its notice; with its claim where use came
 * first. False when that invoice is taken. */
bool model_issue(struct model *m, int of_case, enum model_person as);

#endif
