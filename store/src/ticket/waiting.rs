//! Knows the waiting list: who waits for a place of a type that is full, with all that they submitted, and how they come
//! in once there is room.

use super::allowed::{Offered, allowed, offered};
use super::open::{Made, Opening, give_number_back, judged, next_number};
use crate::db::{Tx, execute, fetch_all, fetch_optional, fetch_scalar};
use crate::ids::Ids;
use crate::text::without_nul;
use crate::{Error, Result, Store, member};
use domain::{
    Access, Bell, DueAction, DueId, GuildId, InteractionId, Opener, Opens, Person, RawAnswer, Refusal, RoleId, Status,
    Ticket, TicketTypeId, Timestamp, TypeState, UserId, Via, WaitingId,
};
use serde_json::{Value, json};
use sqlx::types::Json;

/// One who waits, as others see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    pub id: WaitingId,
    /// From 1 on.
    pub position: i64,
    pub customer: UserId,
    pub customer_name: String,
    pub since: Timestamp,
}

#[derive(sqlx::FromRow)]
struct WaitingRow {
    id: WaitingId,
    guild: GuildId,
    ticket_type: TicketTypeId,
    customer: UserId,
    customer_name: String,
    form_revision: i64,
    answers: Json<Vec<RawAnswer>>,
    roles: Json<Vec<RoleId>>,
    joined_at: Option<Timestamp>,
    interaction: Option<InteractionId>,
    via: Via,
    at: Timestamp,
}

macro_rules! waiting_where {
    ($rest:literal) => {
        concat!(
            "select id, guild, ticket_type, customer, customer_name, form_revision, answers, roles, joined_at, \
             interaction, via, at from waiting where ",
            $rest
        )
    };
}

impl Store {
    /// Those who wait for a type, in their order.
    pub async fn line(&self, guild: GuildId, ticket_type: TicketTypeId) -> Result<Vec<Waiting>> {
        let mut tx = self.inner.db.one_read().await?;
        let rows = fetch_all!(
            &mut tx,
            WaitingRow,
            waiting_where!("guild = $1 and ticket_type = $2 order by id"),
            guild,
            ticket_type,
        )?;
        let shown = |(row, position): (WaitingRow, i64)| Waiting {
            id: row.id,
            position,
            customer: row.customer,
            customer_name: row.customer_name,
            since: row.at,
        };
        Ok(rows.into_iter().zip(1..).map(shown).collect())
    }

    /// How many wait for each type of a guild that anybody waits for.
    pub async fn lines(&self, guild: GuildId) -> Result<Vec<(TicketTypeId, i64)>> {
        let mut tx = self.inner.db.one_read().await?;
        Ok(fetch_all!(
            &mut tx,
            (TicketTypeId, i64),
            "select ticket_type, count(*) from waiting where guild = $1 group by ticket_type order by ticket_type",
            guild,
        )?)
    }

    /// The place in line that came of this submit.
    pub async fn waits_since(&self, interaction: InteractionId) -> Result<Option<(TicketTypeId, i64)>> {
        let mut tx = self.inner.db.snapshot().await?;
        let row = fetch_optional!(&mut tx, WaitingRow, waiting_where!("interaction = $1"), interaction)?;
        let Some(row) = row else { return Ok(None) };
        let place = position(&mut tx, row.guild, row.ticket_type, row.customer).await?;
        Ok(place.map(|place| (row.ticket_type, place)))
    }

    /// False if they did not wait. Rings Line.
    pub async fn leave_line(&self, guild: GuildId, ticket_type: TicketTypeId, user: UserId) -> Result<bool> {
        let mut tx = self.inner.db.begin().await?;
        take_line(&mut tx, guild).await?;
        let left = execute!(
            &mut tx,
            "delete from waiting where guild = $1 and ticket_type = $2 and customer = $3",
            guild,
            ticket_type,
            user,
        )?;
        tx.commit().await?;
        self.ring((left > 0).then_some(Bell::Line { guild }));
        Ok(left > 0)
    }

    /// Takes somebody out of the line; they are told. Refuses: NotFound, StaffOnly. Rings Line and
    /// Due.
    pub async fn remove_waiting(&self, who: &Access, waiting: WaitingId, now: Timestamp) -> Result<()> {
        let mut tx = self.inner.db.begin().await?;
        take_line(&mut tx, who.guild()).await?;
        let row = of_staff(&mut tx, who, waiting).await?;
        let due = skip(&mut tx, &self.inner.ids, &row, None, now).await?;
        tx.commit().await?;
        self.ring([Bell::Line { guild: row.guild }, Bell::Due { due }]);
        Ok(())
    }

    /// Opens a ticket for one who waits at once, however many are open. They meet all other rules as if staff opened it
    /// for them. Refuses: NotFound, StaffOnly, TypeGone, FormGone, Answer and what `domain::may_open` does. Rings Line
    /// and Ticket.
    pub async fn open_waiting(&self, who: &Access, waiting: WaitingId, now: Timestamp) -> Result<Ticket> {
        let mut tx = self.inner.db.begin().await?;
        let (number, rules) = next_number(&mut tx, who.guild()).await?;
        let row = of_staff(&mut tx, who, waiting).await?;
        let mut kind = offered(&mut tx, row.guild, row.ticket_type).await?.ok_or(Refusal::TypeGone)?;
        kind.opening.0.limit_total = 0;
        let opening = self.as_it_was(&mut tx, &row).await?.ok_or(Refusal::NotFound)?;
        allowed(&mut tx, &opening, &kind, &rules, Opener::Staff, now).await?;
        let answers = judged(&mut tx, &opening, &kind).await?;
        let made = Made { kind: &kind, number, answers: &answers, actor: who.user() };
        let (ticket, noted) = self.insert(&mut tx, &opening, &made, now).await?;
        execute!(&mut tx, "delete from waiting where id = $1", row.id)?;
        tx.commit().await?;
        let guild = ticket.guild;
        self.ring([Bell::Line { guild }, Bell::Ticket { guild, ticket: ticket.id }]);
        self.ring(noted.bells());
        Ok(ticket)
    }

    /// Opens tickets for those who wait, in their order, as long as there is room. Who may no longer open one is skipped
    /// and told why; while a type is paused all of them wait on. Rings Ticket for each, Line and Due.
    pub async fn admit_waiting(
        &self,
        guild: GuildId,
        ticket_type: TicketTypeId,
        now: Timestamp,
    ) -> Result<Vec<Ticket>> {
        let mut tx = self.inner.db.begin().await?;
        let (mut number, rules) = next_number(&mut tx, guild).await?;
        let kind = offered(&mut tx, guild, ticket_type).await?;
        let (mut tickets, mut bells) = (Vec::new(), Vec::new());
        let before = count(&mut tx, guild, ticket_type).await?;
        while let Some(row) = first(&mut tx, guild, ticket_type).await? {
            if kind.as_ref().is_some_and(|kind| kind.state == TypeState::Paused) {
                break;
            }
            let Some(opening) = self.as_it_was(&mut tx, &row).await? else {
                // They have left the server.
                execute!(&mut tx, "delete from waiting where id = $1", row.id)?;
                continue;
            };
            let answers = match self.admitted(&mut tx, kind.as_ref(), &opening, &rules, now).await {
                Ok(Some(answers)) => answers,
                Ok(None) => break,
                Err(Error::Refused(refusal)) => {
                    let due = skip(&mut tx, &self.inner.ids, &row, Some(&refusal), now).await?;
                    bells.push(Bell::Due { due });
                    continue;
                }
                Err(error) => return Err(error),
            };
            let Some(kind) = &kind else { break };
            let made = Made { kind, number, answers: &answers, actor: row.customer };
            let (ticket, noted) = self.insert(&mut tx, &opening, &made, now).await?;
            bells.push(Bell::Ticket { guild, ticket: ticket.id });
            bells.extend(noted.bells());
            tickets.push(ticket);
            execute!(&mut tx, "delete from waiting where id = $1", row.id)?;
            (number, _) = next_number(&mut tx, guild).await?;
        }
        // The one that was taken for the next who would have come in.
        give_number_back(&mut tx, guild).await?;
        let is_shorter = count(&mut tx, guild, ticket_type).await? < before;
        tx.commit().await?;
        self.ring(is_shorter.then_some(Bell::Line { guild }));
        self.ring(bells);
        Ok(tickets)
    }

    /// What they answered, if it is their turn; nothing while there is no room.
    async fn admitted(
        &self,
        tx: &mut Tx,
        kind: Option<&Offered>,
        opening: &Opening,
        rules: &domain::GuildRules,
        now: Timestamp,
    ) -> Result<Option<Vec<domain::Answer>>> {
        let kind = kind.ok_or(Refusal::TypeGone)?;
        match allowed(tx, opening, kind, rules, Opener::Line, now).await {
            Ok(Opens::Now) => Ok(Some(judged(tx, opening, kind).await?)),
            // A line that is no more kept still ends with a place.
            Ok(Opens::InLine) | Err(Error::Refused(Refusal::TypeFull { .. })) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The submit again, with the roles that the member has by now; nothing if they have left.
    async fn as_it_was(&self, tx: &mut Tx, row: &WaitingRow) -> Result<Option<Opening>> {
        let roles = match member::roles_now(tx, row.guild, row.customer).await? {
            Some((_, false)) => return Ok(None),
            Some((roles, true)) => roles,
            None => row.roles.0.clone(),
        };
        let person = member::people(tx, &[row.customer]).await?.pop();
        Ok(Some(Opening {
            guild: row.guild,
            ticket_type: row.ticket_type,
            form_revision: row.form_revision,
            customer: person.unwrap_or_else(|| Person { id: row.customer, ..Person::default() }),
            customer_name: row.customer_name.clone(),
            roles,
            joined_at: row.joined_at,
            answers: row.answers.0.clone(),
            description: None,
            interaction: row.interaction,
            reply: None,
            via: row.via,
        }))
    }
}

/// Nobody leaves a guild's lines while somebody comes in from one: openings take the guild's number.
async fn take_line(tx: &mut Tx, guild: GuildId) -> Result<()> {
    execute!(tx, "update guild set next_number = next_number where id = $1", guild)?;
    Ok(())
}

/// Behind the others.
pub(super) async fn join(tx: &mut Tx, ids: &Ids, opening: &Opening, now: Timestamp) -> Result<i64> {
    execute!(
        tx,
        "insert into waiting (id, guild, ticket_type, customer, customer_name, form_revision, answers, roles, joined_at,
           interaction, via, at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        ids.next(now),
        opening.guild,
        opening.ticket_type,
        opening.customer.id,
        &*without_nul(&opening.customer_name),
        opening.form_revision,
        Json(opening.cleaned()),
        Json(&opening.roles),
        opening.joined_at,
        opening.interaction,
        opening.via,
        now,
    )?;
    let place = position(tx, opening.guild, opening.ticket_type, opening.customer.id).await?;
    Ok(place.unwrap_or(1))
}

/// How many stand up to this member, themselves among them.
pub(super) async fn position(
    tx: &mut Tx,
    guild: GuildId,
    ticket_type: TicketTypeId,
    customer: UserId,
) -> Result<Option<i64>> {
    let row = fetch_optional!(
        tx,
        (WaitingId,),
        "select id from waiting where guild = $1 and ticket_type = $2 and customer = $3",
        guild,
        ticket_type,
        customer,
    )?;
    let Some((mine,)) = row else { return Ok(None) };
    let place = fetch_scalar!(
        tx,
        i64,
        "select count(*) from waiting where guild = $1 and ticket_type = $2 and id <= $3",
        guild,
        ticket_type,
        mine,
    )?;
    Ok(Some(place))
}

pub(super) async fn count(tx: &mut Tx, guild: GuildId, ticket_type: TicketTypeId) -> Result<i64> {
    let text = "select count(*) from waiting where guild = $1 and ticket_type = $2";
    Ok(fetch_scalar!(tx, i64, text, guild, ticket_type)?)
}

/// Openings and ends of a type's tickets pass one after the other, so that nobody waits beside a free place. An update
/// that changes nothing: mine until I commit.
pub(super) async fn take_type(tx: &mut Tx, ticket_type: TicketTypeId) -> Result<()> {
    execute!(tx, "update ticket_type set position = position where id = $1", ticket_type)?;
    Ok(())
}

/// Whether a ticket takes a place. A completed one does not: nobody works on it.
pub(super) fn counts(status: Status) -> bool {
    matches!(status, Status::Open | Status::InProgress | Status::AwaitingConfirmation)
}

/// To be called by whatever frees a place of a type (an end, a completion, a transfer): if somebody waits, the next comes
/// in. Gives the due row, for its bell.
pub(crate) async fn room(
    tx: &mut Tx,
    ids: &Ids,
    guild: GuildId,
    ticket_type: TicketTypeId,
    now: Timestamp,
) -> Result<Option<DueId>> {
    let kind = offered(tx, guild, ticket_type).await?;
    if kind.is_some_and(|kind| kind.opening.0.waiting_list) {
        take_type(tx, ticket_type).await?;
    }
    look_at_line(tx, ids, guild, ticket_type, now).await
}

/// The same after a change of the type itself, whose row is taken then.
pub(crate) async fn look_at_line(
    tx: &mut Tx,
    ids: &Ids,
    guild: GuildId,
    ticket_type: TicketTypeId,
    now: Timestamp,
) -> Result<Option<DueId>> {
    if count(tx, guild, ticket_type).await? == 0 {
        return Ok(None);
    }
    let due = DueId(ids.next(now));
    let payload = json!({"ticket_type": ticket_type});
    write(tx, due, guild, DueAction::AdmitWaiting, payload, now).await?;
    Ok(Some(due))
}

/// One row of a guild, of no ticket.
async fn write(
    tx: &mut Tx,
    due: DueId,
    guild: GuildId,
    action: DueAction,
    payload: Value,
    now: Timestamp,
) -> Result<()> {
    execute!(
        tx,
        "insert into due (id, guild, ticket, key, action, payload, at, created_at, lease_until, attempts)
         values ($1, $2, null, $3, $4, $5, $6, $6, 0, 0)",
        due,
        guild,
        format!("{action}:{due}"),
        action,
        Json(payload),
        now,
    )?;
    Ok(())
}

async fn first(tx: &mut Tx, guild: GuildId, ticket_type: TicketTypeId) -> Result<Option<WaitingRow>> {
    let text = waiting_where!("guild = $1 and ticket_type = $2 order by id limit 1");
    Ok(fetch_optional!(tx, WaitingRow, text, guild, ticket_type)?)
}

/// Out of the line, and told so: why, unless staff did it.
async fn skip(tx: &mut Tx, ids: &Ids, row: &WaitingRow, why: Option<&Refusal>, now: Timestamp) -> Result<DueId> {
    execute!(tx, "delete from waiting where id = $1", row.id)?;
    let due = DueId(ids.next(now));
    let payload = json!({"person": row.customer, "ticket_type": row.ticket_type, "refusal": why});
    write(tx, due, row.guild, DueAction::LineNotice, payload, now).await?;
    Ok(due)
}

/// Whom somebody of the type's department may let in or send away. A type that is gone is the admins'.
async fn of_staff(tx: &mut Tx, who: &Access, waiting: WaitingId) -> Result<WaitingRow> {
    let row = fetch_optional!(tx, WaitingRow, waiting_where!("id = $1 and guild = $2"), waiting, who.guild())?;
    let row = row.ok_or(Error::Refused(Refusal::NotFound))?;
    let kind = offered(tx, row.guild, row.ticket_type).await?;
    let may = kind.map_or(who.is_admin(), |kind| who.acts_in(kind.department));
    if may { Ok(row) } else { Err(Refusal::StaffOnly.into()) }
}
