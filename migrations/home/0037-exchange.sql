-- Documents go out and come in as edXML packages (QCVN 102:2016/BTTTT) through an out and an in folder.

-- Of a receiver that is reached so: by which code, how far the document came as its status messages say, and what they add.
alter table deliveries add column agency_code text;
alter table deliveries add column exchange_state text;
alter table deliveries add column exchange_at timestamptz;
alter table deliveries add column exchange_note text;
alter table deliveries add constraint deliveries_exchange check ((agency_code is null) = (exchange_state is null) and (agency_code is null) = (exchange_at is null));
alter table deliveries add constraint deliveries_exchange_state check (exchange_state in ('waiting', 'sent', '01', '02', '03', '04', '05', '06', '13', '15', '16'));
comment on column deliveries.exchange_state is 'waiting: not in the out folder yet; sent: there; else the last status';
comment on column deliveries.exchange_note is '@personal purpose=official words keep=120 months from=sent_at then=archive';

create table package_arrivals (
  id uuid primary key,
  -- who received it
  unit_id uuid not null constraint package_arrivals_unit_fkey references units,
  -- the draft that was made of it, later the document under the same id; without a foreign key, because the one becomes the other
  document_id uuid not null,
  sender_code text not null,
  sender_key text not null,
  sender_name text not null,
  -- by what the sender's document is known on the axis, and as the answers to it name it
  document_ref text not null,
  reference jsonb not null,
  kind text not null constraint package_arrivals_kind check (kind in ('new', 'update', 'replacement')),
  -- of an update or replacement: in whose place it stands
  of_ref text,
  -- the package as it came
  file_hash text not null constraint package_arrivals_file_fkey references files,
  -- the unit's own document that it answers
  answers_id uuid constraint package_arrivals_answers_fkey references documents,
  -- the last status that was ordered
  told text constraint package_arrivals_told check (told in ('01', '02', '03', '04', '05', '06')),
  -- what its sender then asked of it, why, and what the unit said
  asked text constraint package_arrivals_asked check (asked in ('recall', 'update', 'replacement')),
  asked_at timestamptz,
  asked_reason text,
  answer text constraint package_arrivals_answer check (answer in ('15', '16')),
  answered_at timestamptz,
  answered_by uuid,
  arrived_at timestamptz not null,
  constraint package_arrivals_once unique (unit_id, file_hash),
  constraint package_arrivals_asked_when check ((asked is null) = (asked_at is null)),
  constraint package_arrivals_answered check ((answer is null) = (answered_at is null) and (answer is null or asked is not null))
);
create index package_arrivals_document on package_arrivals (document_id);
create index package_arrivals_ref on package_arrivals (document_ref, unit_id);
create index package_arrivals_open on package_arrivals (arrived_at) where told is distinct from '02' and told is distinct from '06';
comment on table package_arrivals is '@own Documents that came as packages: from whom, what became of them, what the sender asked of them since.';
comment on column package_arrivals.sender_name is '@personal purpose=official words keep=120 months from=arrived_at then=archive';
comment on column package_arrivals.asked_reason is '@personal purpose=official words keep=120 months from=arrived_at then=archive';

create table packages (
  id uuid primary key,
  -- who sends it
  unit_id uuid not null constraint packages_unit_fkey references units,
  kind text not null constraint packages_kind check (kind in ('document', 'recall', 'update', 'replacement', 'status')),
  -- what a document goes to whom by
  delivery_id uuid constraint packages_delivery_fkey references deliveries,
  -- what a status is about
  arrival_id uuid constraint packages_arrival_fkey references package_arrivals,
  status text constraint packages_status check (status in ('01', '02', '03', '04', '05', '06', '13', '15', '16')),
  reason text,
  to_code text not null,
  -- by what its document is known on the axis, once it is packed
  document_ref text,
  -- of a recall, update or replacement: of what
  of_ref text,
  -- packed: the file that `staged` names is complete, and nothing but a rename is left to do
  state text not null constraint packages_state check (state in ('waiting', 'packed', 'sent')),
  staged text,
  -- SHA-256 of the file
  hash text,
  created_at timestamptz not null,
  created_by uuid,
  sent_at timestamptz,
  constraint packages_about check ((kind = 'status') = (arrival_id is not null) and (kind = 'status') = (status is not null) and (arrival_id is null) = (delivery_id is not null)),
  constraint packages_staged check ((state = 'packed') = (staged is not null) and (state = 'waiting' or hash is not null) and (state = 'sent') = (sent_at is not null))
);
create index packages_delivery on packages (delivery_id);
create index packages_arrival on packages (arrival_id);
create index packages_ref on packages (document_ref);
comment on table packages is '@own Packages and status messages that go into the out folder, each once or not at all.';
comment on column packages.reason is '@personal purpose=official words keep=120 months from=created_at then=archive';

create table replacements (
  document_id uuid primary key constraint replacements_document_fkey references documents,
  of_id uuid not null constraint replacements_of_fkey references documents,
  unit_id uuid not null constraint replacements_unit_fkey references units,
  kind text not null constraint replacements_kind check (kind in ('update', 'replacement')),
  reason text not null,
  at timestamptz not null,
  by uuid,
  constraint replacements_other check (document_id <> of_id)
);
create index replacements_of on replacements (of_id);
comment on table replacements is '@own Which issued document is sent in whose place: its packages say so.';
comment on column replacements.reason is '@personal purpose=official words keep=120 months from=at then=archive';
