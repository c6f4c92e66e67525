/* voucherdesk: a verb, or the screen. */
#include "tui/app.h"
#include "tui/configdir.h"
#include "tui/keymap.h"
#include "tui/options.h"
#include "tui/plain/plain.h"
#include "tui/verbs/verbs.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { READY_MS = 5000 };

static int fault(const struct err *err)
{
    fprintf(stderr, "voucherdesk: ");
    safe_print(stderr, safe_text(err->text));
    fprintf(stderr, "\n");
    return err_exit_status(err->kind);
}

static void print_help(void)
{
    printf("%s\n\n",
           _("usage: voucherdesk [OPTION…] [VERB …]; without a verb: the screen"));
    tui_options_help(stdout);
    printf("\n%s\n\n", _("verbs (all of them take --json):"));
    tui_verbs_help(stdout);
}

/* ---- a verb ---- */

struct progress {
    bool terminal, began;
    int percent;
};

/* One line that grows on a terminal, a line each tenth elsewhere. */
static void show_progress(void *ctx, const char *stage, int64_t done, int64_t total)
{
    struct progress *progress = ctx;
    int percent = total > 0 ? (int)(done * 100 / total) : 0;
    struct safe_text word = safe_text(tui_word(stage));
    if (progress->terminal) {
        fprintf(stderr, "\r%s %s %3d%% ", _("making the demo ledger:"), word.bytes,
                percent);
        progress->began = true;
    } else if (percent / 10 != progress->percent / 10 || !progress->began) {
        fprintf(stderr, "%s %s %d%%\n", _("making the demo ledger:"), word.bytes,
                percent);
        progress->began = true;
    }
    progress->percent = percent;
    fflush(stderr);
}

static bool ready(struct bc_session *session, struct err *err)
{
    struct progress progress = {.terminal = isatty(STDERR_FILENO) == 1};
    bool ok = bc_direct_ready(session, READY_MS, show_progress, &progress, err);
    if (progress.terminal && progress.began) {
        fprintf(stderr, "\r\033[K");
    }
    return ok;
}

/* What a verb printed counts only if it arrived; a reader that has seen enough (head) is
 * no fault. */
static bool written(struct err *err)
{
    if (fflush(stdout) == 0 || errno == EPIPE) {
        return true;
    }
    return err_set(err, ERR_INTERNAL, "cannot write the output: %s", strerror(errno));
}

static int run_verb(const struct tui_options *options, const struct tui_verb *verb,
                    int argc, char **argv)
{
    struct err err = {0};
    struct tui_call call = {.ascii = options->console.ascii,
                            .console = &options->console};
    struct bc_session *session = NULL;
    bool ok = tui_call_parse(argc, argv, verb, &call, &err) &&
              bc_open(&options->backend, &session, &err);
    if (ok) {
        call.session = session;
        ok = (verb->offline || ready(session, &err)) && verb->run(&call, &err) &&
             written(&err);
    }
    bc_close(session);
    return ok ? 0 : fault(&err);
}

/* ---- the screen ---- */

/* The person's own keys; what is wrong in their file is told on the screen. */
static const char *load_keys(struct buf *faults)
{
    char path[4096];
    if (tui_config_path("keys.ini", path, sizeof path)) {
        (void)tui_keymap_load(path, faults);
    }
    return faults->len > 0 ? buf_str(faults) : NULL;
}

static int run_screen(const struct tui_options *options)
{
    struct err err = {0};
    struct bc_session *session = NULL;
    const struct bc_config *backend = &options->backend;
    struct tui_config console = options->console;
    if (!bc_open(backend, &session, &err)) {
        return fault(&err);
    }
    console.memory = bc_state_folder(session);
    console.server = backend->server   ? backend->server
                     : backend->socket ? backend->socket
                                       : "embedded";
    console.tour = !console.fresh && !console.screen;
    struct buf faults = {0};
    console.faults = load_keys(&faults);
    int status = tui_run(session, &console, &err);
    buf_clear(&faults);
    bc_close(session);
    return status == 0 ? 0 : fault(&err);
}

/* Numbered prompts instead. */
static int run_text(const struct tui_options *options)
{
    struct err err = {0};
    struct bc_session *session = NULL;
    bool ok = bc_open(&options->backend, &session, &err) &&
              tui_plain_run(session, STDIN_FILENO, &err) && written(&err);
    bc_close(session);
    return ok ? 0 : fault(&err);
}

/* Terminals that say what their background is (rxvt, Konsole) choose the theme. */
static bool light_background(void)
{
    const char *colours = getenv("COLORFGBG");
    const char *last = colours ? strrchr(colours, ';') : NULL;
    return last && (strcmp(last, ";15") == 0 || strcmp(last, ";7") == 0);
}

static const struct tui_verb *verb_of(int argc, char **argv, int *words, struct err *err)
{
    const struct tui_verb *verb = tui_verb_find(argc, argv, words);
    if (!verb) {
        err_set(err, ERR_USAGE,
                "there is no verb '%.60s'; 'voucherdesk --help' lists them", argv[0]);
    }
    return verb;
}

static int run(struct tui_options *options, int argc, char **argv)
{
    struct err err = {0};
    int words = 0;
    options->console.ascii = options->console.ascii || !tui_lang_utf8();
    if (!options->console.theme && light_background()) {
        options->console.theme = "light";
    }
    if (argc > 0) {
        const struct tui_verb *verb = verb_of(argc, argv, &words, &err);
        return verb ? run_verb(options, verb, argc - words, argv + words) : fault(&err);
    }
    bool terminal = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
    if (options->text || (terminal && tui_plain_wanted())) {
        return run_text(options);
    }
    if (!terminal) {
        char word[] = "overview", *overview[] = {word, NULL};
        return run_verb(options, tui_verb_find(1, overview, &words), 0, overview + 1);
    }
    return run_screen(options);
}

int main(int argc, char **argv)
{
    struct tui_options options;
    struct err err = {0};
    int used = 0;
    signal(SIGPIPE, SIG_IGN);
    tui_lang_set(NULL);
    if (!tui_options_read(argc, argv, &options, &used, &err)) {
        return fault(&err);
    }
    if (options.lang && !tui_lang_set(options.lang)) {
        err_set(&err, ERR_USAGE,
                "there is no translation for '%.40s'; en and zh_CN are there",
                options.lang);
        return fault(&err);
    }
    if (options.mode == TUI_MODE_HELP) {
        print_help();
        return 0;
    }
    if (options.mode == TUI_MODE_KEYS) {
        struct buf page = {0};
        tui_keymap_markdown(&page);
        fputs(buf_str(&page), stdout);
        buf_clear(&page);
        return 0;
    }
    if (options.mode == TUI_MODE_VERSION) {
        printf("voucherdesk %s\n", VD_VERSION);
        return 0;
    }
    return run(&options, argc - used, argv + used);
}
