/* The small collections, kept whole in memory and refreshed behind the screens. Arrays
 * are lent until the next bc_wait(). */
#ifndef BACKEND_CLIENT_COLLECTIONS_H
#define BACKEND_CLIENT_COLLECTIONS_H

#include "backend_client/session.h"

int bc_tranches(struct bc_session *session, const struct bc_tranche **out);
int bc_centres(struct bc_session *session, const struct bc_centre **out);
int bc_programmes(struct bc_session *session, const struct bc_programme **out);
int bc_reasons(struct bc_session *session, const struct bc_reason **out);
const struct bc_dashboard *bc_dashboard(struct bc_session *session);

/* When a collection was last known true; 0 never. BC_EVENT_TRANCHES says that tranches,
 * programmes or reasons came. */
enum bc_collection { BC_TRANCHES, BC_CENTRES, BC_PROGRAMMES, BC_REASONS, BC_DASHBOARD };
int64_t bc_collection_at(struct bc_session *session, enum bc_collection which);
/* Ask for a fresh copy now. */
void bc_collection_refresh(struct bc_session *session, enum bc_collection which);

/* Hourly series of a centre for the `hours` up to now, oldest first, one bucket an hour,
 * -1 where nothing was reported. Returns the count (0 when it has to be fetched first:
 * BC_EVENT_SERIES). */
int bc_centre_series(struct bc_session *session, const char *centre_id, int hours,
                     const struct bc_bucket **out);

#endif
