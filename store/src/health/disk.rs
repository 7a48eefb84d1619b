//! Knows what the data takes on the disk, and what is free beside it. One text a database where they differ by nature.

use crate::db::{Db, fetch_one, fetch_scalar};
use crate::{Result, Store};
use std::path::Path;

/// What lies where the data is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Disk {
    /// The number of the last migration.
    pub schema: i64,
    pub database_bytes: i64,
    /// Files of messages that were copied.
    pub files: i64,
    pub file_bytes: i64,
    /// Left to us on the data folder's disk; `None` where the system does not say.
    pub free_bytes: Option<u64>,
}

impl Store {
    pub async fn disk(&self) -> Result<Disk> {
        let free_bytes = free_bytes(self.inner.files.root());
        let size = match self.inner.db {
            Db::Sqlite { .. } => {
                "select cast(page_count * page_size as bigint) from pragma_page_count(), pragma_page_size()"
            }
            Db::Postgres(_) => "select pg_database_size(current_database())",
        };
        let mut tx = self.inner.db.snapshot().await?;
        let schema = fetch_scalar!(&mut tx, i64, "select max(version) from _sqlx_migrations")?;
        let database_bytes = fetch_scalar!(&mut tx, i64, size)?;
        let (files, file_bytes) = fetch_one!(
            &mut tx,
            (i64, i64),
            "select count(*), cast(coalesce(sum(size), 0) as bigint) from attachment where state = 'stored'"
        )?;
        Ok(Disk { schema, database_bytes, files, file_bytes, free_bytes })
    }
}

/// What a user without privileges may still write where this path is.
pub fn free_bytes(at: &Path) -> Option<u64> {
    let found = rustix::fs::statvfs(at).ok()?;
    Some(found.f_bavail.saturating_mul(found.f_frsize))
}
