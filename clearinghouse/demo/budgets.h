/* The demo's programmes and tranches. */
#ifndef CLEARINGHOUSE_DEMO_BUDGETS_H
#define CLEARINGHOUSE_DEMO_BUDGETS_H

/* The tranches of the Shanghai compute programme, by place in its table. */
enum ch_demo_shanghai {
    CH_DEMO_STARTUPS,
    CH_DEMO_SME,
    CH_DEMO_RESEARCH,
    CH_DEMO_RESERVE,
};

#endif
