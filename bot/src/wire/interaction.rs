//! Knows interactions as Discord sends them: presses, commands, submitted forms.

use super::guild::{Member, User};
use domain::{ChannelId, GuildId, InteractionId, MessageId, RawAnswer, UserId};
use serde::Deserialize;
use serde_json::Value;

#[derive(Clone, Debug, Deserialize)]
pub struct Interaction {
    pub id: InteractionId,
    pub token: String,
    #[serde(rename = "type")]
    pub kind: u8,
    #[serde(default)]
    pub guild_id: Option<GuildId>,
    #[serde(default)]
    pub channel_id: Option<ChannelId>,
    /// In a guild.
    #[serde(default)]
    pub member: Option<Member>,
    /// In a direct message.
    #[serde(default)]
    pub user: Option<User>,
    #[serde(default)]
    pub data: Value,
    /// The message that a pressed button stands on.
    #[serde(default)]
    pub message: Value,
}

/// Where a command is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Menu {
    /// Typed after a slash.
    Slash,
    /// In the menu of a member.
    Member(UserId),
    /// In the menu of a message in this channel.
    Message(MessageId),
}

/// What was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deed {
    Press {
        custom_id: String,
        values: Vec<String>,
    },
    /// A command's subcommand follows its name: `role set`.
    Command {
        menu: Menu,
        name: String,
        options: Vec<(String, String)>,
    },
    /// An option is being typed.
    Typing {
        name: String,
        option: String,
        typed: String,
    },
    Submit {
        custom_id: String,
        answers: Vec<RawAnswer>,
    },
    Other,
}

impl Interaction {
    pub fn user(&self) -> Option<UserId> {
        self.member.as_ref().map(|m| m.user.id).or_else(|| self.user.as_ref().map(|u| u.id))
    }

    pub fn deed(&self) -> Deed {
        let text = |key: &str| self.data[key].as_str().unwrap_or_default().to_owned();
        match self.kind {
            2 => {
                let (name, inner) = subcommand(text("name"), &self.data["options"]);
                let target = self.data["target_id"].as_str().and_then(|id| id.parse().ok()).unwrap_or_default();
                let menu = match self.data["type"].as_u64() {
                    Some(2) => Menu::Member(UserId(target)),
                    Some(3) => Menu::Message(MessageId(target)),
                    _ => Menu::Slash,
                };
                Deed::Command { menu, name, options: options(inner) }
            }
            4 => {
                let (name, inner) = subcommand(text("name"), &self.data["options"]);
                let focused = |option: &&Value| option["focused"].as_bool().unwrap_or(false);
                match inner.as_array().into_iter().flatten().find(focused) {
                    Some(focused) => Deed::Typing {
                        name,
                        option: focused["name"].as_str().unwrap_or_default().to_owned(),
                        typed: value(focused),
                    },
                    None => Deed::Other,
                }
            }
            3 => Deed::Press { custom_id: text("custom_id"), values: strings(&self.data["values"]) },
            5 => Deed::Submit { custom_id: text("custom_id"), answers: answers(&self.data["components"]) },
            _ => Deed::Other,
        }
    }
}

fn strings(values: &Value) -> Vec<String> {
    values.as_array().into_iter().flatten().filter_map(|v| v.as_str().map(str::to_owned)).collect()
}

/// Discord's option types of a subcommand and of a group of them.
const SUBCOMMANDS: [i64; 2] = [1, 2];

/// The whole name of what was called, and its own options.
fn subcommand(name: String, options: &Value) -> (String, &Value) {
    match options.get(0).filter(|first| first["type"].as_i64().is_some_and(|kind| SUBCOMMANDS.contains(&kind))) {
        Some(first) => {
            let name = format!("{name} {}", first["name"].as_str().unwrap_or_default());
            subcommand(name, &first["options"])
        }
        None => (name, options),
    }
}

fn options(options: &Value) -> Vec<(String, String)> {
    let one = |option: &Value| Some((option["name"].as_str()?.to_owned(), value(option)));
    options.as_array().into_iter().flatten().filter_map(one).collect()
}

/// Numbers and ids as they are written.
fn value(option: &Value) -> String {
    let value = &option["value"];
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Inputs lie in labels (`component`) or, in older forms, in rows (`components`). Several values become one, by `,`.
fn answers(components: &Value) -> Vec<RawAnswer> {
    let mut found = Vec::new();
    for component in components.as_array().into_iter().flatten() {
        let inner = match (&component["component"], component["components"].as_array()) {
            (one, _) if one.is_object() => std::slice::from_ref(one),
            (_, Some(row)) => row.as_slice(),
            _ => std::slice::from_ref(component),
        };
        for input in inner {
            let Some(key) = input["custom_id"].as_str() else { continue };
            let value = match &input["value"] {
                Value::String(text) => text.clone(),
                Value::Null => strings(&input["values"]).join(","),
                other => other.to_string(),
            };
            found.push(RawAnswer { key: key.to_owned(), value });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_subcommand_is_part_of_the_name() {
        let raw = json!({"id": "1", "token": "t", "type": 2, "data": {"name": "role", "options": [
            {"name": "set", "type": 1, "options": [{"name": "department", "type": 3, "value": "billing"}]}]}});
        let interaction: Interaction = serde_json::from_value(raw).unwrap();
        let options = vec![("department".to_owned(), "billing".to_owned())];
        assert_eq!(interaction.deed(), Deed::Command { menu: Menu::Slash, name: "role set".into(), options });
    }

    #[test]
    fn menus_name_what_they_were_opened_on() {
        let raw = |kind: u8| json!({"id": "1", "token": "t", "type": 2, "data": {"name": "Open", "type": kind, "target_id": "7"}});
        let menu = |kind| match serde_json::from_value::<Interaction>(raw(kind)).unwrap().deed() {
            Deed::Command { menu, .. } => menu,
            other => panic!("{other:?}"),
        };
        assert_eq!(menu(1), Menu::Slash);
        assert_eq!(menu(2), Menu::Member(UserId(7)));
        assert_eq!(menu(3), Menu::Message(MessageId(7)));
    }

    #[test]
    fn what_is_typed_is_the_focused_option() {
        let raw = json!({"id": "1", "token": "t", "type": 4, "data": {"name": "tag", "options": [
            {"name": "add", "type": 1, "options": [{"name": "other", "type": 3, "value": "x"},
                {"name": "tag", "type": 3, "value": "ref", "focused": true}]}]}});
        let interaction: Interaction = serde_json::from_value(raw).unwrap();
        let wanted = Deed::Typing { name: "tag add".into(), option: "tag".into(), typed: "ref".into() };
        assert_eq!(interaction.deed(), wanted);
    }

    #[test]
    fn answers_are_found_in_labels_and_rows() {
        let raw = json!({"id": "1", "token": "t", "type": 5, "data": {"custom_id": "c", "components": [
            {"type": 18, "component": {"type": 4, "custom_id": "amount", "value": "5"}},
            {"type": 18, "component": {"type": 3, "custom_id": "delivery", "values": ["mail"]}},
            {"type": 1, "components": [{"type": 4, "custom_id": "notes", "value": ""}]},
            {"type": 10, "content": "text"}]}});
        let interaction: Interaction = serde_json::from_value(raw).unwrap();
        let Deed::Submit { answers, .. } = interaction.deed() else { panic!("a submit") };
        let pairs: Vec<(&str, &str)> = answers.iter().map(|a| (a.key.as_str(), a.value.as_str())).collect();
        assert_eq!(pairs, [("amount", "5"), ("delivery", "mail"), ("notes", "")]);
    }
}
