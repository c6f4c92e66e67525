/* What became of the decisions taken here, as a file that can be submitted again: the
 * columns of `voucherdesk approve|reject … --from FILE`. */
#include "tui/screens/queue.h"
