-- Merge, split, rename and transfer as a plan first; carried out it keeps for a day how the rows were, to be undone.
create table successions (
  id uuid primary key,
  -- who plans it
  unit_id uuid not null constraint successions_unit_fkey references units,
  kind text not null constraint successions_kind check (kind in ('merge', 'split', 'rename', 'transfer')),
  state text not null constraint successions_state check (state in ('draft', 'due', 'done', 'undone', 'dropped')),
  version int not null,
  -- the day in force
  day date not null,
  -- zod schema SuccessionContent in modules/succession/succession.schema.ts
  content jsonb not null,
  -- code and values of what stood in the way when its day had come
  problem jsonb,
  created_at timestamptz not null,
  created_by uuid,
  updated_at timestamptz not null,
  updated_by uuid,
  done_at timestamptz,
  done_by uuid,
  undone_at timestamptz,
  undone_by uuid,
  -- the event of carrying it out: what is newer is work done since
  event_id uuid,
  -- rows before and after, by table; taken away when it can't be undone any more
  before jsonb,
  constraint successions_done check ((state in ('done', 'undone')) = (done_at is not null))
);
create index successions_unit on successions (unit_id, created_at);
comment on table successions is '@own Plans to merge, split, rename and transfer units, and what became of them.';
comment on column successions.content is '@personal purpose=official words keep=120 months';
comment on column successions.problem is '@personal purpose=official words keep=120 months';
comment on column successions.before is '@personal purpose=undoing within a day keep=1 months';

-- What a closed unit still owed is done by the successor it was passed to; the duty stays the closed unit's own row.
alter table obligations add column passed_to uuid constraint obligations_passed_to_fkey references units;
create index obligations_passed on obligations (passed_to) where state = 'open' and passed_to is not null;
