-- Webhooks: hooks, their notices and the keys that sign them; what mail and notices have told of alerts.

-- Grows with every change of a hook. Apart from configuration_version: a storm of subscriptions must not make every process read the whole
-- configuration again.
alter table units add column hooks_version bigint not null default 0;

-- A hook has a lane like a connection, named `hook:NAME` or `hook:ID`. What decides how it sends stands here, because it is not configuration.
alter table lanes add column settings jsonb; -- null: those of the connection

create table hooks (
  unit_id integer not null,
  id uuid not null,
  name text, -- of the integration file; null: made by the API
  lane text not null, -- lanes.connection
  lane_id integer not null,
  target_url text not null,
  event text, -- null: only what triggers deliver to it
  settings jsonb not null, -- filter, payload, rate, time-out, ...: nothing secret
  sealed bytea not null, -- its secrets with their ends, and the values of its headers
  user_id bigint not null, -- by whose rights it sees records
  token_id uuid, -- null: not bound to a token
  -- A pause is a fact of the lane. An ended hook stays as long as its deliveries may be looked at.
  ended_at timestamptz,
  ended_by text,
  ended_reason text,
  created_at timestamptz not null default now(),
  created_by text not null,
  updated_at timestamptz not null default now(),
  expires_at timestamptz, -- a temporary one ends then by itself
  version bigint not null, -- units.hooks_version at its last change
  primary key (unit_id, id)
);
-- The same token asking for the same event at the same address means the same hook.
create unique index hooks_same on hooks (unit_id, token_id, target_url, event) where ended_at is null and name is null;
create unique index hooks_name on hooks (unit_id, name) where ended_at is null and name is not null;
create unique index hooks_lane on hooks (unit_id, lane_id);
create index hooks_version on hooks (unit_id, version);
create index hooks_expiring on hooks (expires_at) where ended_at is null and expires_at is not null;

-- The unit's ed25519 keys. A retired one signs beside its successor until its end, so that receivers have time to take the new one.
create table hook_keys (
  unit_id integer not null,
  id uuid not null,
  public text not null, -- whpk_...
  sealed bytea not null, -- whsk_...
  created_at timestamptz not null default now(),
  retires_at timestamptz,
  primary key (unit_id, id)
);

-- The event that a notice tells of, such as documents.approved; null: a message made by a template.
alter table deliveries add column notice text;

alter table alerts add column hook_id uuid;
-- When programs (by notices) and people (by mail) were told of it, and of its end. What was there before is old news.
alter table alerts add column told_at timestamptz;
alter table alerts add column end_told_at timestamptz;
alter table alerts add column mailed_at timestamptz;
alter table alerts add column end_mailed_at timestamptz;
update alerts set told_at = now(), end_told_at = now(), mailed_at = now(), end_mailed_at = now();
create index alerts_untold on alerts (unit_id, id) where told_at is null;
create index alerts_unmailed on alerts (unit_id, id) where mailed_at is null;
create index alerts_end_untold on alerts (unit_id, id) where resolved_at is not null and end_told_at is null;
create index alerts_end_unmailed on alerts (unit_id, id) where resolved_at is not null and end_mailed_at is null;
