//! Choices and forms as a person fills them in: what Discord's client would let through, and how it reaches the
//! bot.

use serde_json::{Map, Value, json};

use super::interaction::{self, Start};
use super::message::Upload;
use crate::error::{self, Failure, Form, refused};
use crate::hub::Deed;
use crate::id::Id;
use crate::show;
use crate::world::{Attachment, Interaction, World, interaction_kind};

/// What was chosen, and the objects behind the ids.
#[derive(Debug, Default)]
pub struct Chosen {
    pub values: Vec<String>,
    objects: Map<String, Value>,
}

impl Chosen {
    pub fn resolved(&self) -> Option<Value> {
        Some(Value::Object(self.objects.clone())).filter(|_| !self.objects.is_empty())
    }

    pub(super) fn put(&mut self, kind: &str, id: Id, object: Value) {
        let of_kind = self.objects.entry(kind).or_insert_with(|| json!({}));
        of_kind[id.to_string()] = object;
    }

    fn merge(&mut self, other: Map<String, Value>) {
        for (kind, objects) in other {
            let of_kind = self.objects.entry(kind).or_insert_with(|| json!({}));
            if let (Value::Object(to), Value::Object(from)) = (of_kind, objects) {
                to.extend(from);
            }
        }
    }

    /// A person, role or channel by id, as the kind of select allows.
    pub fn resolve(&mut self, world: &World, guild: Option<Id>, kind: u64, text: &str) -> Result<(), String> {
        let house = guild.and_then(|g| world.guilds.get(&g));
        let id: Id = text.parse().map_err(|_| format!("'{text}' is no id"))?;
        let user = world.users.get(&id).filter(|_| matches!(kind, 5 | 7));
        let role = house.and_then(|h| h.roles.get(&id)).filter(|_| matches!(kind, 6 | 7));
        let channel = world.rooms.get(&id).map(|r| &r.channel).filter(|c| kind == 8 && c.guild == guild);
        if let Some(u) = user {
            self.put("users", id, show::user(u));
            if let Some((house, member)) = house.and_then(|h| Some((h, h.members.get(&id)?))) {
                let mut shown = show::bare_member(member);
                shown["permissions"] = json!(house.bits(id).to_string());
                self.put("members", id, shown);
            }
        } else if let Some(r) = role {
            self.put("roles", id, show::role(r));
        } else if let Some(c) = channel {
            let mut shown = show::channel(world, c);
            shown["permissions"] = json!(crate::permission::ALL.to_string());
            self.put("channels", id, shown);
        } else {
            return Err(format!("'{text}' cannot be chosen here"));
        }
        Ok(())
    }
}

/// The choice in one select, radio or checkbox group. Without `required` (the classic selects have none) the
/// bounds alone decide.
pub fn choose(world: &World, guild: Option<Id>, c: &Value, values: &Value) -> Result<Chosen, String> {
    let picked: Vec<String> = match values {
        Value::String(one) => vec![one.clone()],
        Value::Array(list) => list.iter().filter_map(|v| v.as_str().map(str::to_owned)).collect(),
        _ => Vec::new(),
    };
    let (min, max) = bounds(c);
    if picked.len() < min || picked.len() > max {
        return Err(format!("between {min} and {max} must be chosen"));
    }
    let kind = c["type"].as_u64().unwrap_or(0);
    let mut chosen = Chosen::default();
    for value in picked {
        if matches!(kind, 3 | 21 | 22) {
            let offered = c["options"].as_array().into_iter().flatten().any(|o| o["value"].as_str() == Some(&value));
            if !offered {
                return Err(format!("'{value}' is not among the options"));
            }
        } else {
            chosen.resolve(world, guild, kind, &value)?;
        }
        chosen.values.push(value);
    }
    Ok(chosen)
}

fn bounds(c: &Value) -> (usize, usize) {
    let number = |field: &str| c[field].as_u64().and_then(|n| usize::try_from(n).ok());
    let optional = c["required"] == json!(false);
    let most = c["options"].as_array().filter(|_| c["type"] == json!(22)).map_or(1, Vec::len);
    let min = if optional { 0 } else { number("min_values").unwrap_or(1) };
    (min, number("max_values").unwrap_or(most))
}

/// A filled-in form: judged, and sent to the bot.
pub fn submit(
    d: &mut Deed,
    user: Id,
    modal_id: Id,
    values: &Value,
    uploads: &[Upload],
) -> Result<Interaction, Failure> {
    let opened = d.world.interactions.get(&modal_id).filter(|i| i.user == user);
    let i = opened.ok_or(error::UNKNOWN_INTERACTION)?.clone();
    let modal = i.modal.clone().ok_or_else(|| refused(409, "this form is not open any more"))?;
    super::By::User(user).look(d.world, i.channel)?;
    let mut filled = Filled {
        d,
        guild: i.guild,
        channel: i.channel,
        values,
        uploads,
        form: Form::default(),
        chosen: Chosen::default(),
        files: Vec::new(),
    };
    let tops = modal["components"].as_array().map(Vec::as_slice).unwrap_or_default();
    let list: Vec<Value> = tops.iter().map(|c| filled.top(c)).collect();
    let Filled { form, chosen, files, .. } = filled;
    form.done()?;
    let mut data = json!({ "custom_id": modal["custom_id"], "components": list });
    if let Some(resolved) = chosen.resolved() {
        data["resolved"] = resolved;
    }
    interaction::start(
        d,
        Start {
            application: i.application,
            kind: interaction_kind::MODAL,
            user,
            channel: i.channel,
            data,
            message: i.message,
            name: None,
            trigger: Some(i.cause),
            uploads: files,
        },
    )
}

struct Filled<'a, 'b> {
    d: &'a mut Deed<'b>,
    guild: Option<Id>,
    channel: Id,
    values: &'a Value,
    uploads: &'a [Upload],
    form: Form,
    chosen: Chosen,
    files: Vec<Attachment>,
}

impl Filled<'_, '_> {
    fn top(&mut self, c: &Value) -> Value {
        let mut shown = json!({ "type": c["type"], "id": c["id"] });
        match c["type"].as_u64() {
            Some(1) => {
                let inner = c["components"].as_array().map(Vec::as_slice).unwrap_or_default();
                shown["components"] = inner.iter().map(|i| self.input(i)).collect();
            }
            Some(18) => shown["component"] = self.input(&c["component"]),
            _ => {}
        }
        shown
    }

    fn input(&mut self, c: &Value) -> Value {
        let name = c["custom_id"].as_str().unwrap_or_default();
        let given = &self.values[name];
        let mut shown = json!({ "type": c["type"], "id": c["id"], "custom_id": name });
        match c["type"].as_u64() {
            Some(4) => shown["value"] = json!(self.words(name, c, given)),
            Some(19) => shown["values"] = json!(self.attached(name, c)),
            Some(21) => {
                shown["value"] = self.choice(name, c, given).into_iter().next().map_or(Value::Null, Value::String);
            }
            Some(23) => {
                shown["value"] = json!(
                    given.as_bool().unwrap_or(given.as_str() == Some("true") || given[0].as_str() == Some("true"))
                );
            }
            _ => shown["values"] = json!(self.choice(name, c, given)),
        }
        shown
    }

    fn words(&mut self, name: &str, c: &Value, given: &Value) -> String {
        let text = given.as_str().or(given[0].as_str()).unwrap_or_default().to_owned();
        let length = text.chars().count();
        let number = |field: &str| c[field].as_u64().and_then(|n| usize::try_from(n).ok());
        let (min, max) = (number("min_length").unwrap_or(0), number("max_length").unwrap_or(4000));
        let required = c["required"].as_bool().unwrap_or(true);
        if length == 0 && required {
            self.form.add(name, "BASE_TYPE_REQUIRED", "This field is required");
        } else if length > max || length > 0 && length < min {
            self.form.add(name, "BASE_TYPE_BAD_LENGTH", format!("Must be between {min} and {max} in length."));
        }
        text
    }

    fn choice(&mut self, name: &str, c: &Value, given: &Value) -> Vec<String> {
        match choose(self.d.world, self.guild, c, given) {
            Ok(chosen) => {
                self.chosen.merge(chosen.objects);
                chosen.values
            }
            Err(words) => {
                self.form.add(name, "BASE_TYPE_CHOICES", words);
                Vec::new()
            }
        }
    }

    fn attached(&mut self, name: &str, c: &Value) -> Vec<Id> {
        let field = format!("files[{name}]");
        let mine: Vec<Attachment> =
            self.uploads.iter().filter(|u| u.field == field).map(|u| u.attachment.clone()).collect();
        let (min, max) = bounds(c);
        if mine.len() < min || mine.len() > max {
            self.form.add(name, "BASE_TYPE_BAD_LENGTH", format!("Must be between {min} and {max} in length."));
        }
        if !mine.iter().all(|a| fits_type(c, &a.filename)) {
            self.form.add(name, "FILE_TYPE_INVALID", "This kind of file is not asked for.");
        }
        if mine.iter().any(|a| a.size > show::FILE_LIMIT) {
            self.form.add(name, "FILE_TOO_LARGE", "This file is too large.");
        }
        for a in &mine {
            let mut shown = show::attachment(self.d.world, self.channel, a, self.d.now);
            shown["ephemeral"] = json!(true);
            self.chosen.put("attachments", a.id, shown);
        }
        let ids = mine.iter().map(|a| a.id).collect();
        self.files.extend(mine);
        ids
    }
}

/// Whether the name ends as the input's `file_types` ask; without them any does.
fn fits_type(c: &Value, filename: &str) -> bool {
    let Some(wanted) = c["file_types"].as_array().filter(|list| !list.is_empty()) else { return true };
    let ending = filename.rsplit_once('.').map_or("", |(_, ending)| ending).to_lowercase();
    wanted.iter().filter_map(Value::as_str).any(|one| one.trim_start_matches('.').to_lowercase() == ending)
}
