//! Knows how an index that is behind catches up: newest first, batch by batch, from where it was left. What is said,
//! edited or opened meanwhile enters by its own verb.

use super::document::{self, Filed};
use super::index::{head_text, vector};
use super::slot;
use crate::db::filter::{Where, fetch_where};
use crate::db::{Tx, execute, fetch_all, fetch_optional};
use crate::{Result, Store};
use domain::search::Slot;
use domain::{GuildId, TicketId, TicketTypeId, UserId};
use serde_json::{Value, json};
use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

/// One batch of a rebuild.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rebuilt {
    /// Documents of this batch.
    pub documents: usize,
    /// All is indexed.
    pub is_done: bool,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    ticket: TicketId,
    guild: GuildId,
    ticket_type: TicketTypeId,
    customer: UserId,
    staff_only: bool,
    content: String,
}

#[derive(sqlx::FromRow)]
struct HeadRow {
    id: TicketId,
    guild: GuildId,
    ticket_type: TicketTypeId,
    customer: UserId,
    customer_name: String,
    subject: Option<String>,
    description: Option<String>,
}

struct Document {
    filed: Filed,
    guild: GuildId,
    terms: Vec<String>,
}

impl Store {
    /// Throws the index away, to be built anew by `rebuild_search`.
    pub async fn forget_search(&self) -> Result<()> {
        let mut tx = self.inner.db.begin().await?;
        match &tx {
            Tx::Sqlite(_) => execute!(&mut tx, "insert into search_index (search_index) values ('delete-all')")?,
            Tx::Postgres(_) => execute!(&mut tx, "delete from search_index")?,
        };
        if let Tx::Sqlite(_) = &tx {
            execute!(&mut tx, "delete from search_document")?;
        }
        execute!(&mut tx, "delete from search_progress")?;
        execute!(
            &mut tx,
            "insert into search_progress (what, below) select 'message', max(id) + 1 from message having max(id) is not null",
        )?;
        execute!(
            &mut tx,
            "insert into search_progress (what, below) select 'ticket', max(id) + 1 from ticket having max(id) is not null",
        )?;
        tx.commit().await?;
        Ok(())
    }

    /// The next batch of what is not indexed yet. To be called until all is.
    pub async fn rebuild_search(&self, batch: i64) -> Result<Rebuilt> {
        let mut tx = self.inner.db.begin().await?;
        let left =
            fetch_optional!(&mut tx, (String, i64), "select what, below from search_progress order by what limit 1")?;
        let Some((what, below)) = left else { return Ok(Rebuilt { documents: 0, is_done: true }) };
        let (documents, lowest) = if what == "message" {
            messages(&mut tx, below, batch).await?
        } else {
            heads(&mut tx, below, batch).await?
        };
        match lowest {
            Some(lowest) => execute!(&mut tx, "update search_progress set below = $2 where what = $1", &what, lowest)?,
            None => execute!(&mut tx, "delete from search_progress where what = $1", &what)?,
        };
        put_all(&mut tx, &documents).await?;
        tx.commit().await?;
        Ok(Rebuilt { documents: documents.len(), is_done: false })
    }
}

/// Documents of the messages below this id, oldest first, and the lowest id that was looked at.
async fn messages(tx: &mut Tx, below: i64, batch: i64) -> Result<(Vec<Document>, Option<i64>)> {
    let rows = fetch_all!(
        tx,
        Row,
        "select message.id, message.ticket, ticket.guild, ticket.ticket_type, ticket.customer,
           message.kind in ('note', 'after_close') as staff_only,
           case when message.kind = 'system' then '' else message.content end as content
         from (select id from message where id < $1 order by id desc limit $2) as newest
         join message on message.id = newest.id join ticket on ticket.id = message.ticket order by message.id",
        below,
        batch,
    )?;
    let lowest = rows.first().map(|row| row.id);
    let let_in = let_in(tx, rows.iter().map(|row| row.ticket)).await?;
    let mut slots = HashMap::new();
    let mut documents = Vec::with_capacity(rows.len());
    for row in rows {
        let slot = slot_of(tx, &mut slots, row.guild).await?;
        let theirs = let_in.get(&row.ticket).map_or(&[][..], Vec::as_slice);
        if let Some(terms) = slot.document(&row.content, row.ticket_type, row.customer, theirs) {
            let filed = Filed { id: row.id, ticket: row.ticket, staff_only: row.staff_only };
            documents.push(Document { filed, guild: row.guild, terms });
        }
    }
    Ok((documents, lowest))
}

/// The same of the tickets' own words.
async fn heads(tx: &mut Tx, below: i64, batch: i64) -> Result<(Vec<Document>, Option<i64>)> {
    let mut rows = fetch_all!(
        tx,
        HeadRow,
        "select id, guild, ticket_type, customer, customer_name, subject, description from ticket where id < $1
         order by id desc limit $2",
        below,
        batch,
    )?;
    rows.reverse();
    let Some(lowest) = rows.first().map(|row| row.id.0) else { return Ok((Vec::new(), None)) };
    let shown = fetch_all!(
        tx,
        (TicketId, String),
        "select ticket, shown from ticket_answer where ticket >= $1 and ticket < $2 order by ticket, position",
        lowest,
        below,
    )?;
    let mut answers: HashMap<TicketId, Vec<String>> = HashMap::new();
    for (ticket, shown) in shown {
        answers.entry(ticket).or_default().push(shown);
    }
    let let_in = let_in(tx, rows.iter().map(|row| row.id)).await?;
    let mut slots = HashMap::new();
    let mut documents = Vec::with_capacity(rows.len());
    for row in rows {
        let slot = slot_of(tx, &mut slots, row.guild).await?;
        let theirs = let_in.get(&row.id).map_or(&[][..], Vec::as_slice);
        let shown = answers.get(&row.id).into_iter().flatten().map(String::as_str);
        let text = head_text(&row.customer_name, row.subject.as_deref(), row.description.as_deref(), shown);
        if let Some(terms) = slot.document(&text, row.ticket_type, row.customer, theirs) {
            let filed = Filed { id: row.id.0, ticket: row.id, staff_only: false };
            documents.push(Document { filed, guild: row.guild, terms });
        }
    }
    Ok((documents, Some(lowest)))
}

/// Whom staff let into these tickets.
async fn let_in(tx: &mut Tx, tickets: impl Iterator<Item = TicketId>) -> Result<HashMap<TicketId, Vec<UserId>>> {
    let tickets: HashSet<TicketId> = tickets.collect();
    let mut query = Where::new("select ticket, person from ticket_member");
    query.and_in("ticket", tickets);
    let mut all: HashMap<TicketId, Vec<UserId>> = HashMap::new();
    for (ticket, person) in fetch_where!(tx, (TicketId, UserId), query)? {
        all.entry(ticket).or_default().push(person);
    }
    Ok(all)
}

async fn slot_of<'a>(tx: &mut Tx, slots: &'a mut HashMap<GuildId, Slot>, guild: GuildId) -> Result<&'a Slot> {
    Ok(match slots.entry(guild) {
        Entry::Occupied(known) => known.into_mut(),
        Entry::Vacant(place) => place.insert(slot::of(tx, guild).await?),
    })
}

/// A batch in one statement. On PostgreSQL a document that a verb wrote meanwhile is newer, and stays.
async fn put_all(tx: &mut Tx, documents: &[Document]) -> Result<()> {
    if documents.is_empty() {
        return Ok(());
    }
    match tx {
        Tx::Sqlite(_) => {
            let mut docs = document::known(tx, documents.iter().map(|one| one.filed.id)).await?;
            if !docs.is_empty() {
                let old = docs.values().copied().collect::<Value>().to_string();
                execute!(tx, "delete from search_index where rowid in (select value from json_each($1))", old)?;
            }
            let fresh: Vec<Filed> =
                documents.iter().map(|one| one.filed).filter(|filed| !docs.contains_key(&filed.id)).collect();
            let made = document::file(tx, &fresh).await?;
            docs.extend(fresh.iter().map(|filed| filed.id).zip(made));
            let one = |one: &Document| Some(json!([docs.get(&one.filed.id)?, one.terms.join(" ")]));
            let all = documents.iter().filter_map(one).collect::<Value>().to_string();
            execute!(
                tx,
                "insert into search_index (rowid, t) select value ->> 0, value ->> 1 from json_each($1)",
                &all
            )?;
        }
        Tx::Postgres(_) => {
            let all: Vec<_> = documents
                .iter()
                .map(|one| {
                    json!({ "id": one.filed.id, "ticket": one.filed.ticket.0, "guild": one.guild.0,
                    "staff_only": one.filed.staff_only, "tsv": vector(&one.terms) })
                })
                .collect();
            execute!(
                tx,
                "insert into search_index (id, ticket, guild, staff_only, tsv)
                 select id, ticket, guild, staff_only, cast(tsv as tsvector) from jsonb_to_recordset(cast($1 as jsonb))
                   as one (id bigint, ticket bigint, guild bigint, staff_only boolean, tsv text)
                 on conflict (id) do nothing",
                Value::from(all).to_string(),
            )?;
        }
    }
    Ok(())
}
