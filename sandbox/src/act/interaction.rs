//! Interactions: how they begin, their first answer and its three seconds, and what their token allows after.

use serde_json::{Value, json};

use super::message::{self, Post, Upload};
use super::{By, components, modal};
use crate::cdn;
use crate::clock::Millis;
use crate::error::{self, Failure, invalid, refused};
use crate::event::To;
use crate::hub::Deed;
use crate::id::Id;
use crate::limits;
use crate::show;
use crate::world::{
    Attachment, Cause, Interaction, Message, Op, Reference, TOKEN_LIFE, World, flag, interaction_kind as kind,
    message_kind,
};

/// Discord's numbers of an answer's `type`.
pub mod answer {
    pub const MESSAGE: u8 = 4;
    pub const DEFERRED: u8 = 5;
    pub const DEFERRED_UPDATE: u8 = 6;
    pub const UPDATE: u8 = 7;
    pub const AUTOCOMPLETE: u8 = 8;
    pub const MODAL: u8 = 9;
}

/// An interaction to be.
pub struct Start {
    pub application: Id,
    pub kind: u8,
    pub user: Id,
    pub channel: Id,
    pub data: Value,
    pub message: Option<Id>,
    pub name: Option<String>,
    pub trigger: Option<Cause>,
    pub uploads: Vec<Attachment>,
}

/// Brings it to the bot.
pub fn start(d: &mut Deed, s: Start) -> Result<Interaction, Failure> {
    let bot = d.world.applications.get(&s.application).ok_or(error::UNKNOWN_APPLICATION)?.bot;
    let guild = d.world.channel(s.channel)?.guild;
    forget_old(d);
    let id = d.id();
    let interacted = s.message.filter(|_| s.kind == kind::COMPONENT);
    let cause =
        Cause { id, kind: s.kind, user: s.user, name: s.name, message: interacted, trigger: s.trigger.map(Box::new) };
    let interaction = Interaction {
        id,
        token: cdn::random(64),
        application: s.application,
        kind: s.kind,
        user: s.user,
        guild,
        channel: s.channel,
        at: d.now,
        data: s.data,
        message: s.message,
        cause,
        answered: None,
        original: None,
        modal: None,
        choices: None,
        dead: false,
        uploads: s.uploads,
    };
    d.put(Op::Interaction(Box::new(interaction.clone())));
    let payload = show::payload(d.world, &interaction, d.now);
    d.tell("INTERACTION_CREATE", To::Bot(bot), payload);
    Ok(interaction)
}

/// Tokens that died by age are forgotten as new ones come.
fn forget_old(d: &mut Deed) {
    let horizon = Id::first_at(d.now.saturating_sub(TOKEN_LIFE * 2));
    let old: Vec<Id> = d.world.interactions.range(..horizon).map(|(id, _)| *id).take(4).collect();
    for id in old {
        d.put(Op::InteractionGone(id));
    }
}

/// A press on a button or a choice in a select of a message.
pub fn press(
    d: &mut Deed,
    user: Id,
    channel: Id,
    message: Id,
    custom_id: &str,
    values: &Value,
) -> Result<Interaction, Failure> {
    By::User(user).look(d.world, channel)?;
    let m = d.world.message(channel, message)?;
    if m.only_for.is_some_and(|only| only != user) {
        return Err(error::UNKNOWN_MESSAGE);
    }
    let component =
        components::find(&m.components, custom_id).ok_or_else(|| refused(404, "no such component in this message"))?;
    if component["disabled"] == json!(true) {
        return Err(refused(400, "this component is disabled"));
    }
    let mut data = json!({ "custom_id": custom_id, "component_type": component["type"], "id": component["id"] });
    if component["type"] != json!(2) {
        let guild = d.world.channel(channel)?.guild;
        let chosen = modal::choose(d.world, guild, component, values).map_err(|words| refused(400, words))?;
        data["values"] = json!(chosen.values);
        if let Some(resolved) = chosen.resolved() {
            data["resolved"] = resolved;
        }
    }
    let application = m.application.or_else(|| d.world.application_of(m.author).map(|a| a.id));
    let application = application.ok_or(error::UNKNOWN_APPLICATION)?;
    let (name, trigger, uploads) = (None, None, Vec::new());
    start(
        d,
        Start {
            application,
            kind: kind::COMPONENT,
            user,
            channel,
            data,
            message: Some(message),
            name,
            trigger,
            uploads,
        },
    )
}

/// The first answer. The message it makes or changes, if any, with the answer's type.
pub fn answer(
    d: &mut Deed,
    id: Id,
    token: &str,
    body: &Value,
    uploads: &[Upload],
) -> Result<(u8, Option<Message>), Failure> {
    let known = d.world.interactions.get(&id).filter(|i| i.token == token);
    let i = known.ok_or(error::UNKNOWN_INTERACTION)?.clone();
    if i.answered.is_some() {
        return Err(error::ALREADY_ACKNOWLEDGED);
    }
    if i.dead || d.now > i.at.saturating_add(d.world.settings.response_deadline_ms) {
        return Err(error::UNKNOWN_INTERACTION);
    }
    let kind = body["type"].as_u64().and_then(|k| u8::try_from(k).ok()).unwrap_or(0);
    let data = &body["data"];
    if !fits(&i, kind) {
        return Err(wrong_type());
    }
    let mut next = i.clone();
    let message = match kind {
        answer::MESSAGE => Some(reply(d, &i, data, uploads, 0)?),
        answer::DEFERRED => Some(reply(d, &i, data, &[], flag::LOADING)?),
        answer::DEFERRED_UPDATE => Some(pressed(d.world, &i)?.clone()),
        answer::UPDATE => {
            let id = pressed(d.world, &i)?.id;
            Some(message::change(d, i.channel, id, data, uploads)?)
        }
        answer::MODAL => {
            limits::modal(data)?;
            let mut modal = data.clone();
            modal["components"] = json!(components::kept(&data["components"]));
            next.modal = Some(modal);
            None
        }
        answer::AUTOCOMPLETE => {
            limits::choices(data)?;
            next.choices = Some(data["choices"].clone());
            None
        }
        _ => return Err(wrong_type()),
    };
    next.answered = Some(kind);
    next.original = message.as_ref().map(|m| m.id);
    d.put(Op::Interaction(Box::new(next)));
    if let Some(form) =
        i.cause.trigger.as_ref().and_then(|t| d.world.interactions.get(&t.id)).filter(|_| i.kind == kind::MODAL)
    {
        let answered = Interaction { modal: None, ..form.clone() };
        d.put(Op::Interaction(Box::new(answered)));
    }
    d.wires.answered(id);
    Ok((kind, message))
}

/// Whether an interaction of this kind can be answered so.
fn fits(i: &Interaction, answer: u8) -> bool {
    match i.kind {
        kind::COMMAND => matches!(answer, answer::MESSAGE | answer::DEFERRED | answer::MODAL),
        kind::AUTOCOMPLETE => answer == answer::AUTOCOMPLETE,
        kind::MODAL => matches!(answer, answer::MESSAGE | answer::DEFERRED | answer::DEFERRED_UPDATE | answer::UPDATE),
        _ => (answer::MESSAGE..=answer::UPDATE).contains(&answer) || answer == answer::MODAL,
    }
}

fn wrong_type() -> Failure {
    let words = "Value must be one of the types this interaction can be answered with.";
    invalid("type", "BASE_TYPE_CHOICES", words)
}

/// The message whose component was pressed, which an "update" means.
fn pressed<'a>(world: &'a World, i: &Interaction) -> Result<&'a Message, Failure> {
    let id = i.message.ok_or_else(wrong_type)?;
    world.message(i.channel, id)
}

/// A new message in the interaction's name.
fn reply(d: &mut Deed, i: &Interaction, body: &Value, uploads: &[Upload], flags: u64) -> Result<Message, Failure> {
    let bot = d.world.applications.get(&i.application).ok_or(error::UNKNOWN_APPLICATION)?.bot;
    let private = body["flags"].as_u64().unwrap_or(0) & flag::EPHEMERAL;
    let kind = match (i.kind, i.data["type"].as_u64()) {
        (kind::COMMAND, Some(2 | 3)) => message_kind::CONTEXT_MENU,
        (kind::COMMAND, _) => message_kind::COMMAND,
        _ if i.message.is_some() => message_kind::REPLY,
        _ => message_kind::SAID,
    };
    let waits = flags & flag::LOADING != 0;
    let m = message::build(
        d,
        Post {
            channel: i.channel,
            author: bot,
            body: Some(body).filter(|_| !waits),
            uploads,
            kind,
            flags: flags | private,
            only_for: Some(i.user).filter(|_| private != 0),
            application: Some(i.application),
            cause: Some(i.cause.clone()),
            reference: i.message.map(|message| Reference { channel: i.channel, message }),
            ..Post::default()
        },
    )?;
    message::publish(d, &m, "MESSAGE_CREATE");
    Ok(m)
}

/// Nobody answered in time: the token is dead from now on.
pub fn give_up(d: &mut Deed, id: Id) {
    let Some(i) = d.world.interactions.get(&id).filter(|i| i.answered.is_none()) else { return };
    let dead = Interaction { dead: true, ..i.clone() };
    d.put(Op::Interaction(Box::new(dead)));
}

/// The interaction whose token this is, as long as the token serves.
pub fn by_token(world: &World, application: Id, token: &str, now: Millis) -> Result<Interaction, Failure> {
    let i = world.interaction_by_token(token).filter(|i| i.application == application);
    let i = i.ok_or(error::UNKNOWN_WEBHOOK)?;
    if now > i.at + TOKEN_LIFE {
        return Err(error::BAD_WEBHOOK_TOKEN);
    }
    if i.answered.is_none() {
        return Err(error::UNKNOWN_WEBHOOK);
    }
    Ok(i.clone())
}

/// `@original`, or a message of this interaction by its id.
pub fn message_of(world: &World, i: &Interaction, which: &str) -> Result<Id, Failure> {
    if which == "@original" {
        return i.original.filter(|id| world.message(i.channel, *id).is_ok()).ok_or(error::UNKNOWN_MESSAGE);
    }
    let id: Id = which.parse().map_err(|_| error::UNKNOWN_MESSAGE)?;
    let m = world.message(i.channel, id)?;
    let ours = m.cause.as_ref().is_some_and(|c| c.id == i.id) || i.original == Some(id);
    if ours { Ok(id) } else { Err(error::UNKNOWN_MESSAGE) }
}

/// A further message. While the first is still awaited, it becomes that.
pub fn follow_up(d: &mut Deed, i: &Interaction, body: &Value, uploads: &[Upload]) -> Result<Message, Failure> {
    let waiting = i.original.and_then(|id| d.world.message(i.channel, id).ok()).filter(|m| m.has(flag::LOADING));
    match waiting.map(|m| m.id) {
        Some(id) => message::change(d, i.channel, id, body, uploads),
        None => reply(d, i, body, uploads, 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_serves_for_a_quarter_of_an_hour_once_answered() {
        let mut world = World::default();
        let (app, at) = (Id(9), 1_800_000_000_000);
        let cause = Cause { id: Id(1), kind: kind::COMMAND, user: Id(2), name: None, message: None, trigger: None };
        let waiting = Interaction {
            id: Id(1),
            token: "t".into(),
            application: app,
            kind: kind::COMMAND,
            user: Id(2),
            guild: None,
            channel: Id(3),
            at,
            data: Value::Null,
            message: None,
            cause,
            answered: None,
            original: None,
            modal: None,
            choices: None,
            dead: false,
            uploads: Vec::new(),
        };
        let code = |world: &World, app, token, now| by_token(world, app, token, now).map_err(|f| f.code).err();
        world.apply(Op::Interaction(Box::new(waiting.clone())));
        assert_eq!(code(&world, app, "t", at), Some(10_015), "not answered yet");
        world.apply(Op::Interaction(Box::new(Interaction { answered: Some(answer::MESSAGE), ..waiting })));
        assert_eq!(code(&world, app, "t", at + TOKEN_LIFE), None);
        assert_eq!(code(&world, app, "t", at + TOKEN_LIFE + 1), Some(50_027));
        assert_eq!(code(&world, app, "u", at), Some(10_015));
        assert_eq!(code(&world, Id(8), "t", at), Some(10_015), "another application's");
    }
}
