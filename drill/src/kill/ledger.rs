//! Knows what people truly said, edited, deleted and sent: what every transcript is held against.

use super::life::Lived;
use crate::people::Person;
use anyhow::Result;
use sandbox::Id;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// When the bot was given something back.
#[derive(Clone, Default)]
pub struct Grants(Arc<Mutex<Vec<i64>>>);

impl Grants {
    pub fn note(&self) {
        locked(&self.0).extend(crate::day::now().ok().map(|now| now.0 % 86_400_000));
    }

    /// In milliseconds of the day.
    pub fn all(&self) -> Vec<i64> {
        locked(&self.0).clone()
    }
}

/// What was said and recorded surely: older than this at the moment of a kill.
const SURELY: Duration = Duration::from_millis(1_500);

/// By then a `serve` that is ready listens to the gateway too.
const LISTENS_WITHIN: Duration = Duration::from_millis(1_500);

#[derive(Clone, Debug)]
pub struct Entry {
    pub channel: Id,
    pub id: Id,
    pub author: Id,
    /// What stands there now; the texts before it, oldest first.
    pub text: String,
    pub before: Vec<String>,
    pub deleted: bool,
    pub file: Option<Vec<u8>>,
    said: Instant,
}

#[derive(Default)]
pub struct Ledger {
    entries: Mutex<Vec<Entry>>,
    tickets: Mutex<Vec<Lived>>,
    /// Channels to which somebody gave a name of their own.
    by_hand: Mutex<Vec<Id>>,
    /// From when to when nobody listened.
    absences: Mutex<Vec<(Instant, Instant)>>,
    grants: Grants,
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Ledger {
    pub fn grants(&self) -> Grants {
        self.grants.clone()
    }

    pub fn opened(&self, lived: &Lived) {
        locked(&self.tickets).push(lived.clone());
    }

    pub fn named_by_hand(&self, channel: Id) {
        locked(&self.by_hand).push(channel);
    }

    pub fn is_named_by_hand(&self, channel: Id) -> bool {
        locked(&self.by_hand).contains(&channel)
    }

    /// Nobody listened from then until shortly after now, when `serve` is ready again.
    pub fn was_away(&self, from: Instant) {
        locked(&self.absences).push((from, Instant::now() + LISTENS_WITHIN));
    }

    /// Whether it was said while nobody listened, or so shortly before that it may not have been heard: then it was
    /// first seen later, as it stood by then.
    pub fn was_seen_late(&self, entry: &Entry) -> bool {
        locked(&self.absences).iter().any(|(from, until)| entry.said + SURELY > *from && entry.said < *until)
    }

    /// What was gone before it could be seen cannot be had.
    pub fn cannot_be_had(&self, entry: &Entry) -> bool {
        entry.deleted && self.was_seen_late(entry)
    }

    pub fn tickets(&self) -> Vec<Lived> {
        locked(&self.tickets).clone()
    }

    pub fn knows_channel(&self, channel: Id) -> bool {
        locked(&self.tickets).iter().any(|lived| lived.channel == channel)
    }

    pub fn entries(&self) -> Vec<Entry> {
        locked(&self.entries).clone()
    }

    pub async fn say(&self, who: &Person, lived: &Lived, text: &str) -> Result<Id> {
        let message = who.say(lived.channel, text).await?;
        self.write(who, lived, message, text, None);
        Ok(message)
    }

    pub async fn upload(&self, who: &Person, lived: &Lived, name: &str, bytes: Vec<u8>) -> Result<()> {
        let message = who.upload(lived.channel, "look", name, bytes.clone()).await?;
        self.write(who, lived, message, "look", Some(bytes));
        Ok(())
    }

    fn write(&self, who: &Person, lived: &Lived, message: Id, text: &str, file: Option<Vec<u8>>) {
        locked(&self.entries).push(Entry {
            channel: lived.channel,
            id: message,
            author: who.id,
            text: text.to_owned(),
            before: Vec::new(),
            deleted: false,
            file,
            said: Instant::now(),
        });
    }

    pub async fn edit(&self, who: &Person, lived: &Lived, message: Id, text: &str) -> Result<()> {
        who.edit(lived.channel, message, text).await?;
        self.change(message, |entry| entry.before.push(std::mem::replace(&mut entry.text, text.to_owned())));
        Ok(())
    }

    pub async fn delete(&self, who: &Person, lived: &Lived, message: Id) -> Result<()> {
        who.delete(lived.channel, message).await?;
        self.change(message, |entry| entry.deleted = true);
        Ok(())
    }

    fn change(&self, message: Id, change: impl FnOnce(&mut Entry)) {
        if let Some(entry) = locked(&self.entries).iter_mut().find(|entry| entry.id == message) {
            change(entry);
        }
    }

    fn old(&self, who: &Person, lived: &Lived, skip: usize) -> Option<Id> {
        let entries = locked(&self.entries);
        let mut old = entries.iter().filter(|entry| {
            entry.channel == lived.channel
                && entry.author == who.id
                && !entry.deleted
                && entry.file.is_none()
                && entry.said.elapsed() > SURELY
        });
        old.nth(skip).map(|entry| entry.id)
    }

    pub async fn edit_something_old(&self, who: &Person, lived: &Lived, text: &str) -> Result<()> {
        match self.old(who, lived, 0) {
            Some(message) => self.edit(who, lived, message, text).await,
            None => Ok(()),
        }
    }

    pub async fn delete_something_old(&self, who: &Person, lived: &Lived) -> Result<()> {
        match self.old(who, lived, 1) {
            Some(message) => self.delete(who, lived, message).await,
            None => Ok(()),
        }
    }
}
