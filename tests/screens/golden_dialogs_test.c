/* What opens over a screen: previews, forms, prompts, pages of help. */
#include "tests/support/gallery.h"
#include "tests/support/test.h"

int main(void)
{
    static const struct scene scenes[] = {
        {"decision", "officer", "queue", "jja\x01"},
        {"decision-bulk", "officer", "queue",
         " j j \x01"
         "a\x01"},
        {"decision-reject", "officer", "queue", "jjr\x01"},
        {"freeze", "officer", "vouchers",
         "\x01"
         "f\x01"},
        {"extend-refused", "officer", "vouchers",
         "\x01"
         "e!"},
        {"lodge", "officer", "vouchers", "\x01l\x01"},
        {"objection", "officer", "notices", "\x01O\x01"},
        {"receipts", "officer", "payments", "\x01I\x01"},
        {"report", "operator", "centres", "\x01R\x01"},
        {"propose", "admin", "people", "\x01jp\x01"},
        {"whatif", "supervisor", "policy", "jjw\x01"},
        {"versions", "supervisor", "policy", "jjjjjjv\x01"},
        {"sample", "supervisor", "audit", "\x01S\x01"},
        {"heat", "officer", "centres", "jh\x01"},
        {"help", "officer", "queue", "?"},
        {"messages", "officer", "queue", ":messages\r"},
        {"command", "officer", "queue", ":the"},
        {"filter", "officer", "queue", "/state:"},
        {"palette", "officer", "queue",
         "\x10"
         "bud"},
        {"bookmarks", "officer", "queue", ":bookmarks\r"},
        {"tour", "officer", "queue", ":tour\r"},
    };
    return gallery_run(scenes, COUNT_OF(scenes));
}
