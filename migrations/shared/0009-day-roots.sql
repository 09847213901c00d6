create table day_roots (
  -- the day in Viet Nam that it closes
  day date primary key,
  at timestamptz not null,
  -- hash of the root before; 64 zeros for the first
  prev text not null constraint day_roots_prev_key unique,
  hash text not null
);
comment on table day_roots is '@house(select) Once a day the last seals of all homes as one hash, published: the proof begins there.';

create table day_root_homes (
  day date not null constraint day_root_homes_day_fkey references day_roots,
  -- code of the home, its last seal then and that seal's hash
  home text not null,
  seal int not null,
  hash text not null,
  primary key (day, home)
);
comment on table day_root_homes is '@house(select) Which seal of which home a day''s root stands on, so that anybody can reckon it again.';
