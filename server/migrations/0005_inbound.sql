-- Calls that came in over API definitions: what was sent, what was answered, what became of it, and why. Written in the transaction of the changes
-- that the call made; a call that changed nothing has its row all the same.
--
-- The same row is the memory of repeats (message_id) and of used signatures (signature): both are looked for by an index and guarded by an advisory
-- lock, because a unique constraint on a partitioned table would have to hold the time as well. Months are dropped whole (server/src/retention).
create table calls (
  unit_id integer not null,
  id uuid not null,
  definition text not null,
  mode text not null, -- live | test | off
  outcome text not null, -- accepted | refused | failed | repeated
  method text not null,
  path text not null, -- below /in/{unit}, with its query; secrets are hidden
  address text not null, -- of the caller
  user_id bigint,
  user_name text,
  status integer not null,
  code text, -- of the problem
  sentence text not null, -- what a person reads
  duration_ms real not null,
  message_id text, -- the caller's own id of the message
  repeat_of uuid, -- the call that was accepted first
  body_hash bytea, -- SHA-256, with message_id: whether a repeat is one
  write_hash bytea, -- the same of what was read
  signature bytea,
  faults jsonb,
  results jsonb, -- [{ entity, do, outcome, id, registration }]
  request jsonb not null, -- { headers }
  request_body bytea, -- the first part where it is long
  request_bytes integer not null,
  response jsonb not null, -- { headers }
  response_body bytea,
  response_bytes integer not null,
  primary key (unit_id, id)
) partition by range (id);
create index calls_definition on calls (unit_id, definition, id);
create index calls_not_accepted on calls (unit_id, id) where outcome in ('refused', 'failed');
create index calls_message on calls (unit_id, definition, message_id, id) where message_id is not null and outcome = 'accepted' and mode = 'live';
create index calls_signature on calls (unit_id, definition, signature, id) where signature is not null;
