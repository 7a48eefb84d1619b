//! Knows how a ticket gets its place in Discord. It looks for what an earlier try left behind before it makes
//! anything, and it can be run again after any crash.

use super::sign;
use super::view::View;
use crate::bot::Bot;
use crate::category;
use crate::clock;
use crate::custom_id::{CustomId, in_components};
use crate::drill::{adopts, kill_point};
use crate::permission;
use crate::rest::message::id_of;
use crate::rest::{Error, NewChannel, code};
use crate::trouble::{Result, Trouble};
use crate::words::Word;
use crate::work::Subject;
use domain::permission::MANAGE_CHANNELS;
use domain::{ChannelId, MessageId, Ticket, ticket_ref};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;
use store::{CategoryKind, Made};

/// After this long without a clear answer an opening, or a reopening, has failed.
const PATIENCE: Duration = Duration::from_mins(14);

/// Topic: what a channel of this ticket is known by, whatever it is called.
pub fn topic(ticket: &Ticket, type_name: &str) -> String {
    let text = format!("{} · {type_name} · {}", mark(ticket), ticket.customer_name);
    text.chars().take(1_024).collect()
}

pub fn mark(ticket: &Ticket) -> String {
    format!("{} ({})", ticket_ref(ticket.number), ticket.id)
}

pub async fn place(bot: &Arc<Bot>, ticket: &Ticket) -> Result<()> {
    match attempt(bot, ticket).await {
        Ok(()) => Ok(()),
        Err(trouble) => {
            let Some(reason) = final_reason(&trouble, ticket) else { return Err(trouble) };
            give_up(bot, ticket, &reason).await?;
            if trouble.is_of_the_guild() {
                bot.work.ask(bot, Subject::Health(ticket.guild));
            }
            // For the list of what is to be mended; that the guild is full Health says itself.
            if let Some(mend) = trouble.mend().filter(|_| !trouble.is_full()) {
                let subject = format!("opening:{}", ticket.ticket_type);
                bot.problem(ticket.guild, &subject, &trouble.to_string(), mend).await;
            }
            Ok(())
        }
    }
}

async fn attempt(bot: &Arc<Bot>, ticket: &Ticket) -> Result<()> {
    let catalog = bot.catalog(ticket.guild).await?;
    let answers = bot.store.answers(ticket.id).await?;
    let view = View { ticket, catalog: &catalog, answers: &answers };
    let found = match ticket.channel {
        Some(channel) => Found { channel, made: false },
        None => channel(bot, &view).await?,
    };
    if ticket.welcome_message.is_none() {
        let which = if found.made { Welcome::Only } else { Welcome::First };
        welcome(bot, &view, found.channel, which).await?;
    }
    tell(bot, ticket, &Word::Opened { channel: &found.channel.to_string() }.to_string()).await?;
    bot.store.ticket_placed(ticket.id, ticket.revision).await?;
    kill_point("after-ticket-placed");
    if bot.memory.take_early(found.channel) {
        bot.work.ask(bot, Subject::Compare(ticket.guild, ticket.id));
    }
    bot.solved(ticket.guild, &format!("opening:{}", ticket.ticket_type)).await;
    tracing::info!(guild.id = %ticket.guild, ticket.id = %ticket.id, channel.id = %found.channel, "a ticket has its place");
    Ok(())
}

struct Found {
    channel: ChannelId,
    /// A moment ago: nothing of an earlier try can stand in it.
    made: bool,
}

/// Finds the channel that an earlier try made, or makes it; recorded either way.
async fn channel(bot: &Bot, view: &View<'_>) -> Result<Found> {
    let ticket = view.ticket;
    if adopts()
        && !bot.fresh.take(ticket.id)
        && let Some(found) = left_behind(bot, ticket).await?
    {
        return Ok(found);
    }
    let made = match make(bot, view).await {
        // Discord may have made it all the same: its member sees it by now, and what they say there is to be kept.
        Err(Trouble::Rest(error @ Error::Unclear { .. })) if adopts() => {
            return left_behind(bot, ticket).await?.ok_or(Trouble::Rest(error));
        }
        made => made?,
    };
    kill_point("after-channel-made");
    let channel = record(bot, ticket, made).await?;
    Ok(Found { channel, made: channel == made.channel })
}

/// The channel that an earlier try made.
async fn left_behind(bot: &Bot, ticket: &Ticket) -> Result<Option<Found>> {
    let listing = bot.rest.guild_channels(ticket.guild).await?;
    Ok(adopt(bot, ticket, &listing).await?.map(|channel| Found { channel, made: false }))
}

async fn make(bot: &Bot, view: &View<'_>) -> Result<Made> {
    let ticket = view.ticket;
    let let_in = if ticket.status.is_over() { Vec::new() } else { bot.store.let_in(ticket).await? };
    let overwrites = bot.in_place(ticket.guild, |p| permission::of_ticket(p, view.catalog, ticket, &let_in)).await?;
    let reason = Word::AuditOpen { number: ticket.number, customer: &ticket.customer_name }.to_string();
    let mut name = ticket.channel_name.clone();
    let mut tries = 0;
    loop {
        let row = category::of_ticket(bot, view.catalog, ticket, CategoryKind::Tickets).await?;
        let parent = category::room(bot, ticket.guild, &row).await?;
        bot.need(ticket.guild, parent, MANAGE_CHANNELS)?;
        let new = NewChannel {
            name: &name,
            kind: 0,
            topic: Some(topic(ticket, view.type_name())),
            parent,
            position: None,
            overwrites: &overwrites,
            reason: &reason,
        };
        let error = match bot.rest.create_channel(ticket.guild, &new).await {
            Ok(made) => {
                let given = made["name"].as_str().unwrap_or(&name);
                if given != ticket.channel_name {
                    bot.store.named(ticket.id, &ticket.channel_name, given).await?;
                }
                return Ok(Made { channel: ChannelId(id_of(&made)), parent });
            }
            Err(error) => error,
        };
        tries += 1;
        let elsewhere = match parent {
            Some(parent) if tries <= category::MOST => category::refused(bot, ticket.guild, parent, &error).await?,
            _ => false,
        };
        if elsewhere {
            continue;
        }
        if sign::is_about_the_name(&error) && name != sign::plain(ticket) {
            name = sign::plain(ticket);
            continue;
        }
        if error.code() == Some(code::TOO_MANY_CHANNELS) {
            bot.spots.guild_filled(ticket.guild);
        }
        return Err(Trouble::Rest(error));
    }
}

async fn record(bot: &Bot, ticket: &Ticket, made: Made) -> Result<ChannelId> {
    let channel = made.channel;
    if bot.store.channel_made(ticket.id, made).await? {
        kill_point("after-channel-recorded");
        return Ok(channel);
    }
    // Another one is recorded: this one is a double.
    remove_double(bot, ticket, channel).await?;
    let recorded = bot.store.ticket(ticket.guild, ticket.id).await?.and_then(|t| t.channel);
    recorded.ok_or(Trouble::NotYet { wait: Duration::from_secs(1), why: "its channel is another's" })
}

/// Looks among the guild's channels for those that carry the ticket's mark: keeps the eldest, removes empty doubles.
async fn adopt(bot: &Bot, ticket: &Ticket, listing: &[Value]) -> Result<Option<ChannelId>> {
    let mark = mark(ticket);
    let number = format!("{:04}", ticket.number);
    let mut marked: Vec<Made> = listing
        .iter()
        .filter(|c| c["topic"].as_str().is_some_and(|topic| topic.starts_with(&mark)))
        .filter(|c| {
            let named = |name: &str| name == ticket.channel_name || name.split('-').any(|part| part == number);
            c["name"].as_str().is_some_and(named)
        })
        .map(|c| Made { channel: ChannelId(id_of(c)), parent: c["parent_id"].as_str().and_then(|id| id.parse().ok()) })
        .collect();
    marked.sort_unstable_by_key(|made| made.channel);
    let Some((eldest, doubles)) = marked.split_first() else { return Ok(None) };
    tracing::info!(ticket.id = %ticket.id, channel.id = %eldest.channel, "a channel from an earlier try is taken over");
    let kept = record(bot, ticket, *eldest).await?;
    for double in doubles {
        remove_double(bot, ticket, double.channel).await?;
    }
    Ok(Some(kept))
}

/// Removes a second channel of a ticket, if nobody but the bot has spoken in it.
async fn remove_double(bot: &Bot, ticket: &Ticket, channel: ChannelId) -> Result<()> {
    let said = match bot.rest.messages_after(channel, 0).await {
        Ok(said) => said,
        Err(error) if error.is_gone() => return Ok(()),
        Err(error) => return Err(error.into()),
    };
    let me = bot.me.to_string();
    if said.iter().any(|m| m["author"]["id"].as_str() != Some(me.as_str())) {
        tracing::warn!(ticket.id = %ticket.id, channel.id = %channel, "a second channel has been spoken in and stays");
        return Ok(());
    }
    match bot.rest.delete_channel(channel, &Word::AuditDouble { number: ticket.number }.to_string()).await {
        Err(error) if !error.is_gone() => Err(error.into()),
        _ => Ok(()),
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Welcome {
    /// The channel was made a moment ago: it stands nowhere yet.
    Only,
    First,
    /// The first was deleted. By its nonce Discord would give back the deleted one.
    Again,
}

/// Finds the welcome message that an earlier try posted, or posts it; recorded either way.
pub async fn welcome(bot: &Bot, view: &View<'_>, channel: ChannelId, which: Welcome) -> Result<MessageId> {
    let ticket = view.ticket;
    let found = if adopts() && which != Welcome::Only { find_welcome(bot, ticket, channel).await? } else { None };
    let message = if let Some(message) = found {
        message
    } else {
        let nonce = format!("w{}.{}", ticket.id, ticket.lives);
        let nonce = (adopts() && which != Welcome::Again).then_some(nonce.as_str());
        MessageId(id_of(&bot.rest.post_message(channel, view.first_message(), nonce).await?))
    };
    kill_point("after-welcome-posted");
    bot.store.welcome_posted(ticket.id, message).await?;
    kill_point("after-welcome-recorded");
    Ok(message)
}

/// The bot's message with a button of this ticket.
async fn find_welcome(bot: &Bot, ticket: &Ticket, channel: ChannelId) -> Result<Option<MessageId>> {
    let me = bot.me.to_string();
    let ours = CustomId::Close { ticket: ticket.id };
    let found =
        bot.rest.messages_after(channel, channel.0).await?.into_iter().find(|m| {
            m["author"]["id"].as_str() == Some(me.as_str()) && in_components(&m["components"]).contains(&ours)
        });
    Ok(found.map(|m| MessageId(id_of(&m))))
}

/// Puts words into the answer that the member is waiting for, if it can still be reached.
async fn tell(bot: &Bot, ticket: &Ticket, words: &str) -> Result<()> {
    let Some(reply) = bot.store.unconfirmed(ticket.id, clock::now()).await? else { return Ok(()) };
    let body = json!({"content": words, "embeds": [], "components": []});
    match bot.rest.edit_answer(bot.application, &reply.reply_token, body).await {
        // An answer that can't be reached holds nothing up: the channel mentions the member.
        Err(error) if !error.is_too_late() => {
            tracing::warn!(ticket.id = %ticket.id, %error, "the member could not be told that their ticket is open");
        }
        _ => {}
    }
    kill_point("after-member-told");
    bot.store.confirmed(ticket.id).await?;
    kill_point("after-telling-recorded");
    Ok(())
}

/// Why this will never work, in the member's words; `None` where it may.
fn final_reason(trouble: &Trouble, ticket: &Ticket) -> Option<String> {
    match trouble.rest() {
        Some(Error::Refused { code: code::TOO_MANY_CHANNELS, .. }) => Some(Word::FailedTooMany.to_string()),
        Some(Error::Refused { code: code::UNKNOWN_CHANNEL, .. }) => Some(Word::FailedGone.to_string()),
        Some(error) if error.is_forbidden() => Some(Word::FailedForbidden.to_string()),
        Some(Error::Refused { status: 401, .. }) => None,
        Some(Error::Refused { message, .. }) => Some(Word::FailedRefused { why: message }.to_string()),
        _ if clock::now().since(ticket.reopened_at.unwrap_or(ticket.created_at)) > PATIENCE => {
            Some(Word::FailedSlow.to_string())
        }
        _ => None,
    }
}

/// The channel first: once the ticket has failed nobody looks for it any more. What Discord does not answer clearly is
/// tried again.
pub async fn give_up(bot: &Bot, ticket: &Ticket, reason: &str) -> Result<()> {
    let ticket = bot.store.ticket(ticket.guild, ticket.id).await?.unwrap_or_else(|| ticket.clone());
    let mut channels: Vec<ChannelId> = ticket.channel.into_iter().collect();
    if ticket.channel.is_none() {
        let listing = match bot.rest.guild_channels(ticket.guild).await {
            Ok(listing) => listing,
            Err(Error::Refused { .. }) => Vec::new(),
            Err(error) => return Err(error.into()),
        };
        let mark = mark(&ticket);
        let marked = listing.iter().filter(|c| c["topic"].as_str().is_some_and(|topic| topic.starts_with(&mark)));
        channels.extend(marked.map(|c| ChannelId(id_of(c))));
    }
    for channel in channels {
        let audit = Word::AuditDelete { number: ticket.number }.to_string();
        match bot.rest.delete_channel(channel, &audit).await {
            Err(error) if error.is_gone() => {}
            Err(error @ Error::Refused { .. }) => {
                tracing::warn!(ticket.id = %ticket.id, channel.id = %channel, %error, "the channel of a failed opening stays");
            }
            answer => answer?,
        }
    }
    tell(bot, &ticket, &Word::OpeningFailed { reason }.to_string()).await?;
    bot.store.opening_failed(ticket.id, reason, clock::now()).await?;
    tracing::warn!(guild.id = %ticket.guild, ticket.id = %ticket.id, reason, "an opening failed for good");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ticket::view::tests::ticket;
    use domain::Timestamp;

    #[test]
    fn a_reopening_has_its_own_time() {
        let unclear =
            Trouble::Rest(Error::Unclear { route: "POST guilds/1/channels".into(), why: "status 502".into() });
        let old = Ticket { created_at: Timestamp(0), ..ticket() };
        assert!(final_reason(&unclear, &old).is_some());
        let reopened = Ticket { reopened_at: Some(clock::now()), ..old };
        assert_eq!(final_reason(&unclear, &reopened), None);
    }
}
