//! Putting a world's past in place, ids and times kept: users, guilds, channels, messages with their files. In
//! Discord's shapes, in chunks as large as one likes.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use base64::Engine;
use http::StatusCode;
use serde_json::{Value, json};

use crate::act::overwrite::bits;
use crate::clock::{Millis, parse_iso};
use crate::error::{Failure, invalid, refused};
use crate::event::To;
use crate::hub::{Deed, Hub};
use crate::id::Id;
use crate::show;
use crate::world::{Attachment, Channel, Guild, Member, Message, Op, Overwrite, Reference, Role, User, World};

/// What is to be put: all of it is known to be good before any of it is.
struct Plan<'a> {
    world: &'a World,
    now: Millis,
    steps: Vec<Op>,
    users: HashSet<Id>,
    guilds: HashSet<Id>,
    /// Channels of the plan, with their guild.
    channels: HashMap<Id, Id>,
    /// Those that stand outside a guild's own list are told by themselves.
    told: Vec<Id>,
}

/// All of it or nothing.
pub async fn import(State(hub): State<Arc<Hub>>, Json(body): Json<Value>) -> Result<StatusCode, Failure> {
    let files = files(&body)?;
    if !files.is_empty() {
        // Nothing is laid down for what will be refused.
        hub.deed(|d| Plan::of(d, &body, &files).map(drop))?;
    }
    for (file, bytes) in &files {
        tokio::fs::write(hub.file(file.id), bytes).await.map_err(|e| refused(500, e.to_string()))?;
    }
    hub.deed(|d| {
        let plan = Plan::of(d, &body, &files)?;
        let (steps, told) = (plan.steps, plan.told);
        let new: Vec<Id> = plan.guilds.into_iter().filter(|g| !d.world.guilds.contains_key(g)).collect();
        for step in steps {
            d.put(step);
        }
        for guild in new {
            introduce(d, guild);
        }
        for id in told {
            let Ok(place) = d.world.channel(id) else { continue };
            let (shown, to) = (show::channel(d.world, place), place.guild.map_or(To::Channel(id), To::Guild));
            d.tell("CHANNEL_CREATE", to, shown);
        }
        Ok(StatusCode::NO_CONTENT)
    })
}

/// The bots of a new guild get to know it.
fn introduce(d: &mut Deed, guild: Id) {
    let bots: Vec<Id> = d.world.applications.values().map(|a| a.bot).collect();
    for bot in bots {
        if d.world.guilds.get(&guild).is_some_and(|house| house.members.contains_key(&bot)) {
            crate::act::guild::introduce(d, guild, bot);
        }
    }
}

fn list<'a>(body: &'a Value, field: &str) -> &'a [Value] {
    body[field].as_array().map(Vec::as_slice).unwrap_or_default()
}

fn id(value: &Value, field: &str) -> Option<Id> {
    value[field].as_str().and_then(|s| s.parse().ok()).or(value[field].as_u64().map(Id))
}

fn need(value: &Value, field: &str) -> Result<Id, Failure> {
    id(value, field).ok_or_else(|| invalid(field, "BASE_TYPE_REQUIRED", "This field is required"))
}

fn text(value: &Value, field: &str) -> Option<String> {
    value[field].as_str().map(str::to_owned)
}

/// The files and their bytes.
fn files(body: &Value) -> Result<Vec<(Attachment, Vec<u8>)>, Failure> {
    let one = |a: &Value| {
        let data = a["data_base64"].as_str().unwrap_or_default();
        let bytes = base64::engine::general_purpose::STANDARD
            .decode(data)
            .map_err(|_| refused(400, "data_base64 is not base64"))?;
        let filename = text(a, "filename").unwrap_or_else(|| "file".into());
        let (width, height) = crate::cdn::dimensions(&bytes).unzip();
        let content_type =
            text(a, "content_type").or_else(|| mime_guess::from_path(&filename).first().map(|m| m.to_string()));
        let (id, description) = (need(a, "id")?, text(a, "description"));
        let size = u64::try_from(bytes.len()).unwrap_or(0);
        Ok((Attachment { id, filename, content_type, size, width, height, description }, bytes))
    };
    list(body, "messages").iter().flat_map(|m| list(m, "attachments")).map(one).collect()
}

impl<'a> Plan<'a> {
    fn of(d: &'a Deed, body: &Value, files: &[(Attachment, Vec<u8>)]) -> Result<Self, Failure> {
        let (world, now): (&World, Millis) = (d.world, d.now);
        let mut plan = Self {
            world,
            now,
            steps: Vec::new(),
            users: HashSet::new(),
            guilds: HashSet::new(),
            channels: HashMap::new(),
            told: Vec::new(),
        };
        for u in list(body, "users") {
            let user: User = serde_json::from_value(u.clone()).map_err(|e| refused(400, format!("a user: {e}")))?;
            plan.users.insert(user.id);
            plan.steps.push(Op::User(user));
        }
        for g in list(body, "guilds") {
            plan.guild(g)?;
        }
        for c in list(body, "channels") {
            let known = id(c, "guild_id").filter(|g| world.guilds.contains_key(g) || plan.guilds.contains(g));
            let guild = known.ok_or_else(|| invalid("guild_id", "GUILD_UNKNOWN", "a channel needs a known guild"))?;
            let id = plan.channel(c, guild)?;
            plan.told.push(id);
        }
        for m in list(body, "messages") {
            let message = plan.message(m, files)?;
            plan.steps.push(Op::Message(Box::new(message)));
        }
        Ok(plan)
    }

    fn guild(&mut self, g: &Value) -> Result<(), Failure> {
        let gid = need(g, "id")?;
        let known = self.world.guilds.get(&gid);
        let name = text(g, "name").unwrap_or_else(|| "Guild".into());
        let emojis = match &g["emojis"] {
            Value::Null => known.map(|house| house.guild.emojis.clone()).unwrap_or_default(),
            all => serde_json::from_value(all.clone()).map_err(|e| refused(400, format!("an emoji: {e}")))?,
        };
        let owner_id = need(g, "owner_id")?;
        self.guilds.insert(gid);
        self.steps.push(Op::Guild(Guild {
            id: gid,
            name,
            icon: text(g, "icon"),
            owner_id,
            emojis,
            wants_mfa: g["mfa_level"] == 1,
        }));
        let roles: Vec<Role> = list(g, "roles").iter().map(role).collect::<Result<_, _>>()?;
        if !roles.iter().any(|r| r.id == gid) && !known.is_some_and(|house| house.roles.contains_key(&gid)) {
            let everyone = json!({ "id": gid, "name": "@everyone", "permissions": "0", "position": 0 });
            self.steps.push(Op::Role(gid, role(&everyone)?));
        }
        self.steps.extend(roles.into_iter().map(|role| Op::Role(gid, role)));
        for m in list(g, "members") {
            let user = id(&m["user"], "id").or_else(|| id(m, "user")).or_else(|| id(m, "user_id"));
            let user = user.ok_or_else(|| invalid("members", "BASE_TYPE_REQUIRED", "a member needs a user"))?;
            let roles = list(m, "roles").iter().filter_map(|r| r.as_str()?.parse().ok()).collect();
            let time = |field: &str| m[field].as_str().and_then(parse_iso);
            let joined = time("joined_at").unwrap_or(self.now);
            let silent_until = time("communication_disabled_until");
            self.steps.push(Op::Member(gid, Member { user, nick: text(m, "nick"), roles, joined, silent_until }));
        }
        for c in list(g, "channels") {
            self.channel(c, gid)?;
        }
        Ok(())
    }

    fn channel(&mut self, c: &Value, guild: Id) -> Result<Id, Failure> {
        let channel = channel(c, guild)?;
        let id = channel.id;
        self.channels.insert(id, guild);
        self.steps.push(Op::Channel(channel));
        Ok(id)
    }

    fn message(&self, m: &Value, files: &[(Attachment, Vec<u8>)]) -> Result<Message, Failure> {
        let (mid, cid) = (need(m, "id")?, need(m, "channel_id")?);
        let author = id(&m["author"], "id").or_else(|| id(m, "author_id")).or_else(|| id(m, "author"));
        let author = author.ok_or_else(|| invalid("author", "BASE_TYPE_REQUIRED", "This field is required"))?;
        let mine = list(m, "attachments").iter().filter_map(|a| id(a, "id"));
        let attachments = mine.filter_map(|a| files.iter().find(|(f, _)| f.id == a)).map(|(a, _)| a.clone()).collect();
        let content = text(m, "content").unwrap_or_default();
        let mentioned = crate::act::mentioned(&content).into_iter();
        let guild = match self.channels.get(&cid) {
            Some(guild) => Some(*guild),
            None => self.world.channel(cid)?.guild,
        };
        Ok(Message {
            id: mid,
            channel: cid,
            guild,
            author,
            at: m["timestamp"].as_str().and_then(parse_iso).unwrap_or_else(|| mid.at()),
            edited: m["edited_timestamp"].as_str().and_then(parse_iso),
            kind: m["type"].as_u64().and_then(|k| u8::try_from(k).ok()).unwrap_or(0),
            flags: m["flags"].as_u64().unwrap_or(0),
            embeds: crate::act::kept_embeds(&m["embeds"]),
            components: crate::act::kept_components(&m["components"]),
            attachments,
            mentions: mentioned.filter(|u| self.world.users.contains_key(u) || self.users.contains(u)).collect(),
            reference: id(&m["message_reference"], "message_id").map(|r| Reference { channel: cid, message: r }),
            pinned: Some(mid.at()).filter(|_| m["pinned"] == json!(true)),
            application: self.world.application_of(author).map(|a| a.id),
            content,
            ..Message::default()
        })
    }
}

fn role(r: &Value) -> Result<Role, Failure> {
    Ok(Role {
        id: need(r, "id")?,
        name: text(r, "name").unwrap_or_default(),
        permissions: bits(&r["permissions"]),
        position: r["position"].as_i64().unwrap_or(1),
        color: r["color"].as_u64().and_then(|c| u32::try_from(c).ok()).unwrap_or(0),
        hoist: r["hoist"] == json!(true),
        mentionable: r["mentionable"] == json!(true),
        managed: r["managed"] == json!(true),
        bot: id(&r["tags"], "bot_id"),
    })
}

fn channel(c: &Value, guild: Id) -> Result<Channel, Failure> {
    let overwrite = |o: &Value| {
        Ok(Overwrite {
            id: need(o, "id")?,
            of_member: o["type"].as_u64() == Some(1),
            allow: bits(&o["allow"]),
            deny: bits(&o["deny"]),
        })
    };
    let overwrites: Result<Vec<Overwrite>, Failure> = list(c, "permission_overwrites").iter().map(overwrite).collect();
    Ok(Channel {
        id: need(c, "id")?,
        kind: c["type"].as_u64().and_then(|k| u8::try_from(k).ok()).unwrap_or(0),
        guild: Some(guild),
        name: text(c, "name").unwrap_or_default(),
        topic: text(c, "topic"),
        parent: id(c, "parent_id"),
        position: c["position"].as_i64().unwrap_or(0),
        nsfw: c["nsfw"] == json!(true),
        slowmode: c["rate_limit_per_user"].as_u64().and_then(|n| u32::try_from(n).ok()).unwrap_or(0),
        overwrites: overwrites?,
        last_message: id(c, "last_message_id"),
        ..Channel::default()
    })
}
