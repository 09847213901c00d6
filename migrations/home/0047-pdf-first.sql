-- The PDF of an issued document comes first, its .docx behind the PDFs of all that were issued with it.
alter table document_papers alter column docx_hash drop not null;
comment on column document_papers.docx_hash is 'null until it is made, by a job of its own';

-- What was signed electronically is itself the original: no paper of it is scanned back.
alter table document_papers add column is_signed boolean not null default false;
comment on column document_papers.is_signed is 'the PDF bears the signatures that it was issued with';
