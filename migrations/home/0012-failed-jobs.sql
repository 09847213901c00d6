-- What is not done is few among many: counted by /metrics, listed for administrators.
create index jobs_not_done on jobs (state, kind) where state <> 'done';
