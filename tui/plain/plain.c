#include "tui/plain/plain.h"

#include "tui/plain/plain_impl.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { STEP_MS = 200, READY_MS = 10000 };

bool tui_plain_wanted(void)
{
    const char *accessible = getenv("ACCESSIBLE"), *term = getenv("TERM");
    return (accessible && *accessible && strcmp(accessible, "0") != 0) ||
           (term && strcmp(term, "dumb") == 0);
}

static int64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* ---- saying ---- */

void plain_say(struct safe_text text)
{
    safe_print(stdout, text);
    fputc('\n', stdout);
}

void plain_text(const char *text)
{
    plain_say(safe_text(text));
}

/* News interrupt a waiting prompt, which is then said again. */
static void news(struct plain *plain, struct safe_text text)
{
    if (plain->prompt) {
        fputc('\n', stdout);
    }
    plain_say(text);
    if (plain->prompt) {
        safe_print(stdout, safe_text(_(plain->prompt)));
        fputc(' ', stdout);
    }
    fflush(stdout);
}

static bool was_read_out(const struct plain *plain, const char *id)
{
    for (int i = 0; i < plain->shown_count; i++) {
        if (strcmp(plain->shown[i].choice.id, id) == 0) {
            return true;
        }
    }
    return false;
}

static void take_events(struct plain *plain)
{
    struct bc_event event;
    while (bc_event_next(plain->session, &event)) {
        if (event.kind == BC_EVENT_CASE && !event.own && was_read_out(plain, event.id)) {
            news(plain, safe_textf(_("news: %s was changed by %s: %s"), event.number,
                                   event.by, tui_word(event.action)));
        }
    }
}

/* ---- asking ---- */

static void trim(char *line)
{
    size_t from = strspn(line, " \t"), len = strlen(line + from);
    memmove(line, line + from, len + 1);
    while (len > 0 && strchr(" \t\r", line[len - 1])) {
        line[--len] = '\0';
    }
}

/* A line of what was read, or what is left at the end; a line that is too long is cut. */
static bool take_line(struct plain *plain, char *out, size_t size)
{
    char *end = memchr(plain->pending, '\n', plain->pending_len);
    bool full = plain->pending_len == sizeof plain->pending;
    if (!end && !full && !(plain->eof && plain->pending_len > 0)) {
        return false;
    }
    size_t len = end ? (size_t)(end - plain->pending) : plain->pending_len;
    size_t used = end ? len + 1 : len;
    snprintf(out, size, "%.*s", (int)len, plain->pending);
    memmove(plain->pending, plain->pending + used, plain->pending_len - used);
    plain->pending_len -= used;
    trim(out);
    return true;
}

static void read_more(struct plain *plain)
{
    ssize_t got = read(plain->fd, plain->pending + plain->pending_len,
                       sizeof plain->pending - plain->pending_len);
    if (got > 0) {
        plain->pending_len += (size_t)got;
    } else if (got == 0 || (errno != EINTR && errno != EAGAIN)) {
        plain->eof = true;
    }
}

bool plain_ask(struct plain *plain, const char *prompt, char *out, size_t size)
{
    out[0] = '\0';
    safe_print(stdout, safe_text(_(prompt)));
    fputc(' ', stdout);
    fflush(stdout);
    plain->prompt = prompt;
    while (!take_line(plain, out, size)) {
        if (plain->eof) {
            plain->prompt = NULL;
            plain->quit = true;
            fputc('\n', stdout);
            return false;
        }
        if (bc_wait(plain->session, plain->fd, -1, STEP_MS) & BC_READY_TERMINAL) {
            read_more(plain);
        }
        take_events(plain);
    }
    plain->prompt = NULL;
    if (!isatty(plain->fd)) {
        plain_text(out); /* a transcript shows what was answered */
    }
    return true;
}

bool plain_await(struct plain *plain, bool (*done)(struct plain *plain, int64_t number),
                 int64_t number, int ms)
{
    int64_t until = now_ms() + ms;
    while (!done(plain, number)) {
        if (now_ms() > until) {
            return false;
        }
        bc_wait(plain->session, -1, -1, STEP_MS);
        take_events(plain);
    }
    return true;
}

bool plain_number(const char **words, int64_t *out)
{
    char *end;
    const char *at = *words + strspn(*words, " ,");
    if (*at < '0' || *at > '9') {
        return false;
    }
    errno = 0;
    *out = strtoll(at, &end, 10);
    bool ok = errno == 0 && *out > 0 && (!*end || *end == ' ' || *end == ',');
    *words = ok ? end : *words;
    return ok;
}

/* ---- commands ---- */

static void run_menu(struct plain *plain, const char *words);
static void run_help(struct plain *plain, const char *words);

static void run_quit(struct plain *plain, const char *words)
{
    (void)words;
    plain->quit = true;
}

static void run_language(struct plain *plain, const char *words)
{
    const char *name = *words ? words : tui_lang_is_zh() ? "en" : "zh_CN";
    if (!tui_lang_set(name)) {
        plain_say(safe_textf(
            _("there is no translation for '%s'; en and zh_CN are there"), name));
        return;
    }
    run_menu(plain, "");
}

static void run_next(struct plain *plain, const char *words)
{
    (void)words;
    if (plain->place == PLAIN_CENTRES) {
        plain_centres(plain, "next");
    } else {
        plain_queue_page(plain, plain->next);
    }
}

static void run_previous(struct plain *plain, const char *words)
{
    (void)words;
    int64_t from = plain->next - 2 * PLAIN_PAGE;
    plain_queue_page(plain, from > 0 ? from : 0);
}

static void run_open(struct plain *plain, const char *words)
{
    int64_t number;
    if (!plain_number(&words, &number)) {
        plain_text(_("say which number of the list, such as: open 3"));
    } else if (plain->place == PLAIN_CENTRES) {
        plain_centre(plain, number);
    } else {
        plain_open_case(plain, number);
    }
}

#define DECISION(word)                                                                   \
    static void run_##word(struct plain *plain, const char *words)                       \
    {                                                                                    \
        plain_decide(plain, #word, words);                                               \
    }
DECISION(accept)
DECISION(approve)
DECISION(reject)
DECISION(return )
DECISION(undo)

static const struct command {
    const char *name;
    const char *help; /* msgid */
    bool menu;        /* a numbered choice of the first list */
    void (*run)(struct plain *plain, const char *words);
} commands[] = {
    {"queue", N_("the cases that wait, ten at a time"), true, plain_queue},
    {"budgets", N_("the money of each tranche"), true, plain_budgets},
    {"centres", N_("data centres and how busy they are"), true, plain_centres},
    {"report", N_("report the figures of your centre, question by question"), true,
     plain_report},
    {"outbox", N_("what was sent from here and what became of it"), true, plain_outbox},
    {"overview", N_("the figures of the day"), true, plain_overview},
    {"help", N_("every command"), true, run_help},
    {"language", N_("the other language, or: language en, language zh_CN"), true,
     run_language},
    {"quit", N_("leave; what is unsent stays in the outbox"), true, run_quit},
    {"menu", N_("the first list again"), false, run_menu},
    {"next", N_("the next ten of the list"), false, run_next},
    {"previous", N_("the ten before"), false, run_previous},
    {"open", N_("open number N of the list; the number alone does it too"), false,
     run_open},
    {"case", N_("open a case by its number or credit code: case 26-000418-K"), false,
     plain_find},
    {"filter", N_("list only cases with these words; filter alone lists all"), false,
     plain_filter},
    {"view", N_("which cases are listed: view tells them, view N takes one"), false,
     plain_view},
    {"accept", N_("take up: accept N, several numbers, or the open case"), false,
     run_accept},
    {"approve", N_("approve: approve N, several numbers, or the open case"), false,
     run_approve},
    {"reject", N_("reject, with a reason from a list"), false, run_reject},
    {"return", N_("send back for missing items, with a reason from a list"), false,
     run_return},
    {"undo", N_("take a decision back within its undo window"), false, run_undo},
    {"retry", N_("send number N of the outbox again"), false, plain_retry},
    {"discard", N_("give up number N of the outbox, if it was never sent"), false,
     plain_discard},
};

static void run_help(struct plain *plain, const char *words)
{
    (void)plain;
    (void)words;
    for (size_t i = 0; i < COUNT_OF(commands); i++) {
        plain_say(safe_textf("%s: %s", commands[i].name, _(commands[i].help)));
    }
}

static void run_menu(struct plain *plain, const char *words)
{
    (void)words;
    plain->place = PLAIN_MENU;
    for (size_t i = 0; i < COUNT_OF(commands); i++) {
        if (commands[i].menu) {
            plain_say(
                safe_textf("%zu. %s: %s", i + 1, commands[i].name, _(commands[i].help)));
        }
    }
}

static const struct command *command_named(const char *word, size_t len)
{
    for (size_t i = 0; i < COUNT_OF(commands); i++) {
        if (strlen(commands[i].name) == len &&
            strncmp(commands[i].name, word, len) == 0) {
            return &commands[i];
        }
    }
    return NULL;
}

static void run_number(struct plain *plain, int64_t number)
{
    switch (plain->place) {
    case PLAIN_MENU:
        if (number <= (int64_t)COUNT_OF(commands) && commands[number - 1].menu) {
            commands[number - 1].run(plain, "");
        } else {
            plain_text(_("there is no such number here; help tells what there is"));
        }
        return;
    case PLAIN_CENTRES:
        plain_centre(plain, number);
        return;
    case PLAIN_OUTBOX:
        plain_text(_("say retry or discard before the number"));
        return;
    case PLAIN_QUEUE:
    case PLAIN_CASE:
        plain_open_case(plain, number);
        return;
    }
}

static void run_line(struct plain *plain, const char *line)
{
    size_t len = strcspn(line, " ");
    const char *words = line + len + strspn(line + len, " "), *at = line;
    const struct command *command = command_named(line, len);
    int64_t number;
    if (!*line) {
        return;
    }
    if (command) {
        command->run(plain, words);
    } else if (plain_number(&at, &number) && !*at) {
        run_number(plain, number);
    } else {
        plain_say(
            safe_textf(_("there is no command '%s'; help tells what there is"), line));
    }
}

/* ---- from the start to the end ---- */

static bool is_ready(struct plain *plain, int64_t number)
{
    (void)number;
    const struct bc_link *link = bc_link(plain->session);
    return link->state == BC_LINK_REFUSED ||
           (link->state == BC_LINK_LIVE && *bc_me(plain->session)->id &&
            bc_collection_at(plain->session, BC_REASONS) != 0 &&
            bc_collection_at(plain->session, BC_CENTRES) != 0 &&
            bc_collection_at(plain->session, BC_TRANCHES) != 0);
}

static bool has_data(const struct plain *plain)
{
    return *bc_me(plain->session)->id != '\0';
}

/* As long as something comes it is waited for: a demo being made, a first loading. */
static bool wait_ready(struct plain *plain, struct err *err)
{
    const struct bc_link *link = bc_link(plain->session);
    int64_t done = -1;
    char stage[BC_WORD] = "";
    while (!plain_await(plain, is_ready, 0, READY_MS)) {
        if (link->done == done && strcmp(link->stage, stage) == 0) {
            break;
        }
        done = link->done;
        memcpy(stage, link->stage, sizeof stage);
        plain_say(safe_textf("%s %lld / %lld", tui_word(stage), (long long)done,
                             (long long)link->total));
        fflush(stdout);
    }
    if (has_data(plain) && link->state != BC_LINK_REFUSED) {
        return true;
    }
    if (link->error.kind != ERR_NONE) {
        *err = link->error;
        return false;
    }
    return err_set(err, ERR_UNREACHABLE,
                   "the clearinghouse did not answer in time; is it running?");
}

static void greet(struct plain *plain)
{
    const struct bc_me *me = bc_me(plain->session);
    struct bc_case_counts counts;
    bc_case_counts(plain->session, &counts);
    plain_say(
        safe_textf(_("voucherdesk, text mode. You are %s. %lld cases are open, %lld "
                     "past their due time."),
                   me->name, (long long)counts.open, (long long)counts.overdue));
    if (me->demo) {
        plain_text(_("This is a demo ledger: every name and figure is invented."));
    }
    if (bc_link(plain->session)->state != BC_LINK_LIVE) {
        plain_text(
            _("The clearinghouse cannot be reached: what is listed is as old as the "
              "last visit, and decisions are sent later."));
    }
}

bool tui_plain_run(struct bc_session *session, int input_fd, struct err *err)
{
    struct plain *plain = calloc(1, sizeof *plain);
    char line[PLAIN_LINE];
    if (!plain) {
        return err_set(err, ERR_INTERNAL, "out of memory");
    }
    plain->session = session;
    plain->fd = input_fd;
    bool ok = wait_ready(plain, err);
    if (ok) {
        greet(plain);
        run_menu(plain, "");
    }
    while (ok && !plain->quit &&
           plain_ask(plain, N_("Type a number or a command:"), line, sizeof line)) {
        run_line(plain, line);
    }
    bc_view_close(plain->view);
    free(plain);
    return ok;
}
