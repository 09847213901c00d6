-- A home and another: what crosses is a message, a job row here and an inbox row there; each home keeps copies of its own.
create table outbox_messages (
  id uuid primary key,
  to_home text not null,
  kind text not null,
  created_at timestamptz not null,
  -- when it lay in the other home's inbox, and the hash of what was laid there
  sent_at timestamptz,
  hash text,
  -- when the other home had taken it in, as its own message says; only of kinds that are answered
  arrived_at timestamptz
);
create index outbox_messages_open on outbox_messages (created_at) where sent_at is null or arrived_at is null;
comment on table outbox_messages is '@house(select,insert) Messages to other homes: ordered, laid in the inbox there, taken in there. What they say is gathered when they go.';

create table inbox_messages (
  -- the sender's id of the message: a second one with the same id is the same
  id uuid primary key,
  from_home text not null,
  kind text not null,
  -- SHA-256 of the canonical body
  hash text not null,
  -- gone once it is taken in: what it brought stands in tables of its own
  body jsonb,
  received_at timestamptz not null,
  handled_at timestamptz,
  constraint inbox_messages_handled check ((handled_at is null) = (body is not null))
);
create index inbox_messages_open on inbox_messages (received_at) where handled_at is null;
comment on table inbox_messages is '@house(select) Messages of other homes by their id, so that each is taken in once.';
comment on column inbox_messages.body is '@personal purpose=words on their way keep=120 months from=received_at then=archive';

create table copies (
  what text not null constraint copies_what check (what in ('document', 'plan', 'report', 'activity', 'report_answer')),
  id uuid not null,
  -- plan revision, report or activity version; 0 for what has none
  revision int not null,
  -- the home whose message brought it first, and the hash that it has there
  origin text not null,
  hash text not null,
  message_id uuid not null constraint copies_message_fkey references inbox_messages,
  taken_at timestamptz not null,
  primary key (what, id, revision)
);
comment on table copies is '@house(select) What stands here as a copy of another home''s: under its own id and hash, never changed here.';

-- A delivery to a unit of another home stands in both: the sender follows it, the receiver opens it.
alter table deliveries add column peer_home text;
alter table deliveries add column message_id uuid;
alter table deliveries add constraint deliveries_peer check ((peer_home is null) = (message_id is null));
comment on column deliveries.peer_home is 'the other home that holds the same delivery';
comment on column deliveries.message_id is 'the message by which it goes there or came from there';

-- So does what a unit owes to one of another home: whoever changes it tells the other; the later change stands.
alter table obligations add column peer_home text;
alter table obligations add column peer_at timestamptz;
alter table obligations add constraint obligations_peer check ((peer_home is null) = (peer_at is null));
comment on column obligations.peer_home is 'the other home that holds the same duty';
comment on column obligations.peer_at is 'when it last changed in either home';
