//! Knows what can be configured, and judges all of it at once: whoever starts Docket is told every mistake in words.

mod mistake;
mod place;
mod public_url;
mod read;
mod token;

pub use mistake::{Mistake, Mistakes, Source};
pub use place::{folder, folder_to_be};
pub use public_url::PublicUrl;
pub use read::{SETTINGS, Setting, Settings};

use crate::secret::Secret;
use domain::UserId;
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

impl Config {
    /// Judges settings by their dotted names.
    pub fn judge(settings: &Settings, listen: SocketAddr, data: PathBuf) -> Result<Self, Mistakes> {
        let mut judge = Judge { settings, mistakes: settings.mistakes.clone() };
        let token = judge.token();
        let client_id = judge.client_id();
        let client_secret = judge.client_secret();
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

    /// Judges them, and tries the folder and the address that they are to be used with: all mistakes in one.
    pub fn tried(settings: &Settings, listen: SocketAddr, data: PathBuf) -> Result<Self, Mistakes> {
        let tried = [place::folder(&data), place::port(listen)].into_iter().flatten();
        match Self::judge(settings, listen, data) {
            Ok(config) => {
                let mistakes: Vec<_> = tried.collect();
                if mistakes.is_empty() { Ok(config) } else { Err(Mistakes(mistakes)) }
            }
            Err(Mistakes(mut mistakes)) => {
                mistakes.extend(tried);
                Err(Mistakes(mistakes))
            }
        }
    }
}

struct Judge<'a> {
    settings: &'a Settings,
    mistakes: Vec<Mistake>,
}

impl Judge<'_> {
    fn get(&self, key: &str) -> Option<&str> {
        self.settings.get(key)
    }

    fn mistake(&mut self, key: &str, words: impl fmt::Display) {
        let source = self.settings.source(key);
        self.mistakes.push(Mistake { setting: key.to_owned(), source, words: words.to_string(), passing: false });
    }

    fn needed(&mut self, key: &str, what: &str) -> Option<String> {
        let value = self.get(key).map(str::to_owned);
        // What a torn file lacks may stand in it.
        if value.is_none() && !self.settings.torn {
            self.mistake(key, format_args!("is missing. It is {what}."));
        }
        value
    }

    fn token(&mut self) -> String {
        let what =
            "the bot's token, from the Bot page of your application at https://discord.com/developers/applications";
        let value = self.needed("token", what).unwrap_or_default();
        if let Some(fault) = token::fault(&value).filter(|_| !value.is_empty()) {
            self.mistake("token", fault);
        }
        value
    }

    fn client_secret(&mut self) -> String {
        let what = "the client secret of the same application, from its OAuth2 page";
        let value = self.needed("client_secret", what).unwrap_or_default();
        if value.chars().any(|c| c.is_whitespace() || c.is_control()) {
            self.mistake("client_secret", "has a blank inside. It must be copied whole and alone.");
        } else if !value.is_empty() && token::fault(&value).is_none() {
            self.mistake(
                "client_secret",
                "has the shape of a bot token. The client secret is another one: OAuth2 page, `Reset Secret`.",
            );
        }
        value
    }

    fn client_id(&mut self) -> String {
        let what = "the application's id, from its General Information page";
        let value = self.needed("client_id", what).unwrap_or_default();
        if !value.is_empty() && !token::is_snowflake(&value) {
            // A secret that was put here by mistake is not shown.
            let shown = if value.len() <= 20 { format!("`{value}`") } else { "what stands here".to_owned() };
            self.mistake(
                "client_id",
                format_args!("{shown} is no application id; such an id has 17 to 20 digits and nothing else."),
            );
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
            // What it holds is not shown: addresses of databases carry passwords.
            Some(_) => self.mistake(
                "database",
                "is no kind of database that `docket serve` knows. Leave it out, or write `sqlite`; where the file lies \
                 is said by `--data`.",
            ),
        }
    }

    fn operators(&mut self) -> Vec<UserId> {
        let list = self.get("operators").unwrap_or_default().to_owned();
        let mut operators = Vec::new();
        for word in list.split(',').map(str::trim).filter(|word| !word.is_empty()) {
            match word.parse::<u64>() {
                Ok(id) if token::is_snowflake(word) => operators.push(UserId::from(id)),
                _ => self.mistake(
                    "operators",
                    format_args!(
                        "`{word}` is no Discord user id; such an id has 17 to 20 digits. In Discord switch on Developer \
                         Mode (Settings, Advanced), then right-click the person and choose Copy User ID."
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
