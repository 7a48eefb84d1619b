//! Knows how the sample guilds were set up: types, roles of departments, categories, panels.

use super::ground::Ground;
use super::link::Link;
use anyhow::Context;
use bot::look;
use domain::{ChannelFacts, ChannelId, Department, GuildId, Person, RoleKind, Timestamp, TypeState, first_snowflake};
use serde_json::{Value, json};
use store::{Catalog, CategoryKind, Store};

/// Discord's number for a category.
const CATEGORY: i32 = 4;

/// The guild in which the sample tickets happened.
pub struct Home {
    pub ground: Ground,
    pub catalog: Catalog,
    pub tickets: ChannelId,
    pub closed: ChannelId,
    pub cast: Cast,
}

/// Who plays which part.
pub struct Cast {
    pub owner: Person,
    pub admin: Person,
    pub gold: Person,
    pub tech: Person,
    pub mia: Person,
    pub noah: Person,
    pub linh: Person,
}

impl Home {
    pub fn id(&self) -> GuildId {
        self.ground.id()
    }
}

pub async fn home(store: &Store, link: &Link, ground: Ground, at: Timestamp) -> anyhow::Result<Home> {
    let guild = ground.id();
    meet(store, &ground, at).await?;
    let departments = store.catalog(guild).await?.departments;
    let billing = department(&departments, "billing")?;
    let tech = department(&departments, "tech-support")?;
    let general = department(&departments, "general")?;
    store.set_department_role(billing.id, ground.role("Gold Team")?, RoleKind::Staff).await?;
    store.set_department_role(billing.id, ground.role("Billing Team")?, RoleKind::Supervisor).await?;
    store.set_department_role(tech.id, ground.role("Tech Team")?, RoleKind::Staff).await?;
    store.set_department_role(general.id, ground.role("Tech Team")?, RoleKind::Staff).await?;
    store.set_oncall_role(tech.id, Some(ground.role("Helper on-call")?)).await?;
    store.set_admin_roles(guild, &[ground.role("Admin")?]).await?;
    category(store, link, &ground, CategoryKind::Create, at, 1).await?;
    let tickets = category(store, link, &ground, CategoryKind::Tickets, at, 2).await?;
    let closed = category(store, link, &ground, CategoryKind::Closed, at, 3).await?;
    let cast = Cast {
        owner: ground.person("olivia")?.clone(),
        admin: ground.person("ada")?.clone(),
        gold: ground.person("ben")?.clone(),
        tech: ground.person("chloe")?.clone(),
        mia: ground.person("mia")?.clone(),
        noah: ground.person("noah")?.clone(),
        linh: ground.person("linh")?.clone(),
    };
    publish(store, guild).await?;
    let catalog = store.catalog(guild).await?;
    Ok(Home { ground, catalog, tickets, closed, cast })
}

/// A guild that was set up and has no tickets yet.
pub async fn small(store: &Store, ground: &Ground, at: Timestamp) -> anyhow::Result<()> {
    meet(store, ground, at).await?;
    let catalog = store.catalog(ground.id()).await?;
    let admin = ground.role("Admin")?;
    store.set_admin_roles(ground.id(), &[admin]).await?;
    for department in &catalog.departments {
        store.set_department_role(department.id, admin, RoleKind::Staff).await?;
    }
    publish(store, ground.id()).await
}

async fn meet(store: &Store, ground: &Ground, at: Timestamp) -> anyhow::Result<()> {
    store.guild_joined(&ground.facts, at).await?;
    store.members_seen(ground.id(), &ground.members, at).await?;
    let all: Vec<_> = ground.members.iter().map(|seen| seen.person.id).collect();
    store.members_are(ground.id(), &all, at).await?;
    store.set_up(ground.id(), at).await?;
    Ok(())
}

/// Panels of types that are offered. The bot makes their channels and messages when it starts.
async fn publish(store: &Store, guild: GuildId) -> anyhow::Result<()> {
    let catalog = store.catalog(guild).await?;
    let offered = |id| catalog.types.iter().any(|kind| kind.id == id && kind.state == TypeState::Active);
    let panels: Vec<_> =
        catalog.panels.iter().filter(|panel| panel.types.iter().copied().any(offered)).map(|panel| panel.id).collect();
    store.publish_panels(guild, &panels).await?;
    Ok(())
}

fn department<'a>(all: &'a [Department], key: &str) -> anyhow::Result<&'a Department> {
    all.iter().find(|department| department.key == key).with_context(|| format!("there is no department `{key}`"))
}

/// In the sandbox and in the store, the same id.
async fn category(
    store: &Store,
    link: &Link,
    ground: &Ground,
    kind: CategoryKind,
    at: Timestamp,
    low: i64,
) -> anyhow::Result<ChannelId> {
    let id = ChannelId(first_snowflake(at) | low);
    let name = look::category_name(kind);
    let roles = ground.role_ids();
    let look = look::Ground { guild: ground.id(), me: ground.bot.id, held: ground.held(), roles: &roles };
    let channel: Value = json!({
        "id": id, "guild_id": ground.id(), "type": CATEGORY, "name": name, "position": 10 + low,
        "permission_overwrites": look.of_category(kind),
    });
    link.import(&json!({ "channels": [channel] })).await?;
    let facts = ChannelFacts { id, name: name.to_owned(), kind: CATEGORY, parent: None };
    store.channel_changed(ground.id(), &facts).await?;
    store.set_category(ground.id(), kind, Some(id)).await?;
    Ok(id)
}
