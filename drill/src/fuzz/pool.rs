//! What a generated request may name: ids and tokens that the sandbox has given out, and those it never did.

use rand::Rng;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use serde_json::Value;
use std::collections::BTreeMap;

/// Ids that no world has: the ends of the range and what is no id at all.
const STRANGE: [&str; 12] = [
    "0",
    "1",
    "007",
    "18446744073709551615",
    "18446744073709551616",
    "9223372036854775807",
    "9223372036854775808",
    "1111111111111111111111111111111111111111",
    "-1",
    "@me",
    "%00%FF",
    "%F0%9F%8E%B2",
];

/// How many of a kind are remembered.
const KEPT: usize = 40;

#[derive(Default)]
pub struct Pool {
    ids: BTreeMap<&'static str, Vec<String>>,
    /// Channel and message.
    messages: Vec<(String, String)>,
    /// Id and token: of webhooks, and of applications with an interaction's.
    hooks: Vec<(String, String)>,
    interactions: Vec<(String, String)>,
}

/// The names of a path's holes that belong together, drawn together.
#[derive(Default)]
pub struct Together {
    message: Option<(String, String)>,
    hook: Option<(String, String)>,
    interaction: Option<(String, String)>,
}

impl Pool {
    pub fn add(&mut self, kind: &'static str, id: &Value) {
        let Some(id) = id.as_str() else { return };
        let list = self.ids.entry(kind).or_default();
        if list.len() < KEPT {
            list.push(id.to_owned());
        }
    }

    pub fn add_message(&mut self, channel: &Value, id: &Value) {
        self.messages.extend(pair(channel, id));
    }

    pub fn add_hook(&mut self, id: &Value, token: &Value) {
        self.hooks.extend(pair(id, token));
    }

    pub fn add_interaction(&mut self, id: &Value, token: &Value) {
        self.interactions.extend(pair(id, token));
    }

    /// What an answer gave out.
    pub fn learn(&mut self, path: &str, answer: &Value) {
        let id = &answer["id"];
        match path.rsplit('/').next() {
            Some("channels" | "threads") => self.add("channel", id),
            Some("messages") => self.add_message(&answer["channel_id"], id),
            Some("roles") => self.add("role", id),
            Some("commands") => self.add("command", id),
            Some("invites") => self.add("code", &answer["code"]),
            Some("webhooks") => self.add_hook(id, &answer["token"]),
            _ => {}
        }
    }

    pub fn together(&self, dice: &mut StdRng) -> Together {
        Together {
            message: self.messages.choose(dice).cloned(),
            hook: self.hooks.choose(dice).cloned(),
            interaction: self.interactions.choose(dice).cloned(),
        }
    }

    /// For the hole of a path: mostly what there is, sometimes what there is not.
    pub fn hole(&self, name: &str, together: &Together, dice: &mut StdRng) -> String {
        if dice.random_bool(0.08) {
            return STRANGE.choose(dice).copied().unwrap_or("0").to_owned();
        }
        let first = |pair: &Option<(String, String)>| pair.as_ref().map(|(one, _)| one.clone());
        let second = |pair: &Option<(String, String)>| pair.as_ref().map(|(_, two)| two.clone());
        let known = match name {
            "channel_id" if dice.random_bool(0.5) => first(&together.message),
            "message_id" => second(&together.message),
            "webhook_id" => first(&together.hook),
            "webhook_token" => second(&together.hook),
            "interaction_id" => first(&together.interaction),
            "interaction_token" => second(&together.interaction),
            "emoji_name" => ["%E2%9C%85", "%F0%9F%8E%AB", "party:1", "x"].choose(dice).map(|&name| name.to_owned()),
            _ => None,
        };
        known.unwrap_or_else(|| self.id(name, dice))
    }

    /// For a field of this name.
    pub fn id(&self, name: &str, dice: &mut StdRng) -> String {
        let kind = match name {
            n if n.contains("channel") || n.contains("parent") || n.contains("thread") => "channel",
            n if n.contains("guild") => "guild",
            n if n.contains("role") => "role",
            n if n.contains("user") || n.contains("recipient") || n.contains("owner") => "user",
            n if n.contains("application") => "application",
            n if n.contains("command") => "command",
            n if n.contains("code") => "code",
            n if n.contains("overwrite") => ["user", "role"].choose(dice).copied().unwrap_or("user"),
            _ => "",
        };
        let of_any = |dice: &mut StdRng| {
            let lists: Vec<&Vec<String>> = self.ids.values().collect();
            lists.choose(dice).and_then(|list| list.choose(dice)).cloned()
        };
        let of_kind = self.ids.get(kind).filter(|_| dice.random_bool(0.9)).and_then(|list| list.choose(dice)).cloned();
        of_kind.or_else(|| of_any(dice)).unwrap_or_else(|| "1".to_owned())
    }
}

fn pair(one: &Value, two: &Value) -> Option<(String, String)> {
    Some((one.as_str()?.to_owned(), two.as_str()?.to_owned()))
}
