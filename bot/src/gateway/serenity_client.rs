//! Knows serenity: it holds the gateway's sessions (heartbeats, identify, resume, shards) through the relay. Events
//! that Docket reads come from the relay itself, in order; serenity is asked only for the lists of members.

use crate::bot::Bot;
use crate::relay::frame::TAKEN;
use crate::relay::{Ended, Listening};
use crate::rest::client;
use serenity::all::{ChunkGuildFilter, Client, Context, Event, GatewayIntents, Http, RawEventHandler};
use serenity::cache::Settings;
use serenity::http::HttpBuilder;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use store::BotStatus;
use tokio::time::timeout;

/// How long serenity may take to end: it may not notice while it reconnects.
const PATIENCE: Duration = Duration::from_secs(3);

/// Events that neither serenity nor Docket knows or can read.
#[derive(Clone, Debug, Default)]
pub struct Unknown {
    count: Arc<AtomicU64>,
    last: Arc<Mutex<Option<String>>>,
}

impl Unknown {
    pub fn count(&self) -> u64 {
        self.count.load(Ordering::Relaxed)
    }

    pub fn last(&self) -> Option<String> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub fn note(&self, name: &str) {
        self.count.fetch_add(1, Ordering::Relaxed);
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(name.to_owned());
        tracing::warn!(event = name, "an event that is not known");
    }
}

pub enum Ending {
    /// Worth another try.
    Again(String),
    /// Someone must act.
    Final(Ended),
    /// The bot ends.
    Stopped,
}

struct Ear {
    unknown: Unknown,
}

#[serenity::async_trait]
impl RawEventHandler for Ear {
    async fn raw_event(&self, context: Context, event: Event) {
        match event {
            // The list in GUILD_CREATE may be cut: all of it is asked for.
            Event::GuildCreate(event) => {
                let nonce = format!("{:016x}", rand::random::<u64>());
                context.shard.chunk_guild(event.guild.id, None, false, ChunkGuildFilter::None, Some(nonce));
            }
            Event::Unknown(event) if event.kind != TAKEN => self.unknown.note(&event.kind),
            _ => {}
        }
    }
}

fn intents() -> GatewayIntents {
    GatewayIntents::GUILDS
        | GatewayIntents::GUILD_MEMBERS
        | GatewayIntents::GUILD_EMOJIS_AND_STICKERS
        | GatewayIntents::GUILD_MESSAGES
        | GatewayIntents::MESSAGE_CONTENT
}

/// Docket keeps its own memory of what it needs, in the order in which it happened.
fn no_cache() -> Settings {
    let mut settings = Settings::default();
    settings.max_messages = 0;
    settings.cache_guilds = false;
    settings.cache_channels = false;
    settings.cache_users = false;
    settings
}

pub async fn run(bot: &Arc<Bot>, listening: &Listening, shards: u32) -> Ending {
    let mut client = match build(bot, listening).await {
        Ok(client) => client,
        Err(why) => return Ending::Again(why),
    };
    let manager = Arc::clone(&client.shard_manager);
    let mut ended = listening.ended.clone();
    let ending = {
        let running = client.start_shards(shards);
        tokio::pin!(running);
        loop {
            tokio::select! {
                () = bot.tasks.ended().cancelled() => break Ending::Stopped,
                outcome = &mut running => {
                    let last = ended.borrow().clone();
                    break match outcome {
                        _ if last.is_final() => Ending::Final(last),
                        Ok(()) => Ending::Again("the connection ended".into()),
                        Err(error) => Ending::Again(error.to_string()),
                    };
                }
                changed = ended.changed() => {
                    if changed.is_err() {
                        break Ending::Again("the relay ended".into());
                    }
                    let last = ended.borrow_and_update().clone();
                    if last.is_final() {
                        break Ending::Final(last);
                    }
                    bot.store.set_bot_status(BotStatus::Reconnecting { why: words(&last) });
                }
            }
        }
    };
    if timeout(PATIENCE, manager.shutdown_all()).await.is_err() {
        tracing::debug!("serenity did not end in time");
    }
    ending
}

fn words(ended: &Ended) -> String {
    match ended.code {
        Some(code) => format!("the gateway closed the connection: {} (code {code})", ended.why),
        None => ended.why.clone(),
    }
}

async fn build(bot: &Bot, listening: &Listening) -> Result<Client, String> {
    let http: Http = HttpBuilder::new(bot.token.reveal())
        .client(client().map_err(|error| error.to_string())?)
        .proxy(bot.base.text())
        .ratelimiter_disabled(true)
        .build();
    let client = serenity::client::ClientBuilder::new_with_http(http, intents())
        .cache_settings(no_cache())
        .raw_event_handler(Ear { unknown: bot.unknown.clone() })
        .await
        .map_err(|error| error.to_string())?;
    // serenity's own TLS never shakes hands: it speaks to the relay alone.
    client.ws_url.lock().await.clone_from(&listening.url);
    debug_assert!(listening.url.starts_with("ws://127.0.0.1:"));
    Ok(client)
}
