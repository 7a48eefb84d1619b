//! Knows how Docket's commands are told to Discord, and only when they changed, and which one was used.

mod option;
mod table;

pub use option::{Kind, Suggest};
use table::{COMMANDS, Command, First, GROUPS, On};

use super::used::Used;
use super::{Oops, Result};
use crate::bot::Bot;
use crate::wire::interaction::Menu;
use domain::Refusal;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// All of them, as they are registered. Rights are asked when one is used: a guild's admins can let anyone see them.
fn commands() -> Value {
    let options = |command: &Command| command.options.iter().map(option::Opt::json).collect::<Vec<_>>();
    let mut all = Vec::new();
    for command in COMMANDS.iter().filter(|command| !command.name.contains(' ') || command.on != On::Slash) {
        all.push(match command.on {
            On::Slash => json!({"name": command.name, "type": 1, "description": command.about,
                "options": options(command), "contexts": [0]}),
            On::Member => json!({"name": command.name, "type": 2, "contexts": [0]}),
            On::Message => json!({"name": command.name, "type": 3, "contexts": [0]}),
        });
    }
    for (group, about) in GROUPS {
        let of = |command: &&Command| command.on == On::Slash && command.name.split(' ').next() == Some(group);
        let sub = |command: &Command| {
            let name = command.name.split(' ').nth(1);
            json!({"type": 1, "name": name, "description": command.about, "options": options(command)})
        };
        let subs: Vec<Value> = COMMANDS.iter().filter(of).map(sub).collect();
        all.push(json!({"name": group, "type": 1, "description": about, "options": subs, "contexts": [0]}));
    }
    Value::Array(all)
}

/// What matters of a list of commands, whatever Discord adds or leaves out.
fn fingerprint(commands: &Value) -> [u8; 32] {
    let mut all: Vec<String> = commands
        .as_array()
        .into_iter()
        .flatten()
        .map(|command| {
            let kind = command["type"].as_u64().unwrap_or(1);
            json!([command["name"], kind, command["description"].as_str().unwrap_or(""), options_of(command)])
                .to_string()
        })
        .collect();
    all.sort_unstable();
    Sha256::digest(all.join("\n")).into()
}

fn options_of(of: &Value) -> Vec<Value> {
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let flag = |value: &Value| value.as_bool().unwrap_or(false);
    let one = |o: &Value| {
        let choices: Vec<Value> = list(&o["choices"]).iter().map(|c| json!([c["name"], c["value"]])).collect();
        json!([
            [o["name"], o["description"], o["type"], flag(&o["required"]), flag(&o["autocomplete"])],
            [o["min_length"], o["max_length"], o["min_value"], o["max_value"], list(&o["channel_types"])],
            choices,
            options_of(o)
        ])
    };
    list(&of["options"]).iter().map(one).collect()
}

/// Tells Discord of the commands, if those that it has are others: it counts what is made in a day.
pub async fn register(bot: &Bot) {
    let wanted = commands();
    let known = match bot.rest.commands(bot.application).await {
        Ok(known) => known,
        Err(error) => {
            tracing::warn!(%error, "the commands that Discord knows can't be read");
            return;
        }
    };
    if fingerprint(&known) == fingerprint(&wanted) {
        return;
    }
    match bot.rest.set_commands(bot.application, wanted).await {
        Ok(_) => tracing::info!("the commands are registered"),
        Err(error) => tracing::warn!(%error, "the commands could not be registered"),
    }
}

fn find(on: On, name: &str) -> Option<&'static Command> {
    COMMANDS.iter().find(|command| command.on == on && command.name == name)
}

pub async fn run(used: &Used<'_>, menu: Menu, name: &str) -> Result<()> {
    let on = match menu {
        Menu::Slash => On::Slash,
        Menu::Member(_) => On::Member,
        Menu::Message(_) => On::Message,
    };
    // One of an older list that Discord still shows.
    let command = find(on, name).ok_or(Oops::Refused(Refusal::OldControl))?;
    match command.first {
        First::Words => used.reply.patiently((command.run)(used)).await,
        First::Form => (command.run)(used).await,
    }
}

/// What is offered for an option; `None`: nothing.
pub fn suggested(name: &str, option: &str) -> Option<Suggest> {
    let option = find(On::Slash, name)?.options.iter().find(|known| known.name == option)?;
    match option.kind {
        Kind::Suggested(from) => Some(from),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{Priority, RoleKind};
    use std::collections::HashSet;

    fn position(all: &Value, name: &str) -> usize {
        all.as_array().unwrap().iter().position(|command| command["name"] == name).unwrap()
    }

    #[test]
    fn only_what_matters_changes_the_fingerprint() {
        let mut known = commands();
        let claim = position(&known, "claim");
        known[claim]["id"] = json!("5");
        known[claim]["version"] = json!("6");
        known[claim].as_object_mut().unwrap().remove("options");
        let menu = position(&known, "Keep as a note");
        known[menu]["description"] = json!("");
        known.as_array_mut().unwrap().rotate_left(2);
        assert_eq!(fingerprint(&known), fingerprint(&commands()));
        known[0]["description"] = json!("Something else");
        assert_ne!(fingerprint(&known), fingerprint(&commands()));
        assert_ne!(fingerprint(&json!([])), fingerprint(&commands()));
    }

    #[test]
    fn a_changed_option_changes_the_fingerprint() {
        let changed = |change: fn(&mut Value)| {
            let mut known = commands();
            let role = position(&known, "role");
            change(&mut known[role]["options"][0]["options"]);
            fingerprint(&known) != fingerprint(&commands())
        };
        assert!(!changed(|_| {}));
        assert!(changed(|options| options[2]["choices"][0]["value"] = json!("other")));
        assert!(changed(|options| options[2]["choices"][0]["name"] = json!("other")));
        assert!(changed(|options| options[0]["autocomplete"] = json!(false)));
        assert!(changed(|options| options[1]["type"] = json!(3)));
        let mut known = commands();
        let menu = position(&known, "Keep as a note");
        known[menu]["type"] = json!(2);
        assert_ne!(fingerprint(&known), fingerprint(&commands()));
    }

    /// <https://discord.com/developers/docs/interactions/application-commands>
    #[test]
    fn they_keep_to_discords_limits() {
        let all = commands();
        let of = |kind: u64| all.as_array().unwrap().iter().filter(|c| c["type"] == json!(kind)).count();
        assert!(of(1) <= 100 && of(2) <= 15 && of(3) <= 15);
        let mut names = HashSet::new();
        for command in COMMANDS {
            assert!(names.insert((command.on == On::Slash, command.name)), "{} stands twice", command.name);
            let wanted = if command.on == On::Slash { 1..=100 } else { 0..=0 };
            assert!(wanted.contains(&command.about.chars().count()), "{}", command.name);
            for part in command.name.split(' ').filter(|_| command.on == On::Slash) {
                assert!((1..=32).contains(&part.len()) && part == part.to_lowercase(), "{part}");
            }
            let options: Vec<Value> = command.options.iter().map(option::Opt::json).collect();
            assert!(options.len() <= 25);
            assert!(options.is_sorted_by_key(|o| o["required"] == json!(false)), "{}: required first", command.name);
            for option in &options {
                let about = option["description"].as_str().unwrap().chars().count();
                assert!((1..=100).contains(&about), "{option}");
            }
        }
        for command in COMMANDS.iter().filter(|command| command.on == On::Slash && command.name.contains(' ')) {
            let group = command.name.split(' ').next().unwrap();
            assert!(GROUPS.iter().any(|(name, _)| *name == group), "{group} says nothing of itself");
        }
    }

    #[test]
    fn the_choices_are_words_that_are_understood() {
        let choices = |name: &str, option: &str| {
            let option = find(On::Slash, name).unwrap().options.iter().find(|known| known.name == option).unwrap();
            match option.kind {
                Kind::Choice(words) => words.to_vec(),
                _ => panic!("no choices"),
            }
        };
        assert_eq!(choices("priority", "priority"), Priority::ALL.iter().map(|p| p.as_str()).collect::<Vec<_>>());
        let kinds = choices("role set", "as");
        assert!(kinds.iter().all(|kind| kind.parse::<RoleKind>().is_ok()) && kinds.len() == RoleKind::ALL.len());
    }
}
