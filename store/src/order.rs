//! Knows what was ordered with tickets.

use crate::db::{Tx, execute, fetch_all, fetch_one, fetch_optional};
use crate::text::without_nul;
use crate::{Result, Store};
use domain::{Access, Act, Deed, GuildId, Order, OrderDraft, OrderId, Refusal, Ticket, TicketId, Timestamp, Via};

const NUMBER_MAX: usize = 64;

macro_rules! order_columns {
    () => {
        "id, guild, number, status, risky, price, currency, created_at, revision"
    };
}

impl Store {
    /// Makes the order of this number, or changes it, and links the ticket to it. Refuses: NoSuchTicket, StaffOnly,
    /// ClaimedBy, Empty, TooLong (64), OutOfRange (a price below 0), BadKey (a currency that is not three letters).
    /// Timeline row (numbers). Rings Ticket.
    pub async fn put_order(
        &self,
        who: &Access,
        ticket: TicketId,
        draft: &OrderDraft,
        via: Via,
        now: Timestamp,
    ) -> Result<Order> {
        let number = number(&draft.number)?;
        if draft.price.is_some_and(|price| price < 0) {
            return Err(Refusal::OutOfRange { min: 0, max: i64::MAX }.into());
        }
        let currency = draft.currency.as_deref().map(|text| text.trim().to_uppercase()).filter(|text| !text.is_empty());
        if currency.as_ref().is_some_and(|text| text.len() != 3 || !text.bytes().all(|b| b.is_ascii_uppercase())) {
            return Err(Refusal::BadKey { max: 3 }.into());
        }
        let mut taken = self.take_to(who, ticket, Act::Annotate, via, now).await?;
        let fresh = OrderId(taken.next_id());
        let order = fetch_one!(
            &mut taken.tx,
            Order,
            concat!(
                "insert into orders (id, guild, number, status, risky, price, currency, created_at, revision)
                 values ($1, $2, $3, $4, $5, $6, $7, $8, 1)
                 on conflict (guild, number) do update set status = excluded.status, risky = excluded.risky,
                   price = excluded.price, currency = excluded.currency, revision = orders.revision + 1 returning ",
                order_columns!()
            ),
            fresh,
            taken.row.guild,
            &number,
            draft.status,
            draft.risky,
            draft.price,
            currency.as_deref(),
            now,
        )?;
        let from = linked(&mut taken.tx, taken.row.guild, taken.row.order_id).await?.map(|order| order.number);
        execute!(&mut taken.tx, "update ticket set order_id = $2 where id = $1", ticket, order.id)?;
        taken.note(Deed::OrderLinked, from, Some(number), None).await?;
        taken.end().await?;
        Ok(order)
    }

    /// Refuses: NoSuchTicket, StaffOnly, ClaimedBy, NoSuchOrder. Timeline row (numbers); the same again changes nothing.
    /// Rings Ticket.
    pub async fn link_order(
        &self,
        who: &Access,
        ticket: TicketId,
        number: &str,
        via: Via,
        now: Timestamp,
    ) -> Result<Ticket> {
        let number = number.trim().trim_start_matches('#');
        let mut taken = self.take_to(who, ticket, Act::Annotate, via, now).await?;
        let found = fetch_optional!(
            &mut taken.tx,
            (OrderId,),
            "select id from orders where guild = $1 and number = $2",
            taken.row.guild,
            &*without_nul(number),
        )?;
        let (id,) = found.ok_or_else(|| Refusal::NoSuchOrder { number: number.to_owned() })?;
        if taken.row.order_id == Some(id) {
            return Ok(taken.row);
        }
        let from = linked(&mut taken.tx, taken.row.guild, taken.row.order_id).await?.map(|order| order.number);
        execute!(&mut taken.tx, "update ticket set order_id = $2 where id = $1", ticket, id)?;
        taken.note(Deed::OrderLinked, from, Some(number.to_owned()), None).await?;
        taken.end().await
    }

    /// Refuses: NoSuchTicket, StaffOnly, ClaimedBy. Timeline row; nothing where none is linked. Rings Ticket.
    pub async fn unlink_order(&self, who: &Access, ticket: TicketId, via: Via, now: Timestamp) -> Result<Ticket> {
        let mut taken = self.take_to(who, ticket, Act::Annotate, via, now).await?;
        if taken.row.order_id.is_none() {
            return Ok(taken.row);
        }
        let from = linked(&mut taken.tx, taken.row.guild, taken.row.order_id).await?.map(|order| order.number);
        execute!(&mut taken.tx, "update ticket set order_id = null where id = $1", ticket)?;
        taken.note(Deed::OrderUnlinked, from, None, None).await?;
        taken.end().await
    }

    pub async fn order_of(&self, ticket: TicketId) -> Result<Option<Order>> {
        let mut tx = self.inner.db.one_read().await?;
        Ok(fetch_optional!(
            &mut tx,
            Order,
            "select orders.id, orders.guild, orders.number, orders.status, orders.risky, orders.price, orders.currency,
               orders.created_at, orders.revision
             from orders join ticket on ticket.order_id = orders.id and ticket.guild = orders.guild where ticket.id = $1",
            ticket,
        )?)
    }

    /// A guild's orders whose numbers begin so, the newest first. At most 100.
    pub async fn orders(&self, guild: GuildId, begins: &str, limit: i64) -> Result<Vec<Order>> {
        let begins = begins.trim().trim_start_matches('#');
        let mut tx = self.inner.db.one_read().await?;
        Ok(fetch_all!(
            &mut tx,
            Order,
            concat!(
                "select ",
                order_columns!(),
                " from orders where guild = $1 and substr(number, 1, length($2)) = $2 order by id desc limit $3"
            ),
            guild,
            &*without_nul(begins),
            limit.clamp(1, 100),
        )?)
    }
}

pub(crate) async fn linked(tx: &mut Tx, guild: GuildId, order: Option<OrderId>) -> Result<Option<Order>> {
    let Some(order) = order else { return Ok(None) };
    Ok(fetch_optional!(
        tx,
        Order,
        concat!("select ", order_columns!(), " from orders where id = $1 and guild = $2"),
        order,
        guild,
    )?)
}

fn number(text: &str) -> Result<String> {
    let number = text.trim().trim_start_matches('#').trim();
    let length = number.chars().count();
    if number.is_empty() {
        return Err(Refusal::Empty.into());
    }
    if length > NUMBER_MAX {
        return Err(Refusal::TooLong { field: "Number".to_owned(), length, max: NUMBER_MAX }.into());
    }
    Ok(without_nul(number).into_owned())
}
