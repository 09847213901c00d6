create table account_identities (
  -- of the provider, as its tokens name it (OpenID Connect Core §2: only both together name somebody)
  issuer text not null,
  subject text not null,
  account_id uuid not null constraint account_identities_account_fkey references accounts,
  linked_at timestamptz not null,
  used_at timestamptz,
  primary key (issuer, subject),
  constraint account_identities_one unique (account_id, issuer)
);
comment on table account_identities is '@shared Who an account is at another provider of sign-in. Written by its own person only, never guessed from an e-mail address.';
comment on column account_identities.subject is '@personal purpose=sign-in keep=24 months';
