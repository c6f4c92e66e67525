#include "tui/screens/reason_picker.h"

#include "backend_client/cases.h"
#include "backend_client/collections.h"
#include "tui/keys.h"
#include "tui/lang.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#define COPY(to, from) snprintf(to, sizeof(to), "%s", from)

static bool has_word(const char *list, const char *word)
{
    size_t len = strlen(word);
    for (const char *at = list; *at;) {
        size_t n = strcspn(at, " ");
        if (n == len && strncmp(at, word, n) == 0) {
            return true;
        }
        at += n + (at[n] == ' ');
    }
    return false;
}

void tui_reasons_start(struct tui_reasons *reasons, const char *decision)
{
    *reasons = (struct tui_reasons){0};
    COPY(reasons->decision, decision);
    reasons->needed =
        has_word("reject return withdraw object uphold dismiss lapse", decision);
}

static bool matches(const struct bc_reason *reason, const char *search)
{
    return !*search || strcasestr(reason->code, search) ||
           strcasestr(reason->en, search) || strstr(reason->zh, search);
}

/* ---- what the evidence names ---- */

static bool names(const struct bc_detail *detail, const char *code)
{
    for (int i = 0; i < detail->finding_count && i < BC_FINDINGS; i++) {
        const struct bc_finding *f = &detail->findings[i];
        if (strcmp(f->outcome, "pass") != 0 && strcmp(f->reason, code) == 0) {
            return true;
        }
    }
    return false;
}

enum { LOOKED_AT = 50 }; /* cases whose evidence is looked at for the order */

/* How many cases name each of the codes, into `hits`. */
static void count_hits(struct bc_session *session, const struct bc_case *cases, int count,
                       const struct bc_reason *all, int all_count, int *hits)
{
    struct bc_detail detail;
    for (int i = 0; i < count && i < LOOKED_AT; i++) {
        if (!bc_case_detail(session, cases[i].id, &detail)) {
            continue;
        }
        for (int r = 0; r < all_count && r < REASONS_MAX; r++) {
            hits[r] += names(&detail, all[r].code);
        }
    }
}

/* Insertion keeps the server's order among equals. */
static void put(struct tui_reasons *reasons, int index, int hits)
{
    int at = reasons->count++;
    while (at > 0 && reasons->fitting[at - 1] < hits) {
        reasons->order[at] = reasons->order[at - 1];
        reasons->fitting[at] = reasons->fitting[at - 1];
        at--;
    }
    reasons->order[at] = index;
    reasons->fitting[at] = hits;
}

static bool choose(struct tui_reasons *reasons, const struct bc_reason *all, int at)
{
    const char *code = all[reasons->order[at]].code;
    if (strcmp(reasons->chosen, code) == 0) {
        return false;
    }
    COPY(reasons->chosen, code);
    return true;
}

bool tui_reasons_update(struct tui_reasons *reasons, struct bc_session *session,
                        const struct bc_case *cases, int count)
{
    const struct bc_reason *all;
    int hits[REASONS_MAX] = {0}, all_count = bc_reasons(session, &all);
    count_hits(session, cases, count, all, all_count, hits);
    reasons->count = 0;
    for (int i = 0; i < all_count && i < REASONS_MAX; i++) {
        if (has_word(all[i].decisions, reasons->decision) &&
            matches(&all[i], reasons->search)) {
            put(reasons, i, hits[i]);
        }
    }
    int looked = count < LOOKED_AT ? count : LOOKED_AT;
    if (reasons->touched || reasons->count == 0 || *reasons->search ||
        (reasons->needed && reasons->fitting[0] != looked)) {
        return false;
    }
    return choose(reasons, all, 0);
}

int tui_reasons_at(const struct tui_reasons *reasons, struct bc_session *session)
{
    const struct bc_reason *all;
    int all_count = bc_reasons(session, &all);
    for (int i = 0; i < reasons->count; i++) {
        if (reasons->order[i] < all_count &&
            strcmp(all[reasons->order[i]].code, reasons->chosen) == 0) {
            return i;
        }
    }
    return -1;
}

bool tui_reasons_move(struct tui_reasons *reasons, struct bc_session *session, int by)
{
    const struct bc_reason *all;
    if (bc_reasons(session, &all) == 0 || reasons->count == 0) {
        return false;
    }
    int at = tui_reasons_at(reasons, session);
    at = at < 0 ? (by > 0 ? 0 : reasons->count - 1)
                : (at + by + reasons->count) % reasons->count;
    reasons->touched = true;
    return choose(reasons, all, at);
}

/* ---- searching ---- */

static bool any_matches(const struct tui_reasons *reasons, struct bc_session *session,
                        const char *search)
{
    const struct bc_reason *all;
    int count = bc_reasons(session, &all);
    for (int i = 0; i < count; i++) {
        if (has_word(all[i].decisions, reasons->decision) && matches(&all[i], search)) {
            return true;
        }
    }
    return false;
}

bool tui_reasons_key(struct tui_reasons *reasons, struct bc_session *session,
                     uint32_t key)
{
    char search[REASONS_SEARCH];
    size_t len = strlen(reasons->search);
    memcpy(search, reasons->search, sizeof search);
    if (key == TUI_KEY_BACKSPACE) {
        while (len > 0 && !text_valid(search, --len)) {
        }
    } else if (key >= ' ' && key < TUI_KEY_UP && !text_is_hostile(key) &&
               len + 4 < sizeof search) {
        len += text_encode(key, search + len);
    } else {
        return false;
    }
    search[len] = '\0';
    if (any_matches(reasons, session, search)) {
        memcpy(reasons->search, search, sizeof search);
    }
    return true;
}
