//! Knows what must hold when everything has settled: the database, Discord and what people said agree.

use super::ledger::Ledger;
use crate::people::{all_channels, button, standing};
use anyhow::Result;
use domain::{Access, ClosedPath, Deed, GuildId, MemberFacts, Provisioning, Status, Ticket, UserId, naming};
use sandbox::{Control, Id};
use serde_json::Value;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::time::Duration;
use store::{InboxFilter, Store};

/// What is due later than this is not waited for.
const SOON: Duration = Duration::from_mins(1);

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
    pub fn eyes(&self) -> Result<Access> {
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
        let soon = crate::day::now()?.plus(SOON);
        for ticket in self.tickets().await? {
            let undone = self.store.due_of(ticket.id).await?;
            if undone.iter().any(|due| due.attempts > 0 || due.at <= soon) {
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
            (Deed::Closed, matches!(ticket.closed_path, Some(ClosedPath::Staff | ClosedPath::Member))),
            (Deed::Confirmed, confirmed),
            (Deed::Accepted, ticket.closed_path == Some(ClosedPath::Accepted)),
            (Deed::Expired, ticket.closed_path == Some(ClosedPath::Timer)),
            (Deed::Silenced, ticket.closed_path == Some(ClosedPath::Silence)),
            (Deed::Cancelled, ticket.status == Status::Cancelled),
        ] {
            if counts.contains_key(&deed) != wanted {
                faults.push(format!("ticket {}: {deed} wanted {wanted}", ticket.number));
            }
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
        let ended = if ticket.status.is_over() { 1..=usize::try_from(ticket.lives)? } else { 0..=0 };
        if !ended.contains(&links) {
            faults.push(format!("ticket {} is {}: {links} links to its transcript", ticket.number, ticket.status));
        }
        Ok(())
    }
}
