//! Knows what Discord refuses, and the mend, for the people who can act.

use crate::db::{execute, fetch_all};
use crate::{Result, Store};
use domain::{Bell, GuildId, Timestamp};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::FromRow)]
pub struct Problem {
    pub guild: GuildId,
    /// `panel:123`, `ticket:45`, `category:tickets`.
    pub subject: String,
    pub what: String,
    pub mend: String,
    pub since: Timestamp,
    pub seen_at: Timestamp,
}

impl Store {
    /// Writes it, or moves `seen_at` of the one that is known. Rings Guild when it is new.
    pub async fn problem(&self, guild: GuildId, subject: &str, what: &str, mend: &str, now: Timestamp) -> Result<()> {
        let mut tx = self.inner.db.begin().await?;
        let known = execute!(
            &mut tx,
            "update problem set seen_at = $5 where guild = $1 and subject = $2 and what = $3 and mend = $4",
            guild,
            subject,
            what,
            mend,
            now,
        )?;
        if known == 0 {
            execute!(
                &mut tx,
                "insert into problem (guild, subject, what, mend, since, seen_at) values ($1, $2, $3, $4, $5, $5)
                 on conflict (guild, subject) do update
                 set what = excluded.what, mend = excluded.mend, since = excluded.since, seen_at = excluded.seen_at",
                guild,
                subject,
                what,
                mend,
                now,
            )?;
        }
        tx.commit().await?;
        if known == 0 {
            self.ring([Bell::Guild { guild }]);
        }
        Ok(())
    }

    pub async fn problem_solved(&self, guild: GuildId, subject: &str) -> Result<()> {
        let mut tx = self.inner.db.one_write().await?;
        let gone = execute!(&mut tx, "delete from problem where guild = $1 and subject = $2", guild, subject)?;
        if gone > 0 {
            self.ring([Bell::Guild { guild }]);
        }
        Ok(())
    }

    pub async fn problems(&self, guild: GuildId) -> Result<Vec<Problem>> {
        let mut tx = self.inner.db.one_read().await?;
        Ok(fetch_all!(
            &mut tx,
            Problem,
            "select guild, subject, what, mend, since, seen_at from problem where guild = $1 order by since, subject",
            guild,
        )?)
    }
}
