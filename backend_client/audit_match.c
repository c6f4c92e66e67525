#include "backend_client/audit_impl.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *prefix;
    enum bc_audit_place place;
} places[] = {
    {"who:", BC_IN_WHO},   {"by:", BC_IN_WHO},        {"action:", BC_IN_ACTION},
    {"case:", BC_IN_CASE}, {"reason:", BC_IN_REASON}, {"stream:", BC_IN_STREAM},
    {"since:", BC_SINCE},  {"until:", BC_UNTIL},
};

/* "2026-11-18", or "11-18" of the present year. */
static bool read_day(const char *text, int year, date_day *out)
{
    char whole[24];
    if (date_parse(text, out)) {
        return true;
    }
    if (strlen(text) != 5 || text[2] != '-') {
        return false;
    }
    snprintf(whole, sizeof whole, "%04d-%s", year, text);
    return date_parse(whole, out);
}

static bool read_word(const char *text, const struct bc_audit_filter *filter,
                      struct bc_audit_word *out, struct err *err)
{
    date_day day;
    *out = (struct bc_audit_word){.without = *text == '-' && text[1] != '\0'};
    text += out->without;
    for (size_t i = 0; i < COUNT_OF(places); i++) {
        size_t len = strlen(places[i].prefix);
        if (strncmp(text, places[i].prefix, len) == 0) {
            out->place = places[i].place;
            text += len;
            break;
        }
    }
    snprintf(out->text, sizeof out->text, "%s", text);
    if (out->place != BC_SINCE && out->place != BC_UNTIL) {
        return true;
    }
    if (strlen(text) < 5) {
        out->place = BC_IN_ALL; /* still being typed */
        out->text[0] = '\0';
        return true;
    }
    if (!read_day(text, filter->year, &day)) {
        return err_set(err, ERR_USAGE,
                       "\"%s\" is no date; write it as 2026-11-18 or 11-18", text);
    }
    out->at = date_start(out->place == BC_UNTIL ? day + 1 : day, filter->zone_s);
    return true;
}

bool bc_audit_filter_read(const char *text, struct bc_audit_filter *out, struct err *err)
{
    struct bc_audit_word words[BC_AUDIT_WORDS];
    int count = 0;
    while (*text) {
        char word[96];
        text += strspn(text, " ");
        size_t len = strcspn(text, " ");
        if (len == 0) {
            break;
        }
        if (count == BC_AUDIT_WORDS) {
            return err_set(err, ERR_USAGE, "a filter has at most %d words",
                           BC_AUDIT_WORDS);
        }
        snprintf(word, sizeof word, "%.*s", (int)len, text);
        if (!read_word(word, out, &words[count], err)) {
            return false;
        }
        count += words[count].text[0] != '\0';
        text += len;
    }
    memcpy(out->words, words, sizeof words);
    out->count = count;
    return true;
}

static bool in(const char *text, const char *word)
{
    return strcasestr(text, word) != NULL;
}

static bool in_action(const struct bc_audit_filter *f, const struct bc_audit_entry *e,
                      const char *word)
{
    const char *dot = strchr(e->action, '.');
    return in(e->action, word) || (f->word && (in(f->word(e->action), word) ||
                                               (dot && in(f->word(dot + 1), word))));
}

static bool in_case(const struct bc_audit_entry *e, const char *word)
{
    return in(e->number, word) || in(e->name, word) || in(e->subject, word);
}

static bool in_all(const struct bc_audit_filter *f, const char *stream,
                   const struct bc_audit_entry *e, const char *word)
{
    char seq[24];
    snprintf(seq, sizeof seq, "#%lld", (long long)e->seq);
    return in_case(e, word) || in(e->who, word) || in_action(f, e, word) ||
           in(e->reason, word) || in(stream, word) || strcmp(seq, word) == 0 ||
           strncmp(e->hash, word, strlen(word)) == 0 ||
           (f->word && *e->reason && in(f->word(e->reason), word));
}

static bool has(const struct bc_audit_filter *f, const char *stream,
                const struct bc_audit_entry *e, const struct bc_audit_word *word)
{
    switch (word->place) {
    case BC_IN_WHO:
        return in(e->who, word->text);
    case BC_IN_ACTION:
        return in_action(f, e, word->text);
    case BC_IN_CASE:
        return in_case(e, word->text);
    case BC_IN_REASON:
        return in(e->reason, word->text);
    case BC_IN_STREAM:
        return in(stream, word->text);
    case BC_SINCE:
        return e->at >= word->at;
    case BC_UNTIL:
        return e->at < word->at;
    case BC_IN_ALL:
        break;
    }
    return in_all(f, stream, e, word->text);
}

bool bc_audit_matches(const struct bc_audit_filter *filter, const char *stream,
                      const struct bc_audit_entry *entry)
{
    if (*filter->subject && strcmp(filter->subject, entry->subject) != 0) {
        return false;
    }
    for (int i = 0; i < filter->count; i++) {
        if (has(filter, stream, entry, &filter->words[i]) == filter->words[i].without) {
            return false;
        }
    }
    return true;
}
