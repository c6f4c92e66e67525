/* `clearinghoused verify`, as an auditor runs it: on a ledger the daemon made, in the
 * hands of somebody who owns its file. Each thing they can do to it ends in exit 65 and
 * in the name of the row, the tranche or the root. */
#include "tests/clearinghouse/client.h"
#include "tests/support/forger.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#define STREAM "shanghai-compute"

struct ledger {
    struct world world; /* stopped */
    char path[200], copy[200], witness[200];
};

static void copy_file(const char *from, const char *to)
{
    char bytes[65536];
    size_t n;
    FILE *in = fopen(from, "rb"), *out = fopen(to, "wb");
    assert_true(in && out);
    while ((n = fread(bytes, 1, sizeof bytes, in)) > 0) {
        assert_int_equal(fwrite(bytes, 1, n, out), n);
    }
    fclose(in);
    assert_int_equal(fclose(out), 0);
}

/* A checkpoint as a witness outside keeps it. */
static void keep_root(struct ledger *l, const char *stream)
{
    char path[96];
    struct buf text = {0};
    snprintf(path, sizeof path, "/v1/journal/%s/checkpoints", stream);
    json_t *doc = client_post(&l->world, "auditor", path, "{}", 0);
    FILE *out = fopen(l->witness, "a");
    assert_non_null(out);
    json_canonical(doc, &text);
    fprintf(out, "%s\n", buf_str(&text));
    assert_int_equal(fclose(out), 0);
    buf_clear(&text);
    json_decref(doc);
}

static int begin(void **state)
{
    static struct ledger l;
    *state = &l;
    if (!world_begin(&l.world, &(struct world_options){.cases = 60})) {
        print_error("%s\n", l.world.failed);
        return -1;
    }
    snprintf(l.path, sizeof l.path, "%s/ledger.db", l.world.state);
    snprintf(l.copy, sizeof l.copy, "%s/untouched.db", l.world.folder);
    snprintf(l.witness, sizeof l.witness, "%s/witness", l.world.folder);
    keep_root(&l, STREAM);
    keep_root(&l, "root");
    world_signal(&l.world, SIGTERM);
    copy_file(l.path, l.copy);
    return 0;
}

static int end(void **state)
{
    struct ledger *l = *state;
    world_end(&l->world);
    return 0;
}

static int restore(void **state)
{
    struct ledger *l = *state;
    char log[256];
    snprintf(log, sizeof log, "%s-wal", l->path); /* of whoever did not close it */
    unlink(log);
    copy_file(l->copy, l->path);
    return 0;
}

/* Exit status and everything it says. */
static int verify(const struct ledger *l, bool witness, char said[2000])
{
    char program[512], command[1200];
    snprintf(command, sizeof command, "'%s' verify --state '%s' %s%s 2>&1",
             world_program("clearinghoused", program, sizeof program), l->world.state,
             witness ? "--witness " : "", witness ? l->witness : "");
    FILE *out = popen(command, "r");
    assert_non_null(out);
    size_t n = fread(said, 1, 1999, out);
    said[n] = '\0';
    int status = pclose(out);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void verify__of_an_untouched_ledger_is_content(void **state)
{
    char said[2000];
    assert_int_equal(verify(*state, true, said), 0);
    assert_contains(said, "every chain whole");
    assert_contains(said, "witnessed roots, each still there");
}

/* The guards go first, as their owner can have it. */
#define UNGUARDED                                                                        \
    "DROP TRIGGER journal_keeps; DROP TRIGGER journal_stays; DROP TRIGGER heads_rise; "  \
    "DROP TRIGGER heads_stay; DROP TRIGGER transfers_keep; DROP TRIGGER "                \
    "transfers_stay; DROP TRIGGER receipts_keep; DROP TRIGGER signatures_stay; "
#define ROW " WHERE stream = '" STREAM "' AND seq = "
#define LAST "(SELECT seq FROM heads WHERE stream = '" STREAM "')"

static const struct {
    const char *what, *sql, *named;
} deeds[] = {
    {"a body edited",
     "UPDATE journal SET body = replace(body, '\"revision\":', '\"Revision\":')" ROW "7",
     "journal " STREAM ": entry 7 ("},
    {"a person edited", "UPDATE journal SET actor = 'nobody'" ROW "8",
     "journal " STREAM ": entry 8 ("},
    {"an instant edited", "UPDATE journal SET at = at + 1" ROW "9",
     "journal " STREAM ": entry 9 ("},
    {"a reason edited", "UPDATE journal SET reason_code = 'late'" ROW "10",
     "journal " STREAM ": entry 10 ("},
    {"a hash edited", "UPDATE journal SET hash = prev" ROW "11",
     "journal " STREAM ": entry 11 ("},
    {"the money of an entry edited",
     "UPDATE journal SET transfers = replace(transfers, 'available', 'lapsed') WHERE "
     "stream = '" STREAM "' AND transfers IS NOT NULL",
     "journal " STREAM ": entry "},
    {"an entry deleted", "DELETE FROM journal" ROW "12",
     "journal " STREAM ": entry 12 is missing"},
    {"the first entry deleted", "DELETE FROM journal" ROW "1",
     "journal " STREAM ": entry 1 is missing"},
    {"two entries swapped",
     "UPDATE journal SET seq = 1000013" ROW "13; UPDATE journal SET seq = 13" ROW
     "14; UPDATE journal SET seq = 14" ROW "1000013",
     "journal " STREAM ": entry 13 ("},
    {"the end cut off", "DELETE FROM journal" ROW LAST,
     "journal " STREAM ": ends at entry "},
    {"an entry added",
     "INSERT INTO journal SELECT stream, seq + 1, at, actor, role, acting_for, action, "
     "kind, subject, revision, operation, reason_code, reason_note, policy, body, hash, "
     "prev, transfers FROM journal" ROW LAST,
     "journal " STREAM ": has "},
    {"a stream emptied", "DELETE FROM journal WHERE stream = '" STREAM "'",
     "journal " STREAM ": "},
    {"a head deleted", "DELETE FROM heads WHERE stream = '" STREAM "'",
     "journal " STREAM ": has "},
    {"a transfer deleted",
     "DELETE FROM transfers WHERE programme = '" STREAM "' AND seq = 2",
     "tranche " STREAM "/"},
    {"a transfer edited",
     "UPDATE transfers SET amount = amount + 1 WHERE programme = '" STREAM
     "' AND seq = 2",
     "tranche " STREAM "/"},
    {"a balance moved",
     "UPDATE tranches SET available = available + 1, appropriated = appropriated + 1 "
     "WHERE programme = '" STREAM "'",
     "tranche " STREAM "/"},
    {"a receipt raised",
     "UPDATE receipts SET amount = amount + 1 WHERE programme = '" STREAM "'",
     "receipts"},
    {"a voucher raised",
     "DROP TRIGGER vouchers_keep; UPDATE vouchers SET face_fen = face_fen + 1, "
     "unused_fen = unused_fen + 1 WHERE id = (SELECT id FROM vouchers WHERE status = "
     "'active' LIMIT 1)",
     "voucher"},
    {"a yearly cap set back",
     "UPDATE caps SET used = used - 1 WHERE programme = '" STREAM "' AND used > 0",
     "of the yearly cap, what is used is not what was granted"},
    {"a yearly cap forgotten", "DELETE FROM caps",
     "of the yearly cap, what is used is not what was granted"},
    {"a group's cap forgotten", "DELETE FROM limits WHERE kind = 'group-granted'",
     "of the group's yearly cap, what is used is not what was granted"},
    {"what was redeemed forgotten", "DELETE FROM limits WHERE kind = 'redeemed'",
     "redeemed is not what its claims add up to"},
    {"a signature deleted",
     "DELETE FROM signatures WHERE application = (SELECT application FROM signatures "
     "LIMIT 1)",
     "its signatures are not those its journal tells of"},
    {"an operation forgotten",
     "DROP TRIGGER operations_stay; DELETE FROM operations WHERE key = (SELECT operation "
     "FROM journal WHERE stream = '" STREAM "' AND seq = 12)",
     "journal " STREAM ": entry 12: the answer to an operation it names is gone"},
    {"a role nobody granted",
     "INSERT INTO grants (principal, role, scope) SELECT principal, role, 'henan' FROM "
     "grants WHERE principal = 'officer2'",
     "\"officer2\" is officer (henan), and no entry of the journal says so"},
    {"a role taken away", "DELETE FROM grants WHERE principal = 'auditor'",
     "\"auditor\" is no longer auditor (*), and no entry of the journal says so"},
    {"a grant slipped in",
     "INSERT INTO grants (principal, role, scope) VALUES ('officer', 16, '*')",
     "\"officer\" cannot be"},
};

static void verify__names_what_was_done_to_the_file(void **state)
{
    const struct ledger *l = *state;
    char sql[1600], said[2000];
    for (size_t i = 0; i < COUNT_OF(deeds); i++) {
        restore(state);
        snprintf(sql, sizeof sql, UNGUARDED "%s", deeds[i].sql);
        forger_run(l->path, sql);
        int status = verify(l, false, said);
        if (status != 65 || !strstr(said, deeds[i].named)) {
            fail_msg("%s: exit %d, %s", deeds[i].what, status, said);
        }
    }
}

/* Whole within itself; only a root kept outside knows better. */
static void verify__names_the_root_a_new_chain_lost(void **state)
{
    const struct ledger *l = *state;
    char said[2000];
    forger_rebuild(l->path, STREAM, 20, "officer2");
    assert_int_equal(verify(l, true, said), 65);
    assert_contains(said, "journal " STREAM ": the root witnessed at entry ");
}

/* The end cut off as if it had never been: head and entries agree. */
static void verify__names_the_root_of_an_end_cut_off_cleanly(void **state)
{
    const struct ledger *l = *state;
    char said[2000];
    forger_run(l->path, UNGUARDED
               "DELETE FROM journal" ROW LAST "; UPDATE heads SET (seq, hash) = "
               "(SELECT seq, hash FROM journal j WHERE j.stream = heads.stream "
               "ORDER BY seq DESC LIMIT 1)");
    assert_int_equal(verify(l, true, said), 65);
    assert_contains(said, "journal " STREAM ": the root witnessed at entry ");
    assert_int_equal(verify(l, false, said), 65);
    assert_contains(said, "the entry it points at is not what its newest entry says");
}

static void verify__of_half_a_file_says_so(void **state)
{
    const struct ledger *l = *state;
    char said[2000];
    FILE *file = fopen(l->path, "rb");
    assert_non_null(file);
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    long size = ftell(file);
    fclose(file);
    assert_int_equal(truncate(l->path, size / 2), 0);
    assert_int_not_equal(verify(l, true, said), 0);
    assert_contains(said, "ledger");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(verify__of_an_untouched_ledger_is_content, restore),
        cmocka_unit_test_setup(verify__names_what_was_done_to_the_file, restore),
        cmocka_unit_test_setup(verify__names_the_root_a_new_chain_lost, restore),
        cmocka_unit_test_setup(verify__names_the_root_of_an_end_cut_off_cleanly, restore),
        cmocka_unit_test_setup(verify__of_half_a_file_says_so, restore),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
