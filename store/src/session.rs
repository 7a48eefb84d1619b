//! Knows sessions as opaque documents with an end; what is in them is the front door's.

use crate::db::{execute, fetch_optional};
use crate::{Result, Store};
use domain::Timestamp;

impl Store {
    /// False if a session of that id is there already.
    pub async fn session_create(&self, id: &str, document: &str, expires_at: Timestamp) -> Result<bool> {
        let mut tx = self.inner.db.one_write().await?;
        let made = execute!(
            &mut tx,
            "insert into session (id, document, expires_at) values ($1, $2, $3) on conflict (id) do nothing",
            id,
            document,
            expires_at,
        )?;
        Ok(made == 1)
    }

    /// One that is gone stays gone: a late save brings no logout back.
    pub async fn session_save(&self, id: &str, document: &str, expires_at: Timestamp) -> Result<()> {
        let mut tx = self.inner.db.one_write().await?;
        execute!(&mut tx, "update session set document = $2, expires_at = $3 where id = $1", id, document, expires_at,)?;
        Ok(())
    }

    pub async fn session_load(&self, id: &str, now: Timestamp) -> Result<Option<String>> {
        let mut tx = self.inner.db.one_read().await?;
        let row = fetch_optional!(
            &mut tx,
            (String,),
            "select document from session where id = $1 and expires_at > $2",
            id,
            now,
        )?;
        Ok(row.map(|(document,)| document))
    }

    pub async fn session_delete(&self, id: &str) -> Result<()> {
        let mut tx = self.inner.db.one_write().await?;
        execute!(&mut tx, "delete from session where id = $1", id)?;
        Ok(())
    }

    /// Deletes those that ended. Gives how many.
    pub async fn sessions_expire(&self, now: Timestamp) -> Result<u64> {
        let mut tx = self.inner.db.one_write().await?;
        let gone = execute!(&mut tx, "delete from session where expires_at <= $1", now)?;
        Ok(gone)
    }
}
