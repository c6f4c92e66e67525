#include "clearinghouse/service/reasons.h"

#include "common/attr.h"

#include <string.h>

#define REFUSAL "reject return uphold query"

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
    {"in-arrears", REFUSAL, "owes money that is overdue", "存在逾期未缴回的资金"},
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
    {"applicant-request", "withdraw extend", "at the applicant's request",
     "申请人要求撤回"},
    {"decided-in-error", "undo", "the decision was a mistake", "决定有误"},
    {"objection-ineligible", "object", "said not to be eligible", "异议：不符合申领条件"},
    {"objection-false-papers", "object", "papers said to be false", "异议：材料涉嫌不实"},
    {"objection-related", "object", "parties said to be related", "异议：存在关联关系"},
    {"objection-upheld", "uphold", "the objection is well founded", "异议成立"},
    {"objection-unfounded", "dismiss", "the objection is not founded", "异议不成立"},
    {"not-taken-up", "lapse", "not taken up in time", "逾期未办理"},
    {"under-investigation", "freeze query", "under investigation", "调查核实中"},
    {"cleared", "unfreeze", "the doubt is cleared up", "疑点已排除"},
    {"delivery-late", "extend", "the provider delivered late", "服务商交付延迟"},
    {"found-ineligible", "revoke recover", "found ineligible afterwards",
     "事后查明不符合条件"},
    {"false-papers", "revoke recover reject", "papers were false", "材料虚假"},
    {"overpaid", "recover", "more was paid than was due", "多付款项"},
    {"contract-ended", "revoke recover", "the contract ended early", "合同提前终止"},
    {"checked-by-hand", "match approve", "checked by hand", "已人工核实"},
    {"account-wrong", "fail", "the bank account is wrong", "收款账户有误"},
    {"treasury-returned", "fail", "returned by the treasury", "国库退回"},
    {"answered", "answer", "the query is answered", "已答复"},
    {"other",
     "reject return withdraw undo object uphold dismiss lapse freeze unfreeze extend "
     "revoke "
     "query match fail recover",
     "other (say what in the note)", "其他（请在备注中说明）"},
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

bool ch_reason_check(bool needed, const char *decision, const char *code,
                     const char *note, struct err *err)
{
    if (!*code) {
        return !needed ||
               err_set_type(err, ERR_INVALID, "reason-missing",
                            "%s needs a reason: give one of the codes of /v1/reasons",
                            decision);
    }
    const struct ch_reason *reason = ch_reason_find(code);
    if (!reason || !ch_reason_fits(reason, decision)) {
        return err_set_type(err, ERR_INVALID, "reason-unknown",
                            "\"%.48s\" is not a reason to %s; /v1/reasons lists them",
                            code, decision);
    }
    return strcmp(code, "other") != 0 || *note ||
           err_set_type(err, ERR_INVALID, "note-missing",
                        "reason \"other\" needs a note that says what it is");
}
