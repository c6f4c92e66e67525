#include "clearinghouse/demo/flaws.h"

#define DOC(kind, state, reason, fate)                                                   \
    {                                                                                    \
        CH_DEMO_FAULT_DOCUMENT, reason, NULL, kind, state, fate                          \
    }
#define FAIL(fault, reason, programme)                                                   \
    {                                                                                    \
        CH_DEMO_FAULT_##fault, reason, programme, NULL, NULL, CH_DEMO_REJECT             \
    }

const struct ch_demo_flaw ch_demo_flaws[] = {
    FAIL(REGION, "not-registered-locally", NULL),
    DOC("undertaking", "missing", "document-missing", CH_DEMO_RETURN),
    FAIL(SIZE, "wrong-size", NULL),
    FAIL(RELATED, "related-party", NULL),
    {CH_DEMO_FAULT_CAP, NULL, "shanghai-model", NULL, NULL, CH_DEMO_APPROVE},
    FAIL(UNLISTED, "provider-not-listed", NULL),
    DOC("contract", "illegible", "document-unreadable", CH_DEMO_RETURN),
    FAIL(LONG, "contract-too-long", NULL),
    FAIL(TWIN, "contract-already-used", NULL),
    FAIL(FEES, "fees-unpaid", "shanghai-corpus"),
    DOC("invoice", "mismatch", "amount-mismatch", CH_DEMO_REJECT),
    FAIL(OTHER_MONEY, "other-public-money", NULL),
    FAIL(KIND, "wrong-sector", NULL),
    FAIL(ZERO_USAGE, "usage-not-proven", "shenzhen-training"),
    {CH_DEMO_FAULT_CAP, NULL, "shenzhen-corpus", NULL, NULL, CH_DEMO_APPROVE},
    FAIL(DEBARRED, "debarred", NULL),
    DOC("contract", "name-mismatch", "name-mismatch", CH_DEMO_RETURN),
    FAIL(STORAGE, "not-ai-compute", NULL),
    DOC("invoice", "void", "invoice-void", CH_DEMO_REJECT),
    FAIL(LATE, "late", NULL),
    FAIL(PERIOD, "outside-usage-period", "beijing-etown"),
    {CH_DEMO_FAULT_NO_USAGE, "usage-not-proven", "shenzhen-training", NULL, NULL,
     CH_DEMO_RETURN},
    FAIL(DECLARED, "related-party", NULL),
    DOC("invoice", "duplicate", "invoice-duplicate", CH_DEMO_REJECT),
};
const int ch_demo_flaw_count = (int)COUNT_OF(ch_demo_flaws);

const struct ch_demo_flaw ch_demo_waits[2] = {
    {CH_DEMO_FAULT_EARLY, NULL, NULL, NULL, NULL, CH_DEMO_LEAVE},
    {CH_DEMO_FAULT_BROKE, "tranche-exhausted", NULL, NULL, NULL, CH_DEMO_LEAVE},
};
