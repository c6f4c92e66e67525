#include "tests/support/test.h"

#include "clearinghouse/service/machine.h"
#include "clearinghouse/service/reasons.h"
#include "clearinghouse/store/records.h"

static bool is_undo(const struct ch_transition *t)
{
    return strcmp(t->decision, "undo") == 0;
}

static bool known(const char *status)
{
    for (const char *const *s = ch_statuses; *s; s++) {
        if (strcmp(*s, status) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_among(const char *word, const char *const *words)
{
    for (; *words; words++) {
        if (strcmp(*words, word) == 0) {
            return true;
        }
    }
    return false;
}

static const struct {
    const struct ch_machine *machine;
    const char *ends[6]; /* nothing but undo leads out of exactly these */
} machines[] = {
    {&ch_application_machine, {"rejected", "withdrawn", "issued", "lapsed", NULL}},
    {&ch_voucher_machine, {"used_up", "expired", "revoked", NULL}},
    {&ch_claim_machine, {"rejected", "recovered", NULL}},
};

/* Mark what can be reached from `from` by decisions other than undo. */
static void reach(const struct ch_machine *m, const char *from, const char **seen,
                  size_t *count)
{
    for (size_t i = 0; i < *count; i++) {
        if (strcmp(seen[i], from) == 0) {
            return;
        }
    }
    seen[(*count)++] = from;
    for (size_t i = 0; i < m->count; i++) {
        if (!is_undo(&m->steps[i]) && strcmp(m->steps[i].from, from) == 0) {
            reach(m, m->steps[i].to, seen, count);
        }
    }
}

static void machine__names_only_known_statuses(void **state)
{
    (void)state;
    for (size_t i = 0; i < ch_transition_count; i++) {
        assert_true(known(ch_transitions[i].from));
        assert_true(known(ch_transitions[i].to));
    }
}

static void machine__reaches_every_status(void **state)
{
    (void)state;
    for (size_t k = 0; k < COUNT_OF(machines); k++) {
        const struct ch_machine *m = machines[k].machine;
        const char *seen[32];
        size_t count = 0, all = 0;
        reach(m, m->statuses[0], seen, &count);
        while (m->statuses[all]) {
            all++;
        }
        assert_int_equal(count, all);
    }
}

static void machine__has_exactly_these_ends(void **state)
{
    (void)state;
    for (size_t k = 0; k < COUNT_OF(machines); k++) {
        const struct ch_machine *m = machines[k].machine;
        for (const char *const *s = m->statuses; *s; s++) {
            bool left = false;
            for (size_t i = 0; i < m->count; i++) {
                const struct ch_transition *t = &m->steps[i];
                left = left || (!is_undo(t) && strcmp(t->from, *s) == 0 &&
                                strcmp(t->to, t->from) != 0);
            }
            assert_int_equal(left, !is_among(*s, machines[k].ends));
        }
    }
}

/* From every other status an end can be reached, and a person can take the next step. */
static void machine__has_no_dead_ends(void **state)
{
    (void)state;
    for (size_t k = 0; k < COUNT_OF(machines); k++) {
        const struct ch_machine *m = machines[k].machine;
        for (const char *const *s = m->statuses; *s; s++) {
            const char *seen[32];
            size_t count = 0;
            bool ended = false, person = false;
            if (is_among(*s, machines[k].ends)) {
                continue;
            }
            reach(m, *s, seen, &count);
            for (size_t i = 0; i < count; i++) {
                ended = ended || is_among(seen[i], machines[k].ends);
            }
            for (size_t i = 0; i < m->count; i++) {
                person = person ||
                         (strcmp(m->steps[i].from, *s) == 0 && m->steps[i].roles != 0);
            }
            assert_true(ended);
            assert_true(person);
        }
    }
}

/* A case is open, or granted, or given up: never two of them. */
static void machine__is_open_until_it_is_decided(void **state)
{
    (void)state;
    for (const char *const *s = ch_statuses; *s; s++) {
        assert_false(ch_status_open(*s) && ch_status_granted(*s));
        assert_int_equal(ch_status_open(*s) || ch_status_granted(*s),
                         !is_among(*s, (const char *const[]){"rejected", "withdrawn",
                                                             "lapsed", NULL}));
    }
}

/* What can be undone has a way back to where it came from. */
static void machine__leads_back_from_each_undoable_step(void **state)
{
    (void)state;
    for (size_t i = 0; i < ch_transition_count; i++) {
        const struct ch_transition *t = &ch_transitions[i];
        const char *back =
            strcmp(t->from, "awaiting_second") == 0 ? "under_review" : t->from;
        bool found = !t->undoable;
        for (size_t k = 0; k < ch_transition_count; k++) {
            const struct ch_transition *u = &ch_transitions[k];
            found = found || (is_undo(u) && strcmp(u->from, t->to) == 0 &&
                              strcmp(u->to, back) == 0);
        }
        if (!found) {
            fail_msg("%s from %s cannot be undone", t->decision, t->from);
        }
    }
}

static void machine__gives_decisions_to_the_right_people(void **state)
{
    const unsigned never = CH_ROLE_AUDITOR | CH_ROLE_ADMIN | CH_ROLE_OPERATOR;
    (void)state;
    for (size_t i = 0; i < ch_transition_count; i++) {
        const struct ch_transition *t = &ch_transitions[i];
        assert_int_equal(t->roles & never, 0);
        if (strcmp(t->decision, "approve") == 0 || strcmp(t->decision, "reject") == 0 ||
            is_undo(t)) {
            assert_int_equal(t->roles & CH_ROLE_APPLICANT_DESK, 0);
        }
        if (strcmp(t->decision, "approve") == 0 &&
            strcmp(t->from, "awaiting_second") == 0) {
            assert_int_equal(t->roles, CH_ROLE_SUPERVISOR);
        }
        if (t->roles == 0) {
            assert_string_equal(t->decision, "lapse");
        }
    }
    assert_true(ch_decision_known("approve"));
    assert_true(ch_decision_known("lapse"));
    assert_false(ch_decision_known("pay"));
}

static void machine__owes_a_reason_for_every_refusal(void **state)
{
    static const char *const owing[] = {"reject", "return",  "withdraw", "object",
                                        "uphold", "dismiss", "lapse",    NULL};
    (void)state;
    for (size_t i = 0; i < ch_transition_count; i++) {
        const struct ch_transition *t = &ch_transitions[i];
        bool fits = false;
        assert_int_equal(t->needs_reason, t->roles && is_among(t->decision, owing));
        for (size_t k = 0; k < ch_reason_count; k++) {
            fits = fits || ch_reason_fits(&ch_reasons[k], t->decision);
        }
        assert_true(fits || !t->needs_reason);
    }
}

static void reasons__have_texts_and_no_twins(void **state)
{
    (void)state;
    for (size_t i = 0; i < ch_reason_count; i++) {
        const struct ch_reason *r = &ch_reasons[i];
        assert_true(*r->en && *r->zh && *r->decisions);
        assert_int_equal(strspn(r->code, "abcdefghijklmnopqrstuvwxyz-"), strlen(r->code));
        assert_ptr_equal(ch_reason_find(r->code), r);
        assert_false(ch_reason_fits(r, "approv"));
    }
    assert_null(ch_reason_find("no-such"));
    assert_true(ch_reason_fits(ch_reason_find("other"), "undo"));
    assert_false(ch_reason_fits(ch_reason_find("other"), "approve"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(machine__names_only_known_statuses),
        cmocka_unit_test(machine__reaches_every_status),
        cmocka_unit_test(machine__is_open_until_it_is_decided),
        cmocka_unit_test(machine__has_exactly_these_ends),
        cmocka_unit_test(machine__has_no_dead_ends),
        cmocka_unit_test(machine__leads_back_from_each_undoable_step),
        cmocka_unit_test(machine__gives_decisions_to_the_right_people),
        cmocka_unit_test(machine__owes_a_reason_for_every_refusal),
        cmocka_unit_test(reasons__have_texts_and_no_twins),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
