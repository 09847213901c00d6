create table known_documents (
  id uuid primary key,
  type text not null,
  -- as people write it: 30c/NQ-CP
  number_symbol text not null,
  -- as citations of the library are compared (modules/library/keys.ts)
  match_key text not null,
  -- number with suffix and symbol without the year, and the number alone (document/known/keys.ts)
  number_key text not null,
  bare_key text not null,
  title text not null,
  -- of laws and ordinances, which are cited by title; else null
  title_key text,
  issuer text not null,
  issued_on date,
  in_force_from date,
  -- the first day no longer in force: "hết hiệu lực kể từ ngày X" is X
  in_force_until date,
  -- [{kind, by, date}]: by what it was replaced, amended …
  relations jsonb not null,
  source text not null,
  -- whether somebody has checked the facts against their source: only such are held against a document
  confirmed boolean not null,
  constraint known_documents_period check (in_force_from < in_force_until)
);
create index known_documents_match on known_documents (match_key);
create index known_documents_number on known_documents (number_key);
create index known_documents_bare on known_documents (bare_key);
create index known_documents_title on known_documents (title_key);
create index known_documents_day on known_documents (issued_on, id);
comment on table known_documents is '@shared Documents that are on record with their validity and source, from data/known-documents.json.';
