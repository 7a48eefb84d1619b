//! Knows a guild of the sandbox in Docket's words: who is in it, what its roles are.

use anyhow::Context;
use domain::{ChannelFacts, ChannelId, GuildFacts, GuildId, Person, RoleFacts, RoleId, UserId};
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::collections::HashSet;
use store::MemberSeen;

pub struct Ground {
    pub facts: GuildFacts,
    pub members: Vec<MemberSeen>,
    pub owner: UserId,
    pub bot: Person,
}

impl Ground {
    /// All guilds, in the order of their ids.
    pub fn of_all(state: &Value) -> anyhow::Result<Vec<Self>> {
        let bot: UserId = read(&state["applications"][0]["bot_id"])?;
        let mut all = list(&state["guilds"]).map(|guild| Self::of(guild, bot)).collect::<anyhow::Result<Vec<_>>>()?;
        all.sort_by_key(|ground| ground.facts.id);
        Ok(all)
    }

    fn of(guild: &Value, bot: UserId) -> anyhow::Result<Self> {
        let owner = read(&guild["owner_id"])?;
        let facts = GuildFacts {
            id: read::<GuildId>(&guild["id"])?,
            name: text(&guild["name"]),
            icon: guild["icon"].as_str().map(str::to_owned),
            owner,
            bot: Some(bot),
            roles: list(&guild["roles"]).map(role).collect::<anyhow::Result<_>>()?,
            channels: list(&guild["channels"]).map(channel).collect::<anyhow::Result<_>>()?,
            // The gateway brings them when the bot arrives.
            emoji: Vec::new(),
        };
        let members = list(&guild["members"]).map(member).collect::<anyhow::Result<Vec<_>>>()?;
        let bot = members.iter().find(|seen| seen.person.id == bot).context("the bot is not in the guild")?;
        Ok(Self { bot: bot.person.clone(), facts, members, owner })
    }

    pub fn id(&self) -> GuildId {
        self.facts.id
    }

    pub fn role(&self, name: &str) -> anyhow::Result<RoleId> {
        let role = self.facts.roles.iter().find(|role| role.name == name);
        role.map(|role| role.id).with_context(|| format!("the sandbox has no role `{name}`"))
    }

    pub fn person(&self, username: &str) -> anyhow::Result<&Person> {
        let seen = self.members.iter().find(|seen| seen.person.username == username);
        seen.map(|seen| &seen.person).with_context(|| format!("the sandbox has nobody called `{username}`"))
    }

    pub fn role_ids(&self) -> HashSet<RoleId> {
        self.facts.roles.iter().map(|role| role.id).collect()
    }

    /// What the bot may do in the guild.
    pub fn held(&self) -> i64 {
        let mine = self.members.iter().find(|seen| seen.person.id == self.bot.id);
        let everyone = RoleId(self.id().0);
        let has = |role: &RoleFacts| role.id == everyone || mine.is_some_and(|seen| seen.roles.contains(&role.id));
        self.facts.roles.iter().filter(|role| has(role)).fold(0, |bits, role| bits | role.permissions)
    }
}

fn role(role: &Value) -> anyhow::Result<RoleFacts> {
    Ok(RoleFacts {
        id: read(&role["id"])?,
        name: text(&role["name"]),
        colour: read(&role["color"])?,
        position: read(&role["position"])?,
        permissions: text(&role["permissions"]).parse()?,
    })
}

fn channel(channel: &Value) -> anyhow::Result<ChannelFacts> {
    Ok(ChannelFacts {
        id: read(&channel["id"])?,
        name: text(&channel["name"]),
        kind: read(&channel["type"])?,
        parent: read::<Option<ChannelId>>(&channel["parent_id"])?,
    })
}

fn member(member: &Value) -> anyhow::Result<MemberSeen> {
    let user = &member["user"];
    let username = text(&user["username"]);
    let person = Person {
        id: read(&user["id"])?,
        display_name: user["global_name"].as_str().map_or_else(|| username.clone(), str::to_owned),
        username,
        avatar: user["avatar"].as_str().map(str::to_owned),
        bot: user["bot"] == true,
    };
    Ok(MemberSeen { person, nick: member["nick"].as_str().map(str::to_owned), roles: read(&member["roles"])? })
}

fn list(value: &Value) -> std::slice::Iter<'_, Value> {
    value.as_array().map(Vec::as_slice).unwrap_or_default().iter()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn read<T: DeserializeOwned>(value: &Value) -> anyhow::Result<T> {
    serde_json::from_value(value.clone()).with_context(|| format!("`{value}` of the sandbox can't be read"))
}
