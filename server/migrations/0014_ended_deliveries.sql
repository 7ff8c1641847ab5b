-- Cancelled and superseded deliveries are few among many delivered ones: a list of them needs a way of its own. A row enters it once, at its end.
create index deliveries_ended on deliveries (unit_id, id) where state in ('cancelled', 'superseded');
