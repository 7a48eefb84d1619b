-- Search over what was said: one document a message, and one a ticket for what its form was answered. The index holds
-- terms of our own tokeniser, each begun by its guild's slot; texts stay where they are.

create table search_slot (
  guild bigint primary key references guild (id) on delete cascade,
  slot bigint not null,
  constraint search_slot_is_one_guilds unique (slot)
);

-- Everything below this id is still to be indexed; no row: nothing is.
create table search_progress (
  what text primary key,
  below bigint not null,
  constraint search_progress_is_known check (what in ('message', 'ticket'))
);
insert into search_progress (what, below) select 'message', max(id) + 1 from message having max(id) is not null;
insert into search_progress (what, below) select 'ticket', max(id) + 1 from ticket having max(id) is not null;

-- The row id is the message's, or the ticket's. The categories keep unicode61 from dividing our terms.
create virtual table search_index using fts5 (
  t, content='', contentless_delete=1, detail=full, prefix='7',
  tokenize="unicode61 remove_diacritics 0 categories 'L* M* N* Co S* P*'"
);

-- Which ticket a find belongs to, without reading what was said.
create index message_places on message (id, ticket, kind);

create index ticket_list_by_assignee on ticket (guild, assignee, last_at, id);
