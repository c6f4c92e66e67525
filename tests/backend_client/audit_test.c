/* The journal read back: entries merged and filtered, one compared with the one before
 * it, and the chain walked; against a server that answers from a table. */
#include "tests/support/desk.h"
#include "tests/support/liar.h"
#include "tests/support/test.h"

#include "backend_client/audit_impl.h"
#include "backend_client/verify.h"

#include <stdlib.h>

enum { ENTRIES = 4 };

/* Four entries of one stream: a case submitted, approved; a centre; the case undone. */
static const struct {
    const char *action, *who, *kind, *subject, *body, *at;
    int revision;
} story[ENTRIES] = {
    {"application.submit", "desk", "application", "app_1",
     "{\"applicant\":{\"name\":\"\xE6\x98\x9F\xE6\xB2\xB3\"},\"grant\":{\"amount_fen\":0}"
     ","
     "\"number\":\"26-000001-K\",\"revision\":1,\"status\":\"submitted\"}",
     "2026-11-18T01:00:00.000000Z", 1},
    {"application.approve", "officer", "application", "app_1",
     "{\"applicant\":{\"name\":\"\xE6\x98\x9F\xE6\xB2\xB3\"},\"grant\":{\"amount_fen\":"
     "500},"
     "\"number\":\"26-000001-K\",\"revision\":2,\"status\":\"approved\"}",
     "2026-11-19T01:00:00.000000Z", 2},
    {"centre.create", "supervisor", "centre", "ctr_1", "{\"name\":\"C2\",\"revision\":1}",
     "2026-11-19T02:00:00.000000Z", 1},
    {"application.undo", "officer", "application", "app_1",
     "{\"applicant\":{\"name\":\"\xE6\x98\x9F\xE6\xB2\xB3\"},\"grant\":{\"amount_fen\":0}"
     ","
     "\"number\":\"26-000001-K\",\"revision\":3,\"status\":\"under_review\"}",
     "2026-11-20T01:00:00.000000Z", 3},
};

static char entries[ENTRIES][2048], hashes[ENTRIES][HASH_HEX];

static void write_entry(int i, const char *body)
{
    struct buf rest = {0};
    const char *prev = i ? hashes[i - 1] : hash_zero;
    char head[512], tail[512];
    snprintf(head, sizeof head,
             "{\"action\":\"%s\",\"actor\":{\"acting_for\":null,\"id\":\"%s\",\"role\":"
             "\"officer\"},\"at\":\"%s\",\"body\":",
             story[i].action, story[i].who, story[i].at);
    snprintf(tail, sizeof tail,
             "\"operation\":\"op-%d\",\"policy\":null,\"prev\":\"%s\",\"reason\":null,"
             "\"seq\":%d,\"stream\":\"registry\",\"subject\":{\"id\":\"%s\",\"kind\":"
             "\"%s\",\"revision\":%d}}",
             i, prev, i + 1, story[i].subject, story[i].kind, story[i].revision);
    buf_printf(&rest, "%s%s,%s", head, story[i].body, tail);
    hash_hex(buf_str(&rest), rest.len, hashes[i]);
    snprintf(entries[i], sizeof entries[i], "%s%s,\"hash\":\"%s\",%s", head, body,
             hashes[i], tail);
    buf_clear(&rest);
}

static char head[256], all[9000], one[ENTRIES][2200];

/* `forged`: the body of the second entry is not what was hashed. */
static void write_story(bool forged)
{
    for (int i = 0; i < ENTRIES; i++) {
        write_entry(i, forged && i == 1 ? "{\"status\":\"rejected\"}" : story[i].body);
        snprintf(one[i], sizeof one[i], "{\"items\":[%.2100s],\"next\":null}",
                 entries[i]);
    }
    snprintf(all, sizeof all,
             "{\"items\":[%.2100s,%.2100s,%.2100s,%.2100s],\"next\":null}", entries[0],
             entries[1], entries[2], entries[3]);
    snprintf(head, sizeof head, "{\"hash\":\"%s\",\"seq\":4,\"stream\":\"registry\"}",
             hashes[3]);
}

static const struct liar_answer answers[] = {
    {"/v1/journal/registry/head", LIAR_HONEST, 200, head, 0},
    {"/v1/journal/registry?after=0&limit=1 ", LIAR_HONEST, 200, one[0], 0},
    {"/v1/journal/registry?after=1&limit=1 ", LIAR_HONEST, 200, one[1], 0},
    {"/v1/journal/registry?after=2&limit=1 ", LIAR_HONEST, 200, one[2], 0},
    {"/v1/journal/registry?after=3&limit=1 ", LIAR_HONEST, 200, one[3], 0},
    {"/v1/journal/registry?", LIAR_HONEST, 200, all, 0},
    {"/v1/me", LIAR_HONEST, 200, desk_me, 0},
    {NULL, LIAR_HONEST, 0, NULL, 0},
};

struct place {
    struct desk desk;
    struct liar *liar;
};

static int open_place(void **state)
{
    static struct place place;
    write_story(false);
    desk_make(&place.desk);
    place.liar = liar_start(place.desk.socket, answers);
    desk_open(&place.desk);
    *state = &place;
    return place.liar ? 0 : -1;
}

static int close_place(void **state)
{
    struct place *place = *state;
    desk_end(&place->desk);
    liar_stop(place->liar);
    return 0;
}

static struct bc_audit *open_audit(struct place *place, const char *text,
                                   const char *subject)
{
    struct bc_audit *audit = NULL;
    struct bc_audit_progress p;
    struct err err = {0};
    const struct bc_audit_query query = {
        .stream = "registry", .text = text, .subject = subject, .zone_s = 28800};
    assert_ok(bc_audit_open(place->desk.session, &query, &audit, &err), err);
    for (int i = 0; i < 500; i++) {
        bc_audit_progress(audit, &p);
        if (p.complete || p.err.kind != ERR_NONE) {
            break;
        }
        desk_work(&place->desk, 1);
    }
    assert_int_equal(p.err.kind, ERR_NONE);
    assert_true(p.complete);
    return audit;
}

static void audit__reads_newest_first(void **state)
{
    struct bc_audit *audit = open_audit(*state, NULL, NULL);
    struct bc_audit_progress p;
    bc_audit_progress(audit, &p);
    assert_int_equal(p.known, 4);
    assert_int_equal(p.shown, 4);
    const struct bc_audit_entry *newest = bc_audit_row(audit, 0);
    assert_int_equal(newest->seq, 4);
    assert_string_equal(newest->action, "application.undo");
    assert_string_equal(newest->who, "officer");
    assert_string_equal(newest->number, "26-000001-K");
    assert_string_equal(bc_audit_row(audit, 1)->name, "C2");
    assert_null(bc_audit_row(audit, 4));
    bc_audit_close(audit);
}

static void audit__filters_by_case_person_action_and_day(void **state)
{
    static const struct {
        const char *text;
        int shown;
    } filters[] = {
        {"", 4},
        {"who:officer", 2},
        {"by:desk", 1},
        {"action:approve", 1},
        {"case:26-000001", 3},
        {"\xE6\x98\x9F\xE6\xB2\xB3 officer", 2},
        {"-case:26-000001", 1},
        {"since:2026-11-19", 3},
        {"until:2026-11-18", 1},
        {"since:2026-11-19 who:officer", 2},
        {"#3", 1},
        {"nobody", 0},
    };
    struct bc_audit *audit = open_audit(*state, NULL, NULL);
    struct bc_audit_progress p;
    struct err err = {0};
    for (size_t i = 0; i < COUNT_OF(filters); i++) {
        assert_ok(bc_audit_filter(audit, filters[i].text, &err), err);
        bc_audit_progress(audit, &p);
        if (p.shown != filters[i].shown) {
            fail_msg("'%s' shows %lld", filters[i].text, (long long)p.shown);
        }
    }
    assert_refused(bc_audit_filter(audit, "since:2026-13-40", &err), err, ERR_USAGE,
                   "no date");
    bc_audit_progress(audit, &p);
    assert_int_equal(p.shown, 0); /* the last good one stays */
    bc_audit_close(audit);
}

static void audit__history_is_of_one_record(void **state)
{
    struct bc_audit *audit = open_audit(*state, NULL, "app_1");
    struct bc_audit_progress p;
    bc_audit_progress(audit, &p);
    assert_int_equal(p.shown, 3);
    assert_int_equal(bc_audit_row(audit, 2)->revision, 1);
    bc_audit_close(audit);
}

static const struct bc_audit_detail *detail_of(struct place *place,
                                               struct bc_audit *audit, int row)
{
    const struct bc_audit_detail *detail = NULL;
    for (int i = 0; i < 500 && !detail; i++) {
        detail = bc_audit_detail(audit, bc_audit_row(audit, row));
        desk_work(&place->desk, 1);
    }
    assert_non_null(detail);
    assert_true(detail->ready);
    return detail;
}

static void audit__detail_compares_with_the_entry_before(void **state)
{
    struct bc_audit *audit = open_audit(*state, NULL, NULL);
    const struct bc_audit_detail *d = detail_of(*state, audit, 0);
    assert_int_equal(d->before_seq, 2); /* the centre between is another subject */
    assert_int_equal(d->changed, 2);
    assert_string_equal(d->fields[0].path, "grant.amount_fen");
    assert_string_equal(d->fields[0].before, "500");
    assert_string_equal(d->fields[0].after, "0");
    assert_string_equal(d->fields[1].path, "status");
    assert_string_equal(d->operation, "op-3");
    assert_string_equal(d->prev, hashes[2]);
    d = detail_of(*state, audit, 3);
    assert_int_equal(d->before_seq, 0);
    bc_audit_close(audit);
}

/* ---- comparing ---- */

static void compare__names_items_of_lists_by_what_they_are(void **state)
{
    static const char before[] =
        "{\"body\":{\"rules\":[{\"outcome\":\"pass\",\"rule\":"
        "\"region\"},{\"outcome\":\"pass\",\"rule\":\"rate\"}]}}";
    static const char after[] =
        "{\"body\":{\"rules\":[{\"outcome\":\"wait\",\"rule\":\"window\"},{\"outcome\":"
        "\"pass\",\"rule\":\"region\"},{\"outcome\":\"fail\",\"rule\":\"rate\"}]}}";
    struct bc_audit_detail *d = calloc(1, sizeof *d);
    struct err err = {0};
    (void)state;
    assert_ok(bc_audit_compare(before, after, d, &err), err);
    assert_int_equal(d->changed, 3); /* the new rule's two fields, and one outcome */
    bool found = false;
    for (int i = 0; i < d->changed; i++) {
        if (strcmp(d->fields[i].path, "rules[rate].outcome") == 0) {
            found = true;
            assert_string_equal(d->fields[i].before, "pass");
            assert_string_equal(d->fields[i].after, "fail");
        }
    }
    assert_true(found);
    free(d);
}

static void compare__refuses_what_is_no_json(void **state)
{
    struct bc_audit_detail *d = calloc(1, sizeof *d);
    struct err err = {0};
    (void)state;
    assert_refused(bc_audit_compare(NULL, "{\"body\":", d, &err), err, ERR_INVALID, "");
    free(d);
}

/* ---- the chain ---- */

static struct bc_verify_progress walk(struct place *place)
{
    struct bc_verify *verify = NULL;
    struct bc_verify_progress p;
    struct err err = {0};
    assert_ok(bc_verify_start(place->desk.session, "registry", &verify, &err), err);
    do {
        desk_work(&place->desk, 1);
        bc_verify_progress(verify, &p);
    } while (p.state == BC_VERIFY_RUNNING);
    bc_verify_close(verify);
    return p;
}

static void verify__walks_a_whole_chain(void **state)
{
    struct bc_verify_progress p = walk(*state);
    assert_int_equal(p.state, BC_VERIFY_WHOLE);
    assert_int_equal(p.walked, 4);
    assert_int_equal(p.streams, 1);
    assert_string_equal(p.head, hashes[3]);
}

static int open_forged(void **state)
{
    int failed = open_place(state);
    struct place *place = *state;
    liar_stop(place->liar); /* it keeps the table it was started with */
    write_story(true);
    place->liar = liar_start(place->desk.socket, answers);
    return failed;
}

static void verify__names_the_first_bad_entry(void **state)
{
    struct bc_verify_progress p = walk(*state);
    assert_int_equal(p.state, BC_VERIFY_BROKEN);
    assert_contains(p.err.text, "stream \"registry\" is broken at seq 2");
    assert_int_equal(p.walked, 0); /* the page with it is not counted */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(audit__reads_newest_first, open_place,
                                        close_place),
        cmocka_unit_test_setup_teardown(audit__filters_by_case_person_action_and_day,
                                        open_place, close_place),
        cmocka_unit_test_setup_teardown(audit__history_is_of_one_record, open_place,
                                        close_place),
        cmocka_unit_test_setup_teardown(audit__detail_compares_with_the_entry_before,
                                        open_place, close_place),
        cmocka_unit_test(compare__names_items_of_lists_by_what_they_are),
        cmocka_unit_test(compare__refuses_what_is_no_json),
        cmocka_unit_test_setup_teardown(verify__walks_a_whole_chain, open_place,
                                        close_place),
        cmocka_unit_test_setup_teardown(verify__names_the_first_bad_entry, open_forged,
                                        close_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
