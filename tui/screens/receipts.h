/* What tui_receipts_screen is opened with: whose receipts the file holds. */
#ifndef TUI_SCREENS_RECEIPTS_H
#define TUI_SCREENS_RECEIPTS_H

struct tui_receipts_arg {
    const char *programme; /* "": the first there is */
};

#endif
