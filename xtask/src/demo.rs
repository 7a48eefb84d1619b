//! `cargo xtask demo`: from a clone to two links. Knows ports and the folder of sample data.

use crate::{binary, place, run};
use anyhow::{Result, bail};
use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::process::CommandExt;
use std::path::PathBuf;

#[derive(clap::Args)]
pub struct Args {
    /// The dashboard's port on localhost; the next free one if taken
    #[arg(long, default_value_t = 4400)]
    port: u16,
    /// The sandbox's port on 127.0.0.1; the next free one if taken
    #[arg(long, default_value_t = 4401)]
    sandbox_port: u16,
    /// Where the demo keeps its data; used again as it was left
    #[arg(long, default_value = "data/demo")]
    data: PathBuf,
}

pub fn run(args: &Args) -> Result<()> {
    let docket = binary::release()?;
    let dashboard = free(args.port, None)?;
    let sandbox = free(args.sandbox_port, Some(dashboard))?;
    let data = place::root().join(&args.data);
    eprintln!();
    eprintln!("  dashboard  http://localhost:{dashboard}");
    eprintln!("  sandbox    http://127.0.0.1:{sandbox}   (a stand-in for Discord: be any of its people)");
    eprintln!();
    eprintln!("Data lies in {} (remove it to begin anew). Ctrl-C stops. Starting…", data.display());
    let mut demo = run::program(docket);
    demo.arg("demo");
    demo.args(["--listen", &format!("127.0.0.1:{dashboard}")]);
    demo.args(["--sandbox", &format!("127.0.0.1:{sandbox}")]);
    demo.arg("--data").arg(data);
    // Docket takes this process's place, so Ctrl-C and signals reach it alone.
    Err(demo.exec().into())
}

/// The first free port from `wanted` on.
pub fn free(wanted: u16, taken: Option<u16>) -> Result<u16> {
    for port in wanted..wanted.saturating_add(100) {
        if Some(port) == taken {
            continue;
        }
        if TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok() {
            return Ok(port);
        }
    }
    bail!("no free port from {wanted} to {}", wanted.saturating_add(99))
}
