//! Knows why a verb did not do what it was asked: a refusal that people are told, or a fault that operators are.

use domain::Refusal;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Refused(#[from] Refusal),
    #[error("the database failed: {0}")]
    Sql(#[from] sqlx::Error),
    #[error("the data folder failed: {0}")]
    Io(#[from] std::io::Error),
}

impl From<sqlx::migrate::MigrateError> for Error {
    fn from(error: sqlx::migrate::MigrateError) -> Self {
        Self::Sql(error.into())
    }
}
