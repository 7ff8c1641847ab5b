-- A delivery whose trigger's condition could not be evaluated: nobody has decided yet that it is to be sent, so sending it again judges the condition first.
alter table deliveries add column undecided boolean not null default false;

-- Nothing else has failed without an attempt.
update deliveries set undecided = true where state = 'failed' and tries = 0 and trigger is not null;
