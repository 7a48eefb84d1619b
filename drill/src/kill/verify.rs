//! Knows what must hold when everything has settled: the database, Discord and what people said agree.

use super::ledger::{Entry, Ledger};
use crate::people::{all_channels, button, standing};
use anyhow::Result;
use domain::{
    Access, AttachmentState, ClosedPath, Deed, GuildId, MemberFacts, MessageId, Provisioning, Status, Ticket,
    TranscriptMessage, UserId, naming,
};
use sandbox::{Control, Id};
use serde_json::Value;
use std::collections::{BTreeMap, HashMap, HashSet};
use store::{InboxFilter, Page, Store};

/// Everything wrong that was found, in words.
pub type Faults = Vec<String>;

pub struct Judge<'a> {
    pub store: &'a Store,
    pub control: &'a Control,
    pub ledger: &'a Ledger,
    pub guild: Id,
    pub bot: Id,
}

impl Judge<'_> {
    fn eyes(&self) -> Result<Access> {
        let all = MemberFacts { is_owner: true, ..MemberFacts::default() };
        Ok(Access::decide(GuildId(self.guild.to_string().parse()?), UserId(1), &all, &[], &[]))
    }

    async fn tickets(&self) -> Result<Vec<Ticket>> {
        let who = self.eyes()?;
        let (mut all, mut after) = (Vec::new(), None);
        loop {
            let page = self.store.inbox(&who, &InboxFilter::default(), after, 100).await?;
            all.extend(page.rows.into_iter().map(|row| row.ticket));
            after = page.next;
            if after.is_none() {
                return Ok(all);
            }
        }
    }

    /// Whether nothing is under way any more.
    pub async fn settled(&self) -> Result<bool> {
        let behind = !self.store.tickets_behind().await?.is_empty() || !self.store.tickets_unsigned().await?.is_empty();
        if behind || !self.store.panels_behind().await?.is_empty() {
            return Ok(false);
        }
        for ticket in self.tickets().await? {
            let undone = self.store.due_of(ticket.id).await?;
            let soon =
                |due: &&domain::Due| due.action != domain::DueAction::DeleteChannel || ticket_is_general(&ticket);
            if undone.iter().any(|due| soon(&due)) {
                return Ok(false);
            }
        }
        let far = domain::Timestamp(i64::MAX / 2);
        Ok(self.store.files_wanted(far, 1).await?.is_empty())
    }

    pub async fn faults(&self) -> Result<Faults> {
        let mut faults = Faults::new();
        let tickets = self.tickets().await?;
        self.panels(&mut faults).await?;
        self.numbers(&tickets, &mut faults);
        self.channels(&tickets, &mut faults).await?;
        for ticket in tickets.iter().filter(|ticket| ticket.provisioning != Provisioning::Failed) {
            self.timeline(ticket, &mut faults).await?;
            self.conversation(ticket, &mut faults).await?;
            self.link(ticket, &mut faults).await?;
        }
        Ok(faults)
    }

    /// Each panel stands once, in a channel that is there once, and shows what was saved last.
    async fn panels(&self, faults: &mut Faults) -> Result<()> {
        let channels = all_channels(self.control, self.guild).await?;
        let catalog = self.store.catalog(GuildId(self.guild.to_string().parse()?)).await?;
        for panel in &catalog.panels {
            let named = channels.iter().filter(|channel| channel["name"] == panel.channel_name.as_str()).count();
            let Some(channel) = panel.channel else {
                faults.push(format!("panel {} has no channel", panel.key));
                continue;
            };
            let said = standing(self.control, channel.to_string().parse()?).await?.unwrap_or_default();
            let said: Vec<&Value> =
                said.iter().filter(|message| Id::of(&message["author"]["id"]) == self.bot).collect();
            if (named, said.len()) != (1, 1) {
                faults.push(format!("panel {}: {named} channels, {} messages", panel.key, said.len()));
            }
            for kind in catalog.types.iter().filter(|kind| panel.types.contains(&kind.id)) {
                let shown = said.iter().filter_map(|message| button(message, &kind.label));
                if shown.filter(|found| found["label"] == kind.label.as_str()).count() != 1 {
                    faults.push(format!("panel {} does not show `{}` once", panel.key, kind.label));
                }
            }
        }
        for name in ["Create Ticket", "Tickets", "Closed Tickets"] {
            let found = channels.iter().filter(|channel| channel["type"] == 4 && channel["name"] == name).count();
            if found > 1 {
                faults.push(format!("{found} categories are called {name}"));
            }
        }
        Ok(())
    }

    fn numbers(&self, tickets: &[Ticket], faults: &mut Faults) {
        let mut numbers: Vec<i64> = tickets.iter().map(|ticket| ticket.number).collect();
        numbers.sort_unstable();
        let expected: Vec<i64> = (1..=i64::try_from(tickets.len()).unwrap_or(0)).collect();
        if numbers != expected {
            faults.push(format!("numbers have a gap or a double: {numbers:?}"));
        }
        // A person pressed until one channel appeared; a second ticket would be one that nobody wanted.
        let lived = self.ledger.tickets().len();
        let opened = tickets.iter().filter(|ticket| ticket.provisioning != Provisioning::Failed).count();
        if lived != opened {
            faults.push(format!("{lived} tickets were opened by people, {opened} are in the database"));
        }
    }

    /// Tickets and channels are the same, by id.
    async fn channels(&self, tickets: &[Ticket], faults: &mut Faults) -> Result<()> {
        let channels = all_channels(self.control, self.guild).await?;
        let is_ticket = |channel: &&Value| {
            channel["type"] == 0 && channel["topic"].as_str().is_some_and(|topic| topic.contains("Ticket #"))
        };
        let there: HashSet<&str> =
            channels.iter().filter(is_ticket).filter_map(|channel| channel["id"].as_str()).collect();
        let wanted: HashMap<String, i64> = tickets
            .iter()
            .filter(|ticket| ticket.channel_gone_at.is_none())
            .filter_map(|ticket| ticket.channel.map(|channel| (channel.to_string(), ticket.number)))
            .collect();
        for (channel, number) in &wanted {
            if !there.contains(channel.as_str()) {
                faults.push(format!("ticket {number}: its channel {channel} is not in Discord"));
            }
        }
        for channel in there {
            if !wanted.contains_key(channel) {
                faults.push(format!("channel {channel} belongs to no ticket"));
            }
        }
        for ticket in tickets {
            // One that Discord forbade was told to its member, and is over.
            let whole = match ticket.provisioning {
                Provisioning::Done => true,
                Provisioning::Failed => ticket.status == Status::Cancelled && ticket.channel.is_none(),
                Provisioning::Wanted => false,
            };
            if !whole {
                let (number, status) = (ticket.number, ticket.status);
                faults.push(format!("ticket {number} is {status}: provisioning is {}", ticket.provisioning));
            }
        }
        for ticket in tickets.iter().filter(|ticket| ticket.channel_gone_at.is_none()) {
            let shown =
                channels.iter().find(|one| one["id"].as_str() == ticket.channel.map(|id| id.to_string()).as_deref());
            if let Some(shown) = shown {
                self.as_wanted(ticket, shown, &channels, faults);
            }
        }
        Ok(())
    }

    /// Its name, its place and whether its customer sees it.
    fn as_wanted(&self, ticket: &Ticket, shown: &Value, channels: &[Value], faults: &mut Faults) {
        let number = ticket.number;
        let over = ticket.status.is_over();
        let wanted = if over { naming::closed_name(&ticket.channel_name) } else { ticket.channel_name.clone() };
        let by_hand = self.ledger.is_named_by_hand(Id::of(&shown["id"]));
        if shown["name"] != wanted.as_str() && !by_hand {
            faults.push(format!("ticket {number}: its channel is called {} instead of {wanted}", shown["name"]));
        }
        let customer = ticket.customer.to_string();
        let lets_in = |one: &Value| one["id"] == customer.as_str() && one["allow"] != "0";
        let sees = shown["permission_overwrites"].as_array().into_iter().flatten().any(lets_in);
        if sees == over {
            faults.push(format!("ticket {number} is {}: its customer sees it: {sees}", ticket.status));
        }
        let base = if over { "Closed Tickets" } else { "Tickets" };
        let parent = channels.iter().find(|one| one["id"] == shown["parent_id"]).map(|one| &one["name"]);
        if !parent.is_some_and(|name| name.as_str().is_some_and(|name| name.starts_with(base))) {
            faults.push(format!("ticket {number} is {}: it lies in {parent:?}", ticket.status));
        }
    }

    /// One row a deed.
    async fn timeline(&self, ticket: &Ticket, faults: &mut Faults) -> Result<()> {
        let view = self.store.ticket_view(&self.eyes()?, ticket.number).await?;
        let mut counts: BTreeMap<Deed, usize> = BTreeMap::new();
        for event in &view.timeline {
            *counts.entry(event.deed).or_default() += 1;
        }
        for (deed, count) in &counts {
            if *count != 1 && ticket.lives == 1 {
                faults.push(format!("ticket {}: {deed} happened {count} times", ticket.number));
            }
        }
        // In another life much happens again.
        if ticket.lives > 1 {
            return Ok(());
        }
        let confirmed = matches!(ticket.closed_path, Some(ClosedPath::ItWorks | ClosedPath::AfterHelp));
        for (deed, wanted) in [
            (Deed::Created, true),
            (Deed::Claimed, ticket.claimed_at.is_some() || counts.contains_key(&Deed::Transferred)),
            (Deed::NeededHelp, ticket.needed_help_at.is_some()),
            (Deed::Closed, ticket.status == Status::Closed && !confirmed),
            (Deed::Confirmed, confirmed),
        ] {
            if counts.contains_key(&deed) != wanted {
                faults.push(format!("ticket {}: {deed} wanted {wanted}", ticket.number));
            }
        }
        Ok(())
    }

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

    async fn conversation(&self, ticket: &Ticket, faults: &mut Faults) -> Result<()> {
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

    /// Whoever opened a ticket gets the link to its transcript by direct message: once, when it is over.
    async fn link(&self, ticket: &Ticket, faults: &mut Faults) -> Result<()> {
        let path = format!("/g/{}/tickets/{}", self.guild, ticket.number);
        let is_link = |message: &Value| {
            let text = message["content"].as_str().unwrap_or_default();
            Id::of(&message["author"]["id"]) == self.bot && text.split_whitespace().any(|word| word.ends_with(&path))
        };
        let mut links = 0;
        let channels = self.control.dms(ticket.customer.to_string().parse()?).await?;
        for channel in channels.as_array().into_iter().flatten() {
            let said = standing(self.control, Id::of(&channel["id"])).await?.unwrap_or_default();
            links += said.iter().filter(|message| is_link(message)).count();
        }
        let ended = if ticket.status == Status::Closed { 1..=usize::try_from(ticket.lives)? } else { 0..=0 };
        if !ended.contains(&links) {
            faults.push(format!("ticket {} is {}: {links} links to its transcript", ticket.number, ticket.status));
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

/// Whether its type deletes at once: told by the wanted name, as people see it.
fn ticket_is_general(ticket: &Ticket) -> bool {
    ticket.channel_name.contains("-general-")
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
