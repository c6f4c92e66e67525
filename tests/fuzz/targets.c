#include "tests/fuzz/fuzz.h"

#include "backend_client/csv.h"
#include "clearinghouse/framing.h"
#include "clearinghouse/service/policy_file.h"
#include "common/date.h"
#include "common/id.h"
#include "common/json.h"
#include "common/money.h"
#include "common/text.h"
#include "common/voucher_code.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void fuzz_holds(int condition, const char *what)
{
    if (!condition) {
        fprintf(stderr, "fuzz: %s\n", what);
        abort();
    }
}

/* With a NUL after it; the caller frees. */
static char *text_of(const uint8_t *bytes, size_t len)
{
    char *text = malloc(len + 1);
    fuzz_holds(text != NULL, "out of memory");
    memcpy(text, bytes, len);
    text[len] = '\0';
    return text;
}

/* What was read is written so that it is read the same, and written the same again. */
static void fuzz_json(const uint8_t *bytes, size_t len)
{
    json_t *first = NULL, *second = NULL;
    struct buf one = {0}, two = {0};
    struct err err = {0};
    if (json_read((const char *)bytes, len, 65536, &first, &err)) {
        json_canonical(first, &one);
        fuzz_holds(buf_ok(&one), "canonical JSON is written");
        fuzz_holds(json_read(buf_str(&one), one.len, 1 << 20, &second, &err),
                   "canonical JSON is read");
        json_canonical(second, &two);
        fuzz_holds(one.len == two.len && memcmp(one.data, two.data, one.len) == 0,
                   "canonical JSON is canonical");
    } else {
        fuzz_holds(*err.text, "a refusal says why");
    }
    json_decref(first);
    json_decref(second);
    buf_clear(&one);
    buf_clear(&two);
}

/* What a terminal gets: valid UTF-8, nothing that acts on it, as wide as it says, and
 * nothing more to take out of it. */
static void fuzz_text(const uint8_t *bytes, size_t len)
{
    struct safe_text safe = safe_text_n((const char *)bytes, len);
    struct safe_text again = safe_text(safe.bytes), clipped = safe_clip(safe, 7, len % 2);
    const char *at = safe.bytes, *end = at + strlen(at), *reason;
    int cells = 0;
    uint32_t code, where;
    fuzz_holds(text_valid(at, (size_t)(end - at)), "safe text is UTF-8");
    while (at < end) {
        at += text_decode(at, (size_t)(end - at), &code);
        fuzz_holds(code >= 0x20 && code != 0x7F && !text_is_hostile(code),
                   "safe text does not act");
        cells += text_width(code) > 0 ? text_width(code) : 0;
    }
    fuzz_holds(cells == safe.cells, "safe text is as wide as it says");
    fuzz_holds(strcmp(safe.bytes, again.bytes) == 0, "safe text stays as it is");
    fuzz_holds(clipped.cells <= 7, "clipped text fits");
    if (text_field_ok((const char *)bytes, len, &where, &reason)) {
        fuzz_holds(text_valid((const char *)bytes, len), "a field is UTF-8");
    }
}

/* What people type: read and written, it is read the same. */
static void fuzz_words(const uint8_t *bytes, size_t len)
{
    char *text = text_of(bytes, len), money[32], day[16], time[32],
         code[VOUCHER_CODE_MAX], same[VOUCHER_CODE_MAX];
    int64_t fen, again, at;
    date_day date, date_again;
    if (money_parse(text, &fen, NULL)) {
        fuzz_holds(fen >= 0 && fen <= MONEY_MAX, "money is within bounds");
        fuzz_holds(money_parse(money_format(fen, MONEY_YUAN, money), &again, NULL) &&
                       again == fen,
                   "money is read as it is written");
    }
    if (date_parse(text, &date)) {
        fuzz_holds(date_parse(date_format(date, day), &date_again) && date_again == date,
                   "a day is read as it is written");
    }
    if (date_time_parse(text, &at)) {
        fuzz_holds(date_time_parse(date_time_format(at, time), &again) && again == at,
                   "an instant is read as it is written");
    }
    if (voucher_code_normal(text, code)) {
        fuzz_holds(voucher_code_normal(code, same) && strcmp(code, same) == 0,
                   "a voucher's number is normal");
    }
    (void)id_valid(text, "app");
    (void)id_operation_valid(text);
    (void)id_number_valid(text);
    free(text);
}

static void fuzz_policy(const uint8_t *bytes, size_t len)
{
    struct ch_policy *policy = calloc(1, sizeof *policy);
    struct ch_policy_fault fault = {.line = 0};
    struct err err = {0};
    fuzz_holds(policy != NULL, "out of memory");
    if (!ch_policy_read_text((const char *)bytes, len, "pre", policy, &fault, &err)) {
        fuzz_holds(*err.text && fault.line >= 0, "a fault of a policy is said");
    }
    free(policy);
}

/* "Name: value" line by line, as a connection brings them. */
static void fuzz_headers(const uint8_t *bytes, size_t len)
{
    char *text = text_of(bytes, len), *rest = text, *line;
    struct ch_framing framing = {.problem = NULL};
    while ((line = strsep(&rest, "\n"))) {
        char *colon = strchr(line, ':');
        if (colon) {
            *colon = '\0';
            ch_framing_add(&framing, line, colon + 1 + strspn(colon + 1, " "));
        }
    }
    const char *problem = ch_framing_problem(&framing, "POST");
    fuzz_holds(problem || !framing.length || !framing.coding,
               "two lengths are a problem");
    free(text);
}

static void fuzz_csv(const uint8_t *bytes, size_t len)
{
    struct bc_csv csv;
    struct bc_csv_row row = {.count = 0};
    struct err err = {0};
    int rows = 0;
    bc_csv_open(&csv, (const char *)bytes, len);
    while (bc_csv_next(&csv, &row, &err)) {
        fuzz_holds(row.count >= 1 && row.count <= BC_CSV_CELLS, "a row has its cells");
        for (int i = 0; i < row.count; i++) {
            fuzz_holds(strlen(row.cells[i]) <= len, "a cell is of the text");
        }
        fuzz_holds(++rows <= (int)len + 1, "the rows end");
    }
    fuzz_holds(err.kind == ERR_NONE || *err.text, "a fault of form is said");
    bc_csv_row_clear(&row);
}

const struct fuzz_target fuzz_targets[] = {
    {"json",
     fuzz_json,
     {"{\"a\":[1,-2,null,true],\"b\":{\"c\":\"é\\u4e2d\\ud83d\\ude00\\n\"}}", "[]",
      "[9223372036854775807,-9223372036854775808,0]", "{\"a\":1,\"a\":2}",
      "[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]"},
     {"\"", "\\u0000", "\\ud800", "1e400", "0.5", "-0", "{\"", "[", "\xEF\xBB\xBF",
      "99999999999999999999"}},
    {"text",
     fuzz_text,
     {"算力券 compute", "e\xCC\x81 a\xE2\x80\x8D", "\x1B[2J\x1B]0;x\x07",
      "\xE2\x80\xAE"
      "abc",
      "\xF0\xA0\x80\x80\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x92\xBB"},
     {"\x1B", "\x9B", "\xC2\x9B", "\xE2\x80\xAE", "\xED\xA0\x80", "\xF4\x90\x80\x80",
      "\xC0\x80", "\xCC\x81", "\x7F", "\t"}},
    {"words",
     fuzz_words,
     {"1,840,000.50", "1.84m", "2026-02-29", "2026-03-02T04:00:00Z",
      "7K3-26-0000D-4XJ9QT-58", "app_019cacb3f2007000be1c91253e0a2f21", "26-000418-K",
      "100000000000"},
     {"0", "9", ".", ",", "k", "-", "T", "Z", "+08:00", "99999999999999999999"}},
    {"policy",
     fuzz_policy,
     {"[programme]\nid = pre\nname_en = Test\nmode = pre-issued\n[figures]\nrate_bp = "
      "30%\nrate_bp.source = tests\nyear_cap_fen = 500,000 yuan\nreview_days = 5 working "
      "days\n[rules]\napplicant_kinds = firm\n",
      "[figures]\nrounding_unit_fen = 0.01 yuan\n"},
     {" = ", "unknown", "none", "\n[", "]\n", "; ", "%", " yuan", " days", "\r\n",
      ".contested", "9,999,999,999,999,999"}},
    {"headers",
     fuzz_headers,
     {"Content-Length: 5\nContent-Type: application/json\nIdempotency-Key: a",
      "Transfer-Encoding: chunked\nContent-Length: 5",
      "Content-Length: 1\nContent-Length: 1"},
     {"Content-Length: ", "Transfer-Encoding: ", "chunked", "identity", ", ", "+5", "0x5",
      "\n"}},
    {"csv",
     fuzz_csv,
     {"a,b\r\n1,\"2\n\"\"3\"\r\n",
      "\xEF\xBB\xBF"
      "claim,outcome\nC-1,paid\n",
      "\"", ",,,\n"},
     {"\"", "\"\"", ",", "\r", "\n", "\r\n", "\xEF\xBB\xBF"}},
    {"request",
     fuzz_request,
     {"\x01\x01\x02{\"decision\":\"approve\",\"amount_fen\":5}",
      "\x02\x02\x02{\"decision\":\"reject\",\"reason\":{\"code\":\"other\",\"note\":"
      "\"x\"}}",
      "\x03\x01\x01{\"action\":\"extend\",\"until\":\"2026-12-31\",\"reason\":{\"code\":"
      "\"delivery-late\"}}",
      "\x04\x04\x08{\"voucher\":\"@v\",\"amount_fen\":1,\"invoice\":{\"number\":\"I\","
      "\"date\":"
      "\"2026-02-01\",\"amount_fen\":9},\"usage\":{\"gpu_hours\":1,\"from\":\"2026-02-"
      "01\","
      "\"to\":\"2026-02-02\",\"centre\":\"c1\"}}",
      "\x05\x01\x01{\"decision\":\"match\",\"reason\":{\"code\":\"checked-by-hand\","
      "\"note\":"
      "\"x\"}}",
      "\x06\x02\x01{\"kind\":\"recall\",\"amount_fen\":100,\"document\":\"x\"}",
      "\x07\x01\x08{\"programme\":\"pre\",\"lines\":[{\"claim\":\"@c\",\"outcome\":"
      "\"paid\","
      "\"amount_fen\":1,\"on\":\"2026-03-01\",\"reference\":\"T\"}]}",
      "\x08\x01\x08{\"credit_code\":\"91310000000000001Y\",\"name\":\"x\",\"kind\":"
      "\"firm\"}",
      "\x09\x01\x08{\"readings\":[{\"at\":\"2026-02-01T00:00:00Z\",\"source\":\"meter\","
      "\"accelerator\":\"h100\",\"installed\":1,\"powered\":1,\"allocatable\":1,"
      "\"allocated\":"
      "1,\"active\":1}]}",
      "\x0A\x04\x08{\"programme\":\"pre\",\"tranche\":\"t26\",\"applicant\":\"x\","
      "\"provider\":"
      "\"y\",\"contract\":{\"number\":\"H\",\"signed_on\":\"2026-01-01\",\"starts_on\":"
      "\"2026-01-01\",\"ends_on\":\"2026-12-31\",\"total_fen\":9,\"eligible_fen\":9},"
      "\"request\":{\"kind\":\"compute\",\"amount_fen\":1}}"},
     {"null", "-1", "9223372036854775807", "\"\"", "{}", "[]", "true", "\"other\"",
      "\xE7\xAE\x97", "\"2026-02-30\"", "0.1", "\"@v\"", "\"@f\"", "1"}},
    {"reply",
     fuzz_reply,
     {"{\"items\":[{\"id\":\"app_1\",\"number\":\"26-000418-K\",\"programme\":\"pre\","
      "\"status\":\"submitted\",\"revision\":1}],\"next\":null}",
      "{\"items\":[{\"id\":\"henan/2026\",\"programme\":\"henan\",\"accounts\":{"
      "\"available_fen\":5}}],\"next\":\"x\"}",
      "{\"detail\":\"no\",\"status\":409,\"type\":\"/problems/budget-exceeded\"}"},
     {"null", "-1", "1e9", "\"items\":", "[", "]", "{", "}", ",", "\"", "\\"}},
    {.name = NULL},
};
