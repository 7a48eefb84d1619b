//! Knows how a guild of the sandbox is set up for a drill, before Docket is started on it.

use anyhow::{Context, Result};
use domain::{Admin, ChannelFacts, GuildFacts, GuildId, MemberFacts, RoleFacts, RoleKind, Timestamp, UserId, Via};
use sandbox::{Control, Id};
use serde_json::Value;
use store::Store;

/// Presets, roles and published panels, by the store's own verbs.
pub async fn furnish(store: &Store, control: &Control, guild: Id) -> Result<Admin> {
    let state = control.state().await?;
    let facts = facts(&state, guild)?;
    let role = |name: &str| {
        facts.roles.iter().find(|role| role.name == name).map(|role| role.id).with_context(|| format!("no role {name}"))
    };
    let now = Timestamp(1_750_000_000_000);
    store.guild_joined(&facts, now).await?;
    let owner = store.access_with(facts.id, facts.owner, &MemberFacts::default()).await?.admin()?;
    store.set_up(&owner, Via::Web, now).await?;
    let catalog = store.catalog(facts.id).await?;
    for department in &catalog.departments {
        let name = if department.key == "billing" { "Gold Team" } else { "Tech Team" };
        store.give_role(&owner, department.id, role(name)?, RoleKind::Staff, Via::Web, now).await?;
    }
    let panels: Vec<_> = catalog.panels.iter().map(|panel| panel.id).collect();
    store.publish_panels(&owner, &panels, Via::Web, now).await?;
    Ok(owner)
}

fn facts(state: &Value, guild: Id) -> Result<GuildFacts> {
    let all = |key: &str| state[key].as_array().cloned().unwrap_or_default();
    let found = all("guilds")
        .into_iter()
        .find(|found| Id::of(&found["id"]) == guild)
        .context("the guild is not in the state")?;
    let id = GuildId(guild.to_string().parse()?);
    let roles = found["roles"].as_array().cloned().unwrap_or_default().into_iter().map(|role| {
        let text = |key: &str| role[key].as_str().unwrap_or_default().to_owned();
        anyhow::Ok(RoleFacts {
            id: text("id").parse()?,
            name: text("name"),
            colour: 0,
            position: role["position"].as_i64().unwrap_or_default(),
            permissions: text("permissions").parse().unwrap_or_default(),
        })
    });
    let channels = found["channels"].as_array().into_iter().flatten().map(|channel| {
        let text = |key: &str| channel[key].as_str().unwrap_or_default().to_owned();
        anyhow::Ok(ChannelFacts {
            id: text("id").parse()?,
            name: text("name"),
            kind: channel["type"].as_i64().and_then(|kind| i32::try_from(kind).ok()).unwrap_or_default(),
            parent: channel["parent_id"].as_str().and_then(|parent| parent.parse().ok()),
        })
    });
    Ok(GuildFacts {
        id,
        name: found["name"].as_str().unwrap_or_default().to_owned(),
        icon: None,
        owner: UserId(found["owner_id"].as_str().unwrap_or_default().parse()?),
        roles: roles.collect::<Result<_>>()?,
        channels: channels.collect::<Result<_>>()?,
        ..GuildFacts::default()
    })
}
