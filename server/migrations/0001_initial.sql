-- The whole first schema. Forward only: a change is a new file, never an edit of one that has been released.
--
-- Every table carries unit_id in its primary key, and every statement of the hot path speaks of one unit, so that the
-- tables can be distributed by unit_id without a change of code (docs/decisions).
-- Tables that grow with time are partitioned by range of a UUIDv7, whose first 48 bits are milliseconds since 1970:
-- old months are dropped whole (server/src/retention), never swept by DELETE.

create table installation (
  singleton boolean primary key default true check (singleton),
  id uuid not null,
  -- PostgreSQL's system identifier (or GANGWAY_INSTALLATION): another value means that this database is a copy.
  cluster text not null,
  copied_from text,
  created_at timestamptz not null default now(),
  settings jsonb not null default '{}'
);

create table processes (
  id uuid primary key,
  host text not null,
  pid integer not null,
  roles text[] not null,
  started_at timestamptz not null default now(),
  -- A process is alive until then; all lanes it holds are its own exactly as long. Renewed by heartbeat, one row for any number of lanes.
  lease_until timestamptz not null
);

create table units (
  unit_id integer primary key,
  name text not null,
  zone text not null default 'Europe/Prague',
  locale text not null default 'cs-CZ',
  -- Grows with every change of the unit's configuration; a business transaction reads it and so never uses stale triggers.
  configuration_version bigint not null default 1,
  created_at timestamptz not null default now()
);

-- Configuration ----------------------------------------------------------------------------------------------------

create table configuration (
  unit_id integer not null,
  kind text not null, -- connections | templates | dictionaries | triggers | entities | views | definitions | groups | schemas
  name text not null,
  version integer not null,
  body jsonb not null,
  updated_at timestamptz not null default now(),
  updated_by text not null,
  primary key (unit_id, kind, name)
);

create table configuration_versions (
  unit_id integer not null,
  kind text not null,
  name text not null,
  version integer not null,
  body jsonb, -- null: deleted at this version
  at timestamptz not null default now(),
  by text not null,
  primary key (unit_id, kind, name, version)
);

create table secrets (
  unit_id integer not null,
  name text not null,
  sealed bytea not null, -- AES-256-GCM: key id, nonce, tag, ciphertext
  hosts text[], -- where it may be sent to, host:port; null until a connection names it
  updated_at timestamptz not null default now(),
  updated_by text not null,
  primary key (unit_id, name)
);

-- Everything that decides a message's bytes and its fate, pinned when the delivery is planned. Immutable, found by its hash.
create table routes (
  unit_id integer not null,
  id bigint generated always as identity,
  hash bytea not null,
  content jsonb not null,
  created_at timestamptz not null default now(),
  primary key (unit_id, id),
  unique (unit_id, hash)
);

-- Records ----------------------------------------------------------------------------------------------------------

create sequence record_ids as bigint;

create table records (
  unit_id integer not null,
  entity text not null,
  id bigint not null,
  registration text not null,
  revision integer not null,
  -- Copies of two fields of data, as columns, because an index on an expression over data would forbid HOT updates of it.
  type text,
  status text,
  data jsonb not null,
  -- { connection: {state, at, deliveryId, message, changedSince} }; outside the revision: a delivery's progress never breaks an edit.
  exports jsonb not null default '{}',
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deleted_at timestamptz,
  primary key (unit_id, entity, id)
-- Rows up to a page stay in the table as they are: compressing an invoice of 3 KB at each change, and expanding it at each read, cost the database a
-- third more time than the larger table does. The room beside each row takes its next version, so that every update is a HOT one: with a fillfactor of 75
-- only 57 % of batched write-backs were, and indexes and dead rows grew.
) with (fillfactor = 50, toast_tuple_target = 8160);
create unique index records_registration on records (unit_id, entity, registration) where deleted_at is null;
create index records_type on records (unit_id, entity, type, id);

-- Values that no two records of an entity may share: logins, badges, drawn numbers. A table of its own, because a unique index on an expression over
-- records.data would forbid HOT updates of every record.
create table record_keys (
  unit_id integer not null,
  entity text not null,
  key text not null,
  value text not null,
  record_id bigint not null,
  primary key (unit_id, entity, key, value)
);

create table number_series (
  unit_id integer not null,
  name text not null,
  period text not null, -- '2026' or '' when the series never starts anew
  last_number bigint not null,
  primary key (unit_id, name, period)
);

-- One row is both the event that triggers saw and the line in the record's history.
create table events (
  unit_id integer not null,
  id uuid not null,
  at timestamptz not null,
  kind text not null, -- created | updated | deleted | requested | scheduled
  names text[] not null, -- documents.updated, documents.approved, ...
  entity text not null,
  record_id bigint,
  registration text,
  revision integer,
  user_id bigint,
  user_name text,
  origin text not null, -- api | console | import | write-back | schedule | system
  changes jsonb, -- { field path: [before, after] }
  primary key (unit_id, id)
) partition by range (id);
create index events_record on events (unit_id, entity, record_id, id);

-- What a message is made of: the record and its related records as they were at the event. Only for events that are delivered.
create table snapshots (
  unit_id integer not null,
  event_id uuid not null,
  content text not null,
  primary key (unit_id, event_id)
) partition by range (event_id);

-- Deliveries -------------------------------------------------------------------------------------------------------

-- A lane is what one process leases: a connection, or a shard of one. Pause, breaker and lease stand here once, never on the deliveries.
create table lanes (
  unit_id integer not null,
  id integer generated always as identity,
  connection text not null,
  shard integer not null default 0,
  holder uuid, -- processes.id
  lease bigint not null default 0, -- fencing token: grows with every take-over
  paused_at timestamptz,
  paused_by text,
  paused_reason text,
  -- How long people had this lane paused in all: only that stops a delivery's 24 hours.
  paused_total interval not null default '0',
  breaker text not null default 'closed', -- closed | open
  breaker_until timestamptz,
  breaker_reason text,
  failing_since timestamptz, -- the first failure since the last success, until it answers again
  primary key (unit_id, id),
  unique (unit_id, connection, shard)
) with (fillfactor = 50);

create table deliveries (
  unit_id integer not null,
  id uuid not null,
  lane_id integer not null,
  connection text not null,
  trigger text,
  template text,
  route_id bigint,
  entity text not null,
  record_id bigint,
  event_id uuid not null,
  state text not null,
  held_by text, -- order | brake, when state is held
  due_at timestamptz not null,
  first_due_at timestamptz not null,
  deadline_at timestamptz not null,
  paused_base interval not null default '0', -- the lane's paused_total when this delivery was made
  attempts integer not null default 0, -- counted against the schedule
  tries integer not null default 0, -- all of them, interrupted ones too: the number that Gangway-Attempt carries
  body_kept boolean not null default false, -- an attempt row holds the bytes
  interruptions integer not null default 0,
  lease bigint, -- of the lane, while sending
  last_attempt_at timestamptz,
  reason text, -- the sentence a person reads
  frozen text, -- payload: latest, the record as first read
  resend_of uuid,
  resent_as uuid,
  braked boolean not null default false,
  finished_at timestamptz,
  primary key (unit_id, id)
) partition by range (id);
-- Claimable rows only; rows in flight and finished ones leave it.
create index deliveries_claimable on deliveries (unit_id, lane_id, due_at, id) where state in ('queued', 'waiting');
-- A record's open deliveries to one connection: order, supersede.
create index deliveries_open on deliveries (unit_id, connection, entity, record_id, id)
  where state in ('queued', 'sending', 'waiting', 'held', 'awaiting');
create index deliveries_awaiting on deliveries (due_at) where state = 'awaiting';
create index deliveries_record on deliveries (unit_id, entity, record_id, id);
create index deliveries_failed on deliveries (unit_id, connection, id) where state in ('refused', 'failed', 'unknown');
create index deliveries_brake on deliveries (unit_id, trigger, id) where braked;

create table attempts (
  unit_id integer not null,
  id uuid not null,
  delivery_id uuid not null,
  number integer not null,
  counted boolean not null,
  started_at timestamptz not null,
  duration_ms real not null,
  outcome text not null, -- accepted | refused | retry | unknown | interrupted | late
  reason text not null,
  status integer,
  request jsonb,
  request_body bytea, -- once per delivery: the bytes are the same in every attempt
  response jsonb,
  response_body bytea,
  timing jsonb,
  messages jsonb,
  primary key (unit_id, delivery_id, id)
) partition by range (id);

-- What triggers in mode watch would have sent.
create table watched (
  unit_id integer not null,
  id uuid not null,
  trigger text not null,
  connection text not null,
  template text,
  route_id bigint,
  entity text not null,
  record_id bigint,
  event_id uuid not null,
  primary key (unit_id, id)
) partition by range (id);
create index watched_trigger on watched (unit_id, trigger, id);

create table jobs (
  unit_id integer not null,
  id uuid not null,
  kind text not null,
  state text not null, -- queued | running | done | failed | cancelled
  parameters jsonb not null,
  progress jsonb not null default '{}',
  holder uuid,
  holder_seen_at timestamptz,
  created_at timestamptz not null default now(),
  created_by text not null,
  finished_at timestamptz,
  primary key (unit_id, id)
);
create index jobs_open on jobs (state) where state in ('queued', 'running');

create table schedules (
  unit_id integer not null,
  trigger text not null,
  cron text not null,
  zone text not null,
  next_at timestamptz not null,
  last_at timestamptz,
  primary key (unit_id, trigger)
);

-- What a person should see: each thing once (key), until it is resolved.
create table alerts (
  unit_id integer not null,
  id uuid not null,
  key text not null,
  kind text not null,
  text text not null,
  entity text,
  record_id bigint,
  connection text,
  delivery_id uuid,
  at timestamptz not null default now(),
  resolved_at timestamptz,
  resolved_by text,
  primary key (unit_id, id)
);
create unique index alerts_open on alerts (unit_id, key) where resolved_at is null;

-- Access -----------------------------------------------------------------------------------------------------------

create table tokens (
  unit_id integer not null,
  id uuid not null,
  name text not null,
  user_id bigint not null,
  hash bytea not null,
  ip_ranges text[] not null,
  methods text[],
  paths text[],
  expires_at timestamptz,
  created_at timestamptz not null default now(),
  created_by text not null,
  last_used_at timestamptz,
  revoked_at timestamptz,
  primary key (unit_id, id)
);
create unique index tokens_hash on tokens (hash);

create table audit (
  unit_id integer not null,
  id uuid not null,
  at timestamptz not null default now(),
  who text not null,
  what text not null,
  detail jsonb not null default '{}',
  primary key (unit_id, id)
) partition by range (id);
