-- Invited people may sign in at another provider; sessions that began there end when it says so.
alter table system.sign_in_steps drop constraint sign_in_steps_kind;
alter table system.sign_in_steps add constraint sign_in_steps_kind
  check (kind in ('second', 'setup', 'passkey', 'register', 'provider', 'link', 'invited', 'accept'));

-- SHA-256 of issuer and subject, and of issuer and the provider's own name for the sign-in there (`sid`); null for a
-- session that did not begin there.
alter table system.sessions add column provider_subject bytea;
alter table system.sessions add column provider_session bytea;
create index sessions_provider_subject on system.sessions (provider_subject) where provider_subject is not null;
create index sessions_provider_session on system.sessions (provider_session) where provider_session is not null;

create table system.provider_logouts (
  -- SHA-256 of issuer and token's id (`jti`): a token is taken once
  id bytea primary key,
  subject bytea,
  session bytea,
  -- by the database's own clock, which all servers share: what began before it is over
  heard_at timestamptz not null,
  constraint provider_logouts_whose check (subject is not null or session is not null)
);
create index provider_logouts_heard on system.provider_logouts (heard_at);
comment on table system.provider_logouts is '@system What a provider of sign-in said of sessions that ended there (OpenID Connect Back-Channel Logout 1.0); a day old at most.';
