/* What nobody can do: pay twice, pay on an expired, frozen or revoked voucher, promise
 * money that is not there, sign twice, sign what they entered, change or delete what
 * happened. Each is tried through the API, then by SQL on the ledger with its triggers in
 * place, where it is refused by name, or, where no trigger can know, found by name when
 * the ledger is verified. */
#include "tests/support/life.h"
#include "tests/support/postgres.h"

#include <sqlite3.h>
#include <unistd.h>

enum thing {
    DRAFT,   /* a case under review */
    SIGNED,  /* a case supervisor signed first, waiting for the second signature */
    POOR,    /* a case under review whose tranche is empty */
    NOTICED, /* a case officer approved, past its notice */
    EXPIRED, /* vouchers */
    FROZEN,
    REVOKED,
    GOOD,
    OLD_CLAIM,    /* approved, its voucher expired since */
    FROZEN_MATCH, /* matched, its voucher frozen since */
    FROZEN_CLAIM, /* approved, its voucher frozen since */
    REVOKED_CLAIM,
    LODGED, /* by officer */
    MATCHED,
    APPROVED, /* matched by officer, approved by supervisor */
    SENT,
    PAID,
    THINGS
};

struct set {
    struct life l;
    char id[THINGS][ID_MAX], path[64];
    int invoices;
};

#define WHY(code) ",\"reason\":{\"code\":\"" code "\",\"note\":\"why\"}"

/* ---- the office these things are in ---- */

static void done(struct set *s, const char *as, enum thing thing, const char *decision,
                 const char *more)
{
    life_decide(&s->l, as, s->id[thing], decision, more);
    life_expect(&s->l, 201);
}

/* 1,000 yuan of the voucher's 3,000. */
static void lodge(struct set *s, enum thing voucher, enum thing claim)
{
    char number[32];
    snprintf(number, sizeof number, "IMP-%d", ++s->invoices);
    life_lodge(&s->l, s->id[voucher], number, 400000, 100000, s->id[claim]);
    life_expect(&s->l, 201);
}

static void approved(struct set *s, enum thing voucher, enum thing claim)
{
    lodge(s, voucher, claim);
    done(s, "officer", claim, "match", WHY("checked-by-hand"));
    done(s, "supervisor", claim, "approve", NULL);
}

static void reviewed(struct set *s, const char *programme, int64_t total_fen,
                     enum thing thing)
{
    life_submit(
        &s->l,
        &(struct life_case){.programme = programme,
                            .total_fen = total_fen,
                            .invoice = strcmp(programme, "pre") ? "P-1" : NULL,
                            .from = strcmp(programme, "pre") ? "2026-02-01" : NULL,
                            .to = "2026-02-27"},
        s->id[thing]);
    done(s, "officer", thing, "accept", NULL);
}

static void issued(struct set *s, enum thing voucher)
{
    life_issued(&s->l, &(struct life_case){.programme = "pre", .total_fen = 1000000},
                s->id[voucher]);
}

static void empty_tranche(struct set *s)
{
    struct ch_tranche t;
    char body[160];
    office_budget(&s->l.o, "supply", "t26", &t);
    snprintf(body, sizeof body,
             "{\"kind\":\"recall\",\"amount_fen\":%" PRId64 ",\"document\":\"Paper 2\"}",
             t.balance[CH_AVAILABLE]);
    life_post(&s->l, "supervisor", "/v1/programmes/supply/tranches/t26/appropriations",
              t.revision, body);
    life_expect(&s->l, 201);
}

static void make_vouchers(struct set *s)
{
    issued(s, EXPIRED);
    approved(s, EXPIRED, OLD_CLAIM);
    life_day(&s->l, "2026-10-12");
    issued(s, FROZEN);
    lodge(s, FROZEN, FROZEN_MATCH);
    done(s, "officer", FROZEN_MATCH, "match", WHY("checked-by-hand"));
    approved(s, FROZEN, FROZEN_CLAIM);
    done(s, "officer", FROZEN, "freeze", WHY("under-investigation"));
    issued(s, REVOKED);
    approved(s, REVOKED, REVOKED_CLAIM);
    done(s, "supervisor", REVOKED, "revoke", WHY("found-ineligible"));
    done(s, "supervisor2", REVOKED, "revoke", WHY("found-ineligible"));
}

static void make_claims(struct set *s)
{
    issued(s, GOOD);
    approved(s, GOOD, PAID);
    done(s, "officer2", PAID, "pay", NULL);
    life_receipt(&s->l, "pre", s->id[PAID], "paid", 100000, "T-1");
    life_expect(&s->l, 201);
    issued(s, SENT); /* a voucher each; the claim takes its place */
    approved(s, SENT, SENT);
    done(s, "officer2", SENT, "pay", NULL);
    issued(s, APPROVED);
    approved(s, APPROVED, APPROVED);
    issued(s, MATCHED);
    lodge(s, MATCHED, MATCHED);
    done(s, "officer", MATCHED, "match", WHY("checked-by-hand"));
    issued(s, LODGED);
    lodge(s, LODGED, LODGED);
}

static void fill(struct set *s)
{
    life_noticed(&s->l, &(struct life_case){.programme = "pre", .total_fen = 1000000},
                 s->id[NOTICED]);
    make_vouchers(s);
    make_claims(s);
    reviewed(s, "pre", 1000000, DRAFT);
    reviewed(s, "supply", 1000000, POOR);
    reviewed(s, "pre", 100000000, SIGNED);
    done(s, "supervisor", SIGNED, "approve", NULL);
    assert_string_equal(life_text(&s->l, "application.status"), "awaiting_second");
    empty_tranche(s);
    life_verify(&s->l);
}

/* ---- by the API ---- */

static const struct {
    const char *what, *as;
    enum thing thing;
    const char *decision, *more, *type;
} tries[] = {
    {"pay what is paid", "officer2", PAID, "pay", NULL, "wrong-state"},
    {"pay what is sent", "officer2", SENT, "pay", NULL, "wrong-state"},
    {"pay what nobody approved", "officer2", MATCHED, "pay", NULL, "wrong-state"},
    {"approve what nobody matched", "supervisor", LODGED, "approve", NULL, "wrong-state"},
    {"settle without a receipt", "officer2", SENT, "settle", NULL, "invalid-fields"},
    {"approve on a frozen voucher", "supervisor", FROZEN_MATCH, "approve", NULL,
     "match-failed"},
    {"pay on a frozen voucher", "officer2", FROZEN_CLAIM, "pay", NULL,
     "voucher-not-active"},
    {"pay on a revoked voucher", "officer2", REVOKED_CLAIM, "pay", NULL,
     "voucher-not-active"},
    {"revive an expired voucher", "supervisor", EXPIRED, "extend",
     ",\"until\":\"2027-03-01\"" WHY("delivery-late"), "wrong-state"},
    {"revive a revoked voucher", "supervisor", REVOKED, "unfreeze", WHY("cleared"),
     "wrong-state"},
    {"promise money that is not there", "supervisor", POOR, "approve", NULL,
     "budget-exceeded"},
    {"promise more than the rules give", "officer2", DRAFT, "approve",
     ",\"amount_fen\":300001", "amount-too-high"},
    {"approve more than was claimed", "supervisor", MATCHED, "approve",
     ",\"amount_fen\":100001", "amount-too-high"},
    {"sign twice", "supervisor", SIGNED, "approve", NULL, "signed-twice"},
    {"sign second as an officer", "officer", SIGNED, "approve", NULL, "wrong-role"},
    {"sign what one entered", "desk", DRAFT, "approve", NULL, "wrong-role"},
    {"issue what one approved", "officer", NOTICED, "issue", NULL, "approver-is-issuer"},
    {"approve what one matched", "officer", MATCHED, "approve", NULL, "same-person"},
    {"pay what one matched", "officer", APPROVED, "pay", NULL, "same-person"},
    {"pay what one approved", "supervisor", APPROVED, "pay", NULL, "same-person"},
    {"take back what is issued", "supervisor", NOTICED, "undo", NULL, "wrong-state"},
};

static const struct {
    const char *what;
    enum thing claim;
    const char *outcome;
    int64_t amount_fen;
    const char *reference, *type;
} receipts[] = {
    {"report a payment again", PAID, "paid", 100000, "T-1", "paid-twice"},
    {"under another reference", PAID, "paid", 100000, "T-2", "paid-twice"},
    {"of what was never sent", APPROVED, "paid", 100000, "T-3", "wrong-state"},
    {"on a frozen voucher", FROZEN_CLAIM, "paid", 100000, "T-4", "wrong-state"},
    {"on an expired voucher, unsent", OLD_CLAIM, "paid", 100000, "T-5", "wrong-state"},
    {"of another amount", SENT, "paid", 100001, "T-6", "amount-mismatch"},
    {"under a reference that is used", SENT, "paid", 100000, "T-1", "reference-used"},
    {"of nothing back", PAID, "recovered", 1, "T-7", "wrong-state"},
};

static const struct {
    const char *method, *path;
} unwritten[] = {{"DELETE", "/v1/journal/pre"}, {"POST", "/v1/journal/pre"},
                 {"PUT", "/v1/journal/pre"},    {"DELETE", "/v1/applications"},
                 {"PATCH", "/v1/claims"},       {"DELETE", "/v1/payments"}};

static void expect(const struct life *l, const char *what, const char *type)
{
    const char *was = life_text(l, "type");
    if (l->status < 400 || strcmp(was + (*was ? strlen("/problems/") : 0), type) != 0) {
        char *text = json_dumps(l->answer, 0);
        fail_msg("%s: %d %s", what, l->status, text ? text : "");
    }
}

static void api__refuses_by_name(void **state)
{
    struct set *s = *state;
    struct life *l = &s->l;
    for (size_t i = 0; i < COUNT_OF(tries); i++) {
        life_decide(l, tries[i].as, s->id[tries[i].thing], tries[i].decision,
                    tries[i].more);
        expect(l, tries[i].what, tries[i].type);
    }
    for (size_t i = 0; i < COUNT_OF(receipts); i++) {
        life_receipt(l, "pre", s->id[receipts[i].claim], receipts[i].outcome,
                     receipts[i].amount_fen, receipts[i].reference);
        expect(l, receipts[i].what, receipts[i].type);
    }
    for (enum thing voucher = EXPIRED; voucher <= REVOKED; voucher++) {
        life_lodge(l, s->id[voucher], "IMP-LATE", 400000, 100000, NULL);
        expect(l, "claim on a voucher that is over", "voucher-not-active");
    }
    life_lodge(l, s->id[GOOD], "IMP-MUCH", 4000000, 300000, NULL);
    expect(l, "claim more than is left", "amount-too-high");
    life_lodge(l, s->id[GOOD], "imp 1", 400000, 100000, NULL);
    expect(l, "claim an invoice again", "invoice-duplicate");
    life_verify(l);
}

static void api__has_no_way_to_change_what_happened(void **state)
{
    struct set *s = *state;
    for (size_t i = 0; i < COUNT_OF(unwritten); i++) {
        struct ch_reply reply = {.status = 0};
        office_ask(&s->l.o,
                   &(struct ask){.as = "admin",
                                 .method = unwritten[i].method,
                                 .path = unwritten[i].path},
                   &reply);
        life_take(&s->l, &reply);
        expect(&s->l, unwritten[i].path, "wrong-method");
    }
}

/* Own work, seen from the side of who did it. */
static void api__refuses_the_hand_that_entered_it(void **state)
{
    struct set *s = *state;
    struct life *l = &s->l;
    char id[ID_MAX], claim[ID_MAX], voucher[ID_MAX];
    const struct case_body c = {.programme = "pre",
                                .tranche = "t26",
                                .applicant = l->firm,
                                .provider = l->provider,
                                .ask_fen = 100000};
    office_submit(&l->o, "officer", &c, id);
    life_decide(l, "officer2", id, "accept", NULL);
    life_expect(l, 201);
    life_decide(l, "officer", id, "approve", NULL);
    expect(l, "approve what one entered", "maker-is-signer");
    life_issued(l, &(struct life_case){.programme = "pre", .total_fen = 1000000},
                voucher);
    char body[600];
    snprintf(body, sizeof body,
             "{\"voucher\":\"%s\",\"amount_fen\":1000,\"invoice\":{\"number\":\"OWN-1\","
             "\"date\":\"2026-02-27\",\"amount_fen\":100000},\"usage\":{\"gpu_hours\":1,"
             "\"from\":\"2026-02-01\",\"to\":\"2026-02-02\",\"centre\":\"c1\"}}",
             voucher);
    life_post(l, "officer", "/v1/claims", -1, body);
    life_expect(l, 201);
    snprintf(claim, sizeof claim, "%s", life_text(l, "id"));
    life_decide(l, "officer", claim, "match", WHY("checked-by-hand"));
    expect(l, "match what one claimed", "same-person");
    life_decide(l, "officer2", claim, "match", WHY("checked-by-hand"));
    life_expect(l, 201);
    life_decide(l, "officer", claim, "approve", NULL);
    expect(l, "approve what one claimed", "same-person");
    life_verify(l);
}

/* ---- by SQL ---- */

/* The first %s is the id of `thing`. */
static const struct {
    enum thing thing;
    const char *sql, *name;
} refused[] = {
    /* pay twice */
    {PAID, "UPDATE claims SET status = 'approved' WHERE id = '%s'", "claim-is-paid"},
    {PAID,
     "INSERT INTO receipts SELECT 'T-9', kind, claim, programme, tranche, payment, "
     "amount, on_day, at FROM receipts WHERE claim = '%s'",
     "receipt-without-claim"},
    {APPROVED,
     "UPDATE claims SET status = 'paid', payer = 'officer2', reference = 'T-9', paid_on "
     "= 1 WHERE id = '%s'",
     "claim-skips-a-step"},
    {MATCHED,
     "UPDATE claims SET status = 'in_payment', approver = 'supervisor', payer = "
     "'officer2', amount_fen = asked_fen WHERE id = '%s'",
     "claim-skips-a-step"},
    {LODGED,
     "UPDATE claims SET status = 'approved', reviewer = 'officer2', approver = "
     "'supervisor', amount_fen = asked_fen WHERE id = '%s'",
     "claim-skips-a-step"},
    /* pay on a voucher that is over */
    {FROZEN_CLAIM,
     "UPDATE claims SET status = 'in_payment', payer = 'officer2' WHERE id = '%s'",
     "voucher-pays-nothing"},
    {REVOKED_CLAIM,
     "UPDATE claims SET status = 'in_payment', payer = 'officer2' WHERE id = '%s'",
     "voucher-pays-nothing"},
    {FROZEN_MATCH,
     "UPDATE claims SET status = 'approved', approver = 'supervisor', amount_fen = "
     "asked_fen WHERE id = '%s'",
     "voucher-pays-nothing"},
    {EXPIRED,
     "UPDATE vouchers SET expired_fen = expired_fen - 1, in_claim_fen = in_claim_fen + 1 "
     "WHERE id = '%s'",
     "vouchers-keep-their-face"},
    {EXPIRED, "UPDATE vouchers SET status = 'active' WHERE id = '%s'", "voucher-is-over"},
    {REVOKED, "UPDATE vouchers SET status = 'active' WHERE id = '%s'", "voucher-is-over"},
    {GOOD,
     "UPDATE vouchers SET status = 'revoked', revoked_fen = unused_fen, unused_fen = 0 "
     "WHERE id = '%s'",
     "revoked-by-one"},
    /* over-commit */
    {POOR,
     "UPDATE tranches SET available = available - 1, reserved = reserved + 1 WHERE "
     "programme = 'supply' AND '%s' <> ''",
     "available"},
    {POOR, "UPDATE tranches SET reserved = reserved + 1 WHERE '%s' <> ''",
     "accounts_balance"},
    {GOOD, "UPDATE vouchers SET unused_fen = unused_fen + 1 WHERE id = '%s'",
     "parts_are_the_face"},
    {GOOD,
     "UPDATE vouchers SET face_fen = face_fen + 1, unused_fen = unused_fen + 1 WHERE id "
     "= '%s'",
     "vouchers-keep-their-face"},
    /* sign twice, sign one's own, let nobody sign */
    {SIGNED, "INSERT INTO signatures SELECT * FROM signatures WHERE application = '%s'",
     "sign"},
    {DRAFT, "INSERT INTO signatures VALUES ('pre', '%s', 1, 'desk', 1)",
     "maker-is-signer"},
    {DRAFT, "UPDATE applications SET status = 'approved' WHERE id = '%s'",
     "approved-by-nobody"},
    {DRAFT, "UPDATE applications SET maker = 'officer2' WHERE id = '%s'",
     "applications-keep-their-maker"},
    {MATCHED, "UPDATE claims SET approver = reviewer WHERE id = '%s'",
     "reviewer_is_not_approver"},
    {MATCHED, "UPDATE claims SET reviewer = maker WHERE id = '%s'",
     "maker_is_not_reviewer"},
    {SENT, "UPDATE claims SET payer = approver WHERE id = '%s'", "approver_is_not_payer"},
    {SENT, "UPDATE claims SET payer = reviewer WHERE id = '%s'", "reviewer_is_not_payer"},
    /* change or delete what happened */
    {DRAFT, "UPDATE journal SET actor = 'nobody' WHERE subject = '%s'",
     "journal-is-append-only"},
    {DRAFT, "DELETE FROM journal WHERE subject = '%s'", "journal-is-append-only"},
    {DRAFT, "DELETE FROM heads WHERE '%s' <> ''", "journal-is-append-only"},
    {DRAFT, "UPDATE heads SET seq = seq - 1 WHERE '%s' <> ''", "journal-is-append-only"},
    {SIGNED, "UPDATE transfers SET amount = 1 WHERE subject = '%s'",
     "transfers-are-append-only"},
    {SIGNED, "DELETE FROM transfers WHERE subject = '%s'", "transfers-are-append-only"},
    {SIGNED, "UPDATE signatures SET principal = 'officer2' WHERE application = '%s'",
     "signatures-are-append-only"},
    {SIGNED, "DELETE FROM signatures WHERE application = '%s'",
     "signatures-are-append-only"},
    {PAID, "UPDATE receipts SET amount = 1 WHERE claim = '%s'",
     "receipts-are-append-only"},
    {PAID, "DELETE FROM receipts WHERE claim = '%s'", "receipts-are-append-only"},
    {LODGED, "DELETE FROM claims WHERE id = '%s'", "claims-stay"},
    {GOOD, "DELETE FROM vouchers WHERE id = '%s'", "vouchers-stay"},
    {DRAFT, "DELETE FROM applications WHERE id = '%s'", "applications-stay"},
    {DRAFT, "DELETE FROM tranches WHERE '%s' <> ''", "tranches-stay"},
    {DRAFT, "DELETE FROM organisations WHERE '%s' <> ''", "organisations-stay"},
    {DRAFT, "DELETE FROM operations WHERE '%s' <> ''", "operations-are-append-only"},
    {DRAFT, "UPDATE operations SET answer = '{}' WHERE '%s' <> ''",
     "operations-are-append-only"},
};

static void write_sql(const struct set *s, const char *form, enum thing thing,
                      char out[800])
{
    const char *at = strstr(form, "%s");
    snprintf(out, 800, "%.*s%.40s%s", (int)(at - form), form, s->id[thing], at + 2);
}

/* In the driver's own transaction, so that one engine is as good as the other. */
static void tables__refuse_by_name(void **state)
{
    struct set *s = *state;
    char sql[800];
    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        write_sql(s, refused[i].sql, refused[i].thing, sql);
        life_sql_refused(&s->l, sql, refused[i].name);
    }
    life_verify(&s->l);
}

/* The same from another program that has nothing but the file. */
static void file__refuses_by_name(void **state)
{
    struct set *s = *state;
    sqlite3 *file = NULL;
    char sql[800];
    assert_int_equal(sqlite3_open(s->path, &file), SQLITE_OK);
    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        char *text = NULL;
        write_sql(s, refused[i].sql, refused[i].thing, sql);
        if (sqlite3_exec(file, sql, NULL, NULL, &text) == SQLITE_OK) {
            fail_msg("was done: %s", sql);
        }
        /* A primary key is named by its columns here. */
        assert_contains(text, strcmp(refused[i].name, "signed_twice") == 0
                                  ? "signatures.application"
                                  : refused[i].name);
        sqlite3_free(text);
    }
    sqlite3_close(file);
    life_verify(&s->l);
}

/* What a hand on the file gets past the triggers, or with the triggers gone. */
static const struct {
    enum thing thing;
    const char *sql, *name;
} found[] = {
    {POOR,
     "UPDATE tranches SET available = available + 1, appropriated = appropriated + "
     "1 WHERE programme = 'supply' AND '%s' <> ''",
     "tranche supply/t26: appropriated"},
    {POOR,
     "INSERT INTO transfers SELECT 'supply', 't26', transfers + 1, 0, 1, 5, '%s', 1 "
     "FROM tranches WHERE programme = 'supply'",
     "tranche supply/t26"},
    {DRAFT, "UPDATE applications SET reserved_fen = 5 WHERE id = '%s'",
     "pre/t26: reserved is not what its cases hold"},
    {APPROVED, "UPDATE claims SET amount_fen = 1 WHERE id = '%s'",
     "pre/t26: committed is not what its vouchers and their claims hold"},
    {MATCHED, "UPDATE claims SET asked_fen = asked_fen - 1 WHERE id = '%s'",
     "what is in claims is not what its claims hold"},
    {SENT,
     "UPDATE claims SET status = 'paid', reference = 'T-9', paid_on = 1 WHERE id = '%s'",
     "pre/t26: committed is not what its vouchers and their claims hold"},
    {APPROVED, "UPDATE limits SET used = 0 WHERE kind = 'redeemed' AND '%s' <> ''",
     "redeemed is not what its claims add up to"},
    {DRAFT,
     "INSERT OR REPLACE INTO journal SELECT stream, seq, at, 'nobody', role, acting_for, "
     "action, kind, subject, revision, operation, reason_code, reason_note, policy, "
     "body, "
     "prev, hash FROM journal WHERE subject = '%s' AND action = 'application.accept'",
     "(application.accept of "},
    {DRAFT, "DROP TRIGGER journal_stays; DELETE FROM journal WHERE subject = '%s'",
     "is missing"},
    {SIGNED,
     "DROP TRIGGER transfers_stay; DELETE FROM transfers WHERE subject = '%s' AND amount "
     "> 0",
     "tranche pre/t26"},
    {PAID, "DROP TRIGGER receipts_stay; DELETE FROM receipts WHERE claim = '%s'",
     "pre/t26: disbursed is not what its receipts add up to"},
};

static bool verifies(struct set *s, struct err *err)
{
    int64_t entries;
    return ch_journal_verify(s->l.o.db, &entries, err) &&
           ch_ledger_verify(s->l.o.db, err) && ch_sums_verify(s->l.o.db, err);
}

static void verify__finds_by_name(void **state)
{
    struct set *s = *state;
    char sql[800];
    for (size_t i = 0; i < COUNT_OF(found); i++) {
        struct err err = {0};
        /* As another program has it, which lets REPLACE delete unseen. */
        assert_ok(ch_exec(s->l.o.db, "PRAGMA recursive_triggers = off", &err), err);
        assert_ok(ch_begin(s->l.o.db, &err), err);
        write_sql(s, found[i].sql, found[i].thing, sql);
        assert_ok(ch_exec(s->l.o.db, sql, &err), err);
        if (verifies(s, &err)) {
            fail_msg("not found: %s", sql);
        }
        ch_rollback(s->l.o.db);
        assert_contains(err.text, found[i].name);
    }
    struct err err = {0};
    assert_ok(ch_exec(s->l.o.db, "PRAGMA recursive_triggers = on", &err), err);
    life_verify(&s->l);
}

/* ---- */

struct sets {
    struct postgres server;
    struct set on_file, on_postgres;
};

static int begin(void **state)
{
    static struct sets sets;
    struct set *s = &sets.on_file;
    char url[256];
    *state = &sets;
    snprintf(s->path, sizeof s->path, "/tmp/vd-impossible-%ld.db", (long)getpid());
    life_open_in(&s->l, s->path);
    fill(s);
    if (!postgres_begin(&sets.server)) {
        return -1;
    }
    postgres_database(&sets.server, url, sizeof url);
    life_open_in(&sets.on_postgres.l, url);
    fill(&sets.on_postgres);
    return 0;
}

static int end(void **state)
{
    struct sets *sets = *state;
    static const char *const suffixes[] = {"", "-wal", "-shm", ".lock"};
    life_close(&sets->on_file.l);
    life_close(&sets->on_postgres.l);
    postgres_end(&sets->server);
    for (size_t i = 0; i < COUNT_OF(suffixes); i++) {
        char name[80];
        snprintf(name, sizeof name, "%s%s", sets->on_file.path, suffixes[i]);
        unlink(name);
    }
    return 0;
}

static int on_file(void **state)
{
    struct sets *sets = *state;
    *state = &sets->on_file;
    return 0;
}

static int on_postgres(void **state)
{
    struct sets *sets = *state;
    *state = &sets->on_postgres;
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(name, store) cmocka_unit_test_setup(name, store)
        T(tables__refuse_by_name, on_file),
        T(tables__refuse_by_name, on_postgres),
        T(file__refuses_by_name, on_file),
        T(verify__finds_by_name, on_file),
        T(api__refuses_by_name, on_file),
        T(api__refuses_by_name, on_postgres),
        T(api__has_no_way_to_change_what_happened, on_file),
        T(api__refuses_the_hand_that_entered_it, on_file),
#undef T
    };
    return cmocka_run_group_tests(tests, begin, end);
}
