//! Knows why a verb did not do what it was asked: a refusal that people are told, or a fault that operators are.

use domain::Refusal;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Refused(#[from] Refusal),
    #[error("the database failed: {0}")]
    Sql(#[from] sqlx::Error),
    /// Migrated by a newer program.
    #[error(
        "the database was changed by a newer Docket (step {version} of its schema, which this program does not know); \
         start that one, or put back a copy that was made before"
    )]
    Newer { version: i64 },
    #[error("the data folder failed: {0}")]
    Io(#[from] std::io::Error),
}

impl From<sqlx::migrate::MigrateError> for Error {
    fn from(error: sqlx::migrate::MigrateError) -> Self {
        match error {
            sqlx::migrate::MigrateError::VersionMissing(version) => Self::Newer { version },
            other => Self::Sql(other.into()),
        }
    }
}
