//! Knows what was ordered with tickets.

use crate::db::{Tx, execute, fetch_all, fetch_one, fetch_optional};
use crate::text::without_nul;
use crate::ticket::Taken;
use crate::{Result, Store};
use domain::{
    Access, Act, Bell, Deed, DepartmentId, GuildId, Order, OrderDraft, OrderId, Refusal, Ticket, TicketId, Timestamp,
    Via,
};

const NUMBER_MAX: usize = 64;

macro_rules! order_columns {
    () => {
        "id, guild, number, status, risky, price, currency, created_at, revision"
    };
}

impl Store {
    /// Makes the order of this number, or changes it, and links the ticket to it. One that other tickets are linked to is
    /// changed by whoever acts in the departments of them all. Refuses: NoSuchTicket, StaffOnly, ClaimedBy, OrderElsewhere,
    /// Empty, TooLong (64), OutOfRange (a price below 0), BadKey (a currency that is not three letters). Timeline row
    /// (numbers); the same again changes nothing. Rings Ticket for all that are linked to it.
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
        let draft = OrderDraft { number, currency, ..draft.clone() };
        let mut taken = self.take_to(who, ticket, Act::Annotate, via, now).await?;
        let guild = taken.row.guild;
        make(&mut taken, &draft).await?;
        let mut order = take(&mut taken.tx, guild, &draft.number).await?.ok_or(sqlx::Error::RowNotFound)?;
        if !stands(&order, &draft) {
            for of in may_change(&mut taken.tx, who, &order).await? {
                taken.also_ring(Bell::Ticket { guild, ticket: of });
            }
            order = change(&mut taken.tx, &order, &draft).await?;
        } else if taken.row.order_id == Some(order.id) {
            return Ok(order);
        }
        let from = linked(&mut taken.tx, taken.row.guild, taken.row.order_id).await?.map(|order| order.number);
        execute!(&mut taken.tx, "update ticket set order_id = $2 where id = $1", ticket, order.id)?;
        taken.note(Deed::OrderLinked, from, Some(draft.number), None).await?;
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
        let number = without_nul(tidy(number));
        let mut taken = self.take_to(who, ticket, Act::Annotate, via, now).await?;
        // Taken, so that whoever changes it sees that this ticket is linked to it, or has changed it before.
        let found = take(&mut taken.tx, taken.row.guild, &number).await?;
        let id = found.ok_or_else(|| Refusal::NoSuchOrder { number: number.to_string() })?.id;
        if taken.row.order_id == Some(id) {
            return Ok(taken.row);
        }
        let from = linked(&mut taken.tx, taken.row.guild, taken.row.order_id).await?.map(|order| order.number);
        execute!(&mut taken.tx, "update ticket set order_id = $2 where id = $1", ticket, id)?;
        taken.note(Deed::OrderLinked, from, Some(number.into_owned()), None).await?;
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
        let begins = tidy(begins);
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

/// An order of this number is there from now on, as it is drafted unless it was there before.
async fn make(taken: &mut Taken<'_>, draft: &OrderDraft) -> Result<()> {
    let fresh = OrderId(taken.next_id());
    execute!(
        &mut taken.tx,
        "insert into orders (id, guild, number, status, risky, price, currency, created_at, revision)
         values ($1, $2, $3, $4, $5, $6, $7, $8, 1) on conflict (guild, number) do nothing",
        fresh,
        taken.row.guild,
        &draft.number,
        draft.status,
        draft.risky,
        draft.price,
        draft.currency.as_deref(),
        taken.now,
    )?;
    Ok(())
}

/// The order of this number, mine until I commit.
async fn take(tx: &mut Tx, guild: GuildId, number: &str) -> Result<Option<Order>> {
    Ok(fetch_optional!(
        tx,
        Order,
        concat!("update orders set revision = revision where guild = $1 and number = $2 returning ", order_columns!()),
        guild,
        number,
    )?)
}

fn stands(order: &Order, draft: &OrderDraft) -> bool {
    (order.status, order.risky, order.price) == (draft.status, draft.risky, draft.price)
        && order.currency == draft.currency
}

/// The tickets that are linked to it, if this person acts in the departments of them all. One that none is linked to is
/// anybody's of the staff.
async fn may_change(tx: &mut Tx, who: &Access, order: &Order) -> Result<Vec<TicketId>> {
    let of = fetch_all!(
        tx,
        (TicketId, DepartmentId),
        "select id, department from ticket where guild = $1 and order_id = $2",
        order.guild,
        order.id,
    )?;
    if of.iter().any(|(_, department)| !who.acts_in(*department)) {
        return Err(Refusal::OrderElsewhere { number: order.number.clone() }.into());
    }
    Ok(of.into_iter().map(|(ticket, _)| ticket).collect())
}

async fn change(tx: &mut Tx, order: &Order, draft: &OrderDraft) -> Result<Order> {
    Ok(fetch_one!(
        tx,
        Order,
        concat!(
            "update orders set status = $2, risky = $3, price = $4, currency = $5, revision = revision + 1
             where id = $1 returning ",
            order_columns!()
        ),
        order.id,
        draft.status,
        draft.risky,
        draft.price,
        draft.currency.as_deref(),
    )?)
}

/// As it is typed: `#A-1` and `A-1` are one.
fn tidy(text: &str) -> &str {
    text.trim().trim_start_matches('#').trim_start()
}

fn number(text: &str) -> Result<String> {
    let number = tidy(text);
    let length = number.chars().count();
    if number.is_empty() {
        return Err(Refusal::Empty.into());
    }
    if length > NUMBER_MAX {
        return Err(Refusal::TooLong { field: "Number".to_owned(), length, max: NUMBER_MAX }.into());
    }
    Ok(without_nul(number).into_owned())
}
