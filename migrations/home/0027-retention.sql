-- When the months of each personal column begin, and what becomes of it when they are over: the job `retention.apply` reads
-- it from here (platform/retention.ts). `from` is a column of the table (of several, whichever is first; `[state=done]`: of
-- rows in that state only), or `table.column` by foreign key: of the row it belongs to, or the last of the rows that belong
-- to it, and not while one of those is open. `then`: `delete` the row, `empty` the column, or `archive`: kept until the
-- archive or an administrator decides (docs/decisions/0023).
-- A job that is done is kept for two years instead of ten: its words have arrived, and it tells nothing that the log does not.
comment on column jobs.payload is '@personal purpose=words on their way keep=24 months from=finished_at[state=done] then=delete';
comment on column files.redaction_reason is '@personal purpose=legal ground keep=120 months from=redacted_at then=archive';
comment on column file_holders.name is '@personal purpose=file name given by the uploader keep=120 months from=created_at then=archive';
comment on column redactions.ground is '@personal purpose=legal ground keep=120 months from=at then=archive';
comment on column persons.name is '@personal purpose=work keep=120 months from=memberships.valid_until then=empty';
comment on column persons.email is '@personal purpose=contact keep=24 months from=memberships.valid_until then=empty';
comment on column persons.phone is '@personal purpose=contact keep=24 months from=memberships.valid_until then=empty';
comment on column persons.audience_tags is '@personal purpose=work keep=120 months from=memberships.valid_until then=empty';
comment on column desks.name is '@personal purpose=work keep=120 months from=units.valid_until then=empty';
comment on column memberships.title is '@personal purpose=work keep=120 months from=valid_until then=empty';
comment on column document_drafts.content is '@personal purpose=names inside official documents keep=120 months from=updated_at then=archive';
comment on column document_drafts.file_name is '@personal purpose=file name given by the uploader keep=120 months from=updated_at then=archive';
comment on column documents.text is '@personal purpose=names inside official documents keep=120 months from=created_at then=archive';
comment on column documents.page_html is '@personal purpose=names inside official documents keep=120 months from=created_at then=archive';
comment on column documents.reading is '@personal purpose=names inside official documents keep=120 months from=created_at then=archive';
comment on column documents.file_name is '@personal purpose=file name given by the uploader keep=120 months from=created_at then=archive unhashed';
comment on column documents.issuer_name is '@personal purpose=official words keep=120 months from=created_at then=archive';
comment on column documents.subject is '@personal purpose=official words keep=120 months from=created_at then=archive';
comment on column clauses.words is '@personal purpose=official words keep=120 months from=documents.created_at then=archive';
comment on column document_citations.words is '@personal purpose=official words keep=120 months from=documents.created_at then=archive';
comment on column document_citations.title is '@personal purpose=official words keep=120 months from=documents.created_at then=archive';
comment on column document_citations.issuer is '@personal purpose=official words keep=120 months from=documents.created_at then=archive';
comment on column register_entries.subject is '@personal purpose=official words keep=120 months from=created_at then=archive';
comment on column register_voids.reason is '@personal purpose=official words keep=120 months from=at then=archive';
comment on column recipients.words is '@personal purpose=official words keep=120 months from=dispatches.at then=archive';
comment on column recipients.address is '@personal purpose=contact keep=120 months from=dispatches.at then=archive';
comment on column obligations.facts is '@personal purpose=official words keep=120 months from=closed_on then=archive';
comment on column obligations.reason is '@personal purpose=official words keep=120 months from=closed_on then=archive';
comment on column plans.title is '@personal purpose=official words keep=120 months from=issued_on then=archive';
comment on column plan_drafts.content is '@personal purpose=people named in a draft keep=120 months from=updated_at then=archive';
comment on column plan_draft_steps.words is '@personal purpose=internal notes keep=120 months from=at then=empty';
comment on column plan_revisions.content is '@personal purpose=people named in a plan keep=120 months from=issued_at then=archive';
comment on column plan_revisions.title is '@personal purpose=official words keep=120 months from=issued_at then=archive';
comment on column plan_bases.words is '@personal purpose=official words keep=120 months from=plan_revisions.issued_at then=archive';
comment on column tasks.decision_reason is '@personal purpose=official words keep=120 months from=plan_revisions.issued_at then=archive';
comment on column tasks.title is '@personal purpose=official words keep=120 months from=plan_revisions.issued_at then=archive';
comment on column tasks.content is '@personal purpose=official words keep=120 months from=plan_revisions.issued_at then=archive';
comment on column tasks.lead_words is '@personal purpose=official words keep=120 months from=plan_revisions.issued_at then=archive';
comment on column tasks.support_words is '@personal purpose=official words keep=120 months from=plan_revisions.issued_at then=archive';
comment on column tasks.time_words is '@personal purpose=official words keep=120 months from=plan_revisions.issued_at then=archive';
comment on column tasks.product is '@personal purpose=official words keep=120 months from=plan_revisions.issued_at then=archive';
comment on column clause_declines.reason is '@personal purpose=official words keep=120 months from=plan_revisions.issued_at then=archive';
comment on column amendment_requests.difficulty is '@personal purpose=official words keep=120 months from=at then=archive';
comment on column amendment_requests.proposal is '@personal purpose=official words keep=120 months from=at then=archive';
comment on column amendment_answers.words is '@personal purpose=official words keep=120 months from=at then=archive';
comment on column activity_versions.title is '@personal purpose=official words keep=120 months from=recorded_at then=archive';
comment on column activity_versions.result is '@personal purpose=official words keep=120 months from=recorded_at then=archive';
comment on column activity_versions.shortcoming is '@personal purpose=official words keep=120 months from=recorded_at then=archive';
comment on column activity_versions.cause is '@personal purpose=official words keep=120 months from=recorded_at then=archive';
comment on column activity_versions.next_step is '@personal purpose=official words keep=120 months from=recorded_at then=archive';
comment on column activity_versions.place is '@personal purpose=official words keep=120 months from=recorded_at then=archive';
comment on column activity_versions.reason is '@personal purpose=official words keep=120 months from=recorded_at then=archive';
comment on column uploads.name is '@personal purpose=file name given by the uploader keep=1 months from=updated_at then=delete';
comment on column report_drafts.content is '@personal purpose=official words keep=120 months from=updated_at then=archive';
comment on column report_versions.content is '@personal purpose=official words keep=120 months from=submitted_at then=archive';
comment on column report_figures.correction_reason is '@personal purpose=official words keep=120 months from=report_versions.submitted_at then=archive';
comment on column report_answers.words is '@personal purpose=official words keep=120 months from=at then=archive';
comment on column notices.facts is '@personal purpose=words repeated in a notice keep=14 months from=at then=delete';
comment on column successions.content is '@personal purpose=official words keep=120 months from=updated_at then=archive';
comment on column successions.problem is '@personal purpose=official words keep=120 months from=updated_at then=archive';
comment on column successions.before is '@personal purpose=undoing within a day keep=1 months from=done_at then=empty';
comment on column direction_drafts.content is '@personal purpose=official words keep=120 months from=updated_at then=archive';
comment on column directions.title is '@personal purpose=official words keep=120 months from=at then=archive';
comment on column directions.words is '@personal purpose=official words keep=120 months from=at then=archive';
comment on column directions.lines is '@personal purpose=official words keep=120 months from=at then=archive';
comment on column direction_acts.words is '@personal purpose=official words keep=120 months from=at then=archive';
comment on column api_keys.name is '@personal purpose=name given by an administrator keep=120 months from=revoked_at,expires_on then=empty';
comment on column submissions.reference is '@personal purpose=name given by the other platform keep=120 months from=decided_at then=archive';
comment on column submissions.reason is '@personal purpose=why it was set aside keep=120 months from=decided_at then=archive';
comment on column submission_versions.content is '@personal purpose=words of the other platform keep=24 months from=submissions.decided_at then=empty';
comment on column webhook_tries.answer is '@personal purpose=first bytes of the other platform''s answer keep=3 months from=at then=delete';

-- What a link was good for is over with it; who was let in by it stands in the log.
comment on column invitations.token_hash is '@personal purpose=sign-in keep=12 months from=expires_at then=delete';
