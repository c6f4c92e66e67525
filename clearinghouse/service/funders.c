#include "clearinghouse/service/funders.h"

#include "common/json.h"
#include "common/money.h"

#include <jansson.h>
#include <string.h>

enum { FUNDERS_MAX = 8 };

bool ch_funders_split(const char *funders, int64_t amount_fen, struct buf *out,
                      struct err *err)
{
    json_t *list, *item;
    size_t i, odd = 0, count;
    int64_t parts[FUNDERS_MAX] = {0}, left = amount_fen;
    struct jsonw w;
    if (!json_read(funders, strlen(funders), SIZE_MAX, &list, err)) {
        return false;
    }
    count = json_array_size(list);
    bool ok = count > 0 && count <= FUNDERS_MAX;
    json_array_foreach(list, i, item)
    {
        ok = ok && money_rate(amount_fen, json_int(item, "share_bp", 0), 1, &parts[i]);
        left -= ok ? parts[i] : 0;
        odd = json_flag(item, "odd_fen", false) ? i : odd;
    }
    if (!ok) {
        json_decref(list);
        return err_set(err, ERR_INTERNAL, "the funders of a tranche cannot be read");
    }
    parts[odd] += left;
    jsonw_start(&w, out);
    jsonw_array(&w);
    json_array_foreach(list, i, item)
    {
        jsonw_object(&w);
        jsonw_kint(&w, "amount_fen", parts[i]);
        jsonw_kstr(&w, "name", json_str(item, "name"));
        jsonw_object_end(&w);
    }
    jsonw_array_end(&w);
    json_decref(list);
    return jsonw_end(&w) || err_set(err, ERR_INTERNAL, "cannot write funders");
}
