//! Looking as a person: only what Discord would show them.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Query, State};
use serde_json::{Value, json};

use super::known;
use crate::act::message::{self, Page};
use crate::act::{By, command, pin};
use crate::error::Failure;
use crate::hub::Hub;
use crate::id::Id;
use crate::permission::READ_HISTORY;
use crate::show;
use crate::world::{Channel, Command, House, World};

pub async fn people(State(hub): State<Arc<Hub>>) -> Json<Value> {
    let list: Vec<Value> = hub.deed(|d| {
        let guilds = |user: Id| -> Vec<Id> {
            d.world.guilds.values().filter(|h| h.members.contains_key(&user)).map(|h| h.guild.id).collect()
        };
        let person = |u: &crate::world::User| {
            json!({ "id": u.id, "username": u.username, "global_name": u.global_name, "avatar": u.avatar, "bot": u.bot, "guilds": guilds(u.id) })
        };
        d.world.users.values().map(person).collect()
    });
    Json(json!(list))
}

pub async fn guilds(State(hub): State<Arc<Hub>>, Path(user): Path<Id>) -> Result<Json<Value>, Failure> {
    hub.deed(|d| {
        known(d, user)?;
        let mine = d.world.guilds.values().filter(|h| h.members.contains_key(&user));
        Ok(Json(mine.map(|h| guild(d.world, h, user)).collect()))
    })
}

fn guild(world: &World, house: &House, user: Id) -> Value {
    let g = &house.guild;
    let rooms = house.channels.iter().filter_map(|id| world.rooms.get(id));
    let channels: Vec<Value> =
        rooms.filter(|r| world.lists(user, &r.channel)).map(|r| show::channel_for(world, &r.channel, user)).collect();
    let threads: Vec<Value> =
        world.threads(g.id, None).filter(|c| world.sees(user, c)).map(|c| show::channel_for(world, c, user)).collect();
    let members: Vec<Value> = house
        .members
        .values()
        .map(|m| json!({ "user": show::user_or_gone(world, m.user), "nick": m.nick, "roles": m.roles }))
        .collect();
    let commands: Vec<Value> = command::offered(world, g.id, user).into_iter().map(show::command).collect();
    json!({
        "id": g.id, "name": g.name, "icon": g.icon, "owner_id": g.owner_id, "roles": show::roles(house),
        "members": members, "channels": channels, "threads": threads, "commands": commands,
        "emojis": show::emojis(house),
    })
}

pub async fn dms(State(hub): State<Arc<Hub>>, Path(user): Path<Id>) -> Result<Json<Value>, Failure> {
    hub.deed(|d| {
        known(d, user)?;
        Ok(Json(d.world.dms_of(user).map(|c| dm(d.world, c, user)).collect()))
    })
}

/// With the commands of the bot one talks to.
fn dm(world: &World, c: &Channel, user: Id) -> Value {
    let mut shown = show::channel_for(world, c, user);
    let mut offered: Vec<&Command> = Vec::new();
    for app in world.applications.values().filter(|a| c.recipients.contains(&a.bot)) {
        offered.extend(command::of(world, app.id, None).into_iter().filter(|c| command::serves_dms(c)));
    }
    shown["commands"] = offered.into_iter().map(show::command).collect();
    shown
}

pub async fn messages(
    State(hub): State<Arc<Hub>>,
    Path((user, channel)): Path<(Id, Id)>,
    Query(query): Query<BTreeMap<String, String>>,
) -> Result<Json<Value>, Failure> {
    let id = |name: &str| query.get(name).and_then(|v| v.parse().ok());
    let limit = query.get("limit").and_then(|v| v.parse().ok()).unwrap_or(50);
    let page = Page { before: id("before"), after: id("after"), around: id("around"), limit };
    hub.deed(|d| {
        known(d, user)?;
        let found = message::page(d.world, By::User(user), channel, page, Some(user))?;
        Ok(Json(found.into_iter().map(|m| show::message_for(d.world, m, user, d.now)).collect()))
    })
}

/// The latest pin first; nothing for who may not read the history.
pub async fn pins(State(hub): State<Arc<Hub>>, Path((user, channel)): Path<(Id, Id)>) -> Result<Json<Value>, Failure> {
    hub.deed(|d| {
        known(d, user)?;
        let (_, bits) = By::User(user).look(d.world, channel)?;
        let pinned = if bits & READ_HISTORY == 0 { Vec::new() } else { pin::pins(d.world, channel) };
        Ok(Json(pinned.into_iter().map(|m| show::message_for(d.world, m, user, d.now)).collect()))
    })
}
