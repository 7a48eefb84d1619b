-- The first floor: guilds with their departments, ticket types, forms and panels; tickets and all that was
-- said in them; what is due; sessions. Times are unix milliseconds, ids 64-bit numbers.
-- Both dialects hold the same names and columns; only the type of documents differs.

create table guild (
  id bigint primary key,
  name text not null,
  icon text,
  owner bigint not null,
  present boolean not null,
  next_number bigint not null,
  create_category bigint,
  tickets_category bigint,
  closed_category bigint,
  created_at bigint not null
);

-- Roles that make a Docket admin.
create table guild_admin_role (
  guild bigint not null references guild (id) on delete cascade,
  role bigint not null,
  primary key (guild, role)
);

-- What Discord last told of a guild's roles, channels and members.
create table guild_role (
  guild bigint not null references guild (id) on delete cascade,
  id bigint not null,
  name text not null,
  colour integer not null,
  position bigint not null,
  permissions bigint not null,
  primary key (guild, id)
);

create table guild_channel (
  guild bigint not null references guild (id) on delete cascade,
  id bigint not null,
  name text not null,
  kind integer not null,
  parent bigint,
  primary key (guild, id)
);

create table person (
  id bigint primary key,
  username text not null,
  display_name text not null,
  avatar text,
  bot boolean not null
);

create table member (
  guild bigint not null references guild (id) on delete cascade,
  person bigint not null,
  nick text,
  roles jsonb not null,
  present boolean not null,
  checked_at bigint not null,
  primary key (guild, person)
);
create index member_of_person on member (person, guild);

create table department (
  id bigint primary key,
  guild bigint not null references guild (id) on delete cascade,
  key text not null,
  name text not null,
  emoji text,
  colour integer not null,
  position bigint not null,
  oncall_role bigint,
  constraint department_key_is_unique_in_its_guild unique (guild, key)
);

create table department_role (
  department bigint not null references department (id) on delete cascade,
  role bigint not null,
  kind text not null,
  primary key (department, role),
  constraint department_role_kind_is_known check (kind in ('staff', 'supervisor', 'viewer'))
);

create table form (
  id bigint primary key,
  guild bigint not null references guild (id) on delete cascade,
  revision bigint not null
);

-- Every revision that was ever shown: a submit is judged by the one it was shown.
create table form_revision (
  form bigint not null references form (id) on delete cascade,
  revision bigint not null,
  title text not null,
  questions jsonb not null,
  created_at bigint not null,
  primary key (form, revision)
);

create table ticket_type (
  id bigint primary key,
  guild bigint not null references guild (id) on delete cascade,
  department bigint not null references department (id),
  form bigint not null references form (id),
  key text not null,
  name text not null,
  label text not null,
  emoji text,
  style text not null,
  state text not null,
  paused_message text,
  welcome jsonb not null,
  naming text not null,
  default_priority text not null,
  limit_per_member bigint not null,
  when_closed text not null,
  archive_days bigint not null,
  position bigint not null,
  revision bigint not null,
  deleted_at bigint,
  constraint ticket_type_key_is_unique_in_its_guild unique (guild, key)
);

create table panel (
  id bigint primary key,
  guild bigint not null references guild (id) on delete cascade,
  key text not null,
  channel_name text not null,
  channel bigint,
  message bigint,
  title text not null,
  text text not null,
  colour integer not null,
  state text not null,
  revision bigint not null,
  published_revision bigint not null,
  constraint panel_key_is_unique_in_its_guild unique (guild, key)
);

create table panel_type (
  panel bigint not null references panel (id) on delete cascade,
  ticket_type bigint not null references ticket_type (id),
  position bigint not null,
  primary key (panel, ticket_type)
);

create table ticket (
  id bigint primary key,
  guild bigint not null references guild (id) on delete cascade,
  number bigint not null,
  ticket_type bigint not null references ticket_type (id),
  department bigint not null references department (id),
  customer bigint not null,
  customer_name text not null,
  channel_name text not null,
  channel bigint,
  welcome_message bigint,
  provisioning text not null,
  failure text,
  -- The submit that opened it: a repeated delivery opens nothing.
  interaction bigint,
  -- With this the member can still be answered after a restart.
  reply_token text,
  reply_until bigint,
  subject text,
  priority text not null,
  status text not null,
  waiting_on text not null,
  assignee bigint,
  claimed_at bigint,
  needed_help_at bigint,
  first_staff_at bigint,
  resolved_at bigint,
  closed_at bigint,
  closed_by bigint,
  closed_path text,
  close_reason text,
  created_at bigint not null,
  last_at bigint not null,
  form_revision bigint not null,
  revision bigint not null,
  published_revision bigint not null,
  channel_gone_at bigint,
  -- When the channel was last read whole and compared.
  complete_at bigint,
  incomplete_from bigint,
  constraint ticket_number_is_unique_in_its_guild unique (guild, number),
  constraint ticket_is_opened_once_per_submit unique (interaction),
  constraint ticket_status_is_one_of_six
    check (status in ('open', 'in_progress', 'awaiting_confirmation', 'completed', 'closed', 'cancelled')),
  constraint ticket_provisioning_is_known check (provisioning in ('wanted', 'done', 'failed'))
);
create unique index ticket_of_channel on ticket (channel);
create index ticket_list on ticket (guild, last_at, id);
create index ticket_list_by_status on ticket (guild, status, last_at, id);
create index ticket_list_by_type on ticket (guild, ticket_type, last_at, id);
create index ticket_list_by_department on ticket (guild, department, last_at, id);
create index ticket_list_by_customer on ticket (guild, customer, last_at, id);
create index ticket_unpublished on ticket (guild, id) where revision <> published_revision;
create index ticket_unprovisioned on ticket (guild, id) where provisioning = 'wanted';

create table ticket_answer (
  ticket bigint not null references ticket (id) on delete cascade,
  position bigint not null,
  key text not null,
  label text not null,
  value text not null,
  shown text not null,
  primary key (ticket, position)
);

create table message (
  id bigint primary key,
  guild bigint not null,
  ticket bigint not null references ticket (id) on delete cascade,
  author bigint not null,
  kind text not null,
  content text not null,
  embeds jsonb not null,
  components jsonb not null,
  stickers jsonb not null,
  reply_to bigint,
  edited_at bigint,
  deleted_at bigint,
  deleted_while_away boolean not null,
  version bigint not null,
  constraint message_kind_is_known check (kind in ('said', 'note', 'answer', 'system', 'after_close'))
);
create index message_of_ticket on message (ticket, id);

-- What stood there before; the newest text is in message.
create table message_version (
  message bigint not null references message (id) on delete cascade,
  version bigint not null,
  content text not null,
  embeds jsonb not null,
  until_at bigint not null,
  while_away boolean not null,
  primary key (message, version)
);

create table attachment (
  id bigint primary key,
  message bigint not null references message (id) on delete cascade,
  ticket bigint not null,
  guild bigint not null,
  filename text not null,
  content_type text,
  size bigint not null,
  width bigint,
  height bigint,
  state text not null,
  -- Where Discord has it until the link expires; of no use once stored.
  url text not null,
  -- Of the stored bytes: SHA-256 in hex, and the kind known from them.
  digest text,
  kind text,
  failure text,
  attempts bigint not null,
  retry_at bigint not null,
  constraint attachment_state_is_known check (state in ('wanted', 'stored', 'failed'))
);
create index attachment_of_message on attachment (message);
create index attachment_wanted on attachment (retry_at) where state = 'wanted';

-- The timeline.
create table event (
  id bigint primary key,
  guild bigint not null,
  ticket bigint not null references ticket (id) on delete cascade,
  deed text not null,
  actor bigint,
  from_value text,
  to_value text,
  via text not null,
  at bigint not null
);
create index event_of_ticket on event (ticket, id);

-- What must happen at a time, once. `subject` orders the rows of one thing, `key` keeps each single.
create table due (
  id bigint primary key,
  guild bigint not null,
  ticket bigint references ticket (id) on delete cascade,
  key text not null,
  action text not null,
  payload jsonb not null,
  at bigint not null,
  created_at bigint not null,
  lease_until bigint not null,
  attempts bigint not null,
  failure text,
  done_at bigint,
  -- The message in Discord that came of it.
  result bigint,
  constraint due_key_is_unique unique (key)
);
create index due_next on due (at) where done_at is null;
create index due_of_ticket on due (ticket, id);
create index due_of_result on due (result);

-- What Discord refuses, with the mend, for the people who can act.
create table problem (
  guild bigint not null references guild (id) on delete cascade,
  subject text not null,
  what text not null,
  mend text not null,
  since bigint not null,
  seen_at bigint not null,
  primary key (guild, subject)
);

-- Submits that were acknowledged and not yet answered: whoever dies in between tells them after the next start.
create table owed_reply (
  interaction bigint primary key,
  token text not null,
  until_at bigint not null
);

create table session (
  id text primary key,
  document text not null,
  expires_at bigint not null
);
create index session_expiry on session (expires_at);
