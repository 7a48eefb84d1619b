-- What a member has open is asked at each opening: however many of theirs were closed, only the open ones are read.
create index ticket_open_of_member on ticket (guild, customer)
  where status in ('open', 'in_progress', 'awaiting_confirmation');

-- Whoever changes an order must be staff of all tickets that it is linked to.
create index ticket_of_order on ticket (guild, order_id) where order_id is not null;
