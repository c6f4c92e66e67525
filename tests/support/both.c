#include "tests/support/both.h"

#include "tests/support/life.h"
#include "tests/support/postgres.h"

#include <stdlib.h>

static struct postgres server;

int both_begin(void **state)
{
    (void)state;
    return postgres_begin(&server) ? 0 : -1;
}

int both_end(void **state)
{
    (void)state;
    postgres_end(&server);
    return 0;
}

static struct life *new_life(void **state)
{
    *state = calloc(1, sizeof(struct life));
    assert_non_null(*state);
    return *state;
}

int both_in_memory(void **state)
{
    life_open(new_life(state));
    return 0;
}

int both_on_postgres(void **state)
{
    char url[256];
    postgres_database(&server, url, sizeof url);
    life_open_in(new_life(state), url);
    return 0;
}

int both_close(void **state)
{
    struct life *l = *state;
    life_verify(l);
    life_close(l);
    free(l);
    return 0;
}
