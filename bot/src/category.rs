//! Knows the categories that tickets and panels lie in: a row of them each, `Tickets`, `Tickets 2`, …, where the next
//! takes over when Discord says that the ones before are full. Finds one with room, or makes the next.

use crate::bot::Bot;
use crate::drill::{adopts, kill_point};
use crate::permission;
use crate::rest::message::id_of;
use crate::rest::{Error, NewChannel};
use crate::spots::{Category, Spot};
use crate::trouble::Result;
use crate::words::Word;
use domain::permission::{MANAGE_CHANNELS, VIEW_CHANNEL};
use domain::{ChannelId, GuildId, Ticket};
use serde_json::Value;
use store::{Catalog, CategoryKind};

/// Channels in one category at most (<https://discord.com/developers/docs/resources/channel#channel-object>): where a
/// listing shows as many, Discord need not be asked.
const ROOM: usize = 50;
const CATEGORY: i32 = 4;
/// So many categories of one row can be full: ten take all the channels that a guild may have.
pub const MOST: usize = 11;

pub fn name(kind: CategoryKind) -> &'static str {
    match kind {
        CategoryKind::Create => "Create Ticket",
        CategoryKind::Tickets => "Tickets",
        CategoryKind::Closed => "Closed Tickets",
    }
}

/// `Tickets`, `Tickets 2`, `Tickets 3`: its place in that row.
fn ordinal(of: &str, base: &str) -> Option<usize> {
    if of.eq_ignore_ascii_case(base) {
        return Some(1);
    }
    let (head, tail) = of.rsplit_once(' ')?;
    if head.eq_ignore_ascii_case(base) { tail.parse().ok().filter(|n| *n > 1) } else { None }
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The one that is looked at first, whatever it is called.
    first: Option<ChannelId>,
    base: String,
    /// Those before it in the row are somebody else's.
    from: usize,
    /// Docket's own; `None`: one that an admin chose.
    own: Option<CategoryKind>,
}

impl Row {
    /// A category that was chosen, with those that took over from it.
    fn chosen(category: &Category) -> Self {
        let number = category.name.rsplit_once(' ').and_then(|(base, n)| Some((base, n.parse::<usize>().ok()?)));
        let (base, from) = number.filter(|(_, n)| *n > 1).unwrap_or((&category.name, 1));
        Self { first: Some(category.id), base: base.to_owned(), from, own: None }
    }

    /// Its members, in the order in which they are tried.
    fn members(&self, all: &[Category]) -> Vec<(usize, Category)> {
        let place = |category: &Category| {
            let place = ordinal(&category.name, &self.base).filter(|place| *place >= self.from);
            // One that was renamed by hand is ours all the same.
            if self.first == Some(category.id) { place.or(Some(self.from)) } else { place }
        };
        let mut found: Vec<(usize, Category)> =
            all.iter().filter_map(|category| Some((place(category)?, category.clone()))).collect();
        found.sort_by_key(|(place, category)| (self.first != Some(category.id), *place, category.id));
        found
    }

    pub fn holds(&self, bot: &Bot, guild: GuildId, category: ChannelId) -> bool {
        self.members(&bot.spots.categories(guild)).iter().any(|(_, member)| member.id == category)
    }

    /// What the next of the row is called.
    fn next_name(&self, all: &[Category]) -> String {
        let last = self.members(all).iter().map(|(place, _)| *place).max();
        last.map_or_else(|| self.base.clone(), |last| format!("{} {}", self.base, last + 1))
    }
}

/// Docket's own row of a kind.
pub async fn own(bot: &Bot, guild: GuildId, kind: CategoryKind) -> Result<Row> {
    let first = bot.store.guild(guild).await?.and_then(|guild| match kind {
        CategoryKind::Create => guild.create_category,
        CategoryKind::Tickets => guild.tickets_category,
        CategoryKind::Closed => guild.closed_category,
    });
    Ok(Row { first, base: name(kind).to_owned(), from: 1, own: Some(kind) })
}

/// Where a ticket lies: its type's category, else its department's, else Docket's own. One that was deleted is none.
pub async fn of_ticket(bot: &Bot, catalog: &Catalog, ticket: &Ticket, kind: CategoryKind) -> Result<Row> {
    let all = bot.spots.categories(ticket.guild);
    let chosen = wanted(catalog, ticket, kind).into_iter().find_map(|id| all.iter().find(|one| one.id == id));
    match chosen {
        Some(category) => Ok(Row::chosen(category)),
        None => own(bot, ticket.guild, kind).await,
    }
}

/// What admins chose for it, best first.
fn wanted(catalog: &Catalog, ticket: &Ticket, kind: CategoryKind) -> Vec<ChannelId> {
    let of_type = catalog.kind(ticket.ticket_type);
    let department = catalog.departments.iter().find(|found| found.id == ticket.department);
    match kind {
        CategoryKind::Create => Vec::new(),
        CategoryKind::Tickets => {
            // Handed over to another department, it lies where that one's tickets lie.
            let at_home = of_type.filter(|found| found.department == ticket.department);
            let first = at_home.and_then(|found| found.category);
            first.into_iter().chain(department.and_then(|found| found.category)).collect()
        }
        CategoryKind::Closed => of_type.and_then(|found| found.closed_category).into_iter().collect(),
    }
}

/// A category of the row that is not known to be full; the next one is made if all are. `None`: it is hidden from the
/// bot, or closed to it. Then there is no second one, what is made lies in no category, and Health says what to grant.
pub async fn room(bot: &Bot, guild: GuildId, row: &Row) -> Result<Option<ChannelId>> {
    if let Some(found) = free(row, &bot.spots.categories(guild)) {
        return use_it(bot, guild, row, &found).await;
    }
    let _alone = bot.locks.lock(("category", guild, &row.base)).await;
    // Somebody may have made one while we waited: those who wait together ask for one listing, not each for their own.
    if let Some(found) = free(row, &bot.spots.categories(guild)) {
        return use_it(bot, guild, row, &found).await;
    }
    // Or an earlier try whose answer was lost.
    let listing = bot.rest.guild_channels(guild).await?;
    for category in listing.iter().filter(|channel| channel["type"] == CATEGORY) {
        learn(bot, guild, category, &listing);
    }
    if let Some(found) = free(row, &bot.spots.categories(guild)) {
        return use_it(bot, guild, row, &found).await;
    }
    let made = make(bot, guild, row).await;
    let subject = format!("category:{}", row.base.to_lowercase());
    match made {
        Ok(category) => {
            bot.solved(guild, &subject).await;
            Ok(Some(category))
        }
        Err(trouble) => {
            if let Some(mend) = trouble.mend() {
                bot.problem(guild, &subject, &trouble.to_string(), mend).await;
            }
            Err(trouble)
        }
    }
}

/// The first of the row that may have room.
fn free(row: &Row, all: &[Category]) -> Option<Category> {
    // A drill that looks for nothing knows its own alone.
    if row.own.is_some() && row.first.is_none() && !adopts() {
        return None;
    }
    row.members(all).into_iter().map(|(_, category)| category).find(|category| !category.full)
}

async fn use_it(bot: &Bot, guild: GuildId, row: &Row, found: &Category) -> Result<Option<ChannelId>> {
    if found.hidden || bot.lacks_in(guild, found.id, VIEW_CHANNEL | MANAGE_CHANNELS) {
        return Ok(None);
    }
    if let Some(kind) = row.own.filter(|_| row.first != Some(found.id)) {
        bot.store.set_category(guild, kind, Some(found.id)).await?;
    }
    Ok(Some(found.id))
}

/// A category that a listing shows; what the gateway tells may come later.
fn learn(bot: &Bot, guild: GuildId, category: &Value, listing: &[Value]) {
    let id = ChannelId(id_of(category));
    let text = id.to_string();
    if bot.spots.spot(guild, id).is_none() {
        let name = category["name"].as_str().unwrap_or_default().to_owned();
        bot.spots.put(guild, id, Spot { kind: CATEGORY, name, parent: None, hidden: false });
    }
    if listing.iter().filter(|channel| channel["parent_id"].as_str() == Some(text.as_str())).count() >= ROOM {
        bot.spots.filled(guild, id);
    }
}

/// Discord took nothing more into this category: it is full, or was deleted. True if another one is worth a try.
pub async fn refused(bot: &Bot, guild: GuildId, category: ChannelId, error: &Error) -> Result<bool> {
    let Error::Refused { status: 400, message, .. } = error else { return Ok(false) };
    if !message.contains("parent_id") {
        return Ok(false);
    }
    if message.contains("does not exist") || message.contains("Not a category") {
        bot.spots.removed(guild, category);
        bot.gone(guild, category).await?;
    } else {
        bot.spots.filled(guild, category);
    }
    Ok(true)
}

async fn make(bot: &Bot, guild: GuildId, row: &Row) -> Result<ChannelId> {
    let name = row.next_name(&bot.spots.categories(guild));
    let hidden = row.own != Some(CategoryKind::Create);
    let overwrites = bot.in_place(guild, |place| permission::of_category(place, hidden)).await?;
    let reason = Word::AuditCategory.to_string();
    let new = NewChannel {
        name: &name,
        kind: CATEGORY,
        topic: None,
        parent: None,
        position: None,
        overwrites: &overwrites,
        reason: &reason,
    };
    bot.need(guild, None, MANAGE_CHANNELS)?;
    // After an unclear answer it may be there: the next try finds it in the listing.
    let made = match bot.rest.create_channel(guild, &new).await {
        Ok(made) => ChannelId(id_of(&made)),
        Err(error) => {
            if error.code() == Some(crate::rest::code::TOO_MANY_CHANNELS) {
                bot.spots.guild_filled(guild);
            }
            return Err(error.into());
        }
    };
    kill_point("after-category-made");
    bot.spots.put(guild, made, Spot { kind: CATEGORY, name: name.clone(), parent: None, hidden: false });
    tracing::info!(guild.id = %guild, channel.id = %made, name, "a category was made");
    if let Some(kind) = row.own {
        bot.store.set_category(guild, kind, Some(made)).await?;
    }
    kill_point("after-category-recorded");
    Ok(made)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn category(id: i64, name: &str, full: bool) -> Category {
        Category { id: ChannelId(id), name: name.into(), hidden: false, full }
    }

    fn own(first: Option<i64>) -> Row {
        Row { first: first.map(ChannelId), base: "Tickets".into(), from: 1, own: Some(CategoryKind::Tickets) }
    }

    fn ids(row: &Row, all: &[Category]) -> Vec<i64> {
        row.members(all).iter().map(|(_, category)| category.id.0).collect()
    }

    #[test]
    fn a_row_is_told_by_its_names_and_strangers_are_not_of_it() {
        let all = [
            category(1, "Tickets", true),
            category(2, "tickets 2", false),
            category(3, "Tickets for the show", false),
            category(4, "Billing 2", false),
        ];
        assert_eq!(ids(&own(None), &all), [1, 2]);
        assert_eq!(ids(&own(Some(3)), &all), [3, 1, 2], "renamed by hand, and ours all the same");
        assert_eq!(own(None).next_name(&all), "Tickets 3");
        assert_eq!(own(None).next_name(&[]), "Tickets");
    }

    #[test]
    fn a_chosen_category_has_a_row_of_its_own() {
        let all = [category(1, "Billing", false), category(2, "Billing 2", true), category(3, "Billing 3", false)];
        assert_eq!(ids(&Row::chosen(&all[0]), &all), [1, 2, 3]);
        assert_eq!(Row::chosen(&all[0]).next_name(&all), "Billing 4");
        let later = Row::chosen(&all[1]);
        assert_eq!(ids(&later, &all), [2, 3], "the one before is somebody else's");
        assert_eq!(
            Row::chosen(&category(9, "Room 101", false)).next_name(&[category(9, "Room 101", true)]),
            "Room 102"
        );
    }
}
