//! Knows lists of tickets: filtered, bounded by the reader's rights, page by keyset.

mod filter;

pub use filter::{InboxFilter, Picked};
pub(crate) use filter::{bound, narrow, own};

use crate::db::filter::{Where, fetch_where};
use crate::db::{Tx, fetch_all};
use crate::ticket::ticket_columns;
use crate::{Result, Store, member};
use domain::{Access, DepartmentId, MessageId, Ticket, TicketId, TicketTypeId, Timestamp, UserId};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// Most rows of a page.
const MAX_ROWS: i64 = 100;

/// The last row of the page above.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    pub last_at: Timestamp,
    pub id: TicketId,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InboxRow {
    pub ticket: Ticket,
    pub type_name: String,
    pub type_emoji: Option<String>,
    pub department_name: String,
    pub department_colour: i32,
    /// The name now, where known.
    pub customer_name: String,
    pub assignee_name: Option<String>,
    /// The beginning of what was last said, with who said it; Docket's own messages and notes left out.
    pub last_words: Option<String>,
    pub last_author: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct InboxPage {
    pub rows: Vec<InboxRow>,
    pub next: Option<Cursor>,
    /// Of the whole filter, at most 1,000 counted.
    pub count: i64,
}

#[derive(sqlx::FromRow)]
struct TypeNames {
    id: TicketTypeId,
    name: String,
    emoji: Option<String>,
}

#[derive(sqlx::FromRow)]
struct LastWords {
    ticket: TicketId,
    author: UserId,
    content: String,
}

impl Store {
    /// Newest first by `last_at`. At most 100 rows.
    pub async fn inbox(
        &self,
        who: &Access,
        filter: &InboxFilter,
        after: Option<Cursor>,
        limit: i64,
    ) -> Result<InboxPage> {
        let limit = limit.clamp(1, MAX_ROWS);
        let mut tx = self.inner.db.snapshot().await?;
        let mut tickets = fetch_where!(&mut tx, Ticket, list(who, filter, after, limit + 1))?;
        let more = i64::try_from(tickets.len()).is_ok_and(|found| found > limit);
        tickets.truncate(usize::try_from(limit).unwrap_or(1));
        let counted = fetch_where!(&mut tx, (i64,), count(who, filter))?;
        let next = tickets.last().filter(|_| more).map(|last| Cursor { last_at: last.last_at, id: last.id });
        Ok(InboxPage { rows: rows(&mut tx, who, tickets).await?, next, count: counted.first().map_or(0, |(n,)| *n) })
    }

    /// One row as the inbox shows it (live lists refetch what the bell named); `None` where it isn't theirs.
    pub async fn inbox_row(&self, who: &Access, ticket: TicketId) -> Result<Option<InboxRow>> {
        let mut tx = self.inner.db.snapshot().await?;
        let mut query = Where::new(TICKETS);
        bound(&mut query, who);
        query.and("ticket.id = ?", [ticket.into()]);
        let tickets = fetch_where!(&mut tx, Ticket, query)?;
        Ok(rows(&mut tx, who, tickets).await?.pop())
    }
}

/// All columns of a ticket, to be narrowed.
pub(crate) const TICKETS: &str = concat!("select ", ticket_columns!(), " from ticket");

fn list(who: &Access, filter: &InboxFilter, after: Option<Cursor>, limit: i64) -> Where {
    let mut query = Where::new(TICKETS);
    narrow(&mut query, who, filter);
    filter.dated(&mut query);
    if let Some(cursor) = after {
        query.and("(ticket.last_at, ticket.id) < (?, ?)", [cursor.last_at.into(), cursor.id.into()]);
    }
    query.then("order by ticket.last_at desc, ticket.id desc limit ?", [limit.into()]);
    query
}

fn count(who: &Access, filter: &InboxFilter) -> Where {
    let mut query = Where::new("select count(*) from (select 1 as one from ticket");
    narrow(&mut query, who, filter);
    filter.dated(&mut query);
    query.then("limit 1000) as counted", []);
    query
}

pub(crate) async fn rows(tx: &mut Tx, who: &Access, tickets: Vec<Ticket>) -> Result<Vec<InboxRow>> {
    if tickets.is_empty() {
        return Ok(Vec::new());
    }
    let types = fetch_all!(tx, TypeNames, "select id, name, emoji from ticket_type where guild = $1", who.guild())?;
    let types: HashMap<TicketTypeId, TypeNames> = types.into_iter().map(|row| (row.id, row)).collect();
    let departments = fetch_all!(
        tx,
        (DepartmentId, String, i32),
        "select id, name, colour from department where guild = $1",
        who.guild()
    )?;
    let departments: HashMap<DepartmentId, (String, i32)> =
        departments.into_iter().map(|(id, name, colour)| (id, (name, colour))).collect();
    let (inner, own): (Vec<&Ticket>, Vec<&Ticket>) = tickets.iter().partition(|t| who.sees_notes(t.department));
    let mut last = last_words(tx, LAST, &inner).await?;
    last.extend(last_words(tx, LAST_OF_MEMBER, &own).await?);
    let mut ids: Vec<UserId> = tickets.iter().flat_map(|t| [Some(t.customer), t.assignee]).flatten().collect();
    ids.extend(last.values().map(|words| words.author));
    ids.sort_unstable();
    ids.dedup();
    let names: HashMap<UserId, String> =
        member::people(tx, &ids).await?.into_iter().map(|p| (p.id, p.display_name)).collect();
    let row = |ticket: Ticket| {
        let kind = types.get(&ticket.ticket_type);
        let (department_name, department_colour) = departments.get(&ticket.department).cloned().unwrap_or_default();
        let words = last.get(&ticket.id);
        InboxRow {
            type_name: kind.map(|kind| kind.name.clone()).unwrap_or_default(),
            type_emoji: kind.and_then(|kind| kind.emoji.clone()),
            department_name,
            department_colour,
            customer_name: names.get(&ticket.customer).cloned().unwrap_or_else(|| ticket.customer_name.clone()),
            assignee_name: ticket.assignee.and_then(|user| names.get(&user).cloned()),
            last_words: words.map(|words| words.content.chars().take(160).collect()),
            last_author: words.and_then(|words| names.get(&words.author).cloned()),
            ticket,
        }
    };
    Ok(tickets.into_iter().map(row).collect())
}

const LAST: &str = "select (select max(message.id) from message where message.ticket = ticket.id
    and message.kind in ('said', 'after_close') and message.deleted_at is null) as last from ticket";
/// What is said after the close is not for the member.
const LAST_OF_MEMBER: &str = "select (select max(message.id) from message where message.ticket = ticket.id
    and message.kind = 'said' and message.deleted_at is null) as last from ticket";

/// The last thing that a person said in each of these tickets, by one seek a ticket.
async fn last_words(tx: &mut Tx, select: &'static str, tickets: &[&Ticket]) -> Result<HashMap<TicketId, LastWords>> {
    if tickets.is_empty() {
        return Ok(HashMap::new());
    }
    let mut ids = Where::new(select);
    ids.and_in("ticket.id", tickets.iter().map(|ticket| ticket.id));
    let ids = fetch_where!(tx, (Option<MessageId>,), ids)?;
    let mut query = Where::new("select ticket, author, content from message");
    query.and_in("id", ids.into_iter().filter_map(|(id,)| id));
    let words = fetch_where!(tx, LastWords, query)?;
    Ok(words.into_iter().map(|words| (words.ticket, words)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::plan::plan;
    use domain::{Department, GuildId, MemberFacts, RoleId, RoleKind, Status};

    const GUILD: GuildId = GuildId(1);

    fn agent() -> Access {
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
        let facts = MemberFacts { roles: vec![RoleId(9)], ..MemberFacts::default() };
        Access::decide(GUILD, UserId(3), &facts, &[], &[department])
    }

    fn nobody() -> Access {
        Access::decide(GUILD, UserId(3), &MemberFacts::default(), &[], &[])
    }

    fn admin() -> Access {
        Access::decide(GUILD, UserId(3), &MemberFacts { is_owner: true, ..MemberFacts::default() }, &[], &[])
    }

    /// Every shape that a page can ask for is answered in the order of an index: nothing is sorted, nothing scanned.
    #[tokio::test]
    async fn lists_follow_an_index() {
        let data = tempfile::tempdir().unwrap();
        let store = Store::sqlite(data.path()).await.unwrap();
        let cursor = Some(Cursor { last_at: Timestamp(5), id: TicketId(7) });
        let shapes = [
            ("ticket_list ", InboxFilter::default()),
            ("ticket_list_by_status ", InboxFilter { status: Picked::of([Status::Open]), ..InboxFilter::default() }),
            (
                "ticket_list_by_type ",
                InboxFilter { ticket_type: Picked::of([TicketTypeId(4)]), ..InboxFilter::default() },
            ),
            ("ticket_list_by_customer ", InboxFilter { from: Picked::of([UserId(8)]), ..InboxFilter::default() }),
            (
                "ticket_list_by_assignee ",
                InboxFilter { assignee: Picked::of([Some(UserId(8))]), ..InboxFilter::default() },
            ),
            ("ticket_list_by_assignee ", InboxFilter { assignee: Picked::of([None]), ..InboxFilter::default() }),
            (
                "ticket_list ",
                InboxFilter { after: Some(Timestamp(1)), before: Some(Timestamp(9)), ..InboxFilter::default() },
            ),
        ];
        for (index, filter) in shapes {
            for who in [admin(), agent()] {
                for after in [None, cursor] {
                    let plan = plan(&store, &list(&who, &filter, after, 50)).await;
                    assert!(
                        plan.contains(index) && !plan.contains("B-TREE") && !plan.contains("SCAN"),
                        "{filter:?}: {plan}"
                    );
                }
            }
        }
        // A member's are few: they are found by two indexes, and put in order.
        let plan = plan(&store, &list(&nobody(), &InboxFilter::default(), cursor, 50)).await;
        for index in ["ticket_list_by_customer ", "ticket_of_member "] {
            assert!(plan.contains(index) && !plan.contains("SCAN"), "{plan}");
        }
    }
}
