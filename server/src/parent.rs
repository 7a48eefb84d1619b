//! Knows when the process must end: at a signal, or when whoever started it is gone.

use anyhow::Context;
use tokio::io::AsyncReadExt;
use tokio::signal::unix::{Signal, SignalKind, signal};

/// What may end this process. From its making on no signal is lost, whenever it is waited for.
pub struct End {
    interrupt: Signal,
    terminate: Signal,
    stdin: bool,
}

impl End {
    /// SIGINT and SIGTERM and, if asked for, the end of standard input: a pipe's end comes even if the parent was killed.
    pub fn new(stdin: bool) -> anyhow::Result<Self> {
        let hear = |kind| signal(kind).context("signals can't be heard");
        Ok(Self { interrupt: hear(SignalKind::interrupt())?, terminate: hear(SignalKind::terminate())?, stdin })
    }

    pub async fn comes(mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
            () = stdin_ends(), if self.stdin => tracing::info!("The parent is gone, so this process ends"),
        }
    }
}

async fn stdin_ends() {
    let mut stdin = tokio::io::stdin();
    let mut nothing = [0; 64];
    while !matches!(stdin.read(&mut nothing).await, Ok(0) | Err(_)) {}
}
