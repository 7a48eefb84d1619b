-- Documents are numbered by the 32 milliseconds in which they were said: numbers that lie close together make the
-- index smaller than snowflakes did. What it held is indexed anew.

drop table search_index;
drop index message_places;

create table search_document (
  doc integer primary key,
  id bigint not null,
  ticket bigint not null,
  staff_only boolean not null,
  constraint search_document_is_one_texts unique (id)
);

-- The row id is the document's number. The categories keep unicode61 from dividing our terms.
create virtual table search_index using fts5 (
  t, content='', contentless_delete=1, detail=full, prefix='7',
  tokenize="unicode61 remove_diacritics 0 categories 'L* M* N* Co S* P*'"
);

delete from search_progress;
insert into search_progress (what, below) select 'message', max(id) + 1 from message having max(id) is not null;
insert into search_progress (what, below) select 'ticket', max(id) + 1 from ticket having max(id) is not null;
