//! Knows what is done with Discord's events, in the order in which they came: those of one channel or guild one
//! after the other, different ones beside each other.

mod gathering;
mod lane;

use crate::bot::Bot;
use crate::memory::{Known, usable};
use crate::relay::frame::Event;
use crate::spots::Spot;
use crate::task::caught;
use crate::wire::guild::{
    Channel, Chunk, Emoji, EmojiEvent, Guild, GuildGone, MemberEvent, MemberGone, RoleEvent, RoleGone,
};
use crate::wire::interaction::Interaction;
use crate::wire::without_values;
use crate::work::Subject;
use crate::{clock, dispatch, record};
use domain::{GuildId, UserId};
use gathering::Gathering;
use lane::{LANES, lane};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use store::MemberSeen;
use tokio::sync::mpsc;
use tokio::time::sleep;

/// Interactions that were answered already: a resumed session may bring them again.
const REMEMBERED: usize = 512;
const TRIES: u32 = 4;

/// What the lanes share.
struct Desk {
    bot: Arc<Bot>,
    /// By the nonce under which they were asked for: the guild's arrival.
    gatherings: Mutex<HashMap<(GuildId, String), Gathering>>,
}

/// Takes events off the relay until it ends.
pub async fn keep(bot: Arc<Bot>, mut events: mpsc::UnboundedReceiver<Event>) {
    let desk = Arc::new(Desk { bot: Arc::clone(&bot), gatherings: Mutex::default() });
    let lanes: Vec<mpsc::UnboundedSender<Event>> = (0..LANES)
        .map(|_| {
            let (sender, mut receiver) = mpsc::unbounded_channel::<Event>();
            let desk = Arc::clone(&desk);
            bot.tasks.spawn("event lane", async move {
                while let Some(event) = receiver.recv().await {
                    let name = event.name.clone();
                    if caught("event", desk.one(event)).await.is_err() {
                        tracing::error!(event = name, "an event was lost to a panic");
                    }
                }
            });
            sender
        })
        .collect();
    let mut answered = VecDeque::with_capacity(REMEMBERED);
    while let Some(event) = events.recv().await {
        match event.name.as_str() {
            "READY" | "RESUMED" => desk.connected(&event).await,
            "INTERACTION_CREATE" => interact(&bot, &event, &mut answered),
            _ => {
                // The lanes live as long as the bot.
                let _ = lanes[lane(&event)].send(event);
            }
        }
    }
}

fn interact(bot: &Arc<Bot>, event: &Event, answered: &mut VecDeque<i64>) {
    let interaction: Interaction = match serde_json::from_str(event.body.get()) {
        Ok(interaction) => interaction,
        Err(error) => {
            tracing::error!(error = without_values(&error), "an interaction of Discord's can't be read");
            bot.unknown.note(&event.name);
            return;
        }
    };
    if answered.contains(&interaction.id.0) {
        return;
    }
    if answered.len() == REMEMBERED {
        answered.pop_front();
    }
    answered.push_back(interaction.id.0);
    let inner = Arc::clone(bot);
    bot.tasks.spawn("interaction", async move { dispatch::interaction(&inner, interaction).await });
}

#[derive(Deserialize)]
struct Ready {
    guilds: Vec<GuildGone>,
}

impl Desk {
    fn parse<T: DeserializeOwned>(&self, event: &Event) -> Option<T> {
        let read = serde_json::from_str(event.body.get());
        if let Err(error) = &read {
            let error = without_values(error);
            tracing::error!(event = event.name, error, "an event of Discord's can't be read");
            self.bot.unknown.note(&event.name);
        }
        read.ok()
    }

    async fn connected(&self, event: &Event) {
        tracing::info!(event = event.name, "connected to Discord");
        self.bot.store.bot_connected(clock::now());
        if event.name != "READY" {
            return;
        }
        let Some(ready) = self.parse::<Ready>(event) else { return };
        let here: HashSet<GuildId> = ready.guilds.iter().map(|guild| guild.id).collect();
        let known = match self.bot.store.guilds().await {
            Ok(known) => known,
            Err(error) => {
                tracing::error!(%error, "the guilds can't be read");
                return;
            }
        };
        for guild in known.into_iter().filter(|guild| !here.contains(&guild.id)) {
            self.left(guild.id).await;
        }
    }

    async fn left(&self, guild: GuildId) {
        tracing::info!(guild.id = %guild, "the bot is no longer in a guild");
        self.bot.memory.drop_guild(guild);
        self.bot.spots.left(guild);
        if let Err(error) = self.bot.store.guild_left(guild).await {
            tracing::error!(guild.id = %guild, %error, "a guild that was left could not be marked");
        }
    }

    /// A database that is busy for a moment loses nothing; one that stays broken is logged, and the next comparison
    /// finds what was missed.
    async fn one(&self, event: Event) {
        let mut wait = Duration::from_millis(100);
        for attempt in 1..=TRIES {
            match self.take(&event).await {
                Ok(()) => return,
                Err(store::Error::Refused(refusal)) => {
                    let kind = dispatch::kind(&refusal);
                    tracing::warn!(event = event.name, refusal.kind = kind, "an event was refused");
                    return;
                }
                Err(error) if attempt == TRIES => {
                    tracing::error!(event = event.name, %error, "an event could not be written down");
                }
                Err(error) => {
                    tracing::warn!(event = event.name, attempt, %error, "an event is tried again");
                    sleep(wait).await;
                    wait *= 4;
                }
            }
        }
    }

    async fn take(&self, event: &Event) -> Result<(), store::Error> {
        let bot = &self.bot;
        let store = &bot.store;
        let now = clock::now();
        match event.name.as_str() {
            "MESSAGE_CREATE" | "MESSAGE_UPDATE" => return record::message(bot, event.body.get()).await,
            "MESSAGE_DELETE" | "MESSAGE_DELETE_BULK" => return record::deletion(bot, event.body.get()).await,
            "CHANNEL_CREATE" | "CHANNEL_UPDATE" => {
                let Some(channel) = self.parse::<Channel>(event) else { return Ok(()) };
                let Some(guild) = channel.guild_id else { return Ok(()) };
                let held = || bot.memory.held_in(guild, bot.me, channel.id);
                let before = held();
                let others = bot.memory.change_overwrites(guild, channel.id, Some(channel.overwrites()));
                // Most changes are of who may see it, which the database has no part in. What the bot made itself is
                // known before it is written down.
                let (known, spot) = (bot.spots.spot(guild, channel.id), Spot::from(&channel));
                if event.name == "CHANNEL_CREATE" || known.as_ref() != Some(&spot) {
                    store.channel_changed(guild, &channel.facts()).await?;
                    bot.spots.put(guild, channel.id, spot);
                }
                if others && event.name == "CHANNEL_UPDATE" {
                    bot.rest.allowed_in(channel.id);
                    // Each ticket that ends changes who else sees its channel: that is nobody's illness.
                    if held() != before {
                        bot.work.ask(bot, Subject::Health(guild));
                    }
                }
                bot.work.wake(bot, guild);
            }
            "CHANNEL_DELETE" => {
                let Some(channel) = self.parse::<Channel>(event) else { return Ok(()) };
                let Some(guild) = channel.guild_id else { return Ok(()) };
                bot.memory.change_overwrites(guild, channel.id, None);
                bot.spots.removed(guild, channel.id);
                store.channel_deleted(guild, channel.id, now).await?;
                bot.work.ask(bot, Subject::Health(guild));
                bot.work.wake(bot, guild);
            }
            "GUILD_CREATE" => return self.arrived(event).await,
            "GUILD_UPDATE" => return self.changed(event).await,
            "GUILD_DELETE" => {
                // Unavailable is an outage of Discord's: it comes back by itself.
                if let Some(gone) = self.parse::<GuildGone>(event).filter(|gone| !gone.unavailable) {
                    self.left(gone.id).await;
                }
            }
            "GUILD_EMOJIS_UPDATE" => {
                let Some(EmojiEvent { guild_id, emojis }) = self.parse(event) else { return Ok(()) };
                let all: Vec<_> = emojis.iter().filter_map(Emoji::facts).collect();
                bot.memory.change_guild(guild_id, |known| known.emoji = usable(&emojis));
                store.emoji_are(guild_id, &all).await?;
                bot.work.ask(bot, Subject::Health(guild_id));
                bot.work.wake(bot, guild_id);
            }
            "GUILD_ROLE_CREATE" | "GUILD_ROLE_UPDATE" => {
                let Some(RoleEvent { guild_id, role }) = self.parse(event) else { return Ok(()) };
                self.permit(guild_id, |known| known.put_role(&role)).await;
                store.role_changed(guild_id, &role.facts()).await?;
                self.check(guild_id);
            }
            "GUILD_ROLE_DELETE" => {
                let Some(RoleGone { guild_id, role_id }) = self.parse(event) else { return Ok(()) };
                bot.memory.change_guild(guild_id, |known| {
                    known.roles.remove(&role_id);
                });
                store.role_deleted(guild_id, role_id).await?;
                self.check(guild_id);
            }
            "GUILD_MEMBER_ADD" | "GUILD_MEMBER_UPDATE" => {
                let Some(MemberEvent { guild_id, member }) = self.parse(event) else { return Ok(()) };
                if member.user.id == bot.me {
                    self.permit(guild_id, |known| known.my_roles.clone_from(&member.roles)).await;
                    self.check(guild_id);
                }
                self.gather(guild_id, member.user.id);
                store.members_seen(guild_id, &[member.seen()], now).await?;
                // Whoever comes back finds their tickets again.
                if event.name == "GUILD_MEMBER_ADD" {
                    store.let_in_changed(guild_id, member.user.id).await?;
                }
            }
            "GUILD_MEMBER_REMOVE" => {
                let Some(MemberGone { guild_id, user }) = self.parse(event) else { return Ok(()) };
                store.member_left(guild_id, user.id, now).await?;
                let closed = store.customer_left(guild_id, user.id, now).await?;
                if !closed.is_empty() {
                    tracing::info!(guild.id = %guild_id, tickets = closed.len(), "tickets end, as their member has left");
                }
                store.let_in_changed(guild_id, user.id).await?;
            }
            "GUILD_MEMBERS_CHUNK" => return self.chunk(event).await,
            _ => {}
        }
        Ok(())
    }

    /// GUILD_CREATE: at the start, on joining, and after a connection that could not be resumed.
    async fn arrived(&self, event: &Event) -> Result<(), store::Error> {
        let bot = &self.bot;
        let Some(guild) = self.parse::<Guild>(event) else { return Ok(()) };
        let now = clock::now();
        let facts = domain::GuildFacts { bot: Some(bot.me), ..guild.facts() };
        bot.store.guild_joined(&facts, now).await?;
        let members: Vec<MemberSeen> = guild.members.iter().map(crate::wire::guild::Member::seen).collect();
        bot.store.members_seen(guild.id, &members, now).await?;
        for problem in bot.store.problems(guild.id).await? {
            bot.memory.note_problem(guild.id, &problem.subject);
        }
        let catalog = bot.store.catalog(guild.id).await?;
        bot.memory.put_catalog(guild.id, Arc::new(catalog));
        let tickets = bot.store.tickets_in_discord(guild.id).await?;
        bot.memory.put_tickets(guild.id, &tickets);
        let overwrites = guild.channels.iter().map(|channel| (channel.id, channel.overwrites())).collect();
        bot.memory.put_overwrites(guild.id, overwrites);
        bot.spots.arrived(guild.id, &guild.channels);
        bot.memory.put_guild(guild.id, Known::new(&guild, bot.me));
        tracing::info!(guild.id = %guild.id, tickets = tickets.len(), "a guild is here");
        self.check(guild.id);
        // What was said, edited and deleted meanwhile: those that are still talked in first.
        let (over, open): (Vec<_>, Vec<_>) = tickets.iter().partition(|ticket| ticket.status.is_over());
        for ticket in open.into_iter().chain(over).filter(|ticket| ticket.channel.is_some()) {
            bot.work.ask(bot, Subject::Compare(guild.id, ticket.id));
        }
        crate::reconcile::sweep(bot).await;
        bot.due_bell.notify_one();
        bot.files_bell.notify_one();
        Ok(())
    }

    /// GUILD_UPDATE: what else it carries has events of its own.
    async fn changed(&self, event: &Event) -> Result<(), store::Error> {
        let bot = &self.bot;
        let Some(guild) = self.parse::<Guild>(event) else { return Ok(()) };
        bot.store.guild_changed(&guild.facts()).await?;
        self.permit(guild.id, |known| {
            known.name.clone_from(&guild.name);
            known.owner = guild.owner_id;
            known.mfa = guild.mfa_level > 0;
            known.roles.clear();
            known.mentionable.clear();
            guild.roles.iter().for_each(|role| known.put_role(role));
        })
        .await;
        self.check(guild.id);
        Ok(())
    }

    /// A change that may give the bot something that it lacked: what was forbidden for want of it is tried again.
    async fn permit(&self, guild: GuildId, change: impl FnOnce(&mut Known)) {
        let bot = &self.bot;
        let held = |known: &Known| known.permissions(guild, &known.my_roles);
        let mut gained = false;
        bot.memory.change_guild(guild, |known| {
            let before = (held(known), known.mfa);
            change(known);
            gained = held(known) & !before.0 != 0 || (before.1 && !known.mfa);
        });
        if gained {
            bot.rest.allowed();
            bot.roused(guild).await;
        }
    }

    /// What the bot lacks in a guild is said before it is missed; what rested there is tried anew.
    fn check(&self, guild: GuildId) {
        self.bot.work.ask(&self.bot, Subject::Health(guild));
        self.bot.work.wake(&self.bot, guild);
    }

    /// Somebody who came while the list was on its way has not left.
    fn gather(&self, guild: GuildId, user: UserId) {
        let mut gatherings = self.gatherings.lock().unwrap_or_else(PoisonError::into_inner);
        for ((of, _), gathering) in gatherings.iter_mut() {
            if *of == guild {
                gathering.seen.insert(user);
            }
        }
    }

    async fn chunk(&self, event: &Event) -> Result<(), store::Error> {
        let Some(chunk) = self.parse::<Chunk>(event) else { return Ok(()) };
        let seen: Vec<MemberSeen> = chunk.members.iter().map(crate::wire::guild::Member::seen).collect();
        self.bot.store.members_seen(chunk.guild_id, &seen, clock::now()).await?;
        let Some(nonce) = chunk.nonce else { return Ok(()) };
        let whole = {
            let mut gatherings = self.gatherings.lock().unwrap_or_else(PoisonError::into_inner);
            if chunk.index == 0 {
                // One that was cut off by a lost connection never ends.
                gatherings.retain(|(guild, _), _| *guild != chunk.guild_id);
            }
            let key = (chunk.guild_id, nonce);
            let gathering = gatherings.entry(key.clone()).or_default();
            let all = gathering.add(chunk.index, chunk.count, chunk.members.iter().map(|member| member.user.id));
            if all { gatherings.remove(&key) } else { None }
        };
        if let Some(whole) = whole {
            let (guild, now) = (chunk.guild_id, clock::now());
            let all: Vec<UserId> = whole.seen.iter().copied().collect();
            self.bot.store.members_are(guild, &all, now).await?;
            // Those who left while nobody listened.
            for customer in self.bot.memory.customers(guild).into_iter().filter(|user| !whole.seen.contains(user)) {
                self.bot.store.customer_left(guild, customer, now).await?;
            }
        }
        Ok(())
    }
}
