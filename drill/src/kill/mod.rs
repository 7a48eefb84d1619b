//! `drill kill`: people live tickets while `serve` is killed under them, again and again; then everything must agree.

mod deeds;
mod ledger;
mod life;
mod points;
mod transcript;
mod verify;
mod world;

use anyhow::{Result, bail};
use domain::DueAction;
use ledger::Ledger;
pub use life::{Flow, Lived};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::time::{Instant, sleep};
pub use world::{ON_CALL, World};

/// Lives in one world: Discord takes 50 channels a category, and closed ones stay.
const LIVES_PER_WORLD: u64 = 24;
/// How long a flow's last point is waited for.
const PATIENCE: Duration = Duration::from_secs(20);
const LOOK: Duration = Duration::from_millis(50);
const A_WHILE: Duration = Duration::from_secs(2);
/// Words of the warning before a ticket closes for silence, and of its return.
const WARNING: &str = "this ticket closes by itself";
const AWAKE: &str = "ticket is awake again";

pub struct Options {
    pub docket: PathBuf,
    pub n: u64,
    pub seed: u64,
    /// Also one kill at each named point between two effects.
    pub points: bool,
    /// No other flow than this.
    pub only: Option<Flow>,
    /// Switches off the look before the make. The drill must then fail.
    pub without_adoption: bool,
}

impl Options {
    /// A world in which nothing is killed.
    pub fn undisturbed(docket: &Path) -> Self {
        Self { docket: docket.to_owned(), n: 0, seed: 0, points: false, only: None, without_adoption: false }
    }
}

/// When a life is interrupted.
#[derive(Clone, Copy, Debug)]
pub enum Kill {
    After(Duration),
    At(&'static str),
}

pub async fn run(options: &Options) -> Result<()> {
    let mut dice = StdRng::seed_from_u64(options.seed);
    let mut kills: Vec<(Flow, Option<&'static str>)> = Vec::new();
    if options.points {
        kills.extend(points::all().map(|(flow, point)| (flow, Some(point))));
    }
    kills.retain(|(flow, _)| options.only.is_none_or(|only| *flow == only));
    let draw = |dice: &mut StdRng| options.only.unwrap_or(Flow::ALL[dice.random_range(0..Flow::ALL.len())]);
    kills.extend((0..options.n).map(|_| (draw(&mut dice), None)));

    let mut faults = 0;
    let mut world = World::start(options, None).await?;
    passes(&world, Flow::SetUp, 0).await?;
    let lengths = measure(&mut world).await?;
    for flow in Flow::ALL {
        println!("  {flow:?} takes {} ms", lengths[&flow].as_millis());
    }
    let mut lives = u64::try_from(Flow::ALL.len()).unwrap_or(0);
    for (index, (flow, point)) in kills.iter().enumerate() {
        if lives >= LIVES_PER_WORLD {
            world = World::start(options, None).await?;
            lives = 0;
        }
        if *flow == Flow::SetUp {
            world = World::start(options, *point).await?;
            lives = 0;
        }
        lives += 1;
        let kill = point.map_or_else(|| Kill::After(lengths[flow].mul_f64(dice.random_range(0.0..1.0))), Kill::At);
        let away = Duration::from_millis(dice.random_range(0..1_500));
        let found = if *flow == Flow::SetUp {
            world.verdict().await?
        } else {
            // Whatever ends one life early, the others are lived.
            let ended = live(&mut world, *flow, kill, away, lives).await;
            ended.unwrap_or_else(|error| vec![format!("the life could not be begun: {error:#}")])
        };
        let verdict = if found.is_empty() { "ok" } else { "FAULTS" };
        println!("{:>4} of {} {flow:?} {kill:?}, away {} ms: {verdict}", index + 1, kills.len(), away.as_millis());
        for fault in &found {
            println!("       {fault}");
        }
        faults += found.len();
        if !found.is_empty() {
            // What is wrong now would be found again after each further kill.
            world = World::start(options, None).await?;
            lives = 0;
        }
    }
    println!("{} kills, {faults} faults, seed {}", kills.len(), options.seed);
    if faults > 0 {
        bail!("{faults} faults");
    }
    Ok(())
}

/// How long each flow takes undisturbed. Each must pass its points: else a kill there would never come.
async fn measure(world: &mut World) -> Result<HashMap<Flow, Duration>> {
    let mut lengths = HashMap::new();
    for (round, flow) in (0_u64..).zip(Flow::ALL) {
        let before = world.log_length()?;
        let lived = prepare(world, flow, 1_000 + round).await?;
        if let (Some(lived), Some(action)) = (&lived, flow.waits_for()) {
            world.sleep_until(lived, action, None).await?;
        }
        let start = Instant::now();
        let lived = drive(world, flow, lived, 1_000 + round).await?;
        lengths.insert(flow, start.elapsed());
        // Whoever ends it at once takes back what was about to be said.
        missing(world, flow, before, A_WHILE).await?;
        finish(world, &lived).await?;
        let found = world.verdict().await?;
        if !found.is_empty() {
            bail!("{flow:?} goes wrong even without a kill:\n  {}", found.join("\n  "));
        }
        passes(world, flow, before).await?;
    }
    Ok(lengths)
}

async fn live(world: &mut World, flow: Flow, kill: Kill, away: Duration, round: u64) -> Result<Vec<String>> {
    let point = if let Kill::At(point) = kill { Some(point) } else { None };
    let action = flow.waits_for();
    if point.is_some() && action.is_none() {
        world.restart_with(point).await?;
    }
    let lived = prepare(world, flow, round).await?;
    if let (Some(lived), Some(action)) = (&lived, action) {
        world.sleep_until(lived, action, point).await?;
    }
    // A word of the member would end what is waited for.
    let talking = lived.as_ref().filter(|_| action.is_none());
    let docket = world.take_docket()?;
    let (lived, docket) = {
        let people = &*world;
        let driver = async {
            let lived = drive(people, flow, lived.clone(), round).await?;
            if let Kill::At(_) = kill {
                finish(people, &lived).await?;
            }
            anyhow::Ok(lived)
        };
        let (lived, docket) = tokio::join!(driver, people.interrupt(docket, kill, away, talking, round));
        (lived, docket)
    };
    world.put_docket(docket?);
    // Whoever waits in vain is a fault, and what stands in Discord then says why.
    let mut found = Vec::new();
    let ended = async { finish(world, &lived?).await };
    if let Err(error) = ended.await {
        found.push(format!("the life could not be lived to its end: {error:#}"));
    }
    found.extend(world.verdict().await?);
    Ok(found)
}

/// What must have happened before the flow begins.
async fn prepare(world: &mut World, flow: Flow, round: u64) -> Result<Option<Lived>> {
    let (cast, ledger): (_, &Ledger) = (&world.cast, &world.ledger);
    Ok(match flow {
        Flow::Open | Flow::SetUp => None,
        Flow::Delete => Some(cast.open_general(ledger).await?),
        Flow::Work | Flow::Save | Flow::Cancel => Some(cast.open_gold(ledger).await?),
        Flow::Close | Flow::ItWorks | Flow::Again => {
            let lived = cast.open_gold(ledger).await?;
            cast.talk(ledger, &lived, round).await?;
            Some(lived)
        }
        Flow::Purge => {
            let lived = cast.open_gold(ledger).await?;
            world.close(&lived).await?;
            settled(world).await?;
            Some(lived)
        }
        Flow::Expire | Flow::Warn | Flow::Silence | Flow::Wake => {
            let lived = cast.open_gold(ledger).await?;
            world.answer(&lived, round).await?;
            match flow {
                Flow::Expire => {
                    world.ask_solved(&lived).await?;
                    settled(world).await?;
                }
                Flow::Wake => world.snooze(&lived).await?,
                Flow::Silence => {
                    world.sleep_until(&lived, DueAction::SilenceWarning, None).await?;
                    world.until_said(&lived, DueAction::SilenceWarning, WARNING).await?;
                }
                _ => {}
            }
            Some(lived)
        }
    })
}

/// What is told of the beginning is told before time goes by.
async fn settled(world: &World) -> Result<()> {
    let found = world.verdict().await?;
    if found.is_empty() { Ok(()) } else { bail!("{}", found.join("\n  ")) }
}

/// What nothing waits for (a pin, a name) may come after the flow is over. Gives the point that did not come in time.
async fn missing(world: &World, flow: Flow, since: usize, patience: Duration) -> Result<Option<&'static str>> {
    let start = Instant::now();
    for point in points::of(flow) {
        while !world.has_passed(point, since)? {
            if start.elapsed() > patience {
                return Ok(Some(point));
            }
            sleep(LOOK).await;
        }
    }
    Ok(None)
}

async fn passes(world: &World, flow: Flow, since: usize) -> Result<()> {
    match missing(world, flow, since, PATIENCE).await? {
        Some(point) => bail!("{flow:?} never passes `{point}`"),
        None => Ok(()),
    }
}

async fn drive(world: &World, flow: Flow, lived: Option<Lived>, round: u64) -> Result<Lived> {
    let (cast, ledger) = (&world.cast, &world.ledger);
    let Some(lived) = lived else { return cast.open_gold(ledger).await };
    match flow {
        Flow::Open | Flow::SetUp => {}
        Flow::Work => {
            cast.talk(ledger, &lived, round).await?;
            world.claim(&lived).await?;
            world.work(&lived, round).await?;
            world.snooze(&lived).await?;
            world.wake(&lived).await?;
            world.ask_for_help(&lived).await?;
            world.hand_over(&lived).await?;
        }
        Flow::Save => world.save(round).await?,
        Flow::Close => world.close(&lived).await?,
        Flow::Cancel => world.cancel(&lived).await?,
        Flow::Expire | Flow::Silence => world.until_over(&lived).await?,
        Flow::Warn => world.until_said(&lived, DueAction::SilenceWarning, WARNING).await?,
        Flow::Wake => world.until_said(&lived, DueAction::Wake, AWAKE).await?,
        Flow::Purge => world.until_gone(&lived).await?,
        Flow::ItWorks => world.works(&lived).await?,
        Flow::Again => {
            world.close(&lived).await?;
            world.again(&lived).await?;
        }
        Flow::Delete => {
            cast.talk(ledger, &lived, round).await?;
            world.close(&lived).await?;
            world.until_gone(&lived).await?;
        }
    }
    Ok(lived)
}

/// Ends the ticket, whatever state it is in, so that the member may open the next.
async fn finish(world: &World, lived: &Lived) -> Result<()> {
    if world.is_over(lived).await? { Ok(()) } else { world.works(lived).await }
}
