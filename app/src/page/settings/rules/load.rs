//! What the rules' pages show.

use super::draft::{write, write_guild};
use super::{BlockShown, BlockedShown, GuildRulesShown, TypeRulesShown, WaitingShown};
use crate::clock;
use crate::fault::Fault;
use crate::guard;
use crate::page::link;
use crate::page::settings::answer::{InDiscord, Opened};
use crate::page::settings::keep::{kept, pocket};
use crate::words::rules::{RuleWord as R, r};
use domain::setting::TypeRulesDraft;
use domain::{GuildId, Refusal, Standing};
use store::{BlockRow, Waiting};

pub async fn type_rules(guild: GuildId, key: String, seen: Option<i64>) -> Result<TypeRulesShown, Fault> {
    let pocket = pocket();
    let (admin, store) = guard::admin(guild).await?;
    let catalog = store.catalog(guild).await?;
    let Some(kind) = catalog.types.iter().find(|kind| kind.key == key) else {
        return Err(guard::refused(Refusal::NotFound));
    };
    let changed = match seen {
        Some(seen) => store.type_rules_changes(&admin, kind.id, seen).await?,
        None => None,
    };
    let opened = Opened {
        form: write(&TypeRulesDraft::from(kind)),
        revision: kind.revision,
        live: InDiscord::Nowhere,
        changed,
        kept: kept(pocket, &link::type_rules(guild, &key)).await,
    };
    Ok(TypeRulesShown {
        guild,
        id: kind.id,
        name: kind.name.clone(),
        opened,
        choices: store.choices(&admin).await?,
        line: store.line(guild, kind.id).await?.into_iter().map(waiting).collect(),
        key,
    })
}

fn waiting(one: Waiting) -> WaitingShown {
    WaitingShown { id: one.id, customer: one.customer, name: one.customer_name, since: one.since }
}

pub async fn guild_rules(guild: GuildId, seen: Option<i64>) -> Result<GuildRulesShown, Fault> {
    let pocket = pocket();
    let (admin, store) = guard::admin(guild).await?;
    let catalog = store.catalog(guild).await?;
    let changed = match seen {
        Some(seen) => store.guild_rules_changes(&admin, seen).await?,
        None => None,
    };
    let opened = Opened {
        form: write_guild(&catalog.rules),
        revision: catalog.settings_revision,
        live: InDiscord::Nowhere,
        changed,
        kept: kept(pocket, &link::guild_rules(guild)).await,
    };
    Ok(GuildRulesShown { guild, opened, choices: store.choices(&admin).await? })
}

/// For staff as well, who see and block persons.
pub async fn blocked(guild: GuildId) -> Result<BlockedShown, Fault> {
    let pocket = pocket();
    let (access, store) = guard::access(guild).await?;
    if !matches!(access.standing(), Standing::Admin | Standing::Staff) {
        return Err(guard::refused(Refusal::NotFound));
    }
    let rows = store.blocks(&access, clock::now()).await?.into_iter().map(row).collect();
    let roles = match access.admin() {
        Ok(admin) => {
            let none = (String::new(), r(R::NoRole).to_owned());
            let choices = store.choices(&admin).await?;
            let all = choices.roles.into_iter().map(|role| (role.id.to_string(), role.name));
            std::iter::once(none).chain(all).collect()
        }
        Err(_) => Vec::new(),
    };
    Ok(BlockedShown { guild, rows, roles, kept: kept(pocket, &link::blocked(guild)).await })
}

fn row(row: BlockRow) -> BlockShown {
    BlockShown {
        id: row.block.id,
        name: row.name,
        is_role: row.block.role.is_some(),
        reason: row.block.reason,
        until: row.block.until,
        by_name: row.by_name,
        at: row.block.at,
    }
}
