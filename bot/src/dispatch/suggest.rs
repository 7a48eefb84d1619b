//! Knows what may be meant by what is being typed: answered at once, with nothing that the person may not see.

use super::command::Suggest;
use super::used::here;
use super::{Asked, Result, command, deed};
use crate::clock;
use crate::rest::Answer;
use crate::ticket::clip;
use crate::words::{status_in_words, timer_in_words};
use domain::{Access, Standing, Status, Ticket, ticket_ref};
use std::time::Duration;
use store::{Catalog, InboxFilter, Picked};
use tokio::time::timeout;

/// Of the three seconds that Discord waits.
const IN_TIME: Duration = Duration::from_secs(2);
/// <https://discord.com/developers/docs/interactions/application-commands#autocomplete>
const AT_ONCE: usize = 25;
const NAME: usize = 100;
/// Tickets among which a word is looked for.
const NEWEST: i64 = 100;

type Choices = Vec<(String, String)>;

pub async fn suggest(asked: &Asked<'_>, name: &str, option: &str, typed: &str) -> Result<()> {
    let found = match command::suggested(name, option) {
        Some(from) => timeout(IN_TIME, Box::pin(find(asked, from, typed.trim()))).await,
        None => Ok(Ok(Vec::new())),
    };
    let choices = match found {
        Ok(Ok(choices)) => choices,
        Ok(Err(oops)) => {
            tracing::warn!(option, error = %oops, "nothing could be suggested");
            Vec::new()
        }
        Err(_) => Vec::new(),
    };
    let fits = |(name, value): (String, String)| (clip(&name, NAME), value);
    // One that was cut would mean something else.
    let short = |(_, value): &(String, String)| (1..=NAME).contains(&value.chars().count());
    let choices = choices.into_iter().filter(short).take(AT_ONCE).map(fits).collect();
    asked.bot.rest.answer(asked.raw.id, &asked.raw.token, Answer::Choices(choices)).await?;
    Ok(())
}

async fn find(asked: &Asked<'_>, from: Suggest, typed: &str) -> Result<Choices> {
    let who = asked.access().await?;
    let catalog = asked.bot.catalog(asked.guild).await?;
    match from {
        Suggest::Types => Ok(types(&catalog, typed)),
        Suggest::Times => Ok(times(typed)),
        Suggest::Tickets => tickets(asked, &who, InboxFilter::default(), typed).await,
        Suggest::Closed => {
            let closed = InboxFilter { status: Picked::of([Status::Closed]), ..InboxFilter::default() };
            tickets(asked, &who, closed, typed).await
        }
        Suggest::Panels => Ok(if who.is_admin() { panels(&catalog, typed) } else { Vec::new() }),
        Suggest::Timers => timers(asked, &who).await,
        // What follows is for those who act somewhere.
        _ if !matches!(who.standing(), Standing::Admin | Standing::Staff) => Ok(Vec::new()),
        Suggest::Departments => Ok(departments(&catalog, typed)),
        Suggest::Categories => Ok(same(catalog.rules.categories.iter().cloned(), typed)),
        Suggest::Tags => {
            let begins = typed.to_lowercase();
            Ok(same(asked.bot.store.tags_of_guild(asked.guild, &begins, 25).await?.into_iter(), ""))
        }
        Suggest::Orders => {
            let orders = asked.bot.store.orders(asked.guild, typed, 25).await?;
            Ok(orders.iter().map(|order| (deed::end::in_words(order).replace('`', ""), order.number.clone())).collect())
        }
        Suggest::Blocks => super::block::suggested(asked, &who, typed).await,
        Suggest::TicketTags | Suggest::Staff | Suggest::Members => match mine(asked, &who).await? {
            Some(ticket) => of_ticket(asked, &ticket, from, typed).await,
            None => Ok(Vec::new()),
        },
    }
}

/// The ticket here, if this person acts in it.
async fn mine(asked: &Asked<'_>, who: &Access) -> Result<Option<Ticket>> {
    Ok(here(asked).await?.filter(|ticket| who.acts_in(ticket.department)))
}

async fn of_ticket(asked: &Asked<'_>, ticket: &Ticket, from: Suggest, typed: &str) -> Result<Choices> {
    let store = &asked.bot.store;
    let people = match from {
        Suggest::TicketTags => return Ok(same(store.ticket_tags(ticket.id).await?.into_iter(), typed)),
        Suggest::Members => store.people(&store.ticket_members(ticket.id).await?).await?,
        _ => store.staff_of(ticket.guild, ticket.department).await?,
    };
    let fits = |person: &&domain::Person| holds(&person.display_name, typed) || holds(&person.username, typed);
    let named = |person: &domain::Person| {
        let name = if person.display_name.eq_ignore_ascii_case(&person.username) {
            person.display_name.clone()
        } else {
            format!("{} ({})", person.display_name, person.username)
        };
        (name, person.id.to_string())
    };
    Ok(people.iter().filter(fits).map(named).collect())
}

/// Whatever case it is in.
fn holds(text: &str, typed: &str) -> bool {
    text.to_lowercase().contains(&typed.to_lowercase())
}

fn same(words: impl Iterator<Item = String>, typed: &str) -> Choices {
    words.filter(|word| holds(word, typed)).map(|word| (word.clone(), word)).collect()
}

fn types(catalog: &Catalog, typed: &str) -> Choices {
    let fits = |kind: &&domain::TicketType| [&kind.key, &kind.name, &kind.label].iter().any(|text| holds(text, typed));
    catalog.types.iter().filter(fits).map(|kind| (kind.name.clone(), kind.key.clone())).collect()
}

fn departments(catalog: &Catalog, typed: &str) -> Choices {
    let fits = |of: &&domain::Department| holds(&of.key, typed) || holds(&of.name, typed);
    catalog.departments.iter().filter(fits).map(|of| (of.name.clone(), of.key.clone())).collect()
}

fn panels(catalog: &Catalog, typed: &str) -> Choices {
    let fits = |panel: &&domain::Panel| holds(&panel.title, typed) || holds(&panel.channel_name, typed);
    let named = |panel: &domain::Panel| (format!("{} (#{})", panel.title, panel.channel_name), panel.id.to_string());
    catalog.panels.iter().filter(fits).map(named).collect()
}

/// What is typed, if it is a time, and those that are mostly meant.
fn times(typed: &str) -> Choices {
    let now = clock::now();
    let mut all = Vec::new();
    if !typed.is_empty() && domain::until(typed, now).is_ok() {
        all.push((typed.to_owned(), typed.to_owned()));
    }
    let known = [("An hour", "1h"), ("Four hours", "4h"), ("A day", "1d"), ("Three days", "3d"), ("A week", "1w")];
    let fits = |(name, value): &&(&str, &str)| holds(name, typed) || value.starts_with(typed);
    all.extend(known.iter().filter(fits).map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    all
}

async fn timers(asked: &Asked<'_>, who: &Access) -> Result<Choices> {
    let Some(ticket) = here(asked).await? else { return Ok(Vec::new()) };
    if !asked.bot.store.may_read(who, &ticket).await? {
        return Ok(Vec::new());
    }
    let now = clock::now();
    let timers = asked.bot.store.timers(who, ticket.id).await?;
    let named = |due: &domain::Due| {
        let words = timer_in_words(due.action)?;
        Some((format!("{words} in {}", stretch(due.at.since(now))), due.id.to_string()))
    };
    Ok(timers.iter().filter_map(named).collect())
}

/// `13 days`, `4 hours`, `5 minutes`.
fn stretch(of: Duration) -> String {
    let minutes = of.as_secs().div_ceil(60);
    let (count, unit) = match minutes {
        0..120 => (minutes, "minute"),
        120..2_880 => (minutes / 60, "hour"),
        _ => (minutes / 1_440, "day"),
    };
    if count == 1 { format!("1 {unit}") } else { format!("{count} {unit}s") }
}

/// Of those that the person reads, newest first: by number, or by a word of the customer's name or the subject.
async fn tickets(asked: &Asked<'_>, who: &Access, filter: InboxFilter, typed: &str) -> Result<Choices> {
    let number = typed.trim_start_matches('#').parse::<i64>().ok();
    let filter = InboxFilter { number, ..filter };
    let wanted = if typed.is_empty() || number.is_some() { 25 } else { NEWEST };
    let page = asked.bot.store.inbox(who, &filter, None, wanted).await?;
    let named = |row: &store::InboxRow| {
        let ticket = &row.ticket;
        let subject = ticket.subject.as_deref().unwrap_or(&row.type_name);
        let status = status_in_words(ticket.status);
        let name = format!("{} · {} · {subject} · {status}", ticket_ref(ticket.number), row.customer_name);
        (name, format!("#{}", ticket.number))
    };
    let fits = |(name, _): &(String, String)| number.is_some() || holds(name, typed);
    Ok(page.rows.iter().map(named).filter(fits).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stretch_reads_in_its_largest_unit() {
        let of = |seconds| stretch(Duration::from_secs(seconds));
        assert_eq!([of(1), of(300), of(7_300), of(13 * 86_400 + 5)], ["1 minute", "5 minutes", "2 hours", "13 days"]);
    }

    #[test]
    fn a_time_that_is_typed_is_offered_as_it_is() {
        let typed = times("90m");
        assert_eq!(typed.first(), Some(&("90m".to_owned(), "90m".to_owned())));
        assert_eq!(times("").len(), 5);
        assert!(times("nonsense").is_empty());
    }
}
