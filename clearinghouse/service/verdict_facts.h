/* The facts of a verdict as JSON, and back: what lets a verdict be reckoned again when
 * the registry and the ledger have moved on. A fact a rule looks at belongs here too. */
#ifndef CLEARINGHOUSE_SERVICE_VERDICT_FACTS_H
#define CLEARINGHOUSE_SERVICE_VERDICT_FACTS_H

#include "clearinghouse/service/verdict.h"
#include "common/json.h"

/* Write them as the next value. */
void ch_facts_json(const struct ch_facts *facts, struct jsonw *w);

/* Facts read back, and the rows they point at: keep it where it is. */
struct ch_facts_kept {
    struct ch_facts facts;
    struct ch_organisation applicant;
    struct ch_tranche tranche;
    char related_by[CH_SLUG_MAX], number[ID_NUMBER_MAX], programme[CH_SLUG_MAX];
};

/* From what ch_facts_json() wrote, about this case. */
void ch_facts_read(const struct json_t *doc, const struct ch_application *application,
                   struct ch_facts_kept *out);

#endif
