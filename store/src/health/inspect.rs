//! Knows how a database is looked at from outside, also while another process runs on it: nothing is made, migrated or
//! changed. SQLite alone, which is a file.

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions, Connection};
use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

/// How the database's migrations stand to those of this program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Schema {
    Current(i64),
    /// The next start brings it up.
    Older {
        at: i64,
        known: i64,
    },
    /// A newer program was here.
    Newer {
        at: i64,
        known: i64,
    },
    /// A migration was begun and not ended, or the file is no database of Docket's.
    Foreign,
}

/// What was seen of a database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inspection {
    pub schema: Schema,
    /// What SQLite's own check complains about; `None`: whole.
    pub damage: Option<String>,
    /// Why it can't be written to; `None`: it can.
    pub locked: Option<String>,
    pub bytes: u64,
}

/// `None`: there is no database yet.
pub async fn inspect(data: &Path) -> crate::Result<Option<Inspection>> {
    let file = data.join("docket.db");
    let bytes = match std::fs::metadata(&file) {
        Ok(found) => found.len(),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let options = SqliteConnectOptions::new().filename(&file).busy_timeout(Duration::from_secs(10));
    let mut connection = options.disable_statement_logging().connect().await?;
    let damage = damage(&mut connection).await?;
    let schema = if damage.is_none() { schema(&mut connection).await? } else { Schema::Foreign };
    let locked =
        if damage.is_none() { tried(&mut connection).await.err().map(|error| error.to_string()) } else { None };
    connection.close().await?;
    Ok(Some(Inspection { schema, damage, locked, bytes }))
}

async fn damage(connection: &mut SqliteConnection) -> crate::Result<Option<String>> {
    let told = sqlx::query_scalar::<_, String>("pragma quick_check(1)").fetch_one(connection).await;
    match told {
        Ok(words) if words == "ok" => Ok(None),
        Ok(words) => Ok(Some(words)),
        // Too broken to be checked, or no database at all.
        Err(sqlx::Error::Database(error)) => Ok(Some(error.to_string())),
        Err(error) => Err(error.into()),
    }
}

async fn schema(connection: &mut SqliteConnection) -> crate::Result<Schema> {
    let there = "select count(*) from sqlite_master where name = '_sqlx_migrations'";
    if sqlx::query_scalar::<_, i64>(there).fetch_one(&mut *connection).await? == 0 {
        return Ok(Schema::Foreign);
    }
    let rows = sqlx::query_as::<_, (i64, bool)>("select version, success from _sqlx_migrations order by version")
        .fetch_all(connection)
        .await?;
    let ours: BTreeSet<i64> = sqlx::migrate!("../migrations/sqlite").iter().map(|one| one.version).collect();
    let known = ours.last().copied().unwrap_or_default();
    let at = rows.last().map(|(version, _)| *version).unwrap_or_default();
    Ok(match () {
        () if rows.iter().any(|(_, whole)| !whole) => Schema::Foreign,
        () if rows.iter().any(|(version, _)| !ours.contains(version)) => Schema::Newer { at, known },
        () if rows.len() < ours.len() => Schema::Older { at, known },
        () => Schema::Current(at),
    })
}

/// Takes the writer's lock and gives it back.
async fn tried(connection: &mut SqliteConnection) -> Result<(), sqlx::Error> {
    sqlx::query("begin immediate").execute(&mut *connection).await?;
    sqlx::query("rollback").execute(connection).await?;
    Ok(())
}
