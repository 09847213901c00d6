-- The hash of what a request asked is kept in its event for ever. Unkeyed it would let anybody who has the event try
-- names against it, also when the person was erased: see docs/decisions/0007.
create table request_key (
  one int primary key constraint request_key_one check (one = 1),
  -- which key: stands before each hash that was made with it
  n int not null,
  key bytea not null
);
comment on table request_key is '@house(select) The present key of the hashes of requests; an erasure puts a new one in its place, so that older hashes can''t be tried any more.';
insert into request_key (one, n, key)
  values (1, 1, sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8')));
