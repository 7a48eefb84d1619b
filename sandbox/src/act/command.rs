//! Application commands: registering them, and a person using one.

use serde_json::{Value, json};

use super::interaction::{self, Start};
use super::message::Upload;
use super::modal::Chosen;
use super::{By, overwrite};
use crate::error::{self, Failure, refused};
use crate::hub::Deed;
use crate::id::Id;
use crate::limits;
use crate::permission as p;
use crate::show;
use crate::world::{Attachment, Command, Interaction, Op, World, interaction_kind};

/// The commands of one scope: global, or a guild's.
pub fn of(world: &World, application: Id, guild: Option<Id>) -> Vec<&Command> {
    world.commands.values().filter(|c| c.application == application && c.guild == guild).collect()
}

/// What a person is offered in a guild: its own and the global ones, if they hold what a command asks for.
pub fn offered(world: &World, guild: Id, user: Id) -> Vec<&Command> {
    let bits = world.guilds.get(&guild).map_or(0, |h| h.bits(user));
    let here = |c: &&Command| c.guild.is_none_or(|g| g == guild);
    world.commands.values().filter(here).filter(|c| permitted(c, bits)).collect()
}

/// Whether a global command is offered in private with the bot: unless it says no.
pub fn serves_dms(c: &Command) -> bool {
    match c.body["contexts"].as_array() {
        Some(contexts) => contexts.iter().any(|one| one.as_u64() == Some(1)),
        None => c.body["dm_permission"] != json!(false),
    }
}

fn permitted(c: &Command, bits: u64) -> bool {
    match &c.body["default_member_permissions"] {
        Value::Null => true,
        wanted => match overwrite::bits(wanted) {
            0 => bits & p::ADMINISTRATOR != 0,
            wanted => bits & wanted == wanted,
        },
    }
}

/// Replaces the whole set. Who keeps a name keeps its id.
pub fn overwrite_all(
    d: &mut Deed,
    application: Id,
    guild: Option<Id>,
    list: &[Value],
) -> Result<Vec<Command>, Failure> {
    limits::commands(list)?;
    let old: Vec<Command> = of(d.world, application, guild).into_iter().cloned().collect();
    let next: Vec<Command> = list.iter().map(|body| command(d, application, guild, body, &old)).collect();
    old.iter().filter(|o| !next.iter().any(|n| n.id == o.id)).for_each(|o| d.put(Op::CommandGone(o.id)));
    for n in &next {
        d.put(Op::Command(n.clone()));
    }
    Ok(next)
}

/// Registers one; `true` if the name is new.
pub fn create(d: &mut Deed, application: Id, guild: Option<Id>, body: &Value) -> Result<(Command, bool), Failure> {
    limits::commands(std::slice::from_ref(body))?;
    let old: Vec<Command> = of(d.world, application, guild).into_iter().cloned().collect();
    let next = command(d, application, guild, body, &old);
    let mut all: Vec<Value> = old.iter().filter(|o| o.id != next.id).map(|o| o.body.clone()).collect();
    all.push(body.clone());
    limits::commands(&all)?;
    let fresh = !old.iter().any(|o| o.id == next.id);
    if fresh {
        let made = d.world.commands_made.entry((application, guild)).or_default();
        made.retain(|at| at + 24 * 3_600_000 > d.now);
        if made.len() >= limits::COMMANDS_A_DAY {
            return Err(error::DAILY_COMMANDS);
        }
        made.push(d.now);
    }
    d.put(Op::Command(next.clone()));
    Ok((next, fresh))
}

fn command(d: &Deed, application: Id, guild: Option<Id>, body: &Value, old: &[Command]) -> Command {
    let kind = body["type"].as_u64().unwrap_or(1);
    let name = body["name"].as_str().unwrap_or_default().to_owned();
    let before = old.iter().find(|o| o.kind == kind && o.name == name);
    let kept = kept(body);
    let same = before.filter(|o| o.body == kept);
    let version = same.map_or_else(|| d.id(), |o| o.version);
    Command { id: before.map_or_else(|| d.id(), |o| o.id), application, guild, version, name, kind, body: kept }
}

/// What of a command's body is kept.
const KEPT: [&str; 12] = [
    "name",
    "name_localizations",
    "description",
    "description_localizations",
    "options",
    "default_member_permissions",
    "dm_permission",
    "contexts",
    "integration_types",
    "nsfw",
    "handler",
    "type",
];
/// And of an option that is no more than an option; what else a kind has, stands in `own_fields`.
const KEPT_OF_OPTION: [&str; 6] =
    ["type", "name", "name_localizations", "description", "description_localizations", "required"];

fn own_fields(kind: Option<u64>) -> &'static [&'static str] {
    match kind {
        Some(1 | 2) => &["options"],
        Some(3) => &["choices", "autocomplete", "min_length", "max_length"],
        Some(4 | 10) => &["choices", "autocomplete", "min_value", "max_value"],
        Some(7) => &["channel_types"],
        _ => &[],
    }
}

/// The body with what Discord fills in.
fn kept(body: &Value) -> Value {
    let mut kept = body.clone();
    if let Some(map) = kept.as_object_mut() {
        map.retain(|key, v| !v.is_null() && KEPT.contains(&key.as_str()));
        let kind = map.get("type").and_then(Value::as_u64).unwrap_or(1);
        if kind != 1 {
            map.remove("options");
        }
        if kind != 4 {
            map.remove("handler");
        }
        map.entry("description").or_insert(json!(""));
        let wanted = map.get("default_member_permissions").map(overwrite::bits);
        map.insert("default_member_permissions".into(), json!(wanted.map(|b| b.to_string())));
        map.entry("dm_permission").or_insert(json!(true));
        map.entry("contexts").or_insert(Value::Null);
        map.entry("integration_types").or_insert(json!([0]));
        map.entry("nsfw").or_insert(json!(false));
        if let Some(options) = map.get_mut("options") {
            tidy_options(options);
        }
    }
    kept
}

fn tidy_options(options: &mut Value) {
    for option in options.as_array_mut().into_iter().flatten().filter_map(Value::as_object_mut) {
        let own = own_fields(option.get("type").and_then(Value::as_u64));
        option.retain(|key, v| !v.is_null() && (KEPT_OF_OPTION.contains(&key.as_str()) || own.contains(&key.as_str())));
        for choice in option.get_mut("choices").and_then(Value::as_array_mut).into_iter().flatten() {
            if let Some(map) = choice.as_object_mut() {
                map.retain(|key, v| !v.is_null() && matches!(key.as_str(), "name" | "name_localizations" | "value"));
            }
        }
        if let Some(inner) = option.get_mut("options") {
            tidy_options(inner);
        }
    }
}

/// What a person asks for.
pub struct Use<'a> {
    pub guild: Option<Id>,
    pub channel: Id,
    pub name: &'a str,
    pub kind: u64,
    pub options: &'a Value,
    /// The person or message a menu was opened on.
    pub target: Option<Id>,
    /// Files for options, each under `files[NAME]`.
    pub uploads: &'a [Upload],
}

pub fn run(d: &mut Deed, user: Id, u: &Use) -> Result<Interaction, Failure> {
    begin(d, user, u, interaction_kind::COMMAND)
}

/// The same while still being typed: the option marked `focused` asks for choices.
pub fn suggest(d: &mut Deed, user: Id, u: &Use) -> Result<Interaction, Failure> {
    begin(d, user, u, interaction_kind::AUTOCOMPLETE)
}

fn begin(d: &mut Deed, user: Id, u: &Use, kind: u8) -> Result<Interaction, Failure> {
    let (place, bits) = By::User(user).look(d.world, u.channel)?;
    if bits & p::USE_COMMANDS == 0 {
        return Err(error::MISSING_PERMISSIONS);
    }
    let guild = place.guild;
    if u.guild.is_some_and(|g| guild != Some(g)) {
        return Err(error::UNKNOWN_CHANNEL);
    }
    let all = match guild {
        Some(g) => offered(d.world, g, user),
        None => d.world.commands.values().filter(|c| c.guild.is_none()).collect(),
    };
    let found = all.into_iter().find(|c| c.name == u.name && c.kind == u.kind).ok_or(error::UNKNOWN_COMMAND)?.clone();
    let mut chosen = Chosen::default();
    let given = with_files(u.options, u.uploads);
    let given = given.as_array().map(Vec::as_slice).unwrap_or_default();
    let uploads: Vec<Attachment> = u.uploads.iter().map(|upload| upload.attachment.clone()).collect();
    for a in &uploads {
        let mut shown = show::attachment(d.world, u.channel, a, d.now);
        shown["ephemeral"] = json!(true);
        chosen.put("attachments", a.id, shown);
    }
    let known = &found.body["options"];
    let options = match kind {
        interaction_kind::AUTOCOMPLETE => typed(known, given),
        _ => options(d.world, guild, known, given, &mut chosen),
    };
    let options = options.map_err(|w| refused(400, w))?;
    let mut data = json!({ "id": found.id, "name": found.name, "type": found.kind });
    if !options.is_empty() {
        data["options"] = json!(options);
    }
    if let Some(g) = found.guild {
        data["guild_id"] = json!(g);
    }
    let mut resolved = chosen.resolved().unwrap_or_else(|| json!({}));
    if let Some(target) = u.target {
        data["target_id"] = json!(target);
        on_target(d, u, target, &mut resolved)?;
    }
    if resolved.as_object().is_some_and(|map| !map.is_empty()) {
        data["resolved"] = resolved;
    }
    interaction::start(
        d,
        Start {
            application: found.application,
            kind,
            user,
            channel: u.channel,
            data,
            message: None,
            name: Some(found.name),
            trigger: None,
            uploads,
        },
    )
}

/// The options with the ids of the files that came for them.
fn with_files(given: &Value, uploads: &[Upload]) -> Value {
    let mut given = given.clone();
    for option in given.as_array_mut().into_iter().flatten().filter(|o| o.is_object()) {
        let field = format!("files[{}]", option["name"].as_str().unwrap_or_default());
        if let Some(upload) = uploads.iter().find(|upload| upload.field == field) {
            option["value"] = json!(upload.attachment.id);
        }
        if option["options"].is_array() {
            option["options"] = with_files(&option["options"], uploads);
        }
    }
    given
}

fn on_target(d: &Deed, u: &Use, target: Id, resolved: &mut Value) -> Result<(), Failure> {
    if u.kind == 3 {
        let m = d.world.message(u.channel, target)?;
        resolved["messages"][target.to_string()] = show::rest_message(d.world, m, d.now);
        return Ok(());
    }
    let mut chosen = Chosen::default();
    let guild = d.world.channel(u.channel)?.guild;
    chosen.resolve(d.world, guild, 5, &target.to_string()).map_err(|w| refused(400, w))?;
    if let (Some(Value::Object(from)), Some(to)) = (chosen.resolved(), resolved.as_object_mut()) {
        to.extend(from);
    }
    Ok(())
}

/// The options as far as they are typed; the focused one must have choices to complete.
fn typed(known: &Value, given: &[Value]) -> Result<Vec<Value>, String> {
    let known = known.as_array().map(Vec::as_slice).unwrap_or_default();
    let one = |g: &Value| {
        let k =
            known.iter().find(|k| k["name"] == g["name"]).ok_or_else(|| format!("there is no option {}", g["name"]))?;
        let mut shown = json!({ "name": g["name"], "type": k["type"] });
        if let Some(inner) = g["options"].as_array() {
            shown["options"] = json!(typed(&k["options"], inner)?);
            return Ok(shown);
        }
        shown["value"] = g["value"].clone();
        if g["focused"] == json!(true) {
            if k["autocomplete"] != json!(true) {
                return Err(format!("the option {} completes nothing", k["name"]));
            }
            shown["value"] = json!(g["value"].as_str().map_or_else(|| g["value"].to_string(), str::to_owned));
            shown["focused"] = json!(true);
        }
        Ok(shown)
    };
    given.iter().map(one).collect()
}

/// The given options, held against those registered.
fn options(
    world: &World,
    guild: Option<Id>,
    known: &Value,
    given: &[Value],
    chosen: &mut Chosen,
) -> Result<Vec<Value>, String> {
    let known = known.as_array().map(Vec::as_slice).unwrap_or_default();
    for k in known.iter().filter(|k| k["required"] == json!(true)) {
        if !given.iter().any(|g| g["name"] == k["name"]) {
            return Err(format!("the option {} is required", k["name"]));
        }
    }
    given.iter().map(|g| option(world, guild, known, g, chosen)).collect()
}

fn option(world: &World, guild: Option<Id>, known: &[Value], g: &Value, chosen: &mut Chosen) -> Result<Value, String> {
    let k = known.iter().find(|k| k["name"] == g["name"]).ok_or_else(|| format!("there is no option {}", g["name"]))?;
    let kind = k["type"].as_u64().unwrap_or(3);
    let mut shown = json!({ "name": g["name"], "type": kind });
    if matches!(kind, 1 | 2) {
        let inner = g["options"].as_array().map(Vec::as_slice).unwrap_or_default();
        shown["options"] = json!(options(world, guild, &k["options"], inner, chosen)?);
        return Ok(shown);
    }
    let value = &g["value"];
    let as_text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    shown["value"] = match kind {
        4 => json!(value.as_i64().or_else(|| as_text.parse().ok()).ok_or("a whole number is wanted")?),
        5 => json!(value.as_bool().or_else(|| as_text.parse().ok()).ok_or("true or false is wanted")?),
        10 => json!(value.as_f64().or_else(|| as_text.parse().ok()).ok_or("a number is wanted")?),
        6..=9 => {
            // Options count users 6, channels 7, roles 8, mentionables 9; selects 5, 8, 6, 7.
            let select = match kind {
                6 => 5,
                7 => 8,
                8 => 6,
                _ => 7,
            };
            chosen.resolve(world, guild, select, &as_text)?;
            json!(as_text)
        }
        _ => json!(as_text),
    };
    let choices = k["choices"].as_array().map(Vec::as_slice).unwrap_or_default();
    if !choices.is_empty() && !choices.iter().any(|c| c["value"] == shown["value"]) {
        return Err(format!("{value} is not among the choices of {}", k["name"]));
    }
    Ok(shown)
}
