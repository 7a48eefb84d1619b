//! Knows what can be asked of Discord without being connected: who the bot is, what it was granted, where it is, and
//! how well it stands there. For whoever checks a configuration.

use crate::base::Base;
use crate::health::{Facts, examine};
use crate::memory::{Overwrites, usable};
use crate::rest::message::id_of;
use crate::rest::{Error, Rest, client};
use crate::secret::Secret;
use crate::wire::guild::{Channel, Emoji, Member, Role, User};
use domain::{ChannelFacts, Guild, GuildId, RoleFacts, UserId};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::collections::HashSet;
use store::{Catalog, Check};

/// Discord's flags of an application: an intent granted in the portal, or (below a hundred servers) only switched on
/// (<https://discord.com/developers/docs/resources/application#application-object-application-flags>).
const MEMBERS: u64 = 1 << 14 | 1 << 15;
const CONTENT: u64 = 1 << 18 | 1 << 19;

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Denied {
    #[error("Discord does not accept the token")]
    Token,
    #[error("{0}")]
    Refused(String),
    #[error("{0}")]
    Away(String),
}

impl From<Error> for Denied {
    fn from(error: Error) -> Self {
        match error {
            Error::Refused { status: 401, .. } => Self::Token,
            Error::Refused { .. } => Self::Refused(error.to_string()),
            Error::Unclear { .. } | Error::RateLimited { .. } => Self::Away(error.to_string()),
        }
    }
}

/// The application that the token belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Application {
    pub id: UserId,
    pub name: String,
    pub members_intent: bool,
    pub content_intent: bool,
    pub redirects: Vec<String>,
}

/// A guild as Discord shows it at this moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    pub name: String,
    pub checks: Vec<Check>,
}

#[derive(Deserialize)]
struct GuildWire {
    name: String,
    owner_id: UserId,
    roles: Vec<Role>,
    #[serde(default)]
    emojis: Vec<Emoji>,
}

pub struct Inquiry {
    rest: Rest,
}

impl Inquiry {
    /// Must be made within a runtime.
    pub fn new(token: &str, base: &str) -> Result<Self, Denied> {
        let base = Base::parse(base).map_err(Denied::Refused)?;
        let http = client().map_err(|error| Denied::Away(error.to_string()))?;
        Ok(Self { rest: Rest::new(http, &base, Secret::new(token), 50) })
    }

    /// The bot's user and what it is called.
    pub async fn me(&self) -> Result<(UserId, String), Denied> {
        let me: User = read(self.rest.me().await?)?;
        Ok((me.id, me.person().display_name))
    }

    pub async fn application(&self) -> Result<Application, Denied> {
        let found = self.rest.application().await?;
        // The newer field is text, since the bits outgrew the older.
        let flags = found["flags_new"].as_str().and_then(|text| text.parse().ok()).or(found["flags"].as_u64());
        let flags: u64 = flags.unwrap_or_default();
        let redirects = found["redirect_uris"].as_array().into_iter().flatten();
        Ok(Application {
            id: UserId(id_of(&found)),
            name: found["name"].as_str().unwrap_or_default().to_owned(),
            members_intent: flags & MEMBERS != 0,
            content_intent: flags & CONTENT != 0,
            redirects: redirects.filter_map(|uri| uri.as_str().map(str::to_owned)).collect(),
        })
    }

    /// Where the bot is, by name.
    pub async fn guilds(&self) -> Result<Vec<(GuildId, String)>, Denied> {
        let mut all: Vec<(GuildId, String)> = Vec::new();
        loop {
            let after = all.last().map_or(GuildId(0), |(last, _)| *last);
            let page = self.rest.my_guilds(after).await?;
            let page = page.as_array().map(Vec::as_slice).unwrap_or_default();
            let name = |guild: &Value| guild["name"].as_str().unwrap_or_default().to_owned();
            all.extend(page.iter().map(|guild| (GuildId(id_of(guild)), name(guild))));
            // The list's order is by id; a page that does not lead on is the last.
            all.sort_unstable_by_key(|(id, _)| *id);
            all.dedup();
            if page.len() < 200 || all.last().is_none_or(|(last, _)| *last <= after) {
                break;
            }
        }
        all.sort_by(|a, b| a.1.cmp(&b.1));
        Ok(all)
    }

    /// Looks a guild over. What is configured there is given, if anything is.
    pub async fn guild(&self, id: GuildId, me: UserId, known: Option<(Guild, Catalog)>) -> Result<Seen, Denied> {
        let wire: GuildWire = read(self.rest.guild(id).await?)?;
        let channels = self.rest.guild_channels(id).await?;
        let channels: Vec<Channel> = read(Value::Array(channels))?;
        let mine = self.rest.member(id, me).await?;
        let mine: Option<Member> = mine.map(read).transpose()?;
        let mine = mine.ok_or_else(|| Denied::Refused(format!("the bot is not in {}", wire.name)))?;
        let overwrites: Overwrites = channels.iter().map(|channel| (channel.id, channel.overwrites())).collect();
        let (guild, catalog) = known.unwrap_or_else(|| (Guild { id, ..unknown(&wire) }, Catalog::default()));
        let roles: Vec<RoleFacts> = wire.roles.iter().map(Role::facts).collect();
        let mentionable: HashSet<_> = wire.roles.iter().filter(|role| role.mentionable).map(|role| role.id).collect();
        let channels: Vec<ChannelFacts> = channels.iter().map(Channel::facts).collect();
        let checks = examine(&Facts {
            guild: &guild,
            me,
            my_roles: &mine.roles,
            roles: &roles,
            mentionable: &mentionable,
            emoji: &usable(&wire.emojis),
            channels: &channels,
            overwrites: &overwrites,
            catalog: &catalog,
            // Which of the channels are tickets' is asked of the running bot, on its own page.
            tickets: &[],
            full: false,
            without_mfa: false,
        });
        Ok(Seen { name: wire.name, checks })
    }
}

/// A guild in which nothing is set up.
fn unknown(wire: &GuildWire) -> Guild {
    Guild {
        id: GuildId::default(),
        name: wire.name.clone(),
        icon: None,
        owner: wire.owner_id,
        present: true,
        create_category: None,
        tickets_category: None,
        closed_category: None,
        created_at: domain::Timestamp::default(),
    }
}

fn read<T: DeserializeOwned>(value: Value) -> Result<T, Denied> {
    serde_json::from_value(value).map_err(|error| Denied::Away(format!("an answer that can't be read: {error}")))
}
