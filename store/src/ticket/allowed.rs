//! Knows the facts of an opening, as the transaction that decides it reads them. What follows from them is `domain`'s.

use super::open::Opening;
use super::waiting;
use crate::db::{Tx, fetch_all, fetch_optional, fetch_scalar};
use crate::{Result, block};
use domain::{
    ChannelId, DepartmentId, FormId, GuildId, GuildRules, Opener, OpeningFacts, OpeningRules, Opens, Priority,
    TicketTypeId, Timestamp, TypeState, UserId, first_snowflake, may_open, throttle_from, ticket_ref,
};
use sqlx::types::Json;

/// What opening must know of a type.
#[derive(sqlx::FromRow)]
pub(super) struct Offered {
    pub department: DepartmentId,
    pub department_key: String,
    pub form: FormId,
    pub key: String,
    pub state: TypeState,
    pub paused_message: Option<String>,
    pub naming: String,
    pub default_priority: Priority,
    pub limit_per_member: i64,
    pub opening: Json<OpeningRules>,
}

/// The type, if it is of this guild and there, paused or not.
pub(super) async fn offered(tx: &mut Tx, guild: GuildId, ticket_type: TicketTypeId) -> Result<Option<Offered>> {
    Ok(fetch_optional!(
        tx,
        Offered,
        "select t.department, d.key as department_key, t.form, t.key, t.state, t.paused_message, t.naming,
           t.default_priority, t.limit_per_member, t.opening
         from ticket_type t join department d on d.id = t.department
         where t.id = $1 and t.guild = $2 and t.deleted_at is null",
        ticket_type,
        guild,
    )?)
}

/// What the rules say to this opening. Only what they ask for is read.
pub(super) async fn allowed(
    tx: &mut Tx,
    opening: &Opening,
    kind: &Offered,
    rules: &GuildRules,
    opener: Opener,
    now: Timestamp,
) -> Result<Opens> {
    let (guild, ticket_type, customer) = (opening.guild, opening.ticket_type, opening.customer.id);
    let limits = &kind.opening.0;
    if limits.waiting_list {
        // Whoever ends a ticket of this type meanwhile sees who waits, or is seen here.
        waiting::take_type(tx, ticket_type).await?;
    }
    let open = open_of_member(tx, guild, customer).await?;
    let theirs: Vec<&OpenRow> = open.iter().filter(|row| row.ticket_type == ticket_type).collect();
    let link = |row: &&OpenRow| row.channel.map_or_else(|| ticket_ref(row.number), |channel| format!("<#{channel}>"));
    let blocks = block::against(tx, guild, customer).await?;
    let own = opener == Opener::Customer;
    let facts = OpeningFacts {
        opener,
        state: kind.state,
        paused_message: kind.paused_message.as_deref(),
        limit_per_member: kind.limit_per_member,
        customer,
        roles: &opening.roles,
        joined_at: opening.joined_at,
        blocks: &blocks,
        theirs: count(theirs.len()),
        theirs_link: theirs.first().map(link),
        theirs_in_all: count(open.len()),
        in_total: if limits.limit_total > 0 { open_of_type(tx, guild, ticket_type).await? } else { 0 },
        waiting: if limits.limit_total > 0 { waiting::count(tx, guild, ticket_type).await? } else { 0 },
        last_opened_at: if own && limits.cooldown_minutes > 0 {
            last_opened(tx, guild, ticket_type, customer).await?
        } else {
            None
        },
        lately: if own && rules.throttle_opens > 0 { opened_lately(tx, guild, rules, now).await? } else { 0 },
    };
    Ok(may_open(limits, rules, &facts, now)?)
}

fn count(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}

#[derive(sqlx::FromRow)]
struct OpenRow {
    ticket_type: TicketTypeId,
    number: i64,
    channel: Option<ChannelId>,
}

/// The member's open tickets, newest first. A completed one does not count: nobody works on it, and the member can't
/// close it sooner.
async fn open_of_member(tx: &mut Tx, guild: GuildId, customer: UserId) -> Result<Vec<OpenRow>> {
    Ok(fetch_all!(
        tx,
        OpenRow,
        "select ticket_type, number, channel from ticket where guild = $1 and customer = $2
           and status in ('open', 'in_progress', 'awaiting_confirmation') order by id desc",
        guild,
        customer,
    )?)
}

/// As many as are open in the guild: the condition on the status is that of an index.
async fn open_of_type(tx: &mut Tx, guild: GuildId, ticket_type: TicketTypeId) -> Result<i64> {
    Ok(fetch_scalar!(
        tx,
        i64,
        "select count(*) from ticket where guild = $1 and ticket_type = $2
           and status in ('open', 'in_progress', 'awaiting_confirmation')",
        guild,
        ticket_type,
    )?)
}

async fn last_opened(
    tx: &mut Tx,
    guild: GuildId,
    ticket_type: TicketTypeId,
    customer: UserId,
) -> Result<Option<Timestamp>> {
    Ok(fetch_scalar!(
        tx,
        Option<Timestamp>,
        "select max(created_at) from ticket where guild = $1 and customer = $2 and ticket_type = $3",
        guild,
        customer,
        ticket_type,
    )?)
}

/// What was opened in the guild's window, or waits since then. A ticket's id begins with its time, so only the newest
/// are read; from the limit on it does not matter how many they are.
async fn opened_lately(tx: &mut Tx, guild: GuildId, rules: &GuildRules, now: Timestamp) -> Result<i64> {
    let from = throttle_from(rules, now);
    let opened = fetch_scalar!(
        tx,
        i64,
        "select count(*) from (select 1 from ticket where id >= $2 and guild = $1 and created_at > $3 limit $4) as lately",
        guild,
        first_snowflake(from),
        from,
        rules.throttle_opens,
    )?;
    let waits = fetch_scalar!(
        tx,
        i64,
        "select count(*) from (select 1 from waiting where guild = $1 and at > $2 limit $3) as lately",
        guild,
        from,
        rules.throttle_opens,
    )?;
    Ok(opened + waits)
}
