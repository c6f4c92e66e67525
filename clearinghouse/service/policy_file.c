#include "clearinghouse/service/policy_file.h"

#include "common/date.h"
#include "common/money.h"
#include "common/text.h"

#include <errno.h>
#include <ini.h>
#include <stdio.h>
#include <string.h>

enum { KEYS_MAX = 32, DAYS_MAX = 3660 };

struct reader {
    FILE *file;
    const char *path;
    int line;
    struct ch_policy *policy;
    int word_line[KEYS_MAX], figure_line[KEYS_MAX]; /* where each was given, 0 not yet */
    struct err *err;
    bool failed;
};

/* The first fault of a file is the one reported. Returns false. */
static bool fault(struct reader *r, int line, const char *key, const char *value,
                  const char *right)
{
    if (!r->failed && value) {
        err_set(r->err, ERR_CONFIG, "%s:%d: %s: \"%.80s\": %s", r->path, line, key, value,
                right);
    } else if (!r->failed) {
        err_set(r->err, ERR_CONFIG, "%s:%d: %s: %s", r->path, line, key, right);
    }
    r->failed = true;
    return false;
}

/* libinih as packaged neither tells the handler its line nor notices one that is longer
 * than its own: the reader does both. */
static char *next_line(char *text, int size, void *stream)
{
    struct reader *r = stream;
    if (!fgets(text, size, r->file)) {
        return NULL;
    }
    r->line++;
    if (!strchr(text, '\n') && !feof(r->file)) {
        fault(r, r->line, "line", NULL, "is longer than 198 bytes; shorten it");
        return NULL;
    }
    return text;
}

/* Thousands separators, where there are any, stand where they belong: "2,000,00" is a
 * slip of the pen worth a factor of ten. */
static bool grouped(const char *number)
{
    const char *comma = strchr(number, ',');
    if (!comma) {
        return true;
    }
    bool ok = comma - number >= 1 && comma - number <= 3;
    for (; ok && *comma == ','; comma += 4) {
        ok = strspn(comma + 1, "0123456789") == 3;
    }
    return ok && (*comma == '\0' || *comma == '.') && !strchr(comma, ',');
}

static bool parse_number(char kind, const char *number, int64_t *out)
{
    int64_t hundredths;
    if (strspn(number, "0123456789,.") != strlen(number) || !grouped(number) ||
        !money_parse(number, &hundredths, NULL)) {
        return false;
    }
    *out = hundredths; /* fen of yuan; basis points of percent */
    if (kind == 'd' || kind == 't') {
        *out = hundredths / 100;
        return hundredths % 100 == 0 && *out <= DAYS_MAX;
    }
    return kind != 'r' || hundredths <= 10000;
}

/* "600,000,000 yuan", "7.5%", "365 days", "5 working days", "30 minutes", "2023-09-01".
 * NULL, or what would be right. */
static const char *parse_figure(char kind, const char *text, struct ch_figure *figure)
{
    static const char days[] =
        "write days such as \"365 days\" or \"5 working days\", or unknown, or none";
    static const struct {
        char kind;
        const char *suffix, *right;
    } shapes[] = {
        {'m', " yuan", "write yuan such as \"2,000,000 yuan\", or unknown, or none"},
        {'r', "%", "write a percentage up to 100 such as \"30%\", or unknown, or none"},
        {'d', " working days", days},
        {'d', " days", days},
        {'t', " minutes", "write minutes such as \"30 minutes\", or unknown, or none"},
        {'D', "", "write a date such as \"2023-09-01\", or unknown, or none"},
    };
    size_t i = 0;
    while (shapes[i].kind != kind) {
        i++;
    }
    figure->working = kind == 'd' && strstr(text, shapes[i].suffix) != NULL;
    i += kind == 'd' && !figure->working;
    size_t len = strlen(text), tail = strlen(shapes[i].suffix);
    char number[64];
    date_day day;
    if (len <= tail || len - tail >= sizeof number ||
        strcmp(text + len - tail, shapes[i].suffix) != 0) {
        return shapes[i].right;
    }
    memcpy(number, text, len - tail);
    number[len - tail] = '\0';
    if (kind != 'D') {
        return parse_number(kind, number, &figure->value) ? NULL : shapes[i].right;
    }
    if (!date_parse(number, &day)) {
        return shapes[i].right;
    }
    figure->value = day;
    return NULL;
}

static bool put_text(struct reader *r, const char *key, const char *value, char *out,
                     size_t size)
{
    uint32_t at;
    const char *reason;
    if (*out) {
        return fault(r, r->line, key, value, "is given twice; keep one");
    }
    if (!*value || strlen(value) >= size) {
        return fault(r, r->line, key, value, *value ? "is too long" : "is empty");
    }
    if (!text_field_ok(value, strlen(value), &at, &reason)) {
        return fault(r, r->line, key, NULL, reason);
    }
    memcpy(out, value, strlen(value) + 1);
    return true;
}

static bool put_figure(struct reader *r, size_t i, struct ch_figure *figure,
                       const char *value)
{
    const struct ch_policy_key *key = &ch_policy_keys[i];
    const char *right = NULL;
    if (r->figure_line[i]) {
        return fault(r, r->line, key->key, value, "is given twice; keep one");
    }
    r->figure_line[i] = r->line;
    figure->known = CH_KNOWN;
    if (strcmp(value, "unknown") == 0) {
        figure->known = CH_UNKNOWN;
        right = key->need == 'k' ? "is this installation's to set; give a value" : NULL;
    } else if (strcmp(value, "none") == 0) {
        figure->known = CH_NONE;
    } else {
        right = parse_figure(key->kind, value, figure);
    }
    if (!right && key->offset == offsetof(struct ch_policy, rounding_unit_fen) &&
        figure->value < 1) {
        right = "write the unit grants are rounded down to, such as \"1 yuan\"";
    }
    return !right || fault(r, r->line, key->key, value, right);
}

static bool on_figure(struct reader *r, const char *name, const char *value)
{
    const char *dot = strchr(name, '.');
    size_t len = dot ? (size_t)(dot - name) : strlen(name);
    for (size_t i = 0; i < ch_policy_key_count; i++) {
        const struct ch_policy_key *key = &ch_policy_keys[i];
        if (strlen(key->key) != len || strncmp(key->key, name, len) != 0) {
            continue;
        }
        struct ch_figure *figure = (void *)((char *)r->policy + key->offset);
        if (!dot) {
            return put_figure(r, i, figure, value);
        }
        if (strcmp(dot, ".source") == 0) {
            return put_text(r, name, value, figure->source, sizeof figure->source);
        }
        if (strcmp(dot, ".contested") == 0) {
            return put_text(r, name, value, figure->contested, sizeof figure->contested);
        }
    }
    return fault(r, r->line, name, value,
                 "is not a key of [figures]; docs/programmes.md lists them");
}

/* True when the `len` bytes at `word` are one of the space-separated `allowed`. */
static bool among(const char *allowed, const char *word, size_t len)
{
    for (const char *at = allowed; *at;) {
        size_t n = strcspn(at, " ");
        if (n == len && strncmp(at, word, n) == 0) {
            return true;
        }
        at += n + (at[n] == ' ');
    }
    return false;
}

static bool put_word(struct reader *r, const struct ch_policy_word *word,
                     const char *value)
{
    char right[240], *at = (char *)r->policy + word->offset;
    if (word->shape == 'f') {
        bool yes = strcmp(value, "yes") == 0;
        memcpy(at, &yes, sizeof yes);
        return yes || strcmp(value, "no") == 0 ||
               fault(r, r->line, word->key, value, "write yes or no");
    }
    bool ok = word->shape != 'w' || among(word->allowed, value, strlen(value));
    for (const char *part = value; ok && word->shape == 'l';) {
        size_t n = strcspn(part, ",");
        ok = among(word->allowed, part, n);
        if (part[n] == '\0') {
            break;
        }
        part += n + 1;
    }
    if (!ok) {
        snprintf(right, sizeof right, "write %s %s",
                 word->shape == 'w' ? "one of" : "a comma-separated list of",
                 word->allowed);
        return fault(r, r->line, word->key, value, right);
    }
    return put_text(r, word->key, value, at, word->size);
}

static bool on_word(struct reader *r, const char *section, const char *key,
                    const char *value)
{
    for (size_t i = 0; i < ch_policy_word_count; i++) {
        const struct ch_policy_word *word = &ch_policy_words[i];
        if (strcmp(word->section, section) == 0 && strcmp(word->key, key) == 0) {
            if (r->word_line[i]) {
                return fault(r, r->line, key, value, "is given twice; keep one");
            }
            r->word_line[i] = r->line;
            return put_word(r, word, value);
        }
    }
    return fault(r, r->line, key, value,
                 "is not a key of this section; docs/programmes.md lists them");
}

static int on_pair(void *user, const char *section, const char *key, const char *value)
{
    struct reader *r = user;
    return strcmp(section, "figures") == 0 ? on_figure(r, key, value)
                                           : on_word(r, section, key, value);
}

/* What only the whole file can show. A key that is missing is reported at its end. */
static bool complete(struct reader *r)
{
    char key[64];
    for (size_t i = 0; i < ch_policy_word_count; i++) {
        if (ch_policy_words[i].need == 'r' && !r->word_line[i]) {
            snprintf(key, sizeof key, "[%s] %s", ch_policy_words[i].section,
                     ch_policy_words[i].key);
            return fault(r, r->line, key, NULL, "is missing");
        }
    }
    for (size_t i = 0; i < ch_policy_key_count; i++) {
        const struct ch_figure *figure = ch_policy_figure(r->policy, &ch_policy_keys[i]);
        if (ch_policy_keys[i].need != 'o' && !r->figure_line[i]) {
            snprintf(key, sizeof key, "[figures] %s", ch_policy_keys[i].key);
            return fault(r, r->line, key, NULL,
                         "is missing; write unknown where nobody published it");
        }
        if (figure->known == CH_KNOWN && !*figure->source) {
            snprintf(key, sizeof key, "%s.source", ch_policy_keys[i].key);
            return fault(r, r->figure_line[i], key, NULL,
                         "is missing; say who published the figure");
        }
    }
    const char *slash = strrchr(r->path, '/');
    const char *base = slash ? slash + 1 : r->path;
    size_t len = strlen(r->policy->id);
    return (strncmp(base, r->policy->id, len) == 0 && strcmp(base + len, ".ini") == 0) ||
           fault(r, r->word_line[0], "id", r->policy->id,
                 "must be the file's name without .ini");
}

bool ch_policy_read(const char *path, struct ch_policy *out, struct err *err)
{
    struct ch_policy policy = {.version = 1};
    struct reader r = {.path = path, .policy = &policy, .err = err};
    r.file = fopen(path, "re");
    if (!r.file) {
        return err_set(err, ERR_CONFIG, "cannot read \"%s\": %s", path, strerror(errno));
    }
    int line = ini_parse_stream(next_line, &r, on_pair, &r);
    fclose(r.file);
    if (line != 0 && !r.failed) {
        return err_set(err, ERR_CONFIG,
                       "%s:%d: line: is neither [section] nor key = value", path, line);
    }
    if (r.failed || !complete(&r)) {
        return false;
    }
    *out = policy;
    return true;
}
