/* A PostgreSQL of a test's own: made in a temporary folder, reached by a Unix socket
 * there, run by an unprivileged user when the test is root, ended by pid. */
#ifndef TESTS_SUPPORT_POSTGRES_H
#define TESTS_SUPPORT_POSTGRES_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct postgres {
    char folder[64];
    char programs[256]; /* folder of initdb and postgres */
    pid_t pid;
    int databases; /* made so far */
};

/* False, saying why on stderr, when there is no server here or it does not start. */
bool postgres_begin(struct postgres *pg);
/* A fresh database; its postgres:// address in `url`. Fails the test when it cannot. */
void postgres_database(struct postgres *pg, char *url, size_t size);
void postgres_end(struct postgres *pg);

#endif
