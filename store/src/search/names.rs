//! Knows what may be named in a question: types, departments and people, as far as the reader sees tickets of theirs.

use crate::db::filter::{Value, Where, fetch_where};
use crate::db::{Tx, fetch_all};
use crate::inbox::bound;
use crate::{Result, Store, catalog};
use domain::search::{Field, Named};
use domain::{Access, DepartmentId, TicketTypeId, UserId};
use std::collections::BTreeSet;

/// People that one value may stand for.
const MAX_PEOPLE: i64 = 50;
/// Of so many of the newest tickets people are suggested.
const NEWEST: i64 = 1_000;

pub(super) struct Known {
    pub departments: Vec<(DepartmentId, Named)>,
    pub types: Vec<(TicketTypeId, Named)>,
}

/// Departments that the reader reads, those of their own tickets and of those they were let into, and the types of all these.
pub(super) async fn known(tx: &mut Tx, who: &Access) -> Result<Known> {
    let departments = fetch_all!(
        tx,
        (DepartmentId, String, String),
        "select id, key, name from department where guild = $1 order by position, id",
        who.guild(),
    )?;
    // Asked department by department: by the customer alone SQLite walks all of a guild's tickets.
    let own = fetch_all!(
        tx,
        (DepartmentId,),
        "select id from department where guild = $1 and (exists (select 1 from ticket where ticket.guild = $1
           and ticket.customer = $2 and ticket.department = department.id)
         or id in (select ticket.department from ticket_member join ticket on ticket.id = ticket_member.ticket
           where ticket_member.person = $3))",
        who.guild(),
        who.user(),
        who.let_in_as(),
    )?;
    let own: BTreeSet<DepartmentId> = own.into_iter().map(|(id,)| id).collect();
    let seen = |id: DepartmentId| own.contains(&id) || who.reads().is_none_or(|reads| reads.contains(&id));
    let types = fetch_all!(
        tx,
        (TicketTypeId, DepartmentId, String, String),
        "select id, department, key, name from ticket_type where guild = $1 order by position, id",
        who.guild(),
    )?;
    Ok(Known {
        departments: departments
            .into_iter()
            .filter(|(id, ..)| seen(*id))
            .map(|(id, key, name)| (id, Named::new(key, name)))
            .collect(),
        types: types
            .into_iter()
            .filter(|(_, department, ..)| seen(*department))
            .map(|(id, _, key, name)| (id, Named::new(key, name)))
            .collect(),
    })
}

/// Everyone whose name has this in it and who has a ticket in that role which the reader sees.
pub(super) async fn people(tx: &mut Tx, who: &Access, field: Field, name: &str) -> Result<Vec<UserId>> {
    if let Some(id) = name.parse().ok().filter(|_| name.len() >= 15) {
        return Ok(vec![UserId(id)]);
    }
    // SQLite folds the case of ASCII alone: the name as it was typed is tried beside it.
    let typed: Value = format!("%{}%", escape_like(name)).into();
    let lower: Value = format!("%{}%", escape_like(&name.to_lowercase())).into();
    let mut query =
        Where::new("select person.id from person left join member on member.person = person.id and member.guild =");
    query.then("?", [who.guild().into()]);
    query.and(
        "(lower(person.username) like ? escape '!' or lower(person.display_name) like ? escape '!'
           or person.display_name like ? escape '!' or lower(member.nick) like ? escape '!' or member.nick like ? escape '!')",
        [lower.clone(), lower.clone(), typed.clone(), lower, typed],
    );
    let role = if field == Field::Assignee {
        "exists (select 1 from ticket where ticket.assignee = person.id"
    } else {
        "exists (select 1 from ticket where ticket.customer = person.id"
    };
    // What follows until the bracket is closed are conditions of the ticket.
    query.and(role, []);
    bound(&mut query, who);
    query.then(") order by person.id limit ?", [MAX_PEOPLE.into()]);
    Ok(fetch_where!(tx, (UserId,), query)?.into_iter().map(|(id,)| id).collect())
}

impl Store {
    /// What may stand behind a field whose values the guild makes: of types and departments those the reader sees, of
    /// people those who have one of the newest tickets that the reader sees.
    pub async fn search_values(&self, who: &Access, field: Field) -> Result<Vec<Named>> {
        let mut tx = self.inner.db.snapshot().await?;
        Ok(match field {
            Field::Type => known(&mut tx, who).await?.types.into_iter().map(|(_, named)| named).collect(),
            Field::Department => known(&mut tx, who).await?.departments.into_iter().map(|(_, named)| named).collect(),
            Field::From => {
                let newest = "select person.username, person.display_name from person where person.id in
                    (select customer from (select ticket.customer as customer from ticket";
                listed(&mut tx, who, newest).await?
            }
            Field::Assignee => {
                let newest = "select person.username, person.display_name from person where person.id in
                    (select assignee from (select ticket.assignee as assignee from ticket";
                listed(&mut tx, who, newest).await?
            }
            Field::Category => {
                let all = catalog::rules(&mut tx, who.guild()).await?.categories;
                all.into_iter().map(|name| Named::new(name.clone(), name)).collect()
            }
            Field::Status | Field::Priority | Field::Tag | Field::Is | Field::Before | Field::After => Vec::new(),
        })
    }
}

async fn listed(tx: &mut Tx, who: &Access, newest: &'static str) -> Result<Vec<Named>> {
    let mut query = Where::new(newest);
    bound(&mut query, who);
    query.then(
        "order by ticket.last_at desc, ticket.id desc limit ?) as newest) order by person.display_name, person.id",
        [NEWEST.into()],
    );
    let rows = fetch_where!(tx, (String, String), query)?;
    Ok(rows.into_iter().map(|(username, name)| Named::new(username, name)).collect())
}

pub(crate) fn escape_like(text: &str) -> String {
    text.chars().flat_map(|c| if matches!(c, '%' | '_' | '!') { vec!['!', c] } else { vec![c] }).collect()
}
