#include "backend_client/session.h"

#include "backend_client/child.h"
#include "backend_client/deciding.h"
#include "backend_client/orders_impl.h"
#include "backend_client/outbox.h"
#include "backend_client/session_impl.h"
#include "backend_client/token.h"
#include "common/date.h"
#include "common/hash.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SLICE_US = 8000, LONGEST_WAIT_MS = 60000 };

/* ---- the state folder ---- */

static bool default_folder(char out[PATH_MAX], struct err *err)
{
    const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
    int n = -1;
    if (state && *state == '/') {
        n = snprintf(out, PATH_MAX, "%s/voucherdesk", state);
    } else if (home && *home == '/') {
        n = snprintf(out, PATH_MAX, "%s/.local/state/voucherdesk", home);
    }
    return (n > 0 && n < PATH_MAX) ||
           err_set(err, ERR_CONFIG, "no home folder is known; give --state DIR");
}

static bool make_folders(const char *path, struct err *err)
{
    char part[PATH_MAX];
    if (snprintf(part, sizeof part, "%s", path) >= (int)sizeof part) {
        return err_set(err, ERR_CONFIG, "the path of the state folder is too long");
    }
    for (char *slash = part + 1; (slash = strchr(slash, '/')); slash++) {
        *slash = '\0';
        (void)mkdir(part, 0700); /* what matters shows below */
        *slash = '/';
    }
    return mkdir(part, 0700) == 0 || errno == EEXIST ||
           err_set(err, ERR_CONFIG, "cannot make the state folder '%s': %s", path,
                   strerror(errno));
}

static bool folder_ours(const char *path, struct err *err)
{
    struct stat st;
    if (stat(path, &st) != 0 || !S_ISDIR(st.st_mode)) {
        return err_set(err, ERR_CONFIG, "'%s' is not a folder", path);
    }
    if (st.st_uid != geteuid()) {
        return err_set(err, ERR_CONFIG,
                       "the state folder '%s' belongs to another user; give one of your "
                       "own with --state",
                       path);
    }
    return !(st.st_mode & 022) ||
           err_set(err, ERR_CONFIG,
                   "others can write to the state folder '%s'; run: chmod 700 '%s'", path,
                   path);
}

/* Its absolute name, the same for every console that uses it. */
static bool open_folder(struct bc_session *session, const char *given, struct err *err)
{
    char chosen[PATH_MAX];
    if (given) {
        snprintf(chosen, sizeof chosen, "%s", given);
    } else if (!default_folder(chosen, err)) {
        return false;
    }
    if (!make_folders(chosen, err) || !folder_ours(chosen, err)) {
        return false;
    }
    session->state = realpath(chosen, NULL);
    return session->state ||
           err_set(err, ERR_CONFIG, "'%s': %s", chosen, strerror(errno));
}

/* ---- opening and closing ---- */

static bool copy(const char *text, char **out, struct err *err)
{
    *out = text ? strdup(text) : NULL;
    return !text || *out || err_set(err, ERR_INTERNAL, "out of memory");
}

static bool open_transport(struct bc_session *session, struct err *err)
{
    struct bc_transport_config config = {.server = session->server,
                                         .token_file = session->token_file,
                                         .socket = session->socket,
                                         .as = session->as};
    if (session->embedded) {
        if (!bc_child_create(session->state, session->daemon, session->demo_cases,
                             &session->child, err)) {
            return false;
        }
        config.socket = bc_child_socket(session->child);
    }
    return bc_transport_open(&config, &session->transport, err);
}

/* Each server has a file of its own: a token is never shown to another one. */
static bool token_path(const struct bc_session *session, char out[PATH_MAX],
                       struct err *err)
{
    char hash[HASH_HEX];
    size_t len = strlen(session->server);
    while (len > 0 && session->server[len - 1] == '/') {
        len--;
    }
    hash_hex(session->server, len, hash);
    int n = snprintf(out, PATH_MAX, "%s/token-%.16s", session->state, hash);
    return (n > 0 && n < PATH_MAX) ||
           err_set(err, ERR_CONFIG, "the path of the state folder is too long");
}

static bool find_token(struct bc_session *session, struct err *err)
{
    char path[PATH_MAX];
    if (!session->server || session->token_file) {
        return true;
    }
    return token_path(session, path, err) &&
           (access(path, F_OK) != 0 || copy(path, &session->token_file, err));
}

bool bc_login(struct bc_session *session, const char *from, char *kept, size_t size,
              struct err *err)
{
    char path[PATH_MAX];
    if (!session->server) {
        return err_set(err, ERR_USAGE,
                       "login is for a clearinghouse on the network: voucherdesk "
                       "--server URL login FILE; on this machine you are who you are");
    }
    if (!token_path(session, path, err) || !bc_token_keep(from, path, err)) {
        return false;
    }
    snprintf(kept, size, "%s", path);
    return true;
}

static bool set_up(struct bc_session *session, const struct bc_config *config,
                   struct err *err)
{
    session->embedded = config->embedded || (!config->server && !config->socket);
    session->memory_replica = config->memory_replica;
    session->demo_cases = config->demo_cases;
    if (!!config->server + !!config->socket + config->embedded > 1) {
        return err_set(err, ERR_USAGE,
                       "give one of --server, --socket and --embedded, not several");
    }
    if (!copy(config->server, &session->server, err) ||
        !copy(config->server ? config->token_file : NULL, &session->token_file, err) ||
        !copy(config->socket, &session->socket, err) ||
        !copy(config->as, &session->as, err) ||
        !copy(config->daemon, &session->daemon, err) ||
        !open_folder(session, config->state, err) || !find_token(session, err) ||
        !open_transport(session, err)) {
        return false;
    }
    bc_link_open(session); /* the child starts while the files are opened */
    return bc_outbox_open(session, err) && bc_deciding_open(session, err) &&
           bc_sync_open(session, err);
}

bool bc_open(const struct bc_config *config, struct bc_session **out, struct err *err)
{
    struct bc_session *session = calloc(1, sizeof *session);
    if (!session) {
        return err_set(err, ERR_INTERNAL, "out of memory");
    }
    if (!set_up(session, config, err)) {
        bc_close(session);
        return false;
    }
    *out = session;
    return true;
}

void bc_close(struct bc_session *session)
{
    if (!session) {
        return;
    }
    bc_sync_close(session);
    bc_deciding_close(session);
    bc_trial_close(session);
    bc_fetch_close(session);
    bc_outbox_close(session);
    bc_transport_close(session->transport);
    bc_child_destroy(session->child);
    char *owned[] = {session->server, session->token_file, session->socket,
                     session->state,  session->as,         session->daemon};
    for (size_t i = 0; i < COUNT_OF(owned); i++) {
        free(owned[i]);
    }
    free(session);
}

/* ---- the loop's part ---- */

unsigned bc_wait(struct bc_session *session, int terminal_fd, int signal_fd,
                 int timeout_ms)
{
    unsigned ready = 0;
    bc_link_tick(session);
    bc_outbox_tick(session);
    int wait =
        timeout_ms < 0 || timeout_ms > LONGEST_WAIT_MS ? LONGEST_WAIT_MS : timeout_ms;
    wait = session->event_count > 0 ? 0 : bc_link_wait_ms(session, wait);
    wait = bc_outbox_wait_ms(session, wait);
    int sync = session->direct ? -1 : bc_sync_timeout_ms(session);
    wait = sync >= 0 && sync < wait ? sync : wait;
    bc_transport_wait(session->transport, terminal_fd, signal_fd, wait, &ready);
    if (session->child && bc_child_fd(session->child) >= 0) {
        bc_link_tick(session);
    }
    if (!session->direct) {
        session->reach.more = bc_sync_slice(session, bc_monotonic_us() + SLICE_US);
    }
    return ready;
}

const struct bc_link *bc_link(const struct bc_session *session)
{
    return &session->link;
}

const char *bc_state_folder(const struct bc_session *session)
{
    return session->state;
}

const struct bc_me *bc_me(const struct bc_session *session)
{
    return &session->me;
}

bool bc_has_role(const struct bc_session *session, const char *role)
{
    size_t len = strlen(role);
    for (const char *at = session->me.roles; *at;) {
        size_t word = strcspn(at, " ");
        if (word == len && strncmp(at, role, len) == 0) {
            return true;
        }
        at += word + (at[word] == ' ');
    }
    return false;
}

int64_t bc_clock(const struct bc_session *session)
{
    return date_now() + session->link.clock_offset_us;
}
