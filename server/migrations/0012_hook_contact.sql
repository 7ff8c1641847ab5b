-- When a receiver last took a notice: a hook that nobody answers for any more can be told from one that has nothing to tell.
-- Written at most every ten seconds per hook (deliveries/hook-contact.ts), and by no delivery itself.
alter table hooks add column last_delivered_at timestamptz;
