//! Knows how a ticket is opened: every check again inside the transaction that makes the row and the number.

use super::about::describe;
use super::allowed::{Offered, allowed, offered};
use super::timeline::{Noted, Row, note};
use super::waiting;
use super::{ticket_columns, ticket_where};
use crate::db::{Tx, execute, fetch_one, fetch_optional};
use crate::text::without_nul;
use crate::{Error, Result, Store, catalog, member, search};
use domain::naming::{NameFacts, channel_name};
use domain::{
    Access, Answer, Bell, Deed, GuildId, GuildRules, InteractionId, Opener, Opens, Person, RawAnswer, Refusal, RoleId,
    Status, Ticket, TicketId, TicketTypeId, Timestamp, UserId, Via,
};
use rand::Rng;
use sqlx::types::Json;

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
    /// The customer's, as the interaction tells them.
    pub roles: Vec<RoleId>,
    /// When the customer came to the guild, where it is known.
    pub joined_at: Option<Timestamp>,
    pub answers: Vec<RawAnswer>,
    /// The message that staff open it from: its words begin the ticket's description. A member's own describe nothing.
    pub description: Option<String>,
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
            .field("roles", &self.roles)
            .field("interaction", &self.interaction)
            .field("via", &self.via)
            .finish_non_exhaustive()
    }
}

impl Opening {
    /// The answers as a database can hold them.
    pub(super) fn cleaned(&self) -> Vec<RawAnswer> {
        let clean = |a: &RawAnswer| RawAnswer { key: a.key.clone(), value: without_nul(&a.value).into_owned() };
        self.answers.iter().map(clean).collect()
    }
}

#[derive(Clone, Debug)]
pub struct Opened {
    pub ticket: Ticket,
    /// False if this interaction had opened it already.
    pub fresh: bool,
}

/// What a ticket is made of, beside what was submitted.
pub(super) struct Made<'a> {
    pub kind: &'a Offered,
    pub number: i64,
    pub answers: &'a [Answer],
    /// Who is named for it on the timeline.
    pub actor: UserId,
}

impl Store {
    /// A member's own submit. Refuses: GuildUnknown, TypeGone, FormGone, Answer, and whatever `domain::may_open` does
    /// (OneIsOpen with the link `<#channel>` or the ticket's words). `InLine` tells that all places are taken and that
    /// the member now waits for one, or did before: that is written. Makes ticket (provisioning wanted, channel_name by
    /// the type's naming), answers, timeline row. Rings Ticket.
    pub async fn open_ticket(&self, opening: &Opening, now: Timestamp) -> Result<Opened> {
        self.open(opening, None, now).await
    }

    /// Staff of the type's department open it for a member, who meets all rules but cooldown and throttle. Refuses as
    /// `open_ticket`, and StaffOnly.
    pub async fn open_for(&self, who: &Access, opening: &Opening, now: Timestamp) -> Result<Opened> {
        if who.guild() != opening.guild {
            return Err(Refusal::StaffOnly.into());
        }
        self.open(opening, Some(who), now).await
    }

    async fn open(&self, opening: &Opening, staff: Option<&Access>, now: Timestamp) -> Result<Opened> {
        let mut tx = self.inner.db.begin().await?;
        // The number first: this update lets one opening of a guild pass at a time, so that all that follows is
        // judged alone. A refusal rolls it back, which leaves no gap.
        let (number, rules) = next_number(&mut tx, opening.guild).await?;
        if let Some(ticket) = opened_before(&mut tx, opening).await? {
            return Ok(Opened { ticket, fresh: false });
        }
        let customer = opening.customer.id;
        if let Some(position) = waiting::position(&mut tx, opening.guild, opening.ticket_type, customer).await? {
            return Err(Refusal::InLine { position }.into());
        }
        let kind = offered(&mut tx, opening.guild, opening.ticket_type).await?.ok_or(Refusal::TypeGone)?;
        if staff.is_some_and(|who| !who.acts_in(kind.department)) {
            return Err(Refusal::StaffOnly.into());
        }
        let opener = if staff.is_some() { Opener::Staff } else { Opener::Customer };
        let opens = allowed(&mut tx, opening, &kind, &rules, opener, now).await?;
        let answers = judged(&mut tx, opening, &kind).await?;
        member::put_person(&mut tx, &opening.customer).await?;
        if opens == Opens::InLine {
            give_number_back(&mut tx, opening.guild).await?;
            let position = waiting::join(&mut tx, &self.inner.ids, opening, now).await?;
            tx.commit().await?;
            self.ring([Bell::Line { guild: opening.guild }]);
            return Err(Refusal::InLine { position }.into());
        }
        let actor = staff.map_or(customer, Access::user);
        let made = Made { kind: &kind, number, answers: &answers, actor };
        let (mut ticket, noted) = self.insert(&mut tx, opening, &made, now).await?;
        let mut bells: Vec<Bell> = noted.bells().collect();
        if let Some(words) = described(&mut tx, opening, staff, &kind).await? {
            bells.extend(describe(&mut tx, &self.inner.ids, &mut ticket, (actor, opening.via), words, now).await?);
        }
        // From here on the ticket's own row knows how its member is told.
        execute!(&mut tx, "delete from owed_reply where interaction = $1", opening.interaction)?;
        tx.commit().await?;
        self.ring([Bell::Ticket { guild: ticket.guild, ticket: ticket.id }]);
        self.ring(bells);
        Ok(Opened { ticket, fresh: true })
    }

    /// The ticket with its answers and the first row of its timeline.
    pub(super) async fn insert(
        &self,
        tx: &mut Tx,
        opening: &Opening,
        made: &Made<'_>,
        now: Timestamp,
    ) -> Result<(Ticket, Noted)> {
        let Made { kind, number, answers, actor } = *made;
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
        let created = Row {
            deed: Deed::Created,
            actor: Some(actor),
            from: None,
            to: Some(ticket.status.to_string()),
            via: opening.via,
        };
        let noted = note(tx, &self.inner.ids, &ticket, created, now).await?;
        Ok((ticket, noted))
    }
}

/// The words of the message that it is opened from, if whoever opens it is staff of the type's department.
async fn described<'a>(
    tx: &mut Tx,
    opening: &'a Opening,
    staff: Option<&Access>,
    kind: &Offered,
) -> Result<Option<&'a str>> {
    let Some(words) = opening.description.as_deref() else { return Ok(None) };
    let acts = match staff {
        Some(_) => true,
        None => member::mirrored(tx, opening.guild, opening.customer.id)
            .await?
            .is_some_and(|access| access.acts_in(kind.department)),
    };
    Ok(acts.then_some(words))
}

/// The next number of a guild in which the bot is, with the guild's rules.
pub(super) async fn next_number(tx: &mut Tx, guild: GuildId) -> Result<(i64, GuildRules)> {
    let row = fetch_optional!(
        tx,
        (i64, Json<GuildRules>),
        "update guild set next_number = next_number + 1 where id = $1 and present returning next_number - 1, rules",
        guild,
    )?;
    row.map(|(number, rules)| (number, rules.0)).ok_or(Error::Refused(Refusal::GuildUnknown))
}

/// A number that was taken and is not used.
pub(super) async fn give_number_back(tx: &mut Tx, guild: GuildId) -> Result<()> {
    execute!(tx, "update guild set next_number = next_number - 1 where id = $1", guild)?;
    Ok(())
}

async fn opened_before(tx: &mut Tx, opening: &Opening) -> Result<Option<Ticket>> {
    let Some(interaction) = opening.interaction else { return Ok(None) };
    Ok(fetch_optional!(tx, Ticket, ticket_where!("interaction = $1 and guild = $2"), interaction, opening.guild)?)
}

/// What was answered, judged by the form that was shown.
pub(super) async fn judged(tx: &mut Tx, opening: &Opening, kind: &Offered) -> Result<Vec<Answer>> {
    let form = catalog::form(tx, kind.form, opening.form_revision).await?.ok_or(Refusal::FormGone)?;
    Ok(form.judge(&opening.cleaned())?)
}

/// Six letters or digits that nobody can guess from the ticket's number.
fn random6() -> String {
    let mut random = rand::rng();
    (0..6).map(|_| char::from(b"abcdefghijkmnpqrstuvwxyz23456789"[random.random_range(0..32)])).collect()
}
