-- An agency's own forms in Word, with placeholders, by type of document (docs/decisions/0046). A row a version; small files, kept
-- beside their rows so that no sweep and no check of files has to know of them.
create table own_forms (
  id uuid primary key,
  unit_id uuid not null constraint own_forms_unit_fkey references units,
  type text not null,
  version int not null,
  file_name text not null,
  bytes bytea not null,
  -- placeholders that it has
  names text[] not null,
  -- documents from this day on are set in it
  since date not null,
  added_at timestamptz not null,
  added_by uuid,
  withdrawn_at timestamptz,
  withdrawn_by uuid,
  constraint own_forms_version_key unique (unit_id, type, version)
);
comment on table own_forms is '@own Forms in Word that a unit sets its documents in beside the official form.';
comment on column own_forms.file_name is '@personal purpose=official words keep=120 months from=added_at then=archive';
