/* How fast the line to the terminal is, learned from the terminal itself: after a frame
 * it is asked whether it is ready (DSR), and answers when it has drawn the frame. A frame
 * is held back while the one before is overdue, so that a slow line shows what is true
 * now and not, a minute late, everything that was. A terminal that never answers is drawn
 * on freely. Times are microseconds of a clock that only goes forward. */
#ifndef TUI_FLOW_H
#define TUI_FLOW_H

#include <stdbool.h>
#include <stdint.h>

enum { TUI_FLOW_TRIPS = 8 };

/* {0} is the beginning. */
struct tui_flow {
    bool answers;     /* it has answered once */
    bool open;        /* a question has no answer yet */
    bool again;       /* it was asked again: which one is answered nobody knows */
    int64_t asked_at; /* last */
    int64_t patience; /* after so long a frame is sent all the same */
    int64_t trips[TUI_FLOW_TRIPS];
    int trip_count;
};

/* May a frame be sent now? */
bool tui_flow_is_free(const struct tui_flow *flow, int64_t now);
/* A frame was sent. True: send the question after it. */
bool tui_flow_ask(struct tui_flow *flow, int64_t now);
void tui_flow_answered(struct tui_flow *flow, int64_t now);
/* The shortest round trip of late, -1 while unknown. */
int64_t tui_flow_trip(const struct tui_flow *flow);

#endif
