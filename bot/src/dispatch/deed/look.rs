//! Knows what is only asked: how a ticket stands, where its transcript is, what was found.

use super::super::used::Used;
use super::super::{Oops, Result};
use crate::clock;
use crate::ticket::clip;
use crate::words::{Told, timer_in_words};
use domain::{Refusal, Ticket, TicketId};
use store::{InboxRow, Order};

/// Finds that are told.
const FINDS: usize = 5;
/// Characters of what was found.
const PASSAGE: usize = 150;
/// Characters of a message (<https://discord.com/developers/docs/resources/message#create-message>).
const MESSAGE: usize = 2_000;

/// `/status`
pub async fn status(used: &Used<'_>, ticket: TicketId) -> Result<()> {
    let (who, ticket) = (used.who().await?, used.of(ticket).await?);
    if !used.store().may_read(&who, &ticket).await? {
        return Err(Refusal::NoSuchTicket.into());
    }
    let mut lines = vec![
        Told::Number { number: ticket.number, subject: ticket.subject.as_deref() }.to_string(),
        Told::State { status: ticket.status, priority: ticket.priority, since: ticket.created_at }.to_string(),
    ];
    if ticket.assignee.is_some() || !ticket.status.is_over() {
        lines.push(Told::Claimed { by: ticket.assignee }.to_string());
    }
    if who.sees_notes(ticket.department) {
        let tags = used.store().ticket_tags(ticket.id).await?;
        if !tags.is_empty() {
            lines.push(Told::Tags { all: &tags }.to_string());
        }
        if let Some(until) = ticket.snoozed_until {
            lines.push(Told::SnoozedUntil { until }.to_string());
        }
    }
    for due in used.store().timers(&who, ticket.id).await? {
        if let Some(words) = timer_in_words(due.action) {
            lines.push(format!("{words} <t:{}:R>", due.at.0 / 1000));
        }
    }
    lines.push(used.asked.bot.link(&ticket));
    used.tell(clip(&lines.join("\n"), MESSAGE)).await
}

/// `/transcript [ticket]`
pub async fn transcript(used: &Used<'_>) -> Result<()> {
    let (who, ticket) = (used.who().await?, used.named().await?);
    if !used.store().may_read(&who, &ticket).await? {
        return Err(Refusal::NoSuchTicket.into());
    }
    used.tell(Told::Transcript { number: ticket.number, link: &used.asked.bot.link(&ticket) }).await
}

/// `/search [text]`: the first finds, each with its link; the dashboard has the others.
pub async fn search(used: &Used<'_>) -> Result<()> {
    let who = used.who().await?;
    let asked = used.option("text").unwrap_or_default();
    let now = clock::now();
    let reading = match used.store().read_question(&who, asked, now).await? {
        Ok(reading) => reading,
        Err(fault) => return Err(Oops::Words(fault.wrong.to_string())),
    };
    let mut lines = Vec::new();
    let found = used.store().search(&who, &reading, Order::Newest, None, FINDS, now).await?;
    for hits in found.tickets.iter().take(FINDS) {
        let text = hits.hits.first().map_or("", |hit| hit.text.as_str());
        lines.push(find(used, &hits.row, text));
    }
    if lines.is_empty() {
        // A question of fields alone asks for tickets.
        let page = used.store().inbox(&who, &reading.filter, None, 5).await?;
        let only_fields = reading.words.is_empty();
        lines.extend(page.rows.iter().filter(|_| only_fields).map(|row| find(used, row, "")));
    }
    let all =
        format!("{}/g/{}/inbox?q={}", used.asked.bot.public_url.trim_end_matches('/'), who.guild(), quoted(asked));
    if lines.is_empty() {
        return used.tell(Told::NothingFound { link: &all }).await;
    }
    // A line that is cut would cut its link.
    while lines.iter().map(|line| line.chars().count() + 1).sum::<usize>() + all.len() + 20 > MESSAGE {
        lines.pop();
    }
    lines.push(Told::MoreFound { link: &all }.to_string());
    used.tell(lines.join("\n")).await
}

fn find(used: &Used<'_>, row: &InboxRow, text: &str) -> String {
    let ticket: &Ticket = &row.ticket;
    let text = clip(&text.split_whitespace().collect::<Vec<_>>().join(" "), PASSAGE);
    Told::Found {
        number: ticket.number,
        status: ticket.status,
        link: &used.asked.bot.link(ticket),
        type_name: &row.type_name,
        customer: &row.customer_name,
        text: &text,
    }
    .to_string()
}

/// As it stands in an address.
fn quoted(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}
