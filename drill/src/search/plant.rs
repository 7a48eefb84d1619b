//! A database of so many messages by a seed: 30 guilds, the largest with six tenths. Rows are put in directly, as many
//! at once as a statement takes; what the store itself makes of them (slots, the index) it makes itself.

use super::text;
use anyhow::{Context, Result};
use domain::{GuildFacts, GuildId, MemberFacts, Timestamp, UserId, Via, first_snowflake};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde_json::{Value, json};
use sqlx::{PgPool, SqlitePool};
use std::path::Path;
use store::Store;

pub const GUILD: GuildId = GuildId(1_000);
pub const OWNER: UserId = UserId(1);
const GUILDS: u64 = 30;
const PER_TICKET: u64 = 12;
const BATCH: usize = 2_000;
/// The first message; one follows each ten seconds.
const START: Timestamp = Timestamp(1_680_000_000_000);
const STEP: i64 = 10_000;

pub enum Raw {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

impl Raw {
    pub async fn sqlite(file: &Path) -> Result<Self> {
        Ok(Self::Sqlite(SqlitePool::connect(&format!("sqlite://{}", file.display())).await?))
    }

    pub async fn postgres(url: &str) -> Result<Self> {
        Ok(Self::Postgres(PgPool::connect(url).await?))
    }

    pub async fn text_bytes(&self) -> Result<u64> {
        let bytes: Option<i64> = match self {
            Self::Sqlite(pool) => {
                sqlx::query_scalar("select sum(length(cast(content as blob))) from message").fetch_one(pool).await?
            }
            Self::Postgres(pool) => {
                sqlx::query_scalar("select cast(sum(octet_length(content)) as bigint) from message")
                    .fetch_one(pool)
                    .await?
            }
        };
        Ok(u64::try_from(bytes.unwrap_or_default())?)
    }

    pub async fn index_bytes(&self) -> Result<u64> {
        let bytes: i64 = match self {
            Self::Sqlite(pool) => {
                let sql = "select (select sum(length(block)) from search_index_data)
                    + (select sum(length(sz) + 8) from search_index_docsize)
                    + (select sum(pgsize) from dbstat where name in ('search_document', 'sqlite_autoindex_search_document_1'))";
                sqlx::query_scalar(sql).fetch_one(pool).await?
            }
            Self::Postgres(pool) => {
                sqlx::query_scalar("select pg_total_relation_size('search_index')").fetch_one(pool).await?
            }
        };
        Ok(u64::try_from(bytes)?)
    }

    /// What autovacuum would do in the first minutes.
    pub async fn settle(&self) -> Result<()> {
        if let Self::Postgres(pool) = self {
            sqlx::raw_sql("vacuum analyze").execute(pool).await?;
        }
        Ok(())
    }

    async fn put(&self, sqlite: &'static str, postgres: &'static str, rows: &mut Vec<Value>) -> Result<()> {
        let all = Value::from(std::mem::take(rows)).to_string();
        match self {
            Self::Sqlite(pool) => sqlx::query(sqlite).bind(all).execute(pool).await?.rows_affected(),
            Self::Postgres(pool) => sqlx::query(postgres).bind(all).execute(pool).await?.rows_affected(),
        };
        Ok(())
    }
}

struct Place {
    guild: GuildId,
    /// Type and department.
    types: Vec<(i64, i64)>,
    tickets: u64,
}

pub async fn plant(store: &Store, raw: &Raw, n: u64, seed: u64) -> Result<()> {
    eprintln!("planting {n} messages …");
    let mut random = StdRng::seed_from_u64(seed);
    let mut places = Vec::new();
    for at in 0..GUILDS {
        let guild = GuildId(GUILD.0 + i64::try_from(at)?);
        let facts = GuildFacts { id: guild, name: format!("Guild {at}"), owner: OWNER, ..GuildFacts::default() };
        store.guild_joined(&facts, START).await?;
        let owner = store.access_with(guild, OWNER, &MemberFacts::default()).await?.admin()?;
        store.set_up(&owner, Via::Web, START).await?;
        let catalog = store.catalog(guild).await?;
        let types = catalog.types.iter().map(|kind| (kind.id.0, kind.department.0)).collect();
        places.push(Place { guild, types, tickets: 0 });
    }
    let (mut tickets, mut messages) = (Vec::with_capacity(BATCH), Vec::with_capacity(BATCH));
    let count = n / PER_TICKET;
    for ticket in 0..count {
        let at = if random.random_bool(0.6) { 0 } else { random.random_range(1..places.len()) };
        let place = places.get_mut(at).context("a guild")?;
        place.tickets += 1;
        let begins = Timestamp(START.0 + i64::try_from(ticket * PER_TICKET)? * STEP);
        let id = first_snowflake(begins) + 1;
        let customer = 100 + text::rank(&mut random, 20_000.0);
        let (kind, department) = place.types[random.random_range(0..place.types.len())];
        let is_new = ticket > count - count / 100;
        let status = if is_new { ["open", "in_progress"][random.random_range(0..2)] } else { "closed" };
        let assignee = 50 + random.random_range(0..40);
        let last = begins.0 + i64::try_from(PER_TICKET - 1)? * STEP;
        tickets.push(json!([
            id,
            place.guild.0,
            place.tickets,
            kind,
            department,
            customer,
            format!("member{customer}"),
            status,
            assignee,
            begins.0,
            last
        ]));
        for turn in 0..PER_TICKET {
            let said = Timestamp(begins.0 + i64::try_from(turn)? * STEP);
            let author = if turn % 2 == 0 { i64::try_from(customer)? } else { assignee };
            messages.push(json!([first_snowflake(said) + 2, place.guild.0, id, author, text::message(&mut random)]));
        }
        if messages.len() >= BATCH || ticket + 1 == count {
            raw.put(TICKETS_SQLITE, TICKETS_POSTGRES, &mut tickets).await?;
            raw.put(MESSAGES_SQLITE, MESSAGES_POSTGRES, &mut messages).await?;
        }
    }
    Ok(())
}

macro_rules! tickets {
    ($values:literal) => {
        concat!(
            "insert into ticket (id, guild, number, ticket_type, department, customer, customer_name, status, assignee,
               created_at, last_at, channel_name, channel, provisioning, priority, waiting_on, form_revision, revision,
               published_revision) ",
            $values
        )
    };
}

const TICKETS_SQLITE: &str = tickets!(
    "select value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 7,
       value ->> 8, value ->> 9, value ->> 10, 'channel', value ->> 0, 'done', 'medium', 'staff', 1, 1, 1
     from json_each($1)"
);
const TICKETS_POSTGRES: &str = tickets!(
    "select (value ->> 0)::bigint, (value ->> 1)::bigint, (value ->> 2)::bigint, (value ->> 3)::bigint,
       (value ->> 4)::bigint, (value ->> 5)::bigint, value ->> 6, value ->> 7, (value ->> 8)::bigint,
       (value ->> 9)::bigint, (value ->> 10)::bigint, 'channel', (value ->> 0)::bigint, 'done', 'medium', 'staff', 1, 1, 1
     from jsonb_array_elements($1::jsonb)"
);
const MESSAGES_SQLITE: &str =
    "insert into message (id, guild, ticket, author, content, kind, embeds, components, stickers,
       deleted_while_away, version)
     select value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, 'said', '[]', '[]', '[]', false, 1
     from json_each($1)";
const MESSAGES_POSTGRES: &str =
    "insert into message (id, guild, ticket, author, content, kind, embeds, components, stickers,
       deleted_while_away, version)
     select (value ->> 0)::bigint, (value ->> 1)::bigint, (value ->> 2)::bigint, (value ->> 3)::bigint, value ->> 4,
       'said', '[]', '[]', '[]', false, 1
     from jsonb_array_elements($1::jsonb)";
