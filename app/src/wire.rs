//! Knows how what was loaded travels inside the page: JSON, read by the same reader as the answers of server functions,
//! so that the browser's half carries one reader a type and not two.

use crate::fault::Fault;
use leptos::prelude::*;
use leptos::server::codee::{Decoder, Encoder};
use serde::Serialize;
use serde::de::DeserializeOwned;

pub struct Lean;

impl<T: Serialize> Encoder<T> for Lean {
    type Error = serde_json::Error;
    type Encoded = String;

    fn encode(value: &T) -> Result<String, serde_json::Error> {
        serde_json::to_string(value)
    }
}

impl<T: DeserializeOwned> Decoder<T> for Lean {
    type Error = serde_json::Error;
    type Encoded = str;

    fn decode(text: &str) -> Result<T, serde_json::Error> {
        serde_json::from_slice(text.as_bytes())
    }
}

/// What a page loads: once on the server, again in the browser when what it depends on changes.
pub type Load<T> = Resource<Result<T, Fault>, Lean>;

pub fn load<S, T, F>(
    source: impl Fn() -> S + Send + Sync + 'static,
    fetch: impl Fn(S) -> F + Send + Sync + 'static,
) -> Load<T>
where
    S: PartialEq + Clone + Send + Sync + 'static,
    T: Serialize + DeserializeOwned + Send + Sync + 'static,
    F: Future<Output = Result<T, Fault>> + Send + 'static,
{
    Resource::new_with_options(source, fetch, false)
}
