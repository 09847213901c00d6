-- Search over everything: titles with a slip of the pen (pg_trgm), numbers without their noise.
create index documents_number on documents (shared.number_key(number_symbol) text_pattern_ops);
create index tasks_title on tasks using gin (shared.vn_norm(title) gin_trgm_ops);
create index activity_versions_words on activity_versions using gin (shared.vn_norm(title || ' ' || place) gin_trgm_ops);
