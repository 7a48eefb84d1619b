//! Knows which problems one press mends, and how: a panel is published again, what Discord has deleted is taken out of
//! the settings that name it. By the same verbs as in the editors, so the audit tells of it.

use crate::clock;
use crate::words::{Word as W, w};
use domain::setting::{DepartmentDraft, TypeDraft};
use domain::{Admin, ChannelFacts, ChannelId, PanelId, Refusal, RoleFacts, RoleId, TicketType, TicketTypeId, Via};
use store::{Catalog, Result, Store};

/// What stands in the guild, as far as mends go by it.
pub struct Standing {
    pub catalog: Catalog,
    pub roles: Vec<RoleFacts>,
    pub channels: Vec<ChannelFacts>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mend {
    Publish(PanelId),
    WithoutRole(RoleId),
    WithoutCategory(ChannelId),
    WithoutLog(ChannelId),
    WithoutEmoji(TicketTypeId),
}

impl Mend {
    /// By a problem's subject; none where only a person in Discord can mend it.
    pub fn of(subject: &str, standing: &Standing) -> Option<Self> {
        let (kind, id) = subject.split_once(':')?;
        match kind {
            "panel" => Some(Self::Publish(id.parse().ok()?)),
            "emoji" => Some(Self::WithoutEmoji(id.parse().ok()?)),
            "role" => {
                let id = id.parse().ok()?;
                (!standing.roles.iter().any(|role| role.id == id)).then_some(Self::WithoutRole(id))
            }
            "place" => gone_channel(id, standing).map(Self::WithoutCategory),
            "log" => gone_channel(id, standing).map(Self::WithoutLog),
            _ => None,
        }
    }

    pub fn words(self) -> &'static str {
        w(match self {
            Self::Publish(_) => W::PublishAgain,
            Self::WithoutRole(_) => W::WithoutRole,
            Self::WithoutCategory(_) => W::WithoutCategory,
            Self::WithoutLog(_) => W::WithoutLog,
            Self::WithoutEmoji(_) => W::WithoutEmoji,
        })
    }

    pub fn done(self) -> &'static str {
        w(if matches!(self, Self::Publish(_)) { W::PublishingAgain } else { W::TakenOut })
    }
}

fn gone_channel(id: &str, standing: &Standing) -> Option<ChannelId> {
    let id = id.parse().ok()?;
    (!standing.channels.iter().any(|channel| channel.id == id)).then_some(id)
}

/// Whoever saves the same thing between the reading and this is not overwritten: the problem then stays on the list.
pub async fn mend(store: &Store, admin: &Admin, catalog: &Catalog, mend: Mend) -> Result<()> {
    match mend {
        Mend::Publish(panel) => store.publish_panels(admin, &[panel], Via::Web, clock::now()).await,
        Mend::WithoutRole(role) => without_role(store, admin, catalog, role).await,
        Mend::WithoutCategory(category) => without_category(store, admin, catalog, category).await,
        Mend::WithoutLog(channel) => {
            let mut rules = catalog.rules.clone();
            rules.logs.retain(|(_, known)| *known != channel);
            let seen = catalog.settings_revision;
            store.save_guild_rules(admin, seen, &rules, Via::Web, clock::now()).await?;
            Ok(())
        }
        Mend::WithoutEmoji(id) => {
            let kind = catalog.types.iter().find(|kind| kind.id == id).ok_or(Refusal::NotFound)?;
            save_type(store, admin, kind, TypeDraft { emoji: None, ..TypeDraft::from(kind) }).await
        }
    }
}

async fn without_role(store: &Store, admin: &Admin, catalog: &Catalog, role: RoleId) -> Result<()> {
    for department in &catalog.departments {
        let mut draft = DepartmentDraft::from(department);
        draft.roles.retain(|(known, _)| *known != role);
        draft.oncall_role = draft.oncall_role.filter(|known| *known != role);
        if draft != DepartmentDraft::from(department) {
            let seen = department.revision;
            store.save_department(admin, department.id, seen, &draft, Via::Web, clock::now()).await?;
        }
    }
    let mut roles = catalog.admin_roles.clone();
    roles.retain(|known| *known != role);
    if roles != catalog.admin_roles {
        let seen = catalog.settings_revision;
        store.set_admin_roles(admin, seen, &roles, Via::Web, clock::now()).await?;
    }
    Ok(())
}

async fn without_category(store: &Store, admin: &Admin, catalog: &Catalog, category: ChannelId) -> Result<()> {
    for department in catalog.departments.iter().filter(|one| one.category == Some(category)) {
        store.set_department_category(admin, department.id, None, Via::Web, clock::now()).await?;
    }
    for kind in &catalog.types {
        let before = TypeDraft::from(kind);
        let draft = TypeDraft {
            category: before.category.filter(|known| *known != category),
            closed_category: before.closed_category.filter(|known| *known != category),
            ..before.clone()
        };
        if draft != before {
            save_type(store, admin, kind, draft).await?;
        }
    }
    Ok(())
}

async fn save_type(store: &Store, admin: &Admin, kind: &TicketType, draft: TypeDraft) -> Result<()> {
    store.save_type(admin, kind.id, kind.revision, &draft, Via::Web, clock::now()).await?;
    Ok(())
}
