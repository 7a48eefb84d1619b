//! Knows where settings are written down: `docket.toml`, and the environment, which wins.

use super::Mistakes;
use std::collections::BTreeMap;
use std::path::Path;
use toml::{Table, Value};

/// One setting by its dotted name in `docket.toml` and its name in the environment.
pub struct Setting {
    pub key: &'static str,
    pub env: &'static str,
}

pub const SETTINGS: &[Setting] = &[
    Setting { key: "token", env: "DOCKET_TOKEN" },
    Setting { key: "client_id", env: "DOCKET_CLIENT_ID" },
    Setting { key: "client_secret", env: "DOCKET_CLIENT_SECRET" },
    Setting { key: "public_url", env: "DOCKET_PUBLIC_URL" },
    Setting { key: "database", env: "DOCKET_DATABASE" },
    Setting { key: "operators", env: "DOCKET_OPERATORS" },
    Setting { key: "attachment_mb", env: "DOCKET_ATTACHMENT_MB" },
    Setting { key: "discord.base", env: "DOCKET_DISCORD_BASE" },
    Setting { key: "discord.global_per_second", env: "DOCKET_DISCORD_GLOBAL_PER_SECOND" },
];

/// How a setting is named to whoever must mend it.
pub(super) fn name_of(key: &str) -> String {
    match SETTINGS.iter().find(|setting| setting.key == key) {
        Some(setting) => format!("{key} (or {} in the environment)", setting.env),
        None => key.to_owned(),
    }
}

/// The file's settings with the environment's laid over them. A missing file is an empty one.
pub fn settings(file: &Path, env: impl Fn(&str) -> Option<String>) -> Result<BTreeMap<String, String>, Mistakes> {
    let mut mistakes = Vec::new();
    let mut settings = BTreeMap::new();
    match std::fs::read_to_string(file) {
        Ok(text) => match text.parse::<Table>() {
            Ok(table) => flatten("", &table, &mut settings, &mut mistakes, file),
            Err(error) => mistakes.push(format!("{} can't be read as TOML: {error}", file.display())),
        },
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
        Err(error) => mistakes.push(format!("{} can't be read: {error}", file.display())),
    }
    for setting in SETTINGS {
        if let Some(value) = env(setting.env) {
            settings.insert(setting.key.to_owned(), value);
        }
    }
    if mistakes.is_empty() { Ok(settings) } else { Err(Mistakes(mistakes)) }
}

fn flatten(
    prefix: &str,
    table: &Table,
    settings: &mut BTreeMap<String, String>,
    mistakes: &mut Vec<String>,
    file: &Path,
) {
    for (name, value) in table {
        let key = if prefix.is_empty() { name.clone() } else { format!("{prefix}.{name}") };
        if let Value::Table(inner) = value {
            flatten(&key, inner, settings, mistakes, file);
            continue;
        }
        if !SETTINGS.iter().any(|setting| setting.key == key) {
            let known: Vec<_> = SETTINGS.iter().map(|setting| setting.key).collect();
            let known = known.join(", ");
            mistakes.push(format!("{}: `{key}` is no setting. There are {known}.", file.display()));
            continue;
        }
        match words(value) {
            Some(words) => drop(settings.insert(key, words)),
            None => mistakes.push(format!("{}: `{key}` has a value of a kind that no setting takes.", file.display())),
        }
    }
}

fn words(value: &Value) -> Option<String> {
    Some(match value {
        Value::String(text) => text.clone(),
        Value::Integer(number) => number.to_string(),
        Value::Boolean(flag) => flag.to_string(),
        Value::Array(list) => list.iter().map(words).collect::<Option<Vec<_>>>()?.join(","),
        _ => return None,
    })
}
