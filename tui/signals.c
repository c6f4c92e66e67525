#include "tui/signals.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

/* What signal handlers can reach: file scope is the only place there is. */
static struct {
    int pipe[2];
    int terminal;
    char reset[256];
    size_t reset_len;
    struct termios modes;
    struct sigaction before[NSIG];
    char stack[32768]; /* a handler must run even when the stack is used up */
    bool taken;
} signals;

static const int told[] = {SIGTERM, SIGINT, SIGHUP, SIGTSTP, SIGCONT, SIGWINCH};
static const int fatal[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGQUIT};

static void on_told(int number)
{
    int kept = errno;
    unsigned char byte = (unsigned char)number;
    if (write(signals.pipe[1], &byte, 1) < 0) {
        /* a full pipe wakes the loop just as well */
    }
    if (number == SIGWINCH) {
        void (*before)(int) = signals.before[SIGWINCH].sa_handler;
        if (before != SIG_DFL && before != SIG_IGN) {
            before(number);
        }
    }
    errno = kept;
}

/* Only calls that are safe in a handler: write, tcsetattr, raise. SA_RESETHAND has put
 * the default action back, so that raising it again ends the program as it should. */
static void on_fatal(int number)
{
    if (write(signals.terminal, signals.reset, signals.reset_len) < 0) {
        /* nobody left to tell */
    }
    tcsetattr(signals.terminal, TCSANOW, &signals.modes);
    raise(number);
}

static void install(int number, void (*handler)(int), int flags)
{
    struct sigaction action = {.sa_handler = handler, .sa_flags = flags};
    sigemptyset(&action.sa_mask);
    sigaction(number, &action, &signals.before[number]);
}

bool tui_signals_take(int fd, const char *reset, const struct termios *modes,
                      struct err *err)
{
    if (pipe(signals.pipe) != 0) {
        return err_set(err, ERR_INTERNAL, "cannot make a pipe: %s", strerror(errno));
    }
    for (int i = 0; i < 2; i++) {
        fcntl(signals.pipe[i], F_SETFL, O_NONBLOCK);
        fcntl(signals.pipe[i], F_SETFD, FD_CLOEXEC);
    }
    signals.terminal = fd;
    signals.modes = *modes;
    signals.reset_len = strlen(reset);
    if (signals.reset_len >= sizeof signals.reset) {
        signals.reset_len = sizeof signals.reset - 1;
    }
    memcpy(signals.reset, reset, signals.reset_len);

    stack_t stack = {.ss_sp = signals.stack, .ss_size = sizeof signals.stack};
    sigaltstack(&stack, NULL);
    for (size_t i = 0; i < COUNT_OF(told); i++) {
        install(told[i], on_told, SA_RESTART);
    }
    for (size_t i = 0; i < COUNT_OF(fatal); i++) {
        install(fatal[i], on_fatal, (int)(SA_RESETHAND | SA_NODEFER | SA_ONSTACK));
    }
    signals.taken = true;
    return true;
}

void tui_signals_give_back(void)
{
    if (!signals.taken) {
        return;
    }
    signals.taken = false;
    for (size_t i = 0; i < COUNT_OF(told); i++) {
        sigaction(told[i], &signals.before[told[i]], NULL);
    }
    for (size_t i = 0; i < COUNT_OF(fatal); i++) {
        sigaction(fatal[i], &signals.before[fatal[i]], NULL);
    }
    close(signals.pipe[0]);
    close(signals.pipe[1]);
}

int tui_signals_fd(void)
{
    return signals.taken ? signals.pipe[0] : -1;
}

int tui_signals_next(void)
{
    unsigned char byte;
    return signals.taken && read(signals.pipe[0], &byte, 1) == 1 ? byte : 0;
}

void tui_signals_stop(void)
{
    struct sigaction usual = {.sa_handler = SIG_DFL}, ours;
    sigset_t only, before;
    sigemptyset(&usual.sa_mask);
    sigaction(SIGTSTP, &usual, &ours);
    sigemptyset(&only);
    sigaddset(&only, SIGTSTP);
    sigprocmask(SIG_UNBLOCK, &only, &before);
    kill(0, SIGTSTP); /* the whole job, so that the shell sees it stop */
    sigprocmask(SIG_SETMASK, &before, NULL);
    sigaction(SIGTSTP, &ours, NULL);
}
