-- Signing in to the console: passwords, second factors, sessions, invitations, single sign-on, preferences.

create table passwords (
  unit_id integer not null,
  user_id bigint not null,
  -- Tells its own parameters ($argon2id$v=19$m=...,t=...,p=...$salt$hash), so that they can be raised: the next sign-in writes it anew.
  hash text not null,
  set_at timestamptz not null default now(),
  primary key (unit_id, user_id)
);

create table second_factors (
  unit_id integer not null,
  user_id bigint not null,
  sealed bytea not null, -- the secret that the authenticator shares; AES-256-GCM
  confirmed_at timestamptz, -- null: proposed, asked of nobody yet
  last_step bigint not null default 0, -- of the last code that was taken (RFC 6238): none is taken twice
  recovery bytea[] not null default '{}', -- SHA-256 of the recovery codes that are left
  primary key (unit_id, user_id)
);

-- Who a user is at an OpenID Connect provider, remembered at the first sign-in through it.
create table identities (
  unit_id integer not null,
  user_id bigint not null,
  issuer text not null,
  subject text not null,
  linked_at timestamptz not null default now(),
  primary key (unit_id, user_id, issuer),
  unique (unit_id, issuer, subject)
);

-- One-time links with which a user sets a password; a new one takes the place of the one before.
create table invitations (
  unit_id integer not null,
  user_id bigint not null,
  id uuid not null,
  hash bytea not null, -- SHA-256 of the link's secret
  created_at timestamptz not null default now(),
  created_by text not null,
  expires_at timestamptz not null,
  primary key (unit_id, user_id)
);

-- A cookie names unit and id and brings a secret. By month of the id: months whose sessions must all have ended are dropped whole.
create table sessions (
  unit_id integer not null,
  id uuid not null,
  user_id bigint not null,
  hash bytea not null, -- SHA-256 of the secret
  state text not null, -- second-factor: the password was right, a code is still asked for | signed-in
  way text not null, -- password | oidc | invitation | set-up
  address text not null,
  browser text not null,
  created_at timestamptz not null default now(),
  last_used_at timestamptz not null default now(),
  ended_at timestamptz,
  ended_reason text,
  primary key (unit_id, id)
) partition by range (id);
create index sessions_user on sessions (unit_id, user_id);

-- What a user wants the console to remember.
create table preferences (
  unit_id integer not null,
  user_id bigint not null,
  key text not null,
  value json not null, -- as it was sent
  updated_at timestamptz not null default now(),
  primary key (unit_id, user_id, key)
);

-- Failed attempts to sign in. Of the installation: whoever signs in has no unit yet. The subject is the SHA-256 of what was typed as the login, or of the
-- address, so that no password that was typed into the wrong field stands here.
create table sign_in_attempts (
  subject bytea primary key,
  failures integer not null,
  last_at timestamptz not null,
  blocked_until timestamptz
) with (fillfactor = 50);
create index sign_in_attempts_last on sign_in_attempts (last_at);

-- Of the installation: whether the console was set up, and the one-time code that is asked for until then. One row at the most.
create table set_up (
  singleton boolean primary key default true check (singleton),
  code_hash bytea, -- of the server that was started last
  done_at timestamptz
);
