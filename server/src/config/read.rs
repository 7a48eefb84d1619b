//! Knows where settings are written down: `docket.toml`, and the environment, which wins.

use super::mistake::{Mistake, Source};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
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

/// What was written down, each with where, and what of it can't be read.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    values: BTreeMap<String, (String, Source)>,
    pub(super) mistakes: Vec<Mistake>,
    /// The file could not be read: what seems to be missing may stand there.
    pub(super) torn: bool,
}

impl<K: Into<String>, V: Into<String>> FromIterator<(K, V)> for Settings {
    /// As if they were given on the command line.
    fn from_iter<T: IntoIterator<Item = (K, V)>>(pairs: T) -> Self {
        let values = pairs.into_iter().map(|(key, value)| (key.into(), (value.into(), Source::Argument))).collect();
        Self { values, ..Self::default() }
    }
}

impl Settings {
    /// The file's settings with the environment's laid over them. A missing file is an empty one.
    pub fn read(file: &Path, env: impl Fn(&str) -> Option<String>) -> Self {
        let mut settings = Self::default();
        match std::fs::read_to_string(file) {
            Ok(text) => match text.parse::<Table>() {
                Ok(table) => settings.flatten("", &table, file),
                Err(error) => settings.torn(file, &not_toml(&text, &error)),
            },
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => settings.torn(file, &format!("can't be read: {error}")),
        }
        for setting in SETTINGS {
            if let Some(value) = env(setting.env) {
                settings.values.insert(setting.key.to_owned(), (value, Source::Environment(setting.env)));
            }
        }
        settings
    }

    /// Without blanks around it; one that is empty is none.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.values.get(key).map(|(value, _)| value.trim()).filter(|value| !value.is_empty())
    }

    /// Where it was read, or would be.
    pub fn source(&self, key: &str) -> Source {
        let env = SETTINGS.iter().find(|setting| setting.key == key).map_or("", |setting| setting.env);
        let known = self.values.get(key).filter(|(value, _)| !value.trim().is_empty());
        known.map_or(Source::Missing(env), |(_, source)| source.clone())
    }

    fn torn(&mut self, file: &Path, words: &str) {
        self.torn = true;
        self.mistake("docket.toml", file, words.to_owned());
    }

    fn mistake(&mut self, setting: &str, file: &Path, words: String) {
        let source = Source::File(PathBuf::from(file));
        self.mistakes.push(Mistake { setting: setting.to_owned(), source, words, passing: false });
    }

    fn flatten(&mut self, prefix: &str, table: &Table, file: &Path) {
        for (name, value) in table {
            let key = if prefix.is_empty() { name.clone() } else { format!("{prefix}.{name}") };
            if let Value::Table(inner) = value {
                self.flatten(&key, inner, file);
            } else if !SETTINGS.iter().any(|setting| setting.key == key) {
                self.mistake(&key, file, unknown(&key));
            } else if let Some(words) = words(value) {
                self.values.insert(key, (words, Source::File(PathBuf::from(file))));
            } else {
                self.mistake(
                    &key,
                    file,
                    "has a value of a kind that no setting takes; write a whole number, or words in quotation marks."
                        .into(),
                );
            }
        }
    }
}

/// The line itself is not shown: a secret may stand in it.
fn not_toml(text: &str, error: &toml::de::Error) -> String {
    let at = error.span().map_or(0, |span| span.start.min(text.len()));
    let line = text.as_bytes().iter().take(at).filter(|byte| **byte == b'\n').count() + 1;
    format!("line {line} can't be read as TOML: {}. Text stands in quotation marks: `token = \"…\"`.", error.message())
}

/// So alike that one may have been meant for the other.
const ALIKE: f64 = 0.75;

fn unknown(key: &str) -> String {
    let last = |key: &str| key.rsplit('.').next().unwrap_or_default().to_owned();
    let likeness = |known: &str| strsim::jaro_winkler(known, key).max(strsim::jaro_winkler(&last(known), &last(key)));
    let nearest = SETTINGS.iter().map(|setting| (setting.key, likeness(setting.key)));
    let nearest = nearest.max_by(|a, b| a.1.total_cmp(&b.1)).filter(|(_, likeness)| *likeness > ALIKE);
    if let Some((nearest, _)) = nearest {
        return format!("is no setting. Did you mean `{nearest}`?");
    }
    let known: Vec<_> = SETTINGS.iter().map(|setting| setting.key).collect();
    format!("is no setting. There are {}.", known.join(", "))
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
