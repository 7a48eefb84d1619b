//! Knows how finds are walked, newest first: a stretch of the index, of which what the reader may see and what was asked
//! of the ticket is kept by the same statement.

use super::expression::Expression;
use super::read::Reading;
use super::{COUNTED_AMONG, MAX_CANDIDATES, MAX_COUNT, slot};
use crate::Result;
use crate::db::Tx;
use crate::db::filter::{Value, Where, fetch_where};
use crate::inbox::{InboxFilter, Picked, narrow};
use domain::search::Slot;
use domain::{Access, TicketId, UserId};

/// How far each stretch reaches: most questions are answered by the first.
const STRETCHES: [i64; 5] = [60, 240, 1_000, 4_000, 15_000];

/// A find: a message, or the ticket itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Find {
    pub id: i64,
    pub ticket: TicketId,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Option<i64>,
    ticket: Option<TicketId>,
    looked_at: i64,
}

/// A way through the finds of one question.
pub(super) struct Walk<'a> {
    who: &'a Access,
    reading: &'a Reading,
    slot: Slot,
    /// Members' own tickets are a list of the index too: they don't walk through everybody's.
    from: Vec<UserId>,
    /// Where the next stretch begins, excluded.
    pub below: i64,
    pub looked_at: i64,
    stretch: usize,
    pub is_over: bool,
}

impl<'a> Walk<'a> {
    /// `None`: nothing of this guild was ever indexed.
    pub async fn begin(tx: &mut Tx, who: &'a Access, reading: &'a Reading, below: Option<i64>) -> Result<Option<Self>> {
        let Some(slot) = slot::known(tx, who.guild()).await? else { return Ok(None) };
        let end = reading.range().1;
        let below = below.map_or(end, |below| below.min(end));
        let filter = &reading.filter;
        let from = if filter.mine { vec![who.user()] } else { filter.from.with.clone().unwrap_or_default() };
        Ok(Some(Self { who, reading, slot, from, below, looked_at: 0, stretch: 0, is_over: false }))
    }

    /// The next stretch's finds. Nothing may be among them though more follow: see `is_over`.
    pub async fn stretch(&mut self, tx: &mut Tx) -> Result<Vec<Find>> {
        let size = STRETCHES[self.stretch.min(STRETCHES.len() - 1)].min(MAX_CANDIDATES - self.looked_at);
        self.stretch += 1;
        let query = self.query(tx, size);
        let mut finds = Vec::new();
        for row in fetch_where!(tx, Row, query)? {
            match (row.id, row.ticket) {
                (Some(id), Some(ticket)) => finds.push(Find { id, ticket }),
                (lowest, _) => {
                    self.is_over = row.looked_at < size;
                    self.looked_at += row.looked_at;
                    self.below = lowest.unwrap_or(self.below);
                }
            }
        }
        finds.sort_unstable_by_key(|find| std::cmp::Reverse(find.id));
        Ok(finds)
    }

    /// Whether as much was looked at as one request may.
    pub fn is_tired(&self) -> bool {
        self.looked_at >= MAX_CANDIDATES
    }

    /// How many finds there are, and whether there may be more. `kept` were met on the way; if it was `whole`, from the
    /// newest message on until nothing was left or enough was looked at, they are all.
    pub async fn count(&self, tx: &mut Tx, kept: usize, whole: bool) -> Result<(i64, bool)> {
        if whole {
            let kept = i64::try_from(kept).unwrap_or(MAX_COUNT);
            return Ok((kept.min(MAX_COUNT), kept > MAX_COUNT || !self.is_over));
        }
        let query = if self.is_told_by_terms() { self.counted_by_terms(tx) } else { self.counted(tx) };
        let kept = fetch_where!(tx, (i64,), query)?.first().map_or(0, |(count,)| *count);
        if self.is_told_by_terms() {
            return Ok((kept.min(MAX_COUNT), kept > MAX_COUNT));
        }
        if kept > MAX_COUNT {
            return Ok((MAX_COUNT, true));
        }
        let mut all = Where::new("select count(*) from (");
        self.found(tx, &mut all, self.reading.range().1, COUNTED_AMONG);
        all.then("as found", []);
        let all = fetch_where!(tx, (i64,), all)?.first().map_or(0, |(count,)| *count);
        Ok((kept, all >= COUNTED_AMONG))
    }

    /// Whether the index alone says which finds are kept: who reads all of a guild, and asks nothing that may change.
    fn is_told_by_terms(&self) -> bool {
        let filter = &self.reading.filter;
        let told = InboxFilter {
            ticket_type: Picked { with: filter.ticket_type.with.clone(), without: Vec::new() },
            from: Picked { with: filter.from.with.clone().filter(|people| !people.is_empty()), without: Vec::new() },
            after: filter.after,
            before: filter.before,
            ..InboxFilter::default()
        };
        self.who.reads().is_none() && *filter == told
    }

    fn counted_by_terms(&self, tx: &Tx) -> Where {
        let mut query = Where::new("select count(*) from (");
        self.found(tx, &mut query, self.reading.range().1, MAX_COUNT + 1);
        query.then("as found", []);
        query
    }

    fn query(&self, tx: &Tx, size: i64) -> Where {
        let mut query = Where::new("with found as materialized (");
        self.found(tx, &mut query, self.below, size);
        query.then(if is_sqlite(tx) { SELECT_SQLITE } else { SELECT_POSTGRES }, []);
        self.keep(&mut query);
        query.then("union all select min(id), cast(null as bigint), count(*) from found", []);
        query
    }

    /// Of all, from the newest; the finds are counted up to one more than is told.
    fn counted(&self, tx: &Tx) -> Where {
        let mut query = Where::new("with found as (");
        self.found(tx, &mut query, self.reading.range().1, COUNTED_AMONG);
        query.then(if is_sqlite(tx) { COUNT_SQLITE } else { COUNT_POSTGRES }, []);
        self.keep(&mut query);
        query.then("limit ?) as kept", [(MAX_COUNT + 1).into()]);
        query
    }

    /// The index alone, newest first.
    fn found(&self, tx: &Tx, query: &mut Where, below: i64, size: i64) {
        let (from, _) = self.reading.range();
        let expression = self.expression();
        match tx {
            Tx::Sqlite(_) => query.then(
                "select rowid as id from search_index where search_index match ? and rowid >= ? and rowid < ?
                 order by rowid desc limit ?)",
                [expression.fts5().into(), from.into(), below.into(), size.into()],
            ),
            Tx::Postgres(_) => query.then(
                "select id, ticket from search_index where tsv @@ cast(? as tsquery) and guild = ? and id >= ? and id < ?
                 order by id desc limit ?)",
                [expression.tsquery().into(), self.who.guild().into(), from.into(), below.into(), size.into()],
            ),
        };
    }

    /// What the reader may see, and what was asked of the ticket.
    fn keep(&self, query: &mut Where) {
        narrow(query, self.who, &self.reading.filter);
        let own: Value = self.who.user().into();
        match self.who.reads() {
            None => {}
            Some([]) => {
                query.and("(message.kind is null or message.kind not in ('note', 'after_close'))", []);
            }
            Some(departments) => {
                // Of a ticket of their own, in a department they don't read, staff see what members see.
                query.and_in_or(
                    "ticket.department",
                    departments.iter().copied(),
                    "ticket.customer = ? and (message.kind is null or message.kind not in ('note', 'after_close'))",
                    [own],
                );
            }
        }
    }

    fn expression(&self) -> Expression<'_> {
        Expression {
            slot: &self.slot,
            words: &self.reading.words,
            types: self.reading.filter.ticket_type.with.as_deref().unwrap_or_default(),
            from: &self.from,
        }
    }
}

fn is_sqlite(tx: &Tx) -> bool {
    matches!(tx, Tx::Sqlite(_))
}

// The index named has all that is asked of a message: its text is not touched. `cross join` keeps SQLite from beginning with the guild's tickets.
const SELECT_SQLITE: &str = "select found.id, ticket.id as ticket, 0 as looked_at from found
    left join message indexed by message_places on message.id = found.id cross join ticket on ticket.id = coalesce(message.ticket, found.id)";
const SELECT_POSTGRES: &str = "select found.id, ticket.id as ticket, cast(0 as bigint) as looked_at from found
    join ticket on ticket.id = found.ticket left join message on message.id = found.id";
const COUNT_SQLITE: &str = "select count(*) from (select 1 as one from found
    left join message indexed by message_places on message.id = found.id cross join ticket on ticket.id = coalesce(message.ticket, found.id)";
const COUNT_POSTGRES: &str = "select count(*) from (select 1 as one from found
    join ticket on ticket.id = found.ticket left join message on message.id = found.id";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Store;
    use crate::db::plan::{on_postgres, plan};
    use domain::search::parse;
    use domain::{Department, DepartmentId, GuildId, MemberFacts, RoleId, RoleKind, Status, TicketTypeId, Timestamp};

    const GUILD: GuildId = GuildId(1);

    /// An admin, an agent, a member.
    fn readers() -> [Access; 3] {
        let department = Department {
            id: DepartmentId(5),
            guild: GUILD,
            key: String::new(),
            name: String::new(),
            emoji: None,
            colour: 0,
            position: 0,
            oncall_role: None,
            roles: vec![(RoleId(9), RoleKind::Staff)],
        };
        let facts = |is_owner, roles| MemberFacts { is_owner, roles, ..MemberFacts::default() };
        [(true, vec![]), (false, vec![RoleId(9)]), (false, vec![])].map(|(is_owner, roles)| {
            Access::decide(GUILD, UserId(3), &facts(is_owner, roles), &[], std::slice::from_ref(&department))
        })
    }

    fn readings(mine: bool) -> Vec<Reading> {
        let filters = [
            InboxFilter::default(),
            InboxFilter { status: Picked::of([Status::Open]), ..InboxFilter::default() },
            InboxFilter { assignee: Picked::of([None, Some(UserId(8))]), ..InboxFilter::default() },
            InboxFilter { ticket_type: Picked::of([TicketTypeId(4)]), ..InboxFilter::default() },
            InboxFilter { from: Picked::of([UserId(8)]), ..InboxFilter::default() },
            InboxFilter {
                after: Some(Timestamp(1_700_000_000_000)),
                before: Some(Timestamp(1_710_000_000_000)),
                ..InboxFilter::default()
            },
        ];
        let mut readings = Vec::new();
        for question in ["gold", "gold sword -scam", "\"buy gold now\"", "gol*", "退款"] {
            for filter in &filters {
                let words = parse(question, Timestamp(0)).unwrap().words;
                readings.push(Reading { words, filter: InboxFilter { mine, ..filter.clone() }, number: None });
            }
        }
        readings
    }

    async fn walks(store: &Store, holds: fn(&str) -> bool) {
        let facts = domain::GuildFacts { id: GUILD, owner: UserId(1), ..domain::GuildFacts::default() };
        store.guild_joined(&facts, Timestamp(1)).await.unwrap();
        let mut tx = store.inner.db.begin().await.unwrap();
        slot::of(&mut tx, GUILD).await.unwrap();
        tx.commit().await.unwrap();
        let mut shapes = 0;
        for who in readers() {
            for reading in readings(who.reads() == Some(&[])) {
                let mut tx = store.inner.db.snapshot().await.unwrap();
                for below in [None, Some(1_000)] {
                    let walk = Walk::begin(&mut tx, &who, &reading, below).await.unwrap().unwrap();
                    for query in [walk.query(&tx, 200), walk.counted(&tx)] {
                        let plan = plan(store, &query).await;
                        assert!(holds(&plan), "{}\n{reading:?}\n{plan}", query.sql());
                        shapes += 1;
                    }
                }
            }
        }
        assert_eq!(shapes, 3 * 30 * 2 * 2);
    }

    /// Whoever asks whatever: the terms' own index first, then rows by their ids; nothing is scanned.
    #[tokio::test]
    async fn searches_follow_the_index_on_sqlite() {
        let data = tempfile::tempdir().unwrap();
        let store = Store::sqlite(data.path()).await.unwrap();
        walks(&store, |plan| {
            let scanned =
                plan.replace("SCAN search_index VIRTUAL TABLE", "").replace("SCAN found", "").replace("SCAN kept", "");
            plan.contains("search_index VIRTUAL TABLE INDEX")
                && plan.contains("SEARCH message USING COVERING INDEX message_places ")
                && plan.contains("SEARCH ticket USING INDEX sqlite_autoindex_ticket_1 ")
                && !scanned.contains("SCAN")
                && !plan.contains("B-TREE")
        })
        .await;
    }

    #[tokio::test]
    async fn searches_follow_the_index_on_postgres() {
        on_postgres(async |store: Store| {
            walks(&store, |plan| {
                // What contradicts itself (a member asks for another's tickets) is not even looked for.
                let looks = plan.contains("search_index_terms") || plan.contains("search_index_newest");
                (looks || plan.contains("One-Time Filter: false")) && !plan.contains("Seq Scan")
            })
            .await;
        })
        .await;
    }
}
