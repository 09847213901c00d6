-- What a unit itself puts into the register of known documents: entries of its own, and its own word over an entry that all
-- homes share (docs/decisions/0031). The unit's checks follow it; nobody else's do.
create table known_entries (
  id uuid primary key,
  unit_id uuid not null constraint known_entries_unit_fkey references units,
  -- the shared entry that this is the unit's word over; null: an entry of its own
  known_id uuid constraint known_entries_known_fkey references known_documents,
  -- the version in force
  version int not null,
  state text not null constraint known_entries_state check (state in ('stands', 'withdrawn')),
  constraint known_entries_known_key unique (unit_id, known_id)
);
create index known_entries_known on known_entries (known_id) where known_id is not null;
comment on table known_entries is '@own A unit''s own entries of known documents, and its words over shared ones: which version is in force.';

create table known_entry_versions (
  entry_id uuid not null constraint known_entry_versions_entry_fkey references known_entries,
  version int not null,
  unit_id uuid not null constraint known_entry_versions_unit_fkey references units,
  state text not null constraint known_entry_versions_state check (state in ('stands', 'withdrawn')),
  -- the same facts as of shared.known_documents, and the same keys by which they are found
  type text not null,
  number_symbol text not null,
  match_key text not null,
  number_key text not null,
  bare_key text not null,
  title text not null,
  title_key text,
  issuer text not null,
  issued_on date,
  in_force_from date,
  -- the first day no longer in force
  in_force_until date,
  -- [{kind, by, date, id}]: by what it was replaced, amended …; the id where it was picked from the register
  relations jsonb not null,
  source text not null,
  -- why it was corrected or withdrawn; null for an entry as it was first written down
  reason text,
  recorded_at timestamptz not null,
  recorded_by uuid,
  salt bytea,
  hash text not null,
  redacted_at timestamptz,
  primary key (entry_id, version),
  constraint known_entry_versions_period check (in_force_from < in_force_until)
);
create index known_entry_versions_match on known_entry_versions (unit_id, match_key);
create index known_entry_versions_number on known_entry_versions (unit_id, number_key);
create index known_entry_versions_bare on known_entry_versions (unit_id, bare_key);
comment on table known_entry_versions is '@own Versions of a unit''s own entries, never changed; a correction is a new one with a reason.';
comment on column known_entry_versions.title is '@personal purpose=official words keep=120 months from=recorded_at then=archive';
comment on column known_entry_versions.title_key is '@personal purpose=official words keep=120 months from=recorded_at then=archive unhashed';
comment on column known_entry_versions.issuer is '@personal purpose=official words keep=120 months from=recorded_at then=archive';
comment on column known_entry_versions.relations is '@personal purpose=official words keep=120 months from=recorded_at then=archive';
comment on column known_entry_versions.source is '@personal purpose=official words keep=120 months from=recorded_at then=archive';
comment on column known_entry_versions.reason is '@personal purpose=official words keep=120 months from=recorded_at then=archive';
