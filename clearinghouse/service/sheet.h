/* Lists that leave the house, as CSV or as JSON, with a checksum anyone can verify: the
 * last line of the CSV is "sha256,HEX" over the lines before it; in JSON "sha256" is over
 * "items" as written there. */
#ifndef CLEARINGHOUSE_SERVICE_SHEET_H
#define CLEARINGHOUSE_SERVICE_SHEET_H

#include "common/attr.h"
#include "common/buf.h"

#include <stdbool.h>
#include <stdint.h>

/* `{.csv = …}` is empty. Rows of JSON are objects written to `items` with commas between;
 * rows of CSV are made of cells. */
struct ch_sheet {
    bool csv;
    struct buf items;
    int count;
    int64_t total_fen;
};

/* One cell of a row and what ends it: ',' or '\n'. What a spreadsheet would run is
 * defused. */
void ch_sheet_cell(struct ch_sheet *sheet, const char *text, char end);
void ch_sheet_yuan(struct ch_sheet *sheet, int64_t fen, char end);
/* The whole list; `head` names the columns of the CSV. Clears the sheet. False when out
 * of memory. */
MUST_CHECK bool ch_sheet_finish(struct ch_sheet *sheet, const char *head,
                                const char *programme, struct buf *out);

#endif
