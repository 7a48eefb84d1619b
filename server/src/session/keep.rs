//! Knows how sessions are kept in the store: under the hash of their id, so that the database tells nobody a cookie.

use super::{LOGIN, Login};
use crate::clock;
use async_trait::async_trait;
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use domain::{Timestamp, UserId};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::fmt;
use store::Store;
use time::OffsetDateTime;
use tower_sessions::SessionStore;
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store::{Error, Result};

/// The session store over [`Store`].
#[derive(Clone)]
pub struct Sessions(Store);

#[derive(Serialize, Deserialize)]
struct Document {
    data: HashMap<String, Value>,
    /// Unix seconds.
    ends: i64,
}

impl Sessions {
    pub fn new(store: Store) -> Self {
        Self(store)
    }

    /// Whether this session is still there and still this person's.
    pub async fn is_of(&self, id: Id, person: UserId) -> Result<bool> {
        let record = self.load(&id).await?;
        let login = record.and_then(|record| record.data.get(LOGIN).cloned());
        let login = login.and_then(|login| serde_json::from_value::<Login>(login).ok());
        Ok(login.is_some_and(|login| login.person.id == person))
    }
}

impl fmt::Debug for Sessions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sessions")
    }
}

#[async_trait]
impl SessionStore for Sessions {
    async fn create(&self, record: &mut Record) -> Result<()> {
        let (document, ends) = written(record)?;
        while !self.0.session_create(&key(&record.id), &document, ends).await.map_err(failed)? {
            record.id = Id::default();
        }
        Ok(())
    }

    async fn save(&self, record: &Record) -> Result<()> {
        let (document, ends) = written(record)?;
        self.0.session_save(&key(&record.id), &document, ends).await.map_err(failed)
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let found = self.0.session_load(&key(id), clock::now()).await.map_err(failed)?;
        let Some(document) = found else { return Ok(None) };
        let document: Document = serde_json::from_str(&document).map_err(|error| Error::Decode(error.to_string()))?;
        let expiry_date =
            OffsetDateTime::from_unix_timestamp(document.ends).map_err(|error| Error::Decode(error.to_string()))?;
        Ok(Some(Record { id: *id, data: document.data.into_iter().collect(), expiry_date }))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        self.0.session_delete(&key(id)).await.map_err(failed)
    }
}

fn key(id: &Id) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(id.to_string()))
}

fn written(record: &Record) -> Result<(String, Timestamp)> {
    let ends = record.expiry_date.unix_timestamp();
    let data = record.data.clone().into_iter().collect();
    let document = serde_json::to_string(&Document { data, ends }).map_err(|error| Error::Encode(error.to_string()))?;
    Ok((document, Timestamp(ends.saturating_mul(1000))))
}

#[expect(clippy::needless_pass_by_value, reason = "the shape of map_err")]
fn failed(error: store::Error) -> Error {
    Error::Backend(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_late_save_does_not_undo_a_logout() {
        let folder = tempfile::tempdir().unwrap();
        let sessions = Sessions::new(Store::sqlite(folder.path()).await.unwrap());
        let expiry_date = OffsetDateTime::from_unix_timestamp(clock::now().0 / 1000 + 600).unwrap();
        let mut record = Record { id: Id::default(), data: HashMap::new().into_iter().collect(), expiry_date };
        sessions.create(&mut record).await.unwrap();
        record.data.insert("theme".to_owned(), Value::from("dark"));
        sessions.save(&record).await.unwrap();
        assert_eq!(sessions.load(&record.id).await.unwrap().unwrap().data, record.data, "a save of a known one counts");
        // An id that is taken is not taken over.
        let mut other = Record { data: HashMap::new().into_iter().collect(), ..record.clone() };
        sessions.create(&mut other).await.unwrap();
        assert_ne!(other.id, record.id);
        sessions.delete(&record.id).await.unwrap();
        sessions.save(&record).await.unwrap();
        assert_eq!(sessions.load(&record.id).await.unwrap(), None);
    }
}
