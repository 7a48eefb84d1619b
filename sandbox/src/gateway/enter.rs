//! Coming in: identify with a token and intents, or resume where one left off.

use serde_json::{Value, json};

use super::{Connection, End, Packer};
use crate::cdn;
use crate::event::{Listener, intent};
use crate::hub::Deed;
use crate::show;
use crate::wires::Out;
use crate::world::{Application, House, Op};

/// The session can't be had: begin anew.
const INVALID: &str = r#"{"t":null,"s":null,"op":9,"d":false}"#;

/// More than these on one shard are refused.
const GUILDS_PER_SHARD: usize = 2500;

impl Connection {
    pub(super) async fn identify(&mut self, data: &Value) -> Result<(), End> {
        if data["compress"] == json!(true) && matches!(self.packer, Packer::Plain) {
            self.packer = Packer::Each;
        }
        let Some(out) = self.out.clone() else { return Ok(()) };
        let (hub, number) = (self.hub.clone(), self.number);
        let id = hub.deed(|d| {
            let app = application(d, data)?;
            let listener = Listener { bot: app.bot, intents: intents(d, data)?, shard: shard(data)? };
            if !d.wires.has_place(&d.world.settings, listener.shard.0, d.now) {
                return Ok(None);
            }
            may_identify(d, &app)?;
            let served = d.world.guilds.values().filter(|h| h.members.contains_key(&app.bot));
            if served.filter(|h| listener.serves(Some(h.guild.id))).count() > GUILDS_PER_SHARD {
                return Err(End::Close(4011, "Sharding required."));
            }
            let id = cdn::random(16);
            d.wires.open(id.clone(), listener, number, out, d.now, d.world);
            welcome(d, &app, &id, listener);
            Ok::<_, End>(Some(id))
        })?;
        let Some(id) = id else { return self.send(INVALID).await };
        self.carry(id);
        Ok(())
    }

    pub(super) async fn resume(&mut self, data: &Value) -> Result<(), End> {
        let id = data["session_id"].as_str().unwrap_or_default().to_owned();
        let seq = data["seq"].as_u64();
        let Some(out) = self.out.clone() else { return Ok(()) };
        let (hub, number) = (self.hub.clone(), self.number);
        let known = hub.deed(|d| {
            let app = application(d, data)?;
            d.wires.forget_the_absent(d.now);
            let Some(session) = d.wires.sessions.get_mut(&id).filter(|s| s.listener.bot == app.bot) else {
                return Ok(false);
            };
            if seq.is_some_and(|s| s > session.seq) {
                return Err(End::Close(4007, "Invalid seq."));
            }
            let Some(missed) = seq.and_then(|s| session.since(s)) else { return Ok(false) };
            for frame in missed {
                _ = out.try_send(Out::Frame(frame));
            }
            session.attach(number, out);
            session.push("RESUMED", r#"{"_trace":[]}"#);
            Ok(true)
        })?;
        if !known {
            return self.send(INVALID).await;
        }
        self.carry(id);
        Ok(())
    }

    /// From now on the session alone holds the way in: when it lets go, the connection ends.
    fn carry(&mut self, id: String) {
        self.session = Some(id);
        self.out = None;
    }
}

fn application(d: &Deed, data: &Value) -> Result<Application, End> {
    let token = data["token"].as_str().unwrap_or_default().trim_start_matches("Bot ");
    d.world.application_by_token(token).cloned().ok_or(End::Close(4004, "Authentication failed."))
}

/// A thousand times in 24 hours; then every session ends and the token is reset.
fn may_identify(d: &mut Deed, app: &Application) -> Result<(), End> {
    let limit = usize::try_from(d.world.settings.identify_limit).unwrap_or(usize::MAX);
    if d.wires.identifies(d.now) >= limit {
        let token = format!("{}.{}", app.token.split('.').next().unwrap_or_default(), cdn::random(32));
        d.put(Op::Application(Application { token, ..app.clone() }));
        d.wires.tell_all(|| Out::Close(4004, "Authentication failed."));
        d.wires.sessions.clear();
        return Err(End::Close(4004, "Authentication failed."));
    }
    d.wires.identified.push_back(d.now);
    Ok(())
}

fn intents(d: &Deed, data: &Value) -> Result<u64, End> {
    let wished = data["intents"].as_u64().filter(|bits| bits & !intent::ALL == 0);
    let wished = wished.ok_or(End::Close(4013, "Invalid intent(s)."))?;
    let granted = &d.world.settings.intents_granted;
    let refused = [(intent::PRESENCES, false), (intent::MEMBERS, granted.members), (intent::CONTENT, granted.content)];
    if refused.iter().any(|(bit, granted)| wished & bit != 0 && !granted) {
        return Err(End::Close(4014, "Disallowed intent(s)."));
    }
    Ok(wished)
}

fn shard(data: &Value) -> Result<(u64, u64), End> {
    if data["shard"].is_null() {
        return Ok((0, 1));
    }
    match (data["shard"][0].as_u64(), data["shard"][1].as_u64()) {
        (Some(index), Some(count)) if index < count && u32::try_from(count).is_ok() => Ok((index, count)),
        _ => Err(End::Close(4010, "Invalid shard.")),
    }
}

/// READY with the guilds still dark, then each guild in full.
fn welcome(d: &mut Deed, app: &Application, id: &str, listener: Listener) {
    let mine = |h: &&House| h.members.contains_key(&app.bot) && listener.serves(Some(h.guild.id));
    let houses: Vec<&House> = d.world.guilds.values().filter(mine).collect();
    let dark: Vec<Value> = houses.iter().map(|h| json!({ "id": h.guild.id, "unavailable": true })).collect();
    let mut me = show::user_or_gone(d.world, app.bot);
    me["mfa_enabled"] = json!(true);
    me["verified"] = json!(true);
    me["email"] = Value::Null;
    let ready = json!({
        "v": 10, "user": me, "guilds": dark, "session_id": id, "session_type": "normal",
        "resume_gateway_url": format!("{}/gateway", d.world.base.replacen("http", "ws", 1)),
        "shard": [listener.shard.0, listener.shard.1], "relationships": [], "private_channels": [], "presences": [],
        "guild_join_requests": [], "geo_ordered_rtc_regions": [], "user_settings": {}, "user_settings_proto": "",
        "_trace": [], "application": { "id": app.id, "flags": show::application_flags(d.world) },
    });
    let bodies: Vec<String> =
        houses.iter().map(|h| show::guild_create(d.world, h, app.bot, d.now).to_string()).collect();
    let Some(session) = d.wires.sessions.get_mut(id) else { return };
    session.push("READY", &ready.to_string());
    if listener.has(intent::GUILDS) {
        for body in &bodies {
            session.push("GUILD_CREATE", body);
        }
    }
}
