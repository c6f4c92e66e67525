#include "backend_client/health.h"

#include "backend_client/session_impl.h"

#include <jansson.h>
#include <sodium.h>
#include <sqlite3.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>
#include <unistring/version.h>

static void look(struct bc_health_file *file, const char *folder, const char *name)
{
    struct stat st;
    snprintf(file->path, sizeof file->path, "%s%s%s", folder, *name ? "/" : "", name);
    if (lstat(file->path, &st) == 0) {
        file->exists = true;
        file->ours = st.st_uid == geteuid();
        file->mode = st.st_mode & 07777U;
        file->bytes = (int64_t)st.st_size;
    }
}

static void versions(struct bc_health *out)
{
    snprintf(out->curl, sizeof out->curl, "%.60s", bc_transport_library());
    snprintf(out->sqlite, sizeof out->sqlite, "%s", sqlite3_libversion());
    snprintf(out->jansson, sizeof out->jansson, "%s", jansson_version_str());
    snprintf(out->sodium, sizeof out->sodium, "%s", sodium_version_string());
    snprintf(out->unistring, sizeof out->unistring, "%d.%d",
             (_libunistring_version >> 16) & 0xFF, (_libunistring_version >> 8) & 0xFF);
}

void bc_health(const struct bc_session *session, struct bc_health *out)
{
    struct statvfs disk;
    const char *state = session->state ? session->state : ".";
    *out = (struct bc_health){.free_bytes = -1, .embedded = session->embedded};
    versions(out);
    look(&out->state, state, "");
    look(&out->replica, state, "replica.db");
    look(&out->outbox, state, "outbox.db");
    if (statvfs(state, &disk) == 0) {
        out->free_bytes = (int64_t)disk.f_bavail * (int64_t)disk.f_frsize;
    }
    const char *place = session->server ? session->server : session->socket;
    snprintf(out->place, sizeof out->place, "%s",
             place && !session->embedded ? place : "");
}
