//! Knows how the sample guilds were set up: types, roles of departments, categories, panels.

use super::ground::Ground;
use super::link::Link;
use anyhow::Context;
use bot::look;
use domain::setting::{DepartmentDraft, TypeRulesDraft};
use domain::{
    Admin, ChannelFacts, ChannelId, ClaimMode, Department, GuildId, MemberFacts, Person, Ratings, RoleId, RoleKind,
    Timestamp, TypeState, Via, first_snowflake,
};
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
    let owner = owner(store, &ground).await?;
    let gold = [(ground.role("Gold Team")?, RoleKind::Staff), (ground.role("Billing Team")?, RoleKind::Supervisor)];
    let team = [(ground.role("Tech Team")?, RoleKind::Staff)];
    staff(store, &owner, billing, &gold, None, at).await?;
    staff(store, &owner, tech, &team, Some(ground.role("Helper on-call")?), at).await?;
    staff(store, &owner, general, &team, None, at).await?;
    admins(store, &owner, ground.role("Admin")?, at).await?;
    rules(store, &owner, at).await?;
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
    publish(store, &owner, at).await?;
    let catalog = store.catalog(guild).await?;
    Ok(Home { ground, catalog, tickets, closed, cast })
}

/// Whoever swaps crypto is served by one person alone; everyone else is asked how it went.
async fn rules(store: &Store, owner: &Admin, at: Timestamp) -> anyhow::Result<()> {
    for kind in store.catalog(owner.guild()).await?.types {
        let mut draft = TypeRulesDraft::from(&kind);
        if kind.key == "swap-crypto" {
            draft.conduct.claim = ClaimMode::Exclusive;
        } else {
            draft.conduct.ratings = Ratings::Direct;
        }
        store.save_type_rules(owner, kind.id, kind.revision, &draft, Via::Web, at).await?;
    }
    Ok(())
}

/// A guild that was set up and has no tickets yet.
pub async fn small(store: &Store, ground: &Ground, at: Timestamp) -> anyhow::Result<()> {
    meet(store, ground, at).await?;
    let catalog = store.catalog(ground.id()).await?;
    let admin = ground.role("Admin")?;
    let owner = owner(store, ground).await?;
    admins(store, &owner, admin, at).await?;
    for department in &catalog.departments {
        staff(store, &owner, department, &[(admin, RoleKind::Staff)], None, at).await?;
    }
    publish(store, &owner, at).await
}

/// In whose name the sample guilds were set up.
async fn owner(store: &Store, ground: &Ground) -> anyhow::Result<Admin> {
    Ok(store.access_with(ground.id(), ground.owner, &MemberFacts::default()).await?.admin()?)
}

async fn staff(
    store: &Store,
    owner: &Admin,
    department: &Department,
    roles: &[(RoleId, RoleKind)],
    oncall_role: Option<RoleId>,
    at: Timestamp,
) -> anyhow::Result<()> {
    let draft = DepartmentDraft { roles: roles.to_vec(), oncall_role, ..DepartmentDraft::from(department) };
    store.save_department(owner, department.id, department.revision, &draft, Via::Web, at).await?;
    Ok(())
}

async fn admins(store: &Store, owner: &Admin, role: RoleId, at: Timestamp) -> anyhow::Result<()> {
    let seen = store.catalog(owner.guild()).await?.settings_revision;
    store.set_admin_roles(owner, seen, &[role], Via::Web, at).await?;
    Ok(())
}

async fn meet(store: &Store, ground: &Ground, at: Timestamp) -> anyhow::Result<()> {
    store.guild_joined(&ground.facts, at).await?;
    store.members_seen(ground.id(), &ground.members, at).await?;
    let all: Vec<_> = ground.members.iter().map(|seen| seen.person.id).collect();
    store.members_are(ground.id(), &all, at).await?;
    store.set_up(&owner(store, ground).await?, Via::Web, at).await?;
    Ok(())
}

/// Panels of types that are offered. The bot makes their channels and messages when it starts.
async fn publish(store: &Store, owner: &Admin, at: Timestamp) -> anyhow::Result<()> {
    let catalog = store.catalog(owner.guild()).await?;
    let offered = |id| catalog.types.iter().any(|kind| kind.id == id && kind.state == TypeState::Active);
    let panels: Vec<_> =
        catalog.panels.iter().filter(|panel| panel.types.iter().copied().any(offered)).map(|panel| panel.id).collect();
    store.publish_panels(owner, &panels, Via::Web, at).await?;
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
