//! Knows how a ticket is opened: every check again inside the transaction that makes the row and the number.

use crate::{Result, Store};
use domain::{Form, GuildId, InteractionId, Person, RawAnswer, Ticket, TicketTypeId, Timestamp, Via};

/// What a member submitted.
#[derive(Clone, Debug)]
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

#[derive(Clone, Debug)]
pub struct Opened {
    pub ticket: Ticket,
    /// False if this interaction had opened it already.
    pub fresh: bool,
}

impl Store {
    /// Refuses: TypeGone, TypePaused, FormGone, Answer, OneIsOpen (link: `<#channel>` or the ticket's words), TooManyOpen.
    /// Makes ticket (provisioning wanted, channel_name by the type's naming), answers, timeline row. Rings Ticket.
    pub async fn open_ticket(&self, opening: &Opening, now: Timestamp) -> Result<Opened> {
        unimplemented!()
    }

    /// The checks of `open_ticket` that need no answers, for the press of the button.
    pub async fn may_open(&self, guild: GuildId, ticket_type: TicketTypeId, customer: domain::UserId) -> Result<Form> {
        unimplemented!()
    }
}
