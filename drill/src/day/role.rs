//! Knows how roles that Docket works with are deleted by hand, and made anew.

use crate::kill::{Lived, World};
use crate::people::{standing, until};
use anyhow::{Context, Result};
use domain::GuildId;
use sandbox::Id;
use serde_json::{Value, json};

async fn all(world: &World) -> Result<Vec<Value>> {
    let state = world.cast.control.state().await?;
    let guild = state["guilds"].as_array().into_iter().flatten().find(|one| Id::of(&one["id"]) == world.cast.guild);
    Ok(guild.and_then(|guild| guild["roles"].as_array().cloned()).unwrap_or_default())
}

/// The role of this name, if it is there.
async fn called(world: &World, name: &str) -> Result<Option<Id>> {
    Ok(all(world).await?.iter().find(|role| role["name"] == name).map(|role| Id::of(&role["id"])))
}

/// Once it is gone nothing is left to be deleted.
pub async fn delete(world: &World, name: &str) -> Result<()> {
    if let Some(role) = called(world, name).await? {
        world.cast.control.delete_role(world.cast.guild, role).await?;
    }
    Ok(())
}

/// Deleted; then somebody notices, makes another of the same name, gives it to those who had it, and to the department.
pub async fn make_anew(world: &World, lived: &Lived, name: &str) -> Result<()> {
    let (control, guild) = (&world.cast.control, world.cast.guild);
    delete(world, name).await?;
    let made = control.create_role(guild, &json!({ "name": name, "permissions": "0", "mentionable": true })).await?;
    let role = Id::of(&made["id"]);
    control.member(guild, world.cast.gold.id, &json!({ "roles": [role] })).await?;
    let owner = world.owner().await?;
    let (channel, _) = until("a panel", || world.cast.panel("open-ticket", "Open ticket")).await?;
    let given = [("department", json!("billing"), 3), ("role", json!(role), 8)];
    let given: Vec<Value> =
        given.into_iter().map(|(name, value, kind)| json!({ "name": name, "value": value, "type": kind })).collect();
    let options = json!([{ "name": "set", "type": 1, "options": given }]);
    until("the department to have its role", || async {
        let catalog = world.store().catalog(GuildId(guild.to_string().parse()?)).await?;
        let billing = catalog.departments.iter().find(|one| one.key == "billing").context("no department billing")?;
        if billing.roles.iter().any(|(known, _)| known.to_string() == role.to_string()) {
            return Ok(Some(()));
        }
        // The bot may not know of the role yet.
        let _ = control.command(owner, channel, "role", options.clone()).await;
        Ok(None)
    })
    .await?;
    until("the staff to see the ticket again", || async {
        Ok((!world.cast.gold.lost(guild, lived.channel).await?).then_some(()))
    })
    .await
}

/// Who is called for help is somebody: a role that is there.
pub async fn was_called(world: &World, lived: &Lived) -> Result<()> {
    let roles = all(world).await?;
    until(&format!("somebody to be called for help in ticket {}", lived.number), || async {
        let said = standing(&world.cast.control, lived.channel).await?.unwrap_or_default();
        let calls = |role: &Value| {
            let mention = format!("<@&{}>", role["id"].as_str().unwrap_or_default());
            said.iter().any(|message| {
                message["content"].as_str().is_some_and(|text| text.contains("needs help") && text.contains(&mention))
            })
        };
        Ok(roles.iter().any(calls).then_some(()))
    })
    .await
}
