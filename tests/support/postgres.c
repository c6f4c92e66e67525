#include "tests/support/postgres.h"

#include "tests/support/test.h"

#include <fcntl.h>
#include <ftw.h>
#include <glob.h>
#include <libpq-fe.h>
#include <pwd.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { TRIES = 300, TRY_US = 50 * 1000 };

/* Debian keeps the server's programs out of the PATH. */
static bool find_programs(struct postgres *pg)
{
    static const char *const places[] = {
        "/usr/lib/postgresql/*/bin/postgres", "/usr/pgsql-*/bin/postgres",
        "/usr/libexec/postgresql*/postgres",  "/usr/local/bin/postgres",
        "/opt/homebrew/bin/postgres",         "/usr/bin/postgres"};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        glob_t found;
        if (glob(places[i], 0, NULL, &found) == 0) {
            const char *path = found.gl_pathv[found.gl_pathc - 1];
            snprintf(pg->programs, sizeof pg->programs, "%.*s",
                     (int)(strrchr(path, '/') - path), path);
            globfree(&found);
            return true;
        }
    }
    return false;
}

/* postgres refuses to run as root. */
static const struct passwd *servant(void)
{
    return getuid() == 0 ? getpwnam("nobody") : NULL;
}

static pid_t start(const struct postgres *pg, const char *const argv[])
{
    char path[300], log[128];
    const struct passwd *as = servant();
    snprintf(path, sizeof path, "%s/%s", pg->programs, argv[0]);
    snprintf(log, sizeof log, "%s/log", pg->folder);
    pid_t pid = fork();
    if (pid != 0) {
        return pid;
    }
    int out = open(log, O_WRONLY | O_CREAT | O_APPEND, 0666);
    dup2(out, STDOUT_FILENO);
    dup2(out, STDERR_FILENO);
    if (chdir(pg->folder) != 0 ||
        (as && (setgid(as->pw_gid) != 0 || setuid(as->pw_uid) != 0))) {
        _exit(126);
    }
    setenv("LC_ALL", "C.UTF-8", 1);
    execv(path, (char *const *)(uintptr_t)argv);
    _exit(127);
}

static bool make_cluster(struct postgres *pg)
{
    char data[96];
    int status;
    snprintf(data, sizeof data, "%s/data", pg->folder);
    const char *const argv[] = {"initdb", "-D", data,   "-U",         "clearing",  "-A",
                                "trust",  "-E", "UTF8", "--locale=C", "--no-sync", NULL};
    pid_t pid = start(pg, argv);
    return pid > 0 && waitpid(pid, &status, 0) == pid && status == 0;
}

static void address(const struct postgres *pg, const char *database, char *url,
                    size_t size)
{
    snprintf(url, size, "postgres://clearing@/%s?host=%s", database, pg->folder);
}

static bool answers(const struct postgres *pg)
{
    char url[256];
    address(pg, "postgres", url, sizeof url);
    for (int i = 0; i < TRIES; i++) {
        if (PQping(url) == PQPING_OK) {
            return true;
        }
        usleep(TRY_US);
    }
    return false;
}

bool postgres_begin(struct postgres *pg)
{
    char data[96];
    const struct passwd *as = servant();
    *pg = (struct postgres){.pid = 0};
    snprintf(pg->folder, sizeof pg->folder, "/tmp/vd-pg-XXXXXX");
    if (!find_programs(pg) || !mkdtemp(pg->folder) ||
        (as && chown(pg->folder, as->pw_uid, as->pw_gid) != 0) || !make_cluster(pg)) {
        fprintf(stderr, "no PostgreSQL server can be made here; see %s/log\n",
                pg->folder);
        return false;
    }
    snprintf(data, sizeof data, "%s/data", pg->folder);
    const char *const argv[] = {"postgres",          "-D", data, "-k", pg->folder, "-c",
                                "listen_addresses=", NULL};
    pg->pid = start(pg, argv);
    if (pg->pid <= 0 || !answers(pg)) {
        fprintf(stderr, "PostgreSQL did not start; see %s/log\n", pg->folder);
        postgres_end(pg);
        return false;
    }
    return true;
}

void postgres_database(struct postgres *pg, char *url, size_t size)
{
    char name[24], sql[64], admin[256];
    snprintf(name, sizeof name, "ledger%d", ++pg->databases);
    snprintf(sql, sizeof sql, "CREATE DATABASE %s", name);
    address(pg, "postgres", admin, sizeof admin);
    PGconn *link = PQconnectdb(admin);
    PGresult *result = PQexec(link, sql);
    bool ok = PQresultStatus(result) == PGRES_COMMAND_OK;
    if (!ok) {
        fprintf(stderr, "%s", PQerrorMessage(link));
    }
    PQclear(result);
    PQfinish(link);
    assert_true(ok);
    address(pg, name, url, size);
}

static int remove_one(const char *path, const struct stat *info, int kind, struct FTW *at)
{
    (void)info;
    (void)kind;
    (void)at;
    return remove(path);
}

void postgres_end(struct postgres *pg)
{
    if (pg->pid > 0) {
        kill(pg->pid, SIGINT); /* fast shutdown */
        waitpid(pg->pid, NULL, 0);
        pg->pid = 0;
    }
    if (*pg->folder) {
        nftw(pg->folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
        pg->folder[0] = '\0';
    }
}
