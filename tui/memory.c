#include "tui/memory.h"

#include "common/hash.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The file: a word and its parts a line, separated by tabs. A line that is not understood
 * is left out, so that an older console reads a newer one's file. */
static const char first_line[] = "voucherdesk\t1";

enum { PARTS = 9, LONGEST_LINE = 1024, MOST_LINES = 500 };

#define COPY(to, from) snprintf(to, sizeof(to), "%.*s", (int)sizeof(to) - 1, from)

/* ---- reading ---- */

static int split(char *line, char *parts[PARTS])
{
    int count = 0;
    line[strcspn(line, "\r\n")] = '\0';
    while (line && count < PARTS) {
        parts[count++] = strsep(&line, "\t");
    }
    for (int i = count; i < PARTS; i++) {
        parts[i] = line = NULL;
    }
    return count;
}

/* screen view filter sort down id number */
static bool read_visit(char *const parts[], int count, struct tui_visit *out)
{
    struct tui_visit made = {.screen = ""};
    if (count < 7 || !*parts[0]) {
        return false;
    }
    COPY(made.screen, parts[0]);
    COPY(made.place.view, parts[1]);
    COPY(made.place.filter, parts[2]);
    COPY(made.place.sort, parts[3]);
    made.place.descending = strcmp(parts[4], "down") == 0;
    COPY(made.place.id, parts[5]);
    COPY(made.place.number, parts[6]);
    *out = made;
    return true;
}

static void read_line(struct tui_memory *memory, char *line)
{
    char *parts[PARTS];
    int count = split(line, parts);
    struct tui_visit visit;
    if (count < 2) {
        return;
    }
    if (strcmp(parts[0], "tour") == 0) {
        memory->toured = strcmp(parts[1], "shown") == 0;
    } else if (strcmp(parts[0], "mouse") == 0) {
        memory->mouse = strcmp(parts[1], "on") == 0;
    } else if (strcmp(parts[0], "link") == 0) {
        COPY(memory->link, parts[1]);
    } else if (strcmp(parts[0], "last") == 0) {
        (void)read_visit(parts + 1, count - 1, &memory->last);
    } else if (strcmp(parts[0], "bookmark") == 0) {
        if (read_visit(parts + 1, count - 1, &visit) && count == PARTS) {
            (void)tui_memory_bookmark(memory, &visit, parts[8]);
        }
    } else if (strcmp(parts[0], "command") == 0) {
        tui_memory_command(memory, parts[1]);
    }
}

static void read_file(struct tui_memory *memory, FILE *file)
{
    char line[LONGEST_LINE];
    if (!fgets(line, sizeof line, file) ||
        strncmp(line, first_line, strlen(first_line)) != 0) {
        return;
    }
    for (int i = 0; i < MOST_LINES && fgets(line, sizeof line, file); i++) {
        read_line(memory, line);
    }
}

void tui_memory_read(struct tui_memory *memory, const char *folder, const char *server,
                     const char *person)
{
    char both[4400], hex[HASH_HEX];
    *memory = (struct tui_memory){.path = ""};
    snprintf(both, sizeof both, "%s\n%s", server, person);
    hash_hex(both, strlen(both), hex);
    snprintf(memory->path, sizeof memory->path, "%.4000s/screen-%.16s.txt", folder, hex);
    int fd = open(memory->path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    FILE *file = fd >= 0 ? fdopen(fd, "r") : NULL;
    struct stat st;
    if (file && fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_uid == geteuid()) {
        read_file(memory, file);
    }
    if (file) {
        fclose(file);
    } else if (fd >= 0) {
        close(fd);
    }
}

/* ---- writing ---- */

/* Nothing in a part may end it or the line. */
static void put(FILE *file, const char *text)
{
    fputc('\t', file);
    for (; *text; text++) {
        fputc((unsigned char)*text < ' ' || *text == 0x7F ? ' ' : *text, file);
    }
}

static void put_visit(FILE *file, const char *word, const struct tui_visit *visit)
{
    const struct tui_place *p = &visit->place;
    const char *parts[] = {
        visit->screen, p->view,  p->filter, p->sort, p->descending ? "down" : "up",
        p->id,         p->number};
    fputs(word, file);
    for (size_t i = 0; i < COUNT_OF(parts); i++) {
        put(file, parts[i]);
    }
}

static bool put_all(const struct tui_memory *memory, FILE *file)
{
    fprintf(file, "%s\ntour\t%s\nmouse\t%s\n", first_line,
            memory->toured ? "shown" : "new", memory->mouse ? "on" : "off");
    if (*memory->link) {
        fputs("link", file);
        put(file, memory->link);
        fputc('\n', file);
    }
    if (*memory->last.screen) {
        put_visit(file, "last", &memory->last);
        fputc('\n', file);
    }
    for (int i = 0; i < memory->bookmark_count; i++) {
        put_visit(file, "bookmark", &memory->bookmarks[i].visit);
        put(file, memory->bookmarks[i].title);
        fputc('\n', file);
    }
    for (int i = 0; i < memory->command_count; i++) {
        fputs("command", file);
        put(file, memory->commands[i]);
        fputc('\n', file);
    }
    return fflush(file) == 0 && !ferror(file);
}

bool tui_memory_write(const struct tui_memory *memory, struct err *err)
{
    char made[4300];
    if (!*memory->path) {
        return true;
    }
    snprintf(made, sizeof made, "%s.%ld", memory->path, (long)getpid());
    (void)unlink(made);
    int fd = open(made, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    FILE *file = fd >= 0 ? fdopen(fd, "w") : NULL;
    bool ok = file && put_all(memory, file);
    int why = errno;
    if (file) {
        ok = fclose(file) == 0 && ok;
    } else if (fd >= 0) {
        close(fd);
    }
    if (ok && rename(made, memory->path) == 0) {
        return true;
    }
    why = ok ? errno : why;
    (void)unlink(made);
    return err_set(err, ERR_CONFIG,
                   "bookmarks and history could not be kept in '%.200s': %s",
                   memory->path, strerror(why));
}

/* ---- changing ---- */

void tui_memory_command(struct tui_memory *memory, const char *line)
{
    int count = memory->command_count;
    if (!*line || strlen(line) >= TUI_COMMAND_MAX ||
        (count > 0 && strcmp(memory->commands[count - 1], line) == 0)) {
        return;
    }
    if (count == TUI_COMMANDS_KEPT) {
        memmove(memory->commands, memory->commands + 1,
                sizeof memory->commands - sizeof memory->commands[0]);
        count--;
    }
    snprintf(memory->commands[count], TUI_COMMAND_MAX, "%s", line);
    memory->command_count = count + 1;
}

static bool same(const struct tui_visit *a, const struct tui_visit *b)
{
    return strcmp(a->screen, b->screen) == 0 &&
           strcmp(a->place.view, b->place.view) == 0 &&
           strcmp(a->place.filter, b->place.filter) == 0 &&
           strcmp(a->place.id, b->place.id) == 0;
}

bool tui_memory_bookmark(struct tui_memory *memory, const struct tui_visit *visit,
                         const char *title)
{
    int at = 0;
    while (at < memory->bookmark_count && !same(&memory->bookmarks[at].visit, visit)) {
        at++;
    }
    if (at == TUI_BOOKMARKS) {
        return false;
    }
    memory->bookmarks[at].visit = *visit;
    COPY(memory->bookmarks[at].title, title);
    memory->bookmark_count += at == memory->bookmark_count;
    return true;
}

void tui_memory_forget(struct tui_memory *memory, int bookmark)
{
    if (bookmark < 0 || bookmark >= memory->bookmark_count) {
        return;
    }
    memory->bookmark_count--;
    memmove(&memory->bookmarks[bookmark], &memory->bookmarks[bookmark + 1],
            (size_t)(memory->bookmark_count - bookmark) * sizeof memory->bookmarks[0]);
}
