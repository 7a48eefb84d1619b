//! What is done with a ticket from its page: a server function for each verb of the store, all on one shape. The
//! answer is told in a toast, with the way back where there is one; a browser without a script is led back to the page.

mod amend;
mod later;
mod member;
mod offer;
mod order;
mod people;
mod work;

pub use amend::{
    AddNote, MoveTicket, RenameTicket, SetCategory, SetDescription, SetPriority, SetSubject, TagTicket, UntagTicket,
};
pub use later::{PauseSilence, SnoozeTicket, StopTimer, WakeTicket};
pub use member::{AcceptSolved, NeedHelp, RateTicket, RefuseSolved, TicketWorks};
pub use offer::TicketOffers;
pub use order::{LinkOrder, PutOrder, UnlinkOrder};
pub use people::{AddMember, AssignTicket, RemoveMember};
pub use work::{
    CancelTicket, ClaimTicket, CloseTicket, CompleteTicket, EscalateTicket, ReopenTicket, SolveTicket, TransferTicket,
    UnclaimTicket, UnsolveTicket,
};

use crate::clock;
use crate::fault::Fault;
use crate::guard;
use crate::page::link;
use crate::page::settings::answer::{Answer, Done, Undo};
use crate::page::settings::form::Form;
use crate::page::settings::keep::{Asker, guild_of, refused};
use crate::wire::Parcel;
use crate::words::{Say, say};
use domain::{Access, GuildId, Refusal, Ticket, TicketId, Timestamp};
use store::Store;

/// What a deed goes by: the ticket as the reader may read it, and what they sent.
struct Asked {
    store: Store,
    access: Access,
    ticket: Ticket,
    form: Form,
    now: Timestamp,
}

impl Asked {
    fn id(&self) -> TicketId {
        self.ticket.id
    }

    /// The form that takes it back.
    fn back(&self, does: &str, fields: &[(&str, String)]) -> Undo {
        let form = Form::default().with("guild", self.ticket.guild).with("number", self.ticket.number);
        let form = fields.iter().fold(form, |form, (name, value)| form.with(*name, value));
        Undo { action: format!("/fn/ticket-{does}"), form }
    }
}

/// Guards, does it, and hands the answer over.
async fn deed(form: Form, act: impl AsyncFnOnce(&Asked) -> store::Result<Done>) -> Result<Parcel<Answer>, Fault> {
    let (asker, form) = (Asker::here(), form.plain());
    let number = form.get("number").parse().unwrap_or_default();
    let page = link::ticket(guild_of(&form), number, "");
    let answer = match asked(guild_of(&form), number, &form).await {
        Ok(asked) => match act(&asked).await {
            Ok(done) => Ok(Answer::Done(done)),
            Err(error) => refused(error),
        },
        Err(fault) => Err(fault),
    };
    asker.answer(&page, Some(form), answer).await
}

/// A ticket that the visitor may not read is none.
async fn asked(guild: GuildId, number: i64, form: &Form) -> Result<Asked, Fault> {
    let (access, store) = guard::access(guild).await?;
    let ticket = store.ticket_by_number(guild, number).await?.ok_or(Refusal::NoSuchTicket)?;
    if !store.may_read(&access, &ticket).await? {
        return Err(Refusal::NoSuchTicket.into());
    }
    Ok(Asked { store, access, ticket, form: form.clone(), now: clock::now() })
}

fn done(words: Say, undo: impl Into<Option<Undo>>) -> Done {
    Done { say: say(words).to_owned(), undo: undo.into(), ..Done::default() }
}
