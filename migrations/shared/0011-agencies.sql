-- Who is reached through the document axis (QCVN 102:2016/BTTTT), and by which code: units, and bodies that are no units here.
create table agencies (
  id uuid primary key,
  unit_id uuid constraint agencies_unit_fkey references units constraint agencies_unit_key unique,
  -- of a body that is no unit here: as recipient lines call it, and what such lines are compared by
  name text constraint agencies_name_length check (length(name) between 1 and 200),
  name_key text constraint agencies_name_key unique,
  -- works in another system: what is sent to it goes out as a package
  is_elsewhere boolean not null,
  created_at timestamptz not null,
  constraint agencies_who check ((unit_id is null) = (name is not null) and (name is null) = (name_key is null)),
  constraint agencies_outside check (unit_id is not null or is_elsewhere)
);
comment on table agencies is '@shared Units and outside bodies that have codes of the document axis, and which of them work in another system.';

create table agency_codes (
  agency_id uuid not null constraint agency_codes_agency_fkey references agencies,
  -- as it is written: H57.12 (QĐ 20/2020/QĐ-TTg) or 000.00.12.H57 (QCVN 102:2016/BTTTT)
  code text not null constraint agency_codes_length check (length(code) between 3 and 35),
  -- its groups from the top down: the same for both forms
  code_key text not null,
  valid_from date not null,
  valid_until date constraint agency_codes_dates check (valid_until > valid_from),
  primary key (agency_id, code, valid_from)
);
create index agency_codes_key on agency_codes (code_key);
comment on table agency_codes is '@shared Codes of agencies over time, in either form.';
