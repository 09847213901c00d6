create table dossiers (
  id uuid primary key,
  unit_id uuid not null constraint dossiers_unit_fkey references units,
  version int not null,
  year int not null,
  -- the heading it stands under in the list of files, and its abbreviation: code 01.TCCB
  heading text not null,
  heading_code text not null,
  number int not null,
  title text not null,
  -- null: for ever
  keep_years int constraint dossiers_keep_years check (keep_years between 1 and 100),
  keeper text not null,
  sheets int constraint dossiers_sheets check (sheets >= 0),
  note text,
  state text not null constraint dossiers_state check (state in ('open', 'closed', 'handed_over')),
  opened_on date not null,
  closed_on date,
  hand_over_id uuid,
  created_at timestamptz not null,
  created_by uuid,
  constraint dossiers_code_key unique (unit_id, year, heading_code, number),
  constraint dossiers_closed check ((state = 'open') = (closed_on is null)),
  constraint dossiers_handed_over check ((state = 'handed_over') = (hand_over_id is not null))
);
create index dossiers_hand_over on dossiers (hand_over_id) where hand_over_id is not null;
comment on table dossiers is '@own A unit''s files by year (Decree 30/2020/NĐ-CP, Art. 28–30): what belongs together, how long it is kept, who keeps it.';
comment on column dossiers.heading is '@personal purpose=official words keep=120 months from=closed_on then=archive';
comment on column dossiers.title is '@personal purpose=official words keep=120 months from=closed_on then=archive';
comment on column dossiers.keeper is '@personal purpose=work keep=120 months from=closed_on then=archive';
comment on column dossiers.note is '@personal purpose=official words keep=120 months from=closed_on then=archive';

create table dossier_documents (
  dossier_id uuid not null constraint dossier_documents_dossier_fkey references dossiers,
  document_id uuid not null constraint dossier_documents_document_fkey references documents,
  unit_id uuid not null constraint dossier_documents_unit_fkey references units,
  added_at timestamptz not null,
  added_by uuid,
  primary key (dossier_id, document_id)
);
create index dossier_documents_document on dossier_documents (document_id);
comment on table dossier_documents is '@own Documents in a unit''s files: received, delivered to it or its own.';

create table hand_overs (
  id uuid primary key,
  unit_id uuid not null constraint hand_overs_unit_fkey references units,
  day date not null,
  -- name of what is handed over, who hands over and who takes it: words of the minutes
  title text not null,
  giver text not null,
  giver_position text not null,
  taker text not null,
  taker_position text not null,
  boxes int constraint hand_overs_boxes check (boxes >= 0),
  metres text,
  condition text not null,
  created_at timestamptz not null,
  created_by uuid
);
create index hand_overs_unit on hand_overs (unit_id, day);
alter table dossiers add constraint dossiers_hand_over_fkey foreign key (hand_over_id) references hand_overs;
comment on table hand_overs is '@own Files handed over to the archive, with the minutes of it (Decree 30/2020/NĐ-CP, Appendix V).';
comment on column hand_overs.title is '@personal purpose=official words keep=120 months from=created_at then=archive';
comment on column hand_overs.giver is '@personal purpose=work keep=120 months from=created_at then=archive';
comment on column hand_overs.giver_position is '@personal purpose=work keep=120 months from=created_at then=archive';
comment on column hand_overs.taker is '@personal purpose=work keep=120 months from=created_at then=archive';
comment on column hand_overs.taker_position is '@personal purpose=work keep=120 months from=created_at then=archive';
comment on column hand_overs.condition is '@personal purpose=official words keep=120 months from=created_at then=archive';
comment on column hand_overs.metres is '@personal purpose=official words keep=120 months from=created_at then=archive';

-- A document mailed to a receiver outside: one row each time, good for one opening and some days.
create table delivery_links (
  id uuid primary key,
  -- the sender
  unit_id uuid not null constraint delivery_links_unit_fkey references units,
  delivery_id uuid not null constraint delivery_links_delivery_fkey references deliveries,
  address text not null,
  with_docx boolean not null,
  created_at timestamptz not null,
  created_by uuid,
  expires_at timestamptz not null,
  -- how its mail stands, as the queue of mails says
  mail_state text not null constraint delivery_links_mail_state check (mail_state in ('queued', 'sent', 'uncertain', 'failed', 'withdrawn')),
  mail_cause text,
  -- opened once; the files are there for whoever opened it, a while longer
  used_at timestamptz,
  opened_hash text constraint delivery_links_opened_hash_key unique,
  opened_until timestamptz,
  -- another was sent in its place
  revoked_at timestamptz,
  constraint delivery_links_opened check ((used_at is null) = (opened_hash is null) and (used_at is null) = (opened_until is null))
);
create index delivery_links_delivery on delivery_links (delivery_id, created_at);
comment on table delivery_links is '@own Links by which a receiver outside opens a document once, sent by mail.';
comment on column delivery_links.address is '@personal purpose=contact keep=120 months from=created_at then=archive';

create table delivery_link_tokens (
  -- SHA-256 of the token; every sending of the mail has its own, because any copy may be the one that is opened
  token_hash text primary key,
  link_id uuid not null constraint delivery_link_tokens_link_fkey references delivery_links,
  unit_id uuid not null constraint delivery_link_tokens_unit_fkey references units
);
create index delivery_link_tokens_link on delivery_link_tokens (link_id);
comment on table delivery_link_tokens is '@own Tokens of such links, by their hash alone.';

-- A mail goes to a person, or to whom a document is sent.
alter table mails alter column person_id drop not null;
alter table mails add column link_id uuid constraint mails_link_fkey references delivery_links;
alter table mails add constraint mails_recipient check ((person_id is null) <> (link_id is null));
alter table mails drop constraint mails_kind;
alter table mails add constraint mails_kind check (kind in ('digest', 'urgent', 'reset', 'password', 'document'));
