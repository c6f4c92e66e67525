/* What is fed with bytes nobody promised anything about, and what must hold whatever they
 * are. Run by fuzz_test.c (mutated seeds, a fixed number, in `make test`) and by
 * fuzz_main.c (libFuzzer, `make fuzz`). */
#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>

struct fuzz_target {
    const char *name;
    /* Ends the process where something does not hold. */
    void (*run)(const uint8_t *bytes, size_t len);
    const char *seeds[12]; /* NULL after the last */
    const char *words[16]; /* to put in */
};
extern const struct fuzz_target fuzz_targets[]; /* ends with a NULL name */

/* The condition holds, or the process ends and says what did not. */
void fuzz_holds(int condition, const char *what);

void fuzz_request(const uint8_t *bytes, size_t len);
void fuzz_reply(const uint8_t *bytes, size_t len);

#endif
