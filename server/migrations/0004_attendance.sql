-- Attendance: what came in through /rest/v1/{unit}/time, and the intervals that are computed from it.

-- One row for each record of entity `time`. The record is what people see and correct; this row is how it is found: by the event that a device sent, by
-- user and time, by a badge that nobody has. `receipt` is the answer that was given, kept so that a repeat answers the same.
create table time_entries (
  unit_id integer not null,
  id bigint not null, -- records.id
  type text not null, -- ATTENDANCE | ABSENCE | TRACK
  user_id bigint, -- null: nobody known yet
  at timestamptz not null, -- the moment of a pass, or the begin of a period
  until timestamptz, -- the end of a period; null: a pass, or an open end
  direction text, -- IN | OUT; null: not said
  counts boolean not null default true, -- false: deleted by a person
  -- What it was sent as; never changes.
  device text not null,
  event_key text not null,
  named_by text not null, -- userId | email | badge | personalNumber
  named text not null,
  found_user_id bigint, -- whom it was taken for when it came
  status smallint not null,
  receipt text not null,
  primary key (unit_id, id)
);
create unique index time_entries_event on time_entries (unit_id, device, event_key);
create index time_entries_user on time_entries (unit_id, user_id, type, at) where counts;
create index time_entries_unassigned on time_entries (unit_id, named_by, named, id) where user_id is null and counts;

-- When users were there: computed from passes, and computed anew around each pass that comes late or is corrected. The id is that of the first pass.
create table intervals (
  unit_id integer not null,
  id bigint not null,
  user_id bigint not null,
  opened_at timestamptz not null,
  from_at timestamptz, -- null: an exit without an entry
  to_at timestamptz, -- null: open
  state text not null, -- open | closed | forgotten | exitOnly
  day date not null, -- the working day, in the unit's zone
  seconds integer,
  second_entry boolean not null,
  exit_pass_id bigint,
  closes_at timestamptz, -- open: when it is closed by rule
  chained boolean not null, -- began as a second entry of a forgotten one
  updated_at timestamptz not null default now(),
  primary key (unit_id, id)
) with (fillfactor = 70);
create index intervals_user on intervals (unit_id, user_id, opened_at);
create index intervals_updated on intervals (unit_id, updated_at, id);
create index intervals_day on intervals (unit_id, day, id);
create index intervals_open on intervals (closes_at) where state = 'open';

-- Absences and time tracks are few among many passes: their views find them here, and passes are not in it.
create index records_time on records (unit_id, entity, coalesce(type, ''), id) where entity = 'time' and coalesce(type, '') <> 'ATTENDANCE';
