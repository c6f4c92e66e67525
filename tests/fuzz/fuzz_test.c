/* Every fuzz target on its seeds and on what a thousand small accidents make of them. The
 * same seed makes the same inputs; FUZZ=n makes more of them, SEED=n others. */
#include "tests/fuzz/fuzz.h"
#include "tests/support/test.h"

#include <stdlib.h>

enum { INPUTS = 5000, MOST = 4096, ACCIDENTS = 4 };

struct input {
    uint8_t bytes[MOST];
    size_t len;
};

static uint64_t random_state;

static size_t pick(size_t below)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return (size_t)(random_state >> 11) % below;
}

static size_t from_environment(const char *name, size_t otherwise)
{
    const char *text = getenv(name);
    return text && *text ? strtoull(text, NULL, 10) : otherwise;
}

static size_t count_of(const char *const *list)
{
    size_t n = 0;
    while (list[n]) {
        n++;
    }
    return n;
}

/* Put `len` bytes in at `at`; what does not fit falls off the end. */
static void insert(struct input *in, size_t at, const void *bytes, size_t len)
{
    uint8_t copy[MOST];
    len = len < MOST - at ? len : MOST - at;
    memcpy(copy, bytes, len);
    size_t tail = in->len - at < MOST - at - len ? in->len - at : MOST - at - len;
    memmove(in->bytes + at + len, in->bytes + at, tail);
    memcpy(in->bytes + at, copy, len);
    in->len = at + len + tail;
}

/* The next value after `at` gives way to a word: what has a form mostly keeps it. */
static void replace_value(struct input *in, size_t at, const char *word)
{
    size_t from = at, until;
    while (from < in->len && in->bytes[from] != ':' && in->bytes[from] != '=') {
        from++;
    }
    from += from < in->len;
    for (until = from; until < in->len && !strchr(",]}\n", in->bytes[until]); until++) {
    }
    memmove(in->bytes + from, in->bytes + until, in->len - until);
    in->len -= until - from;
    insert(in, from, word, strlen(word));
}

static void accident(const struct fuzz_target *t, struct input *in)
{
    size_t at = pick(in->len + 1), left = in->len - at;
    size_t len = left ? 1 + pick(left < 32 ? left : 32) : 0;
    const char *word;
    switch (pick(12)) {
    case 0:
        if (left) {
            in->bytes[at] ^= (uint8_t)(1u << pick(8));
        }
        break;
    case 1:
        if (left) {
            in->bytes[at] = (uint8_t)pick(256);
        }
        break;
    case 2:
        memmove(in->bytes + at, in->bytes + at + len, left - len);
        in->len -= len;
        break;
    case 3:
        insert(in, at, in->bytes + at, len);
        break;
    case 4:
        word = t->words[pick(count_of(t->words))];
        insert(in, at, word, strlen(word));
        break;
    case 5: /* of another seed */
        word = t->seeds[pick(count_of(t->seeds))];
        insert(in, at, word, pick(strlen(word) + 1));
        break;
    default:
        replace_value(in, at, t->words[pick(count_of(t->words))]);
    }
}

static void every_target__holds_whatever_comes(void **state)
{
    static struct input in;
    size_t inputs = from_environment("FUZZ", INPUTS);
    (void)state;
    for (const struct fuzz_target *t = fuzz_targets; t->name; t++) {
        random_state = UINT64_C(88172645463325252) + from_environment("SEED", 0);
        for (size_t i = 0; i < inputs; i++) {
            const char *seed = t->seeds[i % count_of(t->seeds)];
            in.len = strlen(seed);
            memcpy(in.bytes, seed, in.len);
            for (size_t n = i < count_of(t->seeds) ? 0 : 1 + pick(ACCIDENTS); n > 0;
                 n--) {
                accident(t, &in);
            }
            t->run(in.bytes, in.len);
        }
        print_message("%-8s %zu inputs\n", t->name, inputs);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_target__holds_whatever_comes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
