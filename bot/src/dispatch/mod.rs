//! Knows which press, command or form leads to which deed, and how a person is answered. An id proves nothing:
//! rights are asked on every press.

mod block;
mod command;
mod deed;
mod echo;
mod form;
pub mod open;
mod open_for;
mod panel;
mod press;
mod reply;
mod setup;
mod suggest;
mod used;

pub use command::register;

use crate::bot::Bot;
use crate::custom_id::CustomId;
use crate::rest;
use crate::task::{caught, reference};
use crate::ticket::clip;
use crate::trouble::Trouble;
use crate::wire::interaction::{Deed, Interaction};
use crate::words::Word;
use domain::setting::{FieldFault, field_name};
use domain::{Access, ChannelId, GuildId, Person, Refusal, UserId};
use reply::Reply;
use std::sync::Arc;
use used::Used;

/// Why a person did not get what they asked for.
#[derive(Debug, thiserror::Error)]
pub enum Oops {
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Said as it is.
    #[error("{0}")]
    Words(String),
    #[error(transparent)]
    Fault(Trouble),
}

impl From<store::Error> for Oops {
    fn from(error: store::Error) -> Self {
        match error {
            store::Error::Refused(refusal) => Self::Refused(refusal),
            store::Error::Invalid(faults) => Self::Words(in_words(&faults)),
            fault => Self::Fault(Trouble::Store(fault)),
        }
    }
}

/// What is wrong with a setting, a line a field.
fn in_words(faults: &[FieldFault]) -> String {
    let line = |fault: &FieldFault| {
        Word::Field { name: &field_name(&fault.field), fault: &fault.refusal.to_string() }.to_string()
    };
    clip(&faults.iter().map(line).collect::<Vec<_>>().join("\n"), 2_000)
}

impl From<Trouble> for Oops {
    fn from(trouble: Trouble) -> Self {
        match trouble {
            Trouble::Store(error) => error.into(),
            fault => Self::Fault(fault),
        }
    }
}

impl From<rest::Error> for Oops {
    fn from(error: rest::Error) -> Self {
        Self::Fault(Trouble::Rest(error))
    }
}

pub type Result<T> = std::result::Result<T, Oops>;

/// One interaction of a member in a guild.
pub struct Asked<'a> {
    pub bot: &'a Arc<Bot>,
    pub raw: &'a Interaction,
    pub guild: GuildId,
    pub channel: Option<ChannelId>,
    pub person: Person,
    /// What the guild calls them.
    pub called: String,
    pub roles: Vec<domain::RoleId>,
    pub joined_at: Option<domain::Timestamp>,
}

impl Asked<'_> {
    pub fn user(&self) -> UserId {
        self.person.id
    }

    /// Their rights, as the roles that came with the interaction give them.
    pub async fn access(&self) -> Result<Access> {
        let store = &self.bot.store;
        match self.bot.memory.facts(self.guild, self.user(), &self.roles) {
            Some(facts) => Ok(store.access_with(self.guild, self.user(), &facts).await?),
            None => Ok(store.access(self.guild, self.user(), crate::clock::now()).await?),
        }
    }
}

/// What a log may say of a refusal: which one it is. Its words can be people's own.
pub fn kind(refusal: &Refusal) -> String {
    match serde_json::to_value(refusal) {
        Ok(serde_json::Value::String(kind)) => kind,
        Ok(serde_json::Value::Object(only)) => only.into_iter().map(|(kind, _)| kind).next().unwrap_or_default(),
        _ => String::new(),
    }
}

pub async fn interaction(bot: &Arc<Bot>, raw: Interaction) {
    let deed = raw.deed();
    if deed == Deed::Other {
        return;
    }
    let reply = Reply::new(bot, raw.id, &raw.token);
    let outcome = caught("interaction", Box::pin(handle(bot, &raw, &reply, deed))).await;
    let words = match outcome {
        Ok(Ok(())) => return,
        Ok(Err(Oops::Refused(refusal))) => {
            let kind = kind(&refusal);
            tracing::info!(user.id = ?raw.user(), guild.id = ?raw.guild_id, refusal.kind = kind, "a deed was refused");
            refusal.to_string()
        }
        Ok(Err(Oops::Words(words))) => words,
        Ok(Err(Oops::Fault(Trouble::Rest(error)))) if error.is_too_late() => {
            tracing::warn!(interaction.id = %raw.id, %error, "an interaction was answered too late");
            return;
        }
        Ok(Err(Oops::Fault(trouble))) if trouble.is_forbidden() || trouble.is_full() => {
            tracing::warn!(interaction.id = %raw.id, guild.id = ?raw.guild_id, error = %trouble, "Discord forbade a deed");
            Word::Forbidden { mend: trouble.mend().unwrap_or_default() }.to_string()
        }
        Ok(Err(Oops::Fault(trouble))) => {
            let reference = reference();
            tracing::error!(reference, interaction.id = %raw.id, error = %trouble, "an interaction failed");
            Word::Fault { reference: &reference }.to_string()
        }
        Err(reference) => Word::Fault { reference: &reference }.to_string(),
    };
    if let Err(error) = reply.whisper(serde_json::json!({"content": words})).await {
        tracing::warn!(interaction.id = %raw.id, %error, "a person could not be answered");
    }
}

async fn handle(bot: &Arc<Bot>, raw: &Interaction, reply: &Reply<'_>, deed: Deed) -> Result<()> {
    let asked = match (raw.guild_id, &raw.member, &raw.user) {
        (Some(guild), Some(member), _) => Asked {
            bot,
            raw,
            guild,
            channel: raw.channel_id,
            person: member.user.person(),
            called: member.called(),
            roles: member.roles.clone(),
            joined_at: member.joined_at(),
        },
        (None, None, Some(user)) => {
            let guild = privately(&deed).ok_or(Refusal::OutsideGuild)?;
            let person = user.person();
            let called = person.display_name.clone();
            Asked { bot, raw, guild, channel: raw.channel_id, person, called, roles: Vec::new(), joined_at: None }
        }
        _ => return Err(Refusal::OutsideGuild.into()),
    };
    match deed {
        Deed::Press { custom_id, values } => press::press(&asked, reply, &custom_id, &values).await,
        Deed::Submit { custom_id, answers } => press::submit(&asked, reply, &custom_id, answers).await,
        Deed::Command { menu, name, options } => {
            command::run(&Used { asked: &asked, reply, options: &options }, menu, &name).await
        }
        Deed::Typing { name, option, typed } => suggest::suggest(&asked, &name, &option, &typed).await,
        Deed::Other => Ok(()),
    }
}

/// What is pressed in a direct message tells no guild: its id does. Whoever presses there has the rights of a member,
/// whatever their roles.
fn privately(deed: &Deed) -> Option<GuildId> {
    let (Deed::Press { custom_id, .. } | Deed::Submit { custom_id, .. }) = deed else { return None };
    match CustomId::parse(custom_id)? {
        CustomId::Rate { guild, .. } | CustomId::Comment { guild, .. } | CustomId::Commenting { guild, .. } => {
            Some(guild)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_learns_which_refusal_it_is_and_nothing_that_was_typed() {
        let typed = Refusal::Answer { key: "card".into(), label: "Card".into(), problem: "`1234` is no card".into() };
        assert_eq!(kind(&typed), "Answer");
        assert_eq!(kind(&Refusal::AdminOnly), "AdminOnly");
    }
}
