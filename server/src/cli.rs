//! Knows the command line: what is asked for, and the exit code that scripts read (2: the configuration is wrong).

use crate::config::{Config, Mistake, Mistakes, Settings, Source};
use crate::demo::{self, Demo};
use crate::doctor::{self, Form};
use crate::parent::End;
use crate::{log, sandbox_command, serve};
use clap::{Args, Parser, Subcommand};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// A help desk that lives in Discord.
#[derive(Parser)]
#[command(name = "docket", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// The bot and the dashboard, configured by docket.toml or the environment.
    Serve {
        #[command(flatten)]
        place: Place,
        /// Where the settings are; by default docket.toml in the data folder, or else in the working folder.
        #[arg(long)]
        config: Option<PathBuf>,
    },
    /// Checks the configuration, what Discord granted, the database and the disk; prints the invite link.
    Doctor {
        /// As for `serve`.
        #[arg(long, default_value = "127.0.0.1:4400")]
        listen: SocketAddr,
        /// As for `serve`.
        #[arg(long)]
        data: PathBuf,
        /// As for `serve`.
        #[arg(long)]
        config: Option<PathBuf>,
        /// For machines: one JSON object.
        #[arg(long)]
        json: bool,
    },
    /// A Discord stand-in to try things in.
    Sandbox {
        #[command(flatten)]
        place: Place,
        /// Where OAuth2 may lead back to, beside loopback addresses. May be given several times.
        #[arg(long)]
        redirect: Vec<String>,
    },
    /// Both, as two processes, with sample data.
    Demo {
        /// The dashboard's address; port 0 takes a free one.
        #[arg(long)]
        listen: SocketAddr,
        /// The sandbox's address; port 0 takes a free one.
        #[arg(long)]
        sandbox: SocketAddr,
        /// Used again as it was left.
        #[arg(long)]
        data: PathBuf,
        /// The same seed makes the same sample conversations.
        #[arg(long, default_value_t = 1)]
        seed: u64,
        #[arg(long, hide = true)]
        parent_stdin: bool,
    },
}

#[derive(Args)]
struct Place {
    /// Port 0 takes a free one.
    #[arg(long)]
    listen: SocketAddr,
    /// The folder that everything is kept in.
    #[arg(long)]
    data: PathBuf,
    /// Ends when standard input does: whoever started this is gone.
    #[arg(long, hide = true)]
    parent_stdin: bool,
}

/// The whole program.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    log::start();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return failed(&anyhow::Error::new(error).context("the runtime can't be made")),
    };
    let code = match runtime.block_on(run(cli.command)) {
        Ok(code) => code,
        Err(error) => failed(&error),
    };
    // What still blocks a thread (a read of standard input) must not hold the end up.
    runtime.shutdown_background();
    code
}

fn failed(error: &anyhow::Error) -> ExitCode {
    if let Some(mistakes) = error.downcast_ref::<Mistakes>() {
        eprint!("{mistakes}");
        // What may pass by itself is worth another start.
        return if mistakes.may_pass() { ExitCode::FAILURE } else { ExitCode::from(2) };
    }
    eprintln!("docket: {error:#}");
    ExitCode::FAILURE
}

async fn run(command: Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Serve { place, config } => {
            let end = End::new(place.parent_stdin)?;
            let settings = settings(config, &place.data)?;
            serve(Config::tried(&settings, place.listen, place.data)?, end.comes()).await?;
        }
        Command::Doctor { listen, data, config, json } => {
            let form = if json { Form::Json } else { Form::Text };
            let settings = settings(config, &data)?;
            let well = doctor::run(&settings, listen, &data, form).await?;
            return Ok(if well { ExitCode::SUCCESS } else { ExitCode::FAILURE });
        }
        Command::Sandbox { place, redirect } => {
            let end = End::new(place.parent_stdin)?;
            sandbox_command::run(place.listen, place.data, redirect, end.comes()).await?;
        }
        Command::Demo { listen, sandbox, data, seed, parent_stdin } => {
            let end = End::new(parent_stdin)?;
            demo::run(Demo { listen, sandbox, data, seed }, end.comes()).await?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn serve(config: Config, end: impl Future<Output = ()>) -> anyhow::Result<()> {
    tokio::pin!(end);
    let mut running = tokio::select! {
        () = &mut end => return Ok(()),
        started = serve::start(config) => started?,
    };
    ready(&format!("dashboard={}", running.public_url.at("")));
    let ended = running.until(end).await;
    running.stop().await;
    ended
}

/// The one line on standard output that scripts wait for.
#[expect(clippy::print_stdout, reason = "the one thing that is said there")]
pub fn ready(what: &str) {
    println!("ready {what}");
}

/// From the file that was named, or docket.toml in the data folder or the working folder; and from the environment.
fn settings(file: Option<PathBuf>, data: &Path) -> anyhow::Result<Settings> {
    if let Some(file) = file.as_deref().filter(|file| !file.exists()) {
        let words = format!("{} is not there.", file.display());
        let mistake = Mistake { setting: "--config".into(), source: Source::Argument, words, passing: false };
        return Err(Mistakes(vec![mistake]).into());
    }
    let in_data = data.join("docket.toml");
    let file = file.unwrap_or_else(|| if in_data.exists() { in_data } else { Path::new("docket.toml").to_owned() });
    Ok(Settings::read(&file, |name| std::env::var(name).ok()))
}
