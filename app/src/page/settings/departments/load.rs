//! What the departments' pages show.

use super::draft::{write, write_admin_roles};
use super::{DepartmentShown, DepartmentsShown, RowShown};
use crate::fault::Fault;
use crate::guard;
use crate::page::link;
use crate::page::settings::answer::{InDiscord, Opened};
use crate::page::settings::keep::{kept, pocket};
use domain::setting::{Choices, DepartmentDraft};
use domain::{Department, GuildId, Refusal};
use store::Catalog;

/// Where the form of the admin roles is led back to.
pub fn admin_roles_page(guild: GuildId) -> String {
    format!("{}#admin-roles", link::departments(guild))
}

pub async fn departments(guild: GuildId, seen: Option<i64>) -> Result<DepartmentsShown, Fault> {
    let pocket = pocket();
    let (admin, store) = guard::admin(guild).await?;
    let catalog = store.catalog(guild).await?;
    let choices = store.choices(&admin).await?;
    let changed = match seen {
        Some(seen) => store.admin_role_changes(&admin, seen).await?,
        None => None,
    };
    let opened = Opened {
        form: write_admin_roles(&catalog.admin_roles),
        revision: catalog.settings_revision,
        live: InDiscord::Nowhere,
        changed,
        kept: kept(pocket.clone(), &admin_roles_page(guild)).await,
    };
    Ok(DepartmentsShown {
        guild,
        rows: catalog.departments.iter().map(|department| row(department, &catalog, &choices)).collect(),
        choices,
        opened,
        kept: kept(pocket, &link::departments(guild)).await,
    })
}

fn row(department: &Department, catalog: &Catalog, choices: &Choices) -> RowShown {
    let name = |role| choices.role(role).map(|role| role.name.clone());
    RowShown {
        id: department.id,
        key: department.key.clone(),
        name: department.name.clone(),
        emoji: department.emoji.clone(),
        colour: department.colour,
        staff: department.staff_roles().filter_map(name).collect(),
        types: catalog.types.iter().filter(|kind| kind.department == department.id).count(),
    }
}

pub async fn department(guild: GuildId, key: String, seen: Option<i64>) -> Result<DepartmentShown, Fault> {
    let pocket = pocket();
    let (admin, store) = guard::admin(guild).await?;
    let catalog = store.catalog(guild).await?;
    let Some(known) = catalog.departments.iter().find(|department| department.key == key) else {
        return Err(guard::refused(Refusal::NotFound));
    };
    let changed = match seen {
        Some(seen) => store.department_changes(&admin, known.id, seen).await?,
        None => None,
    };
    let opened = Opened {
        form: write(&DepartmentDraft::from(known)),
        revision: known.revision,
        live: InDiscord::Nowhere,
        changed,
        kept: kept(pocket, &link::department(guild, &key)).await,
    };
    let choices = store.choices(&admin).await?;
    Ok(DepartmentShown { guild, id: known.id, name: known.name.clone(), opened, choices, key })
}
