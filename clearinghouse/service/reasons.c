#include "clearinghouse/service/reasons.h"

#include "common/attr.h"

#include <string.h>

#define REFUSAL "reject return"

const struct ch_reason ch_reasons[] = {
    {"meets-criteria", "approve accept", "meets all criteria", "符合全部条件"},
    {"not-registered-locally", REFUSAL, "not registered in the programme's area",
     "未在本地注册"},
    {"wrong-sector", REFUSAL, "kind of applicant not supported",
     "不属于支持的行业或主体类型"},
    {"wrong-size", REFUSAL, "size class not supported", "企业规模不符合要求"},
    {"provider-not-listed", REFUSAL, "provider is not on the list",
     "算力服务商不在名录内"},
    {"related-party", REFUSAL, "applicant and provider are related",
     "与服务商存在关联关系"},
    {"not-ai-compute", REFUSAL, "not AI compute (storage, network, security)",
     "不属于智能算力（如存储、网络、安全服务）"},
    {"contract-before-start", REFUSAL, "contract signed before the programme's start",
     "合同签订早于政策起始日"},
    {"contract-too-long", REFUSAL, "contract is longer than allowed", "合同期限超过规定"},
    {"contract-already-used", REFUSAL, "contract was already subsidised",
     "该合同已享受补贴"},
    {"other-public-money", REFUSAL, "other public money on the same contract",
     "同一合同已获其他财政资金"},
    {"outside-usage-period", REFUSAL, "use lies outside the subsidised period",
     "使用时间不在补贴期内"},
    {"below-minimum-spend", REFUSAL, "below the minimum spend", "低于最低支出要求"},
    {"debarred", REFUSAL, "on the dishonesty or penalty list", "被列入失信或处罚名单"},
    {"fees-unpaid", REFUSAL, "the fee has not been paid", "费用尚未支付"},
    {"document-missing", REFUSAL, "a required document is missing", "申报材料不齐全"},
    {"document-unreadable", REFUSAL, "a document cannot be read", "材料模糊，无法辨认"},
    {"name-mismatch", REFUSAL, "names do not agree", "主体名称不一致"},
    {"amount-mismatch", REFUSAL, "amounts do not agree", "金额不一致"},
    {"invoice-void", REFUSAL, "invoice was voided", "发票已作废"},
    {"invoice-duplicate", REFUSAL, "invoice was already claimed", "发票重复申报"},
    {"usage-not-proven", REFUSAL, "use is not proven by the data centre",
     "算力使用情况未获智算中心证实"},
    {"cap-reached", REFUSAL, "the applicant's yearly cap is reached", "已达企业年度上限"},
    {"tranche-exhausted", REFUSAL, "the tranche has no money left", "本批次资金已用尽"},
    {"late", REFUSAL, "submitted outside the window", "超出申报期限"},
    {"applicant-request", "withdraw", "at the applicant's request", "申请人要求撤回"},
    {"decided-in-error", "undo", "the decision was a mistake", "决定有误"},
    {"other", "reject return withdraw undo", "other (say what in the note)",
     "其他（请在备注中说明）"},
};
const size_t ch_reason_count = COUNT_OF(ch_reasons);

const struct ch_reason *ch_reason_find(const char *code)
{
    for (size_t i = 0; i < ch_reason_count; i++) {
        if (strcmp(ch_reasons[i].code, code) == 0) {
            return &ch_reasons[i];
        }
    }
    return NULL;
}

bool ch_reason_fits(const struct ch_reason *reason, const char *decision)
{
    size_t len = strlen(decision);
    for (const char *at = reason->decisions; *at;) {
        size_t word = strcspn(at, " ");
        if (word == len && strncmp(at, decision, len) == 0) {
            return true;
        }
        at += word + (at[word] == ' ');
    }
    return false;
}
