#include "tui/keys.h"

#include "common/attr.h"
#include "common/text.h"
#include "tui/lang.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { CTRL = 0x1F };
#define CTRL_KEY(letter) ((uint32_t)(letter)&CTRL)

static const struct tui_action_info actions[] = {
    {TUI_ACT_UP, "up", N_("up"), N_("One row up.")},
    {TUI_ACT_DOWN, "down", N_("down"), N_("One row down.")},
    {TUI_ACT_PAGE_UP, "page-up", N_("page up"), N_("One page up.")},
    {TUI_ACT_PAGE_DOWN, "page-down", N_("page down"), N_("One page down.")},
    {TUI_ACT_FIRST, "first", N_("first"), N_("To the first row.")},
    {TUI_ACT_LAST, "last", N_("last"), N_("To the last row.")},
    {TUI_ACT_LEFT, "left", N_("left"), N_("To the left.")},
    {TUI_ACT_RIGHT, "right", N_("right"), N_("To the right.")},
    {TUI_ACT_OPEN, "open", N_("open"), N_("Open what is selected.")},
    {TUI_ACT_BACK, "back", N_("back"), N_("Close what is open, or go back.")},
    {TUI_ACT_NEXT_FIELD, "next-field", N_("next field"), N_("To the next field.")},
    {TUI_ACT_PREV_FIELD, "previous-field", N_("previous field"),
     N_("To the field before.")},
    {TUI_ACT_NEXT_TAB, "next-tab", N_("next tab"), N_("To the next screen.")},
    {TUI_ACT_PREV_TAB, "previous-tab", N_("previous tab"), N_("To the screen before.")},

    {TUI_ACT_OVERVIEW, "overview", N_("overview"),
     N_("Overview: the whole programme on one page.")},
    {TUI_ACT_QUEUE, "queue", N_("applications"),
     N_("Applications: the queue and its evidence.")},
    {TUI_ACT_BUDGETS, "budgets", N_("budgets"),
     N_("Budgets: tranches, accounts and forecast.")},
    {TUI_ACT_CENTRES, "centres", N_("centres"),
     N_("Centres: occupancy of the data centres.")},
    {TUI_ACT_OUTBOX, "outbox", N_("outbox"),
     N_("Outbox: what this console has sent, and what became of it.")},
    {TUI_ACT_AUDIT, "audit", N_("audit"),
     N_("Audit: the journal, what each entry changed, and the chain check.")},
    {TUI_ACT_POLICY, "policy", N_("policy"),
     N_("Policy: rules and figures of each programme, with their sources.")},
    {TUI_ACT_HUBS, "hubs", N_("hubs"),
     N_("The eight hubs of the data centres on one page.")},
    {TUI_ACT_HELP, "help", N_("keys"), N_("The keys of this screen.")},
    {TUI_ACT_MESSAGES, "messages", N_("messages"), N_("All messages so far.")},
    {TUI_ACT_COMMAND, "command", N_("command"), N_("Type a command by its name.")},
    {TUI_ACT_FILTER, "filter", N_("filter"), N_("Show only rows that match.")},
    {TUI_ACT_QUIT, "quit", N_("quit"),
     N_("Close what is open; on a main screen, leave the console.")},
    {TUI_ACT_REDRAW, "redraw", N_("redraw"), N_("Draw the whole screen again.")},
    {TUI_ACT_SUSPEND, "suspend", N_("suspend"),
     N_("Back to the shell; fg returns here.")},
    {TUI_ACT_LANGUAGE, "language", N_("language"), N_("Switch English / Chinese.")},
    {TUI_ACT_THEME, "next-theme", N_("theme"), N_("To the next colour theme.")},
    {TUI_ACT_RETRY, "retry", N_("retry now"), N_("Try the link again now.")},
    {TUI_ACT_REFRESH, "refresh", N_("refresh"),
     N_("Ask the server for this page again.")},

    {TUI_ACT_MARK, "mark", N_("mark"), N_("Mark this row or take its mark away.")},
    {TUI_ACT_MARK_ALL, "mark-all", N_("mark all"),
     N_("Mark all that match, also those out of sight.")},
    {TUI_ACT_MARK_RANGE, "mark-range", N_("mark range"),
     N_("Begin a range here; again, at its other end, marks it all.")},
    {TUI_ACT_UNMARK_ALL, "unmark", N_("unmark all"), N_("Take all marks away.")},
    {TUI_ACT_SORT, "sort", N_("sort"), N_("Sort by the next column.")},
    {TUI_ACT_REVERSE, "reverse", N_("reverse"), N_("Turn the order round.")},
    {TUI_ACT_RESORT, "re-sort", N_("re-sort"),
     N_("Put changed rows in their new place.")},
    {TUI_ACT_VIEW, "view", N_("view"), N_("To the next view.")},
    {TUI_ACT_DETAIL_UP, "detail-up", N_("detail up"), N_("Scroll the detail up.")},
    {TUI_ACT_DETAIL_DOWN, "detail-down", N_("detail down"),
     N_("Scroll the detail down.")},
    {TUI_ACT_TABLE, "table", N_("table"), N_("The same figures as a plain table.")},

    {TUI_ACT_ACCEPT, "accept", N_("take up…"), N_("Take the case into review: preview.")},
    {TUI_ACT_APPROVE, "approve", N_("approve…"),
     N_("Approve: preview with budget and controls.")},
    {TUI_ACT_REJECT, "reject", N_("reject…"), N_("Reject with a reason code: preview.")},
    {TUI_ACT_RETURN, "return", N_("return…"),
     N_("Send back for correction with a reason code: preview.")},
    {TUI_ACT_UNDO, "undo", N_("undo…"),
     N_("Undo a decision while its undo window is open: preview.")},
    {TUI_ACT_ASSIGN, "assign", N_("assign…"),
     N_("Assign the case to yourself: preview.")},
    {TUI_ACT_CONFIRM, "confirm", N_("confirm"),
     N_("Do what is previewed: written down here first, then sent.")},
    {TUI_ACT_DROP, "drop", N_("drop case"), N_("Leave this case out of the decision.")},
    {TUI_ACT_REASON_NEXT, "next-reason", N_("next reason"), N_("The next reason code.")},
    {TUI_ACT_NEXT_CASE, "next-case", N_("next case"),
     N_("Take the next case: the most urgent one nobody has, with no conflict of "
        "yours.")},
    {TUI_ACT_COMPARE, "compare", N_("what changed"),
     N_("What changed in the case since you looked at it, field by field.")},
    {TUI_ACT_REASON_PREV, "previous-reason", N_("previous reason"),
     N_("The reason code before.")},

    {TUI_ACT_SEND_AGAIN, "send-again", N_("send again"),
     N_("Send this entry again under the same operation id.")},
    {TUI_ACT_DISCARD, "discard", N_("discard"), N_("Drop an entry that was never sent.")},
    {TUI_ACT_REPORT, "report", N_("report…"),
     N_("Report the occupancy of your centre: a form.")},
    {TUI_ACT_HEAT, "heat-map", N_("heat map"), N_("Busy by weekday and hour.")},
    {TUI_ACT_VERIFY, "verify", N_("verify"),
     N_("Walk the hash chain from here, entry by entry.")},
    {TUI_ACT_HISTORY, "history", N_("history"),
     N_("Every journal entry about this record.")},

    {TUI_ACT_PALETTE, "palette", N_("find"),
     N_("Find any action, screen, view or record by a few letters.")},
    {TUI_ACT_EARLIER, "earlier", N_("earlier"), N_("To the place before this one.")},
    {TUI_ACT_LATER, "later", N_("later"), N_("Forward again, after going back.")},
    {TUI_ACT_BOOKMARK, "bookmark", N_("bookmark"),
     N_("Bookmark this place: screen, view, filter and record.")},
    {TUI_ACT_BOOKMARKS, "bookmarks", N_("bookmarks"), N_("Go to a bookmark.")},
    {TUI_ACT_COPY, "copy", N_("copy"),
     N_("Copy the number or code of what is selected to the clipboard.")},
    {TUI_ACT_WHY, "why", N_("why"),
     N_("Explain why the last action could not be done, and what would help.")},
    {TUI_ACT_TOUR, "tour", N_("tour"), N_("One minute around the console.")},

    {TUI_ACT_NOTICES, "notices", N_("notices"),
     N_("Notices: public notice, objections, issue.")},
    {TUI_ACT_VOUCHERS, "vouchers", N_("vouchers"),
     N_("Vouchers: what was issued and what is left of it.")},
    {TUI_ACT_CLAIMS, "claims", N_("claims"),
     N_("Claims: contract, invoice and usage side by side.")},
    {TUI_ACT_PAYMENTS, "payments", N_("payments"),
     N_("Payments: the treasury's list, its receipts, money asked back.")},
    {TUI_ACT_NOTICE, "give-notice", N_("give notice…"),
     N_("Put approved cases on public notice: preview.")},
    {TUI_ACT_OBJECT, "object", N_("objection…"),
     N_("Take in a named objection to this case: form and preview.")},
    {TUI_ACT_UPHOLD, "uphold", N_("uphold…"),
     N_("The objection is well founded: the case is rejected. Preview.")},
    {TUI_ACT_DISMISS, "dismiss", N_("dismiss…"),
     N_("The objection is not founded: back on notice. Preview.")},
    {TUI_ACT_ISSUE, "issue", N_("issue…"),
     N_("Issue the vouchers of cases whose notice is over: preview.")},
    {TUI_ACT_FREEZE, "freeze", N_("freeze…"), N_("Stop the use of a voucher: preview.")},
    {TUI_ACT_UNFREEZE, "unfreeze", N_("unfreeze…"),
     N_("Let a frozen voucher be used again: preview.")},
    {TUI_ACT_EXTEND, "extend", N_("extend…"),
     N_("Give a voucher a later last day: preview.")},
    {TUI_ACT_REVOKE, "revoke", N_("revoke…"),
     N_("Revoke a voucher; a second supervisor signs, too. Preview.")},
    {TUI_ACT_LODGE, "lodge", N_("lodge claim…"),
     N_("Lodge a claim on this voucher: a form.")},
    {TUI_ACT_CLAIMS_OF, "claims-of", N_("its claims"), N_("The claims on this voucher.")},
    {TUI_ACT_MATCH, "match", N_("match…"),
     N_("Contract, invoice and usage agree: preview.")},
    {TUI_ACT_QUERY, "query", N_("query…"),
     N_("Ask for what is missing or does not agree: preview.")},
    {TUI_ACT_ANSWER, "answer", N_("answer…"),
     N_("Answer a query with new papers: a form.")},
    {TUI_ACT_PAY, "pay", N_("send to pay…"),
     N_("Send approved claims to the treasury: preview.")},
    {TUI_ACT_FAILED, "payment-failed", N_("came back…"),
     N_("The treasury could not pay it: preview.")},
    {TUI_ACT_RECOVER, "recover", N_("ask back…"),
     N_("Ask money back that was paid: preview.")},
    {TUI_ACT_HANDOUT, "hand-out", N_("write list"),
     N_("Write the list as a file with its checksum.")},
    {TUI_ACT_RECEIPTS, "receipts", N_("receipts…"),
     N_("Take in a file of the treasury's receipts: checked, then booked whole.")},
};

const struct tui_binding tui_shipped_bindings[] = {
    {TUI_CTX_GLOBAL, TUI_KEY_ESC, TUI_ACT_BACK, false},
    {TUI_CTX_GLOBAL, '1', TUI_ACT_OVERVIEW, false},
    {TUI_CTX_GLOBAL, '2', TUI_ACT_QUEUE, false},
    {TUI_CTX_GLOBAL, '3', TUI_ACT_BUDGETS, false},
    {TUI_CTX_GLOBAL, '4', TUI_ACT_CENTRES, false},
    {TUI_CTX_GLOBAL, '5', TUI_ACT_OUTBOX, false},
    {TUI_CTX_GLOBAL, 'o', TUI_ACT_OUTBOX, false},
    {TUI_CTX_GLOBAL, '6', TUI_ACT_AUDIT, false},
    {TUI_CTX_GLOBAL, '7', TUI_ACT_POLICY, false},
    {TUI_CTX_GLOBAL, '8', TUI_ACT_NOTICES, false},
    {TUI_CTX_GLOBAL, '9', TUI_ACT_VOUCHERS, false},
    {TUI_CTX_GLOBAL, '0', TUI_ACT_CLAIMS, false},
    {TUI_CTX_GLOBAL, '-', TUI_ACT_PAYMENTS, false},
    {TUI_CTX_GLOBAL, TUI_KEY_TAB, TUI_ACT_NEXT_TAB, false},
    {TUI_CTX_GLOBAL, TUI_KEY_BACKTAB, TUI_ACT_PREV_TAB, false},
    {TUI_CTX_GLOBAL, ':', TUI_ACT_COMMAND, true},
    {TUI_CTX_GLOBAL, CTRL_KEY('p'), TUI_ACT_PALETTE, true},
    {TUI_CTX_GLOBAL, '<', TUI_ACT_EARLIER, false},
    {TUI_CTX_GLOBAL, '>', TUI_ACT_LATER, false},
    {TUI_CTX_GLOBAL, 'b', TUI_ACT_BOOKMARK, false},
    {TUI_CTX_GLOBAL, '\'', TUI_ACT_BOOKMARKS, false},
    {TUI_CTX_GLOBAL, 'y', TUI_ACT_COPY, false},
    {TUI_CTX_GLOBAL, '!', TUI_ACT_WHY, false},
    {TUI_CTX_GLOBAL, '?', TUI_ACT_HELP, true},
    {TUI_CTX_GLOBAL, TUI_KEY_F1, TUI_ACT_HELP, false},
    {TUI_CTX_GLOBAL, 'm', TUI_ACT_MESSAGES, false},
    {TUI_CTX_GLOBAL, 'L', TUI_ACT_LANGUAGE, false},
    {TUI_CTX_GLOBAL, 'T', TUI_ACT_THEME, false},
    {TUI_CTX_GLOBAL, CTRL_KEY('r'), TUI_ACT_RETRY, false},
    {TUI_CTX_GLOBAL, TUI_KEY_F1 + 4, TUI_ACT_REFRESH, false},
    {TUI_CTX_GLOBAL, CTRL_KEY('l'), TUI_ACT_REDRAW, false},
    {TUI_CTX_GLOBAL, CTRL_KEY('z'), TUI_ACT_SUSPEND, false},
    {TUI_CTX_GLOBAL, 'q', TUI_ACT_QUIT, true},
    {TUI_CTX_GLOBAL, CTRL_KEY('c'), TUI_ACT_QUIT, false},

    {TUI_CTX_MOVE, TUI_KEY_UP, TUI_ACT_UP, false},
    {TUI_CTX_MOVE, 'k', TUI_ACT_UP, false},
    {TUI_CTX_MOVE, TUI_KEY_DOWN, TUI_ACT_DOWN, false},
    {TUI_CTX_MOVE, 'j', TUI_ACT_DOWN, false},
    {TUI_CTX_MOVE, TUI_KEY_PAGE_UP, TUI_ACT_PAGE_UP, false},
    {TUI_CTX_MOVE, CTRL_KEY('b'), TUI_ACT_PAGE_UP, false},
    {TUI_CTX_MOVE, TUI_KEY_PAGE_DOWN, TUI_ACT_PAGE_DOWN, false},
    {TUI_CTX_MOVE, CTRL_KEY('f'), TUI_ACT_PAGE_DOWN, false},
    {TUI_CTX_MOVE, TUI_KEY_HOME, TUI_ACT_FIRST, false},
    {TUI_CTX_MOVE, 'g', TUI_ACT_FIRST, false},
    {TUI_CTX_MOVE, TUI_KEY_END, TUI_ACT_LAST, false},
    {TUI_CTX_MOVE, 'G', TUI_ACT_LAST, false},
    {TUI_CTX_MOVE, TUI_KEY_LEFT, TUI_ACT_LEFT, false},
    {TUI_CTX_MOVE, TUI_KEY_RIGHT, TUI_ACT_RIGHT, false},
    {TUI_CTX_MOVE, TUI_KEY_ENTER, TUI_ACT_OPEN, false},

    {TUI_CTX_LIST, '/', TUI_ACT_FILTER, true},
    {TUI_CTX_LIST, 's', TUI_ACT_SORT, false},
    {TUI_CTX_LIST, 'S', TUI_ACT_REVERSE, false},
    {TUI_CTX_LIST, '=', TUI_ACT_RESORT, false},
    {TUI_CTX_LIST, 'K', TUI_ACT_DETAIL_UP, false},
    {TUI_CTX_LIST, '[', TUI_ACT_DETAIL_UP, false},
    {TUI_CTX_LIST, 'J', TUI_ACT_DETAIL_DOWN, false},
    {TUI_CTX_LIST, ']', TUI_ACT_DETAIL_DOWN, false},

    {TUI_CTX_OVERVIEW, TUI_KEY_ENTER, TUI_ACT_OPEN, true},
    {TUI_CTX_OVERVIEW, 't', TUI_ACT_TABLE, false},

    {TUI_CTX_QUEUE, 'a', TUI_ACT_APPROVE, true},
    {TUI_CTX_QUEUE, 'r', TUI_ACT_REJECT, true},
    {TUI_CTX_QUEUE, 'x', TUI_ACT_REJECT, false},
    {TUI_CTX_QUEUE, 'c', TUI_ACT_RETURN, true},
    {TUI_CTX_QUEUE, 'u', TUI_ACT_ACCEPT, true},
    {TUI_CTX_QUEUE, ' ', TUI_ACT_MARK, true},
    {TUI_CTX_QUEUE, 'z', TUI_ACT_UNDO, true},
    {TUI_CTX_QUEUE, 'v', TUI_ACT_VIEW, true},
    {TUI_CTX_QUEUE, TUI_KEY_ENTER, TUI_ACT_OPEN, false},
    {TUI_CTX_QUEUE, 'n', TUI_ACT_NEXT_CASE, true},
    {TUI_CTX_QUEUE, 'M', TUI_ACT_MARK_ALL, false},
    {TUI_CTX_QUEUE, 'V', TUI_ACT_MARK_RANGE, false},
    {TUI_CTX_QUEUE, 'U', TUI_ACT_UNMARK_ALL, false},
    {TUI_CTX_QUEUE, 'A', TUI_ACT_ASSIGN, false},

    {TUI_CTX_QUEUE, 'H', TUI_ACT_HISTORY, false},

    {TUI_CTX_BUDGETS, TUI_KEY_ENTER, TUI_ACT_OPEN, true},
    {TUI_CTX_BUDGETS, 't', TUI_ACT_TABLE, true},

    {TUI_CTX_CENTRES, TUI_KEY_ENTER, TUI_ACT_OPEN, true},
    {TUI_CTX_CENTRES, 'h', TUI_ACT_HEAT, true},
    {TUI_CTX_CENTRES, 'R', TUI_ACT_REPORT, true},
    {TUI_CTX_CENTRES, 'v', TUI_ACT_VIEW, true},
    {TUI_CTX_CENTRES, 't', TUI_ACT_TABLE, true},
    {TUI_CTX_CENTRES, 'n', TUI_ACT_HUBS, true},
    {TUI_CTX_CENTRES, 'H', TUI_ACT_HISTORY, false},

    {TUI_CTX_OUTBOX, 's', TUI_ACT_SEND_AGAIN, true},
    {TUI_CTX_OUTBOX, 'd', TUI_ACT_DISCARD, true},
    {TUI_CTX_OUTBOX, TUI_KEY_ENTER, TUI_ACT_OPEN, true},

    {TUI_CTX_AUDIT, TUI_KEY_ENTER, TUI_ACT_OPEN, true},
    {TUI_CTX_AUDIT, 'V', TUI_ACT_VERIFY, true},
    {TUI_CTX_AUDIT, 'H', TUI_ACT_HISTORY, true},
    {TUI_CTX_AUDIT, 'v', TUI_ACT_VIEW, true},
    {TUI_CTX_AUDIT, 't', TUI_ACT_TABLE, true},
    {TUI_CTX_AUDIT, '=', TUI_ACT_RESORT, false},

    {TUI_CTX_POLICY, TUI_KEY_ENTER, TUI_ACT_OPEN, true},
    {TUI_CTX_POLICY, 'H', TUI_ACT_HISTORY, true},

    {TUI_CTX_NOTICES, 'n', TUI_ACT_NOTICE, true},
    {TUI_CTX_NOTICES, 'i', TUI_ACT_ISSUE, true},
    {TUI_CTX_NOTICES, 'O', TUI_ACT_OBJECT, true},
    {TUI_CTX_NOTICES, 'H', TUI_ACT_UPHOLD, true},
    {TUI_CTX_NOTICES, 'D', TUI_ACT_DISMISS, true},
    {TUI_CTX_NOTICES, 'v', TUI_ACT_VIEW, true},
    {TUI_CTX_NOTICES, ' ', TUI_ACT_MARK, true},
    {TUI_CTX_NOTICES, 'E', TUI_ACT_HANDOUT, true},
    {TUI_CTX_NOTICES, TUI_KEY_ENTER, TUI_ACT_OPEN, false},
    {TUI_CTX_NOTICES, 'M', TUI_ACT_MARK_ALL, false},
    {TUI_CTX_NOTICES, 'U', TUI_ACT_UNMARK_ALL, false},

    {TUI_CTX_VOUCHERS, 'f', TUI_ACT_FREEZE, true},
    {TUI_CTX_VOUCHERS, 'F', TUI_ACT_UNFREEZE, true},
    {TUI_CTX_VOUCHERS, 'e', TUI_ACT_EXTEND, true},
    {TUI_CTX_VOUCHERS, 'x', TUI_ACT_REVOKE, true},
    {TUI_CTX_VOUCHERS, 'l', TUI_ACT_LODGE, true},
    {TUI_CTX_VOUCHERS, 'c', TUI_ACT_CLAIMS_OF, true},
    {TUI_CTX_VOUCHERS, 'v', TUI_ACT_VIEW, true},
    {TUI_CTX_VOUCHERS, ' ', TUI_ACT_MARK, false},
    {TUI_CTX_VOUCHERS, TUI_KEY_ENTER, TUI_ACT_OPEN, false},
    {TUI_CTX_VOUCHERS, 'M', TUI_ACT_MARK_ALL, false},
    {TUI_CTX_VOUCHERS, 'U', TUI_ACT_UNMARK_ALL, false},

    {TUI_CTX_CLAIMS, 't', TUI_ACT_MATCH, true},
    {TUI_CTX_CLAIMS, 'a', TUI_ACT_APPROVE, true},
    {TUI_CTX_CLAIMS, 'c', TUI_ACT_QUERY, true},
    {TUI_CTX_CLAIMS, 'r', TUI_ACT_REJECT, true},
    {TUI_CTX_CLAIMS, 'w', TUI_ACT_ANSWER, true},
    {TUI_CTX_CLAIMS, 'p', TUI_ACT_PAY, true},
    {TUI_CTX_CLAIMS, 'f', TUI_ACT_FAILED, false},
    {TUI_CTX_CLAIMS, 'e', TUI_ACT_RECOVER, false},
    {TUI_CTX_CLAIMS, 'v', TUI_ACT_VIEW, true},
    {TUI_CTX_CLAIMS, ' ', TUI_ACT_MARK, false},
    {TUI_CTX_CLAIMS, TUI_KEY_ENTER, TUI_ACT_OPEN, false},
    {TUI_CTX_CLAIMS, 'M', TUI_ACT_MARK_ALL, false},
    {TUI_CTX_CLAIMS, 'U', TUI_ACT_UNMARK_ALL, false},

    {TUI_CTX_PAYMENTS, 'p', TUI_ACT_PAY, true},
    {TUI_CTX_PAYMENTS, 'f', TUI_ACT_FAILED, true},
    {TUI_CTX_PAYMENTS, 'e', TUI_ACT_RECOVER, true},
    {TUI_CTX_PAYMENTS, 'E', TUI_ACT_HANDOUT, true},
    {TUI_CTX_PAYMENTS, 'I', TUI_ACT_RECEIPTS, true},
    {TUI_CTX_PAYMENTS, 'v', TUI_ACT_VIEW, true},
    {TUI_CTX_PAYMENTS, ' ', TUI_ACT_MARK, true},
    {TUI_CTX_PAYMENTS, TUI_KEY_ENTER, TUI_ACT_OPEN, false},
    {TUI_CTX_PAYMENTS, 'M', TUI_ACT_MARK_ALL, false},
    {TUI_CTX_PAYMENTS, 'U', TUI_ACT_UNMARK_ALL, false},

    {TUI_CTX_DECISION, TUI_KEY_F1 + 7, TUI_ACT_CONFIRM, true},
    {TUI_CTX_DECISION, CTRL_KEY('x'), TUI_ACT_CONFIRM, false},
    {TUI_CTX_DECISION, TUI_KEY_TAB, TUI_ACT_NEXT_FIELD, true},
    {TUI_CTX_DECISION, TUI_KEY_BACKTAB, TUI_ACT_PREV_FIELD, false},
    {TUI_CTX_DECISION, TUI_KEY_RIGHT, TUI_ACT_REASON_NEXT, false},
    {TUI_CTX_DECISION, TUI_KEY_LEFT, TUI_ACT_REASON_PREV, false},
    {TUI_CTX_DECISION, 'd', TUI_ACT_DROP, true},
    {TUI_CTX_DECISION, 'v', TUI_ACT_COMPARE, false},
    {TUI_CTX_DECISION, TUI_KEY_ESC, TUI_ACT_BACK, true},

    {TUI_CTX_REPORT, TUI_KEY_F1 + 7, TUI_ACT_CONFIRM, true},
    {TUI_CTX_REPORT, CTRL_KEY('x'), TUI_ACT_CONFIRM, false},
    {TUI_CTX_REPORT, TUI_KEY_TAB, TUI_ACT_NEXT_FIELD, true},
    {TUI_CTX_REPORT, TUI_KEY_BACKTAB, TUI_ACT_PREV_FIELD, false},
    {TUI_CTX_REPORT, TUI_KEY_DOWN, TUI_ACT_NEXT_FIELD, false},
    {TUI_CTX_REPORT, TUI_KEY_UP, TUI_ACT_PREV_FIELD, false},
    {TUI_CTX_REPORT, TUI_KEY_ENTER, TUI_ACT_NEXT_FIELD, false},
    {TUI_CTX_REPORT, TUI_KEY_PAGE_UP, TUI_ACT_PAGE_UP, false},
    {TUI_CTX_REPORT, TUI_KEY_PAGE_DOWN, TUI_ACT_PAGE_DOWN, false},
    {TUI_CTX_REPORT, TUI_KEY_ESC, TUI_ACT_BACK, true},

    {TUI_CTX_HELP, TUI_KEY_ESC, TUI_ACT_BACK, true},
    {TUI_CTX_HELP, '?', TUI_ACT_BACK, false},
    {TUI_CTX_HELP, TUI_KEY_PAGE_DOWN, TUI_ACT_PAGE_DOWN, true},
    {TUI_CTX_HELP, ' ', TUI_ACT_PAGE_DOWN, false},

    {TUI_CTX_MESSAGES, TUI_KEY_ESC, TUI_ACT_BACK, true},
    {TUI_CTX_MESSAGES, 'm', TUI_ACT_BACK, false},
    {TUI_CTX_MESSAGES, TUI_KEY_PAGE_DOWN, TUI_ACT_PAGE_DOWN, true},

    {TUI_CTX_LINE, TUI_KEY_ENTER, TUI_ACT_OPEN, true},
    {TUI_CTX_LINE, TUI_KEY_TAB, TUI_ACT_NEXT_FIELD, true},
    {TUI_CTX_LINE, TUI_KEY_BACKTAB, TUI_ACT_PREV_FIELD, false},
    {TUI_CTX_LINE, TUI_KEY_UP, TUI_ACT_UP, false},
    {TUI_CTX_LINE, TUI_KEY_DOWN, TUI_ACT_DOWN, false},
    {TUI_CTX_LINE, TUI_KEY_ESC, TUI_ACT_BACK, true},
    {TUI_CTX_LINE, CTRL_KEY('c'), TUI_ACT_BACK, false},
    {TUI_CTX_LINE, CTRL_KEY('l'), TUI_ACT_REDRAW, false},

    {TUI_CTX_FINDER, TUI_KEY_ENTER, TUI_ACT_OPEN, true},
    {TUI_CTX_FINDER, TUI_KEY_UP, TUI_ACT_UP, false},
    {TUI_CTX_FINDER, TUI_KEY_DOWN, TUI_ACT_DOWN, true},
    {TUI_CTX_FINDER, CTRL_KEY('n'), TUI_ACT_DOWN, false},
    {TUI_CTX_FINDER, TUI_KEY_PAGE_UP, TUI_ACT_PAGE_UP, false},
    {TUI_CTX_FINDER, TUI_KEY_PAGE_DOWN, TUI_ACT_PAGE_DOWN, false},
    {TUI_CTX_FINDER, TUI_KEY_ESC, TUI_ACT_BACK, true},
    {TUI_CTX_FINDER, CTRL_KEY('p'), TUI_ACT_BACK, false},
};
const size_t tui_shipped_binding_count = COUNT_OF(tui_shipped_bindings);

/* ---- in force ---- */

static struct {
    struct tui_binding list[TUI_BINDINGS_MAX];
    size_t count; /* 0: those shipped */
} chosen;

const struct tui_binding *tui_bindings(size_t *count)
{
    *count = chosen.count ? chosen.count : COUNT_OF(tui_shipped_bindings);
    return chosen.count ? chosen.list : tui_shipped_bindings;
}

bool tui_bindings_set(const struct tui_binding *list, size_t count)
{
    if (count > TUI_BINDINGS_MAX) {
        return false;
    }
    chosen.count = list ? count : 0;
    if (chosen.count) {
        memmove(chosen.list, list, count * sizeof *list);
    }
    return true;
}

/* ---- contexts ---- */

static const struct {
    enum tui_context around;
    const char *title, *name;
} contexts[TUI_CONTEXT_COUNT] = {
    [TUI_CTX_GLOBAL] = {TUI_CONTEXT_COUNT, N_("Everywhere"), "global"},
    [TUI_CTX_MOVE] = {TUI_CTX_GLOBAL, N_("Moving"), "move"},
    [TUI_CTX_LIST] = {TUI_CTX_MOVE, N_("Lists"), "list"},
    [TUI_CTX_OVERVIEW] = {TUI_CTX_MOVE, N_("Overview"), "overview"},
    [TUI_CTX_QUEUE] = {TUI_CTX_LIST, N_("Applications"), "queue"},
    [TUI_CTX_BUDGETS] = {TUI_CTX_LIST, N_("Budgets"), "budgets"},
    [TUI_CTX_CENTRES] = {TUI_CTX_LIST, N_("Centres"), "centres"},
    [TUI_CTX_OUTBOX] = {TUI_CTX_MOVE, N_("Outbox"), "outbox"},
    [TUI_CTX_AUDIT] = {TUI_CTX_LIST, N_("Audit"), "audit"},
    [TUI_CTX_POLICY] = {TUI_CTX_LIST, N_("Policy"), "policy"},
    [TUI_CTX_NOTICES] = {TUI_CTX_LIST, N_("Notices"), "notices"},
    [TUI_CTX_VOUCHERS] = {TUI_CTX_LIST, N_("Vouchers"), "vouchers"},
    [TUI_CTX_CLAIMS] = {TUI_CTX_LIST, N_("Claims"), "claims"},
    [TUI_CTX_PAYMENTS] = {TUI_CTX_LIST, N_("Payments"), "payments"},
    [TUI_CTX_DECISION] = {TUI_CTX_MOVE, N_("Decision"), "decision"},
    [TUI_CTX_REPORT] = {TUI_CTX_GLOBAL, N_("Report"), "report"},
    [TUI_CTX_HELP] = {TUI_CTX_MOVE, N_("Help"), "help"},
    [TUI_CTX_MESSAGES] = {TUI_CTX_MOVE, N_("Messages"), "messages"},
    [TUI_CTX_LINE] = {TUI_CONTEXT_COUNT, N_("Prompt"), "prompt"},
    [TUI_CTX_FINDER] = {TUI_CTX_GLOBAL, N_("Find"), "find"},
};

enum tui_context tui_context_around(enum tui_context context)
{
    return contexts[context].around;
}

const char *tui_context_title(enum tui_context context)
{
    return contexts[context].title;
}

const char *tui_context_name(enum tui_context context)
{
    return contexts[context].name;
}

enum tui_context tui_context_named(const char *name)
{
    int at = 0;
    while (at < TUI_CONTEXT_COUNT && strcmp(contexts[at].name, name) != 0) {
        at++;
    }
    return (enum tui_context)at;
}

const struct tui_action_info *tui_action_info(enum tui_action action)
{
    for (size_t i = 0; i < COUNT_OF(actions); i++) {
        if (actions[i].action == action) {
            return &actions[i];
        }
    }
    return NULL;
}

enum tui_action tui_action_named(const char *name)
{
    for (size_t i = 0; i < COUNT_OF(actions); i++) {
        if (strcmp(actions[i].name, name) == 0) {
            return actions[i].action;
        }
    }
    return TUI_ACT_NONE;
}

enum tui_action tui_key_action(enum tui_context context, uint32_t key)
{
    size_t count;
    const struct tui_binding *list = tui_bindings(&count);
    for (; context != TUI_CONTEXT_COUNT; context = tui_context_around(context)) {
        for (size_t i = 0; i < count; i++) {
            if (list[i].context == context && list[i].key == key) {
                return list[i].action;
            }
        }
    }
    return TUI_ACT_NONE;
}

uint32_t tui_key_for(enum tui_context context, enum tui_action action)
{
    size_t count;
    const struct tui_binding *list = tui_bindings(&count);
    enum tui_context front = context;
    for (; context != TUI_CONTEXT_COUNT; context = tui_context_around(context)) {
        for (size_t i = 0; i < count; i++) {
            if (list[i].context == context && list[i].action == action &&
                tui_key_action(front, list[i].key) == action) {
                return list[i].key;
            }
        }
    }
    return 0;
}

static const char *const special_names[] = {
    "Up",  "Down",  "Left",  "Right", "Home", "End", "PgUp", "PgDn",
    "Tab", "S-Tab", "Enter", "Esc",   "Bksp", "Del", "Ins",
};

static const struct {
    const char *name;
    uint32_t key;
} sign_names[] = {
    {"Space", ' '}, {"Colon", ':'}, {"Equals", '='},      {"Semicolon", ';'},
    {"Hash", '#'},  {"Quote", '"'}, {"LeftBracket", '['}, {"RightBracket", ']'},
};

const char *tui_key_name(uint32_t key, char out[16])
{
    out[0] = '\0';
    if (key == ' ') {
        snprintf(out, 16, "Space");
    } else if (key < ' ') {
        snprintf(out, 16, "^%c", (char)(key + '@'));
    } else if (key < TUI_KEY_UP) {
        out[text_encode(key, out)] = '\0';
    } else if (key < TUI_KEY_F1) {
        snprintf(out, 16, "%s", special_names[key - TUI_KEY_UP]);
    } else if (key <= TUI_KEY_F12) {
        snprintf(out, 16, "F%d", (int)(key - TUI_KEY_F1) + 1);
    }
    return out;
}

uint32_t tui_key_named(const char *name)
{
    uint32_t key;
    size_t len = strlen(name);
    for (size_t i = 0; i < COUNT_OF(special_names); i++) {
        if (strcasecmp(name, special_names[i]) == 0) {
            return TUI_KEY_UP + (uint32_t)i;
        }
    }
    for (size_t i = 0; i < COUNT_OF(sign_names); i++) {
        if (strcasecmp(name, sign_names[i].name) == 0) {
            return sign_names[i].key;
        }
    }
    if (len == 2 && name[0] == '^' && (name[1] | 0x20) >= 'a' &&
        (name[1] | 0x20) <= 'z') {
        return CTRL_KEY(name[1]);
    }
    if ((name[0] == 'F' || name[0] == 'f') && len > 1 && len < 4) {
        unsigned number = 0;
        char end;
        bool whole = sscanf(name + 1, "%2u%c", &number, &end) == 1;
        return whole && number >= 1 && number <= 12 ? TUI_KEY_F1 + number - 1 : 0;
    }
    bool one = len > 0 && text_decode(name, len, &key) == len;
    return one && !text_is_hostile(key) && key > ' ' ? key : 0;
}
