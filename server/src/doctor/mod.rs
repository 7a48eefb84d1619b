//! Knows in which order a configuration is checked, one thing after the other: as it is written down, as Discord sees
//! it, the database, the disk. Changes nothing anywhere, also while `docket serve` runs on the same data.

mod discord;
mod local;
mod report;
mod words;

pub use report::{Form, Report, Verdict};

use crate::config::{Config, Settings};
use std::net::SocketAddr;
use std::path::Path;

/// Checks everything and tells it as it is found; whether all is well.
pub async fn run(settings: &Settings, listen: SocketAddr, data: &Path, form: Form) -> anyhow::Result<bool> {
    let mut report = Report::new(form);
    examine(settings, listen, data, &mut report).await?;
    report.end()
}

/// The same, told to whoever holds the report.
pub async fn examine(settings: &Settings, listen: SocketAddr, data: &Path, to: &mut Report) -> anyhow::Result<()> {
    let config = match Config::judge(settings, listen, data.to_owned()) {
        Ok(config) => {
            to.tell(words::configured())?;
            Some(config)
        }
        Err(mistakes) => {
            for mistake in &mistakes.0 {
                to.tell(words::mistaken(mistake))?;
            }
            None
        }
    };
    let store = local::database(data, to).await?;
    local::storage(data, store.as_ref(), to).await?;
    match &config {
        Some(config) => discord::ask(config, store.as_ref(), to).await?,
        None => to.tell(words::not_asked())?,
    }
    if let Some(store) = store {
        store.close().await;
    }
    Ok(())
}
