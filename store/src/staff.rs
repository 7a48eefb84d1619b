//! Knows who acts in a department: whom a ticket of it can be given to.

use crate::db::fetch_all;
use crate::{Result, Store, catalog, member};
use domain::{DepartmentId, GuildId, Person, RoleId, RoleKind, UserId};

/// Of one role; more than this nobody chooses from.
const MOST: i64 = 200;

impl Store {
    /// Members with a role that acts in this department, by name; admins, who act everywhere, after them. No bots.
    pub async fn staff_of(&self, guild: GuildId, department: DepartmentId) -> Result<Vec<Person>> {
        let mut tx = self.inner.db.snapshot().await?;
        let departments = catalog::departments(&mut tx, guild).await?;
        let roles = departments.into_iter().find(|of| of.id == department).map(|of| of.roles).unwrap_or_default();
        let acting = roles.into_iter().filter(|(_, kind)| *kind != RoleKind::Viewer).map(|(role, _)| role);
        let admins = catalog::admin_roles(&mut tx, guild).await?;
        let mut found: Vec<Person> = Vec::new();
        for roles in [acting.collect::<Vec<RoleId>>(), admins] {
            let mut ids: Vec<UserId> = Vec::new();
            for role in roles {
                let rows = fetch_all!(
                    &mut tx,
                    (UserId,),
                    "select person from member where guild = $1 and present and cast(roles as text) like $2
                     order by person limit $3",
                    guild,
                    format!("%\"{role}\"%"),
                    MOST,
                )?;
                ids.extend(rows.into_iter().map(|(id,)| id));
            }
            ids.retain(|id| !found.iter().any(|known| known.id == *id));
            ids.sort_unstable();
            ids.dedup();
            let mut people = member::people(&mut tx, &ids).await?;
            people.retain(|person| !person.bot);
            people.sort_by_cached_key(|person| (person.display_name.to_lowercase(), person.id));
            found.extend(people);
        }
        Ok(found)
    }
}
