/* Every handler of the API, named for its route; one file per resource in this folder. */
#ifndef CLEARINGHOUSE_API_HANDLERS_H
#define CLEARINGHOUSE_API_HANDLERS_H

struct ch_call;

/* api/service.c: the daemon itself */
void ch_api_healthz(struct ch_call *call);
void ch_api_readyz(struct ch_call *call);
void ch_api_metrics(struct ch_call *call);
void ch_api_openapi(struct ch_call *call);
void ch_api_me(struct ch_call *call);
void ch_api_demo_clock(struct ch_call *call);

/* api/journal.c */
void ch_api_changes(struct ch_call *call);
void ch_api_journal(struct ch_call *call);
void ch_api_journal_head(struct ch_call *call);

/* api/programmes.c, api/tranches.c */
void ch_api_programmes_list(struct ch_call *call);
void ch_api_programme_get(struct ch_call *call);
void ch_api_reasons(struct ch_call *call);
void ch_api_tranches_list(struct ch_call *call);
void ch_api_tranche_open(struct ch_call *call);
void ch_api_appropriate(struct ch_call *call);
void ch_api_tranche_amend(struct ch_call *call);
void ch_api_tranche_close(struct ch_call *call);

/* api/organisations.c */
void ch_api_organisations_list(struct ch_call *call);
void ch_api_organisation_create(struct ch_call *call);
void ch_api_organisation_get(struct ch_call *call);

/* api/applications.c, api/imports.c, api/decisions.c, api/batches.c */
void ch_api_applications_list(struct ch_call *call);
void ch_api_application_submit(struct ch_call *call);
void ch_api_application_get(struct ch_call *call);
void ch_api_application_import(struct ch_call *call);
void ch_api_decide(struct ch_call *call);
void ch_api_decide_batch(struct ch_call *call);

/* api/vouchers.c, api/claims.c, api/payments.c */
void ch_api_vouchers_list(struct ch_call *call);
void ch_api_voucher_get(struct ch_call *call);
void ch_api_voucher_act(struct ch_call *call);
void ch_api_claims_list(struct ch_call *call);
void ch_api_claim_lodge(struct ch_call *call);
void ch_api_claim_get(struct ch_call *call);
void ch_api_claim_decide(struct ch_call *call);
void ch_api_payments_list(struct ch_call *call);
void ch_api_payments_import(struct ch_call *call);

/* api/controls.c */
void ch_api_conflicts_list(struct ch_call *call);
void ch_api_conflict_declare(struct ch_call *call);
void ch_api_delegations_list(struct ch_call *call);
void ch_api_delegate(struct ch_call *call);
void ch_api_delegation_end(struct ch_call *call);
void ch_api_freezes_list(struct ch_call *call);
void ch_api_freeze_set(struct ch_call *call);

/* api/centres.c, api/readings.c */
void ch_api_centres_list(struct ch_call *call);
void ch_api_centre_create(struct ch_call *call);
void ch_api_centre_get(struct ch_call *call);
void ch_api_centre_status(struct ch_call *call);
void ch_api_centre_batch(struct ch_call *call);
void ch_api_readings_post(struct ch_call *call);
void ch_api_readings_get(struct ch_call *call);

/* api/checkpoints.c */
void ch_api_journal_keys(struct ch_call *call);
void ch_api_checkpoints_list(struct ch_call *call);
void ch_api_checkpoint_make(struct ch_call *call);

/* api/people.c, api/tokens.c, api/samples.c */
void ch_api_principals_list(struct ch_call *call);
void ch_api_principal_admit(struct ch_call *call);
void ch_api_grants_list(struct ch_call *call);
void ch_api_grant_propose(struct ch_call *call);
void ch_api_grant_settle(struct ch_call *call);
void ch_api_tokens_list(struct ch_call *call);
void ch_api_token_make(struct ch_call *call);
void ch_api_token_revoke(struct ch_call *call);
void ch_api_sample(struct ch_call *call);
void ch_api_sample_remove(struct ch_call *call);

/* api/dashboard.c */
void ch_api_dashboard(struct ch_call *call);

#endif
