#include "clearinghouse/service/machine.h"

#include "clearinghouse/store/records.h"

#include <string.h>

enum {
    DESK = CH_ROLE_APPLICANT_DESK | CH_ROLE_OFFICER,
    OFFICE = CH_ROLE_OFFICER | CH_ROLE_SUPERVISOR,
};

/* decision, from, to, who, reason owed, can be undone. Two rows for one approval: the
 * second is taken instead of the first when four-eyes is needed. */
const struct ch_transition ch_transitions[] = {
    {"accept", "submitted", "under_review", OFFICE, false, true},
    {"return", "submitted", "returned", OFFICE, true, true},
    {"return", "under_review", "returned", OFFICE, true, true},
    {"resubmit", "returned", "under_review", DESK, false, false},
    {"approve", "under_review", "approved", OFFICE, false, true},
    {"approve", "under_review", "awaiting_second", OFFICE, false, true},
    {"approve", "awaiting_second", "approved", CH_ROLE_SUPERVISOR, false, true},
    {"reject", "submitted", "rejected", OFFICE, true, true},
    {"reject", "under_review", "rejected", OFFICE, true, true},
    {"reject", "awaiting_second", "rejected", OFFICE, true, true},
    {"withdraw", "submitted", "withdrawn", DESK, true, false},
    {"withdraw", "under_review", "withdrawn", DESK, true, false},
    {"withdraw", "returned", "withdrawn", DESK, true, false},
    {"assign", "submitted", "submitted", OFFICE, false, false},
    {"assign", "under_review", "under_review", OFFICE, false, false},
    {"assign", "awaiting_second", "awaiting_second", OFFICE, false, false},
    {"undo", "under_review", "submitted", OFFICE, false, false},
    {"undo", "returned", "under_review", OFFICE, false, false},
    {"undo", "awaiting_second", "under_review", OFFICE, false, false},
    {"undo", "returned", "submitted", OFFICE, false, false},
    {"undo", "rejected", "submitted", OFFICE, false, false},
    {"undo", "approved", "under_review", OFFICE, false, false},
    {"undo", "rejected", "under_review", OFFICE, false, false},
    {"lapse", "returned", "withdrawn", 0, false, false},
};
const size_t ch_transition_count = COUNT_OF(ch_transitions);

/* The last four are words of the design no transition leads to yet. */
const char *const ch_statuses[] = {
    "submitted", "under_review", "returned", "awaiting_second", "approved", "rejected",
    "withdrawn", "on_notice",    "objected", "issued",          "lapsed",   NULL};

const struct ch_transition *ch_transition_find(const char *from, const char *decision)
{
    for (size_t i = 0; i < ch_transition_count; i++) {
        if (strcmp(ch_transitions[i].from, from) == 0 &&
            strcmp(ch_transitions[i].decision, decision) == 0) {
            return &ch_transitions[i];
        }
    }
    return NULL;
}

bool ch_decision_known(const char *decision)
{
    for (size_t i = 0; i < ch_transition_count; i++) {
        if (strcmp(ch_transitions[i].decision, decision) == 0) {
            return ch_transitions[i].roles != 0;
        }
    }
    return false;
}

bool ch_status_open(const char *status)
{
    return strcmp(status, "submitted") == 0 || strcmp(status, "under_review") == 0 ||
           strcmp(status, "returned") == 0 || strcmp(status, "awaiting_second") == 0;
}
