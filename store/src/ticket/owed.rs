//! Knows whom an answer is owed: members whose submit was acknowledged, until a ticket or a refusal came of it.

use crate::db::{execute, fetch_all};
use crate::{Result, Store};
use domain::{InteractionId, Timestamp};

impl Store {
    /// Written down before Discord is told that an answer will come. A ticket that is opened pays it.
    pub async fn owe_reply(&self, interaction: InteractionId, token: &str, until: Timestamp) -> Result<()> {
        let mut tx = self.inner.db.one_write().await?;
        execute!(
            &mut tx,
            "insert into owed_reply (interaction, token, until_at) values ($1, $2, $3) on conflict (interaction) do nothing",
            interaction,
            token,
            until,
        )?;
        Ok(())
    }

    /// The member was told.
    pub async fn reply_given(&self, interaction: InteractionId) -> Result<()> {
        let mut tx = self.inner.db.one_write().await?;
        execute!(&mut tx, "delete from owed_reply where interaction = $1", interaction)?;
        Ok(())
    }

    /// Those who wait since before this process and can still be reached, with their tokens. Forgets the others.
    pub async fn replies_owed(&self, now: Timestamp) -> Result<Vec<(InteractionId, String)>> {
        let mut tx = self.inner.db.begin().await?;
        execute!(&mut tx, "delete from owed_reply where until_at <= $1", now)?;
        let owed = fetch_all!(
            &mut tx,
            (InteractionId, String),
            "select interaction, token from owed_reply order by interaction"
        )?;
        tx.commit().await?;
        Ok(owed)
    }
}
