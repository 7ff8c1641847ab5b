-- What the console asks of the server: figures of attempts over time, golden records, reasons of changes.

-- When an attempt was written. Attempts lie in the table in this order, so that an index of a few pages (BRIN) finds those of the last minute; a B-tree
-- would cost every attempt one more page. What was there before has none and stands in no figure.
alter table attempts add column settled_at timestamptz;
alter table attempts alter column settled_at set default now();
create index attempts_settled on attempts using brin (settled_at) with (pages_per_range = 32, autosummarize = on);

-- Attempts per connection and quarter of an hour, counted once a minute by one process (overview/roll-up.ts): no attempt ever counts anything up itself.
create table connection_figures (
  unit_id integer not null,
  connection text not null, -- of a connection or a hook: lanes.connection
  at timestamptz not null, -- the begin of the quarter
  outcome text not null, -- accepted, refused, failed
  ms_class smallint not null, -- 5 * ln(milliseconds), rounded
  count integer not null,
  primary key (unit_id, connection, at, outcome, ms_class)
);
create table connection_marks (
  unit_id integer not null,
  connection text not null,
  last_success_at timestamptz,
  last_failure_at timestamptz,
  primary key (unit_id, connection)
);
-- How far the figures of a unit go; whoever counts holds the row.
create table figure_progress (
  unit_id integer not null primary key,
  until timestamptz not null
);

-- Why somebody changed it, where they said so.
alter table configuration_versions add column reason text;

-- A pinned record and the message that a template must make of it.
create table golden_records (
  unit_id integer not null,
  template text not null,
  id uuid not null,
  title text not null,
  entity text not null,
  record_id bigint not null,
  registration text not null,
  connection text, -- null: none, its constants are empty
  content jsonb not null, -- the snapshot, the constants, the moment
  expected jsonb not null,
  created_at timestamptz not null default now(),
  created_by text not null,
  updated_at timestamptz not null default now(),
  updated_by text not null,
  primary key (unit_id, template, id)
);

-- The alerts of a record, for its story.
create index alerts_record on alerts (unit_id, entity, record_id, id) where record_id is not null;
