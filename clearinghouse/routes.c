#include "clearinghouse/routes.h"

#include "clearinghouse/api/handlers.h"

enum {
    OFFICER = CH_ROLE_OFFICER,
    SUPERVISOR = CH_ROLE_SUPERVISOR,
    OPERATOR = CH_ROLE_OPERATOR,
    ADMIN = CH_ROLE_ADMIN,
    AUDITOR = CH_ROLE_AUDITOR,
    DESK = CH_ROLE_APPLICANT_DESK,
    OFFICE = CH_ROLE_OFFICER | CH_ROLE_SUPERVISOR | CH_ROLE_AUDITOR,
    ANY = 63,
    KIB = 1024,
};

#define READ(path, handler, roles, params)                                               \
    {                                                                                    \
        "GET", path, handler, CH_SIDE_READ, roles, false, false, 0, params               \
    }
#define OPEN(path, handler) READ(path, handler, 0, "")
#define DELETE(path, handler, roles)                                                     \
    {                                                                                    \
        "DELETE", path, handler, CH_SIDE_WRITE, roles, true, false, 0, ""                \
    }
#define WRITE(path, handler, roles, kib, params)                                         \
    {                                                                                    \
        "POST", path, handler, CH_SIDE_WRITE, roles, true, false, (kib)*KIB, params      \
    }

const struct ch_route ch_routes[] = {
    OPEN("/healthz", ch_api_healthz),
    OPEN("/readyz", ch_api_readyz),
    OPEN("/metrics", ch_api_metrics),
    OPEN("/v1/openapi.json", ch_api_openapi),
    READ("/v1/me", ch_api_me, ANY, ""),
    READ("/v1/reasons", ch_api_reasons, ANY, ""),
    READ("/v1/programmes", ch_api_programmes_list, ANY, ""),
    READ("/v1/programmes/{id}", ch_api_programme_get, ANY, ""),
    READ("/v1/programmes/{id}/tranches", ch_api_tranches_list, ANY, ""),
    WRITE("/v1/programmes/{id}/tranches", ch_api_tranche_open, SUPERVISOR, 64, ""),
    WRITE("/v1/programmes/{id}/tranches/{id}/appropriations", ch_api_appropriate,
          SUPERVISOR, 64, ""),
    WRITE("/v1/programmes/{id}/tranches/{id}/amendments", ch_api_tranche_amend,
          SUPERVISOR, 64, ""),
    WRITE("/v1/programmes/{id}/tranches/{id}/closing", ch_api_tranche_close, SUPERVISOR,
          64, ""),
    READ("/v1/organisations", ch_api_organisations_list, OFFICE | DESK, "after limit q"),
    WRITE("/v1/organisations", ch_api_organisation_create, OFFICER | SUPERVISOR | DESK,
          64, ""),
    READ("/v1/organisations/{id}", ch_api_organisation_get, OFFICE | DESK, ""),
    READ("/v1/applications", ch_api_applications_list, OFFICE | DESK,
         "after applicant assigned_to count limit programme q sort status tranche "
         "verdict view"),
    WRITE("/v1/applications", ch_api_application_submit, OFFICER | DESK, 64, ""),
    READ("/v1/applications/{id}", ch_api_application_get, OFFICE | DESK, ""),
    WRITE("/v1/applications/{id}/decisions", ch_api_decide, OFFICER | SUPERVISOR | DESK,
          64, "dry_run"),
    {"POST", "/v1/application-imports", ch_api_application_import, CH_SIDE_WRITE,
     OFFICER | DESK, true, true, 1024 * KIB, "dry_run"},
    WRITE("/v1/decision-batches", ch_api_decide_batch, OFFICER | SUPERVISOR, 256,
          "dry_run"),
    READ("/v1/vouchers", ch_api_vouchers_list, OFFICE | DESK,
         "after applicant application count limit programme provider q sort status "
         "tranche"),
    READ("/v1/vouchers/{id}", ch_api_voucher_get, OFFICE | DESK, ""),
    WRITE("/v1/vouchers/{id}/actions", ch_api_voucher_act, OFFICER | SUPERVISOR, 64,
          "dry_run"),
    READ("/v1/claims", ch_api_claims_list, OFFICE | DESK,
         "after applicant application count limit match programme provider q sort status "
         "tranche voucher"),
    WRITE("/v1/claims", ch_api_claim_lodge, OFFICER | DESK, 64, "dry_run"),
    READ("/v1/claims/{id}", ch_api_claim_get, OFFICE | DESK, ""),
    WRITE("/v1/claims/{id}/decisions", ch_api_claim_decide, OFFICER | SUPERVISOR | DESK,
          64, "dry_run"),
    READ("/v1/payments", ch_api_payments_list, OFFICE, "format programme state"),
    WRITE("/v1/payments", ch_api_payments_import, OFFICER | SUPERVISOR, 256, "dry_run"),
    READ("/v1/conflicts", ch_api_conflicts_list, OFFICE | CH_ROLE_ADMIN,
         "after count limit organisation principal q sort"),
    WRITE("/v1/conflicts", ch_api_conflict_declare, OFFICER | SUPERVISOR, 64, ""),
    READ("/v1/delegations", ch_api_delegations_list, OFFICE | CH_ROLE_ADMIN,
         "after count from limit programme q sort to"),
    WRITE("/v1/delegations", ch_api_delegate, OFFICER | SUPERVISOR, 64, ""),
    WRITE("/v1/delegations/{id}/end", ch_api_delegation_end, OFFICER | SUPERVISOR, 64,
          ""),
    READ("/v1/programmes/{id}/freezes", ch_api_freezes_list, ANY,
         "after count limit q sort"),
    WRITE("/v1/programmes/{id}/freezes", ch_api_freeze_set, SUPERVISOR, 64, ""),
    READ("/v1/centres", ch_api_centres_list, ANY, "after limit"),
    WRITE("/v1/centres", ch_api_centre_create, SUPERVISOR, 64, ""),
    READ("/v1/centres/{id}", ch_api_centre_get, ANY, ""),
    WRITE("/v1/centres/{id}/status", ch_api_centre_status, SUPERVISOR, 64, ""),
    WRITE("/v1/centres/{id}/batches", ch_api_centre_batch, OPERATOR | SUPERVISOR, 64, ""),
    READ("/v1/centres/{id}/readings", ch_api_readings_get, ANY, "from step to"),
    WRITE("/v1/centres/{id}/readings", ch_api_readings_post, OPERATOR | SUPERVISOR, 512,
          ""),
    READ("/v1/dashboard", ch_api_dashboard, OFFICE, ""),
    READ("/v1/changes", ch_api_changes, ANY, "cursor wait"),
    READ("/v1/journal/keys", ch_api_journal_keys, ANY, ""),
    READ("/v1/journal/{id}", ch_api_journal, OFFICE, "after limit"),
    READ("/v1/journal/{id}/head", ch_api_journal_head, OFFICE, ""),
    READ("/v1/journal/{id}/checkpoints", ch_api_checkpoints_list, OFFICE | ADMIN,
         "after limit"),
    WRITE("/v1/journal/{id}/checkpoints", ch_api_checkpoint_make, OFFICE | ADMIN, 64, ""),
    READ("/v1/principals", ch_api_principals_list, ADMIN | SUPERVISOR | AUDITOR, ""),
    WRITE("/v1/principals", ch_api_principal_admit, ADMIN, 64, ""),
    READ("/v1/grants", ch_api_grants_list, ADMIN | AUDITOR, "status"),
    WRITE("/v1/grants", ch_api_grant_propose, ADMIN, 64, ""),
    WRITE("/v1/grants/{id}/decisions", ch_api_grant_settle, ADMIN, 64, ""),
    READ("/v1/tokens", ch_api_tokens_list, ANY, ""),
    WRITE("/v1/tokens", ch_api_token_make, ANY, 64, ""),
    DELETE("/v1/tokens/{id}", ch_api_token_revoke, ANY),
    READ("/v1/audit/sample", ch_api_sample, OFFICE, "programme rate_bp seed"),
    WRITE("/v1/audit/sample/removals", ch_api_sample_remove, SUPERVISOR, 64, ""),
    WRITE("/v1/demo/clock", ch_api_demo_clock, CH_ROLE_ADMIN, 64, ""),
};
const size_t ch_route_count = COUNT_OF(ch_routes);
