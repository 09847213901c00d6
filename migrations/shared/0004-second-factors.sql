-- What an account is proved by beside its password. A copy of these tables opens nothing: the secret of the codes is
-- enciphered with a key that stands outside the database, recovery codes are hashes, passkeys are public keys.
create table account_totp (
  account_id uuid primary key constraint account_totp_account_fkey references accounts,
  -- AES-256-GCM with the key of the data folder, see platform/secrets.ts
  secret bytea not null,
  -- null: begun, no code shown yet
  confirmed_at timestamptz,
  -- the last time step (30 s) of which a code was taken: each code works once (RFC 6238 §5.2)
  last_step bigint not null,
  created_at timestamptz not null
);
comment on table account_totp is '@shared The authenticator application of an account (TOTP, RFC 6238).';

create table account_recovery_codes (
  account_id uuid not null constraint account_recovery_codes_account_fkey references accounts,
  -- SHA-256 of account and code; a code has 50 random bits and is tried a few times at most
  code_hash text not null,
  used_at timestamptz,
  primary key (account_id, code_hash)
);
comment on table account_recovery_codes is '@shared One-time codes for whoever has lost telephone or key.';

create table account_passkeys (
  -- credential id, base64url
  id text primary key,
  account_id uuid not null constraint account_passkeys_account_fkey references accounts,
  -- host name for which the key was made
  rp_id text not null,
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null,
  -- "Chrome, Android": so that the person knows it in the list
  device text not null,
  created_at timestamptz not null,
  used_at timestamptz
);
create index account_passkeys_account on account_passkeys (account_id);
comment on table account_passkeys is '@shared Passkeys of accounts (WebAuthn), of which only the public half is here.';
comment on column account_passkeys.device is '@personal purpose=security keep=24 months';

-- Between two pages of signing in, and between a question to a browser or provider and its answer.
create table system.sign_in_steps (
  -- SHA-256 of the token in the cookie, or of the challenge
  id bytea primary key,
  kind text not null constraint sign_in_steps_kind check (kind in ('second', 'setup', 'passkey', 'register', 'provider', 'link')),
  -- null: nobody is known yet
  account_id uuid,
  home text,
  -- what the answer is compared with: nonce and verifier of a provider
  facts jsonb not null default '{}',
  expires_at timestamptz not null
);
create index sign_in_steps_expires on system.sign_in_steps (expires_at);
comment on table system.sign_in_steps is '@system Steps of signing in that wait for their next one; minutes old at most.';
