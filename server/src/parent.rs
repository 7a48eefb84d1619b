//! Knows when the process must end: at a signal, or when whoever started it is gone.

use tokio::io::AsyncReadExt;
use tokio::signal::unix::{SignalKind, signal};

/// Ready at SIGINT or SIGTERM and, if asked for, at the end of standard input: a pipe's end comes even if the parent
/// was killed.
pub async fn end(watch_stdin: bool) {
    tokio::select! {
        () = on(SignalKind::interrupt()) => {}
        () = on(SignalKind::terminate()) => {}
        () = stdin_ends(), if watch_stdin => tracing::info!("The parent is gone, so this process ends"),
    }
}

async fn on(kind: SignalKind) {
    match signal(kind) {
        Ok(mut signals) => drop(signals.recv().await),
        Err(error) => {
            tracing::error!("Signals can't be heard: {error}");
            std::future::pending::<()>().await;
        }
    }
}

async fn stdin_ends() {
    let mut stdin = tokio::io::stdin();
    let mut nothing = [0; 64];
    while !matches!(stdin.read(&mut nothing).await, Ok(0) | Err(_)) {}
}
