-- Views over a million records: the usual fields as columns with indexes, and the order in which records were changed.
--
-- The columns are generated from data, so nothing that writes records has to know of them. An index on a column whose value stays the same does not
-- forbid HOT, an index on an expression over data always would (docs/decisions/0010-views.md has what each costs). A field that is not there is the
-- least of all values, '' or -Infinity, so that a page goes on behind a row by one comparison; no real value is compared with it.
-- Of texts the first 300 characters count: an entry of an index has its limit. Comparisons go by code points, wherever the database stands.

alter table records
  alter column registration type text collate "C",
  alter column type type text collate "C",
  alter column status type text collate "C",
  add column type_key text collate "C" not null generated always as (coalesce(type, '')) stored,
  add column status_key text collate "C" not null generated always as (coalesce(status, '')) stored,
  add column company_id numeric not null generated always as
    (coalesce(case jsonb_typeof(data -> 'companyId') when 'number' then (data -> 'companyId')::numeric end, '-Infinity')) stored,
  add column owner_id numeric not null generated always as
    (coalesce(case jsonb_typeof(data -> 'ownerId') when 'number' then (data -> 'ownerId')::numeric end, '-Infinity')) stored,
  add column number text collate "C" not null generated always as (coalesce(left(data ->> 'number', 300), '')) stored,
  add column issued_on text collate "C" not null generated always as (coalesce(left(data ->> 'issuedOn', 300), '')) stored,
  add column name text collate "C" not null generated always as (coalesce(left(data ->> 'name', 300), '')) stored;

-- Type and status stand behind the order in most of them: rows of other types and statuses are passed over in the index, before the table is looked at;
-- by date, those of other companies and owners as well.
-- Not for entity time: passes come by the thousand a second and are looked for in tables of their own.
drop index records_type;
create index records_type on records (unit_id, entity, type_key, id, status_key) where entity <> 'time';
create index records_status on records (unit_id, entity, status_key, id, type_key) where entity <> 'time';
create index records_company on records (unit_id, entity, company_id, id) where entity <> 'time';
create index records_owner on records (unit_id, entity, owner_id, id) where entity <> 'time';
create index records_number on records (unit_id, entity, number, id, type_key, status_key) where entity <> 'time';
create index records_issued on records (unit_id, entity, issued_on, id, type_key, status_key, company_id, owner_id) where entity <> 'time';
create index records_created on records (unit_id, entity, created_at, id, type_key, status_key) where entity <> 'time';
create index records_name on records (unit_id, entity, name, id) where entity <> 'time';

-- In which order records were changed. An index on records.updated_at would make every update a cold one; a row here that moves with each change costs
-- the write-back 10 to 15 microseconds; a row that is added with each change costs one or two. So rows are only added: one that is not of its record's
-- present revision is passed over by whoever reads, and thrown away by and by (server/src/retention).
create table record_changes (
  unit_id integer not null,
  entity text not null,
  at timestamptz not null, -- records.updated_at
  id bigint not null,
  revision integer not null,
  primary key (unit_id, entity, at, id, revision)
);
insert into record_changes (unit_id, entity, at, id, revision) select unit_id, entity, updated_at, id, revision from records;
