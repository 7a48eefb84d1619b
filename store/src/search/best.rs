//! Knows which tickets answer best, among the newest that answer at all: weighed in our own code, so alike on both
//! databases, and never over all that was ever said.

use super::found::{Found, Group, is_behind, tickets};
use super::read::Reading;
use super::walk::Walk;
use super::{BEST_OF, PASSAGES};
use crate::Result;
use crate::db::Tx;
use crate::db::filter::{Where, fetch_where};
use domain::search::{relevance, standing, tokens};
use domain::{Access, MessageId, TicketId, Timestamp};
use std::collections::HashMap;

/// Finds that are weighed of one ticket.
const WEIGHED: usize = 3;

pub(super) async fn best(
    tx: &mut Tx,
    who: &Access,
    reading: &Reading,
    page: Option<i64>,
    limit: usize,
    now: Timestamp,
) -> Result<Found> {
    let mut found = Found { is_behind: is_behind(tx).await?, ..Found::default() };
    let Some(mut walk) = Walk::begin(tx, who, reading, None).await? else { return Ok(found) };
    let (mut kept, mut is_full) = (0, false);
    let mut order: Vec<TicketId> = Vec::new();
    let mut finds: HashMap<TicketId, (Vec<i64>, usize)> = HashMap::new();
    while !is_full && !walk.is_over && !walk.is_tired() {
        let stretch = walk.stretch(tx).await?;
        kept += stretch.len();
        for find in stretch {
            if !finds.contains_key(&find.ticket) {
                if order.len() == BEST_OF {
                    is_full = true;
                    continue;
                }
                order.push(find.ticket);
            }
            let (ids, count) = finds.entry(find.ticket).or_default();
            *count += 1;
            if ids.len() < WEIGHED {
                ids.push(find.id);
            }
        }
    }
    (found.count, found.uncounted) = walk.count(tx, kept, !is_full).await?;
    let ids: Vec<i64> = order.iter().filter_map(|ticket| finds.get(ticket)).flat_map(|(ids, _)| ids.clone()).collect();
    let worth = weigh(tx, reading, &ids).await?;
    let mut groups: Vec<(f64, Group)> = Vec::with_capacity(order.len());
    for ticket in order {
        let Some((mut ids, count)) = finds.remove(&ticket) else { continue };
        let newest = ids.first().copied().unwrap_or_default();
        let of = |id: &i64| worth.get(id).copied().unwrap_or_default();
        ids.sort_by(|a, b| of(b).total_cmp(&of(a)).then(b.cmp(a)));
        let days = now.since(MessageId(newest).time()).as_secs_f64() / 86_400.0;
        let worth = standing(ids.first().map_or(0.0, of), count, days);
        ids.truncate(PASSAGES);
        groups.push((worth, Group { ticket, finds: ids }));
    }
    groups.sort_by(|(a, one), (b, other)| b.total_cmp(a).then(other.ticket.cmp(&one.ticket)));
    let skip = usize::try_from(page.unwrap_or_default()).unwrap_or_default();
    found.next = i64::try_from(skip + limit).ok().filter(|_| groups.len() > skip + limit);
    let groups: Vec<Group> = groups.into_iter().skip(skip).take(limit).map(|(_, group)| group).collect();
    found.tickets = tickets(tx, who, &groups).await?;
    Ok(found)
}

/// What each of these messages is worth. The tickets' own documents are short and told last: they count as nothing.
async fn weigh(tx: &mut Tx, reading: &Reading, ids: &[i64]) -> Result<HashMap<i64, f64>> {
    // All in one row: each row of its own is handed from thread to thread.
    let mut query = Where::new(match tx {
        Tx::Sqlite(_) => "select json_group_array(json_array(id, content)) from message",
        Tx::Postgres(_) => "select cast(coalesce(json_agg(json_build_array(id, content)), '[]') as text) from message",
    });
    query.and_in("id", ids.iter().copied());
    let Some((all,)) = fetch_where!(tx, (String,), query)?.pop() else { return Ok(HashMap::new()) };
    let texts: Vec<(i64, String)> = serde_json::from_str(&all).map_err(|error| sqlx::Error::Decode(error.into()))?;
    Ok(texts.into_iter().map(|(id, text)| (id, relevance(&tokens(&text), &reading.words))).collect())
}
