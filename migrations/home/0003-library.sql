create table document_drafts (
  id uuid primary key,
  unit_id uuid not null constraint document_drafts_unit_fkey references units,
  version int not null,
  state text not null constraint document_drafts_state check (state in ('reading', 'to_check', 'failed')),
  file_hash text not null constraint document_drafts_file_fkey references files,
  file_name text not null,
  -- zod schema DocumentDraft in modules/library: text, page, what was read, what the person corrected
  content jsonb not null,
  error text,
  updated_at timestamptz not null,
  updated_by uuid,
  created_at timestamptz not null
);
create index document_drafts_unit on document_drafts (unit_id, created_at);
comment on table document_drafts is '@own Documents handed in and read, not yet confirmed.';
comment on column document_drafts.content is '@personal purpose=names inside official documents keep=120 months';
comment on column document_drafts.file_name is '@personal purpose=file name given by the uploader keep=120 months';

create table documents (
  id uuid primary key,
  -- who holds it (received, known) or issued it (issued)
  unit_id uuid not null constraint documents_unit_fkey references units,
  origin text not null constraint documents_origin check (origin in ('received', 'known', 'issued')),
  type text not null,
  number text,
  symbol text,
  number_symbol text,
  -- number without leading zero, symbol without blanks, upper case, Đ unified: what is compared
  match_key text,
  issuer_name text not null,
  issuer_unit_id uuid constraint documents_issuer_unit_fkey references units,
  issued_on date,
  subject text not null,
  -- of an issued document: what it is the paper of
  plan_id uuid,
  plan_revision int,
  report_id uuid,
  report_version int,
  register_entry_id uuid,
  file_hash text constraint documents_file_fkey references files,
  file_name text,
  text text not null,
  page_html text not null,
  -- header spans, recipients, signer as read or written
  reading jsonb not null,
  salt bytea,
  hash text not null,
  is_public boolean not null default false,
  search tsvector generated always as (to_tsvector('simple', shared.vn_norm(coalesce(number_symbol, '') || ' ' || subject || ' ' || left(text, 200000)))) stored,
  redacted_at timestamptz,
  created_at timestamptz not null,
  created_by uuid
);
create index documents_unit on documents (unit_id, created_at);
create index documents_match on documents (match_key, issued_on);
create index documents_plan on documents (plan_id, plan_revision);
create index documents_search on documents using gin (search);
create index documents_subject on documents using gin (shared.vn_norm(subject) gin_trgm_ops);
comment on table documents is '@left Received, known and issued documents; a row never changes (redaction apart). What a unit received is its own; what it issued left it.';
comment on column documents.text is '@personal purpose=names inside official documents keep=120 months';
comment on column documents.page_html is '@personal purpose=names inside official documents keep=120 months';
comment on column documents.reading is '@personal purpose=names inside official documents keep=120 months';
comment on column documents.file_name is '@personal purpose=file name given by the uploader keep=120 months unhashed';
comment on column documents.issuer_name is '@personal purpose=official words keep=120 months';
comment on column documents.subject is '@personal purpose=official words keep=120 months';

create table document_papers (
  document_id uuid primary key constraint document_papers_document_fkey references documents,
  docx_hash text not null constraint document_papers_docx_fkey references files,
  pdf_hash text not null constraint document_papers_pdf_fkey references files,
  created_at timestamptz not null
);
comment on table document_papers is '@left The .docx and PDF of an issued document, rendered by a job after the issue.';

create table clauses (
  document_id uuid not null constraint clauses_document_fkey references documents,
  -- stays over revisions of a plan; in a received document made when it is confirmed
  key text not null,
  ord int not null,
  parent_key text,
  level int not null,
  marker text not null,
  -- II.2.b: what people cite
  path text not null,
  kind text not null constraint clauses_kind check (kind in ('heading', 'purpose', 'requirement', 'content', 'form', 'solution', 'responsibility', 'other')),
  words text not null,
  span_start int not null,
  span_end int not null,
  primary key (document_id, key)
);
create index clauses_order on clauses (document_id, ord);
comment on table clauses is '@left The pieces of a document that can be carried out and cited, with their place in its text.';
comment on column clauses.words is '@personal purpose=official words keep=120 months';

create table document_citations (
  document_id uuid not null constraint document_citations_document_fkey references documents,
  ord int not null,
  words text not null,
  span_start int not null,
  span_end int not null,
  type text,
  number_symbol text,
  match_key text,
  title text,
  issued_on date,
  issuer text,
  relation text,
  primary key (document_id, ord)
);
create index document_citations_match on document_citations (match_key);
comment on table document_citations is '@left What a document cites, where, and in which relation.';
comment on column document_citations.words is '@personal purpose=official words keep=120 months';
comment on column document_citations.title is '@personal purpose=official words keep=120 months';
comment on column document_citations.issuer is '@personal purpose=official words keep=120 months';

create table reader (
  unit_id uuid not null constraint reader_unit_fkey references units,
  what text not null constraint reader_what check (what in ('document', 'plan', 'report')),
  id uuid not null,
  -- plan revision or report version; 0 for a document
  revision int not null,
  ground text not null constraint reader_ground check (ground in ('delivered', 'up')),
  -- id of the delivered document (or report) that brought the right; ground 4 is handed on by it
  through uuid not null,
  since timestamptz not null,
  primary key (unit_id, through, what, id, revision)
);
create index reader_subject on reader (unit_id, what, id);
comment on table reader is '@left Read grounds 3 (delivered, for good) and 4 (up the thread): written in the transaction that gives the right.';
