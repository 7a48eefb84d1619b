//! Bad days: people live tickets while Discord answers 429, fails, hangs up, or while somebody in the guild deletes what
//! is in use. Afterwards everything must agree, and nothing may have been asked for again and again.

mod audit;
mod hand;
mod role;

use crate::kill::{self, World};
use anyhow::{Result, bail};
use audit::Audit;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde_json::json;
use std::path::PathBuf;
use std::time::Duration;
use tokio::time::{Instant, sleep};

/// How often the gateway hangs up.
const HANGS_UP: Duration = Duration::from_secs(2);
/// What a 429 says.
const WAIT_MS: u64 = 400;
/// Lives in one world.
const LIVES_PER_WORLD: u64 = 20;

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Day {
    /// One request in five is answered with a 429.
    Storm,
    /// One request in twenty fails with a 500, half of them after they were done.
    Errors,
    /// The gateway hangs up every two seconds.
    Gateway,
    /// Somebody deletes categories, panels, roles and channels, and takes permissions away for a while.
    Hands,
}

pub struct Options {
    pub docket: PathBuf,
    pub n: u64,
    pub seed: u64,
}

pub async fn run(day: Day, options: &Options) -> Result<()> {
    let mut dice = StdRng::seed_from_u64(options.seed);
    let start = Instant::now();
    let (mut faults, mut lived, mut counts) = (0, 0, audit::Counts::default());
    while lived < options.n {
        let lives = LIVES_PER_WORLD.min(options.n - lived);
        let (found, seen) = one(day, options, lives, lived, &mut dice).await?;
        lived += lives;
        faults += found;
        counts.add(&seen);
    }
    println!(
        "{day:?}: {lived} lives in {} s, {} requests, {} of them 401 or 403, {} were 429, {} failed; {faults} faults, seed {}",
        start.elapsed().as_secs(),
        counts.requests,
        counts.forbidden,
        counts.limited,
        counts.failed,
        options.seed
    );
    if faults > 0 {
        bail!("{faults} faults");
    }
    Ok(())
}

/// So many lives in a world of their own; how many faults, and what went over the wire.
async fn one(
    day: Day,
    options: &Options,
    lives: u64,
    before: u64,
    dice: &mut StdRng,
) -> Result<(usize, audit::Counts)> {
    let world = World::start(&kill::Options::undisturbed(&options.docket), None).await?;
    world.cast.control.settings(&json!({ "record": true })).await?;
    let audit = Audit::start(&world.cast.control);
    let gateway = (day == Day::Gateway).then(|| hang_up(&world));
    let mut faults = 0;
    for life in 0..lives {
        let round = before + life + 1;
        spoil(day, &world, round).await?;
        let deed = match day {
            Day::Hands => Some(hand::Deed::ALL[dice.random_range(0..hand::Deed::ALL.len())]),
            _ => None,
        };
        let start = Instant::now();
        let ended = live(&world, deed, round, dice).await;
        let told = deed.map_or_else(String::new, |deed| format!(" {deed:?}"));
        let verdict = if ended.is_ok() { "ok" } else { "FAULTS" };
        println!("{round:>4} {day:?}{told}, {} ms: {verdict}", start.elapsed().as_millis());
        if let Err(error) = ended {
            println!("       the life could not be lived to its end: {error:#}");
            faults += 1;
            break;
        }
    }
    if let Some(gateway) = gateway {
        gateway.abort();
    }
    world.cast.control.faults(&json!({ "error_rate": 0.0, "storm_rate": 0.0, "error_after": false })).await?;
    let mut found = world.verdict().await?;
    let (counts, hammered) = audit.end(WAIT_MS, &world.ledger.grants().all()).await?;
    found.extend(hammered);
    let verdict = if found.is_empty() { "ok" } else { "FAULTS" };
    println!("     what stands after them: {verdict}");
    for fault in &found {
        println!("       {fault}");
    }
    Ok((faults + found.len(), counts))
}

/// How the next life is made hard.
async fn spoil(day: Day, world: &World, round: u64) -> Result<()> {
    let scopes = ["user", "shared", "global"];
    let faults = match day {
        Day::Storm => json!({ "storm_rate": 0.2, "storm_wait_ms": WAIT_MS,
            "storm_scope": scopes[usize::try_from(round % 3).unwrap_or(0)] }),
        Day::Errors => json!({ "error_rate": 0.05, "error_status": 500, "error_after": round.is_multiple_of(2) }),
        Day::Gateway | Day::Hands => return Ok(()),
    };
    world.cast.control.faults(&faults).await?;
    Ok(())
}

/// The time of day, for what a drill writes itself.
pub fn now() -> Result<domain::Timestamp> {
    Ok(domain::Timestamp(i64::try_from(std::time::SystemTime::UNIX_EPOCH.elapsed()?.as_millis())?))
}

fn hang_up(world: &World) -> tokio::task::JoinHandle<()> {
    let control = world.cast.control.clone();
    crate::beside(async move {
        loop {
            sleep(HANGS_UP).await;
            let _ = control.drop_gateway().await;
        }
    })
}

/// A ticket from its opening to its end, with a deed of somebody's hand in the middle of it.
async fn live(world: &World, deed: Option<hand::Deed>, round: u64, dice: &mut StdRng) -> Result<()> {
    let (cast, ledger) = (&world.cast, &world.ledger);
    if let Some(deed) = deed.filter(|deed| deed.is_before_the_opening()) {
        deed.done(world, None).await?;
    }
    let lived = cast.open_gold(ledger).await?;
    cast.talk(ledger, &lived, round).await?;
    if let Some(deed) = deed.filter(|deed| !deed.is_before_the_opening()) {
        deed.done(world, Some(&lived)).await?;
    }
    if deed.is_some_and(hand::Deed::ends_the_channel) {
        return world.end_without_a_channel(&lived).await;
    }
    world.claim(&lived).await?;
    world.work(&lived, round).await?;
    if dice.random_bool(0.5) || deed.is_some_and(hand::Deed::wants_help) {
        world.ask_for_help(&lived).await?;
        role::was_called(world, &lived).await?;
    }
    if dice.random_bool(0.3) {
        world.save(round).await?;
    }
    if dice.random_bool(0.5) { world.close(&lived).await } else { world.works(&lived).await }
}
