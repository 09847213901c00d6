-- What all homes read and few write. Run once, with search_path = shared.
create extension if not exists unaccent schema shared;
create extension if not exists pg_trgm schema shared;

-- Lower case, without diacritics, composed: what people type when they search.
create function shared.vn_norm(words text) returns text
  language sql immutable parallel safe strict
  as $$ select lower(shared.unaccent('shared.unaccent'::regdictionary, normalize(words, NFC))) $$;

-- The scope of a transaction, set by literal SET LOCAL. Both read settings only and no table: a Citus cluster refuses
-- functions in policies that read tables. A setting that is '' (left over on a pooled connection) is an error, never "all".
create function shared.scope_all() returns boolean
  language sql stable parallel safe
  as $$ select current_setting('lantoa.units') = '*' $$;
create function shared.scope_units() returns uuid[]
  language sql stable parallel safe
  as $$ select case when current_setting('lantoa.units') = '*' then '{}'::uuid[] else current_setting('lantoa.units')::uuid[] end $$;

create table unit_kinds (
  code text primary key,
  name_vi text not null,
  name_en text not null,
  is_school boolean not null,
  ord int not null
);
comment on table unit_kinds is '@shared Kinds of units, from data/unit-kinds.json.';

create table units (
  id uuid primary key,
  code text not null constraint units_code_key unique constraint units_code_form check (code ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(code) <= 60),
  kind text not null constraint units_kind_fkey references unit_kinds,
  home text not null,
  -- [from, until): the unit exists on these days; a closed unit keeps its rows for ever
  valid_from date not null,
  valid_until date constraint units_dates check (valid_until > valid_from),
  created_at timestamptz not null
);
create index units_home on units (home);
comment on table units is '@shared Offices, schools, communes: a fixed identity; names, superiors and codes carry dates.';

create table unit_names (
  unit_id uuid not null constraint unit_names_unit_fkey references units,
  valid_from date not null,
  valid_until date constraint unit_names_dates check (valid_until > valid_from),
  name text not null constraint unit_names_name_length check (length(name) between 1 and 200),
  short_name text not null constraint unit_names_short_length check (length(short_name) between 1 and 80),
  -- registered abbreviation in document symbols, e.g. PGDĐT (Decree 30/2020/NĐ-CP, Art. 7, App. III)
  abbreviation text not null constraint unit_names_abbreviation_length check (length(abbreviation) between 1 and 30),
  -- the place of the place and date line
  place text not null,
  -- upper agency line of its documents, as printed; null where there is none
  parent_line text,
  search text generated always as (shared.vn_norm(name || ' ' || short_name || ' ' || abbreviation)) stored,
  primary key (unit_id, valid_from)
);
create index unit_names_search on unit_names using gin (search gin_trgm_ops);
comment on table unit_names is '@shared Names, abbreviations and places of a unit over time.';

create table unit_superiors (
  unit_id uuid not null constraint unit_superiors_unit_fkey references units,
  line text not null constraint unit_superiors_line check (line in ('administration', 'profession')),
  valid_from date not null,
  valid_until date constraint unit_superiors_dates check (valid_until > valid_from),
  superior_id uuid not null constraint unit_superiors_superior_fkey references units,
  primary key (unit_id, line, valid_from),
  constraint unit_superiors_other check (superior_id <> unit_id)
);
create index unit_superiors_superior on unit_superiors (superior_id, line);
comment on table unit_superiors is '@shared Who is above a unit on which line and days; at most one a line and day.';

create table unit_closure (
  line text not null,
  ancestor_id uuid not null constraint unit_closure_ancestor_fkey references units,
  descendant_id uuid not null constraint unit_closure_descendant_fkey references units,
  depth int not null constraint unit_closure_depth check (depth >= 1),
  valid_from date not null,
  valid_until date constraint unit_closure_dates check (valid_until > valid_from),
  primary key (line, ancestor_id, descendant_id, valid_from)
);
create index unit_closure_descendant on unit_closure (descendant_id, line);
create index unit_closure_ancestor on unit_closure (ancestor_id) include (descendant_id) where valid_until is null;
comment on table unit_closure is '@shared All units below a unit over time, kept by modules/units/closure.ts from unit_superiors.';

create table unit_succession (
  from_id uuid not null constraint unit_succession_from_fkey references units,
  to_id uuid not null constraint unit_succession_to_fkey references units,
  day date not null,
  kind text not null constraint unit_succession_kind check (kind in ('merge', 'split', 'rename', 'transfer')),
  decree text not null,
  primary key (from_id, to_id, day)
);
comment on table unit_succession is '@shared Which unit goes on for which from a day, by which decree.';

create table unit_groups (
  code text primary key,
  name_vi text not null,
  name_en text not null,
  -- words by which a recipient line names the group, lower case without diacritics
  aliases text[] not null,
  kinds text[] not null
);
comment on table unit_groups is '@shared Groups of units in recipient lines ("các trường MN, TH, THCS"), from data/unit-groups.json.';

create table accounts (
  id uuid primary key,
  login text not null,
  login_key text generated always as (lower(login)) stored constraint accounts_login_key unique,
  password_hash text,
  locale text not null default 'vi' constraint accounts_locale check (locale in ('vi', 'en')),
  disabled_at timestamptz,
  created_at timestamptz not null,
  constraint accounts_login_length check (length(login) between 3 and 120)
);
comment on table accounts is '@shared Log-in names and passwords; one account may be a person in several homes.';
comment on column accounts.login is '@personal purpose=sign-in keep=24 months';
comment on column accounts.password_hash is '@personal purpose=sign-in keep=24 months';

create table account_persons (
  account_id uuid not null constraint account_persons_account_fkey references accounts,
  home text not null,
  person_id uuid not null,
  primary key (account_id, home),
  constraint account_persons_person_key unique (home, person_id)
);
comment on table account_persons is '@shared Which person of which home an account is.';

create table vocabularies (
  list text not null,
  code text not null,
  name_vi text not null,
  name_en text not null,
  ord int not null,
  facts jsonb not null default '{}',
  valid_from date,
  valid_until date,
  primary key (list, code)
);
comment on table vocabularies is '@shared Forms, audiences, sources of funds, indicators …, from data/vocabularies.json; facts holds what a list needs beside names.';

create table programmes (
  id uuid primary key,
  code text not null constraint programmes_code_key unique,
  name_vi text not null,
  name_en text not null,
  issuer text not null,
  year_from int not null,
  year_until int not null,
  source text not null,
  facts jsonb not null default '{}'
);
comment on table programmes is '@shared Multi-year programmes with objectives and milestones (facts), from data/programmes.json.';

create table report_forms (
  id uuid primary key,
  code text not null,
  -- version of the form; a report keeps the one it was begun on
  revision int not null,
  line text not null constraint report_forms_line check (line in ('administration', 'profession')),
  valid_from date not null,
  valid_until date,
  -- zod schema ReportForm in modules/reports/reports.schema.ts: sections, indicators, window, due days per level
  content jsonb not null,
  constraint report_forms_revision_key unique (code, revision)
);
comment on table report_forms is '@shared Report forms as data by year and issuer: sections, indicators, windows, due days, from data/report-forms/*.json.';

create table holidays (
  day date primary key,
  name_vi text not null,
  name_en text not null,
  source text not null
);
comment on table holidays is '@shared Public holidays, from data/holidays.json.';
