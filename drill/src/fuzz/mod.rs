//! `drill sandbox-fuzz`: requests drawn from Discord's description, mostly spoiled, and garbage at the gateway. The
//! stand-in must refuse in words: no 5xx, no hang, no panic, no answer that the description does not know.

mod description;
mod gateway;
mod pool;
mod request;
mod scene;
mod spoil;

use crate::processes::{Folders, Process};
use anyhow::{Result, bail};
use description::Description;
use scene::{Scene, Stage};
use std::path::PathBuf;
use std::time::Duration;

/// Longer than this is a hang.
const PATIENCE: Duration = Duration::from_secs(20);
/// Cases in one world; then it begins anew, as too little of it is left.
const CASES: u64 = 250;

pub struct Options {
    pub sandbox: PathBuf,
    pub description: PathBuf,
    pub n: u64,
    pub seed: u64,
    /// This world alone.
    pub only: Option<u64>,
}

/// What was done in all, for people.
#[derive(Default)]
struct Totals {
    requests: u64,
    /// Answered with 2xx.
    taken: u64,
    connections: u64,
    /// Taken although the description would not have it so.
    lenient: u64,
    /// Answers held against the description.
    held: u64,
}

pub async fn run(options: &Options) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let folders = Folders::new(folder.path())?;
    let data = folders.sandbox().display().to_string();
    let log = folders.log("sandbox");
    let mut sandbox = Process::start(&options.sandbox, &["127.0.0.1:0", &data], &[], &log).await?;
    let about = Description::read(&options.description)?;
    let stage = Stage::new(&sandbox)?;
    let operations = stage.known(about.operations()).await?;
    println!("  {} operations of the description are there", operations.len());

    let scenes = options.n.div_ceil(CASES);
    let (mut totals, mut faults, mut panics) = (Totals::default(), 0, 0);
    for number in (0..scenes).filter(|n| options.only.is_none_or(|only| only == *n)) {
        let cases = CASES.min(options.n - number * CASES);
        let mut found =
            Scene::begin(&stage, options.seed, number).await?.play(&about, &operations, cases, &mut totals).await?;
        let all = folders.panics();
        found.extend(all.iter().skip(panics).cloned());
        panics = all.len();
        let ended = sandbox.has_ended()?;
        if ended {
            found.push("the process has ended".to_owned());
        }
        let verdict = if found.is_empty() { "ok" } else { "FAULTS" };
        println!("{:>4} of {scenes}, {cases} cases: {verdict}", number + 1);
        for fault in &found {
            println!("       {fault}");
        }
        faults += found.len();
        if ended {
            break;
        }
    }
    let Totals { requests, taken, connections, lenient, held } = totals;
    println!(
        "{requests} requests ({taken} taken, {lenient} of them looser than described), {held} answers held, \
         {connections} connections to the gateway, {faults} faults, seed {}",
        options.seed
    );
    if faults > 0 {
        bail!("{faults} faults");
    }
    Ok(())
}
