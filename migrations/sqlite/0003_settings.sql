-- Settings that are changed while Docket runs: categories of types and departments, revisions by which two admins are
-- told apart, the guild's own emoji, and who changed what.

alter table guild add column bot bigint;
alter table guild add column settings_revision bigint not null default 1;

alter table department add column category bigint;
alter table department add column revision bigint not null default 1;
alter table department add column deleted_at bigint;

alter table ticket_type add column category bigint;
alter table ticket_type add column closed_category bigint;

create table guild_emoji (
  guild bigint not null references guild (id) on delete cascade,
  id bigint not null,
  name text not null,
  animated boolean not null,
  available boolean not null,
  primary key (guild, id)
);

-- One row a change. `revision` is the subject's after it: with the first `before_value` after a revision that somebody
-- saw, it can be told what others changed since.
create table audit (
  id bigint primary key,
  guild bigint not null references guild (id) on delete cascade,
  at bigint not null,
  actor bigint not null,
  via text not null,
  subject text not null,
  subject_id bigint,
  subject_name text not null,
  deed text not null,
  revision bigint not null,
  before_value text,
  after_value text,
  changes text not null
);
create index audit_of_guild on audit (guild, id);
create index audit_of_subject on audit (guild, subject, subject_id, revision);
