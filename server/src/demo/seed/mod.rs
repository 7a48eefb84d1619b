//! Knows the sample data: ninety days of two hundred tickets, lived through by the store's own verbs at their own times,
//! and a sandbox that holds what such a past would have left in Discord. The same seed makes the same conversations.

mod desk;
mod ground;
mod link;
mod past;
mod phrase;
mod picture;
mod plan;
mod play;
mod script;
mod settle;

use crate::clock;
use anyhow::Context;
use ground::Ground;
use link::Link;
use rand::SeedableRng;
use rand::rngs::StdRng;
use std::path::Path;
use std::time::Duration;
use store::{BotStatus, Store};
use tokio::time::Instant;

const TICKETS: usize = 200;
const DAYS: u64 = 90;
/// Everything was set up a day before the first ticket.
const BEFORE: Duration = Duration::from_hours(24 * (DAYS + 1));

/// Fills an empty data folder and a fresh sandbox at this address.
pub async fn plant(data: &Path, sandbox: &str, seed: u64) -> anyhow::Result<()> {
    let begun = Instant::now();
    let link = Link::new(sandbox)?;
    let worlds = Ground::of_all(&link.state().await?)?;
    std::fs::create_dir_all(data).with_context(|| format!("{} can't be made", data.display()))?;
    let store = Store::sqlite(data).await?;
    // The mirrored roles count, as they do while a bot is connected.
    store.set_bot_status(BotStatus::Connected);
    let now = clock::now();
    let mut rng = StdRng::seed_from_u64(seed);
    let mut worlds = worlds.into_iter();
    let first = worlds.next().context("the sandbox has no guild")?;
    let home = settle::home(&store, &link, first, now.minus(BEFORE)).await?;
    for other in worlds {
        settle::small(&store, &other, now.minus(BEFORE)).await?;
    }
    let plan = plan::draw(&mut rng, now);
    let mut past = past::Past::new(&store, &link, &home);
    for (index, ticket) in plan.iter().enumerate() {
        let told = play::ticket(&store, &home, ticket, now, &mut rng).await;
        past.take(told.with_context(|| format!("sample ticket {}", index + 1))?).await?;
    }
    past.hand_over().await?;
    let count = past.messages;
    store.close().await;
    tracing::info!(
        tickets = plan.len(),
        messages = count,
        duration_ms = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX),
        "The sample data is there"
    );
    Ok(())
}

/// Who runs the demo: the owner of the first guild.
pub async fn operator(sandbox: &str) -> anyhow::Result<String> {
    let worlds = Ground::of_all(&Link::new(sandbox)?.state().await?)?;
    Ok(worlds.first().context("the sandbox has no guild")?.owner.to_string())
}
