//! Knows what the database wants done beside all requests: an index that is behind catches up, the log is worked in.
//! Each goes on until the process ends.

use std::time::Duration;
use store::Store;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

/// Documents of a batch: what is written meanwhile waits for one at most.
const BATCH: i64 = 1_000;
/// Between two batches others write.
const BREATH: Duration = Duration::from_millis(5);
const AGAIN: Duration = Duration::from_secs(10);
const CHECKPOINT: Duration = Duration::from_secs(1);
/// Documents between two lines in the log.
const TOLD: usize = 100_000;
/// Pages of 4 KB that the log may have before somebody is told: 256 MB.
const LONG_LOG: i64 = 65_536;

/// After an upgrade what was said before is indexed, newest first.
pub async fn index_search(store: Store, stop: CancellationToken) -> anyhow::Result<()> {
    let (mut done, mut told) = (0, 0);
    while !stop.is_cancelled() {
        match store.rebuild_search(BATCH).await {
            Ok(batch) if batch.is_done => break,
            Ok(batch) => {
                done += batch.documents;
                if done - told >= TOLD {
                    told = done;
                    tracing::info!(documents = done, "The search index is catching up");
                }
                sleep(BREATH).await;
            }
            Err(error) => {
                tracing::error!("The search index could not go on and will try again: {error}");
                sleep(AGAIN).await;
            }
        }
    }
    if done > 0 && !stop.is_cancelled() {
        tracing::info!(documents = done, "Everything that was said can be searched");
    }
    stop.cancelled().await;
    Ok(())
}

/// Works the write-ahead log into the database before a writer has to.
pub async fn checkpoint(store: Store, stop: CancellationToken) -> anyhow::Result<()> {
    let mut is_long = false;
    loop {
        tokio::select! {
            () = stop.cancelled() => return Ok(()),
            () = sleep(CHECKPOINT) => {}
        }
        match store.checkpoint().await {
            Ok(left) => {
                if left > LONG_LOG && !is_long {
                    tracing::warn!(pages = left, "The database's log grows: a reader keeps it from being worked in");
                }
                is_long = left > LONG_LOG;
            }
            Err(error) => tracing::error!("The database's log could not be worked in: {error}"),
        }
    }
}
