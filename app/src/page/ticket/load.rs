//! What a ticket's page shows: the store's facts, made lean.

use super::PAGE;
use super::drawn::{self, Drawing};
use super::shown::{
    At, FileLook, FileShown, Fresh, HeadShown, MessageShown, Names, PageShown, ReplyShown, TicketShown, VersionShown,
};
use crate::clock;
use crate::discord::{markdown, rich};
use crate::fault::Fault;
use crate::guard;
use crate::page::settings::answer::Kept;
use crate::page::settings::keep;
use crate::page::{link, mark_of};
use domain::{Access, AttachmentState, GuildId, MessageId, TicketId, TranscriptFile, TranscriptMessage};
use std::collections::HashMap;
use store::{Page, Store, TicketView, TranscriptPage};

/// Messages that one bell's reading may name; more are read as a page.
const FRESH: usize = 200;

pub async fn ticket(guild: GuildId, number: i64, at: At) -> Result<TicketShown, Fault> {
    let pocket = keep::pocket();
    let (access, store) = guard::access(guild).await?;
    let view = found(&store, &access, number).await?;
    let page = read(&store, &access, view.ticket.id, at).await?;
    let kept = keep::kept(pocket, &link::ticket(guild, number, "")).await;
    let drawing = drawing(&store, access, view, kept).await?;
    Ok(TicketShown { at, head: head(&drawing, &[]), page })
}

pub async fn page(guild: GuildId, number: i64, at: At) -> Result<PageShown, Fault> {
    let (access, store) = guard::access(guild).await?;
    let view = found(&store, &access, number).await?;
    read(&store, &access, view.ticket.id, at).await
}

/// `known` are the marks of the pieces that the page has.
pub async fn fresh(guild: GuildId, number: i64, messages: Vec<MessageId>, known: Vec<u32>) -> Result<Fresh, Fault> {
    let (access, store) = guard::access(guild).await?;
    let view = found(&store, &access, number).await?;
    let ticket = view.ticket.id;
    let page = match messages.len() {
        0 => PageShown::default(),
        1..=FRESH => {
            let page = store.messages(&access, ticket, &messages).await?;
            shown(&store, &access, ticket, page).await?
        }
        _ => read(&store, &access, ticket, At::Newest).await?,
    };
    let drawing = drawing(&store, access, view, None).await?;
    Ok(Fresh { head: head(&drawing, &known), page })
}

/// With what staff choose from.
async fn drawing(store: &Store, access: Access, view: TicketView, kept: Option<Kept>) -> Result<Drawing, Fault> {
    let mut drawing = Drawing {
        view,
        now: clock::now(),
        departments: Vec::new(),
        types: Vec::new(),
        categories: Vec::new(),
        risky: Vec::new(),
        kept,
        access,
    };
    if drawing.access.acts_in(drawing.view.ticket.department) {
        let catalog = store.catalog(drawing.access.guild()).await?;
        drawing.departments = catalog.departments.into_iter().map(|found| (found.id, found.name)).collect();
        drawing.types = catalog.types.into_iter().map(|found| (found.id, found.name)).collect();
        drawing.categories = store.categories_of(&drawing.access).await?;
        drawing.risky = catalog.rules.risky;
    }
    Ok(drawing)
}

/// The status of the answer is set here: a server function's refusal is a 404 as the page's is.
async fn found(store: &Store, access: &Access, number: i64) -> Result<TicketView, Fault> {
    let response = leptos::prelude::use_context::<leptos_axum::ResponseOptions>();
    store.ticket_view(access, number).await.map_err(|error| {
        let fault = Fault::from(error);
        guard::mark(response.as_ref(), &fault);
        fault
    })
}

async fn read(store: &Store, access: &Access, ticket: TicketId, at: At) -> Result<PageShown, Fault> {
    let at = match at {
        At::Newest => Page::Newest,
        At::Before(id) => Page::Before(id),
        At::After(id) => Page::After(id),
        At::Around(id) => Page::Around(id),
    };
    let page = store.transcript(access, ticket, at, PAGE).await?;
    shown(store, access, ticket, page).await
}

async fn shown(store: &Store, access: &Access, ticket: TicketId, page: TranscriptPage) -> Result<PageShown, Fault> {
    let mut replied: Vec<MessageId> = page.messages.iter().filter_map(|message| message.reply_to).collect();
    replied.sort_unstable();
    replied.dedup();
    replied.retain(|id| !page.messages.iter().any(|message| message.id == *id));
    let elsewhere =
        if replied.is_empty() { Vec::new() } else { store.messages(access, ticket, &replied).await?.messages };
    let excerpts: HashMap<MessageId, (String, String)> =
        page.messages.iter().chain(&elsewhere).map(|message| (message.id, excerpt(message))).collect();
    let names = Names {
        people: page.names.people.into_iter().map(|(id, person)| (id, person.display_name)).collect(),
        roles: page.names.roles.into_iter().map(|(id, (name, colour))| (id, name, colour)).collect(),
        channels: page.names.channels.into_iter().collect(),
    };
    let messages = page.messages.into_iter().map(|message| one(message, &excerpts)).collect();
    Ok(PageShown { messages, names: sorted(names), older: page.older, newer: page.newer })
}

/// The same page reads the same twice: the store's maps have no order.
fn sorted(mut names: Names) -> Names {
    names.people.sort_unstable();
    names.roles.sort_unstable();
    names.channels.sort_unstable();
    names
}

/// Who said it, and its first words.
fn excerpt(message: &TranscriptMessage) -> (String, String) {
    let words = if message.deleted_at.is_some() { String::new() } else { markdown::plain(&message.content) };
    (message.author.display_name.clone(), words.chars().take(120).collect())
}

fn one(message: TranscriptMessage, excerpts: &HashMap<MessageId, (String, String)>) -> MessageShown {
    let mut shown = MessageShown {
        id: message.id,
        mark: 0,
        author: message.author.id,
        author_name: message.author.display_name,
        author_colour: message.author_colour,
        bot: message.author.bot,
        kind: message.kind,
        at: message.at,
        content: message.content,
        embeds: rich::embeds(&message.embeds),
        components: rich::components(&message.components),
        stickers: rich::stickers(&message.stickers),
        reply: message.reply_to.map(|id| ReplyShown { id, known: excerpts.get(&id).cloned() }),
        edited_at: message.edited_at,
        deleted_at: message.deleted_at,
        deleted_while_away: message.deleted_while_away,
        versions: message
            .versions
            .into_iter()
            .map(|version| VersionShown {
                content: version.content,
                embeds: rich::embeds(&version.embeds),
                until: version.until,
                while_away: version.while_away,
            })
            .collect(),
        files: message.attachments.into_iter().map(file).collect(),
    };
    shown.mark = mark_of(&shown);
    shown
}

fn file(file: TranscriptFile) -> FileShown {
    let kind = file.content_type.as_deref().unwrap_or_default();
    let look = match kind.split('/').next() {
        Some("image") if file.inline => FileLook::Image,
        _ => FileLook::Card,
    };
    FileShown {
        id: file.id,
        name: file.filename,
        size: file.size,
        width: file.width,
        height: file.height,
        look: if file.state == AttachmentState::Stored { look } else { FileLook::Card },
        state: file.state,
        failure: file.failure,
    }
}

fn head(drawing: &Drawing, known: &[u32]) -> HeadShown {
    let (view, ticket) = (&drawing.view, &drawing.view.ticket);
    HeadShown {
        id: ticket.id,
        number: ticket.number,
        title: ticket.subject.clone().unwrap_or_else(|| view.type_name.clone()),
        type_emoji: view.type_emoji.clone(),
        status: ticket.status,
        priority: ticket.priority,
        failure: ticket.failure.clone(),
        incomplete_from: ticket.incomplete_from,
        pieces: drawn::pieces(drawing).into_iter().filter(|piece| !known.contains(&piece.mark)).collect(),
    }
}
