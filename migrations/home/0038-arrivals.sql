create table arrival_counters (
  unit_id uuid not null constraint arrival_counters_unit_fkey references units,
  year int not null,
  last int not null,
  primary key (unit_id, year)
);
comment on table arrival_counters is '@own Last number of the register of incoming documents, per unit and year; locked last, so that no number is skipped.';

create table arrivals (
  -- the delivery or the taken-in document that bears the number
  id uuid primary key,
  unit_id uuid not null constraint arrivals_unit_fkey references units,
  year int not null,
  number int not null,
  arrived_on date not null,
  document_id uuid not null constraint arrivals_document_fkey references documents,
  -- which part or person of the unit got it, and when
  passed_to text,
  passed_on date,
  created_at timestamptz not null,
  created_by uuid,
  constraint arrivals_number_key unique (unit_id, year, number),
  constraint arrivals_passed check ((passed_to is null) = (passed_on is null))
);
create index arrivals_document on arrivals (document_id);
comment on table arrivals is '@own Register of incoming documents (Decree 30/2020/NĐ-CP, Art. 22): one series a year, in the order in which they were taken in.';
comment on column arrivals.passed_to is '@personal purpose=official words keep=120 months from=created_at then=archive';

-- What was acknowledged or taken in before gets its number now, in the order in which it came.
with come as (
  select d.id, d.unit_id, d.document_id, d.acknowledged_at as at, d.acknowledged_by as by
  from deliveries d join units u on u.id = d.unit_id and u.home = current_schema()
  where d.acknowledged_at is not null and d.person_id is null and not d.is_outside
  union all
  select c.id, c.unit_id, c.id, c.created_at, c.created_by from documents c join units u on u.id = c.unit_id and u.home = current_schema()
  where c.origin = 'received'
), dated as (
  select come.*, (at at time zone 'Asia/Ho_Chi_Minh')::date as day from come
)
insert into arrivals (id, unit_id, year, number, arrived_on, document_id, created_at, created_by)
select id, unit_id, extract(year from day)::int, row_number() over (partition by unit_id, extract(year from day) order by at, id), day, document_id, at, by
from dated;

insert into arrival_counters (unit_id, year, last) select unit_id, year, max(number) from arrivals group by unit_id, year;

create table delivery_returns (
  id uuid primary key,
  -- the receiver that sent it back
  unit_id uuid not null constraint delivery_returns_unit_fkey references units,
  delivery_id uuid not null constraint delivery_returns_delivery_fkey references deliveries,
  reason text not null,
  returned_at timestamptz not null,
  returned_by uuid,
  -- taken back by the receiver, or sent to it again by the sender
  ended_at timestamptz,
  ended_how text constraint delivery_returns_how check (ended_how in ('undone', 'resent')),
  ended_by uuid,
  constraint delivery_returns_ended check ((ended_at is null) = (ended_how is null))
);
create index delivery_returns_delivery on delivery_returns (delivery_id);
comment on table delivery_returns is '@own What a receiver sent back as not meant for it (Decree 30/2020/NĐ-CP, Art. 21.2.b), and how that ended.';
comment on column delivery_returns.reason is '@personal purpose=official words keep=120 months from=returned_at then=archive';
