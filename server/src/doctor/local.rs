//! Knows what is checked on this machine: the database as it lies there, the folder and its disk.

use super::report::Report;
use super::words;
use crate::config::{folder, folder_to_be};
use std::path::Path;
use store::{Schema, Store, inspect};

/// The database; opened to be read where that makes sense.
pub async fn database(data: &Path, to: &mut Report) -> anyhow::Result<Option<Store>> {
    let seen = match inspect(data).await {
        Ok(Some(seen)) => seen,
        Ok(None) => {
            to.tell(words::no_database())?;
            return Ok(None);
        }
        Err(error) => {
            to.tell(words::database_unread(&error.to_string()))?;
            return Ok(None);
        }
    };
    to.tell(words::database(&seen))?;
    if let Some(why) = &seen.locked {
        to.tell(words::database_locked(why))?;
    }
    if seen.damage.is_some() || !matches!(seen.schema, Schema::Current(_)) {
        return Ok(None);
    }
    match Store::look(data).await {
        Ok(store) => Ok(Some(store)),
        Err(error) => {
            to.tell(words::database_unread(&error.to_string()))?;
            Ok(None)
        }
    }
}

pub async fn storage(data: &Path, store: Option<&Store>, to: &mut Report) -> anyhow::Result<()> {
    let mistake = if data.is_dir() { folder(data) } else { folder_to_be(data) };
    if let Some(mistake) = mistake {
        return to.tell(words::mistaken_folder(&mistake));
    }
    if !data.is_dir() {
        return to.tell(words::no_folder(data));
    }
    to.tell(words::folder(data, store::free_bytes(data)))?;
    if let Some(store) = store {
        match store.disk().await {
            Ok(disk) => to.tell(words::files(&disk))?,
            Err(error) => to.tell(words::database_unread(&error.to_string()))?,
        }
    }
    Ok(())
}
