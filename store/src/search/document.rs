//! Knows SQLite's documents: each has a number by the 32 milliseconds in which its text was said, so that newest first is
//! the numbers downward and a day is a range of them. PostgreSQL's documents go by the ids of their texts.

use crate::Result;
use crate::db::{Tx, execute, fetch_all, fetch_optional};
use domain::{MessageId, TicketId, Timestamp};
use serde_json::{Value, json};
use std::collections::{HashMap, HashSet};

/// Ids of one number: 22 bits beneath a snowflake's millisecond, and 5 of milliseconds.
const SHIFT: u32 = 27;
/// Where more is said than there are numbers (31 a second, all guilds together), they run ahead of the time: for a day at
/// most, as ranges have it.
const AHEAD: i64 = (24 * 60 * 60 * 1_000) >> 5;
/// Numbers beyond the last wanted one that are looked at for free ones.
const ROOM: i64 = 64;
/// Texts farther apart than this are placed each by itself: what lies between is not looked at.
const APART: i64 = 4_096;

/// What is filed under a number.
#[derive(Clone, Copy)]
pub(super) struct Filed {
    /// The message's, or the ticket's.
    pub id: i64,
    pub ticket: TicketId,
    /// Only staff find it.
    pub staff_only: bool,
}

/// The numbers that texts of these ids may have: from the first up to below the second.
pub(super) fn range(from: i64, below: i64) -> (i64, i64) {
    (from >> SHIFT, (below >> SHIFT).saturating_add(AHEAD))
}

/// When the texts of about this number were said.
pub(super) fn said_at(doc: i64) -> Timestamp {
    MessageId(doc << SHIFT).time()
}

/// The documents that there are of these texts.
pub(super) async fn known(tx: &mut Tx, ids: impl IntoIterator<Item = i64>) -> Result<HashMap<i64, i64>> {
    let ids = ids.into_iter().collect::<Value>().to_string();
    let rows = fetch_all!(
        tx,
        (i64, i64),
        "select id, doc from search_document where id in (select value from json_each($1))",
        ids,
    )?;
    Ok(rows.into_iter().collect())
}

/// Numbers for texts that have none, by ascending ids.
pub(super) async fn file(tx: &mut Tx, fresh: &[Filed]) -> Result<Vec<i64>> {
    let docs = free(tx, fresh).await?;
    let one = |(doc, filed): (&i64, &Filed)| json!([doc, filed.id, filed.ticket.0, filed.staff_only]);
    let all = docs.iter().zip(fresh).map(one).collect::<Value>().to_string();
    execute!(
        tx,
        "insert into search_document (doc, id, ticket, staff_only)
         select value ->> 0, value ->> 1, value ->> 2, value ->> 3 from json_each($1)",
        all,
    )?;
    Ok(docs)
}

/// Free numbers for these, ascending, each as near to its time as can be.
async fn free(tx: &mut Tx, all: &[Filed]) -> Result<Vec<i64>> {
    let Some(first) = all.first() else { return Ok(Vec::new()) };
    // Nearly all there is to file is newer than what was: the number after the last one.
    let newest = fetch_optional!(tx, (i64, i64), "select doc, id from search_document order by doc desc limit 1")?;
    let Some((doc, _)) = newest.filter(|(_, id)| *id > first.id) else {
        let after = newest.map_or(i64::MIN, |(doc, _)| doc + 1);
        return Ok(numbers(all, after, &HashSet::new()));
    };
    let mut docs = Vec::with_capacity(all.len());
    for run in all.chunk_by(|one, next| (next.id >> SHIFT) - (one.id >> SHIFT) < APART) {
        let after = docs.last().map_or(i64::MIN, |last| last + 1);
        docs.extend(run_of(tx, run, after, doc).await?);
    }
    Ok(docs)
}

/// Free numbers for texts that lie close together, from this number on; beyond `newest` all are free.
async fn run_of(tx: &mut Tx, run: &[Filed], after: i64, newest: i64) -> Result<Vec<i64>> {
    let (Some(first), Some(last)) = (run.first(), run.last()) else { return Ok(Vec::new()) };
    let from = after.max(first.id >> SHIFT);
    let mut until = from.max(last.id >> SHIFT).saturating_add(i64::try_from(run.len()).unwrap_or(ROOM) + ROOM);
    loop {
        let taken = fetch_all!(tx, (i64,), "select doc from search_document where doc between $1 and $2", from, until)?;
        let numbers = numbers(run, after, &taken.into_iter().map(|(doc,)| doc).collect());
        if until > newest || numbers.last().is_none_or(|last| *last <= until) {
            return Ok(numbers);
        }
        until = until.saturating_add((until - from).saturating_mul(8));
    }
}

fn numbers(all: &[Filed], after: i64, taken: &HashSet<i64>) -> Vec<i64> {
    let mut next = after;
    let number = |filed: &Filed| {
        let mut number = next.max(filed.id >> SHIFT);
        while taken.contains(&number) {
            number += 1;
        }
        next = number + 1;
        number
    };
    all.iter().map(number).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(time: i64, nth: i64) -> Filed {
        Filed { id: (time << SHIFT) + nth, ticket: TicketId(1), staff_only: false }
    }

    #[test]
    fn each_has_the_first_free_number_of_its_time() {
        let all = [at(10, 0), at(10, 1), at(10, 2), at(20, 0)];
        assert_eq!(numbers(&all, i64::MIN, &HashSet::new()), [10, 11, 12, 20]);
        assert_eq!(numbers(&all, i64::MIN, &HashSet::from([10, 12, 20])), [11, 13, 14, 21]);
        assert_eq!(numbers(&all, 15, &HashSet::new()), [15, 16, 17, 20]);
    }

    #[test]
    fn a_number_tells_its_time_nearly() {
        let id = domain::first_snowflake(Timestamp(1_790_000_000_123));
        let told = said_at(id >> SHIFT);
        assert!(Timestamp(1_790_000_000_123).0 - told.0 < 32, "{told:?}");
        let (from, below) = range(id, id);
        assert!(from <= id >> SHIFT && below > id >> SHIFT);
        assert_eq!(range(i64::MIN, i64::MAX).1, (i64::MAX >> SHIFT) + AHEAD);
    }
}
