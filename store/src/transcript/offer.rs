//! Knows what staff choose from in a ticket: people by their name, and the guild's categories.

use crate::db::filter::{Where, fetch_where};
use crate::db::{Tx, fetch_all, fetch_scalar};
use crate::search::escape_like;
use crate::{Result, Store, catalog};
use domain::{Access, ChannelId, DepartmentId, Person, RoleKind, UserId};

/// More are no help while somebody types.
const MOST: i64 = 12;

impl Store {
    /// Members whose name, nickname or username has this in it; with a department only those whose roles act there.
    pub async fn people_like(
        &self,
        who: &Access,
        department: Option<DepartmentId>,
        typed: &str,
    ) -> Result<Vec<Person>> {
        let mut tx = self.inner.db.snapshot().await?;
        let Some(department) = department else { return like(&mut tx, who, typed, None).await };
        let departments = catalog::departments(&mut tx, who.guild()).await?;
        let of = departments.into_iter().find(|found| found.id == department);
        let acting = of.into_iter().flat_map(|found| found.roles).filter(|(_, kind)| *kind != RoleKind::Viewer);
        let mut roles: Vec<String> = acting.map(|(role, _)| role.to_string()).collect();
        roles.extend(catalog::admin_roles(&mut tx, who.guild()).await?.iter().map(ToString::to_string));
        let mut found = Vec::new();
        for role in roles {
            found.extend(like(&mut tx, who, typed, Some(&role)).await?);
        }
        found.extend(owner_like(&mut tx, who, typed).await?);
        found.sort_by_key(|person: &Person| (person.display_name.to_lowercase(), person.id));
        found.dedup_by_key(|person| person.id);
        Ok(found)
    }

    /// Members who are called so, or who have this id; a username is one person's alone.
    pub async fn people_called(&self, who: &Access, name: &str) -> Result<Vec<UserId>> {
        let name = name.trim().trim_start_matches(['<', '@', '!']).trim_end_matches('>');
        let lower = name.to_lowercase();
        let mut query = here(who);
        query.and(
            "(lower(person.username) = ? or lower(person.display_name) = ? or person.display_name = ?
               or lower(member.nick) = ? or member.nick = ?)",
            [lower.as_str().into(), lower.as_str().into(), name.into(), lower.as_str().into(), name.into()],
        );
        let found = listed(&mut self.inner.db.snapshot().await?, query).await?;
        let is = |called: &str| called.to_lowercase() == lower;
        if let Some(one) = found.iter().find(|person| is(&person.username)) {
            return Ok(vec![one.id]);
        }
        if let Some(id) = name.parse().ok().filter(|_| name.len() >= 15) {
            return Ok(vec![UserId(id)]);
        }
        Ok(found.into_iter().filter(|person| is(&person.display_name)).map(|person| person.id).collect())
    }

    /// The guild's categories, to which a channel can be moved, by name.
    pub async fn categories_of(&self, who: &Access) -> Result<Vec<(ChannelId, String)>> {
        let mut tx = self.inner.db.one_read().await?;
        let mut found = fetch_all!(
            &mut tx,
            (ChannelId, String),
            "select id, name from guild_channel where guild = $1 and kind = 4 order by id",
            who.guild(),
        )?;
        found.sort_by_key(|(_, name)| name.to_lowercase());
        Ok(found)
    }
}

/// The members who are there, to be narrowed.
fn here(who: &Access) -> Where {
    let mut query = Where::new(
        "select person.id, person.username, coalesce(member.nick, person.display_name) from member
         join person on person.id = member.person",
    );
    query.and("member.guild = ?", [who.guild().into()]);
    query.and("member.present", []);
    query.and("not person.bot", []);
    query
}

async fn like(tx: &mut Tx, who: &Access, typed: &str, role: Option<&str>) -> Result<Vec<Person>> {
    let mut query = here(who);
    if !typed.trim().is_empty() {
        // SQLite folds the case of ASCII alone: the name as it was typed is tried beside it.
        let as_typed = format!("%{}%", escape_like(typed.trim()));
        let lower = format!("%{}%", escape_like(&typed.trim().to_lowercase()));
        query.and(
            "(lower(person.username) like ? escape '!' or lower(person.display_name) like ? escape '!'
               or person.display_name like ? escape '!' or lower(member.nick) like ? escape '!'
               or member.nick like ? escape '!')",
            [lower.clone().into(), lower.clone().into(), as_typed.clone().into(), lower.into(), as_typed.into()],
        );
    }
    if let Some(role) = role {
        query.and("cast(member.roles as text) like ?", [format!("%{role}%").into()]);
    }
    listed(tx, query).await
}

async fn listed(tx: &mut Tx, mut query: Where) -> Result<Vec<Person>> {
    query.then("order by person.username, person.id limit ?", [MOST.into()]);
    let rows = fetch_where!(tx, (UserId, String, String), query)?;
    let person = |(id, username, display_name)| Person { id, username, display_name, ..Person::default() };
    Ok(rows.into_iter().map(person).collect())
}

async fn owner_like(tx: &mut Tx, who: &Access, typed: &str) -> Result<Vec<Person>> {
    let owner = fetch_scalar!(tx, UserId, "select owner from guild where id = $1", who.guild())?;
    let typed = typed.trim().to_lowercase();
    let fits = |person: &Person| {
        person.username.to_lowercase().contains(&typed) || person.display_name.to_lowercase().contains(&typed)
    };
    Ok(crate::member::people(tx, &[owner]).await?.into_iter().filter(fits).collect())
}
