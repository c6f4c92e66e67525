/* What the session calls of the orders. */
#ifndef BACKEND_CLIENT_ORDERS_IMPL_H
#define BACKEND_CLIENT_ORDERS_IMPL_H

#include "backend_client/orders.h"

void bc_trial_close(struct bc_session *session);
void bc_fetch_close(struct bc_session *session);

#endif
