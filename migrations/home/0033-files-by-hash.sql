-- "Is this file ours?" is asked by its hash alone.
create index documents_file on documents (file_hash) where file_hash is not null;
create index document_papers_docx on document_papers (docx_hash);
create index document_papers_pdf on document_papers (pdf_hash);
