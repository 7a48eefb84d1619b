//! Knows how work is started beside the caller: named, watched, ended with the bot. A panic is logged with a reference.

use futures_util::FutureExt;
use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::time::Duration;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// All tasks of one bot. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Tasks {
    tracker: TaskTracker,
    end: CancellationToken,
}

impl Tasks {
    pub fn new(end: CancellationToken) -> Self {
        Self { tracker: TaskTracker::new(), end }
    }

    /// Runs until it is done or the bot ends.
    #[expect(clippy::disallowed_methods, reason = "the room's one spawn")]
    pub fn spawn(&self, name: &'static str, work: impl Future<Output = ()> + Send + 'static) {
        let end = self.end.clone();
        tokio::spawn(self.tracker.track_future(async move {
            tokio::select! {
                () = end.cancelled() => {}
                caught = caught(name, work) => { let _ = caught; }
            }
        }));
    }

    /// Runs until it is done; it looks itself whether the bot ends, and may still put things in order then.
    #[expect(clippy::disallowed_methods, reason = "the room's other spawn")]
    pub fn spawn_to_its_end(&self, name: &'static str, work: impl Future<Output = ()> + Send + 'static) {
        tokio::spawn(self.tracker.track_future(async move {
            let _ = caught(name, work).await;
        }));
    }

    pub fn ended(&self) -> &CancellationToken {
        &self.end
    }

    /// Waits for what is under way, for so long.
    pub async fn finish(&self, patience: Duration) {
        self.tracker.close();
        if tokio::time::timeout(patience, self.tracker.wait()).await.is_err() {
            tracing::warn!(tasks = self.tracker.len(), "some of the bot's work did not end in time");
        }
    }
}

/// Runs work; if it panics, logs that under a reference and gives the reference.
pub async fn caught<T>(name: &'static str, work: impl Future<Output = T>) -> Result<T, String> {
    match AssertUnwindSafe(work).catch_unwind().await {
        Ok(value) => Ok(value),
        Err(panic) => {
            // Where a drill would have killed the process nothing goes on.
            #[cfg(feature = "drill")]
            if panic.is::<crate::drill::Trapped>() {
                tracing::warn!(task = name, "a drill has stopped a task");
                std::future::pending::<()>().await;
            }
            let reference = reference();
            let text = panic.downcast_ref::<&str>().map(|s| (*s).to_owned());
            let text = text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default();
            tracing::error!(task = name, reference, panic = text, "a task of the bot panicked");
            Err(reference)
        }
    }
}

/// Eight letters and digits that stand in the log and in what the person is told.
pub fn reference() -> String {
    const LETTERS: &[u8] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    (0..8).map(|_| char::from(LETTERS[usize::from(rand::random::<u8>()) % LETTERS.len()])).collect()
}
