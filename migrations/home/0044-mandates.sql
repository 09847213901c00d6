-- Who may sign for a unit, with which authority, for which documents, from when until when (docs/decisions/0046).
create table mandates (
  id uuid primary key,
  unit_id uuid not null constraint mandates_unit_fkey references units,
  person_id uuid not null constraint mandates_person_fkey references persons,
  -- head: signs as head · q: acting head · tm: for the collective body · kt: for the head · tl: by order · tuq: authorised in writing
  authority text not null constraint mandates_authority check (authority in ('head', 'q', 'tm', 'kt', 'tl', 'tuq')),
  -- as printed above the name
  position text not null,
  -- the body or head that is signed for, as printed behind the abbreviation
  for_whom text,
  -- a deputy of whoever has it: "Chánh Văn phòng" gives the line KT. CHÁNH VĂN PHÒNG
  deputy_of text,
  -- types of documents; empty: all
  kinds text[] not null,
  -- which contents, in words
  limits text,
  -- the document that gives it: number and symbol, and its day
  basis text,
  basis_date date,
  -- [from, until); null: until it is ended
  valid_from date not null,
  valid_until date,
  -- ended earlier, or on its first day because it was written down by mistake
  ended_from date,
  made_at timestamptz not null,
  made_by uuid,
  ended_at timestamptz,
  ended_by uuid,
  constraint mandates_dates check (valid_until > valid_from),
  constraint mandates_ended check ((ended_from is null) = (ended_at is null) and ended_from >= valid_from),
  -- Decree 30/2020/NĐ-CP, Article 13(3): in writing, limited in time and content, not passed on
  constraint mandates_authorised check (
    authority <> 'tuq'
    or (basis is not null and basis_date is not null and valid_until is not null and limits is not null and cardinality(kinds) > 0 and deputy_of is null)
  )
);
create index mandates_unit on mandates (unit_id, valid_from, id);
create index mandates_person on mandates (person_id);
comment on table mandates is '@own Who may sign for a unit with which authority (Decree 30/2020/NĐ-CP, Art. 13). Holds only while the person is of the unit; never changed but for its end.';
comment on column mandates.position is '@personal purpose=work keep=120 months from=valid_until then=archive';
comment on column mandates.for_whom is '@personal purpose=work keep=120 months from=valid_until then=archive';
comment on column mandates.deputy_of is '@personal purpose=work keep=120 months from=valid_until then=archive';
comment on column mandates.limits is '@personal purpose=official words keep=120 months from=valid_until then=archive';
comment on column mandates.basis is '@personal purpose=official words keep=120 months from=valid_until then=archive';
