#include "clearinghouse/service/policy_file.h"

#define FIGURE(field) #field, offsetof(struct ch_policy, field)
#define TEXT(field) FIGURE(field), sizeof((struct ch_policy *)0)->field
#define FLAG(field) FIGURE(field), 0

const struct ch_policy_key ch_policy_keys[] = {
    {FIGURE(announced_fen), 'm', 'o'},
    {FIGURE(budget_fen), 'm', 'r'},
    {FIGURE(case_cap_fen), 'm', 'r'},
    {FIGURE(contract_max_days), 'd', 'o'},
    {FIGURE(contract_not_before), 'D', 'o'},
    {FIGURE(group_year_cap_fen), 'm', 'o'},
    {FIGURE(minimum_spend_fen), 'm', 'o'},
    {FIGURE(notice_days), 'd', 'o'},
    {FIGURE(rate_bp), 'r', 'r'},
    {FIGURE(review_days), 'd', 'k'},
    {FIGURE(rounding_unit_fen), 'm', 'k'},
    {FIGURE(second_signature_fen), 'm', 'k'},
    {FIGURE(startup_rate_bp), 'r', 'o'},
    {FIGURE(supplement_days), 'd', 'k'},
    {FIGURE(undo_minutes), 't', 'k'},
    {FIGURE(voucher_days), 'd', 'o'},
    {FIGURE(year_cap_fen), 'm', 'r'},
};
const size_t ch_policy_key_count = COUNT_OF(ch_policy_keys);

static const char subjects[] = "compute corpus model";
static const char modes[] = "pre-issued post-use supply-side unknown";
static const char payees[] = "demand provider unknown";
static const char recovered[] = "treasury tranche";
static const char kinds[] = "firm institute university individual unknown";
static const char sizes[] = "micro small medium large unknown";
static const char papers[] = "contract invoice payment-slip usage undertaking licence";
static const char rules[] = "applicant_kinds applicant_sizes region documents "
                            "unrelated_parties listed_provider compute_only "
                            "single_subsidy good_standing fees_paid usage_proof";

const struct ch_policy_word ch_policy_words[] = {
    {"programme", TEXT(id), 'r', 't', NULL},
    {"programme", TEXT(name_en), 'r', 't', NULL},
    {"programme", TEXT(name_zh), 'r', 't', NULL},
    {"programme", TEXT(city_en), 'r', 't', NULL},
    {"programme", TEXT(city_zh), 'r', 't', NULL},
    {"programme", TEXT(owner), 'r', 't', NULL},
    {"programme", TEXT(subject), 'r', 'w', subjects},
    {"programme", TEXT(mode), 'r', 'w', modes},
    {"programme", TEXT(payee), 'r', 'w', payees},
    {"programme", TEXT(window_note), 'r', 't', NULL},
    {"programme", TEXT(recovered_to), 'o', 'w', recovered},
    {"rules", TEXT(applicant_kinds), 'o', 'l', kinds},
    {"rules", TEXT(applicant_sizes), 'o', 'l', sizes},
    {"rules", TEXT(region), 'o', 't', NULL},
    {"rules", TEXT(documents), 'o', 'l', papers},
    {"rules", TEXT(operating_rules), 'o', 'l', rules},
    {"rules", TEXT(rules_source), 'r', 't', NULL},
    {"rules", FLAG(unrelated_parties), 'o', 'f', NULL},
    {"rules", FLAG(listed_provider), 'o', 'f', NULL},
    {"rules", FLAG(compute_only), 'o', 'f', NULL},
    {"rules", FLAG(single_subsidy), 'o', 'f', NULL},
    {"rules", FLAG(good_standing), 'o', 'f', NULL},
    {"rules", FLAG(fees_paid), 'o', 'f', NULL},
    {"rules", FLAG(usage_proof), 'o', 'f', NULL},
};
const size_t ch_policy_word_count = COUNT_OF(ch_policy_words);

const struct ch_figure *ch_policy_figure(const struct ch_policy *policy,
                                         const struct ch_policy_key *key)
{
    return (const void *)((const char *)policy + key->offset);
}
