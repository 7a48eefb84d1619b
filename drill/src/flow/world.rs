//! Knows the world of `bench flow`: a sandbox, a release Docket beside it, members without end, one admin in the browser.

use super::{LOOK, PATIENCE, made_at};
use crate::furnish::furnish;
use crate::people::{Person, all_channels, button, person, standing, until};
use crate::processes::{Folders, Process};
use crate::visitor::Visitor;
use anyhow::{Context, Result, bail};
use domain::setting::Saved;
use domain::{GuildId, GuildRules, TicketType, Timestamp, Via};
use sandbox::{Control, Id};
use serde_json::{Value, json};
use std::path::Path;
use store::Store;
use tokio::time::{Instant, sleep};

/// What Docket may do a second where Discord's own limits are off.
const RAISED: &str = "10000";
const MEMBERS: [&str; 5] = ["mia", "noah", "linh", "ada", "chloe"];

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Limits {
    Off,
    On,
}

pub struct World {
    pub control: Control,
    pub members: Vec<Person>,
    pub visitor: Visitor,
    pub guild: Id,
    pub store: Store,
    // In the order in which they end.
    pub docket: Process,
    _sandbox: Process,
    folder: tempfile::TempDir,
}

impl World {
    pub async fn start(docket: &Path, limits: Limits) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let folders = Folders::new(folder.path())?;
        let data = folders.sandbox().display().to_string();
        let args = ["sandbox", "--listen", "127.0.0.1:0", "--data", &data];
        let running = Process::start(docket, &args, &[], &folders.log("sandbox")).await?;
        let said =
            |key: &str| running.ready.get(key).cloned().with_context(|| format!("the sandbox did not say {key}"));
        let control = Control::new(&said("sandbox")?);
        let guild: Id = said("guild")?.parse()?;
        control.settings(&json!({ "rate_limits": false, "identify_window_ms": 0 })).await?;
        let store = Store::sqlite(&folders.docket()).await?;
        let owner = furnish(&store, &control, guild).await?;
        // As many as one wants at once, as no guild would let its members.
        let rules = GuildRules { throttle_opens: 0, limit_per_member: 0, ..GuildRules::default() };
        let seen = store.catalog(owner.guild()).await?.settings_revision;
        let saved = store.save_guild_rules(&owner, seen, &rules, Via::Web, Timestamp(1_750_000_000_000)).await?;
        if !matches!(saved, Saved::Done { .. }) {
            bail!("the rules could not be loosened: {saved:?}");
        }
        // More than an editor allows: whoever presses here stands for many.
        let database = format!("sqlite://{}", folders.docket().join("docket.db").display());
        let pool = sqlx::SqlitePool::connect(&database).await?;
        sqlx::query("update ticket_type set limit_per_member = 1000000").execute(&pool).await?;
        pool.close().await;
        let port = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let mut env = vec![
            ("DOCKET_TOKEN", said("token")?),
            ("DOCKET_CLIENT_ID", said("client_id")?),
            ("DOCKET_CLIENT_SECRET", said("client_secret")?),
            ("DOCKET_PUBLIC_URL", format!("http://localhost:{port}")),
            ("DOCKET_DISCORD_BASE", said("sandbox")?),
        ];
        if limits == Limits::Off {
            env.push(("DOCKET_DISCORD_GLOBAL_PER_SECOND", RAISED.to_owned()));
        }
        let (listen, data) = (format!("127.0.0.1:{port}"), folders.docket().display().to_string());
        let args = ["serve", "--listen", &listen, "--data", &data];
        let docket = Process::start(docket, &args, &env, &folders.log("serve")).await?;
        let mut members = Vec::new();
        for name in MEMBERS {
            members.push(person(&control, name).await?);
        }
        until("the panels", || async { Ok(store.panels_behind().await?.is_empty().then_some(())) }).await?;
        let mut visitor = Visitor::new(port)?;
        visitor.log_in("Olivia").await?;
        if limits == Limits::On {
            control.settings(&json!({ "rate_limits": true })).await?;
        }
        Ok(Self { control, members, visitor, guild, store, docket, _sandbox: running, folder })
    }

    /// Where Docket keeps its things.
    pub fn folder(&self) -> std::path::PathBuf {
        Folders { root: self.folder.path().to_owned() }.docket()
    }

    /// The channel and the message of the panel for gold.
    pub async fn panel(&self) -> Result<(Id, Value)> {
        let channels = all_channels(&self.control, self.guild).await?;
        let channel =
            channels.iter().find(|channel| channel["name"] == "purchase-gold").context("no panel's channel")?;
        let id = Id::of(&channel["id"]);
        let there = standing(&self.control, id).await?.unwrap_or_default();
        let message = there.into_iter().find(|message| button(message, "Buy gold").is_some()).context("no panel")?;
        Ok((id, message))
    }

    pub async fn kind(&self) -> Result<TicketType> {
        kind(&self.store, self.guild).await
    }

    /// When the welcome message of this ticket was posted, in unix milliseconds; waits for it.
    pub async fn welcome(&self, number: i64) -> Result<f64> {
        let (guild, start) = (GuildId(self.guild.to_string().parse()?), Instant::now());
        loop {
            let ticket = self.store.ticket_by_number(guild, number).await?;
            if let Some(message) = ticket.and_then(|ticket| ticket.welcome_message) {
                return Ok(made_at(message.0));
            }
            if start.elapsed() > PATIENCE {
                bail!("ticket {number} has no welcome message after {PATIENCE:?}");
            }
            sleep(LOOK).await;
        }
    }
}

async fn kind(store: &Store, guild: Id) -> Result<TicketType> {
    let catalog = store.catalog(GuildId(guild.to_string().parse()?)).await?;
    catalog.types.into_iter().find(|kind| kind.key == "buy-gold").context("no type buy-gold")
}
