//! Knows what this process need not ask or send again: that nothing lies in Discord of a ticket which it opened a moment
//! ago, and what a welcome message says already.

use domain::TicketId;
use serde_json::Value;
use std::collections::hash_map::DefaultHasher;
use std::collections::{HashMap, HashSet};
use std::hash::{Hash, Hasher};
use std::sync::{Mutex, PoisonError};

/// Tickets that were opened here and not yet tried to be given a channel.
#[derive(Default)]
pub struct Fresh(Mutex<HashSet<TicketId>>);

impl Fresh {
    pub fn note(&self, ticket: TicketId) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(ticket);
    }

    /// Once: the second try looks.
    pub fn take(&self, ticket: TicketId) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&ticket)
    }
}

/// What each welcome message was made to say last: Discord takes few edits of a message in a row.
#[derive(Default)]
pub struct Shown(Mutex<HashMap<TicketId, u64>>);

/// More than can be open in a guild; what is forgotten is only sent once more.
const MANY: usize = 10_000;

fn print(body: &Value) -> u64 {
    let mut hasher = DefaultHasher::new();
    body.to_string().hash(&mut hasher);
    hasher.finish()
}

impl Shown {
    pub fn says(&self, ticket: TicketId, body: &Value) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&ticket) == Some(&print(body))
    }

    pub fn note(&self, ticket: TicketId, body: &Value) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() > MANY {
            all.clear();
        }
        all.insert(ticket, print(body));
    }
}
