//! Knows how a transcript is held against the channel and against what people truly said.

use super::ledger::Entry;
use super::verify::{Faults, Judge};
use crate::people::{button, standing};
use anyhow::Result;
use domain::{AttachmentState, MessageId, Ticket, TranscriptMessage};
use sandbox::Id;
use serde_json::Value;
use std::collections::{HashMap, HashSet};
use store::Page;

impl Judge<'_> {
    async fn transcript(&self, ticket: &Ticket) -> Result<Vec<TranscriptMessage>> {
        let who = self.eyes()?;
        let (mut all, mut at) = (Vec::new(), Page::Newest);
        loop {
            let page = self.store.transcript(&who, ticket.id, at, 200).await?;
            all.extend(page.messages);
            match page.older {
                Some(before) => at = Page::Before(before),
                None => return Ok(all),
            }
        }
    }

    pub async fn conversation(&self, ticket: &Ticket, faults: &mut Faults) -> Result<()> {
        let number = ticket.number;
        let Some(channel) = ticket.channel else {
            faults.push(format!("ticket {number} has no channel"));
            return Ok(());
        };
        let kept: HashMap<MessageId, TranscriptMessage> =
            self.transcript(ticket).await?.into_iter().map(|m| (m.id, m)).collect();
        let there = standing(self.control, channel.to_string().parse()?).await?;
        if let Some(there) = &there {
            self.same_as_discord(ticket, there, &kept, faults);
        }
        let entries = self.ledger.entries();
        for entry in entries.iter().filter(|entry| entry.channel.to_string() == channel.to_string()) {
            if !kept.contains_key(&entry.id.to_string().parse()?) && self.ledger.cannot_be_had(entry) {
                continue;
            }
            Self::as_it_was_said(number, entry, self.ledger.was_seen_late(entry), &kept, faults)?;
            self.files(number, entry, &kept, faults).await?;
        }
        Ok(())
    }

    /// The living messages of the channel and of the transcript are the same; what the bot says, it says once.
    fn same_as_discord(
        &self,
        ticket: &Ticket,
        there: &[Value],
        kept: &HashMap<MessageId, TranscriptMessage>,
        faults: &mut Faults,
    ) {
        let number = ticket.number;
        let mut welcomes = 0;
        let mut said: HashMap<String, usize> = HashMap::new();
        let mut alive = HashSet::new();
        for message in there {
            let Some(id) = message["id"].as_str().and_then(|id| id.parse::<MessageId>().ok()) else { continue };
            alive.insert(id);
            if Id::of(&message["author"]["id"]) == self.bot {
                welcomes += usize::from(button(message, "Close").is_some());
                *said.entry(format!("{}{}", message["content"], message["embeds"])).or_default() += 1;
            }
            match kept.get(&id) {
                None => faults
                    .push(format!("ticket {number}: message {id} is not in the transcript: {}", message["content"])),
                Some(known) if known.deleted_at.is_some() => {
                    faults.push(format!("ticket {number}: message {id} is marked deleted and is there"));
                }
                Some(known) if message["content"] != known.content.as_str() => {
                    faults.push(format!(
                        "ticket {number}: message {id} says {} and the transcript {:?}",
                        message["content"], known.content
                    ));
                }
                Some(_) => {}
            }
        }
        for message in kept.values().filter(|message| message.deleted_at.is_none() && !alive.contains(&message.id)) {
            faults.push(format!("ticket {number}: message {} is gone from Discord and not marked deleted", message.id));
        }
        if welcomes != 1 {
            faults.push(format!("ticket {number}: {welcomes} welcome messages"));
        }
        for (text, count) in said.into_iter().filter(|(_, count)| *count > 1) {
            faults.push(format!("ticket {number}: the bot said {count} times: {text}"));
        }
    }

    fn as_it_was_said(
        number: i64,
        entry: &Entry,
        seen_late: bool,
        kept: &HashMap<MessageId, TranscriptMessage>,
        faults: &mut Faults,
    ) -> Result<()> {
        let Some(known) = kept.get(&entry.id.to_string().parse()?) else {
            faults.push(format!("ticket {number}: {:?} was said and is not in the transcript", entry.text));
            return Ok(());
        };
        if known.content != entry.text {
            faults.push(format!("ticket {number}: {:?} was said, the transcript has {:?}", entry.text, known.content));
        }
        if known.deleted_at.is_some() != entry.deleted {
            faults.push(format!(
                "ticket {number}: {:?} deleted: {}, in the transcript: {}",
                entry.text,
                entry.deleted,
                known.deleted_at.is_some()
            ));
        }
        // Steps between are lost where they happened while nobody listened, and then that is said.
        let versions: Vec<&str> = known.versions.iter().map(|version| version.content.as_str()).collect();
        let told = known.versions.iter().any(|version| version.while_away);
        if !told && !are_the_versions(&versions, &entry.before, seen_late) {
            faults.push(format!("ticket {number}: versions {versions:?} instead of {:?}", entry.before));
        }
        Ok(())
    }

    async fn files(
        &self,
        number: i64,
        entry: &Entry,
        kept: &HashMap<MessageId, TranscriptMessage>,
        faults: &mut Faults,
    ) -> Result<()> {
        let Some(bytes) = &entry.file else { return Ok(()) };
        let Some(file) = kept.get(&entry.id.to_string().parse()?).and_then(|message| message.attachments.first())
        else {
            faults.push(format!("ticket {number}: a file is missing"));
            return Ok(());
        };
        if file.state != AttachmentState::Stored {
            faults.push(format!("ticket {number}: {} is {} ({:?})", file.filename, file.state, file.failure));
            return Ok(());
        }
        let open = self.store.open_file(&self.eyes()?, number, file.id).await?;
        if tokio::fs::read(self.store.files().path(&open.digest)).await? != *bytes {
            faults.push(format!("ticket {number}: {} has other bytes", file.filename));
        }
        Ok(())
    }
}

/// Whether these are the texts that stood there before; of what was first seen late, those since.
fn are_the_versions(versions: &[&str], before: &[String], seen_late: bool) -> bool {
    let missing = before.len().checked_sub(versions.len());
    missing.is_some_and(|missing| (missing == 0 || seen_late) && before[missing..] == *versions)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_missed_only_where_nobody_listened() {
        let before = ["one".to_owned(), "two".to_owned()];
        assert!(are_the_versions(&["one", "two"], &before, false));
        assert!(are_the_versions(&[], &[], false));
        for lost in [[].as_slice(), &["two"]] {
            assert!(!are_the_versions(lost, &before, false), "{lost:?}");
            assert!(are_the_versions(lost, &before, true), "{lost:?}");
        }
        for wrong in [["one"].as_slice(), &["two", "one"], &["one", "two", "two"]] {
            assert!(!are_the_versions(wrong, &before, true), "{wrong:?}");
        }
    }
}
