-- What other platforms hand in with their own reference, and what they are told.
create table submissions (
  id uuid primary key,
  unit_id uuid not null constraint submissions_unit_fkey references units,
  key_id uuid not null constraint submissions_key_fkey references api_keys,
  -- the other platform's own name for it
  reference text not null,
  version int not null,
  kind text not null constraint submissions_kind check (kind in ('activity', 'reflection', 'question', 'figures', 'other')),
  state text not null constraint submissions_state check (state in ('received', 'taken_over', 'set_aside')),
  received_at timestamptz not null,
  decided_at timestamptz,
  decided_by uuid,
  reason text,
  activity_id uuid constraint submissions_activity_fkey references activities,
  constraint submissions_reference_key unique (key_id, reference),
  constraint submissions_decided check (
    (state = 'received' and activity_id is null and reason is null)
    or (state = 'taken_over' and activity_id is not null and reason is null)
    or (state = 'set_aside' and activity_id is null and reason is not null)
  )
);
create index submissions_unit on submissions (unit_id, received_at, id);
create index submissions_activity on submissions (activity_id) where activity_id is not null;
comment on table submissions is '@own What another platform handed in, and what became of it.';
comment on column submissions.reference is '@personal purpose=name given by the other platform keep=120 months';
comment on column submissions.reason is '@personal purpose=why it was set aside keep=120 months';

create table submission_versions (
  submission_id uuid not null constraint submission_versions_submission_fkey references submissions,
  version int not null,
  unit_id uuid not null,
  content jsonb not null,
  received_at timestamptz not null,
  salt bytea,
  hash text not null,
  redacted_at timestamptz,
  primary key (submission_id, version)
);
comment on table submission_versions is '@own What was handed in, each time it was handed in otherwise.';
comment on column submission_versions.content is '@personal purpose=words of the other platform keep=24 months';

create table webhooks (
  id uuid primary key,
  unit_id uuid not null constraint webhooks_unit_fkey references units,
  url text not null constraint webhooks_url_length check (length(url) between 1 and 500),
  topics text[] not null constraint webhooks_topics check (cardinality(topics) > 0),
  -- signs what is sent, so it must be readable; it opens nothing here
  secret text not null,
  secret_before text,
  secret_before_until timestamptz,
  created_at timestamptz not null,
  failing_since timestamptz,
  ended_at timestamptz,
  ended_why text constraint webhooks_ended_why check (ended_why in ('by_hand', 'failing', 'gone')),
  constraint webhooks_ended check ((ended_at is null) = (ended_why is null))
);
create index webhooks_unit on webhooks (unit_id, created_at);
comment on table webhooks is '@own Addresses of other platforms that are told what happens at the unit.';

create table webhook_units (
  unit_id uuid primary key constraint webhook_units_unit_fkey references units
);
comment on table webhook_units is '@house(select,insert) Units that ever had a webhook: where there is none, no change orders work for them.';

create table webhook_messages (
  id uuid primary key,
  webhook_id uuid not null constraint webhook_messages_webhook_fkey references webhooks,
  unit_id uuid not null,
  topic text not null,
  payload jsonb not null,
  created_at timestamptz not null,
  state text not null default 'waiting' constraint webhook_messages_state check (state in ('waiting', 'delivered', 'failed')),
  -- of the present round of tries; a person who sends it again begins another
  round int not null default 1,
  tries int not null default 0,
  next_at timestamptz
);
create index webhook_messages_webhook on webhook_messages (webhook_id, created_at, id);
create index webhook_messages_at on webhook_messages (created_at);
comment on table webhook_messages is '@own What a webhook is told: ids, codes and addresses only.';

create table webhook_tries (
  id uuid primary key,
  message_id uuid not null constraint webhook_tries_message_fkey references webhook_messages on delete cascade,
  unit_id uuid not null,
  at timestamptz not null,
  status int,
  ms int not null,
  error text,
  answer text not null
);
create index webhook_tries_message on webhook_tries (message_id, id);
comment on table webhook_tries is '@own Each try to deliver a message, for ninety days.';
comment on column webhook_tries.answer is '@personal purpose=first bytes of the other platform''s answer keep=3 months';
