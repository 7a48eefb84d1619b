//! How rules are saved, who waits is let in or sent away, and who is blocked.

use super::draft::{place, place_guild, read, read_guild, step, step_guild};
use crate::clock;
use crate::fault::Fault;
use crate::guard;
use crate::page::link;
use crate::page::settings::answer::{Answer, Done, Told, Undo};
use crate::page::settings::form::Form;
use crate::page::settings::keep::{Asker, edited, guild_of, refused, saved, seen};
use crate::wire::{Packed, Parcel};
use crate::words::rules::{RuleWord as R, r};
use domain::setting::{BlockDraft, Blocked, FieldFault};
use domain::{GuildId, Refusal, Timestamp, Via};
use leptos::prelude::*;
use std::time::Duration;
use store::Store;

const DAY: Duration = Duration::from_hours(24);

fn faults(faults: Vec<FieldFault>) -> Answer {
    Answer::Faults(faults.into_iter().map(Told::from).collect())
}

fn said(word: R) -> Answer {
    Answer::Refused(r(word).to_owned())
}

/// The rules of a type; `step` and `theirs` as in its editor.
#[server(prefix = "/fn", endpoint = "type-rules-save", output = Packed)]
pub async fn save_type_rules(#[server(flatten)] form: Form) -> Result<Parcel<Answer>, Fault> {
    let page = link::type_rules(guild_of(&form), form.get("key"));
    edited(form, &page, ("#who-opens", step), async |store, admin, form| {
        let (draft, unread) = read(form);
        if !unread.is_empty() {
            return Ok(faults(unread));
        }
        let id = form.get("id").parse().unwrap_or_default();
        let result = store.save_type_rules(admin, id, seen(form), &draft, Via::Web, clock::now()).await;
        Ok(placed(saved(result, r(R::RulesSaved))?, |field| place(field, form)))
    })
    .await
}

/// The rules of the whole server.
#[server(prefix = "/fn", endpoint = "guild-rules-save", output = Packed)]
pub async fn save_guild_rules(#[server(flatten)] form: Form) -> Result<Parcel<Answer>, Fault> {
    let page = link::guild_rules(guild_of(&form));
    edited(form, &page, ("#logs", step_guild), async |store, admin, form| {
        let (rules, unread) = read_guild(form);
        if !unread.is_empty() {
            return Ok(faults(unread));
        }
        let result = store.save_guild_rules(admin, seen(form), &rules, Via::Web, clock::now()).await;
        Ok(placed(saved(result, r(R::RulesSaved))?, |field| place_guild(field, &rules, form)))
    })
    .await
}

fn placed(answer: Answer, place: impl Fn(String) -> String) -> Answer {
    let Answer::Faults(faults) = answer else { return answer };
    Answer::Faults(faults.into_iter().map(|told| Told { field: place(told.field), ..told }).collect())
}

/// Opens a ticket at once for one who waits.
#[server(prefix = "/fn", endpoint = "waiting-open", output = Packed)]
pub async fn open_waiting(#[server(flatten)] form: Form) -> Result<Parcel<Answer>, Fault> {
    let (asker, guild) = (Asker::here(), guild_of(&form));
    let answer = let_in(guild, &form).await;
    asker.answer(&link::type_rules(guild, form.get("key")), None, answer).await
}

async fn let_in(guild: GuildId, form: &Form) -> Result<Answer, Fault> {
    let (access, store) = guard::access(guild).await?;
    match store.open_waiting(&access, form.get("id").parse().unwrap_or_default(), clock::now()).await {
        Ok(_) => Ok(told(R::LetIn, None)),
        // Somebody else was quicker.
        Err(store::Error::Refused(Refusal::NotFound)) => Ok(said(R::NotWaiting)),
        Err(error) => refused(error),
    }
}

/// Takes one who waits out of the line.
#[server(prefix = "/fn", endpoint = "waiting-remove", output = Packed)]
pub async fn remove_waiting(#[server(flatten)] form: Form) -> Result<Parcel<Answer>, Fault> {
    let (asker, guild) = (Asker::here(), guild_of(&form));
    let answer = send_away(guild, &form).await;
    asker.answer(&link::type_rules(guild, form.get("key")), None, answer).await
}

async fn send_away(guild: GuildId, form: &Form) -> Result<Answer, Fault> {
    let (access, store) = guard::access(guild).await?;
    match store.remove_waiting(&access, form.get("id").parse().unwrap_or_default(), clock::now()).await {
        Ok(()) => Ok(told(R::SentAway, None)),
        Err(store::Error::Refused(Refusal::NotFound)) => Ok(said(R::NotWaiting)),
        Err(error) => refused(error),
    }
}

fn told(word: R, undo: Option<Undo>) -> Answer {
    Answer::Done(Done { say: r(word).to_owned(), undo, ..Done::default() })
}

/// A member by name or id, or everybody with a role; for some days or until somebody thinks better of it. `until`, a
/// moment, is what an undo brings back.
#[server(prefix = "/fn", endpoint = "block-add", output = Packed)]
pub async fn add_block(#[server(flatten)] form: Form) -> Result<Parcel<Answer>, Fault> {
    let (asker, form) = (Asker::here(), form.plain());
    let guild = guild_of(&form);
    let answer = block(guild, &form).await;
    asker.answer(&link::blocked(guild), Some(form), answer).await
}

async fn block(guild: GuildId, form: &Form) -> Result<Answer, Fault> {
    let (access, store) = guard::access(guild).await?;
    let now = clock::now();
    let whom = match (form.words("person"), form.words("role")) {
        (Some(_), Some(_)) => return Ok(said(R::BlockOne)),
        (None, None) => return Ok(said(R::BlockWhom)),
        (None, Some(role)) => Blocked::Role(role.parse().unwrap_or_default()),
        (Some(name), None) => match member(&store, &access, &name).await? {
            Ok(person) => person,
            Err(word) => return Ok(said(word)),
        },
    };
    let Ok(until) = end(form, now) else { return Ok(said(R::BadDays)) };
    let draft = BlockDraft { whom, reason: form.words("reason"), until };
    match store.block(&access, &draft, Via::Web, now).await {
        Ok(_) => Ok(told(R::BlockedNow, None)),
        Err(store::Error::Invalid(faults)) => {
            Ok(Answer::Refused(faults.first().map(|fault| fault.refusal.to_string()).unwrap_or_default()))
        }
        Err(error) => refused(error),
    }
}

async fn member(store: &Store, access: &domain::Access, name: &str) -> Result<Result<Blocked, R>, Fault> {
    let found = store.members_called(access, name).await?;
    Ok(match found[..] {
        [person] => Ok(Blocked::Person(person)),
        [] => Err(R::NoSuchMember),
        _ => Err(R::SeveralMembers),
    })
}

fn end(form: &Form, now: Timestamp) -> Result<Option<Timestamp>, ()> {
    if let Some(until) = form.words("until") {
        return until.parse().map(|at| Some(Timestamp(at))).map_err(drop);
    }
    match form.words("days") {
        None => Ok(None),
        Some(days) => match days.parse::<u32>() {
            Ok(days @ 1..=3_650) => Ok(Some(now.plus(DAY.saturating_mul(days)))),
            _ => Err(()),
        },
    }
}

/// The answer has the way back.
#[server(prefix = "/fn", endpoint = "block-remove", output = Packed)]
pub async fn remove_block(#[server(flatten)] form: Form) -> Result<Parcel<Answer>, Fault> {
    let (asker, guild) = (Asker::here(), guild_of(&form));
    let answer = unblock(guild, &form).await;
    asker.answer(&link::blocked(guild), None, answer).await
}

async fn unblock(guild: GuildId, form: &Form) -> Result<Answer, Fault> {
    let (access, store) = guard::access(guild).await?;
    match store.unblock(&access, form.get("id").parse().unwrap_or_default(), Via::Web, clock::now()).await {
        Ok(was) => {
            let back = Form::default()
                .with("guild", guild)
                .with("reason", was.reason.unwrap_or_default())
                .with("until", was.until.map(|until| until.0.to_string()).unwrap_or_default());
            let back = match was.whom {
                Blocked::Person(person) => back.with("person", person),
                Blocked::Role(role) => back.with("role", role),
            };
            Ok(told(R::Unblocked, Some(Undo { action: "/fn/block-add".to_owned(), form: back })))
        }
        Err(store::Error::Refused(Refusal::NotFound)) => Ok(said(R::NotBlocked)),
        Err(error) => refused(error),
    }
}
