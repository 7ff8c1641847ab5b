-- A delivery that is being sent is one with a lease, whatever it waits in: claiming then touches no column of an index and is a HOT update. As a
-- state of its own, each claim entered the row anew into three indexes (28 microseconds a row; 5 as it is now) and left dead entries in a fourth.

update deliveries set state = 'queued', lease = coalesce(lease, 0) where state = 'sending';
update deliveries set lease = null where state not in ('queued', 'waiting') and lease is not null;

drop index deliveries_claimable;
drop index deliveries_open;
-- Claimable rows, and those in hand: as many as a lane may send at once, which a claim steps over.
create index deliveries_claimable on deliveries (unit_id, lane_id, due_at, id) where state in ('queued', 'waiting');
-- A record's open deliveries to one connection: order, supersede.
create index deliveries_open on deliveries (unit_id, connection, entity, record_id, id) where state in ('queued', 'waiting', 'held', 'awaiting');

-- Half of each page is left free, so that the claimed version finds room beside the queued one.
do $$
declare part regclass;
begin
  for part in select inhrelid::regclass from pg_inherits where inhparent = 'deliveries'::regclass loop
    execute format('alter table %s set (fillfactor = 50)', part);
  end loop;
end $$;
