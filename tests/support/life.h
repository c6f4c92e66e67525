/* An office whose three programmes pay in the three ways there are (pre: a voucher first;
 * post: use first; supply: a provider's target), with everything a case needs to be taken
 * from submission to payment in a few lines. */
#ifndef TESTS_SUPPORT_LIFE_H
#define TESTS_SUPPORT_LIFE_H

#include "tests/clearinghouse/office.h"

struct life {
    struct office o;
    char firm[ID_MAX], other_firm[ID_MAX], provider[ID_MAX], centre[ID_MAX];
    json_t *answer; /* of the last call; owned */
    int status;
};

/* Send as `as`; the answer stays in `l->answer`. Returns the status. */
int life_post(struct life *l, const char *as, const char *path, int64_t if_match,
              const char *body);
int life_get(struct life *l, const char *as, const char *path, const char *query);
/* Keep a reply as the answer of the last call; clears it. Returns the status. */
int life_take(struct life *l, struct ch_reply *reply);
/* A member of the last answer by its path: "claim.status", "budget.after.payable_fen". */
const char *life_text(const struct life *l, const char *path);
int64_t life_int(const struct life *l, const char *path);
/* The last answer had this status; else it is shown. */
void life_expect(const struct life *l, int status);
/* It was a refusal of this problem type. */
void life_refused(const struct life *l, const char *type);

/* Ready for use: a tranche "t26" of a million yuan in each programme, a centre with
 * hourly readings of 100 active cards from 2026-02-01 to 2026-02-27. */
void life_open(struct life *l);
/* The same in another store than memory: a path, or postgres://… of a fresh database. */
void life_open_in(struct life *l, const char *store);
void life_close(struct life *l);
/* To noon in China of that day, the due work of every day between done. */
void life_day(struct life *l, const char *day);

/* Decide case, voucher or claim at the revision it has now. `more` are further members
 * of the body, such as ",\"amount_fen\":5". */
int life_decide(struct life *l, const char *as, const char *id, const char *decision,
                const char *more);

struct life_case {
    const char *programme;
    const char *firm;          /* NULL: l->firm */
    int64_t total_fen;         /* 0: 200,000 yuan */
    const char *invoice;       /* number, or NULL */
    const char *from, *to;     /* usage; NULL: none */
    const char *starts, *ends; /* contract; NULL: 2026-02-01..2026-12-31 */
};
void life_submit(struct life *l, const struct life_case *c, char id[ID_MAX]);
/* Submitted, accepted, approved by `officer` (a second signature where needed), and past
 * its notice: five working days later. */
void life_noticed(struct life *l, const struct life_case *c, char id[ID_MAX]);
/* The same, issued by officer2. */
void life_issued(struct life *l, const struct life_case *c, char voucher[ID_MAX]);
/* A claim by the desk on February's use, which the readings prove. */
int life_lodge(struct life *l, const char *voucher, const char *invoice,
               int64_t invoice_fen, int64_t amount_fen, char claim[ID_MAX]);
/* Matched by officer, approved by supervisor, sent by officer2. */
void life_to_payment(struct life *l, const char *claim);
int life_receipt(struct life *l, const char *programme, const char *claim,
                 const char *outcome, int64_t amount_fen, const char *reference);

/* The account of tranche "t26". */
int64_t life_account(struct life *l, const char *programme, enum ch_account account);
/* Every chain, balance and sum of the ledger is right. */
void life_verify(struct life *l);

/* Ask for a verb of SQL that must be refused, naming `constraint`. */
void life_sql_refused(struct life *l, const char *sql, const char *constraint);

#endif
