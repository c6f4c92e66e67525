/* What the files of the demo generator share: the ledger being filled, its clock and
 * random source, and the parties made so far. Nothing outside this folder includes it. */
#ifndef CLEARINGHOUSE_DEMO_STORY_H
#define CLEARINGHOUSE_DEMO_STORY_H

#include "clearinghouse/demo/demo.h"
#include "clearinghouse/service/policy.h"
#include "common/date.h"

struct json_t;

/* ---- randomness: splitmix64, one source per thing made, so that order does not matter
 */

struct ch_demo_rng {
    uint64_t state;
};

struct ch_demo_rng ch_demo_rng(uint64_t seed, uint64_t stream, int64_t index);
int64_t ch_demo_below(struct ch_demo_rng *rng, int64_t limit); /* 0..limit-1 */
int64_t ch_demo_between(struct ch_demo_rng *rng, int64_t low, int64_t high);
bool ch_demo_chance(struct ch_demo_rng *rng, int percent);

enum { CH_DEMO_ORGS = 1, CH_DEMO_CASES, CH_DEMO_CENTRES }; /* streams */

/* ---- the story ---- */

enum { CH_DEMO_PROVIDERS = 30, CH_DEMO_PROGRAMMES = 10, CH_DEMO_TRANCHES = 4 };

struct ch_demo_org {
    char id[ID_MAX];
    unsigned char city, kind, size; /* indexes into the tables of names.h */
    bool startup, debarred, grouped;
    signed char related; /* provider it is related to, or -1 */
};

struct ch_demo_tranche {
    const char *id, *name;
    int opens, closes;   /* days from today; 0: the fiscal year's bound */
    int used_percent;    /* of its money, at the end of the story; 0: none */
    int64_t planned_fen; /* grants the story will reserve */
};

struct ch_demo_programme {
    const struct ch_policy *policy; /* NULL: not in this installation */
    int weight;                     /* share of the cases, percent */
    int city;                       /* where its applicants are from */
    struct ch_demo_tranche tranches[CH_DEMO_TRANCHES];
    int tranche_count;
};

struct ch_demo {
    struct ch_service *service;
    struct ch_db *db;
    uint64_t seed;
    int64_t cases;
    ch_demo_progress_fn *progress;
    void *progress_ctx;
    ch_demo_send_fn *send; /* NULL: straight into `db`, committed every few thousand */
    void *send_ctx;
    bool stopped;       /* by `send` */
    int64_t start, end; /* of the story, microseconds */
    bool end_is_now;    /* the clock is to agree with the wall clock afterwards */
    date_day today;
    int year;       /* the fiscal year */
    int64_t serial; /* of Idempotency-Keys */
    int64_t uncommitted;
    struct ch_demo_org *orgs;
    int org_count;
    char providers[CH_DEMO_PROVIDERS][ID_MAX];
    struct ch_demo_programme programmes[CH_DEMO_PROGRAMMES];
    int64_t tail;  /* newest cases, left open */
    int64_t fresh; /* newest of those, of the last hours, with verdicts of every kind */
};

/* POST `body` as the demo principal `as`; `query` and `answer` may be NULL. A status
 * other than 200 or 201 is an error with the problem's text. `weight` is the number of
 * records it carries: the transaction is committed every few thousand. `answer` is a new
 * reference. */
struct ch_demo_post {
    const char *as, *path, *query;
    const struct buf *body;
    int64_t if_match; /* revision, or -1 */
    bool ndjson;
    int64_t weight;
};
MUST_CHECK bool ch_demo_post(struct ch_demo *demo, const struct ch_demo_post *post,
                             struct json_t **answer, struct err *err);
/* GET as the demo principal `as`; a new reference. */
MUST_CHECK bool ch_demo_get(struct ch_demo *demo, const char *as, const char *path,
                            struct json_t **answer, struct err *err);

/* Move the ledger's clock to `at` (never back) and do the work that has fallen due. */
MUST_CHECK bool ch_demo_clock(struct ch_demo *demo, int64_t at, struct err *err);

void ch_demo_tell(const struct ch_demo *demo, const char *stage, int64_t done,
                  int64_t total);

/* ---- chapters ---- */

MUST_CHECK bool ch_demo_parties(struct ch_demo *demo, struct err *err);
void ch_demo_programmes(struct ch_demo *demo);
MUST_CHECK bool ch_demo_budgets(struct ch_demo *demo, struct err *err);
MUST_CHECK bool ch_demo_centres(struct ch_demo *demo, struct err *err);
MUST_CHECK bool ch_demo_desk(struct ch_demo *demo, struct err *err);

/* ---- the life of some of the approved cases: notice, voucher, claims, payment ---- */

enum { CH_DEMO_LIVES = 40 };

struct ch_demo_life {
    char application[ID_MAX], voucher[ID_MAX], claim[ID_MAX];
    int64_t index;  /* of the case */
    int fate;       /* which of the ways it goes */
    int stage, day; /* what was done last, and on which day of the story */
    bool odd;       /* approved by officer2 */
    bool stuck;     /* refused on its way: it stays as it is */
    int64_t until;  /* of its notice */
};

struct ch_demo_lives {
    struct ch_demo *demo;
    int64_t met; /* approved cases seen */
    int count;
    struct ch_demo_life list[CH_DEMO_LIVES];
};

/* An approved case: follow it, if it is one of those. */
void ch_demo_follow(struct ch_demo_lives *lives, const char *application, int64_t index,
                    bool odd, int day);
/* Take each followed case one step on, where its day has come. */
void ch_demo_live(struct ch_demo_lives *lives, int day);

/* ---- cases ---- */

enum ch_demo_fate { CH_DEMO_APPROVE, CH_DEMO_REJECT, CH_DEMO_RETURN, CH_DEMO_LEAVE };

struct ch_demo_case {
    const struct ch_demo_programme *programme;
    int tranche, org, provider;
    const struct ch_demo_flaw *flaw; /* NULL: in order */
    int64_t total_fen, eligible_fen, ask_fen, grant_fen;
    int accelerator;
    int signed_ago, starts_ago, days; /* of the contract, from the day of submission */
    char number[40];
    uint64_t more; /* seed of what does not matter to money */
};

/* Case `index` (0..cases-1): a pure function of seed and index. */
void ch_demo_case(const struct ch_demo *demo, int64_t index, struct ch_demo_case *out);
/* One line of an import, as it reads on day `day`. */
void ch_demo_case_line(const struct ch_demo *demo, const struct ch_demo_case *c,
                       date_day day, struct buf *out);
enum ch_demo_fate ch_demo_case_fate(const struct ch_demo *demo, int64_t index,
                                    const struct ch_demo_case *c, const char **reason);
/* Yuan as asked for in a story of this size: with very many cases each asks less, so that
 * budgets stay within what the wire can carry. */
int64_t ch_demo_scaled(const struct ch_demo *demo, int64_t yuan);
/* Days before today on which case `index` comes in. */
int ch_demo_case_age(const struct ch_demo *demo, int64_t index);

#endif
