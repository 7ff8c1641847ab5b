-- Figures of attempts in fewer rows, by time first: a chart of thirty days reads a third of what it did, and the days before today are ranges of the key.
-- What was counted so far is counted again from the attempts of the last hour on.

drop table connection_figures;
create table connection_figures (
  unit_id integer not null,
  at timestamptz not null, -- the begin of the quarter of an hour
  connection text not null, -- of a connection or a hook: lanes.connection
  delivered integer not null default 0,
  refused integer not null default 0,
  failed integer not null default 0, -- without a usable answer
  primary key (unit_id, at, connection)
);

-- How long answers took, by the hour.
create table connection_durations (
  unit_id integer not null,
  at timestamptz not null, -- the begin of the hour
  connection text not null,
  ms_class smallint not null, -- 5 * ln(milliseconds), rounded
  count integer not null,
  primary key (unit_id, at, connection, ms_class)
);

delete from figure_progress;
