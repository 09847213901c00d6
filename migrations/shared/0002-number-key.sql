-- The number and symbol of a document without the noise of how people type it: 075/KH-PGD&ĐT, "75 KH PGDDT" and
-- 75/kh-pgdđt are one. Coarser than documents.match_key, by which citations are compared: it only finds, it proves nothing.
create function shared.number_key(words text) returns text
  language sql immutable parallel safe strict
  as $$ select regexp_replace(regexp_replace(shared.vn_norm(words), '[^a-z0-9]', '', 'g'), '^0+(?=[0-9])', '') $$;
