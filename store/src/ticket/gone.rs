//! Knows what it means for a ticket that its channel went away without Docket doing it.

use crate::Result;
use crate::db::{Tx, execute, fetch_all, fetch_optional};
use crate::ids::Ids;
use domain::{Bell, ChannelId, Deed, GuildId, Status, TicketId, Timestamp, Via};

#[derive(sqlx::FromRow)]
struct Row {
    id: TicketId,
    status: Status,
    complete_at: Option<Timestamp>,
    last_at: Timestamp,
    closed_at: Option<Timestamp>,
}

/// Marks the ticket of this channel: gone, and incomplete from the last moment up to which everything is known,
/// unless it was over and read whole after its end.
pub(crate) async fn channel_gone(
    tx: &mut Tx,
    ids: &Ids,
    guild: GuildId,
    channel: ChannelId,
    now: Timestamp,
) -> Result<Vec<Bell>> {
    let found = fetch_optional!(
        tx,
        Row,
        "select id, status, complete_at, last_at, closed_at from ticket where guild = $1 and channel = $2 and channel_gone_at is null",
        guild,
        channel,
    )?;
    let Some(row) = found else { return left_alone(tx, guild, channel).await };
    let known_until = row.complete_at.map_or(row.last_at, |at| at.max(row.last_at));
    let whole =
        row.status.is_over() && row.closed_at.is_some_and(|closed| row.complete_at.is_some_and(|at| at >= closed));
    execute!(
        tx,
        "update ticket set channel_gone_at = $2, incomplete_from = $3, published_revision = revision where id = $1",
        row.id,
        now,
        if whole { None } else { Some(known_until) },
    )?;
    execute!(
        tx,
        "insert into event (id, guild, ticket, deed, actor, from_value, to_value, via, at)
         values ($1, $2, $3, $4, null, null, null, $5, $6)",
        ids.next(now),
        guild,
        row.id,
        Deed::ChannelDeleted,
        Via::Discord,
        now,
    )?;
    execute!(
        tx,
        "update due set done_at = $2 where ticket = $1 and done_at is null
           and action not in ('transcript_link', 'request_expires', 'silence_warning', 'silence_ends', 'wake')",
        row.id,
        now
    )?;
    Ok(vec![Bell::Ticket { guild, ticket: row.id }])
}

/// It was a category, perhaps: the tickets that lay in it are brought elsewhere.
async fn left_alone(tx: &mut Tx, guild: GuildId, category: ChannelId) -> Result<Vec<Bell>> {
    let left = fetch_all!(
        tx,
        (TicketId,),
        "update ticket set revision = revision + 1, given_parent = null,
           parent = case when parent = $2 then null else parent end
         where guild = $1 and given_parent = $2 and channel_gone_at is null and provisioning = 'done' returning id",
        guild,
        category,
    )?;
    Ok(left.into_iter().map(|(ticket,)| Bell::Ticket { guild, ticket }).collect())
}
