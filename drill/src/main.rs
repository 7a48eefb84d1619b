//! Drills and benchmarks: the product as its people meet it, from outside. Run them by `cargo xtask drill` and
//! `cargo xtask bench`.

mod day;
mod draft;
mod flow;
mod furnish;
mod fuzz;
mod kill;
mod people;
mod processes;
mod search;
mod start;
mod tickets;
mod visitor;

use clap::{Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Parser)]
#[command(name = "drill")]
struct Cli {
    /// The `docket` binary; the benchmarks of the store alone need none.
    #[arg(long, default_value = "target/release/docket")]
    docket: PathBuf,
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Kill -9 at any moment, then everything must agree
    Kill {
        #[arg(long, default_value_t = 50)]
        n: u64,
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// Only the kills drawn at random
        #[arg(long)]
        no_points: bool,
        /// Only this flow
        #[arg(long)]
        only: Option<kill::Flow>,
        /// Look for nothing before making it: the drill must then fail
        #[arg(long)]
        without_adoption: bool,
    },
    /// Discord answers 429: one request in five
    Storm(Bad),
    /// Discord fails: one request in twenty, half of them after they were done
    Errors(Bad),
    /// The gateway hangs up every two seconds
    Gateway(Bad),
    /// Categories, panels, roles, channels are deleted and rights taken away while they are in use
    Hands(Bad),
    /// From a press to its form, from a submit to its welcome, from a save to the panel that shows it
    Flow {
        /// Handed on by the builder; not looked at
        #[arg(long)]
        site: PathBuf,
        #[arg(long, default_value_t = 500)]
        presses: usize,
        #[arg(long, default_value_t = 100)]
        opens: usize,
        #[arg(long, default_value_t = 200)]
        saves: usize,
    },
    /// Tickets opened and closed by twenty people at once: how many a second, how long each waits, what it costs
    Tickets {
        /// Handed on by the builder; not looked at
        #[arg(long)]
        site: Option<PathBuf>,
        #[arg(long, default_value_t = 60)]
        seconds: u64,
        /// Open tickets beside, the second time
        #[arg(long, default_value_t = 1_000)]
        open: usize,
        /// Only without Discord's limits
        #[arg(long)]
        no_limits: bool,
    },
    /// Generated requests and garbage frames against the stand-in for Discord
    SandboxFuzz {
        #[arg(long, default_value_t = 20_000)]
        n: u64,
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// Only this world of 250 cases, counted from 0
        #[arg(long)]
        only: Option<u64>,
        /// The stand-in's binary
        #[arg(long, default_value = "target/debug/discord-sandbox")]
        sandbox: PathBuf,
        /// Discord's own description
        #[arg(long, default_value = "sandbox/openapi/discord.json")]
        description: PathBuf,
    },
    /// Time to the first page, memory, size of the browser's half
    Start {
        /// Where the site's files lie
        #[arg(long)]
        site: PathBuf,
        #[arg(long, default_value_t = 5)]
        runs: usize,
        /// Seconds after which memory is read
        #[arg(long, default_value_t = 60)]
        settle: u64,
    },
    /// What is found among many messages, and how soon
    Search {
        /// Messages
        #[arg(long, default_value_t = 1_000_000)]
        n: u64,
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// Where the databases are kept between runs
        #[arg(long)]
        folder: PathBuf,
        /// A PostgreSQL database for this alone; planted if it is empty
        #[arg(long)]
        postgres: Option<String>,
    },
}

#[derive(clap::Args)]
struct Bad {
    /// Tickets that are lived
    #[arg(long, default_value_t = 40)]
    n: u64,
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

impl Bad {
    fn options(&self, docket: PathBuf) -> day::Options {
        day::Options { docket, n: self.n, seed: self.seed }
    }
}

/// Goes on beside what the drill does, until it is done or given up.
#[expect(
    clippy::disallowed_methods,
    reason = "a drill that panics in the background is told by the count that it misses"
)]
fn beside<T: Send + 'static>(work: impl Future<Output = T> + Send + 'static) -> tokio::task::JoinHandle<T> {
    tokio::spawn(work)
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let work = async move {
        match cli.what {
            What::Kill { n, seed, no_points, only, without_adoption } => {
                let options = kill::Options { docket: cli.docket, n, seed, points: !no_points, only, without_adoption };
                kill::run(&options).await
            }
            What::Storm(bad) => day::run(day::Day::Storm, &bad.options(cli.docket)).await,
            What::Errors(bad) => day::run(day::Day::Errors, &bad.options(cli.docket)).await,
            What::Gateway(bad) => day::run(day::Day::Gateway, &bad.options(cli.docket)).await,
            What::Hands(bad) => day::run(day::Day::Hands, &bad.options(cli.docket)).await,
            What::Flow { site: _, presses, opens, saves } => {
                flow::run(&cli.docket, &flow::Counts { presses, opens, saves }).await
            }
            What::Tickets { site: _, seconds, open, no_limits } => {
                tickets::run(&cli.docket, &tickets::Options { seconds, open, limits: !no_limits }).await
            }
            What::Search { n, seed, folder, postgres } => {
                search::run(&search::Options { n, seed, folder, postgres }).await
            }
            What::SandboxFuzz { n, seed, only, sandbox, description } => {
                let options = fuzz::Options { sandbox, description, n, seed, only };
                Box::pin(fuzz::run(&options)).await
            }
            What::Start { site, runs, settle } => start::run(&cli.docket, &site, runs, settle).await,
        }
    };
    let done = tokio::runtime::Runtime::new().map_err(anyhow::Error::from).and_then(|runtime| runtime.block_on(work));
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}
