//! Knows how a question gets its meaning: names become ids, as far as the reader may know them.

use super::names::{Known, known, people};
use crate::db::Tx;
use crate::inbox::{InboxFilter, Picked};
use crate::ticket::tidy_tag;
use crate::{Result, Store, catalog};
use domain::search::{Asked, Field, Mark, Named, Query, QueryFault, Words, Wrong, chosen, parse};
use domain::{Access, DepartmentId, MessageId, Standing, TicketTypeId, Timestamp, UserId, first_snowflake};

/// People that one question may name: for each all who are known are looked through.
const MAX_NAMES: usize = 5;

/// A question that was read for one reader.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// What is to be found in what was said; empty: the tickets themselves are asked for.
    pub words: Words,
    /// What the fields ask of the ticket.
    pub filter: InboxFilter,
    /// The whole question is a number: perhaps this ticket's.
    pub(super) number: Option<i64>,
}

impl Reading {
    /// The messages of the days asked for: from the first id up to below the second.
    pub(super) fn range(&self) -> (i64, i64) {
        let after = self.filter.after.map_or(i64::MIN, first_snowflake);
        (after, self.filter.before.map_or(i64::MAX, first_snowflake))
    }

    pub(super) fn has_day(&self, message: MessageId) -> bool {
        let (after, before) = self.range();
        (after..before).contains(&message.0)
    }
}

impl Store {
    /// Reads a question for whoever asks it; the inner error is theirs to mend. Types, departments and people that are
    /// not theirs to see are unknown, as if there were none.
    pub async fn read_question(
        &self,
        who: &Access,
        question: &str,
        now: Timestamp,
    ) -> Result<std::result::Result<Reading, QueryFault>> {
        let query = match parse(question, now) {
            Ok(query) => query,
            Err(fault) => return Ok(Err(fault)),
        };
        let mut tx = self.inner.db.snapshot().await?;
        resolve(&mut tx, who, query).await
    }
}

async fn resolve(tx: &mut Tx, who: &Access, query: Query) -> Result<std::result::Result<Reading, QueryFault>> {
    if let Some(fault) = too_many(&query.asked) {
        return Ok(Err(fault));
    }
    let named = |field: &Field| matches!(field, Field::Type | Field::Department);
    let known = if query.asked.iter().any(|asked| named(&asked.field)) {
        known(tx, who).await?
    } else {
        Known { departments: Vec::new(), types: Vec::new() }
    };
    let categories = if query.asked.iter().any(|asked| asked.field == Field::Category) {
        catalog::rules(tx, who.guild()).await?.categories
    } else {
        Vec::new()
    };
    let mut types: (Vec<TicketTypeId>, Vec<TicketTypeId>) = Default::default();
    let mut departments: (Vec<DepartmentId>, Vec<DepartmentId>) = Default::default();
    let mut from = Picked::<UserId>::default();
    let mut assignee = Picked::<Option<UserId>>::default();
    let mut tag = Picked::<String>::default();
    let mut category = Picked::<String>::default();
    for asked in &query.asked {
        match asked.field {
            Field::Type => match among(asked, &known.types) {
                Ok(found) => side(&mut types, asked.without).extend(found),
                Err(fault) => return Ok(Err(fault)),
            },
            Field::Department => match among(asked, &known.departments) {
                Ok(found) => side(&mut departments, asked.without).extend(found),
                Err(fault) => return Ok(Err(fault)),
            },
            Field::Tag => add(&mut tag, asked.without, [tidy_tag(&asked.value)]),
            Field::Category => add(&mut category, asked.without, spellings(&asked.value, &categories)),
            Field::From => add(&mut from, asked.without, person(tx, who, asked).await?.into_iter().flatten()),
            _ => add(&mut assignee, asked.without, person(tx, who, asked).await?),
        }
    }
    let marked = |mark: Mark| match &query.marks {
        (with, _) if with.contains(&mark) => Some(true),
        (_, without) if without.contains(&mark) => Some(false),
        _ => None,
    };
    // Tags are staff's own words, and what they put aside is their own affair: neither tells anything to the member whose
    // ticket it is.
    let mut department = Picked::from_lists(departments.0, departments.1);
    let of_staff = tag.with.is_some() || !tag.without.is_empty() || marked(Mark::Snoozed).is_some();
    if let Some(reads) = who.reads().filter(|_| of_staff) {
        department.with = Some(match department.with {
            Some(with) => with.into_iter().filter(|id| reads.contains(id)).collect(),
            None => reads.to_vec(),
        });
    }
    let filter = InboxFilter {
        status: Picked::from_lists(query.status.0, query.status.1),
        priority: Picked::from_lists(query.priority.0, query.priority.1),
        ticket_type: Picked::from_lists(types.0, types.1),
        department,
        from,
        assignee,
        tag,
        category,
        snoozed: marked(Mark::Snoozed),
        escalated: marked(Mark::Escalated),
        number: query.number,
        after: query.after,
        before: query.before,
        mine: who.standing() == Standing::Member,
    };
    Ok(Ok(Reading { words: query.words, filter, number: query.perhaps_number }))
}

/// A category as a database has it in lower case. SQLite folds the case of ASCII alone: there the other letters stand as
/// the guild writes them, or as they were typed.
fn spellings(asked: &str, categories: &[String]) -> Vec<String> {
    let lower = asked.to_lowercase();
    let written = categories.iter().map(String::as_str).filter(|one| one.to_lowercase() == lower);
    let folded = written.chain([asked]).map(str::to_ascii_lowercase).collect::<Vec<_>>();
    [lower].into_iter().chain(folded).collect()
}

/// At the first name that is one too many.
fn too_many(asked: &[Asked]) -> Option<QueryFault> {
    let names: Vec<&Asked> = asked.iter().filter(|one| matches!(one.field, Field::From | Field::Assignee)).collect();
    let beyond = names.get(MAX_NAMES)?;
    Some(QueryFault::new(beyond.span.clone(), Wrong::TooMany { count: names.len(), max: MAX_NAMES }))
}

fn side<T>(lists: &mut (Vec<T>, Vec<T>), without: bool) -> &mut Vec<T> {
    if without { &mut lists.1 } else { &mut lists.0 }
}

/// People that nobody knows are asked for all the same: then nothing is found.
fn add<T>(picked: &mut Picked<T>, without: bool, people: impl IntoIterator<Item = T>) {
    if without { picked.without.extend(people) } else { picked.with.get_or_insert_default().extend(people) }
}

fn among<T: Copy + ToString>(asked: &Asked, known: &[(T, Named)]) -> std::result::Result<Vec<T>, QueryFault> {
    let names: Vec<Named> = known.iter().map(|(_, named)| named.clone()).collect();
    let mut found: Vec<T> = chosen(&asked.value, &names).into_iter().map(|at| known[at].0).collect();
    found.extend(known.iter().map(|(id, _)| *id).filter(|id| id.to_string() == asked.value));
    if found.is_empty() {
        let keys = names.iter().map(|named| named.key.as_str());
        return Err(QueryFault::unknown(asked.field, &asked.value, asked.span.clone(), &keys));
    }
    Ok(found)
}

/// `me` is the reader, `none` is nobody.
async fn person(tx: &mut Tx, who: &Access, asked: &Asked) -> Result<Vec<Option<UserId>>> {
    match asked.value.to_lowercase().as_str() {
        "me" => Ok(vec![Some(who.user())]),
        "none" | "nobody" if asked.field == Field::Assignee => Ok(vec![None]),
        _ => Ok(people(tx, who, asked.field, &asked.value).await?.into_iter().map(Some).collect()),
    }
}
