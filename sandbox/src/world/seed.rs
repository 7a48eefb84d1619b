//! The world of a fresh folder: two guilds, eight people, one bot. Ids are fixed, secrets are made new.

use anyhow::{Context, Result};
use base64::Engine;
use serde::Deserialize;

use super::{Application, Channel, Guild, Member, Op, Role, User, World};
use crate::cdn;

#[derive(Deserialize)]
struct Seed {
    application: Application,
    users: Vec<User>,
    guilds: Vec<SeedGuild>,
}

#[derive(Deserialize)]
struct SeedGuild {
    guild: Guild,
    roles: Vec<Role>,
    members: Vec<Member>,
    channels: Vec<Channel>,
}

/// Fills an empty world.
pub fn plant(world: &mut World) -> Result<()> {
    let seed: Seed = serde_json::from_str(include_str!("seed.json")).context("seed.json")?;
    world.apply(Op::Key(cdn::random(32)));
    seed.users.into_iter().for_each(|u| world.apply(Op::User(u)));
    let mut app = seed.application;
    let id = base64::engine::general_purpose::STANDARD_NO_PAD.encode(app.bot.to_string());
    app.token = format!("{id}.{}.{}", cdn::random(4), cdn::random(28));
    app.secret = cdn::random(24);
    world.apply(Op::Application(app));
    for g in seed.guilds {
        let id = g.guild.id;
        world.apply(Op::Guild(g.guild));
        g.roles.into_iter().for_each(|r| world.apply(Op::Role(id, r)));
        g.members.into_iter().for_each(|m| world.apply(Op::Member(id, m)));
        g.channels.into_iter().for_each(|c| world.apply(Op::Channel(Channel { guild: Some(id), ..c })));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::Id;
    use crate::permission as p;

    #[test]
    fn the_world_is_as_described() {
        let mut world = World::default();
        plant(&mut world).unwrap();
        let acme = &world.guilds[&Id(1_200_000_000_000_000_001)];
        let can = |user: u64, bit: u64| acme.bits(Id(1_100_000_000_000_000_000 + user)) & bit == bit;
        assert_eq!(acme.members.len(), 8, "seven people and the bot");
        assert!(can(1, p::ADMINISTRATOR), "the owner holds all");
        assert!(can(2, p::MANAGE_GUILD) && !can(2, p::ADMINISTRATOR));
        assert!(!can(5, p::MANAGE_GUILD));
        let bot = acme.bits(world.applications.values().next().unwrap().bot);
        assert_eq!(bot & p::ADMINISTRATOR, 0);
        let lounge = &world.rooms[&Id(1_220_000_000_000_000_005)].channel;
        assert!(world.sees(Id(1_100_000_000_000_000_003), lounge));
        assert!(!world.sees(Id(1_100_000_000_000_000_005), lounge));
        assert_eq!(world.guilds.len(), 2);
    }
}
