/* Somebody who owns the file and knows the format: makes a stream's chain anew, whole in
 * itself, with another person behind one of its entries. */
#ifndef TESTS_SUPPORT_FORGER_H
#define TESTS_SUPPORT_FORGER_H

#include <stdint.h>

/* `path` is a ledger's file nobody has open. Fails the test when it cannot. */
void forger_rebuild(const char *path, const char *stream, int64_t seq, const char *actor);
/* SQL on the file, as any program can put it there; fails the test when it fails. */
void forger_run(const char *path, const char *sql);

#endif
