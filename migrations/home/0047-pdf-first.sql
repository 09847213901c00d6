-- The PDF of an issued document comes first, its .docx behind the PDFs of all that were issued with it.
alter table document_papers alter column docx_hash drop not null;
comment on column document_papers.docx_hash is 'null until it is made, by a job of its own';
