-- Whoever watches the installation asks every few seconds how the last day's mails ended, of a table that keeps months.
create index mails_ended on mails (ended_at) where ended_at is not null;
