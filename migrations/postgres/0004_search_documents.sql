-- SQLite's index numbers its documents from here on; PostgreSQL's goes on by ids. In both a document says itself who may
-- find it, so messages are not touched for that.

alter table search_index add column staff_only boolean not null default false;
update search_index set staff_only = true from message
  where message.id = search_index.id and message.kind in ('note', 'after_close');
drop index message_places;
