-- When the months of each personal column begin: see home/0027. `from=persons`: with those of the person whose account it
-- is; then the account ends, unless a person of another home still has it.
comment on column system.sessions.device is '@personal purpose=security keep=1 months from=expires_at then=delete';
comment on column accounts.login is '@personal purpose=sign-in keep=24 months from=persons then=delete';
comment on column accounts.password_hash is '@personal purpose=sign-in keep=24 months from=persons then=delete';
comment on column account_passkeys.device is '@personal purpose=security keep=24 months from=persons then=delete';
comment on column account_identities.subject is '@personal purpose=sign-in keep=24 months from=persons then=delete';
