-- What was answered to requests with an Idempotency-Key, written in the transaction of the change itself. Kept for 24 hours.
--
-- A ring of three tables, one for each day (UTC, days since 1970 modulo 3): today's is written, today's and yesterday's are read, tomorrow's is emptied
-- whole before its day comes (server/src/retention). Nothing is swept away row by row.
create table kept_answers_0 (
  unit_id integer not null,
  caller text not null, -- who used the key: the id of a token
  key bytea not null, -- SHA-256 of the key
  at timestamptz not null,
  -- AES-256-GCM under a key that is made of the token's own text, which is stored nowhere: an answer may show a secret that is shown only once.
  sealed bytea not null,
  primary key (unit_id, caller, key)
);
create table kept_answers_1 (like kept_answers_0 including all);
create table kept_answers_2 (like kept_answers_0 including all);
