//! Knows what the mentions of a conversation are called, as far as its reader may know.

use super::mention::Mentions;
use crate::Result;
use crate::db::Tx;
use crate::db::filter::{Where, fetch_where};
use domain::{Access, ChannelId, DepartmentId, Person, RoleId, Standing, UserId};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// What mentions in a conversation are called.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Names {
    pub people: HashMap<UserId, Person>,
    pub roles: HashMap<RoleId, (String, i32)>,
    pub channels: HashMap<ChannelId, String>,
}

#[derive(sqlx::FromRow)]
struct PersonRow {
    id: UserId,
    username: String,
    display_name: String,
    avatar: Option<String>,
    bot: bool,
}

#[derive(sqlx::FromRow)]
struct ChannelRow {
    id: ChannelId,
    name: String,
    department: Option<DepartmentId>,
    customer: Option<UserId>,
    has_panel: bool,
    is_let_in: bool,
}

pub(super) async fn names(tx: &mut Tx, who: &Access, mentions: &Mentions) -> Result<Names> {
    Ok(Names {
        people: people(tx, who, mentions).await?,
        roles: roles(tx, who, mentions).await?,
        channels: channels(tx, who, mentions).await?,
    })
}

/// Only people of this guild: a mention is typed by anyone, and must not tell who is known from elsewhere.
async fn people(tx: &mut Tx, who: &Access, mentions: &Mentions) -> Result<HashMap<UserId, Person>> {
    if mentions.people.is_empty() {
        return Ok(HashMap::new());
    }
    let mut query = Where::new(
        "select person.id, person.username, person.display_name, person.avatar, person.bot from person
         join member on member.person = person.id",
    );
    query.and("member.guild = ?", [who.guild().into()]).and_in("person.id", mentions.people.iter().copied());
    let person = |row: PersonRow| Person {
        id: row.id,
        username: row.username,
        display_name: row.display_name,
        avatar: row.avatar,
        bot: row.bot,
    };
    Ok(fetch_where!(tx, PersonRow, query)?.into_iter().map(|row| (row.id, person(row))).collect())
}

async fn roles(tx: &mut Tx, who: &Access, mentions: &Mentions) -> Result<HashMap<RoleId, (String, i32)>> {
    if mentions.roles.is_empty() {
        return Ok(HashMap::new());
    }
    let mut query = Where::new("select id, name, colour from guild_role");
    query.and("guild = ?", [who.guild().into()]).and_in("id", mentions.roles.iter().copied());
    let rows = fetch_where!(tx, (RoleId, String, i32), query)?;
    Ok(rows.into_iter().map(|(id, name, colour)| (id, (name, colour))).collect())
}

async fn channels(tx: &mut Tx, who: &Access, mentions: &Mentions) -> Result<HashMap<ChannelId, String>> {
    if mentions.channels.is_empty() {
        return Ok(HashMap::new());
    }
    let mut query = Where::new(
        "select guild_channel.id, guild_channel.name, ticket.department, ticket.customer,
           exists (select 1 from panel where panel.guild = guild_channel.guild and panel.channel = guild_channel.id) as has_panel,
           exists (select 1 from ticket_member where ticket_member.ticket = ticket.id and ticket_member.person =",
    );
    query.then(
        "?) as is_let_in from guild_channel left join ticket on ticket.channel = guild_channel.id",
        [who.user().into()],
    );
    query
        .and("guild_channel.guild = ?", [who.guild().into()])
        .and_in("guild_channel.id", mentions.channels.iter().map(|channel| channel.0));
    let rows = fetch_where!(tx, ChannelRow, query)?;
    Ok(rows.into_iter().filter(|row| may_know(who, row)).map(|row| (row.id, row.name)).collect())
}

/// A ticket's channel has its member's name in it, and a staff channel may say what is planned: whoever types a
/// mention must not learn from it what Discord would not show them.
fn may_know(who: &Access, row: &ChannelRow) -> bool {
    match (row.department, row.customer) {
        (Some(department), Some(customer)) => who.may_read(department, customer, row.is_let_in),
        _ => row.has_panel || who.standing() != Standing::Member,
    }
}
