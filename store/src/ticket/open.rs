//! Knows how a ticket is opened: every check again inside the transaction that makes the row and the number.

use super::{Row, note, ticket_columns, ticket_where};
use crate::db::{Tx, execute, fetch_all, fetch_one, fetch_optional};
use crate::text::without_nul;
use crate::{Error, Result, Store, catalog, member, search};
use domain::naming::{NameFacts, channel_name};
use domain::{
    Answer, Bell, ChannelId, Deed, DepartmentId, Form, FormId, GuildId, InteractionId, Person, Priority, RawAnswer,
    Refusal, Status, Ticket, TicketId, TicketTypeId, Timestamp, TypeState, UserId, Via, ticket_ref,
};
use rand::Rng;

/// What a member submitted.
#[derive(Clone)]
pub struct Opening {
    pub guild: GuildId,
    pub ticket_type: TicketTypeId,
    /// The form's revision that was shown.
    pub form_revision: i64,
    pub customer: Person,
    /// The nick or display name that names the channel.
    pub customer_name: String,
    pub answers: Vec<RawAnswer>,
    /// The submit's interaction: delivered twice it opens once.
    pub interaction: Option<InteractionId>,
    /// With this the member can be answered until the time given.
    pub reply: Option<(String, Timestamp)>,
    pub via: Via,
}

/// Without what was answered, which is the member's, and without the token, which speaks in Docket's name.
impl std::fmt::Debug for Opening {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Opening")
            .field("guild", &self.guild)
            .field("ticket_type", &self.ticket_type)
            .field("form_revision", &self.form_revision)
            .field("customer", &self.customer.id)
            .field("interaction", &self.interaction)
            .field("via", &self.via)
            .finish_non_exhaustive()
    }
}

#[derive(Clone, Debug)]
pub struct Opened {
    pub ticket: Ticket,
    /// False if this interaction had opened it already.
    pub fresh: bool,
}

/// What opening must know of a type.
#[derive(sqlx::FromRow)]
struct TypeRow {
    department: DepartmentId,
    department_key: String,
    form: FormId,
    form_revision: i64,
    key: String,
    state: TypeState,
    paused_message: Option<String>,
    naming: String,
    default_priority: Priority,
    limit_per_member: i64,
}

impl Store {
    /// Refuses: GuildUnknown, TypeGone, TypePaused, FormGone, Answer, OneIsOpen (link: `<#channel>` or the ticket's
    /// words), TooManyOpen. Makes ticket (provisioning wanted, channel_name by the type's naming), answers, timeline
    /// row. Rings Ticket.
    pub async fn open_ticket(&self, opening: &Opening, now: Timestamp) -> Result<Opened> {
        let mut tx = self.inner.db.begin().await?;
        // The number first: this update lets one opening of a guild pass at a time, so that all that follows is
        // judged alone. A refusal rolls it back, which leaves no gap.
        let number = next_number(&mut tx, opening.guild).await?;
        if let Some(ticket) = opened_before(&mut tx, opening).await? {
            return Ok(Opened { ticket, fresh: false });
        }
        let kind = offered(&mut tx, opening.guild, opening.ticket_type).await?;
        below_limit(&mut tx, opening.guild, opening.ticket_type, opening.customer.id, kind.limit_per_member).await?;
        let form = catalog::form(&mut tx, kind.form, opening.form_revision).await?.ok_or(Refusal::FormGone)?;
        let raw: Vec<RawAnswer> = opening
            .answers
            .iter()
            .map(|a| RawAnswer { key: a.key.clone(), value: without_nul(&a.value).into_owned() })
            .collect();
        let answers = form.judge(&raw)?;
        member::put_person(&mut tx, &opening.customer).await?;
        let ticket = self.insert(&mut tx, opening, &kind, number, &answers, now).await?;
        let created = Row {
            deed: Deed::Created,
            actor: Some(ticket.customer),
            from: None,
            to: Some(ticket.status.to_string()),
            via: opening.via,
        };
        let noted = note(&mut tx, &self.inner.ids, &ticket, created, now).await?;
        // From here on the ticket's own row knows how its member is told.
        execute!(&mut tx, "delete from owed_reply where interaction = $1", opening.interaction)?;
        tx.commit().await?;
        self.ring([Bell::Ticket { guild: ticket.guild, ticket: ticket.id }]);
        self.ring(noted.bells());
        Ok(Opened { ticket, fresh: true })
    }

    /// The checks of `open_ticket` that need no answers, for the press of the button. Gives the form to be shown.
    pub async fn may_open(&self, guild: GuildId, ticket_type: TicketTypeId, customer: UserId) -> Result<Form> {
        let mut tx = self.inner.db.snapshot().await?;
        let kind = offered(&mut tx, guild, ticket_type).await?;
        below_limit(&mut tx, guild, ticket_type, customer, kind.limit_per_member).await?;
        let form = catalog::form(&mut tx, kind.form, kind.form_revision).await?;
        form.ok_or(Error::Refused(Refusal::FormGone))
    }

    async fn insert(
        &self,
        tx: &mut Tx,
        opening: &Opening,
        kind: &TypeRow,
        number: i64,
        answers: &[Answer],
        now: Timestamp,
    ) -> Result<Ticket> {
        let customer_name = without_nul(&opening.customer_name);
        let channel_name = channel_name(
            &kind.naming,
            &NameFacts {
                username: &customer_name,
                ticket_type: &kind.key,
                department: &kind.department_key,
                service: answers.iter().find(|a| a.key == "service").map_or("", |a| &a.shown),
                number,
                random6: &random6(),
            },
        );
        let ticket = fetch_one!(
            tx,
            Ticket,
            concat!(
                "insert into ticket (id, guild, number, ticket_type, department, customer, customer_name, channel_name,
                   provisioning, interaction, reply_token, reply_until, priority, status, waiting_on, created_at, last_at,
                   form_revision, revision, published_revision)
                 values ($1, $2, $3, $4, $5, $6, $7, $8, 'wanted', $9, $10, $11, $12, $13, 'staff', $14, $14, $15, 1, 0)
                 returning ",
                ticket_columns!()
            ),
            TicketId(self.inner.ids.next(now)),
            opening.guild,
            number,
            opening.ticket_type,
            kind.department,
            opening.customer.id,
            &*customer_name,
            &channel_name,
            opening.interaction,
            opening.reply.as_ref().map(|(token, _)| token.as_str()),
            opening.reply.as_ref().map(|(_, until)| *until),
            kind.default_priority,
            Status::Open,
            now,
            opening.form_revision,
        )?;
        for (answer, position) in answers.iter().zip(0_i64..) {
            execute!(
                tx,
                "insert into ticket_answer (ticket, position, key, label, value, shown) values ($1, $2, $3, $4, $5, $6)",
                ticket.id,
                position,
                &answer.key,
                &answer.label,
                &answer.value,
                &answer.shown,
            )?;
        }
        search::put_answers(tx, &ticket, answers).await?;
        Ok(ticket)
    }
}

async fn next_number(tx: &mut Tx, guild: GuildId) -> Result<i64> {
    let row = fetch_optional!(
        tx,
        (i64,),
        "update guild set next_number = next_number + 1 where id = $1 and present returning next_number - 1",
        guild,
    )?;
    row.map(|(number,)| number).ok_or(Error::Refused(Refusal::GuildUnknown))
}

async fn opened_before(tx: &mut Tx, opening: &Opening) -> Result<Option<Ticket>> {
    let Some(interaction) = opening.interaction else { return Ok(None) };
    Ok(fetch_optional!(tx, Ticket, ticket_where!("interaction = $1 and guild = $2"), interaction, opening.guild)?)
}

/// The type, if it is of this guild, there and not paused.
async fn offered(tx: &mut Tx, guild: GuildId, ticket_type: TicketTypeId) -> Result<TypeRow> {
    let row = fetch_optional!(
        tx,
        TypeRow,
        "select t.department, d.key as department_key, t.form, f.revision as form_revision, t.key, t.state,
           t.paused_message, t.naming, t.default_priority, t.limit_per_member
         from ticket_type t join department d on d.id = t.department join form f on f.id = t.form
         where t.id = $1 and t.guild = $2 and t.deleted_at is null",
        ticket_type,
        guild,
    )?;
    let row = row.ok_or(Refusal::TypeGone)?;
    if row.state == TypeState::Paused {
        return Err(Refusal::type_paused(row.paused_message.as_deref()).into());
    }
    Ok(row)
}

/// A completed ticket does not count: nobody works on it, and the member can't close it sooner.
async fn below_limit(
    tx: &mut Tx,
    guild: GuildId,
    ticket_type: TicketTypeId,
    customer: UserId,
    limit: i64,
) -> Result<()> {
    let open = fetch_all!(
        tx,
        (i64, Option<ChannelId>),
        "select number, channel from ticket where guild = $1 and customer = $2 and ticket_type = $3
           and status in ('open', 'in_progress', 'awaiting_confirmation') order by id desc",
        guild,
        customer,
        ticket_type,
    )?;
    let count = i64::try_from(open.len()).unwrap_or(i64::MAX);
    if count < limit {
        return Ok(());
    }
    match open.first() {
        Some((number, channel)) if limit <= 1 => {
            let link = channel.map_or_else(|| ticket_ref(*number), |channel| format!("<#{channel}>"));
            Err(Refusal::OneIsOpen { link }.into())
        }
        _ => Err(Refusal::TooManyOpen { open: count }.into()),
    }
}

/// Six letters or digits that nobody can guess from the ticket's number.
fn random6() -> String {
    let mut random = rand::rng();
    (0..6).map(|_| char::from(b"abcdefghijkmnpqrstuvwxyz23456789"[random.random_range(0..32)])).collect()
}
