//! Knows what can be configured, and judges all of it at once: whoever starts Docket is told every mistake in words.

mod public_url;
mod read;

pub use public_url::PublicUrl;
pub use read::{SETTINGS, Setting, settings};

use crate::secret::Secret;
use domain::UserId;
use std::collections::BTreeMap;
use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;
use url::{Host, Url};

/// Discord itself.
const DISCORD: &str = "https://discord.com";
/// What Discord allows a bot (<https://discord.com/developers/docs/topics/rate-limits#global-rate-limit>).
const GLOBAL_PER_SECOND: u16 = 50;
const MEGABYTE: u64 = 1024 * 1024;
const ATTACHMENT_MB: u64 = 100;

/// Everything that `docket serve` must know.
#[derive(Clone, Debug)]
pub struct Config {
    pub listen: SocketAddr,
    pub data: PathBuf,
    pub token: Secret,
    pub client_id: String,
    pub client_secret: Secret,
    /// `None`: made from the address, which is a loopback one.
    pub public_url: Option<PublicUrl>,
    pub operators: Vec<UserId>,
    pub discord: Url,
    pub global_per_second: u16,
    pub attachment_bytes: u64,
}

/// Every mistake that was found, one a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistakes(pub Vec<String>);

impl std::error::Error for Mistakes {}

impl fmt::Display for Mistakes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "Docket can't start with this configuration:")?;
        self.0.iter().try_for_each(|mistake| writeln!(f, "  - {mistake}"))
    }
}

impl Config {
    /// Judges settings by their dotted names.
    pub fn judge(settings: &BTreeMap<String, String>, listen: SocketAddr, data: PathBuf) -> Result<Self, Mistakes> {
        let mut judge = Judge { settings, mistakes: Vec::new() };
        let token = judge.needed("token", "the bot's token, from the Bot page of your application at Discord");
        let client_id = judge.client_id();
        let client_secret = judge.needed("client_secret", "the OAuth2 secret of the same application");
        let public_url = judge.public_url(listen);
        judge.database();
        let operators = judge.operators();
        let discord = judge.discord();
        let global_per_second = judge.number("discord.global_per_second", u64::from(GLOBAL_PER_SECOND), 1, 10_000);
        let attachment_mb = judge.number("attachment_mb", ATTACHMENT_MB, 1, 2048);
        let (Some(discord), true) = (discord, judge.mistakes.is_empty()) else {
            return Err(Mistakes(judge.mistakes));
        };
        Ok(Self {
            listen,
            data,
            token: Secret::new(token),
            client_id,
            client_secret: Secret::new(client_secret),
            public_url,
            operators,
            discord,
            global_per_second: u16::try_from(global_per_second).unwrap_or(GLOBAL_PER_SECOND),
            attachment_bytes: attachment_mb * MEGABYTE,
        })
    }
}

struct Judge<'a> {
    settings: &'a BTreeMap<String, String>,
    mistakes: Vec<String>,
}

impl Judge<'_> {
    fn get(&self, key: &str) -> Option<&str> {
        self.settings.get(key).map(|value| value.trim()).filter(|value| !value.is_empty())
    }

    fn mistake(&mut self, key: &str, words: impl fmt::Display) {
        let name = read::name_of(key);
        self.mistakes.push(format!("{name}: {words}"));
    }

    fn needed(&mut self, key: &str, what: &str) -> String {
        let value = self.get(key).unwrap_or_default().to_owned();
        if value.is_empty() {
            self.mistake(key, format_args!("is missing. It is {what}."));
        } else if value.chars().any(|c| c.is_whitespace() || c.is_control()) {
            self.mistake(key, "has a blank inside. It must be copied whole and alone.");
        }
        value
    }

    fn client_id(&mut self) -> String {
        let value = self.needed("client_id", "the application's id, from its General Information page");
        if !value.is_empty() && value.parse::<u64>().is_err() {
            self.mistake("client_id", format_args!("`{value}` is no application id; it has digits only."));
        }
        value
    }

    fn public_url(&mut self, listen: SocketAddr) -> Option<PublicUrl> {
        let Some(value) = self.get("public_url") else {
            if !listen.ip().is_loopback() {
                self.mistake(
                    "public_url",
                    format_args!(
                        "is missing. Docket listens on {listen}, which others can reach, so it must know the https \
                         address under which they do, such as https://desk.example.org."
                    ),
                );
            }
            return None;
        };
        match value.parse() {
            Ok(url) => Some(url),
            Err(words) => {
                self.mistake("public_url", words);
                None
            }
        }
    }

    fn database(&mut self) {
        match self.get("database") {
            None | Some("sqlite") => {}
            Some(url) if url.starts_with("postgres://") || url.starts_with("postgresql://") => self.mistake(
                "database",
                "PostgreSQL is not supported by `docket serve` yet; only SQLite is. Leave this setting out, or write \
                 `sqlite`: the database is then a file in the data folder.",
            ),
            Some(_) => self.mistake("database", "only `sqlite` is known."),
        }
    }

    fn operators(&mut self) -> Vec<UserId> {
        let list = self.get("operators").unwrap_or_default().to_owned();
        let mut operators = Vec::new();
        for word in list.split(',').map(str::trim).filter(|word| !word.is_empty()) {
            match word.parse::<u64>() {
                Ok(id) if i64::try_from(id).is_ok() => operators.push(UserId::from(id)),
                _ => self.mistake(
                    "operators",
                    format_args!(
                        "`{word}` is no Discord user id; such an id has digits only (Copy User ID in Discord)."
                    ),
                ),
            }
        }
        operators
    }

    fn discord(&mut self) -> Option<Url> {
        let text = self.get("discord.base").unwrap_or(DISCORD).to_owned();
        let Ok(url) = Url::parse(&text) else {
            self.mistake("discord.base", format_args!("`{text}` is no address. Leave it out to speak with Discord."));
            return None;
        };
        let is_discord = text.trim_end_matches('/') == DISCORD;
        let loopback = matches!(url.scheme(), "http" | "https") && url.host().is_some_and(|host| is_loopback(&host));
        if !is_discord && !loopback {
            self.mistake(
                "discord.base",
                format_args!(
                    "`{text}` is neither Discord nor on this machine. It is for a sandbox at a loopback address, such \
                     as http://127.0.0.1:4401; the bot's token would go there."
                ),
            );
            return None;
        }
        Some(url)
    }

    fn number(&mut self, key: &str, default: u64, min: u64, max: u64) -> u64 {
        let Some(text) = self.get(key).map(str::to_owned) else { return default };
        match text.parse() {
            Ok(number) if (min..=max).contains(&number) => number,
            _ => {
                self.mistake(key, format_args!("`{text}` is not a whole number from {min} to {max}."));
                default
            }
        }
    }
}

/// Names that browsers and this machine keep on this machine.
fn is_loopback(host: &Host<&str>) -> bool {
    match host {
        Host::Domain(name) => *name == "localhost" || name.ends_with(".localhost"),
        Host::Ipv4(ip) => ip.is_loopback(),
        Host::Ipv6(ip) => ip.is_loopback(),
    }
}

#[cfg(test)]
mod tests;
