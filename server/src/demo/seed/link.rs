//! Knows how the sandbox is asked and told: its controls over HTTP.

use anyhow::Context;
use serde_json::Value;
use std::time::Duration;

pub struct Link {
    http: reqwest::Client,
    base: String,
}

impl Link {
    pub fn new(base: &str) -> anyhow::Result<Self> {
        let http = reqwest::Client::builder().no_proxy().timeout(Duration::from_secs(30)).build()?;
        Ok(Self { http, base: base.to_owned() })
    }

    /// Everything that the sandbox holds.
    pub async fn state(&self) -> anyhow::Result<Value> {
        let asked = self.http.get(format!("{}/_sandbox/state", self.base)).send();
        let answer = asked.await.and_then(reqwest::Response::error_for_status);
        answer.context("the sandbox does not tell its state")?.json().await.context("the sandbox's state can't be read")
    }

    /// Puts things there as they are, ids kept.
    pub async fn import(&self, what: &Value) -> anyhow::Result<()> {
        let answer = self.http.post(format!("{}/_sandbox/import", self.base)).json(what).send().await;
        let answer = answer.context("the sandbox can't be reached")?;
        if answer.status().is_success() {
            return Ok(());
        }
        let status = answer.status();
        anyhow::bail!("the sandbox refused an import with {status}: {}", answer.text().await.unwrap_or_default())
    }
}
