//! Knows that there are two databases, and lets one SQL text run on either.
//!
//! The portable subset: `$1` parameters (a repeated `$1` is one value), literals in lower case at the call, no
//! `now()`, no arrays, no `ilike`, no `for update` (guard by state: `update … where status = 'open' returning …`),
//! counters by `update … set next = next + 1 … returning`, `cast(sum(…) as bigint)` for sums. What differs by nature
//! has one file with both texts.

pub mod filter;
#[cfg(test)]
pub mod plan;

use sqlx::pool::PoolConnection;
use sqlx::postgres::PgPoolOptions;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Database, PgPool, Postgres, Sqlite, SqlitePool, Transaction};
use std::ops::{Deref, DerefMut};
use std::path::Path;
use std::time::Duration;

/// The database, whichever it is.
#[derive(Clone, Debug)]
pub enum Db {
    /// One connection that writes, several that only read: SQLite has one writer at a time anyway, and waiting
    /// in our pool is fair where waiting in SQLite is not.
    Sqlite {
        write: SqlitePool,
        read: SqlitePool,
    },
    Postgres(PgPool),
}

/// A transaction on either, or a connection for a single statement.
#[derive(Debug)]
pub enum Tx {
    Sqlite(Held<Sqlite>),
    Postgres(Held<Postgres>),
}

/// What statements are run on.
#[derive(Debug)]
pub enum Held<D: Database> {
    /// Dropped without `commit`, it rolls back.
    Whole(Transaction<'static, D>),
    /// A statement by itself is all or nothing anyway: two of three trips to the database are saved.
    One(PoolConnection<D>),
}

impl<D: Database> Deref for Held<D> {
    type Target = D::Connection;

    fn deref(&self) -> &Self::Target {
        match self {
            Self::Whole(tx) => tx,
            Self::One(connection) => connection,
        }
    }
}

impl<D: Database> DerefMut for Held<D> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        match self {
            Self::Whole(tx) => tx,
            Self::One(connection) => connection,
        }
    }
}

impl<D: Database> Held<D> {
    async fn commit(self) -> Result<(), sqlx::Error> {
        match self {
            Self::Whole(tx) => tx.commit().await,
            Self::One(_) => Ok(()),
        }
    }
}

impl Db {
    /// Opens `docket.db` in the folder, makes it if there is none, and migrates it.
    pub async fn sqlite(folder: &Path) -> crate::Result<Self> {
        let options = SqliteConnectOptions::new()
            .filename(folder.join("docket.db"))
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Normal)
            .busy_timeout(Duration::from_secs(10))
            .foreign_keys(true)
            // For when nobody calls `checkpoint`: a writer that must do it waits for the disk.
            .pragma("wal_autocheckpoint", "10000")
            .pragma("journal_size_limit", "67108864");
        // A file does not hang up: a connection that is taken need not be asked first whether it is still there.
        let pool = || SqlitePoolOptions::new().test_before_acquire(false);
        let write = pool().max_connections(1).connect_with(options.clone()).await?;
        sqlx::migrate!("../migrations/sqlite").run(&write).await?;
        // Searches touch rows all over: 8 MB each in place of 2.
        let options = options.pragma("query_only", "on").pragma("cache_size", "-8000");
        let read = pool().max_connections(4).connect_with(options).await?;
        Ok(Self::Sqlite { write, read })
    }

    /// Opens what is there, to be read alone; fails if there is nothing.
    pub async fn sqlite_as_it_is(folder: &Path) -> crate::Result<Self> {
        let options = SqliteConnectOptions::new()
            .filename(folder.join("docket.db"))
            .busy_timeout(Duration::from_secs(10))
            .pragma("query_only", "on");
        let read = SqlitePoolOptions::new().max_connections(2).connect_with(options).await?;
        Ok(Self::Sqlite { write: read.clone(), read })
    }

    /// Connects and migrates. A `search_path` in the URL's options is kept (tests live in schemas of their own).
    pub async fn postgres(url: &str) -> crate::Result<Self> {
        let pool = PgPoolOptions::new().max_connections(16).connect(url).await?;
        sqlx::migrate!("../migrations/postgres").run(&pool).await?;
        Ok(Self::Postgres(pool))
    }

    /// Begins to write. On SQLite at once (`immediate`): a read that upgrades later would fail.
    pub async fn begin(&self) -> Result<Tx, sqlx::Error> {
        Ok(match self {
            Self::Sqlite { write, .. } => Tx::Sqlite(Held::Whole(write.begin_with("begin immediate").await?)),
            Self::Postgres(pool) => Tx::Postgres(Held::Whole(pool.begin().await?)),
        })
    }

    /// Begins to read: one snapshot for several queries.
    pub async fn snapshot(&self) -> Result<Tx, sqlx::Error> {
        Ok(match self {
            Self::Sqlite { read, .. } => Tx::Sqlite(Held::Whole(read.begin().await?)),
            Self::Postgres(pool) => {
                Tx::Postgres(Held::Whole(pool.begin_with("begin isolation level repeatable read read only").await?))
            }
        })
    }

    /// For one statement that writes; it holds without `commit`.
    pub async fn one_write(&self) -> Result<Tx, sqlx::Error> {
        Ok(match self {
            Self::Sqlite { write, .. } => Tx::Sqlite(Held::One(write.acquire().await?)),
            Self::Postgres(pool) => Tx::Postgres(Held::One(pool.acquire().await?)),
        })
    }

    /// For one query.
    pub async fn one_read(&self) -> Result<Tx, sqlx::Error> {
        Ok(match self {
            Self::Sqlite { read, .. } => Tx::Sqlite(Held::One(read.acquire().await?)),
            Self::Postgres(pool) => Tx::Postgres(Held::One(pool.acquire().await?)),
        })
    }

    /// Passive: no writer and no reader waits. Gives the pages of the log that are not in the database yet.
    pub async fn checkpoint(&self) -> Result<i64, sqlx::Error> {
        let Self::Sqlite { read, .. } = self else { return Ok(0) };
        let (_, pages, done) =
            sqlx::query_as::<_, (i64, i64, i64)>("pragma wal_checkpoint(passive)").fetch_one(read).await?;
        Ok(pages - done)
    }

    pub async fn close(&self) {
        match self {
            Self::Sqlite { write, read } => {
                read.close().await;
                write.close().await;
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

impl Tx {
    pub async fn commit(self) -> Result<(), sqlx::Error> {
        match self {
            Self::Sqlite(tx) => tx.commit().await,
            Self::Postgres(tx) => tx.commit().await,
        }
    }
}

/// Runs the body with the connection of whichever database it is.
macro_rules! on {
    ($tx:expr, |$c:ident| $body:expr) => {
        match $tx {
            $crate::db::Tx::Sqlite(tx) => {
                let $c = &mut **tx;
                $body
            }
            $crate::db::Tx::Postgres(tx) => {
                let $c = &mut **tx;
                $body
            }
        }
    };
}
macro_rules! fetch_one {
    ($tx:expr, $row:ty, $sql:expr $(, $arg:expr)* $(,)?) => { $crate::db::on!($tx, |c| sqlx::query_as::<_, $row>($sql)$(.bind($arg))*.fetch_one(c).await) };
}
macro_rules! fetch_optional {
    ($tx:expr, $row:ty, $sql:expr $(, $arg:expr)* $(,)?) => { $crate::db::on!($tx, |c| sqlx::query_as::<_, $row>($sql)$(.bind($arg))*.fetch_optional(c).await) };
}
macro_rules! fetch_all {
    ($tx:expr, $row:ty, $sql:expr $(, $arg:expr)* $(,)?) => { $crate::db::on!($tx, |c| sqlx::query_as::<_, $row>($sql)$(.bind($arg))*.fetch_all(c).await) };
}
macro_rules! fetch_scalar {
    ($tx:expr, $value:ty, $sql:expr $(, $arg:expr)* $(,)?) => { $crate::db::on!($tx, |c| sqlx::query_scalar::<_, $value>($sql)$(.bind($arg))*.fetch_one(c).await) };
}
/// Gives the number of rows that were touched.
macro_rules! execute {
    ($tx:expr, $sql:expr $(, $arg:expr)* $(,)?) => { $crate::db::on!($tx, |c| sqlx::query($sql)$(.bind($arg))*.execute(c).await.map(|done| done.rows_affected())) };
}
pub(crate) use {execute, fetch_all, fetch_one, fetch_optional, fetch_scalar, on};
