//! Knows what it means for a ticket that its channel went away without Docket doing it.

use super::{Row, note, ticket_where};
use crate::Result;
use crate::db::{Tx, execute, fetch_all, fetch_optional, fetch_scalar};
use crate::ids::Ids;
use domain::{Bell, ChannelId, Deed, GuildId, Ticket, TicketId, Timestamp, Via};

/// Marks the ticket of this channel: gone, and incomplete from the last moment up to which everything is known,
/// unless it was over and read whole after its end.
pub(crate) async fn channel_gone(
    tx: &mut Tx,
    ids: &Ids,
    guild: GuildId,
    channel: ChannelId,
    now: Timestamp,
) -> Result<Vec<Bell>> {
    let found = fetch_optional!(tx, Ticket, ticket_where!("channel = $2 and guild = $1"), guild, channel,)?;
    let Some(row) = found else { return left_alone(tx, guild, channel).await };
    if row.channel_gone_at.is_some() {
        return Ok(Vec::new());
    }
    let text = "select complete_at from ticket where id = $1";
    let complete_at = fetch_scalar!(tx, Option<Timestamp>, text, row.id)?;
    let known_until = complete_at.map_or(row.last_at, |at| at.max(row.last_at));
    let whole = row.status.is_over() && row.closed_at.is_some_and(|closed| complete_at.is_some_and(|at| at >= closed));
    execute!(
        tx,
        "update ticket set channel_gone_at = $2, incomplete_from = $3, published_revision = revision where id = $1",
        row.id,
        now,
        if whole { None } else { Some(known_until) },
    )?;
    let deed = Row { deed: Deed::ChannelDeleted, actor: None, from: None, to: None, via: Via::Discord };
    let noted = note(tx, ids, &row, deed, now).await?;
    execute!(
        tx,
        "update due set done_at = $2 where ticket = $1 and done_at is null
           and action not in ('transcript_link', 'request_expires', 'silence_warning', 'silence_ends', 'wake')",
        row.id,
        now
    )?;
    Ok([Bell::Ticket { guild, ticket: row.id }].into_iter().chain(noted.bells()).collect())
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
