#include "backend_client/replica.h"
#include "tests/support/cases.h"
#include "tests/support/test.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* A folder with a replica file in it. */
struct place {
    char folder[64], path[96];
};

static int setup(void **state)
{
    struct place *place = calloc(1, sizeof *place);
    strcpy(place->folder, "/tmp/replica-XXXXXX");
    if (!mkdtemp(place->folder)) {
        return -1;
    }
    snprintf(place->path, sizeof place->path, "%s/replica.db", place->folder);
    *state = place;
    return 0;
}

static int teardown(void **state)
{
    static const char *const ends[] = {"", "-wal", "-shm"};
    struct place *place = *state;
    char name[128];
    for (size_t i = 0; i < COUNT_OF(ends); i++) {
        snprintf(name, sizeof name, "%s%s", place->path, ends[i]);
        unlink(name);
    }
    rmdir(place->folder);
    free(place);
    return 0;
}

static struct bc_replica *open_as(const struct place *place, const char *as)
{
    struct bc_replica *replica = NULL;
    struct err err = {0};
    assert_ok(bc_replica_open(place->path, "socket", as, &replica, &err), err);
    return replica;
}

static void fill(struct bc_replica *replica, int count)
{
    struct err err = {0};
    enum bc_put what;
    for (int i = 1; i <= count; i++) {
        struct bc_case row = support_case(i);
        assert_ok(bc_replica_put(replica, &row, &what, &err), err);
        assert_int_equal(what, BC_PUT_NEW);
    }
    assert_ok(bc_replica_commit(replica, &err), err);
}

static void replica__keeps_every_field_for_the_next_start(void **state)
{
    struct bc_replica *replica = open_as(*state, "officer");
    struct bc_case wanted = support_case(7), found;
    fill(replica, 20);
    bc_replica_close(replica);
    replica = open_as(*state, "officer");
    assert_int_equal(bc_replica_total(replica), 20);
    assert_true(bc_replica_get(replica, wanted.id, &found));
    assert_memory_equal(&found, &wanted, sizeof found);
    bc_replica_close(replica);
}

static void replica__ignores_what_is_older_than_it_knows(void **state)
{
    struct bc_replica *replica = open_as(*state, "officer");
    struct bc_case row = support_case(3), found;
    struct err err = {0};
    enum bc_put what;
    fill(replica, 3);
    row.revision = 5;
    strcpy(row.status, "approved");
    assert_ok(bc_replica_put(replica, &row, &what, &err), err);
    assert_int_equal(what, BC_PUT_CHANGED);
    row.revision = 4;
    strcpy(row.status, "rejected");
    assert_ok(bc_replica_put(replica, &row, &what, &err), err);
    assert_int_equal(what, BC_PUT_OLD);
    assert_true(bc_replica_get(replica, row.id, &found));
    assert_string_equal(found.status, "approved");
    assert_int_equal(found.revision, 5);
    bc_replica_close(replica);
}

static void replica__of_another_principal_is_emptied(void **state)
{
    struct bc_replica *replica = open_as(*state, "officer");
    fill(replica, 5);
    bc_replica_close(replica);
    replica = open_as(*state, "auditor");
    assert_int_equal(bc_replica_total(replica), 0);
    bc_replica_close(replica);
}

static void replica__that_is_damaged_is_made_anew(void **state)
{
    const struct place *place = *state;
    struct bc_replica *replica = open_as(place, "officer");
    fill(replica, 5);
    bc_replica_close(replica);
    int fd = open(place->path, O_WRONLY);
    char junk[4096];
    memset(junk, 'x', sizeof junk);
    assert_int_equal(pwrite(fd, junk, sizeof junk, 0), sizeof junk);
    close(fd);
    replica = open_as(place, "officer");
    assert_int_equal(bc_replica_total(replica), 0);
    fill(replica, 2);
    bc_replica_close(replica);
}

static void replica__of_another_console_is_busy(void **state)
{
    const struct place *place = *state;
    struct bc_replica *replica = open_as(place, "officer"), *second = NULL;
    struct err err = {0};
    assert_refused(bc_replica_open(place->path, "socket", "officer", &second, &err), err,
                   ERR_BUSY, "another console");
    fill(replica, 1); /* and the first is none the worse for it */
    bc_replica_close(replica);
}

static void replica__is_for_its_owner_only(void **state)
{
    const struct place *place = *state;
    struct bc_replica *replica = open_as(place, "officer");
    struct stat st;
    assert_int_equal(stat(place->path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    bc_replica_close(replica);
}

static void replica__refuses_a_link_in_its_place(void **state)
{
    const struct place *place = *state;
    struct bc_replica *replica = NULL;
    struct err err = {0};
    assert_int_equal(symlink("/dev/null", place->path), 0);
    assert_refused(bc_replica_open(place->path, "socket", NULL, &replica, &err), err,
                   ERR_CONFIG, "--state");
}

static void replica__a_record_counts_for_its_revision_only(void **state)
{
    struct bc_replica *replica = open_as(*state, "officer");
    struct bc_case row = support_case(1);
    struct buf json = {0};
    struct err err = {0};
    fill(replica, 1);
    assert_ok(bc_replica_put_detail(replica, row.id, 1, "{\"a\":1}", &err), err);
    assert_true(bc_replica_detail(replica, row.id, 1, &json));
    assert_string_equal(buf_str(&json), "{\"a\":1}");
    assert_false(bc_replica_detail(replica, row.id, 2, &json));
    assert_false(bc_replica_detail(replica, "app_none", 1, &json));
    buf_clear(&json);
    bc_replica_close(replica);
}

static void replica__what_was_not_committed_is_not_counted_after_a_rollback(void **state)
{
    struct bc_replica *replica = open_as(*state, "officer");
    struct bc_case row = support_case(9);
    struct err err = {0};
    enum bc_put what;
    fill(replica, 4);
    assert_ok(bc_replica_put(replica, &row, &what, &err), err);
    assert_int_equal(bc_replica_total(replica), 5);
    bc_replica_rollback(replica);
    assert_int_equal(bc_replica_total(replica), 4);
    assert_false(bc_replica_get(replica, row.id, &row));
    bc_replica_close(replica);
}

static void replica__without_a_file_works_the_same(void **state)
{
    struct bc_replica *replica = NULL;
    struct err err = {0};
    (void)state;
    assert_ok(bc_replica_open(NULL, "socket", NULL, &replica, &err), err);
    fill(replica, 10);
    assert_ok(bc_replica_empty(replica, &err), err);
    assert_int_equal(bc_replica_total(replica), 0);
    fill(replica, 3);
    assert_int_equal(bc_replica_total(replica), 3);
    bc_replica_close(replica);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(replica__keeps_every_field_for_the_next_start),
        TEST(replica__ignores_what_is_older_than_it_knows),
        TEST(replica__of_another_principal_is_emptied),
        TEST(replica__that_is_damaged_is_made_anew),
        TEST(replica__of_another_console_is_busy),
        TEST(replica__is_for_its_owner_only),
        TEST(replica__refuses_a_link_in_its_place),
        TEST(replica__a_record_counts_for_its_revision_only),
        TEST(replica__what_was_not_committed_is_not_counted_after_a_rollback),
        TEST(replica__without_a_file_works_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
