//! Knows the staff's internal notes: messages of the transcript that members are never shown.

use super::words::required;
use crate::db::execute;
use crate::{Result, Store, search};
use domain::{Access, Act, Bell, Deed, MessageId, MessageKind, TicketId, Timestamp, Via};

const NOTE_MAX: usize = 4_000;

impl Store {
    /// Refuses: NoSuchTicket, StaffOnly, ClaimedBy, Empty, TooLong. The note has an id of its moment, and is found as
    /// other messages are, by staff. Timeline row (to: its id). Rings Message and Ticket.
    pub async fn add_note(
        &self,
        who: &Access,
        ticket: TicketId,
        text: &str,
        via: Via,
        now: Timestamp,
    ) -> Result<MessageId> {
        let text = required("Note", text, NOTE_MAX)?;
        let mut taken = self.take_to(who, ticket, Act::Annotate, via, now).await?;
        let message = MessageId(taken.next_id());
        execute!(
            &mut taken.tx,
            "insert into message (id, guild, ticket, author, kind, content, embeds, components, stickers,
               deleted_while_away, version)
             values ($1, $2, $3, $4, $5, $6, '[]', '[]', '[]', false, 1)",
            message,
            taken.row.guild,
            ticket,
            who.user(),
            MessageKind::Note,
            &text,
        )?;
        search::put_message(&mut taken.tx, &taken.row, message, MessageKind::Note, &text).await?;
        taken.note(Deed::Noted, None, Some(message.to_string()), None).await?;
        taken.also_ring(Bell::Message { guild: taken.row.guild, ticket, message });
        taken.end().await?;
        Ok(message)
    }
}
