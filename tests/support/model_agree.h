/* Holds the clearinghouse against the model: every case, voucher and claim, every account
 * of every tranche, and (`limits`) what every firm and group used of every yearly limit.
 * Fails the test at the first that differs, with the program's seed. */
#ifndef TESTS_SUPPORT_MODEL_AGREE_H
#define TESTS_SUPPORT_MODEL_AGREE_H

#include "tests/support/model.h"

struct office;

void model_agree(struct office *office, const struct model *model, bool limits);

#endif
