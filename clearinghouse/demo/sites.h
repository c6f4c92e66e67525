/* The demo's data centres: real places, invented operators and figures. */
#ifndef CLEARINGHOUSE_DEMO_SITES_H
#define CLEARINGHOUSE_DEMO_SITES_H

struct ch_demo_site {
    const char *slug, *name, *hub, *province;
    int provider;    /* who runs it: index of the provider */
    int accelerator; /* index of names.h */
    int installed;   /* cards */
    int busy;        /* percent allocated in the middle of a working day */
    int price;       /* fen a card-hour, -1 not published */
    int latency_ms;  /* to Shanghai */
    char source;     /* 'm' meter, 'a' agent, 't' typed */
    char hardware;   /* 'o' in order, 'r' restricted, 'u' unknown, 'c' case review,
                        'l' licensed */
    int silent;      /* hours since the last report */
    const char *status;
};

extern const struct ch_demo_site ch_demo_sites[];
extern const int ch_demo_site_count;

#endif
