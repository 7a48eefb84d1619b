//! Knows why a verb did not do what it was asked: a refusal that people are told, or a fault that operators are.

use domain::Refusal;
use domain::setting::FieldFault;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// What an admin wants to save can't be: what is wrong with it, at its fields. Nothing was written.
    #[error("{} fields of a setting are not right", .0.len())]
    Invalid(Vec<FieldFault>),
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
