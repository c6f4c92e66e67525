/* Reading one programme file, and the table of its keys. */
#ifndef CLEARINGHOUSE_SERVICE_POLICY_FILE_H
#define CLEARINGHOUSE_SERVICE_POLICY_FILE_H

#include "clearinghouse/service/policy.h"

/* A key of [figures] and of the JSON, where it lives, and its kind: 'm' money in yuan,
 * 'r' rate in percent, 'd' days, 't' minutes, 'D' a date. */
struct ch_policy_key {
    const char *key;
    size_t offset;
    char kind;
    char need; /* 'o' optional, 'r' required, 'k' required and never unknown: ours to set
                */
};
extern const struct ch_policy_key ch_policy_keys[];
extern const size_t ch_policy_key_count;

/* A key of [programme] or [rules]. */
struct ch_policy_word {
    const char *section, *key;
    size_t offset, size; /* size 0: a bool, yes or no in the file */
    char need;           /* 'o' or 'r' */
    char shape; /* 't' text, 'w' one of `allowed`, 'l' a list of them, 'f' flag */
    const char *allowed; /* space-separated */
};
extern const struct ch_policy_word ch_policy_words[];
extern const size_t ch_policy_word_count;

/* The figure of a key. */
const struct ch_figure *ch_policy_figure(const struct ch_policy *policy,
                                         const struct ch_policy_key *key);

/* ERR_CONFIG "FILE:LINE: KEY: …" on any fault. */
MUST_CHECK bool ch_policy_read(const char *path, struct ch_policy *out, struct err *err);

#endif
