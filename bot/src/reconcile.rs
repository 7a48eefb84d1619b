//! Knows when Discord is to be brought into agreement: on every bell, when bells were missed, when a guild arrives,
//! and once a minute in any case.

use crate::bot::Bot;
use crate::work::Subject;
use crate::{repair, ticket};
use domain::{Bell, GuildId};
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::{MissedTickBehavior, interval};

const EVERY: Duration = Duration::from_mins(1);

/// Checkups that try what Discord has forbidden, of one guild in a minute: nobody is to have it asked without end.
const CHECKUPS: u32 = 6;

/// How many were asked for in this minute.
#[derive(Default)]
struct Checkups(HashMap<GuildId, u32>);

impl Checkups {
    fn may(&mut self, guild: GuildId) -> bool {
        let count = self.0.entry(guild).or_default();
        *count += 1;
        *count <= CHECKUPS
    }
}

pub async fn keep(bot: Arc<Bot>, mut bells: Receiver<Bell>) {
    let mut minute = interval(EVERY);
    minute.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut checkups = Checkups::default();
    loop {
        tokio::select! {
            bell = bells.recv() => match bell {
                Ok(bell) => hear(&bot, bell, &mut checkups).await,
                Err(RecvError::Lagged(missed)) => {
                    tracing::warn!(missed, "bells were missed; everything is looked at");
                    everything(&bot).await;
                }
                Err(RecvError::Closed) => return,
            },
            _ = minute.tick() => {
                checkups = Checkups::default();
                sweep(&bot).await;
                look_over(&bot);
                bot.due_bell.notify_one();
            }
        }
    }
}

async fn hear(bot: &Arc<Bot>, bell: Bell, checkups: &mut Checkups) {
    match bell {
        Bell::Ticket { guild, ticket } => {
            match bot.store.ticket(guild, ticket).await {
                Ok(Some(row)) => {
                    bot.memory.put_ticket(&row);
                    if !ticket::is_owed(&row) {
                        return;
                    }
                }
                Ok(None) => return,
                Err(error) => tracing::error!(ticket.id = %ticket, %error, "a ticket that rang can't be read"),
            }
            bot.work.changed(bot, Subject::Ticket(guild, ticket));
        }
        Bell::Panel { guild, panel } => bot.work.changed(bot, Subject::Panel(guild, panel)),
        Bell::Catalog { guild } | Bell::Check { guild } => {
            if matches!(bell, Bell::Check { .. }) && checkups.may(guild) {
                // Somebody asks for it: what was forbidden is tried too, and what was changed by hand is mended.
                bot.rest.allowed();
                if let Err(error) = repair::repair(bot, guild).await {
                    tracing::warn!(guild.id = %guild, %error, "what is wrong in Discord could not be looked for");
                }
            }
            refresh(bot, guild).await;
            bot.roused(guild).await;
            sweep(bot).await;
            bot.work.ask(bot, Subject::Health(guild));
        }
        Bell::Due { .. } => bot.due_bell.notify_one(),
        Bell::Message { .. } | Bell::Access { .. } | Bell::Guild { .. } | Bell::Line { .. } | Bell::Bot => {}
    }
}

async fn refresh(bot: &Bot, guild: GuildId) {
    if let Err(error) = bot.read_catalog(guild).await {
        tracing::error!(guild.id = %guild, %error, "a catalogue that rang can't be read");
    }
}

async fn everything(bot: &Arc<Bot>) {
    for guild in bot.memory.guilds() {
        refresh(bot, guild).await;
        match bot.store.tickets_in_discord(guild).await {
            Ok(tickets) => bot.memory.put_tickets(guild, &tickets),
            Err(error) => tracing::error!(guild.id = %guild, %error, "a guild's tickets can't be read"),
        }
    }
    sweep(bot).await;
    look_over(bot);
    bot.due_bell.notify_one();
    bot.files_bell.notify_one();
}

fn look_over(bot: &Arc<Bot>) {
    for guild in bot.memory.guilds() {
        bot.work.ask(bot, Subject::Health(guild));
    }
}

/// Asks for everything that Discord does not show as the database says.
pub async fn sweep(bot: &Arc<Bot>) {
    match bot.store.tickets_behind().await {
        Ok(tickets) => {
            for ticket in tickets.iter().filter(|ticket| bot.memory.is_here(ticket.guild)) {
                bot.work.ask(bot, Subject::Ticket(ticket.guild, ticket.id));
            }
        }
        Err(error) => tracing::error!(%error, "what is behind can't be read"),
    }
    match bot.store.tickets_unsigned().await {
        Ok(tickets) => {
            for (guild, ticket) in tickets.into_iter().filter(|(guild, _)| bot.memory.is_here(*guild)) {
                bot.work.ask(bot, Subject::Sign(guild, ticket));
            }
        }
        Err(error) => tracing::error!(%error, "what wants its name can't be read"),
    }
    match bot.store.panels_behind().await {
        Ok(panels) => {
            for panel in panels.iter().filter(|panel| bot.memory.is_here(panel.guild)) {
                bot.work.ask(bot, Subject::Panel(panel.guild, panel.id));
            }
        }
        Err(error) => tracing::error!(%error, "the panels can't be read"),
    }
}
