//! Knows what a ticket's channel is known by: its name, its topic, the pinned welcome message. Discord allows two renames
//! in ten minutes, so all of it comes after what matters, in a lane of its own, and ends with what is wanted last.

use super::place::{mark, topic};
use crate::bot::Bot;
use crate::drill::kill_point;
use crate::rest::{Error, code};
use crate::trouble::{Result, Trouble};
use crate::words::Word;
use domain::permission::{MANAGE_CHANNELS, PIN_MESSAGES};
use domain::{ChannelId, GuildId, Provisioning, Ticket, TicketId, naming};
use serde_json::{Map, Value, json};
use std::time::Duration;

/// After a name that Discord refused: the plain one is tried soon.
const SOON: Duration = Duration::from_secs(1);

/// What is called so by nobody's fault is never refused.
pub fn plain(ticket: &Ticket) -> String {
    format!("ticket-{:04}", ticket.number)
}

pub fn is_about_the_name(error: &Error) -> bool {
    matches!(error, Error::Refused { status: 400, message, .. } if message.contains("(name:") || message.contains("; name:"))
}

/// What the channel is to be called now.
fn wanted(ticket: &Ticket) -> String {
    if ticket.status.is_over() { naming::closed_name(&ticket.channel_name) } else { ticket.channel_name.clone() }
}

/// Whether Docket gave it this name, or was about to when it was interrupted. Any other is somebody's own.
fn is_ours(ticket: &Ticket, name: &str) -> bool {
    let given = ticket.given_name.as_deref().unwrap_or(&ticket.channel_name);
    given.split(' ').any(|given| given == name)
}

/// What of name and topic is not as it is wanted. A name given by hand stays, and so does a topic without our mark.
pub fn owed(ticket: &Ticket, type_name: &str, now: &Value) -> Map<String, Value> {
    let mut changes = Map::new();
    let (name, now_topic) = (now["name"].as_str().unwrap_or_default(), now["topic"].as_str().unwrap_or_default());
    let wanted = wanted(ticket);
    if name != wanted && is_ours(ticket, name) {
        changes.insert("name".into(), json!(wanted));
    }
    let topic = topic(ticket, type_name);
    if now_topic != topic && now_topic.starts_with(&mark(ticket)) {
        changes.insert("topic".into(), json!(topic));
    }
    changes
}

/// Written down before it is tried, so that a restart goes on with it and knows both names as ours.
pub async fn promise(bot: &Bot, ticket: &Ticket, now: &Value) -> Result<()> {
    let given = ticket.given_name.as_deref().unwrap_or(&ticket.channel_name);
    let name = now["name"].as_str().filter(|name| is_ours(ticket, name));
    let names = format!("{} {}", name.or_else(|| given.split(' ').next()).unwrap_or_default(), wanted(ticket));
    if ticket.given_name.as_deref() != Some(names.as_str()) {
        bot.store.name_owed(ticket.id, &names).await?;
    }
    Ok(())
}

/// The lane of those that go on; at a ticket's end its row of what is due calls [`name`].
pub async fn tend(bot: &Bot, guild: GuildId, ticket: TicketId) -> Result<()> {
    if !bot.memory.is_here(guild) {
        return Ok(());
    }
    // Not the ticket's own lock: nothing waits for a name.
    let _alone = bot.locks.lock(("sign", ticket)).await;
    let Some(ticket) = bot.store.ticket(guild, ticket).await? else { return Ok(()) };
    let (Some(channel), None) = (ticket.channel, ticket.channel_gone_at) else { return Ok(()) };
    if ticket.status.is_over() || ticket.provisioning != Provisioning::Done {
        return Ok(());
    }
    pin(bot, &ticket, channel).await?;
    if ticket.given_name.as_deref() == Some(ticket.channel_name.as_str()) {
        return Ok(());
    }
    name(bot, &ticket).await
}

/// Gives the channel its name and topic.
pub async fn name(bot: &Bot, ticket: &Ticket) -> Result<()> {
    let Some(channel) = ticket.channel else { return Ok(()) };
    let Some(now) = bot.unless_gone(ticket.guild, channel, bot.rest.channel(channel).await).await? else {
        return Ok(());
    };
    let catalog = bot.catalog(ticket.guild).await?;
    let kind = catalog.kind(ticket.ticket_type).map_or("Ticket", |kind| kind.name.as_str());
    let changes = owed(ticket, kind, &now);
    let wanted = wanted(ticket);
    if changes.is_empty() {
        bot.store.named(ticket.id, &wanted, &wanted).await?;
        return Ok(());
    }
    promise(bot, ticket, &now).await?;
    bot.need(ticket.guild, Some(channel), MANAGE_CHANNELS)?;
    let renames = changes.contains_key("name");
    let reason = Word::AuditPublish { number: ticket.number }.to_string();
    let answer = bot.rest.rename_channel(channel, Value::Object(changes), &reason).await;
    if let Err(error) = &answer
        && is_about_the_name(error)
        && ticket.channel_name != plain(ticket)
    {
        tracing::warn!(ticket.id = %ticket.id, %error, "Discord refuses the channel's name; it gets a plain one");
        bot.store.name_refused(ticket.id, &ticket.channel_name, &plain(ticket)).await?;
        return Err(Trouble::NotYet { wait: SOON, why: "Discord refuses its name" });
    }
    let Some(answer) = bot.unless_gone(ticket.guild, channel, answer).await? else { return Ok(()) };
    kill_point("after-channel-renamed");
    let given = answer["name"].as_str().filter(|_| renames).unwrap_or(&wanted);
    bot.store.named(ticket.id, &wanted, given).await?;
    Ok(())
}

/// Once for each welcome message. Without the right to it the ticket does without, and Health says so.
async fn pin(bot: &Bot, ticket: &Ticket, channel: ChannelId) -> Result<()> {
    let Some(message) = ticket.welcome_message else { return Ok(()) };
    if bot.store.pinned(ticket.id).await? == Some(message) || bot.lacks_in(ticket.guild, channel, PIN_MESSAGES) {
        return Ok(());
    }
    match bot.rest.pin_message(channel, message).await {
        Ok(()) => {}
        // There is no room for another pin, or nothing to be pinned any more.
        Err(error) if error.is_forbidden() || error.is_gone() || error.code() == Some(code::TOO_MANY_PINS) => {
            tracing::warn!(ticket.id = %ticket.id, %error, "the welcome message is not pinned");
        }
        Err(error) => return Err(error.into()),
    }
    kill_point("after-welcome-pinned");
    bot.store.pin_done(ticket.id, message).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ticket::view::tests::ticket;

    fn named(given: Option<&str>, wanted: &str) -> Ticket {
        Ticket { channel_name: wanted.into(), given_name: given.map(str::to_owned), ..ticket() }
    }

    fn change(ticket: &Ticket, now: &str) -> Option<String> {
        let now = json!({"name": now, "topic": "by hand"});
        owed(ticket, "Gold", &now).get("name").and_then(Value::as_str).map(str::to_owned)
    }

    #[test]
    fn a_name_given_by_hand_is_left_alone() {
        let renamed = named(Some("mia-gold-0001"), "vip-0001");
        assert_eq!(change(&renamed, "mia-gold-0001").as_deref(), Some("vip-0001"));
        assert_eq!(change(&renamed, "vip-0001"), None, "there already");
        assert_eq!(change(&renamed, "waiting-for-mia"), None);
        let closed = Ticket { status: domain::Status::Closed, ..named(Some("vip-0001"), "vip-0001") };
        assert_eq!(change(&closed, "vip-0001").as_deref(), Some("closed-vip-0001"));
        assert_eq!(change(&closed, "waiting-for-mia"), None, "at the close as well");
        assert_eq!(change(&named(None, "mia-0001"), "mia-0001"), None, "from before names were kept");
    }

    /// Interrupted between asking and writing down what came of it: either name is ours.
    #[test]
    fn a_rename_that_was_cut_off_is_gone_on_with() {
        let cut_off = named(Some("mia-gold-0001 vip-0001"), "urgent-0001");
        for now in ["mia-gold-0001", "vip-0001"] {
            assert_eq!(change(&cut_off, now).as_deref(), Some("urgent-0001"));
        }
    }

    #[test]
    fn a_topic_without_the_mark_is_somebodys_own() {
        let ticket = named(None, "mia-0001");
        let changed =
            |topic: &str| owed(&ticket, "Gold", &json!({"name": "mia-0001", "topic": topic})).contains_key("topic");
        assert!(!changed("What we are waiting for"));
        assert!(!changed(&topic(&ticket, "Gold")));
        assert!(changed(&topic(&ticket, "Another type")));
    }
}
