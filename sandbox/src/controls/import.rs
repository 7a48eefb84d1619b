//! Putting a world's past in place, ids and times kept: users, guilds, channels, messages with their files. In
//! Discord's shapes, in chunks as large as one likes.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use base64::Engine;
use http::StatusCode;
use serde_json::{Value, json};

use crate::act::overwrite::bits;
use crate::clock::parse_iso;
use crate::error::{Failure, invalid, refused};
use crate::event::To;
use crate::hub::{Deed, Hub};
use crate::id::Id;
use crate::show;
use crate::world::{Attachment, Channel, Guild, Member, Message, Op, Overwrite, Reference, Role, User};

pub async fn import(State(hub): State<Arc<Hub>>, Json(body): Json<Value>) -> Result<StatusCode, Failure> {
    let files = lay_down(&hub, &body).await?;
    hub.deed(|d| {
        for u in list(&body, "users") {
            let user: User = serde_json::from_value(u.clone()).map_err(|e| refused(400, format!("a user: {e}")))?;
            d.put(Op::User(user));
        }
        for g in list(&body, "guilds") {
            guild(d, g)?;
        }
        for c in list(&body, "channels") {
            let known = id(c, "guild_id").filter(|g| d.world.guilds.contains_key(g));
            let guild = known.ok_or_else(|| invalid("guild_id", "GUILD_UNKNOWN", "a channel needs a known guild"))?;
            let channel = channel(c, guild)?;
            d.put(Op::Channel(channel.clone()));
            let shown = show::channel(d.world, &channel);
            d.tell("CHANNEL_CREATE", To::Guild(guild), shown);
        }
        for m in list(&body, "messages") {
            let message = message(d, m, &files)?;
            d.put(Op::Message(Box::new(message)));
        }
        Ok(StatusCode::NO_CONTENT)
    })
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

/// The files' bytes, before anything refers to them.
async fn lay_down(hub: &Hub, body: &Value) -> Result<Vec<(Id, Attachment)>, Failure> {
    let mut laid = Vec::new();
    for a in list(body, "messages").iter().flat_map(|m| list(m, "attachments")) {
        let data = a["data_base64"].as_str().unwrap_or_default();
        let bytes = base64::engine::general_purpose::STANDARD
            .decode(data)
            .map_err(|_| refused(400, "data_base64 is not base64"))?;
        let id = need(a, "id")?;
        let filename = text(a, "filename").unwrap_or_else(|| "file".into());
        let (width, height) = crate::cdn::dimensions(&bytes).unzip();
        let content_type =
            text(a, "content_type").or_else(|| mime_guess::from_path(&filename).first().map(|m| m.to_string()));
        let size = u64::try_from(bytes.len()).unwrap_or(0);
        tokio::fs::write(hub.file(id), bytes).await.map_err(|e| refused(500, e.to_string()))?;
        laid.push((
            id,
            Attachment { id, filename, content_type, size, width, height, description: text(a, "description") },
        ));
    }
    Ok(laid)
}

fn guild(d: &mut Deed, g: &Value) -> Result<(), Failure> {
    let gid = need(g, "id")?;
    let new = !d.world.guilds.contains_key(&gid);
    let name = text(g, "name").unwrap_or_else(|| "Guild".into());
    let emojis = match &g["emojis"] {
        Value::Null => d.world.guilds.get(&gid).map(|house| house.guild.emojis.clone()).unwrap_or_default(),
        all => serde_json::from_value(all.clone()).map_err(|e| refused(400, format!("an emoji: {e}")))?,
    };
    d.put(Op::Guild(Guild { id: gid, name, icon: text(g, "icon"), owner_id: need(g, "owner_id")?, emojis }));
    for r in list(g, "roles") {
        d.put(Op::Role(gid, role(r)?));
    }
    if !d.world.house(gid)?.roles.contains_key(&gid) {
        let everyone = json!({ "id": gid, "name": "@everyone", "permissions": "0", "position": 0 });
        d.put(Op::Role(gid, role(&everyone)?));
    }
    for m in list(g, "members") {
        let user = id(&m["user"], "id").or_else(|| id(m, "user")).or_else(|| id(m, "user_id"));
        let user = user.ok_or_else(|| invalid("members", "BASE_TYPE_REQUIRED", "a member needs a user"))?;
        let roles = list(m, "roles").iter().filter_map(|r| r.as_str()?.parse().ok()).collect();
        let joined = m["joined_at"].as_str().and_then(parse_iso).unwrap_or(d.now);
        d.put(Op::Member(gid, Member { user, nick: text(m, "nick"), roles, joined, silent_until: None }));
    }
    for c in list(g, "channels") {
        d.put(Op::Channel(channel(c, gid)?));
    }
    let bots: Vec<Id> = d.world.applications.values().map(|a| a.bot).collect();
    for bot in bots.into_iter().filter(|_| new) {
        if d.world.house(gid)?.members.contains_key(&bot) {
            crate::act::guild::introduce(d, gid, bot);
        }
    }
    Ok(())
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

fn message(d: &Deed, m: &Value, files: &[(Id, Attachment)]) -> Result<Message, Failure> {
    let (mid, cid) = (need(m, "id")?, need(m, "channel_id")?);
    let author = id(&m["author"], "id").or_else(|| id(m, "author_id")).or_else(|| id(m, "author"));
    let author = author.ok_or_else(|| invalid("author", "BASE_TYPE_REQUIRED", "This field is required"))?;
    let mine = list(m, "attachments").iter().filter_map(|a| id(a, "id"));
    let attachments = mine.filter_map(|a| files.iter().find(|(f, _)| *f == a)).map(|(_, a)| a.clone()).collect();
    let content = text(m, "content").unwrap_or_default();
    let mentioned = crate::act::mentioned(&content);
    Ok(Message {
        id: mid,
        channel: cid,
        guild: d.world.channel(cid)?.guild,
        author,
        at: m["timestamp"].as_str().and_then(parse_iso).unwrap_or_else(|| mid.at()),
        edited: m["edited_timestamp"].as_str().and_then(parse_iso),
        kind: m["type"].as_u64().and_then(|k| u8::try_from(k).ok()).unwrap_or(0),
        flags: m["flags"].as_u64().unwrap_or(0),
        embeds: crate::act::kept_embeds(&m["embeds"]),
        components: crate::act::kept_components(&m["components"]),
        attachments,
        mentions: mentioned.into_iter().filter(|u| d.world.users.contains_key(u)).collect(),
        reference: id(&m["message_reference"], "message_id").map(|r| Reference { channel: cid, message: r }),
        pinned: Some(mid.at()).filter(|_| m["pinned"] == json!(true)),
        application: d.world.application_of(author).map(|a| a.id),
        content,
        ..Message::default()
    })
}
