-- How many calls a token may make within a minute; null: as many as it likes.
alter table tokens add column rate_per_minute integer;

-- How much of its minute a token with a rate has used. A row per token that is updated in place: it may be lost in a crash, then the minute begins anew.
create table token_rates (
  unit_id integer not null,
  token_id uuid not null,
  started_at timestamptz not null,
  used integer not null,
  primary key (unit_id, token_id)
) with (fillfactor = 50);
