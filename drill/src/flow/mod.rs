//! `bench flow`: how long people wait for what they pressed, sent and saved. Prints JSON lines.

pub mod figures;
pub mod world;

use crate::draft::relabelled;
use crate::people::{Person, button};
use anyhow::{Context, Result, bail};
use domain::DISCORD_EPOCH_MS;
use figures::{Figures, since};
use sandbox::{Id, Outcome};
use serde_json::{Value, json};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};
use world::{Limits, World};

/// Presses under way at a time.
const AT_A_TIME: usize = 20;
/// Presses before the first that counts.
const WARM_UP: usize = 60;
/// Openings under Discord's own limits.
const LIMITED: usize = 40;
/// How often it is looked whether something has happened.
const LOOK: Duration = Duration::from_millis(2);
/// Longer than this is never.
const PATIENCE: Duration = Duration::from_mins(1);

pub struct Counts {
    pub presses: usize,
    pub opens: usize,
    pub saves: usize,
}

pub async fn run(docket: &Path, counts: &Counts) -> Result<()> {
    let world = World::start(docket, Limits::Off).await?;
    presses(&world, WARM_UP).await?;
    let waits = presses(&world, counts.presses).await?;
    Figures::of("press to form, 20 at a time", waits).print(&[]);
    let waits = opens(&world, counts.opens).await?;
    Figures::of("submit to welcome, one at a time", waits).print(&[]);
    let waits = saves(&world, counts.saves).await?;
    Figures::of("save to its panel shown, one at a time", waits).print(&[]);
    drop(world);
    let world = World::start(docket, Limits::On).await?;
    limits_on(&world).await
}

/// From the press to the form, so many at a time.
async fn presses(world: &World, count: usize) -> Result<Vec<f64>> {
    let (channel, message) = world.panel().await?;
    let mut all = JoinSet::new();
    for first in 0..AT_A_TIME.min(count) {
        let person = world.members[first % world.members.len()].clone();
        let message = message.clone();
        let mine = (first..count).step_by(AT_A_TIME).count();
        all.spawn(async move {
            let mut waits = Vec::with_capacity(mine);
            for _ in 0..mine {
                let start = Instant::now();
                form(&person, channel, &message).await?;
                waits.push(since(start));
            }
            anyhow::Ok(waits)
        });
    }
    let mut waits = Vec::with_capacity(count);
    while let Some(done) = all.join_next().await {
        waits.extend(done??);
    }
    Ok(waits)
}

/// The form, as the press's first answer.
pub async fn form(person: &Person, channel: Id, message: &Value) -> Result<Value> {
    let pressed = person.press(channel, message, "Buy gold").await?;
    if pressed.outcome != Outcome::Modal {
        bail!("a press was answered with {:?}: {}", pressed.outcome, pressed.message["content"]);
    }
    Ok(pressed.modal)
}

pub fn answers() -> Value {
    json!({ "amount": "1500", "delivery": ["mail"], "username": "Mia#77", "notes": "" })
}

/// From the submit to the moment in which the welcome message was posted (its id tells).
async fn opens(world: &World, count: usize) -> Result<Vec<f64>> {
    let (channel, message) = world.panel().await?;
    let mut waits = Vec::with_capacity(count);
    for n in 0..count {
        let person = &world.members[n % world.members.len()];
        let modal = form(person, channel, &message).await?;
        let start = unix_ms()?;
        let submitted = person.submit(&modal, &answers()).await?;
        if submitted.outcome != Outcome::Deferred {
            bail!("a submit was answered with {:?}", submitted.outcome);
        }
        let posted = world.welcome(i64::try_from(n)? + 1).await?;
        waits.push(posted - start);
    }
    Ok(waits)
}

/// From sending a save, as the editor does, to the moment in which the panel's message shows it.
async fn saves(world: &World, count: usize) -> Result<Vec<f64>> {
    let (channel, message) = world.panel().await?;
    let message = Id::of(&message["id"]);
    let mut waits = Vec::with_capacity(count);
    for n in 0..count {
        let kind = world.kind().await?;
        let label = format!("Buy gold {n}");
        let form = relabelled(&kind, &label);
        let start = Instant::now();
        let (status, said) = world.visitor.send("/fn/type-save", &form).await?;
        if status != 200 {
            bail!("a save was answered with {status}: {said}");
        }
        loop {
            let all = world.control.messages(channel).await?;
            let shown =
                all.iter().find(|found| Id::of(&found["id"]) == message).context("the panel's message is gone")?;
            if button(shown, &label).is_some_and(|found| found["label"] == label.as_str()) {
                break;
            }
            if start.elapsed() > PATIENCE {
                bail!("save {n} was not shown within {PATIENCE:?}; it was answered: {said}");
            }
            sleep(LOOK).await;
        }
        waits.push(since(start));
    }
    Ok(waits)
}

/// People go on opening under Discord's limits: how long a press waits for its form then, and how many tickets a second
/// come of it.
async fn limits_on(world: &World) -> Result<()> {
    let (channel, message) = world.panel().await?;
    let (message, start) = (Arc::new(message), Instant::now());
    let mut all = JoinSet::new();
    for n in 0..LIMITED {
        let person = world.members[n % world.members.len()].clone();
        let message = Arc::clone(&message);
        all.spawn(async move {
            let pressed = Instant::now();
            let modal = form(&person, channel, &message).await?;
            let wait = since(pressed);
            let submitted = person.submit(&modal, &answers()).await?;
            if submitted.outcome != Outcome::Deferred {
                bail!("a submit was answered with {:?}", submitted.outcome);
            }
            Ok(wait)
        });
        // A dozen a second is what Discord's global limit leaves room for.
        sleep(Duration::from_millis(83)).await;
    }
    let mut waits = Vec::with_capacity(LIMITED);
    while let Some(done) = all.join_next().await {
        waits.push(done??);
    }
    for number in 1..=LIMITED {
        world.welcome(i64::try_from(number)?).await?;
    }
    let rate = f64::from(u32::try_from(LIMITED)?) / start.elapsed().as_secs_f64();
    let longest = waits.iter().copied().fold(0.0, f64::max);
    Figures::of("limits-on", waits).print(&[("longest_ms", longest), ("opens_per_second", rate)]);
    Ok(())
}

pub fn unix_ms() -> Result<f64> {
    Ok(SystemTime::UNIX_EPOCH.elapsed()?.as_secs_f64() * 1_000.0)
}

/// When a message of Discord's was made, in unix milliseconds.
pub fn made_at(id: i64) -> f64 {
    let ms = (id >> 22) + DISCORD_EPOCH_MS;
    Duration::from_millis(u64::try_from(ms).unwrap_or_default()).as_secs_f64() * 1_000.0
}
