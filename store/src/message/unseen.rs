//! Knows deletions of messages that were not recorded yet: a comparison that read the channel just before would bring
//! them in as living. In memory only: after a restart the channel is read anew.

use domain::{MessageId, Timestamp};
use std::collections::HashMap;
use std::sync::Mutex;
use std::time::Duration;

/// No comparison takes longer.
const KEPT: Duration = Duration::from_mins(10);

#[derive(Default)]
pub struct Unseen(Mutex<HashMap<MessageId, Timestamp>>);

impl Unseen {
    pub fn deleted(&self, message: MessageId, now: Timestamp) {
        if let Ok(mut known) = self.0.lock() {
            known.retain(|_, at| now.since(*at) < KEPT);
            known.insert(message, now);
        }
    }

    /// When its deletion was told, if it was.
    pub fn deletion(&self, message: MessageId) -> Option<Timestamp> {
        self.0.lock().ok()?.get(&message).copied()
    }
}
