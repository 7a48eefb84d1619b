-- The whole life of a ticket: who may open what, who works on it, what was ordered, what it is called and where it lies,
-- how it ends and begins again.

-- Rules are read whole: `domain::OpeningRules`, `domain::Conduct`, `domain::GuildRules`; what is left out has its default.
alter table ticket_type add column opening text not null default '{}';
alter table ticket_type add column conduct text not null default '{}';
alter table guild add column rules text not null default '{}';

alter table ticket add column category text;
alter table ticket add column description text;
alter table ticket add column escalated_at bigint;
alter table ticket add column snoozed_until bigint;
-- Staff asked whether it is solved: since when the request stands, and who asked.
alter table ticket add column asked_at bigint;
alter table ticket add column asked_by bigint;
alter table ticket add column silence_paused boolean not null default false;
alter table ticket add column reopened_at bigint;
-- How often: what is due once a life has it in its key.
alter table ticket add column lives bigint not null default 1;
alter table ticket add column rating bigint;
alter table ticket add column rating_comment text;
alter table ticket add column rated_at bigint;
alter table ticket add column order_id bigint;
-- The name that Discord was given last; one that is neither this nor the wanted one was given by hand.
alter table ticket add column given_name text;
-- Where staff moved it; one that lies elsewhere was moved by hand.
alter table ticket add column parent bigint;
alter table ticket add column given_parent bigint;

create table ticket_tag (
  ticket bigint not null references ticket (id) on delete cascade,
  tag text not null,
  primary key (ticket, tag)
);
create index ticket_of_tag on ticket_tag (tag, ticket);

-- Whom staff let in beside its customer.
create table ticket_member (
  ticket bigint not null references ticket (id) on delete cascade,
  person bigint not null,
  added_by bigint not null,
  at bigint not null,
  primary key (ticket, person)
);
create index ticket_of_member on ticket_member (person, ticket);

create table orders (
  id bigint primary key,
  guild bigint not null references guild (id) on delete cascade,
  number text not null,
  status text not null,
  risky boolean not null,
  -- In the currency's smallest unit.
  price bigint,
  currency text,
  created_at bigint not null,
  revision bigint not null,
  constraint order_number_is_unique_in_its_guild unique (guild, number),
  constraint order_status_is_known
    check (status in ('pending', 'paid', 'in_progress', 'completed', 'cancelled', 'refunded'))
);

-- Who may open nothing: a person or everyone with a role.
create table blocked (
  id bigint primary key,
  guild bigint not null references guild (id) on delete cascade,
  person bigint,
  role bigint,
  reason text,
  until_at bigint,
  blocked_by bigint not null,
  at bigint not null,
  constraint blocked_is_a_person_or_a_role check ((person is null) <> (role is null)),
  constraint person_is_blocked_once unique (guild, person),
  constraint role_is_blocked_once unique (guild, role)
);

-- Who waits for room in a type that is full, with all that they submitted.
create table waiting (
  id bigint primary key,
  guild bigint not null references guild (id) on delete cascade,
  ticket_type bigint not null references ticket_type (id),
  customer bigint not null,
  customer_name text not null,
  form_revision bigint not null,
  answers text not null,
  roles text not null,
  joined_at bigint,
  interaction bigint,
  via text not null,
  at bigint not null,
  constraint one_waits_once_per_type unique (guild, ticket_type, customer)
);

-- Why something was done, in the words of whoever did it: a ticket that goes on forgets how it ended.
alter table event add column reason text;

-- What a deed is told of in a guild's log channels is a due row of the deed's event.
alter table due add column event bigint;

-- How many are open of a type is asked at each opening of one that has a limit.
create index ticket_open_of_type on ticket (guild, ticket_type)
  where status in ('open', 'in_progress', 'awaiting_confirmation');
create index waiting_of_interaction on waiting (interaction);
