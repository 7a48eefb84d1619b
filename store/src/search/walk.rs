//! Knows how finds are walked, newest first: a stretch of the index, of which what the reader may see and what was asked
//! of the ticket is kept by the same statement.

use super::document;
use super::expression::Expression;
use super::read::Reading;
use super::{COUNTED_AMONG, FEW, MAX_CANDIDATES, MAX_COUNT, slot};
use crate::Result;
use crate::db::Tx;
use crate::db::filter::{Where, fetch_where};
use crate::inbox::{InboxFilter, Picked, narrow, own};
use domain::search::Slot;
use domain::{Access, MessageId, TicketId, Timestamp};

/// How far each stretch reaches: most questions are answered by the first.
const STRETCHES: [i64; 5] = [60, 240, 1_000, 4_000, 15_000];
/// How much older than its ticket a text may seem: Discord's clock is not ours.
const SKEW: i64 = (24 * 60 * 60 * 1_000) << 22;

/// A find: a message, or the ticket itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Find {
    /// Where it stands in the index: greater is newer. The document's number on SQLite, the id on PostgreSQL.
    pub at: i64,
    pub id: i64,
    pub ticket: TicketId,
}

/// A stretch in one row: each row of its own is handed from thread to thread.
#[derive(sqlx::FromRow)]
struct Stretch {
    lowest: Option<i64>,
    looked_at: i64,
    /// `place id ticket,place id ticket`
    finds: Option<String>,
}

/// A way through the finds of one question.
pub(super) struct Walk<'a> {
    who: &'a Access,
    reading: &'a Reading,
    slot: Slot,
    /// All tickets that meet what was asked of them, where they are few: a JSON list of ids.
    few: Option<String>,
    /// Where the days asked for begin and end.
    least: i64,
    end: i64,
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
        let filter = &reading.filter;
        let few = few(tx, who, filter).await?;
        let (mut after, before) = reading.range();
        if let Some(few) = &few {
            after = after.max(few.iter().min().map_or(i64::MIN, |oldest| oldest.0.saturating_sub(SKEW)));
        }
        let (least, end) = if is_sqlite(tx) { document::range(after, before) } else { (after, before) };
        let is_over = few.as_ref().is_some_and(Vec::is_empty);
        let few = few.map(|few| few.iter().map(|id| id.0).collect::<serde_json::Value>().to_string());
        let below = below.map_or(end, |below| below.min(end));
        Ok(Some(Self { who, reading, slot, few, least, end, below, looked_at: 0, stretch: 0, is_over }))
    }

    /// The next stretch's finds. Nothing may be among them though more follow: see `is_over`.
    pub async fn stretch(&mut self, tx: &mut Tx) -> Result<Vec<Find>> {
        let size = STRETCHES[self.stretch.min(STRETCHES.len() - 1)].min(MAX_CANDIDATES - self.looked_at);
        self.stretch += 1;
        let query = self.query(tx, size);
        let Some(row) = fetch_where!(tx, Stretch, query)?.pop() else { return Ok(Vec::new()) };
        self.is_over = row.looked_at < size;
        self.looked_at += row.looked_at;
        self.below = row.lowest.unwrap_or(self.below);
        let find = |text: &str| {
            let mut numbers = text.splitn(3, ' ').map(|number| number.parse().ok());
            Some(Find { at: numbers.next()??, id: numbers.next()??, ticket: TicketId(numbers.next()??) })
        };
        let mut finds: Vec<Find> = row.finds.unwrap_or_default().split(',').filter_map(find).collect();
        finds.sort_unstable_by_key(|find| std::cmp::Reverse(find.at));
        Ok(finds)
    }

    /// Whether as much was looked at as one request may.
    pub fn is_tired(&self) -> bool {
        self.looked_at >= MAX_CANDIDATES
    }

    /// When what was looked at last was said.
    pub fn back_to(&self, tx: &Tx) -> Timestamp {
        if is_sqlite(tx) { document::said_at(self.below) } else { MessageId(self.below).time() }
    }

    /// How many finds there are, and whether there may be more. If it was walked `from_newest`, `kept` were met until
    /// here.
    pub async fn count(&self, tx: &mut Tx, kept: usize, from_newest: bool) -> Result<(i64, bool)> {
        let kept = if from_newest { i64::try_from(kept).unwrap_or(MAX_COUNT) } else { 0 };
        if kept > MAX_COUNT || from_newest && (self.is_over || self.is_tired()) {
            return Ok((kept.min(MAX_COUNT), kept > MAX_COUNT || !self.is_over));
        }
        let (below, looked_at) = if from_newest { (self.below, self.looked_at) } else { (self.end, 0) };
        let among = if self.is_told_by_terms() { MAX_COUNT + 1 - kept } else { COUNTED_AMONG - looked_at };
        if among <= 0 {
            return Ok((kept, true));
        }
        if self.is_told_by_terms() {
            let mut query = Where::new("select count(*) from (");
            self.found(tx, &mut query, below, among);
            query.then("as found", []);
            let count = kept + fetch_where!(tx, (i64,), query)?.first().map_or(0, |(count,)| *count);
            return Ok((count.min(MAX_COUNT), count > MAX_COUNT));
        }
        let query = self.counted(tx, below, among, MAX_COUNT + 1 - kept);
        let (all, count) = fetch_where!(tx, (i64, i64), query)?.pop().unwrap_or_default();
        let count = kept + count;
        Ok((count.min(MAX_COUNT), count > MAX_COUNT || all >= among))
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

    fn query(&self, tx: &Tx, size: i64) -> Where {
        let mut query = Where::new("with found as materialized (");
        self.found(tx, &mut query, self.below, size);
        query.then("select (select min(at) from found) as lowest, (select count(*) from found) as looked_at,", []);
        if is_sqlite(tx) {
            query.then("group_concat(found.at || ' ' || document.id || ' ' || document.ticket, ',') as finds", []);
        } else {
            query.then("string_agg(found.at || ' ' || found.at || ' ' || found.ticket, ',') as finds", []);
        }
        self.kept(tx, &mut query);
        query
    }

    /// How many were looked at, and how many of them are kept, of which no more than `most` are counted.
    fn counted(&self, tx: &Tx, below: i64, among: i64, most: i64) -> Where {
        let mut query = Where::new("with found as materialized (");
        self.found(tx, &mut query, below, among);
        query.then("select (select count(*) from found), count(*) from (select 1 as one", []);
        self.kept(tx, &mut query);
        query.then("limit ?) as kept", [most.into()]);
        query
    }

    /// The index alone, newest first.
    fn found(&self, tx: &Tx, query: &mut Where, below: i64, size: i64) {
        let expression = self.expression();
        match tx {
            Tx::Sqlite(_) => {
                let bounds = [expression.fts5().into(), self.least.into(), below.into()];
                query.then(
                    "select rowid as at from search_index where search_index match ? and rowid >= ? and rowid < ?",
                    bounds,
                );
                // A number tells its time but nearly.
                if self.reading.filter.after.is_some() || self.reading.filter.before.is_some() {
                    let (after, before) = self.reading.range();
                    query.then(
                        "and exists (select 1 from search_document as document where document.doc = search_index.rowid
                           and document.id >= ? and document.id < ?)",
                        [after.into(), before.into()],
                    );
                }
                query.then("order by rowid desc limit ?)", [size.into()]);
            }
            Tx::Postgres(_) => {
                let bounds = [
                    expression.tsquery().into(),
                    self.who.guild().into(),
                    self.least.into(),
                    below.into(),
                    size.into(),
                ];
                query.then(
                    "select id as at, ticket, staff_only from search_index
                     where tsv @@ cast(? as tsquery) and guild = ? and id >= ? and id < ? order by id desc limit ?)",
                    bounds,
                );
            }
        }
    }

    /// Of what was found: what the reader may see, and what was asked of the ticket. `cross join` has SQLite take the
    /// tables in this order.
    fn kept(&self, tx: &Tx, query: &mut Where) {
        let (is_sqlite, all) = (is_sqlite(tx), self.is_told_by_terms());
        if is_sqlite {
            query.then("from found cross join search_document as document on document.doc = found.at", []);
            if let Some(few) = &self.few {
                query.then("and document.ticket in (select value from json_each(?))", [few.as_str().into()]);
            }
        } else {
            query.then("from found", []);
        }
        if all {
            return;
        }
        if is_sqlite {
            query.then("cross join ticket on ticket.id = document.ticket", []);
        } else {
            query.then("join ticket on ticket.id = found.ticket", []);
        }
        narrow(query, self.who, &self.reading.filter);
        match self.who.reads() {
            None => {}
            Some([]) => {
                query.and("not staff_only", []);
            }
            Some(departments) => {
                // Of a ticket of their own, in a department they don't read, staff see what members see.
                let open = "not staff_only and (ticket.customer = ? or ticket.id in
                    (select ticket_member.ticket from ticket_member where ticket_member.person = ?))";
                query.and_in_or("ticket.department", departments.iter().copied(), open, own(self.who));
            }
        }
    }

    fn expression(&self) -> Expression<'_> {
        let filter = &self.reading.filter;
        Expression {
            slot: &self.slot,
            words: &self.reading.words,
            types: filter.ticket_type.with.as_deref().unwrap_or_default(),
            from: filter.from.with.as_deref().unwrap_or_default(),
            // Members' own tickets are a list of the index too: they don't walk through everybody's.
            own: filter.mine.then_some(self.who.user()),
        }
    }
}

fn is_sqlite(tx: &Tx) -> bool {
    matches!(tx, Tx::Sqlite(_))
}

/// All tickets of the guild that have what was asked of what may change of them, if they are few: only what is said in
/// these is looked for, and no farther back than the oldest.
async fn few(tx: &mut Tx, who: &Access, filter: &InboxFilter) -> Result<Option<Vec<TicketId>>> {
    let Some(query) = having(who, filter) else { return Ok(None) };
    let rows = fetch_where!(tx, (TicketId,), query)?;
    Ok(Some(rows.into_iter().map(|(id,)| id).collect::<Vec<_>>()).filter(|rows| rows.len() <= FEW))
}

/// By one condition alone, for which there is an index: whatever else was asked, no more rows are touched than come.
fn having(who: &Access, filter: &InboxFilter) -> Option<Where> {
    let one = if filter.number.is_some() {
        InboxFilter { number: filter.number, ..InboxFilter::default() }
    } else if let Some(with) = filter.assignee.with.as_ref().filter(|with| with.len() == 1 || !with.contains(&None)) {
        InboxFilter { assignee: Picked::of(with.iter().copied()), ..InboxFilter::default() }
    } else {
        InboxFilter { status: Picked::of(filter.status.with.clone()?), ..InboxFilter::default() }
    };
    let mut query = Where::new("select ticket.id from ticket");
    query.and("ticket.guild = ?", [who.guild().into()]);
    one.narrow(&mut query);
    query.then("limit ?", [i64::try_from(FEW + 1).unwrap_or(i64::MAX).into()]);
    Some(query)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Store;
    use crate::db::plan::{on_postgres, plan};
    use domain::UserId;
    use domain::search::{ACTIVE, parse};
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
            category: None,
            oncall_role: None,
            roles: vec![(RoleId(9), RoleKind::Staff)],
            revision: 1,
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
                    for query in [walk.query(&tx, 200), walk.counted(&tx, 9, 200, 100)] {
                        let plan = plan(store, &query).await;
                        assert!(holds(&plan), "{}\n{reading:?}\n{plan}", query.sql());
                        shapes += 1;
                    }
                }
            }
        }
        assert_eq!(shapes, 3 * 30 * 2 * 2);
    }

    /// What may change of a ticket is looked up by the list that has it.
    #[tokio::test]
    async fn few_tickets_are_found_by_an_index() {
        let data = tempfile::tempdir().unwrap();
        let store = Store::sqlite(data.path()).await.unwrap();
        let [owner, ..] = readers();
        let filters = [
            (
                "ticket_list_by_status (guild=? AND status=?)",
                InboxFilter { status: Picked::of(ACTIVE), ..InboxFilter::default() },
            ),
            (
                "ticket_list_by_assignee (guild=? AND assignee=?)",
                InboxFilter {
                    assignee: Picked::of([Some(UserId(8))]),
                    status: Picked::of([Status::Closed]),
                    ..InboxFilter::default()
                },
            ),
            ("(guild=? AND number=?)", InboxFilter { number: Some(5), ..InboxFilter::default() }),
        ];
        for (index, filter) in filters {
            let plan = plan(&store, &having(&owner, &filter).unwrap()).await;
            assert!(plan.contains(index) && !plan.contains("SCAN"), "{plan}");
        }
        assert!(having(&owner, &InboxFilter::default()).is_none());
    }

    /// Whoever asks whatever: the terms' own index first, then rows by their ids; nothing is scanned.
    #[tokio::test]
    async fn searches_follow_the_index_on_sqlite() {
        let data = tempfile::tempdir().unwrap();
        let store = Store::sqlite(data.path()).await.unwrap();
        walks(&store, |plan| {
            let mut scanned = plan.to_owned();
            for once in ["SCAN search_index VIRTUAL TABLE", "SCAN found", "SCAN kept", "SCAN json_each VIRTUAL TABLE"] {
                scanned = scanned.replace(once, "");
            }
            plan.contains("search_index VIRTUAL TABLE INDEX")
                && plan.contains("SEARCH document USING INTEGER PRIMARY KEY ")
                && (plan.contains("SEARCH ticket USING INDEX sqlite_autoindex_ticket_1 ") || !plan.contains(" ticket "))
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
